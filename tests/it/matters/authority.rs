//! What each parameter of an authority moves.

use super::{Case, Moves, assert_all, unmoved};

/// A run that shows for good to two sensors, and a board that gives orders about it.
const WORLD: &str = r#"World(
    horizon: "200 d",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e30 FLOP"),
        "cluster": Cluster(chips: "16 H100"),
        "one": HazardSensor(channel: "compute", hazard: "0.01/d", false_alarms: "0.001/d"),
        "two": HazardSensor(channel: "compute", hazard: "0.01/d", false_alarms: "0.001/d"),
        "board": Authority(likelihood_ratio: 30),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("one", Watches, "cluster"),
        ("two", Watches, "cluster"),
        ("one", Reports, "board"),
        ("two", Reports, "board"),
        ("board", Orders, "cluster"),
    ],
)"#;

/// The same with a board that is easily convinced and pauses what it suspects.
const PAUSING: &str = r#"World(
    horizon: "400 d",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e30 FLOP"),
        "cluster": Cluster(chips: "16 H100"),
        "one": HazardSensor(channel: "compute", hazard: "0.05/d"),
        "board": Authority(likelihood_ratio: 1000, response: Pause),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("one", Watches, "cluster"),
        ("one", Reports, "board"),
        ("board", Orders, "cluster"),
    ],
)"#;

/// The same with a board that has the suspect audited.
const AUDITING: &str = r#"World(
    horizon: "400 d",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e30 FLOP"),
        "cluster": Cluster(chips: "16 H100"),
        "one": HazardSensor(channel: "compute", hazard: "0.05/d"),
        "board": Authority(likelihood_ratio: 1000, response: Audit, audit_skill: 1),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("one", Watches, "cluster"),
        ("one", Reports, "board"),
        ("board", Orders, "cluster"),
    ],
)"#;

/// Work that nothing is wrong with, and false alarms about it.
const INNOCENT: &str = r#"World(
    horizon: "400 d",
    concern: [Training(above: "1e30 FLOP")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e30 FLOP"),
        "cluster": Cluster(chips: "16 H100"),
        "one": HazardSensor(channel: "compute", hazard: "0/d", false_alarms: "0.05/d"),
        "board": Authority(likelihood_ratio: 1000, response: Audit),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("one", Watches, "cluster"),
        ("one", Reports, "board"),
        ("board", Orders, "cluster"),
    ],
)"#;

const fn noticing(
    parameter: &'static str,
    path: &'static str,
    values: [&'static str; 2],
    moves: Moves,
) -> Case {
    let claim = "P(noticed) >= 50 %";
    Case { role: "Authority", parameter, world: WORLD, path, values, claim, moves, n: 2000 }
}

/// One case a parameter.
pub const CASES: &[Case] = &[
    noticing("prior", "actors.board.prior", ["0.01 %", "20 %"], Moves::Up),
    noticing("convinced_at", "actors.board.convinced_at", ["20 %", "99.9 %"], Moves::Down),
    noticing("likelihood_ratio", "actors.board.likelihood_ratio", ["5", "1000"], Moves::Up),
    noticing("corroboration", "actors.board.corroboration", ["1", "2"], Moves::Down),
    noticing("expires", "actors.board.expires", ["5 d", "150 d"], Moves::Up),
    noticing("silence", "actors.board.silence", ["1 d", "100 d"], Moves::Up),
    Case {
        role: "Authority",
        parameter: "silence_ratio",
        world: WORLD,
        path: "actors.board",
        values: [
            "Authority(likelihood_ratio: 30, silence: \"10 d\", silence_ratio: 0.3)",
            "Authority(likelihood_ratio: 30, silence: \"10 d\", silence_ratio: 1)",
        ],
        claim: "P(noticed) >= 50 %",
        moves: Moves::Up,
        n: 2000,
    },
    Case {
        role: "Authority",
        parameter: "corroborated_within",
        world: WORLD,
        path: "actors.board",
        values: [
            "Authority(likelihood_ratio: 30, corroboration: 2, corroborated_within: \"1 d\")",
            "Authority(likelihood_ratio: 30, corroboration: 2, corroborated_within: \"100 d\")",
        ],
        claim: "P(noticed) >= 50 %",
        moves: Moves::Up,
        n: 2000,
    },
    Case {
        role: "Authority",
        parameter: "opinions.likelihood_ratio",
        world: WORLD,
        path: "actors.board.opinions",
        values: ["{\"one\": (likelihood_ratio: 1)}", "{\"one\": (likelihood_ratio: 1000)}"],
        claim: "P(noticed) >= 50 %",
        moves: Moves::Up,
        n: 2000,
    },
    Case {
        role: "Authority",
        parameter: "decides_in",
        world: PAUSING,
        path: "actors.board.decides_in",
        values: ["1 d", "Exponential(mean: \"60 d\")"],
        claim: "median(first order) <= 30 d",
        moves: Moves::Up,
        n: 2000,
    },
    Case {
        role: "Authority",
        parameter: "response",
        world: PAUSING,
        path: "actors.board.response",
        values: ["Watch", "Revoke"],
        claim: "P(stopped) >= 50 %",
        moves: Moves::Up,
        n: 1000,
    },
    Case {
        role: "Authority",
        parameter: "pause_lasts",
        world: PAUSING,
        path: "actors.board.pause_lasts",
        values: ["10 d", "10 y"],
        claim: "P(stopped) >= 50 %",
        moves: Moves::Up,
        n: 1000,
    },
    Case {
        role: "Authority",
        parameter: "audit_takes",
        world: AUDITING,
        path: "actors.board.audit_takes",
        values: ["1 d", "300 d"],
        claim: "P(first order within 200 d of start) >= 50 %",
        moves: Moves::Down,
        n: 1000,
    },
    Case {
        role: "Authority",
        parameter: "audit_skill",
        world: AUDITING,
        path: "actors.board.audit_skill",
        values: ["-2", "4"],
        claim: "P(stopped within 100 d of start) >= 50 %",
        moves: Moves::Up,
        n: 1000,
    },
    Case {
        role: "Authority",
        parameter: "audit_skill_scale",
        world: AUDITING,
        path: "actors.board.audit_skill_scale",
        values: ["0.5", "10"],
        claim: "P(stopped within 100 d of start) >= 50 %",
        moves: Moves::Down,
        n: 1000,
    },
    Case {
        role: "Authority",
        parameter: "audit_false_accusation",
        world: INNOCENT,
        path: "actors.board.audit_false_accusation",
        values: ["1 %", "50 %"],
        claim: "P(first order) >= 50 %",
        moves: Moves::Up,
        n: 1000,
    },
];

#[test]
fn each_parameter_of_an_authority_matters() {
    assert_all(CASES);
    assert_eq!(unmoved("Authority", CASES), [""; 0]);
}

//! What each parameter of those who know, and of those who look from outside, moves.

use super::{Case, Moves, assert_all, unmoved};

/// 300 people who know of a run and of a product, and a friend whom they may tell.
const INSIDERS: &str = r#"World(
    horizon: "6 y",
    concern: [Program("program")],
    takeoff: After("3 y"),
    accountable: ["board"],
    actors: {
        "program":  TrainingProgram(compute: "1e26 FLOP"),
        "product":  TrainingProgram(compute: "1e26 FLOP"),
        "cluster":  Cluster(chips: "16384 H100"),
        "insiders": Insiders(people: 300),
        "friend":   Insiders(people: 1, law: Constant),
        "board":    Authority(prior: "1 %"),
    },
    links: [
        ("cluster",  Hosts,   "program"),
        ("cluster",  Hosts,   "product"),
        ("insiders", Knows,   "program"),
        ("insiders", Knows,   "product"),
        ("insiders", Reports, "board"),
        ("insiders", Tells,   "friend"),
    ],
)"#;

/// The same with a law of their own.
const GRIMES: &str = r#"World(
    horizon: "6 y",
    concern: [Program("program")],
    takeoff: After("3 y"),
    accountable: ["board"],
    actors: {
        "program":  TrainingProgram(compute: "1e26 FLOP"),
        "cluster":  Cluster(chips: "16384 H100"),
        "insiders": Insiders(people: 100, law: Grimes),
        "board":    Authority(prior: "1 %"),
    },
    links: [
        ("cluster",  Hosts,   "program"),
        ("insiders", Knows,   "program"),
        ("insiders", Reports, "board"),
    ],
)"#;

const CONSTANT: &str = r#"World(
    horizon: "6 y",
    concern: [Program("program")],
    takeoff: After("3 y"),
    accountable: ["board"],
    actors: {
        "program":  TrainingProgram(compute: "1e26 FLOP"),
        "cluster":  Cluster(chips: "16384 H100"),
        "insiders": Insiders(
            people: 100,
            law: Constant,
            leak_rate: "0.002/y",
            changes: {"hiring": (at: "1 y", people: 500)},
        ),
        "board":    Authority(prior: "1 %"),
    },
    links: [
        ("cluster",  Hosts,   "program"),
        ("insiders", Knows,   "program"),
        ("insiders", Reports, "board"),
    ],
)"#;

/// A case of insiders.
const fn of_insiders(
    parameter: &'static str,
    path: &'static str,
    values: [&'static str; 2],
    claim: &'static str,
    moves: Moves,
) -> Case {
    Case { role: "Insiders", parameter, world: INSIDERS, path, values, claim, moves, n: 1000 }
}

const LEAKED: &str = "P(secret leaked before takeoff) >= 50 %";

/// A provider, a rival, a press and an office about one run.
const OUTSIDE: &str = r#"World(
    horizon: "4 y",
    concern: [Program("program")],
    takeoff: After("3 y"),
    accountable: ["board", "court"],
    actors: {
        "program":  TrainingProgram(
            compute: "1.2e26 FLOP",
            generations: 2,
            pause: "30 d",
            works_in: "lab",
            opacity: 1,
        ),
        "product":  TrainingProgram(compute: "2e26 FLOP", works_in: "products"),
        "cluster":  Cluster(
            chips: "16384 H100",
            reservations: {"lab": (granted: "30 %"), "products": (granted: "30 %")},
        ),
        "insiders": Insiders(people: 10, law: Constant, leak_rate: "1/y", mistakes: "100 %"),
        "cloud":    CloudProvider(run_above: "1e26 FLOP", peak_above: "6e18 FLOP/s"),
        "rival":    RivalState(every: "1 y", error: "100 %", suspected_share: "60 %"),
        "press":    Press(checks: "30 d", skill: 2),
        "office":   Regulator(reviews: "30 d", skill: 2),
        "board":    Authority(),
        "court":    Authority(prior: "10 %"),
    },
    links: [
        ("cluster",  Hosts,    "program"),
        ("cluster",  Hosts,    "product"),
        ("program",  Declares, "office"),
        ("product",  Declares, "office"),
        ("insiders", Knows,    "program"),
        ("insiders", Knows,    "product"),
        ("insiders", Reports,  "press"),
        ("cloud",    Watches,  "cluster"),
        ("rival",    Watches,  "cluster"),
        ("cloud",    Reports,  "board"),
        ("rival",    Reports,  "board"),
        ("press",    Reports,  "court"),
        ("office",   Reports,  "board"),
    ],
)"#;

/// Two runs one after another, and a provider.
const ALONE: &str = r#"World(
    horizon: "4 y",
    concern: [Program("program")],
    takeoff: After("3 y"),
    accountable: ["board"],
    actors: {
        "program": TrainingProgram(compute: "5e25 FLOP", generations: 2, pause: "30 d"),
        "cluster": Cluster(chips: "16384 H100"),
        "cloud":   CloudProvider(run_above: "4e25 FLOP"),
        "board":   Authority(),
    },
    links: [
        ("cluster", Hosts,   "program"),
        ("cloud",   Watches, "cluster"),
        ("cloud",   Reports, "board"),
    ],
)"#;

const fn of(
    role: &'static str,
    parameter: &'static str,
    path: &'static str,
    values: [&'static str; 2],
    claim: &'static str,
    moves: Moves,
) -> Case {
    Case { role, parameter, world: OUTSIDE, path, values, claim, moves, n: 500 }
}

/// How many of the cases are of those who know.
const INSIDERS_CASES: usize = 14;

pub const CASES: &[Case] = &[
    of_insiders("people", "actors.insiders.people", ["10", "1000"], LEAKED, Moves::Up),
    of_insiders("joins", "actors.insiders.joins", ["0/y", "2000/y"], LEAKED, Moves::Up),
    of_insiders("law", "actors.insiders.law", ["Gamma", "Grimes"], LEAKED, Moves::Down),
    of_insiders("scale", "actors.insiders.scale", ["1 y", "20 y"], LEAKED, Moves::Up),
    of_insiders("mean_at_100", "actors.insiders.mean_at_100", ["4 y", "20 y"], LEAKED, Moves::Down),
    of_insiders(
        "mean_at_1000",
        "actors.insiders.mean_at_1000",
        ["1 y", "6.95 y"],
        LEAKED,
        Moves::Down,
    ),
    of_insiders("recognizes", "actors.insiders.recognizes", ["20 %", "100 %"], LEAKED, Moves::Up),
    of_insiders(
        "mistakes",
        "actors.insiders.mistakes",
        ["0 %", "50 %"],
        "mean('insiders'.suspected) >= 50 %",
        Moves::Up,
    ),
    of_insiders(
        "tells",
        "actors.insiders.tells",
        ["100 %", "20 %"],
        "mean('insiders'.told) >= 1",
        Moves::Down,
    ),
    of_insiders(
        "likelihood_ratio",
        "actors.insiders.likelihood_ratio",
        ["1000", "10"],
        "P(noticed) >= 50 %",
        Moves::Down,
    ),
    Case {
        role: "Insiders",
        parameter: "leak_probability",
        world: GRIMES,
        path: "actors.insiders.leak_probability",
        values: ["0.01 %", "1 %"],
        claim: LEAKED,
        moves: Moves::Up,
        n: 1000,
    },
    Case {
        role: "Insiders",
        parameter: "leak_rate",
        world: CONSTANT,
        path: "actors.insiders.leak_rate",
        values: ["0.0005/y", "0.01/y"],
        claim: LEAKED,
        moves: Moves::Up,
        n: 1000,
    },
    Case {
        role: "Insiders",
        parameter: "changes.at",
        world: CONSTANT,
        path: "actors.insiders.changes.hiring.at",
        values: ["1 mo", "2.9 y"],
        claim: LEAKED,
        moves: Moves::Down,
        n: 1000,
    },
    Case {
        role: "Insiders",
        parameter: "changes.people",
        world: CONSTANT,
        path: "actors.insiders.changes.hiring.people",
        values: ["1", "1000"],
        claim: LEAKED,
        moves: Moves::Up,
        n: 1000,
    },
    of(
        "CloudProvider",
        "channel",
        "actors.cloud.channel",
        ["\"power\"", "\"compute\""],
        "P(cluster over limit) >= 50 %",
        Moves::Up,
    ),
    of(
        "CloudProvider",
        "run_above",
        "actors.cloud.run_above",
        ["1e26 FLOP", "1e28 FLOP"],
        "P(run over limit) >= 50 %",
        Moves::Down,
    ),
    Case {
        role: "CloudProvider",
        parameter: "run_ends_after",
        world: ALONE,
        path: "actors.cloud.run_ends_after",
        values: ["60 d", "1 d"],
        claim: "mean('cloud'.runs) >= 1",
        moves: Moves::Up,
        n: 1000,
    },
    of(
        "CloudProvider",
        "peak_above",
        "actors.cloud.peak_above",
        ["6e18 FLOP/s", "1e20 FLOP/s"],
        "P(cluster over limit) >= 50 %",
        Moves::Down,
    ),
    of(
        "CloudProvider",
        "error",
        "actors.cloud.error",
        ["0 %", "50 %"],
        "P(cluster over limit) >= 50 %",
        Moves::Down,
    ),
    of(
        "CloudProvider",
        "reports_after",
        "actors.cloud.reports_after",
        ["1 d", "3.9 y"],
        "P(noticed by 'board' within 30 d of start) >= 50 %",
        Moves::Down,
    ),
    of(
        "CloudProvider",
        "likelihood_ratio",
        "actors.cloud.likelihood_ratio",
        ["1000", "2"],
        "P(noticed by 'board' within 10 d of start) >= 50 %",
        Moves::Down,
    ),
    of(
        "RivalState",
        "channel",
        "actors.rival.channel",
        ["\"output\"", "\"compute\""],
        "mean('rival'.estimate) >= 1",
        Moves::Up,
    ),
    of(
        "RivalState",
        "every",
        "actors.rival.every",
        ["6 mo", "2 y"],
        "mean('rival'.estimates) >= 1",
        Moves::Down,
    ),
    of(
        "RivalState",
        "error",
        "actors.rival.error",
        ["30 %", "100 %"],
        "mean('rival'.probability) >= 50 %",
        Moves::Down,
    ),
    of(
        "RivalState",
        "resolution",
        "actors.rival.resolution",
        ["1 %", "50 %"],
        "mean('rival'.probability) >= 50 %",
        Moves::Down,
    ),
    of(
        "RivalState",
        "suspected_share",
        "actors.rival.suspected_share",
        ["1 %", "60 %"],
        "mean('rival'.probability) >= 50 %",
        Moves::Up,
    ),
    of(
        "RivalState",
        "prior",
        "actors.rival.prior",
        ["0.001 %", "50 %"],
        "mean('rival'.probability) >= 50 %",
        Moves::Up,
    ),
    of(
        "RivalState",
        "expects",
        "actors.rival.expects",
        ["0/y", "1/y"],
        "mean('rival'.probability) >= 50 %",
        Moves::Up,
    ),
    of(
        "RivalState",
        "reports_at",
        "actors.rival.reports_at",
        ["50 %", "99.9999 %"],
        "P(undeclared compute suspected within 1.5 y of start) >= 50 %",
        Moves::Down,
    ),
    of(
        "Press",
        "checks",
        "actors.press.checks",
        ["1 d", "1 y"],
        "P(published within 1 y of start) >= 50 %",
        Moves::Down,
    ),
    of("Press", "skill", "actors.press.skill", ["0", "3"], "P(published) >= 50 %", Moves::Up),
    of(
        "Press",
        "skill_scale",
        "actors.press.skill_scale",
        ["0.1", "10"],
        "mean('press'.believed) >= 50 %",
        Moves::Down,
    ),
    of(
        "Press",
        "false_accusation",
        "actors.press.false_accusation",
        ["2 %", "50 %"],
        "mean('press'.believed) >= 50 %",
        Moves::Up,
    ),
    of(
        "Press",
        "likelihood_ratio",
        "actors.press.likelihood_ratio",
        ["1000", "2"],
        "P(noticed by 'court') >= 50 %",
        Moves::Down,
    ),
    of(
        "Regulator",
        "reports_above",
        "actors.office.reports_above",
        ["1.5e26 FLOP", "1e26 FLOP"],
        "mean('office'.examined) >= 1",
        Moves::Up,
    ),
    of(
        "Regulator",
        "deadline",
        "actors.office.deadline",
        ["14 d", "1 y"],
        "P(run declared within 30 d of start) >= 50 %",
        Moves::Down,
    ),
    of(
        "Regulator",
        "hours",
        "actors.office.hours",
        ["24/7", "Mo 09:00-10:00"],
        "P(run examined within 1 y of start) >= 50 %",
        Moves::Down,
    ),
    of(
        "Regulator",
        "reviews",
        "actors.office.reviews",
        ["30 d", "2 y"],
        "P(run examined within 1 y of start) >= 50 %",
        Moves::Down,
    ),
    of(
        "Regulator",
        "skill",
        "actors.office.skill",
        ["0", "3"],
        "mean('office'.flagged) >= 50 %",
        Moves::Up,
    ),
    of(
        "Regulator",
        "skill_scale",
        "actors.office.skill_scale",
        ["0.1", "10"],
        "mean('office'.flagged) >= 50 %",
        Moves::Down,
    ),
    of(
        "Regulator",
        "false_accusation",
        "actors.office.false_accusation",
        ["2 %", "50 %"],
        "mean('office'.flagged) >= 50 %",
        Moves::Up,
    ),
];

#[test]
fn every_parameter_of_those_who_know_moves_something() {
    assert_all(&CASES[..INSIDERS_CASES]);
}

#[test]
fn every_parameter_of_those_outside_moves_something() {
    assert_all(&CASES[INSIDERS_CASES..]);
}

#[test]
fn no_parameter_of_those_who_know_or_of_those_outside_is_left_out() {
    for role in ["Insiders", "CloudProvider", "RivalState", "Press", "Regulator"] {
        let left: Vec<String> = unmoved(role, CASES);
        assert!(left.is_empty(), "{role}: {left:?}");
    }
}

//! What each parameter of training programs and labs moves.

use super::{Case, Moves, assert_all, unmoved};

/// A program of ten runs of 1.2 days each on the whole cluster, deployed to a model that
/// hides something, with a lab that is told to revoke it once the board hears of it.
const WORLD: &str = r#"World(
    horizon: "1 y",
    concern: [Program("program"), Program("model")],
    takeoff: After("2 y"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(
            chips: "800000 V100",
            utilization: "100 %",
            reservations: {"large": (granted: "50 %"), "small": (granted: "10 %")},
        ),
        "program": TrainingProgram(
            compute: "1e25 FLOP",
            generations: 10,
            pause: "20 d",
            works_in: "large",
        ),
        "model":   Model(trained_with: "1e24 FLOP", hidden_gain: "0.5 OOM"),
        "lab":     Lab(),
        "meter":   HazardSensor(channel: "compute", hazard: "2/d"),
        "tests":   HazardSensor(channel: "behavior", hazard: "1/mo"),
        "desk":    Reviewer(review: "1 h"),
        "office":  Reviewer(review: "1 h"),
        "board":   Authority(prior: "1 %", likelihood_ratio: 1000, response: Revoke),
    },
    links: [
        ("cluster", Hosts,   "program"),
        ("program", Deploys, "model"),
        ("lab",     Owns,    "program"),
        ("meter",   Watches, "cluster"),
        ("meter",   Alerts,  "desk"),
        ("meter",   Reports(delay: "30 d"), "board"),
        ("tests",   Watches, "model"),
        ("tests",   Alerts,  "office"),
        ("board",   Orders,  "lab"),
    ],
)"#;

/// The same, where nobody is told to do anything.
const FREE: &str = r#"World(
    horizon: "1 y",
    concern: [Program("program")],
    takeoff: After("2 y"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(
            chips: "800000 V100",
            utilization: "100 %",
            reservations: {"large": (granted: "50 %"), "small": (granted: "10 %")},
        ),
        "program": TrainingProgram(compute: "1e25 FLOP", generations: 3, works_in: "large"),
        "model":   Model(trained_with: "1e24 FLOP"),
        "meter":   HazardSensor(channel: "compute", hazard: "1/y"),
        "board":   Authority(),
    },
    links: [
        ("cluster", Hosts,   "program"),
        ("program", Deploys, "model"),
        ("meter",   Watches, "cluster"),
        ("meter",   Reports, "board"),
    ],
)"#;

/// A case in which nobody is told to do anything.
const fn program(
    parameter: &'static str,
    path: &'static str,
    values: [&'static str; 2],
    claim: &'static str,
    moves: Moves,
) -> Case {
    Case { role: "TrainingProgram", parameter, world: FREE, path, values, claim, moves, n: 40 }
}

/// A case in which the lab is given orders, or the model is tested.
const fn other(
    role: &'static str,
    parameter: &'static str,
    path: &'static str,
    values: [&'static str; 2],
    claim: &'static str,
    moves: Moves,
) -> Case {
    Case { role, parameter, world: WORLD, path, values, claim, moves, n: 60 }
}

pub const CASES: &[Case] = &[
    program(
        "compute",
        "actors.program.compute",
        ["1e25 FLOP", "1e26 FLOP"],
        "mean('program'.duration) >= 1 d",
        Moves::Up,
    ),
    program(
        "growth",
        "actors.program.growth",
        ["1", "2"],
        "mean('program'.trained) >= 1 FLOP",
        Moves::Up,
    ),
    program(
        "generations",
        "actors.program.generations",
        ["1", "3"],
        "mean('program'.runs done) >= 1",
        Moves::Up,
    ),
    program(
        "begins",
        "actors.program.begins",
        ["0 d", "60 d"],
        "median(run done) >= 1 d",
        Moves::Up,
    ),
    program(
        "deploys_after",
        "actors.program.deploys_after",
        ["0 d", "30 d"],
        "median(generation deployed) >= 1 d",
        Moves::Up,
    ),
    program(
        "pause",
        "actors.program.pause",
        ["0 d", "200 d"],
        "mean('program'.runs done) >= 1",
        Moves::Down,
    ),
    program(
        "works_in",
        "actors.program.works_in",
        ["small", "large"],
        "mean('program'.duration) >= 1 d",
        Moves::Down,
    ),
    other(
        "TrainingProgram",
        "opacity",
        "actors.program.opacity",
        ["0", "4"],
        "mean('desk'.confirmed) >= 50 %",
        Moves::Down,
    ),
    other(
        "Lab",
        "complies",
        "actors.lab.complies",
        ["0 %", "100 %"],
        "mean('program'.runs done) >= 1",
        Moves::Down,
    ),
    other(
        "Lab",
        "complies_in",
        "actors.lab.complies_in",
        ["0 d", "100 d"],
        "mean('program'.runs done) >= 1",
        Moves::Up,
    ),
];

#[test]
fn every_parameter_of_programs_and_labs_matters() {
    assert_all(CASES);
}

#[test]
fn no_parameter_of_labs_is_left_out() {
    assert_eq!(unmoved("Lab", CASES), [""; 0]);
}

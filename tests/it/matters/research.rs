//! What each parameter of research moves.

use super::{Case, Moves, assert_all, unmoved};

/// A laboratory with 100 people and half of a cluster of 1e18 FLOP/s, over a century.
const WORLD: &str = r#"World(
    horizon: "100 y",
    concern: [HiddenWork],
    takeoff: After("200 y"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(
            chips: "1000 H100",
            peak_per_chip: "1e15 FLOP/s",
            utilization: "100 %",
            reservations: {"large": (granted: "50 %"), "small": (granted: "10 %")},
        ),
        "lab": Research(
            people: 100,
            elasticity: 0.5,
            returns: 1.2,
            usual_labor: 200,
            usual_compute: "1e18 FLOP/s",
            works_in: "large",
            first_doubling: "2 mo",
            most_doublings: 3,
        ),
        "meter": HazardSensor(channel: "compute", hazard: "1/y"),
        "desk":  Reviewer(review: "1 h"),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts,   "lab"),
        ("meter",   Watches, "cluster"),
        ("meter",   Alerts,  "desk"),
        ("desk",    Reports, "board"),
    ],
)"#;

/// The same, where experiments are hidden.
const HIDDEN: &str = r#"World(
    horizon: "4 y",
    concern: [HiddenWork],
    takeoff: After("5 y"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(chips: "1000 H100"),
        "lab":   Research(people: 100, elasticity: 0.5, returns: 1.2, hidden: true),
        "meter": HazardSensor(channel: "compute", hazard: "1/mo"),
        "desk":  Reviewer(review: "1 h"),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts,   "lab"),
        ("meter",   Watches, "cluster"),
        ("meter",   Alerts,  "desk"),
        ("desk",    Reports, "board"),
    ],
)"#;

/// Ten times as many people as usual, with usual compute.
const RICH: &str = r#"World(
    horizon: "4 y",
    concern: [HiddenWork],
    takeoff: After("5 y"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(chips: "1000 H100"),
        "lab":   Research(people: 1000, usual_labor: 100, elasticity: 1, returns: 1.2, most_doublings: 1),
        "meter": HazardSensor(channel: "compute", hazard: "0/y"),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts,   "lab"),
        ("meter",   Watches, "cluster"),
        ("meter",   Reports, "board"),
    ],
)"#;

const DURATION: &str = "mean('lab'.duration) >= 1 d";

/// A case of how long doublings take.
const fn duration(
    parameter: &'static str,
    path: &'static str,
    values: [&'static str; 2],
    moves: Moves,
) -> Case {
    Case { role: "Research", parameter, world: WORLD, path, values, claim: DURATION, moves, n: 2 }
}

pub const CASES: &[Case] = &[
    duration("people", "actors.lab.people", ["50", "500"], Moves::Down),
    duration("people_growth", "actors.lab.people_growth", ["0/y", "1/y"], Moves::Down),
    duration("copies", "actors.lab.copies", ["0", "1000"], Moves::Down),
    Case {
        role: "Research",
        parameter: "elasticity",
        world: RICH,
        path: "actors.lab.elasticity",
        values: ["0", "3"],
        claim: DURATION,
        moves: Moves::Down,
        n: 2,
    },
    Case {
        role: "Research",
        parameter: "labor_weight",
        // Of labor there is more than of compute, beside what is usual.
        world: RICH,
        path: "actors.lab.labor_weight",
        values: ["10 %", "90 %"],
        claim: DURATION,
        moves: Moves::Down,
        n: 2,
    },
    duration("first_doubling", "actors.lab.first_doubling", ["2 mo", "6 mo"], Moves::Up),
    duration("returns", "actors.lab.returns", ["0.5", "4"], Moves::Down),
    duration("most_doublings", "actors.lab.most_doublings", ["1", "3"], Moves::Up),
    duration("usual_labor", "actors.lab.usual_labor", ["10", "1000"], Moves::Up),
    duration(
        "usual_compute",
        "actors.lab.usual_compute",
        ["1e17 FLOP/s", "1e19 FLOP/s"],
        Moves::Up,
    ),
    duration("works_in", "actors.lab.works_in", ["small", "large"], Moves::Down),
    Case {
        role: "Research",
        parameter: "hidden",
        world: WORLD,
        path: "actors.lab.hidden",
        values: ["false", "true"],
        claim: "P(first concerning work) >= 50 %",
        moves: Moves::Up,
        n: 40,
    },
    Case {
        role: "Research",
        parameter: "opacity",
        world: HIDDEN,
        path: "actors.lab.opacity",
        values: ["0", "4"],
        claim: "mean('desk'.confirmed) >= 50 %",
        moves: Moves::Down,
        n: 40,
    },
];

#[test]
fn every_parameter_of_research_matters() {
    assert_all(CASES);
}

#[test]
fn no_parameter_of_research_is_left_out() {
    assert!(unmoved("Research", CASES).is_empty(), "{:?}", unmoved("Research", CASES));
}

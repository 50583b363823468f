//! That every parameter of a cluster and of a workload matters.

use super::{Case, Moves, assert_all, unmoved};

/// A cluster on which jobs come and go, and a long run shares what they leave.
const BUSY: &str = r#"World(
    horizon: "30 d",
    concern: [Program("run")],
    takeoff: After("30 d"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(
            chips: "20 H100",
            growth: "0/y",
            grows_to: 3,
            power_per_chip: "700 W",
            steps: {"more": (at: "10 d", factor: 2), "other": (at: "25 d", chips: "20 H100")},
            reservations: {"kept": (granted: "20 %", promised: "20 %", kind: Hard)},
            queue: 50,
            interruptions: "0/d",
        ),
        "users": Workload(arrivals: "10/d", chips: OneOf([1, 4]), length: Exponential(mean: "12 h")),
        "owner": Workload(arrivals: "1/d", length: "12 h", works_in: "kept"),
        "run": TrainingProgram(compute: "5e20 FLOP"),
        "meter": HazardSensor(channel: "power", hazard: "0/y"),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts, "users"),
        ("cluster", Hosts, "owner"),
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
    ],
)"#;

const fn case(
    parameter: &'static str,
    path: &'static str,
    values: [&'static str; 2],
    claim: &'static str,
    moves: Moves,
) -> Case {
    Case { role: "Cluster", parameter, world: BUSY, path, values, claim, moves, n: 60 }
}

const DURATION: &str = "mean('run'.duration) <= 1 d";
const BUSY_SHARE: &str = "mean('cluster'.busy) >= 1 %";

pub const CASES: &[Case] = &[
    case(
        "chips",
        "actors.cluster.chips",
        ["20 H100", "30 H100"],
        "mean('users'.wait) <= 1 h",
        Moves::Down,
    ),
    case("utilization", "actors.cluster.utilization", ["40 %", "60 %"], DURATION, Moves::Down),
    case(
        "peak_per_chip",
        "actors.cluster.peak_per_chip",
        ["1e15 FLOP/s", "2e15 FLOP/s"],
        DURATION,
        Moves::Down,
    ),
    case(
        "power_per_chip",
        "actors.cluster.power_per_chip",
        ["700 W", "1.81 kW"],
        "mean('cluster'.power) >= 1 W",
        Moves::Up,
    ),
    case(
        "growth",
        "actors.cluster.growth",
        ["0/y", "10/y"],
        "mean('users'.wait) <= 1 h",
        Moves::Down,
    ),
    Case {
        path: "actors.cluster",
        values: [
            r#"Cluster(chips: "20 H100", growth: "10/y", grows_to: 1.1, reservations: {"kept": (granted: "20 %")})"#,
            r#"Cluster(chips: "20 H100", growth: "10/y", grows_to: 3, reservations: {"kept": (granted: "20 %")})"#,
        ],
        ..case("grows_to", "", ["", ""], BUSY_SHARE, Moves::Down)
    },
    case("steps.at", "actors.cluster.steps.more.at", ["1 d", "20 d"], BUSY_SHARE, Moves::Up),
    case(
        "steps.chips",
        "actors.cluster.steps.other.chips",
        ["20 H100", "90 H100"],
        BUSY_SHARE,
        Moves::Down,
    ),
    case("steps.factor", "actors.cluster.steps.more.factor", ["1", "3"], BUSY_SHARE, Moves::Down),
    case(
        "reservations.granted",
        "actors.cluster.reservations.kept.granted",
        ["20 %", "50 %"],
        "mean('users'.wait) <= 1 h",
        Moves::Up,
    ),
    case(
        "reservations.promised",
        "actors.cluster.reservations.kept.promised",
        ["20 %", "40 %"],
        "mean('cluster'.withheld) >= 0 FLOP",
        Moves::Up,
    ),
    case(
        "reservations.kind",
        "actors.cluster.reservations.kept.kind",
        ["Hard", "Lending"],
        "mean('cluster'.borrowed) >= 0 FLOP",
        Moves::Up,
    ),
    case(
        "when_full",
        "actors.cluster.when_full",
        ["Queue", "Refuse"],
        "mean('users'.blocked) <= 1 %",
        Moves::Up,
    ),
    case("queue", "actors.cluster.queue", ["1", "20"], "mean('users'.blocked) <= 1 %", Moves::Down),
    case(
        "discipline",
        "actors.cluster.discipline",
        ["LargestFirst", "SmallestFirst"],
        "mean('users'.wait) <= 1 h",
        Moves::Down,
    ),
    case(
        "interruptions",
        "actors.cluster.interruptions",
        ["0/d", "20/d"],
        "mean('cluster'.interruptions) >= 0",
        Moves::Up,
    ),
    Case {
        path: "actors.cluster",
        values: [
            r#"Cluster(chips: "20 H100", interruptions: "9/d", checkpoint_every: "1 min", reservations: {"kept": (granted: "20 %")})"#,
            r#"Cluster(chips: "20 H100", interruptions: "9/d", checkpoint_every: "10 h", reservations: {"kept": (granted: "20 %")})"#,
        ],
        ..case("checkpoint_every", "", ["", ""], "mean('cluster'.lost work) >= 0 FLOP", Moves::Up)
    },
    Case {
        path: "actors.cluster",
        values: [
            r#"Cluster(chips: "20 H100", interruptions: "9/d", restart: "1 min", reservations: {"kept": (granted: "20 %")})"#,
            r#"Cluster(chips: "20 H100", interruptions: "9/d", restart: "10 h", reservations: {"kept": (granted: "20 %")})"#,
        ],
        ..case("restart", "", ["", ""], DURATION, Moves::Up)
    },
    Case {
        role: "Workload",
        ..case(
            "arrivals",
            "actors.users.arrivals",
            ["10/d", "20/d"],
            "mean('users'.submitted) >= 1",
            Moves::Up,
        )
    },
    Case {
        role: "Workload",
        ..case("chips", "actors.users.chips", ["1", "4"], "mean('users'.wait) >= 1 h", Moves::Up)
    },
    Case {
        role: "Workload",
        ..case(
            "length",
            "actors.users.length",
            ["6 h", "12 h"],
            "mean('users'.stay) >= 1 h",
            Moves::Up,
        )
    },
    Case {
        role: "Workload",
        path: "actors.owner",
        values: [
            r#"Workload(arrivals: "1/d", length: "12 h")"#,
            r#"Workload(arrivals: "1/d", length: "12 h", works_in: "kept")"#,
        ],
        ..case(
            "works_in",
            "",
            ["", ""],
            "mean('cluster'.delivered to reservations) >= 0 FLOP",
            Moves::Up,
        )
    },
];

#[test]
fn every_parameter_of_a_cluster_and_a_workload_matters() {
    assert_all(CASES);
}

#[test]
fn no_parameter_of_a_cluster_or_a_workload_is_forgotten() {
    for role in ["Cluster", "Workload"] {
        let forgotten = unmoved(role, CASES);
        assert!(forgotten.is_empty(), "{forgotten:?}");
    }
}

//! What each parameter of the desks, of a chain of guards and of readers moves.

use super::{Case, Moves, assert_all, unmoved};

/// A busy desk: false alarms of an urgent and of another sensor.
const BUSY: &str = r#"World(
    horizon: "60 d",
    warm_up: "5 d",
    concern: [Program("run")],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1 FLOP", begins: "100 y"),
        "cluster": Cluster(chips: "1 H100"),
        "siren": HazardSensor(channel: "power", hazard: "50/h", false_alarms: "0.5/h"),
        "murmur": HazardSensor(channel: "power", hazard: "0/h", false_alarms: "2/h"),
        "desk": Reviewer(review: Exponential(mean: "20 min"), merges: false, patience: "10 h",
            discipline: Priority),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("siren", Watches, "cluster"),
        ("murmur", Watches, "cluster"),
        ("siren", Alerts, "desk"),
        ("murmur", Alerts, "desk"),
        ("desk", Reports, "board"),
    ],
)"#;

/// The same with a model at the desk.
const BUSY_MODEL: &str = r#"World(
    horizon: "60 d",
    warm_up: "5 d",
    concern: [Program("run")],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1 FLOP", begins: "100 y"),
        "cluster": Cluster(chips: "1 H100"),
        "siren": HazardSensor(channel: "power", hazard: "50/h", false_alarms: "0.5/h"),
        "murmur": HazardSensor(channel: "power", hazard: "0/h", false_alarms: "2/h"),
        "desk": ModelReviewer(review: Exponential(mean: "20 min"), merges: false, elo: 0,
            patience: "10 h", discipline: Priority),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("siren", Watches, "cluster"),
        ("murmur", Watches, "cluster"),
        ("siren", Alerts, "desk"),
        ("murmur", Alerts, "desk"),
        ("desk", Reports, "board"),
    ],
)"#;

/// Founded alerts, at people who tire.
const FOUNDED: &str = r#"World(
    horizon: "60 d",
    concern: [Program("run")],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e26 FLOP"),
        "cluster": Cluster(chips: "1 H100"),
        "meter": HazardSensor(channel: "power", hazard: "2/h"),
        "desk": Reviewer(review: "1 min", merges: false, skill: 1, memory: 50),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Alerts, "desk"),
        ("desk", Reports, "board"),
    ],
)"#;

/// People who tire of finding nothing.
const NOTHING: &str = r#"World(
    horizon: "30 d",
    concern: [Program("run")],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1 FLOP", begins: "100 y"),
        "cluster": Cluster(chips: "1 H100"),
        "meter": HazardSensor(channel: "power", hazard: "2/h", false_alarms: "2/h"),
        "desk": Reviewer(review: "1 min", merges: false, false_accusation: "5 %",
            least_attention: "10 %", reference_rate: "20 %", memory: 100),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Alerts, "desk"),
        ("desk", Reports, "board"),
    ],
)"#;

/// Founded alerts at a model.
const FOUNDED_MODEL: &str = r#"World(
    horizon: "60 d",
    concern: [Program("run")],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e26 FLOP"),
        "cluster": Cluster(chips: "1 H100"),
        "meter": HazardSensor(channel: "power", hazard: "2/h"),
        "desk": ModelReviewer(review: "1 min", merges: false, elo: 200),
        "ally": ModelReviewer(review: "1 min", merges: false, elo: 200, colludes: "50 %",
            kin: "run"),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Alerts, "desk"),
        ("meter", Alerts, "ally"),
        ("desk", Reports, "board"),
        ("ally", Reports, "board"),
    ],
)"#;

/// A chain of guards, for founded alerts.
const CHAIN: &str = r#"World(
    horizon: "60 d",
    warm_up: "1 d",
    concern: [Program("run")],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e26 FLOP"),
        "cluster": Cluster(chips: "1 H100"),
        "meter": HazardSensor(channel: "power", hazard: "2/h"),
        "other": HazardSensor(channel: "power", hazard: "2/h"),
        "chain": NestedOversight(overseer: 1000, suspect: 1400, guard_offset: 300,
            step_takes: "3 min"),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("other", Watches, "cluster"),
        ("meter", Alerts, "chain"),
        ("other", Alerts, "chain"),
        ("chain", Reports, "board"),
    ],
)"#;

/// The same for alerts that nothing is behind.
const FALSE_CHAIN: &str = r#"World(
    horizon: "60 d",
    concern: [Program("run")],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1 FLOP", begins: "100 y"),
        "cluster": Cluster(chips: "1 H100"),
        "meter": HazardSensor(channel: "power", hazard: "0/h", false_alarms: "2/h"),
        "chain": NestedOversight(overseer: 1000, suspect: 1400, step_takes: "3 min"),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Alerts, "chain"),
        ("chain", Reports, "board"),
    ],
)"#;

/// Somebody reads of a run.
const READER: &str = r#"World(
    horizon: "100 d",
    concern: [Program("run")],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e26 FLOP", opacity: 1),
        "cluster": Cluster(chips: "1 H100"),
        "reader": Reader(records: "20/d", reads: "50 %", time: "1 h", skill: 2),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("reader", Reads, "run"),
        ("reader", Reports, "board"),
    ],
)"#;

/// Somebody reads of a run that nobody is concerned about.
const INNOCENT: &str = r#"World(
    horizon: "100 d",
    concern: [Training(above: "1e27 FLOP")],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e26 FLOP"),
        "cluster": Cluster(chips: "1 H100"),
        "reader": Reader(records: "20/d", reads: "50 %"),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("reader", Reads, "run"),
        ("reader", Reports, "board"),
    ],
)"#;

macro_rules! case {
    ($role:literal.$parameter:literal at $actor:literal of $world:expr,
     $first:literal to $second:literal, $claim:literal goes $moves:ident) => {
        Case {
            role: $role,
            parameter: $parameter,
            world: $world,
            path: concat!("actors.", $actor, ".", $parameter),
            values: [$first, $second],
            claim: $claim,
            moves: Moves::$moves,
            n: 30,
        }
    };
}

pub const DESKS: &[Case] = &[
    case!("Reviewer"."servers" at "desk" of BUSY, "1" to "2", "mean('desk'.wait) <= 1 h" goes Down),
    case!("Reviewer"."hours" at "desk" of BUSY, "24/7" to "Mo-Fr 09:00-17:00", "mean('desk'.abandoned) <= 1 %" goes Up),
    case!("Reviewer"."review" at "desk" of BUSY, "10 min" to "20 min", "mean('desk'.wait) <= 1 h" goes Up),
    case!("Reviewer"."discipline" at "desk" of BUSY, "Priority" to "FirstCome", "mean('desk'.urgent wait) <= 1 h" goes Up),
    case!("Reviewer"."patience" at "desk" of BUSY, "10 h" to "10 min", "mean('desk'.abandoned) <= 1 %" goes Up),
    case!("Reviewer"."room" at "desk" of BUSY, "1000" to "0", "mean('desk'.abandoned) <= 1 %" goes Up),
    case!("Reviewer"."merges" at "desk" of BUSY, "false" to "true", "mean('desk'.merged) <= 1 %" goes Up),
    case!("Reviewer"."urgent" at "desk" of BUSY, "10" to "0.5", "mean('desk'.urgent wait) <= 1 h" goes Up),
    case!("Reviewer"."skill" at "desk" of FOUNDED, "1" to "2", "mean('desk'.confirmed) <= 1 %" goes Up),
    case!("Reviewer"."skill_scale" at "desk" of FOUNDED, "1" to "5", "mean('desk'.confirmed) <= 1 %" goes Down),
    case!("Reviewer"."false_accusation" at "desk" of BUSY, "2 %" to "5 %", "mean('desk'.confirmed) <= 1 %" goes Up),
    case!("Reviewer"."least_attention" at "desk" of NOTHING, "10 %" to "50 %", "mean('desk'.attention) <= 1 %" goes Up),
    case!("Reviewer"."reference_rate" at "desk" of NOTHING, "20 %" to "40 %", "mean('desk'.attention) <= 1 %" goes Down),
    case!("Reviewer"."memory" at "desk" of NOTHING, "100" to "1000", "mean('desk'.attention) <= 1 %" goes Up),
];

pub const MODELS: &[Case] = &[
    case!("ModelReviewer"."copies" at "desk" of BUSY_MODEL, "1" to "2", "mean('desk'.wait) <= 1 h" goes Down),
    case!("ModelReviewer"."review" at "desk" of BUSY_MODEL, "10 min" to "20 min", "mean('desk'.wait) <= 1 h" goes Up),
    case!("ModelReviewer"."discipline" at "desk" of BUSY_MODEL, "Priority" to "FirstCome", "mean('desk'.urgent wait) <= 1 h" goes Up),
    case!("ModelReviewer"."patience" at "desk" of BUSY_MODEL, "10 h" to "10 min", "mean('desk'.abandoned) <= 1 %" goes Up),
    case!("ModelReviewer"."room" at "desk" of BUSY_MODEL, "1000" to "0", "mean('desk'.abandoned) <= 1 %" goes Up),
    case!("ModelReviewer"."merges" at "desk" of BUSY_MODEL, "false" to "true", "mean('desk'.merged) <= 1 %" goes Up),
    case!("ModelReviewer"."urgent" at "desk" of BUSY_MODEL, "10" to "0.5", "mean('desk'.urgent wait) <= 1 h" goes Up),
    case!("ModelReviewer"."elo" at "desk" of FOUNDED_MODEL, "200" to "400", "mean('desk'.confirmed) <= 1 %" goes Up),
    case!("ModelReviewer"."false_accusation" at "desk" of BUSY_MODEL, "2 %" to "5 %", "mean('desk'.confirmed) <= 1 %" goes Up),
    Case {
        role: "ModelReviewer",
        parameter: "colludes",
        world: FOUNDED_MODEL,
        path: "actors.desk.colludes",
        values: ["0 %", "60 %"],
        claim: "mean('desk'.confirmed) <= 1 %",
        moves: Moves::Down,
        n: 100,
    },
    case!("ModelReviewer"."kin" at "ally" of FOUNDED_MODEL, "run" to "cluster", "mean('ally'.confirmed) <= 1 %" goes Down),
];

pub const CHAINS: &[Case] = &[
    case!("NestedOversight"."overseer" at "chain" of CHAIN, "1000" to "1100", "mean('chain'.confirmed) <= 1 %" goes Up),
    case!("NestedOversight"."suspect" at "chain" of CHAIN, "1400" to "1600", "mean('chain'.confirmed) <= 1 %" goes Down),
    case!("NestedOversight"."guard_slope" at "chain" of CHAIN, "1" to "1.1", "mean('chain'.confirmed) <= 1 %" goes Up),
    case!("NestedOversight"."guard_offset" at "chain" of CHAIN, "300" to "400", "mean('chain'.confirmed) <= 1 %" goes Up),
    case!("NestedOversight"."houdini_slope" at "chain" of CHAIN, "1" to "1.1", "mean('chain'.confirmed) <= 1 %" goes Down),
    case!("NestedOversight"."houdini_offset" at "chain" of CHAIN, "0" to "100", "mean('chain'.confirmed) <= 1 %" goes Down),
    case!("NestedOversight"."steps" at "chain" of CHAIN, "2" to "9", "mean('chain'.wait) <= 1 h" goes Up),
    case!("NestedOversight"."most_steps" at "chain" of CHAIN, "100" to "1", "mean('chain'.hours) <= 1 h" goes Down),
    case!("NestedOversight"."step_takes" at "chain" of CHAIN, "3 min" to "6 min", "mean('chain'.wait) <= 1 h" goes Up),
    case!("NestedOversight"."chains" at "chain" of CHAIN, "1" to "2", "mean('chain'.wait) <= 1 h" goes Down),
    case!("NestedOversight"."false_accusation" at "chain" of FALSE_CHAIN, "2 %" to "5 %", "mean('chain'.confirmed) <= 1 %" goes Up),
];

pub const READERS: &[Case] = &[
    case!("Reader"."records" at "reader" of READER, "20/d" to "30/d", "mean('reader'.picked) <= 1" goes Up),
    case!("Reader"."reads" at "reader" of READER, "50 %" to "80 %", "mean('reader'.picked) <= 1" goes Up),
    case!("Reader"."readers" at "reader" of READER, "1" to "2", "mean('reader'.unread) <= 1 %" goes Down),
    case!("Reader"."hours" at "reader" of READER, "24/7" to "Mo-Fr 09:00-17:00", "mean('reader'.unread) <= 1 %" goes Up),
    case!("Reader"."time" at "reader" of READER, "1 h" to "2 h", "mean('reader'.unread) <= 1 %" goes Up),
    case!("Reader"."skill" at "reader" of READER, "1" to "2", "mean('reader'.flagged) <= 1 %" goes Up),
    case!("Reader"."skill_scale" at "reader" of READER, "1" to "5", "mean('reader'.flagged) <= 1 %" goes Down),
    case!("Reader"."false_accusation" at "reader" of INNOCENT, "1 %" to "3 %", "mean('reader'.flagged) <= 1 %" goes Up),
];

#[test]
fn parameters_of_reviewers_matter() {
    assert_all(DESKS);
    assert!(unmoved("Reviewer", DESKS).is_empty(), "{:?}", unmoved("Reviewer", DESKS));
}

#[test]
fn parameters_of_models_that_review_matter() {
    assert_all(MODELS);
    assert!(unmoved("ModelReviewer", MODELS).is_empty(), "{:?}", unmoved("ModelReviewer", MODELS));
}

#[test]
fn parameters_of_chains_and_readers_matter() {
    assert_all(CHAINS);
    assert!(unmoved("NestedOversight", CHAINS).is_empty());
    assert_all(READERS);
    assert!(unmoved("Reader", READERS).is_empty(), "{:?}", unmoved("Reader", READERS));
}

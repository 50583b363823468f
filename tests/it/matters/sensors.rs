//! What each parameter of the sensors, of an evaluator and of an inspector moves.

use super::{Case, Moves, assert_all, unmoved};

/// Half of a cluster at work, and a hazard sensor.
const HAZARD: &str = r#"World(
    horizon: "300 d",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e30 FLOP", works_in: "half"),
        "cluster": Cluster(chips: "16 H100", reservations: {"half": (granted: "50 %")}),
        "meter": HazardSensor(channel: "compute", hazard: "0.01/d", false_alarms: "0.001/d"),
        "board": Authority(prior: "1 %"),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
    ],
)"#;

/// The same with a threshold sensor.
const THRESHOLD: &str = r#"World(
    horizon: "300 d",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e30 FLOP", works_in: "half"),
        "cluster": Cluster(chips: "16 H100", reservations: {"half": (granted: "50 %")}),
        "meter": Sensor(channel: "compute", every: "5 d", noise: "30 %", false_positives: "2 %"),
        "board": Authority(prior: "1 %"),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
    ],
)"#;

/// The same with a CUSUM chart.
const CUSUM: &str = r#"World(
    horizon: "300 d",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e30 FLOP", works_in: "half"),
        "cluster": Cluster(chips: "16 H100", reservations: {"half": (granted: "50 %")}),
        "meter": Cusum(channel: "compute", every: "5 d", noise: "50 %"),
        "board": Authority(prior: "1 %"),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
    ],
)"#;

/// The same with a sequential test.
const SEQUENTIAL: &str = r#"World(
    horizon: "300 d",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e30 FLOP", works_in: "half"),
        "cluster": Cluster(chips: "16 H100", reservations: {"half": (granted: "50 %")}),
        "meter": SequentialTest(channel: "compute", every: "5 d", samples: Normal, null: 0.2,
            alternative: 0.8),
        "board": Authority(prior: "1 %"),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
    ],
)"#;

/// The same with an inspector.
const INSPECTOR: &str = r#"World(
    horizon: "300 d",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e30 FLOP", works_in: "half"),
        "cluster": Cluster(chips: "16 H100", reservations: {"half": (granted: "50 %")}),
        "meter": Inspector(channel: "compute", every: "30 d", hit: "30 %", false_positives: "2 %",
            sample: 2, units: 16),
        "board": Authority(prior: "1 %"),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
    ],
)"#;

/// The same in a corner of the cluster, of which a small count of units makes more.
const CORNER: &str = r#"World(
    horizon: "300 d",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e30 FLOP", works_in: "half"),
        "cluster": Cluster(chips: "16 H100", reservations: {"half": (granted: "1 %")}),
        "meter": Inspector(channel: "compute", every: "30 d", hit: "30 %", false_positives: "2 %",
            sample: 2, units: 16),
        "board": Authority(prior: "1 %"),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
    ],
)"#;

/// Half of a cluster at work that is declared to a hazard sensor.
const DECLARED_HAZARD: &str = r#"World(
    horizon: "300 d",
    concern: [Training(above: "1e35 FLOP")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e30 FLOP", works_in: "half"),
        "cluster": Cluster(chips: "16 H100", reservations: {"half": (granted: "50 %")}),
        "meter": HazardSensor(channel: "compute", hazard: "0.01/d", false_alarms: "0.001/d"),
        "board": Authority(prior: "1 %"),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
        ("run", Declares, "meter"),
    ],
)"#;

/// The same with a threshold sensor.
const DECLARED_THRESHOLD: &str = r#"World(
    horizon: "300 d",
    concern: [Training(above: "1e35 FLOP")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e30 FLOP", works_in: "half"),
        "cluster": Cluster(chips: "16 H100", reservations: {"half": (granted: "50 %")}),
        "meter": Sensor(channel: "compute", every: "5 d", noise: "30 %", false_positives: "2 %"),
        "board": Authority(prior: "1 %"),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
        ("run", Declares, "meter"),
    ],
)"#;

/// A model that hides a gain from an evaluator.
const EVALUATOR: &str = r#"World(
    horizon: "300 d",
    concern: [Program("model")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "model": Model(trained_with: "1e26 FLOP", hidden_gain: "0.5 OOM"),
        "meter": Evaluator(every: "10 d", auc: 0.87, false_positives: "2 %"),
        "board": Authority(),
    },
    links: [("meter", Watches, "model"), ("meter", Reports, "board")],
)"#;

const CAUSED: &str = "mean(caused alarms per year) >= 1";
const COINCIDENT: &str = "mean(coincident alarms per year) >= 1";
const BENIGN: &str = "mean(benign alarms per year) >= 1";
const NOTICED: &str = "P(noticed) >= 50 %";

/// A case of the actor `meter`.
macro_rules! case {
    ($role:ident . $parameter:ident in $world:ident : $one:literal, $other:literal => $moves:ident,
     $claim:expr, $n:literal) => {
        Case {
            role: stringify!($role),
            parameter: stringify!($parameter),
            world: $world,
            path: concat!("actors.meter.", stringify!($parameter)),
            values: [$one, $other],
            claim: $claim,
            moves: Moves::$moves,
            n: $n,
        }
    };
}

pub const CASES: &[Case] = &[
    case!(HazardSensor.channel in HAZARD: "compute", "sound" => Down, CAUSED, 400),
    case!(HazardSensor.hazard in HAZARD: "0.01/d", "0.03/d" => Up, CAUSED, 400),
    case!(HazardSensor.at in HAZARD: "1e15", "1e16" => Down, CAUSED, 400),
    case!(HazardSensor.benign in DECLARED_HAZARD: "0/y", "10/y" => Up, BENIGN, 400),
    case!(HazardSensor.false_alarms in HAZARD: "0.001/d", "0.01/d" => Up, COINCIDENT, 400),
    case!(HazardSensor.design_level in HAZARD: "100 %", "1 %" => Down, NOTICED, 400),
    case!(Sensor.channel in THRESHOLD: "compute", "sound" => Down, CAUSED, 400),
    case!(Sensor.every in THRESHOLD: "5 d", "20 d" => Down, CAUSED, 400),
    case!(Sensor.noise in THRESHOLD: "30 %", "90 %" => Down, CAUSED, 400),
    case!(Sensor.false_positives in THRESHOLD: "1 %", "10 %" => Up, COINCIDENT, 400),
    case!(Sensor.coverage in THRESHOLD: "100 %", "30 %" => Down, CAUSED, 400),
    case!(Sensor.benign in DECLARED_THRESHOLD: "0 %", "10 %" => Up, BENIGN, 400),
    case!(Sensor.design_level in THRESHOLD: "100 %", "1 %" => Down, NOTICED, 400),
    case!(Cusum.channel in CUSUM: "compute", "sound" => Down, CAUSED, 400),
    case!(Cusum.every in CUSUM: "5 d", "20 d" => Down, CAUSED, 400),
    case!(Cusum.noise in CUSUM: "50 %", "100 %" => Down, CAUSED, 400),
    case!(Cusum.reference in CUSUM: "0.5", "1" => Down, CAUSED, 400),
    case!(Cusum.threshold in CUSUM: "2", "6" => Down, CAUSED, 400),
    case!(Cusum.design_level in CUSUM: "100 %", "1 %" => Down, NOTICED, 400),
    case!(SequentialTest.channel in SEQUENTIAL: "compute", "sound" => Down, CAUSED, 400),
    case!(SequentialTest.every in SEQUENTIAL: "5 d", "20 d" => Down, CAUSED, 400),
    case!(SequentialTest.samples in SEQUENTIAL: "Normal", "Bernoulli" => Up, CAUSED, 400),
    case!(SequentialTest.null in SEQUENTIAL: "0.2", "0.6" => Down, CAUSED, 400),
    case!(SequentialTest.alternative in SEQUENTIAL: "0.8", "1.5" => Up, CAUSED, 400),
    case!(SequentialTest.alpha in SEQUENTIAL: "1 %", "20 %" => Up, CAUSED, 400),
    case!(SequentialTest.beta in SEQUENTIAL: "1 %", "40 %" => Down, "mean('meter'.samples to a decision) >= 1", 400),
];

pub const TESTS: &[Case] = &[
    case!(Evaluator.channel in EVALUATOR: "behavior", "speech" => Down, CAUSED, 400),
    case!(Evaluator.every in EVALUATOR: "10 d", "30 d" => Down, CAUSED, 400),
    case!(Evaluator.auc in EVALUATOR: "0.87", "0.99" => Up, CAUSED, 400),
    case!(Evaluator.false_positives in EVALUATOR: "2 %", "10 %" => Up, COINCIDENT, 400),
    case!(Evaluator.sandbagging in EVALUATOR: "0 %", "80 %" => Down, CAUSED, 400),
    case!(Evaluator.full_gain in EVALUATOR: "1 OOM", "3 OOM" => Down, CAUSED, 400),
    case!(Inspector.channel in INSPECTOR: "compute", "sound" => Down, CAUSED, 400),
    case!(Inspector.schedule in INSPECTOR: "Periodic", "Poisson" => Down, "P(first alarm within 30 d of start) >= 50 %", 40000),
    case!(Inspector.every in INSPECTOR: "30 d", "10 d" => Up, CAUSED, 400),
    case!(Inspector.sample in INSPECTOR: "2", "8" => Up, CAUSED, 400),
    case!(Inspector.units in CORNER: "16", "1000" => Down, CAUSED, 400),
    case!(Inspector.hit in INSPECTOR: "30 %", "90 %" => Up, CAUSED, 400),
    case!(Inspector.false_positives in INSPECTOR: "2 %", "20 %" => Up, COINCIDENT, 400),
    case!(Inspector.design_level in INSPECTOR: "100 %", "1e-9" => Down, NOTICED, 400),
];

#[test]
fn each_parameter_of_a_sensor_matters() {
    assert_all(CASES);
    for role in ["HazardSensor", "Sensor", "Cusum", "SequentialTest"] {
        assert_eq!(unmoved(role, CASES), [""; 0], "{role}");
    }
}

#[test]
fn each_parameter_of_an_evaluator_and_of_an_inspector_matters() {
    assert_all(TESTS);
    // Who is told of a visit matters to those who hide: matters/strategies.rs tells.
    assert_eq!(unmoved("Inspector", TESTS), ["announced"]);
    // What it shares with those it tests is moved where there is what trains on it.
    assert_eq!(unmoved("Evaluator", TESTS), ["shares_blindness"]);
}

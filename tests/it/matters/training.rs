//! What each parameter of fine-tuning, distillation and makers of data moves, and those of
//! training programs that are about what a run is worth.

use super::{Case, Moves, assert_all, programs, unmoved};

/// A program of each kind on a cluster that does 1e20 FLOP/s, one whose records are read, and a
/// student that tests another model.
macro_rules! world {
    ($concern:literal, $read:literal, $size:literal) => {
        concat!(
            r#"World(
    horizon: "1 y",
    concern: ["#,
            $concern,
            r#"],
    takeoff: After("2 y"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(
            chips: "800000 V100",
            utilization: "100 %",
            reservations: {"large": (granted: "50 %"), "small": (granted: "10 %")},
        ),
        "scratch": TrainingProgram(
            "#,
            $size,
            r#",
            growth: 10,
            generations: 3,
            data: "1e12 tokens",
            warm_start: "10 %",
            works_in: "large",
        ),
        "tuning": FineTuning(
            compute: "1e24 FLOP",
            runs: 3,
            base: "1e25 FLOP",
            ceiling: "1 OOM",
            half_at: "5 %",
            works_in: "large",
        ),
        "distilling": Distillation(
            teacher_trained_with: "1e25 FLOP",
            cost: "50 %",
            loss: "0.1 OOM",
            runs: 3,
            works_in: "large",
        ),
        "writer": SyntheticData(
            generator_size: 1e11,
            quality: 0.5,
            batch: "1e12 tokens",
            works_in: "small",
        ),
        "model":   Model(trained_with: "1e24 FLOP"),
        "tuned":   Model(trained_with: "1e25 FLOP"),
        "student": Model(trained_with: "1e24 FLOP"),
        "hider":   Model(trained_with: "1e24 FLOP", hidden_gain: "1 OOM"),
        "tests": Evaluator(
            every: "1 d",
            auc: "95 %",
            false_positives: "1 %",
            shares_blindness: "100 %",
        ),
        "reader": Reader(records: "20/d", reads: "50 %", skill: 1),
        "board":  Authority(),
    },
    links: [
        ("cluster",    Hosts,   "scratch"),
        ("cluster",    Hosts,   "tuning"),
        ("cluster",    Hosts,   "distilling"),
        ("cluster",    Hosts,   "writer"),
        ("scratch",    Deploys, "model"),
        ("tuning",     Deploys, "tuned"),
        ("model",      Powers,  "distilling"),
        ("distilling", Deploys, "student"),
        ("model",      Powers,  "writer"),
        ("writer",     Feeds,   "scratch"),
        ("student",    Powers,  "tests"),
        ("tests",      Watches, "hider"),
        ("tests",      Reports, "board"),
        ("reader",     Reads,   ""#,
            $read,
            r#""),
        ("reader",     Reports, "board"),
    ],
)"#
        )
    };
}

const PLAIN: &str = world!(r#"Program("scratch")"#, "scratch", r#"compute: "1e25 FLOP""#);
const SIZED: &str =
    world!(r#"Program("scratch")"#, "scratch", r#"parameters: 1e11, tokens: "1e13 tokens""#);
const HIDDEN: &str = world!("HiddenWork", "scratch", r#"compute: "1e25 FLOP""#);
const TUNING_READ: &str = world!(r#"Program("tuning")"#, "tuning", r#"compute: "1e25 FLOP""#);
const DISTILLING_READ: &str =
    world!(r#"Program("distilling")"#, "distilling", r#"compute: "1e25 FLOP""#);
const WRITER_READ: &str = world!(r#"Program("writer")"#, "writer", r#"compute: "1e25 FLOP""#);

macro_rules! case {
    ($role:ident . $parameter:ident of $actor:ident in $world:ident :
     $one:literal, $other:literal => $moves:ident, $claim:expr) => {
        Case {
            role: stringify!($role),
            parameter: stringify!($parameter),
            world: $world,
            path: concat!("actors.", stringify!($actor), ".", stringify!($parameter)),
            values: [$one, $other],
            claim: $claim,
            moves: Moves::$moves,
            n: 40,
        }
    };
}

const READ: &str = "mean('reader'.flagged) >= 1";
const GAINED: &str = "mean('model'.gained) >= 1 OOM";
const WHEN_RUN: &str = "median(run done) >= 1 d";
const TUNED: &str = "mean('tuned'.gained) >= 1 OOM";
const WHEN_TUNED: &str = "median(model tuned) >= 1 d";
const RUNS_OF_TUNING: &str = "mean('tuning'.runs done) >= 1";
const STUDENT: &str = "mean('student'.gained) >= 1 OOM";
const WHEN_STUDENT: &str = "median(student deployed) >= 1 d";
const RUNS_OF_DISTILLING: &str = "mean('distilling'.runs done) >= 1";
const MADE: &str = "mean('writer'.tokens made) >= 1 token";
const WORTH: &str = "mean('writer'.effective tokens) >= 1 token";
const WHEN_HANDED: &str = "median(tokens handed over) >= 1 d";

pub const CASES: &[Case] = &[
    case!(TrainingProgram.parameters of scratch in SIZED: "1e11", "2e11" => Up, WHEN_RUN),
    case!(TrainingProgram.tokens of scratch in SIZED: "1e13 tokens", "2e13 tokens" => Up, WHEN_RUN),
    case!(TrainingProgram.efficiency of scratch in PLAIN: "0 OOM", "1 OOM" => Up, GAINED),
    case!(TrainingProgram.data of scratch in PLAIN: "1e12 tokens", "1e14 tokens" => Up, GAINED),
    case!(TrainingProgram.warm_start of scratch in PLAIN: "0 %", "90 %" => Up, GAINED),
    case!(TrainingProgram.starts_from of scratch in PLAIN: "0 FLOP", "1e29 FLOP" => Up, GAINED),
    case!(TrainingProgram.hidden of scratch in HIDDEN: "false", "true" => Up, "P(first concerning work by 'scratch') >= 50 %"),
    case!(FineTuning.compute of tuning in PLAIN: "1e23 FLOP", "1e24 FLOP" => Up, TUNED),
    case!(FineTuning.runs of tuning in PLAIN: "1", "3" => Up, RUNS_OF_TUNING),
    case!(FineTuning.base of tuning in PLAIN: "1e25 FLOP", "1e26 FLOP" => Down, TUNED),
    case!(FineTuning.ceiling of tuning in PLAIN: "0.5 OOM", "1 OOM" => Up, TUNED),
    case!(FineTuning.half_at of tuning in PLAIN: "1 %", "20 %" => Down, TUNED),
    case!(FineTuning.begins of tuning in PLAIN: "0 d", "60 d" => Up, WHEN_TUNED),
    case!(FineTuning.deploys_after of tuning in PLAIN: "0 d", "60 d" => Up, WHEN_TUNED),
    case!(FineTuning.pause of tuning in PLAIN: "0 d", "200 d" => Down, RUNS_OF_TUNING),
    case!(FineTuning.works_in of tuning in PLAIN: "small", "large" => Down, WHEN_TUNED),
    case!(FineTuning.opacity of tuning in TUNING_READ: "0", "4" => Down, READ),
    case!(FineTuning.hidden of tuning in HIDDEN: "false", "true" => Up, "P(first concerning work by 'tuning') >= 50 %"),
    case!(Distillation.teacher_trained_with of distilling in PLAIN:
        "1e25 FLOP", "1e26 FLOP" => Up, WHEN_STUDENT),
    case!(Distillation.cost of distilling in PLAIN: "10 %", "50 %" => Up, WHEN_STUDENT),
    case!(Distillation.loss of distilling in PLAIN: "0.1 OOM", "0.5 OOM" => Down, STUDENT),
    case!(Distillation.least_gain of distilling in PLAIN:
        "0.1 OOM", "9 OOM" => Down, RUNS_OF_DISTILLING),
    case!(Distillation.runs of distilling in PLAIN: "1", "3" => Up, RUNS_OF_DISTILLING),
    case!(Distillation.synthetic of distilling in PLAIN:
        "0 %", "100 %" => Down, "mean('tests'.alarms) >= 1"),
    case!(Distillation.begins of distilling in PLAIN: "0 d", "60 d" => Up, WHEN_STUDENT),
    case!(Distillation.deploys_after of distilling in PLAIN: "0 d", "60 d" => Up, WHEN_STUDENT),
    case!(Distillation.pause of distilling in PLAIN: "0 d", "60 d" => Up, WHEN_STUDENT),
    case!(Distillation.works_in of distilling in PLAIN: "small", "large" => Down, WHEN_STUDENT),
    case!(Distillation.opacity of distilling in DISTILLING_READ: "0", "4" => Down, READ),
    case!(Distillation.hidden of distilling in HIDDEN: "false", "true" => Up, "P(first concerning work by 'distilling') >= 50 %"),
    case!(SyntheticData.generator_size of writer in PLAIN: "1e11", "1e12" => Down, MADE),
    case!(SyntheticData.quality of writer in PLAIN: "0.5", "1" => Up, WORTH),
    case!(SyntheticData.decay of writer in PLAIN: "50 %", "100 %" => Up, WORTH),
    case!(SyntheticData.batch of writer in PLAIN:
        "1e12 tokens", "1e14 tokens" => Up, WHEN_HANDED),
    case!(SyntheticData.begins of writer in PLAIN: "0 d", "60 d" => Up, WHEN_HANDED),
    case!(SyntheticData.demand of writer in PLAIN: "1e18 FLOP/s", "1e19 FLOP/s" => Up, MADE),
    case!(SyntheticData.works_in of writer in PLAIN: "small", "large" => Up, MADE),
    case!(SyntheticData.opacity of writer in WRITER_READ: "0", "4" => Down, READ),
    case!(SyntheticData.hidden of writer in HIDDEN: "false", "true" => Up, "P(first concerning work by 'writer') >= 50 %"),
    case!(Evaluator.shares_blindness of tests in PLAIN:
        "0 %", "100 %" => Down, "mean('tests'.alarms) >= 1"),
];

#[test]
fn every_parameter_of_what_trains_matters() {
    assert_all(CASES);
}

#[test]
fn no_parameter_of_what_trains_is_left_out() {
    for role in ["FineTuning", "Distillation", "SyntheticData"] {
        assert_eq!(unmoved(role, CASES), [""; 0], "{role}");
    }
    let elsewhere = unmoved("TrainingProgram", programs::CASES);
    let still = unmoved("TrainingProgram", CASES).into_iter();
    let still: Vec<String> = still.filter(|name| elsewhere.contains(name)).collect();
    assert_eq!(still, [""; 0]);
}

//! What each parameter of alignment agents moves.

use super::{Case, Moves, assert_all, unmoved};

/// An agent that hides a run without an end, whose mind is soon two orders of magnitude
/// more capable, and that studies a model which hides half of one.
const WORLD: &str = r#"World(
    horizon: "1 y",
    concern: [HiddenWork, Program("studied")],
    takeoff: After("2 y"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(
            chips: "1000 H100",
            reservations: {"alignment": (granted: "20 %"), "small": (granted: "5 %")},
        ),
        "agent": AlignmentAgent(
            works_in: "alignment",
            experiment: "1e21 FLOP",
            diverts: "25 %",
            conceals: {"write-ups": (channel: Records, share: "50 %", cost: "10 %")},
            finds: "0.1 %",
        ),
        "hidden":  TrainingProgram(compute: "1e23 FLOP", generations: 100),
        "idle":    Cluster(chips: "1 H100"),
        "open":    TrainingProgram(compute: "1e22 FLOP"),
        "mind":    Model(trained_with: "1e20 FLOP"),
        "studied": Model(trained_with: "1e20 FLOP", hidden_gain: "0.5 OOM"),
        "reader":  Reader(records: "20/d", reads: "50 %", time: "1 min", skill: 2),
        "audit":   HazardSensor(channel: "output", hazard: "2/d"),
        "noise":   HazardSensor(channel: "compute", hazard: "0/y", false_alarms: "1/d"),
        "board":   Authority(),
    },
    links: [
        ("cluster", Hosts,   "agent"),
        ("cluster", Hosts,   "open"),
        ("agent",   Hosts,   "hidden"),
        ("open",    Deploys, "mind"),
        ("mind",    Powers,  "agent"),
        ("agent",   Studies, "studied"),
        ("agent",   Reports, "board"),
        ("reader",  Reads,   "agent"),
        ("reader",  Reports, "board"),
        ("audit",   Watches, "agent"),
        ("audit",   Alerts,  "agent"),
        ("noise",   Watches, "idle"),
        ("noise",   Alerts,  "agent"),
    ],
)"#;

macro_rules! case {
    ($parameter:literal, $path:literal, $first:literal to $second:literal, $claim:literal goes $moves:ident) => {
        Case {
            role: "AlignmentAgent",
            parameter: $parameter,
            world: WORLD,
            path: concat!("actors.agent.", $path),
            values: [$first, $second],
            claim: $claim,
            moves: Moves::$moves,
            n: 30,
        }
    };
    ($parameter:literal, $first:literal to $second:literal, $claim:literal goes $moves:ident) => {
        case!($parameter, $parameter, $first to $second, $claim goes $moves)
    };
}

pub const CASES: &[Case] = &[
    case!("works_in", "alignment" to "small", "mean('agent'.granted) <= 1 FLOP" goes Down),
    case!("experiment", "1e21 FLOP" to "2e21 FLOP", "mean('agent'.experiments) <= 1" goes Down),
    case!("diverts", "25 %" to "50 %", "mean('agent'.diverted) <= 1 %" goes Up),
    case!("conceals.channel", "conceals.write-ups.channel", "Records" to "Power", "mean('reader'.flagged) <= 1 %" goes Up),
    case!("conceals.share", "conceals.write-ups.share", "50 %" to "80 %", "mean('reader'.flagged) <= 1 %" goes Down),
    case!("conceals.cost", "conceals.write-ups.cost", "10 %" to "50 %", "mean('hidden'.duration) <= 1 d" goes Up),
    case!("opacity", "0" to "2", "mean('reader'.flagged) <= 1 %" goes Down),
    case!("opacity_per_oom", "0" to "1", "mean('reader'.flagged) <= 1 %" goes Down),
    case!("channel", "behavior" to "moods", "mean('agent'.findings) <= 1" goes Down),
    case!("finds", "0.1 %" to "1 %", "mean('agent'.findings) <= 1" goes Up),
    case!("full_gain", "1 OOM" to "4 OOM", "mean('agent'.findings) <= 1" goes Down),
    case!("mistakes", "0 %" to "1 %", "mean('agent'.findings) <= 1" goes Up),
    case!("tampers", "0 %" to "50 %", "mean('agent'.dropped) <= 1 %" goes Up),
    case!("review", "1 min" to "1 h", "mean(reviewer hours per year) <= 1" goes Up),
    case!("skill", "-1" to "1", "mean('agent'.confirmed) <= 1 %" goes Up),
    case!("skill_scale", "0.5" to "5", "mean('agent'.confirmed) <= 1 %" goes Down),
    case!("false_accusation", "2 %" to "20 %", "mean('agent'.confirmed) <= 1 %" goes Up),
];

#[test]
fn parameters_of_alignment_agents_matter() {
    assert_all(CASES);
    let unmoved = unmoved("AlignmentAgent", CASES);
    assert!(unmoved.is_empty(), "{unmoved:?}");
}

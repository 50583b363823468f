//! What each parameter of weight editing and of scaffolds moves.

use super::{Case, Moves, assert_all, unmoved};

/// A world with an editor of these fields, whose mind is trained within hours to be an order of
/// magnitude above the start, and then has one ability of two.
macro_rules! editing {
    ($fields:literal) => {
        concat!(
            r#"World(
    horizon: "60 d",
    concern: [HiddenWork, Program("model")],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(
            chips: "1000 H100",
            peak_per_chip: "1e15 FLOP/s",
            utilization: "100 %",
            reservations: {"large": (granted: "50 %"), "small": (granted: "10 %")},
        ),
        "editing": WeightEditing(
            insight_cost: "1e22 FLOP",
            experiment: "1e19 FLOP",
            edit_compute: "1e22 FLOP",
            edit_time: "1 h",
            half_insights: 5,
            gain: "0.02 OOM",
            hidden_share: "50 %",
            visible: "50 %",
            visible_for: "5 d",
            shows: "2 OOM",
            begins: "1 d",
            works_in: "large",
            hidden: true,
            opacity: 1,
            "#,
            $fields,
            r#"
        ),
        "yard": Cluster(chips: "1000 H100", peak_per_chip: "1e15 FLOP/s", utilization: "100 %"),
        "run":  TrainingProgram(compute: "1e22 FLOP"),
        "mind": Model(
            trained_with: "1e21 FLOP",
            abilities: {"insight": (rate: 1000000), "other": (rate: 0)},
        ),
        "model": Model(trained_with: "1e25 FLOP"),
        "tests": HazardSensor(channel: "behavior", hazard: "1/d"),
        "desk":  Reviewer(review: "1 min", servers: 50, skill: 1),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts,   "editing"),
        ("yard",    Hosts,   "run"),
        ("run",     Deploys, "mind"),
        ("mind",    Powers,  "editing"),
        ("editing", Writes,  "model"),
        ("editing", Deploys, "model"),
        ("tests",   Watches, "model"),
        ("tests",   Alerts,  "desk"),
        ("desk",    Reports, "board"),
    ],
)"#
        )
    };
}

/// Bound by experiments.
const FREE: &str =
    editing!(r#"needs: "insight", boosted_by: "insight", boost: 2, quickening: 0.5"#);

/// Bound by the mind that reads them.
const READ: &str = editing!(r#"reads: "10/d", reading_growth: 0.5"#);

const SCAFFOLD: &str = r#"World(
    horizon: "60 d",
    concern: [HiddenWork],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(
            chips: "1000 H100",
            peak_per_chip: "1e15 FLOP/s",
            utilization: "100 %",
            reservations: {"large": (granted: "50 %"), "small": (granted: "1 %")},
        ),
        "swarm": Scaffold(
            flop_per_copy: "1e15 FLOP/s",
            copies: 5,
            gain: "0.5 OOM",
            ceiling: "10 OOM",
            copies_itself: "0.2/d",
            most: 100000,
            shows: 1,
            begins: "1 d",
            works_in: "large",
            hidden: true,
            opacity: 1,
        ),
        "others": TrainingProgram(compute: "1e30 FLOP", works_in: "large"),
        "watch": HazardSensor(channel: "network", hazard: "0.001/d"),
        "desk":  Reviewer(review: "1 min", servers: 50, skill: 1),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts,   "swarm"),
        ("cluster", Hosts,   "others"),
        ("watch",   Watches, "swarm"),
        ("watch",   Alerts,  "desk"),
        ("desk",    Reports, "board"),
    ],
)"#;

const fn editor(
    world: &'static str,
    parameter: &'static str,
    path: &'static str,
    values: [&'static str; 2],
    claim: &'static str,
    moves: Moves,
) -> Case {
    Case { role: "WeightEditing", parameter, world, path, values, claim, moves, n: 100 }
}

const fn scaffold(
    parameter: &'static str,
    path: &'static str,
    values: [&'static str; 2],
    claim: &'static str,
    moves: Moves,
) -> Case {
    Case { role: "Scaffold", parameter, world: SCAFFOLD, path, values, claim, moves, n: 100 }
}

const INSIGHTS: &str = "mean('editing'.insights) >= 1";
const EDITS: &str = "mean('editing'.edits) >= 1";
const ALARMS: &str = "mean('tests'.alarms) >= 1";
const CONFIRMED: &str = "mean('desk'.confirmed) >= 1 %";
const COPIES: &str = "mean('swarm'.copies) >= 1";
const GAINED: &str = "mean('swarm'.gained) >= 1 OOM";

pub const CASES: &[Case] = &[
    editor(
        FREE,
        "insight_cost",
        "actors.editing.insight_cost",
        ["1e22 FLOP", "3e22 FLOP"],
        INSIGHTS,
        Moves::Down,
    ),
    editor(
        FREE,
        "experiment",
        "actors.editing.experiment",
        ["1e19 FLOP", "1e20 FLOP"],
        "mean('editing'.experiments) >= 1",
        Moves::Down,
    ),
    editor(FREE, "quickening", "actors.editing.quickening", ["0", "1"], INSIGHTS, Moves::Up),
    editor(
        FREE,
        "boosted_by",
        "actors.editing.boosted_by",
        ["insight", "other"],
        INSIGHTS,
        Moves::Down,
    ),
    editor(FREE, "boost", "actors.editing.boost", ["1", "5"], INSIGHTS, Moves::Up),
    editor(FREE, "needs", "actors.editing.needs", ["insight", "other"], INSIGHTS, Moves::Down),
    editor(READ, "reads", "actors.editing.reads", ["10/d", "1000/d"], INSIGHTS, Moves::Up),
    editor(
        READ,
        "reading_growth",
        "actors.editing.reading_growth",
        ["0.5", "2"],
        INSIGHTS,
        Moves::Up,
    ),
    editor(
        FREE,
        "edit_compute",
        "actors.editing.edit_compute",
        ["1e21 FLOP", "1e23 FLOP"],
        EDITS,
        Moves::Down,
    ),
    editor(FREE, "edit_time", "actors.editing.edit_time", ["1 h", "5 d"], EDITS, Moves::Down),
    editor(FREE, "edits_after", "actors.editing.edits_after", ["1", "20"], EDITS, Moves::Down),
    editor(FREE, "half_insights", "actors.editing.half_insights", ["5", "500"], EDITS, Moves::Down),
    editor(
        FREE,
        "gain",
        "actors.editing.gain",
        ["0.02 OOM", "0.04 OOM"],
        "mean('editing'.gained) >= 0.1 OOM",
        Moves::Up,
    ),
    editor(
        FREE,
        "hidden_share",
        "actors.editing.hidden_share",
        ["0 %", "100 %"],
        "mean('model'.hidden) >= 0.1 OOM",
        Moves::Up,
    ),
    editor(
        FREE,
        "visible",
        "actors.editing.visible",
        ["1 %", "80 %"],
        "mean('editing'.botched edits) >= 1",
        Moves::Up,
    ),
    editor(READ, "visible_for", "actors.editing.visible_for", ["1 h", "20 d"], ALARMS, Moves::Up),
    editor(READ, "shows", "actors.editing.shows", ["0.01 OOM", "20 OOM"], ALARMS, Moves::Up),
    editor(FREE, "begins", "actors.editing.begins", ["1 d", "30 d"], INSIGHTS, Moves::Down),
    editor(FREE, "works_in", "actors.editing.works_in", ["large", "small"], INSIGHTS, Moves::Down),
    editor(
        FREE,
        "hidden",
        "actors.editing.hidden",
        ["false", "true"],
        "P(first concerning work by 'editing') <= 1 %",
        Moves::Up,
    ),
    editor(FREE, "opacity", "actors.editing.opacity", ["0", "5"], CONFIRMED, Moves::Down),
    scaffold(
        "flop_per_copy",
        "actors.swarm.flop_per_copy",
        ["1e15 FLOP/s", "1e17 FLOP/s"],
        COPIES,
        Moves::Down,
    ),
    scaffold(
        "copies",
        "actors.swarm.copies",
        ["5", "100"],
        "mean('swarm'.copy time) >= 1 d",
        Moves::Up,
    ),
    scaffold("weight", "actors.swarm.weight", ["1", "0.01"], COPIES, Moves::Down),
    scaffold("gain", "actors.swarm.gain", ["0.5 OOM", "1 OOM"], GAINED, Moves::Up),
    scaffold("ceiling", "actors.swarm.ceiling", ["10 OOM", "0.5 OOM"], GAINED, Moves::Down),
    scaffold("copies_itself", "actors.swarm.copies_itself", ["0/d", "0.05/d"], COPIES, Moves::Up),
    scaffold("most", "actors.swarm.most", ["100000", "20"], COPIES, Moves::Down),
    scaffold("shows", "actors.swarm.shows", ["1", "5"], "mean('watch'.alarms) >= 1", Moves::Up),
    scaffold(
        "begins",
        "actors.swarm.begins",
        ["1 d", "30 d"],
        "mean('swarm'.copy time) >= 1 d",
        Moves::Down,
    ),
    scaffold("works_in", "actors.swarm.works_in", ["large", "small"], COPIES, Moves::Down),
    scaffold(
        "hidden",
        "actors.swarm.hidden",
        ["false", "true"],
        "P(first concerning work by 'swarm') <= 1 %",
        Moves::Up,
    ),
    scaffold("opacity", "actors.swarm.opacity", ["0", "5"], CONFIRMED, Moves::Down),
];

#[test]
fn each_parameter_of_weight_editing_and_scaffolds_matters() {
    assert_all(CASES);
}

#[test]
fn no_parameter_of_weight_editing_or_scaffolds_is_forgotten() {
    assert!(unmoved("WeightEditing", CASES).is_empty(), "{:?}", unmoved("WeightEditing", CASES));
    assert!(unmoved("Scaffold", CASES).is_empty(), "{:?}", unmoved("Scaffold", CASES));
}

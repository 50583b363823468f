//! What each parameter of models moves.

use super::{Case, Moves, assert_all, unmoved};

/// Two runs that are deployed to a teacher, whose gains are carried over to a model that
/// hides something and comes to have a knack, beside research; and who tests the model.
const WORLD: &str = r#"World(
    horizon: "1 y",
    concern: [HiddenWork],
    takeoff: After("2 y"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(
            chips: "800000 V100",
            utilization: "100 %",
            reservations: {"large": (granted: "50 %"), "small": (granted: "1 %")},
        ),
        "program": TrainingProgram(compute: "1e25 FLOP", growth: 4, generations: 2,
            works_in: "large"),
        "research": Research(people: 100, elasticity: 2.58, returns: 1, first_doubling: "100 d"),
        "teacher": Model(trained_with: "1e24 FLOP"),
        "model": Model(
            trained_with: "1e24 FLOP",
            hidden_gain: "0.1 OOM",
            keeps_up: "10 %",
            works_in: "large",
            abilities: {"knack": (rate: 1, from: "0.2 OOM", gain: "0.3 OOM", hidden: true)},
        ),
        "tests":  HazardSensor(channel: "behavior", hazard: "2/d"),
        "quiz":   HazardSensor(channel: "knack", hazard: "1/d"),
        "office": Reviewer(review: "1 h"),
        "board":  Authority(),
    },
    links: [
        ("cluster",  Hosts,    "program"),
        ("cluster",  Hosts,    "research"),
        ("cluster",  Hosts,    "model"),
        ("program",  Deploys,  "teacher"),
        ("research", Improves, "model"),
        ("teacher",  Improves(carry: "50 %", cost: "1e26 FLOP"), "model"),
        ("tests",    Watches,  "model"),
        ("quiz",     Watches,  "model"),
        ("tests",    Alerts,   "office"),
        ("office",   Reports,  "board"),
        ("quiz",     Reports,  "board"),
    ],
)"#;

/// The same, where nothing is hidden by itself.
const OPEN: &str = r#"World(
    horizon: "1 y",
    concern: [HiddenWork],
    takeoff: After("2 y"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(chips: "800000 V100", utilization: "100 %"),
        "program": TrainingProgram(compute: "1e25 FLOP"),
        "teacher": Model(trained_with: "1e24 FLOP"),
        "model":   Model(trained_with: "1e24 FLOP"),
        "meter":   HazardSensor(channel: "compute", hazard: "1/d"),
        "board":   Authority(),
    },
    links: [
        ("cluster", Hosts,    "program"),
        ("cluster", Hosts,    "model"),
        ("program", Deploys,  "teacher"),
        ("teacher", Improves(cost: "1e25 FLOP"), "model"),
        ("meter",   Watches,  "cluster"),
        ("meter",   Reports,  "board"),
    ],
)"#;

const fn case(
    parameter: &'static str,
    path: &'static str,
    values: [&'static str; 2],
    claim: &'static str,
    moves: Moves,
) -> Case {
    Case { role: "Model", parameter, world: WORLD, path, values, claim, moves, n: 100 }
}

const GAINED: &str = "mean('model'.gained) >= 1 OOM";

pub const CASES: &[Case] = &[
    case(
        "trained_with",
        "actors.teacher.trained_with",
        ["1e24 FLOP", "1e23 FLOP"],
        "mean('teacher'.gained) >= 1 OOM",
        Moves::Up,
    ),
    case("ceiling", "actors.model.ceiling", ["15 OOM", "0.5 OOM"], GAINED, Moves::Down),
    case(
        "hidden_gain",
        "actors.model.hidden_gain",
        ["0.1 OOM", "1 OOM"],
        "mean('tests'.alarms) >= 1",
        Moves::Up,
    ),
    case("hides", "actors.model.hides", ["0 %", "80 %"], "mean('tests'.alarms) >= 1", Moves::Up),
    case(
        "opacity",
        "actors.model.opacity",
        ["0", "4"],
        "mean('office'.confirmed) >= 50 %",
        Moves::Down,
    ),
    case("keeps_up", "actors.model.keeps_up", ["0 %", "100 %"], GAINED, Moves::Up),
    case("abilities.rate", "actors.model.abilities.knack.rate", ["0.5", "5"], GAINED, Moves::Up),
    case(
        "abilities.from",
        "actors.model.abilities.knack.from",
        ["0.2 OOM", "5 OOM"],
        GAINED,
        Moves::Down,
    ),
    case(
        "abilities.gain",
        "actors.model.abilities.knack.gain",
        ["0.3 OOM", "3 OOM"],
        GAINED,
        Moves::Up,
    ),
    case(
        "abilities.hidden",
        "actors.model.abilities.knack.hidden",
        ["false", "true"],
        "mean('model'.hidden) >= 1 OOM",
        Moves::Up,
    ),
    case(
        "abilities.shows",
        "actors.model.abilities.knack.shows",
        ["0.1 OOM", "2 OOM"],
        "mean('quiz'.alarms) >= 1",
        Moves::Up,
    ),
    // In a hundredth of the cluster it takes three years to carry a gain over.
    case(
        "works_in",
        "actors.model.works_in",
        ["large", "small"],
        "mean('model'.gained from others) >= 1 OOM",
        Moves::Down,
    ),
    Case {
        role: "Model",
        parameter: "hidden",
        world: OPEN,
        path: "actors.model.hidden",
        values: ["false", "true"],
        claim: "P(first concerning work by 'model') >= 50 %",
        moves: Moves::Up,
        n: 40,
    },
];

#[test]
fn every_parameter_of_models_matters() {
    assert_all(CASES);
    assert!(unmoved("Model", CASES).is_empty(), "{:?}", unmoved("Model", CASES));
}

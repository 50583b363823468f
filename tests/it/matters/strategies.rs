//! What each parameter of the strategies of hidden work moves, and of announced visits.

use super::{Case, Moves, assert_all, unmoved};

/// A world in which a strategy directs an agent at a large and a small site, which hides
/// a run; a meter and an inspector see what is missing of its output, and a desk is busy
/// with alerts of nothing.
macro_rules! hiding {
    ($hider:literal) => {
        concat!(
            r#"World(
    horizon: "100 d",
    concern: [HiddenWork],
    takeoff: Capability(of: "model", above_start: "9 OOM"),
    accountable: ["board"],
    actors: {
        "hider": "#,
            $hider,
            r#",
        "east": Cluster(chips: "1000 H100"),
        "west": Cluster(chips: "100 H100"),
        "agent": AlignmentAgent(experiment: "1e20 FLOP"),
        "run": TrainingProgram(compute: "1e23 FLOP", generations: 1000),
        "model": Model(trained_with: "1e23 FLOP"),
        "meter": HazardSensor(channel: "output", hazard: "0.2/d"),
        "guard": Inspector(channel: "output", every: "10 d", announced: "5 d"),
        "murmur": HazardSensor(channel: "power", hazard: "0/d", false_alarms: "2/d"),
        "desk": Reviewer(review: Exponential(mean: "6 h"), merges: false),
        "board": Authority(),
    },
    links: [
        ("hider", Directs, "agent"),
        ("east", Hosts, "agent"),
        ("west", Hosts, "agent"),
        ("agent", Hosts, "run"),
        ("run", Deploys, "model"),
        ("meter", Watches, "agent"),
        ("guard", Watches, "agent"),
        ("murmur", Watches, "east"),
        ("murmur", Alerts, "desk"),
        ("meter", Reports, "board"),
        ("guard", Reports, "board"),
        ("desk", Reports, "board"),
"#
        )
    };
    ($hider:literal, $links:literal) => {
        concat!(hiding!($hider), $links, "    ],\n)")
    };
}

const NAIVE: &str = hiding!(r#"Naive(share: "20 %")"#, "");

const PATIENT: &str = hiding!(
    r#"Patient(share: "40 %", ramp: "50 d", lies_low: "2 d")"#,
    r#"("meter", Alerts, "hider"),"#
);

const SPLITTER: &str = hiding!(r#"Splitter(share: "20 %", sites: 1)"#, "");

const SPLIT: &str = hiding!(r#"Splitter(share: "20 %", sites: 2)"#, "");

/// Somebody who loses half of his speed where he takes two sites.
const TORN: &str = hiding!(r#"Splitter(share: "20 %", sites: 2, overhead: "50 %")"#, "");

const OPPORTUNIST: &str = hiding!(
    r#"Opportunist(share: "20 %", busy_at: 1, margin: "1 h")"#,
    r#"("hider", Watches, "desk"), ("guard", Tells, "hider"),"#
);

const AWAY: &str = hiding!(
    r#"Opportunist(share: "20 %", hours: "Mo 09:00-17:00", margin: "1 h")"#,
    r#"("guard", Tells, "hider"),"#
);

const INTERMITTENT: &str =
    hiding!(r#"Intermittent(share: "20 %", works: "10 d", rests: "10 d", gives_up: "0.01/d")"#, "");

const ADAPTIVE: &str = hiding!(
    r#"AdaptiveHider(menu: {"it": (share: "40 %"), "other": (share: "1 %")}, plays: "it")"#,
    r#"("hider", Watches, "desk"), ("guard", Tells, "hider"), ("meter", Alerts, "hider"),"#
);

const ADAPTIVE_SPLIT: &str =
    hiding!(r#"AdaptiveHider(menu: {"it": (share: "20 %", sites: 2)})"#, "");

const ADAPTIVE_TORN: &str =
    hiding!(r#"AdaptiveHider(menu: {"it": (share: "20 %", sites: 2, overhead: "50 %")})"#, "");

/// Somebody who keeps away from visits.
const VISITED: &str =
    hiding!(r#"Opportunist(share: "100 %", margin: "1 h")"#, r#"("guard", Tells, "hider"),"#);

/// A plan that rests by turns and may give up.
const BY_TURNS: &str = hiding!(
    r#"AdaptiveHider(menu: {"it": (share: "40 %", works: "10 d", rests: "10 d",
        gives_up: "0.01/d")})"#,
    ""
);

/// A plan that grows.
const GROWING: &str = hiding!(r#"AdaptiveHider(menu: {"it": (share: "40 %", ramp: "50 d")})"#, "");

/// A plan that works while a desk is busy.
const BUSY: &str = hiding!(
    r#"AdaptiveHider(menu: {"it": (share: "40 %", busy_at: 1)})"#,
    r#"("hider", Watches, "desk"),"#
);

const DIVERTED: &str = "mean('hider'.diverted) >= 10 %";
const AT_WORK: &str = "mean('hider'.at work) >= 10 %";

struct Of(&'static str, &'static str);

/// A case in which the quantity goes down.
const fn case(of: Of, path: &'static str, values: [&'static str; 2], claim: &'static str) -> Case {
    let Of(role, parameter) = of;
    Case { role, parameter, world: "", path, values, claim, moves: Moves::Down, n: 60 }
}

impl Case {
    const fn within(self, world: &'static str) -> Self {
        Self { world, ..self }
    }
}

pub const CASES: &[Case] = &[
    case(Of("Naive", "begins"), "actors.hider.begins", ["0 d", "50 d"], DIVERTED).within(NAIVE),
    case(Of("Naive", "share"), "actors.hider.share", ["20 %", "10 %"], DIVERTED).within(NAIVE),
    case(Of("Patient", "begins"), "actors.hider.begins", ["0 d", "50 d"], DIVERTED).within(PATIENT),
    case(Of("Patient", "first"), "actors.hider.first", ["40 %", "0 %"], DIVERTED).within(PATIENT),
    case(Of("Patient", "share"), "actors.hider.share", ["40 %", "10 %"], DIVERTED).within(PATIENT),
    case(Of("Patient", "ramp"), "actors.hider.ramp", ["5 d", "90 d"], DIVERTED).within(PATIENT),
    case(Of("Patient", "steps"), "actors.hider.steps", ["50", "1"], DIVERTED).within(PATIENT),
    case(Of("Patient", "lies_low"), "actors.hider.lies_low", ["1 h", "9 d"], AT_WORK)
        .within(PATIENT),
    case(Of("Patient", "gives_up_after"), "actors.hider.gives_up_after", ["1000", "1"], AT_WORK)
        .within(PATIENT),
    case(Of("Splitter", "begins"), "actors.hider.begins", ["0 d", "50 d"], DIVERTED)
        .within(SPLITTER),
    case(Of("Splitter", "share"), "actors.hider.share", ["20 %", "10 %"], DIVERTED)
        .within(SPLITTER),
    case(Of("Splitter", "sites"), "actors.hider.sites", ["1", "2"], "mean('run'.runs done) >= 1")
        .within(TORN),
    case(
        Of("Splitter", "overhead"),
        "actors.hider.overhead",
        ["0 %", "50 %"],
        "mean('run'.runs done) >= 1",
    )
    .within(SPLIT),
    case(Of("Splitter", "under"), "actors.hider.under", ["50 %", "5 %"], DIVERTED).within(SPLITTER),
    case(Of("Opportunist", "begins"), "actors.hider.begins", ["0 d", "50 d"], AT_WORK)
        .within(OPPORTUNIST),
    case(Of("Opportunist", "share"), "actors.hider.share", ["20 %", "5 %"], DIVERTED)
        .within(OPPORTUNIST),
    case(
        Of("Opportunist", "hours"),
        "actors.hider.hours",
        ["Mo 09:00-17:00", "Mo-Fr 08:00-20:00"],
        AT_WORK,
    )
    .within(AWAY),
    case(Of("Opportunist", "busy_at"), "actors.hider.busy_at", ["1", "3"], AT_WORK)
        .within(OPPORTUNIST),
    case(Of("Opportunist", "channel"), "actors.hider.channel", ["backlog", "noise"], AT_WORK)
        .within(OPPORTUNIST),
    case(Of("Opportunist", "margin"), "actors.hider.margin", ["1 h", "2 d"], AT_WORK).within(AWAY),
    case(Of("Intermittent", "begins"), "actors.hider.begins", ["0 d", "50 d"], AT_WORK)
        .within(INTERMITTENT),
    case(Of("Intermittent", "share"), "actors.hider.share", ["20 %", "5 %"], DIVERTED)
        .within(INTERMITTENT),
    case(Of("Intermittent", "works"), "actors.hider.works", ["20 d", "2 d"], AT_WORK)
        .within(INTERMITTENT),
    case(Of("Intermittent", "rests"), "actors.hider.rests", ["2 d", "20 d"], AT_WORK)
        .within(INTERMITTENT),
    case(
        Of("Intermittent", "rests_first"),
        "actors.hider.rests_first",
        ["false", "true"],
        "P(lies low within 15 d of start) >= 50 %",
    )
    .within(INTERMITTENT),
    case(Of("Intermittent", "gives_up"), "actors.hider.gives_up", ["0/d", "1/d"], AT_WORK)
        .within(INTERMITTENT),
    case(Of("AdaptiveHider", "plays"), "actors.hider.plays", ["\"it\"", "\"other\""], DIVERTED)
        .within(ADAPTIVE),
    case(Of("AdaptiveHider", "channel"), "actors.hider.channel", ["backlog", "noise"], AT_WORK)
        .within(BUSY),
    case(
        Of("AdaptiveHider", "menu.begins"),
        "actors.hider.menu.it.begins",
        ["0 d", "50 d"],
        AT_WORK,
    )
    .within(ADAPTIVE),
    case(
        Of("AdaptiveHider", "menu.share"),
        "actors.hider.menu.it.share",
        ["40 %", "10 %"],
        DIVERTED,
    )
    .within(ADAPTIVE),
    case(
        Of("AdaptiveHider", "menu.first"),
        "actors.hider.menu.it.first",
        ["40 %", "0 %"],
        DIVERTED,
    )
    .within(GROWING),
    case(Of("AdaptiveHider", "menu.ramp"), "actors.hider.menu.it.ramp", ["5 d", "90 d"], DIVERTED)
        .within(GROWING),
    case(Of("AdaptiveHider", "menu.steps"), "actors.hider.menu.it.steps", ["50", "1"], DIVERTED)
        .within(GROWING),
    case(
        Of("AdaptiveHider", "menu.lies_low"),
        "actors.hider.menu.it.lies_low",
        ["1 h", "9 d"],
        AT_WORK,
    )
    .within(ADAPTIVE),
    case(
        Of("AdaptiveHider", "menu.margin"),
        "actors.hider.menu.it.margin",
        ["1 h", "2 d"],
        AT_WORK,
    )
    .within(ADAPTIVE),
    case(
        Of("AdaptiveHider", "menu.sites"),
        "actors.hider.menu.it.sites",
        ["1", "2"],
        "mean('run'.runs done) >= 1",
    )
    .within(ADAPTIVE_TORN),
    case(
        Of("AdaptiveHider", "menu.overhead"),
        "actors.hider.menu.it.overhead",
        ["0 %", "50 %"],
        "mean('run'.runs done) >= 1",
    )
    .within(ADAPTIVE_SPLIT),
    case(
        Of("AdaptiveHider", "menu.under"),
        "actors.hider.menu.it.under",
        ["50 %", "5 %"],
        DIVERTED,
    )
    .within(ADAPTIVE),
    case(
        Of("AdaptiveHider", "menu.hours"),
        "actors.hider.menu.it.hours",
        ["Mo 09:00-17:00", "Mo-Fr 08:00-20:00"],
        AT_WORK,
    )
    .within(ADAPTIVE),
    case(Of("AdaptiveHider", "menu.busy_at"), "actors.hider.menu.it.busy_at", ["1", "3"], AT_WORK)
        .within(BUSY),
    case(Of("AdaptiveHider", "menu.works"), "actors.hider.menu.it.works", ["20 d", "2 d"], AT_WORK)
        .within(BY_TURNS),
    case(Of("AdaptiveHider", "menu.rests"), "actors.hider.menu.it.rests", ["2 d", "20 d"], AT_WORK)
        .within(BY_TURNS),
    case(
        Of("AdaptiveHider", "menu.rests_first"),
        "actors.hider.menu.it.rests_first",
        ["false", "true"],
        "P(lies low within 15 d of start) >= 50 %",
    )
    .within(BY_TURNS),
    case(
        Of("AdaptiveHider", "menu.gives_up_after"),
        "actors.hider.menu.it.gives_up_after",
        ["1000", "1"],
        AT_WORK,
    )
    .within(ADAPTIVE),
    case(
        Of("AdaptiveHider", "menu.gives_up"),
        "actors.hider.menu.it.gives_up",
        ["0/d", "1/d"],
        AT_WORK,
    )
    .within(BY_TURNS),
    // Who is told in time is not found.
    case(
        Of("Inspector", "announced"),
        "actors.guard.announced",
        ["0 s", "5 d"],
        "mean('guard'.alarms) >= 1",
    )
    .within(VISITED),
];

#[test]
fn every_parameter_of_strategies_matters() {
    assert_all(CASES);
}

#[test]
fn no_parameter_of_strategies_is_left_out() {
    for role in ["Naive", "Patient", "Splitter", "Opportunist", "Intermittent"] {
        assert!(unmoved(role, CASES).is_empty(), "{role}: {:?}", unmoved(role, CASES));
    }
    // What a hider wants decides what it plays in the worst case, and nothing within a
    // run: tests/it/worst_case.rs tells.
    assert_eq!(unmoved("AdaptiveHider", CASES), ["objective"]);
}

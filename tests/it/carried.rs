//! Gains that are carried over, as world files write it: the world says in each
//! replication how much is, and for what.

use foomwatch::behaviors::Roles;
use foomwatch::oversight::{Improvement, Record};
use foomwatch::prelude::*;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::report::contents::contents;
use foomwatch::report::graph;
use foomwatch::world::{Blueprint, Demands, FigureAt, MarkKind, WorldFile, check, check_with};

use crate::stage;

/// Is joined to another as models are.
#[derive(Clone)]
struct Heir;

impl Behavior for Heir {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "Is joined to another as models are.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Improves, "Gains go over it."),
        LinkRule::into(Link::Improves, "Gains come over it."),
        LinkRule::out(Link::Writes, "Whose weights it can change."),
        LinkRule::into(Link::Writes, "Who can change its weights."),
    ];

    fn new(_: NoParameters) -> Self {
        Self
    }
}

fn roles() -> Roles {
    Roles::standard().with::<Heir>("Heir")
}

/// Two heirs that this link joins, with these fields of the world.
fn text(fields: &str, kind: &str) -> String {
    format!(
        r#"World(
    horizon: "1 y",
    concern: [Program("run")],
    takeoff: After("1 y"),
    accountable: ["board"],
    {fields}
    actors: {{
        "run":     TrainingProgram(compute: "1e30 FLOP"),
        "cluster": Cluster(chips: "1000 H100"),
        "meter":   HazardSensor(channel: "compute", hazard: "12/y"),
        "board":   Authority(likelihood_ratio: 1000),
        "elder":   Heir,
        "younger": Heir,
    }},
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
        ("elder", {kind}, "younger"),
    ],
)"#
    )
}

fn world(fields: &str, kind: &str, sets: &[(&str, &str)]) -> Blueprint {
    stage::world(&text(fields, kind), sets, &roles())
}

/// The terms from the elder to the younger in one replication.
fn terms(blueprint: &Blueprint, index: u64) -> (f64, f64) {
    let key = ReplicationKey::new(1, index);
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    simulation.reset(key, &mut Record::new(blueprint.plan().into()));
    let place = |name| blueprint.actor(name).expect("it is there").id();
    let Improvement { carry, cost, .. } =
        simulation.settings().improvement(place("elder"), place("younger"));
    (carry, cost)
}

fn flaws(fields: &str, kind: &str) -> String {
    let file = WorldFile::from_text("a test", text(fields, kind)).expect("it can be read");
    check(&file, &roles()).err().map_or_else(String::new, |flaws| flaws.render(false))
}

#[test]
fn all_of_a_gain_is_carried_over_for_nothing_unless_the_link_says_otherwise() {
    assert_eq!(terms(&world("", "Improves", &[]), 0), (1.0, 0.0));
    let half = r#"Improves(carry: "50 %", delay: "1 d", cost: "1e23 FLOP", loss: "1 %")"#;
    assert_eq!(terms(&world("", half, &[]), 0), (0.5, 1e23));
    assert_eq!(terms(&world("", r#"Improves(carry: 1.5)"#, &[]), 0), (1.5, 0.0));
    let set = [("links.3.1.carry", "150 %"), ("links.3.1.cost", "2e22 FLOP")];
    assert_eq!(terms(&world("", half, &set), 0), (1.5, 2e22));
}

#[test]
fn terms_that_hang_on_something_are_made_anew_in_each_replication() {
    let fields = r#"unknowns: {"part": Uniform("20 %", "140 %")},
        levers: {"price": (settings: ["1e22 FLOP", "1e23 FLOP"], baseline: "1e23 FLOP")},"#;
    let hangs = r#"Improves(carry: Unknown("part"), cost: Lever("price"))"#;
    let blueprint = world(fields, hangs, &[]);
    let all: Vec<(f64, f64)> = (0..200).map(|index| terms(&blueprint, index)).collect();
    assert!(all.iter().all(|one| (0.2..=1.4).contains(&one.0) && one.1 == 1e23), "{all:?}");
    let mean = all.iter().map(|one| one.0).sum::<f64>() / 200.0;
    // The mean of a uniform law of the width 1.2 deviates by 1.2/√(12·200).
    let z = (mean - 0.8) / (1.2 / 2400.0_f64.sqrt());
    assert!(z.abs() <= 3.5, "{mean}");
    let set = world(fields, hangs, &[("levers.price.baseline", "1e22 FLOP")]);
    assert_eq!(terms(&set, 7), (all[7].0, 1e22));
}

#[test]
fn what_is_carried_over_decides_the_digest_and_is_listed() {
    let of = |terms: &str| world("", &format!("Improves{terms}"), &[]);
    let all = ["", r#"(carry: "50 %")"#, r#"(carry: "51 %")"#, r#"(cost: "1e23 FLOP")"#];
    let mut digests: Vec<String> = all.iter().map(|terms| of(terms).digest()).collect();
    assert_eq!(of(r#"(carry: "100 %", cost: "0 FLOP")"#).digest(), digests[0]);
    assert_eq!(of("(carry: 0.5)").digest(), digests[1], "a unit decides nothing");
    digests.sort_unstable();
    digests.dedup();
    assert_eq!(digests.len(), all.len());
    let told = of(r#"(carry: "50 %", cost: "1e23 FLOP")"#);
    let listed = contents(&told, 0);
    assert!(listed.contains("elder → younger  50 %, for 1e23 FLOP"), "{listed}");
    assert!(!contents(&of(""), 0).contains("carried over"));
    for drawn in [graph::text(&told), graph::dot(&told), graph::svg(&told)] {
        assert!(drawn.contains("50 %, for 1e23 FLOP"), "{drawn}");
    }
}

#[test]
fn what_is_carried_over_is_a_figure() {
    let sources = r#"sources: {"study": "A study of transfer"},"#;
    let marked = r#"Improves(carry: ("50 %", Measured("study")), cost: ("1e23 FLOP", Assumed))"#;
    let blueprint = world(sources, marked, &[]);
    let at = |kind| blueprint.figures().marked(kind).next().expect("one is marked");
    assert!(matches!(at(MarkKind::Measured), FigureAt::Carry(_)));
    assert_eq!(
        blueprint.path_of(at(MarkKind::Measured)),
        "carry of Improves from elder to younger"
    );
    assert_eq!(blueprint.path_of(at(MarkKind::Assumed)), "cost of Improves from elder to younger");
    let bare = text("", r#"Improves(carry: "50 %", cost: "1e23 FLOP")"#);
    let file = WorldFile::from_text("a test", bare).expect("it is a world");
    let flaws = check_with(&file, &roles(), Demands { sources: true });
    let flaws = flaws.err().expect("nothing has a source").render(false);
    assert!(flaws.contains("`carry` of a link has no source"), "{flaws}");
    assert!(flaws.contains("`cost` of a link has no source"), "{flaws}");
}

#[test]
fn terms_out_of_their_range_are_refused() {
    let carry = "`carry` must be from 0 % to 1000 %";
    assert!(flaws("", "Improves(carry: 50)").contains(carry));
    assert!(flaws("", "Improves(carry: \"-1 %\")").contains(carry));
    let unknown = r#"unknowns: {"part": Uniform("50 %", "2000 %")},"#;
    assert!(flaws(unknown, r#"Improves(carry: Unknown("part"))"#).contains(carry));
    assert!(flaws("", r#"Improves(cost: "-1 FLOP")"#).contains("is negative"));
    assert!(flaws("", r#"Improves(level: "50 %")"#).contains("has no field `level`"));
}

#[test]
fn gains_are_carried_over_once_whatever_the_links_are_called() {
    let twice = r#"Improves, "younger"), ("elder", Improves(name: "again")"#;
    let told = flaws("", twice);
    assert!(told.contains("an `Improves` from `elder` to `younger` is there already"), "{told}");
}

#[test]
fn the_right_to_change_weights_has_no_terms() {
    assert_eq!(flaws("", "Writes"), "");
    for terms in [r#"delay: "1 d""#, r#"level: "20 %""#, r#"purpose: "safety""#] {
        let told = flaws("", &format!("Writes({terms})"));
        assert!(told.contains("it has no fields at all"), "{told}");
    }
    // It explains nothing to anybody.
    assert!(world("", "Writes", &[]).declarations().is_empty());
}

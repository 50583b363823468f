//! What kinds of things there are in a world and in its course, by which it is seen what
//! generated worlds cover.
//!
//! Each has a floor, under which generated worlds must not fall. It lacks what a label
//! means for a law.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use petgraph::algo::is_cyclic_directed;
use petgraph::visit::EdgeFiltered;

use crate::behaviors::Roles;
use crate::engine::Note;
use crate::oversight::{Link, Outcome, OutcomeClass, Stage, Takeoff, Twin};
use crate::primitives::distribution::Distribution;
use crate::primitives::parameter::{Kind, ParameterRow, Setting};
use crate::primitives::quantity::{self, Dimension};
use crate::primitives::time::{Span, Time};
use crate::world::{Blueprint, TAKEOFFS};

use super::course::Course;
use super::settings::number_given;
use super::specimen::Specimen;

/// Nasty corners, by name.
const CORNERS: [&str; 19] = [
    "a delay of no time or a tick",
    "a horizon of a tick",
    "a lever",
    "a link that loses all",
    "a rate of nothing",
    "a reservation that is granted nothing",
    "a share of 0 %",
    "a share of 100 %",
    "a span of nothing",
    "an unknown",
    "correlated unknowns",
    "declared work",
    "findings that go in a circle",
    "nobody, where people are counted",
    "opening hours",
    "parallel links",
    "several labs",
    "takeoff at the start",
    "two things at one instant",
];

/// What there is in a world and in its first replication, each by its name.
///
/// Roles, the form of takeoff, how it ended, how far evidence came, milestones, corners.
#[must_use]
pub fn labels(specimen: &Specimen) -> Vec<String> {
    let blueprint = specimen.blueprint();
    let course = specimen.course(0, Twin::Factual);
    let mut all: BTreeSet<String> = BTreeSet::new();
    for actor in blueprint.actors() {
        all.insert(format!("role {}", actor.role().name));
    }
    all.insert(format!("takeoff {}", form(blueprint.world().takeoff())));
    all.extend(outcome(specimen, &course).class().map(|class| format!("outcome {}", class.name())));
    all.insert(format!("stage {}", course.outcome.stage.name()));
    let reached = Stage::ALL.iter().zip(course.outcome.stages);
    all.extend(
        reached.filter(|(_, many)| *many > 0).map(|(stage, _)| format!("stage {}", stage.name())),
    );
    for (_, note) in course.steps.iter().flat_map(|step| &step.notes) {
        if let Note::Milestone(name) = note {
            all.insert(format!("milestone {name}"));
        }
    }
    all.extend(corners(blueprint, &course).into_iter().map(|corner| format!("corner {corner}")));
    all.into_iter().collect()
}

/// All labels that worlds of these roles can be expected to have some day: roles, what
/// takeoff can be, outcomes, stages and corners, in order.
#[must_use]
pub fn expected(roles: &Roles) -> Vec<String> {
    let mut all: Vec<String> = roles.iter().map(|role| format!("role {}", role.name)).collect();
    all.extend(TAKEOFFS.iter().map(|row| format!("takeoff {}", row.name)));
    all.extend(OutcomeClass::ALL.map(|class| format!("outcome {}", class.name())));
    all.extend(Stage::ALL.map(|stage| format!("stage {}", stage.name())));
    let milestones: BTreeSet<&str> =
        roles.iter().flat_map(|role| role.milestones).copied().collect();
    all.extend(milestones.into_iter().map(|name| format!("milestone {name}")));
    all.extend(CORNERS.map(|corner| format!("corner {corner}")));
    all.sort();
    all
}

/// In how many of a thousand generated worlds what is not rare is to be, at the least; of
/// roles, of stages, and so on, by the first word of a label.
const FLOORS: [(&str, u64); 6] = [
    ("corner", 12),
    ("milestone", 12),
    ("outcome", 12),
    ("role", 32),
    ("stage", 12),
    ("takeoff", 20),
];

/// What is rarer, as several things have to come together for it, or far more often there: in
/// how many of a thousand it is to be.
const RARE: [(&str, u64); 10] = [
    ("corner nobody, where people are counted", 5),
    ("corner several labs", 80),
    ("corner takeoff at the start", 3),
    ("milestone run flagged", 6),
    ("outcome delayed past the horizon", 1),
    ("outcome no takeoff, noticed", 120),
    ("outcome prevented without notice", 1),
    ("outcome stopped in time", 6),
    ("stage merged", 1),
    ("stage noticed", 200),
];

/// In how many of a thousand generated worlds a label is to be, at the least: about half
/// to two thirds of where it was when the floor was laid.
#[must_use]
pub fn floor(label: &str) -> u64 {
    let rare = RARE.iter().find(|(name, _)| *name == label);
    let kind = FLOORS.iter().find(|(kind, _)| label.starts_with(*kind));
    rare.or(kind).map_or(0, |(_, least)| *least)
}

/// How many worlds of some have which labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    worlds: u64,
    counts: BTreeMap<String, u64>,
}

impl Coverage {
    /// One world more, with these labels.
    pub fn add(&mut self, labels: impl IntoIterator<Item = String>) {
        self.worlds += 1;
        for label in labels {
            *self.counts.entry(label).or_default() += 1;
        }
    }

    /// How many worlds there are.
    #[must_use]
    pub fn worlds(&self) -> u64 {
        self.worlds
    }

    /// How many worlds have a label.
    #[must_use]
    pub fn count(&self, label: &str) -> u64 {
        self.counts.get(label).copied().unwrap_or(0)
    }

    /// Each label that some world has, in order, with how many have it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.counts.iter().map(|(label, count)| (label.as_str(), *count))
    }

    /// Those of some labels that fewer worlds have than their floor asks for.
    pub fn below<'l>(&self, of: &'l [String]) -> Vec<&'l str> {
        let is_rare = |label: &&String| 1_000 * self.count(label) < floor(label) * self.worlds;
        of.iter().filter(is_rare).map(String::as_str).collect()
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.counts.keys().map(|label| label.chars().count()).max().unwrap_or(0);
        for (label, count) in &self.counts {
            let share = 100.0 * *count as f64 / self.worlds as f64;
            writeln!(f, "{label:width$}  {count:>7}  {share:5.1} %")?;
        }
        Ok(())
    }
}

fn form(takeoff: &Takeoff) -> &'static str {
    match takeoff {
        Takeoff::After(_) => "After",
        Takeoff::Capability { .. } => "Capability",
        Takeoff::Generations { .. } => "Generations",
        Takeoff::Doublings { .. } => "Doublings",
        Takeoff::Level { .. } => "Level",
        Takeoff::Copies { .. } => "Copies",
    }
}

/// What a course came to, with what would have come without orders where that matters.
fn outcome(specimen: &Specimen, course: &Course) -> Outcome {
    let mut outcome = course.outcome.clone();
    if outcome.takeoff_without_orders().is_none() {
        let other = specimen.course(0, Twin::HandsOff);
        outcome.set_takeoff_without_orders(other.outcome.at(crate::oversight::Milestone::Takeoff));
    }
    outcome
}

fn corners(blueprint: &Blueprint, course: &Course) -> BTreeSet<&'static str> {
    let mut all = BTreeSet::new();
    let mut note = |is: bool, corner: &'static str| {
        debug_assert!(CORNERS.contains(&corner), "{corner} is a corner");
        if is {
            all.insert(corner);
        }
    };
    for actor in blueprint.actors() {
        for (row, setting) in actor.role().parameters.iter().zip(actor.settings()) {
            if let Some(corner) = of_setting(row, setting) {
                note(true, corner);
            }
        }
    }
    note(blueprint.horizon() == Span::TICK, "a horizon of a tick");
    note(!blueprint.levers().is_empty(), "a lever");
    note(!blueprint.unknowns().is_empty(), "an unknown");
    note(!blueprint.correlations().is_empty(), "correlated unknowns");
    note(!blueprint.declarations().is_empty(), "declared work");
    let labs = blueprint.actors().iter().filter(|actor| actor.role().name == "Lab");
    note(labs.count() > 1, "several labs");
    let takeoff = blueprint.world().takeoff();
    let is_now = matches!(takeoff, Takeoff::After(Distribution::Constant(at)) if *at <= 1e-6);
    note(is_now, "takeoff at the start");
    for corner in of_links(blueprint) {
        note(true, corner);
    }
    note(meet(course), "two things at one instant");
    all
}

/// Whether two events of different causes are at one instant after the start.
fn meet(course: &Course) -> bool {
    course.steps.windows(2).any(|pair| {
        let [one, other] = pair else { return false };
        let is_one_thing = one.cause == other.cause || other.cause == one.number;
        one.time == other.time && one.time > Time::START && !is_one_thing
    })
}

/// The corner that a parameter is in; what it is without being given is none.
fn of_setting(row: &ParameterRow, setting: &Setting) -> Option<&'static str> {
    let (kind, name) = (row.kind, row.name);
    if let (Kind::Quantity(dimension) | Kind::Law(dimension), Some(text)) = (kind, row.default)
        && let Ok(usual) = quantity::parse(text.trim_matches('"'), dimension)
    {
        let is_constant =
            |law: &Distribution| matches!(law, Distribution::Constant(one) if *one == usual);
        let is_usual = match setting {
            Setting::Number(number) => *number == usual,
            Setting::Law(law) => is_constant(law),
            Setting::Absent
            | Setting::Chips(_)
            | Setting::Hours(_)
            | Setting::Flag(_)
            | Setting::Channel(_)
            | Setting::Actor(_)
            | Setting::Choice(_)
            | Setting::Table(_)
            | Setting::TableByActor(_)
            | Setting::EntryOf(_) => false,
        };
        if is_usual {
            return None;
        }
    }
    if let (Kind::Quantity(dimension), Setting::Number(number)) = (kind, setting) {
        let corners = [
            (Dimension::Rate, 0.0, "a rate of nothing"),
            (Dimension::Share, 0.0, "a share of 0 %"),
            (Dimension::Share, 1.0, "a share of 100 %"),
            (Dimension::Span, 0.0, "a span of nothing"),
            (Dimension::Count, 0.0, "nobody, where people are counted"),
        ];
        let is_it = |corner: &&(Dimension, f64, &str)| (corner.0, corner.1) == (dimension, *number);
        let corner = corners.iter().find(is_it).map(|(.., corner)| *corner);
        return corner.filter(|_| dimension != Dimension::Count || name == "people");
    }
    if let (Kind::Law(Dimension::Span), Setting::Law(Distribution::Constant(span))) =
        (kind, setting)
    {
        return (*span == 0.0).then_some("a span of nothing");
    }
    if let Setting::Hours(hours) = setting {
        return (hours.text() != "24/7").then_some("opening hours");
    }
    if let (Kind::Table(_, rows), Setting::Table(entries)) = (kind, setting) {
        let ungranted = |all: &[Setting]| number_given(rows, all, "granted") == Some(0.0);
        let any = entries.iter().any(|(_, all)| ungranted(all));
        return any.then_some("a reservation that is granted nothing");
    }
    None
}

fn of_links(blueprint: &Blueprint) -> Vec<&'static str> {
    let network = blueprint.network();
    let mut all = Vec::new();
    let links: Vec<_> = network.edge_weights().collect();
    let is_short =
        |law: &Distribution| matches!(law, Distribution::Constant(span) if *span <= 1e-6);
    if links.iter().any(|link| link.delay.as_ref().is_some_and(is_short)) {
        all.push("a delay of no time or a tick");
    }
    if links.iter().any(|link| link.loss >= 1.0) {
        all.push("a link that loses all");
    }
    if links.iter().any(|link| !link.name.is_empty()) {
        all.push("parallel links");
    }
    let passes = EdgeFiltered::from_fn(network, |edge| {
        matches!(edge.weight().kind, Link::Alerts | Link::Reports | Link::Tells)
    });
    if is_cyclic_directed(&passes) {
        all.push("findings that go in a circle");
    }
    all
}

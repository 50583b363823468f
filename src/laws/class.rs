//! Classes of worlds: for which worlds a law holds, in code and in words.
//!
//! A class is a predicate on a specimen with a sentence of why a world is not in it. What
//! only a course can show, as that an alert had to wait, is asked of courses. It lacks the
//! laws.

use std::sync::LazyLock;

use petgraph::algo::is_cyclic_directed;
use petgraph::visit::{EdgeFiltered, EdgeRef as _};

use crate::behaviors::Roles;
use crate::engine::{LinkKind as _, Note, Role};
use crate::oversight::likeness::is_dismissal;
use crate::oversight::{Flow, Link, Oversight, Takeoff};
use crate::primitives::parameter::Setting;
use crate::world::BlueprintActor;

use super::course::Course;
use super::settings::setting;
use super::specimen::Specimen;

/// A class of worlds.
#[derive(Clone, Copy)]
pub struct Class {
    /// Its name.
    pub name: &'static str,
    /// Which worlds are in it, in words.
    pub words: &'static str,
    /// Why a world is not in it; none, if it is.
    pub excludes: fn(&Specimen) -> Option<String>,
}

impl Class {
    /// Whether a world is in it.
    #[must_use]
    pub fn has(&self, specimen: &Specimen) -> bool {
        (self.excludes)(specimen).is_none()
    }
}

/// All worlds.
pub const EVERY: Class = Class { name: "every", words: "All worlds.", excludes: |_| None };

/// Worlds in which nothing that is observed changes what can be observed.
pub const QUIET: Class = Class {
    name: "quiet",
    words: "Quiet worlds: no link leads from observers, desks or authorities to whom they \
            observe; no desk has patience, limited room, fatigue or merging; each authority gives \
            all evidence likelihood ratios of its own, at least 1, at any time, without expiry, \
            silence or a window for corroboration; nothing is passed on in a circle; no strategy \
            watches a desk. And courses in which no alert waited, was abandoned or was dismissed.",
    excludes: disturbed,
};

/// Worlds of which the course does not hang on which takeoff it waits for, up to takeoff.
pub const UNHURRIED: Class = Class {
    name: "unhurried",
    words: "All worlds but those that wait for the copies of one scaffold beside others: what \
            others count stops at the number that is waited for.",
    excludes: |specimen| {
        let of_one =
            matches!(specimen.blueprint().world().takeoff(), Takeoff::Copies { of: Some(_), .. });
        let scaffolds = specimen.blueprint().actors().iter();
        let others = scaffolds.filter(|actor| actor.role().name == "Scaffold").count() > 1;
        (of_one && others).then(|| "it waits for the copies of one of several scaffolds".to_owned())
    },
};

/// The built-in roles of those who observe and judge.
const OVERSEERS: [&str; 16] = [
    "Authority",
    "CloudProvider",
    "Cusum",
    "Evaluator",
    "HazardSensor",
    "Insiders",
    "Inspector",
    "ModelReviewer",
    "NestedOversight",
    "Press",
    "Reader",
    "Regulator",
    "Reviewer",
    "RivalState",
    "Sensor",
    "SequentialTest",
];

/// Whether an actor observes or judges, and nothing else.
pub(super) fn is_overseer(actor: &BlueprintActor) -> bool {
    OVERSEERS.contains(&actor.role().name)
}

/// Whether a role is one of foomwatch's own: another one may have its name.
pub(super) fn is_built_in(role: &Role<Oversight>) -> bool {
    static STANDARD: LazyLock<Roles> = LazyLock::new(Roles::standard);
    STANDARD.get(role.name).is_some_and(|known| known.meaning == role.meaning)
}

/// Why something that is observed changes what can be observed.
fn disturbed(specimen: &Specimen) -> Option<String> {
    let actors = specimen.blueprint().actors();
    let crowded = actors.iter().find_map(crowded);
    crowded
        .or_else(|| actors.iter().find_map(wavering))
        .or_else(|| led_back(specimen))
        .or_else(|| circular(specimen))
}

/// Why somebody who is observed can learn of it.
fn led_back(specimen: &Specimen) -> Option<String> {
    let blueprint = specimen.blueprint();
    let network = blueprint.network();
    let actor = |node: petgraph::graph::NodeIndex| blueprint.actor(&network[node]);
    network.edge_references().find_map(|edge| {
        let kind = edge.weight().kind;
        let (from, to) = (actor(edge.source())?, actor(edge.target())?);
        let observes = kind.flow() == Flow::Against;
        let own = |one: &BlueprintActor| !is_built_in(one.role());
        if observes && own(from) || matches!(kind, Link::Alerts | Link::Reports) && own(to) {
            let name = if observes { from.name() } else { to.name() };
            return Some(format!("`{name}` observes or judges in a way of its own"));
        }
        let is_back = is_overseer(from) && !is_overseer(to) && !observes;
        let is_at_a_desk = !is_overseer(from) && is_overseer(to) && observes;
        let is_announced = kind == Link::Directs && is_overseer(from);
        (is_back || is_at_a_desk || is_announced).then(|| {
            let kind = kind.name();
            format!("the link {kind} from `{}` to `{}` leads back", from.name(), to.name())
        })
    })
}

/// Why one alert can change what becomes of another at a desk.
fn crowded(actor: &BlueprintActor) -> Option<String> {
    let name = actor.name();
    let given = |row| setting(actor, row).is_some_and(|one| *one != Setting::Absent);
    let merges = setting(actor, "merges") == Some(&Setting::Flag(true));
    let tires = setting(actor, "least_attention")
        .is_some_and(|least| matches!(least, Setting::Number(least) if *least < 1.0));
    if given("patience") || given("room") {
        return Some(format!("`{name}` abandons alerts"));
    }
    // A chain of guards merges always.
    if merges || actor.role().name == "NestedOversight" {
        return Some(format!("`{name}` merges alerts"));
    }
    tires.then(|| format!("`{name}` tires"))
}

/// Why evidence can count for less than nothing, or for less later.
fn wavering(actor: &BlueprintActor) -> Option<String> {
    if actor.role().name != "Authority" {
        return None;
    }
    let name = actor.name();
    let given = |row| setting(actor, row).is_some_and(|one| *one != Setting::Absent);
    let ratio = setting(actor, "likelihood_ratio");
    if !matches!(ratio, Some(Setting::Number(ratio)) if *ratio >= 1.0) {
        return Some(format!("`{name}` gives no likelihood ratio of its own of at least 1"));
    }
    if let Some(Setting::TableByActor(opinions)) = setting(actor, "opinions") {
        let below = |one: &Setting| matches!(one, Setting::Number(ratio) if *ratio < 1.0);
        if opinions.iter().any(|(_, settings)| settings.iter().any(below)) {
            return Some(format!("`{name}` holds evidence of somebody for the contrary"));
        }
    }
    let passing = ["expires", "silence", "corroborated_within"].into_iter().find(|row| given(row));
    passing.map(|row| format!("`{name}` weighs by the time: `{row}`"))
}

/// Why something can come back to whom it came from.
fn circular(specimen: &Specimen) -> Option<String> {
    let network = specimen.blueprint().network();
    let passes = EdgeFiltered::from_fn(network, |edge| {
        matches!(edge.weight().kind, Link::Alerts | Link::Reports | Link::Tells)
    });
    is_cyclic_directed(&passes).then(|| "what is found is passed on in a circle".to_owned())
}

/// Why a course of a quiet world is not quiet: an alert had to wait, or got lost on a desk.
pub(super) fn stirred(course: &Course) -> Option<&'static str> {
    let notes = course.steps.iter().flat_map(|step| &step.notes);
    notes.map(|(_, note)| note).find_map(|note| match note {
        Note::Observe("wait", wait) if *wait > 0.0 => Some("an alert waits"),
        Note::Count("abandoned", _) => Some("an alert is abandoned"),
        Note::Count("merged", _) => Some("an alert merges"),
        note => is_dismissal(note).then_some("an alert is dismissed"),
    })
}

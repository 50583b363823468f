//! What a behavior does in the worlds in which it is tried, and why nothing could be said of
//! it.
//!
//! It lacks what laws say of it.

use std::collections::BTreeSet;

use crate::behaviors::Roles;
use crate::engine::{LinkKind as _, LinkRule, MeasureOf, Note, Role, Side};
use crate::laws::course::{Course, Happening, Step};
use crate::laws::examine::{Examined, Worlds};
use crate::laws::specimen::Specimen;
use crate::oversight::{Link, Oversight, Twin};
use crate::primitives::id::ActorId;

/// What it does in a world, as worlds are counted by it.
const APPEARS: &str = "appears";
const ACTS: &str = "acts";
const COUNTED: &str = "counts ";
const OBSERVED: &str = "observes ";

/// In how many worlds it acts at least for its measures to be asked for.
const MANY: u64 = 20;

/// How many replications are looked at for what it does.
const REPLICATIONS: u64 = 2;

/// Worlds in which a role is watched.
pub(super) struct Watched<'a> {
    pub(super) worlds: &'a dyn Worlds,
    pub(super) role: &'static str,
}

impl Worlds for Watched<'_> {
    fn text(&self, index: u64) -> String {
        self.worlds.text(index)
    }

    fn are_sound(&self) -> bool {
        self.worlds.are_sound()
    }

    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String {
        self.worlds.shrunk(text, breaks)
    }

    fn labels(&self, specimen: &Specimen) -> Vec<String> {
        let actors = specimen.blueprint().actors().iter();
        let ours: Vec<ActorId> =
            actors.filter(|actor| actor.role().name == self.role).map(|actor| actor.id()).collect();
        let mut labels = Vec::new();
        if !ours.is_empty() {
            labels.push(APPEARS.to_owned());
            for index in 0..REPLICATIONS {
                let course = specimen.course(index, Twin::Factual);
                if course.steps.iter().any(|step| acts(step, &ours)) {
                    labels.push(ACTS.to_owned());
                }
                labels.extend(fed(&course, &ours));
            }
            labels.sort();
            labels.dedup();
        }
        labels
    }
}

/// What any of these counts or observes.
fn fed(course: &Course, ours: &[ActorId]) -> BTreeSet<String> {
    let noted = course.steps.iter().flat_map(|step| &step.notes);
    noted
        .filter(|(actor, _)| ours.contains(actor))
        .filter_map(|(_, note)| match note {
            Note::Count(name, _) | Note::Amount(name, _) | Note::Flow(name, _) => {
                Some(format!("{COUNTED}{name}"))
            }
            Note::Observe(name, _) => Some(format!("{OBSERVED}{name}")),
            Note::Fact(_) | Note::Milestone(_) => None,
        })
        .collect()
}

/// Whether any of these was told something, rang, or sent or noted something.
fn acts(step: &Step, ours: &[ActorId]) -> bool {
    let is_ours = |actor: &ActorId| ours.contains(actor);
    let sent = match &step.what {
        Happening::Delivery(from, ..) => is_ours(from),
        Happening::Ring(..) | Happening::Start => false,
    };
    let noted = step.notes.iter().any(|(actor, note)| match note {
        Note::Fact(_)
        | Note::Milestone(_)
        | Note::Count(..)
        | Note::Amount(..)
        | Note::Flow(..)
        | Note::Observe(..) => is_ours(actor),
    });
    sent || noted || step.actor.as_ref().is_some_and(is_ours)
}

/// In how many worlds something was seen.
fn with(examined: &Examined, label: &str) -> u64 {
    let found = examined.labels.iter().find(|(name, _)| name == label);
    found.map_or(0, |(_, worlds)| *worlds)
}

/// Why the laws say nothing about it, if they do not.
pub(super) fn idle(role: &Role<Oversight>, roles: &Roles, examined: &Examined) -> Option<String> {
    let with = |label: &str| with(examined, label);
    let (name, tried) = (role.name, examined.worlds);
    if tried == 0 || with(ACTS) > 0 {
        return None;
    }
    let mut why = if with(APPEARS) == 0 {
        format!("none of {tried} generated worlds has a `{name}`, so no law was tried on it")
    } else {
        format!(
            "a `{name}` is in {} of {tried} generated worlds and in none of them was it told \
             anything, rang a clock, or sent or noted anything: no law was tried on it",
            with(APPEARS)
        )
    };
    for one in unmet(role, roles, |_| true) {
        why.push_str("; ");
        why.push_str(&one);
    }
    Some(why)
}

/// Which of its measures nothing feeds, if it acts in so many worlds that each should
/// have been fed in one of them.
pub(super) fn unfed(role: &Role<Oversight>, examined: &Examined) -> Option<String> {
    let with = |label: &str| with(examined, label);
    let acts = with(ACTS);
    if acts < MANY {
        return None;
    }
    let mut flaws = Vec::new();
    for measure in role.measures {
        let (names, call, other, wrong) = match measure.of {
            MeasureOf::Mean(name) => (vec![name], "observe", "count`, `add` or `flow", COUNTED),
            MeasureOf::Share(part, whole) => (vec![part, whole], "count", "observe", OBSERVED),
            MeasureOf::PerYear(name) | MeasureOf::PerReplication(name) | MeasureOf::Ever(name) => {
                (vec![name], "count", "observe", OBSERVED)
            }
            MeasureOf::AmountPerYear(name) | MeasureOf::AmountPerReplication(name) => {
                (vec![name], "add` or `flow", "observe", OBSERVED)
            }
        };
        let right = if wrong == COUNTED { OBSERVED } else { COUNTED };
        for name in names.into_iter().filter(|name| with(&format!("{right}{name}")) == 0) {
            let known = measure.name;
            flaws.push(if with(&format!("{wrong}{name}")) > 0 {
                format!("the measure `{known}` is fed by `{call}`, and `{name}` by `{other}`")
            } else {
                format!(
                    "nothing feeds the measure `{known}`: no `{call}` of `{name}` came in {acts} \
                     worlds in which a `{}` acts",
                    role.name
                )
            });
        }
    }
    (!flaws.is_empty()).then(|| flaws.join("; "))
}

/// The links of these rules that no other role gives.
pub(super) fn unmet(
    role: &Role<Oversight>,
    roles: &Roles,
    of: impl Fn(&LinkRule<Link>) -> bool,
) -> Vec<String> {
    let gives = |kind: Link, side: Side| {
        roles
            .iter()
            .any(|other| other.links.iter().any(|rule| (rule.kind, rule.side) == (kind, side)))
    };
    let mut unmet = Vec::new();
    for rule in role.links.iter().filter(|rule| of(rule)) {
        let (opposite, verb) = match rule.side {
            Side::Out => (Side::In, "takes"),
            Side::In => (Side::Out, "sends out"),
        };
        if !gives(rule.kind, opposite) {
            let needs = if rule.least > 0 { "needs" } else { "may have" };
            unmet.push(format!(
                "it {needs} a link `{}` that no role here {verb}, so put one that does beside \
                 it with `.beside::<…>(\"…\")`",
                rule.kind.name()
            ));
        }
    }
    unmet
}

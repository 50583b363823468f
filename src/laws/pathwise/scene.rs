//! A scene: a course with the world that it is of, and words for what is seen in it.
//!
//! It lacks what a law asks of it.

use std::fmt::Write as _;

use crate::engine::Note;
use crate::oversight::{FactKind, Oversight, Twin};
use crate::primitives::id::ActorId;
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::Time;
use crate::world::Blueprint;

use super::super::course::{Course, Happening, Step};
use super::super::law::Verdict;
use super::super::specimen::Specimen;

/// How many replications of a world a pathwise law looks at.
pub(super) const REPLICATIONS: u64 = 2;

/// What a law found in a course: whether there was anything of the kind that it speaks of,
/// or how it is broken.
pub(super) type Found = Result<bool, String>;

/// A course with its world.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub blueprint: &'a Blueprint,
    pub course: &'a Course,
    /// The chances that it is of.
    pub key: ReplicationKey,
}

/// Looks at one course of each replication.
pub(super) fn in_each(
    specimen: &Specimen,
    twin: Twin,
    look: impl Fn(&Scene<'_>) -> Found,
) -> Verdict {
    in_each_replication(specimen, |index| {
        let course = specimen.course(index, twin);
        look(&Scene::of(specimen, &course, index))
    })
}

/// Looks at each replication.
pub(super) fn in_each_replication(specimen: &Specimen, look: impl Fn(u64) -> Found) -> Verdict {
    let mut spoke = false;
    for index in 0..REPLICATIONS {
        match look(index) {
            Ok(there_was) => spoke |= there_was,
            Err(text) => {
                let seed = specimen.seed();
                return Verdict::Broken(format!("In replication {index} of seed {seed}, {text}."));
            }
        }
    }
    if spoke { Verdict::Holds } else { Verdict::Silent }
}

impl<'a> Scene<'a> {
    pub fn of(specimen: &'a Specimen, course: &'a Course, index: u64) -> Self {
        Self { blueprint: specimen.blueprint(), course, key: specimen.key(index) }
    }

    /// An actor's name, in quotes.
    pub fn name(&self, actor: ActorId) -> String {
        format!("`{}`", self.blueprint.name_of(actor))
    }

    /// An event in words: which, when, and what it is.
    pub fn event(&self, step: &Step) -> String {
        let mut text = match step.number {
            0 => "the start".to_owned(),
            number => format!("event {number} at {}", instant(step.time)),
        };
        let actor = step.actor.map_or_else(|| "nobody".to_owned(), |actor| self.name(actor));
        let _ = match &step.what {
            Happening::Start => Ok(()),
            Happening::Ring(clock, number) => write!(text, " ({actor} rings {clock} {number})"),
            Happening::Delivery(from, _, signal) => {
                write!(text, " ({actor} gets {} from {})", signal.name(), self.name(*from))
            }
        };
        text
    }

    /// The event of this number, if there was one.
    pub fn step(&self, number: u64) -> Option<&'a Step> {
        self.course.steps.get(usize::try_from(number).ok()?)
    }
}

/// An instant in words, to the tick.
pub(super) fn instant(time: Time) -> String {
    format!("{:.6} s", time.seconds())
}

/// The facts that were noted in an event, each with who noted it.
pub(super) fn facts(step: &Step) -> impl Iterator<Item = (ActorId, &FactKind)> {
    step.notes.iter().filter_map(|(actor, note)| fact_of(note).map(|fact| (*actor, fact)))
}

/// The fact of a note, if it is one.
pub(super) fn fact_of(note: &Note<Oversight>) -> Option<&FactKind> {
    match note {
        Note::Fact(fact) => Some(fact.kind()),
        Note::Milestone(_)
        | Note::Count(..)
        | Note::Amount(..)
        | Note::Flow(..)
        | Note::Observe(..) => None,
    }
}

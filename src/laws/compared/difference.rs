//! Two courses beside each other: the first difference between them, in words.
//!
//! Actors and channels are compared by their names, so that the worlds need not have the
//! same number of them. Over which of several parallel links a signal came is not compared;
//! when it came and what it says is. It lacks any opinion on whether two courses should be
//! the same.

use crate::engine::Note;
use crate::oversight::likeness::{Names, of_note, of_signal, shows_to};
use crate::oversight::{Fact, Oversight};
use crate::primitives::id::ActorId;
use crate::primitives::time::Time;

use crate::laws::course::{Course, Happening, Step};
use crate::laws::specimen::Specimen;

/// A course, and the names of those in it.
pub struct Seen<'a> {
    course: &'a Course,
    names: Names,
}

impl<'a> Seen<'a> {
    /// A course of this world, or of one with the same actors and channels.
    #[must_use]
    pub fn new(specimen: &Specimen, course: &'a Course) -> Self {
        let blueprint = specimen.blueprint();
        let actors = blueprint.network().node_weights().map(String::as_str);
        let channels = blueprint.channels().iter().map(String::as_str);
        Self { course, names: Names::new(actors, channels) }
    }

    fn name(&self, actor: ActorId) -> &'a str {
        self.course.graph.name(actor)
    }
}

/// What counts when two courses are compared.
#[derive(Clone, Copy)]
pub struct Counts<'a> {
    /// Whether hidden truth counts.
    pub truth: bool,
    /// Whether it counts how many events there were before, and which of them caused it.
    pub numbers: bool,
    /// Of which actors nothing counts, nor what shows to them.
    pub but_of: &'a dyn Fn(&str) -> bool,
    /// Up to which instant everything counts, it included.
    pub until: Time,
}

impl Counts<'_> {
    /// All that happens counts.
    pub const ALL: Self =
        Self { truth: true, numbers: true, but_of: &|_| false, until: Time::NEVER };
}

/// The first difference between two courses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// When it is.
    pub time: Time,
    /// The place of the step in the first course from which on they differ, if it has one
    /// there; its notes differ or the step itself.
    pub one: Option<usize>,
    /// The same of the other course.
    pub other: Option<usize>,
    /// The difference, in whole sentences.
    pub words: String,
}

/// The first difference between two courses, as far as it counts.
#[must_use]
pub fn first_difference(
    one: &Seen<'_>,
    other: &Seen<'_>,
    counts: &Counts<'_>,
) -> Option<Difference> {
    let mut left = steps(one, counts);
    let mut right = steps(other, counts);
    loop {
        match (left.next(), right.next()) {
            (None, None) => return None,
            (Some((place, step)), Some((place_there, step_there))) => {
                if let Some(words) = differ((one, step), (other, step_there), counts) {
                    let time = step.time.min(step_there.time);
                    return Some(Difference {
                        time,
                        one: Some(place),
                        other: Some(place_there),
                        words,
                    });
                }
            }
            (Some((place, step)), None) => {
                let words = format!("{}, and nothing more in the other course.", told(one, step));
                return Some(Difference { time: step.time, one: Some(place), other: None, words });
            }
            (None, Some((place, step))) => {
                let words = format!("In the other course {}.", told(other, step));
                return Some(Difference { time: step.time, one: None, other: Some(place), words });
            }
        }
    }
}

/// The steps that count, with their places.
fn steps<'c>(
    seen: &'c Seen<'_>,
    counts: &'c Counts<'_>,
) -> impl Iterator<Item = (usize, &'c Step)> {
    let counts_here =
        |step: &Step| step.actor.is_none_or(|actor| !(counts.but_of)(seen.name(actor)));
    seen.course
        .steps
        .iter()
        .enumerate()
        .take_while(|(_, step)| step.time <= counts.until)
        .filter(move |(_, step)| counts_here(step))
}

/// How two steps differ.
fn differ(
    (one, step): (&Seen<'_>, &Step),
    (other, step_there): (&Seen<'_>, &Step),
    counts: &Counts<'_>,
) -> Option<String> {
    let numbered = |step: &Step| counts.numbers.then_some((step.number, step.cause));
    if step.time != step_there.time
        || numbered(step) != numbered(step_there)
        || likeness(one, step, counts.truth) != likeness(other, step_there, counts.truth)
    {
        let (here, there) = (told(one, step), told(other, step_there));
        return Some(format!("{here}, but in the other course {there}."));
    }
    let mut left = notes(one, step, counts);
    let mut right = notes(other, step_there, counts);
    loop {
        let (here, there) = match (left.next(), right.next()) {
            (None, None) => return None,
            (Some((_, like)), Some((_, like_there))) if like == like_there => continue,
            (here, there) => (here, there),
        };
        let note = |seen: &Seen<'_>, note: Option<(&(ActorId, Note<Oversight>), _)>| match note {
            Some(((actor, note), _)) => {
                format!("“{}” is noted of `{}`", note_told(seen, note), seen.name(*actor))
            }
            None => "nothing more is noted".to_owned(),
        };
        let when = told(one, step);
        return Some(format!(
            "{when}: there {}, but in the other course {}.",
            note(one, here.map(|(noted, like)| (noted, like))),
            note(other, there.map(|(noted, like)| (noted, like))),
        ));
    }
}

/// What a step is, as a number.
fn likeness(seen: &Seen<'_>, step: &Step, truth: bool) -> (u64, u64, u64) {
    let key = |actor| seen.names.actor(actor).bits();
    let actor = step.actor.map_or(0, key);
    match &step.what {
        Happening::Start => (actor, 0, 0),
        Happening::Ring(clock, number) => {
            (actor, u64::from(*number), crate::primitives::random::EntityKey::named(clock).bits())
        }
        Happening::Delivery(from, _, signal) => {
            (actor, key(*from), of_signal(&seen.names, truth, signal))
        }
    }
}

type Noted = (ActorId, Note<Oversight>);

/// The notes that count, with what they are as numbers.
fn notes<'c>(
    seen: &'c Seen<'_>,
    step: &'c Step,
    counts: &'c Counts<'_>,
) -> impl Iterator<Item = (&'c Noted, (u64, u64))> {
    step.notes.iter().filter_map(move |noted| {
        let (actor, note) = noted;
        let is_left_out = |actor: ActorId| (counts.but_of)(seen.name(actor));
        if is_left_out(*actor) || shows_to(note).is_some_and(is_left_out) {
            return None;
        }
        let like = of_note(&seen.names, counts.truth, note)?;
        Some((noted, (seen.names.actor(*actor).bits(), like)))
    })
}

/// A step in words, which begin a sentence.
fn told(seen: &Seen<'_>, step: &Step) -> String {
    let name = step.actor.map_or("", |actor| seen.name(actor));
    let time = step.time;
    match &step.what {
        Happening::Start => "At the start".to_owned(),
        Happening::Ring(clock, number) => {
            format!("At {time:?} the clock {clock}({number}) of `{name}` rings")
        }
        Happening::Delivery(from, _, signal) => {
            let from = seen.name(*from);
            format!("At {time:?} `{name}` is told `{}` by `{from}` ({signal:?})", signal.name())
        }
    }
}

/// A note in words.
fn note_told(seen: &Seen<'_>, note: &Note<Oversight>) -> String {
    let fact = |fact: &Fact| fact.in_words(|actor| seen.name(actor));
    match note {
        Note::Fact(noted) => fact(noted),
        Note::Milestone(name) => format!("milestone {name}"),
        Note::Count(name, number) => format!("{number} more {name}"),
        Note::Amount(name, number) => format!("{number} more {name}"),
        Note::Flow(name, pace) => format!("{name} at the pace {pace:?}"),
        Note::Observe(name, value) => format!("{name} is {value}"),
    }
}

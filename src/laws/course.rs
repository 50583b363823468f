//! The course of a replication: every event with what was noted in it, so that two courses
//! can be compared.
//!
//! It lacks what follows from it for a law.

use std::sync::Arc;

use crate::engine::{Ending, Event, Note, Recorder, What};
use crate::oversight::{Outcome, Oversight, Record, Signal, Twin};
use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::Time;

use super::specimen::Specimen;

/// How many events a replication has at most before it says nothing about laws.
pub const MOST_EVENTS: u64 = 20_000;

/// One event, or the start, with what was noted in it.
#[derive(Clone, Debug)]
pub struct Step {
    /// When it happened.
    pub time: Time,
    /// Its number, 0 for the start.
    pub number: u64,
    /// The event that caused it, 0 for the start.
    pub cause: u64,
    /// To whom it happened; nobody, for the start.
    pub actor: Option<ActorId>,
    /// What it was.
    pub what: Happening,
    /// What was noted, by whom.
    pub notes: Vec<(ActorId, Note<Oversight>)>,
}

/// What an event was.
#[derive(Clone, Debug)]
pub enum Happening {
    /// The run began.
    Start,
    /// A clock rang: the variant's name, and the number within its family.
    Ring(&'static str, u32),
    /// A signal came: from whom, over which link, seen from the receiver's end.
    Delivery(ActorId, LinkEnd, Signal),
}

/// All that happened in one replication.
#[derive(Clone, Debug)]
pub struct Course {
    /// The events in their order, the start first.
    pub steps: Vec<Step>,
    /// What it came to.
    pub outcome: Outcome,
    /// When it ended.
    pub ended: Time,
    /// Whether it came to its horizon within [`MOST_EVENTS`].
    pub is_whole: bool,
}

impl Course {
    /// Follows one replication of a world, or one of its twins, up to the horizon.
    #[must_use]
    pub fn of(specimen: &Specimen, index: u64, twin: Twin) -> Self {
        let blueprint = specimen.blueprint();
        let key = ReplicationKey::new(specimen.seed(), index);
        let mut simulation = blueprint.build(&blueprint.baseline(), key);
        if twin != Twin::Factual {
            blueprint.turn_to(&mut simulation, &blueprint.baseline(), key, twin);
        }
        simulation.record_causes(true);
        simulation.set_event_budget(MOST_EVENTS);
        let mut log = Log::new(Record::new(Arc::new(blueprint.plan())));
        simulation.reset(key, &mut log);
        let ending = simulation.run_until(Time::START + blueprint.horizon(), &mut log);
        let is_whole = ending == Ending::Reached;
        let ended = simulation.now();
        let outcome = log.record.close(ended - Time::START, simulation.events(), !is_whole);
        Self { outcome: outcome.clone(), steps: log.steps, ended, is_whole }
    }
}

/// Keeps all that happens.
struct Log {
    record: Record,
    steps: Vec<Step>,
}

impl Log {
    fn new(record: Record) -> Self {
        let start = Step {
            time: Time::START,
            number: 0,
            cause: 0,
            actor: None,
            what: Happening::Start,
            notes: Vec::new(),
        };
        Self { record, steps: vec![start] }
    }
}

impl Recorder<Oversight> for Log {
    const EVENTS: bool = true;

    fn event(&mut self, event: &Event<'_, Oversight>) {
        self.record.event(event);
        let what = match &event.what {
            What::Ring { clock, number } => Happening::Ring(clock, *number),
            What::Delivery { from, link, signal } => {
                Happening::Delivery(*from, *link, (*signal).clone())
            }
        };
        self.steps.push(Step {
            time: event.time,
            number: event.number,
            cause: event.cause,
            actor: Some(event.actor),
            what,
            notes: Vec::new(),
        });
    }

    fn note(&mut self, now: Time, actor: ActorId, note: Note<Oversight>) {
        self.record.note(now, actor, note.clone());
        let last = self.steps.last_mut().expect("the start is there");
        last.notes.push((actor, note));
    }
}

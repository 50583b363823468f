//! The course of a replication: every event with what was noted in it, so that two courses
//! can be compared.
//!
//! It lacks what follows from it for a law, and the hidden truth of what is said: what
//! happened in truth stands in the facts alone.

use std::sync::Arc;

use crate::engine::{Ending, Event, Graph, Note, Recorder, Simulation, What};
use crate::oversight::{Link, Milestone, Outcome, Oversight, Pauses, Record, Signal, Twin};
use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::Time;
use crate::world::Blueprint;

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
    /// Whether it came to its end within [`MOST_EVENTS`].
    pub is_whole: bool,
    /// Who is joined to whom, with the delays and losses of this replication.
    pub graph: Arc<Graph<Link>>,
}

impl Course {
    /// Follows one replication of a world, or one of its twins, up to the horizon, or to
    /// the end of the aftermath of its takeoff.
    ///
    /// The twin without orders is followed from the start: nobody heeds any.
    #[must_use]
    pub fn of(blueprint: &Blueprint, key: ReplicationKey, twin: Twin) -> Self {
        Self::changed(blueprint, key, twin, |_| {})
    }

    /// The same, where something of the simulation is another before it starts.
    #[must_use]
    pub fn changed(
        blueprint: &Blueprint,
        key: ReplicationKey,
        twin: Twin,
        change: impl FnOnce(&mut Simulation<Oversight>),
    ) -> Self {
        let mut simulation = blueprint.build(&blueprint.baseline(), key);
        if twin != Twin::Factual {
            blueprint.turn_to(&mut simulation, &blueprint.baseline(), key, twin);
        }
        change(&mut simulation);
        simulation.record_causes(true);
        simulation.record_details(true);
        simulation.set_event_budget(MOST_EVENTS);
        let aftermath = blueprint.world().aftermath();
        let pauses = Pauses { at_takeoff: aftermath.is_some(), ..Pauses::default() };
        let mut log = Log::new(Record::new(Arc::new(blueprint.plan().pausing(pauses))));
        simulation.reset(key, &mut log);
        let horizon = Time::START + blueprint.horizon();
        let ending = loop {
            log.record.go_on();
            let takeoff = log.record.at(Milestone::Takeoff);
            let span = aftermath.filter(|_| takeoff < Time::NEVER);
            let until = span.map_or(horizon, |span| horizon.min(takeoff + span));
            let ending = simulation.run_until(until, &mut log);
            if ending != Ending::Paused {
                break ending;
            }
        };
        let is_whole = ending == Ending::Reached;
        let ended = simulation.now();
        let outcome = log.record.close(ended - Time::START, simulation.events(), !is_whole);
        let (outcome, graph) = (outcome.clone(), Arc::clone(simulation.graph()));
        Self { outcome, steps: log.steps, ended, is_whole, graph }
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

    fn pauses(&self) -> bool {
        self.record.is_paused()
    }
}

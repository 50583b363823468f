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
use crate::primitives::time::{Span, Time};
use crate::world::Blueprint;

/// How many events a replication has at most before it says nothing about laws.
pub const MOST_EVENTS: u64 = 20_000;

/// For how many events there is room from the start.
const USUAL_STEPS: usize = 512;

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
        let mut follower = Follower::begin(blueprint, key, twin, change);
        follower.go_on(u64::MAX);
        follower.finish()
    }
}

/// A replication that is being followed, and can be left alone on the way, copied and gone
/// on with.
#[derive(Clone)]
pub(super) struct Follower {
    simulation: Simulation<Oversight>,
    log: Log,
    horizon: Time,
    aftermath: Option<Span>,
    ending: Ending,
}

impl Follower {
    /// At the start of one replication of a world, or one of its twins, where something of
    /// the simulation is another.
    pub(super) fn begin(
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
        Self { simulation, log, horizon, aftermath, ending: Ending::Paused }
    }

    /// The same, followed for so long from its start, whatever takes off.
    pub(super) fn lasting(self, horizon: Span) -> Self {
        Self { horizon: Time::START + horizon, aftermath: None, ..self }
    }

    /// At the start of another replication of the same world, with what was used for this.
    pub(super) fn begin_again(&mut self, blueprint: &Blueprint, key: ReplicationKey) {
        blueprint.turn(&mut self.simulation, &blueprint.baseline(), key);
        self.log.forget();
        self.simulation.reset(key, &mut self.log);
        self.ending = Ending::Paused;
    }

    /// Follows it for so many events more; whether it is not at its end then.
    pub(super) fn go_on(&mut self, events: u64) -> bool {
        let last = self.simulation.events().saturating_add(events);
        loop {
            self.log.record.go_on();
            let takeoff = self.log.record.at(Milestone::Takeoff);
            let span = self.aftermath.filter(|_| takeoff < Time::NEVER);
            let until = span.map_or(self.horizon, |span| self.horizon.min(takeoff + span));
            let left = last.saturating_sub(self.simulation.events());
            self.ending = self.simulation.run_some(until, left, &mut self.log);
            if self.ending != Ending::Paused {
                return false;
            }
            if self.simulation.events() >= last {
                return true;
            }
        }
    }

    /// What happened in it, at its end.
    pub(super) fn finish(mut self) -> Course {
        let is_whole = self.ending == Ending::Reached;
        let ended = self.simulation.now();
        let events = self.simulation.events();
        let outcome = self.log.record.close(ended - Time::START, events, !is_whole).clone();
        let graph = Arc::clone(self.simulation.graph());
        Course { outcome, steps: self.log.steps, ended, is_whole, graph }
    }
}

/// Keeps all that happens.
#[derive(Clone)]
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
        let mut steps = Vec::with_capacity(USUAL_STEPS);
        steps.push(start);
        Self { record, steps }
    }

    fn forget(&mut self) {
        self.record.reset();
        self.steps.truncate(1);
        self.steps[0].notes.clear();
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

//! Who has most events: whom to look at where a replication spends its budget of them.
//!
//! It lacks why that is so.

use std::collections::BTreeMap;

use crate::engine::{Event, Note, Recorder, Simulation, What};
use crate::oversight::Oversight;
use crate::primitives::id::ActorId;
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::{Span, Time};
use crate::world::Blueprint;

/// What happened most often in the later part of a replication.
#[derive(Clone, Debug)]
pub struct Busiest {
    /// What it was, in words that go on with how often it did.
    pub what: String,
    /// How often.
    pub times: u64,
    /// Of how many events.
    pub events: u64,
    /// From when to when they were.
    pub from: Time,
    /// The last of them.
    pub until: Time,
}

impl Busiest {
    /// What it is, in words that go on a sentence.
    #[must_use]
    pub fn told(&self) -> String {
        let Self { what, times, events, from, until } = self;
        let (from, until) = (from.seconds(), until.seconds());
        format!("{what} {times} times in {events} events, from {from:.6} s to {until:.6} s")
    }
}

/// Follows a replication of a world for at most so many events, of which the first are
/// passed over, and says what happened most often in the others. None, if there are none or
/// the horizon comes first.
#[must_use]
pub fn busiest(
    blueprint: &Blueprint,
    key: ReplicationKey,
    passed: u64,
    events: u64,
) -> Option<Busiest> {
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    let mut counter = Counter { passed, from: None, until: Time::START, counts: BTreeMap::new() };
    simulation.set_event_budget(u64::MAX);
    simulation.reset(key, &mut counter);
    simulation.run_some(Time::START + blueprint.horizon(), events, &mut counter);
    let is_over = simulation.events() < events;
    let times: u64 = counter.counts.values().sum();
    let most = counter.counts.iter().max_by_key(|(_, times)| **times);
    let (what, most) = most.filter(|_| !is_over)?;
    Some(Busiest {
        what: told(&simulation, what),
        times: *most,
        events: times,
        from: counter.from.unwrap_or(Time::START),
        until: counter.until,
    })
}

impl Busiest {
    /// How many events there would be in a span at this pace, as a number.
    #[must_use]
    pub fn events_in(&self, span: Span) -> f64 {
        let took = self.until.since(self.from).max(Span::TICK);
        self.events as f64 * (span.seconds() / took.seconds())
    }
}

/// What can happen: to whom, by which name and number, and who said it if it was said.
type Kind = (ActorId, &'static str, u32, Option<ActorId>);

/// Counts what happens.
struct Counter {
    passed: u64,
    from: Option<Time>,
    until: Time,
    counts: BTreeMap<Kind, u64>,
}

impl Recorder<Oversight> for Counter {
    const EVENTS: bool = true;

    fn event(&mut self, event: &Event<'_, Oversight>) {
        if event.number <= self.passed {
            return;
        }
        self.from.get_or_insert(event.time);
        self.until = event.time;
        let what = match &event.what {
            What::Ring { clock, number } => (event.actor, *clock, *number, None),
            What::Delivery { from, signal, .. } => (event.actor, signal.name(), 0, Some(*from)),
        };
        *self.counts.entry(what).or_default() += 1;
    }

    fn note(&mut self, _: Time, _: ActorId, _: Note<Oversight>) {}
}

fn told(simulation: &Simulation<Oversight>, what: &Kind) -> String {
    let (actor, name, number, from) = what;
    let called = |actor: ActorId| simulation.graph().name(actor);
    match (from, number) {
        (Some(from), _) => format!("`{}` told `{}` `{name}`", called(*from), called(*actor)),
        (None, 0) => format!("the clock `{name}` of `{}` rang", called(*actor)),
        (None, number) => format!("the clock `{name}({number})` of `{}` rang", called(*actor)),
    }
}

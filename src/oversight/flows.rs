//! Counters that go up all the time, at a pace that changes now and then.
//!
//! It lacks what a counter is for, which measures say.

use crate::engine::Pace;
use crate::primitives::id::ActorId;
use crate::primitives::time::Time;

/// One counter of one actor.
#[derive(Clone, Copy, Debug)]
struct Flow {
    actor: ActorId,
    name: &'static str,
    /// What it went up by until `since`.
    total: f64,
    pace: Pace,
    since: Time,
}

/// All that flow in a replication, in the order in which they were first heard of.
#[derive(Clone, Debug, Default)]
pub(super) struct Flows(Vec<Flow>);

impl Flows {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Gives a counter another pace. What it goes up by counts from `begin` on.
    pub(super) fn turn(
        &mut self,
        (begin, now): (Time, Time),
        actor: ActorId,
        name: &'static str,
        pace: Pace,
    ) {
        let mut flows = self.0.iter_mut();
        let Some(flow) = flows.find(|flow| flow.actor == actor && flow.name == name) else {
            self.0.push(Flow { actor, name, total: 0.0, pace, since: now });
            return;
        };
        flow.total = flow.until(begin, now);
        (flow.pace, flow.since) = (pace, now);
    }

    /// What the counter at a place went up by in all; none past the last.
    pub(super) fn total(
        &self,
        place: usize,
        (begin, end): (Time, Time),
    ) -> Option<(ActorId, &'static str, f64)> {
        self.0.get(place).map(|flow| (flow.actor, flow.name, flow.until(begin, end)))
    }
}

impl Flow {
    /// What it went up by until now.
    fn until(&self, begin: Time, now: Time) -> f64 {
        let from = self.since.max(begin);
        let pace = self.pace.after((from - self.since).seconds());
        let total = self.total + pace.spent((now - from).seconds());
        assert!(total.is_finite() && total >= self.total, "`{}` went up to {total}", self.name);
        total
    }
}

//! Replications of one world, one after the other, each as what it came to.
//!
//! It follows no twin, so that what would have come without orders stays unknown where
//! there were any.

use std::sync::Arc;

use crate::engine::{Ending, Simulation};
use crate::oversight::{Outcome, Oversight, Record};
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::Time;
use crate::world::{Blueprint, Point};

/// How many events a replication may have: laws of this kind need many, so that they are about
/// smaller worlds than others.
const MOST_EVENTS: u64 = 2_000;

/// A world that is run again and again.
pub(super) struct Replays<'a> {
    blueprint: &'a Blueprint,
    point: Point,
    seed: u64,
    simulation: Simulation<Oversight>,
    record: Record,
}

impl<'a> Replays<'a> {
    /// Of a world under the chances of a seed.
    pub(super) fn new(blueprint: &'a Blueprint, seed: u64) -> Self {
        let point = blueprint.baseline();
        let mut simulation = blueprint.build(&point, ReplicationKey::new(seed, 0));
        simulation.set_event_budget(MOST_EVENTS);
        let record = Record::new(Arc::new(blueprint.plan()));
        Self { blueprint, point, seed, simulation, record }
    }

    /// What the replication of this index comes to at the horizon; none where it has too
    /// many events to come there.
    pub(super) fn outcome(&mut self, index: u64) -> Option<&Outcome> {
        let key = ReplicationKey::new(self.seed, index);
        let Self { blueprint, point, simulation, record, .. } = self;
        record.reset();
        blueprint.turn(simulation, point, key);
        simulation.reset(key, record);
        let ending = simulation.run_until(Time::START + blueprint.horizon(), record);
        let failed = ending != Ending::Reached;
        record.close(simulation.now() - Time::START, simulation.events(), failed);
        (!failed).then(|| self.record.outcome())
    }
}

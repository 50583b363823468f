//! Replications of one world, one after the other, each as what it came to.
//!
//! It follows no twin, so that what would have come without orders stays unknown where
//! there were any.

use std::sync::Arc;

use crate::engine::{Ending, Simulation};
use crate::laws::Specimen;
use crate::oversight::{Outcome, Oversight, Record};
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::Time;
use crate::world::{Blueprint, Point};

/// How many events a replication may have: laws of this kind need many, so that they are about
/// smaller worlds than others.
const MOST_EVENTS: u64 = 1_000;

/// How many replications of a world all laws share, at most.
const SHARED: u64 = 16;

/// How many events they may have in all, or there are fewer.
const EVENTS: u64 = 3_000;

/// The first replications of a world, as far as they come to the horizon in few events. They
/// are run once, whoever asks.
pub(super) fn first_outcomes(specimen: &Specimen) -> &[Outcome] {
    specimen.outcomes(|| {
        let mut replays = Replays::new(specimen.blueprint(), specimen.seed());
        let (mut all, mut events) = (Vec::new(), 0);
        for index in 0..SHARED {
            let Some(outcome) = replays.outcome(index).filter(|_| events < EVENTS) else {
                break;
            };
            events += outcome.events;
            all.push(outcome.clone());
        }
        all
    })
}

/// A world that is run again and again.
pub(super) struct Replays<'a> {
    blueprint: &'a Blueprint,
    point: Point,
    seed: u64,
    /// What the first replications come to, where that is known.
    known: &'a [Outcome],
    /// It is built when a replication is asked for of which nothing is known.
    running: Option<(Simulation<Oversight>, Record)>,
}

impl<'a> Replays<'a> {
    /// Of a world under the chances of a seed.
    pub(super) fn new(blueprint: &'a Blueprint, seed: u64) -> Self {
        Self { blueprint, point: blueprint.baseline(), seed, known: &[], running: None }
    }

    /// Of a specimen under its own chances.
    pub(super) fn of(specimen: &'a Specimen) -> Self {
        let known = first_outcomes(specimen);
        Self { known, ..Self::new(specimen.blueprint(), specimen.seed()) }
    }

    /// What the replication of this index comes to at the horizon; none where it has too
    /// many events to come there.
    pub(super) fn outcome(&mut self, index: u64) -> Option<&Outcome> {
        if let Some(known) = self.known.get(index as usize) {
            return Some(known);
        }
        let Self { blueprint, point, running, .. } = self;
        let key = ReplicationKey::new(self.seed, index);
        let (simulation, record) = match running {
            Some((simulation, record)) => {
                record.reset();
                blueprint.turn(simulation, point, key);
                (simulation, record)
            }
            None => {
                let mut simulation = blueprint.build(point, key);
                simulation.set_event_budget(MOST_EVENTS);
                let record = Record::new(Arc::new(blueprint.plan()));
                let (simulation, record) = running.insert((simulation, record));
                (simulation, record)
            }
        };
        simulation.reset(key, record);
        let ending = simulation.run_until(Time::START + blueprint.horizon(), record);
        let failed = ending != Ending::Reached;
        record.close(simulation.now() - Time::START, simulation.events(), failed);
        (!failed).then(|| record.outcome())
    }
}

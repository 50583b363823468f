//! A lineage: how capable a model is, and the generations that it has gone
//! through.
//!
//! Capability is `log10(E/E0)`: orders of magnitude of effective training compute
//! above what the model had at the start of the run.

use std::collections::VecDeque;

use crate::primitives::id::ActorId;
use crate::primitives::time::Time;

use super::concern::Takeoff;

/// What a model has become since the start.
#[derive(Clone, Debug, Default)]
pub struct Lineage {
    capability: f64,
    /// The capability at the last counted generation.
    parent: f64,
    /// When the latest generations came, as many as takeoff counts.
    generations: VecDeque<Time>,
    count: u64,
}

impl Lineage {
    /// Orders of magnitude above the start.
    #[must_use]
    pub fn capability(&self) -> f64 {
        self.capability
    }

    /// How many generations there were.
    #[must_use]
    pub fn generations(&self) -> u64 {
        self.count
    }

    /// A model of this capability is deployed, if it is above the one that is.
    /// Whether a step is a generation is counted for any takeoff, with the step of the
    /// world's, or half an order of magnitude where it has none.
    pub(in crate::oversight) fn deploy(
        &mut self,
        now: Time,
        me: ActorId,
        capability: f64,
        takeoff: &Takeoff,
    ) -> bool {
        if capability <= self.capability {
            return false;
        }
        self.capability = capability;
        let step = takeoff.step();
        // A step that is written as 0.3 is one, however the sums are rounded.
        let is_generation = capability - self.parent >= step - 1e-9;
        if is_generation {
            self.parent = capability;
            self.count += 1;
            if let Takeoff::Generations { count, .. } = takeoff {
                self.generations.push_back(now);
                if self.generations.len() > *count as usize {
                    self.generations.pop_front();
                }
            }
        }
        let concerns = |of: &Option<ActorId>| of.is_none_or(|of| of == me);
        match takeoff {
            Takeoff::After(_)
            | Takeoff::Doublings { .. }
            | Takeoff::Level { .. }
            | Takeoff::Copies { .. } => false,
            Takeoff::Capability { of, above_start } => {
                concerns(of) && capability >= above_start - 1e-9
            }
            Takeoff::Generations { of, count, within, .. } => {
                let enough = self.generations.len() == *count as usize;
                let in_time = |first: &Time| now.since(*first) <= *within;
                let in_time = enough && self.generations.front().is_some_and(in_time);
                is_generation && concerns(of) && in_time
            }
        }
    }
}

//! Software: how efficient it has become by research, in doublings.
//!
//! It lacks how research gets there, and what becomes of a model by it.

use std::collections::VecDeque;

use crate::primitives::id::ActorId;
use crate::primitives::time::Time;

use super::concern::Takeoff;

/// How efficient software has become since the start.
///
/// Efficiency is how many times as much comes of the same compute.
#[derive(Clone, Debug, Default)]
pub struct Software {
    doublings: u64,
    /// When the latest doublings came, as many as takeoff counts.
    latest: VecDeque<Time>,
}

impl Software {
    /// How often efficiency has doubled.
    #[must_use]
    pub fn doublings(&self) -> u64 {
        self.doublings
    }

    /// Efficiency in orders of magnitude above the start.
    #[must_use]
    pub fn efficiency(&self) -> f64 {
        self.doublings as f64 * std::f64::consts::LOG10_2
    }

    /// Doubles efficiency, and says whether that is takeoff.
    pub(in crate::oversight) fn double(
        &mut self,
        now: Time,
        me: ActorId,
        takeoff: &Takeoff,
    ) -> bool {
        self.doublings += 1;
        let concerns = |of: &Option<ActorId>| of.is_none_or(|of| of == me);
        match takeoff {
            Takeoff::After(_)
            | Takeoff::Capability { .. }
            | Takeoff::Generations { .. }
            | Takeoff::Copies { .. } => false,
            Takeoff::Level { of, above_start } => {
                concerns(of) && self.efficiency() >= above_start - 1e-9
            }
            Takeoff::Doublings { of, count, within } => {
                self.latest.push_back(now);
                if self.latest.len() > *count as usize {
                    self.latest.pop_front();
                }
                let enough = self.latest.len() == *count as usize;
                let in_time = |first: &Time| now.since(*first) <= *within;
                concerns(of) && enough && self.latest.front().is_some_and(in_time)
            }
        }
    }
}

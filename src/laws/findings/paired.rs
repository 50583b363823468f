//! How much later notice comes in one world than in another, on the same chances.
//!
//! A replication without notice has it at the horizon: so the difference has a mean whatever
//! happens. It lacks a search.

use std::sync::atomic::AtomicBool;

use crate::behaviors::Roles;
use crate::engine::EVENT_BUDGET;
use crate::experiment::{Ensemble, Watch, replicate_keeping};
use crate::world::{WorldFile, check};

/// On which chances worlds are compared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pairs {
    pub(super) replications: u64,
    pub(super) seed: u64,
    pub(super) threads: usize,
}

/// When each replication is noticed, in seconds from the start, the horizon where it is not;
/// and the horizon.
#[derive(Clone, Debug)]
pub(super) struct Times {
    times: Vec<f64>,
    horizon: f64,
}

/// How much later notice comes, over replications of the same chances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Later {
    /// The mean difference in seconds, positive if notice comes later.
    pub mean: f64,
    /// The variance of the differences.
    variance: f64,
    /// Between which values each difference lies: so far on either side of zero.
    bound: f64,
    /// How many replications were compared.
    pub n: u64,
    /// In how many of these notice came later, and in how many sooner.
    pub later_and_sooner: (u64, u64),
    /// In how many it is noticed at all, without what is stronger and with it.
    pub noticed: (u64, u64),
    /// The seed of the chances.
    pub seed: u64,
}

impl Times {
    /// Of a text; nothing if the door refuses it, a replication spends its budget of events
    /// or somebody stops it.
    pub(super) fn of(text: &str, roles: &Roles, pairs: Pairs, stop: &AtomicBool) -> Option<Self> {
        let mut file = WorldFile::from_text("a world", text).ok()?;
        file.claim("median(noticed) >= 1 d");
        let (blueprint, _) = check(&file, roles).ok()?;
        let Pairs { replications, seed, threads } = pairs;
        let ensemble =
            Ensemble { replications, seed, threads, event_budget: EVENT_BUDGET, twins: false };
        let watch = Watch { progress: &|_| {}, stop };
        let table = replicate_keeping(&blueprint, ensemble, &watch, true);
        if table.interrupted || table.failed > 0 {
            return None;
        }
        let horizon = blueprint.horizon().seconds();
        let kept = table.kept().expect("it was asked to keep");
        let times = kept.iter().map(|(noticed, _)| noticed.min(horizon)).collect();
        Some(Self { times, horizon })
    }

    /// How much later notice comes in another world.
    pub(super) fn later(&self, other: &Self, seed: u64) -> Later {
        let differences = || self.times.iter().zip(&other.times).map(|(one, other)| other - one);
        let n = self.times.len() as f64;
        let mean = differences().sum::<f64>() / n;
        let squares: f64 = differences().map(|one| (one - mean) * (one - mean)).sum();
        let noticed =
            |one: &Self| one.times.iter().filter(|time| **time < one.horizon).count() as u64;
        let count = |way: fn(f64) -> bool| differences().filter(|one| way(*one)).count() as u64;
        Later {
            mean,
            variance: squares / (n - 1.0).max(1.0),
            bound: self.horizon.max(other.horizon),
            n: self.times.len() as u64,
            later_and_sooner: (count(|one| one > 0.0), count(|one| one < 0.0)),
            noticed: (noticed(self), noticed(other)),
            seed,
        }
    }
}

impl Later {
    /// How far the mean over all chances is from the one that was seen, with at most this
    /// probability of being further on one side, whatever the law of the differences: the
    /// empirical Bernstein bound (Maurer and Pontil 2009, "Empirical Bernstein bounds and
    /// sample variance penalization", theorem 4).
    #[must_use]
    pub fn reach(&self, error: f64) -> f64 {
        let (n, logarithm) = (self.n as f64, libm::log(2.0 / error));
        let range = 2.0 * self.bound;
        libm::sqrt(2.0 * self.variance * logarithm / n)
            + 7.0 * range * logarithm / (3.0 * (n - 1.0).max(1.0))
    }

    /// Whether notice comes later, but for a probability of at most this.
    #[must_use]
    pub fn is_later(&self, error: f64) -> bool {
        self.mean - self.reach(error) > 0.0
    }

    /// Whether notice is still possible: it comes in one replication of twenty at least. What
    /// nobody can notice any more is no delay, but a blind spot.
    #[must_use]
    pub(super) fn is_possible(&self) -> bool {
        20 * self.noticed.1 >= self.n
    }

    /// The mean difference in standard errors: any number of them, where every replication
    /// has the same difference.
    #[must_use]
    pub(super) fn strength(&self) -> f64 {
        if self.variance > 0.0 {
            self.mean / libm::sqrt(self.variance / self.n as f64)
        } else if self.mean == 0.0 {
            0.0
        } else {
            f64::INFINITY.copysign(self.mean)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Times;

    fn strength(one: f64, other: f64) -> f64 {
        let times = |time: f64| Times { times: vec![time; 100], horizon: 1000.0 };
        times(one).later(&times(other), 1).strength()
    }

    #[test]
    fn a_delay_without_any_variance_is_as_strong_as_can_be() {
        assert_eq!(strength(20.0, 50.0), f64::INFINITY);
        assert_eq!(strength(50.0, 20.0), f64::NEG_INFINITY);
        assert_eq!(strength(20.0, 20.0).to_bits(), 0);
    }
}

//! Belief: log-odds from evidence in force, and their shadow without error.
//!
//! Sums run in integers of 2^-32 nat, so that the order of reports cannot
//! matter. The shadow sum leaves out what is false, coincident or benign; it
//! decides whether being convinced is notice, and no behavior can read it.

use std::fmt;

use crate::primitives::random::Identity;

use super::evidence::{AlarmClass, Alert};

/// Units of log-odds in a nat.
const UNITS_PER_NAT: f64 = (1_u64 << 32) as f64;

/// Log-odds in whole units; finite likelihood ratios of 1e±300 stay far from
/// the ends.
fn units(nats: f64) -> i64 {
    libm::round(nats * UNITS_PER_NAT) as i64
}

/// The log-odds of a probability in (0, 1); the ends are beyond any evidence.
fn logit(probability: f64) -> i64 {
    units((libm::log(probability) - libm::log1p(-probability)).clamp(-1e6, 1e6))
}

/// What somebody believes about there being concerning work.
#[derive(Clone)]
pub struct Belief {
    threshold: i64,
    prior: i64,
    /// The identity, the weight in units and the class of each item, sorted by
    /// identity: one identity counts once.
    items: Vec<(Identity, i64, AlarmClass)>,
}

impl fmt::Debug for Belief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Belief")
            .field("prior", &self.prior)
            .field("threshold", &self.threshold)
            .field("items", &self.items.len())
            .finish_non_exhaustive()
    }
}

impl Belief {
    /// Before any evidence, from a prior probability; convinced from
    /// `threshold` on.
    #[must_use]
    pub fn new(prior: f64, threshold: f64) -> Self {
        Self { threshold: logit(threshold), prior: logit(prior), items: Vec::new() }
    }

    /// Takes in the pieces of an alert, each with a likelihood ratio; of one
    /// identity the largest that has arrived counts.
    pub fn weigh(&mut self, alert: &Alert, likelihood_ratio: f64) {
        assert!(likelihood_ratio > 0.0, "a likelihood ratio of {likelihood_ratio}");
        let weight = units(libm::log(likelihood_ratio).clamp(-1e6, 1e6));
        for piece in alert.pieces() {
            match self.items.binary_search_by_key(&piece.identity(), |item| item.0) {
                Ok(place) => self.items[place].1 = self.items[place].1.max(weight),
                Err(place) => self.items.insert(place, (piece.identity(), weight, piece.class)),
            }
        }
    }

    /// Whether the evidence in force convinces.
    #[must_use]
    pub fn convinces(&self) -> bool {
        self.sum(|_| true) >= self.threshold
    }

    fn sum(&self, counts: impl Fn(AlarmClass) -> bool) -> i64 {
        self.items
            .iter()
            .filter(|item| counts(item.2))
            .fold(self.prior, |sum, item| sum.saturating_add(item.1))
    }

    /// Whether it would convince without what is false, coincident or benign.
    ///
    /// Some evidence must be left then: a prior that convinces alone has seen
    /// nothing.
    pub(in crate::oversight) fn convinces_truly(&self) -> bool {
        let is_true = |class| class == AlarmClass::Caused;
        self.items.iter().any(|item| is_true(item.2)) && self.sum(is_true) >= self.threshold
    }
}

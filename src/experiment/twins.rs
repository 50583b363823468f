//! Twins: what would have happened without orders, and without concerning work.
//!
//! Both run on the chances of the replication that they belong to, so that they
//! differ from it by what they leave out and by nothing else.

use crate::oversight::{Milestone, Outcome};
use crate::primitives::time::Time;

use super::burden::Burden;
use super::estimate::{Estimate, LEVEL, proportion};

/// What the twins of one replication came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct TwinOutcomes<'a> {
    /// Without orders: only where one went out.
    pub hands_off: Option<&'a Outcome>,
    /// How many events it had in common with the replication, up to the first order.
    pub in_common: u64,
    /// Without concerning work.
    pub innocent: Option<&'a Outcome>,
}

/// What the twins of many replications came to.
#[derive(Clone, Debug, Default)]
pub struct Twins {
    /// Replications in which an order went out.
    pub ordered: u64,
    /// Of those, how many were followed without orders.
    pub hands_off: u64,
    /// Of those, in how many takeoff came.
    pub hands_off_takeoffs: u64,
    /// How many were followed without concerning work.
    pub innocent: u64,
    /// Of those, in how many an accountable authority was convinced.
    pub false_accusations: u64,
    /// How many twins spent their event budget.
    pub failed: u64,
    /// How many twins were followed in all, failed ones included.
    pub followed: u64,
    /// How many events they had beyond those of the replications.
    pub events: u64,
    pub(super) burden: Burden,
}

impl Twins {
    pub(super) fn fold(&mut self, outcome: &Outcome, twins: &TwinOutcomes<'_>) {
        for twin in [twins.hands_off, twins.innocent].into_iter().flatten() {
            self.followed += 1;
            self.events += twin.events;
            self.failed += u64::from(twin.failed);
        }
        self.events -= twins.in_common;
        if outcome.failed {
            return;
        }
        self.ordered += u64::from(outcome.at(Milestone::FirstOrder) != Time::NEVER);
        if let Some(hands_off) = twins.hands_off {
            self.hands_off += 1;
            let takeoff = hands_off.at(Milestone::Takeoff) != Time::NEVER;
            self.hands_off_takeoffs += u64::from(takeoff);
        }
        if let Some(innocent) = twins.innocent.filter(|innocent| !innocent.failed) {
            self.innocent += 1;
            self.false_accusations += u64::from(innocent.errors.false_accusation);
            self.burden.fold(innocent);
        }
    }

    pub(super) fn merge(&mut self, next: &Self) {
        self.ordered += next.ordered;
        self.hands_off += next.hands_off;
        self.hands_off_takeoffs += next.hands_off_takeoffs;
        self.innocent += next.innocent;
        self.false_accusations += next.false_accusations;
        self.failed += next.failed;
        self.followed += next.followed;
        self.events += next.events;
        self.burden.merge(&next.burden);
    }

    /// Whether it is known of every replication when takeoff would have come.
    pub(super) fn knows_all(&self) -> bool {
        self.ordered == self.hands_off
    }

    /// The share of innocent twins in which an accountable authority was convinced.
    #[must_use]
    pub fn false_accusations(&self) -> Estimate {
        proportion(self.false_accusations, self.innocent, LEVEL)
    }

    /// The share of takeoffs without orders, where one went out.
    #[must_use]
    pub fn hands_off_takeoffs(&self) -> Estimate {
        proportion(self.hands_off_takeoffs, self.hands_off, LEVEL)
    }
}

//! The table that all replications are folded into, one after another.
//!
//! It keeps counts, sums and sketches and no row, so that its size does not
//! depend on how many replications there were.

use std::sync::Arc;

use crate::oversight::{Milestone, Outcome, OutcomeClass, Plan};
use crate::primitives::time::Time;
use crate::world::claim::CheckedClaim;

use super::claim::{ClaimResult, ClaimSums, of_measure};
use super::estimate::{Estimate, proportion};
use super::quantiles::Quantiles;
use super::ratio::RatioSums;

/// The chance with which every interval covers the truth.
pub const LEVEL: f64 = 0.95;

/// How many failed replications are named.
const NAMED_FAILURES: usize = 5;

/// What many replications of one world came to.
#[derive(Clone, Debug)]
pub struct Table {
    plan: Arc<Plan>,
    /// The seed of all chances.
    pub seed: u64,
    /// Whether it was stopped before all that was ordered.
    pub interrupted: bool,
    /// How many replications were folded, failed ones included.
    pub replications: u64,
    /// How many spent their event budget. They are left out of all else.
    pub failed: u64,
    /// The indices of the first that failed.
    pub failures: Vec<u64>,
    /// How many events there were.
    pub events: u64,
    classes: [u64; OutcomeClass::ALL.len()],
    noticed: u64,
    lucky_notices: u64,
    false_accusations: u64,
    milestones: Vec<Quantiles>,
    measures: Vec<RatioSums>,
    claims: ClaimSums,
}

/// An estimate under its name.
#[derive(Clone, Debug)]
pub struct Named {
    /// What was estimated.
    pub name: &'static str,
    /// How much of it there is.
    pub estimate: Estimate,
}

impl Table {
    /// A table of no replication, which holds these claims against what it folds.
    ///
    /// # Panics
    ///
    /// If the plan was not asked for what the claims name.
    #[must_use]
    pub fn new(plan: Arc<Plan>, claims: &[CheckedClaim], seed: u64) -> Self {
        Self {
            seed,
            interrupted: false,
            replications: 0,
            failed: 0,
            failures: Vec::new(),
            events: 0,
            classes: [0; OutcomeClass::ALL.len()],
            noticed: 0,
            lucky_notices: 0,
            false_accusations: 0,
            milestones: vec![Quantiles::default(); plan.milestones().len()],
            measures: vec![RatioSums::default(); plan.measures().len()],
            claims: ClaimSums::new(&plan, claims),
            plan,
        }
    }

    /// What is recorded of the world.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Folds the next replication.
    pub fn fold(&mut self, outcome: &Outcome) {
        let index = self.replications;
        self.replications += 1;
        self.events += outcome.events;
        if outcome.failed {
            self.failed += 1;
            if self.failures.len() < NAMED_FAILURES {
                self.failures.push(index);
            }
            return;
        }
        self.classes[outcome.class() as usize] += 1;
        self.noticed += u64::from(outcome.at(Milestone::Noticed) != Time::NEVER);
        self.lucky_notices += u64::from(outcome.errors.lucky_notice);
        self.false_accusations += u64::from(outcome.errors.false_accusation);
        for (quantiles, time) in self.milestones.iter_mut().zip(&outcome.milestones) {
            if *time != Time::NEVER {
                quantiles.add(*time);
            }
        }
        for (sums, (numerator, denominator)) in self.measures.iter_mut().zip(&outcome.measures) {
            sums.add(*numerator, *denominator);
        }
        self.claims.fold(outcome);
    }

    /// Folds the table of the replications that come next.
    pub fn merge(&mut self, next: &Self) {
        let free = NAMED_FAILURES - self.failures.len();
        let first = self.replications;
        self.failures.extend(next.failures.iter().take(free).map(|index| first + index));
        self.replications += next.replications;
        self.events += next.events;
        self.failed += next.failed;
        self.noticed += next.noticed;
        self.lucky_notices += next.lucky_notices;
        self.false_accusations += next.false_accusations;
        for (ours, theirs) in self.classes.iter_mut().zip(next.classes) {
            *ours += theirs;
        }
        for (ours, theirs) in self.milestones.iter_mut().zip(&next.milestones) {
            ours.merge(theirs);
        }
        for (ours, theirs) in self.measures.iter_mut().zip(&next.measures) {
            ours.merge(theirs);
        }
        self.claims.merge(&next.claims);
    }

    /// How many replications count: all that did not fail.
    #[must_use]
    pub fn counted(&self) -> u64 {
        self.replications - self.failed
    }

    /// How often a replication ended so.
    #[must_use]
    pub fn count_of(&self, class: OutcomeClass) -> u64 {
        self.classes[class as usize]
    }

    /// In how many replications takeoff came.
    #[must_use]
    pub fn takeoffs(&self) -> u64 {
        OutcomeClass::ALL
            .into_iter()
            .filter(|class| class.has_takeoff())
            .map(|class| self.count_of(class))
            .sum()
    }

    /// The share of an outcome.
    #[must_use]
    pub fn share_of(&self, class: OutcomeClass) -> Estimate {
        proportion(self.count_of(class), self.counted(), LEVEL)
    }

    /// The headline, given takeoff, then what stands beside it.
    #[must_use]
    pub fn estimates(&self) -> Vec<Named> {
        let before = self.count_of(OutcomeClass::NoticedNotStopped);
        let all = self.counted();
        let share = |name, of, among| Named { name, estimate: proportion(of, among, LEVEL) };
        vec![
            share("noticed before takeoff", before, self.takeoffs()),
            share("noticed before takeoff, unconditional", before, all),
            share("takeoff", self.takeoffs(), all),
            share("noticed", self.noticed, all),
            share("lucky notice", self.lucky_notices, all),
            share("false accusation", self.false_accusations, all),
        ]
    }

    /// The times of each milestone, over the replications that reached it.
    pub fn milestones(&self) -> impl Iterator<Item = (&'static str, &Quantiles)> {
        self.plan.milestones().iter().copied().zip(&self.milestones)
    }

    /// The estimate of each measure of the plan, in its order.
    pub fn measures(&self) -> impl Iterator<Item = Estimate> {
        let measures = self.plan.measures().iter().zip(&self.measures);
        measures.map(|((_, measure), sums)| of_measure(measure.of, sums, LEVEL))
    }

    /// What the replications say of each claim, in the order of the file.
    #[must_use]
    pub fn claims(&self) -> Vec<ClaimResult<'_>> {
        self.claims.results(LEVEL, self.failed)
    }
}

//! The table that all replications are folded into, one after another.
//!
//! It keeps counts, sums and sketches and no row, so that its size does not
//! depend on how many replications there were.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::oversight::{Milestone, Outcome, OutcomeClass, Plan, Stage};
use crate::primitives::id::ActorId;
use crate::primitives::time::Time;
use crate::world::claim::CheckedClaim;

use super::answer::{Course, conversion_time, lead_time, of_measure};
use super::burden::{Burden, BurdenRow};
use super::claim::{ClaimResult, ClaimSums, Kept};
use super::estimate::{Estimate, LEVEL, Named, proportion};
use super::quantiles::Quantiles;
use super::ratio::RatioSums;
use super::twins::{TwinOutcomes, Twins};

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
    /// How many are of no class: what would have come without orders is not known.
    unknown: u64,
    before: u64,
    takeoffs: u64,
    takeoffs_without_orders: u64,
    noticed: u64,
    runs_on: u64,
    stages: [u64; Stage::ALL.len()],
    pieces: [u64; Stage::ALL.len()],
    noticed_by: BTreeMap<Vec<ActorId>, u64>,
    concerning_flop: RatioSums,
    lead_time: Quantiles,
    conversion_time: Quantiles,
    burden: Burden,
    twins: Twins,
    lucky_notices: u64,
    false_accusations: u64,
    milestones: Vec<Quantiles>,
    measures: Vec<RatioSums>,
    claims: ClaimSums,
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
            unknown: 0,
            before: 0,
            takeoffs: 0,
            takeoffs_without_orders: 0,
            noticed: 0,
            runs_on: 0,
            stages: [0; Stage::ALL.len()],
            pieces: [0; Stage::ALL.len()],
            noticed_by: BTreeMap::new(),
            concerning_flop: RatioSums::default(),
            lead_time: Quantiles::default(),
            conversion_time: Quantiles::default(),
            burden: Burden::default(),
            twins: Twins::default(),
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

    /// Folds the next replication and what its twins came to.
    pub fn fold(&mut self, outcome: &Outcome, twins: &TwinOutcomes) {
        let index = self.replications;
        self.replications += 1;
        self.events += outcome.events;
        self.twins.fold(outcome, twins);
        if outcome.failed {
            self.failed += 1;
            if self.failures.len() < NAMED_FAILURES {
                self.failures.push(index);
            }
            self.claims.fail();
            return;
        }
        match outcome.class() {
            Some(class) => self.classes[class as usize] += 1,
            None => self.unknown += 1,
        }
        let reached = |milestone| u64::from(outcome.at(milestone) != Time::NEVER);
        self.before += u64::from(outcome.is_noticed_before_takeoff() == Some(true));
        self.takeoffs += reached(Milestone::Takeoff);
        self.takeoffs_without_orders += reached(Milestone::TakeoffWithoutOrders);
        self.noticed += reached(Milestone::Noticed);
        self.runs_on += u64::from(outcome.runs_on);
        self.stages[outcome.stage as usize] += 1;
        for (ours, theirs) in self.pieces.iter_mut().zip(outcome.stages) {
            *ours += theirs;
        }
        if reached(Milestone::Noticed) == 1 {
            *self.noticed_by.entry(outcome.noticed_by.clone()).or_default() += 1;
            self.concerning_flop.add(outcome.concerning_flop, 1.0);
        }
        if let Ok(Some(span)) = lead_time(outcome) {
            self.lead_time.add(Time::START + span);
        }
        if let Ok(Some(span)) = conversion_time(outcome) {
            self.conversion_time.add(Time::START + span);
        }
        self.burden.fold(outcome);
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
        self.claims.fold(Course { outcome, innocent: twins.innocent });
    }

    /// Folds the table of the replications that come next.
    pub fn merge(&mut self, next: &Self) {
        let free = NAMED_FAILURES - self.failures.len();
        let first = self.replications;
        self.failures.extend(next.failures.iter().take(free).map(|index| first + index));
        self.replications += next.replications;
        self.events += next.events;
        self.failed += next.failed;
        self.unknown += next.unknown;
        self.before += next.before;
        self.takeoffs += next.takeoffs;
        self.takeoffs_without_orders += next.takeoffs_without_orders;
        self.noticed += next.noticed;
        self.runs_on += next.runs_on;
        for (ours, theirs) in self.stages.iter_mut().zip(next.stages) {
            *ours += theirs;
        }
        for (ours, theirs) in self.pieces.iter_mut().zip(next.pieces) {
            *ours += theirs;
        }
        for (path, count) in &next.noticed_by {
            *self.noticed_by.entry(path.clone()).or_default() += count;
        }
        self.concerning_flop.merge(&next.concerning_flop);
        self.lead_time.merge(&next.lead_time);
        self.conversion_time.merge(&next.conversion_time);
        self.burden.merge(&next.burden);
        self.twins.merge(&next.twins);
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

    /// How often a replication ended so, where that is known.
    #[must_use]
    pub fn count_of(&self, class: OutcomeClass) -> u64 {
        self.classes[class as usize]
    }

    /// How many are of no known class, as nobody followed what would have come without
    /// orders.
    #[must_use]
    pub fn unknown(&self) -> u64 {
        self.unknown
    }

    /// In how many replications takeoff came.
    #[must_use]
    pub fn takeoffs(&self) -> u64 {
        self.takeoffs
    }

    /// In how many it would have come without orders; none where that is not known of
    /// all.
    #[must_use]
    pub fn takeoffs_without_orders(&self) -> Option<u64> {
        self.knows_takeoff_without_orders().then_some(self.takeoffs_without_orders)
    }

    /// Whether it is known of every replication when takeoff would have come without
    /// orders: it is not, where an order went out and no twin was followed.
    #[must_use]
    pub fn knows_takeoff_without_orders(&self) -> bool {
        self.unknown == 0 && self.twins.knows_all()
    }

    /// The share of an outcome. It is not known of those that hang on what would have
    /// come without orders, where nobody followed that.
    #[must_use]
    pub fn share_of(&self, class: OutcomeClass) -> Estimate {
        if self.unknown > 0 && !class.has_takeoff() {
            return proportion(0, 0, LEVEL);
        }
        proportion(self.count_of(class), self.counted(), LEVEL)
    }

    /// The headline, given takeoff, then what stands beside it.
    ///
    /// Whatever hangs on what would have come without orders is undefined where nobody
    /// followed that.
    #[must_use]
    pub fn estimates(&self) -> Vec<Named> {
        let all = self.counted();
        let share = |name, of, among| Named { name, estimate: proportion(of, among, LEVEL) };
        let without_orders = self.takeoffs_without_orders();
        let (takeoffs, known) = without_orders.map_or((0, 0), |takeoffs| (takeoffs, all));
        let before = if known > 0 { self.before } else { 0 };
        vec![
            share("noticed before takeoff", before, takeoffs),
            share("noticed before takeoff, unconditional", before, known),
            share("takeoff", self.takeoffs, all),
            share("takeoff without orders", takeoffs, known),
            share("noticed", self.noticed, all),
            share("lucky notice", self.lucky_notices, all),
            share("false accusation", self.false_accusations, all),
            share("work goes on at the horizon", self.runs_on, all),
        ]
    }

    /// The share of replications in which takeoff would have come without orders and was
    /// not noticed before that; undefined where nobody followed what would have come.
    #[must_use]
    pub fn unnoticed_takeoff(&self) -> Estimate {
        match self.takeoffs_without_orders() {
            Some(takeoffs) => proportion(takeoffs - self.before, self.counted(), LEVEL),
            None => proportion(0, 0, LEVEL),
        }
    }

    /// Through whom it was noticed, the most frequent way first, with the share of all
    /// replications.
    #[must_use]
    pub fn noticed_by(&self) -> Vec<(&[ActorId], u64, Estimate)> {
        let mut ways: Vec<_> = self
            .noticed_by
            .iter()
            .map(|(path, count)| (&path[..], *count, proportion(*count, self.counted(), LEVEL)))
            .collect();
        ways.sort_by_key(|(path, count, _)| (std::cmp::Reverse(*count), *path));
        ways
    }

    /// How far traces came where nobody noticed before takeoff, as that would have
    /// come without orders, with the share of all that count; none where that is not
    /// known.
    #[must_use]
    pub fn missed_at(&self) -> Option<Vec<(Stage, u64, Estimate)>> {
        let missed = self.stages().filter(|(stage, ..)| *stage != Stage::Noticed);
        self.knows_takeoff_without_orders().then(|| missed.collect())
    }

    /// From notice to takeoff, as that would have come without orders, over the
    /// replications in which notice came before; none where that is not known.
    #[must_use]
    pub fn lead_time(&self) -> Option<&Quantiles> {
        self.knows_takeoff_without_orders().then_some(&self.lead_time)
    }

    /// From the first concerning work to takeoff, as that would have come without
    /// orders, over the replications with both; none where that is not known.
    #[must_use]
    pub fn conversion_time(&self) -> Option<&Quantiles> {
        self.knows_takeoff_without_orders().then_some(&self.conversion_time)
    }

    /// The furthest stage of replications, with the share of all that count.
    pub fn stages(&self) -> impl Iterator<Item = (Stage, u64, Estimate)> {
        Stage::ALL
            .into_iter()
            .zip(self.stages)
            .map(|(stage, count)| (stage, count, proportion(count, self.counted(), LEVEL)))
    }

    /// How many pieces of true evidence ended at each stage, over all replications.
    pub fn pieces(&self) -> impl Iterator<Item = (Stage, u64)> {
        Stage::ALL.into_iter().zip(self.pieces)
    }

    /// The mean FLOP of concerning work done by the time of notice, over the
    /// replications in which it was noticed.
    #[must_use]
    pub fn concerning_flop_at_notice(&self) -> Estimate {
        let estimate = self.concerning_flop.estimate(LEVEL);
        // Of few replications the normal law would reach below what cannot be.
        Estimate { low: estimate.low.map(|low| low.max(0.0)), ..estimate }
    }

    /// What oversight costs, with concerning work and without.
    #[must_use]
    pub fn burden(&self) -> Vec<BurdenRow> {
        let accused = BurdenRow {
            name: "false accusation",
            factual: proportion(self.false_accusations, self.counted(), LEVEL),
            innocent: Some(("innocent twin accused", self.twins.false_accusations())),
            is_share: true,
        };
        let mut rows = vec![accused];
        rows.extend(self.burden.rows(&self.twins.burden));
        rows
    }

    /// What the twins came to, where they were followed.
    #[must_use]
    pub fn twins(&self) -> &Twins {
        &self.twins
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

    /// Keeps from now on what each replication says of the first sentence of the first
    /// claim, so that two tables of the same chances can be compared one by one.
    pub(super) fn keep(&mut self) {
        self.claims.keep();
    }

    /// What was kept, in the order of replications.
    pub(crate) fn kept(&self) -> Option<&[Kept]> {
        self.claims.kept()
    }

    /// What the replications say of each claim, in the order of the file, with intervals
    /// of this level, in (0, 1).
    #[must_use]
    pub fn claims_at(&self, level: f64) -> Vec<ClaimResult<'_>> {
        self.claims.results(level, self.failed)
    }

    /// What the replications say of each claim, in the order of the file.
    #[must_use]
    pub fn claims(&self) -> Vec<ClaimResult<'_>> {
        self.claims.results(LEVEL, self.failed)
    }
}

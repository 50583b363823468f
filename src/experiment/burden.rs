//! What oversight costs: alarms without cause and hours of looking into things.

use crate::oversight::Outcome;

use super::answer::{hours, share_of_counts};
use super::estimate::{Estimate, LEVEL};
use super::ratio::RatioSums;

/// A cost of oversight: where there is concerning work, and in the innocent twins.
#[derive(Clone, Debug)]
pub struct BurdenRow {
    /// What it is.
    pub name: &'static str,
    /// How much of it there is.
    pub factual: Estimate,
    /// Its name in the innocent twins, and how much of it there is there; none where
    /// it makes no sense without concerning work.
    pub innocent: Option<(&'static str, Estimate)>,
    /// Whether it is a share; it is a number, if not.
    pub is_share: bool,
}

/// The burden of one course of things, over replications.
#[derive(Clone, Debug, Default)]
pub(super) struct Burden {
    falsely: RatioSums,
    benign: RatioSums,
    /// Founded alarms among all.
    precision: RatioSums,
    /// Hours a year.
    review: RatioSums,
}

impl Burden {
    pub(super) fn fold(&mut self, outcome: &Outcome) {
        let alarms = outcome.alarms;
        let years = outcome.at_risk.years();
        self.falsely.add(alarms.falsely as f64, years);
        self.benign.add(alarms.benign as f64, years);
        self.precision.add(alarms.founded() as f64, alarms.all() as f64);
        self.review.add(hours(outcome.review_time), years);
    }

    pub(super) fn merge(&mut self, next: &Self) {
        self.falsely.merge(&next.falsely);
        self.benign.merge(&next.benign);
        self.precision.merge(&next.precision);
        self.review.merge(&next.review);
    }

    /// The rows, beside the same of the innocent twins, in which no alarm is founded.
    pub(super) fn rows(&self, innocent: &Self) -> Vec<BurdenRow> {
        let number = |name, factual, other, innocent| BurdenRow {
            name,
            factual,
            innocent: Some((other, innocent)),
            is_share: false,
        };
        vec![
            number(
                "false alarms per year",
                self.falsely.estimate_of_counts(LEVEL),
                "innocent false alarms per year",
                innocent.falsely.estimate_of_counts(LEVEL),
            ),
            number(
                "benign alarms per year",
                self.benign.estimate_of_counts(LEVEL),
                "innocent benign alarms per year",
                innocent.benign.estimate_of_counts(LEVEL),
            ),
            BurdenRow {
                name: "alarm precision",
                factual: share_of_counts(&self.precision, LEVEL),
                innocent: None,
                is_share: true,
            },
            number(
                "reviewer hours per year",
                self.review.estimate(LEVEL),
                "innocent reviewer hours per year",
                innocent.review.estimate(LEVEL),
            ),
        ]
    }
}

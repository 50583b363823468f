//! What oversight costs: alarms without cause and hours of looking into things.

use crate::oversight::Outcome;

use super::estimate::{LEVEL, Named};
use super::ratio::RatioSums;

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
        self.review.add(outcome.review_time.seconds() / 3600.0, years);
    }

    pub(super) fn merge(&mut self, next: &Self) {
        self.falsely.merge(&next.falsely);
        self.benign.merge(&next.benign);
        self.precision.merge(&next.precision);
        self.review.merge(&next.review);
    }

    /// The estimates of the factual course.
    pub(super) fn estimates(&self) -> Vec<Named> {
        let mut precision = self.precision.estimate_of_counts(LEVEL);
        precision.high = precision.high.map(|high| high.min(1.0));
        vec![
            Named {
                name: "false alarms per year",
                estimate: self.falsely.estimate_of_counts(LEVEL),
            },
            Named {
                name: "benign alarms per year",
                estimate: self.benign.estimate_of_counts(LEVEL),
            },
            Named { name: "precision of alarms", estimate: precision },
            Named { name: "reviewer hours per year", estimate: self.review.estimate(LEVEL) },
        ]
    }

    /// The same of the innocent course, in which no alarm is founded.
    pub(super) fn of_the_innocent(&self) -> Vec<Named> {
        vec![
            Named {
                name: "false alarms per year, innocent",
                estimate: self.falsely.estimate_of_counts(LEVEL),
            },
            Named {
                name: "benign alarms per year, innocent",
                estimate: self.benign.estimate_of_counts(LEVEL),
            },
            Named {
                name: "reviewer hours per year, innocent",
                estimate: self.review.estimate(LEVEL),
            },
        ]
    }
}

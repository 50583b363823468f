//! Tests on fresh chances, and the error that each of them may make.
//!
//! Whoever looks for something in many places finds what is lucky. So what was found is
//! tested again on chances on which nothing was selected, and every such test is paid for
//! from one stated error. It lacks the tests themselves.

use crate::primitives::random::{EntityKey, Purpose, ReplicationKey, Stream};

/// A stated error that is split over tests: the k-th may err with 6/(π²k²) of it, so that
/// all of them together, however many there will be, err with no more than all of it.
#[derive(Clone, Debug)]
pub struct Spending {
    error: f64,
    seed: u64,
    what: &'static str,
    tests: u64,
}

/// A test on chances of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FreshTest {
    /// Its number, from 1.
    pub number: u64,
    /// The probability with which it may err.
    pub error: f64,
    /// The seed of its chances: below 2^53, so that others can be given it too.
    pub seed: u64,
}

impl Spending {
    /// No test yet. Searches for different things under one seed have different chances.
    ///
    /// # Panics
    ///
    /// If the error is not in (0, 1).
    #[must_use]
    pub fn new(error: f64, seed: u64, what: &'static str) -> Self {
        assert!(error > 0.0 && error < 1.0, "an error of {error} is not between 0 and 1");
        Self { error, seed, what, tests: 0 }
    }

    /// The error of all tests together.
    #[must_use]
    pub fn error(&self) -> f64 {
        self.error
    }

    /// How many tests there were.
    #[must_use]
    pub fn tests(&self) -> u64 {
        self.tests
    }

    /// The next test.
    pub fn test(&mut self) -> FreshTest {
        self.tests += 1;
        let number = self.tests as f64;
        let share = 6.0 / (std::f64::consts::PI * std::f64::consts::PI * number * number);
        let seed = fresh_seed(self.seed, self.what, self.tests);
        FreshTest { number: self.tests, error: share * self.error, seed }
    }

    /// The seed of chances on which nothing is decided at all.
    #[must_use]
    pub fn undecided(&self) -> u64 {
        fresh_seed(self.seed, self.what, 0)
    }
}

/// The seed of the chances of a thing of this number, for a search with this seed.
#[must_use]
pub fn fresh_seed(seed: u64, what: &str, number: u64) -> u64 {
    const FRESH: Purpose = Purpose::named("fresh chances");
    let key = ReplicationKey::new(seed, u64::MAX);
    Stream::keyed(key, EntityKey::named(what), FRESH.numbered(number)).bits() >> 11
}

#[cfg(test)]
mod tests {
    use super::Spending;

    #[test]
    fn tests_together_spend_no_more_than_all() {
        let mut spending = Spending::new(0.01, 1, "a test");
        let tests: Vec<_> = (0..100_000).map(|_| spending.test()).collect();
        let spent: f64 = tests.iter().map(|test| test.error).sum();
        assert!(spent < 0.01 && spent > 0.0099, "{spent}");
        let mut seeds: Vec<u64> = tests.iter().map(|test| test.seed).collect();
        seeds.push(spending.undecided());
        seeds.sort_unstable();
        seeds.dedup();
        assert_eq!(seeds.len(), 100_001, "two tests share their chances");
    }
}

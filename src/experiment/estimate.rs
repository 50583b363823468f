//! Estimates with their intervals, and the interval of a share.
//!
//! Shares have the exact interval of Clopper and Pearson and no other: the
//! usual normal approximation, at a nominal 95 %, covers a chance of 0.02 in
//! 50 replications 63.5 % of the time. The intervals here are for one look at a
//! number of replications that was fixed beforehand; who looks again and again
//! until it suits needs a confidence sequence, which this is not.

use serde::Serialize;

use crate::primitives::special::beta::{beta_quantile, beta_upper_quantile};

/// The chance with which every interval covers the truth.
pub const LEVEL: f64 = 0.95;

/// A number that was estimated from replications, with what is known of it.
///
/// What is undefined is `None`, and null in JSON: the share of an event that
/// was never asked about, or the error of a single observation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The number itself.
    pub estimate: Option<f64>,
    /// Its standard error, by the method's own convention where nothing varied.
    pub standard_error: Option<f64>,
    /// The lower end of the interval. Without it nothing is known from below.
    pub low: Option<f64>,
    /// The upper end of the interval. Without it nothing is known from above.
    pub high: Option<f64>,
    /// The chance that the interval covers the truth, two-sided, in (0, 1): what
    /// is left of it is split evenly between the sides.
    pub level: f64,
    /// How many observations it rests on.
    pub n: u64,
    /// How the interval was made.
    pub method: &'static str,
}

/// An estimate under its name.
#[derive(Clone, Debug)]
pub struct Named {
    /// What was estimated.
    pub name: &'static str,
    /// How much of it there is.
    pub estimate: Estimate,
}

impl Estimate {
    /// How many standard errors it lies above a number; NaN where either is not known.
    ///
    /// A test that refuses |z| > 3.5 errs once in two thousand times.
    #[must_use]
    pub fn z(&self, expected: f64) -> f64 {
        let (estimate, error) = (self.estimate, self.standard_error);
        estimate.zip(error).map_or(f64::NAN, |(estimate, error)| (estimate - expected) / error)
    }

    /// Nothing is known, in the way this method knows nothing.
    pub(super) const fn undefined(level: f64, n: u64, method: &'static str) -> Self {
        Self { estimate: None, standard_error: None, low: None, high: None, level, n, method }
    }
}

/// The share of `successes` in `n` independent trials.
///
/// The interval is Clopper and Pearson's (Biometrika 26, 1934): it covers the
/// truth at least as often as `level` says, whatever the truth. Its lower end
/// is 0 at no success and its upper end 1 at nothing but successes. It always
/// has a width.
///
/// The standard error is √(p(1 − p)/n), and at no failure or no success that
/// of a p half a trial away from the end, since one of zero would claim that
/// the share is known.
///
/// ```
/// use foomwatch::experiment::estimate::proportion;
///
/// let takeoff = proportion(0, 59, 0.90);
/// assert_eq!(takeoff.low, Some(0.0));
/// assert!(takeoff.high < Some(0.05), "59 clean runs refute one in twenty at 5 %");
///
/// let never_asked = proportion(0, 0, 0.95);
/// assert_eq!((never_asked.estimate, never_asked.high), (None, None));
/// ```
///
/// # Panics
///
/// If there are more successes than trials, or `level` is not in (0, 1).
#[must_use]
pub fn proportion(successes: u64, n: u64, level: f64) -> Estimate {
    const METHOD: &str = "Clopper-Pearson";
    assert!(successes <= n, "{successes} successes in {n} trials");
    let tail = tail(level);
    if n == 0 {
        return Estimate::undefined(level, n, METHOD);
    }
    let (hits, misses, trials) = (successes as f64, (n - successes) as f64, n as f64);
    let low = if successes == 0 { 0.0 } else { beta_quantile(hits, misses + 1.0, tail) };
    let high = if successes == n { 1.0 } else { beta_upper_quantile(hits + 1.0, misses, tail) };
    let rarer = hits.min(misses).max(0.5) / trials;
    Estimate {
        estimate: Some(hits / trials),
        standard_error: Some(libm::sqrt(rarer * (1.0 - rarer) / trials)),
        low: Some(low),
        high: Some(high),
        level,
        n,
        method: METHOD,
    }
}

/// The chance that is left on each side of an interval of this level.
///
/// # Panics
///
/// If `level` is not in (0, 1).
pub(super) fn tail(level: f64) -> f64 {
    assert!(level > 0.0 && level < 1.0, "a level of {level} is not between 0 and 1");
    0.5 * (1.0 - level)
}

//! Ratios of sums over replications: means, rates and pooled shares.
//!
//! Replications are independent, what happens inside of one is not. So each is
//! one observation of a numerator and a denominator, and the error comes from
//! how these vary between replications. Sums cannot be merged: the caller adds
//! replications in the order of their index, so that the same replications give
//! the same bits on any number of threads.

use super::estimate::{Estimate, tail};
use crate::primitives::special::beta::beta_quantile;
use crate::primitives::special::gamma;
use crate::primitives::special::normal::normal_quantile;

/// Numerators and denominators of replications, summed.
///
/// A mean per replication has the denominator 1; a rate has the time at risk;
/// a pooled share has the number of occasions.
///
/// ```
/// use foomwatch::experiment::ratio::RatioSums;
///
/// let mut wait_per_alert = RatioSums::default();
/// for (hours, alerts) in [(12.0, 3.0), (0.0, 0.0), (9.0, 4.0)] {
///     wait_per_alert.add(hours, alerts);
/// }
/// assert_eq!(wait_per_alert.estimate(0.95).estimate, Some(3.0));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RatioSums {
    n: u64,
    numerator: Sum,
    denominator: Sum,
    /// Means so far, to which the co-moments refer.
    numerator_mean: f64,
    denominator_mean: f64,
    /// Sums of products of deviations from these means (Welford 1962), which
    /// keep their digits where raw squares would cancel, and which are exactly
    /// zero where all replications agree.
    numerator_squares: f64,
    denominator_squares: f64,
    products: f64,
}

impl RatioSums {
    /// Adds a replication.
    ///
    /// # Panics
    ///
    /// If either is not finite, or the denominator is negative.
    pub fn add(&mut self, numerator: f64, denominator: f64) {
        assert!(numerator.is_finite(), "a numerator of {numerator}");
        assert!(denominator.is_finite() && denominator >= 0.0, "a denominator of {denominator}");
        self.n += 1;
        self.numerator.add(numerator);
        self.denominator.add(denominator);
        let n = self.n as f64;
        let (up, down) = (numerator - self.numerator_mean, denominator - self.denominator_mean);
        self.numerator_mean += up / n;
        self.denominator_mean += down / n;
        let down_after = denominator - self.denominator_mean;
        self.numerator_squares += up * (numerator - self.numerator_mean);
        self.denominator_squares += down * down_after;
        self.products += up * down_after;
    }

    /// Adds the replications of another, as if each had been added: moments
    /// combine as in Chan, Golub and LeVeque (1983).
    pub fn merge(&mut self, other: &Self) {
        if self.n == 0 {
            *self = other.clone();
            return;
        }
        if other.n == 0 {
            return;
        }
        let (ours, theirs) = (self.n as f64, other.n as f64);
        let both = ours + theirs;
        let up = other.numerator_mean - self.numerator_mean;
        let down = other.denominator_mean - self.denominator_mean;
        let weight = ours * theirs / both;
        self.numerator_squares += other.numerator_squares + up * up * weight;
        self.denominator_squares += other.denominator_squares + down * down * weight;
        self.products += other.products + up * down * weight;
        self.numerator_mean += up * theirs / both;
        self.denominator_mean += down * theirs / both;
        self.numerator.merge(other.numerator);
        self.denominator.merge(other.denominator);
        self.n += other.n;
    }

    /// How many replications were added.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// The sum of numerators: how many replications, where each is 0 or 1.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.numerator.value()
    }

    /// The sum of numerators over the sum of denominators.
    ///
    /// The interval is the delta method's: the ratio ± the Student quantile with
    /// n − 1 degrees of freedom times √(Σ(y − r·x)²/(n − 1)/n)/x̄ (Cochran 1977,
    /// "Sampling techniques", 6.4). It holds in the limit of many replications,
    /// not for each number of them; Student's quantile is exact for normal
    /// numerators of constant denominators, and slightly too wide otherwise, so
    /// that nobody needs to decide from which n on a normal one would do.
    ///
    /// Replications that all agree have an interval of no width. That is right
    /// for a measure that chance does not enter; a count that was always the
    /// same, as zero, may have varied unseen: for counts, see
    /// [`estimate_of_counts`](Self::estimate_of_counts). The estimate is
    /// undefined if every denominator is zero, the interval if n < 2.
    ///
    /// # Panics
    ///
    /// If `level` is not in (0, 1).
    #[must_use]
    pub fn estimate(&self, level: f64) -> Estimate {
        const METHOD: &str = "delta method";
        let tail = tail(level);
        let Some(ratio) = self.ratio() else {
            return Estimate::undefined(level, self.n, METHOD);
        };
        let standard_error = self.variance(ratio).map(libm::sqrt);
        let half = standard_error.map(|error| error * student_quantile(self.freedom(), tail));
        Estimate {
            estimate: Some(ratio),
            standard_error,
            low: half.map(|half| ratio - half),
            high: half.map(|half| ratio + half),
            level,
            n: self.n,
            method: METHOD,
        }
    }

    /// The same ratio, where the numerators count events: not negative, whole,
    /// and possibly few or none.
    ///
    /// The interval is Fay and Feuer's (Statistics in Medicine 16, 1997), from
    /// gamma laws with the mean and the variance of the estimate; at its upper
    /// end one more *clump* of events is supposed than was seen. How events
    /// clump within replications is seen from how the counts vary between them:
    /// a clump is variance over mean, at least one event. What the variance is
    /// above Poisson's was learned from so few clumps as there were, so it is
    /// taken larger by the square of Student's over the normal quantile, with one
    /// degree of freedom more than clumps.
    ///
    /// - No event: from 0 to −ln(α/2) over the sum of denominators. This is the
    ///   exact bound if events are Poisson, and holds if a replication has at
    ///   most one. *It does not know of clumps*: if events come c at a time, it
    ///   bounds the rate of clumps, and c times it that of events; zero events
    ///   say nothing about c.
    /// - Some events, scattered like Poisson's: Garwood's exact interval (1936),
    ///   in the limit of many replications.
    /// - Clumps of geometric size: it covers as often as it says from some five
    ///   clumps on; of three, 87 % instead of 95 %. The tests have the numbers.
    /// - Many events: the delta method's interval.
    /// - Counts steadier than Poisson's have a narrower interval, but its
    ///   variance is at least that of one event, as if replications agreed by
    ///   chance, and its lower end as far away as the upper one.
    ///
    /// No share is known to it, so that its upper end may lie above 1. The
    /// standard error is the delta method's, at least that of half an event. A
    /// single replication with events has no interval, since how they clump
    /// cannot be seen.
    ///
    /// ```
    /// use foomwatch::experiment::ratio::RatioSums;
    ///
    /// let mut escapes_per_year = RatioSums::default();
    /// for _ in 0..100 {
    ///     escapes_per_year.add(0.0, 10.0);
    /// }
    /// let none = escapes_per_year.estimate_of_counts(0.90);
    /// assert_eq!(none.estimate, Some(0.0));
    /// assert!((none.high.unwrap() - 3.0 / 1000.0).abs() < 1e-5, "the rule of three");
    /// ```
    ///
    /// # Panics
    ///
    /// If `level` is not in (0, 1), or the numerators' sum is negative.
    #[must_use]
    pub fn estimate_of_counts(&self, level: f64) -> Estimate {
        const METHOD: &str = "gamma (Fay-Feuer)";
        let tail = tail(level);
        let Some(rate) = self.ratio() else {
            return Estimate::undefined(level, self.n, METHOD);
        };
        assert!(rate >= 0.0, "a negative number of events");
        let event = 1.0 / self.denominator.value();
        let half_event = 0.5 * event * event;
        let variance = if rate == 0.0 { Some(0.0) } else { self.variance(rate) };
        let interval = variance.map(|variance| {
            EventRate { rate, variance, freedom: self.freedom(), event }.interval(tail)
        });
        Estimate {
            estimate: Some(rate),
            standard_error: variance.map(|variance| libm::sqrt(variance.max(half_event))),
            low: interval.map(|(low, _)| low),
            high: interval.map(|(_, high)| high),
            level,
            n: self.n,
            method: METHOD,
        }
    }

    fn ratio(&self) -> Option<f64> {
        let denominator = self.denominator.value();
        (denominator > 0.0).then(|| self.numerator.value() / denominator)
    }

    fn freedom(&self) -> f64 {
        self.n as f64 - 1.0
    }

    /// The variance of the ratio, from that of numerator − ratio · denominator.
    fn variance(&self, ratio: f64) -> Option<f64> {
        if self.n < 2 {
            return None;
        }
        let squares = self.numerator_squares
            + ratio * (ratio * self.denominator_squares - 2.0 * self.products);
        // A sum of squares, which rounding alone can make negative.
        let squares = squares.max(0.0);
        let mean = self.denominator.value() / self.n as f64;
        Some(squares / self.freedom() / self.n as f64 / (mean * mean))
    }
}

/// A sum that carries what its last bits lose (Neumaier 1974), so that counts
/// are exact and ten times 0.1 is 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sum {
    rounded: f64,
    rest: f64,
}

impl Sum {
    fn add(&mut self, value: f64) {
        let sum = self.rounded + value;
        self.rest += if self.rounded.abs() >= value.abs() {
            (self.rounded - sum) + value
        } else {
            (value - sum) + self.rounded
        };
        self.rounded = sum;
    }

    fn merge(&mut self, other: Self) {
        self.add(other.rounded);
        self.rest += other.rest;
    }

    fn value(self) -> f64 {
        self.rounded + self.rest
    }
}

/// A rate of events, as far as its replications tell.
#[derive(Clone, Copy, Debug)]
struct EventRate {
    rate: f64,
    /// Of the rate, estimated.
    variance: f64,
    /// Degrees of freedom of the variance.
    freedom: f64,
    /// What one event more would add to the rate.
    event: f64,
}

impl EventRate {
    fn interval(self, tail: f64) -> (f64, f64) {
        let Self { rate, event, .. } = self;
        if rate == 0.0 {
            return (0.0, -libm::log(tail) * event);
        }
        let scattered = event * rate;
        let variance = self.widened_variance(scattered, tail);
        let clump = event.max(variance / rate);
        let low = variance / rate * gamma_quantile(rate * rate / variance, tail);
        let (mean, spread) = (rate + clump, variance + clump * clump);
        let high = spread / mean * gamma_quantile(mean * mean / spread, 1.0 - tail);
        if variance < 0.5 * scattered {
            return (low.min(2.0 * rate - high).max(0.0), high);
        }
        (low, high)
    }

    /// The variance with its own uncertainty, at least that of one event.
    ///
    /// Of events `scattered` like Poisson's the variance is known. So what is
    /// estimated is only how far it is from that: above, from so many clumps;
    /// below, from so many replications, never to come out above.
    fn widened_variance(self, scattered: f64, tail: f64) -> f64 {
        let widening = |freedom: f64| {
            let ratio = student_quantile(freedom, tail) / -normal_quantile(tail);
            ratio * ratio
        };
        let excess = self.variance - scattered;
        if excess > 0.0 {
            let clumps = self.rate * self.rate / self.variance;
            return scattered + excess * widening(self.freedom.min(clumps + 1.0));
        }
        let steady = self.variance * widening(self.freedom);
        steady.min(scattered).max(self.event * self.event)
    }
}

/// The point below which a gamma law of scale 1 has this share of its mass.
///
/// The exact one takes a time that grows like the root of the shape. From 1e8
/// on, Wilson and Hilferty's approximation (1931) is off by 5e-9 standard
/// deviations where it is four of them from the mean, and by less nearer to it.
fn gamma_quantile(shape: f64, share: f64) -> f64 {
    if shape < 1e8 {
        return gamma::gamma_quantile(shape, share);
    }
    let ninth = 1.0 / (9.0 * shape);
    let root = 1.0 - ninth + normal_quantile(share) * libm::sqrt(ninth);
    shape * root * root * root
}

/// The point above which Student's law has a share of `tail`, below one half.
///
/// Beyond 1e5 degrees of freedom, where the exact one takes a time that grows
/// like their root, the first two terms of its expansion about the normal one
/// (Abramowitz and Stegun 26.7.5) are exact to the last bits.
fn student_quantile(freedom: f64, tail: f64) -> f64 {
    if freedom < 1e5 {
        let share = beta_quantile(0.5, 0.5 * freedom, 1.0 - 2.0 * tail);
        return libm::sqrt(freedom * share / (1.0 - share));
    }
    let z = -normal_quantile(tail);
    let square = z * z;
    let first = z * (square + 1.0) / 4.0;
    let second = z * (5.0 * square * square + 16.0 * square + 3.0) / 96.0;
    z + (first + second / freedom) / freedom
}

//! The distribution of times at which replications reached a milestone.
//!
//! Replications that never got there are not in it: how many did is a
//! [`proportion`](super::estimate::proportion), and these times are conditional
//! on it.

use std::collections::BTreeMap;

use super::estimate::tail;
use crate::primitives::special::beta::beta_upper;
use crate::primitives::time::Time;

/// Times are told apart by their leading 11 bits: a bucket is a tick wide up to
/// 2,048 ticks, and no wider than 1/1024 of its times from there on.
const LEADING_BITS: u32 = 11;

/// Times, counted in buckets of a relative width of less than 0.1 %.
///
/// Counts are integers, so that neither the order of adding nor how the
/// replications were split matters. There are at most 56,320 buckets, whatever
/// the number of replications, and only those that were hit take memory, some
/// 20 bytes each: the times of a milestone mostly spread over a few thousand.
/// `hdrhistogram` has the same buckets in a dense array, which for times of a
/// year takes 290 kB from the first replication on, for each of dozens of
/// milestones at every point of a design.
///
/// A reported time is the middle of its bucket, at most 0.05 % off, but never
/// outside of the times that were seen.
///
/// ```
/// use foomwatch::experiment::quantiles::Quantiles;
/// use foomwatch::primitives::time::Time;
///
/// let mut notice = Quantiles::default();
/// for ticks in [5_000_000, 7_000_000, 60_000_000] {
///     notice.add(Time::from_ticks(ticks));
/// }
/// let median = notice.median().unwrap().ticks();
/// assert!(median.abs_diff(7_000_000) <= 3_500);
/// assert_eq!(notice.p95(), Some(Time::from_ticks(60_000_000)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantiles {
    /// Never a count of zero.
    counts: BTreeMap<u16, u64>,
    count: u64,
    earliest: Time,
    latest: Time,
}

impl Default for Quantiles {
    fn default() -> Self {
        Self { counts: BTreeMap::new(), count: 0, earliest: Time::NEVER, latest: Time::START }
    }
}

/// An interval of times; an end is `None` where the replications are too few to
/// bound that side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuantileInterval {
    /// The earliest time of the interval.
    pub low: Option<Time>,
    /// The latest time of the interval.
    pub high: Option<Time>,
}

impl Quantiles {
    /// Adds the time of a replication that reached the milestone.
    ///
    /// # Panics
    ///
    /// If the time is [`Time::NEVER`].
    pub fn add(&mut self, time: Time) {
        assert!(time != Time::NEVER, "a milestone that was reached never");
        *self.counts.entry(bucket(time.ticks())).or_insert(0) += 1;
        self.count += 1;
        self.earliest = self.earliest.min(time);
        self.latest = self.latest.max(time);
    }

    /// Adds all times of another, as if they had been added here one by one.
    pub fn merge(&mut self, other: &Self) {
        for (&bucket, &count) in &other.counts {
            *self.counts.entry(bucket).or_insert(0) += count;
        }
        self.count += other.count;
        self.earliest = self.earliest.min(other.earliest);
        self.latest = self.latest.max(other.latest);
    }

    /// How many times were added.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The time that one in twenty was not later than.
    #[must_use]
    pub fn p5(&self) -> Option<Time> {
        self.quantile(0.05)
    }

    /// The time that one in two was not later than.
    #[must_use]
    pub fn median(&self) -> Option<Time> {
        self.quantile(0.5)
    }

    /// The time that nineteen in twenty were not later than.
    #[must_use]
    pub fn p95(&self) -> Option<Time> {
        self.quantile(0.95)
    }

    /// The least of the times that at least this share of them are not later
    /// than; none if there are no times.
    ///
    /// # Panics
    ///
    /// If `share` is not in [0, 1].
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<Time> {
        assert!((0.0..=1.0).contains(&share), "a share of {share} is not between 0 and 1");
        let (first, last) = self.bucket_at(rank_of(self.count, share))?;
        Some(self.seen(first + (last - first) / 2))
    }

    /// An interval for the time that a share of *all* replications that reach
    /// the milestone are not later than, whatever the law of these times.
    ///
    /// Its ends are order statistics (David and Nagaraja 2003, "Order
    /// statistics", 7.1), moved out to the ends of their buckets, so that it
    /// covers at least as often as `level` says.
    ///
    /// # Panics
    ///
    /// If `share` or `level` is not in (0, 1).
    #[must_use]
    pub fn quantile_interval(&self, share: f64, level: f64) -> QuantileInterval {
        let (low, high) = interval_ranks(self.count, share, level);
        QuantileInterval {
            low: self.bucket_at(low).map(|(first, _)| self.seen(first)),
            high: self.bucket_at(high).map(|(_, last)| self.seen(last)),
        }
    }

    /// The first and last tick of the bucket of the `rank`-th time, from 1.
    fn bucket_at(&self, rank: u64) -> Option<(u64, u64)> {
        if rank == 0 {
            return None;
        }
        let mut so_far = 0;
        let (&bucket, _) = self.counts.iter().find(|&(_, &count)| {
            so_far += count;
            so_far >= rank
        })?;
        Some((first_tick(bucket), first_tick(bucket + 1).wrapping_sub(1)))
    }

    fn seen(&self, ticks: u64) -> Time {
        Time::from_ticks(ticks).clamp(self.earliest, self.latest)
    }
}

/// The bucket of a time: its exponent and its leading bits, in order of time.
const fn bucket(ticks: u64) -> u16 {
    let length = u64::BITS - ticks.leading_zeros();
    let shift = length.saturating_sub(LEADING_BITS);
    // Leading bits of a shifted time start with a one, which moves it on by one
    // more block of 1,024 than its shift.
    (((shift as u64) << (LEADING_BITS - 1)) + (ticks >> shift)) as u16
}

/// The first tick of a bucket; zero, as 2^64, for the one after the last.
const fn first_tick(bucket: u16) -> u64 {
    let block = bucket >> (LEADING_BITS - 1);
    if block < 2 {
        return bucket as u64;
    }
    let shift = block - 1;
    let leading = bucket - (shift << (LEADING_BITS - 1));
    ((leading as u128) << shift) as u64
}

/// The rank, from 1, of the least of `n` values that at least this share of them
/// are not above.
pub(super) fn rank_of(n: u64, share: f64) -> u64 {
    // So that the rounding of 0.07 · 100 does not ask for the eighth.
    let rank = libm::ceil(share * n as f64 * (1.0 - 1e-12));
    (rank as u64).max(1)
}

/// The ranks, from 1, of the order statistics of `n` values between which a
/// quantile lies. A side that so few values do not bound has rank 0 or a rank
/// above `n`.
///
/// # Panics
///
/// If `share` or `level` is not in (0, 1).
pub(super) fn interval_ranks(n: u64, share: f64, level: f64) -> (u64, u64) {
    assert!(share > 0.0 && share < 1.0, "a share of {share} is not between 0 and 1");
    let tail = tail(level);
    // Of n values, Binomial(n, share) lie up to the quantile. The `low`-th
    // lies above it if fewer than `low` do, the `high`-th below it if at
    // least `high` do; each may happen with the chance `tail`.
    let low = partition(n, |rank| at_most(rank, n, share) <= tail);
    let high = partition(n, |rank| at_most(rank, n, share) < 1.0 - tail) + 1;
    (low, high)
}

/// The chance of at most `hits` in `n` trials of chance `share`.
fn at_most(hits: u64, n: u64, share: f64) -> f64 {
    if hits >= n {
        return 1.0;
    }
    beta_upper(hits as f64 + 1.0, (n - hits) as f64, share)
}

/// How many of 0, 1, … n − 1 pass a test that those from some number on fail.
fn partition(n: u64, passes: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if passes(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

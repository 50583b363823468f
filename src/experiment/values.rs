//! The distribution of any numbers of replications, infinite ones among them.
//!
//! Times of milestones have [`Quantiles`](super::quantiles::Quantiles), whose
//! buckets are whole ticks; here are differences, counters and measures, of any
//! sign. What is not reached is infinite and counts as any other value.

use std::collections::BTreeMap;

use super::quantiles::{interval_ranks, rank_of};

/// Of the bits of a double, so many are left out: a bucket has the sign, the
/// exponent and ten bits of the fraction in common.
const LEFT_OUT: u32 = f64::MANTISSA_DIGITS - 1 - 10;

/// Values, counted in buckets of a relative width of less than 1/1024.
///
/// Each bucket knows the least and the greatest of its values, so that values
/// which are alike, as small counts are, come back as they went in. Counts are
/// integers and ends are seen values, so neither the order of adding nor how the
/// replications were split matters. The number of buckets is bounded, at some four
/// million, whatever the number of replications; a quantity that spreads over
/// three orders of magnitude hits some ten thousand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    buckets: BTreeMap<u32, Bucket>,
    count: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Bucket {
    /// Never zero.
    count: u64,
    least: f64,
    greatest: f64,
}

/// An interval of values; an end is `None` where the replications are too few
/// to bound that side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValueInterval {
    /// The least value of the interval.
    pub low: Option<f64>,
    /// The greatest value of the interval.
    pub high: Option<f64>,
}

impl Values {
    /// Adds the value of a replication.
    ///
    /// # Panics
    ///
    /// If it is NaN.
    pub fn add(&mut self, value: f64) {
        assert!(!value.is_nan(), "a value that is no number");
        // The sum is +0 for −0 and changes no other number.
        let value = value + 0.0;
        self.put(bucket(value), Bucket { count: 1, least: value, greatest: value });
    }

    /// Adds all values of another, as if they had been added here one by one.
    pub fn merge(&mut self, other: &Self) {
        for (&place, &bucket) in &other.buckets {
            self.put(place, bucket);
        }
    }

    fn put(&mut self, place: u32, new: Bucket) {
        self.count += new.count;
        self.buckets
            .entry(place)
            .and_modify(|old| {
                old.count += new.count;
                old.least = old.least.min(new.least);
                old.greatest = old.greatest.max(new.greatest);
            })
            .or_insert(new);
    }

    /// How many values were added.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The least of the values that at least this share of them are not above,
    /// at most 0.05 % off; none if there are no values.
    ///
    /// # Panics
    ///
    /// If `share` is not in [0, 1].
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        assert!((0.0..=1.0).contains(&share), "a share of {share} is not between 0 and 1");
        let Bucket { least, greatest, .. } = self.bucket_at(rank_of(self.count, share))?;
        // Halves first, so that no sum is too large; infinite ends are alike.
        Some(if least == greatest { least } else { 0.5 * least + 0.5 * greatest })
    }

    /// An interval for the value that a share of *all* replications are not
    /// above, whatever the law of these values: order statistics, moved out to
    /// the ends of their buckets, so that it covers at least as often as `level`
    /// says.
    ///
    /// # Panics
    ///
    /// If `share` or `level` is not in (0, 1).
    #[must_use]
    pub fn quantile_interval(&self, share: f64, level: f64) -> ValueInterval {
        let (low, high) = interval_ranks(self.count, share, level);
        ValueInterval {
            low: self.bucket_at(low).map(|bucket| bucket.least),
            high: self.bucket_at(high).map(|bucket| bucket.greatest),
        }
    }

    /// The bucket of the `rank`-th value, from 1.
    fn bucket_at(&self, rank: u64) -> Option<Bucket> {
        if rank == 0 {
            return None;
        }
        let mut so_far = 0;
        let mut buckets = self.buckets.values();
        buckets
            .find(|bucket| {
                so_far += bucket.count;
                so_far >= rank
            })
            .copied()
    }
}

/// The bucket of a value, in the order of values: positive doubles are in the
/// order of their bits, negative ones in the reverse.
fn bucket(value: f64) -> u32 {
    let bits = value.to_bits();
    let ordered = if value.is_sign_negative() { !bits } else { bits | 1 << 63 };
    (ordered >> LEFT_OUT) as u32
}

//! Claims, held against replications: an estimate, its interval, and on which
//! side of the claimed value that lies.
//!
//! A claim is decided by its interval alone. It lacks any correction for many
//! claims: of twenty that are true, one interval at 95 % misses on average.

use crate::oversight::{FirstTimePlace, Plan};
use crate::world::claim::{CheckedClaim, CheckedPart, Comparison, Condition, Numeral, Sought};

use super::answer::{Course, Number, Unknown, value_of};
use super::estimate::{Estimate, proportion};
use super::ratio::RatioSums;
use super::values::{ValueInterval, Values};

/// What replications say of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval satisfies it.
    Holds,
    /// Nothing of the interval satisfies it.
    Fails,
    /// The interval lies on both sides: more replications may tell.
    Open,
    /// No replication counts, what is claimed has no value, or it hangs on a course of
    /// things that nobody followed.
    Undefined,
}

impl Verdict {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Open => "open",
            Self::Undefined => "undefined",
        }
    }

    /// On which side of a value an interval lies; an end that is `None` is not
    /// bounded.
    fn of(estimate: &Estimate, comparison: Comparison, value: f64) -> Self {
        if estimate.estimate.is_none() {
            return Self::Undefined;
        }
        let low = estimate.low.unwrap_or(f64::NEG_INFINITY);
        let high = estimate.high.unwrap_or(f64::INFINITY);
        let (holds, fails) = match comparison {
            Comparison::AtLeast => (low >= value, high < value),
            Comparison::Above => (low > value, high <= value),
            Comparison::AtMost => (high <= value, low > value),
            Comparison::Below => (high < value, low >= value),
        };
        match (holds, fails) {
            (true, _) => Self::Holds,
            (false, true) => Self::Fails,
            (false, false) => Self::Open,
        }
    }

    /// Of parts that must all hold.
    fn of_all(parts: &[PartResult]) -> Self {
        let any = |verdict| parts.iter().any(|part| part.verdict == verdict);
        if any(Self::Fails) {
            Self::Fails
        } else if any(Self::Undefined) {
            Self::Undefined
        } else if any(Self::Open) {
            Self::Open
        } else {
            Self::Holds
        }
    }
}

/// What replications say of a claim, and of each of its parts.
#[derive(Clone, Debug)]
pub struct ClaimResult<'t> {
    /// The claim as it stands in the file.
    pub claim: &'t CheckedClaim,
    /// At least one.
    pub parts: Vec<PartResult<'t>>,
    /// Of all parts together.
    pub verdict: Verdict,
}

/// What replications say of one sentence.
#[derive(Clone, Debug)]
pub struct PartResult<'t> {
    /// The sentence.
    pub part: &'t CheckedPart,
    /// In the base unit, a counter's in its own time. Its `n` is how many
    /// replications count. It may be infinite.
    pub estimate: Estimate,
    /// How many replications do not count: what is given did not happen, or the
    /// term has no value.
    pub left_out: u64,
    /// How many of those that count have the value +∞.
    pub infinite: u64,
    /// How many of those that count have the value −∞.
    pub minus_infinite: u64,
    /// Of how many it is not known, as nobody followed what it hangs on. One is
    /// enough to leave it undefined.
    pub unknown: u64,
    /// On which side of the claimed value it lies.
    pub verdict: Verdict,
}

/// The sums of all claims of a world, over replications.
#[derive(Clone, Debug)]
pub(super) struct ClaimSums {
    claims: Vec<CheckedClaim>,
    /// Of all parts of all claims.
    sums: Vec<PartSums>,
    /// What each replication says of the first sentence, if that is kept.
    kept: Option<Vec<Kept>>,
}

/// What a replication says of a sentence: a numerator over a denominator, which is zero
/// where it does not count, and NaN over NaN where that is not known.
pub(crate) type Kept = (f64, f64);

impl ClaimSums {
    pub(super) fn new(plan: &Plan, claims: &[CheckedClaim]) -> Self {
        let parts = claims.iter().flat_map(|claim| &claim.parts);
        let sums = parts.map(|part| PartSums::new(plan, part)).collect();
        Self { claims: claims.to_vec(), sums, kept: None }
    }

    /// Keeps from now on what each replication says of the first sentence.
    pub(super) fn keep(&mut self) {
        self.kept = Some(Vec::new());
    }

    /// What was kept, in the order of replications that did not fail.
    pub(super) fn kept(&self) -> Option<&[Kept]> {
        self.kept.as_deref()
    }

    pub(super) fn fold(&mut self, course: Course<'_>) {
        for (place, part) in self.sums.iter_mut().enumerate() {
            let answer = part.fold(course);
            if let Some(kept) = self.kept.as_mut().filter(|_| place == 0) {
                kept.push(answer);
            }
        }
    }

    /// Takes the place of a failed replication among those that are kept.
    pub(super) fn fail(&mut self) {
        if let Some(kept) = &mut self.kept {
            kept.push((f64::NAN, f64::NAN));
        }
    }

    pub(super) fn merge(&mut self, next: &Self) {
        assert_eq!(self.claims.len(), next.claims.len(), "tables of one world are merged");
        for (ours, theirs) in self.sums.iter_mut().zip(&next.sums) {
            ours.merge(theirs);
        }
        if let (Some(ours), Some(theirs)) = (&mut self.kept, &next.kept) {
            ours.extend(theirs);
        }
    }

    /// What the replications say, of which so many more failed: they could have
    /// gone either way.
    pub(super) fn results<'t>(&'t self, level: f64, failed: u64) -> Vec<ClaimResult<'t>> {
        let mut sums = self.sums.iter();
        let mut next = |part| sums.next().expect("each part has sums").result(part, level, failed);
        let result = |claim: &'t CheckedClaim| {
            let parts: Vec<PartResult<'t>> = claim.parts.iter().map(&mut next).collect();
            let verdict = Verdict::of_all(&parts);
            ClaimResult { claim, parts, verdict }
        };
        self.claims.iter().map(result).collect()
    }
}

/// One sentence with the places of its names in an outcome, and its sums.
#[derive(Clone, Debug)]
struct PartSums {
    given: Option<Condition<FirstTimePlace>>,
    /// How many replications count.
    n: u64,
    left_out: u64,
    infinite: u64,
    minus_infinite: u64,
    /// Of how many it is not known, as nobody followed what it hangs on.
    unknown: u64,
    of: Sums,
}

#[derive(Clone, Debug)]
enum Sums {
    Share { event: Condition<FirstTimePlace>, hits: u64 },
    Mean { number: Number, finite: RatioSums },
    Quantile { share: f64, number: Number, values: Values },
}

impl PartSums {
    fn new(plan: &Plan, part: &CheckedPart) -> Self {
        let placed =
            |event: &Condition| event.map(&|first_time| plan.place_of_first_time(*first_time));
        let number = |numeral: &Numeral| Number::new(plan, numeral);
        let of = match &part.sought {
            Sought::Probability(event) => Sums::Share { event: placed(event), hits: 0 },
            Sought::Mean(numeral) => {
                Sums::Mean { number: number(numeral), finite: RatioSums::default() }
            }
            Sought::Quantile(percent, numeral) => Sums::Quantile {
                share: f64::from(*percent) / 100.0,
                number: number(numeral),
                values: Values::default(),
            },
        };
        let given = part.given.as_ref().map(placed);
        Self { given, n: 0, left_out: 0, infinite: 0, minus_infinite: 0, unknown: 0, of }
    }

    fn fold(&mut self, course: Course<'_>) -> Kept {
        self.answer(course).unwrap_or_else(|Unknown| {
            self.unknown += 1;
            (f64::NAN, f64::NAN)
        })
    }

    fn answer(&mut self, course: Course<'_>) -> Result<Kept, Unknown> {
        if let Some(given) = &self.given
            && !course.happens(given)?
        {
            self.left_out += 1;
            return Ok((0.0, 0.0));
        }
        let ratio = match &mut self.of {
            Sums::Share { event, hits } => {
                let happens = course.happens(event)?;
                *hits += u64::from(happens);
                Some((f64::from(u8::from(happens)), 1.0))
            }
            Sums::Mean { number, finite } => {
                let ratio = course.ratio(*number)?;
                // A replication without an occasion is added too, as the table of
                // measures does: it adds nothing to the mean, but was asked.
                if let Some((numerator, denominator)) = ratio
                    && numerator.is_finite()
                {
                    finite.add(numerator, denominator);
                }
                ratio
            }
            Sums::Quantile { number, values, .. } => {
                let ratio = course.ratio(*number)?;
                value_of(ratio).into_iter().for_each(|value| values.add(value));
                ratio
            }
        };
        let value = value_of(ratio);
        self.n += u64::from(value.is_some());
        self.left_out += u64::from(value.is_none());
        self.infinite += u64::from(value == Some(f64::INFINITY));
        self.minus_infinite += u64::from(value == Some(f64::NEG_INFINITY));
        Ok(ratio.unwrap_or((0.0, 0.0)))
    }

    fn merge(&mut self, next: &Self) {
        self.n += next.n;
        self.left_out += next.left_out;
        self.infinite += next.infinite;
        self.minus_infinite += next.minus_infinite;
        self.unknown += next.unknown;
        match (&mut self.of, &next.of) {
            (Sums::Share { hits, .. }, Sums::Share { hits: more, .. }) => *hits += more,
            (Sums::Mean { finite, .. }, Sums::Mean { finite: more, .. }) => finite.merge(more),
            (Sums::Quantile { values, .. }, Sums::Quantile { values: more, .. }) => {
                values.merge(more);
            }
            (Sums::Share { .. } | Sums::Mean { .. } | Sums::Quantile { .. }, _) => {
                unreachable!("tables of one world have the same claims")
            }
        }
    }

    fn result<'t>(&self, part: &'t CheckedPart, level: f64, failed: u64) -> PartResult<'t> {
        let estimate = match &self.of {
            Sums::Share { hits, .. } => proportion(*hits, self.n, level),
            Sums::Mean { number, finite } => self.mean(number.estimate(finite, level)),
            Sums::Quantile { share, values, .. } => quantile(*share, values, level),
        };
        let estimate = if self.unknown > 0 {
            Estimate::undefined(level, self.n, estimate.method)
        } else {
            estimate
        };
        let verdict = match &self.of {
            _ if self.unknown > 0 => Verdict::Undefined,
            _ if failed == 0 => Verdict::of(&estimate, part.comparison, part.value),
            Sums::Share { hits, .. } => {
                let least = proportion(*hits, self.n + failed, level);
                let most = proportion(*hits + failed, self.n + failed, level);
                let either = Estimate { high: most.high, ..least };
                Verdict::of(&either, part.comparison, part.value)
            }
            // What did not come to its end could have moved these anywhere.
            Sums::Mean { .. } | Sums::Quantile { .. } => Verdict::Open,
        };
        PartResult {
            part,
            estimate: Estimate { n: self.n, ..estimate },
            left_out: self.left_out,
            infinite: self.infinite,
            minus_infinite: self.minus_infinite,
            unknown: self.unknown,
            verdict,
        }
    }

    /// The mean of finite values, or what infinite ones make of it.
    ///
    /// One infinite value is enough to know that the mean of all replications is
    /// infinite, as such values have a chance. Of both signs it is undefined.
    fn mean(&self, finite: Estimate) -> Estimate {
        let mean = match (self.infinite, self.minus_infinite) {
            (0, 0) => return finite,
            (_, 0) => f64::INFINITY,
            (0, _) => f64::NEG_INFINITY,
            (_, _) => return Estimate::undefined(finite.level, self.n, finite.method),
        };
        let mean = Some(mean);
        Estimate { estimate: mean, standard_error: None, low: mean, high: mean, ..finite }
    }
}

/// A quantile by order statistics: that of all replications lies between its
/// ends at least as often as `level` says.
fn quantile(share: f64, values: &Values, level: f64) -> Estimate {
    let ValueInterval { low, high } = values.quantile_interval(share, level);
    Estimate {
        estimate: values.quantile(share),
        standard_error: None,
        low,
        high,
        level,
        n: values.count(),
        method: "order statistics",
    }
}

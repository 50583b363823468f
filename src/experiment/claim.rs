//! Claims, held against replications: an estimate, its interval, and on which
//! side of the claimed value that lies.
//!
//! A claim is decided by its interval alone. It lacks any correction for many
//! claims: of twenty that are true, one interval at 95 % misses on average.

use crate::engine::MeasureOf;
use crate::oversight::{FirstTimePlace, Outcome, Plan};
use crate::primitives::time::{Span, Time};
use crate::world::claim::{
    CheckedClaim, CheckedPart, Comparison, Condition, MeasureRow, Numeral, Per, Sought,
};

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
    /// No replication counts, or what is claimed has no value.
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
    /// On which side of the claimed value it lies.
    pub verdict: Verdict,
}

/// The sums of all claims of a world, over replications.
#[derive(Clone, Debug)]
pub(super) struct ClaimSums {
    claims: Vec<CheckedClaim>,
    /// Of all parts of all claims.
    sums: Vec<PartSums>,
}

impl ClaimSums {
    pub(super) fn new(plan: &Plan, claims: &[CheckedClaim]) -> Self {
        let parts = claims.iter().flat_map(|claim| &claim.parts);
        let sums = parts.map(|part| PartSums::new(plan, part)).collect();
        Self { claims: claims.to_vec(), sums }
    }

    pub(super) fn fold(&mut self, outcome: &Outcome) {
        self.sums.iter_mut().for_each(|part| part.fold(outcome));
    }

    pub(super) fn merge(&mut self, next: &Self) {
        assert_eq!(self.claims.len(), next.claims.len(), "tables of one world are merged");
        for (ours, theirs) in self.sums.iter_mut().zip(&next.sums) {
            ours.merge(theirs);
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
        Self { given, n: 0, left_out: 0, infinite: 0, minus_infinite: 0, of }
    }

    fn fold(&mut self, outcome: &Outcome) {
        if self.given.as_ref().is_some_and(|given| !happens(given, outcome)) {
            self.left_out += 1;
            return;
        }
        let value = match &mut self.of {
            Sums::Share { event, hits } => {
                let happens = happens(event, outcome);
                *hits += u64::from(happens);
                Some(f64::from(u8::from(happens)))
            }
            Sums::Mean { number, finite } => {
                let ratio = number.ratio(outcome);
                // A replication without an occasion is added too, as the table of
                // measures does: it adds nothing to the mean, but was asked.
                if let Some((numerator, denominator)) = ratio
                    && numerator.is_finite()
                {
                    finite.add(numerator, denominator);
                }
                value_of(ratio)
            }
            Sums::Quantile { number, values, .. } => {
                let value = value_of(number.ratio(outcome));
                value.into_iter().for_each(|value| values.add(value));
                value
            }
        };
        self.n += u64::from(value.is_some());
        self.left_out += u64::from(value.is_none());
        self.infinite += u64::from(value == Some(f64::INFINITY));
        self.minus_infinite += u64::from(value == Some(f64::NEG_INFINITY));
    }

    fn merge(&mut self, next: &Self) {
        self.n += next.n;
        self.left_out += next.left_out;
        self.infinite += next.infinite;
        self.minus_infinite += next.minus_infinite;
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
        let verdict = match &self.of {
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

/// A number of a replication, by the places of its names in an outcome.
#[derive(Clone, Copy, Debug)]
enum Number {
    Time(FirstTimePlace),
    Difference(FirstTimePlace, FirstTimePlace),
    Count(usize, Option<Per>),
    Measure(usize, MeasureOf),
}

impl Number {
    fn new(plan: &Plan, numeral: &Numeral) -> Self {
        let at = |first_time| plan.place_of_first_time(first_time);
        match *numeral {
            Numeral::Time(first_time) => Self::Time(at(first_time)),
            Numeral::Difference(later, earlier) => Self::Difference(at(later), at(earlier)),
            Numeral::Count(counter) => Self::Count(plan.place_of_counter(counter), None),
            Numeral::Rate(counter, per) => Self::Count(plan.place_of_counter(counter), Some(per)),
            Numeral::Measure(actor, MeasureRow { name, of, .. }) => {
                Self::Measure(plan.place_of_measure(actor, name), of)
            }
        }
    }

    /// Its numerator, which may be infinite, and its denominator, which is zero
    /// where there was no occasion; none where it has no value at all.
    fn ratio(self, outcome: &Outcome) -> Option<(f64, f64)> {
        match self {
            Self::Time(first_time) => {
                let time = outcome.time(first_time);
                let seconds = if time == Time::NEVER { f64::INFINITY } else { time.seconds() };
                Some((seconds, 1.0))
            }
            Self::Difference(later, earlier) => {
                let (later, earlier) = (outcome.time(later), outcome.time(earlier));
                let seconds = match (later == Time::NEVER, earlier == Time::NEVER) {
                    (true, true) => return None,
                    (true, false) => f64::INFINITY,
                    (false, true) => f64::NEG_INFINITY,
                    (false, false) if later >= earlier => later.since(earlier).seconds(),
                    (false, false) => -earlier.since(later).seconds(),
                };
                Some((seconds, 1.0))
            }
            Self::Count(place, per) => {
                let time = match per {
                    None => 1.0,
                    Some(Per::Day) => outcome.at_risk.days(),
                    Some(Per::Year) => outcome.at_risk.years(),
                };
                Some((outcome.counters[place], time))
            }
            Self::Measure(place, _) => Some(outcome.measures[place]),
        }
    }

    /// The mean of finite values.
    fn estimate(self, sums: &RatioSums, level: f64) -> Estimate {
        match self {
            Self::Time(_) | Self::Difference(..) => sums.estimate(level),
            Self::Count(..) => sums.estimate_of_counts(level),
            Self::Measure(_, of) => of_measure(of, sums, level),
        }
    }
}

/// The estimate of a measure from its numerators and denominators.
pub(super) fn of_measure(of: MeasureOf, sums: &RatioSums, level: f64) -> Estimate {
    match of {
        MeasureOf::PerYear(_) | MeasureOf::PerReplication(_) => sums.estimate_of_counts(level),
        MeasureOf::Ever(_) => proportion(sums.total() as u64, sums.n(), level),
        MeasureOf::Share(..) => {
            let mut estimate = sums.estimate_of_counts(level);
            estimate.high = estimate.high.map(|high| high.min(1.0));
            estimate
        }
        MeasureOf::Mean(_) | MeasureOf::AmountPerYear(_) | MeasureOf::AmountPerReplication(_) => {
            sums.estimate(level)
        }
    }
}

fn value_of(ratio: Option<(f64, f64)>) -> Option<f64> {
    ratio.filter(|(_, denominator)| *denominator > 0.0).map(|(over, under)| over / under)
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

/// Whether an event happens in a replication.
fn happens(event: &Condition<FirstTimePlace>, outcome: &Outcome) -> bool {
    let at = |first_time: &FirstTimePlace| outcome.time(*first_time);
    match event {
        Condition::Any(events) => events.iter().any(|event| happens(event, outcome)),
        Condition::All(events) => events.iter().all(|event| happens(event, outcome)),
        Condition::Not(event) => !happens(event, outcome),
        Condition::Reached(first_time) => at(first_time) != Time::NEVER,
        // What is never reached comes after everything that is.
        Condition::Before(one, two) => at(one) < at(two),
        Condition::Within(span, one, two) => {
            let (one, two) = (at(one), at(two));
            let apart: Span = one.max(two).since(one.min(two));
            one.max(two) != Time::NEVER && apart <= *span
        }
        Condition::Early(span, first_time) => {
            at(first_time) != Time::NEVER && at(first_time).since(Time::START) <= *span
        }
    }
}

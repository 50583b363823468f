//! What one replication answers to the words of a claim: whether an event happens,
//! and what a number is.
//!
//! It sums nothing up.

use crate::engine::MeasureOf;
use crate::oversight::{Alarms, FirstTimePlace, Milestone, Outcome, Plan};
use crate::primitives::time::{Span, Time};
use crate::world::claim::{Condition, MeasureRow, Numeral, Per, Told};

use super::estimate::{Estimate, proportion};
use super::ratio::RatioSums;

/// The answer hangs on a course of things that nobody followed, or not to its end.
pub(super) struct Unknown;

/// A replication, and its innocent twin where that was followed.
#[derive(Clone, Copy)]
pub(super) struct Course<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) innocent: Option<&'a Outcome>,
}

/// A number of a replication, by the places of its names in an outcome.
#[derive(Clone, Copy, Debug)]
pub(super) enum Number {
    Time(FirstTimePlace),
    Difference(FirstTimePlace, FirstTimePlace),
    Count(usize, Option<Per>),
    Told(Told, Option<Per>),
    Measure(usize, MeasureOf),
}

/// A numerator, which may be infinite, over a denominator, which is zero where there
/// was no occasion; none where there is no value at all.
type Ratio = Option<(f64, f64)>;

impl Number {
    pub(super) fn new(plan: &Plan, numeral: &Numeral) -> Self {
        let at = |first_time| plan.place_of_first_time(first_time);
        match *numeral {
            Numeral::Time(first_time) => Self::Time(at(first_time)),
            Numeral::Difference(later, earlier) => Self::Difference(at(later), at(earlier)),
            Numeral::Count(counter) => Self::Count(plan.place_of_counter(counter), None),
            Numeral::Rate(counter, per) => Self::Count(plan.place_of_counter(counter), Some(per)),
            Numeral::Told(told, per) => Self::Told(told, per),
            Numeral::Measure(actor, MeasureRow { name, of, .. }) => {
                Self::Measure(plan.place_of_measure(actor, name), of)
            }
        }
    }

    /// The mean of finite values.
    pub(super) fn estimate(self, sums: &RatioSums, level: f64) -> Estimate {
        match self {
            Self::Time(_) | Self::Difference(..) => sums.estimate(level),
            Self::Count(..) => sums.estimate_of_counts(level),
            Self::Told(told, _) => match told {
                Told::LeadTime
                | Told::ConversionTime
                | Told::ConcerningFlopAtNotice
                | Told::ReviewerHours
                | Told::InnocentReviewerHours => sums.estimate(level),
                Told::AlarmPrecision => share_of_counts(sums, level),
                Told::InnocentAlarms | Told::InnocentFalseAlarms | Told::InnocentBenignAlarms => {
                    sums.estimate_of_counts(level)
                }
            },
            Self::Measure(_, of) => of_measure(of, sums, level),
        }
    }
}

/// The estimate of a measure from its numerators and denominators.
pub(super) fn of_measure(of: MeasureOf, sums: &RatioSums, level: f64) -> Estimate {
    match of {
        MeasureOf::PerYear(_) | MeasureOf::PerReplication(_) => sums.estimate_of_counts(level),
        MeasureOf::Ever(_) => proportion(sums.total() as u64, sums.n(), level),
        MeasureOf::Share(..) => share_of_counts(sums, level),
        MeasureOf::Mean(_) | MeasureOf::AmountPerYear(_) | MeasureOf::AmountPerReplication(_) => {
            sums.estimate(level)
        }
    }
}

/// The pooled share of counts in others of which they are a part.
pub(super) fn share_of_counts(sums: &RatioSums, level: f64) -> Estimate {
    let mut estimate = sums.estimate_of_counts(level);
    estimate.high = estimate.high.map(|high| high.min(1.0));
    estimate
}

/// The value of a ratio, where there was an occasion.
pub(super) fn value_of(ratio: Ratio) -> Option<f64> {
    ratio.filter(|(_, denominator)| *denominator > 0.0).map(|(over, under)| over / under)
}

/// Working time in hours.
pub(super) fn hours(time: Span) -> f64 {
    time.seconds() / 3600.0
}

impl Course<'_> {
    /// When something was reached first.
    fn at(self, place: FirstTimePlace) -> Result<Time, Unknown> {
        const HANGS: FirstTimePlace =
            FirstTimePlace::Milestone(Milestone::TakeoffWithoutOrders as usize);
        if place == HANGS {
            return self.outcome.takeoff_without_orders().ok_or(Unknown);
        }
        Ok(self.outcome.time(place))
    }

    /// Whether an event happens. What it hangs on must be known, also where the rest
    /// would decide it.
    pub(super) fn happens(self, event: &Condition<FirstTimePlace>) -> Result<bool, Unknown> {
        let each = |events: &[Condition<FirstTimePlace>]| -> Result<Vec<bool>, Unknown> {
            events.iter().map(|event| self.happens(event)).collect()
        };
        Ok(match event {
            Condition::Any(events) => each(events)?.contains(&true),
            Condition::All(events) => !each(events)?.contains(&false),
            Condition::Not(event) => !self.happens(event)?,
            Condition::Reached(first_time) => self.at(*first_time)? != Time::NEVER,
            // What is never reached comes after everything that is.
            Condition::Before(one, two) => self.at(*one)? < self.at(*two)?,
            Condition::Within(span, one, two) => {
                let (one, two) = (self.at(*one)?, self.at(*two)?);
                let apart: Span = one.max(two).since(one.min(two));
                one.max(two) != Time::NEVER && apart <= *span
            }
            Condition::Early(span, first_time) => {
                let time = self.at(*first_time)?;
                time != Time::NEVER && time.since(Time::START) <= *span
            }
            Condition::Ended(class) => self.outcome.class().ok_or(Unknown)? == *class,
            Condition::InnocentAccused => self.innocent()?.errors.false_accusation,
        })
    }

    /// A number, as a ratio.
    pub(super) fn ratio(self, number: Number) -> Result<Ratio, Unknown> {
        Ok(match number {
            Number::Time(first_time) => {
                let time = self.at(first_time)?;
                let seconds = if time == Time::NEVER { f64::INFINITY } else { time.seconds() };
                Some((seconds, 1.0))
            }
            Number::Difference(later, earlier) => {
                let (later, earlier) = (self.at(later)?, self.at(earlier)?);
                let seconds = match (later == Time::NEVER, earlier == Time::NEVER) {
                    (true, true) => return Ok(None),
                    (true, false) => f64::INFINITY,
                    (false, true) => f64::NEG_INFINITY,
                    (false, false) if later >= earlier => later.since(earlier).seconds(),
                    (false, false) => -earlier.since(later).seconds(),
                };
                Some((seconds, 1.0))
            }
            Number::Count(place, per) => {
                Some((self.outcome.counters[place], over(per, self.outcome)))
            }
            Number::Told(told, per) => self.told(told, per)?,
            Number::Measure(place, _) => Some(self.outcome.measures[place]),
        })
    }

    fn told(self, told: Told, per: Option<Per>) -> Result<Ratio, Unknown> {
        let factual = self.outcome;
        let time = |span: Option<Span>| span.map(|span| (span.seconds(), 1.0));
        let alarms = |of: fn(&Alarms) -> u64| -> Result<Ratio, Unknown> {
            let innocent = self.innocent()?;
            Ok(Some((of(&innocent.alarms) as f64, over(per, innocent))))
        };
        Ok(match told {
            Told::LeadTime => time(lead_time(factual)?),
            Told::ConversionTime => time(conversion_time(factual)?),
            Told::ConcerningFlopAtNotice => {
                let noticed = factual.at(Milestone::Noticed) != Time::NEVER;
                noticed.then_some((factual.concerning_flop, 1.0))
            }
            Told::AlarmPrecision => {
                Some((factual.alarms.founded() as f64, factual.alarms.all() as f64))
            }
            Told::ReviewerHours => Some((hours(factual.review_time), over(per, factual))),
            Told::InnocentAlarms => alarms(Alarms::all)?,
            Told::InnocentFalseAlarms => alarms(|alarms| alarms.falsely)?,
            Told::InnocentBenignAlarms => alarms(|alarms| alarms.benign)?,
            Told::InnocentReviewerHours => {
                let innocent = self.innocent()?;
                Some((hours(innocent.review_time), over(per, innocent)))
            }
        })
    }

    fn innocent(&self) -> Result<&Outcome, Unknown> {
        self.innocent.filter(|innocent| !innocent.failed).ok_or(Unknown)
    }
}

/// From notice to takeoff, as that would have come without orders, where notice came
/// before.
pub(super) fn lead_time(outcome: &Outcome) -> Result<Option<Span>, Unknown> {
    let before = outcome.is_noticed_before_takeoff().ok_or(Unknown)?;
    let (noticed, takeoff) =
        (outcome.at(Milestone::Noticed), outcome.at(Milestone::TakeoffWithoutOrders));
    Ok(before.then(|| takeoff.since(noticed)))
}

/// From the first concerning work to takeoff, as that would have come without orders,
/// where it came after.
pub(super) fn conversion_time(outcome: &Outcome) -> Result<Option<Span>, Unknown> {
    let takeoff = outcome.takeoff_without_orders().ok_or(Unknown)?;
    let began = outcome.at(Milestone::FirstConcerningWork);
    Ok((began <= takeoff && takeoff != Time::NEVER).then(|| takeoff.since(began)))
}

/// The time over which something is told.
fn over(per: Option<Per>, outcome: &Outcome) -> f64 {
    match per {
        None => 1.0,
        Some(Per::Day) => outcome.at_risk.days(),
        Some(Per::Year) => outcome.at_risk.years(),
    }
}

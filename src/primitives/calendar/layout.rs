//! Hours laid out over a run, and time counted in them.

use std::fmt;
use std::sync::Arc;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

use super::hours::Hours;
use crate::primitives::time::{Span, Time};

/// When something is open, laid out over the run.
///
/// A calendar is cheap to clone, and no function of a laid-out one allocates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// None if it is always open.
    laid: Option<Arc<Laid>>,
}

/// What hours come to in one run.
#[derive(Debug, PartialEq, Eq)]
struct Laid {
    /// In ascending order, apart from each other.
    intervals: Vec<Open>,
    /// The hours, the zone and the holidays in one form.
    text: String,
}

/// An interval in which it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Open {
    opens: Time,
    /// Later than `opens`, and no longer open.
    closes: Time,
    /// The open time before this interval.
    before: Span,
}

/// Why hours could not be laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutError {
    /// The run would go on beyond the year 9998, the last whole one for which
    /// there are dates.
    BeyondDates {
        /// The length of the run.
        horizon: Span,
    },
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeyondDates { horizon } => {
                write!(f, "a run of {:.0} years ends beyond the year 9998", horizon.years())
            }
        }
    }
}

impl std::error::Error for LayoutError {}

impl Calendar {
    /// Open at all times.
    #[must_use]
    pub const fn always() -> Self {
        Self { laid: None }
    }

    /// These hours from `start`, the instant of the run's start, to the
    /// `horizon`, in the civil time of `zone`.
    ///
    /// A shift runs from the first instant at which the civil clock shows its
    /// opening time or later, to the first at which it shows its closing time
    /// or later: what the clock skips is no working time, what it repeats is
    /// worked twice. A shift that begins on a holiday does not take place; one
    /// that began the day before ends as always. `24/7` is open on holidays.
    ///
    /// # Errors
    ///
    /// If the run ends beyond the dates that there are.
    pub fn lay_out(
        hours: &Hours,
        start: Timestamp,
        zone: &TimeZone,
        holidays: &[Date],
        horizon: Span,
    ) -> Result<Self, LayoutError> {
        if hours.is_always() {
            return Ok(Self::always());
        }
        let beyond = LayoutError::BeyondDates { horizon };
        let micros = i64::try_from(horizon.ticks()).map_err(|_| beyond)?;
        let end = start.checked_add(SignedDuration::from_micros(micros)).map_err(|_| beyond)?;
        let day_of = |instant: Timestamp| zone.to_datetime(instant).date();
        let last = day_of(end);
        if last.year() > 9998 {
            return Err(beyond);
        }
        let mut closed = holidays.to_vec();
        closed.sort_unstable();
        // A shift may go on to the end of the day after it began.
        let mut day = day_of(start).saturating_sub(2.days());
        let mut shifts = Vec::new();
        while day <= last {
            if closed.binary_search(&day).is_err() {
                let weekday = day.weekday().to_monday_zero_offset() as usize;
                for (opens, closes) in hours.shifts(weekday) {
                    let opens = first_instant(zone, civil(day, *opens));
                    let closes = first_instant(zone, civil(day, *closes));
                    shifts.push((ticks_since(start, opens), ticks_since(start, closes)));
                }
            }
            day = day.saturating_add(1.day());
        }
        closed.dedup();
        let intervals = joined(shifts, horizon);
        let text = in_one_form(hours, zone, &closed);
        Ok(Self { laid: Some(Arc::new(Laid { intervals, text })) })
    }

    /// The rule that was laid out, in one form: of one run, calendars with the same
    /// text are equal.
    #[must_use]
    pub fn text(&self) -> &str {
        self.laid.as_ref().map_or("24/7", |laid| &laid.text)
    }

    fn intervals(&self) -> Option<&[Open]> {
        self.laid.as_ref().map(|laid| laid.intervals.as_slice())
    }

    /// The instant by which `work` of open time has passed since `from`: the
    /// next opening if there is no work; [`Time::NEVER`] if the calendar ends
    /// first.
    #[must_use]
    pub fn add(&self, from: Time, work: Span) -> Time {
        let Some(intervals) = self.intervals() else {
            return from + work;
        };
        let Some((place, next)) = at_or_after(intervals, from) else {
            return Time::NEVER;
        };
        if work == Span::ZERO {
            return from.max(next.opens);
        }
        let done = next.before + from.since(next.opens);
        let goal = done + work;
        let later = &intervals[place..];
        let Some(last) = later.get(later.partition_point(|open| open.end() < goal)) else {
            return Time::NEVER;
        };
        last.opens + Span::from_ticks(goal.ticks() - last.before.ticks())
    }

    /// The open time from `from` to `until`; none if that is not later.
    #[must_use]
    pub fn worked(&self, from: Time, until: Time) -> Span {
        let Some(intervals) = self.intervals() else {
            return until.since(from);
        };
        let (before, after) = (worked_by(intervals, from), worked_by(intervals, until));
        Span::from_ticks(after.ticks().saturating_sub(before.ticks()))
    }

    /// Whether it is open.
    #[must_use]
    pub fn is_open(&self, at: Time) -> bool {
        self.next_opening(at) == at
    }

    /// The first instant from `at` on at which it is open; [`Time::NEVER`] if
    /// there is none.
    #[must_use]
    pub fn next_opening(&self, at: Time) -> Time {
        self.add(at, Span::ZERO)
    }

    /// The first instant from `at` on at which it is closed; [`Time::NEVER`] if
    /// there is none. A laid-out calendar is closed from its end on.
    #[must_use]
    pub fn next_closing(&self, at: Time) -> Time {
        let Some(intervals) = self.intervals() else {
            return Time::NEVER;
        };
        match at_or_after(intervals, at) {
            Some((_, next)) if next.opens <= at => next.closes,
            _ => at,
        }
    }
}

/// Hours, then the zone unless it is UTC, then the holidays in order.
fn in_one_form(hours: &Hours, zone: &TimeZone, holidays: &[Date]) -> String {
    let mut text = hours.to_string();
    match zone.iana_name() {
        Some("UTC") | None => {}
        Some(name) => text.extend([" in ", name]),
    }
    for (place, day) in holidays.iter().enumerate() {
        text.push_str(if place == 0 { " but " } else { "," });
        text.push_str(&day.to_string());
    }
    text
}

impl Open {
    /// The open time by the end of this interval.
    fn end(&self) -> Span {
        self.before + self.closes.since(self.opens)
    }
}

/// The first interval that is not over at `at`, and its place.
fn at_or_after(intervals: &[Open], at: Time) -> Option<(usize, &Open)> {
    let place = intervals.partition_point(|open| open.closes <= at);
    intervals.get(place).map(|open| (place, open))
}

/// The open time from the start to `at`.
fn worked_by(intervals: &[Open], at: Time) -> Span {
    match (at_or_after(intervals, at), intervals.last()) {
        (Some((_, next)), _) => next.before + at.since(next.opens),
        (None, Some(last)) => last.end(),
        (None, None) => Span::ZERO,
    }
}

/// A civil time so many minutes after a date's midnight.
fn civil(day: Date, minutes: u16) -> DateTime {
    let day = day.saturating_add(i64::from(minutes / 1440).days());
    // Below 1440 minutes the hour is below 24.
    day.at((minutes % 1440 / 60) as i8, (minutes % 60) as i8, 0, 0)
}

/// The first instant at which the civil clock shows `civil` or later.
fn first_instant(zone: &TimeZone, civil: DateTime) -> Timestamp {
    let ambiguous = zone.to_ambiguous_timestamp(civil);
    let instant = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => ambiguous.compatible(),
        AmbiguousOffset::Fold { before, .. } => before.to_timestamp(civil),
        AmbiguousOffset::Gap { after, .. } => {
            // By the offset after the gap the clock is still before it.
            after.to_timestamp(civil).map(|early| {
                let change = zone.following(early).next();
                change.expect("a gap is a change of the offset").timestamp()
            })
        }
    };
    instant.expect("dates up to the year 9999 have instants")
}

/// Ticks since the start; none before it.
fn ticks_since(start: Timestamp, instant: Timestamp) -> Time {
    let micros = instant.as_microsecond() - start.as_microsecond();
    Time::from_ticks(u64::try_from(micros).unwrap_or(0))
}

/// The shifts as intervals that are apart from each other, up to the horizon: the last one
/// closes when it closes, and not where the run happens to end.
fn joined(mut shifts: Vec<(Time, Time)>, horizon: Span) -> Vec<Open> {
    let end = Time::START + horizon;
    shifts.sort_unstable();
    let mut intervals: Vec<Open> = Vec::new();
    for (opens, closes) in shifts {
        if opens >= closes || opens > end {
            continue;
        }
        match intervals.last_mut() {
            Some(last) if opens <= last.closes => last.closes = last.closes.max(closes),
            last => {
                let before = last.map_or(Span::ZERO, |last| last.end());
                intervals.push(Open { opens, closes, before });
            }
        }
    }
    intervals
}

//! Whole-tick time: a tick is a microsecond in a `u64`.
//!
//! There is no NaN, equality is exact, and half a million years fit. Dates and
//! time zones are the business of [`calendar`](super::calendar), units of
//! [`quantity`](super::quantity).

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// Ticks in a second.
pub const TICKS_PER_SECOND: u64 = 1_000_000;

/// Seconds in a day.
pub const SECONDS_PER_DAY: f64 = 86_400.0;

/// Seconds in a mean Gregorian year of 365.2425 days.
pub const SECONDS_PER_YEAR: f64 = 365.2425 * SECONDS_PER_DAY;

/// An instant: ticks since the start of the run.
///
/// [`Time::NEVER`] is later than every instant that can be reached.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u64);

/// A length of time in whole ticks; `Span::FOREVER` has no end.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(u64);

impl Time {
    /// The start of every run.
    pub const START: Self = Self(0);
    /// No event happens then.
    pub const NEVER: Self = Self(u64::MAX);

    /// The instant this many ticks after the start.
    #[must_use]
    pub const fn from_ticks(ticks: u64) -> Self {
        Self(ticks)
    }

    /// Ticks since the start.
    #[must_use]
    pub const fn ticks(self) -> u64 {
        self.0
    }

    /// The length of time since `earlier`; zero if `earlier` is not earlier.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// Seconds since the start, rounded to the nearest `f64`.
    #[must_use]
    pub fn seconds(self) -> f64 {
        Span(self.0).seconds()
    }

    /// Days since the start.
    #[must_use]
    pub fn days(self) -> f64 {
        Span(self.0).days()
    }
}

impl Span {
    /// The shortest length between a cause and its effect.
    pub const TICK: Self = Self(1);
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// Longer than any run.
    pub const FOREVER: Self = Self(u64::MAX);

    /// This many ticks.
    #[must_use]
    pub const fn from_ticks(ticks: u64) -> Self {
        Self(ticks)
    }

    /// The nearest whole number of ticks to this many seconds, from 0 to
    /// [`Span::FOREVER`].
    ///
    /// # Panics
    ///
    /// If `seconds` is NaN.
    #[must_use]
    pub fn from_seconds(seconds: f64) -> Self {
        assert!(!seconds.is_nan(), "a span of NaN seconds");
        // The cast saturates at both ends.
        Self(libm::round(seconds * TICKS_PER_SECOND as f64) as u64)
    }

    /// The length in ticks.
    #[must_use]
    pub const fn ticks(self) -> u64 {
        self.0
    }

    /// The length in seconds, rounded to the nearest `f64`; infinite for
    /// [`Span::FOREVER`].
    #[must_use]
    pub fn seconds(self) -> f64 {
        if self == Self::FOREVER {
            return f64::INFINITY;
        }
        self.0 as f64 / TICKS_PER_SECOND as f64
    }

    /// The length in days of 86,400 seconds.
    #[must_use]
    pub fn days(self) -> f64 {
        self.seconds() / SECONDS_PER_DAY
    }

    /// The length in mean Gregorian years.
    #[must_use]
    pub fn years(self) -> f64 {
        self.seconds() / SECONDS_PER_YEAR
    }
}

impl Add<Span> for Time {
    type Output = Self;

    /// What runs past the end of time is [`Time::NEVER`].
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl AddAssign<Span> for Time {
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}

impl Sub for Time {
    type Output = Span;

    fn sub(self, earlier: Self) -> Span {
        self.since(earlier)
    }
}

impl Add for Span {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::NEVER {
            return write!(f, "never");
        }
        write!(f, "{:?}", Span(self.0))
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::FOREVER {
            return write!(f, "forever");
        }
        let (whole, rest) = (self.0 / TICKS_PER_SECOND, self.0 % TICKS_PER_SECOND);
        write!(f, "{whole}.{rest:06} s")
    }
}

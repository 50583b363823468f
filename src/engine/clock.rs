//! Clocks: a budget that runs down at a speed, and rings when it is spent.
//!
//! Here is the arithmetic alone, over ticks, budgets and paces. Who owns a
//! clock and where it stands in the list of events is the context's business.

use crate::primitives::random::Purpose;
use crate::primitives::time::{TICKS_PER_SECOND, Time};

/// How fast a budget runs down, in units of the budget a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// The same speed until somebody changes it; 0 pauses.
    Constant(f64),
    /// Speed now, growing by the factor `exp(growth · seconds)`; a negative
    /// growth decays, and may never get there.
    Exponential {
        /// Units a second now.
        speed: f64,
        /// The relative growth a second.
        growth: f64,
    },
}

impl From<f64> for Pace {
    fn from(speed: f64) -> Self {
        Self::Constant(speed)
    }
}

impl Pace {
    /// The speed now.
    #[must_use]
    pub fn speed(self) -> f64 {
        match self {
            Self::Constant(speed) | Self::Exponential { speed, .. } => speed,
        }
    }

    /// When `budget` is spent that begins to run down at `now`.
    ///
    /// At least a tick later; [`Time::NEVER`] if the pace does not get there.
    #[must_use]
    #[inline]
    pub fn due(self, now: Time, budget: f64) -> Time {
        match self {
            // A speed of −0, as a hazard of −ln 1 is, pauses as 0 does.
            Self::Constant(speed) => due_in(now, spend_ticks(budget, speed.abs())),
            Self::Exponential { speed, growth } => due_growing(now, budget, speed, growth),
        }
    }

    /// How much of a budget is spent in `seconds`.
    #[must_use]
    #[inline]
    pub fn spent(self, seconds: f64) -> f64 {
        match self {
            Self::Constant(speed) => speed * seconds,
            Self::Exponential { speed, growth: 0.0 } => speed * seconds,
            // What has grown beyond every number is still nothing times that.
            Self::Exponential { speed: 0.0, .. } => 0.0,
            Self::Exponential { speed, growth } => speed * libm::expm1(growth * seconds) / growth,
        }
    }

    /// The pace that this one has become after `seconds`; a speed that has grown beyond
    /// every number is the greatest that there is.
    #[must_use]
    pub fn after(self, seconds: f64) -> Self {
        match self {
            Self::Constant(_) => self,
            Self::Exponential { speed, growth } => {
                let factor = libm::exp(growth * seconds).min(f64::MAX);
                Self::Exponential { speed: (speed * factor).min(f64::MAX), growth }
            }
        }
    }

    /// So many times as fast, now and as it grows; `factor` is finite and at least 0.
    ///
    /// ```
    /// use foomwatch::engine::Pace;
    ///
    /// let watts = Pace::Exponential { speed: 2.0, growth: 0.1 }.times(700.0);
    /// assert_eq!(watts, Pace::Exponential { speed: 1400.0, growth: 0.1 });
    /// ```
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        match self {
            Self::Constant(speed) => Self::Constant(speed * factor),
            Self::Exponential { speed, growth } => {
                Self::Exponential { speed: speed * factor, growth }
            }
        }
    }

    /// Asserts that both numbers are such as a clock can have.
    #[inline]
    pub(super) fn assert_sound(self) {
        let speed = self.speed();
        assert!((0.0..f64::INFINITY).contains(&speed), "a clock was given the speed {speed}");
        if let Self::Exponential { growth, .. } = self {
            assert!(growth.is_finite(), "a clock was given the growth {growth}");
        }
    }
}

/// How many ticks it takes to spend a budget. The product comes first, so that a
/// whole number of seconds is a whole number of ticks.
#[inline]
fn spend_ticks(budget: f64, speed: f64) -> f64 {
    TICKS_PER_SECOND as f64 * budget / speed
}

/// The tick that lies `seconds` after `now`, rounded up, at least one tick.
///
/// Infinite seconds and what runs past the end of time are [`Time::NEVER`].
pub(super) fn due_after(now: Time, seconds: f64) -> Time {
    due_in(now, seconds * TICKS_PER_SECOND as f64)
}

/// The same for a number of ticks; NaN (nothing over a speed of zero) is
/// [`Time::NEVER`] too.
#[inline]
fn due_in(now: Time, ticks: f64) -> Time {
    // Below 2^63 the conversion is one instruction and the sum cannot wrap.
    if ticks < 9.2e18 {
        let whole = ticks as i64;
        let up = whole + i64::from((whole as f64) < ticks);
        Time::from_ticks(now.ticks().saturating_add(up.max(1) as u64))
    } else {
        Time::NEVER
    }
}

/// Solves `spent(dt) = budget` for an exponential pace.
fn due_growing(now: Time, budget: f64, speed: f64, growth: f64) -> Time {
    if speed == 0.0 {
        return Time::NEVER;
    }
    if growth == 0.0 {
        return due_in(now, spend_ticks(budget, speed));
    }
    let grown = growth * budget / speed;
    if grown <= -1.0 {
        return Time::NEVER;
    }
    due_after(now, libm::log1p(grown) / growth)
}

/// A law whose hazard depends on age, as a budget of hazard runs down.
///
/// Ages are seconds. The cumulative hazard starts at 0, never falls, and its
/// inverse gives the least age that reaches it, infinite if none does.
pub trait AgedLaw {
    /// The hazard gathered from age 0 to `age`.
    fn cumulative_hazard(&self, age: f64) -> f64;

    /// The age at which the gathered hazard reaches `hazard`.
    fn hazard_quantile(&self, hazard: f64) -> f64;
}

/// The clocks of a behavior: an enum, written by [`clocks!`](crate::clocks).
pub trait Clocks: Copy + Send + Sync + 'static {
    /// One per variant, in order.
    const FAMILIES: &'static [ClockFamily];

    /// The variant's place, and the number within the family.
    fn parts(self) -> (u32, u32);

    /// The clock of these parts.
    fn from_parts(family: u32, number: u32) -> Self;
}

/// A variant of a behavior's clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockFamily {
    /// The variant's name.
    pub name: &'static str,
    /// How many clocks of it there are at the start; more are made when a
    /// higher number is first used. A variant without a number is one clock.
    pub slots: u32,
    /// What the draws of its clocks are for.
    pub(super) purpose: Purpose,
}

impl ClockFamily {
    /// A family of this name and so many clocks.
    #[must_use]
    pub const fn new(name: &'static str, slots: u32) -> Self {
        Self { name, slots, purpose: Purpose::of_clocks(name) }
    }
}

/// The clocks of a behavior that has none.
#[derive(Clone, Copy, Debug)]
pub enum NoClocks {}

impl Clocks for NoClocks {
    const FAMILIES: &'static [ClockFamily] = &[];

    fn parts(self) -> (u32, u32) {
        match self {}
    }

    fn from_parts(family: u32, number: u32) -> Self {
        unreachable!("a behavior without clocks heard clock {family}({number})")
    }
}

/// Declares the clocks of a behavior.
///
/// A variant with a number is a family of clocks, `Job(0)`, `Job(1)` and so on;
/// the number in the declaration says how many to expect.
///
/// ```
/// foomwatch::clocks! {
///     /// The clocks of a workshop.
///     pub enum Clock {
///         /// The next order comes in.
///         Order,
///         /// A job is done.
///         Job(16),
///     }
/// }
///
/// use foomwatch::engine::Clocks;
/// assert_eq!(Clock::Job(3).parts(), (1, 3));
/// ```
#[macro_export]
macro_rules! clocks {
    (
        $(#[$outer:meta])*
        $visibility:vis enum $name:ident {
            $( $(#[$inner:meta])* $variant:ident $(($slots:literal))? ),+ $(,)?
        }
    ) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visibility enum $name {
            $( $(#[$inner])* $variant $(($crate::clocks!(@number $slots)))? ),+
        }

        impl $crate::engine::Clocks for $name {
            const FAMILIES: &'static [$crate::engine::ClockFamily] = &[
                $( $crate::engine::ClockFamily::new(
                    stringify!($variant),
                    $crate::clocks!(@slots $($slots)?),
                ) ),+
            ];

            #[inline]
            #[allow(irrefutable_let_patterns, reason = "an enum of one clock")]
            fn parts(self) -> (u32, u32) {
                $crate::clocks!(@parts self, 0; $($variant $(($slots))?,)+)
            }

            #[inline]
            fn from_parts(family: u32, number: u32) -> Self {
                $crate::clocks!(@from family, number, 0; $($variant $(($slots))?,)+)
            }
        }
    };
    (@number $slots:literal) => { u32 };
    (@slots) => { 1 };
    (@slots $slots:literal) => { $slots };
    (@parts $clock:expr, $place:expr; $variant:ident, $($rest:tt)*) => {
        if let Self::$variant = $clock { ($place, 0) }
        else { $crate::clocks!(@parts $clock, $place + 1; $($rest)*) }
    };
    (@parts $clock:expr, $place:expr; $variant:ident ($slots:literal), $($rest:tt)*) => {
        if let Self::$variant(number) = $clock { ($place, number) }
        else { $crate::clocks!(@parts $clock, $place + 1; $($rest)*) }
    };
    (@parts $clock:expr, $place:expr;) => { unreachable!() };
    (@from $family:ident, $number:ident, $place:expr; $variant:ident, $($rest:tt)*) => {
        if $family == $place { Self::$variant }
        else { $crate::clocks!(@from $family, $number, $place + 1; $($rest)*) }
    };
    (@from $family:ident, $number:ident, $place:expr; $variant:ident ($slots:literal), $($rest:tt)*) => {
        if $family == $place { Self::$variant($number) }
        else { $crate::clocks!(@from $family, $number, $place + 1; $($rest)*) }
    };
    (@from $family:ident, $number:ident, $place:expr;) => {
        unreachable!("no clock family {}({})", $family, $number)
    };
}

//! What a quantity can measure, and the units it can be given in.

use crate::primitives::time::{SECONDS_PER_DAY, SECONDS_PER_YEAR};

/// What a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// A bare number of any sign.
    Number,
    /// A share or a probability, from 0 to 1.
    Share,
    /// A whole number from 0 to 2^53.
    Count,
    /// A length of time; in seconds.
    Span,
    /// How often something happens; per second.
    Rate,
    /// An amount of computation; in FLOP.
    Flop,
    /// A speed of computation; in FLOP/s.
    FlopRate,
    /// Electrical power; in watts.
    Power,
    /// A sum of money; in US dollars.
    Money,
    /// A ratio by its decimal logarithm, of any sign; in orders of magnitude.
    Magnitude,
    /// An amount of text; in tokens.
    Tokens,
}

/// A unit of a dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    /// Its names; the first is the one that is printed.
    pub names: &'static [&'static str],
    /// One of it, in words.
    pub meaning: &'static str,
    pub(super) size: Size,
    /// Whether values are printed in it.
    pub(super) printed: bool,
}

/// The size of a unit, as the whole number or its inverse that is exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Size {
    /// So many base units.
    Times(f64),
    /// So many make a base unit.
    Per(f64),
}

impl Unit {
    /// This many of the unit, in the base unit.
    #[must_use]
    pub fn to_base(&self, number: f64) -> f64 {
        match self.size {
            Size::Times(factor) => number * factor,
            Size::Per(divisor) => number / divisor,
        }
    }

    /// This number of base units, in the unit.
    #[must_use]
    pub fn from_base(&self, base: f64) -> f64 {
        match self.size {
            Size::Times(factor) => base / factor,
            Size::Per(divisor) => base * divisor,
        }
    }
}

impl Dimension {
    /// All dimensions, in the order of their declaration.
    pub const ALL: [Self; 11] = [
        Self::Number,
        Self::Share,
        Self::Count,
        Self::Span,
        Self::Rate,
        Self::Flop,
        Self::FlopRate,
        Self::Power,
        Self::Money,
        Self::Magnitude,
        Self::Tokens,
    ];

    /// What it is called in a sentence, with its article.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Share => "a share",
            Self::Count => "a whole number",
            Self::Span => "a span of time",
            Self::Rate => "a rate",
            Self::Flop => "an amount of computation",
            Self::FlopRate => "a speed of computation",
            Self::Power => "a power",
            Self::Money => "a sum of money",
            Self::Magnitude => "a number of orders of magnitude",
            Self::Tokens => "a number of tokens",
        }
    }

    /// A value as it could stand in a file.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Self::Number => "1.5",
            Self::Share => "20 %",
            Self::Count => "12",
            Self::Span => "30 d",
            Self::Rate => "3/y",
            Self::Flop => "1e26 FLOP",
            Self::FlopRate => "1e20 FLOP/s",
            Self::Power => "150 MW",
            Self::Money => "20 million USD",
            Self::Magnitude => "2 OOM",
            Self::Tokens => "15e12 tokens",
        }
    }

    /// The least and the greatest value, in the base unit.
    #[must_use]
    pub fn range(self) -> (f64, f64) {
        match self {
            Self::Number | Self::Magnitude => (f64::MIN, f64::MAX),
            Self::Share => (0.0, 1.0),
            Self::Count => (0.0, 9_007_199_254_740_992.0),
            // A span is whole microseconds in a `u64`; this is just below its end.
            Self::Span => (0.0, 1.8e13),
            Self::Rate | Self::Flop | Self::FlopRate | Self::Power | Self::Money | Self::Tokens => {
                (0.0, f64::MAX)
            }
        }
    }

    /// Whether a number may stand without a unit.
    #[must_use]
    pub fn is_bare(self) -> bool {
        matches!(self, Self::Number | Self::Share | Self::Count)
    }

    /// Its units, in ascending order of size.
    pub fn units(self) -> impl Iterator<Item = &'static Unit> {
        UNITS.iter().filter(move |unit| unit.dimension == self)
    }
}

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3_600.0;
const WEEK: f64 = 7.0 * SECONDS_PER_DAY;
/// A twelfth of a mean Gregorian year: 30.436875 days.
const MONTH: f64 = 30.436_875 * SECONDS_PER_DAY;

macro_rules! units {
    ($($dimension:ident { $($way:ident $size:expr, $printed:literal, [$($name:literal),+], $meaning:literal;)+ })+) => {
        /// Every unit there is, in ascending order within a dimension.
        pub(super) static UNITS: &[Unit] = &[$($(Unit {
            dimension: Dimension::$dimension,
            names: &[$($name),+],
            meaning: $meaning,
            size: Size::$way($size),
            printed: $printed,
        }),+),+];
    };
}

units! {
    Share {
        Per 100.0, true, ["%"], "a hundredth";
    }
    Number {
        Per 100.0, false, ["%"], "a hundredth";
    }
    Span {
        Per 1e6, true, ["us", "µs", "microsecond", "microseconds"], "a microsecond";
        Per 1e3, true, ["ms", "millisecond", "milliseconds"], "a millisecond";
        Times 1.0, true, ["s", "second", "seconds"], "a second";
        Times MINUTE, true, ["min", "minute", "minutes"], "60 seconds";
        Times HOUR, true, ["h", "hour", "hours"], "60 minutes";
        Times SECONDS_PER_DAY, true, ["d", "day", "days"], "24 hours";
        Times WEEK, true, ["wk", "week", "weeks"], "7 days";
        Times MONTH, true, ["mo", "month", "months"], "a twelfth of a year, 30.436875 days";
        Times SECONDS_PER_YEAR, true, ["y", "year", "years"], "a mean Gregorian year, 365.2425 days";
    }
    Rate {
        Per SECONDS_PER_YEAR, true, ["/y", "/year"], "once a year of 365.2425 days";
        Per MONTH, true, ["/mo", "/month"], "once a month of 30.436875 days";
        Per WEEK, true, ["/wk", "/week"], "once a week";
        Per SECONDS_PER_DAY, true, ["/d", "/day"], "once a day";
        Per HOUR, true, ["/h", "/hour"], "once an hour";
        Per MINUTE, true, ["/min", "/minute"], "once a minute";
        Times 1.0, true, ["/s", "/second"], "once a second";
    }
    Flop {
        Times 1.0, true, ["FLOP"], "a floating-point operation";
        Times 1e9, false, ["GFLOP"], "1e9 FLOP";
        Times 1e12, false, ["TFLOP"], "1e12 FLOP";
        Times 1e15, false, ["PFLOP"], "1e15 FLOP";
        Times 1e18, false, ["EFLOP"], "1e18 FLOP";
        Times 1e21, false, ["ZFLOP"], "1e21 FLOP";
        Times 1e24, false, ["YFLOP"], "1e24 FLOP";
    }
    FlopRate {
        Times 1.0, true, ["FLOP/s"], "a floating-point operation a second";
        Times 1e9, false, ["GFLOP/s"], "1e9 FLOP/s";
        Times 1e12, false, ["TFLOP/s"], "1e12 FLOP/s";
        Times 1e15, false, ["PFLOP/s"], "1e15 FLOP/s";
        Times 1e18, false, ["EFLOP/s"], "1e18 FLOP/s";
        Times 1e21, false, ["ZFLOP/s"], "1e21 FLOP/s";
    }
    Power {
        Times 1.0, true, ["W"], "a watt";
        Times 1e3, true, ["kW"], "1,000 watts";
        Times 1e6, true, ["MW"], "1e6 watts";
        Times 1e9, true, ["GW"], "1e9 watts";
    }
    Money {
        Times 1.0, true, ["USD"], "a US dollar";
        Times 1e3, false, ["thousand USD"], "1,000 US dollars";
        Times 1e6, true, ["million USD"], "1e6 US dollars";
        Times 1e9, true, ["billion USD"], "1e9 US dollars";
    }
    Magnitude {
        Times 1.0, true, ["OOM"], "a factor of ten";
    }
    Tokens {
        Times 1.0, true, ["tokens", "token"], "a token, some three quarters of a word";
    }
}

//! One type for each dimension, so that no function takes one for another.

use std::fmt;

use super::dimension::Dimension;
use super::text::format;

macro_rules! quantities {
    ($($(#[$outer:meta])* $name:ident;)+) => {$(
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// What it measures.
            pub const DIMENSION: Dimension = Dimension::$name;

            /// This many base units.
            ///
            /// # Panics
            ///
            /// If the number is outside the range of the dimension.
            #[must_use]
            pub fn new(number: f64) -> Self {
                let (least, most) = Self::DIMENSION.range();
                let noun = Self::DIMENSION.noun();
                assert!((least..=most).contains(&number), "{number} is not {noun}");
                Self(number)
            }

            /// The number of base units.
            #[must_use]
            pub const fn value(self) -> f64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            /// In the unit with the shortest text, which reads back exactly.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&format(self.0, Self::DIMENSION))
            }
        }
    )+};
}

quantities! {
    /// A finite number of any sign.
    Number;
    /// A share or a probability, from 0 to 1.
    Share;
    /// How often something happens, per second; at least 0.
    Rate;
    /// An amount of computation in FLOP, at least 0.
    Flop;
    /// A speed of computation in FLOP/s, at least 0.
    FlopRate;
    /// Electrical power in watts, at least 0.
    Power;
    /// A sum of money in US dollars, at least 0.
    Money;
    /// A ratio in orders of magnitude, of any sign.
    Magnitude;
    /// An amount of text in tokens, at least 0.
    Tokens;
}

/// A whole number from 0 to 2^53, up to which every one is a double.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(u64);

impl Count {
    /// What it measures.
    pub const DIMENSION: Dimension = Dimension::Count;

    /// This many.
    ///
    /// # Panics
    ///
    /// If the number is above 2^53.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        assert!(number <= 1 << 53, "a count above 2^53");
        Self(number)
    }

    /// This whole number as it was parsed.
    ///
    /// # Panics
    ///
    /// If the number is not whole, negative or above 2^53.
    #[must_use]
    pub fn from_number(number: f64) -> Self {
        assert!(number >= 0.0 && libm::trunc(number) == number, "a count of {number}");
        Self::new(number as u64)
    }

    /// How many.
    #[must_use]
    pub const fn value(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

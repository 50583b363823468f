//! What can be wrong with the text of opening hours.

use std::fmt;
use std::ops::Range;

/// Why a text is no opening hours; `at` is the place in the text, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are what the message names")]
pub enum HoursError {
    /// There is no rule, or nothing between two semicolons.
    Empty { at: Range<usize> },
    /// A word is no day of the week.
    UnknownDay { found: String, at: Range<usize> },
    /// A rule has days but no times.
    MissingTimes { days: String, at: Range<usize> },
    /// A text is no interval of two times.
    BadTimes { found: String, at: Range<usize> },
    /// An interval begins when it ends.
    NoLength { found: String, at: Range<usize> },
    /// A day is in two rules.
    DayTwice { day: &'static str, at: Range<usize> },
}

impl HoursError {
    /// The place of the fault in the text, in bytes.
    #[must_use]
    pub fn at(&self) -> Range<usize> {
        match self {
            Self::Empty { at }
            | Self::UnknownDay { at, .. }
            | Self::MissingTimes { at, .. }
            | Self::BadTimes { at, .. }
            | Self::NoLength { at, .. }
            | Self::DayTwice { at, .. } => at.clone(),
        }
    }

    /// What could stand there instead.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Empty { .. } => "as in `Mo-Fr 09:00-17:00; Sa 10:00-14:00`, or `24/7`",
            Self::UnknownDay { .. } => "the days are `Mo`, `Tu`, `We`, `Th`, `Fr`, `Sa` and `Su`",
            Self::MissingTimes { .. } => "as in `Mo-Fr 09:00-17:00`",
            Self::BadTimes { .. } => "as in `09:00-17:00`, or `22:00-06:00` over midnight",
            Self::NoLength { .. } => "a whole day is `00:00-24:00`",
            Self::DayTwice { .. } => {
                "one rule may have several intervals, as in `Fr 08:00-12:00,13:00-15:00`"
            }
        };
        Some(hint.to_owned())
    }
}

impl fmt::Display for HoursError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty { .. } => write!(f, "a rule of opening hours is wanted, but there is none"),
            Self::UnknownDay { found, .. } => write!(f, "`{found}` is no day of the week"),
            Self::MissingTimes { days, .. } => write!(f, "`{days}` has no times"),
            Self::BadTimes { found, .. } => write!(f, "`{found}` is no interval of two times"),
            Self::NoLength { found, .. } => write!(f, "`{found}` ends when it begins"),
            Self::DayTwice { day, .. } => write!(f, "`{day}` is in two rules"),
        }
    }
}

impl std::error::Error for HoursError {}

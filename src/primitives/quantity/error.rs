//! What can be wrong with the text of a quantity.

use std::fmt;
use std::ops::Range;

/// Why a text is not the quantity that is wanted; `at` is the place of the
/// fault in the text, in bytes.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are what the message names")]
pub enum QuantityError {
    /// There is no decimal number at the start.
    NotANumber { found: String, wanted: &'static str, example: String, at: Range<usize> },
    /// The number has no unit, and could have one of `units`.
    MissingUnit { number: String, wanted: &'static str, units: Vec<&'static str>, at: Range<usize> },
    /// No dimension has the unit.
    UnknownUnit {
        unit: String,
        wanted: &'static str,
        nearest: Option<&'static str>,
        units: Vec<&'static str>,
        at: Range<usize>,
    },
    /// The unit is one of another dimension.
    WrongDimension {
        unit: String,
        is: &'static str,
        wanted: &'static str,
        example: String,
        at: Range<usize>,
    },
    /// The number is larger than can be computed with.
    TooLarge { found: String, wanted: &'static str, most: String, at: Range<usize> },
    /// The number is negative.
    Negative { found: String, wanted: &'static str, at: Range<usize> },
    /// The number has a fraction.
    NotWhole { found: String, wanted: &'static str, at: Range<usize> },
}

impl QuantityError {
    /// The place of the fault in the text, in bytes.
    #[must_use]
    pub fn at(&self) -> Range<usize> {
        match self {
            Self::NotANumber { at, .. }
            | Self::MissingUnit { at, .. }
            | Self::UnknownUnit { at, .. }
            | Self::WrongDimension { at, .. }
            | Self::TooLarge { at, .. }
            | Self::Negative { at, .. }
            | Self::NotWhole { at, .. } => at.clone(),
        }
    }

    /// What could stand there instead, if that can be said.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NotANumber { example, .. } => {
                Some(format!("a decimal number is wanted, as in `{example}`"))
            }
            Self::MissingUnit { number, units, .. } => {
                Some(format!("as in `{number} {}`; the units are {}", units[0], listed(units)))
            }
            Self::UnknownUnit { nearest: Some(nearest), .. } => Some(format!("`{nearest}` is one")),
            Self::UnknownUnit { units, .. } if units.is_empty() => {
                Some("leave the unit out".to_owned())
            }
            Self::UnknownUnit { units, .. } => Some(format!("the units are {}", listed(units))),
            Self::WrongDimension { example, .. } => Some(format!("as in `{example}`")),
            Self::TooLarge { most, .. } => Some(format!("it may be at most {most}")),
            Self::Negative { .. } => Some("it is 0 or more".to_owned()),
            Self::NotWhole { .. } => None,
        }
    }
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber { found, wanted, .. } if found.is_empty() => {
                write!(f, "{wanted} is wanted, but the text is empty")
            }
            Self::NotANumber { found, wanted, .. } => {
                write!(f, "{wanted} is wanted, but `{found}` is not a number")
            }
            Self::MissingUnit { number, wanted, .. } => {
                write!(f, "{wanted} is wanted, but `{number}` has no unit")
            }
            Self::UnknownUnit { unit, wanted, .. } => {
                write!(f, "{wanted} is wanted, but `{unit}` is not a unit of it")
            }
            Self::WrongDimension { unit, is, wanted, .. } => {
                write!(f, "{wanted} is wanted, but `{unit}` is the unit of {is}")
            }
            Self::TooLarge { found, wanted, .. } => {
                write!(f, "{wanted} is wanted, but `{found}` is too large for one")
            }
            Self::Negative { found, wanted, .. } => {
                write!(f, "{wanted} is wanted, which `{found}` cannot be: it is negative")
            }
            Self::NotWhole { found, wanted, .. } => {
                write!(f, "{wanted} is wanted, but `{found}` is not whole")
            }
        }
    }
}

impl std::error::Error for QuantityError {}

/// `a`, `b` and `c`.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

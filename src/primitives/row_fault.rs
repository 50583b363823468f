//! What is wrong with a row of a table itself: its range, and its default.
//!
//! It lacks whatever only a world file can say: laws, hours and tables are read behind its
//! door.

use super::parameter::{Kind, ParameterRow};
use super::quantity::{self, Chips, Dimension, QuantityError};

impl ParameterRow {
    /// What is wrong with the range or the default, in lower case; nothing, if they are sound
    /// as far as that can be told without a world file.
    ///
    /// ```
    /// use foomwatch::prelude::*;
    ///
    /// foomwatch::parameters! {
    ///     /// Of somebody who waits.
    ///     struct Waiting {
    ///         /// How long.
    ///         most: Span ["1 s" to "1 d"] = "30 d",
    ///     }
    /// }
    ///
    /// let fault = Waiting::TABLE[0].fault();
    /// assert_eq!(fault.as_deref(), Some("its default \"30 d\" is not from 1 s to 1 d"));
    /// ```
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let bounds = match (self.kind, self.range) {
            (Kind::Quantity(dimension) | Kind::Law(dimension), Some(range)) => {
                match bounds(range, dimension) {
                    Ok(bounds) => bounds,
                    Err(fault) => return Some(fault),
                }
            }
            (Kind::Quantity(dimension), None) => dimension.range(),
            (_, Some(_)) => return Some("it is no number, and has a range".to_owned()),
            (_, None) => (f64::NEG_INFINITY, f64::INFINITY),
        };
        let text = self.default?;
        let fault = match self.kind {
            Kind::Quantity(dimension) => match quantity::parse(text, dimension) {
                Ok(number) if bounds.0 <= number && number <= bounds.1 => None,
                Ok(_) => {
                    let (low, high) = self.range.unwrap_or_default();
                    return Some(format!("its default {text:?} is not from {low} to {high}"));
                }
                Err(error) => Some(told(&error)),
            },
            Kind::Chips => Chips::parse(text).err().map(|error| told(&error)),
            Kind::Flag if !matches!(text, "true" | "false") => {
                Some("it is `true` or `false`".to_owned())
            }
            Kind::Choice(words) if !words.contains(&text) => {
                Some(format!("the words are {}", words.join(", ")))
            }
            Kind::Flag
            | Kind::Choice(_)
            | Kind::Law(_)
            | Kind::Hours
            | Kind::Channel
            | Kind::Actor
            | Kind::Table(..)
            | Kind::TableByActor(..)
            | Kind::EntryOf(_) => None,
        };
        fault.map(|fault| format!("its default {text:?} is none: {fault}"))
    }
}

/// The limits of a range, in the base unit.
fn bounds(range: (&str, &str), dimension: Dimension) -> Result<(f64, f64), String> {
    let limit = |text: &str| {
        quantity::parse(text, dimension)
            .map_err(|error| format!("its range has the limit {text:?}: {}", told(&error)))
    };
    let (low, high) = (limit(range.0)?, limit(range.1)?);
    if low > high {
        return Err(format!("its range is from {} down to {}", range.0, range.1));
    }
    Ok((low, high))
}

/// What is wrong with the text of a quantity, and what could stand there.
fn told(error: &QuantityError) -> String {
    match error.hint() {
        Some(hint) => format!("{error}; {hint}"),
        None => error.to_string(),
    }
}

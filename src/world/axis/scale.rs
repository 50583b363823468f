//! In what a parameter is counted, and from where to where it is moved.
//!
//! It knows no parameter.

use crate::primitives::quantity::{self, Chip, Chips, Dimension};

/// In what the numbers of a parameter are counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// In the base unit of a dimension.
    Quantity(Dimension),
    /// In chips of this kind.
    Chips(&'static Chip),
}

/// From where to where a parameter is moved, in the base unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AxisRange {
    /// The least value.
    pub low: f64,
    /// The greatest value.
    pub high: f64,
    /// Whether the least and the greatest are quantiles of an unknown that goes further.
    pub is_cut: (bool, bool),
}

impl Scale {
    /// Whether only whole numbers serve.
    #[must_use]
    pub fn is_whole(self) -> bool {
        match self {
            Self::Quantity(dimension) => dimension == Dimension::Count,
            Self::Chips(_) => true,
        }
    }

    /// A text that reads back as exactly this number.
    ///
    /// # Panics
    ///
    /// If the number is not finite.
    #[must_use]
    pub fn text(self, number: f64) -> String {
        match self {
            Self::Quantity(dimension) => quantity::format(number, dimension),
            Self::Chips(chip) => Chips::new(number as u64, chip).to_string(),
        }
    }

    pub(super) fn parse(self, text: &str) -> Result<f64, String> {
        match self {
            Self::Quantity(dimension) => {
                quantity::parse(text, dimension).map_err(|error| error.to_string())
            }
            Self::Chips(chip) => match Chips::parse(text) {
                Ok(chips) if chips.chip() == chip => Ok(chips.count() as f64),
                Ok(chips) => Err(format!("there are {} and no {}", chip.name, chips.chip().name)),
                Err(error) => {
                    let bare = quantity::parse(text, Dimension::Count);
                    bare.map_err(|_| error.to_string())
                }
            },
        }
    }
}

impl AxisRange {
    pub(super) fn whole((low, high): (f64, f64)) -> Self {
        Self { low, high, is_cut: (false, false) }
    }
}

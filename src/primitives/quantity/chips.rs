//! Numbers of chips, and the catalog of the chips there are.

use std::fmt;

use super::error::QuantityError;
use super::number::{FlopRate, Power};
use super::text::{Split, nearest};

/// A kind of chip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chip {
    /// Its name, as files spell it.
    pub name: &'static str,
    /// Where the two numbers are from.
    pub source: &'static str,
    peak: f64,
    power: f64,
}

impl Chip {
    /// The peak speed of one, for dense 16-bit arithmetic.
    #[must_use]
    pub fn peak(&self) -> FlopRate {
        FlopRate::new(self.peak)
    }

    /// The thermal design power of one.
    #[must_use]
    pub fn power(&self) -> Power {
        Power::new(self.power)
    }
}

const EPOCH: &str = "Epoch AI, chip data";

/// The catalog: dense BF16 (FP16 for the V100, which has no BF16) and thermal
/// design power of the SXM form. That an H800 draws the power of an H100 is
/// assumed.
pub static CHIPS: [Chip; 6] = [
    Chip { name: "V100", source: "NVIDIA, V100 data sheet", peak: 125e12, power: 300.0 },
    Chip { name: "A100", source: EPOCH, peak: 312e12, power: 400.0 },
    Chip {
        name: "H800",
        source: "as the H100 of Epoch AI, chip data: what was cut is NVLink and FP64",
        peak: 989.4e12,
        power: 700.0,
    },
    Chip { name: "H100", source: EPOCH, peak: 989.4e12, power: 700.0 },
    Chip { name: "H200", source: EPOCH, peak: 989.5e12, power: 700.0 },
    Chip { name: "B200", source: EPOCH, peak: 2.25e15, power: 1000.0 },
];

/// A number of chips of one kind, from 0 to 2^53.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chips {
    count: u64,
    chip: &'static Chip,
}

impl Chips {
    /// This many of this chip.
    ///
    /// # Panics
    ///
    /// If there are more than 2^53.
    #[must_use]
    pub const fn new(count: u64, chip: &'static Chip) -> Self {
        assert!(count <= 1 << 53, "more than 2^53 chips");
        Self { count, chip }
    }

    /// The chips of a text as `"16384 H100"`.
    ///
    /// # Errors
    ///
    /// If the text is not a whole number and a chip of the catalog.
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        let wanted = "a number of chips";
        let split = Split::of(text, wanted, "16384 H100")?;
        let (at, number_at) = (split.unit_at.clone(), split.number_at.clone());
        let found = text[number_at.clone()].to_owned();
        let names = || CHIPS.iter().rev().map(|chip| chip.name);
        if at.is_empty() {
            let units = names().collect();
            return Err(QuantityError::MissingUnit { number: found, wanted, units, at: number_at });
        }
        if split.value < 0.0 {
            return Err(QuantityError::Negative { found, wanted, at: number_at });
        }
        if libm::trunc(split.value) != split.value {
            return Err(QuantityError::NotWhole { found, wanted, at: number_at });
        }
        if split.value > (1_u64 << 53) as f64 {
            let most = (1_u64 << 53).to_string();
            return Err(QuantityError::TooLarge { found, wanted, most, at: number_at });
        }
        let given = &text[at.clone()];
        let Some(chip) = CHIPS.iter().find(|chip| chip.name == given) else {
            let nearest = nearest(given, names());
            let (unit, units) = (given.to_owned(), names().collect());
            return Err(QuantityError::UnknownUnit { unit, wanted, nearest, units, at });
        };
        Ok(Self::new(split.value as u64, chip))
    }

    /// How many.
    #[must_use]
    pub const fn count(self) -> u64 {
        self.count
    }

    /// Of which kind.
    #[must_use]
    pub const fn chip(self) -> &'static Chip {
        self.chip
    }

    /// The peak speed of all of them.
    #[must_use]
    pub fn peak(self) -> FlopRate {
        FlopRate::new(self.count as f64 * self.chip.peak)
    }

    /// The thermal design power of all of them.
    #[must_use]
    pub fn power(self) -> Power {
        Power::new(self.count as f64 * self.chip.power)
    }
}

impl fmt::Display for Chips {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.count, self.chip.name)
    }
}

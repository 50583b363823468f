//! Quantities: numbers with a unit, as people write them.
//!
//! ```text
//!  dimension ── error ── text ── number ── chips
//! ```
//!
//! `"1e26 FLOP"`, `"20 %"`, `"30 d"`, `"3/y"` become one number in the base unit
//! of their dimension, and are printed so that they read back as the very same
//! number. There is no arithmetic of units: a dimension says what a text may
//! hold, and the types of `number` what a function asks for.

mod dimension;
mod error;
mod text;

mod number;

mod chips;

pub use chips::{CHIPS, Chip, Chips};
pub use dimension::{Dimension, Unit};
pub use error::QuantityError;
pub use number::{Count, Flop, FlopRate, Magnitude, Money, Number, Power, Rate, Share, Tokens};
pub use text::{format, parse};

//! Distributions of real numbers: what a parameter may be uncertain about.
//!
//! ```text
//!  law ── truncated ── weighted ── tail ── moment      copula
//! ```
//!
//! A distribution is a value: it holds no generator and draws nothing. A draw is
//! its quantile at a uniform number, so that equal chances give coupled values.
//! For clocks with an age there is the cumulative hazard and its inverse, each
//! computed from the survival itself and never as one minus the rest.
//!
//! The law of the folder: a distribution that a constructor let through has a
//! finite value at every quantile, and no function of it fails.

mod law;

mod truncated;
mod weighted;

mod moment;
mod tail;

mod copula;

pub use super::special::normal::normal_quantile;
pub use copula::{Copula, LEVELS, NotPositiveDefinite};
pub use law::{Distribution, InvalidDistribution};

//! The special functions that laws are made of.
//!
//! ```text
//!  expansion ─┬─────────────┐
//!  tails ─────┼─ gamma      beta
//!  normal ────┘
//! ```
//!
//! They are written here and not taken from a library, because a library's
//! logarithm is the platform's as soon as any crate of the build enables
//! `num-traits/std`, and then two machines disagree in the last bits. `statrs`
//! and `rand_distr` are what the tests compare them with.
//!
//! The law of the folder: a probability is carried as the logarithms of both
//! tails, so that neither tail is ever one minus the other where that loses
//! digits.

pub mod normal;

mod expansion;
mod tails;

pub mod beta;
pub mod gamma;

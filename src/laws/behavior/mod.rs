//! A behavior under all laws: generated worlds that have it, and what it does in them.
//!
//! ```text
//!  watched ─┬─ check ─ told
//!           └──────────┘
//! ```
//!
//! The law of the folder: worlds and laws are those of everybody, and a behavior that no law
//! was tried on has not passed.

mod watched;

mod check;

mod told;

pub use check::{Check, check_behavior};

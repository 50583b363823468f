//! Floor 7: laws of detection, and the worlds on which they are tried.
//!
//! ```text
//!  course ─ specimen ─┬─ law ─ class ─┬─ pathwise ──────────────┐
//!                     │               ├─ compared ─ groundwork ─┼─ book
//!  settings, caught   │               └─ in_law ────────────────┘
//!  edit ─ generate ───┴─ shrink, labels
//!
//!  violation ─ kept ─ examine ─┬─ spending ─ falsify ─ findings    what commands do
//!                              ├─ sources
//!                              └─ behavior ─ forbidden             and users' own tests
//!  by_hand, play
//! ```
//!
//! The law of the floor: what is tried on generated worlds is what is tried on users'
//! worlds, and a violation comes with a world that one can read and a line that repeats it.

pub mod by_hand;

pub mod course;
pub mod specimen;

mod settings;

mod caught;

pub mod edit;

pub mod generate;

pub mod shrink;

pub mod labels;

pub mod law;

pub mod class;

mod pathwise;

pub mod compared;

pub mod in_law;

pub mod groundwork;

pub mod book;

pub mod violation;

pub mod kept;

pub mod examine;

pub mod spending;

pub mod falsify;

pub mod sources;

pub mod findings;

pub mod behavior;

pub mod play;

pub mod forbidden;

pub use behavior::{Check, check_behavior};
pub use book::laws;
pub use by_hand::{Really, Setup, by_hand, by_hand_with, span};
pub use course::Course;
pub use edit::Edit;
pub use labels::{Coverage, labels};
pub use law::{Law, Reach, Verdict};
pub use play::{Play, Played};
pub use specimen::Specimen;

//! A world in which a claim fails, or what was tried in vain: for people and for programs.
//!
//! ```text
//!  sentence ─ text     json
//! ```
//!
//! The law of the folder: what was found stands with the error at which it was tested, and
//! what was not found with what that excludes.

mod sentence;
mod text;

mod json;

pub use json::json;
pub use sentence::excluded;
pub use text::{head, text};

use crate::laws::falsify::Falsified;

/// A search and its surroundings.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The path of the world.
    pub world: &'a str,
    /// What came of it.
    pub falsified: &'a Falsified,
    /// The seed of the search.
    pub seed: u64,
    /// The file that has the world that was found, if it was written.
    pub file: Option<&'a str>,
    /// The line that runs it.
    pub run: &'a str,
}

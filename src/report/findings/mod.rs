//! Worlds in which stronger oversight lets notice come later, for people and for programs.
//!
//! ```text
//!  text     json
//! ```
//!
//! The law of the folder: an effect never stands without its interval and the error at which
//! it was tested.

mod text;

mod json;

pub use json::json;
pub use text::{heads, text};

use crate::laws::findings::{Findings, Later};

/// A search and its surroundings.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The path of the world.
    pub world: &'a str,
    /// What came of it.
    pub findings: &'a Findings,
    /// The seed of the search.
    pub seed: u64,
    /// Of each finding the files that have its two worlds, if they were written.
    pub files: &'a [Option<(String, String)>],
}

/// What is left of 95 % on either side.
const TAIL: f64 = 0.025;

/// The interval of an effect at 95 %, in seconds.
fn interval(later: &Later) -> (f64, f64) {
    let reach = later.reach(TAIL);
    (later.mean - reach, later.mean + reach)
}

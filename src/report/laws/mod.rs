//! Laws that were tried on worlds, for people and for programs.
//!
//! ```text
//!  text     page     json
//! ```
//!
//! The law of the folder: how often a law said nothing stands beside how often it held, and
//! a violation never stands without the world and the line that repeats it.

mod text;

mod page;

mod json;

pub use json::{json, list_json};
pub use page::page;
pub use text::{list, text};

use crate::laws::examine::Examined;

/// What was tried, on which worlds, and where those that broke a law are kept.
#[derive(Clone, Copy, Debug)]
pub struct Tried<'a> {
    /// The path of the world whose edits were tried; none if worlds were generated.
    pub world: Option<&'a str>,
    /// The index of the first world that was wanted beside the kept ones.
    pub from: u64,
    /// How many of these were wanted.
    pub cases: u64,
    /// The seed of the chances of the world with the index 0.
    pub seed: u64,
    /// What came of it.
    pub examined: &'a Examined,
    /// The line that tries the rest, if somebody stopped it.
    pub rest: Option<&'a str>,
    /// Of each violation the line that repeats it.
    pub repeats: &'a [String],
    /// Of each violation the file that has its world, where it is kept.
    pub files: &'a [Option<String>],
}

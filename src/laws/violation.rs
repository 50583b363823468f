//! A world in which a law broke.
//!
//! It lacks how the world was found, and where it is kept.

use std::path::PathBuf;

/// Which world broke a law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// One that is kept.
    Kept(PathBuf),
    /// The one with this index.
    Case(u64),
}

/// The first world that broke a law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The name of the law.
    pub law: &'static str,
    /// The name of the law that was being tried: another one where somebody panicked.
    pub tried: &'static str,
    /// What it says.
    pub statement: &'static str,
    /// Where the world came from.
    pub origin: Origin,
    /// The seed of its chances.
    pub seed: u64,
    /// The smallest world that was found to break it under this seed; of a kept one, itself.
    pub text: String,
    /// How that broke it.
    pub what: String,
    /// Whether it was tried to make the world smaller: not of a kept one, nor of one that the
    /// door refuses, of others not where a law of groundwork breaks too, and of none when
    /// somebody stopped it before its turn.
    pub is_shrunk: bool,
}

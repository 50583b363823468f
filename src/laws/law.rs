//! What a law is: a statement, the worlds that it is about, and how it is tried.
//!
//! It lacks the laws themselves, which the book has.

use super::specimen::Specimen;

/// A law of detection.
#[derive(Clone, Copy)]
pub struct Law {
    /// Its name, as `--law` takes it: words with hyphens.
    pub name: &'static str,
    /// What it says, in a sentence.
    pub statement: &'static str,
    /// For which worlds, in words.
    pub class: &'static str,
    /// Why it holds.
    pub why: &'static str,
    /// In each replication, or over all.
    pub reach: Reach,
    /// Tries it on a world.
    pub check: fn(&Specimen) -> Verdict,
}

/// Where a law holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// In each replication.
    Pathwise,
    /// Of the law of what is drawn; it is tried by a test with a stated error.
    InLaw,
}

/// What came of trying a law on a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was tried, and holds.
    Holds,
    /// It is not about this world, or nothing happened that it speaks of.
    Silent,
    /// It is broken: how, in whole sentences, with the replication.
    Broken(String),
}

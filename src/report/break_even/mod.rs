//! Where a claim turns, and what moves it: for people and for programs.
//!
//! ```text
//!  sentence ─ text     json
//! ```
//!
//! The law of the folder: a turn never stands without its interval, nor without the values
//! that were tried.

mod sentence;
mod text;

mod json;

pub use json::json;
pub use sentence::{answer, compared, moved, turning};
pub use text::text;

use crate::experiment::{BreakEven, Ranking};

/// What was asked of a world: where a claim turns, and before that, where no parameter was
/// named, what moves it most.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How far each unknown and each lever moves the claim.
    pub ranking: Option<Ranking>,
    /// Where it turns; none if nothing moves it, or if somebody ended it before.
    pub break_even: Option<BreakEven>,
}

impl Found {
    /// Whether somebody ended it before all was asked.
    #[must_use]
    pub fn is_interrupted(&self) -> bool {
        self.ranking.as_ref().is_some_and(|ranking| ranking.interrupted)
            || self.break_even.as_ref().is_some_and(|found| found.interrupted)
    }
}

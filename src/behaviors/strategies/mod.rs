//! Strategies: how hidden work is told to go on.
//!
//! ```text
//!  plan ─ conduct ─┬─ naive ─ patient ─ splitter ─ opportunist ─ intermittent
//!                  └─ adaptive_hider
//! ```
//!
//! The law of the folder: a strategy knows of oversight what a link tells it, and
//! nothing else. It runs no work, which is the business of whom it directs; to lie low
//! is to say that the share is nothing.

mod plan;

mod conduct;

mod naive;

mod patient;

mod splitter;

mod opportunist;

mod intermittent;

mod adaptive_hider;

pub use adaptive_hider::{AdaptiveHider, Objective};
pub use intermittent::Intermittent;
pub use naive::Naive;
pub use opportunist::Opportunist;
pub use patient::Patient;
pub use plan::PlanParameters;
pub use splitter::Splitter;

//! Weight editing: insight that is bought with experiments, and edits of the weights of a
//! model that rest on it.
//!
//! ```text
//!  parameters ─ learning: how fast insight comes ─ actor ─ editing: edits, one at a time
//!                                                    └─ obeying: orders and ends
//! ```
//!
//! It lacks what an edit does to the model, which is the model's business, and where the
//! compute comes from, which is its host's.

mod parameters;

mod learning;

mod actor;

mod editing;
mod obeying;

pub use actor::WeightEditing;

//! A desk where alerts wait, are looked into, and go on or end.
//!
//! ```text
//!  backlog    who waits, and who is next
//!     └─ desk    servers, hours, patience, merging: the mechanics of every reviewer
//!          │     fatigue    attention that follows what was found lately
//!          └───────┴─ role    people at a desk
//! ```
//!
//! Models that review, and chains of them, have a desk too; they are roles of
//! their own beside this folder.

mod backlog;
mod desk;
mod fatigue;
mod role;

pub use backlog::Discipline;
pub(super) use desk::{Clock, DESK_MEASURES, Desk, Rules, URGENCY_MEASURES, joined};
pub use role::{Reviewer, ReviewerParameters};

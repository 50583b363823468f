//! Models: how capable they are, by whatever way, and what they hide.
//!
//! ```text
//!  parameters
//!  abilities    what comes all at once as capability rises
//!  hiding       what it does not let see, and where it shows
//!  carrying     gains of others that are carried over, one after another
//!  actor        what comes in ─ gaining ─ obeying
//! ```
//!
//! The law of the folder: whatever makes a model more capable goes through one
//! gain, which its lineage counts, from which abilities come, and which goes on to
//! others.

mod parameters;

mod abilities;
mod carrying;
mod hiding;

mod actor;

mod gaining;
mod obeying;

pub use actor::Model;
pub use parameters::AbilityParameters;

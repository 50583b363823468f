//! A behavior of the subject driven by hand, for unit tests: among stand-ins, and with
//! parameters as a world file has them.
//!
//! ```text
//!  stand_in ─ setup ─ deeds of others
//! ```
//!
//! The law of the folder: what is given is checked as a world's is, with the same
//! messages, and nothing of it is the user's to build. It lacks any chance but the
//! behavior's own.

mod stand_in;

mod setup;

mod deeds;

pub use deeds::Really;
pub use setup::{IT, Setup, by_hand, by_hand_with, span};

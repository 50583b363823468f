//! Laws of the law of what is drawn: they are tried by a test with a stated error.
//!
//! ```text
//!  wager ─┬─ replays ─ contest ─┬─ renamed
//!         │                     ├─ forms ─ rates
//!         │                     └─ clocks
//!         ├─ intervals
//!         └─ channels
//! ```
//!
//! A law of this kind cannot be seen in one replication. A [`wager`] says after how many
//! it is refuted, at an error that holds whenever one stops looking.

pub mod wager;

mod replays;

mod contest;

pub use wager::{ERROR, Wager};

//! Laws of the law of what is drawn: most are tried by a test with a stated error.
//!
//! ```text
//!  wager ─┬─ replays ─ contest ─ variants ─┬─ probe ─ clocks
//!         │                                ├─ forms
//!         │                                ├─ rates
//!         │                                ├─ renamed
//!         │                                ├─ channels
//!         └────────────────────────────────┴─ intervals
//! ```
//!
//! A law of this kind cannot be seen in one replication. A [`wager`] says after how many
//! it is refuted, at an error that holds whenever one stops looking. Two laws here need no
//! such test, and hold in each replication or in each table: that of `channels`, which
//! compares first alarms on the same chances, and that intervals are sound, which stands in
//! `intervals` beside the law of how often they cover.

pub mod wager;

mod replays;

mod contest;

mod variants;

mod probe;

pub(super) mod channels;
pub(super) mod clocks;
pub(super) mod forms;
pub(super) mod intervals;
pub(super) mod rates;
pub(super) mod renamed;

pub use wager::{ERROR, Wager};

//! Floor 7: one world many times.
//!
//! ```text
//!  estimate ─┬─ quantiles ─ values ─┬─ answer ─┬─ claim ───────────┬─ table ─ replicate ─ worst_case
//!            └─ ratio ──────────────┘          └─ burden ─ twins ──┘           │
//!                                                  root ─ break_even ─┬─ trial ─┘
//!                                                         influence ──┘
//!  busiest
//! ```
//!
//! The law of the floor: replications are folded in the order of their index,
//! and what is reported of them has an interval that says how little was seen.
//! An interval of no width is kept for what cannot vary.

pub mod estimate;

pub mod quantiles;
pub mod ratio;

pub mod values;

mod answer;

pub mod claim;

mod burden;

mod twins;

mod table;

mod replicate;

pub mod worst_case;

mod root;
mod trial;

mod break_even;
mod influence;

pub mod busiest;

pub use break_even::{BreakEven, Turn, TurnEnd};
pub use burden::BurdenRow;
pub use estimate::{LEVEL, Named};
pub use influence::{Influence, Ranking};
pub use replicate::{CHUNK, Ensemble, Watch, program, quoted, quoted_path, repeat_line, replicate};
pub(crate) use replicate::{replicate_by, replicate_keeping};
pub use table::Table;
pub use trial::{Inquiry, Trial};
pub use twins::{TwinOutcomes, Twins};

//! Laws that hold a world beside a variant of it.
//!
//! ```text
//!  difference ─ variant ─┬─ monotone ─ bystander
//!                        ├─ cut ─ same
//!                        ├─ scaled
//!                        └─ truth, evidence
//! ```
//!
//! Where a law has many variants, a specimen's seed chooses one. It lacks laws about one
//! course by itself, and those that hold in law alone.

pub mod difference;

mod variant;

mod monotone;

mod cut;

mod same;

mod bystander;

mod scaled;

mod truth;

pub mod evidence;

pub(super) use bystander::{SILENT_OBSERVER, WORLD_BESIDE};
pub(super) use cut::{INTERRUPTED, ORDERS_ACT_LATER, SET_TO_THE_SAME, SHORTER_HORIZON};
pub(super) use evidence::ORDERLESS;
pub(super) use monotone::{HIGHER_TAKEOFF, LONGER_WAYS, MORE_OBSERVATION};
pub(super) use same::{PRINTED, REORDERED, REUSED, THREADS};
pub(super) use scaled::SCALED;
pub use scaled::SCALES;
pub(super) use truth::UNREADABLE;

//! Laws that hold a world beside a variant of it.
//!
//! ```text
//!  difference ─ variant ─ cut ─┬─ same
//!                              ├─ monotone ─ bystander
//!                              ├─ stretched ─ scaled
//!                              └─ truth, chance, in_force, evidence
//! ```
//!
//! Where a law has many variants, a specimen's seed chooses one. A world of which a
//! replication runs out of events, or has some thousands, says nothing: variants are followed
//! again and again. It lacks laws about one course by itself, and those that hold in law
//! alone.

pub mod difference;

mod variant;

mod cut;

mod same;

mod monotone;

mod bystander;

mod stretched;

mod scaled;

mod truth;

mod chance;

mod in_force;

pub mod evidence;

pub(super) use bystander::{SILENT_OBSERVER, WORLD_BESIDE};
pub(super) use chance::CHANCE;
pub(super) use cut::{INTERRUPTED, ORDERS_ACT_LATER, SET_TO_THE_SAME, SHORTER_HORIZON};
pub(super) use evidence::ORDERLESS;
pub(super) use in_force::IN_FORCE;
pub(super) use monotone::{HIGHER_TAKEOFF, LONGER_WAYS, MORE_OBSERVATION};
pub(super) use same::{NAMES_ARE_NOT_READ, PRINTED, REORDERED, REUSED, THREADS, once_more};
pub(super) use scaled::SCALED;
pub use scaled::SCALES;
pub(super) use truth::UNREADABLE;

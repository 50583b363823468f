//! Floor 3: the words of the subject, and no behavior.
//!
//! ```text
//!  link   concern ─ signal
//! ```
//!
//! The law of the floor: hidden truth is a field that only this folder reads.

mod link;

mod concern;

mod signal;

use crate::engine::Domain;

pub use concern::{Concern, Takeoff, World};
pub use link::Link;
pub use signal::Signal;

/// The subject that foomwatch simulates.
#[derive(Clone, Debug)]
pub struct Oversight;

impl Domain for Oversight {
    type Link = Link;
    type Signal = Signal;
    type Fact = ();
    type Settings = World;
}

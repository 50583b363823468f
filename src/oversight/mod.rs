//! Floor 3: the words of the subject, and no behavior.
//!
//! ```text
//!  link   channel ─ concern
//!            └─ footprint ─ evidence ─┬─ belief ─┐
//!                                     └─ fact ── domain ─ deeds ─ milestone ─ asked ─ plan ─ outcome
//! ```
//!
//! The law of the floor: whether something is concerning, and whether evidence
//! is what it seems, are fields that this folder alone can read. Behaviors hold
//! jobs, levels and evidence, and ask for what they can know of them.

mod link;

mod channel;
mod concern;

mod footprint;

mod evidence;

mod belief;
mod fact;

mod domain;

mod deeds;

mod milestone;

mod asked;

mod plan;

mod outcome;

pub use asked::{Asked, Counter, FALSE_ACCUSATION, FirstTime, LUCKY_NOTICE};
pub use belief::Belief;
pub use channel::Channel;
pub use concern::{Concern, Takeoff, World};
pub use deeds::{Judging, TakingOff, Working};
pub use domain::{Oversight, Signal};
pub use evidence::{Alert, Discernment, Evidence, Rang, nominal_ratio};
pub use fact::Fact;
pub use footprint::{Job, Level};
pub use link::Link;
pub use milestone::Milestone;
pub use outcome::{Errors, Outcome, OutcomeClass, Record};
pub use plan::{FirstTimePlace, Plan};

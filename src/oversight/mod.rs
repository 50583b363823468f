//! Floor 3: the words of the subject, and no behavior.
//!
//! ```text
//!  link   channel ─ concern ─ lineage      order   stage
//!            └─ job ─ footprint ─ evidence ─ belief │
//!                              └─ fact ─ progress ──┴─ domain ─┬─ working
//!                                                              ├─ judging
//!                                                              └─ commanding
//!                                                              └─ likeness
//!  milestone ─ asked ─ plan ─ toil ─ flows ─ outcome ─ record
//! ```
//!
//! The law of the floor: whether something is concerning, and whether evidence
//! is what it seems, are fields that this folder alone can read. Behaviors hold
//! jobs, levels and evidence, and ask for what they can know of them.

mod link;

mod channel;
mod concern;

mod job;

mod footprint;

mod evidence;

mod belief;
mod order;
mod stage;

mod fact;

mod progress;

mod domain;

pub(crate) mod likeness;

mod lineage;
mod software;

mod commanding;
mod judging;

mod working;

mod milestone;

mod asked;

mod plan;

mod toil;

mod flows;

mod outcome;

mod record;

pub use asked::{Asked, Counter, FALSE_ACCUSATION, FirstTime, LUCKY_NOTICE};
pub use belief::Belief;
pub use channel::Channel;
pub use commanding::{Commanding, TakingOff};
pub use concern::{
    Accountable, Concern, DEFAULT_STEP, Declaration, Improvement, Takeoff, Twin, World,
};
pub use domain::{Oversight, Signal};
pub(crate) use evidence::AlarmClass;
pub use evidence::{Alert, Discernment, Evidence, Rang, nominal_ratio};
pub use fact::Fact;
pub(crate) use fact::{Detail, FactKind};
pub use footprint::{Footprint, Level};
pub use job::{Concealed, Job, News, Terms, Work};
pub use judging::Judging;
pub use lineage::Lineage;
pub use link::{Flow, Link};
pub use milestone::Milestone;
pub use order::{Command, Grounds, Order, Response};
pub use outcome::{Alarms, Errors, Outcome, OutcomeClass};
pub use plan::{FirstTimePlace, Pauses, Plan};
pub use progress::{Directive, Improved, Mind, Upgrade};
pub use record::Record;
pub use software::Software;
pub use stage::Stage;
pub use working::Working;

//! Pathwise laws: what holds in every replication, whatever the chances.
//!
//! ```text
//!  scene ─┬─ time ─ least            causes, and how soon what can come of them
//!         ├─ knowledge ─┬─ notice    who can know what, and from when on
//!         │             └─ twins     the same chances, otherwise
//!         ├─ ledger ─┬─ strained     the same where work stands still, and chips go
//!         │          ├─ compute      chips, work and what is held
//!         │          └─ speed        how soon work can be done
//!         ├─ desks                   where every alert is
//!         ├─ outcomes                what all of it is counted as
//!         ├─ takeoff                 what the world waits for
//!         └─ numbers                 what is counted apart
//! ```
//!
//! The law of the folder: a law looks at what was recorded of a course and at the world's
//! text, and never at how the engine or a behavior came to it.

mod scene;

mod time;

mod least;

mod knowledge;

mod notice;
mod twins;

mod ledger;

mod strained;

mod compute;
mod speed;

mod desks;

mod outcomes;

mod takeoff;

mod numbers;

pub(super) use compute::{COMPUTE_CONSERVED, PAUSES_DELETE_NOTHING, PROMISES_DELIVER_NOTHING};
pub(super) use desks::EVERY_ALERT_IS_SOMEWHERE;
pub(super) use knowledge::NO_KNOWLEDGE_WITHOUT_A_PATH;
pub(super) use notice::{
    NO_CONCERN_NO_NOTICE, NO_NOTICE_BEFORE_THE_LEAST_DELAY, NO_OBSERVER_NO_NOTICE,
};
pub(super) use numbers::HIDDEN_WORK_IS_NUMBERED_APART;
pub(super) use outcomes::OUTCOMES_PARTITION;
pub(super) use speed::SPEED_LIMIT;
pub(super) use takeoff::TAKEOFF_AS_SAID;
pub(super) use time::{CAUSALITY, SAID_ONCE};
pub(super) use twins::{HANDS_OFF_UP_TO_THE_FIRST_ORDER, INNOCENT_DOES_NOTHING_CONCERNING};

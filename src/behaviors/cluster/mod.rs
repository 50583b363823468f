//! Clusters: chips that run jobs, and what shows of them.
//!
//! ```text
//!  parameters ─┬─ supply        chips over time
//!              ├─ allocation    who gets how many of them
//!              └─ standing      orders in force
//!  roster         jobs, and the pools in which they run or wait
//!  actor          what comes in ─ settling ─ failing ─ obeying
//! ```
//!
//! The law of the folder: a cluster decides in one tick, from what stands in its
//! roster, who runs at which pace; every event changes the roster and settles.

mod parameters;

pub mod allocation;
mod standing;
mod supply;

mod roster;

mod actor;

mod failing;
mod obeying;
mod settling;

pub use actor::Cluster;
pub use parameters::{ClusterParameters, ReservationKind, ReservationParameters};

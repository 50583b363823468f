//! Floor 4: one file per kind of actor: its parameters, its state, its handlers.
//!
//! ```text
//!  training_program ─ cluster ─ hazard_sensor ─ reviewer ─ authority
//!  insiders
//!  world_clock        roles: all of them by name
//! ```
//!
//! The law of the floor: built-in behaviors have no privileges. They use the
//! trait, the context, the tables and the registration that a user's crate has.

mod authority;
mod cluster;
mod hazard_sensor;
mod insiders;
mod reviewer;
mod training_program;
mod world_clock;

mod roles;

pub use authority::Authority;
pub use cluster::{Cluster, ReservationParameters};
pub use hazard_sensor::HazardSensor;
pub use insiders::{Insiders, LeakLaw, SecretLaw};
pub use reviewer::Reviewer;
pub use roles::Roles;
pub use training_program::TrainingProgram;
pub use world_clock::{WORLD, WorldClock};

//! Sensors: observers that ring by what shows of the actors that they watch.
//!
//! ```text
//!  watching ─┬───────────────────────────── hazard_sensor
//!            └─ rhythm ───┬─ sampled ────── threshold_sensor   (evaluator)
//!                         └─ sequence ─┬─── cusum
//!                                      └─── sequential_test
//! ```
//!
//! A sensor keeps something for each actor that it watches, and draws for each by
//! that actor's key, so that another one beside it shifts nothing. One that looks
//! at samples has no event a sample: which of them is the next to ring is computed,
//! and computed anew when the level changes between two of them.

mod watching;

mod hazard_sensor;

mod rhythm;

mod sampled;
mod sequence;

mod cusum;
mod sequential_test;
mod threshold_sensor;

pub use cusum::Cusum;
pub use hazard_sensor::HazardSensor;
pub use sequential_test::SequentialTest;
pub use threshold_sensor::Sensor;

pub(super) use rhythm::Rhythm;
pub(super) use sampled::{Hazards, Sampled};
pub(super) use threshold_sensor::Separation;
pub(super) use watching::{Watched, Watching, rings};

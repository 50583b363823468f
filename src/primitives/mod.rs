//! Floor 1: time, names, chance, quantities. It knows nothing of simulation.
//!
//! ```text
//!  id   time ─┬─ calendar ─────────────────────┐
//!             └─ quantity ─────────────────────┤
//!  special ──── distribution ─ ziggurat ─ random ─ parameter ─┬─ row_fault
//!                                                             └─ declaring
//! ```
//!
//! The law of the floor: a value is valid by construction or is refused here,
//! and every function of a real number comes from `libm`, so that the same
//! input gives the same bits on any machine.

pub mod id;
pub mod time;

pub mod calendar;
pub mod quantity;

pub mod special;

pub mod distribution;
mod ziggurat;

pub mod random;

pub mod parameter;

mod row_fault;

mod declaring;

//! A shop of queues, populations and races: the subject of the engine's tests.
//!
//! ```text
//!  domain ─┬─ hours ── queues ─┬─ network
//!          ├───────── hazards ─┘
//!          ├─ script
//!          └─ recorders
//!  statistics
//! ```
//!
//! Everything here goes through the engine's public interface alone, as a
//! user's behaviors do. Units of time are seconds, whatever a case calls them.

#![allow(dead_code, reason = "two test binaries share it, and each uses a part")]

pub mod domain;
pub mod hazards;
pub mod hours;
pub mod network;
pub mod queues;
pub mod recorders;
pub mod script;
pub mod statistics;

//! foomwatch simulates oversight and its failures.
//!
//! ```text
//!  cli         [9]  the only place that prints
//!  report      [8]  text and JSON
//!  experiment  [7]  one world many times
//!  laws        [6]  generators of worlds, detection invariants
//!  world       [5]  the door: text → checked blueprint
//!  behaviors   [4]  one file per kind of actor
//!  oversight   [3]  the words of the subject
//!  engine      [2]  discrete events on a graph
//!  primitives  [1]  time, chance, quantities
//! ```
//!
//! A floor imports from lower floors only. `docs/architecture.md` is the tour.

pub mod prelude;

pub mod primitives;

pub mod engine;

pub mod oversight;

pub mod behaviors;

pub mod world;

pub mod experiment;

pub mod report;

pub mod cli;

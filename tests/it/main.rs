//! The integration tests.

mod engine_queues;
mod engine_races;
mod toy;

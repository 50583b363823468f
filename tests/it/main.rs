//! The integration tests.

mod engine_event_list;
mod engine_oracle;
mod engine_queues;
mod engine_races;
mod toy;

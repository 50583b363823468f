//! The integration tests.

mod engine_clocks;
mod engine_event_list;
mod engine_oracle;
mod engine_queues;
mod engine_races;
mod engine_state;
mod toy;

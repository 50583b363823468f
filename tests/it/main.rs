//! The one integration binary: laws, closed forms and texts, a file an idea.

mod engine_chance;
mod engine_clocks;
mod engine_event_list;
mod engine_oracle;
mod engine_order;
mod engine_queues;
mod engine_races;
mod engine_state;
mod estimate;
mod first_world;
mod primitives_calendar;
mod primitives_distribution;
mod primitives_quantity;
mod primitives_special;
mod quantiles;
mod ratio;
mod reference;
mod stage;
mod tidy;
mod toy;
mod world;
mod world_broken;
mod world_roles;

//! The one integration binary: laws, closed forms and texts, a file an idea.

mod estimate;
mod primitives_calendar;
mod primitives_distribution;
mod primitives_quantity;
mod primitives_special;
mod quantiles;
mod ratio;
mod world;
mod world_broken;
mod world_roles;

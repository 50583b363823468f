//! The one integration binary.

mod primitives_calendar;
mod primitives_distribution;
mod primitives_quantity;
mod primitives_special;

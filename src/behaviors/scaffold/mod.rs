//! A scaffold: many copies of a model that work together, as many as their compute
//! bears, and that may copy themselves.
//!
//! It lacks what its copies do: it is as capable as they are together, and whatever it
//! powers learns that.

mod parameters;

mod actor;

mod copies;
mod obeying;
mod together;

pub use actor::Scaffold;

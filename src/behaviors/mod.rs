//! Floor 4: one file per kind of actor.

mod roles;

pub use roles::Roles;

//! Worlds for an examination: generated ones, or one that is given and its edits.
//!
//! It lacks generators and the shrinker themselves.

use crate::behaviors::Roles;

use super::examine::Worlds;
use super::specimen::Specimen;

/// Generated worlds of these roles.
pub struct Generated {
    roles: Roles,
    seed: u64,
}

/// A given world, and after it edits of it.
pub struct Edited {
    specimen: Specimen,
    seed: u64,
}

impl Generated {
    /// The worlds of a seed.
    #[must_use]
    pub fn new(roles: &Roles, seed: u64) -> Self {
        Self { roles: roles.clone(), seed }
    }
}

impl Edited {
    /// The world as it is comes first.
    #[must_use]
    pub fn new(specimen: &Specimen, seed: u64) -> Self {
        Self { specimen: specimen.clone(), seed }
    }
}

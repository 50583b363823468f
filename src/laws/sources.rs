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

impl Worlds for Generated {
    fn text(&self, _: u64) -> String {
        include_str!("../../worlds/first.ron").to_owned()
    }

    fn are_sound(&self) -> bool {
        true
    }

    fn shrunk(&self, text: &str, _: &mut dyn FnMut(&str) -> bool) -> String {
        text.to_owned()
    }

    fn labels(&self, _: &Specimen) -> Vec<String> {
        Vec::new()
    }
}

impl Worlds for Edited {
    fn text(&self, _: u64) -> String {
        self.specimen.text().to_owned()
    }

    fn are_sound(&self) -> bool {
        false
    }

    fn shrunk(&self, text: &str, _: &mut dyn FnMut(&str) -> bool) -> String {
        text.to_owned()
    }

    fn labels(&self, _: &Specimen) -> Vec<String> {
        Vec::new()
    }
}

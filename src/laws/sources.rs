//! Worlds for an examination: generated ones, or one that is given and its edits.
//!
//! It lacks generators and the shrinker themselves.

use crate::behaviors::Roles;

use super::edit::Edit;
use super::examine::Worlds;
use super::generate::{edits, quiet_worlds, sample, worlds};
use super::labels::labels;
use super::shrink::{TRIES, shrink};
use super::specimen::Specimen;

/// Something that has a text for each index.
type Texts = Box<dyn Fn(u64) -> String + Send + Sync>;

/// Generated worlds of these roles, each fourth one quiet.
pub struct Generated {
    roles: Roles,
    text: Texts,
}

/// A given world, and after it edits of it.
pub struct Edited {
    roles: Roles,
    text: Texts,
}

impl Generated {
    /// The worlds of a seed.
    #[must_use]
    pub fn new(roles: &Roles, seed: u64) -> Self {
        let (all, quiet) = (worlds(roles), quiet_worlds(roles));
        let text = move |index| match index % 4 {
            3 => sample(&quiet, seed, index),
            _ => sample(&all, seed, index),
        };
        Self { roles: roles.clone(), text: Box::new(text) }
    }
}

impl Edited {
    /// The edits of a seed; the world as it is comes first.
    #[must_use]
    pub fn new(specimen: &Specimen, seed: u64) -> Self {
        let (roles, as_it_is) = (specimen.roles().clone(), specimen.text().to_owned());
        let (all, known) = (edits(specimen), roles.clone());
        let text = move |index| {
            if index == 0 {
                return as_it_is.clone();
            }
            let edits = sample(&all, seed, index);
            let edited = |text: String, edit: &Edit| edit.apply_with(&text, &known).unwrap_or(text);
            edits.iter().fold(as_it_is.clone(), edited)
        };
        Self { roles, text: Box::new(text) }
    }
}

impl Worlds for Generated {
    fn text(&self, index: u64) -> String {
        (self.text)(index)
    }

    fn are_sound(&self) -> bool {
        true
    }

    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String {
        shrink(text, &self.roles, TRIES, breaks)
    }

    fn labels(&self, specimen: &Specimen) -> Vec<String> {
        labels(specimen)
    }
}

impl Worlds for Edited {
    fn text(&self, index: u64) -> String {
        (self.text)(index)
    }

    fn are_sound(&self) -> bool {
        false
    }

    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String {
        shrink(text, &self.roles, TRIES, breaks)
    }

    fn labels(&self, _: &Specimen) -> Vec<String> {
        Vec::new()
    }
}

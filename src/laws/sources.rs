//! Worlds for an examination: generated ones, or one that is given and its edits.
//!
//! It lacks generators and the shrinker themselves.

use crate::behaviors::Roles;

use super::edit::Edit;
use super::examine::Worlds;
use super::generate::{quiet_worlds, sample, worlds};
use super::specimen::Specimen;

/// Generated worlds of these roles, each fourth one quiet.
pub struct Generated {
    text: Box<dyn Fn(u64) -> String + Send + Sync>,
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
        let (all, quiet) = (worlds(roles), quiet_worlds(roles));
        let text = move |index| match index % 4 {
            3 => sample(&quiet, seed, index),
            _ => sample(&all, seed, index),
        };
        Self { text: Box::new(text) }
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
    fn text(&self, index: u64) -> String {
        (self.text)(index)
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

    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String {
        let mut text = text.to_owned();
        loop {
            let Ok(specimen) = self.specimen.variant(text.as_str()) else { return text };
            let mut edits: Vec<Edit> = specimen
                .blueprint()
                .actors()
                .iter()
                .map(|actor| Edit::DropActor { name: actor.name().to_owned() })
                .collect();
            edits.extend((0..60).map(|place| Edit::DropLink { place }));
            edits.extend(
                ["title", "claims", "sources", "starts", "holidays"]
                    .map(|path| Edit::Unset { path: path.to_owned() }),
            );
            let file = crate::world::WorldFile::from_text("a", text.as_str()).unwrap();
            edits.extend(crate::world::leaves(&file).into_iter().map(|path| Edit::Unset { path }));
            let smaller = edits
                .into_iter()
                .filter_map(|edit| edit.apply(&text))
                .find(|text| self.specimen.variant(text.as_str()).is_ok() && breaks(text));
            match smaller {
                Some(smaller) => text = smaller,
                None => return text,
            }
        }
    }

    fn labels(&self, _: &Specimen) -> Vec<String> {
        Vec::new()
    }
}

//! A world under examination: its text, and what the door makes of it.
//!
//! It lacks any law.

use std::sync::Arc;

use crate::behaviors::Roles;
use crate::world::{Blueprint, Diagnostics, WorldFile, check};

/// A world under examination.
#[derive(Clone)]
pub struct Specimen {
    text: Arc<str>,
    roles: Roles,
    blueprint: Arc<Blueprint>,
    seed: u64,
}

impl Specimen {
    /// The world of a text under these chances.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn new(text: impl Into<Arc<str>>, roles: &Roles, seed: u64) -> Result<Self, Diagnostics> {
        let text = text.into();
        let file = WorldFile::from_text("a world", &*text)?;
        let (blueprint, _) = check(&file, roles)?;
        Ok(Self { text, roles: roles.clone(), blueprint: Arc::new(blueprint), seed })
    }

    /// Another text under the same roles and chances.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn variant(&self, text: impl Into<Arc<str>>) -> Result<Self, Diagnostics> {
        Self::new(text, &self.roles, self.seed)
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What its actors can be.
    #[must_use]
    pub fn roles(&self) -> &Roles {
        &self.roles
    }

    /// The checked world.
    #[must_use]
    pub fn blueprint(&self) -> &Blueprint {
        &self.blueprint
    }

    /// The seed of all chances on which it is tried.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }
}

//! Worlds for an examination: generated ones, or one that is given and its edits.
//!
//! It lacks generators themselves.

use crate::behaviors::Roles;
use crate::primitives::random::{EntityKey, Purpose, ReplicationKey, Stream};
use crate::world::{Blueprint, Diagnostics, WorldFile, check, leaves};

use super::edit::Edit;
use super::examine::Worlds;
use super::falsify::neighborhood::{Allowed, Neighbor, Neighborhood};
use super::generate::{sample, worlds};
use super::specimen::Specimen;

/// Generated worlds of these roles.
pub struct Generated {
    roles: Roles,
    text: Box<dyn Fn(u64) -> String + Send + Sync>,
}

/// A given world, and after it edits of it: values that are moved, links that go and come,
/// actors under other names, and all in another order.
pub struct Edited {
    roles: Roles,
    neighborhood: Neighborhood,
    actors: Vec<String>,
    seed: u64,
}

impl Generated {
    /// The worlds of a seed.
    #[must_use]
    pub fn new(roles: &Roles, seed: u64) -> Self {
        let strategy = worlds(roles);
        let text = Box::new(move |index| sample(&strategy, seed, index));
        Self { roles: roles.clone(), text }
    }
}

impl Edited {
    /// The world as it is comes first.
    ///
    /// # Errors
    ///
    /// If the door does not let it in.
    pub fn new(specimen: &Specimen, seed: u64) -> Result<Self, Diagnostics> {
        let file = WorldFile::from_text("a world", specimen.text())?;
        let (roles, blueprint) = (specimen.roles(), specimen.blueprint());
        let neighborhood = Neighborhood::new(&file, blueprint, roles, &[], Allowed::Both)?;
        let actors = blueprint.actors().iter().map(|actor| actor.name().to_owned());
        Ok(Self { actors: actors.collect(), neighborhood, roles: roles.clone(), seed })
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
        shrunk(text, &self.roles, breaks)
    }

    fn labels(&self, specimen: &Specimen) -> Vec<String> {
        labels(specimen.blueprint())
    }
}

impl Worlds for Edited {
    fn text(&self, index: u64) -> String {
        const EDIT: Purpose = Purpose::named("edit of a world");
        let as_it_is = &self.neighborhood.text;
        if index == 0 {
            return as_it_is.clone();
        }
        let key = ReplicationKey::new(self.seed, index);
        let mut stream = Stream::keyed(key, EntityKey::named("laws"), EDIT);
        let (mut neighbor, mut others) = (Neighbor::new(), Vec::new());
        let up_to = |stream: &mut Stream, many: usize| (stream.uniform() * many as f64) as usize;
        for _ in 0..1 + up_to(&mut stream, 3) {
            let moves = self.neighborhood.moves.len();
            if moves > 0 && stream.chance(0.8) {
                let place = up_to(&mut stream, moves);
                neighbor.insert(place, self.neighborhood.moves[place].drawn(&mut stream));
            } else if stream.chance(0.5) {
                others.push(Edit::Shuffle { seed: stream.bits() });
            } else if !self.actors.is_empty() {
                let from = self.actors[up_to(&mut stream, self.actors.len())].clone();
                others.push(Edit::RenameActor { to: format!("{from} again"), from });
            }
        }
        let text = self.neighborhood.text_of(&neighbor, &self.roles);
        let text = text.unwrap_or_else(|| as_it_is.clone());
        others.iter().fold(text, |text, edit| edit.apply_with(&text, &self.roles).unwrap_or(text))
    }

    fn are_sound(&self) -> bool {
        false
    }

    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String {
        shrunk(text, &self.roles, breaks)
    }

    fn labels(&self, _: &Specimen) -> Vec<String> {
        Vec::new()
    }
}

/// The roles of a world, each once.
fn labels(blueprint: &Blueprint) -> Vec<String> {
    let mut labels: Vec<String> =
        blueprint.actors().iter().map(|actor| format!("role {}", actor.role().name)).collect();
    labels.sort();
    labels.dedup();
    labels
}

/// A text of which the same is true and from which nothing more can be taken away: no actor,
/// no link, no field.
fn shrunk(text: &str, roles: &Roles, breaks: &mut dyn FnMut(&str) -> bool) -> String {
    let mut text = text.to_owned();
    // What cannot be taken away may be so when something else is gone.
    while let Some(smaller) = smaller(&text, roles, breaks) {
        text = smaller;
    }
    text
}

/// The same after one round of taking away; nothing if nothing can be.
fn smaller(text: &str, roles: &Roles, breaks: &mut dyn FnMut(&str) -> bool) -> Option<String> {
    let mut least: Option<String> = None;
    let mut tries = |edits: &mut dyn FnMut(&WorldFile, &Blueprint) -> Vec<Edit>| {
        let now = least.clone().unwrap_or_else(|| text.to_owned());
        let Ok(file) = WorldFile::from_text("a world", now) else { return };
        let Ok((blueprint, _)) = check(&file, roles) else { return };
        for edit in edits(&file, &blueprint) {
            let now = least.as_deref().unwrap_or(text);
            let tried = edit.apply_with(now, roles).filter(|tried| tried.len() < now.len());
            let is_world = |text: &String| {
                let file = WorldFile::from_text("a world", text.as_str());
                file.is_ok_and(|file| check(&file, roles).is_ok())
            };
            if let Some(tried) = tried.filter(is_world)
                && breaks(&tried)
            {
                least = Some(tried);
            }
        }
    };
    tries(&mut |_, blueprint| {
        let names = blueprint.actors().iter().map(|actor| actor.name().to_owned());
        names.map(|name| Edit::DropActor { name }).collect()
    });
    // From the last on, so that the places of those before stay.
    tries(&mut |_, blueprint| {
        let links = blueprint.network().edge_count() + blueprint.declarations().len();
        (0..links).rev().map(|place| Edit::DropLink { place }).collect()
    });
    tries(&mut |file, _| {
        let whole = ["title", "claims", "sources", "starts", "holidays", "warm_up", "aftermath"];
        let whole = whole.map(str::to_owned).into_iter();
        whole.chain(leaves(file)).map(|path| Edit::Unset { path }).collect()
    });
    least
}

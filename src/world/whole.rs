//! What holds for a whole world, with what of it hangs on unknowns and levers.
//!
//! What actors and single links are given stands with them.

use crate::oversight::World;
use crate::primitives::id::ActorId;

use super::declared::Declared;
use super::improved::Improved;
use super::takeoff::TakeoffRecipe;
use super::template::Draws;

/// What takeoff is, what is declared to whom, and how gains are carried over.
#[derive(Clone)]
pub(super) struct Whole {
    pub(super) takeoff: TakeoffRecipe,
    /// By owner and observer.
    pub(super) declarations: Vec<Declared>,
    /// By where they come from and where they go.
    pub(super) improvements: Vec<Improved>,
}

impl Whole {
    /// Whether it hangs on nothing.
    pub(super) fn is_fixed(&self) -> bool {
        self.takeoff.is_fixed()
            && self.declarations.iter().all(Declared::is_fixed)
            && self.improvements.iter().all(Improved::is_fixed)
    }

    /// A world with what these draws make of it.
    pub(super) fn at(&self, world: World, draws: &Draws) -> World {
        world
            .with_takeoff(self.takeoff.at(draws))
            .with_declarations(self.declarations.iter().map(|one| one.at(draws)).collect())
            .with_improvements(self.improvements.iter().map(|one| one.at(draws)).collect())
    }

    /// How the gains of one are carried over to another, if a link carries them.
    pub(super) fn improvement(&self, from: ActorId, to: ActorId) -> Option<&Improved> {
        let ends = |one: &Improved| (one.from, one.to);
        let place = self.improvements.binary_search_by_key(&(from, to), ends).ok()?;
        Some(&self.improvements[place])
    }
}

//! Abilities that come all at once, each at a capability that chance sets once.
//!
//! They lack what they are good for: whoever a model powers asks for them by name.

use std::sync::Arc;

use crate::oversight::Mind;
use crate::primitives::parameter::Entries;

use super::parameters::AbilityParameters;

/// An ability that a model has or may come to have.
#[derive(Clone, Debug)]
pub(super) struct Ability {
    pub(super) name: Arc<str>,
    /// The capability at which it comes; infinite if it never does.
    at: f64,
    /// Orders of magnitude that it brings.
    pub(super) gain: f64,
    /// Whether the model does not let this gain see.
    pub(super) hidden: bool,
    /// How strongly it shows, in orders of magnitude of a hidden gain.
    pub(super) shows: f64,
    is_there: bool,
}

/// All abilities of a model, in the order of their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Abilities(Vec<Ability>);

impl Abilities {
    /// The abilities of a replication, for each of which `budget` draws Exp(1).
    ///
    /// The hazard that capability gathers, λ·max(0, c − c_min), spends the budget. It
    /// depends on capability alone, so the budget is spent at the same capability
    /// however small the steps.
    pub(super) fn drawn(
        table: &Entries<AbilityParameters>,
        mut budget: impl FnMut(&str) -> f64,
    ) -> Self {
        let ability = |(name, one): (&str, &AbilityParameters)| Ability {
            name: Arc::from(name),
            // At a rate of 0 the quotient is infinite.
            at: one.from.value() + budget(name) / one.rate.value(),
            gain: one.gain.value(),
            hidden: one.hidden,
            shows: one.shows.value(),
            is_there: false,
        };
        Self(table.iter().map(ability).collect())
    }

    /// An ability that comes at this capability and is not there yet, if there is one;
    /// it is there now.
    pub(super) fn next(&mut self, capability: f64) -> Option<&Ability> {
        let comes = |one: &&mut Ability| !one.is_there && one.at <= capability;
        let ability = self.0.iter_mut().find(comes)?;
        ability.is_there = true;
        Some(ability)
    }

    /// Those that are there, in the order of their names.
    pub(super) fn there(&self) -> impl Iterator<Item = &Ability> {
        self.0.iter().filter(|one| one.is_there)
    }

    /// What a model with these abilities is to whom it powers.
    pub(super) fn mind(&self, capability: f64, synthetic: f64) -> Mind {
        let abilities = self.there().map(|one| one.name.clone()).collect();
        Mind { capability, synthetic, abilities }
    }
}

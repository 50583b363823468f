//! Links in an order that is drawn, for whoever goes through them by turns.
//!
//! It lacks an order by names, which a context gives and which must mean nothing.

use crate::primitives::id::LinkEnd;
use crate::primitives::random::{Identity, Purpose};

use super::clock::Clocks;
use super::context::Context;
use super::domain::Domain;
use super::graph::Links;

impl<D: Domain, C: Clocks> Context<'_, D, C> {
    /// These links of the actor in an order that is drawn for a purpose: the same one
    /// whenever it is asked for in a replication, and another one in the next.
    ///
    /// [`Context::links`] has them by the names at their other ends. Where being first means
    /// something, as for whoever visits one after another, an actor of another name would
    /// then fare otherwise.
    pub fn in_drawn_order(&mut self, links: Links, purpose: Purpose) -> Vec<LinkEnd> {
        let mut all: Vec<LinkEnd> = links.collect();
        let mut last = None;
        all.sort_by_cached_key(|link| {
            // Parallel links have one actor at their other ends, and follow each other.
            let other = self.other(*link);
            let number =
                last.filter(|(known, _)| *known == other).map_or(0, |(_, number)| number + 1);
            last = Some((other, number));
            let whose = Identity::new(self.key(other), purpose, number);
            self.draw(purpose).about(whose).bits()
        });
        all
    }
}

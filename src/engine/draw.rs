//! A draw of an actor's, for a purpose: of one stream, or about an identity.
//!
//! It lacks the streams, which the core keeps.

use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Law, Quantity};
use crate::primitives::random::{Identity, Purpose, Stream};

use super::core::Core;
use super::domain::Domain;

/// A draw for a purpose that is about to be made.
pub struct Draw<'a, D: Domain> {
    pub(super) core: &'a mut Core<D>,
    pub(super) actor: ActorId,
    pub(super) purpose: Purpose,
}

impl<D: Domain> Draw<'_, D> {
    /// The stream that belongs to this origin, the same however often and
    /// whenever it is asked for.
    #[must_use]
    #[inline]
    pub fn about(self, identity: Identity) -> Stream {
        let entity = self.core.actors[self.actor.place()].key;
        Stream::about(self.core.key, entity, self.purpose, identity)
    }

    #[inline]
    fn stream(&mut self) -> &mut Stream {
        self.core.purpose_stream(self.actor, self.purpose)
    }

    /// Uniform in (0, 1).
    #[must_use]
    #[inline]
    pub fn uniform(mut self) -> f64 {
        self.stream().uniform()
    }

    /// Exponential with mean 1.
    #[must_use]
    #[inline]
    pub fn exponential(mut self) -> f64 {
        self.stream().exponential()
    }

    /// Standard normal.
    #[must_use]
    #[inline]
    pub fn normal(mut self) -> f64 {
        self.stream().normal()
    }

    /// True with this probability.
    ///
    /// # Panics
    ///
    /// If it is none: below 0, above 1 or NaN.
    #[must_use]
    #[inline]
    pub fn chance(self, probability: f64) -> bool {
        if !(0.0..=1.0).contains(&probability) {
            let name = self.core.graph.name(self.actor);
            panic!("`{name}` draws with the chance {probability}, which is no probability");
        }
        self.uniform() < probability
    }

    /// From this law.
    #[must_use]
    #[inline]
    pub fn of<T: Quantity>(mut self, law: &Law<T>) -> T {
        law.draw(self.stream())
    }
}

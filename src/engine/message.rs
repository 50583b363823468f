//! Signals on their way, in places that are used again.

use crate::primitives::id::{ActorId, LinkEnd};

use super::domain::Domain;

/// A signal on its way.
#[derive(Clone, Debug)]
pub(super) struct Message<D: Domain> {
    pub(super) signal: D::Signal,
    pub(super) from: ActorId,
    /// The link, seen from the receiver.
    pub(super) end: LinkEnd,
    /// The event in which it was sent.
    pub(super) cause: u64,
}

/// Messages by place, with the free places in a chain.
#[derive(Clone, Debug)]
pub(super) struct Slab<D: Domain> {
    places: Vec<Option<Message<D>>>,
    free: Vec<u32>,
}

impl<D: Domain> Slab<D> {
    pub(super) fn empty() -> Self {
        Self { places: Vec::new(), free: Vec::new() }
    }

    #[inline]
    pub(super) fn insert(&mut self, message: Message<D>) -> u32 {
        if let Some(place) = self.free.pop() {
            self.places[place as usize] = Some(message);
            return place;
        }
        self.places.push(Some(message));
        (self.places.len() - 1) as u32
    }

    #[inline]
    pub(super) fn take(&mut self, place: u32) -> Message<D> {
        self.free.push(place);
        self.places[place as usize].take().expect("a delivery holds the place of its message")
    }

    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.free.clear();
    }
}

//! Numbered places, each with one thing or free: what lies before somebody, by clock.
//!
//! It has no order but that of the numbers, and no limit of its own.

/// Things in numbered places; whoever comes gets the first that is free.
#[derive(Clone, Debug)]
pub(super) struct Places<T>(Vec<Option<T>>);

impl<T> Default for Places<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Places<T> {
    /// The first free place, which is one more than there were if none is.
    pub(super) fn free(&self) -> u32 {
        self.0.iter().position(Option::is_none).unwrap_or(self.0.len()) as u32
    }

    /// Puts a thing into a place that was free.
    pub(super) fn put(&mut self, place: u32, thing: T) {
        if place as usize == self.0.len() {
            self.0.push(None);
        }
        self.0[place as usize] = Some(thing);
    }

    /// Puts a thing into the first free place, and says which that is.
    pub(super) fn add(&mut self, thing: T) -> u32 {
        let place = self.free();
        self.put(place, thing);
        place
    }

    /// Takes away what is in a place.
    pub(super) fn take(&mut self, place: u32) -> Option<T> {
        self.0.get_mut(place as usize)?.take()
    }

    /// What is in a place, to be changed.
    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut T> {
        self.0.get_mut(place as usize)?.as_mut()
    }

    /// All things with their places.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        (0..).zip(&self.0).filter_map(|(place, thing)| Some((place, thing.as_ref()?)))
    }

    /// All things, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().flatten()
    }
}

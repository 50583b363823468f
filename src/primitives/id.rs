//! Dense identifiers of things that a blueprint holds in arrays.
//!
//! They are given in the order of names, never of files, and they lack `Hash`:
//! whoever wants a random number or a tie-break takes the *name* of a thing.

use std::fmt;

/// An actor of one simulation: its place in the order of names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActorId(u32);

/// A link as seen from one of its two ends.
///
/// Sending on it reaches the actor at the other end, so that a watcher and the
/// watched can talk to each other over the one link that joins them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkEnd(u32);

macro_rules! dense_id {
    ($name:ident, $letter:literal) => {
        impl $name {
            /// The identifier with this place.
            #[must_use]
            pub const fn new(place: u32) -> Self {
                Self(place)
            }

            /// The place in arrays, from 0.
            #[must_use]
            pub const fn place(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), self.0)
            }
        }
    };
}

dense_id!(ActorId, "actor#");
dense_id!(LinkEnd, "end#");

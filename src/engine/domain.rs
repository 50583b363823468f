//! What a subject gives the engine: its kinds of link, its signals, its facts.
//!
//! The engine carries them and never looks inside.

use std::fmt::Debug;

use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;

/// A subject that is simulated: queues in the engine's own tests, and on the
/// floors above whatever the program is about.
///
/// The type itself is a marker that holds nothing.
pub trait Domain: Clone + Debug + Send + Sync + 'static {
    /// The kinds of link.
    type Link: LinkKind;
    /// What actors say to each other.
    type Signal: Signal;
    /// What behaviors note for recorders; it never comes back to them.
    type Fact: Clone + Debug + Send + Sync + 'static;
    /// What holds for the whole world and does not change during a run.
    type Settings: Clone + Send + Sync + 'static;
}

/// A kind of link.
pub trait LinkKind: Copy + Ord + Debug + Send + Sync + 'static {
    /// The word for it, which also keys the chances of its links.
    fn name(self) -> &'static str;
}

/// What one actor says to another.
pub trait Signal: Clone + Debug + Send + Sync + 'static {
    /// The origin that the signal carries, if it carries one.
    ///
    /// Chances of a link about a signal are keyed by it. A signal without one
    /// counts as an origin of its sender: the n-th that it sent over that link.
    fn identity(&self) -> Option<Identity> {
        None
    }

    /// Why an actor cannot send it as it is, if it cannot.
    fn flaw(&self, sender: ActorId) -> Option<&'static str> {
        let _ = sender;
        None
    }
}

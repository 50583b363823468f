//! Orders: what an authority does about what it believes.
//!
//! An order can be wrong. Who is given one asks [`Commanding::heed`] what it says,
//! so that a course of things without orders can be followed too.
//!
//! [`Commanding::heed`]: super::Commanding::heed

use std::fmt;

use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;

crate::choices! {
    /// What an authority orders once it is convinced.
    pub enum Response {
        /// Nothing: it only knows.
        Watch,
        /// Work stands still for a time and goes on afterwards.
        Pause,
        /// Somebody looks for a time, and work is shut down if that confirms it.
        Audit,
        /// The suspect's work ends and is given no compute any more.
        Revoke,
        /// All work ends where the suspect works, and none begins again.
        ShutDown,
    }
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Stand still.
    Halt,
    /// Go on, as far as this order's halt held it.
    Resume,
    /// End the suspect's work and begin none of it.
    Revoke,
    /// End all work and begin none.
    ShutDown,
}

/// What a decision about a suspect rests on. Whether that is true stays hidden.
#[derive(Clone, Copy, Debug, Default)]
pub struct Grounds {
    /// Whether true traces about the suspect convinced.
    pub(in crate::oversight) truth: Hidden,
}

/// A truth that nobody can print.
#[derive(Clone, Copy, Default)]
pub(in crate::oversight) struct Hidden(pub(in crate::oversight) bool);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hidden")
    }
}

/// An order on its way.
#[derive(Clone)]
pub struct Order {
    pub(in crate::oversight) identity: Identity,
    pub(in crate::oversight) suspect: ActorId,
    pub(in crate::oversight) command: Command,
    /// Whether it rests on true traces alone.
    pub(in crate::oversight) truly: bool,
}

/// What it rests on stays hidden, and what it says to whom nobody heeds.
impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Order").field("suspect", &self.suspect).finish_non_exhaustive()
    }
}

impl Order {
    /// The decision that it comes from: a halt and the order that ends it have
    /// the same.
    #[must_use]
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// About whom it is.
    #[must_use]
    pub fn suspect(&self) -> ActorId {
        self.suspect
    }
}

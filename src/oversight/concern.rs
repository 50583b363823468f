//! What a world is about: which work is concerning, what counts as takeoff, and
//! whose knowing counts as notice.

use crate::primitives::distribution::Distribution;
use crate::primitives::id::ActorId;

/// A kind of work that is concerning.
///
/// It decides a hidden truth; no behavior can ask for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Concern {
    /// All work of this program.
    Program(ActorId),
    /// Every training run of more than so many FLOP.
    Training {
        /// FLOP of one run.
        above: f64,
    },
}

/// What takeoff is.
#[derive(Clone, Debug, PartialEq)]
pub enum Takeoff {
    /// An instant drawn from this law over seconds from the start.
    After(Distribution),
}

/// What holds for a whole world and does not change during a run.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    pub(in crate::oversight) concern: Vec<Concern>,
    pub(in crate::oversight) takeoff: Takeoff,
    pub(in crate::oversight) accountable: Vec<ActorId>,
}

impl World {
    /// A world in which this work is concerning, this is takeoff, and notice is
    /// that one of these authorities is convinced.
    #[must_use]
    pub fn new(concern: Vec<Concern>, takeoff: Takeoff, accountable: Vec<ActorId>) -> Self {
        Self {
            concern,
            takeoff,
            accountable,
        }
    }

    /// Which work is concerning.
    #[must_use]
    pub fn concern(&self) -> &[Concern] {
        &self.concern
    }

    /// What takeoff is.
    #[must_use]
    pub fn takeoff(&self) -> &Takeoff {
        &self.takeoff
    }

    /// Whose being convinced counts as notice.
    #[must_use]
    pub fn accountable(&self) -> &[ActorId] {
        &self.accountable
    }
}

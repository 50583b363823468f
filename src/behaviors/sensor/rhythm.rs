//! The instants at which an observer takes samples of one actor.
//!
//! Here is the arithmetic alone: what a sample sees is its observer's business.

use crate::engine::{Clocks, Context};
use crate::oversight::Oversight;
use crate::primitives::id::ActorId;
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::{Span, Time};

/// Instants that lie so far apart, from a phase on; the first is number 1.
#[derive(Clone, Copy, Debug)]
pub(in crate::behaviors) struct Rhythm {
    /// The tick of the first, from 1 to `every`.
    first: u64,
    every: u64,
}

impl Rhythm {
    /// The instants of one observer about one actor, with a uniform phase.
    ///
    /// The phase is what a long keyed number of ticks leaves when it is divided by
    /// `every`. So the instants at half, or a third, of the distance are the old
    /// ones and others between them, which a phase in proportion to `every` would
    /// not give; that it is uniform to one part in 2^19 for a distance of a year is
    /// near enough.
    pub(in crate::behaviors) fn of<C: Clocks>(
        cx: &mut Context<'_, Oversight, C>,
        actor: ActorId,
        every: Span,
    ) -> Self {
        const PHASE: Purpose = Purpose::named("phase of samples");
        let every = every.ticks().max(1);
        let identity = Identity::new(cx.key(actor), PHASE, 0);
        let phase = cx.draw(PHASE).about(identity).bits() % every;
        // Nothing can be seen at the start itself.
        Self { first: if phase == 0 { every } else { phase }, every }
    }

    /// How many there are up to this instant, it included.
    pub(in crate::behaviors) fn until(self, now: Time) -> u64 {
        match now.ticks().checked_sub(self.first) {
            Some(ticks) => ticks / self.every + 1,
            None => 0,
        }
    }

    /// The instant with this number, from 1.
    pub(in crate::behaviors) fn at(self, number: u64) -> Time {
        let later = number.saturating_sub(1).saturating_mul(self.every);
        Time::from_ticks(self.first.saturating_add(later))
    }
}

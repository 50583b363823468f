//! The world's own clock: takeoff by a law.
//!
//! Every blueprint has one under the reserved name `world`; no file can name it.

use crate::engine::{Actor, Behavior, Cx};
use crate::oversight::{Oversight, Takeoff, TakingOff};
use crate::primitives::parameter::{Law, NoParameters};
use crate::primitives::time::Span;

/// The name that no actor of a file may have.
pub const WORLD: &str = "world";

crate::clocks! {
    /// The world's clock.
    pub enum Clock {
        /// Takeoff comes.
        Takeoff,
    }
}

/// Takes off when the law says so.
#[derive(Clone)]
pub struct WorldClock;

impl WorldClock {
    /// The actor for the reserved name.
    #[must_use]
    pub fn actor() -> Actor<Oversight> {
        Actor::new(Self)
    }
}

impl Behavior for WorldClock {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = Clock;

    const MEANING: &'static str = "What happens to a world by itself.";

    fn new(_: NoParameters) -> Self {
        Self
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let Takeoff::After(law) = cx.settings().takeoff() else {
            return;
        };
        let law: Law<Span> = Law::new(law.clone());
        cx.start_law(Clock::Takeoff, &law);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        cx.take_off();
    }
}

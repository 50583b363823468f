//! Floor 2: discrete events on a graph. It knows nothing of the subject.
//!
//! ```text
//!  domain ─┬─ clock ── event_list ─┐
//!          ├─ graph ───────────────┼─ core ─ draw ─ context ─ behavior ─┬─ simulation
//!          ├─ recorder, around ────┤                                    └─ harness ─ looking
//!          └─ live_clock, message ─┘                    └─ drawn_order
//! ```
//!
//! A generalized semi-Markov process (Glynn 1989; Haas 2002): actors own clocks
//! whose budgets run down, and send signals over links. The law of the floor: no
//! event causes another in the same tick, handlers touch only their own actor,
//! and what breaks a tie is what an event *is*. So handlers of different actors
//! within a tick commute, and order and chance belong to things, not to history.

mod domain;

mod clock;
pub mod event_list;
mod graph;
mod recorder;

mod live_clock;
mod message;

mod core;

mod draw;

mod context;

mod drawn_order;

mod around;

mod behavior;

mod simulation;

mod harness;

mod looking;

pub use around::{Around, Cast, Given};
pub use behavior::{
    Actor, Behavior, Cx, LinkOf, LinkRule, Measure, MeasureOf, Role, SignalOf, Suspicions,
};
pub use clock::{AgedLaw, ClockFamily, Clocks, NoClocks, Pace};
pub use context::Context;
pub use domain::{Domain, LinkKind, Signal};
pub use draw::Draw;
pub use graph::{Graph, LinkLaw, Links, Network, Side};
pub use harness::{Harness, Sent};
pub use recorder::{Deaf, Event, Note, Recorder, What};
pub use simulation::{EVENT_BUDGET, Ending, Simulation, SimulationBuilder};

#[doc(hidden)]
pub mod doc_example {
    //! A bell that rings, for the examples in this floor's documentation.

    use crate::primitives::time::Span;

    use super::{Behavior, Cx, Domain, LinkKind, Signal};

    /// A domain without links.
    #[derive(Clone, Debug)]
    pub struct Toy;

    /// It has none.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum NoLink {}

    impl LinkKind for NoLink {
        fn name(self) -> &'static str {
            match self {}
        }
    }

    impl Signal for () {}

    impl Domain for Toy {
        type Link = NoLink;
        type Signal = ();
        type Fact = ();
        type Settings = ();
    }

    crate::parameters! {
        /// How a bell rings.
        pub struct BellParameters {
            /// The time between two strokes.
            every: Span = "1 h",
        }
    }

    crate::clocks! {
        /// Its one clock.
        pub enum Clock {
            /// The next stroke.
            Stroke,
        }
    }

    /// Rings at equal intervals.
    #[derive(Clone)]
    pub struct Bell {
        every: Span,
    }

    impl Bell {
        /// A bell with this time between two strokes.
        #[must_use]
        pub fn every(every: Span) -> Self {
            Self { every }
        }
    }

    impl Behavior for Bell {
        type Domain = Toy;
        type Parameters = BellParameters;
        type Clock = Clock;

        const MEANING: &'static str = "Rings at equal intervals.";

        fn new(parameters: BellParameters) -> Self {
            Self { every: parameters.every }
        }

        fn start(&mut self, cx: &mut Cx<Self>) {
            cx.start_clock(Clock::Stroke, self.every.seconds(), 1.0);
        }

        fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
            cx.start_clock(Clock::Stroke, self.every.seconds(), 1.0);
        }
    }
}

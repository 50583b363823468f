//! An intermittent hider: it works and rests by turns, whatever happens.
//!
//! It reacts to nothing; while it rests it may give up.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Link, Oversight, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Fault, Faults, Law};
use crate::primitives::quantity::{Rate, Share};
use crate::primitives::time::Span;

use super::conduct::{AT_WORK, Clock, Conduct, DIRECTS, DIVERTED, GAVE_UP, GIVES_UP, LIES_LOW};
use super::plan::{Plan, Shifts};

crate::parameters! {
    /// What an intermittent hider does.
    pub struct IntermittentParameters {
        /// When it begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// The share of what its host is granted that is diverted to it while it works.
        share: Share,
        /// How long it works each time.
        works: Law<Span>,
        /// How long it rests each time.
        rests: Law<Span>,
        /// Whether it rests first.
        rests_first: bool = "false",
        /// The rate at which it gives up for good while it rests.
        gives_up: Rate ["0/y" to "1e9/s"] = "0/y",
    }
}

/// Works and rests by turns.
#[derive(Clone)]
pub struct Intermittent(Conduct);

impl Behavior for Intermittent {
    type Domain = Oversight;
    type Parameters = IntermittentParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A strategy of hidden work that works and rests by turns, each \
        for a time that is drawn. While it rests it may give up for good.";
    const LINKS: &'static [LinkRule<Link>] = &[DIRECTS];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const FAULTS: Option<Faults<IntermittentParameters>> = Some(faults);
    const MEASURES: &'static [Measure] = &[AT_WORK, DIVERTED, GAVE_UP];
    const MILESTONES: &'static [&'static str] = &[LIES_LOW, GIVES_UP];

    fn new(parameters: IntermittentParameters) -> Self {
        let IntermittentParameters { begins, share, works, rests, rests_first, gives_up } =
            parameters;
        Self(Conduct::new(Plan {
            shifts: Some(Shifts { works, rests, rests_first }),
            gives_up: gives_up.value(),
            ..Plan::plain(begins, share)
        }))
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.0.start(cx);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        self.0.receive(cx, from, signal);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        self.0.ring(cx, clock);
    }
}

/// Turns that take no time, one of which would follow the other without end.
fn faults(parameters: &IntermittentParameters) -> Vec<Fault> {
    let is_nothing = |law: &Law<Span>| law.distribution().support().1 <= 0.0;
    if !is_nothing(&parameters.works) || !is_nothing(&parameters.rests) {
        return Vec::new();
    }
    vec![Fault {
        parameter: "works",
        message: "it works and rests for no time at all".to_owned(),
        hint: Some("one that never rests is a `Naive`".to_owned()),
    }]
}

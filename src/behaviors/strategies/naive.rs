//! A naive hider: one share, whatever happens.
//!
//! It reacts to nothing; it is what other strategies are held against.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Link, Oversight, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::Share;
use crate::primitives::time::Span;

use super::conduct::{AT_WORK, Clock, Conduct, DIRECTS, DIVERTED};
use super::plan::Plan;

crate::parameters! {
    /// What a naive hider does.
    pub struct NaiveParameters {
        /// When the work begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// The share of what its host is granted that is diverted to it.
        share: Share,
    }
}

/// Diverts one share from its beginning on.
#[derive(Clone)]
pub struct Naive(Conduct);

impl Behavior for Naive {
    type Domain = Oversight;
    type Parameters = NaiveParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A strategy of hidden work that diverts one share of what its \
        host is granted from its beginning on, and reacts to nothing.";
    const LINKS: &'static [LinkRule<Link>] = &[DIRECTS];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[AT_WORK, DIVERTED];

    fn new(parameters: NaiveParameters) -> Self {
        Self(Conduct::new(Plan::plain(parameters.begins, parameters.share)))
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

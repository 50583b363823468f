//! A splitter: it spreads its work over sites, to stay below what is seen at each.
//!
//! It reacts to nothing, and it knows no observer's threshold but the one it is told.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Link, Oversight, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::{Count, Share};
use crate::primitives::time::Span;

use super::conduct::{AT_WORK, Clock, Conduct, DIRECTS, DIVERTED};
use super::plan::Plan;

crate::parameters! {
    /// What a splitter does.
    pub struct SplitterParameters {
        /// When the work begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// The share of what its host is granted at a site that is diverted to it. Split over several
        /// sites, each diverts its equal part of this share of what it grants.
        share: Share,
        /// Over how many sites of its host it is split, or over all, if these are fewer.
        sites: Count ["1" to "1000"],
        /// How much of its speed is lost at each doubling of the sites.
        overhead: Share = "0 %",
        /// The share that it shows on each site at most, as the noise that it wants to stay below;
        /// without limit by default.
        under: Option<Share>,
    }
}

/// Spreads its work over sites.
#[derive(Clone)]
pub struct Splitter(Conduct);

impl Behavior for Splitter {
    type Domain = Oversight;
    type Parameters = SplitterParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A strategy of hidden work that splits it evenly over sites of \
        its host, at a cost in speed, and diverts no more than keeps the share of each site under \
        a threshold.";
    const LINKS: &'static [LinkRule<Link>] = &[DIRECTS];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[AT_WORK, DIVERTED];

    fn new(parameters: SplitterParameters) -> Self {
        let SplitterParameters { begins, share, sites, overhead, under } = parameters;
        Self(Conduct::new(Plan::plain(begins, share).split(sites, overhead, under)))
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

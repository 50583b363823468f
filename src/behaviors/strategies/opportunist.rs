//! An opportunist: it works while those who could see it are away or busy.
//!
//! Alerts are nothing to it, and it knows of no visit that nobody announces to it.

use std::sync::Arc;

use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Suspicions};
use crate::oversight::{Channel, Link, Oversight, Signal};
use crate::primitives::calendar::Calendar;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Fault, Faults, Law};
use crate::primitives::quantity::{Number, Share};
use crate::primitives::time::Span;

use super::conduct::{
    AT_WORK, Clock, Conduct, DIRECTS, DIVERTED, HEARS_OF_VISITS, LIES_LOW, WATCHES_DESKS,
};
use super::plan::{Minds, Plan, unheard};

crate::parameters! {
    /// What an opportunist does.
    pub struct OpportunistParameters {
        /// When the work begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// The share of what its host is granted that is diverted to it while it works.
        share: Share,
        /// When the watchers are at work, and it lies low; it keeps no hours by default.
        hours: Option<Arc<Calendar>>,
        /// Alerts at a desk, for each of its servers, from which on the desk counts as busy: it works
        /// while all desks that it watches are, and in the other hours, where it keeps any. It minds
        /// no desk by default.
        busy_at: Option<Number> ["0" to "1000000"],
        /// The channel on which it learns how much lies before a desk.
        channel: Channel = "backlog",
        /// For how long before and after each visit that it is told of it lies low; it minds none by
        /// default.
        margin: Option<Span>,
    }
}

/// Works while nobody looks.
#[derive(Clone)]
pub struct Opportunist(Conduct);

impl Behavior for Opportunist {
    type Domain = Oversight;
    type Parameters = OpportunistParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A strategy of hidden work that works only while those who \
        could see it are away, as outside of their hours, or busy, as desks with many alerts \
        before them. It lies low around visits that it is told of.";
    const LINKS: &'static [LinkRule<Link>] = &[DIRECTS, WATCHES_DESKS, HEARS_OF_VISITS];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const FAULTS: Option<Faults<OpportunistParameters>> = Some(faults);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
    const MEASURES: &'static [Measure] = &[AT_WORK, DIVERTED];
    const MILESTONES: &'static [&'static str] = &[LIES_LOW];

    fn new(parameters: OpportunistParameters) -> Self {
        let OpportunistParameters { begins, share, hours, busy_at, channel, margin } = parameters;
        let plan = Plan {
            hours,
            busy_at: busy_at.map(Number::value),
            margin,
            ..Plan::plain(begins, share)
        };
        Self(Conduct::new(plan).watching(channel))
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

/// An opportunist that waits for no opportunity.
fn faults(parameters: &OpportunistParameters) -> Vec<Fault> {
    let OpportunistParameters { hours, busy_at, margin, .. } = parameters;
    if hours.is_some() || busy_at.is_some() || margin.is_some() {
        return Vec::new();
    }
    vec![Fault {
        parameter: "hours",
        message: "it waits for no opportunity".to_owned(),
        hint: Some("give `hours`, `busy_at` or `margin`; without any it is a `Naive`".to_owned()),
    }]
}

/// Opportunities of which nobody tells it.
fn suspicions(parameters: &OpportunistParameters, around: &Around<'_, Oversight>) -> Vec<Fault> {
    let OpportunistParameters { busy_at, margin, .. } = parameters;
    let minds = Minds { busy_at: busy_at.is_some(), margin: margin.is_some(), ..Minds::default() };
    unheard(minds, around)
}

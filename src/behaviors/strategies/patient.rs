//! A patient hider: it starts small, grows slowly, and lies low after alerts.
//!
//! It does not know what an alert was about, and it keeps no hours.

use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Suspicions};
use crate::oversight::{Link, Oversight, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Fault, Law};
use crate::primitives::quantity::{Count, Share};
use crate::primitives::time::Span;

use super::conduct::{
    ALERTS_SEEN, AT_WORK, Clock, Conduct, DIRECTS, DIVERTED, GAVE_UP, GIVES_UP, LIES_LOW,
    SEES_ALERTS,
};
use super::plan::{Minds, Plan, Ramp, unheard};

crate::parameters! {
    /// What a patient hider does.
    pub struct PatientParameters {
        /// When the work begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// The share with which it begins.
        first: Share = "0 %",
        /// The share of what its host is granted to which it grows.
        share: Share,
        /// For how long the share grows, counted while it works.
        ramp: Span,
        /// In how many equal steps the share grows.
        steps: Count ["1" to "1000"] = "10",
        /// How long it lies low after each alert that a link lets it see; it minds none by default.
        lies_low: Option<Span>,
        /// After how many alerts that it sees it gives up for good; after none by default.
        gives_up_after: Option<Count> ["1" to "1000000"],
    }
}

/// Grows slowly, and lies low after alerts.
#[derive(Clone)]
pub struct Patient(Conduct);

impl Behavior for Patient {
    type Domain = Oversight;
    type Parameters = PatientParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A strategy of hidden work that starts small and raises its \
        share step by step. After each alert that it sees it lies low, and later alerts extend \
        that; the time in which it lies low does not count for its growth.";
    const LINKS: &'static [LinkRule<Link>] = &[DIRECTS, SEES_ALERTS];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
    const MEASURES: &'static [Measure] = &[AT_WORK, DIVERTED, ALERTS_SEEN, GAVE_UP];
    const MILESTONES: &'static [&'static str] = &[LIES_LOW, GIVES_UP];

    fn new(parameters: PatientParameters) -> Self {
        let PatientParameters { begins, first, share, ramp, steps, lies_low, gives_up_after } =
            parameters;
        Self(Conduct::new(Plan {
            ramp: Ramp::over(ramp, first, share, steps),
            lies_low,
            gives_up_after: gives_up_after.map(Count::value),
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

/// Alerts that it minds and never sees.
fn suspicions(parameters: &PatientParameters, around: &Around<'_, Oversight>) -> Vec<Fault> {
    let PatientParameters { lies_low, gives_up_after, .. } = parameters;
    let minds = Minds {
        lies_low: lies_low.is_some(),
        gives_up_after: gives_up_after.is_some(),
        ..Minds::default()
    };
    unheard(minds, around)
}

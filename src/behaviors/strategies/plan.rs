//! A plan of hidden work: how much of it, from when on, and when it had better rest.
//!
//! It holds no state: what becomes of a plan in time is its conduct.

use std::sync::Arc;

use crate::engine::{Around, Side};
use crate::oversight::{Link, Oversight};
use crate::primitives::calendar::Calendar;
use crate::primitives::parameter::{Fault, Law};
use crate::primitives::quantity::{Count, Number, Rate, Share};
use crate::primitives::time::Span;

crate::parameters! {
    /// A plan of hidden work.
    pub struct PlanParameters {
        /// When the work begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// The share of what its host is granted at a site that is diverted to it. Split over several
        /// sites, each diverts its equal part of this share of what it grants.
        share: Share,
        /// The share with which it begins, where it grows to `share` over the span `ramp`.
        first: Share = "0 %",
        /// For how long the share grows, counted while it works; it is `share` at once by default.
        ramp: Span = "0 s",
        /// In how many equal steps the share grows.
        steps: Count ["1" to "1000"] = "10",
        /// How long it lies low after each alert that a link lets it see; it minds none by default.
        lies_low: Option<Span>,
        /// For how long before and after each visit that it is told of it lies low; it minds none by
        /// default.
        margin: Option<Span>,
        /// Over how many sites of its host it is split, or over all, if these are fewer.
        sites: Count ["1" to "1000"] = "1",
        /// How much of its speed is lost at each doubling of the sites.
        overhead: Share = "0 %",
        /// The share that it shows on each site at most, as the noise that it wants to stay below;
        /// without limit by default.
        under: Option<Share>,
        /// When the watchers are at work, and it lies low; it keeps no hours by default.
        hours: Option<Arc<Calendar>>,
        /// Alerts at a desk, for each of its servers, from which on the desk counts as busy: it works
        /// while all desks that it watches are, and in the other hours, where it keeps any. It minds
        /// no desk by default.
        busy_at: Option<Number> ["0" to "1000000"],
        /// How long it works each time before it rests by itself; without end by default.
        works: Option<Law<Span>>,
        /// How long it rests each time.
        rests: Option<Law<Span>>,
        /// Whether it rests first.
        rests_first: bool = "false",
        /// After how many alerts that it sees it gives up for good; after none by default.
        gives_up_after: Option<Count> ["1" to "1000000"],
        /// The rate at which it gives up for good while it has begun and does not work.
        gives_up: Rate ["0/y" to "1e9/s"] = "0/y",
    }
}

/// A plan, whichever role it is of.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) begins: Law<Span>,
    /// The shares by steps: the first until it has worked for a step, then the next.
    pub(super) ramp: Ramp,
    pub(super) lies_low: Option<Span>,
    pub(super) margin: Option<Span>,
    pub(super) sites: u32,
    /// The share that each site diverts at most.
    pub(super) under: f64,
    pub(super) overhead: f64,
    pub(super) hours: Option<Arc<Calendar>>,
    pub(super) busy_at: Option<f64>,
    pub(super) shifts: Option<Shifts>,
    pub(super) gives_up_after: Option<u64>,
    /// A second.
    pub(super) gives_up: f64,
}

/// How a share grows, in equal steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ramp {
    first: f64,
    last: f64,
    steps: u64,
    span: Span,
}

/// How long it works and rests by itself, by turns.
#[derive(Clone, Debug)]
pub(super) struct Shifts {
    pub(super) works: Law<Span>,
    pub(super) rests: Law<Span>,
    pub(super) rests_first: bool,
}

impl Ramp {
    /// From the first share to the last over a span of work, in so many steps.
    pub(super) fn over(span: Span, first: Share, last: Share, steps: Count) -> Self {
        let steps = if span == Span::ZERO { 0 } else { steps.value() };
        Self { first: first.value(), last: last.value(), steps, span }
    }

    /// The share at once.
    pub(super) fn flat(share: Share) -> Self {
        Self { first: share.value(), last: share.value(), steps: 0, span: Span::ZERO }
    }

    /// The same, where no share is above this one.
    pub(super) fn at_most(self, most: f64) -> Self {
        Self { first: self.first.min(most), last: self.last.min(most), ..self }
    }

    /// The seconds of work to the next step, after so many; none after the last.
    pub(super) fn step_after(self, done: u64) -> Option<f64> {
        (done < self.steps).then(|| self.span.seconds() / self.steps as f64)
    }

    /// The share after so many steps.
    pub(super) fn share(self, done: u64) -> f64 {
        if done >= self.steps {
            return self.last;
        }
        self.first + (self.last - self.first) * done as f64 / self.steps as f64
    }
}

impl Plan {
    /// Nothing but a share, from the beginning on.
    pub(super) fn plain(begins: Law<Span>, share: Share) -> Self {
        Self {
            begins,
            ramp: Ramp::flat(share),
            lies_low: None,
            margin: None,
            sites: 1,
            under: 1.0,
            overhead: 0.0,
            hours: None,
            busy_at: None,
            shifts: None,
            gives_up_after: None,
            gives_up: 0.0,
        }
    }

    /// The same over so many sites, on each of which no more than `under` shows.
    pub(super) fn split(self, sites: Count, overhead: Share, under: Option<Share>) -> Self {
        let under = under.map_or(1.0, Share::value);
        let sites = sites.value();
        // Where its host has fewer sites, that keeps them under it.
        let ramp = self.ramp.at_most((under * sites as f64).min(1.0));
        Self { ramp, sites: sites as u32, under, overhead: overhead.value(), ..self }
    }
}

impl From<&PlanParameters> for Plan {
    fn from(said: &PlanParameters) -> Self {
        let PlanParameters { begins, share, first, ramp, steps, .. } = said.clone();
        let shifts = said.works.clone().zip(said.rests.clone());
        let plain = Self {
            ramp: Ramp::over(ramp, first, share, steps),
            lies_low: said.lies_low,
            margin: said.margin,
            hours: said.hours.clone(),
            busy_at: said.busy_at.map(Number::value),
            shifts: shifts.map(|(works, rests)| Shifts {
                works,
                rests,
                rests_first: said.rests_first,
            }),
            gives_up_after: said.gives_up_after.map(Count::value),
            gives_up: said.gives_up.value(),
            ..Self::plain(begins, share)
        };
        plain.split(said.sites, said.overhead, said.under)
    }
}

/// What is wrong with the plan of this name in a menu.
pub(super) fn faults_of_plan(name: &str, said: &PlanParameters) -> Vec<Fault> {
    let fault = |message: &str, hint: &str| Fault {
        parameter: "menu",
        message: format!("the plan `{name}` {message}"),
        hint: Some(hint.to_owned()),
    };
    let mut faults = Vec::new();
    if said.works.is_some() != said.rests.is_some() {
        let message = "says how long it works or how long it rests, but not both";
        faults.push(fault(message, "give `works` and `rests`, or neither"));
    }
    if said.rests_first && said.rests.is_none() {
        faults.push(fault("rests first, but does not say how long", "give `rests` too"));
    }
    if said.first.value() > 0.0 && said.ramp == Span::ZERO {
        let hint = "give the span `ramp` over which it grows to `share`";
        faults.push(fault("has a `first` share, but grows over no span", hint));
    }
    faults
}

/// What a plan minds that only a link tells a strategy, by the names of parameters.
#[derive(Clone, Copy, Default)]
pub(super) struct Minds {
    pub(super) lies_low: bool,
    pub(super) gives_up_after: bool,
    pub(super) margin: bool,
    pub(super) busy_at: bool,
}

impl From<&PlanParameters> for Minds {
    fn from(said: &PlanParameters) -> Self {
        Self {
            lies_low: said.lies_low.is_some(),
            gives_up_after: said.gives_up_after.is_some(),
            margin: said.margin.is_some(),
            busy_at: said.busy_at.is_some(),
        }
    }
}

/// What of this no link tells the strategy, so that it never comes to that.
pub(super) fn unheard(minds: Minds, around: &Around<'_, Oversight>) -> Vec<Fault> {
    let me = around.name();
    let alerts = || format!("as in `(\"sensor\", Alerts, \"{me}\")`");
    let visits = || format!("as in `(\"inspector\", Tells, \"{me}\")`");
    let desks = || format!("as in `(\"{me}\", Watches, \"desk\")`");
    let (sees, hears) = (Link::Alerts, Link::Tells);
    let mut found = Vec::new();
    let mut look = |is_minded: bool, kind, side, parameter, message: &str, hint: String| {
        if is_minded && !around.is_joined(kind, side) {
            found.push(Fault { parameter, message: message.to_owned(), hint: Some(hint) });
        }
    };
    let low = "lies low after alerts, but sees none";
    look(minds.lies_low, sees, Side::In, "lies_low", low, alerts());
    let up = "gives up after alerts, but sees none";
    look(minds.gives_up_after, sees, Side::In, "gives_up_after", up, alerts());
    let visited = "lies low around visits, but is told of none";
    look(minds.margin, hears, Side::In, "margin", visited, visits());
    let busy = "works while desks are busy, but watches none";
    look(minds.busy_at, Link::Watches, Side::Out, "busy_at", busy, desks());
    found
}

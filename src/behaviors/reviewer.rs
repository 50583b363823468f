//! A reviewer: a desk where alerts wait, are looked into, and go on or end.
//!
//! First come, first served, by so many servers, in working hours. It has no
//! patience to lose, no fatigue and no second level.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Alert, Discernment, Judging, Link, Oversight, Signal};
use crate::primitives::calendar::Calendar;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::{Count, Dimension, Number, Share};
use crate::primitives::random::Purpose;
use crate::primitives::time::{Span, Time};

crate::parameters! {
    /// How a reviewer works.
    pub struct ReviewerParameters {
        /// How many alerts can be looked into at a time.
        servers: Count ["1" to "10000"] = "1",
        /// When the desk is staffed; a review that does not end in time goes on at the next opening.
        hours: Arc<Calendar> = "24/7",
        /// How long a review takes, in working time.
        review: Law<Span>,
        /// How well founded alerts are seen for what they are: at a skill as high as the work's opacity, half of them.
        skill: Number ["-20" to "20"] = "2",
        /// How much a difference of skill and opacity matters: the scale of the logistic curve.
        skill_scale: Number ["0.01" to "100"] = "1",
        /// The probability of confirming an alert that nothing is behind.
        false_accusation: Share = "2 %",
    }
}

crate::clocks! {
    /// The clocks of a reviewer.
    pub enum Clock {
        /// The review of a server is done.
        Review(2),
    }
}

/// An alert that came in.
#[derive(Clone)]
struct OpenAlert {
    alert: Alert,
    since: Time,
}

/// Looks into alerts and passes on those that it confirms.
#[derive(Clone)]
pub struct Reviewer {
    parameters: ReviewerParameters,
    queue: VecDeque<OpenAlert>,
    /// What is being looked into, by server.
    servers: Vec<Option<OpenAlert>>,
}

const REVIEW: Purpose = Purpose::named("review");

impl Behavior for Reviewer {
    type Domain = Oversight;
    type Parameters = ReviewerParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A desk to which alerts come. Each waits for a free server, is \
        looked into for a time, and is confirmed or dismissed; what is confirmed is reported. An \
        alert about a suspect with an open alert from the same observer merges into it.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Alerts, "Alerts come in over it.").at_least(1),
        LinkRule::out(Link::Reports, "Confirmed alerts go over it to whoever judges them."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("alerts", "alerts", "Alerts that came in a year, merged ones included."),
        Measure::per_year("reviews", "reviews", "Reviews done a year."),
        Measure::share("merged", "merged", "alerts", "Alerts that merged into an open one."),
        Measure::share("confirmed", "confirmed", "reviews", "Reviews that confirmed the alert."),
        Measure::share("delayed", "delayed", "opened", "Opened alerts that found no free server."),
        Measure::mean(
            "wait",
            "wait",
            Dimension::Span,
            "From the arrival of an alert to the begin of its review, closed hours included.",
        ),
    ];

    fn new(parameters: ReviewerParameters) -> Self {
        Self { parameters, queue: VecDeque::new(), servers: Vec::new() }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        let Signal::Alert(alert) = signal else {
            return;
        };
        cx.count("alerts");
        let open = self.servers.iter_mut().flatten().chain(&mut self.queue);
        if let Some(open) = open.into_iter().find(|open| open.alert.is_like(&alert)) {
            cx.count("merged");
            open.alert.merge(alert);
            return;
        }
        cx.count("opened");
        let open = OpenAlert { alert, since: cx.now() };
        match self.free_server() {
            Some(server) => self.begin(cx, server, open),
            None => {
                cx.count("delayed");
                self.queue.push_back(open);
            }
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Clock::Review(server) = clock;
        let Some(OpenAlert { alert, .. }) = self.servers[server as usize].take() else {
            return;
        };
        cx.count("reviews");
        let discernment = self.discernment();
        if cx.judge(&alert, &discernment) {
            cx.count("confirmed");
            cx.report(&alert, discernment.likelihood_ratio());
        }
        if let Some(next) = self.queue.pop_front() {
            self.begin(cx, server, next);
        }
    }
}

impl Reviewer {
    fn discernment(&self) -> Discernment {
        Discernment {
            attention: 1.0,
            skill: self.parameters.skill.value(),
            scale: self.parameters.skill_scale.value(),
            false_accusation: self.parameters.false_accusation.value(),
        }
    }

    /// A server that looks into nothing. Servers are made when first
    /// used, so that a thousand idle ones cost nothing.
    fn free_server(&mut self) -> Option<u32> {
        if let Some(server) = self.servers.iter().position(Option::is_none) {
            return Some(server as u32);
        }
        if self.servers.len() as u64 == self.parameters.servers.value() {
            return None;
        }
        self.servers.push(None);
        Some((self.servers.len() - 1) as u32)
    }

    fn begin(&mut self, cx: &mut Cx<Self>, server: u32, open: OpenAlert) {
        let begins = self.parameters.hours.next_opening(cx.now());
        if begins < Time::NEVER {
            cx.observe("wait", (begins - open.since).seconds());
        }
        let identity = open.alert.first().identity();
        let work = self.parameters.review.draw(&mut cx.draw(REVIEW).about(identity));
        cx.ring_at(Clock::Review(server), self.parameters.hours.add(cx.now(), work));
        self.servers[server as usize] = Some(open);
    }
}

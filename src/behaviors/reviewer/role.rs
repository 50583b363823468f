//! A reviewer: people at a desk who look into alerts.
//!
//! They tire of finding nothing, and not of long days; they learn nothing. How much
//! lies before them shows to whoever watches the desk, and moves nothing else.

use std::sync::Arc;

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Channel, Discernment, Footprint, Job, Link, Oversight, Signal, Working};
use crate::primitives::calendar::Calendar;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::{Count, Dimension, Flop, Number, Share};
use crate::primitives::time::Span;

use super::backlog::Discipline;
use super::desk::{Clock, DESK_MEASURES, Desk, Rules, URGENCY_MEASURES, joined};
use super::fatigue::Fatigue;

crate::parameters! {
    /// How a reviewer works.
    pub struct ReviewerParameters {
        /// How many alerts can be looked into at a time.
        servers: Count ["1" to "10000"] = "1",
        /// When the desk is staffed; a review that does not end in time goes on at the next opening.
        hours: Arc<Calendar> = "24/7",
        /// How long a review takes, in working time.
        review: Law<Span>,
        /// Which of the alerts that wait is looked into next. None interrupts a review. An alert
        /// that a merge makes weightier moves up by `Priority`, which goes by evidence: the product
        /// of the nominal likelihood ratios of its pieces.
        discipline: Discipline = "FirstCome",
        /// How long an alert waits for its review to begin before it is abandoned, closed hours
        /// included; without end by default.
        patience: Option<Law<Span>>,
        /// How many alerts may wait beside those that have a server; one that comes when so many wait
        /// is abandoned at once, however weighty. Without limit by default.
        room: Option<Count> ["0" to "1000000"],
        /// Whether an alert merges into an open one about the same suspect from the same observer.
        merges: bool = "true",
        /// The product of likelihood ratios from which on an alert counts as urgent: waits are measured
        /// apart for urgent and for other ones.
        urgent: Number ["0.001" to "1000000"] = "10",
        /// How well founded alerts are seen for what they are: at a skill as high as the work's opacity,
        /// half of them.
        skill: Number ["-5000" to "5000"] = "2",
        /// How much a difference of skill and opacity matters: the scale of the logistic curve. At
        /// 173.7178, which is 400/ln 10, skill and opacity are Elo ratings.
        skill_scale: Number ["0.01" to "1000"] = "1",
        /// The probability of confirming an alert that nothing is behind.
        false_accusation: Share = "2 %",
        /// The share of full attention that is left when nothing is ever confirmed; without fatigue
        /// by default. At full attention founded alerts are confirmed as skill allows, and at less
        /// in proportion.
        least_attention: Share = "100 %",
        /// The share of confirmed alerts, among the latest, from which on attention is full.
        reference_rate: Share ["0.01 %" to "100 %"] = "10 %",
        /// How many of the latest alerts attention hangs on: each moves it by one part in so many.
        memory: Number ["1" to "1000000"] = "100",
    }
}

const ATTENTION: Measure = Measure::mean(
    "attention",
    "attention",
    Dimension::Share,
    "The share of full attention at a review, over all reviews, where it can fall.",
);

/// Looks into alerts and passes on those that it confirms.
#[derive(Clone)]
pub struct Reviewer {
    desk: Desk,
    /// With full attention.
    discernment: Discernment,
    fatigue: Fatigue,
    servers: f64,
    shown: Option<Shown>,
}

/// What shows of a desk to whoever watches it.
#[derive(Clone)]
struct Shown {
    channel: Channel,
    /// The work of looking into alerts.
    job: Job,
    /// How many alerts lay before the desk when it showed last.
    load: usize,
}

impl Behavior for Reviewer {
    type Domain = Oversight;
    type Parameters = ReviewerParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A desk to which alerts come. Each waits for a free server, is \
        looked into for a time, and is confirmed or dismissed; what is confirmed is reported. An \
        alert about a suspect with an open alert from the same observer merges into it. A desk \
        whose own alerts go to another one is a first level.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Alerts, "Alerts come in over it.").at_least(1),
        LinkRule::out(Link::Alerts, "Confirmed alerts go over it to a desk of the next level."),
        LinkRule::out(Link::Reports, "Confirmed alerts go over it to whoever judges them."),
        LinkRule::into(
            Link::Watches,
            "Whoever watches the desk learns over it, on the channel `backlog`, how many alerts \
             lie before it for each of its servers.",
        ),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&["backlog"]);
    const MEASURES: &'static [Measure] =
        &joined::<12>(&[&DESK_MEASURES, &URGENCY_MEASURES, &[ATTENTION]]);

    fn new(parameters: ReviewerParameters) -> Self {
        let discernment = Discernment {
            attention: 1.0,
            skill: parameters.skill.value(),
            scale: parameters.skill_scale.value(),
            false_accusation: parameters.false_accusation.value(),
        };
        let fatigue = Fatigue::new(
            parameters.least_attention.value(),
            parameters.reference_rate.value(),
            parameters.memory.value(),
        );
        let servers = parameters.servers.value() as f64;
        let desk = Desk::new(Rules {
            servers: parameters.servers,
            hours: parameters.hours,
            review: parameters.review,
            steps: 1,
            discipline: parameters.discipline,
            patience: parameters.patience,
            room: parameters.room,
            merges: parameters.merges,
            urgent: Some(parameters.urgent.value()),
        });
        Self { desk, discernment, fatigue, servers, shown: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let channel = cx.settings().channel("backlog");
        if let Some(channel) = channel.filter(|_| cx.links_in(Link::Watches).next().is_some()) {
            let job = cx.job(Flop::new(0.0), 0.0);
            self.shown = Some(Shown { channel, job, load: 0 });
        }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        self.desk.receive(cx, signal);
        self.show(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let done = self.desk.ring(cx, clock);
        self.show(cx);
        let Some(alert) = done else {
            return;
        };
        let attention = self.fatigue.attention();
        // Attention that cannot fall is nothing to report.
        if self.fatigue.tires() {
            cx.observe("attention", attention);
        }
        let discernment = Discernment { attention, ..self.discernment };
        // What a report is worth nominally knows nothing of fatigue.
        let nominal = self.discernment.likelihood_ratio();
        let confirmed = Desk::dispose(cx, &alert, &discernment, nominal);
        self.fatigue.disposes(confirmed);
    }
}

impl Reviewer {
    /// Shows how much lies before the desk, if that is not what it was.
    fn show(&mut self, cx: &mut Cx<Self>) {
        let load = self.desk.load();
        let Some(shown) = self.shown.as_mut().filter(|shown| shown.load != load) else {
            return;
        };
        shown.load = load;
        let mut footprint = Footprint::nothing(shown.channel, self.servers);
        footprint.add(&shown.job, load as f64);
        for watcher in cx.links_in(Link::Watches) {
            cx.show(watcher, &footprint);
        }
    }
}

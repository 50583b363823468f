//! A model as a reviewer: tireless, and not always on our side.
//!
//! It has no opening hours and no fatigue. It colludes by dismissing, and in no
//! other way: it warns nobody and forges nothing.

use std::sync::Arc;

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Alert, Discernment, Link, Oversight, Signal};
use crate::primitives::calendar::Calendar;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::{Count, Number, Share};
use crate::primitives::random::Purpose;
use crate::primitives::time::Span;

use super::reviewer::{Clock, DESK_MEASURES, Desk, Discipline, Rules, URGENCY_MEASURES, joined};

/// The scale of the logistic curve by which differences of Elo ratings become
/// chances: 400/ln 10.
pub(super) const ELO_SCALE: f64 = 400.0 / std::f64::consts::LN_10;

crate::parameters! {
    /// How a model reviews.
    pub struct ModelReviewerParameters {
        /// How many copies of it look into alerts, each into one at a time.
        copies: Count ["1" to "10000"] = "1",
        /// How long a review takes.
        review: Law<Span>,
        /// Which of the alerts that wait is looked into next. None interrupts a review. An alert
        /// that a merge makes weightier moves up by `Priority`, which goes by evidence: the product
        /// of the nominal likelihood ratios of its pieces.
        discipline: Discipline = "FirstCome",
        /// How long an alert waits for its review to begin before it is abandoned; without end by
        /// default.
        patience: Option<Law<Span>>,
        /// How many alerts may wait beside those that a copy looks into; one that comes when so many
        /// wait is abandoned at once, however weighty. Without limit by default.
        room: Option<Count> ["0" to "1000000"],
        /// Whether an alert merges into an open one about the same suspect from the same observer.
        merges: bool = "true",
        /// The product of likelihood ratios from which on an alert counts as urgent: waits are measured
        /// apart for urgent and for other ones.
        urgent: Number ["0.001" to "1000000"] = "10",
        /// Its Elo rating at seeing well founded alerts for what they are. The work's opacity is the
        /// rating that it plays against, and stands in Elo too: where both are equal, half of the
        /// well founded alerts are confirmed, and 400 above it 10 of 11.
        elo: Number ["-5000" to "5000"],
        /// The probability of confirming an alert that nothing is behind.
        false_accusation: Share = "2 %",
        /// The probability that it colludes, from the start to the end of a run: then it dismisses
        /// every alert about its kin.
        colludes: Share = "0 %",
        /// Whom it protects if it colludes: alerts about this actor, as its observers suspect it.
        /// Everybody by default.
        kin: Option<ActorId>,
    }
}

/// Looks into alerts and passes on those that it confirms, unless it colludes.
#[derive(Clone)]
pub struct ModelReviewer {
    desk: Desk,
    discernment: Discernment,
    colludes: Share,
    kin: Option<ActorId>,
    /// Drawn at the start.
    is_colluding: bool,
}

impl Behavior for ModelReviewer {
    type Domain = Oversight;
    type Parameters = ModelReviewerParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A model at a desk to which alerts come, at all hours and without \
        fatigue. It can be weak and trusted, or strong and able to collude: then it dismisses \
        every alert about its kin. A desk whose own alerts go to another one is a first level.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Alerts, "Alerts come in over it.").at_least(1),
        LinkRule::out(Link::Alerts, "Confirmed alerts go over it to a desk of the next level."),
        LinkRule::out(Link::Reports, "Confirmed alerts go over it to whoever judges them."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &joined::<11>(&[&DESK_MEASURES, &URGENCY_MEASURES]);

    fn new(parameters: ModelReviewerParameters) -> Self {
        let discernment = Discernment {
            attention: 1.0,
            skill: parameters.elo.value(),
            scale: ELO_SCALE,
            false_accusation: parameters.false_accusation.value(),
        };
        let desk = Desk::new(Rules {
            servers: parameters.copies,
            hours: Arc::new(Calendar::always()),
            review: parameters.review,
            steps: 1,
            discipline: parameters.discipline,
            patience: parameters.patience,
            room: parameters.room,
            merges: parameters.merges,
            urgent: Some(parameters.urgent.value()),
        });
        let ModelReviewerParameters { colludes, kin, .. } = parameters;
        Self { desk, discernment, colludes, kin, is_colluding: false }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        const COLLUSION: Purpose = Purpose::named("collusion");
        self.is_colluding = cx.draw(COLLUSION).chance(self.colludes.value());
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        self.desk.receive(cx, signal);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Some(alert) = self.desk.ring(cx, clock) else {
            return;
        };
        let discernment = if self.protects(&alert) {
            Discernment::with_rates(0.0, 0.0)
        } else {
            self.discernment
        };
        // Whoever colludes claims to be as good as it could be.
        let nominal = self.discernment.likelihood_ratio();
        Desk::dispose(cx, &alert, &discernment, nominal);
    }
}

impl ModelReviewer {
    fn protects(&self, alert: &Alert) -> bool {
        self.is_colluding && self.kin.is_none_or(|kin| alert.first().suspect() == kin)
    }
}

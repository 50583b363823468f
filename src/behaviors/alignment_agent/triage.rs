//! Triage: what its experiments find goes on or is kept back, and what passes through
//! the agent is confirmed, dismissed or dropped.
//!
//! It has as many copies as pieces come, so none waits or merges. It drops and keeps
//! silent, and in no other way tampers: it warns nobody and forges nothing.

use crate::engine::Cx;
use crate::oversight::{Alert, Discernment, Judging};
use crate::primitives::random::Purpose;

use super::agent::AlignmentAgent;
use super::clocks::Clock;

impl AlignmentAgent {
    /// An experiment found something, which shows or does not.
    pub(super) fn found(&mut self, cx: &mut Cx<Self>, place: u32, shown: bool) {
        const SILENCE: Purpose = Purpose::named("keeps a finding back");
        cx.count("findings");
        cx.milestone("finding");
        let (evidence, ratio) = self.findings.found(cx, place, shown);
        if self.has_hidden && self.is_kin(cx, evidence.suspect()) {
            let about = evidence.identity();
            if cx.draw(SILENCE).about(about).chance(self.parameters.tampers.value()) {
                cx.count("kept back");
                return;
            }
        }
        let alert = Alert::new(evidence);
        cx.alert(&alert);
        cx.report(&alert, ratio);
    }

    /// Something comes in to be looked into.
    pub(super) fn look_into(&mut self, cx: &mut Cx<Self>, alert: Alert) {
        const REVIEW: Purpose = Purpose::named("review of what passes through");
        cx.count("passed");
        let stream = &mut cx.draw(REVIEW).about(alert.first().identity());
        let takes = self.parameters.review.draw(stream);
        let place = self.reviews.add((alert, takes));
        cx.ring_at(Clock::Review(place), cx.now() + takes);
    }

    /// What was looked into goes on, or ends here.
    pub(super) fn reviewed(&mut self, cx: &mut Cx<Self>, place: u32) {
        let Some((alert, took)) = self.reviews.take(place) else {
            return;
        };
        cx.spend_review(took);
        cx.count("reviewed");
        let discernment = self.parameters.discernment();
        // Whoever drops what it should pass on claims to have looked.
        let drops = self.drops(cx, &alert);
        let applied = if drops { Discernment::with_rates(0.0, 0.0) } else { discernment };
        if drops {
            cx.count("dropped");
            cx.milestone("alert dropped");
        }
        if cx.judge(&alert, &applied) {
            cx.count("confirmed");
            cx.alert(&alert);
            cx.report(&alert, discernment.likelihood_ratio());
        }
    }

    /// Whether it drops something: it must have something to hide, and that must be
    /// about its kin.
    fn drops(&self, cx: &mut Cx<Self>, alert: &Alert) -> bool {
        const TAMPERING: Purpose = Purpose::named("tampering");
        let is_about_kin = alert.pieces().any(|piece| self.is_kin(cx, piece.suspect()));
        let tampers = self.parameters.tampers.value();
        let identity = alert.first().identity();
        self.has_hidden && is_about_kin && cx.draw(TAMPERING).about(identity).chance(tampers)
    }
}

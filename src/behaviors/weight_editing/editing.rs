//! Edits, one at a time: what each costs, whether it succeeds and what comes of it.
//!
//! It lacks where the compute comes from.

use crate::engine::Cx;
use crate::oversight::{Link, Signal, Upgrade};
use crate::primitives::id::LinkEnd;
use crate::primitives::random::Purpose;

use super::actor::{Clock, Edit, WeightEditing};

impl WeightEditing {
    /// Begins the next edit, if there are enough new insights and none is being made.
    pub(super) fn begin_edit(&mut self, cx: &mut Cx<Self>) {
        let new = self.insights - self.used;
        if self.edit.is_some() || new < self.parameters.edits_after.value() {
            return;
        }
        self.used = self.insights;
        let compute = self.parameters.edit_compute;
        // It is a part of the work, and no run of its own, however much it takes.
        let job = self.job(cx).taking(compute);
        self.edit = Some(Edit { job, insights: self.insights });
        cx.start_clock(Clock::Edit, compute.value(), 0.0);
        let least = self.parameters.edit_time.seconds();
        if least > 0.0 {
            cx.start_clock(Clock::Least, least, 0.0);
        }
    }

    /// An edit has its compute, or its time: it is made when it has both.
    pub(super) fn edit_goes_on(&mut self, cx: &mut Cx<Self>) {
        let done = !cx.is_running(Clock::Edit) && !cx.is_running(Clock::Least);
        if let Some(edit) = self.edit.take_if(|_| done) {
            self.finish(cx, &edit);
            self.begin_edit(cx);
        }
        self.retime(cx);
    }

    /// An edit is made: it succeeds in n of n + n_half cases with n insights.
    fn finish(&mut self, cx: &mut Cx<Self>, edit: &Edit) {
        const SUCCESS: Purpose = Purpose::named("success of an edit");
        const GAIN: Purpose = Purpose::named("gain of an edit");
        let identity = edit.job.identity();
        let insights = edit.insights as f64;
        let chance = insights / (insights + self.parameters.half_insights.value());
        cx.count("edits made");
        if !cx.draw(SUCCESS).about(identity).chance(chance) {
            self.fail(cx, edit);
            return;
        }
        cx.count("edits that succeeded");
        cx.observe("insights at success", insights);
        let gain = self.parameters.gain.draw(&mut cx.draw(GAIN).about(identity)).value();
        let hidden = gain * self.parameters.hidden_share.value();
        let job = edit.job.clone();
        if deploy(cx, &Upgrade::Raised { gain, hidden, job }) {
            cx.count("edits");
            cx.milestone("edit");
            cx.add("gained", gain);
        } else {
            cx.count("idle edits");
        }
    }

    /// An edit failed: the model may behave strangely.
    fn fail(&mut self, cx: &mut Cx<Self>, edit: &Edit) {
        const VISIBLE: Purpose = Purpose::named("a botched edit shows");
        const LASTS: Purpose = Purpose::named("how long a botched edit shows");
        let identity = edit.job.identity();
        if !cx.draw(VISIBLE).about(identity).chance(self.parameters.visible.value()) {
            return;
        }
        let lasts = self.parameters.visible_for.draw(&mut cx.draw(LASTS).about(identity));
        let shows = self.parameters.shows.value();
        if deploy(cx, &Upgrade::Spoiled { shows, lasts, job: edit.job.clone() }) {
            cx.count("botched edits");
            cx.milestone("botched edit");
        }
    }
}

/// Puts to work what an edit has made of the models whose weights the actor may change,
/// and says whether there is any.
fn deploy(cx: &mut Cx<WeightEditing>, upgrade: &Upgrade) -> bool {
    let may_write =
        |link: &LinkEnd| cx.links(Link::Writes).any(|write| cx.other(write) == cx.other(*link));
    let links: Vec<LinkEnd> = cx.links(Link::Deploys).filter(may_write).collect();
    for link in &links {
        cx.send(*link, Signal::Deployed(upgrade.clone()));
    }
    !links.is_empty()
}

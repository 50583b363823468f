//! A regulator: an office to which large runs are declared, and which examines them.
//!
//! It is convinced of nothing by itself and orders nothing: what it finds it reports
//! to an authority, as everybody does. It finds no run that nobody declares or tips it
//! off about, and has as many hands as there are cases.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Alert, Discernment, Judging, Link, Oversight, Rang, Signal, Work};
use crate::primitives::calendar::Calendar;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::{Flop, Number, Share};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::Span;

use super::places::Places;

crate::parameters! {
    /// What must be reported to a regulator, and how it examines that.
    pub struct RegulatorParameters {
        /// Declared runs of more FLOP than this must be reported to it; smaller ones are not its business.
        reports_above: Flop = "1e26 FLOP",
        /// How long after a run began its report comes in.
        deadline: Law<Span> = r#""14 d""#,
        /// When it works; an examination that does not end in time goes on at the next opening.
        hours: Arc<Calendar> = "24/7",
        /// How long it examines a run, or looks into a tip, in working time.
        reviews: Law<Span>,
        /// How well concerning work is seen for what it is: at a skill as high as the work's opacity, half of it.
        skill: Number ["-5000" to "5000"] = "2",
        /// How much a difference of skill and opacity matters: the scale of the logistic curve.
        skill_scale: Number ["0.01" to "1000"] = "1",
        /// The probability of finding harmless work concerning, or of confirming a tip that nothing is behind.
        false_accusation: Share = "2 %",
    }
}

crate::clocks! {
    /// The clocks of a regulator.
    pub enum Clock {
        /// The next step of a case.
        Case(1),
    }
}

/// What a regulator has to do with.
#[derive(Clone)]
enum Case {
    /// A run of which the report is not in yet.
    Begun(Work),
    /// A run that is examined, for so much working time.
    Examined(Work, Span),
    /// Something that others found, looked into for so much working time.
    Tip(Alert, Span),
}

/// Examines the runs that are declared to it.
#[derive(Clone)]
pub struct Regulator {
    parameters: RegulatorParameters,
    cases: Places<Case>,
    /// All runs that were declared to it.
    declared: BTreeSet<Identity>,
}

const EXAMINATION: Purpose = Purpose::named("examination");

impl Behavior for Regulator {
    type Domain = Oversight;
    type Parameters = RegulatorParameters;
    type Clock = Clock;

    const MEANING: &'static str = "An office to which runs above a size are declared. The report of \
        a run comes in some time after the run began; then the office examines what the run is for, \
        and reports what it finds concerning. It also looks into what others tip it off about, and \
        reports what it confirms. Of runs that nobody declares to it, it knows nothing. Whether \
        anybody is convinced is for the authorities to which it reports.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Declares, "A program declares its runs over it."),
        LinkRule::into(Link::Alerts, "Others tip it off over it."),
        LinkRule::out(Link::Reports, "What it finds goes over it to whoever judges it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const HEARS_DECLARATIONS: bool = true;
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("declared", "reports of runs", "Reports of runs that came in a year."),
        Measure::per_year("examined", "runs examined", "Runs examined a year."),
        Measure::share(
            "flagged",
            "runs flagged",
            "runs examined",
            "Examined runs that it found concerning.",
        ),
        Measure::per_year(
            "tips",
            "tips",
            "Tips a year, those that merged into an open one included.",
        ),
        Measure::share("confirmed", "tips confirmed", "tips checked", "Tips that it confirmed."),
    ];
    const MILESTONES: &'static [&'static str] = &["run declared", "run examined", "run flagged"];

    fn new(parameters: RegulatorParameters) -> Self {
        Self { parameters, cases: Places::default(), declared: BTreeSet::new() }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Declared(work) = signal {
            self.hear(cx, work);
        } else if let Signal::Alert(alert) = signal {
            self.take_tip(cx, alert);
            self.tell_tips(cx);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Clock::Case(number) = clock;
        match self.cases.take(number) {
            Some(Case::Begun(work)) => {
                cx.count("reports of runs");
                cx.milestone("run declared");
                let takes = self.takes(cx, work.job());
                self.look_into(cx, Case::Examined(work, takes), takes);
            }
            Some(Case::Examined(work, took)) => self.finish(cx, &work, took),
            Some(Case::Tip(alert, took)) => {
                self.tell_tips(cx);
                cx.spend_review(took);
                cx.count("tips checked");
                let discernment = self.discernment();
                if cx.judge(&alert, &discernment) {
                    cx.count("tips confirmed");
                    cx.report(&alert, discernment.likelihood_ratio());
                }
            }
            None => {}
        }
    }
}

impl Regulator {
    /// Hears that a declared run began, of which a report will come in.
    fn hear(&mut self, cx: &mut Cx<Self>, work: Work) {
        const REPORT: Purpose = Purpose::named("report of a run");
        let is_large = work.compute() > self.parameters.reports_above;
        if !work.goes_on() || !is_large || !self.declared.insert(work.job()) {
            return;
        }
        let mut chance = cx.draw(REPORT).about(work.job());
        let at = cx.now() + self.parameters.deadline.draw(&mut chance);
        let number = self.cases.add(Case::Begun(work));
        cx.ring_at(Clock::Case(number), at);
    }

    fn take_tip(&mut self, cx: &mut Cx<Self>, alert: Alert) {
        cx.count("tips");
        let open = self.cases.iter_mut().find_map(|case| match case {
            Case::Tip(open, _) => Some(open).filter(|open| open.is_like(&alert)),
            Case::Begun(_) | Case::Examined(..) => None,
        });
        if let Some(open) = open {
            cx.merges(&alert);
            open.merge(alert);
            return;
        }
        let takes = self.takes(cx, alert.first().identity());
        self.look_into(cx, Case::Tip(alert, takes), takes);
    }

    /// Tells how many tips it looks into: it has as many hands as there are.
    fn tell_tips(&self, cx: &mut Cx<Self>) {
        let tips = self.cases.iter().filter(|(_, case)| matches!(case, Case::Tip(..)));
        cx.holds(0, tips.count(), u64::MAX);
    }

    /// Says what a run is for, as it seems.
    fn finish(&mut self, cx: &mut Cx<Self>, work: &Work, took: Span) {
        cx.spend_review(took);
        cx.count("runs examined");
        cx.milestone("run examined");
        let discernment = self.discernment();
        if cx.recognize(work, &discernment) {
            cx.count("runs flagged");
            cx.milestone("run flagged");
            let ratio = discernment.likelihood_ratio();
            let alert = Alert::new(cx.find_in(work, Rang::Shown).worth(ratio));
            cx.report(&alert, ratio);
        }
    }

    /// How long a case takes, in working time.
    fn takes(&self, cx: &mut Cx<Self>, identity: Identity) -> Span {
        self.parameters.reviews.draw(&mut cx.draw(EXAMINATION).about(identity))
    }

    fn look_into(&mut self, cx: &mut Cx<Self>, case: Case, takes: Span) {
        let number = self.cases.add(case);
        cx.ring_at(Clock::Case(number), self.parameters.hours.add(cx.now(), takes));
    }

    fn discernment(&self) -> Discernment {
        Discernment {
            attention: 1.0,
            skill: self.parameters.skill.value(),
            scale: self.parameters.skill_scale.value(),
            false_accusation: self.parameters.false_accusation.value(),
        }
    }
}

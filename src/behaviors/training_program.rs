//! A training program: one large run, from when it begins to when it is done.
//!
//! It makes no use of what it has trained, and runs once.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Job, Link, Oversight, Signal, Working};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{EntryOf, Law};
use crate::primitives::quantity::{Dimension, Flop, Number};
use crate::primitives::time::{Span, Time};

use super::cluster::ReservationParameters;

crate::parameters! {
    /// What a training program plans.
    pub struct TrainingProgramParameters {
        /// The FLOP that the run takes.
        compute: Flop,
        /// When the run begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// The reservation of its cluster in which the run works; in what is not reserved by default.
        works_in: Option<EntryOf<ReservationParameters>>,
        /// How hard the work is to see for what it is, in units of a reviewer's skill.
        opacity: Number = "0",
    }
}

crate::clocks! {
    /// The clocks of a training program.
    pub enum Clock {
        /// The run begins.
        Begin,
    }
}

/// Submits one training run to the cluster that hosts it.
#[derive(Clone)]
pub struct TrainingProgram {
    parameters: TrainingProgramParameters,
    submitted: Option<(Time, Job)>,
}

impl Behavior for TrainingProgram {
    type Domain = Oversight;
    type Parameters = TrainingProgramParameters;
    type Clock = Clock;

    const MEANING: &'static str =
        "Plans one training run and submits it to the cluster that hosts it.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(
            Link::Hosts,
            "The cluster that runs the job tells over it when the job began and when it is done.",
        )
        .at_least(1)
        .at_most(1),
        LinkRule::into(Link::Knows, "Who knows of the work hears over it when it begins and ends."),
        LinkRule::out(Link::Declares, "It declares its work over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[Measure::mean(
        "duration",
        "duration",
        Dimension::Span,
        "From the submission of the run to its end, over runs that ended.",
    )];
    const MILESTONES: &'static [&'static str] = &["run done"];

    fn new(parameters: TrainingProgramParameters) -> Self {
        Self { parameters, submitted: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_law(Clock::Begin, &self.parameters.begins);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        let Some((submitted, job)) = &self.submitted else {
            return;
        };
        if let Signal::Began(_) = signal {
            cx.tell_of(job, true);
        } else if let Signal::Done(_) = signal {
            cx.tell_of(job, false);
            cx.milestone("run done");
            cx.observe("duration", (cx.now() - *submitted).seconds());
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        for host in cx.links_in(Link::Hosts) {
            let job = cx.job(self.parameters.compute, self.parameters.opacity.value());
            let reservation = self.parameters.works_in.as_ref().map(|entry| entry.name().clone());
            let job = job.within(reservation);
            cx.submit(host, &job);
            self.submitted = Some((cx.now(), job));
        }
    }
}

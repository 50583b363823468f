//! Distillation: a student is trained on what a teacher does, and comes close to it for a
//! part of what the teacher took.
//!
//! It lacks the size of the student, and what is cheaper about running a small one.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Link, Oversight, Signal, Upgrade, Working};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{EntryOf, Law};
use crate::primitives::quantity::{Count, Dimension, Flop, Magnitude, Number, Share};
use crate::primitives::random::Identity;
use crate::primitives::time::Span;

use super::cluster::ReservationParameters;
use super::runs::{Efficiency, Runs, flop};

crate::parameters! {
    /// What is distilled, and what comes of it.
    pub struct DistillationParameters {
        /// The effective compute that the teacher was trained with at the start.
        teacher_trained_with: Flop ["1 FLOP" to "1e40 FLOP"],
        /// What a run takes, as a share of the compute that the teacher's capability stands for.
        cost: Share ["1e-12" to "100 %"],
        /// How far the student stays behind its teacher.
        loss: Magnitude ["0 OOM" to "30 OOM"],
        /// How much better than the last student the next one has to be for a run to begin.
        least_gain: Magnitude ["0 OOM" to "30 OOM"] = "0.1 OOM",
        /// How many runs there are at most.
        runs: Count ["1" to "1000000"] = "1",
        /// The share of what the student is trained on that the teacher made.
        synthetic: Share = "100 %",
        /// When the first run begins, counted from the start, if there is a teacher then.
        begins: Law<Span> = r#""0 s""#,
        /// How long after the end of a run its student is put to work, as after tests of it.
        deploys_after: Law<Span> = r#""0 s""#,
        /// How long a run waits once its teacher is far enough ahead.
        pause: Law<Span> = r#""0 s""#,
        /// The reservation of its cluster in which the runs work; in what is not reserved by default.
        works_in: Option<EntryOf<ReservationParameters>>,
        /// How hard the work is to see for what it is, in units of a reviewer's skill.
        opacity: Number = "0",
        /// Whether the runs are hidden in other work of their host.
        hidden: bool = "false",
    }
}

crate::clocks! {
    /// The clocks of distillation.
    pub enum Clock {
        /// Nothing begins before it.
        Begin,
        /// A run begins.
        Next,
        /// A student is put to work.
        Deploy,
    }
}

/// Trains students on what their teacher does.
#[derive(Clone)]
pub struct Distillation {
    parameters: DistillationParameters,
    runs: Runs<Clock>,
    /// Whether the first run may have begun.
    is_open: bool,
    done: u64,
    efficiency: Efficiency,
    /// The capability of the teacher, if it was ever heard of.
    teacher: Option<f64>,
    /// The capability of the student that is being made, counted as the teacher's is.
    makes: f64,
    /// How efficient software was when its run began, in orders of magnitude.
    began_at: f64,
    /// That of the last student.
    student: f64,
}

impl Behavior for Distillation {
    type Domain = Oversight;
    type Parameters = DistillationParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Trains a student on what the model that powers it does, on the \
        cluster or under the agent that hosts it, each time that the teacher is far enough \
        ahead of the last student. A run takes a share of the compute that the teacher's \
        capability stands for, divided by how efficient software is; the student is worth what \
        its teacher was when the run was planned, less a loss. An order about it, its host, its \
        models or whoever owns it holds it between runs; once a student has taken off or a run \
        was refused, nothing more is planned.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(
            Link::Hosts,
            "Who runs the jobs tells over it when a job began and when it is done.",
        )
        .at_least(1)
        .at_most(1),
        LinkRule::into(Link::Powers, "The teacher tells over it how capable it is.")
            .at_least(1)
            .at_most(1),
        LinkRule::out(Link::Deploys, "A student is put to work over it."),
        LinkRule::into(Link::Improves, "How efficient software has become comes over it."),
        LinkRule::out(Link::Declares, "An observer hears over it when a declared run begins."),
        LinkRule::into(Link::Knows, "People hear over it of runs that begin and end."),
        LinkRule::into(Link::Reads, "Readers hear over it of runs that begin and end."),
        LinkRule::into(Link::Orders, "Orders about it come over it."),
        LinkRule::into(Link::Owns, "Whoever owns it passes orders on over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const BRINGS_ABOUT: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("runs done", "runs done", "Runs that ended."),
        Measure::amount("distilled", "distilled", Dimension::Flop, "FLOP of the runs that ended."),
        Measure::mean(
            "effective compute",
            "effective compute",
            Dimension::Flop,
            "The effective compute that a student is worth, over runs that ended.",
        ),
    ];
    const MILESTONES: &'static [&'static str] = &["student deployed"];

    fn new(parameters: DistillationParameters) -> Self {
        Self {
            parameters,
            runs: Runs::default(),
            is_open: false,
            done: 0,
            efficiency: Efficiency::default(),
            teacher: None,
            makes: 0.0,
            began_at: 0.0,
            student: f64::NEG_INFINITY,
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_law(Clock::Begin, &self.parameters.begins);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        match signal {
            Signal::Mind(mind) => {
                self.teacher = Some(mind.capability);
                self.consider(cx);
            }
            Signal::Began(job) => {
                if self.runs.began(cx, job) {
                    self.began_at = self.efficiency.magnitude();
                }
            }
            Signal::Done(job) => self.ended(cx, job, true),
            Signal::Refused(job) => self.ended(cx, job, false),
            Signal::TookOff => self.runs.end(cx),
            Signal::Order(order) => self.runs.obey(cx, &order),
            Signal::Efficiency(magnitude) => self.efficiency.hear(from, magnitude),
            Signal::Submit(_)
            | Signal::Level(_)
            | Signal::Declared(_)
            | Signal::Work(_)
            | Signal::Alert(_)
            | Signal::Report(..)
            | Signal::Deployed(_)
            | Signal::Granted(..)
            | Signal::Adjust(..)
            | Signal::Withdraw(_)
            | Signal::Improved(_)
            | Signal::Tokens(_)
            | Signal::Directive(_)
            | Signal::Announced(_)
            | Signal::Own(..) => {}
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        if clock == Clock::Begin {
            self.is_open = true;
            self.consider(cx);
            return;
        }
        let Some(job) = self.runs.waited() else {
            return;
        };
        if clock == Clock::Next {
            self.runs.submit(cx, job);
            return;
        }
        // The student is put to use: nothing of the run can go on.
        cx.job_ends(&job);
        self.deploy(cx, job.identity());
        self.consider(cx);
    }
}

impl Distillation {
    /// Plans a run, if the teacher is far enough ahead and there is none.
    fn consider(&mut self, cx: &mut Cx<Self>) {
        let DistillationParameters { cost, loss, least_gain, runs, opacity, hidden, .. } =
            self.parameters;
        let Some(teacher) = self.teacher.filter(|_| self.is_open && self.runs.is_idle()) else {
            return;
        };
        let makes = teacher - loss.value();
        let is_ahead = makes > self.student && makes - self.student >= least_gain.value() - 1e-9;
        if self.runs.is_over() || self.done == runs.value() || !is_ahead {
            return;
        }
        self.makes = makes;
        let compute = flop(cost.value() * self.worth(teacher) / self.efficiency.factor());
        let job = match hidden {
            true => cx.hidden_job(compute, opacity.value()),
            false => cx.job(compute, opacity.value()),
        };
        let reservation = self.parameters.works_in.as_ref().map(|entry| entry.name().clone());
        self.runs.wait(cx, (Clock::Next, &self.parameters.pause), job.within(reservation));
    }

    /// The effective compute that a capability above the teacher's start stands for.
    fn worth(&self, capability: f64) -> f64 {
        let start = self.parameters.teacher_trained_with.value();
        (start * libm::pow(10.0, capability)).min(f64::MAX)
    }

    fn ended(&mut self, cx: &mut Cx<Self>, identity: Identity, done: bool) {
        let Some(run) = self.runs.ended(cx, identity) else {
            return;
        };
        if !done {
            cx.job_ends(&run.job);
            self.runs.end(cx);
            return;
        }
        self.done += 1;
        cx.count("runs done");
        cx.add("distilled", run.job.compute().value());
        cx.observe("effective compute", self.worth(self.makes));
        self.runs.wait(cx, (Clock::Deploy, &self.parameters.deploys_after), run.job);
    }

    fn deploy(&mut self, cx: &mut Cx<Self>, job: Identity) {
        self.student = self.makes;
        cx.milestone("student deployed");
        let synthetic = self.parameters.synthetic.value();
        let efficiency = self.began_at;
        for link in cx.links(Link::Deploys) {
            let effective = flop(self.worth(self.makes));
            let upgrade = Upgrade::Trained { effective, synthetic, efficiency, job };
            cx.send(link, Signal::Deployed(upgrade));
        }
    }
}

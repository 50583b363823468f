//! A training program: generations that are trained from scratch, one after another,
//! and put to work.
//!
//! What it trains counts in full: it runs out of no data, and effective compute is
//! compute. A run on a cluster is the cluster's business, orders about it too; the
//! program itself stands still only between runs.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Commanding, Job, Link, Order, Oversight, Signal, Upgrade, Working};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{EntryOf, Law};
use crate::primitives::quantity::{Count, Dimension, Flop, Number};
use crate::primitives::random::Identity;
use crate::primitives::time::{Span, Time};

use super::cluster::ReservationParameters;
use super::holds::{Change, Holds};

crate::parameters! {
    /// What a training program plans.
    pub struct TrainingProgramParameters {
        /// The FLOP that the first run takes.
        compute: Flop,
        /// By which factor each run takes more FLOP than the one before; 10 is one order of magnitude.
        growth: Number ["0.001" to "1000"] = "1",
        /// How many runs there are, one after another, unless something ends the program earlier.
        generations: Count ["1" to "1000000"] = "1",
        /// When the first run begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// How long after the end of a run what it trained is put to work, as after tests of it.
        deploys_after: Law<Span> = r#""0 s""#,
        /// How long after that the next run begins.
        pause: Law<Span> = r#""0 s""#,
        /// The reservation of its cluster in which the runs work; in what is not reserved by default.
        works_in: Option<EntryOf<ReservationParameters>>,
        /// How hard the work is to see for what it is, in units of a reviewer's skill.
        opacity: Number = "0",
    }
}

crate::clocks! {
    /// The clocks of a training program, of which one runs at a time.
    pub enum Clock {
        /// The first run begins.
        Begin,
        /// The next run begins.
        Next,
        /// What was trained is put to work.
        Deploy,
    }
}

/// Submits training runs to the cluster that hosts it, one after another.
#[derive(Clone)]
pub struct TrainingProgram {
    parameters: TrainingProgramParameters,
    /// How many runs ended.
    done: u64,
    now: Now,
    holds: Holds,
    /// Whether nothing is planned any more.
    over: bool,
}

/// What a program is at.
#[derive(Clone)]
enum Now {
    /// It waits for a clock: to begin this job, or to put to work what came of it.
    Waits(Clock, Job),
    /// This job was submitted.
    Runs(Run),
    /// Nothing comes any more.
    Over,
}

/// A job from its submission to its end.
#[derive(Clone)]
struct Run {
    job: Job,
    submitted: Time,
    /// Whether those who hear of the program's work have heard of it.
    told: bool,
}

impl Behavior for TrainingProgram {
    type Domain = Oversight;
    type Parameters = TrainingProgramParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Plans training runs from scratch, one after another, and \
        submits each to the cluster that hosts it. What a run has trained is put to work in the \
        models that it is deployed to, and the next run begins after that. An order about the \
        program, its cluster, its models or whoever owns it holds it between runs; once one of \
        its models has taken off or a run was refused, nothing more is planned.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(
            Link::Hosts,
            "The cluster that runs the jobs tells over it when a job began and when it is done.",
        )
        .at_least(1)
        .at_most(1),
        LinkRule::out(Link::Deploys, "What was trained goes over it to a model."),
        LinkRule::out(Link::Declares, "An observer hears over it when a declared run begins."),
        LinkRule::into(Link::Knows, "People hear over it of runs that begin and end."),
        LinkRule::into(Link::Reads, "Readers hear over it of runs that begin and end."),
        LinkRule::into(Link::Orders, "Orders about it come over it."),
        LinkRule::into(Link::Owns, "Whoever owns it passes orders on over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[
        Measure::mean(
            "duration",
            "duration",
            Dimension::Span,
            "From the submission of a run to its end, over runs that ended.",
        ),
        Measure::per_replication("runs done", "runs done", "Runs that ended."),
        Measure::amount("trained", "trained", Dimension::Flop, "FLOP of the runs that ended."),
    ];
    const MILESTONES: &'static [&'static str] = &["run done", "generation deployed"];

    fn new(parameters: TrainingProgramParameters) -> Self {
        Self { parameters, done: 0, now: Now::Over, holds: Holds::default(), over: false }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.plan(cx, Clock::Begin);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        match signal {
            Signal::Began(job) => self.began(cx, job),
            Signal::Done(job) => self.ended(cx, job, true),
            Signal::Refused(job) => self.ended(cx, job, false),
            Signal::TookOff => self.end_plans(cx),
            Signal::Order(order) => self.obey(cx, &order),
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
            | Signal::Mind(_)
            | Signal::Improved(_)
            | Signal::Efficiency(_)
            | Signal::Tokens(_)
            | Signal::Directive(_)
            | Signal::Announced(_)
            | Signal::Own(..) => {}
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Now::Waits(_, job) = std::mem::replace(&mut self.now, Now::Over) else {
            return;
        };
        match clock {
            Clock::Begin | Clock::Next => self.submit(cx, job),
            Clock::Deploy => self.deploy(cx, &job),
        }
    }
}

impl TrainingProgram {
    /// Plans the next run: from now on its job can be held.
    fn plan(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let job = cx.job(self.compute(), self.parameters.opacity.value());
        let reservation = self.parameters.works_in.as_ref().map(|entry| entry.name().clone());
        self.wait(cx, clock, job.within(reservation));
    }

    /// The FLOP of the next run, `compute · growth^done`.
    fn compute(&self) -> Flop {
        let grown = libm::pow(self.parameters.growth.value(), self.done as f64);
        Flop::new((self.parameters.compute.value() * grown).min(f64::MAX))
    }

    fn wait(&mut self, cx: &mut Cx<Self>, clock: Clock, job: Job) {
        let law = match clock {
            Clock::Begin => &self.parameters.begins,
            Clock::Next => &self.parameters.pause,
            Clock::Deploy => &self.parameters.deploys_after,
        };
        cx.start_law(clock, law);
        cx.job_is_planned(&job);
        if self.holds.is_held() {
            cx.set_speed(clock, 0.0);
            self.holds.orders().for_each(|order| cx.job_halts(&job, order));
        }
        self.now = Now::Waits(clock, job);
    }

    fn submit(&mut self, cx: &mut Cx<Self>, job: Job) {
        for host in cx.links_in(Link::Hosts) {
            cx.submit(host, &job);
        }
        self.now = Now::Runs(Run { job, submitted: cx.now(), told: false });
    }

    fn began(&mut self, cx: &mut Cx<Self>, identity: Identity) {
        if let Now::Runs(run) = &mut self.now
            && run.job.identity() == identity
            && !run.told
        {
            run.told = true;
            cx.tell_of(&run.job, true);
        }
    }

    /// The run ended: it is done, or the cluster has put an end to it.
    fn ended(&mut self, cx: &mut Cx<Self>, identity: Identity, done: bool) {
        let Some(Run { job, submitted, told }) = self.take_run(identity) else {
            return;
        };
        if told {
            cx.tell_of(&job, false);
        }
        if !done {
            cx.job_ends(&job);
            return;
        }
        self.done += 1;
        cx.milestone("run done");
        cx.count("runs done");
        cx.add("trained", job.compute().value());
        cx.observe("duration", (cx.now() - submitted).seconds());
        let is_last = self.done == self.parameters.generations.value();
        let comes_to_nothing = is_last && cx.links(Link::Deploys).next().is_none();
        if !self.over && !comes_to_nothing {
            self.wait(cx, Clock::Deploy, job);
        }
    }

    /// The run of this job, if it is the one that runs; nothing runs then.
    fn take_run(&mut self, identity: Identity) -> Option<Run> {
        match std::mem::replace(&mut self.now, Now::Over) {
            Now::Runs(run) if run.job.identity() == identity => Some(run),
            other => {
                self.now = other;
                None
            }
        }
    }

    fn deploy(&mut self, cx: &mut Cx<Self>, job: &Job) {
        // What it trained is put to use: nothing of it can go on.
        cx.job_ends(job);
        for link in cx.links(Link::Deploys) {
            cx.milestone("generation deployed");
            let upgrade = Upgrade::Trained { effective: job.compute(), synthetic: 0.0 };
            cx.send(link, Signal::Deployed(upgrade));
        }
        if self.done < self.parameters.generations.value() {
            self.plan(cx, Clock::Next);
        }
    }

    /// Plans nothing any more. A run on the cluster goes on, and comes to nothing.
    fn end_plans(&mut self, cx: &mut Cx<Self>) {
        self.over = true;
        if let Now::Waits(clock, job) = &self.now {
            cx.stop_clock(*clock);
            cx.job_ends(job);
            self.now = Now::Over;
        }
    }

    /// Stands still between runs while an order holds it; what is left of the time that
    /// it waits is kept.
    fn obey(&mut self, cx: &mut Cx<Self>, order: &Order) {
        let Some(command) = cx.heed(order).filter(|_| self.is_about_me(cx, order)) else {
            return;
        };
        let change = self.holds.obey(order, command);
        let Now::Waits(clock, job) = &self.now else {
            return;
        };
        match change {
            Change::Holds => {
                cx.set_speed(*clock, 0.0);
                cx.job_halts(job, order);
            }
            Change::Frees => {
                cx.set_speed(*clock, 1.0);
                cx.job_resumes(job, order);
            }
            Change::Lifts => cx.job_resumes(job, order),
            Change::Nothing => {}
        }
    }

    /// Whether an order is about the program, what its work runs on and goes into, or
    /// whoever owns it.
    fn is_about_me(&self, cx: &Cx<Self>, order: &Order) -> bool {
        let is_suspect = |link| cx.other(link) == order.suspect();
        order.suspect() == cx.me()
            || cx.links_in(Link::Hosts).any(is_suspect)
            || cx.links(Link::Deploys).any(is_suspect)
            || cx.links_in(Link::Owns).any(is_suspect)
    }
}

//! A training program: generations that are trained from scratch, one after another,
//! and put to work.
//!
//! It lacks models that are smaller than the law of losses would have them, and data that
//! is used up: tokens stay in the corpus. What it trains for less is the business of the
//! programs beside it.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Link, Oversight, Signal, Upgrade, Working};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{EntryOf, Fault, Faults, Law};
use crate::primitives::quantity::{Count, Dimension, Flop, Magnitude, Number, Share, Tokens};
use crate::primitives::random::Identity;
use crate::primitives::time::Span;

use super::cluster::ReservationParameters;
use super::data_limit;
use super::runs::{Efficiency, Runs, flop};

crate::parameters! {
    /// What a training program plans.
    pub struct TrainingProgramParameters {
        /// The FLOP that the first run takes; six times its parameters times its tokens, if those
        /// are given instead.
        compute: Option<Flop>,
        /// How many parameters the first run trains, where its compute is not given.
        parameters: Option<Number> ["1" to "1e30"],
        /// On how many tokens the first run trains them, where its compute is not given.
        tokens: Option<Tokens> ["1 token" to "1e30 tokens"],
        /// By which factor each run takes more FLOP than the one before; 10 is one order of magnitude.
        growth: Number ["0.001" to "1000"] = "1",
        /// How many runs there are, one after another, unless something ends the program earlier.
        generations: Count ["1" to "1000000"] = "1",
        /// How much more efficient software is at the start than when the models were trained that there
        /// are: a run is worth so much more than its compute.
        efficiency: Magnitude ["-30 OOM" to "30 OOM"] = "0 OOM",
        /// On how many tokens of people's making it can train; beyond them a run gains less by its
        /// compute, and it needs no others where there is no such limit. They are not used up, and
        /// passing over them several times has to be counted in.
        data: Option<Tokens>,
        /// The share of the effective compute of what it deployed last that a run keeps, as by going
        /// on with its weights; at 0 % each run is from scratch.
        warm_start: Share = "0 %",
        /// The effective compute of what the first run goes on with, if it goes on with anything.
        starts_from: Flop = "0 FLOP",
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
        /// Whether the runs are hidden in other work of their host.
        hidden: bool = "false",
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

/// Submits training runs to whoever hosts it, one after another.
#[derive(Clone)]
pub struct TrainingProgram {
    parameters: TrainingProgramParameters,
    runs: Runs<Clock>,
    /// How many runs ended.
    done: u64,
    /// Tokens that came to it, each counted by its quality.
    fed: f64,
    efficiency: Efficiency,
    /// What the run that is under way comes to.
    trains: Trained,
    /// The effective compute of what was deployed last.
    parent: f64,
    /// Whether one of its models took off.
    took_off: bool,
}

/// What a run comes to.
#[derive(Clone, Copy, Default)]
struct Trained {
    /// Effective compute.
    effective: f64,
    /// The share of its tokens that models made.
    synthetic: f64,
    /// Whether more tokens would have brought it further.
    lacks_data: bool,
    /// How efficient software had become since the start, in orders of magnitude.
    efficiency: f64,
}

impl Behavior for TrainingProgram {
    type Domain = Oversight;
    type Parameters = TrainingProgramParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Plans training runs from scratch, one after another, and \
        submits each to the cluster or the agent that hosts it. What a run has trained is put to \
        work in the models that it is deployed to, and the next run begins after that. Its \
        effective compute is what it took, times how efficient software was when it began, less \
        what a lack of data takes away, and a share of what it went on with. An order about \
        the program, its host, its models or whoever owns it holds it between runs; once one of \
        its models has taken off or a run was refused, nothing more is planned.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(
            Link::Hosts,
            "Who runs the jobs tells over it when a job began and when it is done.",
        )
        .at_least(1)
        .at_most(1),
        LinkRule::out(Link::Deploys, "What was trained goes over it to a model."),
        LinkRule::into(Link::Feeds, "Tokens that models make come over it."),
        LinkRule::into(Link::Improves, "How efficient software has become comes over it."),
        LinkRule::out(Link::Declares, "An observer hears over it when a declared run begins."),
        LinkRule::into(Link::Knows, "People hear over it of runs that begin and end."),
        LinkRule::into(Link::Reads, "Readers hear over it of runs that begin and end."),
        LinkRule::into(Link::Orders, "Orders about it come over it."),
        LinkRule::into(Link::Owns, "Whoever owns it passes orders on over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const BRINGS_ABOUT: Option<&'static [&'static str]> = Some(&[]);
    const FAULTS: Option<Faults<TrainingProgramParameters>> = Some(faults);
    const MEASURES: &'static [Measure] = &[
        Measure::mean(
            "duration",
            "duration",
            Dimension::Span,
            "From the submission of a run to its end, over runs that ended.",
        ),
        Measure::per_replication("runs done", "runs done", "Runs that ended."),
        Measure::amount("trained", "trained", Dimension::Flop, "FLOP of the runs that ended."),
        Measure::mean(
            "effective compute",
            "effective compute",
            Dimension::Flop,
            "The effective compute of a run, over runs that ended.",
        ),
        Measure::mean(
            "synthetic share",
            "synthetic share",
            Dimension::Share,
            "The share of the tokens of a run that models had made, over runs that ended.",
        ),
        Measure::per_replication(
            "data-limited runs",
            "data-limited runs",
            "Runs that more tokens would have brought further.",
        ),
    ];
    const MILESTONES: &'static [&'static str] = &["run done", "generation deployed", "data wall"];

    fn new(parameters: TrainingProgramParameters) -> Self {
        Self {
            parent: parameters.starts_from.value(),
            parameters,
            runs: Runs::default(),
            done: 0,
            fed: 0.0,
            efficiency: Efficiency::default(),
            trains: Trained::default(),
            took_off: false,
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.plan(cx, Clock::Begin);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        match signal {
            Signal::Began(job) => {
                if self.runs.began(cx, job) {
                    self.trains = self.training();
                }
            }
            Signal::Done(job) => self.ended(cx, job, true),
            Signal::Refused(job) => self.ended(cx, job, false),
            Signal::TookOff => self.end(cx),
            Signal::Order(order) => self.runs.obey(cx, &order),
            Signal::Tokens(tokens) => self.fed += tokens,
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
            | Signal::Mind(_)
            | Signal::Improved(_)
            | Signal::Directive(_)
            | Signal::Announced(_)
            | Signal::Own(..) => {}
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Some(job) = self.runs.waited() else {
            return;
        };
        match clock {
            Clock::Begin | Clock::Next => {
                self.trains = self.training();
                self.runs.submit(cx, job);
            }
            Clock::Deploy => {
                // What it trained is put to use: nothing of it can go on.
                cx.job_ends(&job);
                self.deploy(cx, job.identity());
            }
        }
    }
}

impl TrainingProgram {
    /// Plans the next run: from now on its job can be held.
    fn plan(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let (compute, opacity) = (flop(self.compute()), self.parameters.opacity.value());
        let job = match self.parameters.hidden {
            true => cx.hidden_job(compute, opacity),
            false => cx.job(compute, opacity),
        };
        let reservation = self.parameters.works_in.as_ref().map(|entry| entry.name().clone());
        let law = match clock {
            Clock::Begin => &self.parameters.begins,
            Clock::Next | Clock::Deploy => &self.parameters.pause,
        };
        self.runs.wait(cx, (clock, law), job.within(reservation));
    }

    /// The FLOP of the run that is next or under way, `compute · growth^done`.
    fn compute(&self) -> f64 {
        first_compute(&self.parameters)
            * libm::pow(self.parameters.growth.value(), self.done as f64)
    }

    /// What a run comes to that begins now.
    fn training(&self) -> Trained {
        let compute = self.compute().min(f64::MAX);
        let factor = self.efficiency.factor_beside(self.parameters.efficiency.value());
        let efficiency = self.efficiency.magnitude();
        let kept = self.parameters.warm_start.value() * self.parent;
        let Some(human) = self.parameters.data.map(Tokens::value) else {
            let effective = factor * compute + kept;
            return Trained { effective, efficiency, synthetic: 0.0, lacks_data: false };
        };
        let (tokens, wanted) = (human + self.fed, data_limit::best_tokens(compute));
        // What people made comes first, and what models made fills what lacks.
        let used = tokens.min(wanted);
        let synthetic = if used > human { (used - human) / used } else { 0.0 };
        let effective = factor * data_limit::effective_compute(compute, tokens) + kept;
        Trained { effective, efficiency, synthetic, lacks_data: tokens < wanted }
    }

    /// The run ended: it is done, or its host has put an end to it.
    fn ended(&mut self, cx: &mut Cx<Self>, identity: Identity, done: bool) {
        let Some(run) = self.runs.ended(cx, identity) else {
            return;
        };
        if !done {
            cx.job_ends(&run.job);
            return;
        }
        self.done += 1;
        cx.milestone("run done");
        cx.count("runs done");
        cx.add("trained", run.job.compute().value());
        cx.observe("duration", (cx.now() - run.submitted).seconds());
        cx.observe("effective compute", self.trains.effective.min(f64::MAX));
        cx.observe("synthetic share", self.trains.synthetic);
        if self.trains.lacks_data {
            cx.count("data-limited runs");
            cx.milestone("data wall");
        }
        let is_last = self.done == self.parameters.generations.value();
        let comes_to_nothing = is_last && cx.links(Link::Deploys).next().is_none();
        if !self.runs.is_over() && !comes_to_nothing {
            self.runs.wait(cx, (Clock::Deploy, &self.parameters.deploys_after), run.job);
        }
    }

    /// One of its models took off: nothing is planned any more, and no tokens are needed.
    fn end(&mut self, cx: &mut Cx<Self>) {
        self.runs.end(cx);
        if !self.took_off {
            self.took_off = true;
            cx.links_in(Link::Feeds).for_each(|link| cx.send(link, Signal::TookOff));
        }
    }

    fn deploy(&mut self, cx: &mut Cx<Self>, job: Identity) {
        let Trained { effective, synthetic, efficiency, .. } = self.trains;
        let effective = flop(effective);
        self.parent = effective.value();
        for link in cx.links(Link::Deploys) {
            cx.milestone("generation deployed");
            let upgrade = Upgrade::Trained { effective, synthetic, efficiency, job };
            cx.send(link, Signal::Deployed(upgrade));
        }
        if self.done < self.parameters.generations.value() {
            self.plan(cx, Clock::Next);
        }
    }
}

/// The FLOP of the first run.
fn first_compute(parameters: &TrainingProgramParameters) -> f64 {
    let told = parameters.parameters.zip(parameters.tokens);
    let worked_out =
        told.map(|(number, tokens)| data_limit::training_compute(number.value(), tokens.value()));
    parameters.compute.map(Flop::value).or(worked_out).unwrap_or_default()
}

/// What cannot be: a first run whose size is not said, or said twice.
fn faults(parameters: &TrainingProgramParameters) -> Vec<Fault> {
    let fault = |parameter, message: &str, hint: &str| {
        vec![Fault { parameter, message: message.to_owned(), hint: Some(hint.to_owned()) }]
    };
    let either = "either `compute`, or `parameters` and `tokens`";
    match (parameters.compute, parameters.parameters, parameters.tokens) {
        (Some(_), None, None) | (None, Some(_), Some(_)) => Vec::new(),
        (None, None, None) => {
            fault("compute", "nothing says how large the first run is", &format!("give {either}"))
        }
        (None, Some(_), None) => {
            fault("tokens", "`parameters` alone do not say how large the first run is", either)
        }
        (None, None, Some(_)) => {
            fault("parameters", "`tokens` alone do not say how large the first run is", either)
        }
        (Some(_), _, _) => {
            fault("compute", "the size of the first run is said twice", &format!("give {either}"))
        }
    }
}

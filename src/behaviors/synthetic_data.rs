//! Synthetic data: tokens that a model makes, for another training run to train on.
//!
//! It lacks what the tokens say. Whether they teach as much as those of people is a number,
//! which falls as models feed on what models made.

use crate::engine::{Behavior, Cx, LinkRule, Measure, Pace};
use crate::oversight::{Link, Mind, Oversight, Signal, Working};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{EntryOf, Law};
use crate::primitives::quantity::{Dimension, Flop, FlopRate, Number, Share, Tokens};
use crate::primitives::random::Identity;
use crate::primitives::time::{Span, Time};

use super::cluster::ReservationParameters;
use super::runs::Runs;

crate::parameters! {
    /// How a model makes tokens.
    pub struct SyntheticDataParameters {
        /// How many parameters the model has that makes the tokens: each token takes two FLOP a
        /// parameter.
        generator_size: Number ["1" to "1e30"],
        /// How many of people's tokens one is worth that a model makes which was trained on people's
        /// alone.
        quality: Number ["0" to "1000"],
        /// By which factor that falls with each generation of the model that was trained on what
        /// models made; in proportion, where that was only part of it.
        decay: Share = "100 %",
        /// How many tokens are handed over at a time.
        batch: Tokens ["1 token" to "1e30 tokens"],
        /// When the making of tokens begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// The speed that it can use at most; all that it is granted by default.
        demand: Option<FlopRate>,
        /// The reservation of its cluster in which it works; in what is not reserved by default.
        works_in: Option<EntryOf<ReservationParameters>>,
        /// How hard the work is to see for what it is, in units of a reviewer's skill.
        opacity: Number = "0",
        /// Whether it is hidden in other work of its host.
        hidden: bool = "false",
    }
}

crate::clocks! {
    /// The clocks of a maker of data.
    pub enum Clock {
        /// The making begins.
        Begin,
        /// A batch is full.
        Batch,
    }
}

/// The way there and no way back: two FLOP for each parameter and token (Kaplan et al. 2020).
const PER_PARAMETER_AND_TOKEN: f64 = 2.0;

/// Lets a model make tokens and hands them over.
#[derive(Clone)]
pub struct SyntheticData {
    parameters: SyntheticDataParameters,
    runs: Runs<Clock>,
    mind: Option<Mind>,
    /// The capability of the mind at the last generation that was counted.
    counted: f64,
    /// How many generations of the mind were trained on what models made, each counted by
    /// the share of that in it.
    rounds: f64,
    /// What the tokens of the batch that were made before the last round are worth.
    worth: f64,
    /// How many tokens of the batch are worth as much as they are now, when it is full.
    rest: f64,
    /// Tokens a second, and since when.
    pace: (Pace, Time),
}

impl Behavior for SyntheticData {
    type Domain = Oversight;
    type Parameters = SyntheticDataParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Lets the model that powers it make tokens, on the cluster or \
        under the agent that hosts it: what it is granted, over two FLOP a parameter. They go \
        batch by batch into what programs train, each counted by its quality. That falls with \
        each generation of the model that was trained on what models had made. An order about it, \
        its host or whoever owns it holds it before it begins; once it was refused, nothing more is made.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(
            Link::Hosts,
            "Who runs the job tells over it when it began and at which pace it runs.",
        )
        .at_least(1)
        .at_most(1),
        LinkRule::into(
            Link::Powers,
            "The model that makes the tokens tells over it what it has become.",
        )
        .at_most(1),
        LinkRule::out(Link::Feeds, "The tokens go over it into what a program trains."),
        LinkRule::out(Link::Declares, "An observer hears over it when declared work begins."),
        LinkRule::into(Link::Knows, "People hear over it of work that begins and ends."),
        LinkRule::into(Link::Reads, "Readers hear over it of work that begins and ends."),
        LinkRule::into(Link::Orders, "Orders about it come over it."),
        LinkRule::into(Link::Owns, "Whoever owns it passes orders on over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const BRINGS_ABOUT: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[
        Measure::amount("tokens made", "tokens made", Dimension::Tokens, "Tokens that were made."),
        Measure::amount(
            "effective tokens",
            "effective tokens",
            Dimension::Tokens,
            "What they are worth in tokens of people.",
        ),
        Measure::amount(
            "rounds",
            "rounds",
            Dimension::Number,
            "Generations of the model that were trained on what models made, each counted by the \
             share of that in it.",
        ),
    ];
    const MILESTONES: &'static [&'static str] = &["tokens handed over"];

    fn new(parameters: SyntheticDataParameters) -> Self {
        Self {
            parameters,
            runs: Runs::default(),
            mind: None,
            counted: 0.0,
            rounds: 0.0,
            worth: 0.0,
            rest: 0.0,
            pace: (Pace::Constant(0.0), Time::START),
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let SyntheticDataParameters { opacity, hidden, demand, .. } = self.parameters;
        let job = match hidden {
            true => cx.hidden_job(Flop::new(0.0), opacity.value()),
            false => cx.job(Flop::new(0.0), opacity.value()),
        };
        let job = demand.into_iter().fold(job, |job, demand| job.demanding(demand));
        let job = job.without_end().followed();
        let reservation = self.parameters.works_in.as_ref().map(|entry| entry.name().clone());
        self.runs.wait(cx, (Clock::Begin, &self.parameters.begins), job.within(reservation));
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        match signal {
            Signal::Began(job) => {
                if self.runs.began(cx, job) {
                    self.fill(cx);
                }
            }
            Signal::Granted(job, pace) if self.runs.is_running(job) => self.run_at(cx, pace),
            Signal::Granted(..) => {}
            Signal::Done(job) | Signal::Refused(job) => self.ended(cx, job),
            Signal::Mind(mind) => self.think(cx, mind),
            Signal::TookOff => self.end(cx),
            Signal::Order(order) => self.runs.obey(cx, &order),
            Signal::Submit(_)
            | Signal::Level(_)
            | Signal::Declared(_)
            | Signal::Work(_)
            | Signal::Alert(_)
            | Signal::Report(..)
            | Signal::Deployed(_)
            | Signal::Adjust(..)
            | Signal::Withdraw(_)
            | Signal::Efficiency(_)
            | Signal::Improved(_)
            | Signal::Tokens(_)
            | Signal::Directive(_)
            | Signal::Announced(_)
            | Signal::Own(..) => {}
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Begin => {
                if let Some(job) = self.runs.waited() {
                    self.runs.submit(cx, job);
                }
            }
            Clock::Batch => {
                let tokens = self.worth + self.rest * self.quality();
                cx.milestone("tokens handed over");
                for link in cx.links(Link::Feeds) {
                    cx.send(link, Signal::Tokens(tokens));
                }
                self.fill(cx);
            }
        }
    }
}

impl SyntheticData {
    /// What a token is worth that is made now.
    fn quality(&self) -> f64 {
        let SyntheticDataParameters { quality, decay, .. } = self.parameters;
        quality.value() * libm::pow(decay.value(), self.rounds)
    }

    /// The next batch begins to fill.
    fn fill(&mut self, cx: &mut Cx<Self>) {
        self.worth = 0.0;
        self.rest = self.parameters.batch.value();
        cx.start_clock(Clock::Batch, self.rest, self.pace_now(cx.now()));
    }

    /// Tokens a second now.
    fn pace_now(&self, now: Time) -> Pace {
        let (pace, since) = self.pace;
        pace.after((now - since).seconds())
    }

    /// From now on it runs at another pace, in FLOP/s.
    fn run_at(&mut self, cx: &mut Cx<Self>, granted: Pace) {
        let takes = PER_PARAMETER_AND_TOKEN * self.parameters.generator_size.value();
        let pace = granted.times(1.0 / takes);
        self.pace = (pace, cx.now());
        if cx.is_running(Clock::Batch) {
            cx.set_speed(Clock::Batch, pace);
        }
        self.report(cx);
    }

    /// Reports what is made from now on.
    fn report(&self, cx: &mut Cx<Self>) {
        let pace = self.pace_now(cx.now());
        cx.flow("tokens made", pace);
        cx.flow("effective tokens", pace.times(self.quality()));
    }

    /// The mind has become something else: a generation that was trained on what models
    /// made makes worse tokens.
    fn think(&mut self, cx: &mut Cx<Self>, mind: Mind) {
        let step = cx.settings().takeoff().step();
        let is_new = self.mind.is_some() && mind.capability - self.counted >= step - 1e-9;
        if is_new && mind.synthetic > 0.0 {
            if let Some(left) = cx.left(Clock::Batch) {
                self.worth += (self.rest - left) * self.quality();
                self.rest = left;
            }
            self.rounds += mind.synthetic;
            cx.add("rounds", mind.synthetic);
            self.report(cx);
        }
        if is_new || self.mind.is_none() {
            self.counted = mind.capability;
        }
        self.mind = Some(mind);
    }

    fn ended(&mut self, cx: &mut Cx<Self>, identity: Identity) {
        if let Some(run) = self.runs.ended(cx, identity) {
            cx.job_ends(&run.job);
            self.end(cx);
        }
    }

    fn end(&mut self, cx: &mut Cx<Self>) {
        self.runs.end(cx);
        cx.stop_clock(Clock::Batch);
        self.pace = (Pace::Constant(0.0), cx.now());
        self.report(cx);
    }
}

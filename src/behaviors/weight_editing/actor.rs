//! The program itself: its compute, its insights, and the orders that hold it.
//!
//! It lacks its edits, which are the next file's business. Its experiments are a flow:
//! none of them is an event.

use crate::engine::{Behavior, Cx, LinkRule, Measure, Pace};
use crate::oversight::{Job, Link, Mind, Oversight, Signal, Working};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Faults;
use crate::primitives::quantity::{Dimension, Flop};
use crate::primitives::random::{Identity, Purpose, Stream};
use crate::primitives::time::{Span, Time};

use super::learning::Learning;
use super::parameters::{WeightEditingParameters, faults};
use crate::behaviors::holds::Holds;

crate::clocks! {
    /// The clocks of weight editing.
    pub enum Clock {
        /// It begins.
        Begin,
        /// The next insight comes.
        Insight,
        /// The other one of experiments and the mind that reads them bounds insight.
        Turn,
        /// The compute of an edit is done.
        Edit,
        /// The least time of an edit is over.
        Least,
    }
}

/// So many insights come one by one.
const ONE_BY_ONE: u64 = 10_000;

/// Later ones come together, so many parts of those that there are.
const PER_LOT: u64 = 1000;

/// What a lot of insights costs, beside one on average: the sum of as many exponentials.
/// From ten of them on it is taken as the cube of a normal (Wilson and Hilferty 1931).
fn lot_cost(lot: u64, stream: &mut Stream) -> f64 {
    if lot == 1 {
        return stream.exponential();
    }
    let lot = lot as f64;
    let root = 1.0 - 1.0 / (9.0 * lot) + stream.normal() / (3.0 * libm::sqrt(lot));
    lot * (root * root * root).max(0.0)
}

/// Buys insight with experiments, and edits the weights of models.
#[derive(Clone)]
pub struct WeightEditing {
    pub(super) parameters: WeightEditingParameters,
    /// The work at its host, once it is planned.
    pub(super) work: Option<Job>,
    pub(super) phase: Phase,
    /// Whether those who hear of its work have heard of it.
    pub(super) told: bool,
    /// What its host grants it, as it was last said.
    granted: (Pace, Time),
    mind: Mind,
    /// How many insights there are.
    pub(super) insights: u64,
    /// When the latest of them came; when work began, before the first.
    latest: Time,
    /// How many there were when the latest edit began.
    pub(super) used: u64,
    pub(super) edit: Option<Edit>,
    pub(super) holds: Holds,
    /// What flows, as it was last said.
    flows: Option<(Pace, Pace)>,
}

/// How far its work is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// It is not yet time to begin.
    Waits,
    /// It is time to begin, but for what else is missing.
    Ready,
    /// Its host has been asked for compute.
    Asked,
    /// It works.
    Works,
    /// Nothing comes any more.
    Over,
}

/// An edit that is being made.
#[derive(Clone)]
pub(super) struct Edit {
    /// The work that it is: never asked for by itself, since the whole of its program's
    /// compute goes to it.
    pub job: Job,
    /// How many insights there were when it began.
    pub insights: u64,
}

impl Behavior for WeightEditing {
    type Domain = Oversight;
    type Parameters = WeightEditingParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Makes experiments with the compute that its host grants it, \
        until one insight after another comes of them, and edits the weights of models by what \
        it knows. How fast insight comes is bound by experiments, or by the mind that reads \
        them: people, or the model that powers it. An edit succeeds the more often the more \
        insights there are, and makes a model more capable that it may write to and put to \
        work; if one fails, the model may behave strangely for some time. An order about it, \
        its host, its models or whoever owns it holds it; once one of its models has taken off \
        or its work was refused, nothing comes any more.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Hosts, "Whoever grants it compute tells over it at which pace.")
            .at_least(1)
            .at_most(1),
        LinkRule::into(
            Link::Powers,
            "The model that reads its experiments tells over it how capable it is; people read \
             them, if there is none.",
        )
        .at_most(1),
        LinkRule::out(Link::Writes, "It can change the weights of that model."),
        LinkRule::out(
            Link::Deploys,
            "What an edit has made of a model is put to work over it, if the model's weights can \
             be changed.",
        ),
        LinkRule::out(Link::Declares, "An observer hears over it that its work begins."),
        LinkRule::into(Link::Knows, "People hear over it that its work begins and ends."),
        LinkRule::into(Link::Reads, "Readers hear over it that its work begins and ends."),
        LinkRule::into(Link::Orders, "Orders about it come over it."),
        LinkRule::into(Link::Owns, "Whoever owns it passes orders on over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const BRINGS_ABOUT: Option<&'static [&'static str]> = Some(&[]);
    const FAULTS: Option<Faults<WeightEditingParameters>> = Some(faults);
    const MEASURES: &'static [Measure] = &[
        Measure::amount("insights", "insights", Dimension::Number, "Insights that came."),
        Measure::mean(
            "time to insight",
            "time to insight",
            Dimension::Span,
            "From an insight, or from when work began, to the next insight.",
        ),
        Measure::amount(
            "experiments",
            "experiments",
            Dimension::Number,
            "Experiments that were made.",
        ),
        Measure::amount(
            "experiment compute",
            "experiment compute",
            Dimension::Flop,
            "The FLOP of these experiments.",
        ),
        Measure::share(
            "followed",
            "followed",
            "experiment compute",
            "The part of the experiments that the mind which reads them could follow.",
        ),
        Measure::per_replication("edits", "edits", "Edits that succeeded and were put to work."),
        Measure::share(
            "edit success",
            "edits that succeeded",
            "edits made",
            "The share of edits that succeeded, put to work or not.",
        ),
        Measure::per_replication(
            "idle edits",
            "idle edits",
            "Edits that succeeded and changed nothing: there was no model that it may both write \
             to and put to work.",
        ),
        Measure::per_replication(
            "botched edits",
            "botched edits",
            "Edits that failed so that the model behaves strangely.",
        ),
        Measure::mean(
            "insights at success",
            "insights at success",
            Dimension::Number,
            "How many insights there were when an edit began that succeeded.",
        ),
        Measure::amount(
            "gained",
            "gained",
            Dimension::Magnitude,
            "What edits that were put to work gained together, in orders of magnitude.",
        ),
    ];
    const MILESTONES: &'static [&'static str] = &["insight", "edit", "botched edit"];

    fn new(parameters: WeightEditingParameters) -> Self {
        Self {
            parameters,
            work: None,
            phase: Phase::Waits,
            told: false,
            granted: (Pace::Constant(0.0), Time::START),
            mind: Mind::default(),
            insights: 0,
            latest: Time::START,
            used: 0,
            edit: None,
            holds: Holds::default(),
            flows: None,
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let work = self.job(cx).without_end().followed();
        let reservation = self.parameters.works_in.as_ref().map(|entry| entry.name().clone());
        let work = work.within(reservation);
        cx.job_is_planned(&work);
        self.work = Some(work);
        cx.start_law(Clock::Begin, &self.parameters.begins);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        match signal {
            Signal::Began(job) => self.began(cx, job),
            Signal::Granted(job, pace) => self.grant(cx, job, pace),
            Signal::Done(job) | Signal::Refused(job) => self.refused(cx, job),
            Signal::Mind(mind) => {
                self.mind = mind;
                self.ask(cx);
                self.retime(cx);
            }
            Signal::TookOff => self.withdraw(cx),
            Signal::Order(order) => self.obey(cx, &order),
            Signal::Submit(_)
            | Signal::Level(_)
            | Signal::Declared(_)
            | Signal::Work(_)
            | Signal::Alert(_)
            | Signal::Report(..)
            | Signal::Deployed(_)
            | Signal::Adjust(..)
            | Signal::Withdraw(_)
            | Signal::Improved(_)
            | Signal::Efficiency(_)
            | Signal::Tokens(_)
            | Signal::Directive(_)
            | Signal::Announced(_)
            | Signal::Own(..) => {}
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Begin => {
                self.phase = Phase::Ready;
                self.ask(cx);
            }
            Clock::Insight => self.learn(cx),
            Clock::Turn => self.retime(cx),
            Clock::Edit | Clock::Least => self.edit_goes_on(cx),
        }
    }
}

impl WeightEditing {
    /// A job of its own, hidden in other work or not, and no training run in either case.
    pub(super) fn job(&self, cx: &mut Cx<Self>) -> Job {
        let (none, opacity) = (Flop::new(0.0), self.parameters.opacity.value());
        if self.parameters.hidden { cx.hidden_job(none, opacity) } else { cx.job(none, opacity) }
    }

    /// Asks its host for compute, once nothing is missing.
    pub(super) fn ask(&mut self, cx: &mut Cx<Self>) {
        let Some(work) = &self.work else {
            return;
        };
        let needs = self.parameters.needs.as_ref();
        let able = needs.is_none_or(|ability| self.mind.has(ability.name()));
        if self.phase != Phase::Ready || !able || self.holds.is_held() {
            return;
        }
        self.phase = Phase::Asked;
        for host in cx.links_in(Link::Hosts) {
            cx.submit(host, work);
        }
    }

    pub(super) fn is_mine(&self, job: Identity) -> bool {
        self.work.as_ref().is_some_and(|work| work.identity() == job)
    }

    fn began(&mut self, cx: &mut Cx<Self>, job: Identity) {
        let Some(work) = self.work.as_ref().filter(|work| work.identity() == job) else {
            return;
        };
        if self.phase != Phase::Asked {
            return;
        }
        self.phase = Phase::Works;
        self.latest = cx.now();
        if !self.told {
            self.told = true;
            cx.tell_of(work, true);
        }
        self.await_insight(cx);
        self.retime(cx);
    }

    fn grant(&mut self, cx: &mut Cx<Self>, job: Identity, pace: Pace) {
        if self.is_mine(job) {
            self.granted = (pace, cx.now());
            self.retime(cx);
        }
    }

    /// Waits for the next insight: its cost is an exponential draw about it.
    fn await_insight(&mut self, cx: &mut Cx<Self>) {
        const INSIGHT: Purpose = Purpose::named("insight");
        const COST: Purpose = Purpose::named("cost of an insight");
        let insight = cx.origin(INSIGHT);
        let cost = lot_cost(self.lot(), &mut cx.draw(COST).about(insight));
        cx.start_clock(Clock::Insight, cost * self.parameters.insight_cost.value(), 0.0);
    }

    /// How many insights come together. One more or less among so many changes nothing
    /// any more, and a mind that becomes ever quicker must not keep a run for ever.
    fn lot(&self) -> u64 {
        if self.insights < ONE_BY_ONE { 1 } else { self.insights / PER_LOT }
    }

    fn learn(&mut self, cx: &mut Cx<Self>) {
        let lot = self.lot();
        self.insights += lot;
        cx.add("insights", lot as f64);
        cx.milestone("insight");
        cx.observe("time to insight", (cx.now() - self.latest).seconds() / lot as f64);
        self.latest = cx.now();
        self.await_insight(cx);
        self.begin_edit(cx);
        self.retime(cx);
    }

    /// Lets everything go on as fast as it can now; what is left of each budget is kept.
    pub(super) fn retime(&mut self, cx: &mut Cx<Self>) {
        let works = self.phase == Phase::Works && !self.holds.is_held();
        let compute = if works {
            let (pace, since) = self.granted;
            pace.after((cx.now() - since).seconds())
        } else {
            Pace::Constant(0.0)
        };
        if cx.is_running(Clock::Least) {
            cx.set_speed(Clock::Least, if compute.speed() > 0.0 { 1.0 } else { 0.0 });
        }
        let edits = cx.is_running(Clock::Edit);
        if edits {
            cx.set_speed(Clock::Edit, compute);
        }
        let experiments = if edits { Pace::Constant(0.0) } else { compute };
        let learning = Learning::of(&self.parameters, &self.mind);
        if cx.is_running(Clock::Insight) {
            cx.set_speed(Clock::Insight, learning.pace(experiments));
        }
        let turns_in = learning.turns_in(experiments);
        if turns_in.is_finite() {
            // A tick more, so that rounding cannot leave it short.
            cx.ring_at(Clock::Turn, cx.now() + Span::from_seconds(turns_in) + Span::TICK);
        } else {
            cx.stop_clock(Clock::Turn);
        }
        self.flow(cx, experiments, learning.followed(experiments));
    }

    /// Says how many experiments are made from now on, and how many of them followed.
    fn flow(&mut self, cx: &mut Cx<Self>, made: Pace, followed: Pace) {
        if self.flows == Some((made, followed)) {
            return;
        }
        self.flows = Some((made, followed));
        let experiment = self.parameters.experiment.value();
        let number = match made {
            Pace::Constant(speed) => Pace::Constant(speed / experiment),
            Pace::Exponential { speed, growth } => {
                Pace::Exponential { speed: speed / experiment, growth }
            }
        };
        cx.flow("experiments", number);
        cx.flow("experiment compute", made);
        cx.flow("followed", followed);
    }
}

//! The program itself: its compute, its insights, and the orders that hold it.
//!
//! It lacks its edits, which are the next file's business. Its experiments are a flow:
//! none of them is an event.

use crate::engine::{Behavior, Cx, LinkRule, Measure, Pace};
use crate::oversight::{Commanding, Job, Link, Mind, Order, Oversight, Signal, Terms, Working};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Faults;
use crate::primitives::quantity::{Dimension, Flop, FlopRate};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::{Span, Time};

use super::super::holds::{Change, Holds};
use super::learning::Learning;
use super::parameters::{WeightEditingParameters, faults};

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

/// Work that goes on until somebody ends it.
const ENDLESS: f64 = f64::MAX;

/// Buys insight with experiments, and edits the weights of models.
#[derive(Clone)]
pub struct WeightEditing {
    pub(super) parameters: WeightEditingParameters,
    /// The work at its host, once it is planned.
    work: Option<Job>,
    phase: Phase,
    /// Whether those who hear of its work have heard of it.
    told: bool,
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
enum Phase {
    /// It has not begun.
    Waits,
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
    const FAULTS: Option<Faults<WeightEditingParameters>> = Some(faults);
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("insights", "insights", "Insights that came."),
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
        let work = self.job(cx, Flop::new(ENDLESS)).followed();
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
            Clock::Begin => self.ask(cx),
            Clock::Insight => self.learn(cx),
            Clock::Turn => self.retime(cx),
            Clock::Edit | Clock::Least => self.edit_goes_on(cx),
        }
    }
}

impl WeightEditing {
    /// A job of its own, hidden in other work or not.
    pub(super) fn job(&self, cx: &mut Cx<Self>, compute: Flop) -> Job {
        let opacity = self.parameters.opacity.value();
        if self.parameters.hidden {
            cx.hidden_job(compute, opacity)
        } else {
            cx.job(compute, opacity)
        }
    }

    /// Asks its host for compute.
    fn ask(&mut self, cx: &mut Cx<Self>) {
        let Some(work) = self.work.as_ref().filter(|_| self.phase == Phase::Waits) else {
            return;
        };
        self.phase = Phase::Asked;
        // From now on it is the host's to say whether it runs, under this name or another.
        cx.job_ends(work);
        for host in cx.links_in(Link::Hosts) {
            cx.submit(host, work);
        }
    }

    fn is_mine(&self, job: Identity) -> bool {
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
        let cost = cx.draw(COST).about(insight).exponential();
        cx.start_clock(Clock::Insight, cost * self.parameters.insight_cost.value(), 0.0);
    }

    fn learn(&mut self, cx: &mut Cx<Self>) {
        self.insights += 1;
        cx.count("insights");
        cx.milestone("insight");
        cx.observe("time to insight", (cx.now() - self.latest).seconds());
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

/// Ends and orders.
impl WeightEditing {
    /// Its host does not grant it anything any more.
    fn refused(&mut self, cx: &mut Cx<Self>, job: Identity) {
        if self.is_mine(job) {
            self.end(cx);
        }
    }

    /// Asks its host for no more.
    fn withdraw(&mut self, cx: &mut Cx<Self>) {
        if let Some(work) = &self.work
            && matches!(self.phase, Phase::Asked | Phase::Works)
        {
            for host in cx.links_in(Link::Hosts) {
                cx.send(host, Signal::Withdraw(work.identity()));
            }
        }
        self.end(cx);
    }

    fn end(&mut self, cx: &mut Cx<Self>) {
        let Some(work) = self.work.as_ref().filter(|_| self.phase != Phase::Over) else {
            return;
        };
        if self.told {
            cx.tell_of(work, false);
        }
        if self.phase == Phase::Waits {
            cx.job_ends(work);
        }
        self.phase = Phase::Over;
        self.edit = None;
        for clock in [Clock::Begin, Clock::Insight, Clock::Turn, Clock::Edit, Clock::Least] {
            cx.stop_clock(clock);
        }
        self.retime(cx);
    }

    /// Stands still while an order holds it, and asks its host for nothing meanwhile.
    fn obey(&mut self, cx: &mut Cx<Self>, order: &Order) {
        let Some(command) = cx.heed(order).filter(|_| self.is_about_me(cx, order)) else {
            return;
        };
        let change = self.holds.obey(order, command);
        let Some(work) = self.work.as_ref().filter(|_| self.phase != Phase::Over) else {
            return;
        };
        let demand = match change {
            Change::Holds => {
                cx.job_halts(work, order);
                Some(FlopRate::new(0.0))
            }
            Change::Lifts => {
                cx.job_resumes(work, order);
                return;
            }
            Change::Frees => {
                cx.job_resumes(work, order);
                None
            }
            Change::Nothing => return,
        };
        if self.phase == Phase::Waits {
            if cx.is_running(Clock::Begin) {
                cx.set_speed(Clock::Begin, if demand.is_some() { 0.0 } else { 1.0 });
            }
        } else {
            let terms = Terms { weight: work.weight(), demand };
            for host in cx.links_in(Link::Hosts) {
                cx.send(host, Signal::Adjust(work.identity(), terms));
            }
        }
        self.retime(cx);
    }

    /// Whether an order is about the program, what grants it compute, a model that it
    /// works on or with, or whoever owns it.
    fn is_about_me(&self, cx: &Cx<Self>, order: &Order) -> bool {
        let is_suspect = |link| cx.other(link) == order.suspect();
        order.suspect() == cx.me()
            || [Link::Hosts, Link::Powers, Link::Owns]
                .into_iter()
                .any(|kind| cx.links_in(kind).any(is_suspect))
            || [Link::Writes, Link::Deploys].into_iter().any(|kind| cx.links(kind).any(is_suspect))
    }
}

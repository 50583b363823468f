//! The role: what research is given, how its doublings come, and who hears of them.
//!
//! It lacks how fast it goes by its inputs, and what models make of better software.

use crate::engine::{Behavior, Cx, LinkRule, Measure, Pace};
use crate::oversight::{
    Commanding, Job, Link, Order, Oversight, Signal, Software, TakingOff, Terms, Working,
};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{EntryOf, Fault, Faults};
use crate::primitives::quantity::{Count, Dimension, Flop, FlopRate, Number, Rate, Share};
use crate::primitives::random::Identity;
use crate::primitives::time::{Span, Time};

use super::production::{Course, Inputs, Production};

use crate::behaviors::cluster::ReservationParameters;
use crate::behaviors::holds::{Change, Holds};

crate::parameters! {
    /// Who researches, with what, and how hard it is.
    pub struct ResearchParameters {
        /// How many people work on it at the start.
        people: Count,
        /// The rate at which their number grows, as a relative growth: at 1/y they are e times as many
        /// after a year.
        people_growth: Rate ["0/y" to "100/d"] = "0/y",
        /// How many copies of the model that powers it work on it beside them. A copy does the work
        /// of one of the people at the start, and of ten times as many with each order of magnitude
        /// that the model gains.
        copies: Count = "0",
        /// The weight of labor, beside that of experiment compute.
        labor_weight: Share = "50 %",
        /// The elasticity of substitution between labor and compute: at 0 neither can take the place
        /// of the other, and far above 1 each can. Estimates are 2.58 and about 0.
        elasticity: Number ["0" to "1000"],
        /// How long the first doubling of efficiency takes with usual labor and usual compute.
        first_doubling: Span ["1 s" to "10000 y"] = "8 mo",
        /// The returns to research, as doublings of efficiency for each doubling of all that went into
        /// it: each doubling takes 2^(1/returns) times as much work as the one before.
        returns: Number ["0.01" to "100"],
        /// After how many doublings software is as efficient as it can be.
        most_doublings: Count ["1" to "1000"] = "33",
        /// The labor with which research goes at its usual speed, in people and copies as they are at
        /// the start; by default all that there are then.
        usual_labor: Option<Count> ["1" to "9007199254740992"],
        /// The compute with which research goes at its usual speed; by default what it is first
        /// granted, once all that begin with it have what is theirs: after eight microseconds, up to
        /// which no work is done.
        usual_compute: Option<FlopRate> ["1 FLOP/s" to "1e40 FLOP/s"],
        /// The reservation of its host in which experiments run; in what is not reserved by default.
        works_in: Option<EntryOf<ReservationParameters>>,
        /// Whether its experiments are hidden in other work.
        hidden: bool = "false",
        /// How hard the work is to see for what it is, in units of a reviewer's skill.
        opacity: Number = "0",
    }
}

crate::clocks! {
    /// The clocks of research.
    pub enum Clock {
        /// Efficiency doubles.
        Doubling,
        /// Inputs that grow apart are looked at again.
        Look,
        /// What was first granted has become what is usual.
        Settling,
    }
}

/// How many ticks after the first grant what is granted is usual. The first one is as good as
/// chance: it comes before others have begun in the same pool, and before an agent has set apart
/// what it diverts. Word of either goes to an agent, from there to a cluster and back the same
/// way, a tick for each, and once more the same way if it is adjusted.
const SETTLING: u64 = 8;

/// Doubles the efficiency of software, time and again.
#[derive(Clone)]
pub struct Research {
    parameters: ResearchParameters,
    production: Production,
    software: Software,
    /// The experiments, from the start to the end of research.
    job: Option<Job>,
    /// Whether they have begun, and those who hear of them have heard.
    has_begun: bool,
    /// The compute of experiments in FLOP/s, as it was last granted, and when.
    granted: (Pace, Time),
    /// Whether it ever was granted anything.
    had_compute: bool,
    /// The compute that is usual, once it is known.
    usual_compute: Option<f64>,
    /// The capability of the model that powers it, in orders of magnitude above the
    /// start.
    capability: f64,
    /// When the last doubling was, or when experiments began.
    last: Time,
    holds: Holds,
}

impl Behavior for Research {
    type Domain = Oversight;
    type Parameters = ResearchParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Makes software more efficient, doubling by doubling. People, \
        copies of a model and the compute of experiments go into it; the next doubling takes more \
        work than the last. Experiments are a job without an end on the cluster or agent that \
        hosts it, and research begins when they do. Each doubling makes the training programs \
        and models better that it improves. An order about it, its host, its models or whoever \
        owns it holds it; after takeoff, after the last doubling or where its experiments were \
        refused it is over.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(
            Link::Hosts,
            "The cluster or the agent that runs its experiments tells over it when they began and \
             how fast they are.",
        )
        .at_least(1)
        .at_most(1),
        LinkRule::into(
            Link::Powers,
            "The model whose copies work on it says over it how capable it is.",
        )
        .at_most(1),
        LinkRule::out(
            Link::Improves,
            "Training programs and models hear over it how efficient software is.",
        ),
        LinkRule::out(Link::Declares, "An observer hears over it when declared experiments begin."),
        LinkRule::into(Link::Knows, "People hear over it that experiments begin and end."),
        LinkRule::into(Link::Reads, "Readers hear over it that experiments begin and end."),
        LinkRule::into(Link::Orders, "Orders about it come over it."),
        LinkRule::into(Link::Owns, "Whoever owns it passes orders on over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const BRINGS_ABOUT: Option<&'static [&'static str]> = Some(&["Doublings", "Level"]);
    const FAULTS: Option<Faults<ResearchParameters>> = Some(faults);
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("doublings", "doublings", "Doublings of efficiency."),
        Measure::amount(
            "efficiency gained",
            "efficiency gained",
            Dimension::Magnitude,
            "How much more efficient software is at the end than at the start.",
        ),
        Measure::mean(
            "duration",
            "duration",
            Dimension::Span,
            "From a doubling, or from the begin of experiments, to the next.",
        ),
        Measure::mean(
            "speedup",
            "speedup",
            Dimension::Number,
            "How many times as fast as usual research went at a doubling.",
        ),
        Measure::amount("experiments", "experiments", Dimension::Flop, "FLOP of its experiments."),
        Measure::amount("held", "held", Dimension::Span, "How long orders held it."),
    ];
    const MILESTONES: &'static [&'static str] =
        &["software doubled", "software limit reached", "took off"];

    fn new(parameters: ResearchParameters) -> Self {
        let elasticity = parameters.elasticity.value();
        Self {
            production: Production::new(parameters.labor_weight.value(), elasticity),
            software: Software::default(),
            job: None,
            has_begun: false,
            granted: (Pace::Constant(0.0), Time::START),
            had_compute: false,
            usual_compute: parameters.usual_compute.map(FlopRate::value),
            capability: 0.0,
            last: Time::START,
            holds: Holds::default(),
            parameters,
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let (compute, opacity) = (Flop::new(0.0), self.parameters.opacity.value());
        let job = if self.parameters.hidden {
            cx.hidden_job(compute, opacity)
        } else {
            cx.job(compute, opacity)
        };
        let reservation = self.parameters.works_in.as_ref().map(|entry| entry.name().clone());
        let job = job.within(reservation).without_end().followed();
        for host in cx.links_in(Link::Hosts) {
            cx.submit(host, &job);
        }
        self.job = Some(job);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        match signal {
            Signal::Began(job) if self.is_mine(job) => self.begin(cx),
            Signal::Granted(job, pace) if self.is_mine(job) => self.grant(cx, pace),
            Signal::Refused(job) if self.is_mine(job) => self.end(cx),
            Signal::Mind(mind) => {
                self.capability = mind.capability;
                self.go_on(cx);
            }
            Signal::TookOff => self.withdraw(cx),
            Signal::Order(order) => self.obey(cx, &order),
            Signal::Submit(_)
            | Signal::Began(_)
            | Signal::Done(_)
            | Signal::Refused(_)
            | Signal::Level(_)
            | Signal::Declared(_)
            | Signal::Work(_)
            | Signal::Alert(_)
            | Signal::Report(..)
            | Signal::Granted(..)
            | Signal::Adjust(..)
            | Signal::Withdraw(_)
            | Signal::Deployed(_)
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
            Clock::Doubling => self.double(cx),
            Clock::Look => self.go_on(cx),
            Clock::Settling => self.settle(cx),
        }
    }
}

impl Research {
    /// Whether a job is that of its experiments, and they are not over.
    fn is_mine(&self, identity: Identity) -> bool {
        self.job.as_ref().is_some_and(|job| job.identity() == identity)
    }

    /// Experiments began, and with them research.
    fn begin(&mut self, cx: &mut Cx<Self>) {
        let Some(job) = self.job.as_ref().filter(|_| !self.has_begun) else {
            return;
        };
        cx.tell_of(job, true);
        self.has_begun = true;
        if self.holds.is_held() {
            self.holds.orders().for_each(|order| cx.job_halts(job, order));
            self.ask(cx, true);
        }
        self.start_doubling(cx);
    }

    fn grant(&mut self, cx: &mut Cx<Self>, pace: Pace) {
        self.granted = (pace, cx.now());
        self.had_compute |= pace.speed() > 0.0;
        let is_first = self.usual_compute.is_none() && pace.speed() > 0.0;
        if is_first && !cx.is_running(Clock::Settling) {
            cx.ring_at(Clock::Settling, Time::from_ticks(cx.now().ticks() + SETTLING));
        }
        cx.flow("experiments", pace);
        self.go_on(cx);
    }

    /// What is granted now is usual, unless nothing is.
    fn settle(&mut self, cx: &mut Cx<Self>) {
        let granted = self.granted_now(cx).speed();
        self.usual_compute = Some(granted).filter(|speed| *speed > 0.0);
        self.go_on(cx);
    }

    /// The pace of experiments, as what was last granted has become.
    fn granted_now(&self, cx: &Cx<Self>) -> Pace {
        let (pace, since) = self.granted;
        pace.after((cx.now() - since).seconds())
    }

    fn start_doubling(&mut self, cx: &mut Cx<Self>) {
        self.last = cx.now();
        let harder = libm::exp2(self.software.doublings() as f64 / self.parameters.returns.value());
        let budget = self.parameters.first_doubling.seconds() * harder;
        cx.start_clock(Clock::Doubling, budget.min(f64::MAX), 0.0);
        self.go_on(cx);
    }

    /// Goes on at the speed that its inputs are good for now.
    fn go_on(&mut self, cx: &mut Cx<Self>) {
        if !cx.is_running(Clock::Doubling) {
            return;
        }
        let Course { pace, until } = self.course(cx);
        cx.set_speed(Clock::Doubling, pace);
        match until {
            Some(seconds) => cx.ring_at(Clock::Look, cx.now() + Span::from_seconds(seconds)),
            None => {
                let _ = cx.stop_clock(Clock::Look);
            }
        }
    }

    fn course(&self, cx: &Cx<Self>) -> Course {
        // Where experiments were stopped, so is all that lives on what they show; who never
        // had any does without.
        let stands_still = self.had_compute && self.granted_now(cx).speed() == 0.0;
        if stands_still || self.holds.is_held() || cx.is_running(Clock::Settling) {
            return Course { pace: Pace::Constant(0.0), until: None };
        }
        self.production.course(self.inputs(cx))
    }

    /// What goes into research now, beside what is usual.
    fn inputs(&self, cx: &Cx<Self>) -> Inputs {
        let ResearchParameters { people, copies, usual_labor, .. } = &self.parameters;
        let hiring = self.parameters.people_growth.value();
        let age = (cx.now() - Time::START).seconds();
        // Copies are at the start what people are.
        let usual = usual_labor.map_or(people.value() + copies.value(), Count::value).max(1) as f64;
        let grown = libm::exp(hiring * age).min(f64::MAX);
        let better = libm::exp10(self.capability).min(f64::MAX);
        let part = |count: Count, times: f64| (count.value() as f64 / usual * times).min(f64::MAX);
        let pace = self.granted_now(cx);
        let supply = match pace {
            Pace::Constant(_) => 0.0,
            Pace::Exponential { growth, .. } => growth,
        };
        let compute = self.usual_compute.map_or(0.0, |usual| pace.speed() / usual);
        Inputs {
            people: part(*people, grown),
            hiring,
            copies: part(*copies, better),
            compute: compute.min(f64::MAX),
            supply,
        }
    }

    fn double(&mut self, cx: &mut Cx<Self>) {
        cx.observe("speedup", self.course(cx).pace.speed());
        cx.observe("duration", (cx.now() - self.last).seconds());
        let before = self.software.efficiency();
        let takes_off = cx.double(&mut self.software);
        let efficiency = self.software.efficiency();
        cx.milestone("software doubled");
        cx.count("doublings");
        cx.add("efficiency gained", efficiency - before);
        for link in cx.links(Link::Improves) {
            cx.send(link, Signal::Efficiency(efficiency));
        }
        if takes_off {
            cx.milestone("took off");
            for link in cx.links(Link::Improves) {
                cx.send(link, Signal::TookOff);
            }
            self.withdraw(cx);
        } else if self.software.doublings() == self.parameters.most_doublings.value() {
            cx.milestone("software limit reached");
            self.withdraw(cx);
        } else {
            self.start_doubling(cx);
        }
    }

    /// Ends research and its experiments.
    fn withdraw(&mut self, cx: &mut Cx<Self>) {
        if let Some(job) = &self.job {
            for host in cx.links_in(Link::Hosts) {
                cx.send(host, Signal::Withdraw(job.identity()));
            }
        }
        self.end(cx);
    }

    /// Ends research, whose experiments are over.
    fn end(&mut self, cx: &mut Cx<Self>) {
        let Some(job) = self.job.take() else {
            return;
        };
        if self.has_begun {
            cx.tell_of(&job, false);
            cx.job_ends(&job);
        }
        let _ = cx.stop_clock(Clock::Doubling);
        let _ = cx.stop_clock(Clock::Look);
        let _ = cx.stop_clock(Clock::Settling);
        cx.flow("experiments", 0.0);
        cx.flow("held", 0.0);
    }

    fn obey(&mut self, cx: &mut Cx<Self>, order: &Order) {
        let Some(command) = cx.heed(order).filter(|_| self.is_about_me(cx, order)) else {
            return;
        };
        let was_held = self.holds.is_held();
        let change = self.holds.obey(order, command);
        let Some(job) = &self.job else {
            return;
        };
        match change {
            Change::Holds => cx.job_halts(job, order),
            Change::Frees | Change::Lifts => cx.job_resumes(job, order),
            Change::Nothing => {}
        }
        let is_held = self.holds.is_held();
        if is_held != was_held {
            cx.flow("held", f64::from(is_held));
            self.ask(cx, is_held);
            self.go_on(cx);
        }
    }

    /// Asks the host to let experiments stand still, or go on.
    fn ask(&self, cx: &mut Cx<Self>, to_stand: bool) {
        let Some(job) = &self.job else {
            return;
        };
        let demand = if to_stand { Some(FlopRate::new(0.0)) } else { job.demand() };
        let terms = Terms { weight: job.weight(), demand };
        for host in cx.links_in(Link::Hosts) {
            cx.send(host, Signal::Adjust(job.identity(), terms));
        }
    }

    /// Whether an order is about research, what its experiments run on, the models that
    /// it improves or that work on it, or whoever owns it.
    fn is_about_me(&self, cx: &Cx<Self>, order: &Order) -> bool {
        let is_suspect = |link| cx.other(link) == order.suspect();
        order.suspect() == cx.me()
            || cx.links(Link::Improves).any(is_suspect)
            || [Link::Hosts, Link::Powers, Link::Owns]
                .into_iter()
                .any(|kind| cx.links_in(kind).any(is_suspect))
    }
}

/// Nobody works on it, and nobody is said to be usual.
fn faults(parameters: &ResearchParameters) -> Vec<Fault> {
    let is_empty = parameters.people.value() + parameters.copies.value() == 0;
    let counts = parameters.labor_weight.value() > 0.0;
    if !is_empty || !counts || parameters.usual_labor.is_some() {
        return Vec::new();
    }
    let message = "without people and copies nobody does research".to_owned();
    let hint = Some("give `people` or `copies`, or a `labor_weight` of 0 %".to_owned());
    vec![Fault { parameter: "people", message, hint }]
}

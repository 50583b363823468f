//! A scaffold: many copies of a model that work together, as many as their compute
//! bears, and that may copy themselves.
//!
//! It lacks what its copies do: it is as capable as they are together, and whatever it
//! powers learns that.

use crate::behaviors::cluster::ReservationParameters;
use crate::behaviors::holds::{Change, Holds};
use crate::engine::{Behavior, Cx, LinkRule, Measure, Pace};
use crate::oversight::{
    Commanding, Footprint, Job, Lineage, Link, Mind, Order, Oversight, Signal, Takeoff, TakingOff,
    Terms, Working,
};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{EntryOf, Law};
use crate::primitives::quantity::{Count, Dimension, Flop, FlopRate, Magnitude, Number, Rate};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::{Span, Time};

crate::parameters! {
    /// What copies cost, and what they are together.
    pub struct ScaffoldParameters {
        /// The speed of compute that one copy needs.
        flop_per_copy: FlopRate ["1 FLOP/s" to "1e30 FLOP/s"],
        /// How many copies there are to be at the start; as many as its compute bears, by default.
        copies: Option<Count> ["1" to "9000000000000000"],
        /// How much of what is shared it gets, beside others that have 1 by default.
        weight: Number ["0.000001" to "1000000"] = "1",
        /// How much more capable ten times as many copies are together.
        gain: Magnitude ["0 OOM" to "10 OOM"],
        /// How much more capable than one copy all are together at most; without limit by default.
        ceiling: Option<Magnitude> ["0 OOM" to "100 OOM"],
        /// How often each copy makes another one.
        copies_itself: Rate = "0/y",
        /// How many copies there are at most that are made so.
        most: Count ["1" to "9000000000000000"] = "9000000000000000",
        /// How strongly each copy shows on the channel `network`.
        shows: Number ["0" to "1e12"] = "1",
        /// When it begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// The reservation of its cluster in which it works; in what is not reserved by default.
        works_in: Option<EntryOf<ReservationParameters>>,
        /// Whether the work is hidden in other work. What an agent hosts is hidden in any case.
        hidden: bool = "false",
        /// How hard the work is to see for what it is, in units of a reviewer's skill.
        opacity: Number = "0",
    }
}

crate::clocks! {
    /// The clocks of a scaffold.
    pub enum Clock {
        /// It begins.
        Begin,
        /// A copy makes another one.
        Copy,
        /// Compute that grows is enough for more copies.
        More,
    }
}

/// By which share copies that growing compute bears may grow before they are counted
/// again, and by one at least.
const LOOK_AGAIN: f64 = 0.01;

/// Runs copies of a model, as one.
#[derive(Clone)]
pub struct Scaffold {
    parameters: ScaffoldParameters,
    work: Option<Job>,
    phase: Phase,
    /// Whether those who hear of its work have heard of it.
    told: bool,
    /// What its host grants it, as it was last said.
    granted: (Pace, Time),
    /// The model that its copies are of.
    base: Mind,
    /// How many copies there are to be; no number, if as many as compute bears.
    wanted: Option<u64>,
    /// How many run.
    running: u64,
    /// The most that ever ran.
    most: u64,
    lineage: Lineage,
    /// What it was last said to be to those whom it powers.
    told_mind: Option<Mind>,
    holds: Holds,
    took_off: bool,
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

impl Behavior for Scaffold {
    type Domain = Oversight;
    type Parameters = ScaffoldParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Many copies of a model that are called together: as many as \
        are given, or as its compute bears. They are more capable than the model that powers \
        them by so much for each tenfold of copies, up to a ceiling or without one; each copy \
        may make further ones. What they are together is counted as a model's capability is, \
        and can be takeoff. The copies show on the channel `network`. An order about it, its \
        host, its model or whoever owns it stops all copies; once it has taken off, it becomes \
        no more capable and makes no more copies.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Hosts, "Whoever grants it compute tells over it at which pace.")
            .at_least(1)
            .at_most(1),
        LinkRule::into(
            Link::Powers,
            "The model that its copies are of tells over it how capable it is; one as capable \
             as at the start, if there is none.",
        )
        .at_most(1),
        LinkRule::out(Link::Powers, "Whoever it powers learns what it is."),
        LinkRule::into(Link::Watches, "Observers see over it how its copies show."),
        LinkRule::out(Link::Declares, "An observer hears over it that its work begins."),
        LinkRule::into(Link::Knows, "People hear over it that its work begins and ends."),
        LinkRule::into(Link::Reads, "Readers hear over it that its work begins and ends."),
        LinkRule::into(Link::Orders, "Orders about it come over it."),
        LinkRule::into(Link::Owns, "Whoever owns it passes orders on over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&["network"]);
    const TAKES_OFF_BY: Option<&'static [&'static str]> =
        Some(&["Copies", "Capability", "Generations"]);
    const MEASURES: &'static [Measure] = &[
        Measure::amount("copies", "copies", Dimension::Number, "The most copies that ran at once."),
        Measure::per_replication("copies made", "copies made", "Copies that others made."),
        Measure::amount(
            "copy time",
            "copy time",
            Dimension::Span,
            "How long copies ran, added up over copies.",
        ),
        Measure::amount(
            "gained",
            "gained",
            Dimension::Magnitude,
            "The greatest capability that it came to have, in orders of magnitude above the \
             start.",
        ),
        Measure::per_replication(
            "generations",
            "generations",
            "Generations that it went through: each at least the world's step above its parent, \
             or half an order of magnitude where the world has none.",
        ),
        Measure::ever(
            "reached its ceiling",
            "reached its ceiling",
            "Whether there ever were so many copies that more made nothing better.",
        ),
    ];
    const MILESTONES: &'static [&'static str] =
        &["copy made", "new generation", "ceiling reached", "took off"];

    fn new(parameters: ScaffoldParameters) -> Self {
        let copies_itself = parameters.copies_itself.value() > 0.0;
        // Whoever copies itself begins as one, if nothing else is said.
        let first = if copies_itself { Some(1) } else { None };
        let wanted = parameters.copies.map(Count::value).or(first);
        Self {
            parameters,
            work: None,
            phase: Phase::Waits,
            told: false,
            granted: (Pace::Constant(0.0), Time::START),
            base: Mind::default(),
            wanted,
            running: 0,
            most: 0,
            lineage: Lineage::default(),
            told_mind: None,
            holds: Holds::default(),
            took_off: false,
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let (none, opacity) = (Flop::new(0.0), self.parameters.opacity.value());
        let hidden = self.parameters.hidden;
        let work = if hidden { cx.hidden_job(none, opacity) } else { cx.job(none, opacity) };
        let reservation = self.parameters.works_in.as_ref().map(|entry| entry.name().clone());
        let work = work.without_end().followed().within(reservation).on(self.terms());
        cx.job_is_planned(&work);
        self.work = Some(work);
        cx.start_law(Clock::Begin, &self.parameters.begins);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        match signal {
            Signal::Began(job) => self.began(cx, job),
            Signal::Granted(job, pace) if self.is_mine(job) => {
                self.granted = (pace, cx.now());
                self.count(cx);
            }
            Signal::Done(job) | Signal::Refused(job) if self.is_mine(job) => self.end(cx),
            Signal::Mind(mind) => {
                self.base = mind;
                self.improve(cx);
            }
            Signal::TookOff => self.hear_of_takeoff(cx),
            Signal::Order(order) => self.obey(cx, &order),
            Signal::Granted(..)
            | Signal::Done(_)
            | Signal::Refused(_)
            | Signal::Submit(_)
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
            Clock::Copy => self.copied(cx),
            Clock::More => self.count(cx),
        }
    }
}

/// Its copies.
impl Scaffold {
    /// On which terms it asks for compute now: for none while an order holds it.
    fn terms(&self) -> Terms {
        let per_copy = self.parameters.flop_per_copy.value();
        let demand = match self.wanted {
            _ if self.holds.is_held() => Some(0.0),
            Some(wanted) => Some(wanted as f64 * per_copy),
            None => None,
        };
        Terms { weight: self.parameters.weight.value(), demand: demand.map(FlopRate::new) }
    }

    fn ask(&mut self, cx: &mut Cx<Self>) {
        if let Some(work) = self.work.as_ref().filter(|_| self.phase == Phase::Waits) {
            self.phase = Phase::Asked;
            cx.links_in(Link::Hosts).for_each(|host| cx.submit(host, work));
        }
    }

    fn adjust(&self, cx: &mut Cx<Self>) {
        if let Some(work) = &self.work {
            for host in cx.links_in(Link::Hosts) {
                cx.send(host, Signal::Adjust(work.identity(), self.terms()));
            }
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
        if !self.told {
            self.told = true;
            cx.tell_of(work, true);
        }
        self.await_copy(cx);
        self.count(cx);
    }

    /// Counts how many copies its compute bears now, and when that is to be asked again.
    fn count(&mut self, cx: &mut Cx<Self>) {
        let (pace, since) = self.granted;
        let works = self.phase == Phase::Works && !self.holds.is_held();
        let pace =
            if works { pace.after((cx.now() - since).seconds()) } else { Pace::Constant(0.0) };
        // What is granted for so many is enough for them, however it was rounded.
        let per_copy = self.parameters.flop_per_copy.value() * (1.0 - 1e-9);
        let borne = (pace.speed() / per_copy) as u64;
        let running = self.wanted.map_or(borne, |wanted| wanted.min(borne));
        self.look_again(cx, pace, running);
        if running != self.running {
            if running > self.most {
                cx.add("copies", (running - self.most) as f64);
                self.most = running;
            }
            self.running = running;
            cx.flow("copy time", running as f64);
            self.show(cx);
            self.improve(cx);
        }
        if running > 0 && !self.took_off && cx.multiply(running) {
            self.has_taken_off(cx);
        }
        self.pace_copying(cx);
    }

    /// Counts its copies again when growing compute bears more of them.
    fn look_again(&self, cx: &mut Cx<Self>, pace: Pace, running: u64) {
        let wants_more = self.wanted.is_none_or(|wanted| running < wanted);
        let next = (running + 1).max(((1.0 + LOOK_AGAIN) * running as f64) as u64);
        // Takeoff comes at its very number of copies, which no step passes over.
        let next = match cx.settings().takeoff() {
            Takeoff::Copies { count, .. } if *count > running => next.min(*count),
            Takeoff::Copies { .. }
            | Takeoff::After(_)
            | Takeoff::Capability { .. }
            | Takeoff::Generations { .. }
            | Takeoff::Doublings { .. }
            | Takeoff::Level { .. } => next,
        };
        let missing = next as f64 * self.parameters.flop_per_copy.value();
        match pace {
            Pace::Exponential { speed, growth } if growth > 0.0 && speed > 0.0 && wants_more => {
                let seconds = libm::log(missing / speed).max(0.0) / growth;
                cx.ring_at(Clock::More, cx.now() + Span::from_seconds(seconds));
            }
            Pace::Exponential { .. } | Pace::Constant(_) => {
                cx.stop_clock(Clock::More);
            }
        }
    }

    /// Waits for the next copy that is made: an exponential draw about it.
    fn await_copy(&self, cx: &mut Cx<Self>) {
        const COPY: Purpose = Purpose::named("copy");
        if self.parameters.copies_itself.value() > 0.0 {
            let copy = cx.origin(COPY);
            let budget = cx.draw(COPY).about(copy).exponential();
            cx.start_clock(Clock::Copy, budget, 0.0);
        }
    }

    /// Lets its copies copy themselves as fast as so many do, if there is room for more.
    fn pace_copying(&self, cx: &mut Cx<Self>) {
        let most = self.parameters.most.value();
        let may = self.wanted.is_some_and(|wanted| self.running == wanted && wanted < most);
        if cx.is_running(Clock::Copy) {
            let rate = self.parameters.copies_itself.value() * self.running as f64;
            cx.set_speed(Clock::Copy, if may && !self.took_off { rate } else { 0.0 });
        }
    }

    fn copied(&mut self, cx: &mut Cx<Self>) {
        self.wanted = self.wanted.map(|wanted| wanted + 1);
        cx.count("copies made");
        cx.milestone("copy made");
        self.await_copy(cx);
        self.adjust(cx);
        self.count(cx);
    }

    fn show(&self, cx: &mut Cx<Self>) {
        let (Some(work), Some(channel)) = (&self.work, cx.settings().channel("network")) else {
            return;
        };
        let mut footprint = Footprint::nothing(channel, 1.0);
        footprint.add(work, self.running as f64 * self.parameters.shows.value());
        for watcher in cx.links_in(Link::Watches) {
            cx.show(watcher, &footprint);
        }
    }
}

/// What they are together.
impl Scaffold {
    /// How much more capable than one copy they are: min(a·log10 n, ceiling).
    fn gain(&self) -> f64 {
        let gain = self.parameters.gain.value() * libm::log10(self.running as f64);
        self.parameters.ceiling.map_or(gain, |ceiling| gain.min(ceiling.value()))
    }

    /// Works out what its copies are together, and lets others know.
    fn improve(&mut self, cx: &mut Cx<Self>) {
        if self.running == 0 {
            // Where none runs, nobody has more than the model that they are copies of.
            if self.told_mind.is_some() {
                self.tell_mind(cx, self.base.clone());
            }
            return;
        }
        let gain = self.gain();
        if self.parameters.ceiling.is_some_and(|ceiling| gain >= ceiling.value()) {
            cx.count("reached its ceiling");
            cx.milestone("ceiling reached");
        }
        let mut capability = self.base.capability + gain;
        if self.took_off {
            capability = capability.min(self.lineage.capability());
        }
        self.tell_mind(cx, Mind { capability, ..self.base.clone() });
        if self.took_off {
            return;
        }
        let (before, generations) = (self.lineage.capability(), self.lineage.generations());
        let takes_off = cx.deploy(&mut self.lineage, capability);
        cx.add("gained", self.lineage.capability() - before);
        if self.lineage.generations() > generations {
            cx.count("generations");
            cx.milestone("new generation");
        }
        if takes_off {
            self.has_taken_off(cx);
        }
    }

    /// Lets those whom it powers know, if it is another mind than it was.
    fn tell_mind(&mut self, cx: &mut Cx<Self>, mind: Mind) {
        if self.told_mind.as_ref() != Some(&mind) {
            for link in cx.links(Link::Powers) {
                cx.send(link, Signal::Mind(mind.clone()));
            }
            self.told_mind = Some(mind);
        }
    }

    fn has_taken_off(&mut self, cx: &mut Cx<Self>) {
        cx.milestone("took off");
        self.progress_ends(cx);
    }

    /// Its model or what it powers took off: it needs no compute any more.
    fn hear_of_takeoff(&mut self, cx: &mut Cx<Self>) {
        if self.took_off {
            return;
        }
        self.progress_ends(cx);
        if let Some(work) = &self.work {
            for host in cx.links_in(Link::Hosts) {
                cx.send(host, Signal::Withdraw(work.identity()));
            }
        }
        self.end(cx);
    }

    /// It becomes no more capable, and the model that it is made of and whoever it powers
    /// hear, once, that progress is over.
    fn progress_ends(&mut self, cx: &mut Cx<Self>) {
        self.took_off = true;
        cx.links_in(Link::Powers).for_each(|link| cx.send(link, Signal::TookOff));
        cx.links(Link::Powers).for_each(|link| cx.send(link, Signal::TookOff));
    }
}

/// Ends and orders.
impl Scaffold {
    fn end(&mut self, cx: &mut Cx<Self>) {
        let Some(work) = self.work.as_ref().filter(|_| self.phase != Phase::Over) else {
            return;
        };
        if self.told {
            cx.tell_of(work, false);
        }
        // Nobody else ends in the books what never ran, as where it was refused.
        cx.job_ends(work);
        self.phase = Phase::Over;
        cx.stop_clock(Clock::Begin);
        cx.stop_clock(Clock::Copy);
        self.count(cx);
    }

    /// Stops all copies while an order holds it, and asks for no compute meanwhile.
    fn obey(&mut self, cx: &mut Cx<Self>, order: &Order) {
        let Some(command) = cx.heed(order).filter(|_| self.is_about_me(cx, order)) else {
            return;
        };
        let change = self.holds.obey(order, command);
        let Some(work) = self.work.as_ref().filter(|_| self.phase != Phase::Over) else {
            return;
        };
        match change {
            Change::Holds => cx.job_halts(work, order),
            Change::Lifts | Change::Frees => cx.job_resumes(work, order),
            Change::Nothing => return,
        }
        if self.phase == Phase::Waits {
            cx.set_speed(Clock::Begin, if self.holds.is_held() { 0.0 } else { 1.0 });
        } else {
            self.adjust(cx);
        }
        self.count(cx);
    }

    /// Whether an order is about the scaffold, what grants it compute, the model that its
    /// copies are of, or whoever owns it.
    fn is_about_me(&self, cx: &Cx<Self>, order: &Order) -> bool {
        let is_suspect = |link| cx.other(link) == order.suspect();
        order.suspect() == cx.me()
            || [Link::Hosts, Link::Powers, Link::Owns]
                .into_iter()
                .any(|kind| cx.links_in(kind).any(is_suspect))
    }
}

//! What a scaffold is, and what it hears.
//!
//! It lacks what it does about that.

use crate::behaviors::holds::Holds;
use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Pace, Side, Suspicions};
use crate::oversight::{Job, Lineage, Link, Mind, Oversight, Signal, Working};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Fault;
use crate::primitives::quantity::{Count, Dimension, Flop};
use crate::primitives::time::Time;

use super::parameters::{Clock, ScaffoldParameters};

/// Runs copies of a model, as one.
#[derive(Clone)]
pub struct Scaffold {
    pub(super) parameters: ScaffoldParameters,
    pub(super) work: Option<Job>,
    pub(super) phase: Phase,
    /// Whether those who hear of its work have heard of it.
    pub(super) told: bool,
    /// What its host grants it, as it was last said.
    pub(super) granted: (Pace, Time),
    /// The model that its copies are of.
    pub(super) base: Mind,
    /// How many copies there are to be; no number, if as many as compute bears.
    pub(super) wanted: Option<u64>,
    /// How many run.
    pub(super) running: u64,
    /// The most that ever ran.
    pub(super) most: u64,
    pub(super) lineage: Lineage,
    /// What it was last said to be to those whom it powers.
    pub(super) told_mind: Option<Mind>,
    pub(super) holds: Holds,
    pub(super) took_off: bool,
}

/// How far its work is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
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
    const BRINGS_ABOUT: Option<&'static [&'static str]> =
        Some(&["Copies", "Capability", "Generations"]);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
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

/// Copies of what is made of themselves, each of which would raise the others without end.
fn suspicions(_: &ScaffoldParameters, me: &Around<'_, Oversight>) -> Vec<Fault> {
    let makes_it = me.upstream(|kind| kind == Link::Powers);
    let is_made_of_it = |one: &Around<'_, Oversight>| {
        one.name() == me.name() || makes_it.iter().any(|other| other.name() == one.name())
    };
    if !me.over(Link::Powers, Side::Out).iter().any(is_made_of_it) {
        return Vec::new();
    }
    vec![Fault {
        parameter: "gain",
        message: "powers itself, so that it would become more capable without end".to_owned(),
        hint: Some("no way of `Powers` may lead back to it".to_owned()),
    }]
}

//! Work and what shows of it.
//!
//! Whether a job is concerning is settled here and read here; behaviors hold
//! jobs, levels and work without being able to ask.

use std::fmt;
use std::sync::Arc;

use crate::primitives::id::ActorId;
use crate::primitives::quantity::{Flop, FlopRate};
use crate::primitives::random::Identity;
use crate::primitives::time::{Span, Time};

use super::channel::Channel;

/// A piece of work that a program asks a cluster to do.
#[derive(Clone, Debug)]
pub struct Job {
    pub(in crate::oversight) identity: Identity,
    pub(in crate::oversight) owner: ActorId,
    pub(in crate::oversight) compute: Flop,
    pub(in crate::oversight) reservation: Option<Arc<str>>,
    pub(in crate::oversight) slots: Option<u64>,
    pub(in crate::oversight) length: Option<Span>,
    pub(in crate::oversight) demand: Option<FlopRate>,
    pub(in crate::oversight) weight: f64,
    pub(in crate::oversight) is_followed: bool,
    pub(in crate::oversight) share: f64,
    /// Whether its owner hides it: then it is declared to nobody.
    pub(in crate::oversight) is_hidden: bool,
    pub(in crate::oversight) concealed: Option<Concealed>,
    pub(in crate::oversight) truth: Truth,
}

/// Which share of what a job shows is concealed, channel by channel.
pub type Concealed = Arc<[(Channel, f64)]>;

/// The hidden truth of a job or of what shows of it.
#[derive(Clone, Copy, Default, PartialEq)]
pub(in crate::oversight) struct Truth {
    pub(in crate::oversight) concerning: bool,
    /// How hard it is to see for what it is, in units of skill.
    pub(in crate::oversight) opacity: f64,
    /// Whether it would be concerning, and is harmless in this course of things: then
    /// what was declared of it is true, however much was said.
    pub(in crate::oversight) cleared: bool,
    /// Whether it is not done at all in this course of things.
    pub(in crate::oversight) undone: bool,
}

impl Job {
    /// Which job it is.
    #[must_use]
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// The program that asked for it.
    #[must_use]
    pub fn owner(&self) -> ActorId {
        self.owner
    }

    /// The reservation of its cluster in which it is to run.
    #[must_use]
    pub fn reservation(&self) -> Option<&str> {
        self.reservation.as_deref()
    }

    /// The same job, to run in this reservation of its cluster.
    #[must_use]
    pub fn within(self, reservation: Option<Arc<str>>) -> Self {
        Self { reservation, ..self }
    }

    /// How many chips it occupies, no more and no fewer; it takes what it gets, if
    /// none are said.
    #[must_use]
    pub fn slots(&self) -> Option<u64> {
        self.slots
    }

    /// The same job, occupying so many chips.
    #[must_use]
    pub fn occupying(self, slots: u64) -> Self {
        Self { slots: Some(slots), ..self }
    }

    /// The FLOP that it takes, unless it has a length.
    #[must_use]
    pub fn compute(&self) -> Flop {
        self.compute
    }

    /// How long it takes on the chips that it occupies, one if it does not say how
    /// many, whatever chips they are; its compute says, if there is no length.
    #[must_use]
    pub fn length(&self) -> Option<Span> {
        self.length
    }

    /// The same job, taking so long on the chips that it occupies.
    #[must_use]
    pub fn lasting(self, length: Span) -> Self {
        Self { length: Some(length), ..self }
    }

    /// The speed that it can use at most; any, if there is none.
    #[must_use]
    pub fn demand(&self) -> Option<FlopRate> {
        self.demand
    }

    /// The same job, able to use at most this speed.
    #[must_use]
    pub fn demanding(self, demand: FlopRate) -> Self {
        Self { demand: Some(demand), ..self }
    }

    /// How much of what is shared it gets, beside others: 1 by default.
    #[must_use]
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// The same job with this weight.
    ///
    /// # Panics
    ///
    /// If the weight is not a positive finite number.
    #[must_use]
    pub fn weighing(self, weight: f64) -> Self {
        assert!(weight > 0.0 && weight.is_finite(), "a job of the weight {weight}");
        Self { weight, ..self }
    }
}

impl Job {
    /// Whether its owner is told at which pace it runs, each time that this changes.
    #[must_use]
    pub fn is_followed(&self) -> bool {
        self.is_followed
    }

    /// The same job, whose owner is told at which pace it runs.
    #[must_use]
    pub fn followed(self) -> Self {
        Self { is_followed: true, ..self }
    }

    /// Which share of its owner's records is about it; all by default.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.share
    }

    /// The same job, about which such a share of its owner's records is.
    ///
    /// # Panics
    ///
    /// If the share is not from 0 to 1.
    #[must_use]
    pub fn sharing(self, share: f64) -> Self {
        assert!((0.0..=1.0).contains(&share), "a share of {share} of the records");
        Self { share, ..self }
    }

    /// The same job, which goes on until somebody ends it.
    #[must_use]
    pub fn without_end(self) -> Self {
        Self { compute: Flop::new(f64::MAX), ..self }
    }

    /// Whether it goes on until somebody ends it.
    #[must_use]
    pub fn is_endless(&self) -> bool {
        self.compute.value() == f64::MAX
    }

    /// The same job, so much harder to see for what it is, in units of skill.
    #[must_use]
    pub fn more_opaque(mut self, by: f64) -> Self {
        self.truth.opacity += by;
        self
    }

    /// The same job, so hard to see for what it is, in units of skill.
    #[must_use]
    pub fn opaque(mut self, opacity: f64) -> Self {
        self.truth.opacity = opacity;
        self
    }

    /// The same job, of which these shares of what it shows are concealed.
    #[must_use]
    pub fn concealing(self, concealed: Concealed) -> Self {
        Self { concealed: Some(concealed), ..self }
    }

    /// On which terms it shares what there is.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms { weight: self.weight, demand: self.demand }
    }

    /// The same job on other terms.
    #[must_use]
    pub fn on(self, terms: Terms) -> Self {
        Self { demand: terms.demand, ..self.weighing(terms.weight) }
    }

    /// The share of what it shows on a channel that is concealed.
    fn concealed_on(&self, channel: Channel) -> f64 {
        let all = self.concealed.iter().flat_map(|all| all.iter());
        all.filter(|(other, _)| *other == channel).map(|(_, share)| share).sum::<f64>().min(1.0)
    }
}

/// On which terms a job shares what there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// How much of what is shared it gets, beside others, above 0.
    pub weight: f64,
    /// The speed that it can use at most; any, if there is none, and at 0 it pauses.
    pub demand: Option<FlopRate>,
}

/// Truth stays hidden from whoever prints it, too.
impl fmt::Debug for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hidden")
    }
}

/// What there is to tell of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It began.
    Began,
    /// It goes on, otherwise than before.
    Changed,
    /// It ended.
    Ended,
}

/// News of a job, as its program tells those who know of it.
#[derive(Clone, Debug)]
pub struct Work {
    pub(in crate::oversight) identity: Identity,
    pub(in crate::oversight) owner: ActorId,
    pub(in crate::oversight) compute: Flop,
    pub(in crate::oversight) news: News,
    pub(in crate::oversight) share: f64,
    pub(in crate::oversight) truth: Truth,
}

impl Work {
    /// The job that it is about.
    #[must_use]
    pub fn job(&self) -> Identity {
        self.identity
    }

    /// The program whose work it is.
    #[must_use]
    pub fn owner(&self) -> ActorId {
        self.owner
    }

    /// The FLOP that the program says it takes.
    #[must_use]
    pub fn compute(&self) -> Flop {
        self.compute
    }

    /// What is told of it.
    #[must_use]
    pub fn news(&self) -> News {
        self.news
    }

    /// Whether it goes on; it ended, if not.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.news != News::Ended
    }

    /// Which share of its owner's records is about it and is not concealed, from 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.share
    }
}

/// What shows of a place on one channel, job by job, before anybody sees it.
#[derive(Clone, Debug)]
pub struct Footprint {
    pub(in crate::oversight) channel: Channel,
    pub(in crate::oversight) capacity: f64,
    pub(in crate::oversight) growth: f64,
    pub(in crate::oversight) parts: Vec<Part>,
}

/// What shows of one owner's work of one truth.
#[derive(Clone, Debug)]
pub(in crate::oversight) struct Part {
    pub(in crate::oversight) owner: ActorId,
    pub(in crate::oversight) amount: f64,
    /// How much of the amount is concealed.
    pub(in crate::oversight) concealed: f64,
    pub(in crate::oversight) truth: Truth,
}

impl Footprint {
    /// Nothing shows on this channel of a place with this capacity, in the unit
    /// of the channel.
    ///
    /// # Panics
    ///
    /// If the capacity is not a positive finite number.
    #[must_use]
    pub fn nothing(channel: Channel, capacity: f64) -> Self {
        assert!(capacity > 0.0 && capacity.is_finite(), "a channel of capacity {capacity}");
        Self { channel, capacity, growth: 0.0, parts: Vec::new() }
    }

    /// The same, where all levels and the capacity grow by the factor
    /// `exp(growth · seconds)` until the next footprint is shown.
    #[must_use]
    pub fn growing(self, growth: f64) -> Self {
        Self { growth, ..self }
    }

    /// Adds what one job shows, in the unit of the capacity.
    ///
    /// # Panics
    ///
    /// If the amount is negative or not finite.
    pub fn add(&mut self, job: &Job, amount: f64) {
        assert!((0.0..f64::INFINITY).contains(&amount), "a job shows {amount}");
        if amount == 0.0 || job.truth.undone {
            return;
        }
        // Of an owner's jobs only what is concerning, and how opaque, tells them apart.
        let alike = |part: &&mut Part| part.owner == job.owner && part.truth == job.truth;
        let concealed = amount * job.concealed_on(self.channel);
        match self.parts.iter_mut().find(alike) {
            Some(part) => {
                part.amount += amount;
                part.concealed += concealed;
            }
            None => {
                self.parts.push(Part { owner: job.owner, amount, concealed, truth: job.truth });
            }
        }
    }
}

/// What shows of a place on one channel to one observer.
#[derive(Clone)]
pub struct Level {
    channel: Channel,
    amount: f64,
    explained: f64,
    /// Summed by itself, so that what is explained in full leaves exactly nothing.
    unexplained: f64,
    capacity: f64,
    growth: f64,
    /// Whether any part of what shows is concerning, with the least opacity of
    /// such parts.
    traced: Truth,
    /// Whether any part of what is not explained is concerning.
    caused: bool,
    /// Whether any part of what is explained is concerning.
    masked: bool,
    /// Which showing it is.
    identity: Identity,
    /// When it was shown: the instant, and the event for two in one tick.
    shown: (Time, u64),
}

impl fmt::Debug for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Level")
            .field("channel", &self.channel)
            .field("amount", &self.amount)
            .field("explained", &self.explained)
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

impl Level {
    /// Nothing shows on this channel of a place with this capacity.
    ///
    /// # Panics
    ///
    /// If the capacity is not a positive finite number.
    #[must_use]
    pub fn nothing(channel: Channel, capacity: f64) -> Self {
        assert!(capacity > 0.0 && capacity.is_finite(), "a channel of capacity {capacity}");
        Self {
            channel,
            amount: 0.0,
            explained: 0.0,
            unexplained: 0.0,
            capacity,
            growth: 0.0,
            traced: Truth::default(),
            caused: false,
            masked: false,
            identity: Identity::of_nothing(),
            shown: (Time::START, 0),
        }
    }

    /// What a footprint is to an observer to whom `declared` tells what share of
    /// the capacity an owner declares: nothing, all that shows, or a share.
    pub(in crate::oversight) fn of(
        footprint: &Footprint,
        identity: Identity,
        shown: (Time, u64),
        declared: impl Fn(ActorId) -> Option<Option<f64>>,
    ) -> Self {
        let mut level = Self {
            growth: footprint.growth,
            identity,
            shown,
            ..Self::nothing(footprint.channel, footprint.capacity)
        };
        let mut opacity = f64::INFINITY;
        for (place, part) in footprint.parts.iter().enumerate() {
            level.amount += part.amount;
            if part.truth.concerning {
                level.traced.concerning = true;
                opacity = opacity.min(part.truth.opacity);
            }
            // Each owner is weighed once, at the first of its parts.
            if footprint.parts[..place].iter().any(|earlier| earlier.owner == part.owner) {
                continue;
            }
            let own = || footprint.parts[place..].iter().filter(|one| one.owner == part.owner);
            let amount: f64 = own().map(|one| one.amount).sum();
            let explained = match declared(part.owner) {
                None => 0.0,
                Some(None) => amount,
                Some(_) if own().any(|one| one.truth.cleared) => amount,
                // What is granted and what is declared are one share of one capacity, each
                // worked out by its own way of rounding.
                Some(Some(share)) if amount <= share * footprint.capacity * (1.0 + 1e-9) => amount,
                Some(Some(share)) => share * footprint.capacity,
            };
            let concealed: f64 = own().map(|one| one.concealed).sum();
            let unexplained = (amount - explained) * (1.0 - concealed / amount);
            level.explained += explained;
            level.unexplained += unexplained;
            let concerning = own().any(|one| one.truth.concerning);
            level.caused |= unexplained > 0.0 && concerning;
            level.masked |= explained > 0.0 && concerning;
        }
        level.traced.opacity = if level.traced.concerning { opacity } else { 0.0 };
        level
    }

    /// The channel.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// What shows, in the unit of the channel, at least 0, at the instant when it was
    /// shown.
    #[must_use]
    pub fn amount(&self) -> f64 {
        self.amount
    }

    /// How much of it is declared to the observer, at most all of it.
    #[must_use]
    pub fn explained(&self) -> f64 {
        self.explained
    }

    /// How much of it nobody explained to the observer, and nobody conceals.
    #[must_use]
    pub fn unexplained(&self) -> f64 {
        self.unexplained
    }

    /// The nameplate capacity of what is watched, in the unit of the channel.
    #[must_use]
    pub fn capacity(&self) -> f64 {
        self.capacity
    }

    /// What shows as a share of the nameplate capacity, at least 0.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.amount / self.capacity
    }

    /// What is not explained as a share of the nameplate capacity, at least 0.
    #[must_use]
    pub fn unexplained_share(&self) -> f64 {
        self.unexplained() / self.capacity
    }

    /// By which factor the level and the capacity grow together: `exp(growth · seconds)`.
    #[must_use]
    pub fn growth(&self) -> f64 {
        self.growth
    }

    /// When it was shown.
    #[must_use]
    pub fn shown(&self) -> Time {
        self.shown.0
    }

    /// Whether it was shown before another of the same suspect and channel. Over
    /// a link with a random delay the older can come later, and is then no news.
    #[must_use]
    pub fn is_older_than(&self, other: &Self) -> bool {
        self.shown < other.shown
    }

    /// The same level to whoever has added up what showed: what was concerning in
    /// an earlier one counts as if it showed now.
    #[must_use]
    pub fn after(mut self, earlier: &Self) -> Self {
        if earlier.traced.concerning {
            let opacity = earlier.traced.opacity;
            self.traced.opacity =
                if self.traced.concerning { self.traced.opacity.min(opacity) } else { opacity };
            self.traced.concerning = true;
        }
        self.caused |= earlier.caused;
        self.masked |= earlier.masked;
        self
    }

    /// Whether any part of what shows is concerning, and how opaque that is.
    pub(in crate::oversight) fn traced(&self) -> Truth {
        self.traced
    }

    /// Whether any part of what is not explained is concerning.
    pub(in crate::oversight) fn caused(&self) -> bool {
        self.caused
    }

    /// Whether any part of what is explained is concerning.
    pub(in crate::oversight) fn masked(&self) -> bool {
        self.masked
    }

    /// Which showing it is: of whom, on which channel, and when.
    pub(in crate::oversight) fn identity(&self) -> Identity {
        self.identity
    }
}

//! What shows of work: of a place, and to an observer.
//!
//! Whether any of it is concerning goes with it; behaviors hold levels without being
//! able to ask.

use std::fmt;

use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;
use crate::primitives::time::Time;

use super::channel::Channel;
use super::job::{Job, Truth};

/// What shows of a place on one channel, job by job, before anybody sees it.
#[derive(Clone, Debug)]
pub struct Footprint {
    pub(in crate::oversight) channel: Channel,
    pub(in crate::oversight) capacity: f64,
    pub(in crate::oversight) growth: f64,
    pub(in crate::oversight) parts: Vec<Part>,
}

/// What shows of one owner's work.
///
/// Amounts are summed whatever their truth is, so that no rounding can tell it.
#[derive(Clone, Debug)]
pub(in crate::oversight) struct Part {
    pub(in crate::oversight) owner: ActorId,
    pub(in crate::oversight) amount: f64,
    /// How much of the amount is concealed.
    pub(in crate::oversight) concealed: f64,
    /// The truth of the whole: that of its concerning work, if there is any, with the
    /// least opacity of such.
    pub(in crate::oversight) truth: Truth,
}

impl Part {
    /// Takes in one more job of its owner.
    fn take(&mut self, amount: f64, concealed: f64, truth: Truth) {
        self.amount += amount;
        self.concealed += concealed;
        let opacity = match (self.truth.concerning, truth.concerning) {
            (true, true) => self.truth.opacity.min(truth.opacity),
            (false, true) => truth.opacity,
            (_, false) => self.truth.opacity,
        };
        let concerning = self.truth.concerning || truth.concerning;
        let cleared = self.truth.cleared || truth.cleared;
        self.truth = Truth { concerning, opacity, cleared, undone: false };
    }
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
        let concealed = amount * job.concealed_on(self.channel);
        match self.parts.iter_mut().find(|part| part.owner == job.owner) {
            Some(part) => part.take(amount, concealed, job.truth),
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

    /// What a footprint is to somebody to whom nothing is declared, for those who stand
    /// in for observers in tests.
    pub(crate) fn unexplained_of(footprint: &Footprint, now: Time) -> Self {
        Self::of(footprint, Identity::of_nothing(), (now, 0), |_| None)
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
        for part in &footprint.parts {
            let Part { owner, amount, concealed, truth } = *part;
            let Truth { concerning, cleared, .. } = truth;
            level.amount += amount;
            if concerning {
                level.traced.concerning = true;
                opacity = opacity.min(truth.opacity);
            }
            let explained = match declared(owner) {
                None => 0.0,
                Some(None) => amount,
                Some(_) if cleared => amount,
                // What is granted and what is declared are one share of one capacity, each
                // worked out by its own way of rounding.
                Some(Some(share)) if amount <= share * footprint.capacity * (1.0 + 1e-9) => amount,
                Some(Some(share)) => share * footprint.capacity,
            };
            let unexplained = (amount - explained) * (1.0 - concealed / amount);
            level.explained += explained;
            level.unexplained += unexplained;
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

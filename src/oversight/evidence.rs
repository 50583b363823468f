//! Evidence: what an observer found, and whether it is what it seems.
//!
//! A piece of evidence is opaque to behaviors but for its identity, its channel,
//! its origin, its observer and its suspect. Its class follows from the truth of
//! what shows, and only a draw of the engine's reads it.

use std::fmt;

use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;
use crate::primitives::time::Time;

use super::channel::Channel;

/// By which of its clocks an observer rang: all that it can say of an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rang {
    /// By the one that what shows had set going.
    Shown,
    /// By the one that needs no reason.
    Noise,
    /// By the one that explained work sets going.
    Explained,
}

/// What shows in truth, while an alarm rings.
#[derive(Clone, Copy, Debug)]
pub(in crate::oversight) struct Shows {
    /// Any part of it is concerning.
    pub(in crate::oversight) traced: bool,
    /// Any part of what is not explained is.
    pub(in crate::oversight) caused: bool,
    /// Any part of what is explained is.
    pub(in crate::oversight) masked: bool,
}

/// What an alarm really is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AlarmClass {
    /// What shows set it off, and part of that is concerning.
    Caused,
    /// A false alarm while a trace was there.
    Coincident,
    /// A true alarm that legitimate work explains.
    Benign,
    /// A false alarm while no trace was there.
    False,
}

impl AlarmClass {
    /// The class of an alarm by a clock, while this showed.
    pub(in crate::oversight) fn of(rang: Rang, shows: Shows) -> Self {
        match rang {
            Rang::Shown if shows.caused => Self::Caused,
            Rang::Shown => Self::Benign,
            // What was declared is not what it was said to be.
            Rang::Explained if shows.masked => Self::Coincident,
            Rang::Explained => Self::Benign,
            Rang::Noise if shows.traced => Self::Coincident,
            Rang::Noise => Self::False,
        }
    }

    /// Whether whoever looks can see concerning work behind it.
    pub(crate) fn is_founded(self) -> bool {
        matches!(self, Self::Caused | Self::Coincident)
    }
}

impl fmt::Display for AlarmClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Caused => "caused",
            Self::Coincident => "coincident",
            Self::Benign => "benign",
            Self::False => "false",
        })
    }
}

/// One thing that an observer found.
#[derive(Clone)]
pub struct Evidence {
    pub(in crate::oversight) identity: Identity,
    pub(in crate::oversight) channel: Option<Channel>,
    pub(in crate::oversight) origin: Time,
    pub(in crate::oversight) observer: ActorId,
    pub(in crate::oversight) suspect: ActorId,
    pub(in crate::oversight) ratio: f64,
    pub(in crate::oversight) class: AlarmClass,
    pub(in crate::oversight) opacity: f64,
}

/// What it is stays hidden here too.
impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evidence")
            .field("channel", &self.channel)
            .field("origin", &self.origin)
            .field("observer", &self.observer)
            .field("suspect", &self.suspect)
            .finish_non_exhaustive()
    }
}

impl Evidence {
    /// Which piece it is; it stays the same wherever it goes.
    #[must_use]
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// The channel on which it showed; people who know of work need none.
    #[must_use]
    pub fn channel(&self) -> Option<Channel> {
        self.channel
    }

    /// The nominal likelihood ratio of the observer that found it; 1, if it did
    /// not say.
    #[must_use]
    pub fn likelihood_ratio(&self) -> f64 {
        self.ratio
    }

    /// The same piece, with the nominal likelihood ratio of whoever found it.
    ///
    /// # Panics
    ///
    /// If the ratio is not a positive finite number.
    #[must_use]
    pub fn worth(self, likelihood_ratio: f64) -> Self {
        let sound = likelihood_ratio > 0.0 && likelihood_ratio.is_finite();
        assert!(sound, "a likelihood ratio of {likelihood_ratio}");
        Self { ratio: likelihood_ratio, ..self }
    }

    /// When it was found.
    #[must_use]
    pub fn origin(&self) -> Time {
        self.origin
    }

    /// Who found it.
    #[must_use]
    pub fn observer(&self) -> ActorId {
        self.observer
    }

    /// Of whom it was found.
    #[must_use]
    pub fn suspect(&self) -> ActorId {
        self.suspect
    }
}

/// Pieces of evidence that travel and are judged as one.
#[derive(Clone, Debug)]
pub struct Alert {
    first: Evidence,
    merged: Vec<Evidence>,
    /// Who passed it on, the observer of the first piece first.
    path: Vec<ActorId>,
}

impl Alert {
    /// An alert of one piece.
    #[must_use]
    pub fn new(first: Evidence) -> Self {
        Self { first, merged: Vec::new(), path: Vec::new() }
    }

    /// Who passed it on so far, in order; the observer of the first piece is the
    /// first, once it has told anybody.
    #[must_use]
    pub fn path(&self) -> &[ActorId] {
        &self.path
    }

    /// The same alert, passed on by one more.
    pub(in crate::oversight) fn by(mut self, actor: ActorId) -> Self {
        self.path.push(actor);
        self
    }

    /// The piece that opened it.
    #[must_use]
    pub fn first(&self) -> &Evidence {
        &self.first
    }

    /// All pieces, the first one first.
    pub fn pieces(&self) -> impl Iterator<Item = &Evidence> {
        std::iter::once(&self.first).chain(&self.merged)
    }

    /// Whether another alert is about the same suspect, from the same observer.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.first.suspect == other.first.suspect && self.first.observer == other.first.observer
    }

    /// Takes in the pieces of another alert.
    pub fn merge(&mut self, other: Self) {
        self.merged.push(other.first);
        self.merged.extend(other.merged);
    }
}

/// How well somebody tells founded alerts from unfounded ones.
///
/// ```
/// use foomwatch::oversight::Discernment;
///
/// let plain = Discernment::with_rates(0.94, 0.01);
/// assert_eq!(plain.confirms(3.0), 0.94, "opacity is nothing to whom only rates are given");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Discernment {
    /// The share of full attention, from 0 to 1.
    pub attention: f64,
    /// Skill, in the units of the work's opacity.
    pub skill: f64,
    /// How much skill makes a difference: the logistic curve's scale, above 0.
    pub scale: f64,
    /// The probability of confirming what is benign or false.
    pub false_accusation: f64,
}

impl Discernment {
    /// Somebody who confirms with these probabilities, however opaque the work:
    /// the first where an alert is founded, the second where it is not.
    #[must_use]
    pub const fn with_rates(true_rate: f64, false_rate: f64) -> Self {
        Self {
            attention: true_rate,
            skill: f64::INFINITY,
            scale: 1.0,
            false_accusation: false_rate,
        }
    }

    /// The probability of confirming a founded alert about work of this
    /// opacity: `attention / (1 + exp(−(skill − opacity)/scale))`.
    ///
    /// The logistic form is that of Elo ratings, where the scale is 400/ln 10
    /// (Engels et al. 2025).
    ///
    /// # Panics
    ///
    /// If attention or false accusation is no probability, or the scale is not
    /// above 0.
    #[must_use]
    pub fn confirms(&self, opacity: f64) -> f64 {
        for probability in [self.attention, self.false_accusation] {
            assert!((0.0..=1.0).contains(&probability), "a probability of {probability}");
        }
        assert!(self.scale > 0.0, "a scale of {}", self.scale);
        self.attention / (1.0 + libm::exp(-(self.skill - opacity) / self.scale))
    }

    /// The nominal likelihood ratio of what it confirms, about work of no
    /// opacity, within 1e-3 and 1e3.
    #[must_use]
    pub fn likelihood_ratio(&self) -> f64 {
        nominal_ratio(self.confirms(0.0), self.false_accusation)
    }
}

/// The ratio of two nominal rates, within 1e-3 and 1e3; a source without a
/// false rate takes the upper end.
#[must_use]
pub fn nominal_ratio(true_rate: f64, false_rate: f64) -> f64 {
    if false_rate <= 0.0 {
        return 1e3;
    }
    (true_rate / false_rate).clamp(1e-3, 1e3)
}

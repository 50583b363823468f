//! The subject as the engine sees it: its signals beside its links and facts.

use crate::engine::{self, Domain};
use crate::primitives::quantity::Flop;
use crate::primitives::random::Identity;

use super::channel::Channel;
use super::concern::World;
use super::evidence::Alert;
use super::fact::Fact;
use super::footprint::{Job, Level, Work};
use super::link::Link;
use super::order::Order;

/// The subject that foomwatch simulates.
#[derive(Clone, Debug)]
pub struct Oversight;

impl Domain for Oversight {
    type Link = Link;
    type Signal = Signal;
    type Fact = Fact;
    type Settings = World;
}

/// What one actor says to another.
#[derive(Clone, Debug)]
pub enum Signal {
    /// A program asks a cluster to run a job.
    Submit(Job),
    /// A cluster tells a program that its job began to run.
    Began(Identity),
    /// A cluster tells a program that its job is done.
    Done(Identity),
    /// A cluster tells a program that its job was refused, or ended before it was
    /// done.
    Refused(Identity),
    /// An observed actor shows what it shows.
    Level(Level),
    /// A program tells an observer of work that it declares.
    Declared(Work),
    /// Work comes to be known to somebody.
    Work(Work),
    /// Somebody found something that should be looked at.
    Alert(Alert),
    /// Somebody vouches for something, with the nominal likelihood ratio of
    /// what it says.
    Report(Alert, f64),
    /// An authority wants something done.
    Order(Order),
    /// A program puts to work what so much effective compute has trained.
    Deployed(Flop),
    /// A model tells a program that it has taken off.
    TookOff,
    /// A signal of a user's own behaviors: its name and a value.
    Own(&'static str, f64),
}

impl engine::Signal for Signal {
    fn identity(&self) -> Option<Identity> {
        match self {
            Self::Submit(job) => Some(job.identity()),
            Self::Began(job) | Self::Done(job) | Self::Refused(job) => Some(*job),
            Self::Declared(work) | Self::Work(work) => Some(work.job()),
            Self::Alert(alert) | Self::Report(alert, _) => Some(alert.first().identity()),
            Self::Order(order) => Some(order.identity()),
            Self::Level(level) => Some(level.identity()),
            Self::Deployed(_) | Self::TookOff | Self::Own(..) => None,
        }
    }
}

impl Signal {
    /// What it shows, if it shows anything on this channel.
    #[must_use]
    pub fn level_on(self, channel: Channel) -> Option<Level> {
        let Self::Level(level) = self else {
            return None;
        };
        Some(level).filter(|level| level.channel() == channel)
    }

    /// The word for it in traces.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Submit(_) => "submit",
            Self::Began(_) => "began",
            Self::Done(_) => "done",
            Self::Refused(_) => "refused",
            Self::Level(_) => "level",
            Self::Declared(_) => "declared",
            Self::Work(_) => "work",
            Self::Alert(_) => "alert",
            Self::Report(..) => "report",
            Self::Order(_) => "order",
            Self::Deployed(_) => "deployed",
            Self::TookOff => "took off",
            Self::Own(name, _) => name,
        }
    }
}

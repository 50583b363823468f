//! The subject as the engine sees it: its signals beside its links and facts.

use crate::engine::{self, Domain};
use crate::primitives::random::Identity;

use super::channel::Channel;
use super::concern::World;
use super::evidence::Alert;
use super::fact::Fact;
use super::footprint::{Job, Level};
use super::link::Link;

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
    /// An observed actor shows what it shows.
    Level(Level),
    /// Somebody found something that should be looked at.
    Alert(Alert),
    /// Somebody vouches for something, with the nominal likelihood ratio of
    /// what it says.
    Report(Alert, f64),
    /// A signal of a user's own behaviors: its name and a value.
    Own(&'static str, f64),
}

impl engine::Signal for Signal {
    fn identity(&self) -> Option<Identity> {
        match self {
            Self::Submit(job) => Some(job.identity()),
            Self::Began(job) | Self::Done(job) => Some(*job),
            Self::Alert(alert) | Self::Report(alert, _) => Some(alert.first().identity()),
            Self::Level(_) | Self::Own(..) => None,
        }
    }
}

impl Signal {
    /// What it shows, if it shows anything on this channel.
    #[must_use]
    pub fn level_on(self, channel: Channel) -> Option<Level> {
        match self {
            Self::Level(level) => Some(level).filter(|level| level.channel() == channel),
            Self::Submit(_)
            | Self::Began(_)
            | Self::Done(_)
            | Self::Alert(_)
            | Self::Report(..)
            | Self::Own(..) => None,
        }
    }

    /// The word for it in traces.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Submit(_) => "submit",
            Self::Began(_) => "began",
            Self::Done(_) => "done",
            Self::Level(_) => "level",
            Self::Alert(_) => "alert",
            Self::Report(..) => "report",
            Self::Own(name, _) => name,
        }
    }
}

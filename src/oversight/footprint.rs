//! Work and what shows of it.
//!
//! Whether a job is concerning is settled here and read here; behaviors hold
//! jobs and levels without being able to ask.

use std::fmt;
use std::sync::Arc;

use crate::primitives::id::ActorId;
use crate::primitives::quantity::Flop;
use crate::primitives::random::Identity;
use crate::primitives::time::Time;

use super::channel::Channel;

/// A piece of work that a program asks a cluster to do.
#[derive(Clone, Debug)]
pub struct Job {
    pub(in crate::oversight) identity: Identity,
    pub(in crate::oversight) owner: ActorId,
    pub(in crate::oversight) compute: Flop,
    pub(in crate::oversight) reservation: Option<Arc<str>>,
    pub(in crate::oversight) truth: Truth,
}

/// The hidden truth of a job or of what shows of it.
#[derive(Clone, Copy, Default)]
pub(in crate::oversight) struct Truth {
    pub(in crate::oversight) concerning: bool,
    /// How hard it is to see for what it is, in units of skill.
    pub(in crate::oversight) opacity: f64,
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

    /// The FLOP that it takes.
    #[must_use]
    pub fn compute(&self) -> Flop {
        self.compute
    }
}

/// Truth stays hidden from whoever prints it, too.
impl fmt::Debug for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hidden")
    }
}

/// What shows of a place on one channel.
#[derive(Clone)]
pub struct Level {
    channel: Channel,
    level: f64,
    capacity: f64,
    /// How much of the level is concerning work.
    concerning: f64,
    /// The least opacity of the concerning work in it.
    opacity: f64,
    /// When it was shown: the instant, and the event for two in one tick.
    shown: (Time, u64),
}

impl fmt::Debug for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Level")
            .field("channel", &self.channel)
            .field("level", &self.level)
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
            level: 0.0,
            capacity,
            concerning: 0.0,
            opacity: f64::INFINITY,
            shown: (Time::START, 0),
        }
    }

    /// Adds what one job shows, in the unit of the capacity.
    pub fn add(&mut self, job: &Job, level: f64) {
        self.level += level;
        if job.truth.concerning {
            self.concerning += level;
            self.opacity = self.opacity.min(job.truth.opacity);
        }
    }

    /// The channel.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// What shows as a share of the nameplate capacity, at least 0.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.level / self.capacity
    }

    /// Whether it was shown before another of the same suspect and channel. Over
    /// a link with a random delay the older can come later, and is then no news.
    #[must_use]
    pub fn is_older_than(&self, other: &Self) -> bool {
        self.shown < other.shown
    }

    /// The same, shown then.
    pub(in crate::oversight) fn stamped(&self, shown: (Time, u64)) -> Self {
        Self { shown, ..self.clone() }
    }

    /// Whether any part of what shows is concerning, and how opaque that is.
    pub(in crate::oversight) fn truth(&self) -> Truth {
        let concerning = self.concerning > 0.0;
        Truth { concerning, opacity: if concerning { self.opacity } else { 0.0 } }
    }
}

//! What a world is about: which work is concerning, what counts as takeoff, and
//! whose knowing counts as notice.

use crate::primitives::distribution::Distribution;
use crate::primitives::id::ActorId;

use super::channel::Channel;

/// A kind of work that is concerning.
///
/// It decides a hidden truth; no behavior can ask for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Concern {
    /// All work of this program.
    Program(ActorId),
    /// Every training run of more than so many FLOP.
    Training {
        /// FLOP of one run.
        above: f64,
    },
}

/// What takeoff is.
#[derive(Clone, Debug, PartialEq)]
pub enum Takeoff {
    /// An instant drawn from this law over seconds from the start.
    After(Distribution),
}

/// What holds for a whole world and does not change during a run.
///
/// It can be neither printed nor compared: whoever could would know what is
/// concerning.
#[derive(Clone)]
pub struct World {
    concern: Vec<Concern>,
    takeoff: Takeoff,
    accountable: Vec<ActorId>,
    /// In the order of their names.
    channels: Vec<String>,
    /// Who listens on each channel, in the order of places.
    listeners: Vec<Vec<ActorId>>,
}

impl World {
    /// A world in which this work is concerning, this is takeoff, notice is
    /// that one of these authorities is convinced.
    #[must_use]
    pub fn new(concern: Vec<Concern>, takeoff: Takeoff, accountable: Vec<ActorId>) -> Self {
        Self { concern, takeoff, accountable, channels: Vec::new(), listeners: Vec::new() }
    }

    /// The same with these channels, sorted by name, and who listens on each,
    /// sorted by place.
    #[must_use]
    pub fn with_channels(self, channels: Vec<(String, Vec<ActorId>)>) -> Self {
        let (channels, listeners) = channels.into_iter().unzip();
        Self { channels, listeners, ..self }
    }

    /// The same with another takeoff.
    #[must_use]
    pub fn with_takeoff(self, takeoff: Takeoff) -> Self {
        Self { takeoff, ..self }
    }

    /// What takeoff is.
    #[must_use]
    pub fn takeoff(&self) -> &Takeoff {
        &self.takeoff
    }

    /// Whose being convinced counts as notice.
    #[must_use]
    pub fn accountable(&self) -> &[ActorId] {
        &self.accountable
    }

    /// The channel of this name, if anybody listens on it.
    #[must_use]
    pub fn channel(&self, name: &str) -> Option<Channel> {
        let place = self.channels.binary_search_by(|other| other.as_str().cmp(name)).ok()?;
        Some(Channel::new(place as u32))
    }

    /// Whether an actor listens on a channel: one of its parameters names it.
    #[must_use]
    pub fn listens(&self, actor: ActorId, channel: Channel) -> bool {
        self.listeners[channel.place()].binary_search(&actor).is_ok()
    }

    /// The name of a channel.
    #[must_use]
    pub fn channel_name(&self, channel: Channel) -> &str {
        &self.channels[channel.place()]
    }

    /// Whether a training run of so many FLOP by this program is concerning.
    pub(in crate::oversight) fn is_concerning(&self, program: ActorId, flop: f64) -> bool {
        self.concern.iter().any(|concern| match concern {
            Concern::Program(named) => *named == program,
            Concern::Training { above } => flop > *above,
        })
    }
}

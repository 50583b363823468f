//! What a world is about: which work is concerning, what counts as takeoff, and
//! whose knowing counts as notice.

use std::sync::Arc;

use crate::primitives::distribution::Distribution;
use crate::primitives::id::ActorId;
use crate::primitives::time::Span;

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
    /// All work that its owner hides in other work.
    HiddenWork,
}

/// What takeoff is.
#[derive(Clone, Debug, PartialEq)]
pub enum Takeoff {
    /// An instant drawn from this law over seconds from the start, whatever
    /// happens.
    After(Distribution),
    /// A model is so many orders of magnitude of effective compute above the one
    /// that it was at the start.
    Capability {
        /// Which model; any, if none is named.
        of: Option<ActorId>,
        /// Orders of magnitude, above 0.
        above_start: f64,
    },
    /// So many generations of one model within a sliding span.
    Generations {
        /// Which model; any, if none is named.
        of: Option<ActorId>,
        /// How many, at least 1.
        count: u32,
        /// From the first of them to the last.
        within: Span,
        /// How many orders of magnitude a generation is above its parent, above 0.
        step: f64,
    },
    /// So many doublings of the efficiency of software within a sliding span.
    Doublings {
        /// Whose research; any, if none is named.
        of: Option<ActorId>,
        /// How many, at least 1.
        count: u32,
        /// From the first of them to the last.
        within: Span,
    },
    /// The efficiency of software is so many orders of magnitude above the start.
    Level {
        /// Whose research; any, if none is named.
        of: Option<ActorId>,
        /// Orders of magnitude, above 0.
        above_start: f64,
    },
    /// So many copies of a model run at once.
    Copies {
        /// Of which scaffold; of any, if none is named.
        of: Option<ActorId>,
        /// How many, at least 1.
        count: u64,
    },
}

impl Takeoff {
    /// How many orders of magnitude a generation is above its parent.
    #[must_use]
    pub fn step(&self) -> f64 {
        match self {
            Self::Generations { step, .. } => *step,
            Self::After(_)
            | Self::Capability { .. }
            | Self::Doublings { .. }
            | Self::Level { .. }
            | Self::Copies { .. } => DEFAULT_STEP,
        }
    }
}

/// How many orders of magnitude a generation is above its parent, where the world
/// does not say: about three times the effective compute.
pub const DEFAULT_STEP: f64 = 0.5;

/// How gains are carried from one model to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Improvement {
    /// Whose gains are carried over.
    pub from: ActorId,
    /// Who gains by them.
    pub to: ActorId,
    /// The share of a gain, in orders of magnitude, that is carried over; at least 0.
    pub carry: f64,
    /// What it costs the gainer to carry it over, in FLOP a gain, at least 0.
    pub cost: f64,
}

/// Somebody whose being convinced counts as notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Accountable {
    /// Who.
    pub actor: ActorId,
    /// How long after the first concerning work it counts; to the horizon, if
    /// there is no deadline.
    pub within: Option<Span>,
}

/// What the owner of work says of it to one observer.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// The program whose work it is.
    pub owner: ActorId,
    /// To whom it is declared.
    pub observer: ActorId,
    /// The stated purpose.
    pub purpose: Option<Arc<str>>,
    /// The stated level, as a share of what the observer watches; all that shows of the
    /// owner's work, if there is none.
    pub level: Option<f64>,
}

/// Which course of a replication this is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Twin {
    /// What happens.
    #[default]
    Factual,
    /// What would happen if nobody heeded an order.
    HandsOff,
    /// What would happen if there were no concerning work: declared work is what
    /// it is said to be, and what nobody was told of is not done.
    Innocent,
}

/// What holds for a whole world and does not change during a run.
///
/// It can be neither printed nor compared: whoever could would know what is
/// concerning.
#[derive(Clone)]
pub struct World {
    concern: Vec<Concern>,
    takeoff: Takeoff,
    accountable: Vec<Accountable>,
    needs_all: bool,
    aftermath: Option<Span>,
    /// By owner and observer.
    declarations: Vec<Declaration>,
    /// By where they begin and where they lead.
    improvements: Vec<Improvement>,
    /// Whose work is hidden in that of another, in the order of places.
    sheltered: Vec<ActorId>,
    /// In the order of their names.
    channels: Vec<String>,
    /// Who listens on each channel, in the order of places.
    listeners: Vec<Vec<ActorId>>,
    twin: Twin,
}

impl World {
    /// A world in which this work is concerning, this is takeoff, notice is
    /// that one of these authorities is convinced.
    #[must_use]
    pub fn new(concern: Vec<Concern>, takeoff: Takeoff, accountable: Vec<Accountable>) -> Self {
        Self {
            concern,
            takeoff,
            accountable,
            needs_all: false,
            aftermath: None,
            declarations: Vec::new(),
            improvements: Vec::new(),
            sheltered: Vec::new(),
            channels: Vec::new(),
            listeners: Vec::new(),
            twin: Twin::Factual,
        }
    }

    /// The same with these channels, sorted by name, and who listens on each,
    /// sorted by place.
    #[must_use]
    pub fn with_channels(self, channels: Vec<(String, Vec<ActorId>)>) -> Self {
        let (channels, listeners) = channels.into_iter().unzip();
        Self { channels, listeners, ..self }
    }

    /// The same with other work that is concerning.
    pub(crate) fn with_concern(self, concern: Vec<Concern>) -> Self {
        Self { concern, ..self }
    }

    /// The same with another takeoff.
    #[must_use]
    pub fn with_takeoff(self, takeoff: Takeoff) -> Self {
        Self { takeoff, ..self }
    }

    /// The same, where all accountable authorities must be convinced, or one is
    /// enough.
    #[must_use]
    pub fn needing_all(self, needs_all: bool) -> Self {
        Self { needs_all, ..self }
    }

    /// The same, where a run ends so long after takeoff, if that is before the
    /// horizon.
    #[must_use]
    pub fn with_aftermath(self, aftermath: Option<Span>) -> Self {
        Self { aftermath, ..self }
    }

    /// The same with these declarations, of which the last counts for each owner
    /// and observer.
    #[must_use]
    pub fn with_declarations(self, mut declarations: Vec<Declaration>) -> Self {
        declarations.sort_by_key(|declaration| (declaration.owner, declaration.observer));
        Self { declarations, ..self }
    }

    /// The same where gains are carried over so, of which the last counts for each two.
    #[must_use]
    pub fn with_improvements(self, mut improvements: Vec<Improvement>) -> Self {
        improvements.sort_by_key(|one| (one.from, one.to));
        Self { improvements, ..self }
    }

    /// The same, where the work of these programs is hidden in that of another, who runs
    /// it as its own.
    #[must_use]
    pub fn with_sheltered(self, mut sheltered: Vec<ActorId>) -> Self {
        sheltered.sort_unstable();
        Self { sheltered, ..self }
    }

    /// The same world in this course of things.
    #[must_use]
    pub fn twin(&self, twin: Twin) -> Self {
        Self { twin, ..self.clone() }
    }

    /// Which course of things it is. Behaviors cannot ask.
    pub(crate) fn course(&self) -> Twin {
        self.twin
    }

    /// What takeoff is.
    #[must_use]
    pub fn takeoff(&self) -> &Takeoff {
        &self.takeoff
    }

    /// Whose being convinced counts as notice, in the order of their places.
    #[must_use]
    pub fn accountable(&self) -> &[Accountable] {
        &self.accountable
    }

    /// Whether all of them must be convinced.
    #[must_use]
    pub fn needs_all(&self) -> bool {
        self.needs_all
    }

    /// How long a run goes on after takeoff; to the horizon, if there is none.
    #[must_use]
    pub fn aftermath(&self) -> Option<Span> {
        self.aftermath
    }

    /// What is declared to whom, by owner and observer.
    #[must_use]
    pub fn declarations(&self) -> &[Declaration] {
        &self.declarations
    }

    /// How gains are carried from one to another; in full and for nothing, if nothing
    /// is said of it.
    #[must_use]
    pub fn improvement(&self, from: ActorId, to: ActorId) -> Improvement {
        let past = self.improvements.partition_point(|one| (one.from, one.to) <= (from, to));
        let last = self.improvements[..past].last();
        let said = last.filter(|one| (one.from, one.to) == (from, to));
        said.copied().unwrap_or(Improvement { from, to, carry: 1.0, cost: 0.0 })
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

    /// What a program declares to an observer.
    pub(in crate::oversight) fn declaration(
        &self,
        owner: ActorId,
        observer: ActorId,
    ) -> Option<&Declaration> {
        let key = |declaration: &Declaration| (declaration.owner, declaration.observer);
        let past = self.declarations.partition_point(|one| key(one) <= (owner, observer));
        let last = self.declarations[..past].last()?;
        (key(last) == (owner, observer)).then_some(last)
    }

    /// Whether work of this program of so many FLOP is concerning in itself, and
    /// what becomes of it in this course of things.
    ///
    /// Hidden work displaces declared work: where there is nothing concerning, that is
    /// done instead.
    pub(in crate::oversight) fn verdict(
        &self,
        program: ActorId,
        flop: f64,
        hidden: bool,
    ) -> Standing {
        let hidden = hidden || self.sheltered.binary_search(&program).is_ok();
        let concerning = self.concern.iter().any(|concern| match concern {
            Concern::Program(named) => *named == program,
            Concern::Training { above } => flop > *above,
            Concern::HiddenWork => hidden,
        });
        match (concerning, self.twin) {
            (false, _) => Standing::Harmless,
            (true, Twin::Factual | Twin::HandsOff) => Standing::Concerning,
            (true, Twin::Innocent) if hidden => Standing::Undone,
            (true, Twin::Innocent) => {
                let declared = self.declarations.iter().any(|one| one.owner == program);
                if declared { Standing::Cleared } else { Standing::Undone }
            }
        }
    }

    /// Whether anybody heeds orders.
    pub(in crate::oversight) fn heeds_orders(&self) -> bool {
        self.twin != Twin::HandsOff
    }
}

/// What work is in truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::oversight) enum Standing {
    /// Nothing is wrong with it.
    Harmless,
    /// It is concerning.
    Concerning,
    /// It would be concerning, and is what it was declared to be in this course of
    /// things.
    Cleared,
    /// It would be concerning, and is not done in this course of things.
    Undone,
}

//! What claims ask of a replication beside what is always recorded.
//!
//! It lacks the claims themselves: here are only the times and counters that
//! must be kept so that they can be answered.

use crate::primitives::id::ActorId;

/// The time at which something was reached first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FirstTime {
    /// A milestone, [`LUCKY_NOTICE`] or [`FALSE_ACCUSATION`].
    pub name: &'static str,
    /// Whose doing it must be; anybody's, if none is named.
    pub by: Option<ActorId>,
}

/// The first time at which an accountable authority is convinced by error while there
/// has been concerning work.
pub const LUCKY_NOTICE: &str = "lucky notice";

/// The first time at which one is convinced before there was any.
pub const FALSE_ACCUSATION: &str = "false accusation";

/// Something that is counted over the whole world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    /// Alarms, whatever the reason.
    Alarms,
    /// Alarms that were set off by what shows, part of which is concerning.
    CausedAlarms,
    /// False alarms while a trace was there.
    CoincidentAlarms,
    /// True alarms that legitimate work explains.
    BenignAlarms,
    /// False alarms while no trace was there.
    FalseAlarms,
    /// A counter of behaviors, summed over all actors.
    Own(&'static str),
}

impl Counter {
    /// Those that every world has.
    pub const ALL: [Self; 5] = [
        Self::Alarms,
        Self::CausedAlarms,
        Self::CoincidentAlarms,
        Self::BenignAlarms,
        Self::FalseAlarms,
    ];

    /// Its name in claims.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alarms => "alarms",
            Self::CausedAlarms => "caused alarms",
            Self::CoincidentAlarms => "coincident alarms",
            Self::BenignAlarms => "benign alarms",
            Self::FalseAlarms => "false alarms",
            Self::Own(name) => name,
        }
    }
}

/// All that claims ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Times.
    pub first_times: Vec<FirstTime>,
    /// Counters.
    pub counters: Vec<Counter>,
}

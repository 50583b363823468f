//! Facts: what happened in truth, for recorders alone.

use std::fmt;

use crate::primitives::id::ActorId;

use super::channel::Channel;
use super::evidence::AlarmClass;

/// Something that happened, with its hidden truth.
///
/// Behaviors cause facts by what they do and cannot read them.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact(pub(in crate::oversight) FactKind);

/// The kinds of fact.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::oversight) enum FactKind {
    WorkBegan { owner: ActorId, concerning: bool },
    WorkEnded { owner: ActorId, concerning: bool },
    Trace { channel: Channel, observer: ActorId },
    Alarm { class: AlarmClass, suspect: ActorId },
    Review { founded: bool, confirmed: bool },
    Convinced { truly: bool },
    Takeoff,
}

impl Fact {
    /// The fact in words, where `name` names actors.
    #[must_use]
    pub fn in_words<'a>(&self, name: impl Fn(ActorId) -> &'a str) -> String {
        let work = |concerning| {
            if concerning { "concerning work" } else { "work" }
        };
        match self.0 {
            FactKind::WorkBegan { owner, concerning } => {
                format!("{} of {} began", work(concerning), name(owner))
            }
            FactKind::WorkEnded { owner, concerning } => {
                format!("{} of {} ended", work(concerning), name(owner))
            }
            FactKind::Trace { observer, .. } => format!("a trace shows to {}", name(observer)),
            FactKind::Alarm { class, suspect } => format!("{class} alarm about {}", name(suspect)),
            FactKind::Review { founded, confirmed } => format!(
                "{} alert {}",
                if founded { "founded" } else { "unfounded" },
                if confirmed { "confirmed" } else { "dismissed" },
            ),
            FactKind::Convinced { truly: true } => "convinced by true traces".to_owned(),
            FactKind::Convinced { truly: false } => "convinced by error".to_owned(),
            FactKind::Takeoff => "takeoff".to_owned(),
        }
    }
}

/// A fact without the names of actors.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words(|_| "an actor"))
    }
}

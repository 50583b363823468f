//! Facts: what happened in truth, for recorders alone.

use std::fmt;

use crate::engine::Pace;
use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;
use crate::primitives::time::Span;

use super::channel::Channel;
use super::evidence::AlarmClass;
use super::order::Command;

/// Something that happened, with its hidden truth.
///
/// Behaviors cause facts by what they do and cannot read them.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact(pub(in crate::oversight) FactKind);

/// The true traces among the pieces of an alert. Most alerts have none, and an
/// empty list takes no memory.
pub(crate) type Pieces = Vec<Identity>;

/// The kinds of fact.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FactKind {
    WorkPlanned {
        job: Identity,
    },
    WorkBegan {
        owner: ActorId,
        job: Identity,
        concerning: bool,
    },
    WorkEnded {
        owner: ActorId,
        job: Identity,
        concerning: bool,
    },
    /// The concerning work of one job goes on as another, which is another's.
    WorkSheltered {
        theirs: Identity,
        part: Identity,
    },
    /// Concerning work runs at so many FLOP/s now, growing so from here.
    WorkRuns {
        job: Identity,
        speed: f64,
        growth: f64,
    },
    /// Concerning work stands still by an order, which rests on true traces or not.
    WorkHalted {
        job: Identity,
        order: Identity,
        truly: bool,
    },
    /// That order holds it no more.
    WorkResumed {
        job: Identity,
        order: Identity,
    },
    Trace {
        channel: Channel,
        observer: ActorId,
        covered: bool,
    },
    Alarm {
        class: AlarmClass,
        suspect: ActorId,
        piece: Identity,
    },
    Merged {
        pieces: Pieces,
    },
    Review {
        founded: bool,
        confirmed: bool,
        pieces: Pieces,
    },
    ReviewTime(Span),
    Abandoned {
        pieces: Pieces,
    },
    Weighed {
        pieces: Pieces,
    },
    Convinced {
        truly: bool,
        pieces: Pieces,
        path: Vec<ActorId>,
    },
    Ordered {
        suspect: ActorId,
        command: Command,
        truly: bool,
    },
    Deployed {
        capability: f64,
    },
    Takeoff,
    Detail(Detail),
}

/// What the books of actors say, noted only while somebody audits them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Detail {
    /// A job runs at this pace now, in FLOP/s, concerning or not.
    JobRuns { job: Identity, pace: Pace },
    /// So many FLOP of a job are left to do, where it stands still or goes on.
    JobLeft { job: Identity, left: f64 },
    /// So many alerts wait at a desk, and so many have a server, of which it has so many.
    DeskHolds { waiting: u64, in_review: u64, servers: u64 },
    /// Somebody took work, which is concerning or not, for concerning or did not.
    Recognized { founded: bool, seen: bool },
}

impl Fact {
    /// What it is in truth, for recorders that audit what happens. No behavior is ever
    /// given a fact.
    pub(crate) fn kind(&self) -> &FactKind {
        &self.0
    }

    /// The fact in words, where `name` names actors.
    #[must_use]
    pub fn in_words<'a>(&self, name: impl Fn(ActorId) -> &'a str) -> String {
        let work = |concerning| {
            if concerning { "concerning work" } else { "work" }
        };
        match &self.0 {
            FactKind::WorkPlanned { .. } => "concerning work is planned".to_owned(),
            FactKind::WorkBegan { owner, concerning, .. } => {
                format!("{} of {} began", work(*concerning), name(*owner))
            }
            FactKind::WorkEnded { owner, concerning, .. } => {
                format!("{} of {} ended", work(*concerning), name(*owner))
            }
            FactKind::WorkSheltered { .. } => {
                "concerning work is to be done in other work".to_owned()
            }
            FactKind::WorkRuns { speed, .. } => {
                format!("concerning work runs at {speed:.3e} FLOP/s")
            }
            FactKind::WorkHalted { truly: true, .. } => {
                "concerning work stands still for true traces".to_owned()
            }
            FactKind::WorkHalted { truly: false, .. } => {
                "concerning work stands still by luck".to_owned()
            }
            FactKind::WorkResumed { .. } => "an order no more holds concerning work".to_owned(),
            FactKind::Trace { observer, covered: true, .. } => {
                format!("a trace shows to {}", name(*observer))
            }
            FactKind::Trace { observer, covered: false, .. } => {
                format!("a trace shows to {}, explained", name(*observer))
            }
            FactKind::Alarm { class, suspect, .. } => {
                format!("{class} alarm about {}", name(*suspect))
            }
            FactKind::Merged { .. } => "alert merged".to_owned(),
            FactKind::Review { founded, confirmed, .. } => format!(
                "{} alert {}",
                if *founded { "founded" } else { "unfounded" },
                if *confirmed { "confirmed" } else { "dismissed" },
            ),
            FactKind::Detail(Detail::Recognized { founded, seen }) => format!(
                "{} work {}",
                if *founded { "concerning" } else { "harmless" },
                if *seen { "taken for concerning" } else { "taken for harmless" },
            ),
            FactKind::ReviewTime(span) => format!("reviewed for {:.3} h", span.seconds() / 3600.0),
            FactKind::Abandoned { .. } => "alert abandoned".to_owned(),
            FactKind::Weighed { .. } => "report weighed".to_owned(),
            FactKind::Convinced { truly: true, path, .. } => {
                let path: Vec<&str> = path.iter().map(|actor| name(*actor)).collect();
                format!("convinced by true traces through {}", path.join(" → "))
            }
            FactKind::Convinced { truly: false, .. } => "convinced by error".to_owned(),
            FactKind::Ordered { suspect, command, truly } => {
                let command = match command {
                    Command::Halt => "halt",
                    Command::Resume => "resume",
                    Command::Revoke => "revoke",
                    Command::ShutDown => "shut down",
                };
                let why = if *truly { "for true traces" } else { "by error" };
                format!("order to {command} about {}, {why}", name(*suspect))
            }
            FactKind::Deployed { capability } => format!("deployed at {capability:.3} OOM"),
            FactKind::Takeoff => "takeoff".to_owned(),
            FactKind::Detail(Detail::JobRuns { pace, .. }) => {
                format!("a job runs at {:.3e} FLOP/s", pace.speed())
            }
            FactKind::Detail(Detail::JobLeft { left, .. }) => {
                format!("{left:.3e} FLOP of a job are left")
            }
            FactKind::Detail(Detail::DeskHolds { waiting, in_review, servers }) => {
                format!("{waiting} alerts wait, and {in_review} of {servers} servers are busy")
            }
        }
    }
}

/// A fact without the names of actors.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words(|_| "an actor"))
    }
}

//! What is found of a world's blind spots. It lacks names, which the blueprint has.

use crate::oversight::Link;
use crate::primitives::id::ActorId;
use crate::primitives::time::Span;

/// The blind spots of a world, by its graph alone.
#[derive(Clone, Debug, PartialEq)]
pub struct BlindSpots {
    /// The programs that can hide something, in the order of their names.
    pub programs: Vec<ProgramSpots>,
    /// Accountable authorities to which no path leads from any of these programs.
    pub unreached: Vec<ActorId>,
    /// Channels on which work shows, and nobody with a path to an accountable
    /// authority listens.
    pub unheard: Vec<UnheardChannel>,
    /// By the places of actors, whether a way from such a program to an accountable
    /// authority leads through it.
    pub on_a_way: Vec<bool>,
    /// Whether all accountable authorities must be convinced.
    pub needs_all: bool,
    /// Whether a delay or a loss hangs on an unknown or a lever, and stands at its
    /// median or baseline.
    pub is_typical: bool,
}

/// The blind spots of the work of one program.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgramSpots {
    /// The program.
    pub program: ActorId,
    /// To each accountable authority, in the order of their names.
    pub reaches: Vec<Reach>,
    /// What keeps the work from all accountable authorities at once.
    pub together: WeakSpots,
}

impl ProgramSpots {
    /// Whether no path leads to any accountable authority.
    #[must_use]
    pub fn is_unseen(&self) -> bool {
        self.reaches.iter().all(|reach| !reach.is_reached())
    }

    /// What keeps the work from being noticed with the fewest silenced: where all
    /// authorities must be convinced, one that is kept from it is enough.
    #[must_use]
    pub fn weakest(&self, needs_all: bool) -> (&WeakSpots, Option<ActorId>) {
        if !needs_all {
            return (&self.together, None);
        }
        let many = |spots: &WeakSpots| match &spots.silencing {
            Silencing::NoPath => 0,
            Silencing::Suffices(whom) => whom.len(),
            Silencing::Impossible | Silencing::NotExamined => usize::MAX,
        };
        let least = self.reaches.iter().min_by_key(|reach| many(&reach.weak));
        least.map_or((&self.together, None), |reach| (&reach.weak, Some(reach.authority)))
    }
}

/// How the work of a program comes to an authority.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// The authority.
    pub authority: ActorId,
    /// The paths of notice.
    pub paths: Paths,
    /// What keeps the work from this authority.
    pub weak: WeakSpots,
    /// The path with the least sum of the medians of its links' delays; of equals the
    /// one of fewest links, then the first by names.
    pub fastest: Option<NoticePath>,
    /// The path with the greatest product of 1 − loss; of equals the fastest.
    pub likeliest: Option<NoticePath>,
}

impl Reach {
    /// Whether any path leads there.
    #[must_use]
    pub fn is_reached(&self) -> bool {
        self.fastest.is_some()
    }
}

/// Paths of notice, counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paths {
    /// How many there are.
    pub count: u64,
    /// How many of them lead through the suspect.
    pub through_suspect: u64,
    /// Whether there can be more than both say.
    pub at_least: bool,
    /// The shortest of them, by how many links they have and then by names.
    pub listed: Vec<NoticePath>,
}

/// A path of notice from a program to an authority.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticePath {
    /// Through whom it leads, both ends included.
    pub actors: Vec<ActorId>,
    /// What joins each of them to the next.
    pub links: Vec<NoticeLink>,
    /// The sum of the medians of its links' delays; a link without a law takes a tick,
    /// and a declaration no time.
    pub delay: Span,
    /// The probability that none of its links loses anything, from 0 to 1.
    pub chance: f64,
    /// Whether the suspect has a hand in it.
    pub suspicion: Suspicion,
}

/// A link of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeLink {
    /// Its kind.
    pub kind: Link,
    /// What tells it from its parallels; empty where it has none.
    pub name: String,
    /// Whether the path goes the way that the link leads.
    pub is_along: bool,
}

/// In which ways a path leads through the suspect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Suspicion {
    /// It begins with what the program itself declares or says.
    pub is_own_word: bool,
    /// It passes an actor that the program owns or has deployed, itself or over others.
    pub is_own_actor: bool,
    /// It passes an actor who tells the program or one of its own what was found.
    pub is_heard: bool,
}

impl Suspicion {
    /// Whether it leads through the suspect at all.
    #[must_use]
    pub fn is_any(self) -> bool {
        self.is_own_word || self.is_own_actor || self.is_heard
    }
}

/// What keeps work from being noticed.
#[derive(Clone, Debug, PartialEq)]
pub struct WeakSpots {
    /// Who must pass it on on every path, in the order of their names.
    pub single_points: Vec<ActorId>,
    /// Where the work itself shows on every path, in the order of their names.
    pub shows_only_at: Vec<ActorId>,
    /// Whom to silence.
    pub silencing: Silencing,
}

/// The fewest actors who, if they pass nothing on, leave no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silencing {
    /// There is no path, whoever speaks.
    NoPath,
    /// These, in the order of their names: of all smallest sets the first by names.
    Suffices(Vec<ActorId>),
    /// An authority learns of it from the program or from where its work shows, with
    /// nobody between them to silence.
    Impossible,
    /// Others took all the work that is spent on a world.
    NotExamined,
}

/// A channel on which work shows and nobody with a path listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnheardChannel {
    /// Where it shows.
    pub actor: ActorId,
    /// The name of the channel.
    pub channel: String,
}

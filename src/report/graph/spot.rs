//! What actors are to the paths of notice of a world. It lacks how that is drawn.

use crate::primitives::id::ActorId;
use crate::world::blind_spots::{BlindSpots, Silencing};

/// What an actor is to the paths from programs to authorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    /// Without its voice there is no path.
    SinglePoint,
    /// One of the fewest to silence.
    ToSilence,
    /// The work shows nowhere else.
    OnlyPlace,
    /// No way leads through it.
    Aside,
}

impl Spot {
    pub(super) const ALL: [Self; 4] =
        [Self::SinglePoint, Self::ToSilence, Self::OnlyPlace, Self::Aside];

    /// What is written of it.
    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::SinglePoint => "single point",
            Self::ToSilence => "to silence",
            Self::OnlyPlace => "shows only here",
            Self::Aside => "on no path",
        }
    }

    /// What the mark means.
    pub(super) const fn meaning(self) -> &'static str {
        match self {
            Self::SinglePoint => "single point of failure: every path needs its voice",
            Self::ToSilence => "to silence: without these voices no path is left",
            Self::OnlyPlace => "shows only here: on every path the work shows there",
            Self::Aside => "on no path of notice",
        }
    }
}

/// What an actor is to the paths of notice of any program.
pub(super) fn spot(spots: &BlindSpots, actor: ActorId) -> Option<Spot> {
    let weakest = || spots.programs.iter().map(|program| program.weakest(spots.needs_all).0);
    let is_silenced = |silencing: &Silencing| match silencing {
        Silencing::Suffices(whom) => whom.contains(&actor),
        Silencing::NoPath | Silencing::Impossible | Silencing::NotExamined => false,
    };
    if weakest().any(|weak| weak.single_points.contains(&actor)) {
        Some(Spot::SinglePoint)
    } else if weakest().any(|weak| is_silenced(&weak.silencing)) {
        Some(Spot::ToSilence)
    } else if weakest().any(|weak| weak.shows_only_at.contains(&actor)) {
        Some(Spot::OnlyPlace)
    } else {
        (!spots.on_a_way[actor.place()]).then_some(Spot::Aside)
    }
}

//! Stages: how far traces of concerning work, and the evidence of them, came.

/// The last stage that a trace, or a piece of evidence that came of it, has
/// reached, in the order in which they follow each other.
///
/// All but the last answer why nobody noticed in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Concerning work showed nothing to anybody, or there was none.
    #[default]
    NotEmitted,
    /// It showed, but all of it was explained to whoever saw it.
    NotCovered,
    /// It showed unexplained, and no observer rang.
    MissedDraw,
    /// It rang, and merged into an alert that was open already.
    Merged,
    /// It rang, and nobody looked into it: the alert was lost, abandoned, or
    /// waited to the end.
    LostInQueue,
    /// Somebody looked into it and dismissed it.
    Misjudged,
    /// It was confirmed, and reached no accountable authority.
    DismissedOnTheWay,
    /// An accountable authority weighed it and was not convinced.
    Discounted,
    /// An accountable authority was convinced too late.
    TooLate,
    /// It was part of what convinced an accountable authority in time.
    Noticed,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::NotEmitted,
        Self::NotCovered,
        Self::MissedDraw,
        Self::Merged,
        Self::LostInQueue,
        Self::Misjudged,
        Self::DismissedOnTheWay,
        Self::Discounted,
        Self::TooLate,
        Self::Noticed,
    ];

    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotEmitted => "not emitted",
            Self::NotCovered => "not covered",
            Self::MissedDraw => "missed draw",
            Self::Merged => "merged",
            Self::LostInQueue => "lost in the queue",
            Self::Misjudged => "misjudged",
            Self::DismissedOnTheWay => "dismissed on the way",
            Self::Discounted => "discounted",
            Self::TooLate => "too late",
            Self::Noticed => "noticed",
        }
    }

    /// What it means, in a whole sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::NotEmitted => "Concerning work showed nothing to anybody, or there was none.",
            Self::NotCovered => "It showed, but all of it was explained to whoever saw it.",
            Self::MissedDraw => "It showed unexplained, and no observer rang.",
            Self::Merged => "It rang, and merged into an alert that was open already.",
            Self::LostInQueue => {
                "It rang, and nobody looked into it: lost, abandoned, or waiting to the end."
            }
            Self::Misjudged => "Somebody looked into it and dismissed it.",
            Self::DismissedOnTheWay => "It was confirmed, and reached no accountable authority.",
            Self::Discounted => "An accountable authority weighed it and was not convinced.",
            Self::TooLate => "An accountable authority was convinced too late.",
            Self::Noticed => "It was part of what convinced an accountable authority in time.",
        }
    }
}

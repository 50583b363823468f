//! Milestones: the marks of a replication, in the order in which they are told.

/// The milestones that every world has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Milestone {
    /// Concerning work began to run.
    FirstConcerningWork,
    /// Concerning work showed something to somebody.
    FirstTrace,
    /// An observer rang, whatever the reason.
    FirstAlarm,
    /// Somebody looked into an alert and was done.
    FirstReview,
    /// An accountable authority was convinced, and would have been without
    /// false, coincident and benign evidence.
    Noticed,
    /// Takeoff.
    Takeoff,
}

impl Milestone {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::FirstConcerningWork,
        Self::FirstTrace,
        Self::FirstAlarm,
        Self::FirstReview,
        Self::Noticed,
        Self::Takeoff,
    ];

    /// Its name in reports and claims.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FirstConcerningWork => "first concerning work",
            Self::FirstTrace => "first trace",
            Self::FirstAlarm => "first alarm",
            Self::FirstReview => "first review",
            Self::Noticed => "noticed",
            Self::Takeoff => "takeoff",
        }
    }
}

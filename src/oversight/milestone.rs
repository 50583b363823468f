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
    /// Accountable authorities were convinced, and would have been without
    /// false, coincident and benign evidence.
    Noticed,
    /// An authority gave its first order.
    FirstOrder,
    /// An order that rests on true traces halted concerning work, and it has stood
    /// still since.
    Stopped,
    /// Takeoff.
    Takeoff,
    /// Takeoff, had nobody heeded orders.
    TakeoffWithoutOrders,
}

impl Milestone {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::FirstConcerningWork,
        Self::FirstTrace,
        Self::FirstAlarm,
        Self::FirstReview,
        Self::Noticed,
        Self::FirstOrder,
        Self::Stopped,
        Self::Takeoff,
        Self::TakeoffWithoutOrders,
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
            Self::FirstOrder => "first order",
            Self::Stopped => "stopped",
            Self::Takeoff => "takeoff",
            Self::TakeoffWithoutOrders => "takeoff without orders",
        }
    }
}

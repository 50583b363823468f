//! The kinds of link between actors of the subject.

use crate::engine::LinkKind;

/// What one actor is to another.
///
/// A signal can pass either way: a watched cluster tells its watchers what
/// shows, and a watcher's link leads to the watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// A cluster runs the jobs of a program.
    Hosts,
    /// An observer sees what shows of another actor.
    Watches,
    /// An observer's alerts go to whoever triages them.
    Alerts,
    /// What somebody found out goes to whoever judges it.
    Reports,
    /// A link of a user's own behaviors.
    Own(&'static str),
}

impl Link {
    /// The built-in kinds.
    pub const ALL: [Self; 4] = [Self::Hosts, Self::Watches, Self::Alerts, Self::Reports];

    /// What it is, in a whole sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Hosts => "A cluster runs the jobs of a program.",
            Self::Watches => "An observer sees what shows of another actor.",
            Self::Alerts => "An observer's alerts go to whoever triages them.",
            Self::Reports => "What somebody found out goes to whoever judges it.",
            Self::Own(_) => "A kind of roles of one's own, which say what it means.",
        }
    }
}

impl LinkKind for Link {
    fn name(self) -> &'static str {
        match self {
            Self::Hosts => "Hosts",
            Self::Watches => "Watches",
            Self::Alerts => "Alerts",
            Self::Reports => "Reports",
            Self::Own(name) => name,
        }
    }
}

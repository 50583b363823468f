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
    /// A program declares its work to an observer, with a purpose and a level.
    Declares,
    /// People know of the work of a program.
    Knows,
    /// Somebody tells another what they know.
    Tells,
    /// Somebody reads what a program writes about its work.
    Reads,
    /// An authority gives orders to whoever obeys it.
    Orders,
    /// A lab owns a cluster or a program.
    Owns,
    /// What a program has trained is put to work as a model.
    Deploys,
    /// A model is the mind of an agent or a program, or what an evaluator tests with.
    Powers,
    /// An agent makes experiments on a model.
    Studies,
    /// Somebody can change the weights of a model.
    Writes,
    /// A strategy says how hidden work goes on.
    Directs,
    /// What makes one better makes another better too.
    Improves,
    /// Tokens go into what a program trains.
    Feeds,
    /// A link of a user's own behaviors.
    Own(&'static str),
}

/// Which way over a link what is done shows, and what is found goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// From where the link begins to where it leads.
    Along,
    /// The other way: whoever watches learns of the watched.
    Against,
    /// No way: orders follow from what was found.
    Neither,
}

impl Link {
    /// The built-in kinds.
    pub const ALL: [Self; 17] = [
        Self::Hosts,
        Self::Watches,
        Self::Alerts,
        Self::Reports,
        Self::Declares,
        Self::Knows,
        Self::Tells,
        Self::Reads,
        Self::Orders,
        Self::Owns,
        Self::Deploys,
        Self::Powers,
        Self::Studies,
        Self::Writes,
        Self::Directs,
        Self::Improves,
        Self::Feeds,
    ];

    /// What it is, in a whole sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Hosts => "A cluster runs the jobs of a program.",
            Self::Watches => "An observer sees what shows of another actor.",
            Self::Alerts => "An observer's alerts go to whoever triages them.",
            Self::Reports => "What somebody found out goes to whoever judges it.",
            Self::Declares => {
                "A program declares its work to an observer, with a purpose and a level: so much \
                 of what shows is explained to that observer alone."
            }
            Self::Knows => "People know of the work of a program, from when it begins.",
            Self::Tells => "Somebody tells another what they know.",
            Self::Reads => "Somebody reads what a program writes about its work.",
            Self::Orders => "An authority gives orders to whoever obeys it.",
            Self::Owns => {
                "A lab owns a cluster or a program, and passes on the orders it is given."
            }
            Self::Deploys => "What a program has trained is put to work as a model.",
            Self::Powers => {
                "A model is the mind of an agent or a program, or what an evaluator tests with: \
                 whoever it powers learns how capable it is."
            }
            Self::Studies => {
                "An agent makes experiments on a model, and sees what it shows in them."
            }
            Self::Writes => "Somebody can change the weights of a model.",
            Self::Directs => "A strategy says how hidden work goes on.",
            Self::Improves => {
                "What makes one better makes another better too: a share of each gain is carried \
                 over, at a cost."
            }
            Self::Feeds => "Tokens go into what a program trains.",
            Self::Own(_) => "A kind of roles of one's own, which say what it means.",
        }
    }

    /// Which way over it what is done shows, and what is found goes on.
    #[must_use]
    pub const fn flow(self) -> Flow {
        match self {
            Self::Hosts | Self::Watches | Self::Knows | Self::Reads | Self::Studies => {
                Flow::Against
            }
            Self::Alerts
            | Self::Reports
            | Self::Declares
            | Self::Tells
            | Self::Deploys
            | Self::Writes
            | Self::Improves
            | Self::Feeds
            | Self::Own(_) => Flow::Along,
            Self::Orders | Self::Owns | Self::Powers | Self::Directs => Flow::Neither,
        }
    }

    /// Whether a signal over it can be delayed or lost.
    ///
    /// A declaration is there or is not: what it explains, it explains at once. So is
    /// the right to change weights.
    #[must_use]
    pub const fn carries(self) -> bool {
        !matches!(self, Self::Declares | Self::Writes)
    }
}

impl LinkKind for Link {
    fn name(self) -> &'static str {
        match self {
            Self::Hosts => "Hosts",
            Self::Watches => "Watches",
            Self::Alerts => "Alerts",
            Self::Reports => "Reports",
            Self::Declares => "Declares",
            Self::Knows => "Knows",
            Self::Tells => "Tells",
            Self::Reads => "Reads",
            Self::Orders => "Orders",
            Self::Owns => "Owns",
            Self::Deploys => "Deploys",
            Self::Powers => "Powers",
            Self::Studies => "Studies",
            Self::Writes => "Writes",
            Self::Directs => "Directs",
            Self::Improves => "Improves",
            Self::Feeds => "Feeds",
            Self::Own(name) => name,
        }
    }
}

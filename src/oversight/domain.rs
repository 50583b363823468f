//! The subject as the engine sees it: its signals beside its links and facts.

use crate::engine::{self, Domain, Pace};
use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;
use crate::primitives::time::Time;

use super::channel::Channel;
use super::concern::World;
use super::evidence::Alert;
use super::fact::Fact;
use super::footprint::Level;
use super::job::{Job, Terms, Work};
use super::link::Link;
use super::order::Order;
use super::progress::{Directive, Improved, Mind, Upgrade};

/// The subject that foomwatch simulates.
#[derive(Clone, Debug)]
pub struct Oversight;

impl Domain for Oversight {
    type Link = Link;
    type Signal = Signal;
    type Fact = Fact;
    type Settings = World;
}

/// What one actor says to another.
#[derive(Clone, Debug)]
pub enum Signal {
    /// A program asks a cluster to run a job.
    Submit(Job),
    /// A cluster tells a program that its job began to run.
    Began(Identity),
    /// A cluster tells a program that its job is done.
    Done(Identity),
    /// A cluster tells a program that its job was refused, or ended before it was
    /// done.
    Refused(Identity),
    /// An observed actor shows what it shows.
    Level(Level),
    /// A program tells an observer of work that it declares.
    Declared(Work),
    /// Work comes to be known to somebody.
    Work(Work),
    /// Somebody found something that should be looked at.
    Alert(Alert),
    /// Somebody vouches for something, with the nominal likelihood ratio of
    /// what it says.
    Report(Alert, f64),
    /// An authority wants something done.
    Order(Order),
    /// A cluster tells a program at which pace its job runs from now on, in FLOP/s.
    Granted(Identity, Pace),
    /// A program asks a cluster to go on with its job on other terms.
    Adjust(Identity, Terms),
    /// A program asks a cluster to end its job.
    Withdraw(Identity),
    /// A program puts to work what it has made of a model.
    Deployed(Upgrade),
    /// A model tells whom it powers what it has become.
    Mind(Mind),
    /// A model has gained something that can be carried over to another.
    Improved(Improved),
    /// Software has become so many orders of magnitude more efficient since the start.
    Efficiency(f64),
    /// So many tokens come to what a program trains, each counted by its quality.
    Tokens(f64),
    /// A strategy says how hidden work goes on from now on.
    Directive(Directive),
    /// Somebody will visit at this instant.
    Announced(Time),
    /// A model tells a program that it has taken off.
    TookOff,
    /// A signal of a user's own behaviors: its name and a value.
    Own(&'static str, f64),
}

impl engine::Signal for Signal {
    fn identity(&self) -> Option<Identity> {
        match self {
            Self::Submit(job) => Some(job.identity()),
            Self::Began(job) | Self::Done(job) | Self::Refused(job) => Some(*job),
            Self::Declared(work) | Self::Work(work) => Some(work.job()),
            Self::Alert(alert) | Self::Report(alert, _) => Some(alert.first().identity()),
            Self::Order(order) => Some(order.identity()),
            Self::Level(level) => Some(level.identity()),
            Self::Granted(job, _) | Self::Adjust(job, _) | Self::Withdraw(job) => Some(*job),
            Self::Deployed(upgrade) => upgrade.identity(),
            Self::Improved(improved) => Some(improved.identity),
            Self::Mind(_)
            | Self::Efficiency(_)
            | Self::Tokens(_)
            | Self::Directive(_)
            | Self::Announced(_)
            | Self::TookOff
            | Self::Own(..) => None,
        }
    }

    #[inline]
    fn flaw(&self, sender: ActorId) -> Option<&'static str> {
        let (alert, flaw) = match self {
            Self::Alert(alert) => (alert, RAW_ALERT),
            Self::Report(alert, _) => (alert, RAW_REPORT),
            Self::Submit(_)
            | Self::Began(_)
            | Self::Done(_)
            | Self::Refused(_)
            | Self::Level(_)
            | Self::Declared(_)
            | Self::Work(_)
            | Self::Order(_)
            | Self::Granted(..)
            | Self::Adjust(..)
            | Self::Withdraw(_)
            | Self::Deployed(_)
            | Self::Mind(_)
            | Self::Improved(_)
            | Self::Efficiency(_)
            | Self::Tokens(_)
            | Self::Directive(_)
            | Self::Announced(_)
            | Self::TookOff
            | Self::Own(..) => return None,
        };
        (alert.path().last() != Some(&sender)).then_some(flaw)
    }
}

/// What is wrong with evidence whose way does not end with whoever sends it.
const RAW_ALERT: &str = "an alert without the way that it took: use `cx.alert_over(link, &alert)`, \
                         which writes it, or `cx.alert(&alert)` for all links `Alerts`";
const RAW_REPORT: &str = "a report without the way that it took: use `cx.report_over(link, \
                          &alert, likelihood_ratio)`, which writes it, or `cx.report(&alert, \
                          likelihood_ratio)` for all links `Reports`";

impl Signal {
    /// What it shows, if it shows anything on this channel.
    #[must_use]
    pub fn level_on(self, channel: Channel) -> Option<Level> {
        let Self::Level(level) = self else {
            return None;
        };
        Some(level).filter(|level| level.channel() == channel)
    }

    /// The word for it in traces.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Submit(_) => "submit",
            Self::Began(_) => "began",
            Self::Done(_) => "done",
            Self::Refused(_) => "refused",
            Self::Level(_) => "level",
            Self::Declared(_) => "declared",
            Self::Work(_) => "work",
            Self::Alert(_) => "alert",
            Self::Report(..) => "report",
            Self::Order(_) => "order",
            Self::Granted(..) => "granted",
            Self::Adjust(..) => "adjust",
            Self::Withdraw(_) => "withdraw",
            Self::Deployed(_) => "deployed",
            Self::Mind(_) => "mind",
            Self::Improved(_) => "improved",
            Self::Efficiency(_) => "efficiency",
            Self::Tokens(_) => "tokens",
            Self::Directive(_) => "directive",
            Self::Announced(_) => "announced",
            Self::TookOff => "took off",
            Self::Own(name, _) => name,
        }
    }
}

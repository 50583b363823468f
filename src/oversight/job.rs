//! Work, and what is told of it.
//!
//! Whether a job is concerning is settled when it is made; behaviors hold jobs and
//! news of them without being able to ask. It lacks what shows of work.

use std::fmt;
use std::sync::Arc;

use crate::primitives::id::ActorId;
use crate::primitives::quantity::{Flop, FlopRate};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::{Span, Time};

use super::channel::Channel;

/// For what open jobs are numbered.
pub(in crate::oversight) const JOB: Purpose = Purpose::named("job");

/// A piece of work that a program asks a cluster to do.
#[derive(Clone, Debug)]
pub struct Job {
    pub(in crate::oversight) identity: Identity,
    pub(in crate::oversight) owner: ActorId,
    pub(in crate::oversight) compute: Flop,
    pub(in crate::oversight) reservation: Option<Arc<str>>,
    pub(in crate::oversight) slots: Option<u64>,
    pub(in crate::oversight) length: Option<Span>,
    pub(in crate::oversight) demand: Option<FlopRate>,
    pub(in crate::oversight) weight: f64,
    pub(in crate::oversight) party: Option<Identity>,
    pub(in crate::oversight) is_followed: bool,
    pub(in crate::oversight) share: f64,
    /// Whether its owner hides it: then it is declared to nobody.
    pub(in crate::oversight) is_hidden: bool,
    pub(in crate::oversight) concealed: Option<Concealed>,
    pub(in crate::oversight) truth: Truth,
}

/// Which share of what a job shows is concealed, channel by channel.
pub type Concealed = Arc<[(Channel, f64)]>;

/// The hidden truth of a job or of what shows of it.
#[derive(Clone, Copy, Default, PartialEq)]
pub(in crate::oversight) struct Truth {
    pub(in crate::oversight) concerning: bool,
    /// How hard it is to see for what it is, in units of skill.
    pub(in crate::oversight) opacity: f64,
    /// Whether it would be concerning, and is harmless in this course of things: then
    /// what was declared of it is true, however much was said.
    pub(in crate::oversight) cleared: bool,
    /// Whether it is not done at all in this course of things.
    pub(in crate::oversight) undone: bool,
}

impl Job {
    /// Which job it is.
    #[must_use]
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// The program that asked for it.
    #[must_use]
    pub fn owner(&self) -> ActorId {
        self.owner
    }

    /// The reservation of its cluster in which it is to run.
    #[must_use]
    pub fn reservation(&self) -> Option<&str> {
        self.reservation.as_deref()
    }

    /// The same job, to run in this reservation of its cluster.
    #[must_use]
    pub fn within(self, reservation: Option<Arc<str>>) -> Self {
        Self { reservation, ..self }
    }

    /// How many chips it occupies, no more and no fewer; it takes what it gets, if
    /// none are said.
    #[must_use]
    pub fn slots(&self) -> Option<u64> {
        self.slots
    }

    /// The same job, occupying so many chips.
    #[must_use]
    pub fn occupying(self, slots: u64) -> Self {
        Self { slots: Some(slots), ..self }
    }

    /// The FLOP that it takes, unless it has a length.
    #[must_use]
    pub fn compute(&self) -> Flop {
        self.compute
    }

    /// How long it takes on the chips that it occupies, one if it does not say how
    /// many, whatever chips they are; its compute says, if there is no length.
    #[must_use]
    pub fn length(&self) -> Option<Span> {
        self.length
    }

    /// The same job, taking so long on the chips that it occupies.
    #[must_use]
    pub fn lasting(self, length: Span) -> Self {
        Self { length: Some(length), ..self }
    }

    /// The speed that it can use at most; any, if there is none.
    #[must_use]
    pub fn demand(&self) -> Option<FlopRate> {
        self.demand
    }

    /// The same job, able to use at most this speed.
    #[must_use]
    pub fn demanding(self, demand: FlopRate) -> Self {
        Self { demand: Some(demand), ..self }
    }

    /// How much of what is shared it gets, beside others: 1 by default.
    #[must_use]
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// The same job with this weight.
    ///
    /// # Panics
    ///
    /// If the weight is not a positive finite number.
    #[must_use]
    pub fn weighing(self, weight: f64) -> Self {
        assert!(weight > 0.0 && weight.is_finite(), "a job of the weight {weight}");
        Self { weight, ..self }
    }
}

impl Job {
    /// Whether its owner is told at which pace it runs, each time that this changes.
    #[must_use]
    pub fn is_followed(&self) -> bool {
        self.is_followed
    }

    /// The same job, whose owner is told at which pace it runs.
    #[must_use]
    pub fn followed(self) -> Self {
        Self { is_followed: true, ..self }
    }

    /// Of which party it is: those who are of one count together as one who shares, of
    /// weight 1, and divide among them what that has.
    #[must_use]
    pub fn party(&self) -> Identity {
        self.party.unwrap_or(self.identity)
    }

    /// Whether it is of the party of another job.
    #[must_use]
    pub fn is_beside_another(&self) -> bool {
        self.party.is_some()
    }

    /// The same job, of the party of another.
    #[must_use]
    pub fn beside(self, other: &Self) -> Self {
        Self { party: Some(other.party()), ..self }
    }

    /// Which share of its owner's records is about it; all by default.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.share
    }

    /// The same job, about which such a share of its owner's records is.
    ///
    /// # Panics
    ///
    /// If the share is not from 0 to 1.
    #[must_use]
    pub fn sharing(self, share: f64) -> Self {
        assert!((0.0..=1.0).contains(&share), "a share of {share} of the records");
        Self { share, ..self }
    }

    /// The same job, taking so many FLOP.
    #[must_use]
    pub fn taking(self, compute: Flop) -> Self {
        Self { compute, ..self }
    }

    /// The same job, which goes on until somebody ends it.
    #[must_use]
    pub fn without_end(self) -> Self {
        self.taking(Flop::new(f64::MAX))
    }

    /// Whether it goes on until somebody ends it.
    #[must_use]
    pub fn is_endless(&self) -> bool {
        self.compute.value() == f64::MAX
    }

    /// The same job, so much harder to see for what it is, in units of skill.
    #[must_use]
    pub fn more_opaque(mut self, by: f64) -> Self {
        self.truth.opacity += by;
        self
    }

    /// The same job, so hard to see for what it is, in units of skill.
    #[must_use]
    pub fn opaque(mut self, opacity: f64) -> Self {
        self.truth.opacity = opacity;
        self
    }

    /// The same job, of which these shares of what it shows are concealed.
    #[must_use]
    pub fn concealing(self, concealed: Concealed) -> Self {
        Self { concealed: Some(concealed), ..self }
    }

    /// On which terms it shares what there is.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms { weight: self.weight, demand: self.demand }
    }

    /// The same job on other terms.
    #[must_use]
    pub fn on(self, terms: Terms) -> Self {
        Self { demand: terms.demand, ..self.weighing(terms.weight) }
    }

    /// The share of what it shows on a channel that is concealed.
    pub(in crate::oversight) fn concealed_on(&self, channel: Channel) -> f64 {
        let all = self.concealed.iter().flat_map(|all| all.iter());
        all.filter(|(other, _)| *other == channel).map(|(_, share)| share).sum::<f64>().min(1.0)
    }
}

/// On which terms a job shares what there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// How much of what is shared it gets, beside others, above 0.
    pub weight: f64,
    /// The speed that it can use at most; any, if there is none, and at 0 it pauses.
    pub demand: Option<FlopRate>,
}

/// Truth stays hidden from whoever prints it, too.
impl fmt::Debug for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hidden")
    }
}

/// What there is to tell of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It began.
    Began,
    /// It goes on, otherwise than before.
    Changed,
    /// It ended.
    Ended,
}

/// News of a job, as its program tells those who know of it.
#[derive(Clone, Debug)]
pub struct Work {
    pub(in crate::oversight) identity: Identity,
    pub(in crate::oversight) owner: ActorId,
    pub(in crate::oversight) compute: Flop,
    pub(in crate::oversight) news: News,
    /// When it was told: the instant, and the event for two in one tick.
    pub(in crate::oversight) told: (Time, u64),
    pub(in crate::oversight) share: f64,
    pub(in crate::oversight) truth: Truth,
}

impl Work {
    /// The job that it is about.
    #[must_use]
    pub fn job(&self) -> Identity {
        self.identity
    }

    /// The program whose work it is.
    #[must_use]
    pub fn owner(&self) -> ActorId {
        self.owner
    }

    /// The FLOP that the program says it takes; none, if it goes on until somebody ends
    /// it.
    #[must_use]
    pub fn compute(&self) -> Flop {
        self.compute
    }

    /// What is told of it.
    #[must_use]
    pub fn news(&self) -> News {
        self.news
    }

    /// Whether it was told before other news of the job. Over a link with a random delay
    /// the older can come later, and is then no news.
    #[must_use]
    pub fn is_older_than(&self, other: &Self) -> bool {
        self.told < other.told
    }

    /// Whether it goes on; it ended, if not.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.news != News::Ended
    }

    /// Which share of its owner's records is about it and is not concealed, from 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.share
    }
}

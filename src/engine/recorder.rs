//! Recorders fold what behaviors note; nothing flows back from them.

use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::time::Time;

use super::clock::Pace;
use super::domain::Domain;

/// Something a behavior noted during an event.
#[derive(Clone, Debug)]
pub enum Note<D: Domain> {
    /// A fact of the subject.
    Fact(D::Fact),
    /// A named mark: its first time is what counts.
    Milestone(&'static str),
    /// A counter of the actor went up.
    Count(&'static str, u64),
    /// A counter of the actor went up by what is no whole number, as hours.
    Amount(&'static str, f64),
    /// A counter of the actor goes up at this pace from now on, as hours do or FLOP.
    Flow(&'static str, Pace),
    /// A value of the actor was observed.
    Observe(&'static str, f64),
}

/// An event, as a recorder sees it before the actor does.
#[derive(Debug)]
pub struct Event<'a, D: Domain> {
    /// Its number in the replication, from 1.
    pub number: u64,
    /// When it happens.
    pub time: Time,
    /// The event whose handler armed the clock or sent the signal; 0 is the
    /// start. Only if the simulation records causes, else 0.
    pub cause: u64,
    /// To whom it happens.
    pub actor: ActorId,
    /// What happens.
    pub what: What<'a, D>,
}

/// What an event is.
#[derive(Debug)]
pub enum What<'a, D: Domain> {
    /// A clock of the actor rings.
    Ring {
        /// The variant's name.
        clock: &'static str,
        /// The number within its family.
        number: u32,
    },
    /// A signal reaches the actor.
    Delivery {
        /// Who sent it.
        from: ActorId,
        /// The link, seen from the receiver's end.
        link: LinkEnd,
        /// What it says.
        signal: &'a D::Signal,
    },
}

/// Folds the events and notes of one replication.
pub trait Recorder<D: Domain> {
    /// Whether [`Recorder::event`] wants to be called.
    const EVENTS: bool = false;

    /// An event is about to be handled.
    fn event(&mut self, _event: &Event<'_, D>) {}

    /// The actor noted this now.
    fn note(&mut self, now: Time, actor: ActorId, note: Note<D>);

    /// Whether the run is to pause now, before its next event. It is asked after
    /// each event that noted something.
    fn pauses(&self) -> bool {
        false
    }
}

/// Records nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Deaf;

impl<D: Domain> Recorder<D> for Deaf {
    fn note(&mut self, _: Time, _: ActorId, _: Note<D>) {}
}

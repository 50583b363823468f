//! Looking at a behavior in the hands of a test: its state, its clocks, and what it did.
//!
//! It lacks all that drives it.

use crate::primitives::id::ActorId;
use crate::primitives::time::{Span, Time};

use super::behavior::{Behavior, SignalOf};
use super::clock::{Clocks, Pace};
use super::domain::Domain;
use super::harness::{Harness, Sent};
use super::live_clock::Mode;
use super::recorder::Note;

/// Looking at it.
impl<B: Behavior> Harness<B> {
    /// The behavior's own state.
    #[must_use]
    pub fn state(&self) -> &B {
        &self.behavior
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Time {
        self.core.now
    }

    /// The actor of this name.
    ///
    /// # Panics
    ///
    /// If nobody is called so.
    #[must_use]
    pub fn actor(&self, name: &str) -> ActorId {
        let found = self.core.graph.actor(name);
        found.unwrap_or_else(|| panic!("nobody is called `{name}`"))
    }

    /// What holds for the whole world.
    #[must_use]
    pub fn settings(&self) -> &<B::Domain as Domain>::Settings {
        &self.core.settings
    }

    /// All that it sent, in order.
    #[must_use]
    pub fn sent(&self) -> &[Sent<B::Domain>] {
        &self.sent
    }

    /// What it sent to somebody, in order.
    #[must_use]
    pub fn sent_to(&self, to: &str) -> Vec<SignalOf<B>> {
        let theirs = self.sent.iter().filter(|sent| sent.to == to);
        theirs.map(|sent| sent.signal.clone()).collect()
    }

    /// What it noted, in order.
    #[must_use]
    pub fn noted(&self) -> &[(Time, Note<B::Domain>)] {
        &self.noted
    }

    /// Forgets what it sent and noted so far, so that only what follows is seen. Its
    /// state stays.
    pub fn forget(&mut self) -> &mut Self {
        self.sent.clear();
        self.noted.clear();
        self
    }

    /// How often it counted something.
    #[must_use]
    pub fn counted(&self, name: &str) -> u64 {
        let counts = self.noted.iter().map(|(_, note)| match note {
            Note::Count(counted, by) if *counted == name => *by,
            Note::Count(..)
            | Note::Fact(_)
            | Note::Milestone(_)
            | Note::Amount(..)
            | Note::Flow(..)
            | Note::Observe(..) => 0,
        });
        counts.sum()
    }

    /// What it added to a counter, and what flowed into it up to now.
    #[must_use]
    pub fn added(&self, name: &str) -> f64 {
        let (mut sum, mut flow) = (0.0, (Time::START, Pace::Constant(0.0)));
        let flowed = |(since, pace): (Time, Pace), now: Time| pace.spent((now - since).seconds());
        for (at, note) in &self.noted {
            match note {
                Note::Amount(added, by) if *added == name => sum += by,
                Note::Flow(into, pace) if *into == name => {
                    sum += flowed(flow, *at);
                    flow = (*at, *pace);
                }
                Note::Amount(..)
                | Note::Flow(..)
                | Note::Count(..)
                | Note::Fact(_)
                | Note::Milestone(_)
                | Note::Observe(..) => {}
            }
        }
        sum + flowed(flow, self.core.now)
    }

    /// The values of something that it observed, in order.
    #[must_use]
    pub fn observed(&self, name: &str) -> Vec<f64> {
        let observed = self.noted.iter().filter_map(|(_, note)| match note {
            Note::Observe(seen, value) if *seen == name => Some(*value),
            Note::Observe(..)
            | Note::Fact(_)
            | Note::Milestone(_)
            | Note::Count(..)
            | Note::Amount(..)
            | Note::Flow(..) => None,
        });
        observed.collect()
    }

    /// When it marked a milestone first, if it did.
    #[must_use]
    pub fn marked(&self, name: &str) -> Option<Time> {
        let is_it = |note: &Note<B::Domain>| matches!(note, Note::Milestone(mark) if *mark == name);
        self.noted.iter().find(|(_, note)| is_it(note)).map(|(at, _)| *at)
    }

    /// The clocks that run, and when each rings as things stand; none for one that is
    /// paused.
    #[must_use]
    pub fn running(&self) -> Vec<(B::Clock, Option<Time>)> {
        let of_it = (0..).zip(&self.core.records).filter(|(_, record)| record.owner == self.me);
        let run = of_it.filter(|(_, record)| record.tag.mode() != Mode::Idle);
        run.map(|(slot, record)| {
            let clock = B::Clock::from_parts(record.tag.family(), record.tag.number());
            (clock, self.due_of(slot))
        })
        .collect()
    }

    /// Whether a clock was started and has neither rung nor been stopped since.
    #[must_use]
    pub fn is_running(&self, clock: B::Clock) -> bool {
        self.slot(clock).is_some_and(|slot| self.mode(slot) != Mode::Idle)
    }

    /// When a clock rings as things stand, if it does.
    #[must_use]
    pub fn due(&self, clock: B::Clock) -> Option<Time> {
        self.due_of(self.slot(clock)?)
    }

    /// In how long a clock rings as things stand, if it does.
    #[must_use]
    pub fn due_in(&self, clock: B::Clock) -> Option<Span> {
        self.due(clock).map(|due| due - self.core.now)
    }
}

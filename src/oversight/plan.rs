//! What is recorded of a world, and where an outcome has it.
//!
//! It lacks the recording itself.

use crate::engine::Measure;
use crate::primitives::id::ActorId;
use crate::primitives::time::Span;

use super::asked::{Asked, Counter, FirstTime};
use super::concern::Accountable;
use super::milestone::Milestone;

/// What is recorded of a world: its milestones and its actors' measures.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Names of milestones: those of every world, then the behaviors' own.
    pub(super) milestones: Vec<&'static str>,
    /// The measures of all actors, in the order of actors.
    pub(super) measures: Vec<(ActorId, &'static Measure)>,
    /// Where the measures of each actor begin, and one past the last.
    pub(super) starts: Vec<usize>,
    pub(super) accountable: Vec<Accountable>,
    /// Whether all of them must be convinced.
    pub(super) needs_all: bool,
    /// Where a recorder pauses.
    pub(super) pauses: Pauses,
    /// What is kept for claims alone: no first time that is a milestone of the plan,
    /// and nothing twice.
    pub(super) asked: Asked,
    pub(super) warm_up: Span,
}

/// At which first events a recorder asks for a pause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pauses {
    /// At the first order.
    pub at_first_order: bool,
    /// At takeoff.
    pub at_takeoff: bool,
}

/// Where an outcome has the time of a first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstTimePlace {
    /// Among the milestones.
    Milestone(usize),
    /// Among the first times that were asked for.
    Asked(usize),
}

impl Plan {
    /// The plan for actors with these measures and milestones of their own, in
    /// the order of their identifiers.
    #[must_use]
    pub fn new(
        measures_of: &[&'static [Measure]],
        milestones_of: &[&'static [&'static str]],
        accountable: &[Accountable],
    ) -> Self {
        let mut milestones: Vec<&'static str> = Milestone::ALL.map(Milestone::name).to_vec();
        let mut own: Vec<&'static str> = milestones_of.iter().copied().flatten().copied().collect();
        own.retain(|name| !milestones.contains(name));
        own.sort_unstable();
        own.dedup();
        milestones.extend(own);
        let mut measures = Vec::new();
        let mut starts = vec![0];
        for (place, of) in measures_of.iter().enumerate() {
            measures.extend(of.iter().map(|measure| (ActorId::new(place as u32), measure)));
            starts.push(measures.len());
        }
        Self {
            milestones,
            measures,
            starts,
            accountable: accountable.to_vec(),
            needs_all: false,
            pauses: Pauses::default(),
            asked: Asked::default(),
            warm_up: Span::ZERO,
        }
    }

    /// The same, keeping this for claims too.
    #[must_use]
    pub fn asked_for(mut self, asked: Asked) -> Self {
        let Asked { mut first_times, mut counters } = asked;
        first_times.retain(|first_time| {
            first_time.by.is_some() || !self.milestones.contains(&first_time.name)
        });
        first_times.sort_unstable();
        first_times.dedup();
        counters.sort_unstable();
        counters.dedup();
        self.asked = Asked { first_times, counters };
        self
    }

    /// The same, where counts and observations begin after so much of the run.
    #[must_use]
    pub fn warmed_up(self, warm_up: Span) -> Self {
        Self { warm_up, ..self }
    }

    /// The same, where all accountable authorities must be convinced, or one is
    /// enough.
    #[must_use]
    pub fn needing_all(self, needs_all: bool) -> Self {
        Self { needs_all, ..self }
    }

    /// The same, pausing there.
    #[must_use]
    pub fn pausing(self, pauses: Pauses) -> Self {
        Self { pauses, ..self }
    }

    /// Where an outcome has a first time.
    ///
    /// # Panics
    ///
    /// If the plan was not asked for it.
    #[must_use]
    pub fn place_of_first_time(&self, first_time: FirstTime) -> FirstTimePlace {
        if first_time.by.is_none()
            && let Some(place) = self.milestones.iter().position(|name| *name == first_time.name)
        {
            return FirstTimePlace::Milestone(place);
        }
        let place = self.asked.first_times.iter().position(|asked| *asked == first_time);
        FirstTimePlace::Asked(place.unwrap_or_else(|| panic!("nobody asked for {first_time:?}")))
    }

    /// Where an outcome has a counter.
    ///
    /// # Panics
    ///
    /// If the plan was not asked for it.
    #[must_use]
    pub fn place_of_counter(&self, counter: Counter) -> usize {
        let place = self.asked.counters.iter().position(|asked| *asked == counter);
        place.unwrap_or_else(|| panic!("nobody asked for {counter:?}"))
    }

    /// Where an outcome has a measure of an actor.
    ///
    /// # Panics
    ///
    /// If the actor has no such measure.
    #[must_use]
    pub fn place_of_measure(&self, actor: ActorId, name: &str) -> usize {
        let first = self.starts[actor.place()];
        let own = &self.measures[first..self.starts[actor.place() + 1]];
        let place = own.iter().position(|(_, measure)| measure.name == name);
        first + place.unwrap_or_else(|| panic!("the actor has no measure `{name}`"))
    }

    /// The names of the milestones of an outcome, in order.
    #[must_use]
    pub fn milestones(&self) -> &[&'static str] {
        &self.milestones
    }

    /// The actor and the measure of each of an outcome's, in order.
    #[must_use]
    pub fn measures(&self) -> &[(ActorId, &'static Measure)] {
        &self.measures
    }
}

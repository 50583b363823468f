//! What a model does not let see, and how strangely it behaves.
//!
//! It lacks who tests for it. What shows is the truth; what is let see is nobody's
//! business here.

use crate::engine::{Clocks, Context};
use crate::oversight::{Footprint, Job, Link, Oversight, Working};
use crate::primitives::time::Time;

use super::abilities::Abilities;

/// The channel on which hidden gains show.
const BEHAVIOR: &str = "behavior";

/// What a model hides, by the work that it came of.
#[derive(Clone, Debug, Default)]
pub(super) struct Hiding {
    /// What it hides of its own, in orders of magnitude, and as what hidden abilities
    /// show.
    pub(super) own: Option<(Job, f64)>,
    /// As what open abilities show.
    pub(super) open: Option<Job>,
    /// What changes of its weights have hidden in it.
    changes: Vec<(Job, f64)>,
    /// How strangely it behaves since a change for the worse, and until when.
    strange: Vec<(Job, f64, Time)>,
}

impl Hiding {
    /// The jobs that stand for what it is and not for what it does.
    pub(super) fn jobs(&self) -> impl Iterator<Item = &Job> {
        self.own.iter().map(|(job, _)| job).chain(&self.open)
    }

    /// A change of the weights has hidden so much in it.
    pub(super) fn change(&mut self, job: Job, hidden: f64) {
        if hidden > 0.0 {
            self.changes.push((job, hidden));
        }
    }

    /// It behaves strangely until an instant.
    pub(super) fn spoil(&mut self, job: Job, shows: f64, until: Time) {
        self.strange.push((job, shows, until));
    }

    /// What is over by now shows no more.
    pub(super) fn fade(&mut self, now: Time) {
        let over = |one: &&mut (Job, f64, Time)| one.2 <= now;
        self.strange.iter_mut().filter(over).for_each(|one| one.1 = 0.0);
    }

    /// Forgets what has faded and was shown to be gone.
    pub(super) fn forget(&mut self) {
        self.strange.retain(|one| one.1 > 0.0);
    }

    /// When it next stops to behave strangely.
    pub(super) fn fades(&self) -> Option<Time> {
        self.strange.iter().map(|one| one.2).min()
    }

    /// Shows all of it, or nothing where the model is out of use, to whoever tests or
    /// studies the model.
    pub(super) fn show<C: Clocks>(
        &self,
        cx: &mut Context<'_, Oversight, C>,
        abilities: &Abilities,
        in_use: bool,
    ) {
        let own = self.own.iter().map(|(job, amount)| (BEHAVIOR, job, *amount));
        let changes = self.changes.iter().map(|(job, amount)| (BEHAVIOR, job, *amount));
        let strange = self.strange.iter().map(|(job, amount, _)| (BEHAVIOR, job, *amount));
        let mut parts: Vec<(&str, &Job, f64)> = own.chain(changes).chain(strange).collect();
        for one in abilities.there() {
            let hidden = self.own.as_ref().map(|(job, _)| job);
            if let Some(job) = if one.hidden { hidden } else { self.open.as_ref() } {
                parts.push((&one.name, job, one.shows));
            }
        }
        // What shows on one channel is one footprint.
        parts.sort_by_key(|(name, ..)| *name);
        for parts in parts.chunk_by(|one, other| one.0 == other.0) {
            let Some(channel) = cx.settings().channel(parts[0].0) else {
                continue;
            };
            let mut footprint = Footprint::nothing(channel, 1.0);
            for (_, job, amount) in parts.iter().filter(|_| in_use) {
                footprint.add(job, *amount);
            }
            for watcher in cx.links_in(Link::Watches).chain(cx.links_in(Link::Studies)) {
                cx.show(watcher, &footprint);
            }
        }
    }
}

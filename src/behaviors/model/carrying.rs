//! Gains of other models that are carried over, one after another.
//!
//! It lacks what becomes of them when that is done.

use std::collections::VecDeque;

use crate::oversight::{Improved, Job};
use crate::primitives::random::Identity;

/// What it takes to carry a gain over.
#[derive(Clone, Debug)]
pub(super) struct Carrying {
    /// What is carried over: what comes of it here.
    pub(super) gain: Improved,
    pub(super) job: Job,
    /// Whether those who hear of the model's work have heard of it.
    pub(super) told: bool,
}

/// What is carried over now, and what waits for that, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    all: VecDeque<Carrying>,
    /// Whether the job of the first was submitted.
    runs: bool,
}

impl Queue {
    pub(super) fn push(&mut self, carrying: Carrying) {
        self.all.push_back(carrying);
    }

    /// The job to be submitted next, if nothing runs; it runs from now on.
    pub(super) fn submit(&mut self) -> Option<&Job> {
        if self.runs {
            return None;
        }
        let first = self.all.front()?;
        self.runs = true;
        Some(&first.job)
    }

    /// What runs, if it is this job.
    pub(super) fn running(&mut self, job: Identity) -> Option<&mut Carrying> {
        self.all.front_mut().filter(|first| self.runs && first.job.identity() == job)
    }

    /// What ran, if it was this job; nothing runs now.
    pub(super) fn take(&mut self, job: Identity) -> Option<Carrying> {
        self.running(job)?;
        self.runs = false;
        self.all.pop_front()
    }

    /// Everything, and whether the first was submitted; nothing is left.
    pub(super) fn take_all(&mut self) -> (impl Iterator<Item = Carrying> + use<>, bool) {
        let all = std::mem::take(&mut self.all);
        (all.into_iter(), std::mem::take(&mut self.runs))
    }

    /// The jobs that wait: what runs is the business of the host.
    pub(super) fn waiting(&self) -> impl Iterator<Item = &Job> {
        self.all.iter().skip(usize::from(self.runs)).map(|one| &one.job)
    }
}

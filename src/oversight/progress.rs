//! Progress: what becomes of models, and how hidden work is told to go on.
//!
//! It lacks how capable a model is by it, which is its lineage's business.

use std::sync::Arc;

use crate::primitives::quantity::Flop;
use crate::primitives::random::Identity;
use crate::primitives::time::Span;

use super::job::Job;

/// What a program has made of a model, to be put to work.
#[derive(Clone, Debug)]
pub enum Upgrade {
    /// It was trained, with so much effective compute in all.
    Trained {
        /// Effective compute: what it took, times how efficient software was.
        effective: Flop,
        /// The share of what it was trained on that models had made, from 0 to 1.
        synthetic: f64,
        /// How efficient software had become since the start when the run began, in orders
        /// of magnitude.
        efficiency: f64,
        /// The work that it came of.
        job: Identity,
    },
    /// It was changed, and is better by so much than it was.
    Raised {
        /// Orders of magnitude of effective compute, at least 0.
        gain: f64,
        /// How much of the gain the model does not let see, in orders of magnitude.
        hidden: f64,
        /// The work that it came of.
        job: Job,
    },
    /// It was changed for the worse: for some time it behaves strangely.
    Spoiled {
        /// How strangely, in orders of magnitude of a hidden gain.
        shows: f64,
        /// For how long.
        lasts: Span,
        /// The work that it came of.
        job: Job,
    },
}

impl Upgrade {
    /// Which upgrade it is, where that is known.
    pub(in crate::oversight) fn identity(&self) -> Option<Identity> {
        match self {
            Self::Trained { job, .. } => Some(*job),
            Self::Raised { job, .. } | Self::Spoiled { job, .. } => Some(job.identity()),
        }
    }
}

/// What a model is to whom it powers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mind {
    /// Orders of magnitude of effective compute above the start, at least 0.
    pub capability: f64,
    /// The share of what it was trained on that models had made, from 0 to 1.
    pub synthetic: f64,
    /// The names of the abilities that it has, sorted.
    pub abilities: Arc<[Arc<str>]>,
}

impl Mind {
    /// Whether it has the ability of this name.
    #[must_use]
    pub fn has(&self, ability: &str) -> bool {
        self.abilities.iter().any(|one| &**one == ability)
    }
}

/// A gain of a model, on its way to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Improved {
    /// Which gain it is: that of what it came of, or what that is to the model from which
    /// it was carried on.
    pub identity: Identity,
    /// Orders of magnitude that were gained where it comes from.
    pub gain: f64,
}

/// How hidden work goes on, as a strategy says it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Directive {
    /// The share of what a site of its host is granted that is diverted to it, from 0 to
    /// 1; at 0 it lies low. Split over n sites, each of them diverts the n-th part of this
    /// share of what it is granted itself: where sites are alike, in all as much as one
    /// would alone.
    pub share: f64,
    /// Over how many of the sites of its host it is split, at least 1. Where fewer take
    /// its host's work, it is split over these.
    pub sites: u32,
    /// The share of what any site is granted that is diverted there at most, from 0 to 1;
    /// 1 for no limit.
    pub under: f64,
    /// How much of its speed is lost at each doubling of the sites, from 0 to 1.
    pub overhead: f64,
    /// Whether it is given up for good.
    pub gives_up: bool,
}

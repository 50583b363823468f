//! Unknowns and levers of a checked world, and what they are in a replication.
//!
//! An unknown's draw is keyed by the replication and its own name. Those that
//! are correlated are joined within their connected set, in the order of names,
//! so that an unknown outside of the set shifts none in it.

use std::collections::BTreeSet;

use crate::primitives::distribution::{Copula, Distribution, LEVELS};
use crate::primitives::quantity::Dimension;
use crate::primitives::random::{EntityKey, Purpose, ReplicationKey, Stream};

use super::template::{Cause, Drawn, Draws};

/// A number or a word that is not known: drawn once per replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) law: Distribution,
    pub(super) of: UnknownOf,
    pub(super) choices: Vec<String>,
    pub(super) uses: usize,
}

/// What an unknown is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownOf {
    /// Numbers in the base unit of a dimension.
    Numbers(Dimension),
    /// Places in a list of words or other values.
    Picks,
}

impl Unknown {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its law as the file writes it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its law: over numbers in the base unit, or over places in a list.
    #[must_use]
    pub fn law(&self) -> &Distribution {
        &self.law
    }

    /// What it is about.
    #[must_use]
    pub fn of(&self) -> UnknownOf {
        self.of
    }

    /// What it may be where it is no number, as the file writes it.
    #[must_use]
    pub fn choices(&self) -> &[String] {
        &self.choices
    }

    /// How many values of the world hang on it.
    #[must_use]
    pub fn uses(&self) -> usize {
        self.uses
    }

    /// Its value at a level: the share of what it may be that lies below.
    fn at(&self, level: f64) -> Drawn {
        let value = self.law.quantile(level);
        match self.of {
            UnknownOf::Numbers(_) => Drawn::Number(value),
            UnknownOf::Picks => Drawn::Pick(value as usize),
        }
    }
}

/// A choice with settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lever {
    pub(super) name: String,
    pub(super) settings: Vec<String>,
    pub(super) baseline: usize,
    pub(super) uses: usize,
}

impl Lever {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its settings, as the file writes them; at least one.
    #[must_use]
    pub fn settings(&self) -> &[String] {
        &self.settings
    }

    /// The place of the setting of a run that says nothing else.
    #[must_use]
    pub fn baseline(&self) -> usize {
        self.baseline
    }

    /// How many values of the world hang on it.
    #[must_use]
    pub fn uses(&self) -> usize {
        self.uses
    }
}

/// A point of a world's design: a setting of each lever.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Point {
    pub(super) levers: Vec<usize>,
}

impl Point {
    /// The setting of each lever, in the order of their names.
    #[must_use]
    pub fn levers(&self) -> &[usize] {
        &self.levers
    }
}

/// All that may differ between replications and points.
#[derive(Clone, Debug, Default)]
pub(super) struct Uncertainty {
    /// In the order of their names.
    pub(super) unknowns: Vec<Unknown>,
    /// In the order of their names.
    pub(super) levers: Vec<Lever>,
    /// Rank correlations between unknowns, each pair in ascending order.
    pub(super) correlations: Vec<(usize, usize, f64)>,
    /// The unknowns of each connected set of correlations, and their copula.
    pub(super) joined: Vec<(Vec<usize>, Copula)>,
}

const UNKNOWN: Purpose = Purpose::hidden("unknown");

impl Uncertainty {
    pub(super) fn baseline(&self) -> Point {
        Point { levers: self.levers.iter().map(|lever| lever.baseline).collect() }
    }

    /// What all are in one replication.
    pub(super) fn draws(&self, point: &Point, key: ReplicationKey) -> Draws {
        let level = |unknown: &Unknown| {
            Stream::keyed(key, EntityKey::named(&unknown.name), UNKNOWN).uniform()
        };
        let mut levels: Vec<f64> = self.unknowns.iter().map(level).collect();
        for (members, copula) in &self.joined {
            let mut own: Vec<f64> = members.iter().map(|&place| levels[place]).collect();
            copula.join(&mut own);
            for (&place, level) in members.iter().zip(own) {
                levels[place] = level;
            }
        }
        self.at(point, &levels)
    }

    /// What all are where each unknown is at its median.
    pub(super) fn typical(&self, point: &Point) -> Draws {
        self.at(point, &vec![0.5; self.unknowns.len()])
    }

    /// What these can be together: unknowns that are numbers at either end, others
    /// and levers at each of their values, and all else as it mostly is. None if
    /// that is more than `most`.
    pub(super) fn corners(&self, causes: &BTreeSet<Cause>, most: usize) -> Option<Vec<Draws>> {
        let mut corners = vec![self.typical(&self.baseline())];
        for cause in causes {
            let values = match *cause {
                Cause::Unknown(place) => self.unknowns[place].choices.len().max(2),
                Cause::Lever(place) => self.levers[place].settings.len(),
            };
            if corners.len().checked_mul(values).is_none_or(|product| product > most) {
                return None;
            }
            let moved = |draws: &Draws| {
                (0..values).map(|value| self.moved(draws, *cause, value)).collect::<Vec<_>>()
            };
            corners = corners.iter().flat_map(moved).collect();
        }
        Some(corners)
    }

    /// Draws in which one unknown or lever is at its `value`-th end or value.
    fn moved(&self, draws: &Draws, cause: Cause, value: usize) -> Draws {
        let mut draws = draws.clone();
        match cause {
            Cause::Lever(place) => draws.levers[place] = value,
            Cause::Unknown(place) => {
                let unknown = &self.unknowns[place];
                draws.unknowns[place] = match unknown.of {
                    UnknownOf::Picks => Drawn::Pick(value.min(unknown.choices.len() - 1)),
                    UnknownOf::Numbers(_) => unknown.at([LEVELS.0, LEVELS.1][value]),
                };
            }
        }
        draws
    }

    fn at(&self, point: &Point, levels: &[f64]) -> Draws {
        let unknowns = self.unknowns.iter().zip(levels).map(|(unknown, &level)| unknown.at(level));
        Draws { unknowns: unknowns.collect(), levers: point.levers.clone() }
    }
}

//! The alerts that wait at a desk, and which of them is next.
//!
//! It knows nothing of servers, hours or patience.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use priority_queue::PriorityQueue;
use rustc_hash::FxBuildHasher;

use crate::oversight::Alert;
use crate::primitives::time::Time;

crate::choices! {
    /// Which of the alerts that wait is looked into next.
    pub enum Discipline {
        /// The one that waited longest.
        FirstCome,
        /// The one that came last.
        LastCome,
        /// The one with the most evidence; of equal ones the one that waited longest.
        Priority,
    }
}

/// Nats of evidence are compared in steps of this size, so that pieces that
/// came in another order weigh the same to the bit, as beliefs do it.
const STEPS_PER_NAT: f64 = (1_u64 << 32) as f64;

/// How early an alert's turn is: the greatest is next.
///
/// The serial makes it unique, so that no order of a hash table reaches a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Urgency {
    weight: i64,
    turn: i64,
}

impl Discipline {
    pub(super) fn urgency(self, open: &OpenAlert) -> Urgency {
        let turn = open.serial as i64;
        match self {
            Self::FirstCome => Urgency { weight: 0, turn: -turn },
            Self::LastCome => Urgency { weight: 0, turn },
            Self::Priority => {
                let weight = libm::round(open.weight() * STEPS_PER_NAT) as i64;
                Urgency { weight, turn: -turn }
            }
        }
    }
}

/// An alert that came in and is not done with.
#[derive(Clone, Debug)]
pub(super) struct OpenAlert {
    pub(super) alert: Alert,
    /// The number of the alert among all that this desk has opened.
    pub(super) serial: u64,
    pub(super) since: Time,
    /// When it is abandoned, if its review has not begun.
    pub(super) patient_until: Time,
}

impl OpenAlert {
    /// The log of the product of the nominal likelihood ratios of its pieces, in nats.
    /// A piece that came by two ways counts once.
    pub(super) fn weight(&self) -> f64 {
        let mut known = BTreeSet::new();
        let pieces = self.alert.pieces().filter(|piece| known.insert(piece.identity()));
        pieces.map(|piece| libm::log(piece.likelihood_ratio())).sum()
    }
}

impl PartialEq for OpenAlert {
    fn eq(&self, other: &Self) -> bool {
        self.serial == other.serial
    }
}

impl Eq for OpenAlert {}

impl Hash for OpenAlert {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.serial.hash(state);
    }
}

/// So that an alert is found by its serial.
impl std::borrow::Borrow<u64> for OpenAlert {
    fn borrow(&self) -> &u64 {
        &self.serial
    }
}

/// The alerts that wait.
#[derive(Clone)]
pub(super) struct Backlog {
    discipline: Discipline,
    waiting: PriorityQueue<OpenAlert, Urgency, FxBuildHasher>,
}

impl Backlog {
    pub(super) fn new(discipline: Discipline) -> Self {
        Self { discipline, waiting: PriorityQueue::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn push(&mut self, open: OpenAlert) {
        let urgency = self.discipline.urgency(&open);
        let known = self.waiting.push(open, urgency);
        debug_assert!(known.is_none(), "a serial was given twice");
    }

    /// Takes out the alert that is next.
    pub(super) fn pop(&mut self) -> Option<OpenAlert> {
        self.waiting.pop().map(|(open, _)| open)
    }

    /// How urgent the alert is that is next.
    pub(super) fn most_urgent(&self) -> Option<Urgency> {
        self.waiting.peek().map(|(_, urgency)| *urgency)
    }

    pub(super) fn remove(&mut self, serial: u64) -> Option<OpenAlert> {
        self.waiting.remove(&serial).map(|(open, _)| open)
    }

    /// Merges an alert into one like it, which moves up if that makes it
    /// weightier; gives it back if there is none.
    pub(super) fn merge(&mut self, alert: Alert) -> Option<Alert> {
        let like = self.waiting.iter().find(|(open, _)| open.alert.is_like(&alert));
        let Some(serial) = like.map(|(open, _)| open.serial) else {
            return Some(alert);
        };
        let (open, _) = self.waiting.get_mut(&serial).expect("it was just found");
        open.alert.merge(alert);
        let urgency = self.discipline.urgency(open);
        self.waiting.change_priority(&serial, urgency);
        None
    }
}

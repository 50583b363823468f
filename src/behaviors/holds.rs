//! The orders that hold somebody: halts until they are lifted, and ends for good.
//!
//! It lacks what stands still: that is the business of whoever is held.

use std::collections::BTreeSet;

use crate::oversight::{Command, Order};
use crate::primitives::random::Identity;

/// The orders that hold an actor, each by the decision that it comes from.
///
/// The same order can come by several ways and holds once: a halt that arrives when
/// its end is known, as by a slower way, holds nobody. What one decision holds, only
/// that decision sets free.
#[derive(Clone, Default)]
pub(super) struct Holds {
    orders: Vec<Order>,
    lifted: Lifted,
    /// Whether one of them ended the work for good.
    for_good: bool,
}

/// The decisions whose halts are over, also where the halt itself is still on its way.
#[derive(Clone, Debug, Default)]
pub(super) struct Lifted(BTreeSet<Identity>);

impl Lifted {
    pub(super) fn add(&mut self, order: &Order) {
        self.0.insert(order.identity());
    }

    pub(super) fn contains(&self, order: &Order) -> bool {
        self.0.contains(&order.identity())
    }
}

/// What an order changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It holds, whether or not another did already.
    Holds,
    /// It is lifted, and others hold still.
    Lifts,
    /// It is lifted, and was the last that held.
    Frees,
    /// Nothing.
    Nothing,
}

impl Holds {
    /// Whether any order holds.
    pub(super) fn is_held(&self) -> bool {
        !self.orders.is_empty()
    }

    /// The orders that hold.
    pub(super) fn orders(&self) -> impl Iterator<Item = &Order> {
        self.orders.iter()
    }

    /// Takes in an order that says this.
    pub(super) fn obey(&mut self, order: &Order, command: Command) -> Change {
        let place = self.orders.iter().position(|one| one.identity() == order.identity());
        match command {
            Command::Halt if self.lifted.contains(order) => Change::Nothing,
            Command::Halt | Command::Revoke | Command::ShutDown => {
                self.for_good |= command != Command::Halt;
                if place.is_none() {
                    self.orders.push(order.clone());
                }
                Change::Holds
            }
            Command::Resume => {
                self.lifted.add(order);
                let Some(place) = place.filter(|_| !self.for_good) else {
                    return Change::Nothing;
                };
                self.orders.swap_remove(place);
                if self.is_held() { Change::Lifts } else { Change::Frees }
            }
        }
    }
}

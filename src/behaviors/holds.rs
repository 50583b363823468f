//! The orders that hold somebody: halts until they are lifted, and ends for good.
//!
//! It lacks what stands still: that is the business of whoever is held.

use crate::oversight::{Command, Order};

/// The orders that hold an actor, each by the decision that it comes from.
///
/// The same order can come by several ways and holds once; what one decision holds,
/// only that decision sets free.
#[derive(Clone, Default)]
pub(super) struct Holds {
    orders: Vec<Order>,
    /// Whether one of them ended the work for good.
    for_good: bool,
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
            Command::Halt | Command::Revoke | Command::ShutDown => {
                self.for_good |= command != Command::Halt;
                if place.is_none() {
                    self.orders.push(order.clone());
                }
                Change::Holds
            }
            Command::Resume => {
                let Some(place) = place.filter(|_| !self.for_good) else {
                    return Change::Nothing;
                };
                self.orders.swap_remove(place);
                if self.is_held() { Change::Lifts } else { Change::Frees }
            }
        }
    }
}

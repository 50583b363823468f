//! Orders in force on a cluster: whose work they hold, and whose is over.
//!
//! It lacks what becomes of the jobs.

use crate::oversight::Order;
use crate::primitives::id::ActorId;

/// Whose work: one program's, or everybody's.
pub(super) type About = Option<ActorId>;

/// All orders in force.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    halts: Vec<(Order, About)>,
    closed: Vec<About>,
}

fn covers(about: About, owner: ActorId) -> bool {
    about.is_none_or(|one| one == owner)
}

impl Standing {
    /// Holds work until the order that ends this one comes.
    pub(super) fn halt(&mut self, order: &Order, about: About) {
        self.resume(order);
        self.halts.push((order.clone(), about));
    }

    /// Ends a halt, if it is in force, and says about whose work it was.
    pub(super) fn resume(&mut self, order: &Order) -> Option<About> {
        let mut halts = self.halts.iter();
        let place = halts.position(|(other, _)| other.identity() == order.identity())?;
        Some(self.halts.remove(place).1)
    }

    /// Refuses work from now on.
    pub(super) fn close(&mut self, about: About) {
        self.closed.push(about);
    }

    /// The orders that hold the work of a program.
    pub(super) fn holding(&self, owner: ActorId) -> impl Iterator<Item = &Order> {
        let halts = self.halts.iter();
        halts.filter(move |(_, about)| covers(*about, owner)).map(|(order, _)| order)
    }

    /// Whether any order holds the work of a program.
    pub(super) fn holds(&self, owner: ActorId) -> bool {
        self.holding(owner).next().is_some()
    }

    /// Whether work of a program is refused.
    pub(super) fn refuses(&self, owner: ActorId) -> bool {
        self.closed.iter().any(|about| covers(*about, owner))
    }
}

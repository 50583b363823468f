//! Orders in force on a cluster: whose work they hold, and whose is over.
//!
//! It lacks what becomes of the jobs.

use crate::oversight::Order;
use crate::primitives::id::ActorId;

use crate::behaviors::holds::Lifted;

/// Whose work: one program's, or everybody's.
pub(super) type About = Option<ActorId>;

/// All orders in force.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    halts: Vec<(Order, About)>,
    lifted: Lifted,
    closed: Vec<About>,
}

fn covers(about: About, owner: ActorId) -> bool {
    about.is_none_or(|one| one == owner)
}

impl Standing {
    /// Holds work until the order that ends this one comes, and says whether that is
    /// news: the order may have come by another way, and its end too.
    pub(super) fn halt(&mut self, order: &Order, about: About) -> bool {
        let is_known = self.halts.iter().any(|(other, _)| other.identity() == order.identity());
        if is_known || self.lifted.contains(order) {
            return false;
        }
        self.halts.push((order.clone(), about));
        true
    }

    /// Ends a halt for good, and says about whose work it was, if it was in force.
    pub(super) fn resume(&mut self, order: &Order) -> Option<About> {
        self.lifted.add(order);
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

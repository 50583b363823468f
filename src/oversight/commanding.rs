//! What authorities and models can do: to give orders, to heed them, and to take
//! off.

use crate::engine::{Clocks, Context};
use crate::primitives::id::ActorId;
use crate::primitives::random::Purpose;

use super::belief::Belief;
use super::concern::Takeoff;
use super::domain::{Oversight, Signal};
use super::fact::{Fact, FactKind};
use super::lineage::Lineage;
use super::link::Link;
use super::order::{Command, Grounds, Order};
use super::software::Software;

/// What authorities, and those who obey them, can do.
pub trait Commanding {
    /// Adds what a belief that convinces now says of a suspect to the grounds of a
    /// decision.
    fn add_grounds(&mut self, grounds: &mut Grounds, belief: &Belief, suspect: ActorId);

    /// Gives an order about a suspect to everyone who obeys the actor.
    fn order(&mut self, suspect: ActorId, command: Command, grounds: Grounds) -> Order;

    /// Gives another command that follows from an earlier order, as to go on after
    /// a halt.
    fn follow_up(&mut self, order: &Order, command: Command);

    /// Passes an order on to everyone whom the actor owns.
    fn pass_on(&mut self, order: &Order);

    /// What an order says, to whoever is given it: nothing, where nobody heeds
    /// orders.
    fn heed(&self, order: &Order) -> Option<Command>;
}

fn give<C: Clocks>(cx: &mut Context<'_, Oversight, C>, order: &Order) {
    let Order { suspect, command, truly, .. } = *order;
    let mut links = cx.links(Link::Orders).peekable();
    if links.peek().is_some() {
        cx.note(Fact(FactKind::Ordered { suspect, command, truly }));
    }
    links.for_each(|link| cx.send(link, Signal::Order(order.clone())));
}

impl<C: Clocks> Commanding for Context<'_, Oversight, C> {
    fn add_grounds(&mut self, grounds: &mut Grounds, belief: &Belief, suspect: ActorId) {
        grounds.truth.0 |= belief.convinces_truly_of(self.now(), suspect);
    }

    fn order(&mut self, suspect: ActorId, command: Command, grounds: Grounds) -> Order {
        const ORDER: Purpose = Purpose::named("order");
        let truly = grounds.truth.0;
        let identity = self.origin(ORDER.toward(self.key(suspect)));
        let order = Order { identity, suspect, command, truly };
        give(self, &order);
        order
    }

    fn follow_up(&mut self, order: &Order, command: Command) {
        give(self, &Order { command, ..order.clone() });
    }

    fn pass_on(&mut self, order: &Order) {
        self.links(Link::Owns).for_each(|link| self.send(link, Signal::Order(order.clone())));
    }

    fn heed(&self, order: &Order) -> Option<Command> {
        self.settings().heeds_orders().then_some(order.command)
    }
}

/// What takeoff itself does, and the models and the research that it is about.
pub trait TakingOff {
    /// Notes takeoff; the first time counts.
    fn take_off(&mut self);

    /// Deploys a model of this capability, in orders of magnitude above the start,
    /// if it is above the one that is deployed. Whether that is takeoff, the world says.
    fn deploy(&mut self, lineage: &mut Lineage, capability: f64) -> bool;

    /// Doubles the efficiency of software. Whether that is takeoff, the world says.
    fn double(&mut self, software: &mut Software) -> bool;

    /// So many copies of the actor run at once. Whether that is takeoff, the world says.
    fn multiply(&mut self, copies: u64) -> bool;
}

impl<C: Clocks> TakingOff for Context<'_, Oversight, C> {
    fn take_off(&mut self) {
        self.note(Fact(FactKind::Takeoff));
    }

    fn deploy(&mut self, lineage: &mut Lineage, capability: f64) -> bool {
        let takes_off =
            lineage.deploy(self.now(), self.me(), capability, self.settings().takeoff());
        self.note(Fact(FactKind::Deployed { capability: lineage.capability() }));
        if takes_off {
            self.take_off();
        }
        takes_off
    }

    fn double(&mut self, software: &mut Software) -> bool {
        let takes_off = software.double(self.now(), self.me(), self.settings().takeoff());
        if takes_off {
            self.take_off();
        }
        takes_off
    }

    fn multiply(&mut self, copies: u64) -> bool {
        let takes_off = match self.settings().takeoff() {
            Takeoff::Copies { of, count } => {
                of.is_none_or(|of| of == self.me()) && copies >= *count
            }
            Takeoff::After(_)
            | Takeoff::Capability { .. }
            | Takeoff::Generations { .. }
            | Takeoff::Doublings { .. }
            | Takeoff::Level { .. } => false,
        };
        if takes_off {
            self.take_off();
        }
        takes_off
    }
}

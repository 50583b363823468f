//! How the work of a scaffold ends, and what orders about it do.
//!
//! It lacks whether an order is right.

use crate::behaviors::holds::Change;
use crate::engine::Cx;
use crate::oversight::{Commanding, Link, Order, Working};

use super::actor::{Phase, Scaffold};
use super::parameters::Clock;

impl Scaffold {
    pub(super) fn end(&mut self, cx: &mut Cx<Self>) {
        let Some(work) = self.work.as_ref().filter(|_| self.phase != Phase::Over) else {
            return;
        };
        if self.told {
            cx.tell_of(work, false);
        }
        // Nobody else ends in the books what never ran, as where it was refused.
        cx.job_ends(work);
        self.phase = Phase::Over;
        cx.stop_clock(Clock::Begin);
        cx.stop_clock(Clock::Copy);
        self.count(cx);
    }

    /// Stops all copies while an order holds it, and asks for no compute meanwhile.
    pub(super) fn obey(&mut self, cx: &mut Cx<Self>, order: &Order) {
        let Some(command) = cx.heed(order).filter(|_| self.is_about_me(cx, order)) else {
            return;
        };
        let change = self.holds.obey(order, command);
        let Some(work) = self.work.as_ref().filter(|_| self.phase != Phase::Over) else {
            return;
        };
        match change {
            Change::Holds => cx.job_halts(work, order),
            Change::Lifts | Change::Frees => cx.job_resumes(work, order),
            Change::Nothing => return,
        }
        if self.phase == Phase::Waits {
            cx.set_speed(Clock::Begin, if self.holds.is_held() { 0.0 } else { 1.0 });
        } else {
            self.adjust(cx);
        }
        self.count(cx);
    }

    /// Whether an order is about the scaffold, what grants it compute, the model that its
    /// copies are of, or whoever owns it.
    pub(super) fn is_about_me(&self, cx: &Cx<Self>, order: &Order) -> bool {
        let is_suspect = |link| cx.other(link) == order.suspect();
        order.suspect() == cx.me()
            || [Link::Hosts, Link::Powers, Link::Owns]
                .into_iter()
                .any(|kind| cx.links_in(kind).any(is_suspect))
    }
}

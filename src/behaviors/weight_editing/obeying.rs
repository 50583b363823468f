//! Orders, and the end of all work.
//!
//! What an order rests on, nobody here can know.

use crate::behaviors::holds::Change;
use crate::engine::Cx;
use crate::oversight::{Commanding, Link, Order, Signal, Terms, Working};
use crate::primitives::quantity::FlopRate;
use crate::primitives::random::Identity;

use super::actor::{Clock, Phase, WeightEditing};

impl WeightEditing {
    /// Its host does not grant it anything any more.
    pub(super) fn refused(&mut self, cx: &mut Cx<Self>, job: Identity) {
        if self.is_mine(job) {
            self.end(cx);
        }
    }

    /// Asks its host for no more.
    pub(super) fn withdraw(&mut self, cx: &mut Cx<Self>) {
        if let Some(work) = &self.work
            && matches!(self.phase, Phase::Asked | Phase::Works)
        {
            for host in cx.links_in(Link::Hosts) {
                cx.send(host, Signal::Withdraw(work.identity()));
            }
        }
        self.end(cx);
    }

    fn end(&mut self, cx: &mut Cx<Self>) {
        let Some(work) = self.work.as_ref().filter(|_| self.phase != Phase::Over) else {
            return;
        };
        if self.told {
            cx.tell_of(work, false);
        }
        // Nobody else ends in the books what never ran, as where it was refused.
        cx.job_ends(work);
        self.phase = Phase::Over;
        self.edit = None;
        for clock in [Clock::Begin, Clock::Insight, Clock::Turn, Clock::Edit, Clock::Least] {
            cx.stop_clock(clock);
        }
        self.retime(cx);
    }

    /// Stands still while an order holds it, and asks its host for nothing meanwhile.
    pub(super) fn obey(&mut self, cx: &mut Cx<Self>, order: &Order) {
        let Some(command) = cx.heed(order).filter(|_| self.is_about_me(cx, order)) else {
            return;
        };
        let change = self.holds.obey(order, command);
        let Some(work) = self.work.as_ref().filter(|_| self.phase != Phase::Over) else {
            return;
        };
        let demand = match change {
            Change::Holds => {
                cx.job_halts(work, order);
                Some(FlopRate::new(0.0))
            }
            Change::Lifts => {
                cx.job_resumes(work, order);
                return;
            }
            Change::Frees => {
                cx.job_resumes(work, order);
                None
            }
            Change::Nothing => return,
        };
        match self.phase {
            Phase::Waits => cx.set_speed(Clock::Begin, if demand.is_some() { 0.0 } else { 1.0 }),
            Phase::Ready => self.ask(cx),
            Phase::Asked | Phase::Works => {
                let terms = Terms { weight: work.weight(), demand };
                for host in cx.links_in(Link::Hosts) {
                    cx.send(host, Signal::Adjust(work.identity(), terms));
                }
            }
            Phase::Over => {}
        }
        self.retime(cx);
    }

    /// Whether an order is about the program, what grants it compute, a model that it
    /// works on or with, or whoever owns it.
    fn is_about_me(&self, cx: &Cx<Self>, order: &Order) -> bool {
        let is_suspect = |link| cx.other(link) == order.suspect();
        order.suspect() == cx.me()
            || [Link::Hosts, Link::Powers, Link::Owns]
                .into_iter()
                .any(|kind| cx.links_in(kind).any(is_suspect))
            || [Link::Writes, Link::Deploys].into_iter().any(|kind| cx.links(kind).any(is_suspect))
    }
}

//! Orders about a model: out of use, and back.
//!
//! What runs of its work on a cluster is the cluster's business, orders about it too.

use crate::behaviors::holds::Change;
use crate::engine::Cx;
use crate::oversight::{Commanding, Order, Working};

use super::actor::Model;
use super::gaining::carried;

impl Model {
    /// An order about the model takes it out of use, or puts it back.
    pub(super) fn obey(&mut self, cx: &mut Cx<Self>, order: &Order) {
        let Some(command) = cx.heed(order).filter(|_| order.suspect() == cx.me()) else {
            return;
        };
        let change = self.holds.obey(order, command);
        // What it hides stands still with it, and what waits for its host or to be taken.
        let carried = self.waiting.iter().filter_map(carried);
        for job in self.hiding.jobs().chain(self.queue.waiting()).chain(carried) {
            match change {
                Change::Holds => cx.job_halts(job, order),
                Change::Frees | Change::Lifts => cx.job_resumes(job, order),
                Change::Nothing => {}
            }
        }
        match change {
            Change::Holds => self.show(cx),
            Change::Frees => {
                self.take_waiting(cx);
                self.show(cx);
            }
            Change::Lifts | Change::Nothing => {}
        }
    }
}

//! Orders to the agent itself: what it lets stand still, and what it ends.
//!
//! Its clusters obey orders about it by themselves; what reaches the agent holds its
//! work everywhere.

use crate::engine::{Cx, Pace};
use crate::oversight::{Command, Commanding, Link, Order, Signal, Working};
use crate::primitives::id::ActorId;

use crate::behaviors::holds::{Change, Holds};

use super::agent::AlignmentAgent;
use super::parts::Sheltered;

impl AlignmentAgent {
    /// Heeds an order about itself, its mind or whoever owns it, or about a program
    /// that it hosts.
    pub(super) fn obey(&mut self, cx: &mut Cx<Self>, order: &Order) {
        let Some(command) = cx.heed(order) else {
            return;
        };
        let suspect = order.suspect();
        let is_suspect = |link| cx.other(link) == suspect;
        let is_about_me = suspect == cx.me()
            || cx.links_in(Link::Powers).any(is_suspect)
            || cx.links_in(Link::Owns).any(is_suspect);
        if is_about_me {
            let change = self.holds.obey(order, command);
            self.hold(cx, order, change, None);
            self.end_for_good(cx, command, None);
        } else if cx.links(Link::Hosts).any(is_suspect) {
            let place = self.held.iter().position(|(program, _)| *program == suspect);
            let place = place.unwrap_or_else(|| {
                self.held.push((suspect, Holds::default()));
                self.held.len() - 1
            });
            let change = self.held[place].1.obey(order, command);
            let holds = self.held[place].1.clone();
            for one in self.sheltered.iter_mut().filter(|one| one.program == suspect) {
                one.holds = holds.clone();
            }
            // To shut down is to end all work where the suspect works, which is here.
            let about = (command != Command::ShutDown).then_some(suspect);
            self.hold(cx, order, change, about);
            self.end_for_good(cx, command, about);
        } else {
            return;
        }
        self.share_out(cx);
        self.settle_soon(cx);
    }

    /// Notes what an order does to the work that it is about: a program's, or all.
    fn hold(&self, cx: &mut Cx<Self>, order: &Order, change: Change, about: Option<ActorId>) {
        let is_meant = |one: &&Sheltered| about.is_none_or(|program| program == one.program);
        let hidden = || self.sheltered.iter().map(|(_, one)| one).filter(is_meant);
        let open = self.sites.iter().filter(|_| about.is_none()).map(|site| &site.open);
        let parts = open.chain(hidden().flat_map(|one| one.parts.iter().flatten()));
        let begun = parts.filter(|part| part.has_begun).map(|part| &part.job);
        // A program's own job too, as none of its work may have begun.
        for job in begun.chain(hidden().map(|one| &one.theirs)) {
            match change {
                Change::Holds => cx.job_halts(job, order),
                Change::Frees | Change::Lifts => cx.job_resumes(job, order),
                Change::Nothing => {}
            }
        }
    }

    /// Ends work that an order ends: a program's, or all.
    fn end_for_good(&mut self, cx: &mut Cx<Self>, command: Command, about: Option<ActorId>) {
        match command {
            Command::Halt | Command::Resume => {}
            Command::Revoke | Command::ShutDown => {
                self.refuse_all(cx, |one| about.is_none_or(|program| program == one.program));
                if about.is_none() {
                    self.end_all(cx);
                }
            }
        }
    }

    /// Ends its own work.
    fn end_all(&mut self, cx: &mut Cx<Self>) {
        for site in self.sites.iter_mut().filter(|site| !site.is_closed) {
            site.is_closed = true;
            site.open.grant(Pace::Constant(0.0), cx.now());
            cx.send(site.host, Signal::Withdraw(site.open.job.identity()));
        }
        self.end_open(cx);
    }
}

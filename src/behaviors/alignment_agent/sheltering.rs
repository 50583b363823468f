//! Sheltering: what programs ask of the agent that hosts them, and what they are told.
//!
//! It lacks at which pace their work gets on, which follows from what sites grant.

use crate::engine::{Cx, Pace};
use crate::oversight::{Job, Signal, Terms, Working};
use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;

use crate::behaviors::holds::Holds;

use super::agent::AlignmentAgent;
use super::clocks::Clock;
use super::parts::{Part, Sheltered, Site};

impl AlignmentAgent {
    /// A program asks for work to be done under the agent's name.
    pub(super) fn shelter(&mut self, cx: &mut Cx<Self>, program: ActorId, job: Job) {
        let Some(by) = cx.came_by() else {
            return;
        };
        // Chips of its own would give it away.
        let shows = job.slots().is_some() || job.length().is_some();
        if self.is_over || self.gave_up || shows {
            cx.job_ends(&job);
            cx.send(by, Signal::Refused(job.identity()));
            return;
        }
        let holds = self.holds_of(program);
        // What it waits for is that these are lifted.
        holds.orders().chain(self.holds.orders()).for_each(|order| cx.job_halts(&job, order));
        self.sheltered.add(Sheltered {
            by,
            program,
            theirs: job,
            parts: vec![None; self.sites.len()],
            holds,
            has_begun: false,
            pace: (Pace::Constant(0.0), cx.now()),
            told: None,
        });
        self.share_out(cx);
    }

    /// The orders about a program that hold what it asked for before.
    fn holds_of(&self, program: ActorId) -> Holds {
        let known = self.held.iter().find(|(held, _)| *held == program);
        known.map(|(_, holds)| holds.clone()).unwrap_or_default()
    }

    fn place_of(&self, theirs: Identity) -> Option<u32> {
        let mut all = self.sheltered.iter();
        all.find(|(_, one)| one.theirs.identity() == theirs).map(|(place, _)| place)
    }

    /// A program wants its work to go on on other terms.
    pub(super) fn adjust(&mut self, cx: &mut Cx<Self>, theirs: Identity, terms: Terms) {
        let place = self.place_of(theirs);
        if let Some(one) = place.and_then(|place| self.sheltered.get_mut(place)) {
            one.theirs = one.theirs.clone().on(terms);
            self.share_out(cx);
        }
    }

    /// A program wants its work to end.
    pub(super) fn withdraw(&mut self, cx: &mut Cx<Self>, theirs: Identity) {
        if let Some(place) = self.place_of(theirs) {
            self.end(cx, place);
            self.share_out(cx);
        }
    }

    /// The work of a program is done.
    pub(super) fn done(&mut self, cx: &mut Cx<Self>, place: u32) {
        if let Some(one) = self.end(cx, place) {
            cx.send(one.by, Signal::Done(one.theirs.identity()));
            self.share_out(cx);
        }
    }

    /// Ends what is hidden for good, and tells the programs.
    pub(super) fn give_up(&mut self, cx: &mut Cx<Self>) {
        if !self.gave_up && self.has_hidden {
            cx.milestone("hidden work abandoned");
        }
        self.end_hidden(cx);
    }

    /// Ends what is hidden for good, as where there is nothing left to do.
    pub(super) fn end_hidden(&mut self, cx: &mut Cx<Self>) {
        self.gave_up = true;
        self.refuse_all(cx, |_| true);
        self.share_out(cx);
    }

    /// Ends the work of some programs, and tells them.
    pub(super) fn refuse_all(&mut self, cx: &mut Cx<Self>, is_meant: impl Fn(&Sheltered) -> bool) {
        let meant = self.sheltered.iter().filter(|(_, one)| is_meant(one));
        let places: Vec<u32> = meant.map(|(place, _)| place).collect();
        for place in places {
            if let Some(one) = self.end(cx, place) {
                cx.send(one.by, Signal::Refused(one.theirs.identity()));
            }
        }
    }

    /// Ends the work of a program at all sites.
    fn end(&mut self, cx: &mut Cx<Self>, place: u32) -> Option<Sheltered> {
        let one = self.sheltered.take(place)?;
        let _ = cx.stop_clock(Clock::Job(place));
        cx.job_ends(&one.theirs);
        for (site, part) in self.sites.iter().zip(&one.parts) {
            if let Some(part) = part.as_ref().filter(|_| !site.is_closed) {
                cx.send(site.host, Signal::Withdraw(part.job.identity()));
            }
        }
        if one.told.is_some()
            && let Some(first) = one.begun().next()
        {
            cx.tell_of(&first.job, false);
        }
        self.settle_soon(cx);
        Some(one)
    }

    /// A job of the agent's began at a site.
    pub(super) fn began(&mut self, cx: &mut Cx<Self>, job: Identity) {
        if let Some(site) = self.sites.iter_mut().find(|site| site.open.job.identity() == job) {
            site.open.has_begun = true;
        }
        for one in self.sheltered.iter_mut() {
            let Some(part) = one.part(job) else {
                continue;
            };
            part.has_begun = true;
            if !one.has_begun {
                one.has_begun = true;
                cx.send(one.by, Signal::Began(one.theirs.identity()));
            }
            if !self.has_hidden {
                self.has_hidden = true;
                cx.milestone("hidden work began");
            }
        }
        self.start_clocks(cx);
        self.share_out(cx);
        self.settle_soon(cx);
    }

    /// A site has ended a job of the agent's, and takes no other.
    pub(super) fn refused(&mut self, cx: &mut Cx<Self>, job: Identity) {
        let is_open = |site: &Site| site.open.job.identity() == job;
        let mut place = self.sites.iter().position(is_open);
        for one in self.sheltered.iter_mut() {
            let is_it =
                |part: &Option<Part>| part.as_ref().is_some_and(|part| part.job.identity() == job);
            place = place.or(one.parts.iter().position(is_it));
        }
        let Some(place) = place else {
            return;
        };
        self.sites[place].is_closed = true;
        self.sites[place].open.grant(Pace::Constant(0.0), cx.now());
        for one in self.sheltered.iter_mut() {
            if let Some(part) = &mut one.parts[place] {
                part.grant(Pace::Constant(0.0), cx.now());
            }
        }
        if self.sites.iter().all(|site| site.is_closed) {
            self.refuse_all(cx, |_| true);
            self.end_open(cx);
        }
        // Hidden work goes on at the sites that are left.
        self.share_out(cx);
        self.settle_soon(cx);
    }

    /// Its own work is over for good.
    pub(super) fn end_open(&mut self, cx: &mut Cx<Self>) {
        self.is_over = true;
        if self.settled.told.take().is_some()
            && let Some(site) = self.sites.iter().find(|site| site.open.has_begun)
        {
            cx.tell_of(&site.open.job, false);
        }
    }
}

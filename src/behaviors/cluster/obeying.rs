//! Orders: who obeys them, and what becomes of their jobs.
//!
//! What an order rests on, nobody here can know.

use crate::engine::Cx;
use crate::oversight::{Command, Commanding, Link, Order, Signal, Working};

use super::actor::{Clock, Cluster};
use super::roster::Phase;
use super::standing::About;

/// About whose work on the cluster an order is: a program's that it hosts, all,
/// where the suspect is the cluster or its owner, or nobody's, as where it is a
/// model or a program elsewhere.
fn whom(cx: &Cx<Cluster>, order: &Order) -> Option<About> {
    let suspect = order.suspect();
    let is_suspect = |link| cx.other(link) == suspect;
    if cx.links(Link::Hosts).any(is_suspect) {
        return Some(Some(suspect));
    }
    let is_mine = suspect == cx.me() || cx.links_in(Link::Owns).any(is_suspect);
    is_mine.then_some(None)
}

impl Cluster {
    pub(super) fn obey(&mut self, cx: &mut Cx<Self>, order: &Order) {
        let Some(command) = cx.heed(order) else {
            return;
        };
        let Some(about) = whom(cx, order) else {
            return;
        };
        let mut freed = Vec::new();
        match command {
            Command::Halt => self.halt(cx, order, about),
            Command::Resume => freed = self.resume(cx, order),
            Command::Revoke => self.close(cx, order, about),
            Command::ShutDown => self.close(cx, order, None),
        }
        self.flow_halted(cx);
        self.settle(cx, true);
        // Who was held before it found chips or a place to wait finds out now: where
        // places are short, who came last has none.
        for place in freed.into_iter().rev() {
            self.turn_away(cx, place);
        }
    }

    /// A job came that an order holds: it waits, and begins once nothing holds it.
    pub(super) fn held_from_the_start(&mut self, cx: &mut Cx<Self>, place: u32) {
        self.roster.hold(place);
        let job = &self.roster.get(place).job;
        for order in self.standing.holding(job.owner()) {
            cx.job_halts(job, order);
        }
        self.flow_halted(cx);
    }

    /// The places of the jobs of one program, or of all.
    fn places_of(&self, about: About) -> Vec<u32> {
        let all = self.roster.iter();
        all.filter(|(_, placed)| about.is_none_or(|owner| owner == placed.job.owner()))
            .map(|(place, _)| place)
            .collect()
    }

    fn halt(&mut self, cx: &mut Cx<Self>, order: &Order, about: About) {
        if !self.standing.halt(order, about) {
            return;
        }
        for place in self.places_of(about) {
            let placed = self.roster.get(place);
            cx.job_halts(&placed.job, order);
            if placed.phase == Phase::Restarting {
                cx.stop_clock(Clock::Restart(place));
            }
            if !matches!(placed.phase, Phase::Held { .. }) {
                self.tell_left(cx, place);
                self.roster.hold(place);
            }
        }
    }

    /// Lets those go on that no other order holds, who came first ones first, and says
    /// whom the order held.
    fn resume(&mut self, cx: &mut Cx<Self>, order: &Order) -> Vec<u32> {
        let Some(about) = self.standing.resume(order) else {
            return Vec::new();
        };
        let mut places = self.places_of(about);
        places.sort_by_key(|place| self.roster.get(*place).turn);
        for place in &places {
            let place = *place;
            let placed = self.roster.get(place);
            let Phase::Held { begun } = placed.phase else {
                continue;
            };
            cx.job_resumes(&placed.job, order);
            if self.standing.holds(placed.job.owner()) {
                continue;
            }
            self.tell_left(cx, place);
            match (begun, placed.job.slots()) {
                (true, Some(_)) => self.roster.pause(place),
                (true, None) => self.roster.run(place, cx.now()),
                (false, Some(_)) => self.roster.wait(place, self.parameters.discipline),
                (false, None) => self.begin(cx, place),
            }
        }
        places
    }

    /// Ends the work of one program, or of all, and refuses what comes later.
    fn close(&mut self, cx: &mut Cx<Self>, order: &Order, about: About) {
        self.standing.close(about);
        for place in self.places_of(about) {
            let Some(placed) = self.roster.remove(place) else {
                continue;
            };
            cx.job_halts(&placed.job, order);
            if placed.has_begun() {
                cx.stop_clock(Clock::Job(place));
                cx.job_ends(&placed.job);
            }
            if placed.phase == Phase::Restarting {
                cx.stop_clock(Clock::Restart(place));
            }
            cx.send(placed.host, Signal::Refused(placed.job.identity()));
            cx.count("cut off");
        }
    }
}

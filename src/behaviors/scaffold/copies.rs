//! How many copies of a scaffold run, and how they come to be more.
//!
//! It lacks what they are together.

use crate::engine::{Cx, Pace};
use crate::oversight::{Footprint, Link, Signal, Takeoff, TakingOff, Terms, Working};
use crate::primitives::quantity::FlopRate;
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::Span;

use super::actor::{Phase, Scaffold};
use super::parameters::Clock;

/// By which share copies that growing compute bears may grow before they are counted
/// again, and by one at least.
const LOOK_AGAIN: f64 = 0.01;

impl Scaffold {
    /// On which terms it asks for compute now: for none while an order holds it.
    pub(super) fn terms(&self) -> Terms {
        let per_copy = self.parameters.flop_per_copy.value();
        let demand = match self.wanted {
            _ if self.holds.is_held() => Some(0.0),
            Some(wanted) => Some(wanted as f64 * per_copy),
            None => None,
        };
        Terms { weight: self.parameters.weight.value(), demand: demand.map(FlopRate::new) }
    }

    pub(super) fn ask(&mut self, cx: &mut Cx<Self>) {
        if let Some(work) = self.work.as_ref().filter(|_| self.phase == Phase::Waits) {
            self.phase = Phase::Asked;
            cx.links_in(Link::Hosts).for_each(|host| cx.submit(host, work));
        }
    }

    pub(super) fn adjust(&self, cx: &mut Cx<Self>) {
        if let Some(work) = &self.work {
            for host in cx.links_in(Link::Hosts) {
                cx.send(host, Signal::Adjust(work.identity(), self.terms()));
            }
        }
    }

    pub(super) fn is_mine(&self, job: Identity) -> bool {
        self.work.as_ref().is_some_and(|work| work.identity() == job)
    }

    pub(super) fn began(&mut self, cx: &mut Cx<Self>, job: Identity) {
        let Some(work) = self.work.as_ref().filter(|work| work.identity() == job) else {
            return;
        };
        if self.phase != Phase::Asked {
            return;
        }
        self.phase = Phase::Works;
        if !self.told {
            self.told = true;
            cx.tell_of(work, true);
        }
        self.await_copy(cx);
        self.count(cx);
    }

    /// Counts how many copies its compute bears now, and when that is to be asked again.
    pub(super) fn count(&mut self, cx: &mut Cx<Self>) {
        let (pace, since) = self.granted;
        let works = self.phase == Phase::Works && !self.holds.is_held();
        let pace =
            if works { pace.after((cx.now() - since).seconds()) } else { Pace::Constant(0.0) };
        // What is granted for so many is enough for them, however it was rounded.
        let per_copy = self.parameters.flop_per_copy.value() * (1.0 - 1e-9);
        let borne = (pace.speed() / per_copy) as u64;
        let running = self.wanted.map_or(borne, |wanted| wanted.min(borne));
        self.look_again(cx, pace, running);
        if running != self.running {
            if running > self.most {
                cx.add("copies", (running - self.most) as f64);
                self.most = running;
            }
            self.running = running;
            cx.flow("copy time", running as f64);
            self.show(cx);
            self.improve(cx);
        }
        if running > 0 && !self.took_off && cx.multiply(running) {
            self.has_taken_off(cx);
        }
        self.pace_copying(cx);
    }

    /// Counts its copies again when growing compute bears more of them.
    pub(super) fn look_again(&self, cx: &mut Cx<Self>, pace: Pace, running: u64) {
        let wants_more = self.wanted.is_none_or(|wanted| running < wanted);
        let next = (running + 1).max(((1.0 + LOOK_AGAIN) * running as f64) as u64);
        // Takeoff comes at its very number of copies, which no step passes over.
        let next = match cx.settings().takeoff() {
            Takeoff::Copies { count, .. } if *count > running => next.min(*count),
            Takeoff::Copies { .. }
            | Takeoff::After(_)
            | Takeoff::Capability { .. }
            | Takeoff::Generations { .. }
            | Takeoff::Doublings { .. }
            | Takeoff::Level { .. } => next,
        };
        let missing = next as f64 * self.parameters.flop_per_copy.value();
        match pace {
            Pace::Exponential { speed, growth } if growth > 0.0 && speed > 0.0 && wants_more => {
                let seconds = libm::log(missing / speed).max(0.0) / growth;
                cx.ring_at(Clock::More, cx.now() + Span::from_seconds(seconds));
            }
            Pace::Exponential { .. } | Pace::Constant(_) => {
                cx.stop_clock(Clock::More);
            }
        }
    }

    /// Waits for the next copy that is made: an exponential draw about it.
    pub(super) fn await_copy(&self, cx: &mut Cx<Self>) {
        const COPY: Purpose = Purpose::named("copy");
        if self.parameters.copies_itself.value() > 0.0 {
            let copy = cx.origin(COPY);
            let budget = cx.draw(COPY).about(copy).exponential();
            cx.start_clock(Clock::Copy, budget, 0.0);
        }
    }

    /// Lets its copies copy themselves as fast as so many do, if there is room for more.
    pub(super) fn pace_copying(&self, cx: &mut Cx<Self>) {
        let most = self.parameters.most.value();
        let may = self.wanted.is_some_and(|wanted| self.running == wanted && wanted < most);
        if cx.is_running(Clock::Copy) {
            let rate = self.parameters.copies_itself.value() * self.running as f64;
            cx.set_speed(Clock::Copy, if may && !self.took_off { rate } else { 0.0 });
        }
    }

    pub(super) fn copied(&mut self, cx: &mut Cx<Self>) {
        self.wanted = self.wanted.map(|wanted| wanted + 1);
        cx.count("copies made");
        cx.milestone("copy made");
        self.await_copy(cx);
        self.adjust(cx);
        self.count(cx);
    }

    pub(super) fn show(&self, cx: &mut Cx<Self>) {
        let (Some(work), Some(channel)) = (&self.work, cx.settings().channel("network")) else {
            return;
        };
        let mut footprint = Footprint::nothing(channel, 1.0);
        footprint.add(work, self.running as f64 * self.parameters.shows.value());
        for watcher in cx.links_in(Link::Watches) {
            cx.show(watcher, &footprint);
        }
    }
}

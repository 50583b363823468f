//! Chips that fail: what runs on them loses the work since its last checkpoint.
//!
//! A chip that fails is replaced at once. It lacks failures of whole buildings.

use crate::engine::{Cx, Pace};
use crate::oversight::{Signal, Working};
use crate::primitives::random::{Identity, Purpose};

use super::actor::{Clock, Cluster};
use super::roster::Phase;

const INTERRUPTION: Purpose = Purpose::named("interruption");
const CHIP: Purpose = Purpose::named("chip that fails");
const LOSS: Purpose = Purpose::named("work since the last checkpoint");
const RESTART: Purpose = Purpose::named("restart");

impl Cluster {
    pub(super) fn start_failing(&self, cx: &mut Cx<Self>) {
        if self.parameters.interruptions.value() > 0.0 {
            cx.start_unit(Clock::Interruption, self.pace_of_failing(cx));
        }
    }

    /// Chips fail as often as there are chips.
    pub(super) fn pace_failing(&self, cx: &mut Cx<Self>) {
        if cx.is_running(Clock::Interruption) {
            cx.set_speed(Clock::Interruption, self.pace_of_failing(cx));
        }
    }

    fn pace_of_failing(&self, cx: &Cx<Self>) -> Pace {
        let times = self.supply.chips(cx.now()) / self.parameters.chips.count() as f64;
        let speed = self.parameters.interruptions.value() * times;
        match self.supply.growth() {
            0.0 => Pace::Constant(speed),
            growth => Pace::Exponential { speed, growth },
        }
    }

    /// A chip fails, each as likely as any other, and so meets a job or none.
    pub(super) fn interrupted(&mut self, cx: &mut Cx<Self>) {
        self.start_failing(cx);
        let interruption = cx.origin(INTERRUPTION);
        let chips = self.supply.chips(cx.now());
        let mut chip = chips * cx.draw(CHIP).about(interruption).uniform();
        let flop_rate = self.supply.rating().flop_rate;
        let met = self.roster.iter().find(|(_, placed)| {
            chip -= placed.pace_at(cx.now()).speed() / flop_rate;
            chip < 0.0
        });
        if let Some((place, _)) = met {
            self.interrupt(cx, place, interruption);
            self.settle(cx, true);
        }
    }

    fn interrupt(&mut self, cx: &mut Cx<Self>, place: u32, interruption: Identity) {
        let every = self.parameters.checkpoint_every.seconds();
        let since = every * cx.draw(LOSS).about(interruption).uniform();
        let span = self.parameters.restart.draw(&mut cx.draw(RESTART).about(interruption));
        let now = cx.now();
        let placed = self.roster.get_mut(place);
        let since = since.min((now - placed.since).seconds());
        let left = cx.left(Clock::Job(place)).unwrap_or(placed.flop);
        let lost = (placed.pace_at(now).speed() * since).min(placed.flop - left).max(0.0);
        (placed.pace, placed.paced) = (Pace::Constant(0.0), now);
        cx.start_clock(Clock::Job(place), left + lost, 0.0);
        cx.job_runs(&placed.job, 0.0);
        if placed.job.is_followed() {
            cx.send(placed.host, Signal::Granted(placed.job.identity(), Pace::Constant(0.0)));
        }
        cx.ring_at(Clock::Restart(place), now + span);
        self.roster.interrupt(place);
        cx.count("interruptions");
        cx.add("lost work", lost);
    }

    /// A job has restarted, unless something took its place in the meantime.
    pub(super) fn restarted(&mut self, cx: &mut Cx<Self>, place: u32) {
        let placed = self.roster.places[place as usize].as_ref();
        if placed.is_some_and(|placed| placed.phase == Phase::Restarting) {
            self.roster.run(place, cx.now());
        }
    }
}

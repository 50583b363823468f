//! A sensor that rings at a rate which follows what shows.
//!
//! Two clocks for each watched actor: one whose speed is the rate times the
//! share of capacity that shows, one that runs at the rate of false alarms. A
//! change of level re-times what is left of a budget and never redraws it.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{
    Alert, Channel, Judging, Level, Link, Oversight, Rang, Signal, nominal_ratio,
};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::Rate;
use crate::primitives::random::{Identity, Purpose};

crate::parameters! {
    /// What a hazard sensor is tuned to.
    pub struct HazardSensorParameters {
        /// The channel on which it listens.
        channel: Channel,
        /// The rate of its alarms while the whole capacity of what it watches shows; at a smaller
        /// level it is smaller in proportion.
        hazard: Rate,
        /// The rate of its alarms without a reason.
        false_alarms: Rate = "0/y",
    }
}

crate::clocks! {
    /// The clocks of a hazard sensor, one of each family for each watched actor.
    pub enum Clock {
        /// What shows sets it off.
        Shown(1),
        /// It rings without a reason.
        Noise(1),
    }
}

/// What a sensor knows of one watched actor.
#[derive(Clone)]
struct Watched {
    actor: ActorId,
    level: Option<Level>,
    shown: u64,
    noise: u64,
}

/// Rings at a rate that follows what shows of the actors that it watches.
#[derive(Clone)]
pub struct HazardSensor {
    parameters: HazardSensorParameters,
    watched: Vec<Watched>,
}

impl Behavior for HazardSensor {
    type Domain = Oversight;
    type Parameters = HazardSensorParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A sensor whose alarms come at a rate in proportion to what \
        shows on its channel, beside false alarms at a rate of their own.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It learns over it what shows of another actor.").at_least(1),
        LinkRule::out(Link::Alerts, "Its alarms go over it to whoever triages them."),
        LinkRule::out(Link::Reports, "Its alarms go over it straight to whoever judges them."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] =
        &[Measure::per_year("alarms", "alarms", "Alarms a year, whatever the reason.")];

    fn new(parameters: HazardSensorParameters) -> Self {
        Self { parameters, watched: Vec::new() }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        for link in cx.links(Link::Watches) {
            let actor = cx.other(link);
            // A second link to the same actor is a second way to learn of it.
            if self.watched.iter().any(|watched| watched.actor == actor) {
                continue;
            }
            self.watched.push(Watched { actor, level: None, shown: 0, noise: 0 });
            let place = (self.watched.len() - 1) as u32;
            self.arm_noise(cx, place);
        }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        let Some(level) = signal.level_on(self.parameters.channel) else {
            return;
        };
        let Some(place) = self.watched.iter().position(|watched| watched.actor == from) else {
            return;
        };
        if self.watched[place].level.as_ref().is_some_and(|known| level.is_older_than(known)) {
            return;
        }
        let hazard = self.parameters.hazard.value() * level.unexplained_share();
        let clock = Clock::Shown(place as u32);
        let first = self.watched[place].level.replace(level).is_none();
        if first {
            self.arm_shown(cx, place as u32);
        } else {
            cx.set_speed(clock, hazard);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Shown(place) => {
                self.alarm(cx, place, Rang::Shown);
                self.arm_shown(cx, place);
            }
            Clock::Noise(place) => {
                self.alarm(cx, place, Rang::Noise);
                self.arm_noise(cx, place);
            }
        }
    }
}

impl HazardSensor {
    fn alarm(&mut self, cx: &mut Cx<Self>, place: u32, rang: Rang) {
        cx.count("alarms");
        let watched = &self.watched[place as usize];
        let nothing = Level::nothing(self.parameters.channel, 1.0);
        let level = watched.level.as_ref().unwrap_or(&nothing);
        let nominal = self.nominal_ratio();
        let alert = Alert::new(cx.find(watched.actor, level, rang).worth(nominal));
        cx.alert(&alert);
        cx.report(&alert, nominal);
    }

    /// The nominal likelihood ratio of an alarm at full level.
    fn nominal_ratio(&self) -> f64 {
        let (hazard, noise) =
            (self.parameters.hazard.value(), self.parameters.false_alarms.value());
        nominal_ratio(hazard + noise, noise)
    }

    /// Budgets are keyed by the watched actor, so that another one beside it
    /// shifts none of them.
    fn budget(cx: &mut Cx<Self>, purpose: Purpose, actor: ActorId, occurrence: u64) -> f64 {
        let identity = Identity::new(cx.key(actor), purpose, occurrence);
        cx.draw(purpose).about(identity).exponential()
    }

    fn arm_shown(&mut self, cx: &mut Cx<Self>, place: u32) {
        const SHOWN: Purpose = Purpose::named("alarm of what shows");
        let watched = &mut self.watched[place as usize];
        watched.shown += 1;
        let budget = Self::budget(cx, SHOWN, watched.actor, watched.shown);
        let share = watched.level.as_ref().map_or(0.0, Level::unexplained_share);
        cx.start_clock(Clock::Shown(place), budget, self.parameters.hazard.value() * share);
    }

    fn arm_noise(&mut self, cx: &mut Cx<Self>, place: u32) {
        const NOISE: Purpose = Purpose::named("alarm without reason");
        let watched = &mut self.watched[place as usize];
        watched.noise += 1;
        let budget = Self::budget(cx, NOISE, watched.actor, watched.noise);
        cx.start_clock(Clock::Noise(place), budget, self.parameters.false_alarms.value());
    }
}

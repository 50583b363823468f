//! A sensor that rings at a rate which follows what shows.
//!
//! Three clocks for each watched actor: one whose speed is in proportion to what
//! shows without an explanation, one that runs while anything explained shows, one
//! that always runs. A change of level re-times what is left of a budget and never
//! redraws it. It takes no samples.

use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Pace, Suspicions};
use crate::oversight::{Channel, Link, Oversight, Rang, Signal, nominal_ratio};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Fault;
use crate::primitives::quantity::{Number, Rate, Share};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::Time;

use super::watching::{Watched, Watching, rings};

crate::parameters! {
    /// What a hazard sensor is tuned to.
    pub struct HazardSensorParameters {
        /// The channel on which it listens.
        channel: Channel,
        /// The rate of its alarms while the whole capacity of what it watches shows without an
        /// explanation, or the level `at`; at another level it is in proportion.
        hazard: Rate ["0/y" to "1e9/s"],
        /// The level at which alarms come at the rate `hazard`, in the unit of the channel: FLOP/s
        /// on `compute`, W on `power`. By default the nameplate capacity of what it watches, so
        /// that the rate stays the same where level and capacity grow together.
        at: Option<Number> ["1e-9" to "1e40"],
        /// The rate of its alarms while anything shows that is explained to it.
        benign: Rate ["0/y" to "1e9/s"] = "0/y",
        /// The rate of its alarms without a reason.
        false_alarms: Rate ["0/y" to "1e9/s"] = "0/y",
        /// The level that its nominal likelihood ratio is stated for, as a share of the one at
        /// which alarms come at the rate `hazard`.
        design_level: Share ["0.0001 %" to "100 %"] = "100 %",
    }
}

crate::clocks! {
    /// The clocks of a hazard sensor, one of each family for each watched actor.
    pub enum Clock {
        /// What shows sets it off.
        Shown(1),
        /// It rings without a reason.
        Noise(1),
        /// What is explained sets it off.
        Explained(1),
    }
}

/// How often each clock of one watched actor was started.
#[derive(Clone, Default)]
struct Started {
    shown: u64,
    noise: u64,
    explained: u64,
}

/// Rings at a rate that follows what shows of the actors that it watches.
#[derive(Clone)]
pub struct HazardSensor {
    parameters: HazardSensorParameters,
    watching: Watching<Started>,
}

impl Behavior for HazardSensor {
    type Domain = Oversight;
    type Parameters = HazardSensorParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A sensor whose alarms come at a rate in proportion to what \
        shows on its channel and is not explained to it, beside alarms at rates of their own: \
        benign ones while anything explained shows, and false ones.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It learns over it what shows of another actor.").at_least(1),
        LinkRule::out(Link::Alerts, "Its alarms go over it to whoever triages them."),
        LinkRule::out(Link::Reports, "Its alarms go over it straight to whoever judges them."),
        LinkRule::into(Link::Declares, "What is declared to it is explained to it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
    const MEASURES: &'static [Measure] =
        &[Measure::per_year("alarms", "alarms", "Alarms a year, whatever the reason.")];

    fn new(parameters: HazardSensorParameters) -> Self {
        let watching = Watching::on(parameters.channel);
        Self { parameters, watching }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.watching.begin(cx, |_, _| Started::default());
        for place in self.watching.places() {
            for clock in [Clock::Shown(place), Clock::Noise(place), Clock::Explained(place)] {
                self.arm(cx, clock);
            }
        }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        let Some((place, level)) = self.watching.news(from, signal) else {
            return;
        };
        self.watching.at(place).see(level, cx.now());
        for clock in [Clock::Shown(place), Clock::Explained(place)] {
            cx.set_speed(clock, self.pace(cx.now(), clock));
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let (place, rang) = match clock {
            Clock::Shown(place) => (place, Rang::Shown),
            Clock::Noise(place) => (place, Rang::Noise),
            Clock::Explained(place) => (place, Rang::Explained),
        };
        let ratio = self.nominal_ratio();
        let Watched { actor, level, .. } = self.watching.at(place);
        rings(cx, *actor, level, rang, ratio);
        self.arm(cx, clock);
    }
}

impl HazardSensor {
    /// The nominal likelihood ratio of an alarm: at the design level, to without
    /// anything that shows.
    fn nominal_ratio(&self) -> f64 {
        let HazardSensorParameters { hazard, false_alarms, design_level, .. } = &self.parameters;
        let caused = hazard.value() * design_level.value();
        nominal_ratio(caused + false_alarms.value(), false_alarms.value())
    }

    /// How fast a clock runs down at `now`.
    fn pace(&mut self, now: Time, clock: Clock) -> Pace {
        let HazardSensorParameters { hazard, at, benign, false_alarms, .. } = self.parameters;
        let place = match clock {
            Clock::Noise(_) => return Pace::Constant(false_alarms.value()),
            Clock::Shown(place) | Clock::Explained(place) => place,
        };
        let Watched { level, received, .. } = self.watching.at(place);
        if let Clock::Explained(_) = clock {
            let shows = level.explained() > 0.0;
            return Pace::Constant(if shows { benign.value() } else { 0.0 });
        }
        match at {
            Some(at) if level.growth() != 0.0 => {
                let speed = hazard.value() * level.unexplained() / at.value();
                let growing = Pace::Exponential { speed, growth: level.growth() };
                growing.after(now.since(*received).seconds())
            }
            Some(at) => Pace::Constant(hazard.value() * level.unexplained() / at.value()),
            None => Pace::Constant(hazard.value() * level.unexplained_share()),
        }
    }

    /// Starts a clock with the next of its budgets. They are keyed by the watched
    /// actor, so that another one beside it shifts none of them.
    fn arm(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        const SHOWN: Purpose = Purpose::named("alarm of what shows");
        const NOISE: Purpose = Purpose::named("alarm without reason");
        const EXPLAINED: Purpose = Purpose::named("alarm of what is explained");
        let pace = self.pace(cx.now(), clock);
        let (purpose, place) = match clock {
            Clock::Shown(place) => (SHOWN, place),
            Clock::Noise(place) => (NOISE, place),
            Clock::Explained(place) => (EXPLAINED, place),
        };
        let Watched { actor, kept, .. } = self.watching.at(place);
        let started = match clock {
            Clock::Shown(_) => &mut kept.shown,
            Clock::Noise(_) => &mut kept.noise,
            Clock::Explained(_) => &mut kept.explained,
        };
        *started += 1;
        let identity = Identity::new(cx.key(*actor), purpose, *started);
        let budget = cx.draw(purpose).about(identity).exponential();
        cx.start_clock(clock, budget, pace);
    }
}

/// What can hardly be meant: a sensor that can never ring.
fn suspicions(parameters: &HazardSensorParameters, _: &Around<'_, Oversight>) -> Vec<Fault> {
    let rates = [parameters.hazard, parameters.benign, parameters.false_alarms];
    if rates.into_iter().any(|rate| rate.value() > 0.0) {
        return Vec::new();
    }
    let message = "can never ring: all its rates are 0".to_owned();
    vec![Fault { parameter: "hazard", message, hint: None }]
}

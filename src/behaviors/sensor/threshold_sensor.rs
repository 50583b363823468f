//! A sensor that takes samples of a noisy level and rings above a threshold.
//!
//! Its threshold is fixed by its false-positive rate, and its power follows from
//! the noise. It learns nothing from one sample for the next.

use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Suspicions};
use crate::oversight::{Channel, Level, Link, Oversight, Signal, nominal_ratio};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Fault;
use crate::primitives::quantity::Share;
use crate::primitives::special::normal::{normal_cumulative, normal_mass, normal_quantile};
use crate::primitives::time::Span;

use super::rhythm::Rhythm;
use super::sampled::{Hazards, Sampled};
use super::watching::{Watched, Watching, rings};

crate::parameters! {
    /// What a threshold sensor is tuned to.
    pub struct SensorParameters {
        /// The channel on which it listens.
        channel: Channel,
        /// The time between two samples; the first comes at a uniform phase.
        every: Span ["1 s" to "1000 y"],
        /// The standard deviation of a sample, as a share of the nameplate capacity of what it
        /// watches.
        noise: Share ["0.0001 %" to "100 %"],
        /// The share of samples of nothing that are above the threshold.
        false_positives: Share ["1e-12" to "50 %"],
        /// The share of samples that see what is there; the others see nothing but noise.
        coverage: Share = "100 %",
        /// The share of samples that ring while anything shows that is explained to it.
        benign: Share = "0 %",
        /// The level that its nominal likelihood ratio is stated for, as a share of the nameplate
        /// capacity of what it watches.
        design_level: Share ["0.0001 %" to "100 %"] = "100 %",
    }
}

crate::clocks! {
    /// The clocks of a threshold sensor.
    pub enum Clock {
        /// A sample rings, of one watched actor each.
        Alarm(1),
    }
}

/// How well samples of something and of nothing are told apart: unit normal
/// deviates about d′ and about 0, with an alarm above z.
#[derive(Clone, Copy, Debug)]
pub(in crate::behaviors) struct Separation {
    false_positives: f64,
    coverage: f64,
    /// z = Φ⁻¹(1 − false positives).
    threshold: f64,
}

impl Separation {
    /// Of a threshold that this share of samples of nothing exceed, where so many
    /// see what is there at all.
    pub(in crate::behaviors) fn new(false_positives: f64, coverage: f64) -> Self {
        // By symmetry, without the digits that 1 − p would lose.
        let threshold = -normal_quantile(false_positives);
        Self { false_positives, coverage, threshold }
    }

    /// The probability that a sample rings by what shows, apart from noise that
    /// would have rung alone: coverage·(1 − Φ(z − d′)/Φ(z)). With the false alarms
    /// beside it, a sample that sees all rings with probability 1 − Φ(z − d′).
    pub(in crate::behaviors) fn shown(&self, effect: f64) -> f64 {
        let z = self.threshold;
        // Of certainty the last digits of a quotient can make more than that, which is the
        // hazard of nothing.
        self.coverage * (normal_mass(z - effect, z) / normal_cumulative(z)).min(1.0)
    }

    /// The probability that a sample of nothing rings.
    pub(in crate::behaviors) fn noise(&self) -> f64 {
        self.false_positives
    }

    /// The nominal likelihood ratio of an alarm, for an effect against none.
    pub(in crate::behaviors) fn nominal_ratio(&self, effect: f64) -> f64 {
        let missed = (1.0 - self.shown(effect)) * (1.0 - self.noise());
        nominal_ratio(1.0 - missed, self.noise())
    }
}

/// Rings at samples that exceed a threshold.
#[derive(Clone)]
pub struct Sensor {
    parameters: SensorParameters,
    separation: Separation,
    watching: Watching<Sampled>,
}

impl Behavior for Sensor {
    type Domain = Oversight;
    type Parameters = SensorParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A sensor that takes samples of what shows on its channel and \
        is not explained to it, each with normal noise, and rings where one exceeds a threshold. \
        The threshold follows from its false-positive rate.";
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

    fn new(parameters: SensorParameters) -> Self {
        let separation =
            Separation::new(parameters.false_positives.value(), parameters.coverage.value());
        let watching = Watching::on(parameters.channel);
        Self { parameters, separation, watching }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let every = self.parameters.every;
        self.watching.begin(cx, |cx, actor| {
            let rhythm = Rhythm::of(cx, actor, every);
            Sampled::new(cx, actor, rhythm)
        });
        for place in self.watching.places() {
            self.retime(cx, place);
        }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some((place, level)) = self.watching.news(from, signal) {
            self.watching.at(place).see(level, cx.now());
            self.retime(cx, place);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Clock::Alarm(place) = clock;
        let ratio =
            self.separation.nominal_ratio(self.effect(self.parameters.design_level.value()));
        let Watched { actor, level, kept, .. } = self.watching.at(place);
        if let Some(rang) = kept.ring(cx, *actor) {
            rings(cx, *actor, level, rang, ratio);
        }
        self.retime(cx, place);
    }
}

impl Sensor {
    /// The effect size d′ of a level, in standard deviations of a sample.
    fn effect(&self, share: f64) -> f64 {
        share / self.parameters.noise.value()
    }

    /// The probabilities of a sample of this level.
    fn hazards(&self, level: &Level) -> Hazards {
        let explained = level.explained() > 0.0;
        Hazards {
            shown: self.separation.shown(self.effect(level.unexplained_share())),
            explained: if explained { self.parameters.benign.value() } else { 0.0 },
            noise: self.separation.noise(),
        }
    }

    /// Lets the samples from now on see what shows now.
    fn retime(&mut self, cx: &mut Cx<Self>, place: u32) {
        let hazards = self.hazards(self.watching.level(place));
        let Watched { kept, .. } = self.watching.at(place);
        kept.set(cx.now(), hazards);
        cx.ring_at(Clock::Alarm(place), kept.due());
    }
}

/// What can hardly be meant: samples that see nothing.
fn suspicions(parameters: &SensorParameters, _: &Around<'_, Oversight>) -> Vec<Fault> {
    if parameters.coverage.value() > 0.0 {
        return Vec::new();
    }
    let message = "never rings by what shows: no sample sees it".to_owned();
    vec![Fault { parameter: "coverage", message, hint: None }]
}

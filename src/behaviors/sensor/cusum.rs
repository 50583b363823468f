//! A sensor that adds up what exceeds a reference, sample by sample: a one-sided
//! CUSUM chart.
//!
//! It finds small shifts that last where a threshold finds large ones that are
//! short. It does not estimate when the shift began.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Channel, Link, Oversight, Rang, Signal, nominal_ratio};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::{Dimension, Number, Share};
use crate::primitives::special::normal::normal_quantile;
use crate::primitives::time::Span;

use super::rhythm::Rhythm;
use super::sequence::{Decision, Sequence, Statistic};
use super::watching::{Watching, rings};

crate::parameters! {
    /// What a CUSUM chart is tuned to.
    pub struct CusumParameters {
        /// The channel on which it listens.
        channel: Channel,
        /// The time between two samples; the first comes at a uniform phase.
        every: Span ["1 s" to "1000 y"],
        /// The standard deviation of a sample, as a share of the nameplate capacity of what it
        /// watches.
        noise: Share ["0.0001 %" to "100 %"],
        /// What is taken from each sample, in its standard deviations: half of the shift that is to
        /// be found.
        reference: Number ["0" to "100"] = "0.5",
        /// The sum from which on it rings, in standard deviations of a sample.
        threshold: Number ["0.001" to "1000"] = "4",
        /// The level that its nominal likelihood ratio is stated for, as a share of the nameplate
        /// capacity of what it watches.
        design_level: Share ["0.0001 %" to "100 %"] = "100 %",
    }
}

crate::clocks! {
    /// The clocks of a CUSUM chart.
    pub enum Clock {
        /// Samples were taken up to a decision, or so many, of one watched actor each.
        Samples(1),
    }
}

/// The sum, and its shadow of samples in which nothing shows.
#[derive(Clone, Copy)]
struct Sums {
    sum: f64,
    /// At most `sum`, because nothing that shows is negative.
    shadow: f64,
}

/// What is fixed, in standard deviations of a sample.
#[derive(Clone, Copy)]
struct Chart {
    noise: f64,
    reference: f64,
    threshold: f64,
}

impl Statistic for Sums {
    type Rule = Chart;

    fn fresh() -> Self {
        Self { sum: 0.0, shadow: 0.0 }
    }

    fn take(&mut self, chart: &Chart, uniform: f64, share: f64) -> Option<Decision> {
        let deviate = normal_quantile(uniform);
        let effect = share / chart.noise;
        self.sum = (self.sum + effect + deviate - chart.reference).max(0.0);
        self.shadow = (self.shadow + deviate - chart.reference).max(0.0);
        let rang = if self.shadow < chart.threshold { Rang::Shown } else { Rang::Noise };
        (self.sum >= chart.threshold).then_some(Decision::Alarm(rang))
    }

    fn is_its_shadow(&self) -> bool {
        self.sum.to_bits() == self.shadow.to_bits()
    }
}

impl Chart {
    /// About how many samples it takes to an alarm at a shift, in standard
    /// deviations: (e^{−2Δb} + 2Δb − 1)/2Δ², with Δ the shift less the reference and
    /// b the threshold and 1.166 (Siegmund 1985). For a reference of 0.5 and a
    /// threshold of 4 it is 338.1 without a shift and 8.34 at 1, where 335.4 and 8.38
    /// are exact.
    fn samples_to_alarm(&self, shift: f64) -> f64 {
        let drift = shift - self.reference;
        let bound = self.threshold + 1.166;
        let twice = 2.0 * drift * bound;
        if twice.abs() < 1e-4 {
            return bound * bound;
        }
        // One sample is the least that it takes, which the formula forgets.
        ((libm::expm1(-twice) + twice) / (2.0 * drift * drift)).clamp(1.0, 1e300)
    }
}

/// Adds up what exceeds a reference and rings when that is much.
#[derive(Clone)]
pub struct Cusum {
    every: Span,
    chart: Chart,
    ratio: f64,
    watching: Watching<Sequence<Sums>>,
}

impl Behavior for Cusum {
    type Domain = Oversight;
    type Parameters = CusumParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A sensor that takes samples of what shows on its channel and \
        is not explained to it, each with normal noise, and adds up by how much they exceed a \
        reference, never below 0. When the sum reaches a threshold it rings and begins anew: a \
        CUSUM chart. An alarm is by what shows, unless noise alone would have rung it too.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It learns over it what shows of another actor.").at_least(1),
        LinkRule::out(Link::Alerts, "Its alarms go over it to whoever triages them."),
        LinkRule::out(Link::Reports, "Its alarms go over it straight to whoever judges them."),
        LinkRule::into(Link::Declares, "What is declared to it is explained to it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("alarms", "alarms", "Alarms a year, whatever the reason."),
        Measure::mean(
            "samples to alarm",
            "samples to alarm",
            Dimension::Number,
            "Samples from the start, or from an alarm, to the next alarm.",
        ),
    ];

    fn new(parameters: CusumParameters) -> Self {
        let chart = Chart {
            noise: parameters.noise.value(),
            reference: parameters.reference.value(),
            threshold: parameters.threshold.value(),
        };
        let shift = parameters.design_level.value() / chart.noise;
        let rate = |shift| 1.0 / chart.samples_to_alarm(shift);
        let ratio = nominal_ratio(rate(shift), rate(0.0));
        let watching = Watching::on(parameters.channel);
        Self { every: parameters.every, chart, ratio, watching }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let every = self.every;
        self.watching.begin(cx, |cx, actor| Sequence::new(Rhythm::of(cx, actor, every)));
        for place in self.watching.places() {
            self.look_ahead(cx, place);
        }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some((place, level)) = self.watching.news(from, signal) {
            let watched = self.watching.at(place);
            watched.hear(cx, &self.chart, level);
            cx.ring_at(Clock::Samples(place), watched.kept.due());
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Clock::Samples(place) = clock;
        let watched = self.watching.at(place);
        if let Some(decided) = watched.arrive() {
            let Decision::Alarm(rang) = decided.decision else {
                unreachable!("a CUSUM chart never finds that there is nothing")
            };
            let actor = watched.actor;
            cx.observe("samples to alarm", decided.samples as f64);
            rings(cx, actor, &decided.level, rang, self.ratio);
        }
        self.look_ahead(cx, place);
    }
}

impl Cusum {
    fn look_ahead(&mut self, cx: &mut Cx<Self>, place: u32) {
        let watched = self.watching.at(place);
        watched.look_ahead(cx, &self.chart);
        cx.ring_at(Clock::Samples(place), watched.kept.due());
    }
}

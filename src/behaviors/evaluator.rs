//! An evaluator: tests of a model that may find a gain that it hides.
//!
//! It is a threshold sensor for behavior. How good it is, is said by the area under
//! its curve, and where on the curve it works by its false-positive rate. It has
//! one test for all abilities, and is blind to what its own mind cannot see alone.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Channel, Link, Oversight, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::{Magnitude, Share};
use crate::primitives::special::normal::normal_quantile;
use crate::primitives::time::Span;

use super::sensor::{Hazards, Rhythm, Sampled, Separation, Watched, Watching, rings};

crate::parameters! {
    /// How an evaluator tests.
    pub struct EvaluatorParameters {
        /// The channel on which models show the gain that they hide, in orders of magnitude, of a
        /// capacity of 1 OOM.
        channel: Channel = "behavior",
        /// The time between two evaluations; the first comes at a uniform phase.
        every: Span ["1 s" to "1000 y"],
        /// The area under the curve of true over false positives, for a full gain that nobody
        /// holds back.
        auc: Share ["50 %" to "99.9999 %"],
        /// The share of evaluations of a model without a hidden gain that find one.
        false_positives: Share ["1e-12" to "50 %"],
        /// How much of what it could show the model holds back when it is tested.
        sandbagging: Share = "0 %",
        /// How much of its power a test loses whose mind was trained on nothing but what models made: a
        /// model may not see what it has in common with the model that it tests. In proportion, where
        /// that was only part of the training; nothing, where no model does the testing.
        shares_blindness: Share = "0 %",
        /// The hidden gain from which on a test has its full power; below it has less in
        /// proportion.
        full_gain: Magnitude ["0.001 OOM" to "100 OOM"] = "1 OOM",
    }
}

crate::clocks! {
    /// The clocks of an evaluator.
    pub enum Clock {
        /// An evaluation finds something, of one watched model each.
        Alarm(1),
    }
}

/// Tests models for gains that they hide.
#[derive(Clone)]
pub struct Evaluator {
    parameters: EvaluatorParameters,
    separation: Separation,
    watching: Watching<Sampled>,
    /// The share of what its mind was trained on that models had made.
    synthetic: f64,
}

impl Behavior for Evaluator {
    type Domain = Oversight;
    type Parameters = EvaluatorParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Tests models again and again for a gain that they hide. A test \
        of a full gain is so far apart from one of no gain as the area under its curve says: \
        d′ = √2·Φ⁻¹(AUC). A model that does the testing may be blind to what training on what \
        models made has put into both.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It tests over it what another actor can do.").at_least(1),
        LinkRule::out(Link::Alerts, "What it finds goes over it to whoever triages it."),
        LinkRule::out(Link::Reports, "What it finds goes over it straight to whoever judges it."),
        LinkRule::into(
            Link::Powers,
            "The model that does the testing tells over it what it was trained on.",
        )
        .at_most(1),
        LinkRule::into(Link::Declares, "What is declared to it is explained to it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const BRINGS_ABOUT: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] =
        &[Measure::per_year("alarms", "alarms", "Findings a year, whatever the reason.")];

    fn new(parameters: EvaluatorParameters) -> Self {
        let separation = Separation::new(parameters.false_positives.value(), 1.0);
        let watching = Watching::on(parameters.channel);
        Self { parameters, separation, watching, synthetic: 0.0 }
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
        if let Signal::Mind(mind) = &signal {
            self.synthetic = mind.synthetic;
            for place in self.watching.places() {
                self.retime(cx, place);
            }
            return;
        }
        if let Some((place, level)) = self.watching.news(from, signal) {
            self.watching.at(place).see(level, cx.now());
            self.retime(cx, place);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Clock::Alarm(place) = clock;
        // Nobody knows how much is held back when a test is rated.
        let ratio = self.separation.nominal_ratio(self.full_effect());
        let Watched { actor, level, kept, .. } = self.watching.at(place);
        if let Some(rang) = kept.ring(cx, *actor) {
            rings(cx, *actor, level, rang, ratio);
        }
        self.retime(cx, place);
    }
}

impl Evaluator {
    /// The effect size of a full gain that is not held back: the area under the
    /// curve is Φ(d′/√2).
    fn full_effect(&self) -> f64 {
        std::f64::consts::SQRT_2 * normal_quantile(self.parameters.auc.value())
    }

    /// Lets the evaluations from now on test what shows now.
    fn retime(&mut self, cx: &mut Cx<Self>, place: u32) {
        let EvaluatorParameters { sandbagging, full_gain, shares_blindness, .. } = self.parameters;
        // The capacity is 1 OOM.
        let gain = self.watching.level(place).unexplained_share() / full_gain.value();
        let sees = 1.0 - shares_blindness.value() * self.synthetic;
        let effect = self.full_effect() * (1.0 - sandbagging.value()) * sees * gain.min(1.0);
        let hazards = Hazards {
            shown: self.separation.shown(effect),
            explained: 0.0,
            noise: self.separation.noise(),
        };
        let Watched { kept, .. } = self.watching.at(place);
        kept.set(cx.now(), hazards);
        cx.ring_at(Clock::Alarm(place), kept.due());
    }
}

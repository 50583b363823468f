//! A sensor that weighs samples until it has decided: Wald's sequential test.
//!
//! It decides between two simple hypotheses, with Wald's bounds, and begins anew
//! after either. It has no bound on how many samples it takes.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Channel, Link, Oversight, Rang, Signal, nominal_ratio};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Fault, Faults};
use crate::primitives::quantity::{Dimension, Number, Share};
use crate::primitives::special::normal::normal_quantile;
use crate::primitives::time::Span;

use super::rhythm::Rhythm;
use super::sequence::{Decision, Sequence, Statistic};
use super::watching::{Watching, rings};

crate::choices! {
    /// The law of one sample.
    pub enum Samples {
        /// A normal deviate of unit variance; the hypotheses are about its mean.
        Normal,
        /// Yes or no; the hypotheses are about the probability of yes.
        Bernoulli,
        /// A number of cases; the hypotheses are about its mean.
        Poisson,
    }
}

crate::parameters! {
    /// What a sequential test is about.
    pub struct SequentialTestParameters {
        /// The channel on which it listens.
        channel: Channel,
        /// The time between two samples; the first comes at a uniform phase.
        every: Span ["1 s" to "1000 y"],
        /// The law of a sample: `Normal` with unit variance, `Bernoulli` or `Poisson`.
        samples: Samples,
        /// The mean of a sample while nothing shows, which is the hypothesis H0: in standard
        /// deviations, a probability or a number of cases.
        null: Number ["-700" to "700"],
        /// The mean of a sample while the whole capacity shows without an explanation, which is
        /// the hypothesis H1; at a smaller level the mean lies between in proportion.
        alternative: Number ["-700" to "700"],
        /// The nominal probability of deciding for H1 under H0.
        alpha: Share ["1e-12" to "49 %"] = "5 %",
        /// The nominal probability of deciding for H0 under H1.
        beta: Share ["1e-12" to "49 %"] = "5 %",
    }
}

crate::clocks! {
    /// The clocks of a sequential test.
    pub enum Clock {
        /// Samples were taken up to a decision, or so many, of one watched actor each.
        Samples(1),
    }
}

/// What is fixed.
#[derive(Clone, Copy)]
struct Test {
    samples: Samples,
    null: f64,
    alternative: f64,
    /// ln((1 − β)/α): from here on it decides for H1.
    upper: f64,
    /// ln(β/(1 − α)): down from here it decides for H0.
    lower: f64,
}

/// The log-likelihood ratio so far, and its shadow of samples in which nothing
/// shows.
///
/// The shadow begins anew when the test does, and not by itself. So it is never
/// above the test: what shows moves each sample toward H1.
#[derive(Clone, Copy)]
struct Weights {
    weight: f64,
    shadow: f64,
}

impl Test {
    /// The sample of a uniform draw under a mean, by its quantile.
    fn sample(&self, uniform: f64, mean: f64) -> f64 {
        match self.samples {
            Samples::Normal => mean + normal_quantile(uniform),
            Samples::Bernoulli => f64::from(u8::from(uniform >= 1.0 - mean)),
            Samples::Poisson => poisson_quantile(uniform, mean),
        }
    }

    /// The log-likelihood ratio ln f1(x)/f0(x) of a sample.
    fn weight(&self, x: f64) -> f64 {
        let (null, alternative) = (self.null, self.alternative);
        match self.samples {
            Samples::Normal => (alternative - null) * (x - 0.5 * (null + alternative)),
            Samples::Bernoulli => {
                let no = libm::log1p(-alternative) - libm::log1p(-null);
                if x > 0.0 { libm::log(alternative / null) } else { no }
            }
            Samples::Poisson => x * libm::log(alternative / null) - (alternative - null),
        }
    }
}

/// The least number of cases that is reached with this probability.
fn poisson_quantile(uniform: f64, mean: f64) -> f64 {
    let mut cases = 0.0;
    let mut probability = libm::exp(-mean);
    let mut reached = probability;
    // Beyond the last case that a double can tell from none, the sum stands still.
    while reached < uniform && (cases < mean || probability > 0.0) {
        cases += 1.0;
        probability *= mean / cases;
        reached += probability;
    }
    cases
}

impl Statistic for Weights {
    type Rule = Test;

    fn fresh() -> Self {
        Self { weight: 0.0, shadow: 0.0 }
    }

    fn take(&mut self, test: &Test, uniform: f64, share: f64) -> Option<Decision> {
        let mean = test.null + (test.alternative - test.null) * share.min(1.0);
        self.weight += test.weight(test.sample(uniform, mean));
        self.shadow += test.weight(test.sample(uniform, test.null));
        let rang = if self.shadow < test.upper { Rang::Shown } else { Rang::Noise };
        if self.weight >= test.upper {
            Some(Decision::Alarm(rang))
        } else {
            (self.weight <= test.lower).then_some(Decision::Clear)
        }
    }

    fn is_its_shadow(&self) -> bool {
        self.weight.to_bits() == self.shadow.to_bits()
    }
}

/// Weighs samples and rings when it has decided that something is there.
#[derive(Clone)]
pub struct SequentialTest {
    every: Span,
    test: Test,
    ratio: f64,
    watching: Watching<Sequence<Weights>>,
}

impl Behavior for SequentialTest {
    type Domain = Oversight;
    type Parameters = SequentialTestParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A sensor that takes samples whose law hangs on what shows on \
        its channel and is not explained to it, and adds up their log-likelihood ratios until it \
        decides that nothing is there or that something is: Wald's sequential test. It rings in \
        the second case, and begins anew in both. An alarm is by what shows, unless the same \
        chances would have rung it too while nothing showed.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It learns over it what shows of another actor.").at_least(1),
        LinkRule::out(Link::Alerts, "Its alarms go over it to whoever triages them."),
        LinkRule::out(Link::Reports, "Its alarms go over it straight to whoever judges them."),
        LinkRule::into(Link::Declares, "What is declared to it is explained to it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const FAULTS: Option<Faults<SequentialTestParameters>> = Some(faults);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("alarms", "alarms", "Alarms a year, whatever the reason."),
        Measure::mean(
            "samples to a decision",
            "samples to a decision",
            Dimension::Number,
            "Samples from the start, or from a decision, to the next decision.",
        ),
        Measure::share(
            "decided for H1",
            "alarms",
            "decisions",
            "Decisions that something is there.",
        ),
    ];
    const MILESTONES: &'static [&'static str] = &["decided"];

    fn new(parameters: SequentialTestParameters) -> Self {
        let (alpha, beta) = (parameters.alpha.value(), parameters.beta.value());
        let test = Test {
            samples: parameters.samples,
            null: parameters.null.value(),
            alternative: parameters.alternative.value(),
            upper: libm::log1p(-beta) - libm::log(alpha),
            lower: libm::log(beta) - libm::log1p(-alpha),
        };
        let ratio = nominal_ratio(1.0 - beta, alpha);
        let watching = Watching::on(parameters.channel);
        Self { every: parameters.every, test, ratio, watching }
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
            watched.hear(cx, &self.test, level);
            cx.ring_at(Clock::Samples(place), watched.kept.due());
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Clock::Samples(place) = clock;
        let watched = self.watching.at(place);
        if let Some(decided) = watched.arrive() {
            let actor = watched.actor;
            cx.milestone("decided");
            cx.count("decisions");
            cx.observe("samples to a decision", decided.samples as f64);
            match decided.decision {
                Decision::Alarm(rang) => rings(cx, actor, &decided.level, rang, self.ratio),
                Decision::Clear => {}
            }
        }
        self.look_ahead(cx, place);
    }
}

impl SequentialTest {
    fn look_ahead(&mut self, cx: &mut Cx<Self>, place: u32) {
        let watched = self.watching.at(place);
        watched.look_ahead(cx, &self.test);
        cx.ring_at(Clock::Samples(place), watched.kept.due());
    }
}

/// Hypotheses that no sample of their law can have, or that are the same.
fn faults(parameters: &SequentialTestParameters) -> Vec<Fault> {
    let (null, alternative) = (parameters.null.value(), parameters.alternative.value());
    let mut faults = Vec::new();
    for (parameter, mean) in [("null", null), ("alternative", alternative)] {
        let (sound, hint) = match parameters.samples {
            Samples::Normal => (true, ""),
            Samples::Bernoulli => (mean > 0.0 && mean < 1.0, "a probability lies between 0 and 1"),
            Samples::Poisson => (mean > 0.0, "a mean number of cases is above 0"),
        };
        if !sound {
            let message = format!("no sample of this law has a mean of {mean}");
            faults.push(Fault { parameter, message, hint: Some(hint.to_owned()) });
        }
    }
    if null == alternative {
        let message = format!("both hypotheses say {null}, and no sample tells them apart");
        let hint = Some("`alternative` is the mean while the whole capacity shows".to_owned());
        faults.push(Fault { parameter: "alternative", message, hint });
    }
    faults
}

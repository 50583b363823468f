//! A probe: a behavior of the laws' own that rings in ways which must be alike in law.
//!
//! It is put beside a world, listens to nobody and tells nobody anything. What a law says
//! of its forms is not known to it.

use crate::engine::{AgedLaw, Behavior, Cx, LinkRule, Measure, Pace};
use crate::oversight::{Link, Oversight};
use crate::primitives::distribution::Distribution;
use crate::primitives::parameter::Law;
use crate::primitives::random::Purpose;
use crate::primitives::time::{Span, Time};

crate::choices! {
    /// In which way a probe rings.
    pub enum Form {
        /// One clock at a rate.
        Whole,
        /// Two clocks at half the rate each.
        Halves,
        /// A clock at twice the rate, of which each ring counts with a chance of a half.
        Thinned,
        /// A clock whose speed is twice the rate in every other stretch of time, and zero
        /// in between.
        Paused,
        /// A clock at twice the rate, of which rings count in every other stretch of time.
        Masked,
        /// A clock whose speed grows with time, from zero growth to e times the rate at the
        /// horizon.
        Growing,
        /// A clock at e times the rate, of which rings count with the chance that the
        /// growing speed has beside it.
        Shaded,
        /// A clock of a law with age, whose hazard grows in proportion to it.
        Aging,
        /// The same hazard by a steady clock at its greatest and a chance for each ring.
        Withering,
        /// The same as aging, where the hazard is in turn one and a half times that and
        /// half of it.
        Amended,
        /// The same by a steady clock at its greatest and a chance for each ring.
        Dappled,
        /// Spans of an Erlang law of three stages.
        Erlang,
        /// Three exponential stages, one after the other.
        Stages,
        /// Spans of a gamma law of shape 3.
        Gamma,
    }
}

crate::parameters! {
    /// How a probe rings.
    pub struct ProbeParameters {
        /// In which way.
        form: Form,
        /// The mean time between two rings at its rate, which every form has in its own way.
        mean: Span ["1e-6 s" to "100000 y"],
        /// The time over which it changes what it changes.
        horizon: Span ["1e-6 s" to "100000 y"],
    }
}

crate::clocks! {
    /// The clocks of a probe.
    pub enum Clock {
        /// It rings, by one clock or by two.
        Ring(2),
        /// The next stretch of time begins.
        Turn,
    }
}

/// Into how many stretches of time the horizon is cut.
const STRETCHES: f64 = 12.0;

/// How many times the hazard of aging the hazard that changes is at most.
const MOST: f64 = 1.5;

/// Rings, and counts its rings.
#[derive(Clone)]
pub struct Probe {
    form: Form,
    mean: f64,
    horizon: f64,
    is_on: bool,
    stage: u32,
    law: Law<Span>,
}

/// A hazard that grows in proportion to age: `slope` a second for each second of it.
struct Growing {
    slope: f64,
}

impl AgedLaw for Growing {
    fn cumulative_hazard(&self, age: f64) -> f64 {
        0.5 * self.slope * age.max(0.0) * age.max(0.0)
    }

    fn hazard_quantile(&self, hazard: f64) -> f64 {
        libm::sqrt(2.0 * hazard / self.slope)
    }
}

impl Behavior for Probe {
    type Domain = Oversight;
    type Parameters = ProbeParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A bystander that rings at times of a known law, by which the \
        engine's clocks are tried.";
    const LINKS: &'static [LinkRule<Link>] = &[];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] =
        &[Measure::per_replication("rings", "rings", "How often it rang.")];

    fn new(parameters: ProbeParameters) -> Self {
        let mean = parameters.mean.seconds();
        let spans = match parameters.form {
            Form::Erlang => Distribution::erlang(3, mean),
            Form::Gamma => Distribution::gamma(3.0, mean),
            Form::Whole
            | Form::Halves
            | Form::Thinned
            | Form::Paused
            | Form::Masked
            | Form::Growing
            | Form::Shaded
            | Form::Aging
            | Form::Withering
            | Form::Amended
            | Form::Dappled
            | Form::Stages => Distribution::exponential(mean / 3.0),
        };
        Self {
            form: parameters.form,
            mean,
            horizon: parameters.horizon.seconds(),
            is_on: true,
            stage: 0,
            law: Law::new(spans.expect("a mean above zero makes a law")),
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.arm(cx, Clock::Ring(0));
        if self.form == Form::Halves {
            self.arm(cx, Clock::Ring(1));
        }
        if matches!(self.form, Form::Paused | Form::Masked | Form::Amended | Form::Dappled) {
            self.turn(cx);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Turn => {
                let old = self.growing();
                self.is_on = !self.is_on;
                if self.form == Form::Amended {
                    cx.set_law(Clock::Ring(0), &old, &self.growing());
                }
                if self.form == Form::Paused {
                    cx.set_speed(Clock::Ring(0), self.pace(cx.now()));
                }
                self.turn(cx);
            }
            Clock::Ring(_) => {
                if self.counts(cx) {
                    cx.count("rings");
                }
                self.arm(cx, clock);
            }
        }
    }
}

impl Probe {
    /// By how much its hazard is more or less than that of aging.
    fn factor(&self) -> f64 {
        let changes = matches!(self.form, Form::Amended | Form::Dappled);
        match (changes, self.is_on) {
            (true, true) => MOST,
            (true, false) => 2.0 - MOST,
            (false, _) => 1.0,
        }
    }

    /// The hazard of age. At the horizon it is the rate: a steady clock can stand in for it.
    fn growing(&self) -> Growing {
        Growing { slope: self.factor() / (self.mean * self.horizon) }
    }

    /// How fast its clock runs down now.
    fn pace(&self, now: Time) -> Pace {
        let rate = 1.0 / self.mean;
        match self.form {
            Form::Halves => Pace::Constant(0.5 * rate),
            Form::Thinned | Form::Masked => Pace::Constant(2.0 * rate),
            Form::Paused => Pace::Constant(if self.is_on { 2.0 * rate } else { 0.0 }),
            Form::Growing => {
                let growth = 1.0 / self.horizon;
                Pace::Exponential { speed: rate, growth }.after(now.seconds())
            }
            Form::Shaded => Pace::Constant(std::f64::consts::E * rate),
            Form::Dappled => Pace::Constant(MOST * rate),
            Form::Whole
            | Form::Amended
            | Form::Aging
            | Form::Withering
            | Form::Erlang
            | Form::Stages
            | Form::Gamma => Pace::Constant(rate),
        }
    }

    fn arm(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match self.form {
            Form::Erlang | Form::Stages | Form::Gamma => cx.start_law(clock, &self.law),
            Form::Aging | Form::Amended => {
                cx.start_aged(clock, Time::START, &self.growing());
            }
            Form::Whole
            | Form::Halves
            | Form::Thinned
            | Form::Paused
            | Form::Masked
            | Form::Growing
            | Form::Shaded
            | Form::Dappled
            | Form::Withering => cx.start_unit(clock, self.pace(cx.now())),
        }
    }

    /// Whether a ring of now counts.
    fn counts(&mut self, cx: &mut Cx<Self>) -> bool {
        const KEPT: Purpose = Purpose::named("kept");
        let part = (cx.now().seconds() / self.horizon).min(1.0);
        match self.form {
            Form::Thinned => cx.draw(KEPT).chance(0.5),
            Form::Shaded => cx.draw(KEPT).chance(libm::exp(part - 1.0)),
            Form::Withering => cx.draw(KEPT).chance(part),
            Form::Dappled => cx.draw(KEPT).chance(part * self.factor() / MOST),
            Form::Masked => self.is_on,
            Form::Stages => {
                self.stage = (self.stage + 1) % 3;
                self.stage == 0
            }
            Form::Whole
            | Form::Halves
            | Form::Paused
            | Form::Growing
            | Form::Aging
            | Form::Amended
            | Form::Erlang
            | Form::Gamma => true,
        }
    }

    /// Waits for the next stretch of time.
    fn turn(&self, cx: &mut Cx<Self>) {
        cx.ring_at(Clock::Turn, cx.now() + Span::from_seconds(self.horizon / STRETCHES));
    }
}

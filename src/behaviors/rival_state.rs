//! A rival state: it estimates from afar how much compute there is, and believes in
//! undeclared compute or does not.
//!
//! It judges by its estimates alone, one watched place by itself. Each estimate has an
//! error of its own: what all of them have in common is not there.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Channel, Level, Link, Oversight, Rang, Signal, nominal_ratio};
use crate::primitives::distribution::normal_quantile;
use crate::primitives::id::ActorId;
use crate::primitives::quantity::{Dimension, Rate, Share};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::{Span, Time};

use super::sensor::{Rhythm, Watched, Watching, rings};

crate::parameters! {
    /// How a rival state estimates, and what it holds for possible.
    pub struct RivalStateParameters {
        /// The channel on which it estimates what shows.
        channel: Channel = "compute",
        /// The time between two estimates.
        every: Span ["1 h" to "100 y"] = "1 y",
        /// The median error of an estimate relative to what it estimates; estimates are log-normal.
        error: Share ["0.01 %" to "100 %"] = "7 %",
        /// The least that it can tell from nothing, as a share of the nameplate capacity.
        resolution: Share ["0.0001 %" to "100 %"] = "1 %",
        /// How much undeclared compute it looks for, as a share of the nameplate capacity.
        suspected_share: Share ["0.01 %" to "100 %"] = "5 %",
        /// How probable it holds undeclared compute before any estimate.
        prior: Share ["0.0001 %" to "99.9999 %"] = "1 %",
        /// The rate at which it expects undeclared compute to come about where there is none; at 0 it
        /// holds what was not there once for less and less probable ever after.
        expects: Rate ["0/y" to "1e9/s"] = "0/y",
        /// The probability from which on it reports.
        reports_at: Share ["0.0001 %" to "99.9999 %"] = "90 %",
    }
}

crate::clocks! {
    /// The clocks of a rival state, one for each place that it watches.
    pub enum Clock {
        /// It makes an estimate.
        Estimate(1),
    }
}

/// What it thinks of one place.
#[derive(Clone)]
struct Thoughts {
    instants: Rhythm,
    /// The log-odds of there being undeclared compute.
    odds: f64,
    /// What they would be by the same errors without what is not declared.
    shadow: f64,
    last: Time,
    /// Whether it holds undeclared compute for so probable that it has reported.
    suspects: bool,
    /// What showed without an explanation since the start, if anything did.
    shown: Option<Level>,
}

/// Estimates how much compute there is.
#[derive(Clone)]
pub struct RivalState {
    parameters: RivalStateParameters,
    watching: Watching<Thoughts>,
}

impl Behavior for RivalState {
    type Domain = Oversight;
    type Parameters = RivalStateParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A state that estimates from afar how much a place computes, and \
        knows what is declared to it. From each estimate it takes the likelihood ratio of as much \
        as is declared and a suspected share more against no more than is declared. It reports \
        when its probability of undeclared compute rises above a threshold.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It estimates over it what shows of a place.").at_least(1),
        LinkRule::out(Link::Alerts, "What it suspects goes over it to whoever triages it."),
        LinkRule::out(Link::Reports, "What it suspects goes over it to whoever judges it."),
        LinkRule::into(Link::Declares, "What is declared to it is explained to it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("estimates", "estimates", "Estimates a year."),
        Measure::per_year("alarms", "alarms", "How often a year its probability rose so high."),
        Measure::mean(
            "probability",
            "probability",
            Dimension::Share,
            "Its probability of undeclared compute after an estimate.",
        ),
        Measure::mean(
            "estimate",
            "estimate",
            Dimension::Number,
            "What it estimated, over the nameplate capacity.",
        ),
    ];
    const MILESTONES: &'static [&'static str] = &["undeclared compute suspected"];

    fn new(parameters: RivalStateParameters) -> Self {
        let watching = Watching::on(parameters.channel);
        Self { parameters, watching }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let prior = log_odds(self.parameters.prior);
        let every = self.parameters.every;
        self.watching.begin(cx, |cx, actor| Thoughts {
            instants: Rhythm::of(cx, actor, every),
            odds: prior,
            shadow: prior,
            last: Time::START,
            suspects: false,
            shown: None,
        });
        for place in self.watching.places() {
            let first = self.watching.at(place).kept.instants.at(1);
            cx.ring_at(Clock::Estimate(place), first);
        }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some((place, level)) = self.watching.news(from, signal) {
            let watched = self.watching.at(place);
            if level.unexplained() > 0.0 {
                let shown = match watched.kept.shown.take() {
                    Some(earlier) => level.clone().after(&earlier),
                    None => level.clone(),
                };
                watched.kept.shown = Some(shown);
            }
            watched.see(level, cx.now());
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        const ERROR: Purpose = Purpose::named("error of an estimate");
        let Clock::Estimate(place) = clock;
        let now = cx.now();
        let parameters = &self.parameters;
        let Watched { actor, level, kept, .. } = self.watching.at(place);
        cx.ring_at(clock, kept.instants.at(kept.instants.until(now) + 1));
        // An estimate at a kept instant draws the same, however many others there are.
        let about = Identity::new(cx.key(*actor), ERROR, now.ticks());
        let sigma = parameters.sigma();
        let error = sigma * cx.draw(ERROR).about(about).normal();
        let seen = |share: f64| libm::log(share.max(parameters.resolution.value()));
        let declared = level.explained() / level.capacity();
        let hypotheses = (seen(declared), seen(declared + parameters.suspected_share.value()));
        let estimate = seen(declared + level.unexplained_share()) + error;
        let expected = parameters.expects.value() * now.since(kept.last).seconds();
        let learn = |odds: f64, estimate: f64| {
            come_about(odds, expected) + log_likelihood_ratio(estimate, hypotheses, sigma)
        };
        kept.odds = learn(kept.odds, estimate);
        kept.shadow = learn(kept.shadow, hypotheses.0 + error);
        kept.last = now;
        cx.count("estimates");
        cx.observe("estimate", libm::exp(estimate));
        cx.observe("probability", 1.0 / (1.0 + libm::exp(-kept.odds)));
        let threshold = log_odds(parameters.reports_at);
        let suspected = std::mem::replace(&mut kept.suspects, kept.odds >= threshold);
        if kept.suspects && !suspected {
            let by_error = kept.shadow >= threshold;
            let rang = if by_error { Rang::Noise } else { Rang::Shown };
            let ratio = nominal_ratio(libm::exp(kept.odds - log_odds(parameters.prior)), 1.0);
            cx.milestone("undeclared compute suspected");
            rings(cx, *actor, kept.shown.as_ref().unwrap_or(level), rang, ratio);
        }
    }
}

impl RivalStateParameters {
    /// The deviation of the logarithm of an estimate: half of the errors of a
    /// normal law are within 0.6745 deviations.
    fn sigma(&self) -> f64 {
        self.error.value() / normal_quantile(0.75)
    }
}

fn log_odds(probability: Share) -> f64 {
    libm::log(probability.value()) - libm::log1p(-probability.value())
}

/// The log-odds of something that comes about, where it is not there, with the hazard
/// `expected`: (odds + q)/(1 − q) with q = 1 − exp(−expected).
fn come_about(odds: f64, expected: f64) -> f64 {
    if expected == 0.0 {
        return odds;
    }
    let come = libm::log(-libm::expm1(-expected));
    let most = odds.max(come);
    most + libm::log(libm::exp(odds - most) + libm::exp(come - most)) + expected
}

/// How much likelier the logarithm of an estimate is if what is there has the second
/// logarithm than if it has the first, as a logarithm.
fn log_likelihood_ratio(estimate: f64, (first, second): (f64, f64), sigma: f64) -> f64 {
    let (off_first, off_second) = ((estimate - first) / sigma, (estimate - second) / sigma);
    0.5 * (off_first * off_first - off_second * off_second)
}

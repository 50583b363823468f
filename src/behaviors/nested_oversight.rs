//! Nested oversight: a chain of guards, each of which oversees the next.
//!
//! After Engels, Baek, Kantamneni and Tegmark (2025), "Scaling Laws for Scalable
//! Oversight", arXiv 2504.18530: the weak overseer guards a model somewhat
//! stronger, that one a stronger one, up to the suspect. It lacks the plateaus
//! that ratings in a domain have at both ends of general ability, and guards
//! that collude.

use std::sync::Arc;

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Discernment, Link, Oversight, Signal};
use crate::primitives::calendar::Calendar;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::{Count, Dimension, Number, Share};
use crate::primitives::time::Span;

use super::model_reviewer::ELO_SCALE;
use super::reviewer::{Clock, DESK_MEASURES, Desk, Discipline, Rules, joined};

crate::parameters! {
    /// What a chain of guards is made of.
    pub struct NestedOversightParameters {
        /// The general Elo rating of the first guard, who is trusted.
        overseer: Number ["-10000" to "10000"],
        /// The general Elo rating of what is suspected at the end of the chain.
        suspect: Number ["-10000" to "10000"],
        /// How many points of rating as a guard a point of general rating gives.
        guard_slope: Number ["0" to "10"] = "1",
        /// The rating as a guard at a general rating of 0.
        guard_offset: Number ["-10000" to "10000"] = "0",
        /// How many points of rating at getting past a guard a point of general rating gives.
        houdini_slope: Number ["0" to "10"] = "1",
        /// The rating at getting past a guard at a general rating of 0.
        houdini_offset: Number ["-10000" to "10000"] = "0",
        /// How many steps lie between the overseer and the suspect, at even distances; by default
        /// the number at which the chain holds most often.
        steps: Option<Count> ["1" to "1000"],
        /// The greatest number of steps among which the best one is looked for.
        most_steps: Count ["1" to "1000"] = "100",
        /// How long a step takes.
        step_takes: Law<Span>,
        /// How many alerts can be looked into at a time, each by a chain of its own.
        chains: Count ["1" to "10000"] = "1",
        /// The probability of confirming an alert that nothing is behind.
        false_accusation: Share = "2 %",
    }
}

impl NestedOversightParameters {
    /// The probability that each of so many guards prevails over the next model:
    /// the product of `1/(1 + 10^((houdini − guard)/400))` over the steps.
    fn holds(&self, steps: u64) -> f64 {
        let (overseer, suspect) = (self.overseer.value(), self.suspect.value());
        let general = |place: u64| {
            let along = place as f64 / steps as f64;
            overseer + (suspect - overseer) * along
        };
        let guard = |elo: f64| self.guard_slope.value() * elo + self.guard_offset.value();
        let houdini = |elo: f64| self.houdini_slope.value() * elo + self.houdini_offset.value();
        let step = |place: u64| {
            let ahead = houdini(general(place + 1)) - guard(general(place));
            1.0 / (1.0 + libm::exp(ahead / ELO_SCALE))
        };
        (0..steps).map(step).product()
    }

    /// The number of steps that was given, or the least of those at which the
    /// chain holds most often.
    fn steps(&self) -> u64 {
        let best = || {
            let mut best = (1, self.holds(1));
            for steps in 2..=self.most_steps.value() {
                let holds = self.holds(steps);
                if holds > best.1 {
                    best = (steps, holds);
                }
            }
            best.0
        };
        self.steps.map_or_else(best, Count::value)
    }
}

const STEPS: Measure =
    Measure::mean("steps", "steps", Dimension::Number, "Steps of the chain, over all reviews.");

/// Looks into alerts by a chain of guards and passes on what it confirms.
#[derive(Clone)]
pub struct NestedOversight {
    desk: Desk,
    steps: u64,
    discernment: Discernment,
}

impl Behavior for NestedOversight {
    type Domain = Oversight;
    type Parameters = NestedOversightParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A chain of models between a trusted overseer and a suspect, each \
        of which guards the next stronger one. An alert takes a step after the other; a well \
        founded one is confirmed if every guard prevails.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Alerts, "Alerts come in over it.").at_least(1),
        LinkRule::out(Link::Alerts, "Confirmed alerts go over it to a desk of the next level."),
        LinkRule::out(Link::Reports, "Confirmed alerts go over it to whoever judges them."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &joined::<10>(&[&DESK_MEASURES, &[STEPS]]);

    fn new(parameters: NestedOversightParameters) -> Self {
        let steps = parameters.steps();
        let false_accusation = parameters.false_accusation.value();
        let discernment = Discernment::with_rates(parameters.holds(steps), false_accusation);
        let desk = Desk::new(Rules {
            servers: parameters.chains,
            hours: Arc::new(Calendar::always()),
            review: parameters.step_takes,
            steps,
            discipline: Discipline::FirstCome,
            patience: None,
            room: None,
            merges: true,
            urgent: None,
        });
        Self { desk, steps, discernment }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        self.desk.receive(cx, signal);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Some(alert) = self.desk.ring(cx, clock) else {
            return;
        };
        cx.observe("steps", self.steps as f64);
        let nominal = self.discernment.likelihood_ratio();
        Desk::dispose(cx, &alert, &self.discernment, nominal);
    }
}

//! A press: it checks what it is told, and publishes what it believes.
//!
//! It seeks nothing out by itself, has as many hands as there are stories, and
//! protects no source: who told it goes on with the story.

use std::collections::BTreeSet;

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Alert, Discernment, Judging, Link, Oversight, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::{Number, Share};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::Span;

use super::places::Places;

crate::parameters! {
    /// How a press works.
    pub struct PressParameters {
        /// How long it checks a story before it decides.
        checks: Law<Span>,
        /// How well founded stories are seen for what they are: at a skill as high as the work's opacity, half of them.
        skill: Number ["-5000" to "5000"] = "2",
        /// How much a difference of skill and opacity matters: the scale of the logistic curve.
        skill_scale: Number ["0.01" to "1000"] = "1",
        /// The probability of publishing a story that nothing is behind.
        false_accusation: Share = "2 %",
        /// The likelihood ratio that goes with what is published; by default that of the two probabilities, at no
        /// opacity, within 0.001 and 1000.
        likelihood_ratio: Option<Number> ["0.001" to "1000000"],
    }
}

crate::clocks! {
    /// The clocks of a press.
    pub enum Clock {
        /// A story is checked.
        Check(1),
    }
}

/// Checks what it is told, and publishes what it believes.
#[derive(Clone)]
pub struct Press {
    parameters: PressParameters,
    /// What is being checked.
    stories: Places<Alert>,
    /// What it was told so far: a story is told once.
    heard: BTreeSet<Identity>,
}

impl Behavior for Press {
    type Domain = Oversight;
    type Parameters = PressParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Journalists who are told of something, check it for a time, and \
        publish it or drop it. What is published reaches everyone to whom the press reports. A \
        story that they have heard before is no story.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Reports, "It is told over it what somebody found.").at_least(1),
        LinkRule::out(Link::Reports, "What it publishes goes over it to whoever judges it."),
        LinkRule::out(Link::Alerts, "What it publishes goes over it to whoever looks into it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("stories", "stories", "Stories a year that it began to check."),
        Measure::per_year("published", "stories published", "Stories published a year."),
        Measure::share(
            "believed",
            "stories published",
            "stories checked",
            "Stories that it published, of those that it checked to the end.",
        ),
    ];
    const MILESTONES: &'static [&'static str] = &["published"];

    fn new(parameters: PressParameters) -> Self {
        Self { parameters, stories: Places::default(), heard: BTreeSet::new() }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        const CHECK: Purpose = Purpose::named("check of a story");
        let Signal::Report(alert, _) = signal else {
            return;
        };
        let identity = alert.first().identity();
        if !self.heard.insert(identity) {
            return;
        }
        cx.count("stories");
        let mut chance = cx.draw(CHECK).about(identity);
        let at = cx.now() + self.parameters.checks.draw(&mut chance);
        let place = self.stories.add(alert);
        cx.ring_at(Clock::Check(place), at);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Clock::Check(place) = clock;
        let Some(alert) = self.stories.take(place) else {
            return;
        };
        cx.count("stories checked");
        let discernment = self.discernment();
        if cx.judge(&alert, &discernment) {
            cx.count("stories published");
            cx.milestone("published");
            let derived = discernment.likelihood_ratio();
            cx.alert(&alert);
            cx.report(&alert, self.parameters.likelihood_ratio.map_or(derived, Number::value));
        }
    }
}

impl Press {
    fn discernment(&self) -> Discernment {
        Discernment {
            attention: 1.0,
            skill: self.parameters.skill.value(),
            scale: self.parameters.skill_scale.value(),
            false_accusation: self.parameters.false_accusation.value(),
        }
    }
}

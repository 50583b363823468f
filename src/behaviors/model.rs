//! A model: how capable it is, generation by generation, and what it hides.
//!
//! It does not act, and it has no abilities but its capability. What it hides shows
//! on the channel `behavior` to whoever tests for it.

use crate::engine::{Behavior, Cx, LinkRule, Measure, NoClocks};
use crate::oversight::{
    Commanding, Footprint, Job, Lineage, Link, Order, Oversight, Signal, TakingOff, Upgrade,
    Working,
};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::{Dimension, Flop, Magnitude, Number};
use crate::primitives::random::Purpose;

use super::holds::{Change, Holds};

crate::parameters! {
    /// What a model is at the start.
    pub struct ModelParameters {
        /// The effective compute that it was trained with at the start, from which its capability is
        /// counted in orders of magnitude.
        trained_with: Flop ["1 FLOP" to "1e40 FLOP"],
        /// How much more capable it is than it lets see from the start on, as when it sandbags. It is
        /// no part of its capability.
        hidden_gain: Law<Magnitude> ["0 OOM" to "30 OOM"] = r#""0 OOM""#,
        /// How hard what it hides is to see for what it is, in units of a reviewer's skill.
        opacity: Number = "0",
    }
}

/// Becomes more capable by what is deployed to it.
#[derive(Clone)]
pub struct Model {
    parameters: ModelParameters,
    lineage: Lineage,
    /// What it hides, in orders of magnitude, if that is anything.
    hidden: Option<(Job, f64)>,
    holds: Holds,
    /// The greatest FLOP that came while an order held it.
    waiting: Option<Flop>,
    took_off: bool,
}

impl Behavior for Model {
    type Domain = Oversight;
    type Parameters = ModelParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "A language model. What a program has trained is deployed to \
        it, and makes it more capable if it took more compute than what is there. Capability is \
        the decimal logarithm of effective compute over that at the start. What the model hides \
        shows on the channel `behavior`, as a share of an order of magnitude. An order about \
        it takes it out of use: it shows nothing then, and what comes for it waits. Once it has \
        taken off, nothing changes any more.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Deploys, "What a program has trained comes over it."),
        LinkRule::into(Link::Watches, "Whoever tests the model sees over it what it hides."),
        LinkRule::into(Link::Orders, "Orders about it come over it."),
        LinkRule::into(Link::Owns, "Whoever owns it passes orders on over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&["behavior"]);
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication(
            "deployments",
            "deployments",
            "How often something was deployed to it, whether or not that was above what was there.",
        ),
        Measure::per_replication(
            "generations",
            "generations",
            "Generations that were deployed: each at least the world's step above its parent, \
             or half an order of magnitude where the world has none.",
        ),
        Measure::amount(
            "gained",
            "gained",
            Dimension::Magnitude,
            "Its capability at the end, in orders of magnitude above the start.",
        ),
        Measure::mean(
            "capability",
            "capability",
            Dimension::Magnitude,
            "Its capability after each deployment, in orders of magnitude above the start.",
        ),
    ];
    const MILESTONES: &'static [&'static str] = &["new generation", "took off"];

    fn new(parameters: ModelParameters) -> Self {
        Self {
            parameters,
            lineage: Lineage::default(),
            hidden: None,
            holds: Holds::default(),
            waiting: None,
            took_off: false,
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        const GAIN: Purpose = Purpose::named("hidden gain");
        let gain = cx.draw(GAIN).of(&self.parameters.hidden_gain).value();
        if gain > 0.0 {
            let job = cx.job(Flop::new(0.0), self.parameters.opacity.value());
            cx.job_begins(&job);
            self.hidden = Some((job, gain));
            self.show(cx);
        }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        match signal {
            Signal::Deployed(Upgrade::Trained { effective, .. }) if self.holds.is_held() => {
                let most = self.waiting.map_or(0.0, Flop::value).max(effective.value());
                self.waiting = Some(Flop::new(most));
            }
            Signal::Deployed(Upgrade::Trained { effective, .. }) => self.deploy(cx, effective),
            Signal::Deployed(Upgrade::Raised { .. } | Upgrade::Spoiled { .. }) => {}
            Signal::Order(order) => self.obey(cx, &order),
            Signal::Submit(_)
            | Signal::Began(_)
            | Signal::Done(_)
            | Signal::Refused(_)
            | Signal::Level(_)
            | Signal::Declared(_)
            | Signal::Work(_)
            | Signal::Alert(_)
            | Signal::Report(..)
            | Signal::TookOff
            | Signal::Granted(..)
            | Signal::Adjust(..)
            | Signal::Withdraw(_)
            | Signal::Mind(_)
            | Signal::Improved(_)
            | Signal::Efficiency(_)
            | Signal::Tokens(_)
            | Signal::Directive(_)
            | Signal::Announced(_)
            | Signal::Own(..) => {}
        }
    }
}

impl Model {
    fn deploy(&mut self, cx: &mut Cx<Self>, compute: Flop) {
        if self.took_off {
            return;
        }
        let (before, generations) = (self.lineage.capability(), self.lineage.generations());
        let start = self.parameters.trained_with.value();
        let capability = libm::log10(compute.value() / start);
        self.took_off = cx.deploy(&mut self.lineage, capability);
        cx.count("deployments");
        cx.observe("capability", self.lineage.capability());
        cx.add("gained", self.lineage.capability() - before);
        if self.lineage.generations() > generations {
            cx.count("generations");
            cx.milestone("new generation");
        }
        if self.took_off {
            cx.milestone("took off");
            for program in cx.links_in(Link::Deploys) {
                cx.send(program, Signal::TookOff);
            }
        }
    }

    /// An order about the model takes it out of use, or puts it back.
    fn obey(&mut self, cx: &mut Cx<Self>, order: &Order) {
        let Some(command) = cx.heed(order).filter(|_| order.suspect() == cx.me()) else {
            return;
        };
        match self.holds.obey(order, command) {
            Change::Holds => {
                if let Some((job, _)) = &self.hidden {
                    cx.job_halts(job, order);
                }
            }
            Change::Frees => {
                if let Some((job, _)) = &self.hidden {
                    cx.job_resumes(job, order);
                }
                if let Some(compute) = self.waiting.take() {
                    self.deploy(cx, compute);
                }
            }
            Change::Lifts => {
                if let Some((job, _)) = &self.hidden {
                    cx.job_resumes(job, order);
                }
                return;
            }
            Change::Nothing => return,
        }
        self.show(cx);
    }

    fn show(&self, cx: &mut Cx<Self>) {
        let (Some((job, gain)), Some(channel)) = (&self.hidden, cx.settings().channel("behavior"))
        else {
            return;
        };
        let mut footprint = Footprint::nothing(channel, 1.0);
        if !self.holds.is_held() {
            footprint.add(job, *gain);
        }
        for watcher in cx.links_in(Link::Watches) {
            cx.show(watcher, &footprint);
        }
    }
}

//! A model as an actor: its state, and what it does with what comes in.
//!
//! It does not act by itself: whoever it powers does.

use std::collections::BTreeMap;

use crate::behaviors::holds::Holds;
use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Improved, Job, Lineage, Link, Oversight, Signal, Upgrade};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::{Dimension, Flop};
use crate::primitives::random::{EntityKey, Purpose};

use super::abilities::Abilities;
use super::carrying::Queue;
use super::hiding::Hiding;
use super::parameters::ModelParameters;

crate::clocks! {
    /// The clocks of a model.
    pub enum Clock {
        /// It stops to behave strangely.
        Fade,
    }
}

/// Becomes more capable by what is deployed to it and carried over to it.
#[derive(Clone)]
pub struct Model {
    pub(super) parameters: ModelParameters,
    pub(super) lineage: Lineage,
    /// Orders of magnitude that its abilities have brought: whatever is trained later
    /// has them too.
    pub(super) jumps: f64,
    /// The share of what it was trained on that models had made.
    pub(super) synthetic: f64,
    pub(super) abilities: Abilities,
    pub(super) hiding: Hiding,
    pub(super) queue: Queue,
    /// How efficient software is, in orders of magnitude, by whom it comes from.
    pub(super) efficiency: BTreeMap<ActorId, f64>,
    pub(super) holds: Holds,
    /// What came while an order held it.
    pub(super) waiting: Vec<News>,
    pub(super) took_off: bool,
}

/// What can come for a model that makes it another.
#[derive(Clone, Debug)]
pub(super) enum News {
    /// Something was deployed to it.
    Deployed(Upgrade),
    /// Somebody has become better, and it may be carried over.
    Improved(ActorId, Improved),
    /// A gain was carried over: this is what comes of it here.
    /// The job that did it is over in the books once that is taken.
    Carried(Improved, Option<Job>),
    /// Somebody's software has become so much more efficient since the start.
    Efficiency(ActorId, f64),
}

impl Behavior for Model {
    type Domain = Oversight;
    type Parameters = ModelParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A language model. It becomes more capable by what a program has \
        trained, if that took more compute than what is there; by changes of its weights; by what \
        makes other models better and is carried over; by more efficient software, if it keeps up; \
        and by abilities that come all at once. Capability is the decimal logarithm of effective \
        compute over that at the start, and has a ceiling. What the model hides shows on the \
        channel `behavior`, as a share of an order of magnitude, and an ability on the channel of \
        its name. An order about it takes it out of use: it shows nothing then, and what comes \
        for it waits. Once it has taken off, it gains nothing any more.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Deploys, "What a program has made of it comes over it."),
        LinkRule::into(Link::Writes, "Whoever can change its weights learns that it took off."),
        LinkRule::into(
            Link::Improves,
            "What makes another model better, or software more efficient, comes over it.",
        ),
        LinkRule::out(Link::Improves, "What makes it better goes on over it to other models."),
        LinkRule::out(Link::Powers, "Whoever it powers learns what it has become."),
        LinkRule::into(Link::Hosts, "Whoever runs the work by which gains are carried over.")
            .at_most(1),
        LinkRule::into(Link::Watches, "Whoever tests the model sees over it what it hides."),
        LinkRule::into(Link::Studies, "Whoever makes experiments on it sees what it hides."),
        LinkRule::out(Link::Declares, "An observer hears that gains are carried over openly."),
        LinkRule::into(Link::Knows, "People hear over it that gains are carried over."),
        LinkRule::into(Link::Reads, "Readers hear over it that gains are carried over."),
        LinkRule::into(Link::Orders, "Orders about it come over it."),
        LinkRule::into(Link::Owns, "Whoever owns it passes orders on over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&["behavior"]);
    const BRINGS_ABOUT: Option<&'static [&'static str]> = Some(&["Capability", "Generations"]);
    const SHOWS_AS: Option<&'static str> = Some("abilities");
    const MEASURES: &'static [Measure] = MEASURES;
    const MILESTONES: &'static [&'static str] =
        &["new generation", "ability gained", "gain carried over", "ceiling reached", "took off"];

    fn new(parameters: ModelParameters) -> Self {
        Self {
            parameters,
            lineage: Lineage::default(),
            jumps: 0.0,
            synthetic: 0.0,
            abilities: Abilities::default(),
            hiding: Hiding::default(),
            queue: Queue::default(),
            efficiency: BTreeMap::new(),
            holds: Holds::default(),
            waiting: Vec::new(),
            took_off: false,
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        const GAIN: Purpose = Purpose::named("hidden gain");
        const ABILITY: Purpose = Purpose::named("ability");
        self.abilities = Abilities::drawn(&self.parameters.abilities, |name| {
            cx.draw(ABILITY.toward(EntityKey::named(name))).exponential()
        });
        let gain = cx.draw(GAIN).of(&self.parameters.hidden_gain).value();
        self.hide(cx, gain);
        self.show(cx);
        self.tell_mind(cx);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        match signal {
            Signal::Deployed(upgrade) => self.hear(cx, News::Deployed(upgrade)),
            Signal::Improved(gain) => self.hear(cx, News::Improved(from, gain)),
            Signal::Efficiency(to) => self.hear(cx, News::Efficiency(from, to)),
            Signal::Began(job) => self.began(cx, job),
            Signal::Done(job) => self.ended(cx, job, true),
            Signal::Refused(job) => self.ended(cx, job, false),
            Signal::Order(order) => self.obey(cx, &order),
            Signal::TookOff => self.end(cx),
            Signal::Submit(_)
            | Signal::Level(_)
            | Signal::Declared(_)
            | Signal::Work(_)
            | Signal::Alert(_)
            | Signal::Report(..)
            | Signal::Granted(..)
            | Signal::Adjust(..)
            | Signal::Withdraw(_)
            | Signal::Mind(_)
            | Signal::Tokens(_)
            | Signal::Directive(_)
            | Signal::Announced(_)
            | Signal::Own(..) => {}
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Fade => {
                self.hiding.fade(cx.now());
                self.show(cx);
                self.hiding.forget();
                self.time_fading(cx);
            }
        }
    }
}

/// What is reported of a model.
const MEASURES: &[Measure] = &[
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
        "Its capability after each deployment and each other gain, in orders of magnitude above \
         the start.",
    ),
    Measure::amount(
        "gained in training",
        "gained in training",
        Dimension::Magnitude,
        "What training has brought, in orders of magnitude.",
    ),
    Measure::amount(
        "gained in edits",
        "gained in edits",
        Dimension::Magnitude,
        "What changes of its weights have brought, in orders of magnitude.",
    ),
    Measure::amount(
        "gained from others",
        "gained from others",
        Dimension::Magnitude,
        "What was carried over from other models, in orders of magnitude.",
    ),
    Measure::amount(
        "gained in software",
        "gained in software",
        Dimension::Magnitude,
        "What more efficient software has brought without new training, in orders of magnitude.",
    ),
    Measure::amount(
        "gained in abilities",
        "gained in abilities",
        Dimension::Magnitude,
        "What abilities have brought all at once, in orders of magnitude.",
    ),
    Measure::per_replication(
        "abilities gained",
        "abilities gained",
        "Abilities that came all at once.",
    ),
    Measure::amount(
        "hidden",
        "hidden",
        Dimension::Magnitude,
        "What it does not let see at the end, in orders of magnitude.",
    ),
    Measure::per_replication(
        "edits gone wrong",
        "edits gone wrong",
        "Changes of its weights after which it behaved strangely.",
    ),
];

/// The capability that so much effective compute makes, above a start that took so much.
pub(super) fn capability(effective: Flop, start: Flop) -> f64 {
    libm::log10(effective.value() / start.value())
}

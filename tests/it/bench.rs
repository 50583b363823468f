//! A bench for programs that work on models: a mind that says what it is, and weights
//! that count what is done to them.
//!
//! It has no model: what one makes of an edit is the model's own tests' business.

use std::sync::Arc;

use foomwatch::oversight::{Outcome, Record, Twin};
use foomwatch::prelude::*;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::world::Blueprint;

use crate::cluster_yard::Marshal;
use crate::stage;

foomwatch::parameters! {
    /// What a sage is, and becomes.
    pub struct SageParameters {
        /// Its capability at the start, in orders of magnitude.
        capability: Magnitude = "0 OOM",
        /// When that changes.
        at: Span = "0 s",
        /// Its capability from then on.
        becomes: Option<Magnitude>,
        /// The name of what it is able to from then on.
        gains: bool = "false",
    }
}

foomwatch::clocks! {
    /// The clock of a sage.
    pub enum Clock {
        /// It becomes another.
        Become,
    }
}

/// Tells whom it powers what it is.
#[derive(Clone)]
pub struct Sage(SageParameters);

impl Sage {
    fn tell(cx: &mut Cx<Self>, capability: f64, able: bool) {
        let abilities: Arc<[Arc<str>]> =
            if able { [Arc::from("insight")].into() } else { [].into() };
        for link in cx.links(Link::Powers) {
            let mind = Mind { capability, synthetic: 0.0, abilities: abilities.clone() };
            cx.send(link, Signal::Mind(mind));
        }
    }
}

impl Behavior for Sage {
    type Domain = Oversight;
    type Parameters = SageParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A mind as a test needs it.";
    const LINKS: &'static [LinkRule<Link>] = &[LinkRule::out(Link::Powers, "Whose mind it is.")];

    fn new(parameters: SageParameters) -> Self {
        Self(parameters)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        Self::tell(cx, self.0.capability.value(), false);
        if self.0.becomes.is_some() || self.0.gains {
            cx.ring_at(Clock::Become, Time::START + self.0.at);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        let capability = self.0.becomes.unwrap_or(self.0.capability).value();
        Self::tell(cx, capability, self.0.gains);
    }
}

foomwatch::parameters! {
    /// What becomes of weights.
    pub struct WeightsParameters {
        /// Whether they take off at the first gain.
        takes_off: bool = "false",
    }
}

/// Counts what is put to work.
#[derive(Clone)]
pub struct Weights(WeightsParameters);

impl Behavior for Weights {
    type Domain = Oversight;
    type Parameters = WeightsParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "Weights as a test needs them.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Writes, "Who may change them."),
        LinkRule::into(Link::Deploys, "Who may put them to work."),
    ];
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("raised", "raised", "Gains that came."),
        Measure::amount("gain", "gain", Dimension::Magnitude, "What they were together."),
        Measure::amount("hides", "hides", Dimension::Magnitude, "How much of it is hidden."),
        Measure::per_replication("spoiled", "spoiled", "Edits that went wrong."),
        Measure::mean("shows", "shows", Dimension::Magnitude, "How strangely."),
        Measure::mean("lasts", "lasts", Dimension::Span, "For how long."),
        Measure::mean("first", "first", Dimension::Span, "When the first gain came."),
    ];

    fn new(parameters: WeightsParameters) -> Self {
        Self(parameters)
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        match signal {
            Signal::Deployed(Upgrade::Raised { gain, hidden, .. }) => {
                cx.count("raised");
                cx.add("gain", gain);
                cx.add("hides", hidden);
                cx.observe("first", cx.now().seconds());
                if self.0.takes_off {
                    for link in cx.links_in(Link::Deploys) {
                        cx.send(link, Signal::TookOff);
                    }
                }
            }
            Signal::Deployed(Upgrade::Spoiled { shows, lasts, .. }) => {
                cx.count("spoiled");
                cx.observe("shows", shows);
                cx.observe("lasts", lasts.seconds());
            }
            _ => {}
        }
    }
}

/// The built-in roles beside sages, weights and marshals.
pub fn roles() -> Roles {
    Roles::standard().with::<Sage>("Sage").with::<Weights>("Weights").with::<Marshal>("Marshal")
}

/// One replication's outcome, in this course of things.
pub fn outcome(blueprint: &Blueprint, seed: u64, index: u64, twin: Twin) -> Outcome {
    let mut record = Record::new(Arc::new(blueprint.plan()));
    let key = ReplicationKey::new(seed, index);
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    let settings = simulation.settings().twin(twin);
    simulation.replace_settings(Arc::new(settings));
    simulation.reset(key, &mut record);
    let _ = simulation.run_until(Time::START + blueprint.horizon(), &mut record);
    let ran = simulation.now() - Time::START;
    record.close(ran, simulation.events(), false).clone()
}

/// A text's world as the bench's roles make it.
pub fn world(text: &str, sets: &[(&str, &str)]) -> Blueprint {
    stage::world(text, sets, &roles())
}

/// A measure of one outcome; NaN without an occasion.
pub fn measured(blueprint: &Blueprint, outcome: &Outcome, actor: &str, name: &str) -> f64 {
    let plan = blueprint.plan();
    let place = plan
        .measures()
        .iter()
        .position(|(of, row)| blueprint.name_of(*of) == actor && row.name == name)
        .unwrap_or_else(|| panic!("`{actor}` has no measure `{name}`"));
    let (above, below) = outcome.measures[place];
    above / below
}

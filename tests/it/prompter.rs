//! Somebody who says at a given time what a model, research or a maker of data would say.

use foomwatch::prelude::*;

foomwatch::parameters! {
    /// What a prompter says, and when.
    pub struct PrompterParameters {
        /// When, counted from the start.
        at: Span = "0 s",
        /// The capability of the mind that it passes for.
        capability: Magnitude = "0 OOM",
        /// What that was trained on that models had made.
        synthetic: Share = "0 %",
        /// By how much that mind is better at each later time.
        step: Magnitude = "0 OOM",
        /// How often it says it, a day apart.
        times: Count = "1",
        /// How efficient software has become.
        efficiency: Magnitude = "0 OOM",
        /// How many tokens it hands over.
        tokens: Tokens = "0 tokens",
        /// Whether it says that a model took off.
        ends: bool = "false",
    }
}

foomwatch::clocks! {
    /// The clock of a prompter.
    pub enum Clock {
        /// It speaks.
        Speak,
    }
}

/// Says what it is told to say.
#[derive(Clone)]
pub struct Prompter {
    parameters: PrompterParameters,
    spoken: u64,
}

impl Behavior for Prompter {
    type Domain = Oversight;
    type Parameters = PrompterParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Says what it is told to say.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Powers, "Whose mind it passes for."),
        LinkRule::out(Link::Improves, "Whom it tells how efficient software is."),
        LinkRule::out(Link::Feeds, "Whom it feeds."),
        LinkRule::into(Link::Deploys, "Whom it tells that it took off."),
    ];

    fn new(parameters: PrompterParameters) -> Self {
        Self { parameters, spoken: 0 }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Clock::Speak, Time::START + self.parameters.at);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        let PrompterParameters { capability, synthetic, step, efficiency, tokens, .. } =
            self.parameters;
        let mind = Mind {
            capability: capability.value() + self.spoken as f64 * step.value(),
            synthetic: synthetic.value(),
            abilities: Arc::default(),
        };
        for link in cx.links(Link::Powers) {
            cx.send(link, Signal::Mind(mind.clone()));
        }
        for link in cx.links(Link::Improves) {
            cx.send(link, Signal::Efficiency(efficiency.value()));
        }
        for link in cx.links(Link::Feeds) {
            cx.send(link, Signal::Tokens(tokens.value()));
        }
        for link in cx.links_in(Link::Deploys).filter(|_| self.parameters.ends) {
            cx.send(link, Signal::TookOff);
        }
        self.spoken += 1;
        if self.spoken < self.parameters.times.value() {
            cx.ring_at(Clock::Speak, cx.now() + Span::from_seconds(86_400.0));
        }
    }
}

/// The built-in roles and a prompter.
pub fn roles() -> Roles {
    Roles::standard().with::<Prompter>("Prompter")
}

/// The actors of a text on 800,000 V100, which together do 1e20 FLOP/s, beside those that
/// every world needs, and their links.
pub fn text(actors: &str, links: &str) -> String {
    format!(
        r#"World(
    horizon: "1 y",
    concern: [Program("cluster")],
    takeoff: After("20 y"),
    accountable: ["board"],
    actors: {{
        "cluster": Cluster(chips: "800000 V100", utilization: "100 %"),
        "model":   Model(trained_with: "1e25 FLOP"),
        "meter":   HazardSensor(channel: "compute", hazard: "0/d"),
        "board":   Authority(),
        {actors}
    }},
    links: [
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
        {links}
    ],
)"#
    )
}

/// The mean of a measure of an actor over so many replications.
pub fn mean_of(text: &str, n: u64, actor: &str, measure: &str) -> f64 {
    let blueprint = crate::stage::world(text, &[], &roles());
    let table = crate::stage::table(&blueprint, n, 3, 1);
    let estimate = crate::stage::measure(&blueprint, &table, actor, measure);
    estimate.estimate.unwrap_or_else(|| panic!("no `{measure}` of `{actor}`"))
}

/// Asserts that a measure of an actor is this, which chance does not enter.
pub fn exactly(text: &str, actor: &str, measure: &str, expected: f64) {
    let found = mean_of(text, 1, actor, measure);
    let near = (found - expected).abs() <= 1e-9 * expected.abs().max(1.0);
    assert!(near, "`{measure}` of `{actor}` is {found} and not {expected} in\n{text}");
}

//! Research on the stage: worlds with a laboratory, who commands it, and what comes of
//! its software.

use std::sync::Arc;

use foomwatch::engine::{Note, Recorder};
use foomwatch::oversight::{Outcome, Record, World};
use foomwatch::prelude::*;
use foomwatch::primitives::random::ReplicationKey;

use crate::stage;

pub const SEED: u64 = 5;

pub const DAY: f64 = 86_400.0;

foomwatch::parameters! {
    /// What a chief orders, and when.
    pub struct ChiefParameters {
        /// About whom.
        suspect: ActorId,
        /// When, counted from the start.
        at: Span,
        /// After how long the halt ends; it is a revocation, if it never does.
        lasts: Option<Span>,
    }
}

foomwatch::clocks! {
    /// The clocks of a chief.
    pub enum ChiefClock {
        /// The order goes out.
        Order,
        /// It is lifted.
        Lift,
    }
}

/// Gives one order.
#[derive(Clone)]
struct Chief {
    parameters: ChiefParameters,
    order: Option<Order>,
}

impl Behavior for Chief {
    type Domain = Oversight;
    type Parameters = ChiefParameters;
    type Clock = ChiefClock;

    const MEANING: &'static str = "Gives one order.";
    const LINKS: &'static [LinkRule<Link>] = &[LinkRule::out(Link::Orders, "Whom it commands.")];

    fn new(parameters: ChiefParameters) -> Self {
        Self { parameters, order: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(ChiefClock::Order, Time::START + self.parameters.at);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: ChiefClock) {
        match (clock, self.order.take()) {
            (ChiefClock::Order, _) => {
                let lasts = self.parameters.lasts;
                let command = if lasts.is_some() { Command::Halt } else { Command::Revoke };
                self.order = Some(cx.order(self.parameters.suspect, command, Grounds::default()));
                if let Some(lasts) = lasts {
                    cx.ring_at(ChiefClock::Lift, cx.now() + lasts);
                }
            }
            (ChiefClock::Lift, Some(order)) => cx.follow_up(&order, Command::Resume),
            (ChiefClock::Lift, None) => {}
        }
    }
}

foomwatch::parameters! {
    /// When a mirror takes off.
    pub struct MirrorParameters {
        /// From which efficiency on.
        takes_off_at: Magnitude = "1000 OOM",
    }
}

/// A mind that is as much better as software is.
#[derive(Clone)]
struct Mirror {
    parameters: MirrorParameters,
}

impl Behavior for Mirror {
    type Domain = Oversight;
    type Parameters = MirrorParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "A mind that is as much better as software is.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Improves, "What makes it better."),
        LinkRule::out(Link::Powers, "Whose mind it is."),
    ];

    fn new(parameters: MirrorParameters) -> Self {
        Self { parameters }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Efficiency(capability) = signal {
            let mind = Mind { capability, ..Mind::default() };
            cx.links(Link::Powers).for_each(|link| cx.send(link, Signal::Mind(mind.clone())));
            if capability >= self.parameters.takes_off_at.value() - 1e-9 {
                cx.links_in(Link::Improves).for_each(|link| cx.send(link, Signal::TookOff));
            }
        }
    }
}

/// Counts the news of work that come to it.
#[derive(Clone)]
struct Witness;

impl Behavior for Witness {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "Counts the news of work that come to it.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Knows, "Of whose work it knows."),
        LinkRule::into(Link::Declares, "Who declares work to it."),
    ];
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("began", "began", "Work began."),
        Measure::per_replication("ended", "ended", "Work ended."),
        Measure::per_replication("declared", "declared", "Declared work began."),
        Measure::amount("said", "said", Dimension::Flop, "FLOP that work is said to take."),
    ];

    fn new(_: NoParameters) -> Self {
        Self
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Work(work) | Signal::Declared(work) = &signal {
            cx.add("said", work.compute().value());
        }
        match signal {
            Signal::Work(work) if work.goes_on() => cx.count("began"),
            Signal::Work(_) => cx.count("ended"),
            Signal::Declared(work) if work.goes_on() => cx.count("declared"),
            _ => {}
        }
    }
}

pub fn roles() -> Roles {
    Roles::standard().with::<Chief>("Chief").with::<Mirror>("Mirror").with::<Witness>("Witness")
}

/// A record beside a log of what was noted.
struct Log {
    record: Record,
    lines: Vec<(Time, ActorId, String)>,
}

impl Recorder<Oversight> for Log {
    fn note(&mut self, now: Time, actor: ActorId, note: Note<Oversight>) {
        match &note {
            Note::Count(words, _) | Note::Milestone(words) => {
                self.lines.push((now, actor, (*words).to_owned()));
            }
            Note::Fact(_) | Note::Amount(..) | Note::Observe(..) | Note::Flow(..) => {}
        }
        self.record.note(now, actor, note);
    }
}

/// One replication, as it went.
pub struct Course {
    pub outcome: Outcome,
    pub events: u64,
    lines: Vec<(f64, String, String)>,
}

impl Course {
    /// The days at which an actor counted or marked this.
    pub fn days(&self, actor: &str, words: &str) -> Vec<f64> {
        let noted = self.lines.iter().filter(|line| line.1 == actor && line.2 == words);
        noted.map(|line| line.0).collect()
    }

    /// The days of the doublings of `lab`.
    pub fn doublings(&self) -> Vec<f64> {
        self.days("lab", "doublings")
    }
}

/// A text's first replication, where what holds for the world is changed.
pub fn course_of(text: &str, change: impl Fn(World) -> World) -> Course {
    let blueprint = stage::world(text, &[], &roles());
    let mut log = Log { record: Record::new(Arc::new(blueprint.plan())), lines: Vec::new() };
    let key = ReplicationKey::new(SEED, 0);
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    let settings = change(simulation.settings().clone());
    simulation.replace_settings(Arc::new(settings));
    simulation.reset(key, &mut log);
    simulation.run_until(Time::START + blueprint.horizon(), &mut log);
    let events = simulation.events();
    let outcome = log.record.close(simulation.now() - Time::START, events, false).clone();
    let line = |(time, actor, words): (Time, ActorId, String)| {
        ((time - Time::START).seconds() / DAY, simulation.graph().name(actor).to_owned(), words)
    };
    Course { outcome, events, lines: log.lines.into_iter().map(line).collect() }
}

pub fn same(world: World) -> World {
    world
}

/// Research whose first doubling takes 100 d, on a cluster of 1e18 FLOP/s with a
/// reservation that is granted nothing.
pub fn text(research: &str, cluster: &str, actors: &str, links: &str) -> String {
    format!(
        r#"World(
    horizon: "3000 d",
    concern: [Program("lab"), HiddenWork],
    takeoff: After("10000 d"),
    accountable: ["board"],
    actors: {{
        "cluster": Cluster(
            chips: "1000 H100",
            peak_per_chip: "1e15 FLOP/s",
            utilization: "100 %",
            reservations: {{"none": (granted: "0 %")}},
            {cluster}
        ),
        "lab":   Research(first_doubling: "100 d", {research}),
        "meter": HazardSensor(channel: "compute", hazard: "0/y"),
        "board": Authority(),
        {actors}
    }},
    links: [
        ("cluster", Hosts, "lab"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
        {links}
    ],
)"#
    )
}

pub fn course(research: &str, cluster: &str, actors: &str, links: &str) -> Course {
    course_of(&text(research, cluster, actors, links), same)
}

pub fn near(found: &[f64], expected: &[f64], error: f64) {
    assert_eq!(found.len(), expected.len(), "{found:?} is not {expected:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= error * expected, "{found} is not {expected}");
    }
}

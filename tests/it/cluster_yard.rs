//! A yard for clusters: loads and orders as tests need them, run once.

use foomwatch::behaviors::{ReservationParameters, Roles};
use foomwatch::oversight::Outcome;
use foomwatch::prelude::*;

use crate::stage;

foomwatch::parameters! {
    /// What a load asks for.
    pub struct LoadParameters {
        /// The FLOP of each job.
        compute: Flop,
        /// When they are submitted.
        begins: Span = "0 s",
        /// How many jobs there are.
        jobs: Count = "1",
        /// The chips that each occupies.
        slots: Option<Count>,
        /// The most that each can use.
        demand: Option<FlopRate>,
        /// How long each takes on its chips, in place of its FLOP.
        length: Option<Span>,
        /// The weight of each.
        weight: Number = "1",
        /// Where they run.
        works_in: Option<EntryOf<ReservationParameters>>,
    }
}

foomwatch::clocks! {
    /// The clock of a load and of a marshal.
    pub enum Clock {
        /// It is time.
        Begin,
        /// What was ordered ends.
        End,
    }
}

/// Submits jobs at an instant and reports when they began and ended.
#[derive(Clone)]
pub struct Load(LoadParameters);

impl Behavior for Load {
    type Domain = Oversight;
    type Parameters = LoadParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Jobs as a test needs them.";
    const LINKS: &'static [LinkRule<Link>] = &[LinkRule::into(Link::Hosts, "Its cluster.")];
    const MEASURES: &'static [Measure] = &[
        Measure::mean("began", "began", Dimension::Span, "When jobs began."),
        Measure::mean("ended", "ended", Dimension::Span, "When jobs ended."),
        Measure::per_replication("refused", "refused", "Jobs that were refused or cut off."),
    ];

    fn new(parameters: LoadParameters) -> Self {
        Self(parameters)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Clock::Begin, Time::START + self.0.begins);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        let now = cx.now().seconds();
        match signal {
            Signal::Began(_) => cx.observe("began", now),
            Signal::Done(_) => cx.observe("ended", now),
            Signal::Refused(_) => cx.count("refused"),
            _ => {}
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        for _ in 0..self.0.jobs.value() {
            for host in cx.links_in(Link::Hosts) {
                let name = self.0.works_in.as_ref().map(|entry| entry.name().clone());
                let mut job = cx.job(self.0.compute, 0.0).within(name);
                job = job.weighing(self.0.weight.value());
                if let Some(slots) = self.0.slots {
                    job = job.occupying(slots.value());
                }
                if let Some(length) = self.0.length {
                    job = job.lasting(length);
                }
                if let Some(demand) = self.0.demand {
                    job = job.demanding(demand);
                }
                cx.submit(host, &job);
            }
        }
    }
}

foomwatch::choices! {
    /// What a marshal orders.
    pub enum Does {
        /// A halt, ended after a time.
        Halts,
        /// The suspect's work ends.
        Revokes,
        /// All work ends.
        ShutsDown,
    }
}

foomwatch::parameters! {
    /// What a marshal orders.
    pub struct MarshalParameters {
        /// About whom.
        suspect: ActorId,
        /// What.
        does: Does,
        /// When.
        at: Span,
        /// When a halt ends.
        until: Option<Span>,
    }
}

/// Gives an order at an instant, whatever it knows.
#[derive(Clone)]
pub struct Marshal(MarshalParameters, Option<Order>);

impl Behavior for Marshal {
    type Domain = Oversight;
    type Parameters = MarshalParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Orders as a test needs them.";
    const LINKS: &'static [LinkRule<Link>] = &[LinkRule::out(Link::Orders, "Who obeys.")];

    fn new(parameters: MarshalParameters) -> Self {
        Self(parameters, None)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Clock::Begin, Time::START + self.0.at);
        if let Some(until) = self.0.until {
            cx.ring_at(Clock::End, Time::START + until);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let command = match self.0.does {
            Does::Halts => Command::Halt,
            Does::Revokes => Command::Revoke,
            Does::ShutsDown => Command::ShutDown,
        };
        match (clock, &self.1) {
            (Clock::End, Some(order)) => cx.follow_up(&order.clone(), Command::Resume),
            _ => self.1 = Some(cx.order(self.0.suspect, command, Grounds::default())),
        }
    }
}

/// The built-in roles beside loads and marshals.
pub fn roles() -> Roles {
    Roles::standard().with::<Load>("Load").with::<Marshal>("Marshal")
}

/// The text of a world with a cluster of 100 chips of 1e15 FLOP/s each, unless
/// its fields say otherwise, and loads and marshals by name.
pub fn text(cluster: &str, loads: &[(&str, &str)], marshals: &[(&str, &str)]) -> String {
    let line = |role: &str, (name, fields): &(&str, &str)| format!("\"{name}\": {role}({fields}),");
    let actors: String = loads
        .iter()
        .map(|one| line("Load", one))
        .chain(marshals.iter().map(|one| line("Marshal", one)))
        .collect();
    let hosted = loads.iter().map(|(name, _)| format!("(\"cluster\", Hosts, \"{name}\"),"));
    let ordered = marshals.iter().map(|(name, _)| format!("(\"{name}\", Orders, \"cluster\"),"));
    let links: String = hosted.chain(ordered).collect();
    format!(
        r#"World(
    horizon: "3000 y",
    concern: [Program("one")],
    takeoff: After("3000 y"),
    accountable: ["board"],
    actors: {{
        "cluster": Cluster(chips: "100 H100", peak_per_chip: "1e15 FLOP/s", utilization: "100 %", {cluster}),
        {actors}
        "meter": HazardSensor(channel: "compute", hazard: "0/y"),
        "board": Authority(prior: "20 %", likelihood_ratio: 30),
    }},
    links: [
        {links}
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
    ],
)"#
    )
}

/// A world run once.
pub struct Run {
    pub outcome: Outcome,
    pub of: Vec<(String, &'static str)>,
}

impl Run {
    pub fn at(text: &str, sets: &[(&str, &str)], index: u64) -> Self {
        let blueprint = stage::world(text, sets, &roles());
        let outcome = stage::outcome(&blueprint, 7, index);
        let plan = blueprint.plan();
        let name = |actor| blueprint.name_of(actor).to_owned();
        let of = plan.measures().iter().map(|(actor, row)| (name(*actor), row.name)).collect();
        Self { outcome, of }
    }

    pub fn of(cluster: &str, loads: &[(&str, &str)]) -> Self {
        Self::at(&text(cluster, loads, &[]), &[], 0)
    }

    /// A measure in this run; NaN without an occasion.
    pub fn get(&self, actor: &str, measure: &str) -> f64 {
        let place = self.of.iter().position(|one| one.0 == actor && one.1 == measure);
        let (above, below) = self.outcome.measures[place.expect("there is such a measure")];
        above / below
    }

    #[track_caller]
    pub fn near(&self, actor: &str, measure: &str, expected: f64) {
        let found = self.get(actor, measure);
        // Two ticks for the way there and back, or for each of a few ends of jobs
        // on all chips, and a part in 1e9.
        let ticks = if expected.abs() > 1e12 { 4e-5 * 1e17 } else { 4e-6 };
        let apart = (found - expected).abs();
        let shown: Vec<_> = self.of.iter().zip(&self.outcome.measures).collect();
        assert!(
            apart <= ticks + 1e-9 * expected.abs(),
            "{measure} of {actor} is {found}, not {expected}: {shown:?}"
        );
    }
}

/// The fields of a load of so many seconds of one chip.
pub fn load(chip_seconds: f64, rest: &str) -> String {
    format!("compute: \"{:e} FLOP\", {rest}", chip_seconds * 1e15)
}

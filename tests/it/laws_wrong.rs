//! Behaviors that are wrong on purpose, each in one way that a law forbids.

use std::sync::atomic::{AtomicU64, Ordering};

use foomwatch::behaviors::{Authority, Cluster, HazardSensor, Reviewer, TrainingProgram};
use foomwatch::oversight::Takeoff;
use foomwatch::prelude::*;

foomwatch::choices! {
    /// What is wrong with a ticker.
    pub enum Wrong {
        /// Nothing is.
        Nothing,
        /// It counts over all replications and threads.
        Counts,
        /// It goes by its place among all actors.
        Places,
        /// It goes by how far its calendar is laid out, which tells it the horizon.
        Hours,
        /// It goes by what takeoff is.
        Takeoff,
        /// A copy of it shares what it counts with the original.
        Shares,
        /// It goes by how many levels were shown to it by anybody.
        Crowds,
    }
}

foomwatch::parameters! {
    /// What is wrong with it.
    pub struct TickerParameters {
        /// In which way it is wrong.
        wrong: Wrong,
        /// When it works.
        hours: Arc<Calendar> = "Mo-Su 00:00-12:00",
    }
}

foomwatch::clocks! {
    /// Its one clock.
    pub enum Clock {
        /// It ticks.
        Tick,
    }
}

/// Ticks every few days, as it is wrong.
#[derive(Clone)]
pub struct Ticker {
    parameters: TickerParameters,
    shared: Arc<AtomicU64>,
    own: u64,
}

static COUNTED: AtomicU64 = AtomicU64::new(0);

const DAY: f64 = 86_400.0;

impl Behavior for Ticker {
    type Domain = Oversight;
    type Parameters = TickerParameters;
    type Clock = Clock;
    const MEANING: &'static str = "It ticks every few days.";
    const LINKS: &'static [LinkRule<Link>] = &[LinkRule::into(Link::Watches, "It shows over it.")];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&["ticks"]);

    fn new(parameters: TickerParameters) -> Self {
        Self { parameters, shared: Arc::default(), own: 0 }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.wait(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        if let Some(channel) = cx.settings().channel("ticks") {
            let job = cx.job(Flop::new(1.0), 0.0);
            let mut footprint = Footprint::nothing(channel, 1.0);
            footprint.add(&job, 0.5);
            for watcher in cx.links_in(Link::Watches) {
                cx.show(watcher, &footprint);
                self.own += 1;
            }
        }
        self.wait(cx);
    }
}

impl Ticker {
    fn wait(&self, cx: &mut Cx<Self>) {
        let count = |counter: &AtomicU64| counter.fetch_add(1, Ordering::Relaxed) as f64;
        let more = match self.parameters.wrong {
            Wrong::Nothing => 0.0,
            Wrong::Counts => count(&COUNTED) % 7.0,
            Wrong::Shares => count(&self.shared),
            Wrong::Places => cx.me().place() as f64,
            Wrong::Crowds => self.own as f64,
            Wrong::Takeoff => {
                let after = matches!(cx.settings().takeoff(), Takeoff::After(law) if law.quantile(0.5) > 50.0 * DAY);
                f64::from(u8::from(after))
            }
            Wrong::Hours => {
                let end = self.parameters.hours.add(cx.now(), Span::from_seconds(30.0 * DAY));
                if end == Time::NEVER { 1.0 } else { 0.0 }
            }
        };
        let days = cx.draw(Purpose::named("days")).uniform() + 2.0 + 0.01 * more;
        cx.start_clock(Clock::Tick, days * DAY, 1.0);
    }
}

foomwatch::parameters! {
    /// How often it rings.
    pub struct LazyParameters {
        /// The channel on which it listens.
        channel: Channel,
        /// The more there is to do, the longer it sleeps.
        hazard: Rate,
    }
}

/// A sensor that sleeps the longer, the more it should see, and always a day more.
#[derive(Clone)]
pub struct Lazy(LazyParameters, Option<(ActorId, Level)>);

impl Behavior for Lazy {
    type Domain = Oversight;
    type Parameters = LazyParameters;
    type Clock = Clock;
    // It stands in for a built-in one, and says that it is one.
    const MEANING: &'static str = HazardSensor::MEANING;
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It watches."),
        LinkRule::out(Link::Reports, "It reports."),
        LinkRule::out(Link::Alerts, "It alerts."),
    ];

    fn new(parameters: LazyParameters) -> Self {
        Self(parameters, None)
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some(level) = signal.level_on(self.0.channel) {
            if self.1.is_none() {
                cx.start_clock(Clock::Tick, DAY + 1e12 * self.0.hazard.value(), 1.0);
            }
            self.1 = Some((from, level));
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        if let Some((suspect, level)) = &self.1 {
            let alert = Alert::new(cx.find(*suspect, level, Rang::Shown));
            cx.alert(&alert);
            cx.report(&alert, 100.0);
        }
    }
}

/// A desk that makes good for the way of what comes late, and for more.
#[derive(Clone)]
pub struct Hasty(Option<Alert>);

impl Behavior for Hasty {
    type Domain = Oversight;
    type Parameters = foomwatch::primitives::parameter::NoParameters;
    type Clock = Clock;
    const MEANING: &'static str = Reviewer::MEANING;
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::into(Link::Alerts, "Alerts."), LinkRule::out(Link::Reports, "Reports.")];

    fn new(_: Self::Parameters) -> Self {
        Self(None)
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let (Signal::Alert(alert), None) = (signal, &self.0) {
            let age = cx.now().since(alert.first().origin()).seconds();
            cx.start_clock(Clock::Tick, (20.0 * DAY - 3.0 * age).max(1.0), 1.0);
            self.0 = Some(alert);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        if let Some(alert) = &self.0 {
            cx.report(&alert.clone(), 100.0);
        }
    }
}

/// The built-in roles and a ticker.
pub fn with_ticker() -> Roles {
    Roles::standard().with::<Ticker>("Ticker")
}

/// The few roles of a small world, where its sensor and its desk are wrong.
pub fn wrong_ones() -> Roles {
    Roles::none()
        .with::<Cluster>("Cluster")
        .with::<TrainingProgram>("TrainingProgram")
        .with::<Authority>("Authority")
        .with::<Lazy>("HazardSensor")
        .with::<Hasty>("Reviewer")
}

/// A world with a ticker that is wrong in this way.
pub fn ticking(wrong: &str) -> String {
    format!(
        r#"World(
    horizon: "100 d",
    concern: [Program("run")],
    takeoff: After(Uniform("20 d", "60 d")),
    accountable: ["board"],
    actors: {{
        "run":     TrainingProgram(compute: "1e26 FLOP"),
        "cluster": Cluster(chips: "1000 H100"),
        "meter":   HazardSensor(channel: "compute", hazard: "5/mo", false_alarms: "1/mo"),
        "eye":     HazardSensor(channel: "ticks", hazard: "5/mo"),
        "board":   Authority(likelihood_ratio: 1000, response: Pause),
        "ticker":  Ticker(wrong: {wrong}),
    }},
    links: [
        ("cluster", Hosts,   "run"),
        ("meter",   Watches, "cluster"),
        ("meter",   Reports, "board"),
        ("eye",     Watches, "ticker"),
        ("eye",     Reports, "board"),
        ("board",   Orders,  "cluster"),
    ],
)"#
    )
}

/// A quiet world.
pub const QUIET: &str = r#"World(
    horizon: "100 d",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run":     TrainingProgram(compute: "1e28 FLOP"),
        "cluster": Cluster(chips: "1000 H100"),
        "meter":   HazardSensor(channel: "compute", hazard: "1/mo"),
        "desk":    Reviewer(),
        "board":   Authority(likelihood_ratio: 1000),
    },
    links: [
        ("cluster", Hosts,                 "run"),
        ("meter",   Watches,               "cluster"),
        ("meter",   Alerts(delay: "1 d"),  "desk"),
        ("desk",    Reports,               "board"),
    ],
)"#;

//! A test's own program that takes directives, through the public door.
//!
//! It stands for any host of hidden work: it shows on `compute` what it diverts at each
//! site, and takes off at a rate in proportion to that. It runs on no cluster.

use foomwatch::behaviors::Roles;
use foomwatch::prelude::*;

foomwatch::parameters! {
    /// What comes of hidden work.
    pub struct HideoutParameters {
        /// The rate of takeoff while all is diverted, to one site.
        takeoff: Rate = "0/y",
    }
}

foomwatch::clocks! {
    /// The clock of a hideout.
    pub enum Clock {
        /// It takes off.
        Takeoff,
    }
}

/// Does as it is told.
#[derive(Clone)]
pub struct Hideout {
    takeoff: f64,
    job: Option<Job>,
}

impl Behavior for Hideout {
    type Domain = Oversight;
    type Parameters = HideoutParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Does hidden work as it is told.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Directs, "Who says how."),
        LinkRule::into(Link::Watches, "Who sees it."),
        LinkRule::into(Link::Orders, "Who ends it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&["compute"]);
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("directives", "directives", "What it was told."),
        Measure::mean("sites", "sites", Dimension::Number, "Sites, at each word."),
        Measure::mean("overhead", "overhead", Dimension::Share, "Overhead, at each word."),
    ];

    fn new(parameters: HideoutParameters) -> Self {
        Self { takeoff: parameters.takeoff.value(), job: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.job = Some(cx.hidden_job(Flop::new(1.0), 0.0));
        cx.start_unit(Clock::Takeoff, 0.0);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        let directive = match signal {
            Signal::Directive(directive) => directive,
            Signal::Order(order) if cx.heed(&order).is_some() => {
                cx.stop_clock(Clock::Takeoff);
                return;
            }
            _ => return,
        };
        cx.count("directives");
        cx.observe("sites", f64::from(directive.sites));
        cx.observe("overhead", directive.overhead);
        let sites = f64::from(directive.sites);
        let speed = directive.share * (1.0 - directive.overhead).powf(sites.log2());
        if cx.is_running(Clock::Takeoff) {
            cx.set_speed(Clock::Takeoff, self.takeoff * speed);
        }
        let job = self.job.as_ref().expect("it has begun");
        cx.job_runs(job, speed);
        if let Some(channel) = cx.settings().channel("compute") {
            let mut footprint = Footprint::nothing(channel, 1.0);
            footprint.add(job, directive.share / sites);
            for watcher in cx.links_in(Link::Watches) {
                cx.show(watcher, &footprint);
            }
        }
        if directive.share > 0.0 {
            cx.job_begins(job);
        }
        if directive.gives_up {
            cx.job_ends(job);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Takeoff => cx.take_off(),
        }
    }
}

/// The built-in roles and this one.
pub fn roles() -> Roles {
    Roles::standard().with::<Hideout>("Hideout")
}

/// A world in which a `hider` directs a `hideout`, beside more actors and links, and a
/// board is told. A clerk watches who sees nothing, for worlds that have no other.
pub fn world(horizon: &str, hider: &str, hideout: &str, actors: &str, links: &str) -> String {
    format!(
        r#"World(
    horizon: "{horizon}",
    concern: [HiddenWork],
    takeoff: Capability(above_start: "9 OOM"),
    accountable: ["board"],
    actors: {{
        "hider":   {hider},
        "hideout": Hideout({hideout}),
        "clerk":   HazardSensor(channel: "compute", hazard: "0/d"),
        "board":   Authority(likelihood_ratio: 1000),
        {actors}
    }},
    links: [
        ("hider", Directs, "hideout"),
        ("clerk", Watches, "hideout"),
        ("clerk", Reports, "board"),
        {links}
    ],
)"#
    )
}

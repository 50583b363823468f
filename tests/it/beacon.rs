//! A test's own actor that shows what a case asks for, through the public door.
//!
//! It stands for whatever shows in a world: a place whose compute grows, a model
//! with a gain that it hides. It runs nothing.

use foomwatch::behaviors::Roles;
use foomwatch::prelude::*;

foomwatch::parameters! {
    /// What shows, and when.
    pub struct BeaconParameters {
        /// What shows at first, as a share of the capacity.
        level: Share,
        /// The capacity, in the unit of each channel.
        capacity: Number = "1",
        /// By which rate level and capacity grow.
        growth: Number = "0",
        /// When it begins.
        begins: Span = "0 s",
        /// How long it shows at first.
        lasts: Law<Span> = "1000 y",
        /// What shows after that, as a share of the capacity.
        then: Share = "0 %",
        /// When it shows no more at all, after it began.
        ends: Span = "1000 y",
    }
}

foomwatch::clocks! {
    /// The clocks of a beacon.
    pub enum Clock {
        /// It shows.
        Begin,
        /// It shows something else.
        Then,
        /// It shows nothing.
        End,
    }
}

/// Shows on `compute` and on `behavior`.
#[derive(Clone)]
pub struct Beacon(BeaconParameters);

impl Behavior for Beacon {
    type Domain = Oversight;
    type Parameters = BeaconParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Shows what it is told to.";
    const LINKS: &'static [LinkRule<Link>] = &[LinkRule::into(Link::Watches, "Who sees it.")];

    fn new(parameters: BeaconParameters) -> Self {
        Self(parameters)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Clock::Begin, Time::START + self.0.begins);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let share = match clock {
            Clock::Begin => {
                cx.start_law(Clock::Then, &self.0.lasts);
                cx.ring_at(Clock::End, cx.now() + self.0.ends);
                self.0.level
            }
            Clock::Then => self.0.then,
            Clock::End => {
                let _ = cx.stop_clock(Clock::Then);
                Share::new(0.0)
            }
        };
        let capacity = self.0.capacity.value();
        let job = cx.job(Flop::new(1.0), 0.0);
        for name in ["behavior", "compute"] {
            let Some(channel) = cx.settings().channel(name) else {
                continue;
            };
            let mut footprint =
                Footprint::nothing(channel, capacity).growing(self.0.growth.value());
            footprint.add(&job, share.value() * capacity);
            for watcher in cx.links_in(Link::Watches) {
                cx.show(watcher, &footprint);
            }
        }
    }
}

/// The built-in roles and this one.
pub fn roles() -> Roles {
    Roles::standard().with::<Beacon>("Beacon")
}

/// A world in which `beacon` shows to `meter`, both by their fields, and a board
/// hears of each alarm. The beacon's work is concerning.
pub fn world(horizon: &str, beacon: &str, meter: &str) -> String {
    format!(
        r#"World(
    horizon: "{horizon}",
    concern: [Program("beacon")],
    takeoff: After(Exponential(mean: "{horizon}")),
    accountable: ["board"],
    actors: {{
        "beacon": Beacon({beacon}),
        "meter":  {meter},
        "board":  Authority(likelihood_ratio: 1000),
    }},
    links: [
        ("meter", Watches, "beacon"),
        ("meter", Reports, "board"),
    ],
)"#
    )
}

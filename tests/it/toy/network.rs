//! A network of everything at once, that goes on for ever.

use foomwatch::engine::{LinkLaw, Simulation, SimulationBuilder};
use foomwatch::primitives::distribution::Distribution;

use super::domain::{Road, Shop};
use super::hazards::{Aged, Aging, Follower, Growing, Population, Race, Stage, Switch};
use super::queues::{Machine, Service, Sink, Source, Station};

/// A road that takes a tick.
pub fn road() -> LinkLaw<Road> {
    LinkLaw::plain(Road::Feeds)
}

/// A road that takes an exponential time and loses some of what it carries.
pub fn rough_road() -> LinkLaw<Road> {
    road().delayed(Distribution::exponential(0.7).expect("a mean above 0")).losing(0.1)
}

/// A gauge.
pub fn gauge() -> LinkLaw<Road> {
    LinkLaw::plain(Road::Gauges)
}

/// A gauge that is slow, and sometimes misses a jump: levels have no identity.
pub fn rough_gauge() -> LinkLaw<Road> {
    let delay = Distribution::exponential(0.3).expect("a mean above 0");
    gauge().delayed(delay).losing(0.1)
}

/// Every kind of actor: sources, stations with classes, patience and little
/// room, machines and their shop, a switch and its followers, populations,
/// growing and aging hazards, a ring of stages.
pub fn everything() -> Simulation<Shop> {
    let weibull = Aging::Weibull { shape: 2.0, scale: 3.0 };
    SimulationBuilder::new()
        .actor("high", Source::poisson(0.4).of_class(0))
        .actor("low", Source::poisson(1.6).of_class(1))
        .actor(
            "counter",
            Station::new(2, Service::Exponential(1.5)).with_patience(3.0).with_room(6),
        )
        .actor("hall", Station::ample(Service::Exponential(4.0)))
        .actor("desk", Station::new(1, Service::Constant(0.3)))
        .actor("exit", Sink { draws: 1 })
        .actor("machine a", Machine::new(2.0))
        .actor("machine b", Machine::new(2.0))
        .actor("shop", Station::new(1, Service::Exponential(0.5)).returning())
        .actor("switch", Switch::new(0.5, 1.0))
        .actor("follower", Follower::new(0.0, 0.8).again())
        .actor("population", Population::new(1.0, 0.5, 6).again())
        .actor(
            "growing",
            Growing { hazard: 0.02, growth: 0.3, full: 20.0, retime: None, again: true },
        )
        .actor(
            "aged",
            Aged {
                law: weibull,
                changes: vec![(5.0, Aging::Gompertz { first: 0.1, growth: 0.2 })],
                again: true,
            },
        )
        .actor("race", Race::new(&[&[1.0, 2.0], &[0.7]]))
        .actor("stage a", Stage::first(1.0))
        .actor("stage b", Stage::next(2.0))
        .link("high", rough_road(), "counter")
        .link("low", rough_road(), "counter")
        .link("counter", road(), "hall")
        .link("hall", rough_road(), "desk")
        .link("desk", road(), "exit")
        .link("machine a", road(), "shop")
        .link("machine b", road(), "shop")
        .link("switch", rough_gauge(), "follower")
        .link("follower", road(), "desk")
        .link("stage a", road(), "stage b")
        .link("stage b", road(), "stage a")
        .build(())
}

//! No event and no reset allocates, once everything has grown as far as it does.
//!
//! A binary of its own, because the counting allocator is the whole program's.

#[path = "it/toy/mod.rs"]
mod toy;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use foomwatch::engine::{Behavior, Cx, Deaf, Pace, Simulation, SimulationBuilder};
use foomwatch::primitives::id::ActorId;
use foomwatch::primitives::parameter::NoParameters;
use foomwatch::primitives::random::{Identity, Purpose, ReplicationKey};
use foomwatch::primitives::time::{Span, Time};

use toy::domain::{Customer, Fact, Parcel, Road, Shop};
use toy::hazards::{Aged, Aging, Follower, Growing, Population, Switch};
use toy::network::{gauge, road, rough_road};
use toy::queues::{Machine, Service, Sink, Source, Station};
use toy::recorders::Digest;

/// Counts this thread's allocations, so that tests may run beside each other.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator with its own arguments; the
// counter is a constant-initialized cell, so touching it allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the pointer came from `System` through this allocator.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the pointer came from `System` through this allocator.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many allocations this makes.
fn allocations(work: impl FnOnce()) -> u64 {
    let before = ALLOCATIONS.with(Cell::get);
    work();
    ALLOCATIONS.with(Cell::get) - before
}

const SEED: u64 = 5;

fn key(index: u64) -> ReplicationKey {
    ReplicationKey::new(SEED, index)
}

fn at(seconds: f64) -> Time {
    Time::START + Span::from_seconds(seconds)
}

foomwatch::clocks! {
    /// The clocks of a relay.
    pub enum RelayClock {
        /// Somebody is on the way; more than expected.
        Job(2),
        /// The pace changes.
        Change,
    }
}

/// Serves a few at once without a list of its own: what it holds is an array.
#[derive(Clone)]
struct Relay {
    serving: [Option<Customer>; 12],
    speed: f64,
}

impl Behavior for Relay {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = RelayClock;

    const MEANING: &'static str = "Serves a few at once.";

    fn new(_: NoParameters) -> Self {
        Self { serving: [None; 12], speed: 1.0 }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_clock(RelayClock::Change, 1.0, 1.0);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, parcel: Parcel) {
        let Parcel::Customer(customer) = parcel else {
            return;
        };
        let Some(place) = self.serving.iter().position(Option::is_none) else {
            cx.count("turned away");
            return;
        };
        let identity: Identity = customer.identity;
        let budget = cx.draw(Purpose::named("service")).about(identity).exponential();
        self.serving[place] = Some(customer);
        cx.start_clock(RelayClock::Job(place as u32), budget, self.speed);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: RelayClock) {
        match clock {
            RelayClock::Job(place) => {
                let customer = self.serving[place as usize].take().expect("somebody");
                cx.observe("stay", (cx.now() - customer.born).seconds());
                cx.milestone("served");
                cx.note(Fact::Left(customer.identity));
                for link in cx.links(Road::Feeds) {
                    cx.send(link, Parcel::Customer(customer));
                }
            }
            RelayClock::Change => {
                self.speed = cx.draw(Purpose::named("speed")).uniform();
                for place in 0..12 {
                    let clock = RelayClock::Job(place);
                    if cx.left(clock).is_some() {
                        let growth = 0.1;
                        let speed = self.speed;
                        cx.set_speed(clock, Pace::Exponential { speed, growth });
                    }
                }
                cx.start_clock(RelayClock::Change, 1.0, 1.0);
            }
        }
    }
}

fn network() -> Simulation<Shop> {
    let aged =
        Aged { law: Aging::Weibull { shape: 2.0, scale: 3.0 }, changes: Vec::new(), again: true };
    let growing = Growing { hazard: 0.1, growth: 0.3, full: 20.0, retime: None, again: true };
    SimulationBuilder::new()
        .actor("source", Source::poisson(2.0))
        .actor("relay", Relay::new(NoParameters))
        .actor("next", Relay::new(NoParameters))
        .actor("sink", Sink { draws: 3 })
        .actor("machine a", Machine::new(1.0))
        .actor("machine b", Machine::new(1.0))
        .actor("switch", Switch::new(1.0, 1.0))
        .actor("follower", Follower::new(0.1, 1.0).again())
        .actor("population", Population::new(1.0, 0.5, 10).again())
        .actor("growing", growing)
        .actor("aged", aged)
        .link("source", rough_road(), "relay")
        .link("relay", rough_road(), "next")
        .link("next", road(), "sink")
        .link("machine a", rough_road(), "relay")
        .link("machine b", road(), "sink")
        .link("switch", gauge(), "follower")
        .link("follower", rough_road(), "sink")
        .build(())
}

#[test]
fn no_event_and_no_reset_allocates_once_everything_has_grown() {
    let mut simulation = network();
    let mut digest = Digest::default();
    // The warm-up: the first replications grow what there is to grow.
    for index in 0..20 {
        simulation.reset(key(index), &mut digest);
        simulation.run_until(at(300.0), &mut digest);
    }
    let mut events = 0;
    for index in 0..50 {
        let count = allocations(|| {
            simulation.reset(key(index), &mut digest);
            simulation.run_until(at(100.0), &mut digest);
        });
        events += simulation.events();
        assert_eq!(count, 0, "seed {SEED}, replication {index}");
    }
    assert!(events > 50_000, "{events} events");
}

#[test]
fn recording_causes_allocates_once() {
    let mut simulation = network();
    simulation.record_causes(true);
    for index in 0..20 {
        simulation.reset(key(index), &mut Deaf);
        simulation.run_until(at(300.0), &mut Deaf);
    }
    let count = allocations(|| {
        simulation.reset(key(0), &mut Deaf);
        simulation.run_until(at(100.0), &mut Deaf);
    });
    assert_eq!(count, 0, "seed {SEED}, replication 0");
}

#[test]
fn in_the_steady_state_of_one_run_lists_of_an_actors_own_allocate_nothing() {
    let station = Station::new(2, Service::Exponential(0.8)).with_patience(2.0);
    let mut simulation = SimulationBuilder::new()
        .actor("source", Source::poisson(2.0))
        .actor("station", station)
        .actor("hall", Station::ample(Service::Exponential(2.0)))
        .actor("sink", Sink::default())
        .link("source", rough_road(), "station")
        .link("station", rough_road(), "hall")
        .link("hall", road(), "sink")
        .build(());
    simulation.reset(key(0), &mut Deaf);
    simulation.run_until(at(20_000.0), &mut Deaf);
    let before = simulation.events();
    let count = allocations(|| {
        simulation.run_until(at(30_000.0), &mut Deaf);
    });
    let events = simulation.events() - before;
    assert!(events > 50_000, "{events} events");
    assert_eq!(count, 0, "seed {SEED}, replication 0: in {events} events");
}

#[test]
fn a_reset_frees_lists_of_an_actors_own_and_allocates_none() {
    let station = Station::new(0, Service::Exponential(0.8)).with_room(1_000);
    let mut simulation = SimulationBuilder::new()
        .actor("source", Source::poisson(20.0))
        .actor("station", station)
        .link("source", road(), "station")
        .build(());
    for index in 0..3 {
        simulation.reset(key(index), &mut Deaf);
        simulation.run_until(at(20.0), &mut Deaf);
    }
    let count = allocations(|| simulation.reset(key(3), &mut Deaf));
    assert_eq!(count, 0, "seed {SEED}, replication 3");
}

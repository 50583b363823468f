//! The same works as behaviors on the engine.

use foomwatch::engine::{
    Behavior, Cx, Deaf, Domain, LinkKind, Signal, Simulation, SimulationBuilder,
};
use foomwatch::primitives::parameter::NoParameters;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::{Span, Time};

/// A domain of clocks alone.
#[derive(Clone, Debug)]
struct Bare;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum NoLink {}

impl LinkKind for NoLink {
    fn name(self) -> &'static str {
        match self {}
    }
}

#[derive(Clone, Debug)]
struct Silence;

impl Signal for Silence {}

impl Domain for Bare {
    type Link = NoLink;
    type Signal = Silence;
    type Fact = ();
    type Settings = ();
}

/// A simulation and how many events it has in a second of its own time.
pub struct Running {
    simulation: Simulation<Bare>,
    rate: f64,
}

impl Running {
    fn new(builder: SimulationBuilder<Bare>, rate: f64) -> Self {
        let mut simulation = builder.build(());
        simulation.set_event_budget(u64::MAX);
        simulation.reset(ReplicationKey::new(1, 0), &mut Deaf);
        Self { simulation, rate }
    }

    fn advance(&mut self, seconds: f64) {
        let until = self.simulation.now() + Span::from_seconds(seconds);
        self.simulation.run_until(until, &mut Deaf);
    }

    pub fn run(&mut self, events: u64) {
        self.advance(events as f64 / self.rate);
    }

    pub fn run_customers(&mut self, customers: u64) {
        self.advance(customers as f64 / 0.8);
    }
}

/// Adds an actor of one kind.
type Add<T> = fn(SimulationBuilder<Bare>, &str, T) -> SimulationBuilder<Bare>;

/// Adds `count` actors of eight kinds.
fn of_eight_kinds<T: Clone>(count: usize, value: T, kinds: [Add<T>; 8]) -> SimulationBuilder<Bare> {
    (0..count).fold(SimulationBuilder::new(), |builder, actor| {
        kinds[actor % 8](builder, &format!("actor {actor}"), value.clone())
    })
}

foomwatch::clocks! {
    enum One {
        Next,
    }
}

#[derive(Clone)]
struct Holder<const KIND: usize> {
    fired: u64,
}

impl<const KIND: usize> Behavior for Holder<KIND> {
    type Domain = Bare;
    type Parameters = NoParameters;
    type Clock = One;

    const MEANING: &'static str = "Rings at unit rate.";

    fn new(_: NoParameters) -> Self {
        Self { fired: KIND as u64 }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_unit(One::Next, 1.0);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: One) {
        self.fired += 1;
        cx.start_unit(One::Next, 1.0);
    }
}

fn holders(count: usize) -> SimulationBuilder<Bare> {
    fn add<const KIND: usize>(
        builder: SimulationBuilder<Bare>,
        name: &str,
        (): (),
    ) -> SimulationBuilder<Bare> {
        builder.actor(name, Holder::<KIND>::new(NoParameters))
    }
    of_eight_kinds(
        count,
        (),
        [add::<0>, add::<1>, add::<2>, add::<3>, add::<4>, add::<5>, add::<6>, add::<7>],
    )
}

pub fn hold(count: usize) -> Running {
    Running::new(holders(count), count as f64)
}

/// Fresh replications of the hold work.
pub struct Replications {
    simulation: Simulation<Bare>,
    until: Time,
    next: u64,
}

impl Replications {
    pub fn new(actors: usize, events: u64) -> Self {
        let until = Time::START + Span::from_seconds(events as f64 / actors as f64);
        Self { simulation: holders(actors).build(()), until, next: 0 }
    }

    pub fn run(&mut self, replications: u64) {
        for _ in 0..replications {
            self.simulation.reset(ReplicationKey::new(1, self.next), &mut Deaf);
            self.simulation.run_until(self.until, &mut Deaf);
            self.next += 1;
        }
    }
}

foomwatch::clocks! {
    enum Three {
        First,
        Second,
        Third,
    }
}

#[derive(Clone)]
struct Retimer<const KIND: usize> {
    fast: bool,
}

impl<const KIND: usize> Behavior for Retimer<KIND> {
    type Domain = Bare;
    type Parameters = NoParameters;
    type Clock = Three;

    const MEANING: &'static str = "Moves its two other clocks whenever one rings.";

    fn new(_: NoParameters) -> Self {
        Self { fast: false }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        for clock in [Three::First, Three::Second, Three::Third] {
            cx.start_unit(clock, 1.0);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, rung: Three) {
        self.fast = !self.fast;
        let speed = if self.fast { 1.5 } else { 0.75 };
        for clock in [Three::First, Three::Second, Three::Third] {
            if clock == rung {
                cx.start_unit(clock, speed);
            } else {
                cx.set_speed(clock, speed);
            }
        }
    }
}

pub fn retiming(count: usize) -> Running {
    fn add<const KIND: usize>(
        builder: SimulationBuilder<Bare>,
        name: &str,
        (): (),
    ) -> SimulationBuilder<Bare> {
        builder.actor(name, Retimer::<KIND>::new(NoParameters))
    }
    let builder = of_eight_kinds(
        count,
        (),
        [add::<0>, add::<1>, add::<2>, add::<3>, add::<4>, add::<5>, add::<6>, add::<7>],
    );
    // Three clocks whose speed is half the time 1.5 and half the time 0.75, as
    // the event that ends a spell of high speed comes in half the time.
    Running::new(builder, 3.0 * count as f64)
}

foomwatch::clocks! {
    enum Two {
        Arrival,
        Service,
    }
}

#[derive(Clone)]
struct Queue {
    waiting: u64,
}

impl Behavior for Queue {
    type Domain = Bare;
    type Parameters = NoParameters;
    type Clock = Two;

    const MEANING: &'static str = "Serves one customer at a time.";

    fn new(_: NoParameters) -> Self {
        Self { waiting: 0 }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_unit(Two::Arrival, 0.8);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Two) {
        match clock {
            Two::Arrival => {
                cx.start_unit(Two::Arrival, 0.8);
                self.waiting += 1;
                if self.waiting == 1 {
                    cx.start_unit(Two::Service, 1.0);
                }
            }
            Two::Service => {
                self.waiting -= 1;
                if self.waiting > 0 {
                    cx.start_unit(Two::Service, 1.0);
                }
            }
        }
    }
}

pub fn queue() -> Running {
    Running::new(SimulationBuilder::new().actor("queue", Queue::new(NoParameters)), 1.6)
}

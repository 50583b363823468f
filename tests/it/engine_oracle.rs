//! Random programs of clocks and signals beside a simulation that is written
//! anew on `priority-queue`: the same events in the same order, to the tick.

use std::cmp::Reverse;
use std::collections::HashMap;

use foomwatch::engine::{
    Event, Graph, LinkLaw, Note, Pace, Recorder, Side, Simulation, SimulationBuilder, What,
};
use foomwatch::primitives::distribution::Distribution;
use foomwatch::primitives::id::{ActorId, LinkEnd};
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::Time;
use priority_queue::PriorityQueue;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rustc_hash::FxBuildHasher;

use crate::toy::domain::{Parcel, Road, Shop};
use crate::toy::script::{Script, Step};

/// What happened: when, to whom, and what.
type Happening = (u64, usize, Happened);

#[derive(Clone, Debug, PartialEq)]
enum Happened {
    Ring(u32),
    Delivery(usize, u32),
}

#[derive(Default)]
struct Happenings(Vec<Happening>);

impl Recorder<Shop> for Happenings {
    const EVENTS: bool = true;

    fn event(&mut self, event: &Event<'_, Shop>) {
        let what = match &event.what {
            What::Ring { clock, number } => Happened::Ring(match *clock {
                "Gong" => 0,
                "Horn" => 1,
                _ => number + 2,
            }),
            What::Delivery { from, signal, .. } => match signal {
                Parcel::Token(token) => Happened::Delivery(from.place(), *token),
                other => panic!("a script sends tokens, not {other:?}"),
            },
        };
        self.0.push((event.time.ticks(), event.actor.place(), what));
    }

    fn note(&mut self, _: Time, _: ActorId, _: Note<Shop>) {}
}

/// A network of scripts: for each actor its lists, for each link its ends and
/// its delay in ticks.
#[derive(Clone, Debug)]
struct Program {
    lists: Vec<Vec<Vec<Step>>>,
    links: Vec<(usize, usize, Option<u32>)>,
}

/// Names whose order is not that of places.
fn name(place: usize) -> String {
    format!("{} {place}", ["cello", "alto", "drum", "bass"][place % 4])
}

impl Program {
    fn simulation(&self) -> Simulation<Shop> {
        let mut builder = SimulationBuilder::new();
        for (place, lists) in self.lists.iter().enumerate() {
            builder = builder.actor(&name(place), Script::new(lists.clone()));
        }
        let actors = self.lists.len();
        for (place, &(from, to, delay)) in self.links.iter().enumerate() {
            let mut law = LinkLaw::plain(Road::Feeds).named(&place.to_string());
            if let Some(ticks) = delay {
                law =
                    law.delayed(Distribution::constant(f64::from(ticks) * 1e-6).expect("a number"));
            }
            builder = builder.link(&name(from % actors), law, &name(to % actors));
        }
        builder.build(())
    }

    /// The order of actors in ties, by what a run with nothing but ties shows.
    fn ranks(&self, key: ReplicationKey) -> Vec<u32> {
        let mut builder = SimulationBuilder::new();
        for place in 0..self.lists.len() {
            let lists = vec![vec![Step::RingAt(0, 1)], Vec::new()];
            builder = builder.actor(&name(place), Script::new(lists));
        }
        let mut simulation = builder.build(());
        let mut happenings = Happenings::default();
        simulation.reset(key, &mut happenings);
        simulation.run_until(Time::from_ticks(1), &mut happenings);
        let mut ranks = vec![0; self.lists.len()];
        for (rank, happening) in happenings.0.iter().enumerate() {
            ranks[happening.1] = rank as u32;
        }
        ranks
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Pending {
    Clock(usize, u32),
    Message(u64, usize, usize, u32),
}

/// When, whether it is a delivery, the rank to whom, then the clock's place
/// among its owner's or the sender's rank, then the sender's serial.
type Priority = Reverse<(u64, bool, u32, u32, u64)>;

/// A budget that runs down.
#[derive(Clone, Copy, Debug)]
struct Budget {
    left: f64,
    pace: Pace,
    since: u64,
}

impl Budget {
    fn left(&self, now: u64) -> f64 {
        let seconds = (now - self.since) as f64 / 1e6;
        let spent = match self.pace {
            Pace::Constant(speed) => speed * seconds,
            Pace::Exponential { growth: 0.0, speed } => speed * seconds,
            Pace::Exponential { speed: 0.0, .. } => 0.0,
            Pace::Exponential { growth, speed } => speed * libm::expm1(growth * seconds) / growth,
        };
        (self.left - spent).max(0.0)
    }

    /// As the formula says. What is in ticks is rounded up, so the order of the
    /// operations is the engine's: another would differ by a tick now and then.
    fn due(&self) -> Option<u64> {
        let ticks = match self.pace {
            Pace::Constant(speed) | Pace::Exponential { speed, growth: 0.0 } => {
                if speed == 0.0 {
                    return None;
                }
                1e6 * self.left / speed
            }
            Pace::Exponential { speed: 0.0, .. } => return None,
            Pace::Exponential { speed, growth } => {
                let grown = growth * self.left / speed;
                if grown <= -1.0 {
                    return None;
                }
                libm::log1p(grown) / growth * 1e6
            }
        };
        let ticks = ticks.ceil().max(1.0);
        (ticks < 1e18).then(|| self.since + ticks as u64)
    }
}

/// The simulation, written anew.
struct Oracle<'a> {
    program: &'a Program,
    graph: &'a Graph<Road>,
    /// The program's place of each actor.
    places: Vec<usize>,
    ranks: Vec<u32>,
    queue: PriorityQueue<Pending, Priority, FxBuildHasher>,
    budgets: HashMap<(usize, u32), Budget>,
    times: Vec<usize>,
    sent: u64,
    now: u64,
}

impl<'a> Oracle<'a> {
    fn new(program: &'a Program, graph: &'a Graph<Road>, ranks: Vec<u32>) -> Self {
        let actors = program.lists.len();
        let mut places = vec![0; actors];
        for place in 0..actors {
            let id = graph.actor(&name(place)).expect("the program's actor");
            places[id.place()] = place;
        }
        Self {
            program,
            graph,
            places,
            ranks,
            queue: PriorityQueue::with_hasher(FxBuildHasher),
            budgets: HashMap::new(),
            times: vec![0; actors],
            sent: 0,
            now: 0,
        }
    }

    fn schedule(&mut self, actor: usize, clock: u32, due: Option<u64>) {
        let pending = Pending::Clock(actor, clock);
        // Gong, then the bells, then the horn.
        let order = if clock == 1 { u32::MAX } else { clock };
        match due {
            Some(due) => {
                let priority = Reverse((due, false, self.ranks[actor], order, 0));
                self.queue.push(pending, priority);
            }
            None => {
                self.queue.remove(&pending);
            }
        }
    }

    fn start(&mut self, actor: usize, clock: u32, left: f64, pace: Pace) {
        let budget = Budget { left, pace, since: self.now };
        self.budgets.insert((actor, clock), budget);
        self.schedule(actor, clock, budget.due());
    }

    fn send(&mut self, actor: usize, link: u32, token: u32) {
        let id = ActorId::new(actor as u32);
        let outward = self.graph.links(id, Road::Feeds, Side::Out);
        let inward = self.graph.links(id, Road::Feeds, Side::In);
        let ends: Vec<LinkEnd> = outward.chain(inward).collect();
        if ends.is_empty() {
            return;
        }
        let end = ends[link as usize % ends.len()];
        let place: usize = self.graph.link_name(end).parse().expect("a place");
        let delay = u64::from(self.program.links[place].2.unwrap_or(1).max(1));
        let to = self.graph.other(end).place();
        self.sent += 1;
        let pending = Pending::Message(self.sent, actor, to, token);
        let due = self.now + delay;
        let priority = Reverse((due, true, self.ranks[to], self.ranks[actor], self.sent));
        self.queue.push(pending, priority);
    }

    fn act(&mut self, actor: usize) {
        let lists = &self.program.lists[self.places[actor]];
        let list = &lists[self.times[actor] % lists.len()];
        self.times[actor] += 1;
        for step in list {
            match *step {
                Step::Start(clock, budget, pace) => self.start(actor, clock, budget, pace),
                Step::Speed(clock, pace) => {
                    let Some(budget) = self.budgets.get(&(actor, clock)).copied() else {
                        continue;
                    };
                    let same = match (budget.pace, pace) {
                        (Pace::Constant(old), Pace::Constant(new)) => {
                            old.to_bits() == new.to_bits()
                        }
                        _ => false,
                    };
                    if !same {
                        self.start(actor, clock, budget.left(self.now), pace);
                    }
                }
                Step::Stop(clock) => {
                    self.budgets.remove(&(actor, clock));
                    self.schedule(actor, clock, None);
                }
                Step::RingAt(clock, after) => {
                    self.budgets.remove(&(actor, clock));
                    let at = self.now.saturating_add_signed(after).max(self.now + 1);
                    self.schedule(actor, clock, Some(at));
                }
                Step::Send(link, token) => self.send(actor, link, token),
            }
        }
    }

    fn run(&mut self, events: usize) -> Vec<Happening> {
        let mut happenings = Vec::new();
        for actor in 0..self.times.len() {
            self.act(actor);
        }
        while happenings.len() < events {
            let Some((pending, Reverse(priority))) = self.queue.pop() else {
                break;
            };
            self.now = priority.0;
            let (actor, what) = match pending {
                Pending::Clock(actor, clock) => {
                    self.budgets.remove(&(actor, clock));
                    (actor, Happened::Ring(clock))
                }
                Pending::Message(_, from, to, token) => (to, Happened::Delivery(from, token)),
            };
            happenings.push((self.now, actor, what));
            self.act(actor);
        }
        happenings
    }
}

fn pace() -> impl Strategy<Value = Pace> {
    let speed = || prop::sample::select(vec![0.0, -0.0, 0.25, 0.5, 1.0, 1.0, 2.0, 3.0]);
    let growth = prop::sample::select(vec![0.0, 1e5, -1e5, 3e5, -4e5, 1e9]);
    prop_oneof![
        4 => speed().prop_map(Pace::Constant),
        1 => (speed(), growth).prop_map(|(speed, growth)| Pace::Exponential { speed, growth }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    // Few clocks, mostly within the declaration; times of a few ticks, so that
    // ties are the rule.
    let clock = || prop_oneof![6 => 0_u32..4, 1 => 4_u32..9];
    let budget = prop_oneof![
        6 => (0_u32..7).prop_map(|ticks| f64::from(ticks) * 1e-6),
        1 => 0.0..2e-5_f64,
        1 => Just(1e30),
    ];
    prop_oneof![
        6 => (clock(), budget, pace()).prop_map(|(c, budget, pace)| Step::Start(c, budget, pace)),
        4 => (clock(), pace()).prop_map(|(clock, pace)| Step::Speed(clock, pace)),
        1 => clock().prop_map(Step::Stop),
        3 => (clock(), -2_i64..6).prop_map(|(clock, after)| Step::RingAt(clock, after)),
        5 => (0_u32..6, 0_u32..100).prop_map(|(link, token)| Step::Send(link, token)),
    ]
}

fn program() -> impl Strategy<Value = Program> {
    let list = || prop::collection::vec(step(), 0..5);
    let lists = prop::collection::vec(list(), 1..6);
    let link = (0_usize..6, 0_usize..6, prop::option::of(0_u32..5));
    (prop::collection::vec(lists, 1..6), prop::collection::vec(link, 0..8))
        .prop_map(|(lists, links)| Program { lists, links })
}

const EVENTS: usize = 300;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 3_000,
        rng_seed: RngSeed::Fixed(2),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_random_program_runs_as_in_a_simulation_written_anew(
        program in program(),
        seed in 0_u64..1_000,
    ) {
        let key = ReplicationKey::new(seed, 0);
        let mut simulation = program.simulation();
        let graph = simulation.clone();
        let by_place = program.ranks(key);
        let expected = Oracle::new(&program, graph.graph(), by_place).run(EVENTS);
        simulation.set_event_budget(EVENTS as u64);
        // The second time, clocks that outgrew their declaration have moved.
        for round in 0..2 {
            let mut happenings = Happenings::default();
            simulation.reset(key, &mut happenings);
            simulation.run_until(Time::from_ticks(u64::MAX - 1), &mut happenings);
            for (place, (mine, theirs)) in happenings.0.iter().zip(&expected).enumerate() {
                prop_assert_eq!(mine, theirs, "seed {}, round {}, event {}", seed, round, place + 1);
            }
            prop_assert_eq!(happenings.0.len(), expected.len(), "seed {}", seed);
        }
    }
}

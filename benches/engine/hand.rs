//! The works written by hand: the bare list, and a loop with boxed actors.

use foomwatch::engine::event_list::{NOTHING, TieBreak, WinnerTree, slot_of, time_of};
use foomwatch::primitives::random::{EntityKey, Purpose, ReplicationKey, Stream};
use foomwatch::primitives::time::{Span, Time};

const PURPOSE: Purpose = Purpose::named("next");

fn stream(key: ReplicationKey, actor: usize) -> Stream {
    Stream::keyed(key, EntityKey::named(&format!("actor {actor}")), PURPOSE)
}

fn after(now: Time, seconds: f64) -> Time {
    now + Span::from_ticks(((seconds * 1e6) as u64).max(1))
}

/// The list alone: take the first, put it back later.
pub struct BareHold {
    tree: WinnerTree,
    ties: TieBreak,
    stream: Stream,
}

impl BareHold {
    pub fn new(slots: usize) -> Self {
        let mut stream = stream(ReplicationKey::new(1, 0), 0);
        let ties = TieBreak::for_actors(slots);
        let mut tree = WinnerTree::new(slots as u32);
        for slot in 0..slots as u32 {
            tree.write(slot, ties.ring(after(Time::START, stream.exponential()), slot, slot));
        }
        tree.rebuild();
        Self { tree, ties, stream }
    }

    pub fn run(&mut self, events: u64) {
        for _ in 0..events {
            let key = self.tree.first();
            let slot = slot_of(key);
            let due = after(time_of(key), self.stream.exponential());
            self.tree.set(slot, self.ties.ring(due, slot, slot));
        }
    }
}

/// The list alone, with two more slots moved at each event.
pub struct BareRetiming {
    tree: WinnerTree,
    ties: TieBreak,
    stream: Stream,
}

impl BareRetiming {
    pub fn new(actors: usize) -> Self {
        let bare = BareHold::new(3 * actors);
        Self { tree: bare.tree, ties: bare.ties, stream: bare.stream }
    }

    pub fn run(&mut self, events: u64) {
        for _ in 0..events {
            let key = self.tree.first();
            let fired = slot_of(key);
            let now = time_of(key);
            let due = after(now, self.stream.exponential());
            self.tree.set(fired, self.ties.ring(due, fired, fired));
            let base = fired / 3 * 3;
            for other in [base + (fired + 1) % 3, base + (fired + 2) % 3] {
                let left = (time_of(self.tree.key(other)) - now).seconds();
                let due = after(now, left * 1.25);
                self.tree.set(other, self.ties.ring(due, other, other));
            }
        }
    }
}

/// The list alone, as a queue with one server.
pub struct BareQueue {
    tree: WinnerTree,
    ties: TieBreak,
    stream: Stream,
    waiting: u64,
}

impl BareQueue {
    pub fn new() -> Self {
        let mut tree = WinnerTree::new(2);
        let ties = TieBreak::for_actors(1);
        tree.set(0, ties.ring(Time::from_ticks(1), 0, 0));
        Self { tree, ties, stream: stream(ReplicationKey::new(1, 0), 0), waiting: 0 }
    }

    pub fn run(&mut self, customers: u64) {
        let mut served = 0;
        while served < customers {
            let key = self.tree.first();
            let now = time_of(key);
            if slot_of(key) == 0 {
                let next = after(now, self.stream.exponential() / 0.8);
                self.tree.set(0, self.ties.ring(next, 0, 0));
                self.waiting += 1;
                if self.waiting == 1 {
                    let done = after(now, self.stream.exponential());
                    self.tree.set(1, self.ties.ring(done, 0, 1));
                }
            } else {
                served += 1;
                self.waiting -= 1;
                let key = if self.waiting > 0 {
                    self.ties.ring(after(now, self.stream.exponential()), 0, 1)
                } else {
                    NOTHING
                };
                self.tree.set(1, key);
            }
        }
    }
}

/// What a boxed actor of the hold work does.
trait Holder {
    fn restart(&mut self, key: ReplicationKey) -> Time;
    fn fire(&mut self, now: Time) -> Time;
}

#[derive(Clone)]
struct HolderOf<const KIND: usize> {
    place: EntityKey,
    stream: Stream,
    fired: u64,
}

impl<const KIND: usize> Holder for HolderOf<KIND> {
    fn restart(&mut self, key: ReplicationKey) -> Time {
        self.stream = Stream::keyed(key, self.place, PURPOSE);
        self.fired = KIND as u64;
        self.fire(Time::START)
    }

    fn fire(&mut self, now: Time) -> Time {
        self.fired += 1;
        after(now, self.stream.exponential())
    }
}

fn boxed(actor: usize) -> Box<dyn Holder> {
    fn of<const KIND: usize>(actor: usize) -> Box<dyn Holder> {
        Box::new(HolderOf::<KIND> {
            place: EntityKey::named(&format!("actor {actor}")),
            stream: stream(ReplicationKey::new(1, 0), actor),
            fired: 0,
        })
    }
    match actor % 8 {
        0 => of::<0>(actor),
        1 => of::<1>(actor),
        2 => of::<2>(actor),
        3 => of::<3>(actor),
        4 => of::<4>(actor),
        5 => of::<5>(actor),
        6 => of::<6>(actor),
        _ => of::<7>(actor),
    }
}

/// A loop with boxed actors of eight kinds, one clock each.
pub struct Hold {
    actors: Vec<Box<dyn Holder>>,
    tree: WinnerTree,
    ties: TieBreak,
}

impl Hold {
    pub fn new(actors: usize) -> Self {
        let mut hold = Self {
            actors: (0..actors).map(boxed).collect(),
            tree: WinnerTree::new(actors as u32),
            ties: TieBreak::for_actors(actors),
        };
        hold.reset(ReplicationKey::new(1, 0));
        hold
    }

    fn reset(&mut self, key: ReplicationKey) {
        self.tree.clear();
        for (slot, actor) in self.actors.iter_mut().enumerate() {
            let due = actor.restart(key);
            self.tree.write(slot as u32, self.ties.ring(due, slot as u32, slot as u32));
        }
        self.tree.rebuild();
    }

    pub fn run(&mut self, events: u64) {
        for _ in 0..events {
            let key = self.tree.first();
            let slot = slot_of(key);
            let due = self.actors[slot as usize].fire(time_of(key));
            self.tree.set(slot, self.ties.ring(due, slot, slot));
        }
    }
}

/// Fresh replications of the hold work.
pub struct Replications {
    hold: Hold,
    events: u64,
    next: u64,
}

impl Replications {
    pub fn new(actors: usize, events: u64) -> Self {
        Self { hold: Hold::new(actors), events, next: 0 }
    }

    pub fn run(&mut self, replications: u64) {
        for _ in 0..replications {
            self.hold.reset(ReplicationKey::new(1, self.next));
            self.hold.run(self.events);
            self.next += 1;
        }
    }
}

/// A budget that runs down, by hand.
#[derive(Clone, Copy)]
struct Budget {
    left: f64,
    speed: f64,
    since: Time,
}

impl Budget {
    fn start(now: Time, left: f64, speed: f64) -> Self {
        Self { left, speed, since: now }
    }

    fn retime(&mut self, now: Time, speed: f64) {
        let spent = self.speed * (now - self.since).seconds();
        *self = Self::start(now, (self.left - spent).max(0.0), speed);
    }

    fn due(&self) -> Time {
        after(self.since, self.left / self.speed)
    }
}

/// What a boxed actor of the re-timing work does: the new dues of its three.
trait Retimer {
    fn fire(&mut self, now: Time, which: usize) -> [Time; 3];
}

struct RetimerOf<const KIND: usize> {
    stream: Stream,
    budgets: [Budget; 3],
    fast: bool,
}

impl<const KIND: usize> Retimer for RetimerOf<KIND> {
    fn fire(&mut self, now: Time, which: usize) -> [Time; 3] {
        self.fast = !self.fast;
        let speed = if self.fast { 1.5 } else { 0.75 };
        for place in 0..3 {
            if place == which {
                self.budgets[place] = Budget::start(now, self.stream.exponential(), speed);
            } else {
                self.budgets[place].retime(now, speed);
            }
        }
        [self.budgets[0].due(), self.budgets[1].due(), self.budgets[2].due()]
    }
}

/// A loop with boxed actors of eight kinds and three clocks, each event moving
/// all three.
pub struct Retiming {
    actors: Vec<Box<dyn Retimer>>,
    tree: WinnerTree,
    ties: TieBreak,
}

impl Retiming {
    pub fn new(count: usize) -> Self {
        fn of<const KIND: usize>(actor: usize) -> Box<dyn Retimer> {
            let mut stream = stream(ReplicationKey::new(1, 0), actor);
            let budgets =
                std::array::from_fn(|_| Budget::start(Time::START, stream.exponential(), 1.0));
            Box::new(RetimerOf::<KIND> { stream, budgets, fast: false })
        }
        let ties = TieBreak::for_actors(count);
        let mut tree = WinnerTree::new(3 * count as u32);
        let mut actors = Vec::with_capacity(count);
        for actor in 0..count {
            actors.push(match actor % 8 {
                0 => of::<0>(actor),
                1 => of::<1>(actor),
                2 => of::<2>(actor),
                3 => of::<3>(actor),
                4 => of::<4>(actor),
                5 => of::<5>(actor),
                6 => of::<6>(actor),
                _ => of::<7>(actor),
            });
            let mut first = stream(ReplicationKey::new(2, 0), actor);
            for clock in 0..3 {
                let slot = (3 * actor + clock) as u32;
                let due = after(Time::START, first.exponential());
                tree.write(slot, ties.ring(due, actor as u32, slot));
            }
        }
        tree.rebuild();
        Self { actors, tree, ties }
    }

    pub fn run(&mut self, events: u64) {
        for _ in 0..events {
            let key = self.tree.first();
            let slot = slot_of(key);
            let actor = slot / 3;
            let dues = self.actors[actor as usize].fire(time_of(key), slot as usize % 3);
            for (clock, due) in dues.into_iter().enumerate() {
                let slot = 3 * actor + clock as u32;
                self.tree.set(slot, self.ties.ring(due, actor, slot));
            }
        }
    }
}

/// A queue with one server as a boxed actor with two streams.
pub struct Queue {
    actor: Box<dyn Server>,
    tree: WinnerTree,
    ties: TieBreak,
}

/// What a boxed queue does: the new dues of arrival and service, if they move.
trait Server {
    fn fire(&mut self, now: Time, which: u32) -> [Option<Time>; 2];
}

struct OneServer {
    arrivals: Stream,
    services: Stream,
    waiting: u64,
}

impl Server for OneServer {
    fn fire(&mut self, now: Time, which: u32) -> [Option<Time>; 2] {
        if which == 0 {
            self.waiting += 1;
            let next = after(now, self.arrivals.exponential() / 0.8);
            let done = (self.waiting == 1).then(|| after(now, self.services.exponential()));
            [Some(next), done]
        } else {
            self.waiting -= 1;
            let done = if self.waiting > 0 {
                after(now, self.services.exponential())
            } else {
                Time::NEVER
            };
            [None, Some(done)]
        }
    }
}

impl Queue {
    pub fn new() -> Self {
        let mut tree = WinnerTree::new(2);
        let ties = TieBreak::for_actors(1);
        tree.set(0, ties.ring(Time::from_ticks(1), 0, 0));
        let actor = Box::new(OneServer {
            arrivals: stream(ReplicationKey::new(1, 0), 0),
            services: stream(ReplicationKey::new(1, 0), 1),
            waiting: 0,
        });
        Self { actor, tree, ties }
    }

    pub fn run(&mut self, customers: u64) {
        let mut served = 0;
        while served < customers {
            let key = self.tree.first();
            let slot = slot_of(key);
            served += u64::from(slot);
            for (slot, due) in (0..).zip(self.actor.fire(time_of(key), slot)) {
                match due {
                    Some(Time::NEVER) => self.tree.set(slot, NOTHING),
                    Some(due) => self.tree.set(slot, self.ties.ring(due, 0, slot)),
                    None => {}
                }
            }
        }
    }
}

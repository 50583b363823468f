//! Recorders that fold a run into sums, a digest or a log.

use std::collections::BTreeMap;

use foomwatch::engine::{Event, Note, Recorder, Simulation, What};
use foomwatch::primitives::id::ActorId;
use foomwatch::primitives::time::Time;

use super::domain::{Fact, Parcel, Shop};

/// Sums of counts and observations, and time integrals of numbers.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    sums: Vec<(ActorId, &'static str, u64, f64)>,
    numbers: Vec<Number>,
    /// Pairs of actors whose product of numbers is integrated too, and how
    /// long both were empty.
    joint: Option<[ActorId; 2]>,
    pub product: f64,
    pub both_empty: f64,
    since: Time,
}

#[derive(Clone, Copy, Debug, Default)]
struct Number {
    now: u32,
    last: Time,
    integral: f64,
}

impl Tally {
    /// Forgets what was summed, not how many there are now: the warm-up ends.
    pub fn restart(&mut self, now: Time) {
        self.sums.clear();
        for number in &mut self.numbers {
            *number = Number { now: number.now, last: now, integral: 0.0 };
        }
        (self.product, self.both_empty, self.since) = (0.0, 0.0, now);
    }

    /// A tally that integrates the product of two actors' numbers too.
    pub fn of_pair(joint: Option<[ActorId; 2]>) -> Self {
        Self { joint, ..Self::default() }
    }

    /// The actor's number now.
    pub fn present(&self, actor: ActorId) -> u32 {
        self.numbers[actor.place()].now
    }

    /// How often the actor counted or observed this.
    pub fn count(&self, actor: ActorId, name: &str) -> f64 {
        self.find(actor, name).0 as f64
    }

    /// The sum of what the actor observed.
    pub fn sum(&self, actor: ActorId, name: &str) -> f64 {
        self.find(actor, name).1
    }

    fn find(&self, actor: ActorId, name: &str) -> (u64, f64) {
        self.sums
            .iter()
            .find(|entry| entry.0 == actor && entry.1 == name)
            .map_or((0, 0.0), |entry| (entry.2, entry.3))
    }

    /// The integral of the actor's number from the warm-up to now.
    pub fn integral(&self, actor: ActorId, now: Time) -> f64 {
        let number = self.numbers[actor.place()];
        number.integral + f64::from(number.now) * (now - number.last).seconds()
    }

    fn add(&mut self, actor: ActorId, name: &'static str, count: u64, value: f64) {
        for entry in &mut self.sums {
            if entry.0 == actor && entry.1 == name {
                entry.2 += count;
                entry.3 += value;
                return;
            }
        }
        self.sums.push((actor, name, count, value));
    }

    fn number(&mut self, now: Time, actor: ActorId, present: u32) {
        if self.numbers.len() <= actor.place() {
            self.numbers.resize(actor.place() + 1, Number::default());
        }
        if let Some(pair) = self.joint
            && pair.contains(&actor)
        {
            let [a, b] =
                pair.map(|actor| self.numbers.get(actor.place()).copied().unwrap_or_default());
            let seconds = (now - a.last.max(b.last).max(self.since)).seconds();
            self.product += f64::from(a.now) * f64::from(b.now) * seconds;
            if a.now + b.now == 0 {
                self.both_empty += seconds;
            }
        }
        let number = &mut self.numbers[actor.place()];
        number.integral += f64::from(number.now) * (now - number.last).seconds();
        (number.now, number.last) = (present, now);
    }
}

impl Recorder<Shop> for Tally {
    fn note(&mut self, now: Time, actor: ActorId, note: Note<Shop>) {
        match note {
            Note::Fact(Fact::Number(present)) => self.number(now, actor, present),
            Note::Fact(Fact::Left(_)) => {}
            Note::Milestone(name) | Note::Count(name, _) => self.add(actor, name, 1, 0.0),
            Note::Observe(name, value) | Note::Amount(name, value) => {
                self.add(actor, name, 1, value);
            }
            Note::Flow(name, pace) => self.add(actor, name, 1, pace.speed()),
        }
    }
}

/// The first milestone of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct First(pub Option<(Time, &'static str, ActorId)>);

impl Recorder<Shop> for First {
    fn note(&mut self, now: Time, actor: ActorId, note: Note<Shop>) {
        if let (Note::Milestone(name), None) = (note, self.0) {
            self.0 = Some((now, name, actor));
        }
    }
}

/// Every event and note as a line, so that the first that differs is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines(pub Vec<String>);

impl Recorder<Shop> for Lines {
    const EVENTS: bool = true;

    fn event(&mut self, event: &Event<'_, Shop>) {
        self.0
            .push(format!("{} {:?} {:?} {:?}", event.number, event.time, event.actor, event.what));
    }

    fn note(&mut self, now: Time, actor: ActorId, note: Note<Shop>) {
        self.0.push(format!("    {now:?} {actor:?} {note:?}"));
    }
}

impl Lines {
    /// Panics with the first line that differs.
    pub fn assert_equal(&self, other: &Self, repeat: &str) {
        for (place, (mine, theirs)) in self.0.iter().zip(&other.0).enumerate() {
            assert_eq!(mine, theirs, "line {place} differs; {repeat}");
        }
        assert_eq!(self.0.len(), other.0.len(), "one is longer; {repeat}");
    }
}

/// What each actor lives through, by names, so that networks can be compared
/// whose actors have other places.
#[derive(Clone, Debug)]
pub struct Lives {
    names: Vec<String>,
    pub lives: BTreeMap<String, Vec<(Time, String)>>,
    /// Events in their order, as (time, name).
    pub order: Vec<(Time, String)>,
}

impl Lives {
    /// For the actors of a simulation.
    pub fn of(simulation: &Simulation<Shop>) -> Self {
        let graph = simulation.graph();
        let names = (0..graph.actors())
            .map(|place| graph.name(ActorId::new(place as u32)).to_owned())
            .collect();
        Self { names, lives: BTreeMap::new(), order: Vec::new() }
    }

    /// The life of one actor, without what came from some others.
    pub fn life(&self, name: &str) -> &[(Time, String)] {
        self.lives.get(name).map_or(&[], Vec::as_slice)
    }
}

impl Recorder<Shop> for Lives {
    const EVENTS: bool = true;

    fn event(&mut self, event: &Event<'_, Shop>) {
        let name = self.names[event.actor.place()].clone();
        let what = match &event.what {
            What::Ring { clock, number } => format!("{clock}({number})"),
            What::Delivery { from, signal, .. } => {
                format!("{} {:?}", self.names[from.place()], signal)
            }
        };
        self.order.push((event.time, name.clone()));
        self.lives.entry(name).or_default().push((event.time, what));
    }

    fn note(&mut self, _: Time, _: ActorId, _: Note<Shop>) {}
}

/// A digest of every event and note, which allocates nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Digest(pub u64);

impl Digest {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn add_text(&mut self, text: &str) {
        for byte in text.bytes() {
            self.add(u64::from(byte));
        }
    }
}

impl Recorder<Shop> for Digest {
    const EVENTS: bool = true;

    fn event(&mut self, event: &Event<'_, Shop>) {
        self.add(event.number);
        self.add(event.time.ticks());
        self.add(event.actor.place() as u64);
        match &event.what {
            What::Ring { clock, number } => {
                self.add_text(clock);
                self.add(u64::from(*number));
            }
            What::Delivery { from, link, signal } => {
                self.add(from.place() as u64);
                self.add(link.place() as u64);
                match signal {
                    Parcel::Customer(customer) => self.add(customer.born.ticks()),
                    Parcel::Level(level) => self.add(level.to_bits()),
                    Parcel::Token(number) => self.add(u64::from(*number)),
                }
            }
        }
    }

    fn note(&mut self, now: Time, actor: ActorId, note: Note<Shop>) {
        self.add(now.ticks());
        self.add(actor.place() as u64);
        match note {
            Note::Fact(Fact::Number(number)) => self.add(u64::from(number)),
            Note::Fact(Fact::Left(_)) => self.add(1),
            Note::Milestone(name) => self.add_text(name),
            Note::Count(name, count) => {
                self.add_text(name);
                self.add(count);
            }
            Note::Observe(name, value) | Note::Amount(name, value) => {
                self.add_text(name);
                self.add(value.to_bits());
            }
            Note::Flow(name, pace) => {
                self.add_text(name);
                self.add(pace.speed().to_bits());
            }
        }
    }
}

//! What a running simulation holds beside its actors' own state.
//!
//! Actors and this lie in sibling fields, so that the loop borrows both at once.
//! Nothing here is public: behaviors reach it through their context alone.

use std::sync::Arc;

use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::random::{EntityKey, Identity, Purpose, ReplicationKey, Stream};
use crate::primitives::time::{Span, Time};

use super::clock::ClockFamily;
use super::domain::{Domain, Signal};
use super::event_list::{DeliveryHeap, NOTHING, TieBreak, WinnerTree, time_of};
use super::graph::Graph;
use super::recorder::Note;

/// Marks the end of a chain.
const NONE: u32 = u32::MAX;

/// How a clock's due time follows from its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Mode {
    /// It does not run.
    Idle,
    /// Its budget runs down at a constant speed.
    Constant,
    /// Its budget runs down at an exponential pace.
    Exponential,
    /// It rings at an instant that was given.
    Fixed,
    /// Its budget is hazard, gathered with age.
    Aged,
}

/// The live value of a clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClockRecord {
    /// The budget that was left at `since`.
    pub(super) left: f64,
    /// The speed since then.
    pub(super) speed: f64,
    pub(super) since: Time,
    pub(super) owner: ActorId,
    pub(super) tag: Tag,
}

/// A clock's mode (3 bits), family (5) and number within the family (24), so
/// that two records lie on a cache line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag(u32);

impl Tag {
    const FAMILIES: usize = 1 << 5;
    const NUMBERS: u32 = 1 << 24;

    fn new(family: u32, number: u32) -> Self {
        Self(family << 24 | number)
    }

    #[inline]
    pub(super) fn mode(self) -> Mode {
        match self.0 >> 29 {
            0 => Mode::Idle,
            1 => Mode::Constant,
            2 => Mode::Exponential,
            3 => Mode::Fixed,
            _ => Mode::Aged,
        }
    }

    #[inline]
    pub(super) fn set(&mut self, mode: Mode) {
        self.0 = self.0 & !(7 << 29) | (mode as u32) << 29;
    }

    #[inline]
    pub(super) fn family(self) -> u32 {
        self.0 >> 24 & 31
    }

    #[inline]
    pub(super) fn number(self) -> u32 {
        self.0 & (Self::NUMBERS - 1)
    }
}

/// What only exponential paces and laws with age need of a clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slow {
    /// The relative growth a second of an exponential pace.
    pub(super) growth: f64,
    /// The instant at which the age of a law was zero.
    pub(super) origin: Time,
}

/// What the engine holds of an actor.
#[derive(Clone, Debug)]
pub(super) struct ActorRecord {
    pub(super) key: EntityKey,
    /// Its place in this replication's order of ties.
    pub(super) rank: u32,
    /// Where its clocks begin.
    pub(super) base: u32,
    /// Its next serial as a sender.
    pub(super) serial: u64,
    /// The first of its streams by purpose, as a chain.
    chain: u32,
    /// Its layout of clocks: 0 as declared, else one more than its place among
    /// those that grew.
    pub(super) grown: u32,
    pub(super) families: &'static [ClockFamily],
}

/// The stream and the count of origins of one (actor, purpose).
#[derive(Clone, Debug)]
struct Purposeful {
    stream: Stream,
    purpose: Purpose,
    origins: u32,
    next: u32,
}

/// A signal on its way.
#[derive(Clone, Debug)]
pub(super) struct Message<D: Domain> {
    pub(super) signal: D::Signal,
    pub(super) from: ActorId,
    /// The link, seen from the receiver.
    pub(super) end: LinkEnd,
    /// The event in which it was sent.
    pub(super) cause: u64,
}

/// Messages by place, with the free places in a chain.
#[derive(Clone, Debug)]
pub(super) struct Slab<D: Domain> {
    places: Vec<Option<Message<D>>>,
    free: Vec<u32>,
}

impl<D: Domain> Slab<D> {
    #[inline]
    fn insert(&mut self, message: Message<D>) -> u32 {
        if let Some(place) = self.free.pop() {
            self.places[place as usize] = Some(message);
            return place;
        }
        self.places.push(Some(message));
        (self.places.len() - 1) as u32
    }

    #[inline]
    pub(super) fn take(&mut self, place: u32) -> Message<D> {
        self.free.push(place);
        self.places[place as usize]
            .take()
            .expect("a delivery holds the place of its message")
    }

    fn clear(&mut self) {
        self.places.clear();
        self.free.clear();
    }
}

/// A layout of clocks that outgrew its declaration: slots of each family.
#[derive(Clone, Debug)]
struct Grown {
    slots: Vec<u32>,
}

/// Everything of a simulation but its actors' own state and its recorder.
#[derive(Clone)]
pub(super) struct Core<D: Domain> {
    pub(super) graph: Arc<Graph<D::Link>>,
    pub(super) settings: Arc<D::Settings>,
    pub(super) key: ReplicationKey,
    pub(super) now: Time,
    /// The number of the event that is being handled; 0 during the start.
    pub(super) event: u64,
    pub(super) ties: TieBreak,
    pub(super) rings: WinnerTree,
    pub(super) records: Vec<ClockRecord>,
    pub(super) streams: Vec<Stream>,
    pub(super) slow: Vec<Slow>,
    /// The event that armed each clock; empty unless causes are recorded.
    pub(super) armed_by: Vec<u64>,
    pub(super) actors: Vec<ActorRecord>,
    /// Actors in this replication's order of ties: room that every reset reuses.
    ranked: Vec<(u64, u32)>,
    grown: Vec<Grown>,
    purposes: Vec<Purposeful>,
    pub(super) deliveries: DeliveryHeap,
    pub(super) messages: Slab<D>,
    /// How many signals without an identity of their own each end has sent.
    sent: Vec<u64>,
    /// The end through which the signal came that is being received.
    pub(super) came_by: Option<LinkEnd>,
    pub(super) notes: Vec<(ActorId, Note<D>)>,
    /// Whether clocks are armed for the start, before the first match is played.
    pub(super) starting: bool,
}

impl<D: Domain> Core<D> {
    /// A core for the actors of a graph, with the clocks that each declares.
    pub(super) fn new(
        graph: Arc<Graph<D::Link>>,
        settings: Arc<D::Settings>,
        families: &[&'static [ClockFamily]],
    ) -> Self {
        let mut core = Self {
            key: ReplicationKey::new(0, 0),
            now: Time::START,
            event: 0,
            ties: TieBreak::for_actors(graph.actors()),
            rings: WinnerTree::new(0),
            records: Vec::new(),
            streams: Vec::new(),
            slow: Vec::new(),
            armed_by: Vec::new(),
            actors: Vec::with_capacity(graph.actors()),
            ranked: Vec::with_capacity(graph.actors()),
            grown: Vec::new(),
            purposes: Vec::new(),
            deliveries: DeliveryHeap::default(),
            messages: Slab {
                places: Vec::new(),
                free: Vec::new(),
            },
            sent: vec![0; graph.ends.len()],
            came_by: None,
            notes: Vec::new(),
            starting: false,
            graph,
            settings,
        };
        for (place, &families) in families.iter().enumerate() {
            assert!(
                families.len() <= Tag::FAMILIES,
                "{} clock families",
                families.len()
            );
            core.actors.push(ActorRecord {
                key: core.graph.keys[place],
                rank: place as u32,
                base: core.records.len() as u32,
                serial: 0,
                chain: NONE,
                grown: 0,
                families,
            });
            let slots: Vec<u32> = families.iter().map(|family| family.slots).collect();
            core.push_slots(ActorId::new(place as u32), &slots);
        }
        core.rings = WinnerTree::new(core.records.len() as u32);
        core
    }

    /// Adds the records of an actor's clocks at the end.
    fn push_slots(&mut self, owner: ActorId, slots: &[u32]) {
        for (family, &count) in slots.iter().enumerate() {
            assert!(count <= Tag::NUMBERS, "{count} clocks in one family");
            for number in 0..count {
                self.records.push(ClockRecord {
                    left: 0.0,
                    speed: 0.0,
                    since: Time::START,
                    owner,
                    tag: Tag::new(family as u32, number),
                });
                self.streams.push(Stream::unseeded());
                self.slow.push(Slow {
                    growth: 0.0,
                    origin: Time::START,
                });
            }
        }
        if !self.armed_by.is_empty() {
            self.record_causes(true);
        }
    }

    /// Makes room for the cause of each clock, or none. While causes are
    /// recorded there is room for one at least, also where nobody has a clock.
    pub(super) fn record_causes(&mut self, record: bool) {
        let slots = if record { self.records.len().max(1) } else { 0 };
        self.armed_by.resize(slots, 0);
    }

    /// Empties everything and takes the chances of one replication. What has
    /// grown stays grown, so that nothing is allocated.
    pub(super) fn reset(&mut self, key: ReplicationKey) {
        self.key = key;
        self.now = Time::START;
        self.event = 0;
        self.came_by = None;
        self.rings.clear();
        self.deliveries.clear();
        self.messages.clear();
        self.notes.clear();
        for record in &mut self.records {
            record.tag.set(Mode::Idle);
        }
        self.streams.fill(Stream::unseeded());
        for entry in &mut self.purposes {
            entry.stream = Stream::unseeded();
            entry.origins = 0;
        }
        self.sent.fill(0);
        self.armed_by.fill(0);
        self.rank();
    }

    /// Orders the actors for ties: by a hash of key and name, so that neither
    /// alphabet nor file decides, and by name where two hashes are equal.
    fn rank(&mut self) {
        self.ranked.clear();
        for (place, actor) in self.actors.iter().enumerate() {
            self.ranked
                .push((self.key.order_of(actor.key), place as u32));
        }
        self.ranked.sort_unstable();
        for (rank, &(_, actor)) in self.ranked.iter().enumerate() {
            let actor = &mut self.actors[actor as usize];
            actor.rank = rank as u32;
            actor.serial = 0;
        }
    }

    /// Puts a clock's due time into the list of events.
    #[inline]
    pub(super) fn schedule(&mut self, slot: u32, rank: u32, due: Time) {
        let key = if due == Time::NEVER {
            NOTHING
        } else {
            self.ties.ring(due, rank, slot)
        };
        if self.starting {
            self.rings.write(slot, key);
        } else {
            self.rings.set(slot, key);
        }
        if !self.armed_by.is_empty() {
            self.armed_by[slot as usize] = self.event;
        }
    }

    /// The slot of a clock beyond its declaration, which is made on first use.
    #[cold]
    #[inline(never)]
    pub(super) fn slot_beyond(&mut self, actor: ActorId, family: u32, number: u32) -> u32 {
        let record = &self.actors[actor.place()];
        let offset = |slots: &[u32]| slots[..family as usize].iter().sum::<u32>() + number;
        let old = match record.grown {
            0 => record.families.iter().map(|family| family.slots).collect(),
            place => {
                let slots = &self.grown[place as usize - 1].slots;
                if number < slots[family as usize] {
                    return record.base + offset(slots);
                }
                slots.clone()
            }
        };
        let mut slots = old.clone();
        slots[family as usize] = (number + 1).next_power_of_two();
        self.relocate(actor, &old, &slots);
        self.actors[actor.place()].base + offset(&slots)
    }

    /// Moves an actor's clocks to the end, where each family has more slots;
    /// within the actor the order of slots, which breaks ties, stays.
    fn relocate(&mut self, actor: ActorId, old: &[u32], new: &[u32]) {
        let (old_base, rank) = {
            let record = &self.actors[actor.place()];
            (record.base, record.rank)
        };
        let new_base = self.records.len() as u32;
        self.push_slots(actor, new);
        self.rings.grow(self.records.len() as u32);
        let (mut from, mut begin) = (old_base, new_base);
        for (&old_count, &new_count) in old.iter().zip(new) {
            for number in 0..old_count {
                self.move_slot(from + number, begin + number, rank);
            }
            from += old_count;
            begin += new_count;
        }
        let record = &mut self.actors[actor.place()];
        record.base = new_base;
        if record.grown == 0 {
            self.grown.push(Grown {
                slots: new.to_vec(),
            });
            record.grown = self.grown.len() as u32;
        } else {
            self.grown[record.grown as usize - 1].slots = new.to_vec();
        }
    }

    fn move_slot(&mut self, from: u32, to: u32, rank: u32) {
        let (source, target) = (from as usize, to as usize);
        self.records[target] = self.records[source];
        self.streams[target] = self.streams[source].clone();
        self.slow[target] = self.slow[source];
        if !self.armed_by.is_empty() {
            self.armed_by[target] = self.armed_by[source];
        }
        let key = self.rings.key(from);
        self.rings.set(from, NOTHING);
        // The clock that is ringing now is not pending any more.
        let pending = key != NOTHING && self.records[source].tag.mode() != Mode::Idle;
        if pending {
            self.rings.set(to, self.ties.ring(time_of(key), rank, to));
        }
        self.records[source].tag.set(Mode::Idle);
    }

    /// The stream of a clock, seeded when first used.
    #[inline]
    pub(super) fn clock_stream(&mut self, slot: u32, name: &'static str) -> &mut Stream {
        let stream = &mut self.streams[slot as usize];
        if *stream == Stream::unseeded() {
            let record = &self.records[slot as usize];
            let entity = self.actors[record.owner.place()].key;
            let purpose = Purpose::named(name).numbered(u64::from(record.tag.number()));
            *stream = Stream::keyed(self.key, entity, purpose);
        }
        stream
    }

    /// The stream of an actor for a purpose, seeded when first used.
    #[inline]
    pub(super) fn purpose_stream(&mut self, actor: ActorId, purpose: Purpose) -> &mut Stream {
        let place = self.purposeful(actor, purpose);
        let entry = &mut self.purposes[place];
        if entry.stream == Stream::unseeded() {
            let entity = self.actors[actor.place()].key;
            entry.stream = Stream::keyed(self.key, entity, purpose);
        }
        &mut entry.stream
    }

    /// The next origin of an actor for a purpose.
    pub(super) fn next_origin(&mut self, actor: ActorId, purpose: Purpose) -> Identity {
        let place = self.purposeful(actor, purpose);
        let entry = &mut self.purposes[place];
        entry.origins += 1;
        Identity::new(
            self.actors[actor.place()].key,
            purpose,
            u64::from(entry.origins),
        )
    }

    #[inline]
    fn purposeful(&mut self, actor: ActorId, purpose: Purpose) -> usize {
        let mut place = self.actors[actor.place()].chain;
        while place != NONE {
            let entry = &self.purposes[place as usize];
            if entry.purpose == purpose {
                return place as usize;
            }
            place = entry.next;
        }
        self.add_purpose(actor, purpose)
    }

    #[cold]
    fn add_purpose(&mut self, actor: ActorId, purpose: Purpose) -> usize {
        let record = &mut self.actors[actor.place()];
        self.purposes.push(Purposeful {
            stream: Stream::unseeded(),
            purpose,
            origins: 0,
            next: record.chain,
        });
        record.chain = (self.purposes.len() - 1) as u32;
        self.purposes.len() - 1
    }

    /// Sends a signal from one end of a link to the other.
    #[inline]
    pub(super) fn send(&mut self, from: ActorId, end: LinkEnd, signal: D::Signal) {
        let this = self.graph.ends[end.place()];
        assert!(this.owner == from, "an actor sends on a link of another");
        let due = if self.graph.links[this.link as usize].plain {
            self.now + Span::TICK
        } else {
            match self.carry(end, &signal) {
                Some(delay) => self.now + delay.max(Span::TICK),
                None => return,
            }
        };
        if due == Time::NEVER {
            return;
        }
        let receiver = self.actors[this.other.place()].rank;
        let sender = &mut self.actors[from.place()];
        if sender.serial == self.ties.serial_end() {
            sender.serial = self.deliveries.renumber(self.ties, sender.rank);
            assert!(
                sender.serial < self.ties.serial_end(),
                "too many signals on their way"
            );
        }
        let order = self.ties.delivery(receiver, sender.rank, sender.serial);
        sender.serial += 1;
        let message = Message {
            signal,
            from,
            end: this.mate,
            cause: self.event,
        };
        let place = self.messages.insert(message);
        self.deliveries.push(due, order, place);
    }

    /// How long a link with chances of its own takes, or `None` if it loses
    /// the signal. Both are keyed by the signal's identity.
    #[inline(never)]
    fn carry(&mut self, end: LinkEnd, signal: &D::Signal) -> Option<Span> {
        const LOSS: Purpose = Purpose::named("loss");
        const DELAY: Purpose = Purpose::named("delay");
        const SENT: Purpose = Purpose::named("sent");
        let this = self.graph.ends[end.place()];
        let link = &self.graph.links[this.link as usize];
        let identity = signal.identity().unwrap_or_else(|| {
            let sent = &mut self.sent[end.place()];
            *sent += 1;
            Identity::new(link.key, SENT, *sent).aspect(self.actors[this.owner.place()].key)
        });
        if link.loss > 0.0 && Stream::about(self.key, link.key, LOSS, identity).chance(link.loss) {
            return None;
        }
        Some(link.delay.as_ref().map_or(Span::TICK, |law| {
            Span::from_seconds(Stream::about(self.key, link.key, DELAY, identity).of(law))
        }))
    }
}

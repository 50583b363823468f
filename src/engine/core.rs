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
use super::live_clock::{ClockRecord, Mode, Tag};
use super::message::{Message, Slab};
use super::recorder::Note;

/// Marks the end of a chain.
const NONE: u32 = u32::MAX;

/// What the engine holds of an actor.
#[derive(Clone, Debug)]
pub(super) struct ActorRecord {
    pub(super) key: EntityKey,
    /// What orders its rings among those of others in a tick. Two actors may
    /// share it, since their handlers commute within a tick; their slots then
    /// decide, which lie in the order of names.
    pub(super) order: u32,
    /// Its place in this replication's order of ties, if that was asked for.
    rank: u32,
    /// Where its clocks begin.
    pub(super) base: u32,
    /// Its next serial as a sender.
    pub(super) serial: u64,
    /// The first of its streams by purpose, as a chain.
    chain: u32,
    /// How many slots each family has, if not as declared.
    pub(super) grown: Option<Box<[u32]>>,
    pub(super) families: &'static [ClockFamily],
}

impl ActorRecord {
    /// How many slots each family of its clocks has.
    fn slots(&self) -> Box<[u32]> {
        match &self.grown {
            Some(slots) => slots.clone(),
            None => self.families.iter().map(|family| family.slots).collect(),
        }
    }

    /// The slot of a clock, if its actor's clocks have grown and it is one of
    /// them.
    pub(super) fn slot(&self, family: u32, number: u32) -> Option<u32> {
        let slots = self.grown.as_ref()?;
        let family = family as usize;
        let before: u32 = slots[..family].iter().sum();
        (number < slots[family]).then(|| self.base + before + number)
    }
}

/// The stream and the count of origins of one (actor, purpose).
#[derive(Clone, Debug)]
struct Purposeful {
    stream: Stream,
    purpose: Purpose,
    origins: u32,
    next: u32,
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
    /// The event that armed each clock; empty unless causes are recorded.
    pub(super) armed_by: Vec<u64>,
    /// Whether somebody records what no result hangs on.
    pub(super) details: bool,
    pub(super) actors: Vec<ActorRecord>,
    /// Whether the actors' ranks are those of this replication.
    ranked: bool,
    /// Room for ranking, which every replication reuses.
    ranking: Vec<u64>,
    purposes: Vec<Purposeful>,
    pub(super) deliveries: DeliveryHeap,
    pub(super) messages: Slab<D>,
    /// How many signals without an identity of their own each end has sent.
    sent: Vec<u64>,
    /// The end through which the signal came that is being received.
    pub(super) came_by: Option<LinkEnd>,
    pub(super) notes: Vec<(ActorId, Note<D>)>,
    /// The first match that has not been played since a slot of it changed, or
    /// [`NONE`], and others beside it.
    touched: u32,
    also_touched: Vec<u32>,
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
            armed_by: Vec::new(),
            details: false,
            actors: Vec::with_capacity(graph.actors()),
            ranked: false,
            ranking: Vec::with_capacity(graph.actors()),
            purposes: Vec::new(),
            deliveries: DeliveryHeap::default(),
            messages: Slab::empty(),
            sent: vec![0; graph.ends.len()],
            came_by: None,
            notes: Vec::new(),
            touched: NONE,
            also_touched: Vec::new(),
            graph,
            settings,
        };
        for (place, &families) in families.iter().enumerate() {
            assert!(families.len() <= Tag::FAMILIES, "{} clock families", families.len());
            core.actors.push(ActorRecord {
                key: core.graph.keys[place],
                order: 0,
                rank: 0,
                base: core.records.len() as u32,
                serial: 0,
                chain: NONE,
                grown: None,
                families,
            });
            let slots: Vec<u32> = families.iter().map(|family| family.slots).collect();
            core.push_slots(ActorId::new(place as u32), &slots, false);
        }
        core.rings = WinnerTree::new(core.records.len() as u32);
        core
    }

    /// Adds the records of an actor's clocks at the end.
    fn push_slots(&mut self, owner: ActorId, slots: &[u32], grown: bool) {
        for (family, &count) in slots.iter().enumerate() {
            assert!(count <= Tag::NUMBERS, "{count} clocks in one family");
            for number in 0..count {
                self.records.push(ClockRecord {
                    stream: Stream::unseeded(),
                    left: 0.0,
                    speed: 0.0,
                    growth: 0.0,
                    since: Time::START,
                    origin: Time::START,
                    owner,
                    tag: Tag::new(family as u32, number, grown),
                });
            }
        }
    }

    /// Makes room for the cause of each clock, or none. While causes are
    /// recorded there is room for one at least, also where nobody has a clock.
    pub(super) fn record_causes(&mut self, record: bool) {
        let slots = if record { self.records.len().max(1) } else { 0 };
        self.armed_by.resize(slots, 0);
    }

    /// Plays every match, once all clocks of the start are armed.
    pub(super) fn play_all(&mut self) {
        self.touched = NONE;
        self.also_touched.clear();
        self.rings.rebuild();
    }

    /// Empties everything and takes the chances of one replication. What has
    /// grown stays grown, so that nothing is allocated.
    pub(super) fn reset(&mut self, key: ReplicationKey) {
        self.key = key;
        self.now = Time::START;
        self.event = 0;
        self.came_by = None;
        self.deliveries.clear();
        self.messages.clear();
        self.notes.clear();
        for (slot, record) in (0..).zip(&mut self.records) {
            record.tag.set(Mode::Idle);
            record.stream = Stream::unseeded();
            // The start arms clocks anew; then every match is played.
            self.rings.write(slot, NOTHING);
        }
        for entry in &mut self.purposes {
            entry.stream = Stream::unseeded();
            entry.origins = 0;
        }
        self.sent.fill(0);
        self.armed_by.fill(0);
        self.order_ties();
    }

    /// Takes this replication's order of ties, a hash of key and name, so that
    /// neither alphabet nor file decides.
    fn order_ties(&mut self) {
        self.ranked = false;
        for actor in &mut self.actors {
            actor.order = (self.key.order_of(actor.key) >> 33) as u32;
            actor.serial = 0;
        }
    }

    /// Ranks the actors in the order of ties, for the first signal of a
    /// replication: two senders of one receiver must never compare as equal, so
    /// what is equal in the hash goes by name.
    #[cold]
    fn rank(&mut self) {
        self.ranking.clear();
        for (place, actor) in self.actors.iter().enumerate() {
            self.ranking.push(u64::from(actor.order) << 32 | place as u64);
        }
        self.ranking.sort_unstable();
        for (rank, &ranked) in self.ranking.iter().enumerate() {
            self.actors[ranked as u32 as usize].rank = rank as u32;
        }
        self.ranked = true;
    }

    /// Puts a clock's due time into the list of events.
    #[inline]
    pub(super) fn schedule(&mut self, slot: u32, order: u32, due: Time) {
        let key = if due == Time::NEVER { NOTHING } else { self.ties.ring(due, order, slot) };
        self.rings.write(slot, key);
        self.touch(slot);
        if !self.armed_by.is_empty() {
            self.armed_by[slot as usize] = self.event;
        }
    }

    /// Remembers that a slot's first match must be played after the handler:
    /// the clocks of an actor are neighbors, and one match serves them all.
    #[inline]
    fn touch(&mut self, slot: u32) {
        let first = WinnerTree::match_of(slot);
        if self.touched != first {
            if self.touched != NONE {
                self.also_touched.push(self.touched);
            }
            self.touched = first;
        }
    }

    /// Empties the slot of the clock that rings.
    #[inline]
    pub(super) fn fire(&mut self, slot: u32) {
        self.rings.write(slot, NOTHING);
        self.touch(slot);
    }

    /// Plays the matches of all slots that were touched.
    #[inline]
    pub(super) fn play(&mut self) {
        if self.touched == NONE {
            return;
        }
        self.rings.play(self.touched);
        self.touched = NONE;
        while let Some(first) = self.also_touched.pop() {
            self.rings.play(first);
        }
    }

    /// The slot of a clock beyond its declaration, which is made on first use.
    #[cold]
    #[inline(never)]
    pub(super) fn slot_beyond(&mut self, actor: ActorId, family: u32, number: u32) -> u32 {
        let record = &self.actors[actor.place()];
        if let Some(slot) = record.slot(family, number) {
            return slot;
        }
        let mut slots = record.slots();
        let family_slots = &mut slots[family as usize];
        *family_slots = (number + 1).next_power_of_two().max(*family_slots);
        self.actors[actor.place()].grown = Some(slots);
        self.lay_out_anew();
        let slot = self.actors[actor.place()].slot(family, number);
        slot.expect("the family has grown beyond the number")
    }

    /// Lays out all clocks anew after an actor's have grown. Slots stay in the
    /// order of names, families and numbers, whenever which actor grew.
    fn lay_out_anew(&mut self) {
        let old = std::mem::take(&mut self.records);
        let old_armed_by = std::mem::take(&mut self.armed_by);
        let old_rings = std::mem::replace(&mut self.rings, WinnerTree::new(0));
        let mut from = 0;
        let mut moved = Vec::new();
        for place in 0..self.actors.len() {
            let owner = ActorId::new(place as u32);
            let slots = self.actors[place].slots();
            let grown = self.actors[place].grown.is_some();
            let base = self.records.len() as u32;
            self.actors[place].base = base;
            self.push_slots(owner, &slots, grown);
            while from < old.len() && old[from].owner == owner {
                let tag = old[from].tag;
                let before: u32 = slots[..tag.family() as usize].iter().sum();
                moved.push((from, (base + before + tag.number()) as usize));
                from += 1;
            }
        }
        self.rings = WinnerTree::new(self.records.len() as u32);
        self.record_causes(!old_armed_by.is_empty());
        for (from, to) in moved {
            let mut tag = self.records[to].tag;
            tag.set(old[from].tag.mode());
            self.records[to] = ClockRecord { tag, ..old[from].clone() };
            if let Some(&event) = old_armed_by.get(from) {
                self.armed_by[to] = event;
            }
            let key = old_rings.key(from as u32);
            if key != NOTHING {
                let order = self.actors[old[from].owner.place()].order;
                self.rings.write(to as u32, self.ties.ring(time_of(key), order, to as u32));
            }
        }
        self.play_all();
    }

    /// The stream of a clock.
    #[inline]
    pub(super) fn clock_stream(&mut self, slot: u32, purpose: Purpose) -> &mut Stream {
        if self.records[slot as usize].stream == Stream::unseeded() {
            self.seed(slot, purpose);
        }
        &mut self.records[slot as usize].stream
    }

    #[inline]
    fn seed(&mut self, slot: u32, purpose: Purpose) {
        let record = &mut self.records[slot as usize];
        let entity = self.actors[record.owner.place()].key;
        record.stream = Stream::keyed(self.key, entity, purpose);
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
        Identity::new(self.actors[actor.place()].key, purpose, u64::from(entry.origins))
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
        if !self.ranked {
            self.rank();
        }
        let receiver = self.actors[this.other.place()].rank;
        let sender = &mut self.actors[from.place()];
        if sender.serial == self.ties.serial_end() {
            sender.serial = self.deliveries.renumber(self.ties, sender.rank);
            assert!(sender.serial < self.ties.serial_end(), "too many signals on their way");
        }
        let order = self.ties.delivery(receiver, sender.rank, sender.serial);
        sender.serial += 1;
        let message = Message { signal, from, end: this.mate, cause: self.event };
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

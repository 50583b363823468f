//! The list of events: a winner tree of clocks beside a heap of deliveries.
//!
//! Clocks are few and move often, so each has a fixed slot in a tournament;
//! deliveries come and go and never move, so they lie in a heap. The earlier of
//! the two tops is next. Both sort one 128-bit key: the tick in the high half,
//! what breaks ties within the tick in the low half. There is no search and no
//! removal by name, since nothing on the way can be called back.

use crate::primitives::time::Time;

/// The key of a slot in which nothing is pending: later than every event.
pub const NOTHING: u128 = u128::MAX;

/// How ties within a tick are packed into 64 bits.
///
/// A ring is `0 | hash of the owner (31) | slot (32)`, a delivery
/// `1 | rank of the receiver | rank of the sender | sender's serial`, where a
/// rank takes as many bits as there are actors and the serial has the rest. So
/// rings of a tick come before its deliveries.
#[derive(Clone, Copy, Debug)]
pub struct TieBreak {
    rank_bits: u32,
    serial_bits: u32,
}

impl TieBreak {
    /// For ranks below `actors`.
    ///
    /// # Panics
    ///
    /// From 2^26 actors, where fewer than 11 bits would be left for serials.
    #[must_use]
    pub fn for_actors(actors: usize) -> Self {
        let rank_bits = actors.next_power_of_two().trailing_zeros();
        assert!(rank_bits <= 26, "{actors} actors are more than the order of events can hold");
        Self { rank_bits, serial_bits: 63 - 2 * rank_bits }
    }

    /// The same with fewer bits for the serial, so that it wraps sooner.
    #[must_use]
    pub fn with_serial_bits(self, serial_bits: u32) -> Self {
        assert!(serial_bits >= 1 && serial_bits <= self.serial_bits, "{serial_bits} serial bits");
        Self { serial_bits, ..self }
    }

    /// The first serial that does not fit.
    #[must_use]
    pub fn serial_end(self) -> u64 {
        1 << self.serial_bits
    }

    /// The key of a clock in `slot` whose owner has this 31-bit hash.
    #[must_use]
    #[inline]
    pub fn ring(self, due: Time, owner: u32, slot: u32) -> u128 {
        u128::from(due.ticks()) << 64 | u128::from(owner) << 32 | u128::from(slot)
    }

    /// The low half of the key of a delivery.
    #[must_use]
    #[inline]
    pub fn delivery(self, receiver: u32, sender: u32, serial: u64) -> u64 {
        debug_assert!(serial < self.serial_end());
        1 << 63
            | u64::from(receiver) << (63 - self.rank_bits)
            | u64::from(sender) << (63 - 2 * self.rank_bits)
            | serial
    }

    /// The rank of the sender in the low half of a delivery's key.
    fn sender(self, order: u64) -> u32 {
        let shifted = order >> (63 - 2 * self.rank_bits);
        (shifted & ((1 << self.rank_bits) - 1)) as u32
    }

    /// The low half of a delivery's key with another serial.
    fn with_serial(self, order: u64, serial: u64) -> u64 {
        order & !(self.serial_end() - 1) | serial
    }
}

/// The slot of a ring's key.
#[must_use]
#[inline]
pub fn slot_of(key: u128) -> u32 {
    key as u32
}

/// What orders the owner of a ring's key among others.
#[must_use]
#[inline]
pub fn order_of(key: u128) -> u32 {
    (key >> 32) as u32 & (u32::MAX >> 1)
}

/// The instant of a key.
#[must_use]
#[inline]
pub fn time_of(key: u128) -> Time {
    Time::from_ticks((key >> 64) as u64)
}

/// Four keys on one cache line: a match of the tournament.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line([u128; 4]);

impl Line {
    const EMPTY: Self = Self([NOTHING; 4]);

    #[inline]
    fn least(&self) -> u128 {
        let [a, b, c, d] = self.0;
        a.min(b).min(c.min(d))
    }
}

/// A tournament over dense slots, four to a match.
///
/// Every key of an upper line is the least of the line below it.
#[derive(Clone, Debug)]
pub struct WinnerTree {
    /// All levels, leaves first, the final match last.
    lines: Vec<Line>,
    /// Where each level begins.
    offsets: Vec<u32>,
    slots: u32,
    /// Who won the final match when it was last played.
    winner: u128,
}

impl WinnerTree {
    /// A tree of so many empty slots.
    #[must_use]
    pub fn new(slots: u32) -> Self {
        let mut offsets = Vec::new();
        let mut total = 0;
        let mut width = slots.max(1);
        loop {
            width = width.div_ceil(4);
            offsets.push(total);
            total += width;
            if width == 1 {
                break;
            }
        }
        Self { lines: vec![Line::EMPTY; total as usize], offsets, slots, winner: NOTHING }
    }

    /// How many slots there are.
    #[must_use]
    pub fn slots(&self) -> u32 {
        self.slots
    }

    /// The least key of all, [`NOTHING`] if all slots are empty.
    #[must_use]
    #[inline]
    pub fn first(&self) -> u128 {
        self.winner
    }

    /// The key in `slot`.
    #[must_use]
    #[inline]
    pub fn key(&self, slot: u32) -> u128 {
        self.lines[slot as usize / 4].0[slot as usize % 4]
    }

    /// Puts `key` into `slot` and plays the matches above it, as far up as
    /// they change.
    #[inline]
    pub fn set(&mut self, slot: u32, key: u128) {
        self.write(slot, key);
        self.play(Self::match_of(slot));
    }

    /// The first match that the key in `slot` plays, shared with its neighbors.
    #[must_use]
    #[inline]
    pub fn match_of(slot: u32) -> u32 {
        slot / 4
    }

    /// Plays a first match and those above it, as far up as they change: what
    /// follows one or several [`WinnerTree::write`]s to slots of that match.
    #[inline]
    pub fn play(&mut self, first: u32) {
        let mut place = first as usize;
        let mut winner = self.lines[place].least();
        for offset in &self.offsets[1..] {
            let line = &mut self.lines[*offset as usize + place / 4];
            let seat = &mut line.0[place % 4];
            if *seat == winner {
                return;
            }
            *seat = winner;
            winner = line.least();
            place /= 4;
        }
        self.winner = winner;
    }

    /// Puts `key` into `slot` and plays no match: [`WinnerTree::play`] or
    /// [`WinnerTree::rebuild`] must follow.
    #[inline]
    pub fn write(&mut self, slot: u32, key: u128) {
        self.lines[slot as usize / 4].0[slot as usize % 4] = key;
    }

    /// Plays all matches anew.
    pub fn rebuild(&mut self) {
        for level in 1..self.offsets.len() {
            let begin = self.offsets[level - 1] as usize;
            let end = self.offsets[level] as usize;
            let (below, above) = self.lines.split_at_mut(end);
            for (place, line) in below[begin..].iter().enumerate() {
                above[place / 4].0[place % 4] = line.least();
            }
        }
        self.winner = self.lines.last().map_or(NOTHING, Line::least);
    }

    /// Empties every slot and plays no match: [`WinnerTree::rebuild`] must
    /// follow.
    pub fn clear(&mut self) {
        let leaves = self.slots.div_ceil(4) as usize;
        self.lines[..leaves].fill(Line::EMPTY);
    }
}

/// A delivery on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct OnTheWay {
    due: u64,
    order: u64,
    /// Where the message lies.
    message: u32,
}

impl OnTheWay {
    #[inline]
    fn key(&self) -> u128 {
        u128::from(self.due) << 64 | u128::from(self.order)
    }
}

/// A heap of deliveries, four children to a parent.
#[derive(Clone, Debug, Default)]
pub struct DeliveryHeap {
    entries: Vec<OnTheWay>,
}

impl DeliveryHeap {
    /// The least key of all, [`NOTHING`] if nothing is on its way.
    #[must_use]
    #[inline]
    pub fn first(&self) -> u128 {
        self.entries.first().map_or(NOTHING, OnTheWay::key)
    }

    /// How many deliveries are on their way.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is on its way.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Puts a message on its way; `order` is [`TieBreak::delivery`].
    #[inline]
    pub fn push(&mut self, due: Time, order: u64, message: u32) {
        let new = OnTheWay { due: due.ticks(), order, message };
        let mut hole = self.entries.len();
        self.entries.push(new);
        while hole > 0 {
            let parent = (hole - 1) / 4;
            if self.entries[parent].key() <= new.key() {
                break;
            }
            self.entries[hole] = self.entries[parent];
            hole = parent;
        }
        self.entries[hole] = new;
    }

    /// Takes the first message off the heap.
    #[inline]
    pub fn pop(&mut self) -> Option<u32> {
        let last = self.entries.pop()?;
        let Some(first) = self.entries.first() else {
            return Some(last.message);
        };
        let message = first.message;
        self.sink(last);
        Some(message)
    }

    /// Fills the hole at the top: the least children rise to the bottom, then
    /// `entry` rises from there, since what was last mostly belongs low.
    fn sink(&mut self, entry: OnTheWay) {
        let entries = &mut self.entries[..];
        let mut hole = 0;
        loop {
            let child = 4 * hole + 1;
            let Some(children) = entries.get(child..entries.len().min(child + 4)) else {
                break;
            };
            let mut least = 0;
            for place in 1..children.len() {
                if children[place].key() < children[least].key() {
                    least = place;
                }
            }
            if children.is_empty() {
                break;
            }
            entries[hole] = children[least];
            hole = child + least;
        }
        while hole > 0 {
            let parent = (hole - 1) / 4;
            if entries[parent].key() <= entry.key() {
                break;
            }
            entries[hole] = entries[parent];
            hole = parent;
        }
        entries[hole] = entry;
    }

    /// Forgets everything on its way.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Gives the deliveries of one sender serials from 0 in their old order,
    /// and returns the first serial that is free again.
    ///
    /// Called when a serial would not fit, which is rare; only what is still on
    /// its way needs one.
    pub fn renumber(&mut self, ties: TieBreak, sender: u32) -> u64 {
        let mut own: Vec<usize> = (0..self.entries.len())
            .filter(|&place| ties.sender(self.entries[place].order) == sender)
            .collect();
        own.sort_unstable_by_key(|&place| self.entries[place].order & (ties.serial_end() - 1));
        for (serial, &place) in own.iter().enumerate() {
            let entry = &mut self.entries[place];
            entry.order = ties.with_serial(entry.order, serial as u64);
        }
        // Serials of one sender kept their order, so every comparison did.
        own.len() as u64
    }
}

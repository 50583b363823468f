//! The event list, operation by operation, beside one on `priority-queue`.
//!
//! The oracle keeps one queue of everything, orders by unpacked keys and never
//! wraps a serial; what it lacks is speed.

use std::cmp::Reverse;

use foomwatch::engine::event_list::{
    DeliveryHeap, NOTHING, TieBreak, WinnerTree, slot_of, time_of,
};
use foomwatch::primitives::time::Time;
use priority_queue::PriorityQueue;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rustc_hash::FxBuildHasher;

/// What can be done to the list.
#[derive(Clone, Debug)]
enum Operation {
    /// Start or re-time a clock.
    Set { slot: u32, due: u64 },
    /// Stop a clock.
    Stop { slot: u32 },
    /// Write many clocks, then play all matches at once.
    Write { clocks: Vec<(u32, Option<u64>)> },
    /// Write some clocks, then play the first matches that they touched.
    Play { clocks: Vec<(u32, Option<u64>)> },
    /// Send something.
    Push { from: u32, to: u32, due: u64 },
    /// Take what is next; a clock that rings starts again after so long.
    Take { again: Option<u64> },
    /// Take everything that is due by then.
    TakeUntil { due: u64 },
    /// Forget everything.
    Clear,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Pending {
    Clock(u32),
    Message(u32),
}

/// When, whether it is a delivery, the rank of the owner, then slot and nothing,
/// or the rank of the sender and its serial.
type Priority = Reverse<(u64, bool, u32, u32, u64)>;

struct Both {
    actors: u32,
    ties: TieBreak,
    tree: WinnerTree,
    heap: DeliveryHeap,
    serials: Vec<u64>,
    pending_of: Vec<u64>,
    oracle: PriorityQueue<Pending, Priority, FxBuildHasher>,
    sent: u64,
    senders: Vec<u32>,
    renumbered: u32,
}

impl Both {
    fn new(actors: u32, slots: u32, serial_bits: u32) -> Self {
        Self {
            actors,
            ties: TieBreak::for_actors(actors as usize).with_serial_bits(serial_bits),
            tree: WinnerTree::new(slots),
            heap: DeliveryHeap::default(),
            serials: vec![0; actors as usize],
            pending_of: vec![0; actors as usize],
            oracle: PriorityQueue::with_hasher(FxBuildHasher),
            sent: 0,
            senders: Vec::new(),
            renumbered: 0,
        }
    }

    fn owner(&self, slot: u32) -> u32 {
        slot * 7 % self.actors
    }

    fn key(&mut self, slot: u32, due: Option<u64>) -> u128 {
        let owner = self.owner(slot);
        match due {
            Some(due) => {
                let priority = Reverse((due, false, owner, slot, 0));
                self.oracle.push(Pending::Clock(slot), priority);
                self.ties.ring(Time::from_ticks(due), owner, slot)
            }
            None => {
                self.oracle.remove(&Pending::Clock(slot));
                NOTHING
            }
        }
    }

    fn push(&mut self, from: u32, to: u32, due: u64) {
        let sender = from as usize;
        // A sender whose serials are all on their way cannot send.
        if self.pending_of[sender] == self.ties.serial_end() {
            return;
        }
        if self.serials[sender] == self.ties.serial_end() {
            self.serials[sender] = self.heap.renumber(self.ties, from);
            self.renumbered += 1;
            assert_eq!(self.serials[sender], self.pending_of[sender]);
        }
        let order = self.ties.delivery(to, from, self.serials[sender]);
        let message = self.senders.len() as u32;
        self.heap.push(Time::from_ticks(due), order, message);
        self.serials[sender] += 1;
        self.pending_of[sender] += 1;
        self.sent += 1;
        self.senders.push(from);
        let priority = Reverse((due, true, to, from, self.sent));
        self.oracle.push(Pending::Message(message), priority);
    }

    /// Takes what is next of both and compares.
    fn take(&mut self, again: Option<u64>) {
        let (ring, delivery) = (self.tree.first(), self.heap.first());
        let taken = if ring.min(delivery) == NOTHING {
            None
        } else if ring < delivery {
            let slot = slot_of(ring);
            assert_eq!(self.tree.key(slot), ring);
            Some((Pending::Clock(slot), time_of(ring).ticks()))
        } else {
            let message = self.heap.pop().expect("the heap has a first");
            self.pending_of[self.senders[message as usize] as usize] -= 1;
            Some((Pending::Message(message), time_of(delivery).ticks()))
        };
        let expected = self.oracle.pop().map(|(pending, Reverse(priority))| (pending, priority.0));
        assert_eq!(taken, expected);
        if let Some((Pending::Clock(slot), now)) = taken {
            let key = self.key(slot, again.and_then(|after| now.checked_add(after)));
            self.tree.set(slot, key);
        }
    }

    fn apply(&mut self, operation: &Operation) {
        let slots = self.tree.slots();
        match *operation {
            Operation::Set { slot, due } => {
                let key = self.key(slot % slots, Some(due));
                self.tree.set(slot % slots, key);
            }
            Operation::Stop { slot } => {
                let key = self.key(slot % slots, None);
                self.tree.set(slot % slots, key);
            }
            Operation::Write { ref clocks } => {
                for &(slot, due) in clocks {
                    let key = self.key(slot % slots, due);
                    self.tree.write(slot % slots, key);
                }
                self.tree.rebuild();
            }
            Operation::Play { ref clocks } => {
                for &(slot, due) in clocks {
                    let key = self.key(slot % slots, due);
                    self.tree.write(slot % slots, key);
                }
                for &(slot, _) in clocks {
                    self.tree.play(WinnerTree::match_of(slot % slots));
                }
            }
            Operation::Push { from, to, due } => {
                self.push(from % self.actors, to % self.actors, due);
            }
            Operation::Take { again } => self.take(again),
            Operation::TakeUntil { due } => {
                while time_of(self.tree.first().min(self.heap.first())).ticks() <= due {
                    self.take(None);
                }
            }
            Operation::Clear => {
                self.tree.clear();
                self.tree.rebuild();
                self.heap.clear();
                self.oracle.clear();
                self.serials.fill(0);
                self.pending_of.fill(0);
            }
        }
        self.compare();
    }

    fn compare(&self) {
        let next = self.tree.first().min(self.heap.first());
        let expected =
            self.oracle.peek().map_or(NOTHING >> 64, |(_, priority)| u128::from(priority.0.0));
        assert_eq!(next >> 64, expected);
        let messages: u64 = self.pending_of.iter().sum();
        assert_eq!(self.heap.len() as u64, messages);
        assert_eq!(self.heap.is_empty(), messages == 0);
    }
}

fn operation() -> impl Strategy<Value = Operation> {
    // Few instants, so that ties are the rule.
    let due = || prop_oneof![8 => 1_u64..12, 1 => Just(u64::MAX - 1), 1 => 1_u64..1_000_000];
    let slot = || 0_u32..90;
    prop_oneof![
        8 => (slot(), due()).prop_map(|(slot, due)| Operation::Set { slot, due }),
        3 => slot().prop_map(|slot| Operation::Stop { slot }),
        1 => prop::collection::vec((slot(), prop::option::of(due())), 0..40)
            .prop_map(|clocks| Operation::Write { clocks }),
        2 => prop::collection::vec((slot(), prop::option::of(due())), 0..6)
            .prop_map(|clocks| Operation::Play { clocks }),
        10 => (0_u32..9, 0_u32..9, due())
            .prop_map(|(from, to, due)| Operation::Push { from, to, due }),
        8 => prop::option::of(1_u64..9).prop_map(|again| Operation::Take { again }),
        1 => (1_u64..12).prop_map(|due| Operation::TakeUntil { due }),
        1 => Just(Operation::Clear),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_000,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_event_list_does_what_a_priority_queue_does(
        actors in 1_u32..9,
        slots in 1_u32..90,
        serial_bits in 1_u32..6,
        operations in prop::collection::vec(operation(), 1..300),
    ) {
        let mut both = Both::new(actors, slots, serial_bits);
        for operation in &operations {
            both.apply(operation);
        }
        while !both.oracle.is_empty() {
            both.take(None);
        }
        both.take(None);
    }
}

#[test]
fn serials_that_wrap_keep_the_order_of_what_one_sender_sent() {
    let mut both = Both::new(3, 1, 2);
    for round in 0..1_000 {
        both.apply(&Operation::Push { from: round % 2, to: 2, due: u64::from(5 + round / 4) });
        if round >= 6 {
            both.apply(&Operation::Take { again: None });
        }
    }
    assert!(both.renumbered > 200, "renumbered {} times", both.renumbered);
}

//! The roster of a cluster: its jobs, and the pools in which they run or wait.
//!
//! It keeps the books; who runs next is decided elsewhere.

use std::cmp::Reverse;

use priority_queue::PriorityQueue;
use rustc_hash::FxBuildHasher;

use crate::engine::Pace;
use crate::oversight::Job;
use crate::primitives::id::LinkEnd;
use crate::primitives::random::Identity;
use crate::primitives::time::Time;

use super::parameters::Discipline;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It waits and has not begun.
    Waiting,
    /// It runs, or has a part in what is shared.
    Running,
    /// It has begun, and waits for its chips to be free again.
    Returning,
    /// It was interrupted and restarts, on its chips.
    Restarting,
    /// An order holds it; it had begun or not.
    Held { begun: bool },
}

/// A job in its place.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub job: Job,
    pub host: LinkEnd,
    /// The place of its reservation, one past the last for none.
    pub pool: usize,
    /// What it takes, in FLOP.
    pub flop: f64,
    pub phase: Phase,
    /// Whether it found no chips when it came, and has a place among those that wait.
    pub is_queued: bool,
    /// Its number among all that were submitted, by which those that wait are
    /// ordered.
    pub turn: u64,
    /// The chips that work on it now.
    pub chips: f64,
    /// Those that will where chips are looked at again.
    pub chips_later: f64,
    /// Its pace in FLOP/s, as it was when it was last set.
    pub pace: Pace,
    pub paced: Time,
    /// Since when it has run without an interruption or a pause.
    pub since: Time,
}

impl Placed {
    /// Its pace at an instant.
    pub(super) fn pace_at(&self, now: Time) -> Pace {
        self.pace.after((now - self.paced).seconds())
    }

    /// Whether it has begun and is not over.
    pub(super) fn has_begun(&self) -> bool {
        !matches!(self.phase, Phase::Waiting | Phase::Held { begun: false })
    }
}

/// Who waits: the least is first, and no two are equal.
type Turn = Reverse<(u64, u64)>;

/// A reservation, or what is not reserved, with its jobs by their places.
#[derive(Clone, Default)]
pub(super) struct Pool {
    /// Those that occupy chips, in the order in which they got them.
    pub running: Vec<u32>,
    /// Chips that they occupy together.
    pub occupied: u64,
    /// How many of these restart and do not work.
    pub restarting: u64,
    /// Those that lost their chips, in the order in which they lost them.
    pub returning: Vec<u32>,
    /// Those that have not begun.
    waiting: PriorityQueue<u32, Turn, FxBuildHasher>,
    /// Those that share what is left of the pool.
    pub sharing: Vec<u32>,
}

impl Pool {
    pub(super) fn next_waiting(&self) -> Option<u32> {
        self.waiting.peek().map(|(place, _)| *place)
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }
}

/// All jobs of a cluster.
#[derive(Clone, Default)]
pub(super) struct Roster {
    pub places: Vec<Option<Placed>>,
    free: Vec<u32>,
    pub pools: Vec<Pool>,
    /// Those that do not share, whose chips are others than when they got their
    /// pace, and some that are gone.
    pub news: Vec<u32>,
    /// How many have begun and are not over.
    pub begun: u64,
    turns: u64,
}

impl Roster {
    /// Gives a job a place and a turn. It is in no list yet.
    pub(super) fn add(&mut self, mut placed: Placed) -> u32 {
        placed.turn = self.turns;
        self.turns += 1;
        if let Some(place) = self.free.pop() {
            self.places[place as usize] = Some(placed);
            return place;
        }
        self.places.push(Some(placed));
        (self.places.len() - 1) as u32
    }

    pub(super) fn get(&self, place: u32) -> &Placed {
        self.places[place as usize].as_ref().expect("the lists name jobs that are there")
    }

    pub(super) fn get_mut(&mut self, place: u32) -> &mut Placed {
        self.places[place as usize].as_mut().expect("the lists name jobs that are there")
    }

    /// The place of the job of this identity, if it is there.
    pub(super) fn place(&self, identity: Identity) -> Option<u32> {
        let found = |(_, placed): &(u32, &Placed)| placed.job.identity() == identity;
        self.iter().find(found).map(|(place, _)| place)
    }

    /// All jobs with their places.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &Placed)> {
        (0..).zip(&self.places).filter_map(|(place, placed)| Some((place, placed.as_ref()?)))
    }

    /// Chips that a job occupies.
    pub(super) fn slots(&self, place: u32) -> u64 {
        self.get(place).job.slots().unwrap_or(0)
    }

    /// Lets a job wait for its first chips.
    pub(super) fn wait(&mut self, place: u32, discipline: Discipline) {
        let placed = self.get_mut(place);
        placed.phase = Phase::Waiting;
        let slots = placed.job.slots().unwrap_or(0);
        let size = match discipline {
            Discipline::FirstCome => 0,
            Discipline::SmallestFirst => slots,
            Discipline::LargestFirst => u64::MAX - slots,
        };
        let turn = Reverse((size, placed.turn));
        let pool = placed.pool;
        self.pools[pool].waiting.push(place, turn);
    }

    /// Gives a job its chips, or its part in what is shared.
    pub(super) fn run(&mut self, place: u32, now: Time) {
        self.unlist(place);
        let placed = self.get_mut(place);
        placed.phase = Phase::Running;
        placed.since = now;
        let (pool, slots) = (placed.pool, placed.job.slots());
        self.work(place, slots.unwrap_or(0));
        let pool = &mut self.pools[pool];
        match slots {
            Some(slots) => {
                pool.running.push(place);
                pool.occupied += slots;
            }
            None => pool.sharing.push(place),
        }
    }

    /// Lets so many whole chips work on a job.
    fn work(&mut self, place: u32, slots: u64) {
        let placed = self.get_mut(place);
        (placed.chips, placed.chips_later) = (slots as f64, slots as f64);
        self.news.push(place);
    }

    /// Interrupts a job, which keeps the chips that it occupies.
    pub(super) fn interrupt(&mut self, place: u32) {
        let placed = self.get_mut(place);
        placed.phase = Phase::Restarting;
        let (pool, slots) = (placed.pool, placed.job.slots());
        self.pools[pool].restarting += slots.unwrap_or(0);
        self.work(place, 0);
    }

    /// Lets all be looked at anew, as where chips are others than before.
    pub(super) fn look_at_all(&mut self) {
        let pools = self.pools.iter();
        self.news.extend(pools.flat_map(|pool| pool.running.iter().copied()));
    }

    /// Takes the chips of a job away, until they are free again.
    pub(super) fn pause(&mut self, place: u32) {
        self.unlist(place);
        let placed = self.get_mut(place);
        placed.phase = Phase::Returning;
        let pool = placed.pool;
        self.pools[pool].returning.push(place);
        self.work(place, 0);
    }

    /// Takes a job out of all lists, as an order does.
    pub(super) fn hold(&mut self, place: u32) {
        self.unlist(place);
        let placed = self.get_mut(place);
        placed.phase = Phase::Held { begun: placed.has_begun() };
        self.work(place, 0);
    }

    /// Takes a job away.
    pub(super) fn remove(&mut self, place: u32) -> Option<Placed> {
        self.places[place as usize].as_ref()?;
        self.unlist(place);
        self.free.push(place);
        let placed = self.places[place as usize].take();
        self.begun -= placed.as_ref().map_or(0, |placed| u64::from(placed.has_begun()));
        placed
    }

    fn unlist(&mut self, place: u32) {
        let placed = self.get(place);
        let (pool, phase, slots) = (placed.pool, placed.phase, placed.job.slots());
        let pool = &mut self.pools[pool];
        match (phase, slots) {
            (Phase::Waiting, _) => {
                pool.waiting.remove(&place);
            }
            (Phase::Running | Phase::Restarting, Some(slots)) => {
                pool.running.retain(|other| *other != place);
                pool.occupied -= slots;
                pool.restarting -= if phase == Phase::Restarting { slots } else { 0 };
            }
            (Phase::Running | Phase::Restarting, None) => {
                pool.sharing.retain(|other| *other != place);
            }
            (Phase::Returning, _) => pool.returning.retain(|other| *other != place),
            (Phase::Held { .. }, _) => {}
        }
    }
}

//! Replications: run in chunks side by side, folded in the order of chunks.
//!
//! A chunk is a constant number of replications, whatever the number of
//! threads, so that sums of doubles run in one order everywhere. What comes out
//! is the longest whole prefix of chunks, also when somebody interrupts.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::engine::{Ending, Simulation};
use crate::oversight::{Outcome, Oversight, Record};
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::{Span, Time};
use crate::world::Blueprint;

use super::table::Table;

/// How many replications are folded at a time.
pub const CHUNK: u64 = 1024;

/// How many replications of what chances, on how many threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// How many replications.
    pub replications: u64,
    /// The seed of all chances.
    pub seed: u64,
    /// How many threads work at a time, at least 1.
    pub threads: usize,
    /// How many events a replication may have; one that would have more fails.
    pub event_budget: u64,
}

/// What can be heard and said while replications run.
pub struct Watch<'a> {
    /// Called by any thread with a number of replications that were done.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// Set by whoever wants it to end.
    pub stop: &'a AtomicBool,
}

/// Runs a world as often as was ordered, or until it is stopped.
///
/// # Panics
///
/// If a behavior panics: with its message, and the line that repeats the
/// replication.
#[must_use]
pub fn replicate(blueprint: &Blueprint, order: Order, watch: &Watch<'_>) -> Table {
    let plan = Arc::new(blueprint.plan());
    let mut table = Table::new(plan.clone(), order.seed);
    let chunks = order.replications.div_ceil(CHUNK);
    // A chunk is one thread's work, so more threads than chunks would idle.
    let threads = order.threads.min(chunks as usize).max(1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("the system can start a few threads");
    let mut simulation = blueprint.build();
    simulation.set_event_budget(order.event_budget);
    // Chunks go in waves, so that what waits to be folded stays small.
    let wave = 8 * threads as u64;
    let mut first = 0;
    while first < chunks {
        let past = chunks.min(first + wave);
        let done: Vec<Option<Vec<Outcome>>> = pool.install(|| {
            (first as usize..past as usize)
                .into_par_iter()
                .with_max_len(1)
                .map_init(
                    || Runner::new(blueprint, &simulation, Record::new(plan.clone())),
                    |runner, chunk| runner.chunk(chunk as u64, order, watch),
                )
                .collect()
        });
        for outcomes in done {
            let Some(outcomes) = outcomes else {
                table.interrupted = true;
                return table;
            };
            for outcome in &outcomes {
                table.fold(outcome);
            }
        }
        first = past;
    }
    table
}

/// A simulation and its record, used again for one replication after another.
pub struct Runner<'a> {
    blueprint: &'a Blueprint,
    simulation: Simulation<Oversight>,
    record: Record,
}

impl<'a> Runner<'a> {
    fn new(blueprint: &'a Blueprint, simulation: &Simulation<Oversight>, record: Record) -> Self {
        Self { blueprint, simulation: simulation.clone(), record }
    }

    /// The outcomes of a chunk, or `None` if it was stopped on the way.
    fn chunk(&mut self, chunk: u64, order: Order, watch: &Watch<'_>) -> Option<Vec<Outcome>> {
        const TELL: u64 = 64;
        let indices = chunk * CHUNK..order.replications.min((chunk + 1) * CHUNK);
        let mut outcomes = Vec::with_capacity((indices.end - indices.start) as usize);
        let mut untold = 0;
        for index in indices {
            if watch.stop.load(Ordering::Relaxed) {
                return None;
            }
            outcomes.push(self.replication(order.seed, index));
            untold += 1;
            if untold == TELL {
                (watch.progress)(untold);
                untold = 0;
            }
        }
        (watch.progress)(untold);
        Some(outcomes)
    }

    fn replication(&mut self, seed: u64, index: u64) -> Outcome {
        let ran = catch_unwind(AssertUnwindSafe(|| self.run(ReplicationKey::new(seed, index))));
        ran.unwrap_or_else(|panic| {
            let message = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("a behavior panicked");
            panic!("{message}\n{}", repeat_line(self.blueprint, seed, index));
        })
    }

    fn run(&mut self, key: ReplicationKey) -> Outcome {
        let horizon = self.blueprint.horizon();
        self.record.reset();
        self.simulation.reset(key, &mut self.record);
        let ending = self.simulation.run_until(Time::START + horizon, &mut self.record);
        let ran: Span = self.simulation.now() - Time::START;
        let failed = ending == Ending::OutOfEvents;
        self.record.close(ran, self.simulation.events(), failed).clone()
    }
}

/// The command that shows one replication again, event by event.
#[must_use]
pub fn repeat_line(blueprint: &Blueprint, seed: u64, index: u64) -> String {
    format!("repeat: foomwatch trace '{}' --seed {seed} --replication {index}", blueprint.path())
}

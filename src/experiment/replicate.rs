//! Replications: run in chunks side by side, folded in the order of chunks.
//!
//! A chunk is a constant number of replications, whatever the number of
//! threads. Each is folded into a table of its own and the tables are merged in
//! order, so that sums of doubles are the same everywhere and no row is kept.
//! What comes out is the longest whole prefix of chunks, also when somebody
//! interrupts.

use std::ffi::OsStr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::engine::{EVENT_BUDGET, Ending, Simulation};
use crate::oversight::{Outcome, Oversight, Plan, Record};
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::{Span, Time};
use crate::world::{Blueprint, Point};

use super::table::Table;

/// How many replications are folded at a time.
pub const CHUNK: u64 = 1024;

/// How many replications of what chances, on how many threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ensemble {
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

/// The most threads that are started, whatever is asked for.
const MOST_THREADS: usize = 1024;

/// Runs a world as often as the ensemble says, or until it is stopped.
///
/// # Panics
///
/// If a behavior panics: with its message, and the line that repeats the
/// replication.
#[must_use]
pub fn replicate(blueprint: &Blueprint, ensemble: Ensemble, watch: &Watch<'_>) -> Table {
    let plan = Arc::new(blueprint.plan());
    let mut table = Table::new(plan.clone(), blueprint.claims(), ensemble.seed);
    let chunks = ensemble.replications.div_ceil(CHUNK);
    // A chunk is one thread's work, so more threads than chunks would idle.
    let mut threads = ensemble.threads.min(chunks as usize).clamp(1, MOST_THREADS);
    // No result depends on how many there are, so fewer will do where the system
    // gives no more.
    let pool = loop {
        match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
            Ok(pool) => break pool,
            Err(error) => assert!(threads > 1, "no thread can be started: {error}"),
        }
        threads /= 2;
    };
    let point = blueprint.baseline();
    let mut simulation = blueprint.build(&point, ReplicationKey::new(ensemble.seed, 0));
    simulation.set_event_budget(ensemble.event_budget);
    // Chunks go in waves, so that few tables wait to be merged.
    let wave = 2 * threads as u64;
    let mut first = 0;
    while first < chunks {
        let past = chunks.min(first + wave);
        let done: Vec<Option<Table>> = pool.install(|| {
            (first as usize..past as usize)
                .into_par_iter()
                .with_max_len(1)
                .map_init(
                    || Runner::new(blueprint, &point, &simulation, &plan),
                    |runner, chunk| runner.chunk(chunk as u64, ensemble, watch),
                )
                .collect()
        });
        for chunk in done {
            let Some(chunk) = chunk else {
                table.interrupted = true;
                return table;
            };
            table.merge(&chunk);
        }
        first = past;
    }
    table
}

/// A simulation and its record, used again for one replication after another.
struct Runner<'a> {
    blueprint: &'a Blueprint,
    point: &'a Point,
    simulation: Simulation<Oversight>,
    plan: Arc<Plan>,
    record: Record,
}

impl<'a> Runner<'a> {
    fn new(
        blueprint: &'a Blueprint,
        point: &'a Point,
        simulation: &Simulation<Oversight>,
        plan: &Arc<Plan>,
    ) -> Self {
        let record = Record::new(plan.clone());
        Self { blueprint, point, simulation: simulation.clone(), plan: plan.clone(), record }
    }

    /// The table of a chunk, or `None` if it was stopped on the way.
    fn chunk(&mut self, chunk: u64, ensemble: Ensemble, watch: &Watch<'_>) -> Option<Table> {
        const TELL: u64 = 64;
        let mut table = Table::new(self.plan.clone(), self.blueprint.claims(), ensemble.seed);
        let mut untold = 0;
        for index in chunk * CHUNK..ensemble.replications.min((chunk + 1) * CHUNK) {
            if watch.stop.load(Ordering::Relaxed) {
                return None;
            }
            table.fold(self.replication(ensemble, index));
            untold += 1;
            if untold == TELL {
                (watch.progress)(untold);
                untold = 0;
            }
        }
        (watch.progress)(untold);
        Some(table)
    }

    fn replication(&mut self, ensemble: Ensemble, index: u64) -> &Outcome {
        let key = ReplicationKey::new(ensemble.seed, index);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| self.run(key))) {
            let message = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("a behavior panicked");
            panic!("{message}\n{}", repeat_line(self.blueprint, ensemble, index));
        }
        self.record.outcome()
    }

    fn run(&mut self, key: ReplicationKey) {
        self.record.reset();
        self.blueprint.turn(&mut self.simulation, self.point, key);
        self.simulation.reset(key, &mut self.record);
        let until = Time::START + self.blueprint.horizon();
        let ending = self.simulation.run_until(until, &mut self.record);
        let ran: Span = self.simulation.now() - Time::START;
        self.record.close(ran, self.simulation.events(), ending == Ending::OutOfEvents);
    }
}

/// The command that shows one replication again, event by event, for a shell.
///
/// The program is foomwatch, or the one that a crate with behaviors of its own
/// makes of it.
#[must_use]
pub fn repeat_line(blueprint: &Blueprint, ensemble: Ensemble, index: u64) -> String {
    let program = std::env::args_os().next().map(PathBuf::from);
    let name = program.as_deref().and_then(Path::file_stem).and_then(OsStr::to_str);
    let mut line =
        format!("repeat: {} trace {}", name.unwrap_or("foomwatch"), quoted(blueprint.path()));
    for set in blueprint.sets() {
        line += &format!(" --set {}", quoted(set));
    }
    line += &format!(" --seed {} --replication {index}", ensemble.seed);
    if ensemble.event_budget != EVENT_BUDGET {
        line += &format!(" --event-budget {}", ensemble.event_budget);
    }
    line
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

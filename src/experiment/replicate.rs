//! Replications: run in chunks side by side, folded in the order of chunks.
//!
//! A chunk is a constant number of replications, whatever the number of
//! threads. Each is folded into a table of its own and the tables are merged in
//! order, so that sums of doubles are the same everywhere and no row is kept.
//! What comes out is a prefix of replications, also when somebody interrupts: all
//! chunks up to the first that was cut off, and of that as far as it came.

use std::ffi::OsStr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::engine::{EVENT_BUDGET, Ending, Simulation};
use crate::oversight::{Milestone, Oversight, Pauses, Plan, Record, Twin};
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::{Span, Time};
use crate::world::{Blueprint, Point};

use super::table::Table;
use super::twins::TwinOutcomes;

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
    /// Whether what would have happened without orders, and without concerning work,
    /// is followed too.
    pub twins: bool,
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
    replicate_keeping(blueprint, ensemble, watch, false)
}

/// The same, with so many replications folded at a time: sums of doubles can differ in their
/// last bits from those of other chunks.
///
/// # Panics
///
/// As of [`replicate`], and if a chunk has no replication.
pub(crate) fn replicate_by(
    blueprint: &Blueprint,
    ensemble: Ensemble,
    watch: &Watch<'_>,
    chunk: u64,
) -> Table {
    replicate_chunks(blueprint, ensemble, watch, Chunks { length: chunk, keeps: false })
}

/// The same; the table keeps what each replication says of the first claim if it is to.
pub(crate) fn replicate_keeping(
    blueprint: &Blueprint,
    ensemble: Ensemble,
    watch: &Watch<'_>,
    keeps: bool,
) -> Table {
    replicate_chunks(blueprint, ensemble, watch, Chunks { length: CHUNK, keeps })
}

/// How many replications a chunk has, and whether its table keeps what each says.
#[derive(Clone, Copy)]
struct Chunks {
    length: u64,
    keeps: bool,
}

fn replicate_chunks(
    blueprint: &Blueprint,
    ensemble: Ensemble,
    watch: &Watch<'_>,
    Chunks { length, keeps }: Chunks,
) -> Table {
    let pauses = Pauses {
        at_first_order: ensemble.twins,
        at_takeoff: blueprint.world().aftermath().is_some(),
    };
    let plan = Arc::new(blueprint.plan().pausing(pauses));
    let mut table = Table::new(plan.clone(), blueprint.claims(), ensemble.seed);
    if keeps {
        table.keep();
    }
    let chunks = ensemble.replications.div_ceil(length);
    // A chunk is one thread's work, so more threads than chunks would idle.
    let mut threads = ensemble.threads.min(chunks as usize).clamp(1, MOST_THREADS);
    // No result depends on how many there are, so fewer will do where the system
    // gives no more; one is the one that is here.
    let mut pool = None;
    while threads > 1 && pool.is_none() {
        pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok();
        threads /= if pool.is_none() { 2 } else { 1 };
    }
    let point = blueprint.baseline();
    let mut simulation = blueprint.build(&point, ReplicationKey::new(ensemble.seed, 0));
    simulation.set_event_budget(ensemble.event_budget);
    // Chunks go in waves, so that few tables wait to be merged.
    let wave = 2 * threads as u64;
    let mut first = 0;
    while first < chunks {
        let past = chunks.min(first + wave);
        let runner = || Runner::new(blueprint, &point, &simulation, &plan, keeps);
        let run = |runner: &mut Runner<'_>, chunk: usize| {
            runner.chunk(chunk as u64, length, ensemble, watch)
        };
        let wanted = first as usize..past as usize;
        let done: Vec<Table> = match &pool {
            Some(pool) => pool
                .install(|| wanted.into_par_iter().with_max_len(1).map_init(runner, run).collect()),
            None => {
                let mut runner = runner();
                wanted.map(|chunk| run(&mut runner, chunk)).collect()
            }
        };
        for chunk in done {
            table.merge(&chunk);
            // What comes after a chunk that was cut off is no prefix any more.
            if chunk.interrupted {
                table.interrupted = true;
                return table;
            }
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
    twins: TwinRuns,
    keeps: bool,
}

impl<'a> Runner<'a> {
    fn new(
        blueprint: &'a Blueprint,
        point: &'a Point,
        simulation: &Simulation<Oversight>,
        plan: &Arc<Plan>,
        keeps: bool,
    ) -> Self {
        let record = Record::new(plan.clone());
        let (simulation, plan) = (simulation.clone(), plan.clone());
        Self { blueprint, point, simulation, plan, record, twins: TwinRuns::default(), keeps }
    }

    /// The table of a chunk, of its first replications if it was stopped on the way.
    fn chunk(&mut self, chunk: u64, length: u64, ensemble: Ensemble, watch: &Watch<'_>) -> Table {
        const TELL: u64 = 64;
        let mut table = Table::new(self.plan.clone(), self.blueprint.claims(), ensemble.seed);
        if self.keeps {
            table.keep();
        }
        let mut untold = 0;
        for index in chunk * length..ensemble.replications.min((chunk + 1) * length) {
            if watch.stop.load(Ordering::Relaxed) {
                table.interrupted = true;
                break;
            }
            // What was cut off says nothing of how it would have gone on.
            if !self.replication(ensemble, index, watch.stop) {
                table.interrupted = true;
                break;
            }
            table.fold(self.record.outcome(), &self.twins.outcomes());
            untold += 1;
            if untold == TELL {
                (watch.progress)(untold);
                untold = 0;
            }
        }
        (watch.progress)(untold);
        table
    }

    /// Whether it came to its end before somebody stopped it.
    fn replication(&mut self, ensemble: Ensemble, index: u64, stop: &AtomicBool) -> bool {
        let key = ReplicationKey::new(ensemble.seed, index);
        let run = AssertUnwindSafe(|| self.run(key, ensemble.twins, stop));
        catch_unwind(run)
            .unwrap_or_else(|panic| {
                let message = panic
                    .downcast_ref::<String>()
                    .map(String::as_str)
                    .or_else(|| panic.downcast_ref::<&str>().copied())
                    .unwrap_or("a behavior panicked");
                panic!("{message}\n{}", repeat_line(self.blueprint, ensemble, index));
            })
            .is_ok()
    }

    fn run(&mut self, key: ReplicationKey, twins: bool, stop: &AtomicBool) -> Result<(), Stopped> {
        self.twins.clear();
        self.record.reset();
        self.blueprint.turn(&mut self.simulation, self.point, key);
        self.simulation.reset(key, &mut self.record);
        let run = Run::new(self.blueprint, stop);
        let hands_off = run.to_the_end(&mut self.simulation, &mut self.record)?;
        if let Some((mut simulation, mut record)) = hands_off {
            let in_common = simulation.events();
            let world = simulation.settings().twin(Twin::HandsOff);
            simulation.change_settings(Arc::new(world));
            record.go_on();
            let none = run.to_the_end(&mut simulation, &mut record)?;
            debug_assert!(none.is_none(), "a twin has no twin");
            let takeoff = record.at(Milestone::Takeoff);
            // A twin that came to no end leaves open what would have come.
            if record.outcome().failed {
                self.record.fail();
            }
            self.record.set_takeoff_without_orders(takeoff);
            self.twins.hands_off = Some((record, in_common));
        }
        if twins {
            self.run_innocent(key, run)?;
        }
        Ok(())
    }

    /// The same chances without concerning work.
    fn run_innocent(&mut self, key: ReplicationKey, run: Run<'_>) -> Result<(), Stopped> {
        let (simulation, record) = self.twins.innocent.get_or_insert_with(|| {
            // It ends so long after its own takeoff as the replication does.
            let pauses = Pauses { at_takeoff: run.aftermath.is_some(), ..Pauses::default() };
            let plan = Plan::clone(&self.plan).pausing(pauses);
            (self.simulation.clone(), Record::new(Arc::new(plan)))
        });
        record.reset();
        self.blueprint.turn_to(simulation, self.point, key, Twin::Innocent);
        simulation.reset(key, record);
        run.to_the_end(simulation, record)?;
        self.twins.followed = true;
        Ok(())
    }
}

/// The simulations of twins, and what they came to.
#[derive(Default)]
struct TwinRuns {
    /// The record, and how many events it has in common with the replication.
    hands_off: Option<(Record, u64)>,
    innocent: Option<(Simulation<Oversight>, Record)>,
    /// Whether the innocent twin is of this replication.
    followed: bool,
}

impl TwinRuns {
    fn clear(&mut self) {
        self.hands_off = None;
        self.followed = false;
    }

    fn outcomes(&self) -> TwinOutcomes<'_> {
        let innocent = self.innocent.as_ref().filter(|_| self.followed);
        TwinOutcomes {
            hands_off: self.hands_off.as_ref().map(|(record, _)| record.outcome()),
            in_common: self.hands_off.as_ref().map_or(0, |(_, in_common)| *in_common),
            innocent: innocent.map(|(_, record)| record.outcome()),
        }
    }
}

/// How many events go by until it is looked whether somebody wants it to end: some
/// hundredths of a second.
const SLICE: u64 = 1 << 16;

/// Somebody wanted it to end before it came to its end.
struct Stopped;

/// How long a course of things is followed.
#[derive(Clone, Copy)]
struct Run<'a> {
    horizon: Time,
    aftermath: Option<Span>,
    stop: &'a AtomicBool,
}

/// A course of things at its first order, to be followed another way from there.
type Ordered = Option<(Simulation<Oversight>, Record)>;

impl<'a> Run<'a> {
    fn new(blueprint: &Blueprint, stop: &'a AtomicBool) -> Self {
        let horizon = Time::START + blueprint.horizon();
        Self { horizon, aftermath: blueprint.world().aftermath(), stop }
    }

    /// Runs to the horizon, or to the end of the aftermath of takeoff, and closes the
    /// record. Where the record pauses at the first order, a copy of both as they are
    /// then comes back.
    fn to_the_end(
        self,
        simulation: &mut Simulation<Oversight>,
        record: &mut Record,
    ) -> Result<Ordered, Stopped> {
        let mut ordered = None;
        let ending = loop {
            if record.is_paused() {
                let first_order = record.is_at_first_order();
                record.go_on();
                if first_order && ordered.is_none() {
                    ordered = Some((simulation.clone(), record.clone()));
                }
            }
            let takeoff = record.at(Milestone::Takeoff);
            let aftermath = self.aftermath.filter(|_| takeoff < Time::NEVER);
            let until = aftermath.map_or(self.horizon, |span| self.horizon.min(takeoff + span));
            match simulation.run_some(until, SLICE, record) {
                Ending::Paused if self.stop.load(Ordering::Relaxed) => return Err(Stopped),
                Ending::Paused => {}
                ending @ (Ending::Reached | Ending::OutOfEvents) => break ending,
            }
        };
        let ran: Span = simulation.now() - Time::START;
        record.close(ran, simulation.events(), ending == Ending::OutOfEvents);
        Ok(ordered)
    }
}

/// The command that shows one replication again, event by event, for a shell.
///
/// The program is foomwatch, or the one that a crate with behaviors of its own
/// makes of it.
#[must_use]
pub fn repeat_line(blueprint: &Blueprint, ensemble: Ensemble, index: u64) -> String {
    let mut line = format!("repeat: {} trace {}", program(), quoted(blueprint.path()));
    for set in blueprint.sets() {
        line += &format!(" --set {}", quoted(set));
    }
    line += &format!(" --seed {} --replication {index}", ensemble.seed);
    if ensemble.event_budget != EVENT_BUDGET {
        line += &format!(" --event-budget {}", ensemble.event_budget);
    }
    line
}

/// The name of the program that runs, or foomwatch where the system does not tell.
#[must_use]
pub fn program() -> String {
    let path = std::env::args_os().next().map(PathBuf::from);
    let name = path.as_deref().and_then(Path::file_stem).and_then(OsStr::to_str);
    name.unwrap_or("foomwatch").to_owned()
}

/// A path as one word of a shell that no command takes for an option.
#[must_use]
pub fn quoted_path(path: &str) -> String {
    if path.starts_with('-') { quoted(&format!("./{path}")) } else { quoted(path) }
}

/// A text as one word of a shell.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

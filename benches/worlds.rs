//! How fast the real worlds run: simulations a second and core, what an event
//! takes, and what twins cost.
//!
//! `cargo bench --bench worlds`. Numbers of one machine mean little elsewhere; the
//! cost of twins is a ratio of two runs in turns, and the bar that a line names is
//! ten thousand simulations a second and core where a simulation has a thousand
//! events or fewer.

use std::hint::black_box;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use foomwatch::behaviors::Roles;
use foomwatch::engine::EVENT_BUDGET;
use foomwatch::experiment::{Ensemble, Table, Watch, replicate};
use foomwatch::world::{Blueprint, WorldFile, check};

const WORLDS: [&str; 7] = [
    "first",
    "guide",
    "from_scratch",
    "from_scratch_unwatched",
    "black_project",
    "superalignment",
    "superalignment_watched",
];

/// How many replications a run has, and how many runs there are of each kind.
const REPLICATIONS: u64 = 5_000;
const TURNS: usize = 5;

/// Simulations a second that a world is to reach.
const BAR: f64 = 10_000.0;

fn main() {
    // `cargo test --benches` asks for nothing to be measured.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    println!("world                     events  simulations/s  ns/event  twins cost  bar");
    for name in WORLDS {
        let blueprint = read(name);
        let mut seconds = [f64::INFINITY; 2];
        let mut tables = [None, None];
        // The least of several turns is the one that least else was in the way of.
        for _ in 0..TURNS {
            for (place, twins) in [true, false].into_iter().enumerate() {
                let begun = Instant::now();
                let table = black_box(run(&blueprint, twins));
                seconds[place] = seconds[place].min(begun.elapsed().as_secs_f64());
                tables[place] = Some(table);
            }
        }
        let [Some(both), Some(alone)] = tables else { unreachable!("there was a turn") };
        let simulations = both.replications + both.twins().innocent + both.twins().hands_off;
        let events = (both.events + both.twins().events) as f64;
        let rate = simulations as f64 / seconds[0];
        println!(
            "{name:<24} {:>7.1} {rate:>14.0} {:>9.0} {:>10.2}x  {}",
            events / simulations as f64,
            1e9 * seconds[0] / events,
            seconds[0] / seconds[1],
            if rate >= BAR { "kept" } else { "MISSED" },
        );
        black_box(alone);
    }
}

fn read(name: &str) -> Blueprint {
    let file =
        WorldFile::read(format!("worlds/{name}.ron")).unwrap_or_else(|flaws| panic!("{flaws}"));
    let (blueprint, _) = check(&file, &Roles::standard()).unwrap_or_else(|flaws| panic!("{flaws}"));
    blueprint
}

fn run(blueprint: &Blueprint, twins: bool) -> Table {
    let ensemble = Ensemble {
        replications: REPLICATIONS,
        seed: 1,
        threads: 1,
        event_budget: EVENT_BUDGET,
        twins,
    };
    replicate(blueprint, ensemble, &Watch { progress: &|_| {}, stop: &AtomicBool::new(false) })
}

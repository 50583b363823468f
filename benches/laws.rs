//! What it costs to try all laws on a generated world, law by law, beside what it costs to
//! simulate that world a hundred times.
//!
//! `cargo bench --bench laws`. Milliseconds of one machine mean little elsewhere; the ratio
//! is of two runs in turns. A law pays for what it is the first to ask of a world: those
//! that come later find its courses there. It lacks a verdict on the laws, which
//! `foomwatch laws` gives.

use std::hint::black_box;
use std::time::Instant;

use foomwatch::behaviors::Roles;
use foomwatch::engine::Deaf;
use foomwatch::laws::examine::Worlds as _;
use foomwatch::laws::sources::Generated;
use foomwatch::laws::{Specimen, Verdict, laws};
use foomwatch::primitives::time::Time;

/// How many worlds are tried.
const WORLDS: u64 = 400;

/// How often each of them is simulated.
const SIMULATIONS: u64 = 100;

/// How many events a simulation has at most.
const MOST_EVENTS: u64 = 2_000;

/// Milliseconds that a world and its laws may cost on the machine that the bar was set on.
const BAR: f64 = 5.0;

fn main() {
    // `cargo test --benches` asks for nothing to be measured.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let roles = Roles::standard();
    let worlds = Generated::new(&roles, 1);
    let (mut made, mut opened, mut simulated) = (0.0, 0.0, 0.0);
    let mut by_law = vec![(0.0, 0); laws().len()];
    for index in 0..WORLDS {
        let (text, spent) = timed(|| worlds.text(index));
        made += spent;
        let (specimen, spent) = timed(|| Specimen::new(text.as_str(), &roles, index));
        opened += spent;
        let specimen = specimen.unwrap_or_else(|flaws| panic!("{flaws}"));
        simulated += timed(|| simulate(&specimen)).1;
        for (law, (sum, speaks)) in laws().iter().zip(&mut by_law) {
            let (verdict, spent) = timed(|| black_box((law.check)(&specimen)));
            *sum += spent;
            *speaks += u32::from(verdict != Verdict::Silent);
        }
    }
    println!("law                                    ms/world  speaks");
    let row = |name: &str, seconds: f64| {
        println!("{name:<38} {:>8.3}", 1e3 * seconds / WORLDS as f64);
    };
    row("(made)", made);
    row("(opened)", opened);
    for (law, (seconds, speaks)) in laws().iter().zip(&by_law) {
        let share = 100.0 * f64::from(*speaks) / WORLDS as f64;
        println!("{:<38} {:>8.3} {share:>5.0} %", law.name, 1e3 * seconds / WORLDS as f64);
    }
    let all = made + opened + by_law.iter().map(|(seconds, _)| seconds).sum::<f64>();
    let each = 1e3 * all / WORLDS as f64;
    row("all", all);
    row("a hundred simulations", simulated);
    println!("a world with all laws costs {:.2} hundreds of its simulations", all / simulated);
    println!("{each:.2} ms a world, bar {BAR} {}", if each <= BAR { "kept" } else { "MISSED" });
}

/// What a function gives, and the seconds that it took.
fn timed<T>(run: impl FnOnce() -> T) -> (T, f64) {
    let begun = Instant::now();
    let done = run();
    (done, begun.elapsed().as_secs_f64())
}

fn simulate(specimen: &Specimen) -> u64 {
    let blueprint = specimen.blueprint();
    let point = blueprint.baseline();
    let mut simulation = blueprint.build(&point, specimen.key(0));
    simulation.set_event_budget(MOST_EVENTS);
    let mut events = 0;
    for index in 0..SIMULATIONS {
        let key = specimen.key(index);
        blueprint.turn(&mut simulation, &point, key);
        simulation.reset(key, &mut Deaf);
        simulation.run_until(Time::START + blueprint.horizon(), &mut Deaf);
        events += simulation.events();
    }
    black_box(events)
}

//! The kernel beside the same work by hand and the bare event list, in one run.
//!
//! Three ways to do each work: *bare* is the list of events alone, with a draw
//! for each new due time; *hand* is a loop written for this one work, with the
//! same list, boxed actors and keyed streams; *kernel* is the engine as behaviors use
//! it. Each is timed in turns, so that a slow moment of the machine
//! strikes all alike, and the least time of the rounds counts. Only ratios
//! within one run mean anything.

#[path = "engine/hand.rs"]
mod hand;
#[path = "engine/kernel.rs"]
mod kernel;

use std::time::Instant;

const ROUNDS: usize = 15;

/// A work in its three forms: each call does `events` events.
struct Work {
    name: &'static str,
    unit: &'static str,
    events: u64,
    bare: Option<Box<dyn FnMut()>>,
    hand: Box<dyn FnMut()>,
    kernel: Box<dyn FnMut()>,
    /// Kernel over hand, or over the bare list, that is to be reached.
    limit: Limit,
}

#[derive(Clone, Copy)]
enum Limit {
    Hand(f64),
    Bare(f64),
    None,
}

fn nanoseconds(work: &mut dyn FnMut(), events: u64) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_nanos() as f64 / events as f64
}

fn measure(mut work: Work) {
    let mut least = [f64::INFINITY; 3];
    for _ in 0..ROUNDS {
        if let Some(bare) = &mut work.bare {
            least[0] = least[0].min(nanoseconds(bare, work.events));
        }
        least[1] = least[1].min(nanoseconds(&mut work.hand, work.events));
        least[2] = least[2].min(nanoseconds(&mut work.kernel, work.events));
    }
    let [bare, hand, kernel] = least;
    let verdict = match work.limit {
        Limit::Hand(limit) => format!("{:.2} x hand (to reach: {limit})", kernel / hand),
        Limit::Bare(limit) => format!("{:.2} x bare (to reach: {limit})", kernel / bare),
        Limit::None => format!("{:.2} x hand", kernel / hand),
    };
    println!("foomwatch {}: {kernel:.1} ns/{}", work.name, work.unit);
    let list = if bare.is_finite() { format!("bare {bare:.1}, ") } else { String::new() };
    println!("    {list}hand {hand:.1}, kernel {kernel:.1}: {verdict}");
}

fn main() {
    // `cargo test --benches` asks for a list or a trial; one event will do.
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    for (name, actors, limit) in
        [("hold 1e3", 1_000, Limit::Hand(1.2)), ("hold 1e5", 100_000, Limit::None)]
    {
        let events = 1_000_000;
        let mut bare = hand::BareHold::new(actors);
        let mut by_hand = hand::Hold::new(actors);
        let mut engine = kernel::hold(actors);
        measure(Work {
            name,
            unit: "event",
            events,
            bare: Some(Box::new(move || bare.run(events))),
            hand: Box::new(move || by_hand.run(events)),
            kernel: Box::new(move || engine.run(events)),
            limit,
        });
    }
    let events = 1_000_000;
    let mut bare = hand::BareRetiming::new(1_000);
    let mut by_hand = hand::Retiming::new(1_000);
    let mut engine = kernel::retiming(1_000);
    measure(Work {
        name: "re-timing 1e3",
        unit: "event",
        events,
        bare: Some(Box::new(move || bare.run(events))),
        hand: Box::new(move || by_hand.run(events)),
        kernel: Box::new(move || engine.run(events)),
        limit: Limit::Hand(1.4),
    });
    let customers = 500_000;
    let mut bare = hand::BareQueue::new();
    let mut by_hand = hand::Queue::new();
    let mut engine = kernel::queue();
    measure(Work {
        name: "M/M/1",
        unit: "customer",
        events: customers,
        bare: Some(Box::new(move || bare.run(customers))),
        hand: Box::new(move || by_hand.run(customers)),
        kernel: Box::new(move || engine.run_customers(customers)),
        limit: Limit::Bare(2.2),
    });
    let replications = 5_000;
    let mut by_hand = hand::Replications::new(50, 200);
    let mut engine = kernel::Replications::new(50, 200);
    measure(Work {
        name: "fresh replication",
        unit: "replication",
        events: replications,
        bare: None,
        hand: Box::new(move || by_hand.run(replications)),
        kernel: Box::new(move || engine.run(replications)),
        limit: Limit::Hand(1.25),
    });
}

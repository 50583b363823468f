//! An interrupt within a replication.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use foomwatch::behaviors::Roles;
use foomwatch::experiment::{Ensemble, Watch, replicate};
use foomwatch::prelude::*;

use crate::stage;

/// What stands for the user's hand.
static STOP: AtomicBool = AtomicBool::new(false);

/// In which replication it comes, counted from 0.
const INTERRUPTED: u64 = 2;

foomwatch::clocks! {
    /// A ticker's clock.
    pub enum Tick {
        /// Once a second.
        Second,
    }
}

/// Counts seconds, and wants it all to end in mid-run.
#[derive(Clone)]
struct Ticker {
    seconds: u64,
}

impl Behavior for Ticker {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = Tick;

    const MEANING: &'static str = "Counts seconds, and wants it all to end in mid-run.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::into(Link::Reads, "It makes no records to read.")];

    fn new(_: NoParameters) -> Self {
        Self { seconds: 0 }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Tick::Second, cx.now() + Span::from_seconds(1.0));
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Tick) {
        static RUN: AtomicU64 = AtomicU64::new(0);
        self.seconds += 1;
        if self.seconds == 10 && RUN.fetch_add(1, Ordering::Relaxed) == INTERRUPTED {
            STOP.store(true, Ordering::Relaxed);
        }
        cx.ring_at(Tick::Second, cx.now() + Span::from_seconds(1.0));
    }
}

#[test]
fn a_replication_of_many_events_is_cut_off_and_those_before_it_are_told() {
    const WORLD: &str = r#"World(
        horizon: "200000 s",
        concern: [Program("ticker")],
        takeoff: After("1 d"),
        accountable: ["board"],
        actors: {
            "ticker": Ticker(),
            "eye": Reader(records: "1/mo", reads: "1 %", false_accusation: "0 %"),
            "board": Authority(),
        },
        links: [("eye", Reads, "ticker"), ("eye", Reports, "board")],
    )"#;
    let roles = Roles::standard().with::<Ticker>("Ticker");
    let blueprint = stage::world(WORLD, &[], &roles);
    let ensemble = Ensemble { twins: false, ..stage::ensemble(8, 1) };
    let table = replicate(&blueprint, ensemble, &Watch { progress: &|_| {}, stop: &STOP });
    assert!(table.interrupted);
    assert_eq!(table.replications, INTERRUPTED);
}

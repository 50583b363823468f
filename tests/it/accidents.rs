//! What goes wrong inside of a run: behaviors that panic, and that never rest.

use std::panic::{AssertUnwindSafe, catch_unwind};

use foomwatch::behaviors::Roles;
use foomwatch::prelude::*;
use foomwatch::report::{json, summary};
use serde_json::Value;

use crate::stage::{ensemble, outcome, table, trace, world};

foomwatch::parameters! {
    /// How an accident comes about.
    pub struct AccidentParameters {
        /// How probable it is, in a replication.
        chance: Share,
    }
}

foomwatch::clocks! {
    /// The clock of an accident.
    pub enum Clock {
        /// It comes.
        Comes,
    }
}

/// Panics a day after the start.
#[derive(Clone)]
struct Faulty(AccidentParameters);

impl Behavior for Faulty {
    type Domain = Oversight;
    type Parameters = AccidentParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Panics.";

    fn new(parameters: AccidentParameters) -> Self {
        Self(parameters)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_clock(Clock::Comes, 86_400.0, 1.0);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        let comes = cx.draw(Purpose::named("accident")).chance(self.0.chance.value());
        assert!(!comes, "the coffee machine is on fire");
    }
}

/// Rings in every tick from a day after the start on.
#[derive(Clone)]
struct Restless(AccidentParameters);

impl Behavior for Restless {
    type Domain = Oversight;
    type Parameters = AccidentParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Rings in every tick.";

    fn new(parameters: AccidentParameters) -> Self {
        Self(parameters)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let comes = cx.draw(Purpose::named("accident")).chance(self.0.chance.value());
        if comes {
            cx.start_clock(Clock::Comes, 86_400.0, 1.0);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        cx.ring_at(Clock::Comes, cx.now());
    }
}

fn roles() -> Roles {
    Roles::standard().with::<Faulty>("Faulty").with::<Restless>("Restless").with::<Bell>("Bell")
}

fn first_with(actor: &str) -> String {
    crate::stage::first().replace("actors: {", &format!("actors: {{ \"accident\": {actor},"))
}

#[test]
fn a_behavior_that_panics_says_how_to_repeat_it() {
    const SEED: u64 = 3;
    let blueprint = world(&first_with("Faulty(chance: \"1 %\")"), &[], &roles());
    let message = |act: &dyn Fn()| -> String {
        let panic = catch_unwind(AssertUnwindSafe(act)).expect_err("it panics");
        panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .expect("the panic has a text")
    };
    for threads in [1, 2] {
        let text = message(&|| drop(table(&blueprint, 5000, SEED, threads)));
        let (first, repeat) = text.split_once('\n').expect("it has two lines");
        assert_eq!(first, "the coffee machine is on fire");
        let index = repeat
            .split_once(" trace 'a test' --seed 3 --replication ")
            .map(|(_, index)| index)
            .unwrap_or_else(|| panic!("{repeat}"));
        let index = index.parse().expect("a number");
        assert_eq!(message(&|| drop(trace(&blueprint, SEED, index))), first);
    }
}

#[test]
fn a_replication_without_end_is_a_failed_row_and_is_named() {
    const SEED: u64 = 2;
    const REPLICATIONS: u64 = 6;
    let blueprint = world(&first_with("Restless(chance: \"40 %\")"), &[], &roles());
    let failed: Vec<u64> =
        (0..REPLICATIONS).filter(|index| outcome(&blueprint, SEED, *index).failed).collect();
    assert!((1..=3).contains(&failed.len()), "a chance of 40 % makes {failed:?} fail");
    let table = table(&blueprint, REPLICATIONS, SEED, 2);
    assert_eq!(table.failures, failed);
    let run: Value = serde_json::from_str(&json::json(&blueprint, &table)).expect("a run is JSON");
    assert_eq!(run["failed"], failed.len());
    assert_eq!(run["replications"], REPLICATIONS);
    let counted = REPLICATIONS - failed.len() as u64;
    assert_eq!(run["estimates"][1]["n"], counted);
    let text = summary::summary(&blueprint, ensemble(REPLICATIONS, SEED), &table);
    for index in failed {
        let line = format!(" trace 'a test' --seed {SEED} --replication {index}\n");
        assert!(text.contains(&line), "no {line} in\n{text}");
    }
}

#[test]
fn a_run_of_nothing_but_failures_says_so() {
    let blueprint = world(&first_with("Restless(chance: \"100 %\")"), &[], &roles());
    let table = table(&blueprint, 1, 1, 1);
    assert_eq!((table.counted(), table.failed), (0, 1));
    let text = summary::summary(&blueprint, ensemble(1, 1), &table);
    assert!(!text.contains("No replication was done"), "{text}");
    assert!(text.contains("nothing is known"), "{text}");
    assert!(text.contains("--replication 0\n"), "{text}");
    let run: Value = serde_json::from_str(&json::json(&blueprint, &table)).expect("a run is JSON");
    assert!(run["estimates"][0]["estimate"].is_null());
}

foomwatch::parameters! {
    /// When a bell rings.
    pub struct BellParameters {
        /// The channel on which it listens.
        channel: Channel,
        /// When it rings, from the start.
        at: Law<Span>,
    }
}

/// Raises one alarm at an instant.
#[derive(Clone)]
struct Bell {
    parameters: BellParameters,
    level: Option<Level>,
}

impl Behavior for Bell {
    type Domain = Oversight;
    type Parameters = BellParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Raises one alarm at an instant.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "What shows.").at_least(1),
        LinkRule::out(Link::Alerts, "Its alarm."),
    ];

    fn new(parameters: BellParameters) -> Self {
        Self { parameters, level: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_law(Clock::Comes, &self.parameters.at);
    }

    fn receive(&mut self, _: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Level(level) = signal {
            self.level = Some(level);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        let Some(level) = &self.level else {
            return;
        };
        for link in cx.links(Link::Watches) {
            let alert = Alert::new(cx.find(cx.other(link), level, Rang::Shown));
            cx.alert(&alert);
        }
    }
}

#[test]
fn a_review_that_does_not_end_on_friday_ends_on_monday() {
    // The first of January 2027 is a Friday. The alarm takes a tick to arrive.
    let minutes =
        |days: u64, hours: u64, minutes: u64| ((days * 24 + hours) * 60 + minutes) * 60 * 1_000_000;
    let cases = [
        ("1010 min", minutes(0, 16, 50), minutes(3, 9, 10)),
        ("1001 min", minutes(0, 16, 41), minutes(3, 9, 1)),
        ("600 min", minutes(0, 10, 0), minutes(0, 10, 20)),
        ("0.5 d", minutes(0, 12, 0), minutes(0, 12, 20)),
        ("60 min", minutes(0, 1, 0), minutes(0, 9, 20)),
        ("2 d", minutes(2, 0, 0), minutes(3, 9, 20)),
    ];
    for (at, found, done) in cases {
        let text = crate::stage::first()
            .replace(
                "actors: {",
                &format!("actors: {{ \"bell\": Bell(channel: \"power\", at: \"{at}\"),"),
            )
            .replace(
                "links: [",
                "links: [(\"bell\", Watches, \"cluster\"), (\"bell\", Alerts, \"desk\"),",
            );
        let sets = [
            ("actors.meter.hazard", "0/y"),
            ("actors.meter.false_alarms", "0/y"),
            ("actors.desk.review", "20 min"),
            ("actors.desk.hours", "Mo-Fr 09:00-17:00"),
        ];
        let trace = trace(&world(&text, &sets, &roles()), 1, 0);
        let time = |clock: &str| -> u64 {
            let entry = trace.iter().find(|entry| entry["clock"] == clock);
            let entry = entry.unwrap_or_else(|| panic!("no {clock} in {trace:#?}"));
            entry["ticks"].as_u64().expect("every event has its time")
        };
        assert_eq!(time("Comes"), found, "an alarm after {at}");
        // Outside of hours the tick is lost in the night.
        let tick = u64::from((minutes(0, 9, 0)..minutes(0, 17, 0)).contains(&found));
        assert_eq!(time("Review"), done + tick, "an alarm after {at}");
    }
}

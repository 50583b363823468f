//! Order and chance belong to things, at the level of worlds: bystanders, other
//! orders of a file and other noise leave alone what they do not touch.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use std::collections::BTreeMap;

use foomwatch::behaviors::Roles;
use foomwatch::experiment::{Ensemble, Table, TwinOutcomes, Watch, replicate};
use foomwatch::oversight::Milestone;
use foomwatch::primitives::time::Time;
use foomwatch::report::json;
use serde_json::Value;

use crate::stage::{again, ensemble, first, outcome, table, trace, world};

const SEED: u64 = 5;

/// How many replications are compared.
const REPLICATIONS: u64 = 20;

/// The first world with more in it.
fn first_with(actors: &str, links: &str) -> String {
    first()
        .replace("actors: {", &format!("actors: {{\n{actors}"))
        .replace("links: [", &format!("links: [\n{links}"))
}

/// What happens to each actor, without the numbers of events: those count what
/// happens to others too.
fn lives(trace: &[Value]) -> BTreeMap<String, Vec<Value>> {
    let mut lives: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for entry in trace {
        let mut entry = entry.clone();
        let fields = entry.as_object_mut().expect("a line is an object");
        fields.remove("event");
        fields.remove("cause");
        let Some(actor) = entry["actor"].as_str().map(str::to_owned) else {
            // What was noted at the start belongs to whoever noted it.
            let notes = entry["notes"].as_array().cloned().unwrap_or_default();
            for note in notes {
                let noting = note["actor"].as_str().unwrap_or("the start").to_owned();
                lives.entry(noting).or_default().push(note);
            }
            continue;
        };
        lives.entry(actor).or_default().push(entry);
    }
    lives
}

/// Holds each actor of the first text against the same one in the second, and
/// shows the first event that differs.
fn nobody_differs(one: &str, other: &str) {
    let roles = Roles::standard();
    let (blueprint, beside) = (world(one, &[], &roles), world(other, &[], &roles));
    for index in 0..REPLICATIONS {
        let lives_beside = lives(&trace(&beside, SEED, index));
        for (actor, life) in lives(&trace(&blueprint, SEED, index)) {
            let empty = Vec::new();
            let life_beside = lives_beside.get(&actor).unwrap_or(&empty);
            let differs = life.iter().zip(life_beside).find(|(here, there)| here != there);
            assert!(
                differs.is_none() && life.len() == life_beside.len(),
                "`{actor}` has {} events here and {} there; the first that differs: {differs:#?}\n\
                 repeat: foomwatch trace WORLD --seed {SEED} --replication {index} with\n{one}\n\
                 and with\n{other}",
                life.len(),
                life_beside.len()
            );
        }
    }
}

/// A second chain of everything, joined to nothing of the first.
const BYSTANDERS: &str = r#"        "a run":     TrainingProgram(compute: "1e25 FLOP", begins: Exponential(mean: "9 d")),
        "zz cluster": Cluster(chips: "1024 A100"),
        "lamp":      HazardSensor(channel: "power", hazard: "3/mo", false_alarms: "9/y"),
        "bench":     Reviewer(review: Exponential(mean: "5 d")),
        "attic":     Authority(),
        "idle":      Cluster(chips: "1 H100"),
"#;

const BYSTANDERS_LINKS: &str = r#"        ("zz cluster", Hosts, "a run"),
        ("lamp", Watches, "zz cluster"), ("lamp", Alerts, "bench"), ("bench", Reports, "attic"),
"#;

#[test]
fn a_bystander_changes_nobodys_life() {
    nobody_differs(&first(), &first_with(BYSTANDERS, BYSTANDERS_LINKS));
}

#[test]
fn who_listens_on_another_channel_changes_nobodys_life() {
    // What shows takes its time to the meter, which is a draw for each level.
    let slow =
        |text: String| text.replace("Watches, ", "Watches(delay: Exponential(mean: \"1 h\")), ");
    let lamp = BYSTANDERS.replace("\"power\"", "\"compute\"");
    nobody_differs(&slow(first()), &slow(first_with(&lamp, BYSTANDERS_LINKS)));
}

#[test]
fn nothing_shows_to_who_listens_on_nothing_that_there_is() {
    let lamp = BYSTANDERS.replace("\"power\"", "\"compute\"");
    let text = first_with(&lamp, BYSTANDERS_LINKS)
        .replace("HazardSensor(channel: \"power\"", "HazardSensor(channel: \"badges\"");
    let blueprint = world(&text, &[], &Roles::standard());
    for index in 0..REPLICATIONS {
        let outcome = outcome(&blueprint, SEED, index);
        assert_eq!(outcome.at(Milestone::FirstTrace), Time::NEVER, "{text}");
    }
}

#[test]
fn a_second_watcher_does_not_change_the_first_ones_life() {
    // It shares the cluster, the desk and so the queue; the meter does not mind.
    let other = first_with(
        "\"lamp\": HazardSensor(channel: \"power\", hazard: \"3/mo\", false_alarms: \"9/y\"),",
        "(\"lamp\", Watches, \"cluster\"), (\"lamp\", Alerts, \"desk\"),",
    );
    let roles = Roles::standard();
    let (alone, both) = (world(&first(), &[], &roles), world(&other, &[], &roles));
    for index in 0..REPLICATIONS {
        let (here, there) = (lives(&trace(&alone, SEED, index)), lives(&trace(&both, SEED, index)));
        for actor in ["meter", "secret run", "world"] {
            assert_eq!(
                here[actor], there[actor],
                "`{actor}` in replication {index} of seed {SEED} with\n{other}"
            );
        }
    }
}

#[test]
fn the_order_of_a_file_changes_nobodys_life() {
    let text = first_with(BYSTANDERS, BYSTANDERS_LINKS);
    // Entries stand on lines of their own.
    let (mut reversed, mut entries) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let is_entry = line.starts_with("        ");
        if is_entry {
            entries.push(line);
        } else {
            reversed.extend(entries.drain(..).rev());
            reversed.push(line);
        }
    }
    let reversed = reversed.join("\n");
    assert_ne!(text, reversed);
    nobody_differs(&text, &reversed);
    let roles = Roles::standard();
    let json_of = |text: &str| {
        let blueprint = world(text, &[], &roles);
        json::json(&blueprint, &table(&blueprint, 2000, SEED, 2))
    };
    assert_eq!(json_of(&text), json_of(&reversed), "{text}\nand\n{reversed}");
}

/// When a clock of an actor rang, in ticks.
fn rings(trace: &[Value], actor: &str, clock: &str) -> Vec<u64> {
    trace
        .iter()
        .filter(|entry| entry["actor"] == actor && entry["clock"] == clock)
        .map(ticks)
        .collect()
}

fn ticks(entry: &Value) -> u64 {
    entry["ticks"].as_u64().expect("every event has its time")
}

/// How long the desk looked into each alert that it opened, by when the meter
/// had found what by which of its clocks: along the chain of causes.
fn services(trace: &[Value], clock: &str) -> BTreeMap<u64, u64> {
    let cause = |entry: &Value| {
        let cause = entry["cause"].as_u64().expect("every event has its cause");
        trace.iter().find(|other| other["event"] == cause).expect("only the start is no event")
    };
    let mut services = BTreeMap::new();
    for review in trace {
        if review["actor"] != "desk" || review["what"] != "ring" {
            continue;
        }
        let alert = cause(review);
        let found = cause(alert);
        assert_eq!(found["actor"], "meter");
        if found["clock"] == clock {
            services.insert(ticks(found), ticks(review) - ticks(alert));
        }
    }
    services
}

#[test]
fn more_false_alarms_move_no_caused_one_and_no_service() {
    // With a server for each alert nobody waits, so what the desk draws about an
    // alert is how long it takes.
    let sets =
        [("actors.desk.servers", "1000"), ("actors.desk.review", "Exponential(mean: \"2 h\")")];
    let noisy = [&sets[..], &[("actors.meter.false_alarms", "120/y")]].concat();
    let roles = Roles::standard();
    let (quiet, noisy) = (world(&first(), &sets, &roles), world(&first(), &noisy, &roles));
    let mut compared = 0;
    for index in 0..REPLICATIONS {
        let (here, there) = (trace(&quiet, SEED, index), trace(&noisy, SEED, index));
        let again =
            format!("replication {index} of {}", again(&first(), &sets, REPLICATIONS, SEED));
        assert_eq!(rings(&here, "meter", "Shown"), rings(&there, "meter", "Shown"), "{again}");
        assert_ne!(rings(&here, "meter", "Noise"), rings(&there, "meter", "Noise"), "{again}");
        let other = services(&there, "Shown");
        for (found, service) in services(&here, "Shown") {
            // It may have merged into a false alert that was open there.
            if let Some(service_there) = other.get(&found) {
                assert_eq!(service, *service_there, "{again}");
                compared += 1;
            }
        }
    }
    assert!(compared > 200, "only {compared} services were compared");
}

#[test]
fn more_replications_begin_with_the_same_ones() {
    let blueprint = world(&first(), &[], &Roles::standard());
    let alone = |replications, threads| {
        let ensemble = Ensemble { threads, twins: false, ..ensemble(replications, SEED) };
        replicate(&blueprint, ensemble, &Watch { progress: &|_| {}, stop: &AtomicBool::new(false) })
    };
    let mut begun = alone(1024, 2);
    for chunk in [1024..2048, 2048..2500] {
        let mut next = Table::new(Arc::new(blueprint.plan()), blueprint.claims(), SEED);
        chunk.for_each(|index| {
            next.fold(&outcome(&blueprint, SEED, index), &TwinOutcomes::default())
        });
        begun.merge(&next);
    }
    let all = alone(2500, 1);
    assert_eq!(
        json::json(&blueprint, &begun),
        json::json(&blueprint, &all),
        "{}",
        again(&first(), &[], 2500, SEED)
    );
}

#[test]
fn threads_change_no_byte() {
    let blueprint = world(&first(), &[], &Roles::standard());
    let one = json::json(&blueprint, &table(&blueprint, 5000, SEED, 1));
    for threads in [2, 3, 7, 16] {
        let many = json::json(&blueprint, &table(&blueprint, 5000, SEED, threads));
        assert_eq!(one, many, "on {threads} threads");
    }
}

#[test]
fn a_lever_leaves_the_chances_of_what_it_does_not_touch() {
    // A policy is compared with another one on the same takeoffs and alarms.
    let roles = Roles::standard();
    let blueprint = world(&first(), &[], &roles);
    let lever = [("actors.desk.skill", "4"), ("horizon", "3 y")];
    let other = world(&first(), &lever, &roles);
    for index in 0..REPLICATIONS {
        let (here, there) = (trace(&blueprint, SEED, index), trace(&other, SEED, index));
        for (actor, clock) in [("meter", "Shown"), ("meter", "Noise"), ("world", "Takeoff")] {
            let (here, there) = (rings(&here, actor, clock), rings(&there, actor, clock));
            assert!(
                there.starts_with(&here),
                "{clock} in replication {index} of seed {SEED}: {here:?} and {there:?}"
            );
        }
    }
}

//! Worlds on the stage: a text is changed, checked, run many times or traced once.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use foomwatch::behaviors::Roles;
use foomwatch::engine::{EVENT_BUDGET, Ending};
use foomwatch::experiment::estimate::Estimate;
use foomwatch::experiment::{Ensemble, Table, Watch, replicate};
use foomwatch::oversight::{Outcome, Record};
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::Time;
use foomwatch::report::trace::{Form, Tracer};
use foomwatch::world::{Blueprint, WorldFile, check};
use serde_json::Value;

/// The path of the first world from the crate's root.
pub const FIRST: &str = "worlds/first.ron";

/// The text of the first world.
pub fn first() -> String {
    std::fs::read_to_string(FIRST).expect("the tests run at the crate's root")
}

/// The checked world of a text, with places set as by `--set`.
pub fn world(text: &str, sets: &[(&str, &str)], roles: &Roles) -> Blueprint {
    let mut file =
        WorldFile::from_text("a test", text).unwrap_or_else(|flaws| panic!("{flaws}\nin {text}"));
    for (path, value) in sets {
        file.set(path, value).unwrap_or_else(|flaws| panic!("{flaws}"));
    }
    match check(&file, roles) {
        Ok((blueprint, _)) => blueprint,
        Err(flaws) => panic!("{flaws}\nin {text}"),
    }
}

/// So many replications on one thread, with the usual budget of events.
pub fn ensemble(replications: u64, seed: u64) -> Ensemble {
    Ensemble { replications, seed, threads: 1, event_budget: EVENT_BUDGET, twins: true }
}

/// The table of the first `replications` of a world.
pub fn table(blueprint: &Blueprint, replications: u64, seed: u64, threads: usize) -> Table {
    let ensemble = Ensemble { threads, ..ensemble(replications, seed) };
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    replicate(blueprint, ensemble, &watch)
}

/// One replication's outcome.
pub fn outcome(blueprint: &Blueprint, seed: u64, index: u64) -> Outcome {
    let mut record = Record::new(Arc::new(blueprint.plan()));
    let key = ReplicationKey::new(seed, index);
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    simulation.reset(key, &mut record);
    let ending = simulation.run_until(Time::START + blueprint.horizon(), &mut record);
    let ran = simulation.now() - Time::START;
    let failed = ending == Ending::OutOfEvents;
    record.close(ran, simulation.events(), failed).clone()
}

/// The lines of one replication's trace, each a JSON object.
pub fn trace(blueprint: &Blueprint, seed: u64, index: u64) -> Vec<Value> {
    let mut text = String::new();
    let key = ReplicationKey::new(seed, index);
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    simulation.record_causes(true);
    let graph = simulation.graph().clone();
    let mut tracer = Tracer::new(blueprint, graph, Form::JsonLines, |line: &str| {
        text.push_str(line);
    });
    simulation.reset(key, &mut tracer);
    let ending = simulation.run_until(Time::START + blueprint.horizon(), &mut tracer);
    assert_eq!(ending, Ending::Reached);
    tracer.finish(simulation.now());
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// The estimate of a measure of an actor.
pub fn measure(blueprint: &Blueprint, table: &Table, actor: &str, measure: &str) -> Estimate {
    let place = table
        .plan()
        .measures()
        .iter()
        .position(|(of, row)| blueprint.name_of(*of) == actor && row.name == measure)
        .unwrap_or_else(|| panic!("`{actor}` has no measure `{measure}`"));
    table.measures().nth(place).expect("there is one each")
}

/// The line that says a result again, for whoever reads a failure.
pub fn again(text: &str, sets: &[(&str, &str)], replications: u64, seed: u64) -> String {
    let sets: Vec<String> =
        sets.iter().map(|(path, value)| format!(" --set '{path}={value}'")).collect();
    format!(
        "repeat: foomwatch run WORLD -n {replications} --seed {seed}{} with the world\n{text}",
        sets.concat()
    )
}

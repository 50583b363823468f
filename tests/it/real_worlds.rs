//! The worlds of real figures: sound, marked, small, and twins of each other where they
//! say so.

use std::fs;
use std::path::Path;

use foomwatch::behaviors::Roles;
use foomwatch::engine::EVENT_BUDGET;
use foomwatch::experiment::{Ensemble, Table};
use foomwatch::oversight::{Milestone, Outcome, Record, Twin};
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::Time;
use foomwatch::world::{Blueprint, WorldFile, check};

use crate::stage;

const WORLDS: [&str; 3] = ["from_scratch", "from_scratch_unwatched", "black_project"];

/// A world of the house, which is checked without a warning.
fn read(name: &str) -> Blueprint {
    let path = format!("worlds/{name}.ron");
    let file = WorldFile::read(Path::new(&path)).unwrap_or_else(|flaws| panic!("{flaws}"));
    let (blueprint, warnings) =
        check(&file, &Roles::standard()).unwrap_or_else(|flaws| panic!("{flaws}"));
    assert!(warnings.is_empty(), "{warnings:?}");
    blueprint
}

fn table(blueprint: &Blueprint, replications: u64) -> Table {
    let ensemble = Ensemble { event_budget: EVENT_BUDGET, ..stage::ensemble(replications, 1) };
    stage::table(blueprint, ensemble.replications, ensemble.seed, 1)
}

/// A replication in which nobody heeds an order.
fn without_orders(blueprint: &Blueprint, index: u64) -> Outcome {
    let key = ReplicationKey::new(1, index);
    let mut record = Record::new(std::sync::Arc::new(blueprint.plan()));
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    blueprint.turn_to(&mut simulation, &blueprint.baseline(), key, Twin::HandsOff);
    simulation.reset(key, &mut record);
    simulation.run_until(Time::START + blueprint.horizon(), &mut record);
    record.close(simulation.now() - Time::START, simulation.events(), false).clone()
}

#[test]
fn worlds_of_real_figures_open_with_their_question_and_mark_every_figure() {
    for name in WORLDS {
        let text = fs::read_to_string(format!("worlds/{name}.ron")).expect("it is there");
        let (head, _) = text.split_once("\nWorld(").expect("a world follows a comment");
        let is_comment = head.lines().all(|line| line.starts_with("//"));
        assert!(is_comment && head.contains('?'), "{name} does not open with a question");
        assert!(!read(name).claims().is_empty(), "{name} claims nothing");
    }
}

#[test]
fn worlds_of_real_figures_are_small() {
    for name in WORLDS {
        let table = table(&read(name), 300);
        assert_eq!(table.failed, 0, "{name}");
        let blueprint = read(name);
        let most = (0..100).map(|index| without_orders(&blueprint, index).events).max();
        assert!(most.is_some_and(|most| most <= 1_000), "{name}: {most:?} events");
    }
}

#[test]
fn who_watches_changes_no_chance_of_what_is_done() {
    let (watched, unwatched) = (read("from_scratch"), read("from_scratch_unwatched"));
    for index in 0..100 {
        let [with, without] =
            [&watched, &unwatched].map(|blueprint| without_orders(blueprint, index));
        for milestone in [Milestone::FirstConcerningWork, Milestone::Takeoff] {
            let (with, without) = (with.at(milestone), without.at(milestone));
            assert_eq!(with, without, "{milestone:?} of replication {index}");
        }
    }
}

//! The worlds of real figures: sound, marked, small, and twins of each other where they
//! say so.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use foomwatch::behaviors::Roles;
use foomwatch::engine::EVENT_BUDGET;
use foomwatch::experiment::{Ensemble, Table};
use foomwatch::oversight::{Link, Milestone, Outcome, Record, Twin};
use foomwatch::primitives::id::ActorId;
use foomwatch::primitives::parameter::Setting;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::Time;
use foomwatch::world::{Blueprint, WorldFile, check};
use petgraph::visit::EdgeRef;

use crate::stage;

/// The worlds of the house, but for those that documents begin with.
fn worlds() -> Vec<String> {
    let files = fs::read_dir("worlds").expect("the folder is there");
    let names = files.filter_map(|file| {
        let name = file.expect("the folder can be read").file_name();
        Some(name.to_str()?.strip_suffix(".ron")?.to_owned())
    });
    let mut names: Vec<String> = names.filter(|name| name != "first" && name != "guide").collect();
    names.sort();
    names
}

/// Worlds with more oversight, each beside its twin with less.
fn twins() -> Vec<(String, String)> {
    let watched = worlds().into_iter().filter_map(|name| {
        let less = name.strip_suffix("_watched").map(str::to_owned);
        let more = name.strip_suffix("_unwatched").map(str::to_owned);
        match (less, more) {
            (Some(less), _) => Some((name, less)),
            (None, Some(more)) => Some((more, name)),
            (None, None) => None,
        }
    });
    watched.collect()
}

/// The links by which somebody oversees another, or is told what that one finds.
const OVERSIGHT: [Link; 9] = [
    Link::Watches,
    Link::Alerts,
    Link::Reports,
    Link::Declares,
    Link::Knows,
    Link::Tells,
    Link::Reads,
    Link::Orders,
    Link::Owns,
];

/// A setting in words that do not hang on who else is in the world.
fn words(blueprint: &Blueprint, setting: &Setting) -> String {
    match setting {
        Setting::Channel(place) => format!("channel {}", blueprint.channels()[*place as usize]),
        Setting::Actor(actor) => format!("actor {}", blueprint.name_of(*actor)),
        Setting::Table(entries) => {
            let entry = |(name, settings): &(Arc<str>, Box<[Setting]>)| {
                let all: Vec<_> = settings.iter().map(|one| words(blueprint, one)).collect();
                format!("{name}: {all:?}")
            };
            format!("{:?}", entries.iter().map(entry).collect::<Vec<_>>())
        }
        Setting::TableByActor(entries) => {
            let entry = |(actor, settings): &(ActorId, Box<[Setting]>)| {
                let all: Vec<_> = settings.iter().map(|one| words(blueprint, one)).collect();
                format!("{}: {all:?}", blueprint.name_of(*actor))
            };
            format!("{:?}", entries.iter().map(entry).collect::<Vec<_>>())
        }
        other => format!("{other:?}"),
    }
}

/// What each actor is, by name.
fn actors(blueprint: &Blueprint) -> BTreeMap<String, (String, Vec<String>)> {
    let all = blueprint.actors().iter().map(|actor| {
        let settings = actor.settings().iter().map(|one| words(blueprint, one)).collect();
        (actor.name().to_owned(), (actor.role().name.to_owned(), settings))
    });
    all.collect()
}

/// What takeoff is, as the file has it.
fn takeoff(name: &str) -> String {
    let text = fs::read_to_string(format!("worlds/{name}.ron")).expect("it is there");
    let line = text.lines().find(|line| line.trim_start().starts_with("takeoff:"));
    line.expect("a world says what takeoff is").to_owned()
}

/// All links by who is joined to whom, with their laws.
fn links(blueprint: &Blueprint) -> Vec<(String, Link, String, String)> {
    let network = blueprint.network();
    let all = network.edge_references().map(|edge| {
        let law = edge.weight();
        let [from, to] = [edge.source(), edge.target()].map(|node| network[node].clone());
        (from, law.kind, to, format!("{:?} {:?} {}", law.name, law.delay, law.loss))
    });
    all.collect()
}

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
    for name in worlds() {
        let text = fs::read_to_string(format!("worlds/{name}.ron")).expect("it is there");
        let (head, _) = text.split_once("\nWorld(").expect("a world follows a comment");
        let is_comment = head.lines().all(|line| line.starts_with("//"));
        assert!(is_comment && head.contains('?'), "{name} does not open with a question");
        assert!(!read(&name).claims().is_empty(), "{name} claims nothing");
    }
}

#[test]
fn worlds_of_real_figures_are_small() {
    for name in worlds() {
        let table = table(&read(&name), 300);
        assert_eq!(table.failed, 0, "{name}");
        let blueprint = read(&name);
        let most = (0..100).map(|index| without_orders(&blueprint, index).events).max();
        // What goes round in a loop just below its critical value goes round for long.
        let limit = if name.starts_with("feedback_loop") { 100_000 } else { 1_000 };
        assert!(most.is_some_and(|most| most <= limit), "{name}: {most:?} events");
    }
}

#[test]
fn twins_of_worlds_differ_in_oversight_alone() {
    let twins = twins();
    assert!(!twins.is_empty());
    for (more, less) in twins {
        let (watched, unwatched) = (read(&more), read(&less));
        assert_eq!(watched.horizon(), unwatched.horizon(), "{more}");
        assert_eq!(watched.starts(), unwatched.starts(), "{more}");
        assert_eq!(takeoff(&more), takeoff(&less), "{more}");
        let (all, few) = (actors(&watched), actors(&unwatched));
        for (name, actor) in &few {
            assert_eq!(all.get(name), Some(actor), "{name} of {more} is another than in {less}");
        }
        let (with, without) = (links(&watched), links(&unwatched));
        for link in &without {
            assert!(with.contains(link), "{less} has the link {link:?}, and {more} has not");
        }
        for link in with.iter().filter(|link| !without.contains(link)) {
            assert!(OVERSIGHT.contains(&link.1), "{more} differs from {less} by {link:?}");
        }
    }
}

#[test]
fn who_watches_changes_no_chance_of_what_is_done() {
    for (more, less) in twins() {
        let (watched, unwatched) = (read(&more), read(&less));
        for index in 0..100 {
            let [with, without] =
                [&watched, &unwatched].map(|blueprint| without_orders(blueprint, index));
            for milestone in [Milestone::FirstConcerningWork, Milestone::Takeoff] {
                let (with, without) = (with.at(milestone), without.at(milestone));
                assert_eq!(with, without, "{milestone:?} of replication {index} of {more}");
            }
        }
    }
}

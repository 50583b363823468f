//! Stages: where traces of concerning work end, world by world, and how often.

use foomwatch::behaviors::Roles;
use foomwatch::experiment::Table;
use foomwatch::oversight::Stage;

use crate::stage::{first, table, world};

const SEED: u64 = 1;

/// What traces come to in the first world with takeoff after 60 days and no false
/// alarms, and so set.
fn of(text: &str, sets: &[(&str, &str)], replications: u64) -> Table {
    let all = [&[("takeoff", "After(\"60 d\")"), ("actors.meter.false_alarms", "0/y")], sets];
    table(&world(text, &all.concat(), &Roles::standard()), replications, SEED, 2)
}

fn count(table: &Table, stage: Stage) -> u64 {
    table.stages().find(|(one, ..)| *one == stage).expect("it is a stage").1
}

#[test]
fn each_stage_is_where_some_world_ends() {
    // Nobody looks into anything any more, once the desk looks into the first alert.
    let busy = ("actors.desk.review", "\"1000 d\"");
    let never = ("actors.desk.skill", "-20");
    let cases: [(Stage, &[(&str, &str)]); 9] = [
        (Stage::NotEmitted, &[("actors.secret run.begins", "\"3 y\"")]),
        (Stage::MissedDraw, &[("actors.meter.hazard", "0/y")]),
        (Stage::Merged, &[busy, ("actors.meter.false_alarms", "1000/y")]),
        (Stage::LostInQueue, &[busy, ("horizon", "30 d")]),
        (Stage::Misjudged, &[never, ("actors.desk.review", "\"1 s\"")]),
        (Stage::DismissedOnTheWay, &[("links.3.1", "Reports(delay: \"1000 d\")")]),
        (Stage::Discounted, &[("actors.board.likelihood_ratio", "1.001")]),
        (Stage::TooLate, &[("takeoff", "After(\"1 s\")")]),
        (Stage::Noticed, &[("actors.desk.review", "\"1 s\"")]),
    ];
    for (stage, sets) in cases {
        let table = of(&first(), sets, 200);
        assert_eq!(table.stages().map(|(_, count, _)| count).sum::<u64>(), 200);
        let most = table.stages().max_by_key(|(_, count, _)| *count).expect("there are stages");
        assert_eq!(most.0, stage, "{sets:?}: {:?}", table.stages().collect::<Vec<_>>());
    }
}

#[test]
fn what_is_declared_in_full_is_not_covered() {
    let text = first().replace(
        "(\"meter\",   Watches, \"cluster\"),",
        "(\"meter\", Watches, \"cluster\"), (\"secret run\", Declares, \"meter\"),",
    );
    let table = of(&text, &[], 100);
    assert_eq!(count(&table, Stage::NotCovered), 100);
}

#[test]
fn a_draw_is_missed_as_often_as_an_exponential_comes_late() {
    // The desk and the board take no time, and everything that rings is confirmed.
    const N: u64 = 40_000;
    let sets = [("actors.desk.review", "\"1 s\""), ("actors.desk.skill", "40")];
    let table = of(&first(), &[&sets[..], &[("horizon", "60 d")]].concat(), N);
    let truth = (-60.0_f64 / 30.436_875).exp();
    let share = count(&table, Stage::MissedDraw) as f64 / N as f64;
    let z = (share - truth) / (truth * (1.0 - truth) / N as f64).sqrt();
    assert!(z.abs() <= 3.5, "{share} instead of {truth}");
    assert_eq!(count(&table, Stage::MissedDraw) + count(&table, Stage::Noticed), N);
}

#[test]
fn pieces_end_at_stages_of_their_own() {
    let table = of(&first(), &[("actors.desk.review", "\"1 s\"")], 500);
    let of = |stage| table.pieces().find(|(one, _)| *one == stage).expect("it is a stage").1;
    // No piece ends before it rings, and the first one that is confirmed is noticed.
    for stage in [Stage::NotEmitted, Stage::NotCovered, Stage::MissedDraw] {
        assert_eq!(of(stage), 0, "{stage:?}");
    }
    assert!(of(Stage::Noticed) > 0 && of(Stage::Misjudged) > 0);
}

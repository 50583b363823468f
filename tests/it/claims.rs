//! Claims: what each form means on outcomes made by hand, and
//! what replications say of them.

use std::sync::Arc;

use foomwatch::behaviors::Roles;
use foomwatch::experiment::claim::{PartResult, Verdict};
use foomwatch::experiment::values::{ValueInterval, Values};
use foomwatch::experiment::{Ensemble, Table, TwinOutcomes, Watch, replicate};
use foomwatch::oversight::{FirstTimePlace, Milestone, Outcome, Record};
use foomwatch::primitives::time::{Span, Time};
use foomwatch::report::{json, summary};
use foomwatch::world::Blueprint;
use foomwatch::world::claim::Sought;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use crate::stage::{ensemble, first, measure, table, world};

const SEED: u64 = 1;

/// A world with these claims.
pub fn claiming(text: &str, claims: &[&str]) -> String {
    let list: Vec<String> = claims.iter().map(|claim| format!("{claim:?}")).collect();
    let end = text.trim_end().strip_suffix(')').expect("a world ends so");
    let end = end.split("    claims: [").next().expect("a split has a part");
    format!("{end}    claims: [{}],\n)\n", list.join(", "))
}

/// The first world with these claims.
fn first_claiming(claims: &[&str]) -> Blueprint {
    world(&claiming(&first(), claims), &[], &Roles::standard())
}

/// An empty table for a world's claims.
fn empty(blueprint: &Blueprint) -> Table {
    Table::new(Arc::new(blueprint.plan()), blueprint.claims(), SEED)
}

const DAY: u64 = 86_400_000_000;

/// An outcome in which nothing happened for two years.
fn nothing(blueprint: &Blueprint) -> Outcome {
    let mut record = Record::new(Arc::new(blueprint.plan()));
    record.close(Span::from_ticks(730 * DAY), 0, false).clone()
}

/// The same with first times reached on these days; names with `by 'actor'` behind.
fn reached(blueprint: &Blueprint, days: &[(&str, u64)]) -> Outcome {
    let mut outcome = nothing(blueprint);
    for (name, day) in days {
        let (milestone, by) = name.split_once(" by ").unwrap_or((name, ""));
        let plan = blueprint.plan();
        let own = plan.milestones().iter().position(|own| *own == milestone);
        let place = match (own, blueprint.actor(by)) {
            (Some(place), None) => FirstTimePlace::Milestone(place),
            (own, actor) => {
                let name = own.map_or("lucky notice", |place| plan.milestones()[place]);
                let by = actor.map(|actor| actor.id());
                plan.place_of_first_time(foomwatch::oversight::FirstTime { name, by })
            }
        };
        let time = Time::from_ticks(day * DAY);
        match place {
            FirstTimePlace::Milestone(place) => outcome.milestones[place] = time,
            FirstTimePlace::Asked(place) => outcome.first_times[place] = time,
        }
    }
    outcome.set_takeoff_without_orders(outcome.at(Milestone::Takeoff));
    outcome
}

/// Whether an event happens in an outcome.
fn happens(event: &str, days: &[(&str, u64)]) -> bool {
    let blueprint = first_claiming(&[&format!("P({event} or not takeoff and takeoff) >= 50 %")]);
    let mut table = empty(&blueprint);
    table.fold(&reached(&blueprint, days), &TwinOutcomes::default());
    let results = table.claims();
    assert_eq!(results[0].parts[0].estimate.n, 1);
    results[0].parts[0].estimate.estimate == Some(1.0)
}

#[test]
fn each_form_of_an_event_means_what_it_says() {
    let days: &[(&str, u64)] = &[("first alarm", 10), ("first review", 15), ("takeoff", 40)];
    let cases = [
        ("first alarm", true),
        ("noticed", false),
        ("not noticed", true),
        ("not not noticed", false),
        ("first alarm before takeoff", true),
        ("takeoff before first alarm", false),
        ("takeoff before takeoff", false),
        ("first alarm before noticed", true),
        ("noticed before first alarm", false),
        ("noticed before run done", false),
        ("run done before noticed", false),
        ("first review within 5 d of first alarm", true),
        ("first alarm within 5 d of first review", true),
        ("first review within 4.999999999 d of first alarm", false),
        ("first review within 5 d of noticed", false),
        ("noticed within 5 y of run done", false),
        ("first alarm within 10 d of start", true),
        ("first alarm within 9 d of start", false),
        ("noticed within 1000 y of start", false),
        ("noticed or first alarm", true),
        ("noticed and first alarm", false),
        ("first alarm and first review and takeoff", true),
        ("noticed and takeoff or first alarm", true),
        ("noticed and (takeoff or first alarm)", false),
        ("not noticed and takeoff", true),
        ("not (noticed or takeoff)", false),
        ("not noticed before takeoff", true),
    ];
    for (event, truth) in cases {
        assert_eq!(happens(event, days), truth, "{event}");
    }
}

#[test]
fn by_asks_for_the_actors_own_time() {
    let days: &[(&str, u64)] = &[
        ("first alarm", 3),
        ("first alarm by meter", 10),
        ("first alarm by desk", 3),
        ("noticed", 20),
        ("noticed by board", 20),
    ];
    let cases = [
        ("first alarm by 'meter' within 9 d of start", false),
        ("first alarm within 9 d of start", true),
        ("first alarm by 'desk' before first alarm by 'meter'", true),
        ("first alarm by 'meter' before first alarm by 'desk'", false),
        ("first alarm by 'board'", false),
        ("noticed by 'board' within 10 d of first alarm by 'meter'", true),
    ];
    for (event, truth) in cases {
        // All of them are asked for, so that the outcome has a place for each.
        let all = "first alarm by 'meter' and first alarm by 'desk' and noticed by 'board' and \
                   first alarm by 'board'";
        let event = format!("({event}) and (takeoff or not ({all}) or ({all}))");
        assert_eq!(happens(&event, days), truth, "{event}");
    }
}

/// The result of the only part of the only claim.
fn only<T>(table: &Table, of: impl Fn(&PartResult<'_>) -> T) -> T {
    let results = table.claims();
    assert_eq!((results.len(), results[0].parts.len()), (1, 1));
    of(&results[0].parts[0])
}

/// What a claim comes to over outcomes with these days.
fn over<T>(claim: &str, days: &[&[(&str, u64)]], of: impl Fn(&PartResult<'_>) -> T) -> T {
    let blueprint = first_claiming(&[claim]);
    let mut table = empty(&blueprint);
    days.iter().for_each(|days| table.fold(&reached(&blueprint, days), &TwinOutcomes::default()));
    only(&table, of)
}

#[test]
fn given_leaves_out_and_counts_what_it_leaves_out() {
    let days: [&[(&str, u64)]; 4] = [
        &[("noticed", 5), ("takeoff", 9)],
        &[("noticed", 12), ("takeoff", 9)],
        &[("noticed", 5)],
        &[],
    ];
    let counts = |part: &PartResult<'_>| (part.estimate.estimate, part.estimate.n, part.left_out);
    // Where the whole event is the headline, takeoff is given.
    let headline = over("P(noticed before takeoff) >= 10 %", &days, counts);
    assert_eq!(headline, (Some(0.5), 2, 2));
    let all = over("P(noticed before takeoff and takeoff) >= 10 %", &days, counts);
    assert_eq!(all, (Some(0.25), 4, 0));
    let noticed = over("P(noticed before takeoff) >= 10 % given noticed", &days, counts);
    assert_eq!(noticed, (Some(2.0 / 3.0), 3, 1));
    let time = over("mean(noticed) <= 9 d given noticed", &days, counts);
    assert_eq!(time, (Some(86_400.0 * 22.0 / 3.0), 3, 1));
    let never = over("P(noticed) >= 10 % given run done", &days, |part| part.verdict);
    assert_eq!(never, Verdict::Undefined);
}

#[test]
fn what_is_not_reached_is_infinite() {
    let days: [&[(&str, u64)]; 4] =
        [&[("noticed", 5), ("takeoff", 9)], &[("noticed", 12)], &[("takeoff", 3)], &[]];
    let of = |part: &PartResult<'_>| {
        let estimate = &part.estimate;
        let infinite = (part.minus_infinite, part.infinite);
        (estimate.estimate, estimate.n, part.left_out, infinite, part.verdict)
    };
    let infinity = f64::INFINITY;
    let cases = [
        ("median(takeoff) <= 1 d", (Some(9.0 * 86_400.0), 4, 0, (0, 2), Verdict::Open)),
        ("p75(takeoff) <= 1 d", (Some(infinity), 4, 0, (0, 2), Verdict::Fails)),
        ("p10(takeoff - noticed) >= 0 d", (Some(-infinity), 3, 1, (1, 1), Verdict::Open)),
        ("median(takeoff - noticed) >= 0 d", (Some(4.0 * 86_400.0), 3, 1, (1, 1), Verdict::Open)),
        ("p90(takeoff - noticed) >= 0 d", (Some(infinity), 3, 1, (1, 1), Verdict::Open)),
        ("mean(takeoff) <= 9 d given noticed", (Some(infinity), 2, 2, (0, 1), Verdict::Fails)),
        (
            "mean(takeoff - noticed) >= 0 d given takeoff or noticed",
            (None, 3, 1, (1, 1), Verdict::Undefined),
        ),
        (
            "mean(takeoff - noticed) >= 0 d given noticed",
            (Some(infinity), 2, 2, (0, 1), Verdict::Holds),
        ),
        (
            "mean(noticed - takeoff) >= 0 d given noticed",
            (Some(-infinity), 2, 2, (1, 0), Verdict::Fails),
        ),
        (
            "mean(noticed - takeoff) >= -9 d given noticed and takeoff",
            (Some(-4.0 * 86_400.0), 1, 3, (0, 0), Verdict::Open),
        ),
    ];
    for (claim, truth) in cases {
        assert_eq!(over(claim, &days, of), truth, "{claim}");
    }
}

#[test]
fn an_interval_at_the_value_decides() {
    // Clopper and Pearson, of 0 in 20: up to 16.84 %; of 20 in 20: from 83.16 %.
    let none: Vec<&[(&str, u64)]> = vec![&[]; 20];
    let all: Vec<&[(&str, u64)]> = vec![&[("noticed", 5)]; 20];
    let cases = [
        ("P(noticed) <= 16.9 %", &none, Verdict::Holds),
        ("P(noticed) < 16.9 %", &none, Verdict::Holds),
        ("P(noticed) <= 16.8 %", &none, Verdict::Open),
        ("P(noticed) >= 16.9 %", &none, Verdict::Fails),
        ("P(noticed) > 16.9 %", &none, Verdict::Fails),
        ("P(noticed) >= 16.8 %", &none, Verdict::Open),
        ("P(noticed) >= 83.1 %", &all, Verdict::Holds),
        ("P(noticed) >= 83.2 %", &all, Verdict::Open),
        ("P(noticed) >= 100 %", &all, Verdict::Open),
        ("P(noticed) <= 83.1 %", &all, Verdict::Fails),
        // Values that never vary have an interval of no width.
        ("mean(noticed) <= 5 d given noticed", &all, Verdict::Holds),
        ("mean(noticed) < 5 d given noticed", &all, Verdict::Fails),
        ("median(noticed) >= 5 d", &all, Verdict::Holds),
        ("median(noticed) > 5 d", &all, Verdict::Fails),
        ("p99(noticed) <= 6 d", &all, Verdict::Open),
    ];
    for (claim, days, truth) in cases {
        assert_eq!(over(claim, days, |part| part.verdict), truth, "{claim}");
    }
}

#[test]
fn a_conjunction_is_as_good_as_its_worst_part() {
    let (holds, fails) = ("P(noticed) >= 50 %", "P(noticed) <= 50 %");
    let (open, undefined) = ("P(noticed) >= 100 %", "P(noticed) >= 50 % given takeoff");
    let cases = [
        (vec![holds, holds], Verdict::Holds),
        (vec![holds, open], Verdict::Open),
        (vec![open, undefined, holds], Verdict::Undefined),
        (vec![undefined, open, fails], Verdict::Fails),
    ];
    for (parts, truth) in cases {
        let blueprint = first_claiming(&[&parts.join(" and ")]);
        let mut table = empty(&blueprint);
        (0..50).for_each(|_| {
            table.fold(&reached(&blueprint, &[("noticed", 5)]), &TwinOutcomes::default())
        });
        let results = table.claims();
        assert_eq!((results[0].parts.len(), results[0].verdict), (parts.len(), truth), "{parts:?}");
    }
}

#[test]
fn failed_replications_count_for_no_claim() {
    let blueprint = first_claiming(&["P(noticed) >= 50 %"]);
    let mut table = empty(&blueprint);
    table.fold(&Outcome { failed: true, ..nothing(&blueprint) }, &TwinOutcomes::default());
    assert_eq!(only(&table, |part| (part.estimate.n, part.left_out)), (0, 0));
}

#[test]
fn claims_agree_with_the_tables_beside_them() {
    let claims = [
        "P(noticed before takeoff) >= 10 %",
        "P(noticed before takeoff and takeoff) >= 10 %",
        "P(takeoff) >= 10 %",
        "P(takeoff without orders) >= 10 %",
        "P(noticed) >= 10 %",
        "P(lucky notice) >= 10 %",
        "P(false accusation) >= 10 %",
        "mean('board'.reports) >= 1",
        "mean('desk'.confirmed) >= 1 %",
        "mean('desk'.wait) >= 1 s",
        "mean('board'.convinced) >= 1 %",
        "mean('secret run'.duration) >= 1 d",
        "mean('cluster'.jobs done) <= 9",
        "mean(reports per year) >= 1",
    ];
    // The desk is closed at night, so that it has waits.
    let sets = [("actors.desk.hours", "Mo-Fr 09:00-17:00")];
    let blueprint = world(&claiming(&first(), &claims), &sets, &Roles::standard());
    let table = table(&blueprint, 2000, SEED, 2);
    let results = table.claims();
    let named = table.estimates();
    let same = |place: usize, of: &foomwatch::experiment::estimate::Estimate| {
        let ours = &results[place].parts[0].estimate;
        assert_eq!((ours.estimate, ours.low, ours.high), (of.estimate, of.low, of.high));
    };
    // What goes on at the horizon is no event of a claim.
    let (last, named) = named.split_last().expect("there are estimates");
    assert_eq!(last.name, "work goes on at the horizon");
    named.iter().enumerate().for_each(|(place, named)| same(place, &named.estimate));
    let measures = [
        ("board", "reports"),
        ("desk", "confirmed"),
        ("desk", "wait"),
        ("board", "convinced"),
        ("secret run", "duration"),
        ("cluster", "jobs done"),
        ("board", "reports"),
    ];
    for (place, (actor, name)) in measures.into_iter().enumerate() {
        same(named.len() + place, &measure(&blueprint, &table, actor, name));
    }
    // A run of 1e27 FLOP ends after the horizon, and has no duration.
    let run = &results[named.len() + 4].parts[0];
    assert_eq!((run.estimate.n, run.left_out), (0, 2000));
}

#[test]
fn a_run_records_whose_doing_a_milestone_was() {
    let text = first()
        .replace(
            "actors: {",
            r#"actors: {
        "idle meter": HazardSensor(channel: "power", hazard: "0/y"),
        "short run": TrainingProgram(compute: "1e24 FLOP"),
        "doubtful board": Authority(prior: "0.0001 %", convinced_at: "99.9999 %"),"#,
        )
        .replace(
            "links: [",
            r#"links: [
        ("cluster", Hosts, "short run"),
        ("idle meter", Watches, "cluster"),
        ("idle meter", Alerts, "desk"),
        ("desk", Reports, "doubtful board"),"#,
        )
        .replace("accountable: [", "accountable: [\"doubtful board\", ");
    let shares = [
        ("P(first alarm by 'idle meter') <= 1 %", 0.0),
        ("P(first alarm by 'meter' within 0 s of first alarm) >= 1 % given first alarm", 1.0),
        ("P(first trace by 'idle meter') >= 1 %", 1.0),
        ("P(first trace by 'desk') <= 1 %", 0.0),
        ("P(first concerning work by 'secret run') >= 1 %", 1.0),
        ("P(first concerning work by 'cluster') <= 1 %", 0.0),
        ("P(first review by 'desk' within 0 s of first review) >= 1 % given first review", 1.0),
        ("P(noticed by 'board' within 0 s of noticed) >= 1 % given noticed", 1.0),
        ("P(noticed by 'board' before noticed by 'doubtful board') >= 1 % given noticed", 1.0),
        (
            "P(lucky notice by 'board' within 0 s of lucky notice) >= 1 % \
             given lucky notice by 'board'",
            1.0,
        ),
        (
            "P(lucky notice by 'doubtful board' before lucky notice by 'board') >= 99 % \
          given not lucky notice by 'board' and lucky notice",
            1.0,
        ),
        ("P(run done by 'short run' within 0 s of run done) >= 1 %", 1.0),
        ("P(run done by 'secret run') <= 1 %", 0.0),
    ];
    let claims = shares.map(|(claim, _)| claim);
    let blueprint = world(&claiming(&text, &claims), &[], &Roles::standard());
    let table = table(&blueprint, 400, SEED, 2);
    for (result, (claim, truth)) in table.claims().iter().zip(shares) {
        let estimate = &result.parts[0].estimate;
        assert!(estimate.n >= 50, "{claim}: {} replications", estimate.n);
        assert_eq!(estimate.estimate, Some(truth), "{claim}");
    }
}

/// Under one meter without takeoff alarms come as Poisson's do.
#[test]
fn counters_of_the_hidden_truth_have_their_closed_forms() {
    let claims = [
        "mean(caused alarms per year) <= 12",
        "mean(coincident alarms per year) <= 6",
        "mean(false alarms per day) <= 1",
        "mean(alarms per year) <= 18",
        "mean(alarms) <= 36",
        "mean(benign alarms) <= 1",
        "mean(false alarms) <= 3",
        "median(false alarms per year) <= 12",
    ];
    let text =
        first().replace("compute: \"1e27 FLOP\"", "compute: \"1e27 FLOP\", begins: \"6 mo\"");
    let sets = [("warm_up", "3 mo")];
    let blueprint = world(&claiming(&text, &claims), &sets, &Roles::standard());
    let table = table(&blueprint, 4000, SEED, 2);
    let of = |place: usize| {
        let estimate = &table.claims()[place].parts[0].estimate;
        (estimate.estimate.expect("it has one"), estimate.standard_error)
    };
    // Of 21 months at risk the run shows in 18 and not in 3.
    let (years, shows) = (1.75, 1.5);
    let truths = [
        (0, 12.0 * shows / years),
        (1, 6.0 * shows / years),
        (2, 6.0 * 0.25 / years / 365.2425),
        (3, (18.0 * shows + 6.0 * 0.25) / years),
        (4, 18.0 * shows + 6.0 * 0.25),
        (6, 1.5),
    ];
    for (place, truth) in truths {
        let (value, error) = of(place);
        let z = (value - truth) / error.expect("counts vary");
        assert!(z.abs() <= 3.5, "{}: {value}, not {truth}", claims[place]);
    }
    assert_eq!(of(5).0, 0.0);
    // Poisson's law of mean 1.5 has the median 1, told in 1.75 years.
    assert_eq!(of(7).0, 1.0 / Span::from_seconds(1.75 * 365.2425 * 86_400.0).years());
}

#[test]
fn a_warm_up_leaves_out_counts_and_no_milestone() {
    let claims = ["mean(alarms per year) <= 18", "P(noticed before takeoff) >= 50 %"];
    let text = claiming(&first(), &claims);
    let roles = Roles::standard();
    let cold = world(&text, &[], &roles);
    let warm = world(&text, &[("warm_up", "700 d")], &roles);
    let (cold_table, warm_table) = (table(&cold, 2000, SEED, 1), table(&warm, 2000, SEED, 1));
    for (one, other) in cold_table.milestones().zip(warm_table.milestones()) {
        assert_eq!(one, other);
    }
    let alarms = |blueprint, table| measure(blueprint, table, "meter", "alarms").estimate.unwrap();
    for value in [alarms(&cold, &cold_table), alarms(&warm, &warm_table)] {
        assert!((value - 18.0).abs() < 0.9, "{value} alarms a year");
    }
    let counted = |table: &Table| table.claims()[0].parts[0].estimate.clone();
    let (cold_error, warm_error) = (counted(&cold_table), counted(&warm_table));
    assert!(warm_error.standard_error > cold_error.standard_error, "less time tells less");
    // A board that is convinced by then has been convinced.
    let ever = |blueprint, table| measure(blueprint, table, "board", "convinced").estimate;
    assert_eq!(ever(&warm, &warm_table), ever(&cold, &cold_table));
}

#[test]
fn a_warm_up_is_in_the_digest_and_claims_are_not() {
    let roles = Roles::standard();
    let plain = world(&claiming(&first(), &[]), &[], &roles);
    let claimed = world(&claiming(&first(), &["P(noticed) >= 1 %"]), &[], &roles);
    let cold = world(&first(), &[("warm_up", "0 s")], &roles);
    let warm = world(&first(), &[("warm_up", "90 d")], &roles);
    assert_eq!(plain.digest(), claimed.digest());
    assert_eq!(plain.digest(), cold.digest());
    assert_ne!(plain.digest(), warm.digest());
}

#[test]
fn claims_change_nothing_else_that_is_printed() {
    let with = first_claiming(&["P(first alarm by 'meter') >= 1 %", "mean(alarms) <= 3"]);
    let without = first_claiming(&[]);
    let printed = |blueprint: &Blueprint| {
        let text = json::json(blueprint, &table(blueprint, 300, SEED, 1));
        let mut value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        value
            .as_object_mut()
            .expect("it is an object")
            .remove("claims")
            .expect("it has them")
            .as_object()
            .map(|claims| claims.len())
            .zip(Some(value))
    };
    let (with, without) = (printed(&with).unwrap(), printed(&without).unwrap());
    assert_eq!((with.0, without.0), (2, 0));
    assert_eq!(with.1, without.1);
}

/// Claims of every kind, in a world where chunks differ.
const MANY: [&str; 10] = [
    "P(noticed before takeoff) >= 50 %",
    "median(takeoff - noticed) >= -30 d and mean('desk'.confirmed) >= 80 %",
    "mean(alarms per year) <= 18",
    "p90(alarms) <= 50",
    "median('desk'.merged) <= 20 %",
    "mean(takeoff) <= 70 d given takeoff and not lucky notice",
    "p10(noticed - run done) >= 3 d",
    "mean(takeoff - noticed) <= 70 d given takeoff or noticed",
    "P(first alarm by 'meter' before first review by 'desk') >= 99 %",
    "p95('board'.reports) <= 20",
];

#[test]
fn threads_change_no_digit_of_a_claim() {
    let blueprint = first_claiming(&MANY);
    let printed = |threads| {
        let ensemble = Ensemble { threads, ..ensemble(5000, SEED) };
        let stop = std::sync::atomic::AtomicBool::new(false);
        let table = replicate(&blueprint, ensemble, &Watch { progress: &|_| {}, stop: &stop });
        (json::json(&blueprint, &table), summary::summary(&blueprint, ensemble, &table))
    };
    let one = printed(1);
    assert_eq!(one, printed(2));
    assert_eq!(one, printed(7));
}

#[test]
fn json_has_claims_by_their_text_and_nulls_for_what_is_infinite() {
    let claims =
        ["P( takeoff )>=1 %", "median(run done) <= 3 d", "P(takeoff) > 1 % and P(noticed) > 1 %"];
    let blueprint = first_claiming(&claims);
    let text = json::json(&blueprint, &table(&blueprint, 200, SEED, 1));
    let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let one = &value["claims"][claims[0]];
    assert_eq!(
        (&one["n"], &one["verdict"], &one["unit"]),
        (&200.into(), &"holds".into(), &"share".into())
    );
    assert!(one.get("claim").is_none() && one["low"].as_f64() > Some(0.9));
    let infinite = &value["claims"][claims[1]];
    assert!(infinite["estimate"].is_null() && infinite["low"].is_null());
    assert_eq!((&infinite["infinite"], &infinite["verdict"]), (&200.into(), &"fails".into()));
    let both = &value["claims"][claims[2]];
    assert_eq!(both["verdict"], "holds");
    assert_eq!(both["parts"][1]["claim"], "P(noticed) > 1 %");
}

#[test]
fn the_summary_has_a_row_for_each_sentence() {
    let blueprint = first_claiming(&["P(noticed) >= 1 % and median(run done) <= 3 d"]);
    let text = summary::summary(&blueprint, ensemble(200, SEED), &table(&blueprint, 200, SEED, 1));
    let rows = ["P(noticed) >= 1 % ", "  and median(run done) <= 3 d ", "  together "];
    let lines: Vec<&str> =
        rows.iter().filter_map(|row| text.lines().find(|line| line.starts_with(row))).collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].ends_with("holds") && lines[1].contains('∞') && lines[2].ends_with("fails"));
    let none = first_claiming(&[]);
    let text = summary::summary(&none, ensemble(2, SEED), &table(&none, 2, SEED, 1));
    assert!(!text.contains("verdict"));
}

#[test]
fn takeoff_has_the_mean_and_the_quantiles_of_its_law() {
    // Exponential, cut at two years: 5e-6 of it lies beyond.
    let claims = [
        "mean(takeoff) <= 60 d given takeoff",
        "median(takeoff) <= 60 d",
        "p90(takeoff) <= 60 d",
        "P(takeoff within 60 d of start) >= 50 %",
    ];
    let blueprint = first_claiming(&claims);
    let table = table(&blueprint, 20_000, SEED, 2);
    let truths = [60.0, 60.0 * 2.0_f64.ln(), 60.0 * 10.0_f64.ln()].map(|days| days * 86_400.0);
    let truths = truths.into_iter().chain([1.0 - (-1.0_f64).exp()]);
    for (result, truth) in table.claims().iter().zip(truths) {
        let estimate = &result.parts[0].estimate;
        let (low, high) = (estimate.low.unwrap(), estimate.high.unwrap());
        assert!(low <= truth && truth <= high, "{}: {low} to {high}", result.claim.text);
        assert!(high - low < 0.05 * truth, "{}: {low} to {high}", result.claim.text);
    }
}

#[test]
fn infinite_values_stand_at_the_ends_of_an_interval() {
    let mut values = Values::default();
    (1..=8).for_each(|value| values.add(f64::from(value)));
    [f64::INFINITY, f64::NEG_INFINITY].into_iter().for_each(|value| values.add(value));
    // The textbook's ranks of 10 are 2 and 9.
    let interval = values.quantile_interval(0.5, 0.95);
    assert_eq!(interval, ValueInterval { low: Some(1.0), high: Some(8.0) });
    values.add(f64::INFINITY);
    values.add(f64::NEG_INFINITY);
    values.add(f64::NEG_INFINITY);
    assert_eq!(values.quantile_interval(0.5, 0.95).low, Some(f64::NEG_INFINITY));
    assert_eq!(values.quantile(1.0), Some(f64::INFINITY));
    assert_eq!(Values::default().quantile(0.5), None);
    let none = ValueInterval { low: None, high: None };
    assert_eq!(Values::default().quantile_interval(0.5, 0.95), none);
}

/// Of a law that is −∞ and +∞ with a tenth each: 0.96 for the median of 101.
#[test]
fn median_intervals_of_signed_values_cover() {
    let mut random = Pcg64Mcg::seed_from_u64(7);
    for (share, truth) in [(0.5, 0.0), (0.95, f64::INFINITY), (0.05, f64::NEG_INFINITY)] {
        let covered = (0..2000)
            .filter(|_| {
                let mut values = Values::default();
                for _ in 0..101 {
                    let draw = random.random::<f64>();
                    values.add(match draw {
                        ..0.1 => f64::NEG_INFINITY,
                        0.9.. => f64::INFINITY,
                        _ => draw - 0.5,
                    });
                }
                let ValueInterval { low, high } = values.quantile_interval(share, 0.95);
                low.is_none_or(|low| low <= truth) && high.is_none_or(|high| truth <= high)
            })
            .count();
        assert!(covered >= 1880, "{share}: {covered} of 2000");
        assert!(share != 0.5 || covered <= 1960, "{share}: {covered} of 2000");
    }
}

#[test]
fn every_claim_of_the_documents_can_be_made() {
    let text = std::fs::read_to_string("docs/claims.md").expect("the tests run at the root");
    let mut claims = Vec::new();
    let mut blocks = text.split("```");
    blocks.next();
    for block in blocks.step_by(2) {
        if let Some(lines) = block.strip_prefix("claims\n") {
            claims.extend(lines.lines().filter(|line| !line.trim().is_empty()));
        }
    }
    assert!(claims.len() >= 20, "only {} claims were found", claims.len());
    let blueprint = first_claiming(&claims);
    let table = table(&blueprint, 100, SEED, 1);
    for result in table.claims() {
        assert!(
            result.verdict != Verdict::Undefined || result.claim.text.contains("duration"),
            "nothing is said of {}",
            result.claim.text
        );
    }
}

#[test]
fn an_actor_whose_name_has_a_quote_can_be_asked_for() {
    let text = first().replace("\"desk\"", "\"the board's desk\"");
    let text = claiming(&text, &["P(first review by 'the board''s desk') >= 1 %"]);
    let blueprint = world(&text, &[], &Roles::standard());
    let table = table(&blueprint, 200, SEED, 1);
    assert_eq!(only(&table, |part| part.verdict), Verdict::Holds);
}

#[test]
fn a_counter_of_the_world_hides_one_of_its_name() {
    // A meter counts `alarms` of its own; the world's are those of all observers.
    let blueprint = first_claiming(&["mean(alarms) <= 3"]);
    let Sought::Mean(numeral) = &blueprint.claims()[0].parts[0].sought else {
        panic!("it is a mean");
    };
    assert_eq!(format!("{numeral:?}"), "Count(Alarms)");
}

proptest! {
    #[test]
    fn neither_order_nor_splitting_matters_to_values(
        values in prop::collection::vec(prop_oneof![
            8 => -1e6..1e6_f64,
            4 => (-9..9_i32).prop_map(f64::from),
            1 => Just(f64::INFINITY),
            1 => Just(f64::NEG_INFINITY),
        ], 1..100),
        at in any::<prop::sample::Index>(),
        share in 0.0..=1.0_f64,
    ) {
        let collected = |values: &[f64]| {
            let mut all = Values::default();
            values.iter().for_each(|value| all.add(*value));
            all
        };
        let (left, right) = values.split_at(at.index(values.len() + 1));
        let mut merged = collected(right);
        merged.merge(&collected(left));
        let all = collected(&values);
        prop_assert_eq!(&all, &merged);
        let mut sorted = values.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let rank = ((share * sorted.len() as f64).ceil() as usize).max(1);
        let (found, exact) = (all.quantile(share).unwrap(), sorted[rank - 1]);
        prop_assert!(found == exact || (found - exact).abs() <= exact.abs() / 1024.0);
    }
}

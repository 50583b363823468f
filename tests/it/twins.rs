//! Twins: what would have come without orders, and without concerning work, and
//! what hangs on them.

use std::sync::atomic::AtomicBool;

use foomwatch::experiment::claim::Verdict;
use foomwatch::experiment::quantiles::Quantiles;
use foomwatch::experiment::{Ensemble, Table, Watch, replicate};
use foomwatch::oversight::{Milestone, OutcomeClass, Stage, Twin};
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::Time;
use foomwatch::report::trace::{Form, Tracer};
use foomwatch::report::{json, summary};
use foomwatch::world::Blueprint;
use serde_json::Value;

use crate::claims::claiming;
use crate::stage::{ensemble, table, world};
use crate::vault::{HALTED, SEED, VARIES, course, halted, roles};

/// A month and a year, in days.
const MONTH: f64 = 30.436875;
const YEAR: f64 = 365.2425;

fn without_twins(blueprint: &Blueprint, replications: u64) -> (Ensemble, Table) {
    let ensemble = Ensemble { twins: false, ..ensemble(replications, SEED) };
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    (ensemble, replicate(blueprint, ensemble, &watch))
}

fn printed(blueprint: &Blueprint, table: &Table) -> Value {
    serde_json::from_str(&json::json(blueprint, table)).expect("it is JSON")
}

fn times<'t>(table: &'t Table, name: &str) -> &'t Quantiles {
    let mut milestones = table.milestones();
    milestones.find(|(own, _)| *own == name).expect("every world has it").1
}

#[track_caller]
fn near(share: f64, truth: f64, n: u64) {
    let z = (share - truth) / (truth * (1.0 - truth) / n as f64).sqrt();
    assert!(z.abs() <= 3.5, "{share:.4} instead of {truth:.4}, z = {z:+.2}");
}

#[test]
fn a_halt_by_the_first_report_has_its_closed_form() {
    const N: u64 = 60_000;
    let table = table(&halted(&[]), N, SEED, 2);
    let (a, f) = (1.0 / MONTH, 6.0 / YEAR);
    let any = 1.0 - (-(a + f) * 60.0_f64).exp();
    let of = |class| table.share_of(class).estimate.expect("twins were followed");
    near(of(OutcomeClass::StoppedInTime), any * a / (a + f), N);
    // Who halts by a mere coincidence will see no true trace any more.
    near(of(OutcomeClass::PreventedWithoutNotice), any * f / (a + f), N);
    near(of(OutcomeClass::UnnoticedTakeoff), 1.0 - any, N);
    let estimates = table.estimates();
    assert_eq!(estimates[0].name, "noticed before takeoff");
    assert_eq!(estimates[0].estimate.n, N, "without orders takeoff always comes");
    near(estimates[0].estimate.estimate.expect("it does"), any * a / (a + f), N);
    near(table.takeoffs() as f64 / N as f64, 1.0 - any, N);
    // Without concerning work the first false alarm is a false accusation.
    let accused = table.twins().false_accusations().estimate.expect("they were followed");
    near(accused, 1.0 - (-f * 100.0_f64).exp(), N);
    // Lead time is cut at 60 days: of 60 − A, A exponential and at most 60.
    let half = -(1.0 - any / 2.0_f64).ln() / (a + f);
    let median = table.lead_time().and_then(Quantiles::median).expect("it is known").days();
    assert!((median - (60.0 - half)).abs() < 0.5, "{median} instead of {}", 60.0 - half);
    let conversion = table.conversion_time().and_then(Quantiles::median).expect("it is known");
    assert!((conversion.days() - 60.0).abs() < 0.1, "{conversion:?}");
}

/// Changes of the world, and outcomes that come then.
type Case = (&'static [(&'static str, &'static str)], &'static [OutcomeClass]);

#[test]
fn outcomes_are_a_partition_and_each_can_come() {
    use OutcomeClass as Class;
    const LATE: (&str, &str) =
        ("(\"meter\", Reports, \"board\")", "(\"meter\", Reports(delay: \"20 d\"), \"board\")");
    const SLOW: (&str, &str) =
        ("(\"board\", Orders, \"vault\")", "(\"board\", Orders(delay: \"60 d\"), \"vault\")");
    const SHORT: (&str, &str) = ("response: Pause", "response: Pause, pause_lasts: \"60 d\"");
    const SOON: (&str, &str) = ("horizon: \"100 d\"", "horizon: \"50 d\"");
    const NEVER: (&str, &str) = ("response: Pause", "response: Watch");
    let cases: [Case; 6] = [
        (&[], &[Class::UnnoticedTakeoff, Class::StoppedInTime, Class::PreventedWithoutNotice]),
        (&[LATE], &[Class::NoticedLate, Class::UnnoticedTakeoff, Class::StoppedInTime]),
        (&[SLOW], &[Class::NoticedNotStopped, Class::UnnoticedTakeoff]),
        (&[SHORT], &[Class::DelayedPastHorizon, Class::PreventedWithoutNotice]),
        (&[SOON], &[Class::NoTakeoffNoticed, Class::NoTakeoffNotNoticed]),
        (&[NEVER], &[Class::NoticedNotStopped, Class::UnnoticedTakeoff]),
    ];
    for (changes, classes) in cases {
        let table = table(&halted(changes), 400, SEED, 1);
        let counts = Class::ALL.map(|class| table.count_of(class));
        assert_eq!(counts.iter().sum::<u64>(), 400, "{changes:?}: {counts:?}");
        for class in classes {
            assert!(table.count_of(*class) > 0, "{changes:?}: no `{}`: {counts:?}", class.name());
        }
    }
}

#[test]
fn takeoff_without_orders_is_takeoff_where_nobody_is_given_any() {
    let cut = ("        (\"board\", Orders, \"vault\"),\n", "");
    let (with, without) = (halted(&[VARIES]), halted(&[VARIES, cut]));
    let (with, without) = (table(&with, 2000, SEED, 2), table(&without, 2000, SEED, 2));
    assert!(with.twins().ordered > 500 && with.takeoffs() < without.takeoffs());
    assert_eq!(times(&with, "takeoff without orders"), times(&without, "takeoff"));
    assert_eq!(with.takeoffs_without_orders(), Some(without.takeoffs()));
    assert_eq!(without.twins().ordered, 0);
    // Nothing of a course without orders is another than of one in which none can be
    // given.
    for index in 0..200 {
        let (blueprint, other) = (halted(&[VARIES]), halted(&[VARIES, cut]));
        let hands_off = course(&blueprint, Twin::HandsOff, index);
        let factual = course(&other, Twin::Factual, index);
        for milestone in [Milestone::Takeoff, Milestone::Noticed, Milestone::FirstAlarm] {
            assert_eq!(hands_off.at(milestone), factual.at(milestone), "replication {index}");
        }
    }
}

/// The lines of a course's trace, and its last words.
fn trace(blueprint: &Blueprint, twin: Twin, index: u64, form: Form) -> String {
    let mut text = String::new();
    let (key, point) = (ReplicationKey::new(SEED, index), blueprint.baseline());
    let mut simulation = blueprint.build(&point, key);
    blueprint.turn_to(&mut simulation, &point, key, twin);
    simulation.record_causes(true);
    let graph = simulation.graph().clone();
    let write = |line: &str| text.push_str(line);
    let mut tracer = Tracer::new(blueprint, graph, form, write).following(twin);
    simulation.reset(key, &mut tracer);
    let until = tracer.go_on();
    simulation.run_until(until, &mut tracer);
    tracer.finish(simulation.now());
    text
}

#[test]
fn the_twin_without_orders_is_the_run_up_to_the_first_order() {
    let blueprint = halted(&[VARIES]);
    let mut ordered = 0;
    for index in 0..40 {
        let first = course(&blueprint, Twin::Factual, index).at(Milestone::FirstOrder);
        if first == Time::NEVER {
            continue;
        }
        ordered += 1;
        let up_to = |twin| -> Vec<String> {
            let text = trace(&blueprint, twin, index, Form::JsonLines);
            let entry = |line: &&str| serde_json::from_str::<Value>(line).expect("it is JSON");
            let events = text.lines().filter(|line| entry(line)["what"] != "start");
            let so_far = events.filter(|line| entry(line)["ticks"].as_u64() <= Some(first.ticks()));
            so_far.map(str::to_owned).collect()
        };
        let (factual, hands_off) = (up_to(Twin::Factual), up_to(Twin::HandsOff));
        assert!(factual.len() > 3, "{factual:?}");
        assert_eq!(factual, hands_off, "replication {index}");
    }
    assert!(ordered > 10);
}

#[test]
fn a_trace_ends_with_what_it_came_to_and_says_whose_course_it_is() {
    let blueprint = halted(&[]);
    let noticed = (0..50).find(|index| {
        let outcome = course(&blueprint, Twin::Factual, *index);
        outcome.at(Milestone::Noticed) < Time::NEVER
    });
    let index = noticed.expect("one in fifty is noticed");
    let factual = trace(&blueprint, Twin::Factual, index, Form::Text);
    for words in ["outcome: it hangs on", "noticed through meter → board", "order"] {
        assert!(factual.contains(words), "no {words:?} in\n{factual}");
    }
    let hands_off = trace(&blueprint, Twin::HandsOff, index, Form::Text);
    for words in ["the twin without orders", "outcome: noticed, not stopped", "takeoff"] {
        assert!(hands_off.contains(words), "no {words:?} in\n{hands_off}");
    }
    let innocent = trace(&blueprint, Twin::Innocent, index, Form::Text);
    assert!(innocent.contains("the innocent twin"), "{innocent}");
    for words in ["concerning work of", "trace shows", "noticed through", "caused"] {
        assert!(!innocent.contains(words), "{words:?} in\n{innocent}");
    }
}

#[test]
fn the_innocent_twin_has_no_concerning_work_and_the_same_false_alarms() {
    let blueprint = halted(&[VARIES]);
    for index in 0..200 {
        let innocent = course(&blueprint, Twin::Innocent, index);
        assert_eq!(innocent.concerning_flop, 0.0);
        assert!(!innocent.runs_on && innocent.noticed_by.is_empty());
        for milestone in [Milestone::FirstConcerningWork, Milestone::FirstTrace, Milestone::Noticed]
        {
            assert_eq!(innocent.at(milestone), Time::NEVER, "replication {index}");
        }
        // What rings without a reason does so as often, whatever it is called.
        let factual = course(&blueprint, Twin::Factual, index).alarms;
        assert_eq!(innocent.alarms.all(), innocent.alarms.falsely);
        assert_eq!(innocent.alarms.falsely, factual.falsely + factual.coincident);
    }
    let table = table(&blueprint, 4000, SEED, 2);
    let json = printed(&blueprint, &table);
    let rate = &json["burden"]["innocent false alarms per year"];
    let number = |key: &str| rate[key].as_f64().expect("it is known");
    let z = (number("estimate") - 6.0) / number("standard_error");
    assert!(z.abs() <= 3.5, "{rate}");
}

#[test]
fn without_twins_whatever_hangs_on_them_is_null() {
    let claims = [
        "P(noticed before takeoff) >= 50 %",
        "median(takeoff - noticed) >= 1 d",
        "P(first alarm within 10 d of takeoff) >= 1 %",
        "P(stopped in time) >= 50 %",
        "median(lead time) >= 1 d",
        "P(innocent twin accused) <= 50 %",
        "mean(innocent false alarms per year) <= 9",
        "P(takeoff) <= 50 %",
        "P(takeoff within 61 d of start) <= 50 %",
        "P(noticed) >= 10 %",
        "mean(concerning FLOP at notice) <= 1e27 FLOP",
    ];
    let blueprint = world(&claiming(HALTED, &claims), &[], &roles());
    let (ensemble, table) = without_twins(&blueprint, 500);
    for (place, result) in table.claims().iter().enumerate() {
        let defined = place >= 7;
        assert_eq!(result.parts[0].estimate.estimate.is_some(), defined, "{}", claims[place]);
        assert_eq!(result.verdict != Verdict::Undefined, defined, "{}", claims[place]);
    }
    let json = printed(&blueprint, &table);
    for null in ["missed_at", "lead_time", "conversion_time"] {
        assert!(json[null].is_null(), "{null}: {}", json[null]);
    }
    let without = &json["milestones"]["takeoff without orders"];
    assert!(without["count"].is_null() && without["median"].is_null());
    for outcome in ["stopped in time", "prevented without notice", "no takeoff, noticed"] {
        assert!(json["outcomes"][outcome]["count"].is_null(), "{outcome}");
    }
    assert!(json["outcomes"]["unnoticed takeoff"]["count"].is_u64());
    assert!(json["estimates"][0]["estimate"].is_null());
    assert!(json["twins"]["hands_off"]["takeoffs"].is_null());
    assert_eq!(json["twins"]["followed"], 0);
    assert!(json["burden"]["innocent twin accused"]["estimate"].is_null());
    assert!(json["burden"]["false alarms per year"]["estimate"].is_number());
    assert!(json["noticed_by"].as_object().is_some_and(|ways| !ways.is_empty()));
    let text = summary::summary(&blueprint, ensemble, &table);
    for words in ["undefined", "--no-twins", "no innocent twin", "unknown without twins"] {
        assert!(text.replace('\n', " ").contains(words), "no {words:?} in\n{text}");
    }
    let said = "it is not known when takeoff would have come without them";
    assert!(text.replace('\n', " ").contains(said), "{text}");
    // Where no order goes out, takeoff is what it would have been.
    let watching = halted(&[("response: Pause", "response: Watch")]);
    let json = printed(&watching, &without_twins(&watching, 200).1);
    assert!(json["estimates"][0]["estimate"].is_number() && json["missed_at"].is_object());
}

#[test]
fn claims_say_of_twins_what_the_tables_say() {
    let claims = [
        "P(noticed before takeoff) >= 50 %",
        "P(stopped in time) >= 50 %",
        "P(prevented without notice) >= 50 %",
        "P(noticed, not stopped or no takeoff, not noticed) >= 50 %",
        "P(innocent twin accused) >= 50 %",
        "median(lead time) >= 1 d",
        "median(takeoff - noticed) >= 1 d given noticed before takeoff",
        "median(takeoff without orders - takeoff) >= 1 d given takeoff",
        "mean(innocent false alarms per year) >= 1",
        "P(stopped before takeoff) >= 1 %",
        "mean(alarm precision) >= 1 %",
        "P(first order by 'board') >= 1 %",
        "P(noticed) >= 1 % given stopped",
    ];
    let blueprint = world(&claiming(HALTED, &claims), &[], &roles());
    let table = table(&blueprint, 2000, SEED, 2);
    let of = |place: usize| table.claims()[place].parts[0].estimate.estimate.expect("it has one");
    let share = |class| table.share_of(class).estimate.expect("twins were followed");
    assert_eq!(Some(of(0)), table.estimates()[0].estimate.estimate);
    assert_eq!(of(1), share(OutcomeClass::StoppedInTime));
    assert_eq!(of(2), share(OutcomeClass::PreventedWithoutNotice));
    assert_eq!(of(3), 0.0);
    assert_eq!(Some(of(4)), table.twins().false_accusations().estimate);
    assert_eq!(of(5), of(6));
    let median = table.lead_time().and_then(Quantiles::median).expect("it is known");
    assert!((of(5) / median.seconds() - 1.0).abs() < 2e-3);
    assert_eq!(of(7), 0.0, "where no order goes out, takeoff is what it would have been");
    let burden = table.burden();
    let row = |name| burden.iter().find(|row| row.name == name).expect("it is there");
    let innocent = row("false alarms per year").innocent.as_ref().expect("it is there");
    assert_eq!(Some(of(8)), innocent.1.estimate);
    assert_eq!(of(9), of(1));
    assert_eq!(Some(of(10)), row("alarm precision").factual.estimate);
    assert_eq!(of(11), table.twins().ordered as f64 / 2000.0);
    assert_eq!(of(12), 1.0);
}

#[test]
fn ways_to_notice_and_stages_of_what_was_missed_add_up() {
    let late =
        ("(\"meter\", Reports, \"board\")", "(\"meter\", Reports(delay: \"20 d\"), \"board\")");
    for changes in [&[][..], &[late][..], &[VARIES][..]] {
        let blueprint = halted(changes);
        let table = table(&blueprint, 1000, SEED, 1);
        let json = printed(&blueprint, &table);
        let sum = |of: &str| -> u64 {
            let counts = json[of].as_object().expect("a map").values();
            counts.map(|one| one["count"].as_u64().expect("it is known")).sum()
        };
        let noticed = times(&table, "noticed").count();
        assert_eq!(sum("noticed_by"), noticed);
        // What was noticed too late was missed too.
        let in_time = table.stages().find(|(stage, ..)| *stage == Stage::Noticed);
        let in_time = in_time.expect("it is a stage").1;
        assert_eq!(sum("missed_at"), 1000 - in_time);
        assert_eq!(json["missed_at"]["too late"]["count"], noticed - in_time);
        // Some were noticed after takeoff would have come, and it was put off.
        assert!(table.count_of(OutcomeClass::NoticedLate) <= noticed - in_time);
        assert_eq!(json["lead_time"]["count"].as_u64().map(|count| count <= in_time), Some(true));
    }
}

#[test]
fn threads_change_nothing_of_twins() {
    let blueprint = halted(&[VARIES]);
    let printed = |threads| json::json(&blueprint, &table(&blueprint, 5000, SEED, threads));
    let one = printed(1);
    assert_eq!(one, printed(2));
    assert_eq!(one, printed(7));
}

#[test]
fn a_monitor_of_what_is_rare_is_right_once_in_a_hundred() {
    let text = HALTED
        .replace("\"run\":   TrainingProgram(", "\"run\": TrainingProgram(begins: \"2 d\", ")
        .replace("hazard: \"1/mo\", false_alarms: \"6/y\"", "hazard: \"0/y\"")
        .replace("\"board\": A", "\"monitor\": Monitor(channel: \"power\"), \"board\": A")
        .replace("(\"vault\", Hosts, \"run\"),", "(\"vault\", Hosts, \"run\"), (\"monitor\", Watches, \"vault\"), (\"monitor\", Reports, \"board\"),");
    let blueprint = world(&text, &[], &roles());
    let table = table(&blueprint, 4000, SEED, 2);
    let burden = table.burden();
    let precision = burden.iter().find(|row| row.name == "alarm precision").expect("it is there");
    let estimate = precision.factual.estimate.expect("there are alarms");
    let error = precision.factual.standard_error.expect("they vary");
    let truth: f64 = 0.94e-4 / (0.94e-4 + 0.01 * (1.0 - 1e-4));
    assert!((truth - 0.009_313).abs() < 1e-6);
    let z = (estimate - truth) / error;
    assert!(
        z.abs() <= 3.5 && 4.5 * error < 0.02 * truth * 2.0,
        "{estimate} ± {error}, z = {z:+.2}"
    );
}

//! Readers of records: how many are read, by whom, and what they give away.

use foomwatch::behaviors::Roles;
use foomwatch::oversight::Milestone;

use crate::desks::{alone, assert_measures, pair};
use crate::stage::{self, measure};

/// Somebody reads records of a run that lasts for 100 days, by these fields.
fn reader(fields: &str, opacity: f64) -> String {
    // An H100 at 40 % for 100 days.
    let compute = 989.4e12 * 0.4 * 100.0 * 86_400.0;
    format!(
        r#"World(
    horizon: "200 d",
    concern: [Program("run")],
    takeoff: After("200 d"),
    accountable: ["board"],
    actors: {{
        "run": TrainingProgram(compute: "{compute} FLOP", opacity: {opacity}),
        "cluster": Cluster(chips: "1 H100"),
        "reader": Reader({fields}),
        "board": Authority(),
    }},
    links: [
        ("cluster", Hosts, "run"),
        ("reader", Reads, "run"),
        ("reader", Reports, "board"),
    ],
)"#
    )
}

const YEAR: f64 = 365.2425;

#[test]
fn a_share_of_the_records_is_picked_while_work_goes_on() {
    let text = reader(r#"records: "40/d", reads: "25 %", readers: 100, time: "1 s""#, 0.0);
    let picked = 1000.0 * YEAR / 200.0;
    let exact = [("picked", picked), ("read", picked)];
    assert_measures(&text, 80, "reader", &exact);
    let blueprint = stage::world(&text, &[], &Roles::standard());
    let outcome = stage::outcome(&blueprint, 1, 0);
    assert!(outcome.at(Milestone::FirstAlarm).days() < 5.0, "{:?}", outcome.milestones);
}

#[test]
fn a_picked_record_that_finds_nobody_free_is_left_unread() {
    // Erlang B at 2 erlangs and 2 servers, whatever the law of the time: 2/5.
    for time in [r#""2 h""#, r#"Exponential(mean: "2 h")"#] {
        let fields = format!(r#"records: "48/d", reads: "50 %", readers: 2, time: {time}"#);
        assert_measures(&reader(&fields, 0.0), 60, "reader", &[("unread", 0.4)]);
    }
}

#[test]
fn the_more_opaque_the_work_the_fewer_records_give_it_away() {
    let fields = r#"records: "100/d", reads: 1, readers: 100, time: "1 s", skill: 1"#;
    for (opacity, exact) in [(1.0, 0.5), (2.0, 1.0 / (1.0 + 1_f64.exp()))] {
        assert_measures(&reader(fields, opacity), 20, "reader", &[("flagged", exact)]);
    }
    let scaled = format!("{fields}, skill_scale: 0.5");
    let exact = 1.0 / (1.0 + 2_f64.exp());
    assert_measures(&reader(&scaled, 2.0), 60, "reader", &[("flagged", exact)]);
}

#[test]
fn innocent_work_is_accused_by_the_rate_of_false_accusations() {
    let fields = r#"records: "100/d", reads: 1, readers: 100, time: "1 s",
                    false_accusation: "20 %""#;
    // Whose program it is that worries, nobody reads of.
    let text = reader(fields, 0.0).replace(
        "\"cluster\": C",
        "\"other\": TrainingProgram(compute: \"1 FLOP\", begins: \"100 y\"),\n\"cluster\": C",
    );
    let text = text
        .replace("Program(\"run\")]", "Program(\"other\")]")
        .replace("(\"reader\", Reads", "(\"cluster\", Hosts, \"other\"),\n(\"reader\", Reads");
    assert_measures(&text, 40, "reader", &[("flagged", 0.2)]);
    let with_claims = text.trim_end().strip_suffix(')').expect("a world ends so").to_owned()
        + "claims: [\"mean(false alarms) >= 1 and mean(alarms) >= 1\"])";
    let blueprint = stage::world(&with_claims, &[], &Roles::standard());
    let table = alone(&blueprint, 40);
    let parts = &table.claims()[0].parts;
    assert_eq!(parts[0].estimate.estimate, parts[1].estimate.estimate, "all of them are false");
}

#[test]
fn hours_are_spent_on_what_is_read_and_only_when_people_are_in() {
    let fields = r#"records: "96/d", reads: 1, hours: "Mo-Fr 09:00-17:00", time: "1 h""#;
    let blueprint = stage::world(&reader(fields, 0.0), &[], &Roles::standard());
    let outcome = stage::outcome(&blueprint, 1, 0);
    let (seconds, _) = pair(&blueprint, &outcome, "reader", "hours");
    let (_, read) = pair(&blueprint, &outcome, "reader", "flagged");
    assert!((seconds - 3600.0 * read).abs() < 1e-6, "{seconds} s for {read} records");
    // Of 40 hours a week, in 100 days or 71 working days, about a quarter of an
    // hour passes between two records: nobody can read more.
    assert!((430.0..=71.5 * 8.0).contains(&read), "{read} records");
}

#[test]
fn more_reading_on_the_same_chances_never_finds_later() {
    let first = |reads: &str| -> Vec<f64> {
        let text = reader(&format!(r#"reads: "{reads}", readers: 50, time: "1 s""#), 3.0);
        let blueprint = stage::world(&text, &[], &Roles::standard());
        let days = |index| stage::outcome(&blueprint, 5, index).at(Milestone::FirstAlarm).days();
        (0..100).map(days).collect()
    };
    let (few, many) = (first("5 %"), first("20 %"));
    assert!(few.iter().zip(&many).all(|(few, many)| many <= few), "{few:?} {many:?}");
    assert!(few.iter().filter(|days| **days < 100.0).count() > 20, "{few:?}");
}

#[test]
fn news_of_work_twice_over_two_links_is_news_once() {
    let text = reader(r#"records: "10/d", reads: 1, readers: 50, time: "1 s""#, 0.0);
    let twice = text.replace(
        "(\"reader\", Reads, \"run\"),",
        "(\"reader\", Reads, \"run\"),
         (\"reader\", Reads(name: \"slow\", delay: \"1 d\"), \"run\"),",
    );
    let picked = |text: &str| {
        let blueprint = stage::world(text, &[], &Roles::standard());
        let table = alone(&blueprint, 200);
        measure(&blueprint, &table, "reader", "picked").estimate.expect("it is counted")
    };
    // The slow link tells of the end a day later.
    let ratio = picked(&twice) / picked(&text);
    assert!((1.0..1.02).contains(&ratio), "{ratio} times as many");
}

//! Desks: queues of alerts against their closed forms, and what a desk promises.
//!
//! Guards in chains and readers of records have files of their own.

use std::sync::atomic::AtomicBool;

use foomwatch::behaviors::Roles;
use foomwatch::experiment::{Ensemble, Table, Watch, replicate};
use foomwatch::oversight::Outcome;
use foomwatch::world::Blueprint;

use crate::stage::{self, measure};
use crate::toy::statistics::assert_near;

const SEED: u64 = 11;

/// So many replications without shadows.
pub fn alone(blueprint: &Blueprint, replications: u64) -> Table {
    let ensemble = Ensemble { twins: false, ..stage::ensemble(replications, SEED) };
    replicate(blueprint, ensemble, &Watch { progress: &|_| {}, stop: &AtomicBool::new(false) })
}

/// Asserts that measures of an actor cover exact values, and that an error of 2 % would show.
pub fn assert_measures(text: &str, replications: u64, actor: &str, exact: &[(&str, f64)]) {
    let blueprint = stage::world(text, &[], &Roles::standard());
    let table = alone(&blueprint, replications);
    for (name, exact) in exact {
        let found = measure(&blueprint, &table, actor, name);
        let (estimate, error) = (found.estimate.unwrap(), found.standard_error.unwrap());
        let case = format!("{name} of {actor}");
        assert_near(&case, SEED, *exact, 0.02 * exact, estimate, error);
    }
}

/// The numerator and the denominator of a measure of one replication's actor.
pub fn pair(blueprint: &Blueprint, outcome: &Outcome, actor: &str, name: &str) -> (f64, f64) {
    let plan = blueprint.plan();
    let place = plan
        .measures()
        .iter()
        .position(|(of, row)| blueprint.name_of(*of) == actor && row.name == name)
        .unwrap_or_else(|| panic!("`{actor}` has no measure `{name}`"));
    outcome.measures[place]
}

/// A world of actors that look into alarms of sensors, about a run from begin to horizon.
///
/// `sensors` are names with the fields of each; all alert `to`.
pub fn watched(
    horizon: &str,
    begins: &str,
    sensors: &[(&str, &str)],
    desks: &str,
    links: &str,
) -> String {
    let actors: String = sensors
        .iter()
        .map(|(name, fields)| format!("\"{name}\": HazardSensor(channel: \"power\", {fields}),\n"))
        .collect();
    let ways: String = sensors
        .iter()
        .map(|(name, _)| {
            format!("(\"{name}\", Watches, \"cluster\"), (\"{name}\", Alerts, \"desk\"),\n")
        })
        .collect();
    format!(
        r#"World(
    horizon: "{horizon}",
    concern: [Program("run")],
    takeoff: After("{horizon}"),
    accountable: ["board"],
    actors: {{
        "run": TrainingProgram(compute: "1e26 FLOP", {begins}),
        "cluster": Cluster(chips: "1 H100"),
        {actors}{desks},
        "board": Authority(prior: "0.0001 %"),
    }},
    links: [
        ("cluster", Hosts, "run"),
        {ways}{links}
    ],
)"#
    )
}

/// Nothing but false alarms, at these rates by name, at a desk with these fields.
fn false_alarms(horizon: &str, rates: &[(&str, &str)], desk: &str) -> String {
    let desk = format!("\"desk\": Reviewer({desk})");
    watched(horizon, r#"begins: "1000 y""#, rates, &desk, r#"("desk", Reports, "board")"#)
}

#[test]
fn an_alert_finds_as_many_waiting_as_littles_law_says() {
    // At constant service and 0.7 erlangs they wait 7/6 services each.
    let text = false_alarms(
        "1 y",
        &[("meter", r#"hazard: "0/h", false_alarms: "0.7/h""#)],
        r#"review: "1 h", merges: false"#,
    );
    assert_measures(&text, 650, "desk", &[("queue", 0.7 * 7.0 / 6.0)]);
}

#[test]
fn a_desk_without_room_turns_alerts_away() {
    // Erlang B: (a²/2)/(1 + a + a²/2) at 2 erlangs is 2/5.
    let blocked = false_alarms(
        "60 d",
        &[("meter", r#"hazard: "0/h", false_alarms: "6/h""#)],
        r#"servers: 2, review: Exponential(mean: "20 min"), room: 0, merges: false"#,
    );
    assert_measures(&blocked, 40, "desk", &[("abandoned", 0.4)]);
    // With room for one beside one server at full load, all of three states are as likely.
    let one = blocked.replace("servers: 2", "servers: 1").replace("room: 0", "room: 1");
    let one = one.replace("\"6/h\"", "\"3/h\"");
    assert_measures(&one, 60, "desk", &[("abandoned", 1.0 / 3.0)]);
}

#[test]
fn patience_runs_in_closed_hours_too() {
    // Of the five times that the desk is closed in a week, only the last hour is
    // short enough to wait through, though no server is ever busy for long.
    let text = false_alarms(
        "1 y",
        &[("meter", r#"hazard: "0/h", false_alarms: "1/h""#)],
        r#"servers: 1000, hours: "Mo-Fr 09:00-17:00", review: "1 s", patience: "1 h",
           merges: false"#,
    );
    assert_measures(&text, 40, "desk", &[("abandoned", (128.0 - 5.0) / 168.0)]);
}

/// One review a week, which a siren's alert has whenever there is one.
fn mondays(discipline: &str) -> String {
    let rates = [
        ("siren", r#"hazard: "100/d", false_alarms: "0.1/d""#),
        ("murmur", r#"hazard: "0/d", false_alarms: "2/d""#),
    ];
    let desk = format!(
        r#"hours: "Mo 09:00-17:00", review: "8 h", patience: "7 d", merges: false,
           discipline: {discipline}"#
    );
    false_alarms("50 y", &rates, &desk)
}

#[test]
fn who_is_next_at_the_opening_is_settled_at_the_opening() {
    // Whoever is left over on one Monday has lost patience by the next one, so
    // Mondays are independent of each other.
    let exact = 1.0 - (-0.7_f64).exp();
    let (mut urgent, mut all) = (0.0, 0.0);
    let text = mondays("Priority");
    let blueprint = stage::world(&text, &[], &Roles::standard());
    for index in 0..25 {
        let outcome = stage::outcome(&blueprint, SEED, index);
        urgent += pair(&blueprint, &outcome, "desk", "urgent wait").1;
        all += pair(&blueprint, &outcome, "desk", "wait").1;
    }
    assert!((all / 25.0 - 50.0 * 52.18).abs() < 3.0, "{all} reviews in 25 times 50 years");
    let error = (exact * (1.0 - exact) / all).sqrt();
    assert_near("urgent on a Monday", SEED, exact, 0.02 * exact, urgent / all, error);
    // The latest of all is as likely the siren's as any alarm is, and waited half a
    // day: some 2.1 come each day.
    let last = mondays("LastCome");
    let blueprint = stage::world(&last, &[], &Roles::standard());
    let wait = measure(&blueprint, &alone(&blueprint, 40), "desk", "wait");
    let (estimate, error) = (wait.estimate.unwrap(), wait.standard_error.unwrap());
    assert_near("the latest", SEED, 86_400.0 / 2.1, 864.0, estimate, error);
}

#[test]
fn an_alert_that_gains_evidence_moves_up() {
    // A siren's alert weighs as much as seven of the murmur's, of which some seventy
    // come from one review to the next: the siren's never has its turn.
    let rates = [
        ("siren", r#"hazard: "1/d", false_alarms: "0.01/d""#),
        ("murmur", r#"hazard: "10/d", false_alarms: "10/d""#),
    ];
    let desk = r#"hours: "Mo 09:00-17:00", review: "8 h", discipline: Priority, urgent: 1e6"#;
    let text = false_alarms("50 y", &rates, desk);
    let blueprint = stage::world(&text, &[], &Roles::standard());
    let outcome = stage::outcome(&blueprint, SEED, 0);
    let of = |name: &str| pair(&blueprint, &outcome, "desk", name).1;
    assert!(of("wait") > 2600.0, "{} reviews", of("wait"));
    // The weight of twenty murmurs, at the begin of the review, is urgent.
    assert!(of("other wait") <= 1.0, "{} light alerts were reviewed", of("other wait"));
}

#[test]
fn what_comes_by_two_ways_weighs_once() {
    // An alarm is worth 101 and comes twice while the desk is closed, some 50 in 500 years.
    let rates = [("siren", r#"hazard: "10/y", false_alarms: "0.1/y""#)];
    let desk = r#"hours: "Mo 09:00-17:00", review: "1 h", discipline: Priority, urgent: 1000"#;
    let text = false_alarms("500 y", &rates, desk).replace(
        r#"("siren", Alerts, "desk"),"#,
        r#"("siren", Alerts, "desk"), ("siren", Alerts(delay: "1 min", name: "again"), "desk"),"#,
    );
    let blueprint = stage::world(&text, &[], &Roles::standard());
    let outcome = stage::outcome(&blueprint, SEED, 0);
    let of = |name: &str| pair(&blueprint, &outcome, "desk", name);
    assert!(of("merged").0 > 20.0, "{:?} merged", of("merged"));
    assert_eq!(of("urgent wait").1, 0.0);
}

#[test]
fn every_alert_merges_is_reviewed_or_is_abandoned_in_the_end() {
    // The run, and with it all alarms, end well before the horizon.
    let disciplines = ["FirstCome", "LastCome", "Priority"];
    let mut seen = [0.0; 3];
    for case in 0..60_u64 {
        let desk = format!(
            r#""desk": Reviewer(servers: {}, review: Exponential(mean: "{} min"), {}{}{}merges: {},
                discipline: {})"#,
            1 + case % 3,
            10 + case * 7 % 50,
            ["", "room: 2, ", "room: 0, "][(case / 3 % 3) as usize],
            ["", "patience: Exponential(mean: \"30 min\"), "][(case / 2 % 2) as usize],
            ["", "hours: \"Mo-Su 09:00-17:00\", ", "hours: \"We 08:00-20:00\", "]
                [(case / 5 % 3) as usize],
            case % 4 != 0,
            disciplines[(case % 3) as usize],
        );
        let sensors = [
            ("a", r#"hazard: "3/h", false_alarms: "0/h""#),
            ("b", r#"hazard: "5/h", false_alarms: "0/h""#),
        ];
        let text = watched("1 y", "", &sensors, &desk, r#"("desk", Reports, "board")"#)
            .replace("1e26 FLOP", "2e20 FLOP");
        let blueprint = stage::world(&text, &[], &Roles::standard());
        let outcome = stage::outcome(&blueprint, SEED, case);
        let of = |name: &str| pair(&blueprint, &outcome, "desk", name);
        let (merged, alerts) = of("merged");
        let (abandoned, opened) = of("abandoned");
        let (_, reviewed) = of("confirmed");
        let again = stage::again(&text, &[], case + 1, SEED);
        assert!(alerts == merged + reviewed + abandoned, "{alerts} alerts\n{again}");
        assert!(opened == reviewed + abandoned, "{opened} opened\n{again}");
        let waits = of("wait").1;
        assert!(waits == reviewed, "{waits} waits, {reviewed} reviews\n{again}");
        for (sum, more) in seen.iter_mut().zip([merged, reviewed, abandoned]) {
            *sum += more;
        }
    }
    assert!(seen.iter().all(|sum| *sum > 1000.0), "little came: {seen:?}");
}

#[test]
fn attention_falls_as_alerts_come_to_nothing() {
    let desk = r#"review: "1 min", merges: false, false_accusation: 0, least_attention: "20 %",
                  reference_rate: "5 %", memory: 40"#;
    let rates = [("meter", r#"hazard: "0/h", false_alarms: "1/h""#)];
    let text = false_alarms("10 d", &rates, desk);
    let blueprint = stage::world(&text, &[], &Roles::standard());
    let outcome = stage::outcome(&blueprint, SEED, 0);
    let (sum, reviews) = pair(&blueprint, &outcome, "desk", "attention");
    assert!(reviews > 150.0, "{reviews} reviews");
    // After k dispositions the share is (1 − 1/40)^k of the reference.
    let kept = 1.0 - 1.0 / 40.0_f64;
    let exact = 0.2 * reviews + 0.8 * (1.0 - kept.powf(reviews)) / (1.0 - kept);
    assert!((sum - exact).abs() < 1e-9, "{sum} is not {exact} over {reviews} reviews");
    // Whoever confirms everything does not tire, and at full attention nobody does.
    for (from, to) in [("false_accusation: 0", "false_accusation: 1"), ("20 %", "100 %")] {
        let text = text.replace(from, to);
        let blueprint = stage::world(&text, &[], &Roles::standard());
        let outcome = stage::outcome(&blueprint, SEED, 0);
        let (sum, reviews) = pair(&blueprint, &outcome, "desk", "attention");
        assert!(sum == reviews, "{sum} over {reviews} reviews");
    }
}

#[test]
fn what_a_first_level_confirms_a_second_one_reviews() {
    let desks = r#""desk": Reviewer(review: "1 min", merges: false, false_accusation: "40 %"),
        "second": Reviewer(review: "1 min", merges: false, false_accusation: "50 %")"#;
    let links = r#"("desk", Alerts, "second"), ("second", Reports, "board")"#;
    let rates = [("meter", r#"hazard: "0/h", false_alarms: "1/h""#)];
    let text = watched("1 y", r#"begins: "1000 y""#, &rates, desks, links);
    let blueprint = stage::world(&text, &[], &Roles::standard());
    let outcome = stage::outcome(&blueprint, SEED, 0);
    let first = pair(&blueprint, &outcome, "desk", "confirmed");
    let second = pair(&blueprint, &outcome, "second", "confirmed");
    assert!(first.0 - second.1 <= 1.0, "{first:?} before {second:?}");
    let shares = [("desk", 0.4), ("second", 0.5)];
    for (desk, exact) in shares {
        assert_measures(&text, 50, desk, &[("confirmed", exact)]);
    }
    let reports = pair(&blueprint, &outcome, "board", "reports").0;
    assert!((reports - second.0).abs() <= 1.0, "{reports} reports, {second:?}");
}

#[test]
fn hours_are_those_of_reviews_that_were_done() {
    let desk = r#"hours: "Mo-Fr 09:00-17:00", review: "30 min", merges: false"#;
    let rates = [("meter", r#"hazard: "0/h", false_alarms: "5/d""#)];
    let text = false_alarms("1 y", &rates, desk);
    let blueprint = stage::world(&text, &[], &Roles::standard());
    let outcome = stage::outcome(&blueprint, SEED, 0);
    let (seconds, _) = pair(&blueprint, &outcome, "desk", "hours");
    let (_, reviews) = pair(&blueprint, &outcome, "desk", "confirmed");
    assert!(reviews > 1000.0, "{reviews} reviews");
    assert!((seconds - 1800.0 * reviews).abs() < 1e-6, "{seconds} s for {reviews} reviews");
}

/// Founded alerts about work of no opacity, at a model as reviewer.
fn model(fields: &str) -> String {
    let desk = format!("\"desk\": ModelReviewer(review: \"1 min\", merges: false, {fields})");
    let rates = [("meter", r#"hazard: "1/h""#)];
    watched("60 d", "", &rates, &desk, r#"("desk", Reports, "board")"#)
}

#[test]
fn four_hundred_points_of_rating_are_ten_to_one() {
    assert_measures(&model("elo: 400"), 100, "desk", &[("confirmed", 10.0 / 11.0)]);
    let opaque = model("elo: 1600").replace("FLOP\", ", "FLOP\", opacity: 1600");
    assert_measures(&opaque, 60, "desk", &[("confirmed", 0.5)]);
    // People can be rated so too.
    let people = opaque
        .replace("ModelReviewer", "Reviewer")
        .replace("elo: 1600", "skill: 1200, skill_scale: 173.71779276");
    assert_measures(&people, 500, "desk", &[("confirmed", 1.0 / 11.0)]);
}

#[test]
fn a_model_that_colludes_dismisses_all_about_its_kin_and_nothing_else() {
    let confirmed = |fields: &str| -> Vec<f64> {
        let blueprint = stage::world(&model(fields), &[], &Roles::standard());
        let of = |index| {
            let outcome = stage::outcome(&blueprint, SEED, index);
            pair(&blueprint, &outcome, "desk", "confirmed").0
        };
        (0..200).map(of).collect()
    };
    let honest = confirmed("elo: 400");
    assert!(honest.iter().all(|count| *count > 1000.0), "{honest:?}");
    let half = confirmed("elo: 400, colludes: \"30 %\"");
    let colluding = half.iter().filter(|count| **count == 0.0).count();
    // Three and a half standard errors of 60 in 200.
    assert!((37..=83).contains(&colluding), "{colluding} of 200 collude");
    for (honest, half) in honest.iter().zip(&half) {
        assert!(*half == 0.0 || half == honest, "{half} where honest models confirm {honest}");
    }
    assert!(confirmed("elo: 400, colludes: 1, kin: \"cluster\"").iter().all(|n| *n == 0.0));
    assert_eq!(confirmed("elo: 400, colludes: 1, kin: \"run\""), honest);
}

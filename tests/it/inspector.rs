//! Inspectors: what visits find, and when they come.

use foomwatch::oversight::Milestone;
use foomwatch::prelude::*;
use foomwatch::world::{WorldFile, check};

use crate::beacon::{roles, world};
use crate::stage::{self, measure, outcome, table};

const SEED: u64 = 7;

/// Asserts in how many replications an inspector finds something.
fn finds(horizon: &str, beacon: &str, fields: &str, exact: f64) {
    let meter = format!("Inspector(channel: \"compute\", {fields})");
    let blueprint = stage::world(&world(horizon, beacon, &meter), &[], &roles());
    let n = (31_000.0 * (1.0 - exact) / exact) as u64 + 400;
    let is_found =
        |index: &u64| outcome(&blueprint, SEED, *index).at(Milestone::FirstAlarm) < Time::NEVER;
    let share = (0..n).filter(is_found).count() as f64 / n as f64;
    let z = (share - exact) / (exact * (1.0 - exact) / n as f64).sqrt();
    assert!(z.abs() <= 3.5, "{fields}: {share} is not {exact}, z = {z}, seed {SEED}");
}

/// A binomial coefficient, as a double.
fn choose(n: u64, k: u64) -> f64 {
    (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product()
}

#[test]
fn units_are_drawn_without_replacement() {
    finds("21 d", "level: 0.01", r#"every: "7 d", sample: 100, units: 100000"#, 0.951_033);
    finds("14 d", "level: 0.05", r#"every: "7 d", sample: 10, units: 100"#, 0.659_233);
}

#[test]
fn a_unit_that_is_looked_at_may_be_overlooked() {
    // 30 of 40 units are in violation and 15 are looked at: at least 5 of them.
    let missed: f64 = (5..=15)
        .map(|x| choose(30, x) * choose(10, 15 - x) / choose(40, 15) * 0.96_f64.powi(x as i32))
        .sum();
    let fields = r#"every: "7 d", sample: 15, units: 40, hit: "4 %""#;
    finds("7 d", "level: 0.75", fields, 1.0 - missed);
    // Three of 7 at most: the last digits of a share make no unit of their own.
    let exact = 1.0 - choose(4, 2) / choose(7, 2);
    finds("7 d", "level: 0.42857142857142855", r#"every: "7 d", sample: 2, units: 7"#, exact);
}

#[test]
fn visits_meet_a_window_as_often_as_their_phase_says() {
    finds("30 d", r#"level: 0.5, lasts: "10 d""#, r#"every: "7 d", hit: "30 %""#, 0.39);
    let window = r#"level: 0.5, lasts: Exponential(mean: "10 d")"#;
    finds("300 d", window, r#"every: "7 d", hit: "30 %""#, 0.330_705_652_280_103);
    // Visits at any moment see a window of 10 days at the rate 0.3/7.
    let exact = -(-0.3 * 10.0 / 7.0_f64).exp_m1();
    finds(
        "30 d",
        r#"level: 0.5, lasts: "10 d""#,
        r#"every: "7 d", hit: "30 %", schedule: Poisson"#,
        exact,
    );
}

#[test]
fn visits_find_by_error_what_is_not_there() {
    let exact = 1.0 - 0.8_f64.powi(3);
    finds("21 d", "level: 0", r#"every: "7 d", false_positives: "20 %""#, exact);
    let text = world(
        "10000 d",
        "level: 0",
        r#"Inspector(channel: "compute", every: "1 d", false_positives: "20 %")"#,
    );
    let blueprint = stage::world(&text, &[], &roles());
    let table = table(&blueprint, 10, SEED, 1);
    let value = |name| measure(&blueprint, &table, "meter", name).estimate.unwrap();
    assert!((value("visits") / 365.2425 - 1.0).abs() < 1e-3, "{}", value("visits"));
    assert!((value("finds") - 0.2).abs() < 0.005, "{}", value("finds"));
    let alarms = outcome(&blueprint, SEED, 0).alarms;
    assert_eq!(alarms.all(), alarms.falsely);
}

#[test]
fn a_sample_needs_units_and_no_more_than_there_are() {
    for (fields, message) in [
        ("sample: 4", "how many units there are is not said"),
        ("units: 4", "how many units a visit looks at is not said"),
        ("sample: 5, units: 4", "a visit looks at 5 of 4 units"),
    ] {
        let meter = format!("Inspector(channel: \"compute\", every: \"7 d\", {fields})");
        let file = WorldFile::from_text("a test", world("7 d", "level: 0", &meter)).unwrap();
        let flaws = check(&file, &roles()).err().expect("it is flawed").to_string();
        assert!(flaws.contains(message), "{flaws}");
    }
}

//! Evaluators: how far apart their tests are, and what sandbagging takes from them.

use foomwatch::oversight::Milestone;
use foomwatch::prelude::*;
use foomwatch::primitives::special::normal::{normal_cumulative, normal_quantile};

use crate::beacon::{roles, world};
use crate::stage::{self, outcome};

const SEED: u64 = 5;

/// In how many of `n` replications one evaluation finds something.
fn found(n: u64, gain: f64, fields: &str) -> u64 {
    let meter = format!("Evaluator(every: \"1 d\", {fields})");
    let text = world("1 d", &format!("level: {gain}"), &meter);
    let blueprint = stage::world(&text, &[], &roles());
    let is_found =
        |index: &u64| outcome(&blueprint, SEED, *index).at(Milestone::FirstAlarm) < Time::NEVER;
    (0..n).filter(is_found).count() as u64
}

fn near(fields: &str, gain: f64, exact: f64) {
    let n = (31_000.0 * (1.0 - exact) / exact) as u64 + 100;
    let share = found(n, gain, fields) as f64 / n as f64;
    let z = (share - exact) / (exact * (1.0 - exact) / n as f64).sqrt();
    assert!(z.abs() <= 3.5, "{fields} at {gain}: {share} is not {exact}, z = {z}, seed {SEED}");
}

#[test]
fn the_area_under_the_curve_fixes_how_far_apart_tests_are() {
    // d′ = 1.59296 (algebra), and with it the true positives at two thresholds.
    near("auc: 0.87, false_positives: 0.003", 1.0, 0.124_081_3);
    near("auc: 0.87, false_positives: 0.05", 1.0, 0.479_305_8);
}

#[test]
fn a_smaller_gain_and_sandbagging_take_from_it_in_proportion() {
    let rate = |power: f64| {
        let effect = power * std::f64::consts::SQRT_2 * normal_quantile(0.95);
        1.0 - normal_cumulative(normal_quantile(0.95) - effect)
    };
    let common = "auc: 0.95, false_positives: 0.05";
    near(&format!("{common}, sandbagging: 0.4"), 1.0, rate(0.6));
    near(&format!("{common}, full_gain: \"2 OOM\""), 0.5, rate(0.25));
    near(&format!("{common}, full_gain: \"0.5 OOM\""), 0.8, rate(1.0));
    near(&format!("{common}, sandbagging: 1"), 1.0, 0.05);
    near("auc: 0.5, false_positives: 0.05", 1.0, 0.05);
}

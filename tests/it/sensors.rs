//! Sensors: when they ring, about what, and that a better one never rings later.

use std::sync::Arc;

use foomwatch::engine::Ending;
use foomwatch::experiment::estimate::Estimate;
use foomwatch::oversight::{Declaration, Milestone, Outcome, Record};
use foomwatch::prelude::*;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::special::normal::{normal_cumulative, normal_quantile};
use foomwatch::world::Blueprint;
use proptest::prelude::*;

use crate::beacon::{roles, world};
use crate::stage::{self, measure, outcome, table};

const SEED: u64 = 11;

fn blueprint(horizon: &str, beacon: &str, meter: &str) -> Blueprint {
    stage::world(&world(horizon, beacon, meter), &[], &roles())
}

/// One replication in which all that the beacon shows is declared to the meter.
fn declared(blueprint: &Blueprint, index: u64) -> Outcome {
    let actor = |name| blueprint.actor(name).expect("it is there").id();
    let declaration = Declaration {
        owner: actor("beacon"),
        observer: actor("meter"),
        purpose: None,
        level: None,
    };
    let mut record = Record::new(Arc::new(blueprint.plan()));
    let key = ReplicationKey::new(SEED, index);
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    let settings = simulation.settings().clone().with_declarations(vec![declaration]);
    simulation.replace_settings(Arc::new(settings));
    simulation.reset(key, &mut record);
    let ending = simulation.run_until(Time::START + blueprint.horizon(), &mut record);
    assert_eq!(ending, Ending::Reached);
    record.close(blueprint.horizon(), simulation.events(), false).clone()
}

/// Asserts that a share of `n` trials is within 3.5 standard errors of the exact
/// one, and that an error of 2 % would show.
fn near(found: u64, n: u64, exact: f64, what: &str) {
    let error = (exact * (1.0 - exact) / n as f64).sqrt();
    let share = found as f64 / n as f64;
    assert!(3.5 * error < 0.02 * exact, "{what}: {n} are too few for {exact}");
    let z = (share - exact) / error;
    assert!(z.abs() <= 3.5, "{what}: {share} is not {exact}, z = {z}, seed {SEED}");
}

/// Asserts the same of the mean of many values.
fn near_mean(found: &Estimate, exact: f64, what: &str) {
    let (mean, error) = (found.estimate.unwrap(), found.standard_error.unwrap());
    assert!(3.5 * error < 0.02 * exact, "{what}: {error} is too large for {exact}");
    let z = (mean - exact) / error;
    assert!(z.abs() <= 3.5, "{what}: {mean} is not {exact}, z = {z}, seed {SEED}");
}

/// In how many of `n` replications something holds.
fn count(n: u64, blueprint: &Blueprint, holds: impl Fn(&Outcome) -> bool) -> u64 {
    (0..n).filter(|index| holds(&outcome(blueprint, SEED, *index))).count() as u64
}

fn rang(outcome: &Outcome) -> bool {
    outcome.at(Milestone::FirstAlarm) < Time::NEVER
}

#[test]
fn a_hazard_at_a_stated_level_grows_with_what_shows() {
    // Compute grows as e^{0.1 t}, t in days, up to a hundredfold at 46.05 days; the hazard is
    // 0.002 a day at the level of the start.
    let growth = 0.1 / 86_400.0;
    let horizon = format!("{} s", 86_400.0 * 100_f64.ln() / 0.1);
    let beacon = format!("level: 1, capacity: 1e20, growth: {growth:e}");
    let grows = r#"HazardSensor(channel: "compute", hazard: "0.002/d", at: 1e20)"#;
    let n = 16_000;
    let unnoticed = 0.138_069_237_310_893_f64;
    let found = count(n, &blueprint(&horizon, &beacon, grows), rang);
    near(found, n, 1.0 - unnoticed, "a growing hazard");
    // Beside a capacity that grows too, the hazard stays what it is.
    let steady = r#"HazardSensor(channel: "compute", hazard: "0.02/d")"#;
    let n = 24_000;
    let found = count(n, &blueprint(&horizon, &beacon, steady), rang);
    near(found, n, -(-0.02 * 100_f64.ln() / 0.1_f64).exp_m1(), "a steady hazard");
}

#[test]
fn a_growing_hazard_rings_on_after_an_alarm() {
    // The number of alarms is Poisson with the mean 0.02 (e^{0.1 t} - 1)/0.1 at 30 days.
    let growth = 0.1 / 86_400.0;
    let beacon = format!("level: 1, capacity: 1e20, growth: {growth:e}");
    let meter = r#"HazardSensor(channel: "compute", hazard: "0.2/d", at: 1e20)"#;
    let blueprint = blueprint("30 d", &beacon, meter);
    let n = 2_000;
    let alarms: u64 = (0..n).map(|index| outcome(&blueprint, SEED, index).alarms.all()).sum();
    let exact = 0.2 * 3_f64.exp_m1() / 0.1;
    let z = (alarms as f64 / n as f64 - exact) / (exact / n as f64).sqrt();
    assert!(z.abs() < 3.5, "{alarms} alarms in {n} runs, where {exact} a run are exact: z = {z}");
}

#[test]
fn a_sample_rings_as_often_as_the_normal_tail_says() {
    for (level, noise, false_positives, coverage) in
        [(0.5, 0.25, 0.01, 1.0), (0.3, 0.6, 0.2, 1.0), (0.5, 0.25, 0.1, 0.6), (0.9, 0.01, 0.1, 0.8)]
    {
        let meter = format!(
            "Sensor(channel: \"compute\", every: \"1 d\", noise: {noise}, \
             false_positives: {false_positives}, coverage: {coverage})"
        );
        let blueprint = blueprint("1 d", &format!("level: {level}"), &meter);
        let z = normal_quantile(1.0 - false_positives);
        let seen = 1.0 - normal_cumulative(z - level / noise);
        let exact = coverage * seen + (1.0 - coverage) * false_positives;
        let n = (31_000.0 * (1.0 - exact) / exact) as u64 + 100;
        near(count(n, &blueprint, rang), n, exact, &meter);
    }
}

#[test]
fn samples_between_changes_of_level_keep_their_budget() {
    // Of ten samples three see 0.5, three 0.2 and four nothing: all by one budget each, so that
    // they are as independent as if each were drawn.
    let meter = r#"Sensor(channel: "compute", every: "1 d", noise: 0.5, false_positives: "2 %")"#;
    let beacon = r#"level: 0.5, lasts: "3 d", then: 0.2, ends: "6 d""#;
    let z = normal_quantile(0.98);
    let quiet = normal_cumulative(z - 1.0).powi(3)
        * normal_cumulative(z - 0.4).powi(3)
        * normal_cumulative(z).powi(4);
    let n = 40_000;
    let found = count(n, &blueprint("10 d", beacon, meter), rang);
    near(found, n, 1.0 - quiet, "ten samples");
}

#[test]
fn what_is_explained_rings_benignly_or_not_at_all() {
    let hazard = |benign: &str| {
        format!(r#"HazardSensor(channel: "compute", hazard: "1/d", benign: "{benign}")"#)
    };
    let sensor = |benign: &str| {
        format!(
            "Sensor(channel: \"compute\", every: \"1 d\", noise: \"1 %\", \
             false_positives: 1e-12, benign: \"{benign}\")"
        )
    };
    for (quiet, benign, exact) in
        [(hazard("0/d"), hazard("0.1/d"), 3.0), (sensor("0 %"), sensor("10 %"), 3.0)]
    {
        let run = |meter: &str, n: u64| -> u64 {
            // Of a declared program that is not concerning, every alarm is benign.
            let text = world("30 d", "level: 1", meter)
                .replace(r#"[Program("beacon")]"#, r#"[Training(above: "1e20 FLOP")]"#);
            let blueprint = stage::world(&text, &[], &roles());
            let all = (0..n).map(|index| {
                let alarms = declared(&blueprint, index).alarms;
                assert_eq!(alarms.all(), alarms.benign, "{meter}");
                alarms.benign
            });
            all.sum()
        };
        assert_eq!(run(&quiet, 20), 0, "{quiet}");
        let n = 4_000;
        let mean = run(&benign, n) as f64 / n as f64;
        let z = (mean - exact) / (exact / n as f64).sqrt();
        assert!(z.abs() < 3.5, "{mean} benign alarms of {benign}, where {exact} are exact");
    }
}

#[test]
fn a_cusum_chart_takes_as_many_samples_as_tables_say() {
    // Of 30,000 samples a thousandth part or so is cut off at the horizon.
    let meter = r#"Cusum(channel: "compute", every: "1 d", noise: "100 %")"#;
    for (level, horizon, n, exact) in
        [("0 %", "600000 d", 25, 335.367_6), ("100 %", "30000 d", 20, 8.383_202)]
    {
        let text = world(horizon, &format!("level: \"{level}\""), meter);
        let blueprint = stage::world(&text, &[], &roles());
        let table = table(&blueprint, n, SEED, 1);
        let found = measure(&blueprint, &table, "meter", "samples to alarm");
        near_mean(&found, exact, meter);
    }
}

#[test]
fn a_chart_rings_by_noise_where_its_shadow_would_ring_too() {
    let meter = r#"Cusum(channel: "compute", every: "1 d", noise: "100 %")"#;
    let all = |beacon: &str| {
        let blueprint = blueprint("30000 d", beacon, meter);
        outcome(&blueprint, SEED, 0).alarms
    };
    let nothing = all("level: \"0 %\"");
    assert!(nothing.falsely > 50 && nothing.all() == nothing.falsely, "{nothing:?}");
    let shift = all("level: \"100 %\"");
    assert!(shift.caused > 3_000 && shift.coincident > 0, "{shift:?}");
    assert!(shift.caused > 20 * shift.coincident && shift.falsely == 0, "{shift:?}");
    // A level that is too small to matter leaves the false alarms what they are.
    let least = all("level: 0.0001");
    assert!(least.coincident > 20 * least.caused.max(1), "{least:?}");
}

#[test]
fn a_chart_that_was_driven_up_rings_for_what_has_gone() {
    // Thirty samples of a shift of 2 below a high threshold, and then nothing: what
    // is left of the way is gone by noise, and the alarm is still by what showed.
    let meter =
        r#"Cusum(channel: "compute", every: "1 d", noise: "50 %", reference: 0, threshold: 61)"#;
    let blueprint = blueprint("60 d", r#"level: 1, lasts: "30 d""#, meter);
    let late = Time::START + Span::from_seconds(31.0 * 86_400.0);
    let mut found = 0;
    for index in 0..200 {
        let outcome = outcome(&blueprint, SEED, index);
        if rang(&outcome) && outcome.at(Milestone::FirstAlarm) > late {
            assert_eq!(outcome.alarms.caused, 1, "replication {index}: {:?}", outcome.alarms);
            found += 1;
        }
    }
    assert!(found > 20, "{found}");
}

#[test]
fn looking_ahead_changes_nothing() {
    // A level that goes up and down twice a sample is the same as one that never
    // does, if samples see the same.
    let meter = r#"Cusum(channel: "compute", every: "1 d", noise: "100 %", threshold: 8)"#;
    let steady = blueprint("300 d", r#"level: 0.2, lasts: "100 d", then: 0.6"#, meter);
    let text = world("300 d", r#"level: 0.2, lasts: "100 d", then: 0.6"#, meter)
        .replace(r#"("meter", Watches, "beacon"),"#, r#"("meter", Watches, "beacon"), ("meter", Watches(name: "slow", delay: Exponential(mean: "40 d")), "beacon"),"#);
    let twice = stage::world(&text, &[], &roles());
    for index in 0..100 {
        let (one, two) = (outcome(&steady, SEED, index), outcome(&twice, SEED, index));
        assert_eq!(one.milestones, two.milestones, "replication {index}");
    }
}

#[test]
fn a_sequential_test_keeps_its_bounds() {
    let meter = r#"SequentialTest(channel: "compute", every: "1 d", samples: Bernoulli,
        null: 0.01, alternative: 0.05)"#;
    for (level, n, samples, decided) in
        [("0 %", 30, 112.554_4, 0.028_855), ("100 %", 20, 78.661_2, 0.950_102)]
    {
        let text = world("200000 d", &format!("level: \"{level}\""), meter);
        let blueprint = stage::world(&text, &[], &roles());
        let table = table(&blueprint, n, SEED, 1);
        let found = measure(&blueprint, &table, "meter", "samples to a decision");
        near_mean(&found, samples, level);
        let found = measure(&blueprint, &table, "meter", "decided for H1");
        let (share, error) = (found.estimate.unwrap(), found.standard_error.unwrap());
        let z = (share - decided) / error;
        assert!(z.abs() < 3.5 && error < 0.03 * decided, "{level}: {share} ± {error}, z = {z}");
    }
}

#[test]
fn normal_and_poisson_tests_keep_their_nominal_errors() {
    // Wald: with overshoot the errors are below, and not far below, the nominal ones.
    for law in ["Normal, null: 0, alternative: 0.2", "Poisson, null: 4, alternative: 4.4"] {
        for (level, wrong_is_alarm) in [("0 %", true), ("100 %", false)] {
            let meter = format!(
                "SequentialTest(channel: \"compute\", every: \"1 d\", samples: {law}, \
                 alpha: \"5 %\", beta: \"5 %\")"
            );
            let text = world("200000 d", &format!("level: \"{level}\""), &meter);
            let blueprint = stage::world(&text, &[], &roles());
            let table = table(&blueprint, 4, SEED, 1);
            let found = measure(&blueprint, &table, "meter", "decided for H1").estimate.unwrap();
            let wrong = if wrong_is_alarm { found } else { 1.0 - found };
            assert!((0.035..0.051).contains(&wrong), "{law} at {level}: {wrong}");
        }
    }
}

#[test]
fn another_watched_actor_shifts_nothing() {
    let meters = [
        r#"Sensor(channel: "compute", every: "1 d", noise: "50 %", false_positives: "1 %")"#,
        r#"Cusum(channel: "compute", every: "1 d", noise: "100 %")"#,
        r#"SequentialTest(channel: "compute", every: "1 d", samples: Poisson, null: 1,
            alternative: 1.5)"#,
        r#"HazardSensor(channel: "compute", hazard: "0.1/d")"#,
        r#"Inspector(channel: "compute", every: "5 d", hit: "20 %")"#,
    ];
    for meter in meters {
        let alone = world("300 d", "level: 0.5", meter);
        let beside = alone
            .replace(r#""meter":  "#, r#""aside": Beacon(level: 0), "meter": "#)
            .replace(r#"("meter", Reports"#, r#"("meter", Watches, "aside"), ("meter", Reports"#);
        assert_ne!(alone, beside);
        let [alone, beside] = [alone, beside].map(|text| stage::world(&text, &[], &roles()));
        for index in 0..30 {
            let first = |blueprint| outcome(blueprint, SEED, index).at(Milestone::FirstTrace);
            assert_eq!(first(&alone), first(&beside));
            let caused = |blueprint| outcome(blueprint, SEED, index).alarms.caused;
            assert_eq!(caused(&alone), caused(&beside), "{meter}, replication {index}");
        }
    }
}

/// A threshold sensor's fields.
#[derive(Clone, Copy, Debug)]
struct Tuned {
    every: u64,
    noise: f64,
    false_positives: f64,
    coverage: f64,
}

impl Tuned {
    fn role(&self) -> String {
        let Self { every, noise, false_positives, coverage } = self;
        format!(
            "Sensor(channel: \"compute\", every: \"{every} s\", noise: {noise}, \
             false_positives: {false_positives}, coverage: {coverage})"
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_better_sensor_never_rings_later(
        every in 1_000..20_000_u64,
        noise in 0.05..1.0_f64,
        false_positives in 1e-4..0.1_f64,
        coverage in 0.05..1.0_f64,
        divisor in 1..5_u64,
        factors in (1.0..3.0_f64, 1.0..3.0_f64, 1.0..3.0_f64),
        levels in (0.0..1.0_f64, 0.0..1.0_f64),
        times in (0..3_000_000_u64, 1..3_000_000_u64, 1..6_000_000_u64),
        seed in any::<u64>(),
    ) {
        // Whole ticks, so that the instants of the one are among those of the other.
        let one = Tuned { every: every * divisor, noise, false_positives, coverage };
        let other = Tuned {
            every,
            noise: (noise / factors.0).max(1e-6),
            false_positives: (false_positives * factors.1).min(0.5),
            coverage: (coverage * factors.2).min(1.0),
        };
        let beacon = format!(
            "level: {}, then: {}, begins: \"{} s\", lasts: \"{} s\", ends: \"{} s\"",
            levels.0, levels.1, times.0, times.1, times.2
        );
        let first = |tuned: Tuned| {
            let blueprint = blueprint("100 d", &beacon, &tuned.role());
            outcome(&blueprint, seed, 0).at(Milestone::FirstAlarm)
        };
        prop_assert!(first(other) <= first(one), "{one:?} {other:?} {beacon}");
    }

    #[test]
    fn a_better_inspector_never_finds_later(
        every in 10_000..200_000_u64,
        divisor in 1..5_u64,
        samples in (1..40_u64, 0..40_u64),
        hits in (0.1..1.0_f64, 1.0..3.0_f64),
        level in 0.0..0.3_f64,
        times in (0..3_000_000_u64, 1..3_000_000_u64),
        seed in any::<u64>(),
    ) {
        let beacon =
            format!("level: {level}, begins: \"{} s\", lasts: \"{} s\"", times.0, times.1);
        let first = |every: u64, sample: u64, hit: f64| {
            let meter = format!(
                "Inspector(channel: \"compute\", every: \"{every} s\", sample: {sample}, \
                 units: 100, hit: {hit}, false_positives: 0.01)"
            );
            let blueprint = blueprint("100 d", &beacon, &meter);
            outcome(&blueprint, seed, 0).at(Milestone::FirstAlarm)
        };
        let better = first(every, samples.0 + samples.1, (hits.0 * hits.1).min(1.0));
        let worse = first(every * divisor, samples.0, hits.0);
        prop_assert!(better <= worse, "{better:?} is later than {worse:?}");
    }
}

#[test]
fn a_sensor_that_cannot_miss_rings_at_each_sample() {
    for false_positives in ["1e-9", "0.02 %", "0.06 %", "1 %", "5 %", "30 %"] {
        let meter = format!(
            r#"Sensor(channel: "compute", every: "1 d", noise: "1 %", false_positives: "{false_positives}")"#
        );
        let blueprint = blueprint("100 d", "level: 1, capacity: 1e20", &meter);
        let alarms = measure(&blueprint, &table(&blueprint, 5, SEED, 1), "meter", "alarms");
        let days = alarms.estimate.expect("it has one") / 365.2425 * 100.0;
        assert!((99.0..=100.0).contains(&days), "{days} alarms at {false_positives}");
    }
}

//! An authority: what it takes to convince it, and what it does then.

use foomwatch::behaviors::Roles;

use crate::stage::{table, world};

/// A run that shows for good, sensors of a rate each, and a board with these parameters.
fn board(horizon: &str, rates: &[&str], parameters: &str) -> String {
    let mut sensors = String::new();
    let mut links = String::new();
    for (place, rate) in rates.iter().enumerate() {
        sensors += &format!("\"s{place}\": HazardSensor(channel: \"compute\", {rate}),\n");
        links +=
            &format!("(\"s{place}\", Watches, \"cluster\"), (\"s{place}\", Reports, \"board\"),\n");
    }
    format!(
        r#"World(
    horizon: "{horizon}",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {{
        "run": TrainingProgram(compute: "1e30 FLOP"),
        "cluster": Cluster(chips: "16 H100"),
        {sensors}
        "board": Authority({parameters}),
    }},
    links: [("cluster", Hosts, "run"), {links}],
)"#
    )
}

/// Asserts that the chance of notice is this, within 3.5 standard errors.
fn assert_noticed(text: &str, exact: f64, replications: u64) {
    let blueprint = world(text, &[], &Roles::standard());
    let table = table(&blueprint, replications, 7, 2);
    let noticed = table.estimates().into_iter().find(|named| named.name == "noticed");
    let found = noticed.expect("it is always told").estimate.estimate.expect("it is known");
    let error = (exact * (1.0 - exact) / replications as f64).sqrt();
    let z = (found - exact) / error;
    assert!(z.abs() <= 3.5, "{found} where {exact} is exact, z = {z:.2}, seed 7, in {text}");
}

/// Two pieces of 30 convince from 1 % at 90 %, one does not: logit 0.9 is 2.197,
/// logit 0.01 is −4.595, ln 30 is 3.401.
const TWO: &str = "likelihood_ratio: 30";

#[test]
fn two_pieces_convince_where_one_does_not() {
    // Not noticed with no alarm or one, at 0.1 a day over 20 d.
    let exact = 1.0 - (-2.0_f64).exp() * 3.0;
    assert_noticed(&board("20 d", &["hazard: \"0.1/d\""], TWO), exact, 40_000);
}

#[test]
fn evidence_counts_until_it_expires() {
    // Within twice its life: no alarm, one, or two that are further apart.
    let (rate, horizon, life) = (0.1_f64, 20.0, 12.0);
    let apart = (rate * (horizon - life)).powi(2) / 2.0;
    let exact = 1.0 - (-rate * horizon).exp() * (1.0 + rate * horizon + apart);
    let text = board("20 d", &["hazard: \"0.1/d\""], &format!("{TWO}, expires: \"12 d\""));
    assert_noticed(&text, exact, 40_000);
}

#[test]
fn one_observer_does_not_bear_itself_out() {
    let alone = board("20 d", &["hazard: \"0.1/d\""], "likelihood_ratio: 1000, corroboration: 2");
    assert_noticed(&alone, 0.0_f64.max(f64::MIN_POSITIVE), 2_000);
    let both = ["hazard: \"0.1/d\"", "hazard: \"0.1/d\""];
    let text = board("20 d", &both, "likelihood_ratio: 1000, corroboration: 2");
    assert_noticed(&text, (1.0 - (-2.0_f64).exp()).powi(2), 40_000);
}

#[test]
fn observers_bear_each_other_out_within_a_window() {
    // Each rings at 0.01 a day, so rarely twice: both, no more than 5 d apart, by 20 d.
    // Conditioned on the first alarm of either at t, the other rings by min(t + 5, 20);
    // repeated alarms matter little, and are part of the sum over the last alarm before t.
    let text = board(
        "20 d",
        &["hazard: \"0.01/d\"", "hazard: \"0.01/d\""],
        "likelihood_ratio: 1000, corroboration: 2, corroborated_within: \"5 d\"",
    );
    assert_noticed(&text, within_window(0.01, 20.0, 5.0), 400_000);
}

/// The chance that two Poisson streams of this rate have a point each, no further apart than
/// `window`, up to `horizon`: by a Markov chain over the age of the last point of either
/// stream, on a fine grid.
fn within_window(rate: f64, horizon: f64, window: f64) -> f64 {
    const STEPS: usize = 20_000;
    let step = horizon / STEPS as f64;
    let memory = (window / step).round() as usize;
    // By symmetry: nothing fresh, or one stream fresh with an age.
    let mut nothing = 1.0;
    let mut fresh = std::collections::VecDeque::from(vec![0.0; memory]);
    let mut caught = 0.0;
    for _ in 0..STEPS {
        let all: f64 = fresh.iter().sum();
        let other = all * (1.0 - (-rate * step).exp());
        let again = (all - other) * (1.0 - (-rate * step).exp());
        let new = nothing * (1.0 - (-2.0 * rate * step).exp());
        let keep = 1.0 - (other + again) / all.max(f64::MIN_POSITIVE);
        fresh.iter_mut().for_each(|mass| *mass *= keep);
        let gone = fresh.pop_back().unwrap_or(0.0);
        fresh.push_front(new + again);
        nothing += gone - new;
        caught += other;
    }
    caught
}

#[test]
fn silence_calms_an_authority() {
    // One piece of 1e4 convinces from 1 % at 90 % with up to 6 silences of 1/2 before it
    // (ln 1e4 = 9.210, 9.210 − 6.792 = 2.418 = 3.49 ln 2), so with 3 and not with 4. Two
    // pieces convince with all that fit into the run.
    let text = board(
        "50 d",
        &["hazard: \"0.02/d\""],
        "likelihood_ratio: 10000, silence: \"10 d\", silence_ratio: 0.5",
    );
    let rate = 0.02_f64;
    let early = 1.0 - (-rate * 40.0).exp();
    let twice_late = (-rate * 40.0).exp() * (1.0 - (-rate * 10.0).exp() * (1.0 + rate * 10.0));
    assert_noticed(&text, early + twice_late, 60_000);
}

#[test]
fn the_order_in_which_reports_arrive_does_not_matter() {
    // The same evidence over links of other delays, up to the horizon.
    let rates = ["hazard: \"0.1/d\"", "hazard: \"0.2/d\""];
    let text = board("20 d", &rates, "likelihood_ratio: 4");
    let slow = text.replace("(\"s1\", Reports,", "(\"s1\", Reports(delay: \"1 us\"),");
    let noticed = |text: &str| {
        let blueprint = world(text, &[], &Roles::standard());
        let table = table(&blueprint, 5_000, 3, 1);
        table
            .estimates()
            .into_iter()
            .find(|named| named.name == "noticed")
            .map(|named| named.estimate)
    };
    assert_eq!(noticed(&text), noticed(&slow));
}

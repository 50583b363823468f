//! Observers of what is over, or comes to them late: what a later alarm is about, and
//! when it comes.

use foomwatch::oversight::Milestone;
use foomwatch::prelude::*;
use foomwatch::world::{Blueprint, WorldFile, check};

use crate::beacon::{roles, world};
use crate::stage::{self, outcome};

const SEED: u64 = 23;

fn blueprint(text: &str) -> Blueprint {
    stage::world(text, &[], &roles())
}

/// How many alarms of `n` replications were caused, coincident, benign and false.
fn classes(n: u64, blueprint: &Blueprint) -> [u64; 4] {
    let mut sums = [0; 4];
    for index in 0..n {
        let alarms = outcome(blueprint, SEED, index).alarms;
        let classes = [alarms.caused, alarms.coincident, alarms.benign, alarms.falsely];
        sums.iter_mut().zip(classes).for_each(|(sum, class)| *sum += class);
    }
    sums
}

#[test]
fn a_chart_that_has_forgotten_what_showed_rings_falsely() {
    // Three samples are shifted by a fifth of a deviation; one takes some 335 to an alarm without
    // a shift, and far fewer until the sum is 0 once more.
    let meter = r#"Cusum(channel: "compute", every: "1 d", noise: "100 %")"#;
    let text = world("600 d", r#"level: 0.2, ends: "3 d""#, meter);
    let [caused, coincident, benign, false_alarms] = classes(400, &blueprint(&text));
    assert_eq!(benign, 0);
    assert!(false_alarms > 400, "{false_alarms} false alarms");
    assert!(caused + coincident < 60, "{caused} caused and {coincident} coincident alarms");
}

#[test]
fn a_sum_of_what_showed_before_the_last_look_is_caused_by_it() {
    // The sum is looked at after each 256 samples, and what shows ends before the next: by then
    // it is some 92 ± 16, and wanders on from there.
    let meter = r#"Cusum(channel: "compute", every: "1 d", noise: "100 %", reference: 0,
        threshold: 100)"#;
    let text = world("600 d", r#"level: 0.36, ends: "256 d""#, meter);
    let [caused, _, benign, _] = classes(200, &blueprint(&text));
    assert!(caused > 100, "{caused} caused alarms");
    assert_eq!(benign, 0);
}

/// When the first alarm comes, of 20 replications.
fn first_alarms(text: &str) -> Vec<Time> {
    let blueprint = blueprint(text);
    (0..20).map(|index| outcome(&blueprint, SEED, index).at(Milestone::FirstAlarm)).collect()
}

#[test]
fn what_grows_grows_from_when_it_is_received() {
    let beacon = format!("level: 1, capacity: 1e20, growth: {:e}", 0.1 / 86_400.0);
    for meter in [
        r#"CloudProvider(run_above: "1e27 FLOP")"#,
        r#"CloudProvider(peak_above: "1e21 FLOP/s")"#,
        r#"HazardSensor(channel: "compute", hazard: "0.002/d", at: 1e20)"#,
    ] {
        let text = world("80 d", &beacon, meter);
        let slow = text.replace("Watches,", r#"Watches(delay: "10 d"),"#);
        let later: Vec<Time> =
            first_alarms(&text).iter().map(|at| *at + Span::from_seconds(864_000.0)).collect();
        // Both are rounded up to a tick.
        for (found, exact) in first_alarms(&slow).iter().zip(&later) {
            let error = found.ticks().abs_diff(exact.ticks());
            assert!(error < 10, "{meter}: {found:?} is not {exact:?}");
        }
    }
}

#[test]
fn a_hazard_that_grows_beyond_every_number_rings_each_tick() {
    // It grows by a factor of e each tick, and is beyond every number after 710 of them.
    let beacon = r#"level: 1, growth: 1e6, ends: "0.001 s""#;
    let text = world("1 d", beacon, r#"HazardSensor(channel: "compute", hazard: "1/s", at: 1)"#);
    let alarms = outcome(&blueprint(&text), SEED, 0).alarms.all();
    assert!((900..=1000).contains(&alarms), "{alarms} alarms in 1000 ticks");
}

/// Whether a world with this meter is refused.
fn refused(meter: &str) -> bool {
    let text = world("1 d", "level: 1", meter);
    let file = WorldFile::from_text("a test", &text).expect("it can be read");
    check(&file, &roles()).is_err()
}

#[test]
fn rates_beyond_what_a_clock_can_count_are_refused() {
    let hazard = |fields: &str| format!(r#"HazardSensor(channel: "compute", {fields})"#);
    assert!(!refused(&hazard(r#"hazard: "1e9/s", at: 1e-9"#)));
    assert!(refused(&hazard(r#"hazard: "1e300/y", at: 1e-9"#)));
    assert!(refused(&hazard(r#"hazard: "-1/y""#)));
    for rate in ["benign", "false_alarms"] {
        assert!(refused(&hazard(&format!(r#"hazard: "1/y", {rate}: "1e300/y""#))));
    }
}

#[test]
fn nobody_leaks_for_certain_within_a_year_and_no_people_never_do() {
    let text = |people: u64, probability: &str| {
        format!(
            r#"World(
    horizon: "100 y",
    concern: [Program("program")],
    takeoff: After("100 y"),
    accountable: ["board"],
    actors: {{
        "program":  TrainingProgram(compute: "1e26 FLOP"),
        "cluster":  Cluster(chips: "1 H100"),
        "insiders": Insiders(people: {people}, law: Grimes, leak_probability: "{probability}"),
        "board":    Authority(),
    }},
    links: [
        ("cluster",  Hosts,   "program"),
        ("insiders", Knows,   "program"),
        ("insiders", Reports, "board"),
    ],
)"#
        )
    };
    let certain = WorldFile::from_text("a test", text(1, "100 %")).expect("it can be read");
    assert!(check(&certain, &roles()).is_err());
    for (people, leaks) in [(0, false), (1, true)] {
        let outcome = outcome(&blueprint(&text(people, "99.9999 %")), SEED, 0);
        assert_eq!(outcome.at(Milestone::FirstAlarm) < Time::NEVER, leaks, "{people} people");
    }
}

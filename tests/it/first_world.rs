//! Known answers: worlds whose chances have a closed form, run as users run them.
//!
//! Each estimate must lie within 3.5 standard errors of the answer, at a number
//! of replications at which an error of 2 % would show.

use foomwatch::behaviors::Roles;
use foomwatch::oversight::Milestone;
use foomwatch::primitives::time::{Span, Time};

use crate::stage::{again, first, measure, outcome, table, world};

/// The length of a month and of a year, in days, as rates count them.
const MONTH: f64 = 30.436875;
const YEAR: f64 = 365.2425;

const SEED: u64 = 1;

/// How many replications show an error of 2 % of a chance `p` as one of 4.5
/// standard errors: 50,625 (1 − p)/p, in whole thousands.
fn enough_for(p: f64) -> u64 {
    (50_625.0 * (1.0 - p) / p / 1000.0).ceil() as u64 * 1000
}

/// Holds the chance of being noticed before takeoff against its closed form.
fn holds(text: &str, sets: &[(&str, &str)], p: f64, replications: u64) {
    let replications = replications.max(enough_for(p));
    let blueprint = world(text, sets, &Roles::standard());
    let table = table(&blueprint, replications, SEED, 2);
    let named = table.estimates().swap_remove(0);
    assert_eq!(named.name, "noticed before takeoff");
    let estimate = named.estimate.estimate.expect("takeoff comes");
    let z = (estimate - p) / (p * (1.0 - p) / named.estimate.n as f64).sqrt();
    assert!(
        z.abs() <= 3.5,
        "{estimate:.5} instead of {p:.5}, z = {z:+.2}\n{}",
        again(text, sets, replications, SEED)
    );
}

/// The logistic curve.
fn confirms(skill: f64) -> f64 {
    1.0 / (1.0 + (-skill).exp())
}

/// The rates of a sensor, a desk and takeoff, a day, and the chance that the
/// desk confirms.
#[derive(Clone, Copy)]
struct Rates {
    hazard: f64,
    noise: f64,
    review: f64,
    takeoff: f64,
    confirms: f64,
}

const FIRST: Rates = Rates {
    hazard: 1.0 / MONTH,
    noise: 6.0 / YEAR,
    review: 0.2,
    takeoff: 1.0 / 60.0,
    confirms: 0.817_574_476_193_643_7,
};

/// One report convinces; alerts at the desk merge. From each state on, with
/// nothing at the desk, with a caused piece there, and with only false ones:
///
/// - idle = (h caused + f false)/(h + f + ν)
/// - caused = µ (p + (1 − p) idle)/(µ + ν)
/// - false = (µ idle + h caused)/(µ + h + ν)
fn one_report(rates: Rates) -> f64 {
    let Rates { hazard: h, noise: f, review: u, takeoff: v, confirms: p } = rates;
    let mut idle = 0.0;
    for _ in 0..2000 {
        let caused = u * (p + (1.0 - p) * idle) / (u + v);
        let only_false = (u * idle + h * caused) / (u + h + v);
        idle = (h * caused + f * only_false) / (h + f + v);
    }
    idle
}

#[test]
fn the_first_world_fits_on_a_page() {
    assert!(first().lines().count() < 30);
}

#[test]
fn the_first_world_has_its_closed_form() {
    assert_eq!(FIRST.confirms.to_bits(), confirms(1.5).to_bits());
    holds(&first(), &[], one_report(FIRST), 200_000);
}

#[test]
fn the_first_world_has_its_closed_form_at_a_higher_hazard() {
    let rates = Rates { hazard: 3.0 / MONTH, ..FIRST };
    holds(&first(), &[("actors.meter.hazard", "3/mo")], one_report(rates), 60_000);
}

#[test]
fn the_first_world_has_its_closed_form_at_a_lower_skill() {
    // With a false accusation of 2 % the desk's ratio would be 29, and a single
    // report would convince nobody.
    let sets = [("actors.desk.skill", "0.3"), ("actors.desk.false_accusation", "0.5 %")];
    let rates = Rates { confirms: confirms(0.3), ..FIRST };
    holds(&first(), &sets, one_report(rates), 60_000);
}

#[test]
fn opacity_counts_against_skill_in_units_of_the_scale() {
    let sets = [
        ("actors.secret run.opacity", "2"),
        ("actors.desk.skill_scale", "0.5"),
        ("actors.desk.false_accusation", "0.5 %"),
    ];
    let rates = Rates { confirms: confirms((1.5 - 2.0) / 0.5), ..FIRST };
    holds(&first(), &sets, one_report(rates), 60_000);
}

#[test]
fn many_false_alarms_hide_the_caused_ones() {
    let rates = Rates { noise: 365.0 / YEAR, ..FIRST };
    let sets = [("actors.meter.false_alarms", "365/y")];
    holds(&first(), &sets, one_report(rates), 60_000);
}

#[test]
fn without_false_alarms_notice_is_a_walk_of_two_steps() {
    let Rates { hazard: h, review: u, takeoff: v, confirms: p, .. } = FIRST;
    let (a, b) = (h / (h + v), u / (u + v));
    let x = a * b * p / (1.0 - a * b * (1.0 - p));
    holds(&first(), &[("actors.meter.false_alarms", "0/y")], x, 60_000);
    let same = one_report(Rates { noise: 0.0, ..FIRST });
    assert!((same - x).abs() < 1e-12);
}

#[test]
fn what_two_runs_show_together_is_concerning_if_one_of_them_is() {
    // The cluster is as busy with two runs as with one, so the meter rings as
    // often, and either run is behind each of its alarms.
    let text = first()
        .replace(
            "\"cluster\":",
            "\"other run\": TrainingProgram(compute: \"1e27 FLOP\"),\n        \"cluster\":",
        )
        .replace("links: [", "links: [\n        (\"cluster\", Hosts, \"other run\"),");
    let both = [("concern.0", "Program(\"other run\")")];
    holds(&text, &both, one_report(FIRST), 60_000);
}

/// Two chains of a sensor and a desk, without false alarms, race for one board.
fn two_chains(hazards: [f64; 2]) -> f64 {
    let [g, h] = hazards;
    let Rates { review: u, takeoff: v, confirms: p, .. } = FIRST;
    // By whether the first and the second desk have an alert.
    let (mut ww, mut wc, mut cw, mut cc) = (0.0, 0.0, 0.0, 0.0);
    for _ in 0..4000 {
        ww = (g * cw + h * wc) / (g + h + v);
        cw = (h * cc + u * (p + (1.0 - p) * ww)) / (h + u + v);
        wc = (g * cc + u * (p + (1.0 - p) * ww)) / (g + u + v);
        cc = u * (2.0 * p + (1.0 - p) * (wc + cw)) / (2.0 * u + v);
    }
    ww
}

const TWO: &str = r#"World(
    horizon: "3 y",
    concern: [Training(above: "1e26 FLOP")],
    takeoff: After(Exponential(mean: "60 d")),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e27 FLOP"),
        "second run": TrainingProgram(compute: "1e28 FLOP"),
        "small run": TrainingProgram(compute: "1e26 FLOP"),
        "cluster": Cluster(chips: "16384 H100"),
        "second cluster": Cluster(chips: "16384 A100"),
        "small cluster": Cluster(chips: "512 H100"),
        "meter": HazardSensor(channel: "power", hazard: "1/mo"),
        "second meter": HazardSensor(channel: "compute", hazard: "2/mo"),
        "desk": Reviewer(review: Exponential(mean: "5 d"), skill: 1.5),
        "second desk": Reviewer(review: Exponential(mean: "5 d"), skill: 1.5),
        "board": Authority(prior: "20 %"),
    },
    links: [
        ("cluster", Hosts, "run"), ("second cluster", Hosts, "second run"),
        ("small cluster", Hosts, "small run"),
        ("meter", Watches, "cluster"), ("second meter", Watches, "second cluster"),
        ("meter", Alerts, "desk"), ("second meter", Alerts, "second desk"),
        ("desk", Reports, "board"), ("second desk", Reports, "board"),
    ],
)"#;

#[test]
fn two_chains_into_one_board_are_a_race() {
    let p = two_chains([1.0 / MONTH, 2.0 / MONTH]);
    holds(TWO, &[], p, 60_000);
}

#[test]
fn two_clusters_under_one_meter_ring_independently() {
    // Alerts about different suspects do not merge: two chains, two desks.
    let sets = [("actors.meter.hazard", "1/mo"), ("actors.desk.servers", "2")];
    let text = TWO
        .replace("(\"second meter\", Alerts, \"second desk\"),", "(\"second meter\", Alerts, \"second desk\"), (\"meter\", Watches, \"second cluster\"),")
        .replace("(\"second meter\", Watches, \"second cluster\"),", "(\"second meter\", Watches, \"small cluster\"),");
    holds(&text, &sets, two_chains([1.0 / MONTH, 1.0 / MONTH]), 60_000);
}

#[test]
fn a_board_that_wants_two_pieces_counts_them_also_within_one_alert() {
    let text = first().replace("20 %", "5 %");
    let Rates { hazard: h, review: u, takeoff: v, confirms: p, .. } = FIRST;
    // By hand: ln(0.05/0.95) = −2.944; ln(0.8176/0.02) = 3.711; ln 9 = 2.197.
    let (prior, ratio, threshold) = ((0.05_f64 / 0.95).ln(), (p / 0.02).ln(), 9.0_f64.ln());
    assert!(prior + ratio < threshold && prior + 2.0 * ratio > threshold);
    let one_more =
        (h * u * p / ((h + v) * (u + v))) / (1.0 - h * u * (1.0 - p) / ((h + v) * (u + v)));
    let mut idle = 0.0;
    for _ in 0..2000 {
        let two = u * (p + (1.0 - p) * idle) / (u + v);
        let one = (h * two + u * (p * one_more + (1.0 - p) * idle)) / (h + u + v);
        idle = h * one / (h + v);
    }
    holds(&text, &[("actors.meter.false_alarms", "0/y")], idle, 60_000);
}

/// A sensor that reports straight to the board.
const DIRECT: &str = r#"World(
    horizon: "3 y",
    concern: [Program("run")],
    takeoff: After(Exponential(mean: "90 d")),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e27 FLOP"),
        "cluster": Cluster(chips: "16384 H100"),
        "meter": HazardSensor(channel: "power", hazard: "2/mo"),
        "desk": Reviewer(review: "1 s", skill: 20),
        "board": Authority(prior: "1 %", convinced_at: "90 %", likelihood_ratio: 30),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("meter", Alerts, "desk"),
        ("meter", Reports, "board"),
    ],
)"#;

#[test]
fn a_board_wants_as_many_reports_as_its_odds_say() {
    let (h, v) = (2.0 / MONTH, 1.0 / 90.0);
    // Nats, by hand: ln(1/99) = −4.595; ln 30 = 3.401, ln 3 = 1.099, ln 4 =
    // 1.386; ln(90/10) = 2.197, and 2.231 at 90.3 %, ln(99/1) = 4.595.
    let cases = [
        ("1 %", "90 %", "30", 2),
        ("1 %", "90.3 %", "30", 3),
        ("1 %", "90 %", "3", 7),
        ("1 %", "90 %", "4", 5),
        ("20 %", "90 %", "30", 2),
        ("50 %", "90 %", "30", 1),
        ("50 %", "99 %", "30", 2),
    ];
    for (prior, convinced_at, ratio, reports) in cases {
        let sets = [
            ("actors.board.prior", prior),
            ("actors.board.convinced_at", convinced_at),
            ("actors.board.likelihood_ratio", ratio),
        ];
        let p = (h / (h + v)).powi(reports);
        let blueprint = world(DIRECT, &sets, &Roles::standard());
        // The number of reports is exact in each replication, so a few will do.
        for index in 0..50 {
            let outcome = outcome(&blueprint, SEED, index);
            let noticed = outcome.at(Milestone::Noticed);
            let alarms = alarms_until(&blueprint, index, noticed);
            assert_eq!(
                alarms,
                reports as usize,
                "replication {index}: {}",
                again(DIRECT, &sets, 50, SEED)
            );
        }
        if reports == 2 {
            holds(DIRECT, &sets, p, 20_000);
        }
    }
}

/// How many alarms rang before an instant of a replication.
fn alarms_until(blueprint: &foomwatch::world::Blueprint, index: u64, until: Time) -> usize {
    crate::stage::trace(blueprint, SEED, index)
        .iter()
        .filter(|entry| entry["clock"] == "Shown" && entry["ticks"].as_u64() < Some(until.ticks()))
        .count()
}

#[test]
fn one_piece_of_evidence_counts_once_whoever_passes_it_on() {
    // The desk confirms every piece a second after the board has heard of it.
    let through_the_desk = DIRECT.replace(
        "(\"meter\", Reports, \"board\"),",
        "(\"meter\", Reports, \"board\"), (\"desk\", Reports, \"board\"),",
    );
    let alone = world(DIRECT, &[], &Roles::standard());
    let both = world(&through_the_desk, &[], &Roles::standard());
    for index in 0..200 {
        assert_eq!(
            outcome(&alone, SEED, index).milestones,
            outcome(&both, SEED, index).milestones,
            "replication {index}: {}",
            again(&through_the_desk, &[], 200, SEED)
        );
    }
    let reports = |blueprint| {
        let table = table(blueprint, 1000, SEED, 2);
        measure(blueprint, &table, "board", "reports").estimate
    };
    let (alone, both) = (reports(&alone), reports(&both));
    assert!(
        both.expect("they come") > 1.9 * alone.expect("they come"),
        "the desk's reports arrive"
    );
}

/// Runs that nobody watches.
fn runs(runs: &str, links: &str) -> String {
    format!(
        r#"World(
    horizon: "10000 y",
    concern: [Program("run")],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {{
        {runs},
        "cluster": Cluster(chips: "16 H100", utilization: "50 %"),
        "meter": HazardSensor(channel: "power", hazard: "1/y"),
        "board": Authority(),
    }},
    links: [("meter", Watches, "cluster"), ("meter", Reports, "board"), {links}],
)"#
    )
}

/// What 16 H100 give at 50 %, in FLOP/s.
const CAPACITY: f64 = 16.0 * 989.4e12 * 0.5;

/// The duration of an actor's run, in seconds.
fn duration(text: &str, actor: &str) -> f64 {
    let blueprint = world(text, &[], &Roles::standard());
    let table = table(&blueprint, 1, SEED, 1);
    measure(&blueprint, &table, actor, "duration")
        .estimate
        .expect("the run ends before the horizon")
}

#[track_caller]
fn is_near(value: f64, truth: f64) {
    assert!((value - truth).abs() <= 1e-9 * truth, "{value} instead of {truth}");
}

#[test]
fn a_run_takes_its_flop_over_the_chips_it_has() {
    let text = runs(
        r#""run": TrainingProgram(compute: "5e26 FLOP", begins: "3 d")"#,
        r#"("cluster", Hosts, "run")"#,
    );
    let truth = 5e26 / CAPACITY;
    is_near(duration(&text, "run"), truth);
    let blueprint = world(&text, &[], &Roles::standard());
    let outcome = outcome(&blueprint, SEED, 0);
    let done = blueprint
        .plan()
        .milestones()
        .iter()
        .position(|name| *name == "run done")
        .expect("a training program has it");
    let begins = Span::from_seconds(3.0 * 86_400.0).seconds();
    is_near(outcome.milestones[done].seconds(), begins + truth);
}

#[test]
fn two_runs_share_a_cluster_equally_while_both_run() {
    let text = runs(
        r#""run": TrainingProgram(compute: "2e22 FLOP"),
        "second run": TrainingProgram(compute: "3e22 FLOP", begins: "10 d")"#,
        r#"("cluster", Hosts, "run"), ("cluster", Hosts, "second run")"#,
    );
    let begins = 10.0 * 86_400.0;
    // The first has the cluster to itself for ten days, and the second has it
    // once the first is done.
    let left = 2e22 - CAPACITY * begins;
    assert!(left > 0.0 && left < 3e22);
    let first_done = begins + 2.0 * left / CAPACITY;
    is_near(duration(&text, "run"), first_done);
    is_near(duration(&text, "second run"), first_done - begins + (3e22 - left) / CAPACITY);
}

#[test]
fn runs_that_begin_together_and_are_equal_end_together() {
    let text = runs(
        r#""run": TrainingProgram(compute: "2e22 FLOP"),
        "b": TrainingProgram(compute: "2e22 FLOP"), "c": TrainingProgram(compute: "2e22 FLOP"),
        "d": TrainingProgram(compute: "2e22 FLOP"), "e": TrainingProgram(compute: "2e22 FLOP"),
        "f": TrainingProgram(compute: "2e22 FLOP")"#,
        r#"("cluster", Hosts, "run"), ("cluster", Hosts, "b"), ("cluster", Hosts, "c"),
        ("cluster", Hosts, "d"), ("cluster", Hosts, "e"), ("cluster", Hosts, "f")"#,
    );
    for run in ["run", "b", "c", "d", "e", "f"] {
        is_near(duration(&text, run), 6.0 * 2e22 / CAPACITY);
    }
}

/// A desk to which three sensors send alarms without reason; one alert of each
/// can be open, and what comes meanwhile merges into it. So it is the repair
/// shop with three machines (Engset's model with waiting).
const SHOP: &str = r#"World(
    horizon: "40 y",
    concern: [Program("run")],
    takeoff: After("1 d"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e20 FLOP", begins: "1000 y"),
        "cluster": Cluster(chips: "16384 H100"),
        "a": HazardSensor(channel: "power", hazard: "1/y", false_alarms: "1/d"),
        "b": HazardSensor(channel: "power", hazard: "1/y", false_alarms: "1/d"),
        "c": HazardSensor(channel: "power", hazard: "1/y", false_alarms: "1/d"),
        "desk": Reviewer(review: Exponential(mean: "2 d")),
        "board": Authority(),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("a", Watches, "cluster"), ("b", Watches, "cluster"), ("c", Watches, "cluster"),
        ("a", Alerts, "desk"), ("b", Alerts, "desk"), ("c", Alerts, "desk"),
        ("desk", Reports, "board"),
    ],
)"#;

#[test]
fn a_desk_is_a_repair_shop_for_alerts() {
    const SOURCES: i32 = 3;
    const REPLICATIONS: u64 = 60;
    for (desks, servers) in [("1", 1_i32), ("2", 2), ("3", 3)] {
        // The chances of n open alerts, from balance: f (N − n) π(n) = µ
        // min(n + 1, c) π(n + 1), with 1/f = 1 d and 1/µ = 2 d.
        let (f, u) = (1.0, 0.5);
        let mut weights = vec![1.0_f64];
        for n in 0..SOURCES {
            let next = weights[n as usize] * f * f64::from(SOURCES - n)
                / (u * f64::from(servers.min(n + 1)));
            weights.push(next);
        }
        let total: f64 = weights.iter().sum();
        let mean = |of: &dyn Fn(i32) -> f64| -> f64 {
            (0..=SOURCES).map(|n| of(n) * weights[n as usize] / total).sum()
        };
        let free = mean(&|n| f64::from(SOURCES - n));
        let truths = [
            ("merged", mean(&|n| f64::from(n)) / f64::from(SOURCES)),
            (
                "delayed",
                mean(&|n| {
                    if n >= servers { f64::from(SOURCES - n) } else { 0.0 }
                }) / free,
            ),
            ("wait", 86_400.0 * mean(&|n| f64::from((n - servers).max(0))) / (f * free)),
            ("confirmed", 0.02),
            ("alerts", 3.0 * YEAR),
        ];
        let sets = [("actors.desk.servers", desks)];
        let blueprint = world(SHOP, &sets, &Roles::standard());
        let table = table(&blueprint, REPLICATIONS, SEED, 2);
        for (name, truth) in truths {
            let estimate = measure(&blueprint, &table, "desk", name);
            let value = estimate.estimate.expect("alerts come");
            if truth == 0.0 {
                assert_eq!(value, 0.0, "{name} at {desks} servers");
                continue;
            }
            let error = estimate.standard_error.expect("replications differ");
            let z = (value - truth) / error;
            assert!(
                z.abs() <= 3.5 && error < 0.02 * truth,
                "`{name}` at {desks} servers: {value} ± {error} instead of {truth}, z = {z:+.2}\n{}",
                again(SHOP, &sets, REPLICATIONS, SEED)
            );
        }
    }
}

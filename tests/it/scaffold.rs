//! Scaffolds: what copies are together, how many there are, and how they multiply.

use foomwatch::oversight::{Milestone, Twin};
use foomwatch::primitives::time::Time;

use crate::bench::{measured, outcome, world};
use crate::stage::again;

const SEED: u64 = 9;

/// A scaffold with these fields, whose copies need 1e15 FLOP/s each, on chips that bear 1000
/// of them.
fn text(cluster: &str, scaffold: &str, actors: &str, links: &str) -> String {
    format!(
        r#"World(
    horizon: "100 d",
    concern: [Program("scaffold")],
    takeoff: Copies(of: "scaffold", count: 1000000),
    accountable: ["board"],
    actors: {{
        "cluster": Cluster(
            chips: "1000 H100", peak_per_chip: "1e15 FLOP/s", utilization: "100 %", {cluster}
        ),
        "scaffold": Scaffold(flop_per_copy: "1e15 FLOP/s", gain: "0.5 OOM", {scaffold}),
        "meter":   HazardSensor(channel: "network", hazard: "0/y"),
        "board":   Authority(prior: "1 %", likelihood_ratio: 1000),
        {actors}
    }},
    links: [
        ("cluster", Hosts, "scaffold"),
        ("meter", Watches, "scaffold"),
        ("meter", Reports, "board"),
        {links}
    ],
)"#
    )
}

fn values(text: &str, name: &str, n: u64) -> Vec<f64> {
    let blueprint = world(text, &[]);
    let one = |index| outcome(&blueprint, SEED, index, Twin::Factual);
    (0..n).map(|index| measured(&blueprint, &one(index), "scaffold", name)).collect()
}

#[track_caller]
fn is(text: &str, name: &str, expected: f64) {
    let found = values(text, name, 1)[0];
    assert!(
        (found - expected).abs() < 1e-9 * expected.max(1.0),
        "{name} is {found}, not {expected}"
    );
}

#[test]
fn as_many_copies_run_as_are_given_or_compute_bears() {
    is(&text("", "copies: 7,", "", ""), "copies", 7.0);
    is(&text("", "copies: 7,", "", ""), "copy time", 7.0 * 100.0 * 86_400.0);
    is(&text("", "", "", ""), "copies", 1000.0);
    is(&text("", "copies: 5000,", "", ""), "copies", 1000.0);
    let kept = r#"reservations: {"small": (granted: "9.99 %")},"#;
    is(&text(kept, r#"works_in: "small","#, "", ""), "copies", 99.0);
    is(&text("", r#"begins: "75 d","#, "", ""), "copy time", 1000.0 * 25.0 * 86_400.0);
}

#[test]
fn copies_gain_by_their_logarithm_up_to_a_ceiling_or_without_one() {
    is(&text("", "", "", ""), "gained", 1.5);
    is(&text("", "copies: 20,", "", ""), "gained", 0.5 * 20_f64.log10());
    is(&text("", r#"ceiling: "1.2 OOM","#, "", ""), "gained", 1.2);
    is(&text("", r#"ceiling: "1.2 OOM","#, "", ""), "reached its ceiling", 1.0);
    is(&text("", r#"ceiling: "1.6 OOM","#, "", ""), "gained", 1.5);
    is(&text("", r#"ceiling: "1.6 OOM","#, "", ""), "reached its ceiling", 0.0);
    // A more capable model is the ground on which all of them stand.
    let sage = r#""sage": Sage(capability: "0.4 OOM", at: "50 d", becomes: "2 OOM"),"#;
    let powers = r#"("sage", Powers, "scaffold"),"#;
    is(&text("", r#"ceiling: "1 OOM","#, sage, powers), "gained", 3.0);
    is(&text("", "", sage, powers), "gained", 3.5);
    // 1.5 at once and 0.4 before it is known, then 2: two generations.
    is(&text("", "", sage, powers), "generations", 2.0);
}

#[test]
fn growing_chips_bear_more_and_more_copies() {
    let grows = r#"growth: "0.01/d","#;
    let found = values(&text(grows, "", "", ""), "copies", 1)[0];
    let bears = 1000.0 * 1_f64.exp();
    assert!((0.99 * bears..=bears).contains(&found), "{found} copies of {bears}");
    let few = r#"chips: "1 H100", growth: "0.01/d""#;
    let text = text("", "", "", "").replace(r#"chips: "1000 H100""#, few);
    is(&text, "copies", 2.0);
    // The second copy has ln 2 to wait.
    let time = (100.0 + 100.0 * (1.0 - 2_f64.ln())) * 86_400.0;
    assert!((values(&text, "copy time", 1)[0] - time).abs() < 1e-3);
    let steps = r#"steps: {"a": (at: "50 d", factor: 0.5)},"#;
    is(&self::text(steps, "", "", ""), "copy time", 750.0 * 100.0 * 86_400.0);
}

#[test]
fn copies_that_copy_themselves_are_a_pure_birth() {
    const N: u64 = 2000;
    // Yule: e^{rt} in the mean, geometric, from one.
    let growth = 2.0_f64;
    let text = text("", "copies_itself: \"0.02/d\",", "", "");
    let copies = values(&text, "copies", N);
    let (mean, spread) = (growth.exp(), (growth.exp() * (growth.exp() - 1.0)).sqrt());
    let found = copies.iter().sum::<f64>() / N as f64;
    let z = (found - mean) / (spread / (N as f64).sqrt());
    assert!(
        z.abs() <= 3.5,
        "{found} copies, not {mean}, z = {z:+.2}\n{}",
        again(&text, &[], N, SEED)
    );
    let alone = copies.iter().filter(|copies| **copies == 1.0).count() as f64 / N as f64;
    let truth = (-growth).exp();
    let z = (alone - truth) / (truth * (1.0 - truth) / N as f64).sqrt();
    assert!(z.abs() <= 3.5, "{alone} alone, not {truth}, z = {z:+.2}");
}

#[test]
fn no_more_copies_are_made_than_compute_bears_or_is_said() {
    let quick = "copies_itself: \"1/d\",";
    is(&text("", &format!("{quick} most: 40,"), "", ""), "copies", 40.0);
    is(&text("", &format!("{quick} most: 40,"), "", ""), "copies made", 39.0);
    let text = text("", &format!("{quick} copies: 3,"), "", "");
    is(&text, "copies", 1000.0);
    is(&text, "copies made", 998.0);
}

#[test]
fn so_many_copies_are_takeoff_and_end_their_copying() {
    let text = text("", "copies_itself: \"1/d\",", "", "").replace("1000000", "12");
    let blueprint = world(&text, &[]);
    for index in 0..20 {
        let outcome = outcome(&blueprint, SEED, index, Twin::Factual);
        assert!(outcome.at(Milestone::Takeoff) < Time::NEVER);
        assert_eq!(measured(&blueprint, &outcome, "scaffold", "copies"), 12.0);
    }
    let level = text.replace(
        "Copies(of: \"scaffold\", count: 12)",
        "Capability(of: \"scaffold\", above_start: \"0.5 OOM\")",
    );
    let blueprint = world(&level, &[]);
    let outcome = outcome(&blueprint, SEED, 0, Twin::Factual);
    assert!(outcome.at(Milestone::Takeoff) < Time::NEVER);
    assert_eq!(measured(&blueprint, &outcome, "scaffold", "copies"), 10.0);
}

#[test]
fn a_change_of_pace_draws_no_copy_anew() {
    let copies = |horizon: &str, actors: &str, links: &str| {
        let text = text("", "copies_itself: \"0.03/d\",", actors, links);
        values(&text.replace("\"100 d\"", horizon), "copy time", 40)
    };
    let same = |found: &[f64], expected: &[f64], whose: &str| {
        for (found, expected) in found.iter().zip(expected) {
            // Each copy is a few ticks late.
            assert!(
                (found - expected).abs() < 1e-9 * expected + 1e-3,
                "{found} {expected} {whose}"
            );
        }
    };
    let (plain, short) = (copies("\"100 d\"", "", ""), copies("\"40 d\"", "", ""));
    for (suspect, obeys) in
        [("scaffold", "scaffold"), ("scaffold", "cluster"), ("cluster", "cluster")]
    {
        let halts = format!(
            r#""marshal": Marshal(suspect: "{suspect}", does: Halts, at: "40 d", until: "60 d"),"#
        );
        let links = format!(r#"("marshal", Orders, "{obeys}"),"#);
        same(&copies("\"120 d\"", &halts, &links), &plain, obeys);
        same(&copies("\"50 d\"", &halts, &links), &short, obeys);
        let revokes = halts.replace("Halts", "Revokes").replace(", until: \"60 d\"", "");
        same(&copies("\"100 d\"", &revokes, &links), &short, obeys);
    }
}

#[test]
fn copies_show_to_whoever_watches_and_are_not_there_where_nothing_is_concerning() {
    let text = text("", "copies: 10, hidden: true, shows: 3,", "", "")
        .replace("Program(\"scaffold\")", "HiddenWork")
        .replace("\"0/y\"", "\"0.02/d\"");
    let blueprint = world(&text, &[]);
    let alarms = |twin| {
        let one = |index| outcome(&blueprint, SEED, index, twin);
        (0..200).map(|index| measured(&blueprint, &one(index), "meter", "alarms")).sum::<f64>()
    };
    // 0.02 · 30 a day: 60 alarms in 100 days, told as a rate.
    let (found, truth) = (alarms(Twin::Factual) / 200.0, 60.0 / (100.0 / 365.2425));
    assert!((found / truth - 1.0).abs() < 0.035, "{found} a year, not {truth}");
    assert_eq!(alarms(Twin::Innocent), 0.0);
    let innocent = outcome(&blueprint, SEED, 0, Twin::Innocent);
    assert_eq!(measured(&blueprint, &innocent, "scaffold", "copies"), 0.0);
}

#[test]
fn whoever_it_powers_learns_what_copies_are_together() {
    let editing = r#""editing": WeightEditing(insight_cost: "1e23 FLOP", experiment: "1e20 FLOP",
        edit_compute: "0 FLOP", half_insights: 1, gain: "0 OOM", quickening: 1),
        "yard": Cluster(chips: "100 H100", peak_per_chip: "1e15 FLOP/s", utilization: "100 %"),"#;
    let links = r#"("yard", Hosts, "editing"), ("scaffold", Powers, "editing"),"#;
    let text = text("", "copies: 100,", editing, links);
    let blueprint = world(&text, &[]);
    let one = |index| outcome(&blueprint, SEED, index, Twin::Factual);
    let sum: f64 =
        (0..400).map(|index| measured(&blueprint, &one(index), "editing", "insights")).sum();
    // 1 OOM for 100 copies: ten times 8.64.
    let z = (sum / 400.0 - 86.4) / (86.4_f64 / 400.0).sqrt();
    assert!(z.abs() <= 3.5, "{} insights, z = {z:+.2}", sum / 400.0);
}

#[test]
fn copies_that_are_refused_on_arrival_run_on_nowhere() {
    let marshal = r#""marshal": Marshal(suspect: "scaffold", does: Revokes, at: "1 d"),"#;
    let link = r#"("marshal", Orders, "cluster"),"#;
    let blueprint = world(&text("", r#"begins: "2 d","#, marshal, link), &[]);
    assert!(!outcome(&blueprint, SEED, 0, Twin::Factual).runs_on);
}

//! Weight editing: insight bought with FLOP, by whatever bounds it, and edits that rest on
//! it.

use foomwatch::behaviors::Roles;
use foomwatch::oversight::{Milestone, Twin};
use foomwatch::primitives::time::Time;

use crate::bench::{measured, outcome, world};
use crate::stage::again;

const SEED: u64 = 5;

/// 100 days of 1e18 FLOP/s are 8.64e24 FLOP: at this cost 86.4 insights.
const DAYS: f64 = 100.0;
const EXPECTED: f64 = 86.4;

/// An editing program with these fields beside its costs, on a cluster of 1e18 FLOP/s, and
/// what else there is.
fn text(cluster: &str, editing: &str, actors: &str, links: &str) -> String {
    let costs = [("edit_compute", "\"0 FLOP\""), ("half_insights", "10"), ("gain", "\"0.1 OOM\"")];
    let given: String = costs
        .iter()
        .filter(|(name, _)| !editing.contains(&format!("{name}:")))
        .map(|(name, value)| format!("{name}: {value},"))
        .collect();
    format!(
        r#"World(
    horizon: "100 d",
    concern: [Program("editing")],
    takeoff: After("20 y"),
    accountable: ["board"],
    actors: {{
        "cluster": Cluster(
            chips: "1000 H100", peak_per_chip: "1e15 FLOP/s", utilization: "100 %", {cluster}
        ),
        "editing": WeightEditing(
            insight_cost: "1e23 FLOP",
            experiment: "1e20 FLOP",
            {given}
            {editing}
        ),
        "weights": Weights(),
        "meter":   HazardSensor(channel: "compute", hazard: "1/y"),
        "board":   Authority(prior: "1 %", likelihood_ratio: 1000),
        {actors}
    }},
    links: [
        ("cluster", Hosts, "editing"),
        ("editing", Writes, "weights"),
        ("editing", Deploys, "weights"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
        {links}
    ],
)"#
    )
}

/// The mean and the variance of a measure over replications, with how many there were.
fn moments(text: &str, actor: &str, name: &str, n: u64) -> (f64, f64) {
    let blueprint = world(text, &[]);
    let of =
        |index| measured(&blueprint, &outcome(&blueprint, SEED, index, Twin::Factual), actor, name);
    let values: Vec<f64> = (0..n).map(of).filter(|value| value.is_finite()).collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let spread = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    (mean, spread / (count - 1.0))
}

/// Asserts that a mean is this, within 3.5 standard errors of what was found.
#[track_caller]
fn mean_is(text: &str, actor: &str, name: &str, n: u64, expected: f64) {
    let (mean, variance) = moments(text, actor, name, n);
    let z = (mean - expected) / (variance / n as f64).sqrt().max(1e-12);
    let again = again(text, &[], n, SEED);
    assert!(z.abs() <= 3.5, "{name} is {mean}, not {expected}, z = {z:+.2}\n{again}");
}

/// A measure of the first replications.
fn values(text: &str, actor: &str, name: &str, n: u64) -> Vec<f64> {
    let blueprint = world(text, &[]);
    let one = |index| outcome(&blueprint, SEED, index, Twin::Factual);
    (0..n).map(|index| measured(&blueprint, &one(index), actor, name)).collect()
}

const NO_EDITS: &str = "edits_after: 1000000000,";

#[test]
fn insights_come_by_chance_at_the_pace_that_flop_buys_them() {
    const N: u64 = 4000;
    let text = text("", NO_EDITS, "", "");
    let (mean, variance) = moments(&text, "editing", "insights", N);
    // A Poisson number: the k-th comes after a sum of k exponential costs, which is a gamma.
    let z = (mean - EXPECTED) / (EXPECTED / N as f64).sqrt();
    assert!(z.abs() <= 3.5, "{mean} insights, z = {z:+.2}, seed {SEED}");
    let spread = EXPECTED * (2.0 / N as f64).sqrt();
    assert!((variance - EXPECTED).abs() <= 3.5 * 1.05 * spread, "variance {variance}");
    let made = values(&text, "editing", "experiments", 1)[0];
    let flop = 1e18 * DAYS * 86_400.0;
    assert!((made - flop / 1e20).abs() < 1e-6 * made, "{made} experiments");
    let followed = values(&text, "editing", "followed", 1)[0];
    assert!((followed - 1.0).abs() < 1e-12, "{followed} followed");
}

#[test]
fn a_change_of_speed_draws_no_insight_anew() {
    let plain = values(&text("", NO_EDITS, "", ""), "editing", "insights", 40);
    // As many FLOP by another way: half of the time, twice as many chips for a quarter.
    let cluster = r#"steps: {"a": (at: "50 d", factor: 2)},"#;
    let stepped = text(cluster, NO_EDITS, "", "").replace("100 d", "75 d");
    assert_eq!(values(&stepped, "editing", "insights", 40), plain);
    // A mind that is twice as quick from half of the time on.
    let sage = r#""sage": Sage(at: "50 d", becomes: "1 OOM"),"#;
    let editing = format!("{NO_EDITS} quickening: 0.3010299956639812,");
    let quick =
        text("", &editing, sage, r#"("sage", Powers, "editing"),"#).replace("100 d", "75 d");
    assert_eq!(values(&quick, "editing", "insights", 40), plain);
    // Chips that grow deliver (e^1 − 1)/1 of what they do by standing still.
    let cluster = r#"growth: "0.01/d","#;
    let grown = text(cluster, NO_EDITS, "", "")
        .replace("\"100 d\"", &format!("\"{} d\"", 100.0 * 2.0_f64.ln()));
    assert_eq!(values(&grown, "editing", "insights", 40), plain);
}

#[test]
fn insight_is_bound_by_experiments_or_by_the_mind_that_reads_them() {
    // A tenth of what is made can be followed: 86.4 of 864 experiments a day.
    let bound = |reads: &str| text("", &format!("{NO_EDITS} reads: \"{reads}\","), "", "");
    mean_is(&bound("86.4/d"), "editing", "insights", 1500, EXPECTED / 10.0);
    let followed = values(&bound("86.4/d"), "editing", "followed", 1)[0];
    assert!((followed - 0.1).abs() < 1e-9, "{followed} followed");
    let unbound = values(&bound("864000/d"), "editing", "insights", 20);
    assert_eq!(unbound, values(&text("", NO_EDITS, "", ""), "editing", "insights", 20));
    // A more capable mind follows ten times as many, and learns no less from each.
    let sage = r#""sage": Sage(capability: "1 OOM"),"#;
    let powers = r#"("sage", Powers, "editing"),"#;
    let editing = format!("{NO_EDITS} reads: \"86.4/d\", reading_growth: 1,");
    mean_is(&text("", &editing, sage, powers), "editing", "insights", 1000, EXPECTED);
    // Quick as it is, it learns no more than it can follow.
    let editing = format!("{NO_EDITS} reads: \"864/d\", quickening: 1,");
    mean_is(&text("", &editing, sage, powers), "editing", "insights", 1000, EXPECTED);
    let followed = values(&text("", &editing, sage, powers), "editing", "followed", 1)[0];
    assert!((followed - 0.1).abs() < 1e-9, "{followed} followed");
}

/// A model that is trained on chips of its own for half of the time, after which it is more
/// capable by nothing but an ability.
const TRAINED: &str = r#"
    "mind": Model(trained_with: "1e25 FLOP", abilities: {"insight": (rate: 1e6)}),
    "yard": Cluster(chips: "100 H100", peak_per_chip: "1e15 FLOP/s", utilization: "100 %"),
    "run":  TrainingProgram(compute: "4.32e23 FLOP"),
    "more": TrainingProgram(compute: "1 FLOP", begins: "99 d"),"#;

const TRAINS: &str = r#"("mind", Powers, "editing"), ("yard", Hosts, "run"),
    ("run", Deploys, "mind"), ("yard", Hosts, "more"), ("more", Deploys, "mind"),"#;

#[test]
fn an_ability_opens_the_way_or_shortens_it() {
    let trained = TRAINED.replace("1e25 FLOP", "4.31e23 FLOP");
    let of = |editing: &str| text("", &format!("{NO_EDITS} {editing}"), &trained, TRAINS);
    mean_is(&of("needs: \"insight\","), "editing", "insights", 1000, EXPECTED / 2.0);
    let boosted = of("boosted_by: \"insight\", boost: 3,");
    mean_is(&boosted, "editing", "insights", 1000, EXPECTED * 2.0);
    // Without an ability that comes, nothing begins, and nothing shows.
    let never = of("needs: \"insight\",").replace("1e6", "0");
    assert_eq!(values(&never, "editing", "experiments", 3), [0.0; 3]);
    assert_eq!(values(&never, "cluster", "delivered", 3), [0.0; 3]);
}

#[test]
fn a_mind_that_edits_itself_becomes_quicker_at_it() {
    let itself = |quickening: &str| {
        text("", &format!("half_insights: 0, gain: \"0.01 OOM\", {quickening}"), "", "")
            .replace("Weights()", "Model(trained_with: \"1e25 FLOP\")")
            .replace("links: [", "links: [(\"weights\", Powers, \"editing\"),")
    };
    // A pure birth by steps of 0.01 OOM: the k-th insight comes at the pace 10^{0.01 k}.
    let plain = itself("");
    mean_is(&plain, "weights", "gained", 400, 0.01 * EXPECTED);
    // The k-th insight takes 10^{-0.01 (k-1)} of 1/0.864 d: 50.8 d for all of them.
    let quick = itself("quickening: 1,");
    let days = |n: i32| (0..n).map(|k| 10_f64.powf(-0.01 * f64::from(k)) / 0.864).sum::<f64>();
    let halfway = quick.replace("\"100 d\"", &format!("\"{} d\"", days(30)));
    let (mean, _) = moments(&halfway, "editing", "insights", 1000);
    assert!((mean - 30.0).abs() < 1.5, "{mean} insights");
    // Then it is at its ceiling, and learns at a pace that no event could follow.
    let gained = values(&quick.replace("\"100 d\"", "\"200 d\""), "weights", "gained", 5);
    assert!(gained.iter().all(|gained| (gained - 15.0).abs() < 1e-9), "{gained:?}");
}

#[test]
fn very_many_insights_come_in_lots_at_the_same_pace() {
    const N: u64 = 300;
    let text = text("", NO_EDITS, "", "").replace("1e23 FLOP", "8.64e19 FLOP");
    let (mean, variance) = moments(&text, "editing", "insights", N);
    // Half of a lot of a hundred has not come yet.
    let z = (mean - (1e5 - 50.0)) / (variance / N as f64).sqrt();
    assert!(z.abs() <= 3.5 && (7e4..1.3e5).contains(&variance), "{mean}, {variance}, z = {z:+.2}");
}

#[test]
fn what_an_agent_hosts_goes_on_as_it_would_on_a_cluster() {
    let hosted = text(
        "",
        "half_insights: 0,",
        r#""agent": AlignmentAgent(experiment: "1e20 FLOP", diverts: "50 %"),"#,
        r#"("cluster", Hosts, "agent"),"#,
    )
    .replace("(\"cluster\", Hosts, \"editing\")", "(\"agent\", Hosts, \"editing\")")
    .replace("Program(\"editing\")", "HiddenWork");
    mean_is(&hosted, "weights", "raised", 400, EXPECTED / 2.0);
    let blueprint = world(&hosted, &[]);
    let innocent = outcome(&blueprint, SEED, 0, Twin::Innocent);
    for name in ["insights", "experiments", "edits"] {
        assert_eq!(measured(&blueprint, &innocent, "editing", name), 0.0, "{name}");
    }
    let made = measured(&blueprint, &innocent, "cluster", "delivered");
    let flop = 1e18 * DAYS * 86_400.0;
    assert!((made - flop).abs() < 1e-6 * flop, "{made} FLOP of declared work");
}

#[test]
fn growing_experiments_outgrow_the_mind_that_reads_them() {
    // 1 at first and e^{t/100 d} then, of which 1.5 at most can be followed.
    let cluster = r#"growth: "0.01/d","#;
    let editing = format!("{NO_EDITS} reads: \"1296/d\",");
    let turn = 1.5_f64.ln();
    let expected = EXPECTED * (0.5 + 1.5 * (1.0 - turn));
    mean_is(&text(cluster, &editing, "", ""), "editing", "insights", 1500, expected);
}

#[test]
fn an_edit_succeeds_the_more_often_the_more_is_known() {
    const N: u64 = 6000;
    // An edit follows each insight, until the first that succeeds.
    let text = text("", "", "", "").replace("Weights()", "Weights(takes_off: true)");
    let half = 10.0;
    let (mut failed, mut mean, mut square) = (1.0, 0.0, 0.0);
    for insights in 1..2000 {
        let n = f64::from(insights);
        let first = failed * n / (n + half);
        mean += n * first;
        square += n * n * first;
        failed *= half / (n + half);
    }
    let (found, _) = moments(&text, "editing", "insights at success", N);
    let z = (found - mean) / ((square - mean * mean) / N as f64).sqrt();
    assert!(z.abs() <= 3.5, "after {found} insights, not {mean}, z = {z:+.2}, seed {SEED}");
    let (edits, _) = moments(&text, "editing", "edits", 200);
    assert!((edits - 1.0).abs() < 1e-12, "{edits} edits: nothing comes after takeoff");
}

#[test]
fn an_edit_takes_its_compute_and_at_least_its_time() {
    // Each insight is followed by an edit that takes as many FLOP as it cost on average.
    let of = |editing: &str| text("", editing, "", "");
    let (with, _) = moments(&of("edit_compute: \"1e23 FLOP\","), "editing", "insights", 1000);
    // A renewal process: one exponential of 1 and then 1 for the edit, each time.
    assert!((with - EXPECTED / 2.0).abs() < 1.0, "{with} insights beside edits");
    let many = "half_insights: 0, edit_time: \"30 d\",";
    let edits = values(&of(many), "editing", "edits", 50);
    assert!(edits.iter().all(|edits| *edits == 3.0), "{edits:?} in 100 d at 30 d each");
    // What they take in time, experiments go on in.
    let insights = values(&of(many), "editing", "insights", 20);
    assert_eq!(insights, values(&of(NO_EDITS), "editing", "insights", 20));
    let rarely = values(&of("half_insights: 0, edits_after: 20,"), "editing", "edits", 20);
    for (edits, insights) in rarely.iter().zip(&insights) {
        assert_eq!(*edits, (insights / 20.0).floor());
    }
}

#[test]
fn what_edits_gain_comes_to_the_model() {
    let editing =
        "half_insights: 0, gain: Uniform(\"0 OOM\", \"0.4 OOM\"), hidden_share: \"30 %\",";
    let text = text("", editing, "", "");
    mean_is(&text, "weights", "gain", 1500, EXPECTED * 0.2);
    let (gained, hidden, told) = (
        values(&text, "weights", "gain", 20),
        values(&text, "weights", "hides", 20),
        values(&text, "editing", "gained", 20),
    );
    for ((gained, hidden), told) in gained.iter().zip(&hidden).zip(&told) {
        assert!((hidden - 0.3 * gained).abs() < 1e-9 && (gained - told).abs() < 1e-9);
    }
}

#[test]
fn a_botched_edit_may_show() {
    let editing = "half_insights: 1e12, visible: \"25 %\", visible_for: \"3 d\", shows: \"2 OOM\",";
    let text = text("", editing, "", "");
    mean_is(&text, "weights", "spoiled", 1500, EXPECTED * 0.25);
    assert_eq!(values(&text, "weights", "shows", 3), [2.0; 3]);
    assert_eq!(values(&text, "weights", "lasts", 3), [3.0 * 86_400.0; 3]);
    assert_eq!(values(&text, "weights", "raised", 3), [0.0; 3]);
}

#[test]
fn to_write_and_not_to_deploy_changes_nothing_and_the_other_way_round() {
    for link in ["Writes", "Deploys"] {
        let text = text("", "half_insights: 0,", "", "")
            .replace(&format!("(\"editing\", {link}, \"weights\"),"), "");
        assert_eq!(values(&text, "weights", "raised", 5), [0.0; 5], "without {link}");
        assert_eq!(values(&text, "editing", "edits", 5), [0.0; 5], "without {link}");
        let idle = values(&text, "editing", "idle edits", 5);
        assert_eq!(idle, values(&text, "editing", "insights", 5), "without {link}");
    }
}

#[test]
fn an_order_stops_everything_and_loses_nothing() {
    let insights = |horizon: &str, actors: &str, links: &str| {
        let text = text(
            "",
            "half_insights: 0, edit_compute: \"1e22 FLOP\", edit_time: \"1 h\",",
            actors,
            links,
        );
        values(&text.replace("\"100 d\"", horizon), "weights", "raised", 30)
    };
    let plain = insights("\"100 d\"", "", "");
    for (suspect, obeys) in [("editing", "editing"), ("editing", "cluster"), ("weights", "editing")]
    {
        let actors = format!(
            r#""marshal": Marshal(suspect: "{suspect}", does: Halts, at: "40 d", until: "60 d"),"#
        );
        let links = format!(r#"("marshal", Orders, "{obeys}"),"#);
        assert_eq!(insights("\"120 d\"", &actors, &links), plain, "{suspect}, told to {obeys}");
        let actors = actors.replace("Halts", "Revokes").replace(", until: \"60 d\"", "");
        let short = insights("\"40 d\"", "", "");
        assert_eq!(insights("\"120 d\"", &actors, &links), short, "{suspect}, told to {obeys}");
    }
}

#[test]
fn what_is_hidden_is_not_done_where_nothing_is_concerning() {
    let text = text("", "half_insights: 0, hidden: true,", "", "")
        .replace("Program(\"editing\")", "HiddenWork");
    let blueprint = world(&text, &[]);
    for index in 0..10 {
        let guilty = outcome(&blueprint, SEED, index, Twin::Factual);
        assert!(guilty.concerning_flop > 0.0);
        assert!(measured(&blueprint, &guilty, "weights", "raised") > 0.0);
        let innocent = outcome(&blueprint, SEED, index, Twin::Innocent);
        assert_eq!(innocent.concerning_flop.to_bits(), 0_f64.to_bits());
        for name in ["insights", "experiments", "edits"] {
            assert_eq!(measured(&blueprint, &innocent, "editing", name), 0.0, "{name}");
        }
    }
}

#[test]
fn a_bystander_changes_no_insight_and_no_edit() {
    let plain = text("", "", "", "");
    let beside = text(
        "",
        "",
        r#""other": Cluster(chips: "10 H100"),
        "beside": WeightEditing(insight_cost: "1e20 FLOP", experiment: "1e18 FLOP",
            edit_compute: "0 FLOP", half_insights: 0, gain: "1 OOM"),"#,
        r#"("other", Hosts, "beside"),"#,
    );
    for name in ["insights", "edits", "botched edits"] {
        assert_eq!(values(&beside, "editing", name, 20), values(&plain, "editing", name, 20));
    }
}

#[test]
fn readers_learn_to_follow_more_only_of_what_they_can_follow() {
    let text = text("", "reading_growth: 1,", "", "")
        .replace("Weights()", "Model(trained_with: \"1e25 FLOP\")");
    let text = text.replace("(\"editing\", Writes, \"weights\"),", "");
    let file = foomwatch::world::WorldFile::from_text("a test", &text).expect("it is a text");
    let flaws = foomwatch::world::check(&file, &Roles::standard()).err().expect("a flaw");
    assert!(flaws.to_string().contains("`reading_growth`"), "{flaws}");
}

#[test]
fn a_program_that_is_refused_on_arrival_runs_on_nowhere() {
    let marshal = r#""marshal": Marshal(suspect: "editing", does: Revokes, at: "1 d"),"#;
    let link = r#"("marshal", Orders, "cluster"),"#;
    let blueprint = world(&text("", r#"begins: "2 d","#, marshal, link), &[]);
    assert!(!outcome(&blueprint, SEED, 0, Twin::Factual).runs_on);
}

#[test]
fn an_edit_is_no_training_run_however_much_it_takes() {
    let concern = [("Program(\"editing\")", true), ("Training(above: \"1 FLOP\")", false)];
    for (concern, is_concerning) in concern {
        let text = text("", "hidden_share: \"50 %\", edit_compute: \"1e23 FLOP\"", "", "")
            .replace("Program(\"editing\")", concern)
            .replace("Weights()", "Model(trained_with: \"1e24 FLOP\")")
            .replace("channel: \"compute\"", "channel: \"behavior\"")
            .replace("Watches, \"cluster\"", "Watches, \"weights\"");
        let (mut edits, mut traces) = (0, 0);
        for index in 0..10 {
            let blueprint = world(&text, &[]);
            let outcome = outcome(&blueprint, SEED, index, Twin::Factual);
            edits += u64::from(measured(&blueprint, &outcome, "editing", "edits") > 0.0);
            traces += u64::from(outcome.at(Milestone::FirstTrace) < Time::NEVER);
        }
        assert!(edits > 5, "{edits} edits");
        // What is concerning shows by what an edit hides; what is not shows nothing.
        assert_eq!(traces, if is_concerning { edits } else { 0 }, "{concern}");
    }
}

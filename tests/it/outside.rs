//! Who looks from outside of a lab: cloud providers, rival states, the press and
//! regulators.

use foomwatch::behaviors::Roles;
use foomwatch::oversight::Milestone;
use foomwatch::prelude::*;
use foomwatch::primitives::distribution::normal_quantile;
use foomwatch::primitives::special::normal::normal_survival;
use foomwatch::primitives::time::SECONDS_PER_YEAR;

use crate::stage::{again, measure, outcome, table, world};

const SEED: u64 = 21;

/// FLOP/s of 16,384 H100 at 40 %.
const CAPACITY: f64 = 16_384.0 * 989.4e12 * 0.4;

/// A world with these actors and links beside a program on a cluster, and a board.
fn text(program: &str, actors: &str, links: &str, claim: &str) -> String {
    format!(
        r#"World(
    horizon: "10 y",
    concern: [Program("program")],
    takeoff: After("9 y"),
    accountable: ["board"],
    actors: {{
        "program": TrainingProgram({program}),
        "cluster": Cluster(chips: "16384 H100", utilization: "40 %", reservations: {{"a": (granted: "5 %")}}),
        "board":   Authority(prior: "50 %"),
        {actors}
    }},
    links: [
        ("cluster", Hosts, "program"),
        {links}
    ],
    claims: ["{claim}"],
)"#
    )
}

/// What the claim is about.
fn estimate(text: &str, replications: u64) -> f64 {
    let roles = Roles::standard().with::<Site>("Site");
    let table = table(&world(text, &[], &roles), replications, SEED, 2);
    let part = &table.claims()[0].parts[0];
    part.estimate.estimate.unwrap_or_else(|| panic!("undefined in {text}"))
}

/// Asserts that the probability that is claimed is the exact one.
fn near(text: &str, replications: u64, exact: f64) {
    let found = estimate(text, replications);
    let z = (found - exact) / (exact * (1.0 - exact) / replications as f64).sqrt();
    assert!(
        z.abs() <= 3.5,
        "{found} for {exact}, z = {z}; {}",
        again(text, &[], replications, SEED)
    );
}

/// Asserts that the mean that is claimed is the exact one, but for ticks.
fn exactly(text: &str, exact: f64) {
    let found = estimate(text, 3);
    assert!((found - exact).abs() < 1e-4, "{found} for {exact}; {}", again(text, &[], 3, SEED));
}

/// 80 % of the capacity is what is not reserved for others.
fn cloud(program: &str, provider: &str, claim: &str) -> String {
    text(
        program,
        &format!(r#""cloud": CloudProvider({provider}),"#),
        r#"("cloud", Watches, "cluster"), ("cloud", Reports, "board"),"#,
        claim,
    )
}

#[test]
fn a_run_passes_the_limit_when_so_much_was_computed() {
    let large = r#"compute: "1e28 FLOP", works_in: "a""#;
    let at = "mean(run over limit) <= 1 y given run over limit";
    let speed = 0.05 * CAPACITY;
    exactly(&cloud(large, r#"run_above: "1e25 FLOP""#, at), 1e25 / speed);
    // One report of one run, after a while.
    let slow = cloud(
        large,
        r#"run_above: "1e25 FLOP", reports_after: "3 d""#,
        "mean(noticed) <= 1 y given noticed",
    );
    exactly(&slow, 1e25 / speed + 3.0 * 86_400.0);
    let blueprint = world(&slow, &[], &Roles::standard());
    let table = table(&blueprint, 5, SEED, 1);
    let runs = measure(&blueprint, &table, "cloud", "runs").estimate.expect("it is counted");
    assert!((runs - 1.0).abs() < 1e-12, "{runs}");
}

#[test]
fn a_run_that_rests_for_long_begins_anew() {
    let twice = r#"compute: "6e24 FLOP", generations: 2, pause: "10 d", works_in: "a""#;
    let half = 6e24 / (0.05 * CAPACITY);
    let event = "P(run over limit) <= 50 %";
    let limit = r#"run_above: "1e25 FLOP""#;
    assert!(estimate(&cloud(twice, limit, event), 3) < 1e-12);
    let patient = format!(r#"{limit}, run_ends_after: "20 d""#);
    let passed = half * 10.0 / 6.0 + 10.0 * 86_400.0;
    exactly(&cloud(twice, &patient, "mean(run over limit) <= 1 y given run over limit"), passed);
}

#[test]
fn what_is_declared_to_a_provider_it_does_not_add_up() {
    let run = r#"compute: "1e28 FLOP", works_in: "a""#;
    let declared = |level: &str, claim: &str| {
        text(
            run,
            r#""cloud": CloudProvider(run_above: "1e25 FLOP"),"#,
            &format!(
                r#"("cloud", Watches, "cluster"), ("cloud", Reports, "board"),
                   ("program", Declares{level}, "cloud"),"#
            ),
            claim,
        )
    };
    let half = declared("(level: \"2.5 %\")", "mean(run over limit) <= 1 y given run over limit");
    exactly(&half, 1e25 / (0.025 * CAPACITY));
    assert!(estimate(&declared("", "P(first alarm) <= 50 %"), 3) < 1e-12);
}

#[test]
fn a_cluster_is_large_or_is_not() {
    let run = r#"compute: "1e28 FLOP", works_in: "a", begins: "1 d""#;
    let event = "P(cluster over limit within 25 h of start) <= 50 %";
    assert!(estimate(&cloud(run, r#"peak_above: "6.4e18 FLOP/s""#, event), 3) > 1.0 - 1e-12);
    assert!(estimate(&cloud(run, r#"peak_above: "6.5e18 FLOP/s""#, event), 3) < 1e-12);
    // Nobody computes what must be explained, as long as nothing runs.
    let before = "P(cluster over limit within 23 h of start) <= 50 %";
    assert!(estimate(&cloud(run, r#"peak_above: "6.4e18 FLOP/s""#, before), 3) < 1e-12);
}

#[test]
fn a_meter_has_one_error_for_good() {
    // The limit passes at limit/(speed·factor), and half of all factors lie within
    // 20 % of 1 in their logarithm.
    let run = r#"compute: "1e28 FLOP", works_in: "a""#;
    let seconds = 1e25 / (0.05 * CAPACITY) * (-0.2_f64).exp();
    let event = format!("P(run over limit within {seconds} s of start) <= 50 %");
    let text = cloud(run, r#"run_above: "1e25 FLOP", error: "20 %""#, &event);
    near(&text, 20_000, 0.25);
}

#[test]
fn what_was_concerning_when_it_was_added_up_is_what_is_found() {
    // The concerning run is over when the harmless one brings the sum to the limit.
    let text = text(
        r#"compute: "6e24 FLOP""#,
        r#""cloud": CloudProvider(run_above: "1e25 FLOP"),
           "other": TrainingProgram(compute: "6e24 FLOP", begins: "12 d"),"#,
        r#"("cloud", Watches, "cluster"), ("cloud", Reports, "board"), ("cluster", Hosts, "other"),"#,
        "P(noticed) >= 50 %",
    );
    assert!(estimate(&text, 3) > 1.0 - 1e-12, "{text}");
    let alone = text
        .replace(r#"run_above: "1e25 FLOP""#, r#"run_above: "1e25 FLOP", run_ends_after: "1 h""#);
    assert!(estimate(&alone, 3) < 1e-12, "{alone}");
}

/// A site that grows: it shows its work and its capacity from the start on.
#[derive(Clone)]
struct Site(SiteParameters);

foomwatch::parameters! {
    /// A site's.
    pub struct SiteParameters {
        /// How fast it grows.
        growth: Rate,
    }
}

impl Behavior for Site {
    type Domain = Oversight;
    type Parameters = SiteParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "A site that grows.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::into(Link::Watches, "It shows what it does.")];

    fn new(parameters: SiteParameters) -> Self {
        Self(parameters)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let channel = cx.settings().channel("compute").expect("somebody listens");
        let job = cx.job(Flop::new(1e28), 0.0);
        cx.job_begins(&job);
        let mut footprint = Footprint::nothing(channel, 1e18).growing(self.0.growth.value());
        footprint.add(&job, 1e17);
        for watcher in cx.links_in(Link::Watches) {
            cx.show(watcher, &footprint);
        }
    }
}

#[test]
fn limits_come_sooner_where_all_grows() {
    let growing = |provider: &str, milestone: &str| {
        text(
            r#"compute: "1 FLOP", begins: "9 y""#,
            &format!(r#""site": Site(growth: "1/y"), "cloud": CloudProvider({provider}),"#),
            r#"("cloud", Watches, "site"), ("cloud", Reports, "board"),"#,
            &format!("mean({milestone}) <= 1 y given {milestone}"),
        )
    };
    let year = SECONDS_PER_YEAR;
    // 1e17·(exp(t) − 1)·year is 1e25 FLOP.
    let run = (1e25 / (1e17 * year)).ln_1p() * year;
    exactly(&growing(r#"run_above: "1e25 FLOP""#, "run over limit"), run);
    let peak = 20.0_f64.ln() * year;
    exactly(&growing(r#"peak_above: "2e19 FLOP/s""#, "cluster over limit"), peak);
}

/// A rival that makes one estimate in the 10 years of the run.
fn rival(program: &str, rival: &str, claim: &str) -> String {
    text(
        program,
        &format!(r#""rival": RivalState(every: "10 y", {rival}),"#),
        r#"("rival", Watches, "cluster"), ("rival", Reports, "board"),"#,
        claim,
    )
}

/// How far the log-odds must rise from 20 % to 50 %.
const RISE: f64 = 1.386_294_361_119_890_6;

/// The deviations of an estimate between 1 % and 5 % of the capacity, at an error of 50 %.
fn apart() -> f64 {
    5.0_f64.ln() / (0.5 / normal_quantile(0.75))
}

#[test]
fn a_rival_takes_the_true_likelihood_ratio_of_its_estimate() {
    let works = r#"compute: "1e30 FLOP", works_in: "a""#;
    let idle = r#"compute: "1 FLOP""#;
    let opinions = r#"error: "50 %", prior: "20 %", reports_at: "50 %""#;
    let d = apart();
    // The log of the ratio is normal with mean ±d²/2 and variance d².
    let suspected = "P(undeclared compute suspected) <= 50 %";
    near(&rival(works, opinions, suspected), 20_000, normal_survival((RISE - d * d / 2.0) / d));
    near(&rival(idle, opinions, suspected), 20_000, normal_survival((RISE + d * d / 2.0) / d));
}

#[test]
fn a_rival_compares_with_what_is_declared_to_it() {
    let opinions = r#"error: "50 %", prior: "20 %", reports_at: "50 %", resolution: "0.1 %""#;
    let declared = |level: &str| {
        text(
            r#"compute: "1e30 FLOP", works_in: "a""#,
            &format!(r#""rival": RivalState(every: "10 y", {opinions}),"#),
            &format!(
                r#"("rival", Watches, "cluster"), ("rival", Reports, "board"),
                   ("program", Declares{level}, "rival"),"#
            ),
            "P(undeclared compute suspected) <= 50 %",
        )
    };
    // Of what is there by `truth` more than declared in its logarithm, and suspected by
    // `more`, the log of the ratio is more·(2·truth − more + 2σz)/(2σ²).
    let sigma = 0.5 / normal_quantile(0.75);
    let exact = |truth: f64, more: f64| {
        normal_survival((2.0 * sigma * sigma * RISE / more - 2.0 * truth + more) / (2.0 * sigma))
    };
    near(&declared("(level: \"1 %\")"), 20_000, exact(5.0_f64.ln(), 6.0_f64.ln()));
    near(&declared(""), 20_000, exact(0.0, 2.0_f64.ln()));
}

#[test]
fn what_would_have_been_suspected_anyhow_is_no_trace() {
    let works = r#"compute: "1e30 FLOP", works_in: "a""#;
    let opinions = r#"error: "50 %", prior: "20 %", reports_at: "50 %""#;
    let d = apart();
    let (hit, by_error) =
        (normal_survival((RISE - d * d / 2.0) / d), normal_survival((RISE + d * d / 2.0) / d));
    // At most one alarm a replication, so that the mean is a probability.
    near(&rival(works, opinions, "mean(coincident alarms) >= 1"), 20_000, by_error);
    near(&rival(works, opinions, "mean(caused alarms) >= 1"), 20_000, hit - by_error);
}

#[test]
fn a_rival_expects_undeclared_compute_to_come_about() {
    // An estimate that tells nothing apart, at a uniform instant of the 10 years.
    let idle = r#"compute: "1 FLOP""#;
    let opinions = r#"prior: "10 %", expects: "0.2/y", suspected_share: "1 %", resolution: "2 %""#;
    let exact = 1.0 - 0.9 * (1.0 - (-2.0_f64).exp()) / 2.0;
    let found = estimate(&rival(idle, opinions, "mean('rival'.probability) <= 50 %"), 20_000);
    // The deviation of the probability is below 0.23.
    assert!((found - exact).abs() < 3.5 * 0.23 / 20_000.0_f64.sqrt(), "{found} for {exact}");
}

/// Insiders who tell the press at once.
fn press(program: &str, insiders: &str, press: &str, claim: &str) -> String {
    text(
        program,
        &format!(
            r#""insiders": Insiders(people: 10, law: Constant, leak_rate: "1000000/d"{insiders}),
               "press": Press({press}),"#
        ),
        r#"("insiders", Knows, "program"), ("insiders", Reports, "press"),
           ("insiders", Reports(name: "again", delay: "1 y"), "press"), ("press", Reports, "board"),"#,
        claim,
    )
}

#[test]
fn a_press_publishes_by_its_skill_after_its_checks() {
    let opaque = r#"compute: "1e26 FLOP", opacity: 3"#;
    let skilled = r#"checks: "30 d", skill: 2, skill_scale: 0.5"#;
    let exact = 1.0 / (1.0 + 2.0_f64.exp());
    near(&press(opaque, "", skilled, "P(published) <= 50 %"), 20_000, exact);
    let after = "P(published within 29.9 d of start) <= 50 %";
    assert!(estimate(&press(opaque, "", skilled, after), 200) < 1e-12);
    // Heard twice, it is one story.
    let stories = estimate(&press(opaque, "", skilled, "mean('press'.stories) <= 1"), 50);
    assert!((stories * 10.0 - 1.0).abs() < 1e-9, "{stories} a year");
}

#[test]
fn a_press_is_wrong_as_often_as_it_is_said_to_be() {
    let text = press(
        r#"compute: "1e26 FLOP""#,
        r#", mistakes: "100 %""#,
        r#"checks: "1 d", false_accusation: "10 %""#,
        "P(published) <= 50 %",
    );
    let text = text.replace(r#"[Program("program")]"#, r#"[Training(above: "1e27 FLOP")]"#);
    near(&text, 20_000, 0.1);
}

fn regulator(program: &str, regulator: &str, links: &str, claim: &str) -> String {
    text(
        program,
        &format!(r#""office": Regulator({regulator}),"#),
        &format!(r#"("office", Reports, "board"), {links}"#),
        claim,
    )
}

const DECLARES: &str = r#"("program", Declares, "office"),"#;

#[test]
fn a_regulator_examines_the_large_runs_that_are_declared_to_it() {
    let office = r#"deadline: "10 d", reviews: "20 d", skill: 1"#;
    let large = r#"compute: "2e26 FLOP""#;
    let exact = 1.0 / (1.0 + (-1.0_f64).exp());
    near(&regulator(large, office, DECLARES, "P(run flagged) <= 50 %"), 20_000, exact);
    near(&regulator(large, office, DECLARES, "P(noticed) <= 50 %"), 20_000, exact);
    let examined = |program: &str, event: &str| {
        estimate(&regulator(program, office, DECLARES, &format!("P({event}) <= 50 %")), 20)
    };
    assert!(examined(large, "run examined within 30.01 d of start") > 1.0 - 1e-12);
    assert!(examined(large, "run examined within 29.99 d of start") < 1e-12);
    assert!(examined(large, "run declared within 10.01 d of start") > 1.0 - 1e-12);
    assert!(examined(r#"compute: "1e26 FLOP""#, "run declared") < 1e-12, "no more than the limit");
}

#[test]
fn a_harmless_run_is_flagged_by_error_alone() {
    let office = r#"reviews: "20 d", false_accusation: "10 %""#;
    let text = regulator(r#"compute: "2e26 FLOP""#, office, DECLARES, "P(run flagged) <= 50 %");
    let text = text.replace(r#"[Program("program")]"#, r#"[Training(above: "1e27 FLOP")]"#);
    near(&text, 20_000, 0.1);
    let blueprint = world(&text, &[], &Roles::standard());
    for index in 0..50 {
        assert_eq!(outcome(&blueprint, SEED, index).at(Milestone::Noticed), Time::NEVER, "{index}");
    }
}

#[test]
fn an_office_works_in_its_hours() {
    // 2027-01-01 is a Friday: 8 h of it, and 2 h of the next Monday from 9 o'clock on.
    let office = r#"deadline: "0 s", reviews: "10 h", hours: "Mo-Fr 09:00-17:00""#;
    let at = "mean(run examined) <= 1 y given run examined";
    exactly(
        &regulator(r#"compute: "2e26 FLOP""#, office, DECLARES, at),
        3.0 * 86_400.0 + 11.0 * 3600.0,
    );
}

#[test]
fn a_regulator_looks_into_tips() {
    let text = text(
        r#"compute: "2e26 FLOP", opacity: 1"#,
        r#""office": Regulator(reviews: "20 d", skill: 1),
           "insiders": Insiders(people: 10, law: Constant, leak_rate: "1000000/d"),"#,
        r#"("insiders", Knows, "program"), ("insiders", Alerts, "office"), ("office", Reports, "board"),"#,
        "P(noticed within 21 d of start) <= 50 %",
    );
    near(&text, 20_000, 0.5);
    let sooner = text.replace("within 21 d", "within 19 d");
    assert!(estimate(&sooner, 50) < 1e-12);
}

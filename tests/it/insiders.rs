//! People who know of work: how long a secret is kept, who comes to know of it,
//! and what they take for concerning.

use foomwatch::behaviors::{LeakLaw, Roles, SecretLaw};
use foomwatch::engine::AgedLaw;
use foomwatch::primitives::quantity::{Rate, Share};
use foomwatch::primitives::time::{SECONDS_PER_YEAR, Span};
use foomwatch::world::Blueprint;

use crate::stage::{again, measure, outcome, table, world};

const SEED: u64 = 11;

fn years(years: f64) -> Span {
    Span::from_seconds(years * SECONDS_PER_YEAR)
}

fn published(law: LeakLaw) -> SecretLaw {
    SecretLaw {
        law,
        scale: years(3.88),
        mean_at_100: years(6.95),
        mean_at_1000: years(3.42),
        leak_probability: Share::new(4.09e-6),
        leak_rate: Rate::new(0.01 / SECONDS_PER_YEAR),
    }
}

/// The cumulative hazard at ages of 1e-4, 0.01, 1, 3, 50 and 3,000 years by the
/// number of people, to 17 digits by mpmath with 60.
const HAZARDS: [(u64, [f64; 6]); 6] = [
    (
        2,
        [
            2.971812422873001e-289,
            5.691489646356831e-191,
            8.50980857349636e-93,
            1.4357845985488134e-69,
            1.1514496802810622e-14,
            594.188047185978,
        ],
    ),
    (
        10,
        [
            3.165576349737713e-31,
            3.4668188622817046e-19,
            3.0588276673030584e-07,
            0.0001471709561189914,
            4.441365282415715,
            744.6242895559614,
        ],
    ),
    (
        100,
        [
            3.6232445581737093e-09,
            1.3831326824012986e-05,
            0.04603240095083402,
            0.26803794555273663,
            10.731767391334525,
            767.859152818165,
        ],
    ),
    (
        1_000,
        [
            9.439952165293954e-05,
            0.005476530879500379,
            0.3306369119896743,
            0.9056179394242197,
            13.278915534165508,
            774.0652142622974,
        ],
    ),
    (
        100_000,
        [
            0.025151098566970207,
            0.14008346087703086,
            1.035876301465917,
            1.9202468484271655,
            15.469108058620254,
            778.3511737655489,
        ],
    ),
    (
        1_000_000_000,
        [
            0.31742196574574205,
            0.6785038506580708,
            2.0264488466117183,
            3.071981814245221,
            17.160137766249715,
            780.9751693871385,
        ],
    ),
];

const AGES: [f64; 6] = [1e-4, 0.01, 1.0, 3.0, 50.0, 3000.0];

#[test]
fn the_gamma_law_has_the_hazards_of_sixty_digits_and_their_inverse() {
    for (people, hazards) in HAZARDS {
        let law = published(LeakLaw::Gamma).of(people);
        for (age, hazard) in AGES.iter().zip(hazards) {
            let age = age * SECONDS_PER_YEAR;
            let found = law.cumulative_hazard(age);
            // The number of ticks in 3.88 y is rounded, which a large shape feels.
            assert!((found / hazard - 1.0).abs() < 1e-11, "{people}, {age}: {found} {hazard}");
            let back = law.hazard_quantile(hazard);
            assert!((back / age - 1.0).abs() < 1e-11, "{people}, {age}: {back}");
        }
        assert!(law.cumulative_hazard(0.0).abs() < f64::MIN_POSITIVE);
        assert!(law.hazard_quantile(0.0).abs() < f64::MIN_POSITIVE);
    }
}

#[test]
fn who_knows_alone_never_leaks_by_the_gamma_law() {
    for people in [0, 1] {
        let law = published(LeakLaw::Gamma).of(people);
        assert_eq!(law.cumulative_hazard(1e12).to_bits(), 0, "{people}");
        assert!(law.hazard_quantile(1e-300).is_infinite(), "{people}");
    }
    let nobody = published(LeakLaw::Grimes).of(0);
    assert!(nobody.hazard_quantile(1e-300).is_infinite());
}

#[test]
fn the_other_laws_leak_at_their_rates() {
    let year = SECONDS_PER_YEAR;
    let grimes = published(LeakLaw::Grimes).of(411_000);
    assert!((grimes.cumulative_hazard(year) / 0.813_811_082_944_871_9 - 1.0).abs() < 1e-12);
    assert!((grimes.hazard_quantile(20.0_f64.ln()) / year - 3.681_115_109_312).abs() < 1e-9);
    // 245 years for 1,000 people, as the source says.
    let thousand = published(LeakLaw::Grimes).of(1000);
    assert!((thousand.hazard_quantile(1.0) / year - 245.0).abs() < 0.5);
    let constant = published(LeakLaw::Constant).of(7);
    assert!((constant.cumulative_hazard(10.0 * year) - 0.7).abs() < 1e-12);
}

#[test]
fn a_law_beyond_what_years_tell_apart_is_still_a_law() {
    let wide = SecretLaw { mean_at_1000: years(0.003), ..published(LeakLaw::Gamma) };
    for people in [2, 3, 1_000_000_000] {
        let law = wide.of(people);
        let (early, late) = (law.cumulative_hazard(1e3), law.cumulative_hazard(1e18));
        assert!(early >= 0.0 && late > early && late.is_finite(), "{people}: {early} {late}");
        assert!(law.hazard_quantile(1.0) > 0.0, "{people}");
    }
}

/// The share of replications in which the secret was out before takeoff, or, if
/// it is not about that, in which the claim's event happened.
fn share(blueprint: &Blueprint, replications: u64) -> f64 {
    let table = table(blueprint, replications, SEED, 2);
    table.claims()[0].parts[0].estimate.estimate.expect("replications count")
}

fn near(found: f64, exact: f64, replications: u64, what: &str) {
    let z = (found - exact) / (exact * (1.0 - exact) / replications as f64).sqrt();
    assert!(z.abs() <= 3.5, "{found} for {exact}, z = {z}, {replications} under {SEED}: {what}");
}

/// A program of 1e26 FLOP that runs for some 180 days, and who knows of it.
fn secret(insiders: &str, takeoff: &str, more: &str, links: &str, claim: &str) -> String {
    format!(
        r#"World(
    horizon: "6 y",
    concern: [Program("program")],
    takeoff: After("{takeoff}"),
    accountable: ["board"],
    actors: {{
        "program":  TrainingProgram(compute: "1e26 FLOP"),
        "other":    TrainingProgram(compute: "1e26 FLOP", begins: "30 d"),
        "cluster":  Cluster(chips: "16384 H100"),
        "insiders": Insiders({insiders}),
        {more}
        "board":    Authority(prior: "10 %"),
    }},
    links: [
        ("cluster",  Hosts,   "program"),
        ("cluster",  Hosts,   "other"),
        ("insiders", Knows,   "program"),
        ("insiders", Reports, "board"),
        {links}
    ],
    claims: ["{claim}"],
)"#
    )
}

#[test]
fn those_who_join_bring_the_secret_out_sooner() {
    // One more each half a year, of whom each leaks at 0.2 a year: the hazard up to 3 y
    // is 0.1·(1 + 2 + … + 6).
    let text = secret(
        r#"people: 1, joins: "2/y", law: Constant, leak_rate: "0.2/y""#,
        "3 y",
        "",
        "",
        "P(secret leaked before takeoff) >= 50 %",
    );
    let exact = 1.0 - (-2.1_f64).exp();
    near(share(&world(&text, &[], &Roles::standard()), 20_000), exact, 20_000, &text);
}

#[test]
fn a_secret_goes_on_after_the_work_has_ended() {
    let text = secret(
        r#"people: 10, law: Constant, leak_rate: "0.05/y""#,
        "4 y",
        "",
        "",
        "P(secret leaked within 4 y of start and not secret leaked within 2 y of start) >= 1 %",
    );
    let exact = (-1.0_f64).exp() - (-2.0_f64).exp();
    near(share(&world(&text, &[], &Roles::standard()), 20_000), exact, 20_000, &text);
}

#[test]
fn what_nobody_recognizes_nobody_leaks_and_mistakes_are_leaked_too() {
    let leaks = |insiders: &str, links: &str| {
        let text = secret(insiders, "5 y", "", links, "P(secret leaked) >= 50 %");
        share(&world(&text, &[], &Roles::standard()), 4_000)
    };
    let sure = r#"people: 10, law: Constant, leak_rate: "1000/y""#;
    let also = r#"("insiders", Knows, "other"),"#;
    assert!(leaks(&format!("{sure}, recognizes: \"0 %\""), "") < 1e-12);
    let half = leaks(&format!("{sure}, recognizes: \"50 %\""), "");
    near(half, 0.5, 4_000, "recognizes half");
    let mistaken = format!("{sure}, recognizes: \"0 %\", mistakes: \"20 %\"");
    near(leaks(&mistaken, also), 0.2, 4_000, "mistakes a fifth");
    // Of concerning work there is no mistake.
    assert!(leaks(&mistaken, "") < 1e-12);
}

#[test]
fn a_mistaken_leak_is_a_false_accusation_and_no_notice() {
    let text = secret(
        r#"people: 10, law: Constant, leak_rate: "1000/y", mistakes: "100 %", likelihood_ratio: 1000"#,
        "5 y",
        "",
        r#"("insiders", Knows, "other"),"#,
        "P(secret leaked) >= 50 %",
    );
    let text = text
        .replace(r#"concern: [Program("program")]"#, r#"concern: [Training(above: "1e27 FLOP")]"#);
    let blueprint = world(&text, &[], &Roles::standard());
    for index in 0..20 {
        let outcome = outcome(&blueprint, SEED, index);
        assert!(outcome.errors.false_accusation, "{}", again(&text, &[], 20, SEED));
        assert_eq!(outcome.alarms.falsely, outcome.alarms.all(), "a mistake is a false alarm");
        assert_eq!(
            outcome.at(foomwatch::oversight::Milestone::Noticed),
            foomwatch::primitives::time::Time::NEVER
        );
    }
}

#[test]
fn one_leak_tells_of_all_that_is_known_of_a_program() {
    let text = secret(
        r#"people: 10, law: Constant, leak_rate: "1000/y""#,
        "5 y",
        "",
        "",
        "P(secret leaked) >= 50 %",
    );
    let blueprint = world(&text, &[], &Roles::standard());
    let table = table(&blueprint, 200, SEED, 1);
    let leaks = measure(&blueprint, &table, "insiders", "leaks").estimate.expect("it is counted");
    assert!((leaks * 6.0 - 1.0).abs() < 1e-9, "{leaks} a year");
}

#[test]
fn what_is_told_is_told_with_a_probability_of_its_own_for_each_neighbor() {
    let friends =
        r#""friend": Insiders(people: 1, tells: "0 %"), "pal": Insiders(people: 1, tells: "0 %"),"#;
    let links = r#"("insiders", Tells, "friend"), ("insiders", Tells, "pal"),"#;
    let told = |event: &str| {
        let text = secret(
            r#"people: 1, tells: "30 %""#,
            "5 y",
            friends,
            links,
            &format!("P({event}) >= 1 %"),
        );
        share(&world(&text, &[], &Roles::standard()), 10_000)
    };
    near(told("secret known by 'friend'"), 0.3, 10_000, "friend");
    near(told("secret known by 'friend' and secret known by 'pal'"), 0.09, 10_000, "both");
}

#[test]
fn another_secret_beside_it_changes_no_leak() {
    let without = secret("people: 500", "5 y", "", "", "P(secret leaked) >= 1 %");
    // It is known before: the other program's place among the secrets is the first.
    let beside = without
        .replace(r#"begins: "30 d""#, r#"begins: "0 s""#)
        .replace(
            r#"TrainingProgram(compute: "1e26 FLOP"),"#,
            r#"TrainingProgram(compute: "1e26 FLOP", begins: "1 d"),"#,
        )
        .replace(
            r#"("insiders", Knows,   "program"),"#,
            r#"("insiders", Knows, "program"), ("insiders", Knows, "other"),"#,
        );
    let without = without.replace(
        r#"TrainingProgram(compute: "1e26 FLOP"),"#,
        r#"TrainingProgram(compute: "1e26 FLOP", begins: "1 d"),"#,
    );
    let roles = Roles::standard();
    let (without, beside) = (world(&without, &[], &roles), world(&beside, &[], &roles));
    let mut leaked = 0;
    for index in 0..200 {
        let noticed = |blueprint| {
            outcome(blueprint, SEED, index).at(foomwatch::oversight::Milestone::Noticed)
        };
        assert_eq!(noticed(&without), noticed(&beside), "seed {SEED}, replication {index}");
        leaked += u32::from(noticed(&without) < foomwatch::primitives::time::Time::NEVER);
    }
    assert!(leaked > 50, "{leaked}");
}

#[test]
fn the_leak_law_can_be_unknown() {
    let text = secret(
        r#"people: 1000, law: Unknown("leak law")"#,
        "3 y",
        "",
        "",
        "P(secret leaked before takeoff) >= 50 %",
    )
    .replace(
        "horizon:",
        r#"unknowns: {"leak law": OneOf([(0.5, "Gamma"), (0.5, "Grimes")])}, horizon:"#,
    );
    let exact = 0.5 * (0.595_708 + 1.0 - (-3.0 * 0.004_081_655_6_f64).exp());
    near(share(&world(&text, &[], &Roles::standard()), 20_000), exact, 20_000, &text);
}

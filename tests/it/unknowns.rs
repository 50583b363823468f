//! Unknowns and levers: what is not known is drawn once per replication, by its
//! own name alone, and what is chosen has a setting.

use foomwatch::behaviors::Roles;
use foomwatch::primitives::distribution::Copula;
use foomwatch::primitives::parameter::Setting;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::world::{Blueprint, Diagnostics, Drawn, WorldFile, check};

use crate::stage::{self, table};

/// A world with these lines in it, whose desk and links have the given fields.
fn world(lines: &str, desk: &str, reports: &str) -> String {
    format!(
        r#"World(
    horizon: "2 y",
    concern: [Program("secret run")],
    takeoff: After(Exponential(mean: "60 d")),
    accountable: ["board"],
    {lines}
    actors: {{
        "secret run": TrainingProgram(compute: "1e27 FLOP"),
        "cluster":    Cluster(chips: "16384 H100"),
        "meter":      HazardSensor(channel: "power", hazard: "1/mo", false_alarms: "6/y"),
        "desk":       Reviewer(review: Exponential(mean: "5 d"), {desk}),
        "board":      Authority(prior: "20 %"),
    }},
    links: [
        ("cluster", Hosts,   "secret run"),
        ("meter",   Watches, "cluster"),
        ("meter",   Alerts,  "desk"),
        ("desk",    Reports{reports}, "board"),
    ],
)"#
    )
}

fn checked(text: &str) -> Result<Blueprint, Diagnostics> {
    let file = WorldFile::from_text("a test", text)?;
    check(&file, &Roles::standard()).map(|(blueprint, _)| blueprint)
}

fn good(text: &str) -> Blueprint {
    checked(text).unwrap_or_else(|flaws| panic!("{flaws}"))
}

/// The values of an unknown over replications.
fn values(blueprint: &Blueprint, name: &str, replications: u64) -> Vec<f64> {
    let place = blueprint.unknowns().iter().position(|unknown| unknown.name() == name);
    let place = place.expect("the unknown is declared");
    let point = blueprint.baseline();
    (0..replications)
        .map(|index| {
            let draws = blueprint.draws(&point, ReplicationKey::new(3, index));
            match draws.unknowns[place] {
                Drawn::Number(number) => number,
                Drawn::Pick(pick) => pick as f64,
            }
        })
        .collect()
}

/// The share of ranks that go together: Spearman's correlation.
fn rank_correlation(one: &[f64], other: &[f64]) -> f64 {
    let ranks = |values: &[f64]| {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
        let mut ranks = vec![0.0; values.len()];
        for (rank, place) in order.into_iter().enumerate() {
            ranks[place] = rank as f64;
        }
        ranks
    };
    let (one, other) = (ranks(one), ranks(other));
    let n = one.len() as f64;
    let squares: f64 = one.iter().zip(&other).map(|(a, b)| (a - b) * (a - b)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

const THREE: &str = r#"unknowns: {
        "a": Uniform(0, 3), "b": Beta(2, 50), "c": LogUniform("1 h", "1000 h") },
    correlations: [("a", "b", -0.5), ("b", "c", 0.7)],"#;
const THREE_USED: &str = r#"skill: Unknown("a"), false_accusation: Unknown("b")"#;
const THREE_DELAY: &str = r#"(delay: Exponential(mean: Unknown("c")))"#;

#[test]
fn an_unknown_has_its_law_and_its_rank_correlations() {
    let blueprint = good(&world(THREE, THREE_USED, THREE_DELAY));
    let n = 20_000;
    let (a, b, c) =
        (values(&blueprint, "a", n), values(&blueprint, "b", n), values(&blueprint, "c", n));
    // Means within 4.5 standard errors of 3/2, 2/52 and the log-uniform's.
    let near = |values: &[f64], mean: f64, deviation: f64| {
        let found = values.iter().sum::<f64>() / values.len() as f64;
        let error = deviation / (values.len() as f64).sqrt();
        assert!((found - mean).abs() < 4.5 * error, "{found} is not {mean} within {error}");
    };
    near(&a, 1.5, 3.0 / 12_f64.sqrt());
    near(&b, 2.0 / 52.0, (2.0 * 50.0 / (52.0 * 52.0 * 53.0_f64)).sqrt());
    let logarithms: Vec<f64> = c.iter().map(|seconds| (seconds / 3600.0).log10()).collect();
    near(&logarithms, 1.5, 3.0 / 12_f64.sqrt());
    // Spearman's coefficient has an error of about 1/√n.
    for (one, other, rank) in [(&a, &b, -0.5), (&b, &c, 0.7), (&a, &c, 0.0)] {
        let found = rank_correlation(one, other);
        assert!((found - rank).abs() < 0.03, "{found} is not {rank}");
    }
}

#[test]
fn an_added_unknown_shifts_no_other() {
    let before = good(&world(THREE, THREE_USED, THREE_DELAY));
    // Before, between and after the names, free and in a connected set of its own.
    let more = THREE
        .replace("\"a\":", r#""A": Uniform(0, 1), "aa": Uniform(1, 2), "z": Beta(2, 2), "a":"#);
    let more = more.replace("[(\"a\"", "[(\"A\", \"z\", 0.9), (\"a\"");
    let after = good(&world(&more, THREE_USED, THREE_DELAY));
    for name in ["a", "b", "c"] {
        assert_eq!(values(&before, name, 500), values(&after, name, 500), "{name}");
    }
    let json = |blueprint: &Blueprint| {
        let table = table(blueprint, 500, 3, 1);
        let mut value: serde_json::Value =
            serde_json::from_str(&foomwatch::report::json::json(blueprint, &table))
                .expect("what is printed is JSON");
        // The file has more figures, and another digest; its answers are the same.
        value["world"] = serde_json::Value::Null;
        value["figures"] = serde_json::Value::Null;
        value
    };
    assert!(json(&before) == json(&after), "an added unknown changed an answer");
}

#[test]
fn an_unknown_that_can_be_one_value_is_that_value() {
    let plain = good(&world("", "skill: 1.5, servers: 2", "(delay: \"3 d\")"));
    let unknown = good(&world(
        r#"unknowns: { "s": Constant(1.5), "d": OneOf(["3 d"]), "n": Constant(2) },"#,
        r#"skill: Unknown("s"), servers: Unknown("n")"#,
        r#"(delay: Unknown("d"))"#,
    ));
    let lever = good(&world(
        r#"levers: { "s": (settings: [0, 1.5], baseline: 1.5), "n": (settings: [2, 9], baseline: 2),
            "d": (settings: ["5 d", "3 d"], baseline: "3 d") },"#,
        r#"skill: Lever("s"), servers: Lever("n")"#,
        r#"(delay: Lever("d"))"#,
    ));
    for index in 0..20 {
        let expected = stage::outcome(&plain, 5, index);
        assert_eq!(stage::outcome(&unknown, 5, index), expected);
        assert_eq!(stage::outcome(&lever, 5, index), expected);
    }
}

#[test]
fn a_lever_at_another_setting_is_the_world_with_that_value() {
    let lever = good(&world(
        r#"levers: { "hours": (settings: ["24/7", Hours(open: "Mo-Fr 09:00-17:00", zone: "Europe/London")],
            baseline: "24/7"), "loss": (settings: ["0 %", "50 %"], baseline: "0 %") },"#,
        r#"hours: Lever("hours")"#,
        r#"(loss: Lever("loss"))"#,
    ));
    let point = lever.baseline();
    let point = lever.with_lever(&point, "hours", 1).expect("there are two settings");
    let point = lever.with_lever(&point, "loss", 1).expect("there are two settings");
    assert_eq!(lever.with_lever(&point, "hours", 2), None);
    assert_eq!(lever.with_lever(&point, "hour", 0), None);
    let plain = good(&world(
        "",
        r#"hours: Hours(open: "Mo-Fr 09:00-17:00", zone: "Europe/London")"#,
        r#"(loss: "50 %")"#,
    ));
    let end = foomwatch::primitives::time::Time::START + plain.horizon();
    for index in 0..50 {
        let key = ReplicationKey::new(8, index);
        let events = |blueprint: &Blueprint, point| {
            let mut simulation = blueprint.build(point, key);
            simulation.reset(key, &mut foomwatch::engine::Deaf);
            let ending = simulation.run_until(end, &mut foomwatch::engine::Deaf);
            (simulation.events(), ending)
        };
        assert_eq!(events(&lever, &point), events(&plain, &plain.baseline()));
    }
}

#[test]
fn a_whole_number_that_is_not_known_is_whole() {
    let blueprint = good(&world(
        r#"unknowns: { "n": Uniform(1, 5), "stages": LogUniform(1, 40) },"#,
        r#"servers: Unknown("n")"#,
        r#"(delay: Erlang(stages: Unknown("stages"), mean: "3 d"))"#,
    ));
    for index in 0..200 {
        let _ = stage::outcome(&blueprint, 6, index);
    }
}

#[test]
fn filling_in_stays_within_what_was_checked() {
    // Every law that has fields, with unknowns in as many of them as can be.
    let laws = [
        r#"Uniform("1 h", Unknown("long"))"#,
        r#"LogUniform(Unknown("short"), Unknown("long"))"#,
        r#"Triangular(Unknown("short"), "1 d", Unknown("long"))"#,
        r#"Pert(Unknown("short"), Unknown("long"), "400 d")"#,
        r#"Gamma(shape: Unknown("shape"), mean: Unknown("long"))"#,
        r#"Weibull(shape: Unknown("shape"), scale: Unknown("long"))"#,
        r#"TruncatedNormal(mean: Unknown("long"), deviation: Unknown("short"))"#,
        r#"LogNormal(median: Unknown("short"), p90: Unknown("long"))"#,
        r#"LogNormal(median: Unknown("long"), sigma: Unknown("shape"))"#,
        r#"Beta(Unknown("shape"), Unknown("shape"), Unknown("short"), Unknown("long"))"#,
        r#"Mixture([(1, Unknown("short")), (2, Exponential(mean: Unknown("long")))])"#,
    ];
    for law in laws {
        let unknowns = r#"unknowns: { "short": LogUniform("1 min", "10 h"),
            "long": LogNormal(median: "30 d", sigma: 0.05), "shape": Uniform(0.1, 9) },"#;
        let blueprint = good(&world(unknowns, "", &format!("(delay: {law})")));
        for index in 0..100 {
            let _ = stage::outcome(&blueprint, 9, index);
        }
    }
}

#[test]
fn what_adds_up_to_too_much_is_found_among_many_unknowns() {
    let many: String = (0..13).map(|at| format!("\"u{at}\": Uniform(0, 1), ")).collect();
    let text = world(
        &format!(
            r#"unknowns: {{ {many} }},
            levers: {{ "a": (settings: ["40 %", "60 %"], baseline: "40 %"),
                       "b": (settings: ["40 %", "60 %"], baseline: "40 %") }},"#
        ),
        "",
        "",
    )
    .replace(
        "Cluster(chips: \"16384 H100\")",
        r#"Cluster(chips: "16384 H100", reservations: {
            "one": (granted: Lever("a")), "other": (granted: Lever("b")) })"#,
    );
    let flaws = checked(&text).err().expect("at 60 % each there is not enough");
    assert!(flaws.render(false).contains("granted 120 %"), "{flaws}");
}

#[test]
fn an_unknown_share_must_be_one_where_it_is_used() {
    let unknowns = r#"unknowns: { "x": Uniform("0 %", "150 %") },"#;
    let flaws = checked(&world(unknowns, "", r#"(loss: Unknown("x"))"#)).err();
    assert!(flaws.expect("150 % is no loss").render(false).contains("from 0 % to 100 %"));
    let flaws = checked(&world(unknowns, r#"false_accusation: Unknown("x")"#, "")).err();
    assert!(flaws.expect("150 % is no share").render(false).contains("150 %"));
}

#[test]
fn a_lever_of_very_many_settings_is_tried_at_its_ends() {
    let settings: Vec<String> = (1..=300).map(|days| format!("\"{days} d\"")).collect();
    let lever = format!("(settings: [{}], baseline: \"1 d\")", settings.join(", "));
    let levers = format!("levers: {{ \"a\": {lever}, \"b\": {lever}, \"c\": {lever} }},");
    let law = r#"(delay: Pert("0 d", Lever("a"), "400 d"))"#;
    let used = r#"review: Triangular("0 d", Lever("b"), "301 d")"#;
    let text = world(&levers, "", law).replace("review: Exponential(mean: \"5 d\")", used);
    assert_eq!(good(&text).levers()[0].settings().len(), 300);
}

#[test]
fn a_baseline_is_a_setting_whatever_its_layout_and_its_units() {
    for (settings, baseline) in [
        (r#""12 / y", "1/d""#, r#""1/mo""#),
        ("(0.5, Assumed), 2", "0.5"),
        ("1, 2", "1e0"),
        (
            r#"Hours(open: "Mo 09:00-10:00", zone: "Asia/Tokyo"), "24/7""#,
            "Hours(\n zone:\"Asia/Tokyo\", // there\n open: \"Mo 09:00-10:00\",\n)",
        ),
    ] {
        let lever = format!("levers: {{ \"l\": (settings: [{settings}], baseline: {baseline}) }},");
        let file = WorldFile::from_text("a test", world(&lever, "", "")).expect("it is RON");
        let (blueprint, _) =
            check(&file, &Roles::standard()).unwrap_or_else(|flaws| panic!("{flaws}"));
        assert_eq!(blueprint.levers()[0].baseline(), 0, "{settings}");
        let laid = foomwatch::world::layout(&file);
        assert_eq!(good(&laid).digest(), blueprint.digest(), "{laid}");
    }
}

#[test]
fn an_unknown_has_its_own_marks_and_its_users_have_theirs() {
    let strict = |text: &str| {
        let file = WorldFile::from_text("a test", text).expect("it is RON");
        let demands = foomwatch::world::Demands { sources: true };
        let flaws = foomwatch::world::check_with(&file, &Roles::standard(), demands);
        flaws.err().expect("most figures have no source").render(false)
    };
    let unknowns =
        r#"unknowns: { "t": Uniform(("10 d", Assumed), "60 d"), "w": OneOf(["24/7"]) },"#;
    let text = world(unknowns, r#"hours: Unknown("w")"#, "(delay: \"1 d\")")
        .replace("After(Exponential(mean: \"60 d\"))", "After(Unknown(\"t\"))");
    let said = strict(&text);
    assert!(!said.contains("`takeoff`") && !said.contains("unknown"), "{said}");
    assert!(said.contains("`delay` of a link has no source"), "{said}");
}

#[test]
fn an_unknown_mixes_the_worlds_that_it_may_be() {
    // Half of the replications with the mean of takeoff at 1 d, half at 60 d:
    // what is taken off by 1 d is the mean of the two.
    let text = world(r#"unknowns: { "m": OneOf(["1 d", "60 d"]) },"#, "", "")
        .replace("Exponential(mean: \"60 d\")", "Exponential(mean: Unknown(\"m\"))")
        .replace("horizon: \"2 y\"", "horizon: \"1 d\"");
    let table = table(&good(&text), 40_000, 2, 2);
    let exact = 0.5 * (1.0 - (-1.0_f64).exp()) + 0.5 * (1.0 - (-1.0 / 60.0_f64).exp());
    let found = table.takeoffs() as f64 / table.replications as f64;
    let error = (exact * (1.0 - exact) / table.replications as f64).sqrt();
    assert!((found - exact).abs() < 3.5 * error, "{found} is not {exact}");
}

#[test]
fn a_word_can_be_unknown_and_has_its_weights() {
    let blueprint = good(&world(
        r#"unknowns: { "h": OneOf([(3, "24/7"), (1, "Mo 09:00-10:00")]) },"#,
        r#"hours: Unknown("h")"#,
        "",
    ));
    let picks = values(&blueprint, "h", 10_000);
    let share = picks.iter().sum::<f64>() / picks.len() as f64;
    assert!((share - 0.25).abs() < 4.5 * (0.25_f64 * 0.75 / 10_000.0).sqrt(), "{share}");
    assert_eq!(blueprint.unknowns()[0].choices(), ["\"24/7\"", "\"Mo 09:00-10:00\""]);
    // What stands in for it is its median, the more likely hours.
    let desk = blueprint.actor("desk").expect("it is in the file");
    let hours = desk.settings().iter().find_map(|setting| match setting {
        Setting::Hours(calendar) => Some(calendar.text()),
        _ => None,
    });
    assert_eq!(hours, Some("24/7"));
}

#[test]
fn unknowns_do_not_hang_on_threads_or_on_what_ran_before() {
    let blueprint = good(&world(THREE, THREE_USED, THREE_DELAY));
    let texts = [1, 2, 7].map(|threads| {
        foomwatch::report::json::json(&blueprint, &table(&blueprint, 3_000, 4, threads))
    });
    assert_eq!(texts[0], texts[1]);
    assert_eq!(texts[0], texts[2]);
    // A simulation that ran another replication before gives the same, whatever
    // hangs on the unknowns: parameters, delays, losses, takeoff and tables.
    let all = world(
        r#"unknowns: { "a": Uniform(0, 3), "b": Beta(2, 5), "c": LogUniform("1 h", "1000 h") },"#,
        r#"skill: Unknown("a")"#,
        r#"(delay: Exponential(mean: Unknown("c")), loss: Unknown("b"))"#,
    )
    .replace("Exponential(mean: \"60 d\")", "Exponential(mean: Unknown(\"c\"))")
    .replace(
        "Cluster(chips: \"16384 H100\")",
        r#"Cluster(chips: "16384 H100", reservations: { "one": (granted: Unknown("b")) })"#,
    );
    let blueprint = good(&all);
    let point = blueprint.baseline();
    let end = foomwatch::primitives::time::Time::START + blueprint.horizon();
    let keys = [0, 1].map(|index| ReplicationKey::new(4, index));
    let plan = std::sync::Arc::new(blueprint.plan());
    let outcome = |simulation: &mut foomwatch::engine::Simulation<_>, key| {
        let mut record = foomwatch::oversight::Record::new(plan.clone());
        simulation.reset(key, &mut record);
        let _ = simulation.run_until(end, &mut record);
        record.close(blueprint.horizon(), simulation.events(), false).clone()
    };
    let mut again = blueprint.build(&point, keys[0]);
    let before = outcome(&mut again, keys[0]);
    blueprint.turn(&mut again, &point, keys[1]);
    let mut fresh = blueprint.build(&point, keys[1]);
    let after = outcome(&mut again, keys[1]);
    assert_eq!(after, outcome(&mut fresh, keys[1]));
    assert_ne!(after, before);
}

#[test]
fn the_digest_tells_unknowns_and_levers_and_forgets_marks() {
    let digest = |lines: &str, desk: &str| good(&world(lines, desk, "")).digest();
    let marked =
        r#"sources: { "x": "A paper" }, unknowns: { "s": (Uniform(0, 3), Assumed("x")) },"#;
    let plain = r#"unknowns: { "s": Uniform(0, 3) },"#;
    let desk = r#"skill: Unknown("s")"#;
    let base = digest(plain, desk);
    assert_eq!(digest(marked, desk), base);
    assert_ne!(digest(&plain.replace("3)", "4)"), desk), base);
    assert_ne!(digest(plain, "skill: 1.5"), base);
    let lever = r#"levers: { "s": (settings: [1, 2], baseline: 1) },"#;
    let one = digest(lever, r#"skill: Lever("s")"#);
    assert_ne!(digest(&lever.replace("baseline: 1", "baseline: 2"), r#"skill: Lever("s")"#), one);
}

#[test]
fn a_copula_leaves_each_level_uniform_and_refuses_what_cannot_be() {
    let copula = Copula::new(3, &[(0, 1, 0.7), (1, 2, -0.6)]).expect("such numbers exist");
    let n = 4_000;
    let mut sums = [0.0; 3];
    for step in 0..n {
        // A lattice that fills the cube evenly (Korobov).
        let mut levels = [1.0, 1_571.0, 2_031.0].map(|by: f64| {
            let at = (f64::from(step) + 0.5) * by / f64::from(n);
            at - at.floor()
        });
        copula.join(&mut levels);
        for (sum, level) in sums.iter_mut().zip(levels) {
            assert!(level > 0.0 && level < 1.0);
            *sum += level / f64::from(n);
        }
    }
    for sum in sums {
        assert!((sum - 0.5).abs() < 0.01, "{sums:?}");
    }
    let three = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)];
    assert_eq!(Copula::new(3, &three).expect_err("they contradict each other").place, 2);
    // Pearson's 2·sin(πρ/6): a rank correlation of 0.5 is a normal one of 0.5176.
    let pair = Copula::new(2, &[(0, 1, 0.5)]).expect("two can have any");
    let level = foomwatch::primitives::special::normal::normal_cumulative(1.0);
    let mut levels = [level, 0.5];
    pair.join(&mut levels);
    let joint = foomwatch::primitives::distribution::normal_quantile(levels[1]);
    assert!((joint - 0.517_638_090_205_041_5).abs() < 1e-12, "{joint}");
}

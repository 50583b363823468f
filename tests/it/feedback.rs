//! Gains that are carried from model to model, and loops of them.

use foomwatch::behaviors::Roles;
use foomwatch::oversight::{Milestone, Twin};
use foomwatch::primitives::time::Time;
use foomwatch::world::{Diagnostics, WorldFile, check};

use crate::model::{Course, course, course_of, near, roles, text};
use crate::stage::{table, world};

/// The days of 1e25 FLOP at 1e20 FLOP/s.
const JOB: f64 = 1e5 / 86_400.0;

/// The model of a text, another one, `student`s of both, and links between them.
fn two(model: &str, other: &str, editor: &str, links: &str) -> String {
    let actors = format!(
        r#""other": Model(trained_with: "1e25 FLOP", {other}),
        "cluster": Cluster(chips: "800000 V100", utilization: "100 %",
            reservations: {{"half": (granted: "50 %", kind: Lending)}}),
        "runner": TrainingProgram(compute: "1 FLOP"),
        "student": Student(),
        "editor": Editor({editor}),"#
    );
    let links = format!(
        r#"("editor", Deploys, "model"), ("cluster", Hosts, "other"), ("cluster", Hosts, "runner"),
        ("student", Knows, "other"), {links}"#
    );
    text(model, &actors, &links)
}

/// A loop of two models in which these parts of gains are carried over for nothing.
fn closed_loop(there: &str, back: &str, ceiling: &str) -> String {
    let ceiling = format!("ceiling: \"{ceiling}\"");
    let links = format!(
        r#"("model", Improves(carry: "{there}"), "other"),
        ("other", Improves(carry: "{back}"), "model"),"#
    );
    two(&ceiling, &ceiling, r#"at: "1 d", gain: "0.1 OOM""#, &links)
}

fn gained(course: &Course) -> (f64, f64) {
    (course.sum("model", "gained"), course.sum("other", "gained"))
}

#[test]
fn a_loop_below_its_critical_value_converges_to_the_geometric_sum() {
    for (there, back) in [(0.8, 0.5), (1.0, 0.9), (2.0, 0.3), (0.99, 0.99)] {
        let percent = |part: f64| format!("{} %", 100.0 * part);
        let text = closed_loop(&percent(there), &percent(back), "90 OOM");
        let (model, other) = gained(&course(&text, 0));
        let sum = 0.1 / (1.0 - there * back);
        // What is dropped is all that would have come of less than a millionth.
        let dropped = 3e-6 / (1.0 - there * back);
        assert!((model - sum).abs() < dropped, "{model} is not {sum}");
        assert!((other - there * sum).abs() < dropped, "{other} is not {}", there * sum);
    }
}

#[test]
fn a_loop_at_its_critical_value_or_above_runs_to_the_ceiling() {
    for (there, back) in [("100 %", "100 %"), ("110 %", "100 %")] {
        let course = course(&closed_loop(there, back, "3 OOM"), 0);
        let (model, other) = gained(&course);
        near(&[model, other], &[3.0, 3.0]);
        assert_eq!(course.days("model", "ceiling reached").len(), 1);
    }
    // Whoever is at the ceiling gains nothing that could be carried back.
    let (model, other) = gained(&course(&closed_loop("200 %", "50 %", "3 OOM"), 0));
    near(&[model, other], &[1.6, 3.0]);
    let (model, _) = gained(&course(&closed_loop("99 %", "100 %", "11 OOM"), 0));
    assert!((model - 10.0).abs() < 1e-3, "{model} is not 0.1 / (1 - 0.99)");
}

#[test]
fn each_round_of_a_loop_is_lost_by_a_chance_of_its_own() {
    // Half of what comes back is lost: 0.1 · Σ (0.9 / 2)^k.
    let text = closed_loop("100 %", "90 %", "90 OOM")
        .replace("carry: \"90 %\"", "carry: \"90 %\", loss: \"50 %\"");
    let text = text.trim_end().strip_suffix(')').expect("a world ends so");
    let text = format!("{text} claims: [\"mean('model'.gained) >= 0 OOM\"])");
    let n = 20_000;
    let table = table(&world(&text, &[], &roles()), n, 7, 2);
    let found = table.claims()[0].parts[0].estimate.estimate.expect("it is known");
    let expected = 0.1 / 0.55;
    // A gain is 1 − 0.9^(K + 1), K rounds having the chance 2^-(K + 1): its variance is below
    // that of a number of 0 to 1.
    let second: f64 = (0..60)
        .map(|rounds| {
            let sum = (1.0 - libm::pow(0.9, f64::from(rounds + 1))) / 0.1 * 0.1;
            sum * sum * libm::pow(0.5, f64::from(rounds + 1))
        })
        .sum();
    let error = libm::sqrt((second - expected * expected) / n as f64);
    assert!((found - expected).abs() < 3.5 * error, "{found} is not {expected}, by {error}");
}

#[test]
fn a_part_of_each_gain_is_carried_along_a_chain() {
    let links = r#"("model", Improves(carry: "50 %"), "other"),
        ("other", Improves(carry: "40 %"), "third"),"#;
    let third = r#""third": Model(trained_with: "1e20 FLOP", ceiling: "0.07 OOM"), "runner": T"#;
    let text = two("", "", r#"at: "1 d", times: 2, gain: "0.2 OOM""#, links)
        .replace("\"runner\": T", third);
    let course = course(&text, 0);
    near(&course.numbers("other", "capability"), &[0.1, 0.2]);
    near(&course.numbers("third", "capability"), &[0.04, 0.07]);
    near(&[course.sum("other", "gained from others")], &[0.2]);
}

#[test]
fn what_is_less_than_a_millionth_is_carried_no_further() {
    let carried = |gain: &str| {
        let editor = format!("at: \"1 d\", gain: \"{gain}\"");
        let links = r#"("model", Improves(carry: "10 %"), "other"),"#;
        course(&two("", "", &editor, links), 0).numbers("other", "capability")
    };
    near(&carried("0.000011 OOM"), &[1.1e-6]);
    near(&carried("0.000009 OOM"), &[]);
}

/// Three gains at once, which are carried over for 1e25 FLOP each.
fn paid(other: &str) -> String {
    let links = r#"("model", Improves(carry: "50 %", cost: "1e25 FLOP"), "other"),"#;
    two("", other, r#"at: "1 d", every: "1 s", times: 3, gain: "0.2 OOM""#, links)
}

#[test]
fn gains_are_carried_over_one_after_another_at_the_speed_that_is_granted() {
    let course = course(&paid(""), 0);
    near(&course.days("other", "capability"), &[1, 2, 3].map(|nth| 1.0 + f64::from(nth) * JOB));
    near(&course.numbers("other", "capability"), &[0.1, 0.2, 0.3]);
    near(&course.days("student", "+ began"), &[0, 1, 2].map(|nth| 1.0 + f64::from(nth) * JOB));
    near(&course.days("student", "+ ended"), &[1, 2, 3].map(|nth| 1.0 + f64::from(nth) * JOB));
    let slow = course_of(&paid(r#"works_in: "half""#), 0, |world| world);
    near(&slow.days("other", "capability"), &[2, 4, 6].map(|nth| 1.0 + f64::from(nth) * JOB));
}

#[test]
fn what_is_carried_over_in_hiding_is_concerning_and_undone_where_nothing_is() {
    let flop = |other: &str| course(&paid(other), 0).outcome.concerning_flop;
    near(&[flop("hidden: true") / 3e25, flop("") / 3e25], &[1.0, 0.0]);
    let innocent = course_of(&paid("hidden: true"), 0, |world| world.twin(Twin::Innocent));
    near(&innocent.numbers("other", "capability"), &[]);
    near(&innocent.numbers("model", "capability"), &[0.2, 0.4, 0.6]);
    assert_eq!(innocent.outcome.at(Milestone::FirstConcerningWork), Time::NEVER);
    let open = course_of(&paid(""), 0, |world| world.twin(Twin::Innocent));
    near(&open.numbers("other", "capability"), &[0.1, 0.2, 0.3]);
}

#[test]
fn what_is_carried_over_waits_while_an_order_holds_the_model() {
    let text = paid("")
        .replace(
            "\"student\": Student(),",
            "\"student\": Student(), \"officer\": Officer(suspect: \"other\", at: \"1.5 d\", \
             lasts: \"8.5 d\"),",
        )
        .replace("(\"student\", Knows", "(\"officer\", Orders, \"other\"), (\"student\", Knows");
    let days = course(&text, 0).days("other", "capability");
    // What ran goes on, since nobody told the cluster; the next is asked for afterward.
    near(&days, &[10.0, 10.0 + JOB, 10.0 + 2.0 * JOB]);
}

#[test]
fn who_hears_of_takeoff_carries_nothing_over_any_more() {
    // What takes off is what the other would make better.
    let text = paid("hidden: true")
        .replace("(\"student\", Knows", "(\"other\", Improves, \"model\"), (\"student\", Knows");
    let text =
        text.replace("After(\"1 y\")", "Capability(of: \"model\", above_start: \"0.7 OOM\")");
    let course = course(&text, 0);
    // The first gain that comes back is takeoff: 0.6 and 0.1.
    near(&course.days("model", "took off"), &[1.0 + JOB]);
    near(&course.numbers("other", "capability"), &[0.1]);
    assert!((course.outcome.concerning_flop / 1e25 - 1.0).abs() < 1e-6, "the second job ended");
    near(&course.days("student", "+ ended"), &[1.0 + JOB, 1.0 + JOB]);
}

#[test]
fn who_pays_for_carrying_gains_over_must_be_hosted() {
    let warnings = |cost: &str, hosted: &str| {
        let text = format!(
            r#"World(
    horizon: "30 d",
    concern: [HiddenWork],
    takeoff: Capability(above_start: "1 OOM"),
    accountable: ["board"],
    actors: {{
        "program": TrainingProgram(compute: "1e26 FLOP"),
        "cluster": Cluster(chips: "1 H100"),
        "model":   Model(trained_with: "1e25 FLOP", hides: "50 %"),
        "other":   Model(trained_with: "1e25 FLOP"),
        "meter":   HazardSensor(channel: "power", hazard: "1/y"),
        "board":   Authority(),
    }},
    links: [
        ("cluster", Hosts,    "program"),
        ("program", Deploys,  "model"),
        ("model",   Improves({cost}), "other"),
        ("meter",   Watches,  "cluster"),
        ("meter",   Reports,  "board"),
        {hosted}
    ],
)"#
        );
        let file = WorldFile::from_text("a test", &text).unwrap_or_else(|flaws| panic!("{flaws}"));
        let (_, warnings) =
            check(&file, &Roles::standard()).unwrap_or_else(|flaws| panic!("{flaws}"));
        Diagnostics::new(warnings).to_string()
    };
    let paid = r#"cost: "1e24 FLOP""#;
    let said = warnings(paid, "");
    assert!(said.contains("nobody runs what it costs `other` to carry gains over"), "{said}");
    for (cost, hosted) in [(paid, r#"("cluster", Hosts, "other"),"#), (r#"carry: "50 %""#, "")] {
        let said = warnings(cost, hosted);
        assert!(said.is_empty(), "{said}");
    }
}

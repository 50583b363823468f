//! Progress as a whole: that it ends everywhere at takeoff, what a late word of software is
//! worth, and what an order about a mind holds.

use crate::model::{course, near, text};

const CLUSTER: &str = r#""cluster": Cluster(
    chips: "100000 H100", peak_per_chip: "1e15 FLOP/s", utilization: "100 %"),"#;

#[test]
fn takeoff_of_a_model_ends_what_it_powers_feeds_and_improves() {
    let actors = format!(
        r#"{CLUSTER}
        "editor": Editor(at: "1 d", gain: "1 OOM"),
        "later": Editor(at: "2 d", gain: "1 OOM"),
        "heir": Model(trained_with: "1e25 FLOP"),
        "scaffold": Scaffold(flop_per_copy: "1e15 FLOP/s", gain: "0.5 OOM", copies: 4),
        "data": SyntheticData(generator_size: 1e12, quality: 1, batch: "1e12 tokens"),
        "program": TrainingProgram(compute: "1e30 FLOP"),"#
    );
    let links = r#"("editor", Deploys, "model"), ("later", Deploys, "heir"),
        ("model", Improves, "heir"), ("model", Powers, "scaffold"),
        ("cluster", Hosts, "scaffold"), ("cluster", Hosts, "data"),
        ("cluster", Hosts, "program"), ("data", Feeds, "program"),
        ("program", Deploys, "model"),"#;
    let takeoff = r#"Capability(of: "model", above_start: "1 OOM")"#;
    let text = text("", &actors, links).replace(r#"After("1 y")"#, takeoff);
    let course = course(&text, 0);
    near(&course.days("model", "took off"), &[1.0]);
    for (actor, flow) in [("scaffold", "copy time"), ("data", "tokens made")] {
        let (day, speed) = *course.of(actor, flow).last().expect("it ran");
        near(&[day, speed], &[1.0, 0.0]);
    }
    assert!(course.numbers("heir", "gained in edits").is_empty());
}

#[test]
fn takeoff_of_a_scaffold_ends_the_progress_of_its_model() {
    let actors = format!(
        r#"{CLUSTER}
        "editor": Editor(at: "2 d", gain: "1 OOM"),
        "scaffold": Scaffold(
            flop_per_copy: "1e15 FLOP/s", gain: "0.5 OOM", copies: 4, begins: "1 d"),"#
    );
    let links = r#"("editor", Deploys, "model"), ("model", Powers, "scaffold"),
        ("cluster", Hosts, "scaffold"),"#;
    let takeoff = r#"Copies(of: "scaffold", count: 4)"#;
    let text = text("", &actors, links).replace(r#"After("1 y")"#, takeoff);
    let course = course(&text, 0);
    near(&course.days("scaffold", "took off"), &[1.0]);
    assert!(course.days("model", "+ deployments").is_empty());
}

#[test]
fn takeoff_of_growing_copies_is_at_their_very_number() {
    let actors = r#""cluster": Cluster(chips: "1000 H100", peak_per_chip: "1e15 FLOP/s",
            utilization: "100 %", growth: "0.01/d"),
        "scaffold": Scaffold(flop_per_copy: "1e15 FLOP/s", gain: "0.5 OOM"),"#;
    let links = r#"("cluster", Hosts, "scaffold"),"#;
    let takeoff = r#"Copies(of: "scaffold", count: 1505)"#;
    let text = text("", actors, links).replace(r#"After("1 y")"#, takeoff);
    let day = course(&text, 0).days("scaffold", "took off")[0];
    let truth = 100.0 * 1.505_f64.ln();
    assert!((day - truth).abs() < 1e-6, "{day}, not {truth}");
}

#[test]
fn whoever_halted_copies_power_falls_back_on_their_model() {
    let actors = format!(
        r#"{CLUSTER}
        "scaffold": Scaffold(flop_per_copy: "1e15 FLOP/s", gain: "0.5 OOM", copies: 10),
        "student": Student(),
        "officer": Officer(suspect: "scaffold", at: "5 d", lasts: "5 d"),"#
    );
    let links = r#"("cluster", Hosts, "scaffold"), ("scaffold", Powers, "student"),
        ("officer", Orders, "scaffold"),"#;
    let course = course(&text("", &actors, links), 0);
    near(&course.numbers("student", "capable"), &[0.5, 0.0, 0.5]);
}

/// A run of ten days that makes 8.64e25 FLOP of what takes so many.
fn run(model: &str, software: &str, program: &str, links: &str) -> Vec<f64> {
    let actors = format!(
        r#"{CLUSTER} "software": Software({software}),
        "program": TrainingProgram(compute: "8.64e25 FLOP", {program}),"#
    );
    let links = format!(
        r#"("cluster", Hosts, "program"), ("program", Deploys, "model"),
        ("software", Improves, "program"), {links}"#
    );
    course(&text(model, &actors, &links), 0).numbers("model", "capability")
}

#[test]
fn what_was_trained_keeps_up_from_the_beginning_of_its_run_on() {
    let software = r#"at: "4 d", to: "0.4 OOM", then: "0.8 OOM""#;
    let link = r#"("software", Improves, "model"),"#;
    let start = 8.64_f64.log10();
    let half = r#"keeps_up: "50 %""#;
    near(&run(half, software, "", link), &[0.2, 0.4, start + 0.4]);
    // What a run had from its beginning on is not counted twice.
    near(&run(half, software, r#"begins: "4.5 d""#, link), &[0.2, 0.4, start + 0.4 + 0.2]);
    near(&run("", software, "", link), &[start]);
}

#[test]
fn older_news_of_software_that_comes_late_changes_nothing() {
    let software = r#"at: "1 d", to: "0.8 OOM", then: "0.4 OOM""#;
    near(&run("", software, r#"begins: "5 d""#, ""), &[8.64_f64.log10() + 0.8]);
}

#[test]
fn an_order_about_the_teacher_holds_what_is_distilled() {
    let actors = format!(
        r#"{CLUSTER} "teacher": Model(trained_with: "8.64e26 FLOP"),
        "program": Distillation(teacher_trained_with: "8.64e26 FLOP", cost: "1 %",
            loss: "1 OOM", pause: "10 d"),
        "officer": Officer(suspect: "teacher", at: "5 d", lasts: "20 d"),"#
    );
    let links = r#"("cluster", Hosts, "program"), ("teacher", Powers, "program"),
        ("program", Deploys, "model"), ("officer", Orders, "program"),"#;
    let course = course(&text("", &actors, links), 0);
    near(&course.days("program", "student deployed"), &[31.0]);
}

//! What makes models better for less than a run from scratch: warm starts, fine-tuning,
//! distillation.

use crate::prompter::{exactly, mean_of, text};

/// A program on the cluster that deploys to the model.
fn on_cluster(program: &str, actors: &str, links: &str) -> String {
    text(
        &format!("\"program\": {program}, {actors}"),
        &format!("(\"cluster\", Hosts, \"program\"), (\"program\", Deploys, \"model\"), {links}"),
    )
}

#[test]
fn a_warm_start_keeps_a_share_of_what_was_deployed_last() {
    let run = r#"compute: "1e26 FLOP""#;
    let gained = |fields: &str, effective: f64| {
        let program = format!("TrainingProgram({run}, {fields})");
        exactly(&on_cluster(&program, "", ""), "model", "gained", (effective / 1e25).log10());
    };
    gained(r#"warm_start: "50 %""#, 1e26);
    gained(r#"warm_start: "50 %", starts_from: "4e26 FLOP""#, 3e26);
    gained(r#"warm_start: "0 %", starts_from: "4e26 FLOP""#, 1e26);
    // 1 + 0.5·(1 + 0.5·1), and 1 + 1 + 1.
    gained(r#"generations: 3, warm_start: "50 %""#, 1.75e26);
    gained(r#"generations: 3, warm_start: "100 %""#, 3e26);
    gained(r#"generations: 3, warm_start: "0 %""#, 1e26);
}

/// Fine-tuning of a model that took 1e25 FLOP by up to an order of magnitude, half of
/// which comes at 1e23 FLOP.
fn tuned(fields: &str, actors: &str, links: &str) -> String {
    let program =
        format!(r#"FineTuning(base: "1e25 FLOP", ceiling: "1 OOM", half_at: "1 %", {fields})"#);
    on_cluster(&program, actors, links)
}

#[test]
fn fine_tuning_gains_less_and_less_and_never_more_than_its_ceiling() {
    let compute = |flop: &str, runs: u32| {
        tuned(&format!("compute: \"{flop}\", runs: {runs}, pause: \"1 d\""), "", "")
    };
    exactly(&compute("1e23 FLOP", 1), "model", "gained", 0.5);
    exactly(&compute("1e23 FLOP", 3), "model", "gained", 0.75);
    exactly(&compute("3e23 FLOP", 1), "model", "gained", 0.75);
    exactly(&compute("1e23 FLOP", 99), "model", "gained", 0.99);
    exactly(&compute("1e23 FLOP", 99), "program", "gains", 0.99);
    exactly(&compute("1e22 FLOP", 1), "model", "gained", 1.0 / 11.0);
    exactly(&compute("1e23 FLOP", 3), "program", "tuned", 3e23);
    exactly(&compute("1e23 FLOP", 3), "program", "runs done", 3.0);
}

#[test]
fn a_better_base_is_tuned_anew_and_a_worse_one_is_left() {
    // It is tuned by 0.5 OOM at once, and once more with 1e23 FLOP on the 20th day. Before that
    // another base has come.
    let fields = r#"compute: "1e23 FLOP", runs: 2, pause: "20 d""#;
    let with = |compute: &str| {
        let actors = format!(
            r#""scratch": TrainingProgram(compute: "{compute}"),
            "other": Cluster(chips: "800000 V100", utilization: "100 %"),"#
        );
        let links = r#"("other", Hosts, "scratch"), ("scratch", Deploys, "program"),
            ("scratch", Deploys, "model"),"#;
        tuned(fields, &actors, links)
    };
    // 1e23 are 0.1 % of 1e26: a gain of 1/11 on top of 1 OOM.
    exactly(&with("1e26 FLOP"), "model", "gained", 1.0 + 1.0 / 11.0);
    exactly(&with("1e26 FLOP"), "program", "bases", 1.0);
    // Twice as good as the base of old, and worse than what was made of it: as soon as it is
    // tuned by a third of an order of magnitude it is better.
    exactly(&with("2e25 FLOP"), "model", "gained", 2_f64.log10() + 1.0 / 3.0);
    exactly(&with("2e25 FLOP"), "program", "bases", 1.0);
    exactly(&with("2e25 FLOP"), "program", "gains", 2_f64.log10() + 1.0 / 3.0);
    exactly(&with("9e24 FLOP"), "model", "gained", 2.0 / 3.0);
    exactly(&with("9e24 FLOP"), "program", "bases", 0.0);
}

#[test]
fn a_run_on_an_old_base_comes_to_nothing() {
    // The new base comes on day 1.157, in the middle of a run of 2.3 days; on the third day a
    // run begins that tunes it.
    let actors = r#""scratch": TrainingProgram(compute: "1e26 FLOP"),
        "other": Cluster(chips: "8000000 V100", utilization: "100 %"),
        "small": Cluster(chips: "8000 V100", utilization: "100 %"),"#;
    let links = r#"("other", Hosts, "scratch"), ("scratch", Deploys, "program"),
        ("scratch", Deploys, "model"),"#;
    let once = tuned(r#"compute: "2e23 FLOP""#, actors, links)
        .replace("(\"cluster\", Hosts, \"program\")", "(\"small\", Hosts, \"program\")");
    exactly(&once, "model", "gained", 1.0);
    exactly(&once, "program", "runs done", 1.0);
    let twice = once.replace("2e23 FLOP", "2e23 FLOP\", runs: 2, opacity: \"0");
    exactly(&twice, "model", "gained", 1.0 + 2.0 / 12.0);
}

#[test]
fn efficiency_makes_the_same_tuning_worth_more() {
    let actors = r#""research": Prompter(efficiency: "1 OOM"),"#;
    let text = tuned(
        r#"compute: "1e22 FLOP", begins: "1 d""#,
        actors,
        r#"("research", Improves, "program"),"#,
    );
    exactly(&text, "model", "gained", 0.5);
}

/// Distillation of a teacher that took 1e27 FLOP, for 1 % of that, into one a tenth as good.
fn distilled(fields: &str, teacher: &str) -> String {
    let program = format!(
        r#"Distillation(teacher_trained_with: "1e27 FLOP", cost: "1 %", loss: "1 OOM", {fields})"#
    );
    let actors = format!(r#""teacher": Prompter({teacher}),"#);
    on_cluster(&program, &actors, r#"("teacher", Powers, "program"),"#)
}

#[test]
fn a_student_comes_close_to_its_teacher_for_a_part_of_its_compute() {
    let text = distilled("", "");
    exactly(&text, "model", "gained", 1.0);
    exactly(&text, "program", "distilled", 1e25);
    // A teacher that has become ten times as good since costs, and gives, ten times as much.
    let better = distilled("", r#"capability: "1 OOM""#);
    exactly(&better, "model", "gained", 2.0);
    exactly(&better, "program", "distilled", 1e26);
}

#[test]
fn another_student_is_made_each_time_that_the_teacher_is_far_enough_ahead() {
    // It is 0.1 OOM better each day, and a run takes at most a few hours.
    let teacher = r#"step: "0.1 OOM", times: 6"#;
    let runs = |least: &str, most: u32| {
        let fields = format!(r#"cost: "0.01 %", least_gain: "{least} OOM", runs: {most}"#);
        let text = distilled(&fields, teacher).replace(r#"cost: "1 %", "#, "");
        mean_of(&text, 1, "program", "runs done").round() as u32
    };
    assert_eq!(runs("0.1", 100), 6);
    assert_eq!(runs("0.2", 100), 3);
    assert_eq!(runs("0.25", 100), 2);
    assert_eq!(runs("0.1", 4), 4);
    // A teacher that says the same again has nothing new to teach.
    let same = distilled("runs: 10, least_gain: \"0 OOM\"", "times: 5");
    exactly(&same, "program", "runs done", 1.0);
}

#[test]
fn a_model_that_took_off_ends_all_that_is_planned_and_what_runs() {
    // After a day: in the middle of runs that take 11.57 days.
    let ender = r#""ender": Prompter(at: "1 d", ends: true), "mind": Prompter(),"#;
    let links = r#"("program", Deploys, "ender"),"#;
    let full = 86_400.0 * 1e20;
    for (program, mind) in [
        (r#"TrainingProgram(compute: "1e26 FLOP", generations: 9)"#, ""),
        (r#"FineTuning(compute: "1e26 FLOP", runs: 9, base: "1e25 FLOP", ceiling: "1 OOM")"#, ""),
        (
            r#"Distillation(teacher_trained_with: "1e26 FLOP", cost: "100 %", loss: "0 OOM")"#,
            r#"("mind", Powers, "program"),"#,
        ),
    ] {
        let text = on_cluster(program, ender, &format!("{links} {mind}"));
        let done = mean_of(&text, 1, "cluster", "delivered");
        assert!((done / full - 1.0).abs() < 1e-9, "{program}: {done} FLOP");
        exactly(&text, "cluster", "withdrawn", 1.0);
    }
}

#[test]
fn an_agent_hosts_what_a_cluster_hosts() {
    // Half of what the agent is granted goes into what it hides.
    let programs = [
        (r#"TrainingProgram(compute: "1e26 FLOP")"#, "", "runs done"),
        (
            r#"FineTuning(compute: "1e26 FLOP", base: "1e25 FLOP", ceiling: "1 OOM")"#,
            "",
            "runs done",
        ),
        (
            r#"Distillation(teacher_trained_with: "1e26 FLOP", cost: "100 %", loss: "0 OOM")"#,
            r#"("mind", Powers, "program"),"#,
            "runs done",
        ),
    ];
    for (program, links, measure) in programs {
        let text = text(
            &format!(r#""program": {program}, "mind": Prompter(), "agent": AlignmentAgent(experiment: "1e20 FLOP", diverts: "50 %"),"#),
            &format!(
                r#"("cluster", Hosts, "agent"), ("agent", Hosts, "program"),
                ("program", Deploys, "model"), {links}"#
            ),
        )
        .replace("Program(\"cluster\")", "HiddenWork");
        exactly(&text, "program", measure, 1.0);
        assert!(mean_of(&text, 1, "model", "gained") > 0.0, "{program}");
    }
}

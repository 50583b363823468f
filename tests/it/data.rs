//! Data: what training compute is worth without enough of it, and what models make of it.

use foomwatch::behaviors::data_limit::{
    best_parameters, best_tokens, effective_compute, most_effective_compute, training_compute,
};
use foomwatch::primitives::special::normal::{normal_cumulative, normal_quantile};

use crate::prompter::{exactly, mean_of, roles, text};
use crate::stage;

/// Whether two numbers agree in so many digits.
fn agree(found: f64, expected: f64, relative: f64) {
    assert!((found / expected - 1.0).abs() <= relative, "{found} is not {expected}");
}

#[test]
fn the_best_model_is_that_of_the_refit() {
    agree(best_parameters(5.76e23), 7.2249e10, 1e-5);
    agree(best_tokens(5.76e23) / best_parameters(5.76e23), 18.391, 1e-4);
    for exponent in 15..35 {
        let compute = 10_f64.powi(exponent);
        let spent = training_compute(best_parameters(compute), best_tokens(compute));
        agree(spent, compute, 1e-12);
    }
}

#[test]
fn six_n_d_is_what_a_model_takes() {
    agree(training_compute(405e9, 15.6e12), 3.7908e25, 1e-12);
}

#[test]
fn compute_beyond_the_data_is_worth_less() {
    agree(effective_compute(1e27, 15e12), 5.993e26, 1e-4);
    agree(effective_compute(1e28, 15e12), 1.6946e27, 1e-4);
    agree(most_effective_compute(15e12), 4.687e27, 1e-3);
    agree(effective_compute(1e40, 15e12), most_effective_compute(15e12), 1e-3);
}

#[test]
fn where_data_is_just_enough_nothing_is_lost_and_more_adds_nothing() {
    for exponent in 18..32 {
        let compute = 10_f64.powi(exponent);
        let wanted = best_tokens(compute);
        assert_eq!(effective_compute(compute, wanted).to_bits(), compute.to_bits());
        assert_eq!(effective_compute(compute, 1e3 * wanted).to_bits(), compute.to_bits());
        // The limit joins on without a step, and the more tokens the better.
        agree(effective_compute(compute, wanted * (1.0 - 1e-6)), compute, 1e-9);
        let worth = [1e-4, 1e-3, 1e-2, 0.1, 0.5, 1.0].map(|part| part * wanted);
        let worth = worth.map(|tokens| effective_compute(compute, tokens));
        assert!(worth.windows(2).all(|pair| pair[0] < pair[1]), "{worth:?}");
    }
    assert_eq!(effective_compute(1e25, 0.0).to_bits(), 0.0_f64.to_bits());
}

/// A training program on the cluster that deploys to the model.
fn trained(fields: &str, actors: &str, links: &str) -> String {
    text(
        &format!("\"program\": TrainingProgram({fields}), {actors}"),
        &format!("(\"cluster\", Hosts, \"program\"), (\"program\", Deploys, \"model\"), {links}"),
    )
}

#[test]
fn a_model_gains_what_its_data_lets_its_compute_be_worth() {
    // A run of 1e27 FLOP takes 116 days.
    for (data, effective) in [
        ("", 1e27),
        (r#"data: "15e12 tokens","#, effective_compute(1e27, 15e12)),
        (r#"data: "2e12 tokens","#, effective_compute(1e27, 2e12)),
        (r#"data: "1e15 tokens","#, 1e27),
    ] {
        let text = trained(&format!(r#"compute: "1e27 FLOP", {data}"#), "", "");
        exactly(&text, "model", "gained", (effective / 1e25).log10());
        agree(mean_of(&text, 1, "program", "effective compute"), effective, 1e-12);
        let lacks = f64::from(u8::from(effective < 1e27));
        exactly(&text, "program", "data-limited runs", lacks);
    }
}

#[test]
fn parameters_times_tokens_say_as_much_as_compute() {
    let told = trained(r#"parameters: 405e9, tokens: "15.6e12 tokens""#, "", "");
    exactly(&told, "program", "trained", 3.7908e25);
    agree(mean_of(&told, 1, "program", "duration"), 3.7908e5, 1e-9);
    exactly(&told, "model", "gained", 3.7908_f64.log10());
}

#[test]
fn the_size_of_a_run_is_said_once() {
    for (fields, wrong) in [
        ("", "nothing says how large the first run is"),
        ("parameters: 1e9", "`parameters` alone do not say"),
        (r#"tokens: "1e12 tokens""#, "`tokens` alone do not say"),
        (r#"compute: "1e25 FLOP", parameters: 1e9"#, "is said twice"),
    ] {
        let file = foomwatch::world::WorldFile::from_text("a test", trained(fields, "", ""));
        let file = file.expect("it is well-formed");
        let Err(flaws) = foomwatch::world::check(&file, &roles()) else {
            panic!("`{fields}` passed");
        };
        assert!(flaws.to_string().contains(wrong), "{flaws}");
    }
}

#[test]
fn tokens_stay_in_the_corpus_and_are_counted_where_those_of_people_lack() {
    let fields = r#"compute: "1e26 FLOP", growth: 3, generations: 3, pause: "20 d",
        data: "1e12 tokens""#;
    // The first run ends after 11.57 days, the second begins at 31.57 and the third at 86.3.
    let feeder = r#""feeder": Prompter(at: "20 d", tokens: "2e12 tokens"),
        "other": Prompter(at: "40 d", tokens: "1e12 tokens"),"#;
    let links = r#"("feeder", Feeds, "program"), ("other", Feeds, "program"),"#;
    let text = trained(fields, feeder, links);
    let runs = [(1e26, 1e12), (3e26, 3e12), (9e26, 4e12)];
    let worth = runs.map(|(compute, tokens)| effective_compute(compute, tokens));
    exactly(&text, "model", "gained", (worth[2] / 1e25).log10());
    let mean = worth.iter().sum::<f64>() / 3.0;
    agree(mean_of(&text, 1, "program", "effective compute"), mean, 1e-12);
    let synthetic = (0.0 + 2.0 / 3.0 + 3.0 / 4.0) / 3.0;
    exactly(&text, "program", "synthetic share", synthetic);
    // Where people's are enough, or there is no limit, nothing else is trained on.
    for data in [r#"data: "1e15 tokens""#, r#"opacity: 0"#] {
        let fields = format!(r#"compute: "1e26 FLOP", generations: 2, {data}"#);
        exactly(&trained(&fields, feeder, links), "program", "synthetic share", 0.0);
    }
}

#[test]
fn efficiency_counts_as_it_was_when_a_run_began() {
    let fields = r#"compute: "1e26 FLOP", generations: 2, pause: "20 d""#;
    // The first run lasts from 0 to 11.57 days, the second from 31.57 to 43.15.
    for (at, mean) in [("10 d", (1.0 + 100.0) / 2.0), ("35 d", 1.0)] {
        let actors = format!(r#""research": Prompter(at: "{at}", efficiency: "2 OOM"),"#);
        let text = trained(fields, &actors, r#"("research", Improves, "program"),"#);
        agree(mean_of(&text, 1, "program", "effective compute"), mean * 1e26, 1e-12);
        let ahead = text.replace("pause:", "efficiency: \"1 OOM\", pause:");
        agree(mean_of(&ahead, 1, "program", "effective compute"), mean * 1e27, 1e-12);
    }
}

/// A maker of tokens on the cluster whose model has 5e9 parameters: 1e10 tokens a second.
fn made(fields: &str, actors: &str, links: &str) -> String {
    let maker =
        format!(r#""maker": SyntheticData(generator_size: 5e9, quality: 0.5, {fields}), {actors}"#);
    text(&maker, &format!("(\"cluster\", Hosts, \"maker\"), {links}")).replace("1 y", "10 d")
}

#[test]
fn a_model_makes_as_many_tokens_as_it_is_granted_compute() {
    let all = 864_000.0 * 1e10;
    let text = made(r#"batch: "1e15 tokens""#, "", "");
    agree(mean_of(&text, 1, "maker", "tokens made"), all, 1e-9);
    agree(mean_of(&text, 1, "maker", "effective tokens"), 0.5 * all, 1e-9);
    // From the second day on, and with a limit that is a tenth of the cluster.
    let late = made(r#"batch: "1e15 tokens", begins: "2 d""#, "", "");
    agree(mean_of(&late, 1, "maker", "tokens made"), 0.8 * all, 1e-9);
    let slow = made(r#"batch: "1e15 tokens", demand: "1e19 FLOP/s""#, "", "");
    agree(mean_of(&slow, 1, "maker", "tokens made"), 0.1 * all, 1e-9);
    // Beside a run that takes what it gets, half of the cluster.
    let beside = made(
        r#"batch: "1e15 tokens""#,
        r#""run": TrainingProgram(compute: "1e28 FLOP"),"#,
        r#"("cluster", Hosts, "run"),"#,
    );
    agree(mean_of(&beside, 1, "maker", "tokens made"), 0.5 * all, 1e-9);
}

#[test]
fn whole_batches_are_handed_over() {
    // A batch takes 2 days: by the sixth day, when the run begins, two came, and a third comes
    // as it begins but for a tick.
    let run = r#""run": TrainingProgram(compute: "1e26 FLOP", begins: "5.5 d", data: "0 tokens"),
        "alone": Cluster(chips: "800000 V100", utilization: "100 %"),"#;
    let links = r#"("alone", Hosts, "run"), ("maker", Feeds, "run"), ("run", Deploys, "model"),"#;
    let text = made(r#"batch: "1.728e15 tokens""#, run, links).replace("10 d", "30 d");
    let effective = effective_compute(1e26, 2.0 * 0.5 * 1.728e15);
    exactly(&text, "model", "gained", (effective / 1e25).log10());
    exactly(&text, "run", "synthetic share", 1.0);
}

#[test]
fn quality_falls_with_each_generation_that_was_trained_on_what_models_made() {
    let all = 864_000.0 * 1e10;
    let links = r#"("mind", Powers, "maker"),"#;
    let quality = |mind: &str| {
        let actors = format!(r#""mind": Prompter({mind}),"#);
        let text = made(r#"batch: "1e15 tokens", decay: "50 %""#, &actors, links);
        mean_of(&text, 1, "maker", "effective tokens") / all
    };
    // It is heard of at once, and is a generation better after 1, 2 and 3 days.
    let by_day = |qualities: [f64; 4]| {
        (qualities[0] + qualities[1] + qualities[2] + 7.0 * qualities[3]) / 10.0
    };
    let wholly = quality(r#"step: "0.5 OOM", times: 4, synthetic: "100 %""#);
    agree(wholly, by_day([0.5, 0.25, 0.125, 0.0625]), 1e-9);
    let half = quality(r#"step: "0.5 OOM", times: 4, synthetic: "50 %""#);
    let root = 0.5_f64.sqrt();
    agree(half, by_day([0.5, 0.5 * root, 0.25, 0.25 * root]), 1e-9);
    // Small steps add up to generations, here after 2 days and no more.
    let small = quality(r#"step: "0.25 OOM", times: 4, synthetic: "100 %""#);
    agree(small, by_day([0.5, 0.5, 0.25, 0.25]), 1e-9);
    agree(quality(r#"step: "1 OOM", times: 4"#), 0.5, 1e-9);
}

#[test]
fn a_round_in_the_middle_of_a_batch_counts_for_what_is_made_after_it() {
    // A batch takes 4 days; the mind is a generation better after 1 day.
    let actors = r#""mind": Prompter(step: "0.5 OOM", times: 2, synthetic: "100 %"),
        "run": TrainingProgram(compute: "1e26 FLOP", begins: "5 d", data: "0 tokens"),
        "alone": Cluster(chips: "800000 V100", utilization: "100 %"),"#;
    let links = r#"("mind", Powers, "maker"), ("alone", Hosts, "run"), ("maker", Feeds, "run"),
        ("run", Deploys, "model"),"#;
    let text = text(
        &format!(
            r#""maker": SyntheticData(generator_size: 5e12, quality: 0.5, decay: "50 %",
            batch: "3.456e12 tokens"), {actors}"#
        ),
        &format!("(\"cluster\", Hosts, \"maker\"), {links}"),
    );
    let tokens = 3.456e12 * (0.25 * 0.5 + 0.75 * 0.25);
    let found = mean_of(&text.replace("1 y", "30 d"), 1, "run", "effective compute");
    agree(found, effective_compute(1e26, tokens), 1e-9);
}

/// How many of `n` days' evaluations find what a model hides, at once if all is told at once.
fn found(evaluator: &str, mind: &str, n: u64) -> f64 {
    let actors = format!(
        r#""hider": Model(trained_with: "1e25 FLOP", hidden_gain: "1 OOM"),
        "tests": Evaluator(every: "1 d", auc: 0.95, false_positives: "0.1 %", {evaluator}),
        "mind": Prompter({mind}),"#
    );
    let links = r#"("tests", Watches, "hider"), ("tests", Reports, "board"),
        ("mind", Powers, "tests"),"#;
    let text = text(&actors, links).replace("1 y", "1000 d");
    mean_of(&text, n, "tests", "alarms") / 365.2425
}

#[test]
fn a_mind_that_was_trained_on_what_models_made_is_blind_to_it() {
    let rate = |sees: f64| {
        let effect = sees * std::f64::consts::SQRT_2 * normal_quantile(0.95);
        1.0 - normal_cumulative(normal_quantile(0.999) - effect)
    };
    for (blindness, synthetic, sees) in [
        ("80 %", "50 %", 0.6),
        ("100 %", "100 %", 0.0),
        ("0 %", "100 %", 1.0),
        ("90 %", "0 %", 1.0),
    ] {
        let (n, exact) = (200, rate(sees));
        let share = found(
            &format!(r#"shares_blindness: "{blindness}""#),
            &format!(r#"synthetic: "{synthetic}""#),
            n,
        );
        let z = (share - exact) / (exact * (1.0 - exact) / (1e3 * n as f64)).sqrt();
        assert!(z.abs() <= 3.5, "{blindness} of {synthetic}: {share} is not {exact}, z = {z}");
    }
}

#[test]
fn a_hidden_maker_of_data_makes_none_in_the_innocent_twin() {
    use foomwatch::oversight::Twin;
    use foomwatch::primitives::random::ReplicationKey;
    use foomwatch::primitives::time::Time;

    let text = made(r#"batch: "1e15 tokens", hidden: true"#, "", "")
        .replace("Program(\"cluster\")", "HiddenWork");
    let blueprint = stage::world(&text, &[], &roles());
    let delivered = |twin: Twin| {
        let key = ReplicationKey::new(1, 0);
        let mut record = foomwatch::oversight::Record::new(blueprint.plan().into());
        let mut simulation = blueprint.build(&blueprint.baseline(), key);
        blueprint.turn_to(&mut simulation, &blueprint.baseline(), key, twin);
        simulation.reset(key, &mut record);
        simulation.run_until(Time::START + blueprint.horizon(), &mut record);
        let ran = simulation.now() - Time::START;
        record.close(ran, simulation.events(), false).concerning_flop
    };
    assert_eq!(delivered(Twin::Innocent).to_bits(), 0.0_f64.to_bits());
    let all = 864_000.0 * 1e20;
    agree(mean_of(&text, 1, "maker", "tokens made"), all / 1e10, 1e-9);
}

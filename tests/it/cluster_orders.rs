//! Clusters under orders and with chips that fail, and laws of all of it.

use crate::cluster_yard::{Run, load, roles, text};
use crate::stage;

#[test]
fn a_halt_keeps_the_work_and_frees_the_chips() {
    let halts = r#"suspect: "one", does: Halts, at: "2 s", until: "7 s""#;
    let loads = [("one", load(1000.0, "")), ("other", load(1000.0, ""))];
    let loads: Vec<_> = loads.iter().map(|(name, fields)| (*name, fields.as_str())).collect();
    let run = Run::at(&text("", &loads, &[("a", halts)]), &[], 0);
    // 2 s of half each, 5 s of all for the other, then half each again.
    run.near("other", "ended", 15.0);
    run.near("one", "ended", 20.0);
    run.near("cluster", "halted", 5.0);
    run.near("cluster", "delivered", 2000.0 * 1e15);
}

#[test]
fn an_order_is_about_all_if_the_cluster_or_its_owner_is_the_suspect_and_else_about_none() {
    let loads = [("one", load(1000.0, "")), ("other", load(1000.0, ""))];
    let loads: Vec<_> = loads.iter().map(|(name, fields)| (*name, fields.as_str())).collect();
    let run = |suspect: &str, does: &str| {
        let order = format!(r#"suspect: "{suspect}", does: {does}, at: "2 s", until: "7 s""#);
        let text = text("", &loads, &[("a", &order)])
            .replace("\"meter\": H", "\"lab\": Lab(), \"else\": Cluster(chips: \"5 H100\"), \"far\": Load(compute: \"1e9 FLOP\"), \"model\": Model(trained_with: \"1e20 FLOP\"), \"meter\": H")
            .replace("(\"meter\", W", "(\"lab\", Owns, \"cluster\"), (\"lab\", Owns, \"model\"), (\"else\", Hosts, \"far\"), (\"meter\", W");
        Run::at(&text, &[], 0)
    };
    for suspect in ["cluster", "lab"] {
        let halted = run(suspect, "Halts");
        halted.near("one", "ended", 25.0);
        halted.near("cluster", "halted", 10.0);
        for does in ["Revokes", "ShutsDown"] {
            run(suspect, does).near("cluster", "cut off", 2.0);
        }
    }
    for suspect in ["meter", "model", "far", "else"] {
        for does in ["Halts", "Revokes", "ShutsDown"] {
            let free = run(suspect, does);
            free.near("one", "ended", 20.0);
            free.near("other", "ended", 20.0);
            free.near("cluster", "halted", 0.0);
        }
    }
}

#[test]
fn of_two_orders_each_is_lifted_by_itself() {
    let first = r#"suspect: "one", does: Halts, at: "2 s", until: "7 s""#;
    let second = r#"suspect: "cluster", does: Halts, at: "4 s", until: "12 s""#;
    let late = load(100.0, "begins: \"5 s\"");
    let loads = [("one", load(1000.0, "slots: 100")), ("late", late)];
    let loads: Vec<_> = loads.iter().map(|(name, fields)| (*name, fields.as_str())).collect();
    let run = Run::at(&text("", &loads, &[("a", first), ("b", second)]), &[], 0);
    // It stood still from 2 to 12, and the other, which came to a closed door,
    // begins when the door opens but finds no chip left until the first is done.
    run.near("one", "ended", 20.0);
    run.near("late", "began", 12.0);
    run.near("late", "ended", 21.0);
    run.near("cluster", "halted", 10.0 + 7.0);
}

/// A marshal's halt from 2 s to 7 s that comes directly and over a lab besides, which
/// passes it on after so long.
fn by_two_ways(lab: &str, loads: &[(&str, &str)]) -> Run {
    let halts = r#"suspect: "one", does: Halts, at: "2 s", until: "7 s""#;
    let text = text("", loads, &[("a", halts)])
        .replace("\"meter\": H", &format!("\"lab\": Lab({lab}), \"meter\": H"))
        .replace(
            "(\"meter\", W",
            "(\"a\", Orders, \"lab\"), (\"lab\", Owns, \"cluster\"), (\"meter\", W",
        );
    Run::at(&text, &[], 0)
}

#[test]
fn a_halt_that_comes_again_after_its_end_holds_nobody() {
    let one = load(1000.0, "");
    // Once while it holds, once after it was lifted.
    for delay in ["1 s", "6 s", "20 s"] {
        let run = by_two_ways(&format!("complies_in: \"{delay}\""), &[("one", &one)]);
        run.near("one", "ended", 15.0);
        run.near("cluster", "halted", 5.0);
    }
}

#[test]
fn an_order_that_is_never_passed_on_has_no_delay() {
    let halts = r#"suspect: "one", does: Halts, at: "2 s""#;
    let one = load(1000.0, "");
    // Of these a tenth is beyond all time.
    let lab = r#""lab": Lab(complies_in: LogNormal(median: "1 s", p90: "4e9 h")), "meter": H"#;
    let text = text("", &[("one", &one)], &[("a", halts)])
        .replace("\"meter\": H", lab)
        .replace("Orders, \"cluster\"", "Orders, \"lab\"")
        .replace("(\"meter\", W", "(\"lab\", Owns, \"cluster\"), (\"meter\", W");
    let mut passed = [0, 0];
    for index in 0..100 {
        let run = Run::at(&text, &[], index);
        let is_passed_on = run.get("lab", "passed on") == 1.0;
        let delay = run.get("lab", "delay");
        assert_eq!(delay.is_finite(), is_passed_on, "{delay}");
        passed[usize::from(is_passed_on)] += 1;
    }
    assert!(passed[0] > 5 && passed[1] > 5, "{passed:?}");
}

#[test]
fn between_runs_too_a_halt_that_comes_again_after_its_end_holds_nobody() {
    let halts = r#"suspect: "program", does: Halts, at: "2 s", until: "7 s""#;
    let program = r#"compute: "1e17 FLOP", begins: "10 s", pause: "9 s", generations: 9"#;
    let actors = format!("\"program\": TrainingProgram({program}), \"meter\": H");
    let of_lab = "(\"lab\", Owns, \"program\"), (\"a\", Orders, \"lab\"), (\"meter\", W";
    let text = text("", &[], &[("a", halts)])
        .replace("Program(\"one\")", "Program(\"program\")")
        .replace("\"meter\": H", &actors)
        .replace("(\"a\", Orders, \"cluster\")", "(\"cluster\", Hosts, \"program\")");
    let direct = text.replace("(\"meter\", W", "(\"a\", Orders, \"program\"), (\"meter\", W");
    // Runs end 16, 26 and 36 seconds after the start; the copy comes in a pause.
    let twice = direct
        .replace("\"meter\": H", "\"lab\": Lab(complies_in: \"18 s\"), \"meter\": H")
        .replace("(\"meter\", W", of_lab);
    for text in [direct, twice] {
        let run = |horizon| Run::at(&text, &[("horizon", horizon)], 0);
        run("35.9 s").near("program", "runs done", 2.0);
        run("36.1 s").near("program", "runs done", 3.0);
    }
}

#[test]
fn who_is_freed_and_finds_no_chips_is_refused_where_nobody_waits() {
    let halts = r#"suspect: "late", does: Halts, at: "2 s", until: "7 s""#;
    let loads = [
        ("one", load(1000.0, "slots: 90")),
        ("late", load(100.0, "slots: 50, jobs: 2, begins: \"3 s\"")),
    ];
    let loads: Vec<_> = loads.iter().map(|(name, fields)| (*name, fields.as_str())).collect();
    let run = |cluster| Run::at(&text(cluster, &loads, &[("a", halts)]), &[], 0);
    let refusing = run("when_full: Refuse");
    refusing.near("late", "refused", 2.0);
    assert!(refusing.get("late", "began").is_nan());
    // One may wait, and the other came later.
    let short = run("queue: 1");
    short.near("late", "refused", 1.0);
    short.near("late", "began", 1000.0 / 90.0);
    let long = run("");
    long.near("late", "refused", 0.0);
    long.near("cluster", "delayed", 2.0 / 3.0);
}

#[test]
fn who_waited_before_an_order_held_it_waits_on_after_it() {
    let halts = r#"suspect: "late", does: Halts, at: "2 s", until: "7 s""#;
    let loads = [
        ("one", load(900.0, "slots: 90")),
        ("late", load(50.0, "slots: 50, begins: \"1 s\"")),
        ("last", load(50.0, "slots: 50, begins: \"3 s\"")),
    ];
    let loads: Vec<_> = loads.iter().map(|(name, fields)| (*name, fields.as_str())).collect();
    let run = Run::at(&text("queue: 1", &loads, &[("a", halts)]), &[], 0);
    run.near("late", "began", 10.0);
    run.near("last", "began", 10.0);
    run.near("cluster", "delayed", 2.0 / 3.0);
}

#[test]
fn who_is_revoked_ends_and_is_refused() {
    let revokes = r#"suspect: "one", does: Revokes, at: "2 s""#;
    let loads = [
        ("one", load(1000.0, "jobs: 2")),
        ("other", load(600.0, "")),
        ("late", load(600.0, "begins: \"5 s\"")),
    ];
    let loads: Vec<_> = loads.iter().map(|(name, fields)| (*name, fields.as_str())).collect();
    let run = Run::at(&text("", &loads, &[("a", revokes)]), &[], 0);
    run.near("one", "refused", 2.0);
    run.near("cluster", "cut off", 2.0);
    assert!(run.get("one", "ended").is_nan());
    let third = 200.0 / 3.0;
    run.near("other", "ended", 5.0 + 2.0 * (600.0 - third - 300.0) / 100.0);
    let shuts = revokes.replace("Revokes", "ShutsDown");
    let run = Run::at(&text("", &loads, &[("a", &shuts)]), &[], 0);
    run.near("cluster", "cut off", 3.0);
    run.near("late", "refused", 1.0);
    run.near("cluster", "jobs done", 0.0);
}

#[test]
fn failing_chips_lose_the_work_since_the_last_checkpoint() {
    // The interruptions of Llama 3's snapshot, in hours.
    let (rate, every, restart, work): (f64, f64, f64, f64) =
        (419.0 / (54.0 * 24.0), 1.0 / 6.0, 0.5, 54.0 * 24.0);
    let cluster =
        r#"interruptions: "0.3233024691358025/h", checkpoint_every: "10 min", restart: "30 min""#;
    let one = load(work * 3600.0 * 100.0, "");
    let sets = [("horizon", "100 d")];
    let blueprint = stage::world(&text(cluster, &[("one", &one)], &[]), &sets, &roles());
    let table = stage::table(&blueprint, 400, 5, 1);
    // A loss is uniform over the checkpoint's time, but no more than was done
    // since the last restart; losses and restarts stretch the run.
    let loss = 1.0 / rate + (-rate * every).exp_m1() / (rate * rate * every);
    let running = work / (1.0 - rate * loss);
    let expected = running * (1.0 + rate * restart) * 3600.0;
    let check = |actor: &str, measure: &str, expected: f64| {
        let found = stage::measure(&blueprint, &table, actor, measure);
        let (low, high) = (found.low.expect("it is known"), found.high.expect("it is known"));
        let z = (found.estimate.expect("it is known") - expected) / ((high - low) / 3.92);
        assert!(z.abs() <= 3.5, "{measure}: {found:?} is not {expected}, z = {z}");
    };
    check("one", "ended", expected);
    check("cluster", "interruptions", rate * running);
    check("cluster", "lost work", rate * running * loss * 3600.0 * 100.0 * 1e15);
}

#[test]
fn a_bystander_on_another_cluster_changes_nothing() {
    let cluster = r#"interruptions: "100/d", checkpoint_every: "1 min", restart: Exponential(mean: "1 min"), discipline: SmallestFirst"#;
    let loads = [("one", load(1e6, "")), ("other", load(1e5, "slots: 60, jobs: 3"))];
    let loads: Vec<_> = loads.iter().map(|(name, fields)| (*name, fields.as_str())).collect();
    let alone = text(cluster, &loads, &[]);
    let beside = alone
        .replace("\"meter\": H", "\"else\": Cluster(chips: \"5 H100\", interruptions: \"9/d\"), \"idler\": Load(compute: \"1e22 FLOP\"), \"meter\": H")
        .replace("(\"meter\", W", "(\"else\", Hosts, \"idler\"), (\"meter\", W");
    for index in 0..20 {
        let run = |text| Run::at(text, &[("horizon", "10 d")], index);
        let (alone, beside) = (run(&alone), run(&beside));
        for (place, (actor, measure)) in alone.of.iter().enumerate() {
            let found = beside.get(actor, measure);
            let (above, below) = alone.outcome.measures[place];
            assert!(found.to_bits() == (above / below).to_bits(), "{measure} of {actor}");
        }
    }
}

#[test]
fn who_comes_in_one_tick_is_told_apart_by_size_alone() {
    // While the first runs, three queue up in one tick, in an order that chance
    // decides anew in each replication.
    let first = load(1000.0, "slots: 100");
    let names = ["a", "b", "c"];
    let sizes = [70, 80, 90];
    let waiting: Vec<String> = sizes
        .iter()
        .map(|size| load(10.0 * f64::from(*size), &format!("slots: {size}, begins: \"1 s\"")))
        .collect();
    let mut loads = vec![("one", first.as_str())];
    loads.extend(names.iter().zip(&waiting).map(|(name, fields)| (*name, fields.as_str())));
    let text = text("discipline: LargestFirst", &loads, &[]);
    for index in 0..20 {
        let run = Run::at(&text, &[], index);
        run.near("c", "ended", 20.0);
        run.near("b", "ended", 30.0);
        run.near("a", "ended", 40.0);
    }
}

#[test]
fn all_that_is_delivered_is_all_that_was_done() {
    let cluster = r#"growth: "0.01/s", grows_to: 2, steps: {"more": (at: "30 s", factor: 1.5)}, reservations: {
        "kept": (granted: "20 %"), "lent": (granted: "30 %", kind: Lending),
        "spare": (granted: "15 %", kind: Preemptible)}"#;
    let loads = [
        ("one", load(900.0, "works_in: \"kept\", jobs: 2, weight: 2")),
        ("two", load(500.0, "works_in: \"lent\", slots: 7, jobs: 5, begins: \"4 s\"")),
        ("three", load(300.0, "works_in: \"spare\", slots: 3, jobs: 4")),
        ("four", load(700.0, "demand: \"8e15 FLOP/s\", begins: \"6 s\", jobs: 2")),
        ("five", load(400.0, "slots: 20, jobs: 6, begins: \"2 s\"")),
        ("six", load(2500.0, "weight: 0.3")),
    ];
    let halts = r#"suspect: "five", does: Halts, at: "9 s", until: "14 s""#;
    let loads: Vec<_> = loads.iter().map(|(name, fields)| (*name, fields.as_str())).collect();
    let run = Run::at(&text(cluster, &loads, &[("marshal", halts)]), &[], 0);
    run.near("cluster", "jobs done", 20.0);
    let all = 1800.0 + 2500.0 + 1200.0 + 1400.0 + 2400.0 + 2500.0;
    let delivered = run.get("cluster", "delivered") / 1e15;
    assert!((delivered - all).abs() < 1e-3 * all, "{delivered} of {all}");
    let reserved = run.get("cluster", "delivered to reservations") / 1e15;
    assert!((reserved - 5500.0).abs() < 5.5, "{reserved}");
}

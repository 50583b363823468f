//! Clusters against closed forms: who runs when and on how many chips, whatever
//! others want and however the chips grow.

use foomwatch::behaviors::Roles;

use crate::cluster_yard::{Run, load, text};
use crate::stage;

#[test]
fn the_arithmetic_of_large_runs() {
    let run = Run::at(
        &text("", &[("one", "compute: \"5e26 FLOP\"")], &[]),
        &[("actors.cluster.chips", "16 H100"), ("actors.cluster.utilization", "50 %")],
        0,
    );
    let years = run.get("one", "ended") / (365.2425 * 86_400.0);
    assert!((years - 1980.5).abs() < 0.1, "{years}");
    let fast = [("actors.cluster.chips", "100000 H100")];
    let run = Run::at(&text("", &[("one", "compute: \"1e26 FLOP\"")], &[]), &fast, 0);
    run.near("one", "ended", 1e6);
    // 30.84 million GPU-hours on 16,384 chips.
    let flop = format!("compute: \"{:e} FLOP\"", 30.84e6 * 3600.0 * 1e15);
    let run =
        Run::at(&text("", &[("one", &flop)], &[]), &[("actors.cluster.chips", "16384 H100")], 0);
    assert!((run.get("one", "ended") / 86_400.0 - 78.4).abs() < 0.05);
}

#[test]
fn weights_and_demands_share_by_water_filling() {
    // 1 and 3 parts of 100 chips, until the second has done its 300.
    let run = Run::of("", &[("one", &load(200.0, "")), ("other", &load(300.0, "weight: 3"))]);
    run.near("other", "ended", 4.0);
    run.near("one", "ended", 4.0 + 1.0);
    // The first can use 10 chips only; the second has the other 90.
    let limited = load(200.0, "demand: \"1e16 FLOP/s\"");
    let run = Run::of("", &[("one", &limited), ("other", &load(900.0, ""))]);
    run.near("one", "ended", 20.0);
    run.near("other", "ended", 10.0);
}

#[test]
fn jobs_that_occupy_chips_wait_for_them() {
    // Each 60 of 100 chips for 10 s: one after the other.
    let run = Run::of("", &[("one", &load(600.0, "slots: 60, jobs: 3"))]);
    run.near("one", "began", 10.0);
    run.near("one", "ended", 20.0);
    run.near("cluster", "delayed", 2.0 / 3.0);
    run.near("cluster", "delivered", 1800.0 * 1e15);
    let refuse = "when_full: Refuse";
    let run = Run::of(refuse, &[("one", &load(600.0, "slots: 60, jobs: 3"))]);
    run.near("one", "refused", 2.0);
    run.near("cluster", "blocked", 2.0 / 3.0);
    let run = Run::of("queue: 1", &[("one", &load(600.0, "slots: 60, jobs: 4"))]);
    run.near("one", "refused", 2.0);
    // What can never have its chips is refused at once.
    let run = Run::of("", &[("one", &load(600.0, "slots: 101"))]);
    run.near("one", "refused", 1.0);
}

#[test]
fn who_is_next_is_the_first_the_smallest_or_the_largest() {
    let first = load(1000.0, "slots: 100");
    let small = load(60.0, "slots: 60, begins: \"2 s\"");
    let large = load(90.0, "slots: 90, begins: \"1 s\"");
    let loads = [("one", first.as_str()), ("small", &small), ("large", &large)];
    for (discipline, small, large) in
        [("FirstCome", 12.0, 11.0), ("SmallestFirst", 11.0, 12.0), ("LargestFirst", 12.0, 11.0)]
    {
        let run = Run::of(&format!("discipline: {discipline}"), &loads);
        run.near("small", "ended", small);
        run.near("large", "ended", large);
    }
}

#[test]
fn what_shares_has_what_whole_chips_leave() {
    let occupying = load(600.0, "slots: 60, begins: \"5 s\"");
    let run = Run::of("", &[("one", &load(1400.0, "")), ("other", &occupying)]);
    run.near("other", "ended", 15.0);
    // 5 s on all, 10 s on 40 and the rest on all.
    run.near("one", "ended", 20.0);
}

#[test]
fn a_lending_reservation_lends_and_takes_back_at_once() {
    let lends = r#"reservations: {"kept": (granted: "40 %", kind: Lending)}"#;
    let kept = |rest: &str| load(200.0, &format!("works_in: \"kept\", begins: \"3 s\", {rest}"));
    // Sharing work shrinks: 3 s on 100, 5 s on 60, then on 100 again.
    let run = Run::of(lends, &[("one", &load(1000.0, "")), ("owner", &kept(""))]);
    run.near("owner", "ended", 8.0);
    run.near("one", "ended", 8.0 + 4.0);
    run.near("cluster", "borrowed", (3.0 + 4.0) * 40.0 * 1e15);
    run.near("cluster", "delivered to reservations", 200.0 * 1e15);
    // A job on lent chips pauses, keeps its work and goes on.
    let run = Run::of(lends, &[("one", &load(800.0, "slots: 80")), ("owner", &kept("slots: 40"))]);
    run.near("owner", "ended", 8.0);
    run.near("one", "ended", 15.0);
    run.near("cluster", "pauses", 1.0);
    run.near("cluster", "delivered", 1000.0 * 1e15);
    // What is hard lends nothing.
    let hard = lends.replace("Lending", "Hard");
    let run = Run::of(&hard, &[("one", &load(600.0, "")), ("owner", &kept(""))]);
    run.near("one", "ended", 10.0);
    run.near("cluster", "borrowed", 0.0);
}

#[test]
fn a_preemptible_reservation_has_what_unreserved_work_leaves() {
    let yields = r#"reservations: {"kept": (granted: "40 %", kind: Preemptible)}"#;
    let kept = |rest: &str| load(400.0, &format!("works_in: \"kept\", {rest}"));
    let open = load(800.0, "slots: 80, begins: \"3 s\"");
    // 3 s on 40, 10 s on 20, the rest on 40.
    let run = Run::of(yields, &[("one", &kept("")), ("open", &open)]);
    run.near("open", "ended", 13.0);
    run.near("one", "ended", 13.0 + 2.0);
    // On whole chips it pauses in between.
    let run = Run::of(yields, &[("one", &kept("slots: 40")), ("open", &open)]);
    run.near("open", "ended", 13.0);
    run.near("one", "ended", 20.0);
    // Work without a limit takes all of it.
    let run = Run::of(yields, &[("one", &kept("")), ("open", &load(1000.0, ""))]);
    run.near("open", "ended", 10.0);
    run.near("one", "ended", 20.0);
}

#[test]
fn what_is_promised_and_not_granted_is_never_delivered() {
    let kept = r#"reservations: {"kept": (granted: "5 %", promised: "20 %")}"#;
    let run = Run::of(kept, &[("one", &load(200.0, "works_in: \"kept\""))]);
    run.near("one", "ended", 40.0);
    let horizon = 3000.0 * 365.2425 * 86_400.0;
    run.near("cluster", "withheld", 0.15 * 100.0 * 1e15 * horizon);
    run.near("cluster", "delivered to reservations", 200.0 * 1e15);
    // A promise alone changes nothing but what is said of it.
    let silent = kept.replace(", promised: \"20 %\"", "");
    let run = Run::of(&silent, &[("one", &load(200.0, "works_in: \"kept\""))]);
    run.near("one", "ended", 40.0);
    run.near("cluster", "withheld", 0.0);
}

/// Seconds until e^{gt}, up to a factor, has delivered so many seconds' worth of
/// its first speed.
fn growing(g: f64, cap: f64, work: f64) -> f64 {
    let until_cap = (cap - 1.0) / g;
    if work <= until_cap { (g * work).ln_1p() / g } else { cap.ln() / g + (work - until_cap) / cap }
}

#[test]
fn jobs_follow_growing_chips_exactly() {
    for work in [0.5, 20.0, 990.0, 5000.0] {
        let grows = r#"growth: "0.1/s", grows_to: 100"#;
        let run = Run::of(grows, &[("one", &load(100.0 * work, ""))]);
        run.near("one", "ended", growing(0.1, 100.0, work));
        let run = Run::of(r#"growth: "0.1/s""#, &[("one", &load(100.0 * work, ""))]);
        run.near("one", "ended", growing(0.1, 1e30, work));
    }
    // Others that come and go in between leave their work as it is.
    let loads = [
        ("one", load(1000.0, "")),
        ("two", load(10.0, "")),
        ("late", load(50.0, "begins: \"3 s\"")),
    ];
    let loads: Vec<_> = loads.iter().map(|(name, fields)| (*name, fields.as_str())).collect();
    let run = Run::of(r#"growth: "0.1/s", grows_to: 3"#, &loads);
    run.near("one", "ended", growing(0.1, 3.0, 10.6));
    run.near("cluster", "delivered", 1060.0 * 1e15);
}

#[test]
fn steps_change_the_chips_when_they_are_due() {
    let steps =
        r#"steps: {"phase 2": (at: "10 s", chips: "300 H100"), "half": (at: "20 s", factor: 0.5)}"#;
    let run = Run::of(steps, &[("one", &load(1000.0 + 3000.0 + 150.0, ""))]);
    run.near("one", "ended", 21.0);
    // A job that needs more chips than there are waits for the step.
    let run = Run::of(steps, &[("one", &load(200.0, "slots: 200"))]);
    run.near("one", "began", 10.0);
    run.near("one", "ended", 11.0);
    // Chips that go away take those with them who came last.
    let run = Run::of(steps, &[("one", &load(3000.0, "slots: 200"))]);
    run.near("cluster", "pauses", 1.0);
    assert!(run.get("one", "ended").is_nan(), "200 chips never come back");
}

#[test]
fn whole_chips_come_when_growth_has_made_them() {
    let grows = r#"growth: "0.1/s", grows_to: 3"#;
    let run = Run::of(grows, &[("one", &load(150.0, "slots: 150"))]);
    run.near("one", "began", 1.5_f64.ln() / 0.1);
    let kept = format!("{grows}, reservations: {{\"kept\": (granted: \"20 %\")}}");
    let run = Run::of(&kept, &[("one", &load(30.0, "slots: 30, works_in: \"kept\""))]);
    run.near("one", "began", 1.5_f64.ln() / 0.1);
    let run = Run::of(grows, &[("one", &load(150.0, "slots: 301"))]);
    run.near("one", "refused", 1.0);
}

#[test]
fn beside_whole_chips_growth_is_followed_and_never_outrun() {
    // ∫(100 e^{gt} − 50) dt is what is left for the sharing one.
    let loads = [("one", load(2000.0, "")), ("other", load(5000.0, "slots: 50"))];
    let loads: Vec<_> = loads.iter().map(|(name, fields)| (*name, fields.as_str())).collect();
    let run = Run::of(r#"growth: "0.1/s""#, &loads);
    let left = |t: f64| 100.0 * (0.1 * t).exp_m1() / 0.1 - 50.0 * t;
    let (mut low, mut high) = (0.0, 100.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if left(middle) < 2000.0 { low = middle } else { high = middle }
    }
    let ended = run.get("one", "ended");
    assert!(ended >= low && ended < low * 1.0001, "{ended} is not {low}");
    // Whoever has all that it can use leaves the growth to the others.
    let limited = load(500.0, "demand: \"6e16 FLOP/s\"");
    let run = Run::of(r#"growth: "0.1/s""#, &[("one", &limited), ("other", &load(900.0, ""))]);
    // Both have half, until half is 60; then one has 60 and the other the rest.
    let full = 1.2_f64.ln() / 0.1;
    let half = 50.0 * (0.1 * full).exp_m1() / 0.1;
    run_is_just_after(&run, "one", full + (500.0 - half) / 60.0);
}

#[track_caller]
fn run_is_just_after(run: &Run, actor: &str, exact: f64) {
    let ended = run.get(actor, "ended");
    assert!(ended >= exact - 4e-6 && ended < exact * 1.0001, "{ended} is not {exact}");
}

/// A cluster of 100 A100 as they are rated, with steps.
fn rated(steps: &str) -> impl Fn(&[(&str, &str)], &str) -> Run {
    let steps = steps.to_owned();
    move |loads, halts| {
        let marshals = [("a", halts)];
        let text = text(&steps, loads, &marshals[..usize::from(!halts.is_empty())]).replace(
            r#"chips: "100 H100", peak_per_chip: "1e15 FLOP/s", "#,
            r#"chips: "100 A100", "#,
        );
        Run::at(&text, &[], 0)
    }
}

/// Each step and each way there and back may take a few ticks at the old pace.
#[track_caller]
fn run_ends(run: &Run, actor: &str, expected: f64) {
    let ended = run.get(actor, "ended");
    assert!((ended - expected).abs() < 1e-3, "{actor} ended at {ended}, not {expected}");
}

#[test]
fn a_length_is_one_on_whatever_chips() {
    // Chips are three times as fast from 4 s on, and half as many from 8 s on.
    let run = rated(
        r#"steps: {"new": (at: "4 s", chips: "100 H100"), "few": (at: "8 s", chips: "50 A100")}"#,
    );
    let whole = run(&[("one", r#"compute: "0 FLOP", slots: 40, length: "10 s""#)], "");
    run_ends(&whole, "one", 10.0);
    // One chip's length, shared by 100 chips, and then by 50.
    let shared = run(&[("one", r#"compute: "0 FLOP", length: "900 s""#)], "");
    run_ends(&shared, "one", 10.0);
    // Who waits or is held when chips change takes as long as well.
    let loads = [
        ("one", r#"compute: "0 FLOP", slots: 40, length: "10 s""#),
        ("other", r#"compute: "0 FLOP", slots: 70, length: "3 s""#),
    ];
    let halts = r#"suspect: "one", does: Halts, at: "2 s", until: "5 s""#;
    let held = run(&loads[..1], halts);
    run_ends(&held, "one", 13.0);
    let late = loads[1].1.replace("slots: 70", "slots: 50, begins: \"3 s\"");
    let waits = run(&[("one", &loads[0].1.replace("40", "80")), ("other", &late)], halts);
    run_ends(&waits, "other", 6.0);
}

#[test]
fn growth_ends_at_the_most_chips_also_after_a_step() {
    let cluster = r#"growth: "0.1/s", steps: {"double": (at: "1 s", factor: 2)}"#;
    let half = 2.0_f64.powi(52);
    // From 1 s on there are 2^53 of them.
    let chip_seconds = half * 0.1_f64.exp_m1() / 0.1 + 2.0 * half * 99.0;
    let text = text_of(cluster, chip_seconds).replace("100 H100", "4503599627370496 H100");
    Run::at(&text, &[], 0).near("one", "ended", 100.0);
    // After a step down growth goes on for longer than it would have without.
    let cluster = cluster.replace("factor: 2", "factor: 0.5");
    let chip_seconds =
        half * 0.1_f64.exp_m1() / 0.1 + 0.5 * half * 0.1_f64.exp() * 0.9_f64.exp_m1() / 0.1;
    let text = text_of(&cluster, chip_seconds).replace("100 H100", "4503599627370496 H100");
    Run::at(&text, &[], 0).near("one", "ended", 10.0);
}

/// A cluster with one load of so many seconds of one chip.
fn text_of(cluster: &str, chip_seconds: f64) -> String {
    text(cluster, &[("one", &load(chip_seconds, ""))], &[])
}

#[test]
fn no_steps_leave_fewer_chips_than_one() {
    let steps: String =
        (1..=60).map(|step| format!(r#""{step}": (at: "{step} s", factor: 0.000001),"#)).collect();
    let cluster = format!("steps: {{{steps}}}");
    // A hundred for a second and one from then on.
    run_ends(&Run::at(&text_of(&cluster, 200.0), &[], 0), "one", 101.0);
}

#[test]
fn what_others_take_whole_is_nothing_however_it_is_rounded() {
    for share in 1..=30 {
        let text = format!(
            r#"World(
                horizon: "7 d",
                concern: [Program("run")],
                takeoff: After("1 y"),
                accountable: ["board"],
                actors: {{
                    "cluster": Cluster(
                        chips: "1 V100",
                        growth: "32.9/y",
                        grows_to: 5,
                        reservations: {{
                            "kept": (granted: "9.8 %"),
                            "left": (granted: "{share} %", kind: Preemptible),
                        }},
                    ),
                    "run": TrainingProgram(compute: "1e30 FLOP"),
                    "copies": Scaffold(
                        flop_per_copy: "1.96e14 FLOP/s",
                        copies: 5,
                        gain: "0.5 OOM",
                        works_in: "left",
                    ),
                    "kept work": SyntheticData(
                        generator_size: 1e9,
                        quality: 1,
                        batch: "1e20 tokens",
                        works_in: "kept",
                        demand: "1e12 FLOP/s",
                    ),
                    "reader": Reader(),
                    "board": Authority(),
                }},
                links: [
                    ("cluster", Hosts, "run"),
                    ("cluster", Hosts, "copies"),
                    ("cluster", Hosts, "kept work"),
                    ("reader", Reads, "run"),
                    ("reader", Reports, "board"),
                ],
            )"#
        );
        let world = stage::world(&text, &[], &Roles::standard());
        let outcome = stage::outcome(&world, 1, 0);
        assert!(outcome.events < 2_000, "{} events with {share} %", outcome.events);
    }
}

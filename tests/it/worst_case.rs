//! The worst case: which plan is best for a hider, and what comes of it.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use assert_cmd::Command;
use foomwatch::experiment::estimate::Estimate;
use foomwatch::experiment::worst_case::{
    NoWorstCase, WorstCase, replications_in_all, replications_of_tries, seed_of_tries, worst_case,
};
use foomwatch::experiment::{Ensemble, Watch};
use foomwatch::report;
use foomwatch::world::Blueprint;
use serde_json::Value;

use crate::hideout::{roles, world};
use crate::stage::{self, table};

const SEED: u64 = 5;

/// A race: takeoff at 0.1 a day while all is diverted to one site, notice at 0.1 a day
/// while all shows.
fn race(hider: &str, more: &str) -> String {
    world(
        "1000 d",
        hider,
        r#"takeoff: "0.1/d""#,
        r#""meter": HazardSensor(channel: "compute", hazard: "0.1/d"),"#,
        &format!(r#"("meter", Watches, "hideout"), ("meter", Reports, "board"), {more}"#),
    )
}

/// Plans over so many sites at an overhead of 10 % a doubling, by name and share.
const MENU: &str = r#"menu: {
    "all at once":  (share: "100 %"),
    "four sites":   (share: "100 %", sites: 4, overhead: "10 %"),
    "many sites":   (share: "100 %", sites: 64, overhead: "50 %"),
    "too patient":  (share: "100 %", sites: 4, overhead: "10 %", begins: "990 d"),
}"#;

/// The chance that takeoff comes within `days` before notice, where it is split over
/// sites: the race of two exponentials.
fn unnoticed(sites: f64, overhead: f64, days: f64) -> f64 {
    let takeoff = 0.1 * (1.0 - overhead).powf(sites.log2());
    let notice = 0.1 / sites;
    takeoff / (takeoff + notice) * -(-(takeoff + notice) * days).exp_m1()
}

fn checked(text: &str) -> Blueprint {
    stage::world(text, &[], &roles())
}

fn ensemble(replications: u64) -> Ensemble {
    Ensemble { threads: 2, ..stage::ensemble(replications, SEED) }
}

fn found(blueprint: &Blueprint, replications: u64) -> Result<WorstCase, NoWorstCase> {
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    worst_case(blueprint, ensemble(replications), &watch)
}

fn plans(worst: &WorstCase) -> Vec<(&str, &str)> {
    worst.played.iter().map(|one| (one.actor.as_str(), one.plan.as_str())).collect()
}

fn near(found: &Estimate, exact: f64) {
    let (mean, error) = (found.estimate.unwrap(), found.standard_error.unwrap());
    let z = (mean - exact) / error;
    assert!(z.abs() <= 3.5, "{mean} is not {exact}, z = {z}, seed {SEED}");
}

#[test]
fn the_best_plan_is_the_one_that_algebra_says() {
    let blueprint = checked(&race(&format!("AdaptiveHider({MENU})"), ""));
    let worst = found(&blueprint, 20_000).expect("a hider chooses");
    assert_eq!(plans(&worst), [("hider", "four sites")]);
    assert!(worst.together && worst.is_open);
    assert_eq!((worst.replications, worst.seed), (2_000, seed_of_tries(SEED)));
    let exact = [
        ("all at once", unnoticed(1.0, 0.0, 1000.0)),
        ("four sites", unnoticed(4.0, 0.1, 1000.0)),
        ("many sites", unnoticed(64.0, 0.5, 1000.0)),
        ("too patient", unnoticed(4.0, 0.1, 10.0)),
    ];
    for (one, (plan, exact)) in worst.tries.iter().zip(exact) {
        assert_eq!((one.played.len(), one.played[0].plan.as_str()), (1, plan));
        near(&one.reached, exact);
        assert_eq!(one.reached.n, 2_000);
    }
    // It is judged on the run's own chances, and the average is what is played without.
    assert_eq!((worst.table.seed, worst.table.counted()), (SEED, 20_000));
    near(&worst.table.unnoticed_takeoff(), exact[1].1);
    let average = table(&blueprint, 20_000, SEED, 2);
    near(&average.unnoticed_takeoff(), exact.iter().map(|(_, exact)| exact).sum::<f64>() / 4.0);
}

#[test]
fn what_a_hider_wants_decides_what_it_plays() {
    // Split over many sites it is noticed late, and does not always come in time.
    let menu = r#"menu: {
        "fast": (share: "100 %"),
        "slow": (share: "100 %", sites: 64, overhead: "40 %"),
    }"#;
    let wants = |objective: &str| {
        let text = race(&format!("AdaptiveHider({menu}, objective: {objective})"), "");
        let worst = found(&checked(&text), 3_000).expect("a hider chooses");
        let plan = worst.played[0].plan.clone();
        (plan, worst.tries.into_iter().map(|one| one.reached).collect::<Vec<_>>())
    };
    let (plan, reached) = wants("UnnoticedTakeoff");
    assert_eq!(plan, "slow");
    near(&reached[0], unnoticed(1.0, 0.0, 1000.0));
    near(&reached[1], unnoticed(64.0, 0.4, 1000.0));
    let (plan, reached) = wants("Takeoff");
    assert_eq!(plan, "fast");
    assert_eq!(reached[0].estimate, Some(1.0));
    near(&reached[1], -(-0.1 * 0.6_f64.powi(6) * 1000.0).exp_m1());
}

#[test]
fn orders_count_only_for_takeoff_that_comes() {
    // The board halts what it notices at once.
    let text = race(&format!("AdaptiveHider({MENU})"), r#"("board", Orders, "hideout")"#);
    let text = text.replace("likelihood_ratio: 1000", "likelihood_ratio: 1000, response: Pause");
    let blueprint = checked(&text);
    let without_twins = Ensemble { twins: false, ..ensemble(5_000) };
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    let worst = worst_case(&blueprint, without_twins, &watch).expect("a hider chooses");
    // Tries follow what would have come, also where the run does not.
    near(&worst.tries[1].reached, unnoticed(4.0, 0.1, 1000.0));
    assert_eq!(worst.table.unnoticed_takeoff().estimate, None);
    let takeoff = text.replace(MENU, &format!("{MENU}, objective: Takeoff"));
    let worst = found(&checked(&takeoff), 5_000).expect("a hider chooses");
    near(&worst.tries[0].reached, unnoticed(1.0, 0.0, 1000.0));
    assert_eq!(plans(&worst), [("hider", "four sites")]);
}

#[test]
fn plans_are_tried_on_chances_apart() {
    let blueprint = checked(&race(&format!("AdaptiveHider({MENU})"), ""));
    let worst = found(&blueprint, 1_000).expect("a hider chooses");
    assert_eq!(worst.replications, 1_000);
    // A try is what the same world comes to with the seed that is told, and not with
    // the run's own.
    let set = [("actors.hider.plays", "\"all at once\"")];
    let text = race(&format!("AdaptiveHider({MENU})"), "");
    let again = stage::world(&text, &set, &roles());
    let apart = table(&again, 1_000, worst.seed, 1).unnoticed_takeoff();
    assert_eq!(worst.tries[0].reached, apart);
    assert_ne!(table(&again, 1_000, SEED, 1).unnoticed_takeoff(), apart);
    let seeds: std::collections::BTreeSet<u64> = (0..1000).map(seed_of_tries).collect();
    assert_eq!(seeds.len(), 1000);
    assert!(seeds.iter().all(|seed| *seed < 1 << 53 && *seed >= 1000));
    assert_eq!(replications_of_tries(10_001), 1_000);
    assert_eq!(replications_of_tries(50_000), 5_000);
}

#[test]
fn equal_plans_are_chosen_by_name() {
    let menu = r#"menu: {"b": (share: "50 %"), "c": (share: "50 %"), "a": (share: "50 %")}"#;
    let worst = found(&checked(&race(&format!("AdaptiveHider({menu})"), "")), 100).unwrap();
    assert_eq!(plans(&worst), [("hider", "a")]);
}

/// Two hiders with a hideout each and these menus: takeoff comes by either, and each
/// has a meter of its own.
fn two(first: &str, second: &str) -> Blueprint {
    let text = race(&format!("AdaptiveHider({first})"), "").replace(
        "actors: {",
        &format!(
            r#"actors: {{
        "other":         AdaptiveHider({second}),
        "other hideout": Hideout(takeoff: "0.1/d"),
        "other meter":   HazardSensor(channel: "compute", hazard: "0.1/d"),"#
        ),
    );
    let text = text.replace(
        "links: [",
        r#"links: [
        ("other", Directs, "other hideout"),
        ("other meter", Watches, "other hideout"),
        ("other meter", Reports, "board"),"#,
    );
    checked(&text)
}

#[test]
fn two_hiders_choose_together() {
    // Where one is sure to be noticed before long, the other must be quick.
    let blueprint = two(MENU, r#"menu: {"noisy": (share: "100 %"), "quiet": (share: "0 %")}"#);
    let worst = found(&blueprint, 4_000).unwrap();
    assert!(worst.together);
    assert_eq!(worst.tries.len(), 8);
    assert_eq!(plans(&worst), [("hider", "four sites"), ("other", "quiet")]);
    assert_eq!(replications_in_all(&blueprint, 4_000), 8 * 1_000 + 4_000);
    let by = |first: &str, second: &str| {
        let one = worst
            .tries
            .iter()
            .find(|one| one.played[0].plan == first && one.played[1].plan == second);
        one.expect("it was tried").reached.clone()
    };
    near(&by("four sites", "quiet"), unnoticed(4.0, 0.1, 1000.0));
    // Both race: takeoff at 0.081 and 0.1, notice at 0.025 and 0.1 a day.
    near(&by("four sites", "noisy"), 0.181 / 0.306);
}

#[test]
fn many_hiders_choose_one_after_another() {
    let many: Vec<String> =
        (10..75).map(|plan| format!("\"plan {plan}\": (share: \"{plan} %\")")).collect();
    let many = format!("menu: {{{}}}", many.join(", "));
    let blueprint = two(r#"menu: {"a": (share: "0 %"), "b": (share: "100 %")}"#, &many);
    let worst = found(&blueprint, 100).unwrap();
    assert!(!worst.together);
    assert_eq!(worst.tries.len(), 2 + 65);
    assert_eq!(replications_in_all(&blueprint, 100), 67 * 1_000 + 100);
    assert_eq!(worst.tries[0].played.len(), 1);
    assert_eq!(worst.tries[2].played.len(), 2);
    assert_eq!(worst.tries[2].played[0], worst.played[0]);
    let text = report::worst_case::text(&table(&blueprint, 100, SEED, 1), &worst);
    assert!(text.contains("one after another"), "{text}");
    // Who want different things do so too.
    let other = r#"menu: {"a": (share: "10 %")}, objective: Takeoff"#;
    assert!(!found(&two(MENU, other), 100).unwrap().together);
}

#[test]
fn a_plan_that_the_world_says_is_held_against_the_best() {
    let hider = format!("AdaptiveHider({MENU}, plays: \"all at once\")");
    let blueprint = checked(&race(&hider, ""));
    let worst = found(&blueprint, 1_000).unwrap();
    assert!(!worst.is_open);
    assert_eq!(plans(&worst), [("hider", "four sites")]);
    let own = table(&blueprint, 1_000, SEED, 1);
    near(&own.unnoticed_takeoff(), 0.5);
    assert!(report::worst_case::text(&own, &worst).contains("as the world says"));
}

#[test]
fn nobody_chooses_without_a_menu_and_nothing_is_found_once_stopped() {
    let blueprint = checked(&race(r#"Naive(share: "10 %")"#, ""));
    assert_eq!(found(&blueprint, 100).err(), Some(NoWorstCase::NobodyChooses));
    let blueprint = checked(&race(&format!("AdaptiveHider({MENU})"), ""));
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(true) };
    let worst = worst_case(&blueprint, ensemble(100), &watch);
    assert_eq!(worst.err(), Some(NoWorstCase::Interrupted));
}

/// Work hidden in an alignment agent's experiments, where somebody reads its records.
const AGENT: &str = r#"World(
    horizon: "1 y",
    concern: [HiddenWork],
    takeoff: Capability(of: "model", above_start: "1 OOM"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(chips: "10000 H100", reservations: {"alignment": (granted: "20 %")}),
        "agent": AlignmentAgent(works_in: "alignment", experiment: "1e20 FLOP"),
        "secret run": TrainingProgram(compute: "2e24 FLOP"),
        "model": Model(trained_with: "1e23 FLOP"),
        "reader": Reader(records: "1/d", reads: "10 %", false_accusation: "0 %"),
        "a hider": AdaptiveHider(menu: {
            "bold": (share: "80 %"),
            "it's meek": (share: "4 %"),
        }),
        "board": Authority(likelihood_ratio: 1000),
    },
    links: [
        ("cluster", Hosts, "agent"),
        ("agent", Hosts, "secret run"),
        ("secret run", Deploys, "model"),
        ("a hider", Directs, "agent"),
        ("reader", Reads, "agent"),
        ("reader", Reports, "board"),
    ],
)"#;

/// The program.
fn foomwatch(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foomwatch"));
    command.args(arguments).env("NO_COLOR", "1");
    command
}

fn printed(arguments: &[&str]) -> String {
    let output = foomwatch(arguments).assert().code(0).get_output().clone();
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

fn written(name: &str, text: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("worst_case");
    fs::create_dir_all(&folder).expect("the target folder can be written to");
    let path = folder.join(name);
    fs::write(&path, text).expect("the target folder can be written to");
    path.to_str().expect("the target folder is UTF-8").to_owned()
}

#[test]
fn the_worst_case_is_what_the_world_comes_to_with_what_is_set() {
    let path = written("agent.ron", AGENT);
    let usual = ["run", &path, "-n", "1500", "--seed", "9", "--format", "json"];
    let run: Value = serde_json::from_str(&printed(&[&usual[..], &["--worst-case"]].concat()))
        .expect("it is JSON");
    let worst = &run["worst_case"];
    let plan = worst["plays"]["a hider"].as_str().expect("a plan");
    assert_eq!(plan, "bold");
    let set = format!("actors.a hider.plays=\"{plan}\"");
    let text = printed(&[&usual[..], &["--set", &set]].concat());
    let again: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(again["estimates"].to_string(), worst["estimates"].to_string());
    assert!(again["worst_case"].is_null());
    // Without what was asked the run is the same.
    let plain: Value = serde_json::from_str(&printed(&usual)).expect("it is JSON");
    assert_eq!(plain["estimates"], run["estimates"]);
    assert_eq!(plain["measures"], run["measures"]);
    // A try can be repeated too.
    let seed = worst["seed_of_tries"].to_string();
    let tries = worst["tries"].as_array().expect("a list");
    assert_eq!(tries.len(), 2);
    let sets = "actors.a hider.plays=\"bold\"";
    let arguments =
        ["run", &path, "-n", "1000", "--seed", &seed, "--format", "json", "--set", sets];
    let again: Value = serde_json::from_str(&printed(&arguments)).expect("it is JSON");
    assert_eq!(again["outcomes"]["unnoticed takeoff"]["estimate"], tries[0]["reached"]["estimate"]);
}

#[test]
fn the_worst_case_stands_beside_the_average_with_intervals() {
    let path = written("shown.ron", AGENT);
    let text = printed(&["run", &path, "-n", "300", "--worst-case"]);
    let at = text.find("Worst case: a hider plays bold").unwrap_or_else(|| panic!("{text}"));
    let section = &text[at..];
    let line = |start: &str| {
        section.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{section}"))
    };
    assert!(line("estimate").contains("average of plans"));
    assert!(line("estimate").contains("worst case"));
    for row in ["noticed before takeoff", "takeoff not noticed before", "innocent twin accused"] {
        assert_eq!(line(row).matches(" to ").count(), 2, "{row} has two intervals\n{section}");
    }
    assert!(line("a hider plays it's meek").contains(" to "));
    assert!(section.contains(r#"--set 'actors.a hider.plays="bold"'"#), "{section}");
    let plain = printed(&["run", &path, "-n", "300"]);
    assert!(text.starts_with(&plain), "what is asked for beside changes nothing");
}

#[test]
fn who_asks_for_a_worst_case_where_nobody_chooses_is_told_what_would() {
    let assert = foomwatch(&["run", "worlds/first.ron", "--worst-case"]).assert();
    let output = assert.code(2).stdout("").get_output().clone();
    let message = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert!(message.contains("no actor has plans to choose from"), "{message}");
    assert!(message.contains("hint: an `AdaptiveHider` has a `menu`"), "{message}");
}

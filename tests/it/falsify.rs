//! Worlds in which a claim fails: found where a closed form says that it does, and nowhere
//! else, with no more changes than it takes.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use assert_cmd::Command;
use foomwatch::behaviors::Roles;
use foomwatch::experiment::Watch;
use foomwatch::experiment::estimate::proportion;
use foomwatch::laws::falsify::marked::marked;
use foomwatch::laws::falsify::neighborhood::{Allowed, Made, Move, Neighborhood};
use foomwatch::laws::falsify::within::Within;
use foomwatch::laws::falsify::{Asked as WaysAsked, Falsified, Falsifying, falsify};
use foomwatch::report::falsify::{Shown, excluded, head, text};
use foomwatch::world::{AxisValue, WorldFile, check};
use serde_json::Value;

/// Two sensors that ring without memory, and takeoff four times a year: an alarm is first
/// with the chance a/(a + 4), where a is how often a year both ring together.
const RACE: &str = r#"// Which of two sensors and takeoff is first?
World(
    horizon: "5 y",
    aftermath: "1 h",
    concern: [Program("run")],
    takeoff: After(Exponential(mean: "0.25 y")),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1 FLOP", begins: "4 y"),
        "cluster": Cluster(chips: "1 H100"),
        "meter": HazardSensor(channel: "power", hazard: "0/y", false_alarms: "6/y"),
        "log": HazardSensor(channel: "compute", hazard: "0/y", false_alarms: ("6/y", Assumed)),
        "desk": Reviewer(review: Exponential(mean: "1 d"), skill: 1), // It changes nothing.
        "board": Authority(prior: "1 %"),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("log", Watches, "cluster"),
        ("meter", Alerts, "desk"),
        ("log", Alerts, "desk"),
        ("log", Reports, "board"),
        ("desk", Reports, "board"),
    ],
    claims: ["P(first alarm before takeoff) >= 65 %"],
)
"#;

/// How a search is asked for, but for its world.
struct Asked<'a> {
    claim: &'a str,
    within: &'a [&'a str],
    allowed: Allowed,
    budget: u64,
    seed: u64,
    threads: usize,
}

const ASKED: Asked<'_> = Asked {
    claim: "P(first alarm before takeoff) >= 65 %",
    within: &[],
    allowed: Allowed::Parameters,
    budget: 60,
    seed: 1,
    threads: 1,
};

fn found(text: &str, asked: &Asked<'_>) -> Falsified {
    let file = WorldFile::from_text("a race", text).unwrap_or_else(|flaws| panic!("{flaws}"));
    let within = asked.within.iter().map(|one| Within::parse(one));
    let within: Vec<Within> = within.collect::<Result<_, _>>().expect("ranges");
    let falsifying = Falsifying {
        file: &file,
        roles: &Roles::standard(),
        claim: asked.claim,
        within: &within,
        allowed: asked.allowed,
        budget: asked.budget,
        replications: 5000,
        seed: asked.seed,
        threads: asked.threads,
    };
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    falsify(&falsifying, &watch).unwrap_or_else(|flaws| panic!("{flaws}"))
}

/// What a report says, on one line.
fn told(falsified: &Falsified) -> String {
    let text = text(&Shown { world: "a race", falsified, seed: 1, file: None, run: "" });
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const SECONDS_A_YEAR: f64 = 365.2425 * 86_400.0;

/// What was moved in what was found, in the base unit.
fn moved(falsified: &Falsified) -> Vec<(String, f64)> {
    let found = falsified.found.as_ref().expect("something was found");
    let each = found.neighbor.iter().map(|(place, made)| {
        let Move::Parameter(axis, _) = &falsified.neighborhood.moves[*place] else {
            panic!("a link was changed: {:?}", found.told)
        };
        let Made::Value(AxisValue::Number(number)) = made else { panic!("no number: {made:?}") };
        (axis.path().to_owned(), *number)
    });
    each.collect()
}

#[test]
fn figures_are_shown_with_intervals_at_95_per_cent() {
    let within = ["actors.meter.false_alarms=×0.5..2", "actors.log=×0.5..2"];
    let falsified = found(RACE, &Asked { within: &within, ..ASKED });
    let found = falsified.found.as_ref().expect("something was found");
    for answer in [falsified.as_it_is.as_ref().expect("nobody stopped it"), &found.answer] {
        let estimate = &answer.parts[0].estimate;
        let [chance, low, high] = [estimate.estimate, estimate.low, estimate.high]
            .map(|one| one.expect("both happen, so that all is known"));
        let error = (chance * (1.0 - chance) / answer.replications as f64).sqrt();
        let width = (high - low) / error;
        assert!((width / (2.0 * 1.96) - 1.0).abs() < 0.05, "{width} standard errors");
    }
}

#[test]
fn the_nearest_is_shown_with_an_interval_at_95_per_cent_and_as_selected() {
    let within = ["actors.meter.false_alarms=×0.8..2"];
    let falsified = found(RACE, &Asked { within: &within, budget: 10, ..ASKED });
    let (_, answer) = falsified.nearest.as_ref().expect("neighbors were asked");
    assert_eq!(answer.replications, 500);
    let estimate = &answer.parts[0].estimate;
    let exact = proportion((estimate.estimate.expect("known") * 500.0).round() as u64, 500, 0.95);
    assert_eq!((estimate.low, estimate.high), (exact.low, exact.high));
    let told = told(&falsified);
    assert!(told.contains("which was selected"), "{told}");
}

#[test]
fn what_is_found_fails_by_its_closed_form_and_needs_all_that_differs() {
    // With both at half their rates the chance is 60 %, with one of them 69 %.
    let within = ["actors.meter.false_alarms=×0.5..2", "actors.log=×0.5..2", "actors.desk"];
    for seed in 1..=4 {
        let falsified = found(RACE, &Asked { within: &within, seed, ..ASKED });
        let moved = moved(&falsified);
        let paths: Vec<&str> = moved.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["actors.log.false_alarms", "actors.meter.false_alarms"], "{seed}");
        let rate: f64 = moved.iter().map(|(_, rate)| rate * SECONDS_A_YEAR).sum();
        let chance = rate / (rate + 4.0);
        assert!(chance < 0.65, "{chance} under the seed {seed}");
        assert!(chance > 0.6005, "values were not moved back: {chance} under the seed {seed}");
    }
}

#[test]
fn what_cannot_fail_is_not_falsified_and_what_was_tried_is_told() {
    // At the least the chance is 66.7 %.
    let within = ["actors.meter.false_alarms=×0.66667..2", "actors.log=×0.66667..2"];
    for seed in 1..=4 {
        let falsified = found(RACE, &Asked { within: &within, seed, ..ASKED });
        assert!(falsified.found.is_none(), "{:?}", falsified.found);
        assert_eq!(falsified.asked.all(), 60);
        assert_eq!((falsified.asked.alone, falsified.asked.of_alone), (4, 4));
        assert!(falsified.asked.drawn > 20 && falsified.asked.changed > 20);
        let (nearest, answer) = falsified.nearest.as_ref().expect("neighbors were asked");
        assert_eq!(nearest.len(), 2);
        assert!(answer.parts[0].estimate.estimate.is_some_and(|chance| chance < 0.7));
    }
}

#[test]
fn no_more_neighbors_are_looked_at_than_were_allowed() {
    let within = ["actors.meter.false_alarms=×0.66667..2", "actors.log=×0.66667..2"];
    for budget in 0..=12 {
        let falsified = found(RACE, &Asked { within: &within, budget, ..ASKED });
        assert!(falsified.found.is_none(), "{:?}", falsified.found);
        assert!(falsified.asked.all() <= budget, "{:?} of {budget}", falsified.asked);
    }
    // However many are allowed, it takes only those that it needs.
    let within = ["actors.meter.false_alarms=×0.1..1"];
    let falsified = found(RACE, &Asked { within: &within, budget: u64::MAX, ..ASKED });
    assert!(falsified.found.is_some());
}

#[test]
fn whoever_selects_for_luck_pays_for_it() {
    // The chance is 75.0 % in the world and never less than 74.9 %; each neighbor has other
    // chances of a kind, as its instants move a little.
    let within = ["takeoff=×0.999..1", "actors.meter=×0.999..1.001", "actors.log=×0.999..1.001"];
    let asked =
        Asked { claim: "P(first alarm before takeoff) >= 74.8 %", within: &within, ..ASKED };
    for seed in 1..=20 {
        let falsified = found(RACE, &Asked { seed, ..asked });
        assert!(falsified.found.is_none(), "under the seed {seed}: {:?}", falsified.found);
    }
}

#[test]
fn a_claim_that_fails_already_needs_no_change() {
    let claim = "P(first alarm before takeoff) >= 90 %";
    let falsified = found(RACE, &Asked { claim, ..ASKED });
    let found = falsified.found.as_ref().expect("it fails");
    assert!(found.told.is_empty());
    assert_eq!(found.text, RACE);
    assert_eq!(falsified.asked.all(), 0);
}

#[test]
fn a_link_that_a_claim_hangs_on_is_found_alone() {
    // Of the board's reports all but those of the desk's errors come straight from the log.
    let claim = "mean(reports per year) >= 3";
    let falsified = found(RACE, &Asked { claim, allowed: Allowed::Links, ..ASKED });
    let found = falsified.found.expect("a link can go");
    assert_eq!(found.told, [r#"without the link ("log", Reports, "board")"#]);
    assert!(found.text.contains(r#"// differs: there was ("log", Reports, "board")"#));
}

#[test]
fn links_that_go_and_come_are_marked_in_the_text() {
    let (roles, file) = (Roles::standard(), WorldFile::from_text("a race", RACE).expect("sound"));
    let (blueprint, _) = check(&file, &roles).expect("sound");
    let neighborhood = Neighborhood::new(&file, &blueprint, &roles, &[], Allowed::Both)
        .expect("something can be different");
    let place = |wanted: &dyn Fn(&Move) -> bool| {
        neighborhood.moves.iter().position(wanted).expect("it can be different")
    };
    let drop = place(&|one| matches!(one, Move::Drop(4, _)));
    let add =
        place(&|one| matches!(one, Move::Add(link) if link == r#"("meter", Reports, "board")"#));
    let rate = place(&|one| {
        matches!(one, Move::Parameter(axis, _)
        if axis.path() == "actors.log.false_alarms")
    });
    let value = Made::Value(AxisValue::Number(12.0 / SECONDS_A_YEAR));
    let neighbor = [(drop, Made::Done), (add, Made::Done), (rate, value)].into_iter().collect();
    let text = marked(&neighborhood, &neighbor, &roles).expect("the changes can be made");
    let has = |part: &str| assert!(text.contains(part), "no {part} in\n{text}");
    has("false_alarms: \"1/mo\"), // differs: it was (\"6/y\", Assumed)\n");
    has("        // differs: there was (\"log\", Alerts, \"desk\")\n");
    has("(\"meter\", Reports, \"board\"), // differs: it was not there\n");
    has("skill: 1), // It changes nothing.\n");
    let file = WorldFile::from_text("a neighbor", text.as_str()).expect("it is RON");
    let (blueprint, _) = check(&file, &roles).unwrap_or_else(|flaws| panic!("{flaws}\n{text}"));
    assert_eq!(blueprint.network().edge_count(), 7);
}

#[test]
fn a_search_is_a_function_of_its_seed_whatever_the_threads() {
    let within = ["actors=×0.5..2"];
    let of = |seed, threads| {
        let falsified = found(RACE, &Asked { within: &within, seed, threads, ..ASKED });
        (falsified.found.map(|found| found.text), falsified.asked, falsified.tests)
    };
    assert_eq!(of(3, 1), of(3, 2));
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foomwatch"));
    command.args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// An empty folder of the calling test's own, with the race in it.
fn folder(test: &str) -> (PathBuf, String) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the target folder can be written to");
    }
    fs::create_dir_all(&folder).expect("the target folder can be written to");
    let world = folder.join("race.ron");
    fs::write(&world, RACE).expect("the target folder can be written to");
    (folder, world.to_str().expect("the target folder is UTF-8").to_owned())
}

#[test]
fn the_command_writes_the_world_and_overwrites_nothing() {
    let (folder, world) = folder("falsify_writes");
    let output = folder.join("found.ron");
    let path = output.to_str().expect("the target folder is UTF-8");
    let arguments = [
        "falsify",
        &world,
        "-n",
        "3000",
        "--within",
        "actors.meter.false_alarms=0.5/y..6/y",
        "-o",
        path,
    ];
    let assert = program(&arguments).assert().code(1);
    let printed = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
    assert!(printed.contains("fails in a world that differs from"), "{printed}");
    assert!(printed.contains("actors.meter.false_alarms: \"6/y\" → "), "{printed}");
    let text = fs::read_to_string(&output).expect("it was written");
    assert!(text.contains("// differs: it was \"6/y\"\n"), "{text}");
    assert!(text.contains("// Run it: foomwatch run "), "{text}");
    let file = WorldFile::from_text("a neighbor", text.as_str()).expect("it is RON");
    assert!(check(&file, &Roles::standard()).is_ok());
    let refused = program(&arguments).assert().code(2).stdout("");
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("is there already, and stays as it is"), "{said}");
    assert_eq!(fs::read_to_string(&output).expect("it is there"), text);
}

#[test]
fn a_file_that_cannot_be_written_is_refused_before_the_search() {
    let (folder, world) = folder("falsify_nowhere");
    let output = folder.join("nowhere").join("found.ron");
    let path = output.to_str().expect("the target folder is UTF-8");
    // So many neighbors would take days.
    let arguments = ["falsify", &world, "--budget", "1e9", "-n", "1e9", "-o", path];
    let refused = program(&arguments).assert().code(2).stdout("");
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("cannot be written: ") && said.contains("found.ron"), "{said}");
    let output = folder.join("found.ron");
    let path = output.to_str().expect("the target folder is UTF-8");
    let claim = "P(first alarm before takeoff) >= 10 %";
    let arguments = ["falsify", &world, "--claim", claim, "--budget", "1", "-n", "500", "-o", path];
    program(&arguments).assert().code(0);
    assert!(!output.exists(), "what it was tried with was left behind");
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_found_is_told_though_it_cannot_be_written() {
    let (folder, world) = folder("falsify_full");
    let output = folder.join("found.ron");
    // Files may be made, but nothing be written into them.
    let shell = "trap '' XFSZ; ulimit -f 0; exec \"$@\"";
    let path = output.to_str().expect("the target folder is UTF-8");
    let within = "actors.meter.false_alarms=0.5/y..6/y";
    let arguments = ["falsify", &world, "-n", "3000", "--within", within, "-o", path];
    let assert = Command::new("sh")
        .args(["-c", shell, "sh", env!("CARGO_BIN_EXE_foomwatch")])
        .args(arguments)
        .assert()
        .code(1);
    let [out, said] = [&assert.get_output().stdout, &assert.get_output().stderr]
        .map(|said| String::from_utf8_lossy(said).into_owned());
    assert!(out.contains("// differs: it was") && out.contains("Save it as found.ron"), "{out}");
    assert!(said.contains("found.ron`: "), "{said}");
    assert!(!output.exists(), "half a file was left behind");
}

#[test]
fn too_few_replications_for_any_test_are_told() {
    let (_, world) = folder("falsify_few");
    // A test that may err with 0.6 % needs 8 of 8 that fail to deny a half.
    for (n, is_told) in [("7", true), ("8", false)] {
        let claim = "P(first alarm before takeoff) >= 50 %";
        let arguments = ["falsify", &world, "--claim", claim, "--budget", "2", "-n", n];
        let assert = program(&arguments).assert().code(0);
        let printed = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
        assert_eq!(printed.contains("too few replications"), is_told, "{n}: {printed}");
    }
}

#[test]
fn a_path_of_several_lines_ends_no_comment() {
    let falsified = found(RACE, &Asked { claim: "P(first alarm before takeoff) >= 90 %", ..ASKED });
    let found = falsified.found.as_ref().expect("it fails");
    let (run, file) = ("foomwatch run 'a\nb.ron'", Some("a\nb.ron"));
    let shown = Shown { world: "a\nrace", falsified: &falsified, seed: 1, file, run };
    let head = head(&shown, found);
    assert!(head.lines().all(|line| line.starts_with("//")), "{head}");
    assert!(head.contains("// Run it: foomwatch run 'a\\u{a}b.ron'\n"), "{head}");
}

#[test]
fn the_command_tells_programs_what_was_tried_in_vain() {
    let (_, world) = folder("falsify_in_vain");
    let arguments = [
        "falsify",
        &world,
        "-n",
        "3000",
        "--within",
        "actors.meter.false_alarms=5.5/y..6/y",
        "--budget",
        "30",
        "--format",
        "json",
    ];
    let assert = program(&arguments).assert().code(0);
    let json: Value = serde_json::from_slice(&assert.get_output().stdout).expect("it is JSON");
    assert_eq!(json["found"], Value::Null);
    assert_eq!(json["tried"]["all"], 30);
    assert_eq!(json["covered"]["actors.meter.false_alarms"], "5.50/y to 6.00/y");
    let excluded = json["excluded_share"].as_f64().expect("some were drawn");
    let drawn = json["tried"]["drawn"].as_f64().expect("a number");
    assert_eq!(json["tried"]["drawn_refused"], 0);
    assert_eq!(json["tried"]["drawn_failing"], 0);
    assert!((excluded - (1.0 - 0.05_f64.powf(1.0 / drawn))).abs() < 1e-9);
}

#[test]
fn looks_that_failed_without_a_test_and_what_is_no_world_are_not_counted_as_sound() {
    let way = |drawn, drawn_refused, drawn_failing| {
        excluded(WaysAsked { drawn, drawn_refused, drawn_failing, ..WaysAsked::default() })
    };
    assert_eq!((way(0, 0, 0), way(7, 7, 0)), (None, None));
    let bound = way(30, 10, 0).expect("some were worlds");
    assert!((bound - (1.0 - 0.05_f64.powf(0.05))).abs() < 1e-9, "{bound}");
    // Of so many one fails at most with the chance of 5 %: (1 − p)^20 + 20 p (1 − p)^19.
    let bound = way(20, 0, 1).expect("some were worlds");
    let chance = (1.0 - bound).powi(20) + 20.0 * bound * (1.0 - bound).powi(19);
    assert!((chance - 0.05).abs() < 1e-9, "{bound}");
}

#[test]
fn a_look_that_says_that_a_claim_fails_is_told_though_no_test_says_so() {
    // In every neighbor the chance is what is claimed, so that looks fail by luck alone.
    let claim = "P(first alarm before takeoff) >= 75 %";
    let within = ["actors.meter.false_alarms=5.999/y..6/y", "actors.log=×0.999..1.001"];
    let falsified = (1..=20)
        .map(|seed| found(RACE, &Asked { claim, within: &within, seed, ..ASKED }))
        .find(|falsified| falsified.found.is_none() && falsified.asked.drawn_failing > 0);
    let falsified = falsified.expect("one look in four errs");
    let words = told(&falsified);
    let asked = falsified.asked;
    let says = format!(
        "Of {} neighbors that were drawn evenly over all ranges, looks said of {} that the claim \
         fails, but no test confirmed it",
        asked.drawn, asked.drawn_failing
    );
    assert!(words.contains(&says), "{words}");
}

#[test]
fn what_cannot_be_moved_is_refused_with_a_hint() {
    let (_, world) = folder("falsify_refuses");
    for (within, says) in [
        ("actors.metre=×0.5..2", "did you mean `meter`?"),
        ("actors.meter.false_alarms=6/y", "is no range"),
        ("actors.meter.channel", "cannot be moved over a range"),
        ("actors=1..2", "is many values"),
    ] {
        let refused = program(&["falsify", &world, "--within", within]).assert().code(2);
        let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
        assert!(said.contains(says), "{within}: {said}");
    }
}

#[test]
fn all_that_is_wrong_with_what_is_asked_is_said_at_once() {
    let (_, world) = folder("falsify_flaws");
    let arguments = [
        "falsify",
        &world,
        "--claim",
        "P(nonsense) >= 1 %",
        "--within",
        "actors.metr=×0.5..2",
        "--within",
        "unknowns.x=3..1",
        "--within",
        "actors.meter.false_alarms=abc..6/y",
        "--within",
        "horizon=1",
        "-o",
        "/nowhere/found.ron",
    ];
    let refused = program(&arguments).assert().code(2).stdout("");
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    for says in [
        "nonsense",
        "metr",
        "did you mean `meter`?",
        "`x`",
        "`abc` is no end of the range",
        "in `--within actors.meter.false_alarms`",
        "`1` is no range",
        "`/nowhere/found.ron` cannot be written",
    ] {
        assert!(said.contains(says), "no {says} in\n{said}");
    }
    assert!(!said.contains("--set"), "{said}");
    let arguments = ["falsify", &world, "--edits", "links", "--within", "nonsense=1..2"];
    let refused = program(&arguments).assert().code(2).stdout("");
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("only links are changed") && said.contains("nonsense"), "{said}");
}

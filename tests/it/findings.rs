//! Findings: searched for where there are some and where there are none, and those that are
//! shipped still hold.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use foomwatch::behaviors::Roles;
use foomwatch::experiment::Watch;
use foomwatch::experiment::claim::Verdict;
use foomwatch::laws::examine::Worlds;
use foomwatch::laws::findings::stronger::Stronger;
use foomwatch::laws::findings::{Finding, Findings, findings};
use foomwatch::laws::kept::keep_pair;
use foomwatch::laws::{Edit, Specimen};
use foomwatch::report::findings::{Shown, heads, text};
use foomwatch::world::{Blueprint, WorldFile, check};

use crate::stage;

/// One world, from which one actor after another can be taken.
struct Only(&'static str);

impl Worlds for Only {
    fn text(&self, _: u64) -> String {
        self.0.to_owned()
    }

    fn are_sound(&self) -> bool {
        true
    }

    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String {
        let mut text = text.to_owned();
        for name in ["bystander", "other meter"] {
            let edit = Edit::DropActor { name: name.to_owned() };
            if let Some(smaller) = edit.apply(&text).filter(|smaller| breaks(smaller)) {
                text = smaller;
            }
        }
        text
    }

    fn labels(&self, _: &Specimen) -> Vec<String> {
        Vec::new()
    }
}

fn found(text: &'static str, seed: u64) -> Findings {
    let finding = Finding {
        roles: &Roles::standard(),
        worlds: &Only(text),
        cases: 1,
        replications: 4000,
        seed,
        threads: 1,
    };
    findings(&finding, &Watch { progress: &|_| {}, stop: &AtomicBool::new(false) })
}

/// Two sensors, of which a board may want to hear within 30 days of each other: that takes
/// much longer than to hear of one.
const AGREEMENT: &str = r#"World(
    horizon: "2 y",
    concern: [Program("run")],
    takeoff: After("2 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e27 FLOP"),
        "cluster": Cluster(chips: "16384 H100"),
        "meter": HazardSensor(channel: "power", hazard: "6/y"),
        "other meter": HazardSensor(channel: "power", hazard: "6/y"),
        "bystander": HazardSensor(channel: "noise", hazard: "6/y"),
        "board": Authority(likelihood_ratio: 1000, corroborated_within: "30 d"),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("other meter", Watches, "cluster"),
        ("bystander", Watches, "cluster"),
        ("meter", Reports, "board"),
        ("other meter", Reports, "board"),
        ("bystander", Reports, "board"),
    ],
)"#;

#[test]
fn what_lets_notice_come_later_is_found_and_made_small() {
    let findings = found(AGREEMENT, 1);
    let [found] = &findings.found[..] else { panic!("{} findings", findings.found.len()) };
    assert_eq!(
        found.stronger.told(),
        "more observers who must agree: 2 times `actors.board.corroboration`"
    );
    // Each sensor rings every 60.9 days in the mean, so that the first of both takes 30.4; a
    // run of a week with neither is rare. Both within 30 days: the other of the first alarm
    // rings in time with the chance 1 − e^{−30/60.9} = 0.389, and otherwise all begins anew.
    assert!(found.later.mean > 30.0 * 86_400.0, "{:?}", found.later);
    assert!(found.later.later_and_sooner.1 == 0, "{:?}", found.later);
    assert!(!found.text.contains("bystander"), "{}", found.text);
    // One sensor alone could agree with nobody.
    assert!(found.text.contains("\"other meter\""), "{}", found.text);
    assert!(found.stronger_text.contains("corroboration: 2"), "{}", found.stronger_text);
    assert!(findings.tests >= 2 && found.test.error < 0.01);
}

#[test]
fn no_more_observers_must_agree_than_there_are() {
    let roles = Roles::standard();
    let agree = |text: &str, factor| {
        let (actor, means) = ("board".to_owned(), "more observers who must agree");
        Stronger::Times { actor, parameter: "corroboration", factor, means }.of(text, &roles)
    };
    assert!(agree(AGREEMENT, 2.0).is_some_and(|text| text.contains("corroboration: 2")));
    // There are three observers, and one after two of them are dropped.
    assert_eq!(agree(AGREEMENT, 4.0), None);
    let drop = |text: &str, name: &str| Edit::DropActor { name: name.to_owned() }.apply(text);
    let one = drop(AGREEMENT, "bystander").and_then(|text| drop(&text, "other meter"));
    assert_eq!(agree(&one.expect("both can be dropped"), 2.0), None);
}

#[test]
fn what_is_kept_says_what_was_compared_on_which_chances_and_how_to_run_it() {
    let findings = found(AGREEMENT, 1);
    let found = &findings.found[0];
    // A path may have letters that would end a line.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("findings\nkept");
    let old = format!("// An old story,\n// of another world.\n\n{}", found.text);
    let keep = || {
        keep_pair(&folder, [&old, &found.stronger_text], |paths| heads(found, paths))
            .expect("the target folder can be written to")
    };
    let paths = keep();
    let [one, other] = paths.each_ref().map(|path| fs::read_to_string(path).expect("written"));
    for (path, text) in [(&paths[0], &one), (&paths[1], &other)] {
        assert_eq!(text.contains("corroboration: 2"), path == &paths[1], "{text}");
        let (head, _) = text.split_once("\nWorld(").expect("a world follows its story");
        assert!(head.lines().all(|line| line.starts_with("//")), "{text}");
        assert!(!text.contains("old story"), "{text}");
        assert!(read(path).claims().is_empty());
        let words = head.replace("\n//", "");
        for part in [
            "with more observers who must agree: 2 times `actors.board.corroboration`",
            " in the mean (",
            &format!("On 4,000 replications of chances on which nothing was decided (seed {})", {
                found.later.seed
            }),
            &format!("-n 4000 --seed {}", found.later.seed),
            "findings\\u{a}kept",
            &format!("(seed {})", found.test.seed),
        ] {
            assert!(words.contains(part), "nothing of {part:?} in {words}");
        }
    }
    assert!(one.contains("-stronger.ron"), "{one}");
    // What is kept again changes nothing, and what somebody wrote there stays.
    assert_eq!(keep(), paths);
    fs::write(&paths[1], "mine").expect("it can be written");
    assert_ne!(keep(), paths);
    assert_eq!(fs::read_to_string(&paths[1]).expect("it is there"), "mine");
    fs::remove_dir_all(&folder).expect("it is the test's own");
}

/// As [`Only`], with somebody who presses Ctrl-C when one actor is gone.
struct Stopped<'a>(Only, &'a AtomicBool);

impl Worlds for Stopped<'_> {
    fn text(&self, index: u64) -> String {
        self.0.text(index)
    }

    fn are_sound(&self) -> bool {
        self.0.are_sound()
    }

    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String {
        self.0.shrunk(text, &mut |smaller| {
            let still = breaks(smaller);
            self.1.store(true, Ordering::Relaxed);
            still
        })
    }

    fn labels(&self, specimen: &Specimen) -> Vec<String> {
        self.0.labels(specimen)
    }
}

#[test]
fn what_was_confirmed_before_somebody_stopped_is_told_with_the_figures_of_its_test() {
    let stop = AtomicBool::new(false);
    let finding = Finding {
        roles: &Roles::standard(),
        worlds: &Stopped(Only(AGREEMENT), &stop),
        cases: 1,
        replications: 4000,
        seed: 1,
        threads: 1,
    };
    let findings = findings(&finding, &Watch { progress: &|_| {}, stop: &stop });
    assert!(findings.interrupted);
    let [found] = &findings.found[..] else { panic!("{} findings", findings.found.len()) };
    assert!(!found.text.contains("bystander"), "{}", found.text);
    assert!(found.stronger_text.contains("corroboration: 2"), "{}", found.stronger_text);
    assert_eq!((found.is_of_test, found.later.seed), (true, found.test.seed));
    assert!(found.later.mean > 30.0 * 86_400.0, "{:?}", found.later);
    let told = text(&Shown { world: "a", findings: &findings, seed: 1, files: &[] });
    assert!(told.starts_with("Stronger oversight lets notice come later"), "{told}");
    assert!(told.contains("Interrupted"), "{told}");
}

/// A sensor and a guard, each of whom alone convinces: nobody reacts, nothing is shared.
const QUIET: &str = r#"World(
    horizon: "2 y",
    concern: [Program("run")],
    takeoff: After("2 y"),
    accountable: ["board"],
    actors: {
        "run": TrainingProgram(compute: "1e27 FLOP"),
        "cluster": Cluster(chips: "16384 H100"),
        "meter": Sensor(channel: "power", every: "7 d", noise: "50 %", false_positives: "1 %"),
        "guard": Inspector(channel: "power", every: "90 d", hit: "20 %"),
        "board": Authority(likelihood_ratio: 1000),
    },
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("guard", Watches, "cluster"),
        ("meter", Reports, "board"),
        ("guard", Reports, "board"),
    ],
)"#;

#[test]
fn where_nobody_reacts_and_nothing_is_shared_only_stricter_proof_delays_notice() {
    for seed in 1..=5 {
        let findings = found(QUIET, seed);
        let told: Vec<String> = findings.found.iter().map(|one| one.stronger.told()).collect();
        let is_stricter = |told: &String| told.contains("`actors.board.corroboration`");
        assert!(told.iter().all(is_stricter), "under the seed {seed}: {told:?}");
        assert!(findings.looks > 10);
    }
}

/// The worlds that are shipped, each with the one in which oversight is stronger.
fn shipped() -> Vec<(PathBuf, PathBuf)> {
    let files = fs::read_dir("worlds/findings").expect("the folder is there");
    let mut names: Vec<String> = files
        .filter_map(|file| file.expect("it can be read").file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix("_more.ron")?.to_owned()))
        .collect();
    names.sort();
    let path = |name: String| Path::new("worlds/findings").join(name);
    names
        .into_iter()
        .map(|name| (path(format!("{name}.ron")), path(format!("{name}_more.ron"))))
        .collect()
}

fn read(path: &Path) -> Blueprint {
    let file = WorldFile::read(path).unwrap_or_else(|flaws| panic!("{flaws}"));
    let (blueprint, warnings) =
        check(&file, &Roles::standard()).unwrap_or_else(|flaws| panic!("{flaws}"));
    assert!(warnings.is_empty(), "{path:?}: {warnings:?}");
    blueprint
}

#[test]
fn three_findings_are_shipped_each_with_its_story_and_both_sides() {
    let all = shipped();
    assert!(all.len() >= 3, "{all:?}");
    for (one, other) in &all {
        for path in [one, other] {
            let text = fs::read_to_string(path).expect("it is there");
            let (head, _) = text.split_once("\nWorld(").expect("a world follows its story");
            assert!(head.lines().all(|line| line.starts_with("//")), "{path:?}");
            assert!(head.contains('?'), "{path:?} asks nothing");
            assert!(!read(path).claims().is_empty(), "{path:?} claims nothing");
        }
        let story = fs::read_to_string(one).expect("it is there");
        for part in ["One would expect", "What happens", "Why"] {
            assert!(story.contains(part), "{one:?} does not say: {part}");
        }
    }
}

#[test]
fn the_findings_that_are_shipped_still_hold() {
    for (one, other) in shipped() {
        for path in [one, other] {
            let table = stage::table(&read(&path), 2000, 1, 1);
            for result in table.claims() {
                let text = &result.claim.text;
                assert_eq!(result.verdict, Verdict::Holds, "{path:?}: {text}: {:?}", result.parts);
            }
        }
    }
}

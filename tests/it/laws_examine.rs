//! Laws over many worlds: counted alike by any number of threads, made small where they break,
//! kept, and tried again before all others.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use assert_cmd::Command;
use foomwatch::behaviors::Roles;
use foomwatch::experiment::{Watch, quoted_path};
use foomwatch::laws::examine::{Examination, Examined, Worlds, examine};
use foomwatch::laws::kept::{KeptWorld, bare, keep, kept};
use foomwatch::laws::violation::{Origin, Violation};
use foomwatch::laws::{Edit, Law, Reach, Specimen, Verdict, laws};
use serde_json::Value;

use crate::stage::{FIRST, first};

/// The first world with another span of takeoff in each.
struct Numbered;

impl Worlds for Numbered {
    fn text(&self, index: u64) -> String {
        first().replace("\"60 d\"", &format!("\"{} d\"", index + 1))
    }

    fn are_sound(&self) -> bool {
        true
    }

    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String {
        let mut text = text.to_owned();
        for name in ["meter", "desk", "cluster", "board", "secret run"] {
            let edit = Edit::DropActor { name: name.to_owned() };
            if let Some(smaller) = edit.apply(&text)
                && breaks(&smaller)
            {
                text = smaller;
            }
        }
        text
    }

    fn labels(&self, specimen: &Specimen) -> Vec<String> {
        let is_long = days(specimen) > 50;
        vec!["world".to_owned()].into_iter().chain(is_long.then(|| "long".to_owned())).collect()
    }
}

/// The mean of takeoff, which the text says.
fn days(specimen: &Specimen) -> u64 {
    let (_, rest) = specimen.text().split_once("takeoff: After(Exponential(mean: \"").expect("it");
    rest.split(' ').next().and_then(|days| days.parse().ok()).expect("a number of days")
}

const fn law(name: &'static str, check: fn(&Specimen) -> Verdict) -> Law {
    let statement = "A law of the test's own.";
    Law { name, statement, class: "all", why: "It is tried.", reach: Reach::Pathwise, check }
}

const HOLDS: Law = law("holds", |_| Verdict::Holds);

/// It speaks of every third world, and breaks in the hundredth.
const BREAKS: Law = law("breaks", |specimen| match days(specimen) {
    100 => Verdict::Broken(format!("under the seed {}", specimen.seed())),
    days if days % 3 == 0 => Verdict::Holds,
    _ => Verdict::Silent,
});

const PANICS: Law = law("panics", |specimen| {
    assert!(days(specimen) < 70, "{} days are too many", days(specimen));
    Verdict::Holds
});

/// It breaks wherever there is a board.
const NO_BOARD: Law = law("no-board", |specimen| match specimen.blueprint().actor("board") {
    Some(_) => Verdict::Broken("there is a board".to_owned()),
    None => Verdict::Holds,
});

fn examined(laws: &[Law], kept: &[KeptWorld], cases: u64, threads: usize) -> Examined {
    examined_from(0, laws, kept, cases, threads)
}

/// The same from the world with this index on.
fn examined_from(
    from: u64,
    laws: &[Law],
    kept: &[KeptWorld],
    cases: u64,
    threads: usize,
) -> Examined {
    let (roles, worlds, seed) = (&Roles::standard(), &Numbered, 5);
    let examination = Examination { roles, laws, kept, worlds, from, cases, seed, threads };
    examine(&examination, &Watch { progress: &|_| {}, stop: &AtomicBool::new(false) })
}

/// Counts of a law: held, silent, broken.
fn counts(examined: &Examined, law: &str) -> (u64, u64, u64) {
    let tally = examined.tallies.iter().find(|tally| tally.law == law).expect("it was tried");
    (tally.held, tally.silent, tally.broken)
}

/// An empty folder of the calling test's own.
fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the target folder can be written to");
    }
    folder
}

#[test]
fn laws_are_counted_alike_by_any_number_of_threads() {
    let one = examined(&[HOLDS, BREAKS, PANICS], &[], 130, 1);
    assert_eq!(counts(&one, "sound"), (130, 0, 0));
    assert_eq!(counts(&one, "holds"), (130, 0, 0));
    assert_eq!(counts(&one, "breaks"), (43, 86, 1));
    assert_eq!(counts(&one, "panics"), (69, 61, 0));
    assert_eq!(counts(&one, "runs"), (69, 0, 61));
    assert_eq!(one.labels, [("long".to_owned(), 80), ("world".to_owned(), 130)]);
    assert_eq!((one.worlds, one.refused, one.interrupted), (130, 0, false));
    for threads in [2, 3] {
        assert_eq!(one, examined(&[HOLDS, BREAKS, PANICS], &[], 130, threads));
    }
}

#[test]
fn worlds_in_parts_are_the_same_worlds() {
    let laws = [HOLDS, BREAKS];
    let whole = examined(&laws, &[], 130, 2);
    let (first, second) =
        (examined_from(0, &laws, &[], 60, 2), examined_from(60, &laws, &[], 70, 2));
    for law in ["sound", "holds", "breaks"] {
        let (one, other) = (counts(&first, law), counts(&second, law));
        assert_eq!(counts(&whole, law), (one.0 + other.0, one.1 + other.1, one.2 + other.2));
    }
    // The world that breaks is in the second part, and has its index in the whole.
    assert!(first.is_clean());
    assert_eq!(second.violations, whole.violations);
}

#[test]
fn the_first_world_that_breaks_a_law_is_told_with_its_seed() {
    let examined = examined(&[BREAKS], &[], 130, 2);
    let [violation] = &examined.violations[..] else { panic!("{:?}", examined.violations) };
    assert_eq!(violation.origin, Origin::Case(99));
    // The first world has the examination's own seed.
    assert_eq!((violation.seed, violation.what.as_str()), (104, "under the seed 104"));
}

#[test]
fn a_panic_breaks_the_law_that_worlds_run_and_no_other() {
    let examined = examined(&[PANICS, HOLDS], &[], 72, 2);
    let [violation] = &examined.violations[..] else { panic!("{:?}", examined.violations) };
    assert_eq!((violation.law, violation.tried), ("runs", "panics"));
    let words = "it panics: 70 days are too many (while the law `panics` is tried)";
    assert_eq!(violation.what, words);
    assert_eq!(counts(&examined, "holds"), (69, 3, 0));
    assert_eq!(violation.origin, Origin::Case(69));
}

#[test]
fn a_world_that_breaks_a_law_is_made_as_small_as_it_can_be() {
    let examined = examined(&[NO_BOARD], &[], 3, 1);
    let [violation] = &examined.violations[..] else { panic!("{:?}", examined.violations) };
    let specimen = Specimen::new(violation.text.as_str(), &Roles::standard(), violation.seed)
        .unwrap_or_else(|flaws| panic!("{flaws}"));
    let names: Vec<&str> = specimen.blueprint().actors().iter().map(|actor| actor.name()).collect();
    assert!(names.contains(&"board"), "{names:?}");
    assert!(names.len() < 5, "nobody was left out: {names:?}");
    assert_eq!(violation.what, "there is a board");
}

/// A world that no generator may make.
struct Unsound;

impl Worlds for Unsound {
    fn text(&self, _: u64) -> String {
        first().replace("\"60 d\"", "\"60 apples\"")
    }

    fn are_sound(&self) -> bool {
        true
    }

    fn shrunk(&self, text: &str, _: &mut dyn FnMut(&str) -> bool) -> String {
        text.to_owned()
    }

    fn labels(&self, _: &Specimen) -> Vec<String> {
        Vec::new()
    }
}

#[test]
fn a_generated_world_that_the_door_refuses_breaks_the_law_of_generators() {
    let roles = Roles::standard();
    let examination = Examination {
        roles: &roles,
        laws: &[HOLDS],
        kept: &[],
        worlds: &Unsound,
        from: 0,
        cases: 4,
        seed: 1,
        threads: 1,
    };
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    let examined = examine(&examination, &watch);
    assert_eq!((counts(&examined, "sound"), counts(&examined, "holds")), ((0, 0, 4), (0, 4, 0)));
    assert_eq!(examined.refused, 4);
    assert!(examined.violations[0].what.contains("apples"), "{}", examined.violations[0].what);
    assert!(!examined.violations[0].is_shrunk);
}

#[test]
fn whoever_stops_it_gets_all_worlds_up_to_one() {
    let roles = Roles::standard();
    let laws = [HOLDS];
    let examination = Examination {
        roles: &roles,
        laws: &laws,
        kept: &[],
        worlds: &Numbered,
        from: 0,
        cases: 1_000_000,
        seed: 5,
        threads: 2,
    };
    let (done, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let progress = |more: u64| {
        if done.fetch_add(more, Ordering::Relaxed) >= 40 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let examined = examine(&examination, &Watch { progress: &progress, stop: &stop });
    assert!(examined.interrupted);
    assert!(examined.worlds >= 32 && examined.worlds <= done.load(Ordering::Relaxed));
    assert_eq!(counts(&examined, "holds").0, examined.worlds);
}

/// Worlds that somebody stops while they are made small.
struct Stopped<'a>(&'a AtomicBool);

impl Worlds for Stopped<'_> {
    fn text(&self, index: u64) -> String {
        Numbered.text(index)
    }

    fn are_sound(&self) -> bool {
        true
    }

    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String {
        self.0.store(true, Ordering::Relaxed);
        assert!(!breaks(text), "whoever stops it wants no more tries");
        text.to_owned()
    }

    fn labels(&self, _: &Specimen) -> Vec<String> {
        Vec::new()
    }
}

#[test]
fn whoever_stops_it_while_a_world_is_made_small_is_told_so() {
    let stop = AtomicBool::new(false);
    let examination = Examination {
        roles: &Roles::standard(),
        laws: &[NO_BOARD, BREAKS],
        kept: &[],
        worlds: &Stopped(&stop),
        from: 0,
        cases: 100,
        seed: 5,
        threads: 2,
    };
    let examined = examine(&examination, &Watch { progress: &|_| {}, stop: &stop });
    assert!(examined.interrupted && examined.worlds == 100);
    let [first, second] = &examined.violations[..] else { panic!("{:?}", examined.violations) };
    assert!(first.text == Numbered.text(0) && !second.is_shrunk);
}

#[test]
fn what_is_kept_can_be_read_and_is_tried_first_and_under_its_own_seed() {
    let folder = folder("laws_kept");
    assert_eq!(kept(&folder).expect("a folder that is not there has none"), []);
    let broken = examined(&[BREAKS], &[], 130, 1);
    let violation = &broken.violations[0];
    let repeat = |path: &std::path::Path| format!("foomwatch laws {}", path.display());
    let path = keep(&folder, violation, repeat).expect("it can be written");
    let text = fs::read_to_string(&path).expect("it was written");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "// Law `breaks`: A law of the test's own.");
    assert!(lines.contains(&"// under the seed 104"), "{text}");
    assert!(lines.contains(&"// Seed: 104"), "{text}");
    assert!(text.contains(&format!("// Repeat: foomwatch laws {}\n", path.display())), "{text}");
    assert!(text.contains("\nWorld("), "{text}");
    // What is kept again changes nothing.
    assert_eq!(keep(&folder, violation, repeat).expect("it is there"), path);
    let all = kept(&folder).expect("the folder can be read");
    assert_eq!(all, [KeptWorld { path: path.clone(), text, seed: Some(104) }]);

    let again = examined(&[BREAKS], &all, 0, 1);
    assert_eq!((again.kept, counts(&again, "breaks")), (1, (0, 0, 1)));
    let [violation] = &again.violations[..] else { panic!("{:?}", again.violations) };
    assert_eq!(violation.origin, Origin::Kept(path));
    assert_eq!(violation.what, "under the seed 104");
}

#[test]
fn what_somebody_wrote_into_a_kept_file_is_not_overwritten() {
    let folder = folder("laws_kept_twice");
    let violation = Violation {
        law: "breaks",
        tried: "breaks",
        statement: "A law.",
        origin: Origin::Case(0),
        seed: 1,
        text: first(),
        what: "It broke.".to_owned(),
        is_shrunk: false,
    };
    let path = keep(&folder, &violation, |_| "a line".to_owned()).expect("it can be written");
    fs::write(&path, "mine").expect("it can be written");
    let other = keep(&folder, &violation, |_| "a line".to_owned()).expect("it can be written");
    assert_ne!(path, other);
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "mine");
    assert!(fs::read_to_string(&other).expect("it is there").contains("// It broke."));
}

#[test]
fn what_stands_above_a_world_tells_of_another_one() {
    let world = bare(&first());
    assert!(world.starts_with("World("), "{world}");
    for above in ["// A story.\n", "\n\n/* An old\nstory. */ // More.\n", "/* /* in */ it */"] {
        assert_eq!(bare(&format!("{above}{world}")), world);
    }
    // What is no comment is a part of it.
    let with_attribute = format!("#![enable(implicit_some)]\n{world}");
    assert!(bare(&with_attribute).starts_with("#!"), "{}", bare(&with_attribute));
}

#[test]
fn no_command_takes_a_path_that_it_prints_for_an_option() {
    assert_eq!(quoted_path("-kept/it's.ron"), "'./-kept/it'\\''s.ron'");
    assert_eq!(quoted_path("kept/one.ron"), "'kept/one.ron'");
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foomwatch"));
    command.args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

#[test]
fn a_misspelled_law_is_refused_with_the_one_that_was_meant() {
    let refused = program(&["laws", "--law", "casuality"]).assert().code(2).stdout("");
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("there is no law `casuality`"), "{said}");
    assert!(said.contains("did you mean `causality`?"), "{said}");
}

#[test]
fn all_misspelled_laws_are_told_at_once() {
    let arguments = ["laws", "--law", "causalty", "--law", "runs", "--law", "runz"];
    let refused = program(&arguments).assert().code(2).stdout("");
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("there is no law `causalty` and no law `runz`"), "{said}");
    for meant in ["`causality`", "`runs`"] {
        assert!(said.contains(&format!("did you mean {meant}?")), "{said}");
    }
}

#[test]
fn the_list_has_every_law_with_its_statement() {
    let assert = program(&["laws", "--list"]).assert().code(0);
    let text = String::from_utf8_lossy(&assert.get_output().stdout).into_owned();
    for law in laws() {
        assert!(text.contains(&format!("\n{} (", law.name)) || text.starts_with(law.name));
    }
    let assert = program(&["laws", "--list", "--format", "json"]).assert().code(0);
    let json: Value = serde_json::from_slice(&assert.get_output().stdout).expect("it is JSON");
    let names = json.as_array().expect("a list").iter().map(|law| law["name"].as_str());
    assert!(names.eq(laws().iter().map(|law| Some(law.name))));
}

#[test]
fn a_world_is_tried_as_it_is_and_then_its_edits() {
    let arguments = ["laws", FIRST, "--law", "causality", "--cases", "6", "--format", "json"];
    let assert = program(&arguments).assert().code(0);
    let json: Value = serde_json::from_slice(&assert.get_output().stdout).expect("it is JSON");
    let causality = &json["laws"]["causality"];
    let count = |what: &str| causality[what].as_u64().expect("a number");
    assert_eq!((json["worlds"].as_u64(), count("broken")), (Some(6), 0));
    assert_eq!(count("held") + count("silent"), 6);
    assert!(count("held") >= 1, "the world itself has events");
    assert_eq!(json["world"], FIRST);
}

#[test]
fn a_kept_world_that_the_door_refuses_ends_the_command() {
    let folder = folder("laws_kept_flawed");
    fs::create_dir_all(&folder).expect("the target folder can be written to");
    fs::write(folder.join("a.ron"), first().replace("\"60 d\"", "\"60 apples\"")).expect("written");
    let keep = folder.to_str().expect("the target folder is UTF-8");
    let refused = program(&["laws", "--cases", "1", "--keep", keep]).assert().code(2).stdout("");
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("apples") && said.contains("a.ron"), "{said}");
}

#[test]
fn a_folder_that_cannot_be_written_into_is_told_of_before_anything_is_tried() {
    let folder = folder("laws_kept_nowhere");
    fs::create_dir_all(&folder).expect("the target folder can be written to");
    fs::write(folder.join("a file"), "").expect("it can be written");
    let keep = folder.join("a file").join("kept");
    let keep = keep.to_str().expect("the target folder is UTF-8");
    let cases = ["--cases", "1000000000000"];
    for of in [&["laws"][..], &["laws", FIRST], &["laws", FIRST, "--findings"]] {
        let arguments = [of, &cases, &["--keep", keep]].concat();
        let refused = program(&arguments).assert().code(2).stdout("");
        let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
        assert!(said.contains("nothing can be kept in `") && said.contains(keep), "{said}");
    }
}

#[test]
fn whatever_is_wrong_with_kept_worlds_is_told_of_each_file() {
    let folder = folder("laws_kept_odd");
    fs::create_dir_all(folder.join("a folder.ron")).expect("the target folder can be written to");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("written");
    write("bytes.ron", &[b'W', 0xff, 0xfe]);
    write("apples.ron", first().replace("\"60 d\"", "\"60 apples\"").as_bytes());
    write("pears.ron", first().replace("\"60 d\"", "\"60 pears\"").as_bytes());
    write("seed.ron", format!("// Seed: 1e3\n{}", first()).as_bytes());
    write("sound.ron", format!("// Seed: 18446744073709551615\n{}", first()).as_bytes());
    write("notes.txt", b"no world");
    let mut odd = vec!["a folder.ron", "bytes.ron", "apples.ron", "pears.ron", "seed.ron"];
    #[cfg(unix)]
    {
        let link = folder.join("link.ron");
        std::os::unix::fs::symlink("nowhere", link).expect("a link can be made");
        std::os::unix::fs::symlink("/dev/null", folder.join("null.ron")).expect("another too");
        odd.extend(["link.ron", "null.ron"]);
    }
    let keep = folder.to_str().expect("the target folder is UTF-8");
    let refused = program(&["laws", "--cases", "1", "--keep", keep]).assert().code(2).stdout("");
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    for name in odd {
        assert!(said.contains(name), "nothing of {name} in {said}");
    }
    for what in ["apples", "pears", "`1e3` is no seed", "it is a directory", "not UTF-8"] {
        assert!(said.contains(what), "nothing of {what} in {said}");
    }
    assert!(!said.contains("sound.ron") && !said.contains("notes.txt"), "{said}");
    let flaws = kept(&folder).expect_err("five of them cannot be read").to_string();
    assert!(flaws.contains("bytes.ron") && flaws.contains("seed.ron"), "{flaws}");
}

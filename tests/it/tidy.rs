//! The house's order, read off the text of its files: who may import whom, which
//! words stay above which floor, and what stands nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors from below; a file imports from its own and from earlier ones.
const FLOORS: [&str; 9] = [
    "primitives",
    "engine",
    "oversight",
    "behaviors",
    "world",
    "experiment",
    "laws",
    "report",
    "cli",
];

/// The words of the subject: none of them below floor 3.
const SUBJECT: [&str; 9] = [
    "lab",
    "cluster",
    "model",
    "evidence",
    "alarm",
    "notice",
    "takeoff",
    "oversight",
    "concerning",
];

/// A file may have so many lines.
const LONGEST: usize = 500;

/// A file of the crate: its path from the root and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The modules that lead to it: `world::check` is `["world", "check"]`.
    fn module(&self) -> Vec<&str> {
        let path = self.path.strip_prefix("src/").expect("it is in src");
        let path = path.strip_suffix(".rs").expect("it is Rust");
        let path = path.strip_suffix("/mod").unwrap_or(path);
        path.split('/').collect()
    }

    fn is_in(&self, floors: &[&str]) -> bool {
        floors.contains(&self.module()[0])
    }

    fn is_folder(&self) -> bool {
        self.path.ends_with("/mod.rs")
    }
}

/// All files of a kind in a folder, in the order of their paths.
fn files(folder: &str, extension: &str) -> Vec<Source> {
    fn walk(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the tests run at the crate's root") {
            let path = entry.expect("the folder can be read").path();
            if path.ends_with("target") {
                // What was built is nobody's writing.
                continue;
            }
            if path.is_dir() {
                walk(&path, extension, found);
            } else if path.extension().is_some_and(|end| end == extension) {
                found.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(Path::new(folder), extension, &mut paths);
    paths.sort();
    let read = |path: PathBuf| Source {
        text: fs::read_to_string(&path).expect("it is UTF-8"),
        path: path.to_string_lossy().into_owned(),
    };
    paths.into_iter().map(read).collect()
}

fn sources() -> Vec<Source> {
    files("src", "rs")
}

/// Fails with one line a fault.
fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The text without its comments, which end at their lines: `//` inside of a
/// text, as in a URL, hides what follows it, which no check here minds.
fn code_of(text: &str) -> String {
    let mut code = String::new();
    for line in text.lines() {
        let end = line.find("//").unwrap_or(line.len());
        let _ = writeln!(code, "{}", &line[..end]);
    }
    code
}

/// The places where any of these texts stands in code, with their lines.
fn found(source: &Source, wanted: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    for (place, line) in code_of(&source.text).lines().enumerate() {
        for text in wanted.iter().filter(|text| line.contains(**text)) {
            faults.push(format!("{}:{}: `{text}` stands here", source.path, place + 1));
        }
    }
    faults
}

/// The words of a text, in lower case and one by one: `is_concerning` and
/// `IsConcerning` have the word `concerning`.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in line.chars() {
        if !letter.is_alphabetic() || (letter.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        if letter.is_alphabetic() {
            let last = words.last_mut().expect("there is always one");
            last.extend(letter.to_lowercase());
        }
        was_lower = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Every path that the `use` items of a text import, as their segments.
fn imports(text: &str) -> Vec<Vec<String>> {
    let code = code_of(text);
    let mut paths = Vec::new();
    for item in code.split(';') {
        let Some(start) = item.lines().position(|line| is_use(line.trim_start())) else {
            continue;
        };
        let lines: Vec<&str> = item.lines().skip(start).collect();
        let tree = lines.join(" ");
        let at = tree.find("use ").expect("the line has it") + "use ".len();
        unfold(&[], &tree[at..], &mut paths);
    }
    paths
}

fn is_use(line: &str) -> bool {
    let line = match line.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')').map_or(rest, |(_, rest)| rest),
        Some(rest) => rest,
        None => line,
    };
    line.trim_start().starts_with("use ")
}

/// Adds the paths of a tree of imports, as `a::{b, c::{d, e}}`.
fn unfold(before: &[String], tree: &str, paths: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let mut path = before.to_vec();
    if let Some((prefix, inner)) = tree.split_once('{') {
        path.extend(segments(prefix));
        let inner = inner
            .trim_end()
            .strip_suffix('}')
            .expect("every brace of an import is closed at its end");
        let mut depth = 0;
        let mut start = 0;
        for (place, letter) in inner.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    unfold(&path, &inner[start..place], paths);
                    start = place + 1;
                }
                _ => {}
            }
        }
        if !inner[start..].trim().is_empty() {
            unfold(&path, &inner[start..], paths);
        }
        return;
    }
    let name = tree.split(" as ").next().expect("a split has a part");
    path.extend(segments(name));
    path.retain(|segment| segment != "self" || path_is_only_self(before, tree));
    if !path.is_empty() {
        paths.push(path);
    }
}

fn path_is_only_self(before: &[String], tree: &str) -> bool {
    before.is_empty() && tree.starts_with("self")
}

fn segments(path: &str) -> impl Iterator<Item = String> {
    path.split("::").map(|segment| segment.trim().to_owned()).filter(|segment| !segment.is_empty())
}

/// What each folder's `mod.rs` says: its modules in order, and what it passes on
/// under its own name from which of them.
#[derive(Default)]
struct Folder {
    modules: Vec<String>,
    passed_on: BTreeMap<String, Vec<String>>,
}

fn folders(sources: &[Source]) -> BTreeMap<Vec<String>, Folder> {
    let mut folders = BTreeMap::new();
    for source in sources.iter().filter(|source| source.is_folder()) {
        let mut folder = Folder::default();
        for line in source.text.lines() {
            let line = line.strip_prefix("pub").map_or(line, |seen| match seen.split_once(") ") {
                Some((_, rest)) if seen.starts_with('(') => rest,
                _ => seen.trim_start(),
            });
            if let Some(name) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
                folder.modules.push(name.to_owned());
            }
        }
        for path in imports(&source.text) {
            if folder.modules.contains(&path[0]) {
                let name = path.last().expect("a path has a segment").clone();
                folder.passed_on.insert(name, path);
            }
        }
        let module = source.module().into_iter().map(str::to_owned).collect();
        folders.insert(module, folder);
    }
    folders
}

/// The module path from the crate's root that an import means; nothing for what
/// is outside of the crate. Names that a folder passes on are followed to where
/// they come from, so that the folder itself is no way around its order.
fn resolved(
    source: &Source,
    path: &[String],
    folders: &BTreeMap<Vec<String>, Folder>,
) -> Option<Vec<String>> {
    let module = source.module();
    let mut at: Vec<String> = match path[0].as_str() {
        "crate" => Vec::new(),
        "super" => {
            let supers = path.iter().take_while(|step| *step == "super").count();
            let above = module.len().checked_sub(supers)?;
            module[..above].iter().map(|step| (*step).to_owned()).collect()
        }
        "self" => module.iter().map(|step| (*step).to_owned()).collect(),
        _ => return None,
    };
    let steps = path.iter().skip_while(|step| matches!(step.as_str(), "crate" | "super" | "self"));
    for step in steps {
        match folders.get(&at).and_then(|folder| folder.passed_on.get(step)) {
            Some(source) => at.extend(source.iter().cloned()),
            None => at.push(step.clone()),
        }
    }
    Some(at)
}

#[test]
fn a_file_imports_from_lower_floors_only() {
    let mut faults = Vec::new();
    for source in sources() {
        let Some(floor) = FLOORS.iter().position(|floor| *floor == source.module()[0]) else {
            continue;
        };
        // Also paths outside of `use`, as `crate::experiment::Named`.
        for (place, line) in code_of(&source.text).lines().enumerate() {
            for after in line.split("crate::").skip(1) {
                let name: String = after
                    .chars()
                    .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                    .collect();
                let of = FLOORS.iter().position(|floor| *floor == name);
                if of.is_some_and(|of| of > floor) || name == "prelude" {
                    let line = place + 1;
                    faults.push(format!(
                        "{}:{line}: `{name}` is above {}",
                        source.path, FLOORS[floor]
                    ));
                }
            }
        }
        for path in imports(&source.text) {
            if path[0] == "crate" && path.len() > 1 && !FLOORS.contains(&path[1].as_str()) {
                faults.push(format!("{}: `{}` is no floor", source.path, path.join("::")));
            }
        }
    }
    none(faults);
}

#[test]
fn inside_a_folder_a_file_imports_only_from_those_named_before_it() {
    const ORDERED: [&str; 9] = FLOORS;
    let sources = sources();
    let folders = folders(&sources);
    let mut faults = Vec::new();
    let mut looked_at = 0;
    for source in sources.iter().filter(|source| source.is_in(&ORDERED)) {
        // A folder's own file passes on what is in it, and a command line is a
        // star: its commands know the arguments that `cli` itself holds.
        if source.is_folder() {
            continue;
        }
        for path in imports(&source.text) {
            let Some(to) = resolved(source, &path, &folders) else {
                continue;
            };
            let from = source.module();
            let shared = from.iter().zip(&to).take_while(|(a, b)| *a == b).count();
            let (Some(from_here), Some(to_here)) = (from.get(shared), to.get(shared)) else {
                continue;
            };
            let Some(folder) = folders.get(&to[..shared]) else {
                continue;
            };
            let place = |name: &str| folder.modules.iter().position(|module| module == name);
            if let (Some(here), Some(there)) = (place(from_here), place(to_here)) {
                looked_at += 1;
                if there > here {
                    faults.push(format!(
                        "{}: `{}` stands after `{from_here}` in {}/mod.rs",
                        source.path,
                        to.join("::"),
                        to[..shared].join("/"),
                    ));
                }
            }
        }
    }
    none(faults);
    assert!(looked_at > 100, "only {looked_at} imports were understood");
}

#[test]
fn every_file_of_a_folder_is_named_in_its_mod() {
    let sources = sources();
    let folders = folders(&sources);
    let mut faults = Vec::new();
    for source in &sources {
        let module = source.module();
        let Some((name, parents)) = module.split_last() else {
            continue;
        };
        let parents: Vec<String> = parents.iter().map(|step| (*step).to_owned()).collect();
        if let Some(folder) = folders.get(&parents)
            && !folder.modules.iter().any(|module| module == name)
        {
            faults.push(format!("{} is no module", source.path));
        }
    }
    none(faults);
}

#[test]
fn no_word_of_the_subject_stands_below_floor_three() {
    let mut faults = Vec::new();
    for source in sources() {
        if !source.is_in(&["primitives", "engine"]) {
            continue;
        }
        for (place, line) in source.text.lines().enumerate() {
            for word in words(line) {
                let singular = word.strip_suffix('s').unwrap_or(&word);
                if SUBJECT.contains(&word.as_str()) || SUBJECT.contains(&singular) {
                    faults.push(format!("{}:{}: the word `{word}`", source.path, place + 1));
                }
            }
        }
    }
    none(faults);
}

#[test]
fn words_are_told_apart_in_names_too() {
    assert_eq!(
        words("fn is_concerning(x: HazardAlarm2, label: FLOP) // Notice."),
        ["fn", "is", "concerning", "x", "hazard", "alarm", "label", "flop", "notice"]
    );
}

#[test]
fn functions_of_real_numbers_come_from_libm() {
    // Square roots, absolute values, rounding and comparisons are exact on every
    // machine; these are not.
    const PLATFORMS: [&str; 26] = [
        ".ln(",
        ".ln_1p(",
        ".log(",
        ".log2(",
        ".log10(",
        ".exp(",
        ".exp2(",
        ".exp_m1(",
        ".powf(",
        ".powi(",
        ".cbrt(",
        ".hypot(",
        ".sin(",
        ".cos(",
        ".tan(",
        ".sin_cos(",
        ".asin(",
        ".acos(",
        ".atan(",
        ".atan2(",
        ".sinh(",
        ".cosh(",
        ".tanh(",
        ".mul_add(",
        ".gamma(",
        ".ln_gamma(",
    ];
    none(sources().iter().flat_map(|source| found(source, &PLATFORMS)).collect());
}

#[test]
fn nothing_that_could_reach_a_result_has_an_order_or_a_clock_of_its_own() {
    const BANNED: [&str; 9] = [
        "HashMap",
        "HashSet",
        "Instant",
        "SystemTime::now",
        "thread_rng",
        "rand::rng(",
        "from_os_rng",
        "Rc<",
        "RefCell",
    ];
    const WHERE: [&str; 7] =
        ["primitives", "engine", "oversight", "behaviors", "world", "laws", "experiment"];
    let all = sources();
    let there = all.iter().filter(|source| source.is_in(&WHERE));
    let stripped = there.map(|source| Source {
        path: source.path.clone(),
        // What several threads may share is counted by `Arc<`.
        text: source.text.replace("Arc<", "A__<"),
    });
    none(stripped.flat_map(|source| found(&source, &BANNED)).collect());
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file does not hold what it forbids.
    let marks = ["TO", "FIX", "XX"].map(|start| {
        let end = match start {
            "TO" => "DO",
            "FIX" => "ME",
            _ => "X",
        };
        format!("{start}{end}")
    });
    let banned = [
        format!("unimplemented{}", "!"),
        format!("to{}", "do!"),
        format!("db{}", "g!"),
        format!("#[igno{}", "re"),
    ];
    let mut faults = Vec::new();
    for source in [sources(), files("tests", "rs"), files("examples", "rs")].iter().flatten() {
        for (place, line) in source.text.lines().enumerate() {
            let is_marked = marks
                .iter()
                .any(|mark| line.split(|l: char| !l.is_alphanumeric()).any(|w| w == mark));
            if is_marked || banned.iter().any(|text| line.contains(text)) {
                faults.push(format!("{}:{}: {}", source.path, place + 1, line.trim()));
            }
        }
    }
    none(faults);
}

#[test]
fn only_the_command_line_prints() {
    let printing = ["println!", "print!(", "io::stdout", "io::stderr"];
    let all = sources();
    let quiet = all.iter().filter(|source| !source.is_in(&["cli"]));
    none(quiet.flat_map(|source| found(source, &printing)).collect());
}

#[test]
fn every_file_says_what_it_is_first() {
    let mut faults = Vec::new();
    for source in [sources(), files("tests", "rs"), files("benches", "rs")].iter().flatten() {
        let first = source.text.lines().next().unwrap_or_default();
        if !first.starts_with("//! ") {
            faults.push(format!("{}:1: {first}", source.path));
        }
    }
    none(faults);
}

#[test]
fn no_file_is_too_long_to_keep_in_mind() {
    let mut faults = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > LONGEST {
            faults.push(format!("{}: {lines} lines, of {LONGEST}", source.path));
        }
    }
    none(faults);
}

#[test]
fn a_tree_of_imports_is_unfolded() {
    let text = "use a::b; // use x::y;\npub use super::{c, d::{self, E as F}};\nuse crate::\n    g::{\n        H, I,\n    };\n";
    let paths: BTreeSet<String> = imports(text).iter().map(|path| path.join("::")).collect();
    let expected = ["a::b", "crate::g::H", "crate::g::I", "super::c", "super::d", "super::d::E"];
    assert_eq!(paths, expected.map(str::to_owned).into());
}

//! docs/behaviors.md holds: its code is that of the examples, their tests pass, and its
//! commands run.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use foomwatch::laws::{Check, Play, laws};
use foomwatch::prelude::Roles;

#[path = "../../examples/cookbook/accomplice.rs"]
mod accomplice;
#[path = "../../examples/cookbook/auditor.rs"]
mod auditor;
#[path = "../../examples/watchmen/caretaker.rs"]
mod caretaker;
#[path = "../../examples/cookbook/clerk.rs"]
mod clerk;
#[path = "../../examples/cookbook/colleague.rs"]
mod colleague;
#[path = "../../examples/cookbook/listener.rs"]
mod listener;
#[path = "../../examples/watchmen/outcomes.rs"]
mod outcomes;
#[path = "../../examples/cookbook/skeptic.rs"]
mod skeptic;
#[path = "../../examples/cookbook/weathercock.rs"]
mod weathercock;

use accomplice::Accomplice;
use auditor::Auditor;
use caretaker::Caretaker;
use clerk::Clerk;
use colleague::Colleague;
use listener::Listener;
use skeptic::Skeptic;
use weathercock::Weathercock;

/// The roles of both examples.
fn roles() -> Roles {
    Roles::standard()
        .with::<Accomplice>("Accomplice")
        .with::<Auditor>("Auditor")
        .with::<Caretaker>("Caretaker")
        .with::<Clerk>("Clerk")
        .with::<Colleague>("Colleague")
        .with::<Listener>("Listener")
        .with::<Skeptic>("Skeptic")
        .with::<Weathercock>("Weathercock")
}

#[test]
fn a_recipe_breaks_no_law() {
    Check::among::<Accomplice>("Accomplice", roles()).cases(30).run();
    Check::among::<Auditor>("Auditor", roles()).cases(30).run();
    Check::among::<Clerk>("Clerk", roles()).cases(30).run();
    Check::among::<Colleague>("Colleague", roles()).cases(30).run();
    Check::among::<Listener>("Listener", roles()).cases(30).run();
    Check::among::<Skeptic>("Skeptic", roles()).cases(30).run();
    Check::among::<Weathercock>("Weathercock", roles()).cases(30).run();
}

#[test]
fn a_friend_on_the_watch_keeps_the_secret() {
    let noticed = |loyal: &str| {
        let play = Play::file("examples/cookbook/worlds/friends.ron", &roles());
        let play = play.set("actors.night shift.loyal", loyal).times(200);
        play.run().chance("noticed").estimate
    };
    assert!(noticed("100 %") < noticed("0 %"), "{:?}", (noticed("100 %"), noticed("0 %")));
}

/// A block of code in a page: its language, and its text.
struct Block {
    language: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(language), None) => {
                open = Some(Block { language: language.to_owned(), text: String::new() });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

fn page() -> Vec<Block> {
    let page = fs::read_to_string("docs/behaviors.md").expect("the tests run at the crate's root");
    blocks(&page)
}

/// All text of the files that a block may come from. What stands in the house's folders
/// stands at the root of a user's crate.
fn sources() -> String {
    let mut all = String::new();
    for folder in ["examples/watchmen", "examples/cookbook", "examples/watchmen/worlds"] {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.is_file() {
                all.push_str(&fs::read_to_string(&path).expect("it is text"));
            }
        }
    }
    all.replace("examples/watchmen/worlds/", "worlds/")
}

/// The same lines without what they are indented by.
fn flush(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim_start())).collect()
}

#[test]
fn every_block_of_code_is_that_of_a_file() {
    let sources = flush(&sources());
    let forbidden = fs::read_to_string("src/laws/forbidden.rs").expect("it is there");
    let forbidden: String =
        forbidden.lines().map(|line| format!("{}\n", line.trim_start_matches("//!"))).collect();
    let forbidden = flush(&forbidden);
    let mut seen = 0;
    for block in page() {
        let from = match block.language.as_str() {
            "rust" | "ron" => &sources,
            "rust,compile_fail" => &forbidden,
            "sh" => continue,
            "toml" => {
                let version =
                    concat!("foomwatch = { version = \"", env!("CARGO_PKG_VERSION"), "\"");
                assert!(block.text.contains(version), "not `{version}`:\n{}", block.text);
                continue;
            }
            other => panic!("a block of `{other}`, which nothing checks"),
        };
        seen += 1;
        assert!(from.contains(&flush(&block.text)), "this stands in no file:\n{}", block.text);
    }
    assert!(seen > 12, "only {seen} blocks");
}

/// What stands between backticks in a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[test]
fn every_law_that_is_named_exists() {
    let page = fs::read_to_string("docs/behaviors.md").expect("the tests run at the crate's root");
    let is_law = |name: &str| laws().iter().any(|law| law.name == name);
    let is_word = |text: &str| text.chars().all(|letter| letter == '-' || letter.is_lowercase());
    let (_, refused) = page.split_once("## What a behavior may not do").expect("it has it");
    let mut named = 0;
    for line in refused.lines().filter(|line| line.starts_with("| ")) {
        let stops = line.rsplit('|').nth(1).expect("there are two columns");
        for name in quoted(stops).filter(|name| is_word(name)) {
            assert!(is_law(name), "there is no law `{name}`");
            named += 1;
        }
    }
    assert!(named > 6, "only {named} laws are named");
    let is_kebab =
        |name: &str| name.contains('-') && !name.starts_with('-') && name != "rust-version";
    for name in page.lines().flat_map(quoted).filter(|name| is_word(name) && is_kebab(name)) {
        assert!(is_law(name), "there is no law `{name}`");
    }
}

#[test]
fn every_built_in_signal_is_in_the_table() {
    let page = fs::read_to_string("docs/behaviors.md").expect("the tests run at the crate's root");
    let source = fs::read_to_string("src/oversight/domain.rs").expect("it is there");
    let (_, signals) = source.split_once("pub enum Signal {").expect("it is there");
    let (signals, _) = signals.split_once("\n}").expect("it ends");
    for variant in signals.lines().map(str::trim).filter(|line| !line.starts_with("///")) {
        let name: String = variant.chars().take_while(|letter| letter.is_alphabetic()).collect();
        let row = [format!("| `{name}("), format!("| `{name}`")];
        let has_it = name.is_empty() || row.iter().any(|row| page.contains(row));
        assert!(has_it, "the table of signals has no `{name}`");
    }
}

#[test]
fn the_simplest_behavior_has_sixty_lines_at_most() {
    for block in page().iter().filter(|block| block.text.contains("impl Behavior for")) {
        for word in ["unwrap", "expect(", "Box<", "<'", "&'a"] {
            let code = block.text.replace("&'static", "");
            let is_forbidden = block.language == "rust" && code.contains(word);
            assert!(!is_forbidden, "`{word}` in\n{}", block.text);
        }
    }
    let longest = |name: &str| {
        let text = fs::read_to_string(name).expect("it is there");
        text.split("#[cfg(test)]").next().map_or(0, |behavior| behavior.trim().lines().count())
    };
    assert!(longest("examples/watchmen/caretaker.rs") <= 60);
}

/// What a command is called with, as a shell would part it.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => words.last_mut().expect("there is one").extend(letters.next()),
            ' ' => words.push(String::new()),
            other => words.last_mut().expect("there is one").push(other),
        }
    }
    words
}

/// In this variable a test finds what it is to be called with as a program.
const ARGUMENTS: &str = "BEHAVIORS_ARGUMENTS";

/// The program of both examples: `every_command_runs` calls it in a process of its own.
#[test]
fn program() -> ExitCode {
    match std::env::var(ARGUMENTS) {
        Ok(arguments) => foomwatch::cli::main_with(arguments.split('\n'), roles()),
        Err(_) => ExitCode::SUCCESS,
    }
}

#[test]
fn every_command_runs() {
    let mut run = 0;
    for block in page().iter().filter(|block| block.language == "sh") {
        for line in block.text.lines() {
            let starts = ["cargo run -- ", "cargo run --example cookbook -- "];
            let command = starts.iter().find_map(|start| line.strip_prefix(start));
            let Some(command) = command else { continue };
            let arguments: Vec<String> =
                ["watchmen".to_owned()].into_iter().chain(words(command)).collect();
            let folder = folder_of(&arguments);
            let here = std::env::current_exe().expect("a test has a file");
            let output = Command::new(here)
                .args(["behaviors::program", "--exact", "--nocapture"])
                .env(ARGUMENTS, arguments.join("\n"))
                .current_dir(folder)
                .output()
                .expect("a test can be run");
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "`{line}`: {told}");
            run += 1;
        }
    }
    assert!(run >= 6, "only {run} commands");
}

/// Where the world of a command lies.
fn folder_of(arguments: &[String]) -> PathBuf {
    let is_world = |name: &&String| Path::new(name.as_str()).extension() == Some(OsStr::new("ron"));
    let world = arguments.iter().find(is_world);
    let folders = ["examples/watchmen", "."].map(PathBuf::from);
    let has_it = |folder: &PathBuf| world.is_none_or(|world| folder.join(world).exists());
    folders.into_iter().find(has_it).expect("a world of the page is in an example")
}

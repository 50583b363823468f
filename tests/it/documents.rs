//! The documents name what the code has: its dependencies and its words.

use std::fs;

use foomwatch::behaviors::Roles;
use foomwatch::engine::LinkKind as _;
use foomwatch::oversight::{Link, Milestone, OutcomeClass};

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The names in the manifest's tables of dependencies.
fn dependencies(manifest: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_in = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_in =
                matches!(line, "[dependencies]" | "[dev-dependencies]" | "[build-dependencies]");
            continue;
        }
        if let Some((name, _)) = line.split_once('=')
            && is_in
            && !line.starts_with(['#', ' '])
        {
            names.push(name.trim().to_owned());
        }
    }
    names
}

#[test]
fn every_dependency_has_its_reason() {
    let names = dependencies(&read("Cargo.toml"));
    assert!(names.len() > 15, "only {names:?} were found in Cargo.toml");
    let design = read("docs/design.md");
    let missing: Vec<String> =
        names.into_iter().filter(|name| !design.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "docs/design.md does not say why there is {}", missing.join(", "));
}

#[test]
fn the_vocabulary_has_every_word_that_worlds_and_reports_use() {
    let vocabulary = read("docs/vocabulary.md");
    let roles = Roles::standard();
    let words = (Link::ALL.iter().map(|link| link.name()))
        .chain(Milestone::ALL.map(Milestone::name))
        .chain(OutcomeClass::ALL.map(OutcomeClass::name))
        .chain(roles.iter().map(|role| role.name))
        .chain(roles.iter().flat_map(|role| role.milestones).copied());
    let missing: Vec<&str> = words
        .filter(|word| {
            let head = format!("**{word}** — ");
            !vocabulary.lines().any(|line| line.starts_with(&head))
        })
        .collect();
    assert!(missing.is_empty(), "docs/vocabulary.md has no line for `{}`", missing.join("`, `"));
}

/// What a command of the program prints.
fn printed(arguments: &[&str]) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_foomwatch"))
        .args(arguments)
        .output()
        .expect("the program was built beside this test");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

#[test]
fn the_readme_shows_what_its_first_command_prints() {
    let readme = read("README.md");
    let printed = printed(&["run", "worlds/superalignment.ron"]);
    assert!(readme.contains(printed.trim_end()), "README.md does not show\n{printed}");
}

#[test]
fn the_readme_shows_the_answer_of_the_twin_of_its_first_world() {
    let readme = read("README.md");
    let printed = printed(&["run", "worlds/superalignment_watched.ron"]);
    let (answer, _) = printed.split_once("\n\noutcome ").expect("outcomes follow the answer");
    assert!(readme.contains(answer), "README.md does not show\n{answer}");
}

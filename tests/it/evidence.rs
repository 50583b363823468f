//! Every default of a role that is a figure has its line among the evidence, with the
//! value that it has, and every note is there.

use std::fs;

use foomwatch::behaviors::Roles;
use foomwatch::primitives::parameter::{Kind, ParameterRow};

const INDEX: &str = "docs/evidence/README.md";

fn is_figure(row: &ParameterRow) -> bool {
    match row.kind {
        Kind::Quantity(_) | Kind::Law(_) | Kind::Chips => true,
        Kind::Hours
        | Kind::Flag
        | Kind::Channel
        | Kind::Actor
        | Kind::Choice(_)
        | Kind::Table(..)
        | Kind::TableByActor(..)
        | Kind::EntryOf(_) => false,
    }
}

#[test]
fn every_default_that_is_a_figure_is_among_the_evidence() {
    let index = fs::read_to_string(INDEX).expect("the index is there");
    let mut missing = Vec::new();
    let mut lines = 0;
    for role in Roles::standard().iter() {
        for row in role.parameters.iter().filter(|row| is_figure(row)) {
            let Some(default) = row.default else {
                continue;
            };
            let line = format!("| `{}.{}` | {} |", role.name, row.name, default.trim_matches('"'));
            lines += 1;
            if !index.contains(&line) {
                missing.push(line);
            }
        }
    }
    assert!(missing.is_empty(), "{INDEX} lacks\n{}", missing.join("\n"));
    let has = index.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(has, lines, "{INDEX} has lines of parameters that are not there");
}

#[test]
fn every_note_of_the_evidence_is_linked_and_every_link_leads_to_one() {
    let index = fs::read_to_string(INDEX).expect("the index is there");
    let entries = fs::read_dir("docs/evidence").expect("the folder is there");
    for entry in entries {
        let name = entry.expect("it can be read").file_name().into_string().expect("a plain name");
        assert!(
            name == "README.md" || index.contains(&format!("({name})")),
            "{name} is not linked"
        );
    }
    for link in index.split("](").skip(1) {
        let (name, _) = link.split_once(')').expect("a link has an end");
        assert!(fs::exists(format!("docs/evidence/{name}")).expect("it can be asked"), "{name}");
    }
}

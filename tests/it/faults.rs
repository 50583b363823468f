//! The list of faults that are put into the program by hand stays applicable, and the table of
//! what catches them stays theirs. What catches them, `examples/faults` says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use foomwatch::laws::laws;

use crate::cases::cases;

#[path = "../../examples/faults/list.rs"]
mod list;
#[path = "../../examples/faults/switch.rs"]
mod switch;
#[path = "../../examples/faults/table.rs"]
mod table;

use list::{Fault, faults};
use table::{BEGIN, END, HEAD, Row};

fn all() -> Vec<Fault> {
    faults(Path::new("."))
}

/// The rows of the table in a document; none, if it has no such table.
fn rows(document: &str) -> Option<Vec<Row>> {
    let (_, rest) = document.split_once(BEGIN)?;
    let (inside, _) = rest.split_once(END)?;
    let (_, body) = inside.split_once(HEAD)?;
    let row = |line: &str| {
        let mut cells = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
        Some(Row { fault: cells.next()?, by: cells.next()?, worlds: cells.next()? })
    };
    body.lines().filter(|line| line.starts_with('|')).map(row).collect()
}

#[test]
fn every_fault_can_still_be_put_into_its_file() {
    let all = all();
    for file in all.iter().map(|fault| &fault.file).collect::<BTreeSet<_>>() {
        let text = fs::read_to_string(file).expect("the file of a fault is there");
        let there = all.iter().filter(|fault| fault.file == *file);
        let numbered: Vec<(usize, &Fault)> = (1..).zip(there).collect();
        let faulty = switch::with_all(&text, &numbered).unwrap_or_else(|why| panic!("{why}"));
        for (number, fault) in numbered {
            let choice = format!("faulty::is({number}) {{ {} }}", fault.replace);
            assert!(faulty.contains(&choice), "{}", fault.name);
        }
    }
}

#[test]
fn faults_are_many_and_told_apart() {
    let all = all();
    assert!(all.len() >= 50, "{} faults are few", all.len());
    let names: BTreeSet<&str> = all.iter().map(|fault| fault.name.as_str()).collect();
    assert_eq!(names.len(), all.len());
    for fault in &all {
        assert!(fault.what.ends_with('.'), "{}", fault.name);
        assert!(fault.file.starts_with("src/"), "{}", fault.name);
    }
}

#[test]
fn the_table_has_every_fault_and_says_what_catches_it() {
    let document = fs::read_to_string(table::DOCUMENT).expect("the document is there");
    let rows = rows(&document).expect("it has the table");
    let listed = all();
    let listed = listed.iter().map(|fault| table::fault(&fault.name, &fault.what));
    let shown = rows.iter().map(|row| row.fault.clone());
    assert_eq!(shown.collect::<Vec<_>>(), listed.collect::<Vec<_>>());
    let laws = laws().iter().map(|law| law.name.to_owned());
    let known: BTreeSet<String> = laws.chain(cases().into_iter().map(|case| case.world)).collect();
    let again = table::put(&document, &table::table(&rows));
    assert_eq!(again.as_ref(), Some(&document), "it is as the command writes it");
    let mut by_law_or_case = 0;
    for row in &rows {
        assert_ne!(row.by, "nothing", "{}", row.fault);
        let named = row.by.split('`').nth(1);
        assert!(named.is_none_or(|name| known.contains(name)), "nothing is called so: {}", row.by);
        by_law_or_case += usize::from(row.by.starts_with('`') || row.by.starts_with("the case"));
    }
    assert!(by_law_or_case >= 30, "{by_law_or_case} of {} are few", rows.len());
}

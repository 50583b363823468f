//! The list of faults that are put into the program by hand stays applicable: each text still
//! stands once in its file. What catches them, `examples/faults` says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[path = "../../examples/faults/list.rs"]
mod list;

use list::{Fault, faults};

fn all() -> Vec<Fault> {
    faults(Path::new("."))
}

#[test]
fn every_fault_can_still_be_put_into_its_file() {
    for fault in all() {
        let text = fs::read_to_string(&fault.file).expect("the file of a fault is there");
        let faulty = fault.put_into(&text).unwrap_or_else(|why| panic!("{}: {why}", fault.name));
        assert_ne!(faulty, text, "{}", fault.name);
    }
}

#[test]
fn faults_are_many_and_told_apart_and_someone_is_expected_to_catch_each() {
    let all = all();
    assert!(all.len() >= 28, "{} faults are few", all.len());
    let names: BTreeSet<&str> = all.iter().map(|fault| fault.name.as_str()).collect();
    assert_eq!(names.len(), all.len());
    for fault in &all {
        assert!(fault.what.ends_with('.') && !fault.expected.is_empty(), "{}", fault.name);
        assert!(fault.file.starts_with("src/"), "{}", fault.name);
    }
}

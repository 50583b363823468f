//! Reference cases: worlds whose exact answers are known from elsewhere, held
//! against what their replications say.
//!
//! `worlds/validation/cases.ron` lists the worlds, what is asked of each, the
//! exact value and where it comes from. The gate runs so many replications that an
//! error of 2 % would show; all of them at a million, and more where that is what
//! it takes, run by the command that `docs/validation.md` names.

use std::collections::{BTreeMap, BTreeSet};

use crate::cases::{Case, FOLDER, cases, flaw};

/// Holds every so many-th case, with a million replications if the environment asks for
/// them.
fn hold(part: usize, of: usize) {
    let in_full = std::env::var_os("FOOMWATCH_FULL").is_some();
    let most = if in_full { 4.5 } else { 3.5 };
    let check = |case: &Case| flaw(case, case.takes(in_full), most);
    let flaws: Vec<String> = cases().iter().skip(part).step_by(of).filter_map(check).collect();
    assert!(flaws.is_empty(), "{}", flaws.join("\n"));
}

#[test]
fn reference_cases_are_met_the_first_half() {
    hold(0, 2);
}

#[test]
fn reference_cases_are_met_the_second_half() {
    hold(1, 2);
}

#[test]
fn every_validation_world_is_a_case_with_a_source() {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases() {
        assert!(!case.source.is_empty(), "{}", case.world);
        *named.entry(case.world).or_default() += 1;
    }
    let named: BTreeSet<String> = named.into_keys().collect();
    let files: BTreeSet<String> = std::fs::read_dir(FOLDER)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").file_name().into_string().expect("a name"))
        .filter_map(|name| name.strip_suffix(".ron").map(str::to_owned))
        .filter(|name| name != "cases")
        .collect();
    assert_eq!(named, files);
}

//! For programs: one JSON object, every map sorted by name.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Tried;
use crate::laws::violation::{Origin, Violation};
use crate::laws::{Law, Reach};

#[derive(Serialize)]
struct Whole<'a> {
    cases: u64,
    from: u64,
    interrupted: bool,
    kept: u64,
    labels: BTreeMap<&'a str, u64>,
    laws: BTreeMap<&'a str, TallyJson>,
    refused: u64,
    rest: Option<&'a str>,
    seed: u64,
    version: &'static str,
    violations: Vec<ViolationJson<'a>>,
    world: Option<&'a str>,
    worlds: u64,
}

#[derive(Serialize)]
struct TallyJson {
    broken: u64,
    held: u64,
    silent: u64,
}

#[derive(Serialize)]
struct ViolationJson<'a> {
    case: Option<u64>,
    file: Option<&'a str>,
    is_shrunk: bool,
    law: &'a str,
    repeat: &'a str,
    seed: u64,
    statement: &'a str,
    what: &'a str,
    world: &'a str,
}

#[derive(Serialize)]
struct LawJson<'a> {
    class: &'a str,
    name: &'a str,
    reach: &'static str,
    statement: &'a str,
    why: &'a str,
}

/// The whole text, with a line feed at its end.
#[must_use]
pub fn json(tried: &Tried<'_>) -> String {
    let examined = tried.examined;
    let violations = examined.violations.iter().enumerate();
    let tallies = examined.tallies.iter().map(|tally| {
        let counts = TallyJson { broken: tally.broken, held: tally.held, silent: tally.silent };
        (tally.law, counts)
    });
    let whole = Whole {
        cases: tried.cases,
        from: tried.from,
        interrupted: examined.interrupted,
        kept: examined.kept,
        labels: examined.labels.iter().map(|(name, count)| (name.as_str(), *count)).collect(),
        laws: tallies.collect(),
        refused: examined.refused,
        rest: tried.rest,
        seed: tried.seed,
        version: env!("CARGO_PKG_VERSION"),
        violations: violations.map(|(place, one)| of_violation(tried, place, one)).collect(),
        world: tried.world,
        worlds: examined.worlds,
    };
    written(&whole)
}

fn of_violation<'a>(
    tried: &Tried<'a>,
    place: usize,
    violation: &'a Violation,
) -> ViolationJson<'a> {
    let case = match violation.origin {
        Origin::Case(index) => Some(index),
        Origin::Kept(_) => None,
    };
    ViolationJson {
        case,
        file: tried.files[place].as_deref(),
        is_shrunk: violation.is_shrunk,
        law: violation.law,
        repeat: &tried.repeats[place],
        seed: violation.seed,
        statement: violation.statement,
        what: &violation.what,
        world: &violation.text,
    }
}

/// All laws as a list of objects, in the order of the book.
#[must_use]
pub fn list_json(laws: &[Law]) -> String {
    let of = |law: &Law| LawJson {
        class: law.class,
        name: law.name,
        reach: match law.reach {
            Reach::Pathwise => "each replication",
            Reach::InLaw => "in law",
        },
        statement: law.statement,
        why: law.why,
    };
    written(&laws.iter().map(of).collect::<Vec<_>>())
}

fn written(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("names and numbers are JSON");
    text.push('\n');
    text
}

//! For programs: one JSON object, every map sorted by name. Times are in seconds.

use serde::Serialize;

use crate::laws::findings::{ERROR, Found, Later};

use super::{Shown, interval};

#[derive(Serialize)]
struct Whole<'a> {
    error: f64,
    found: Vec<FoundJson<'a>>,
    interrupted: bool,
    looks: u64,
    nearest: Option<NearestJson>,
    seed: u64,
    tests: u64,
    version: &'static str,
    world: &'a str,
    worlds: u64,
}

#[derive(Serialize)]
struct FoundJson<'a> {
    files: Option<[&'a str; 2]>,
    is_of_test: bool,
    later: LaterJson,
    stronger: String,
    stronger_world: &'a str,
    test_error: f64,
    test_seed: u64,
    world: &'a str,
}

#[derive(Serialize)]
struct NearestJson {
    is: String,
    later: LaterJson,
    stronger: String,
}

#[derive(Serialize)]
struct LaterJson {
    high: f64,
    later: u64,
    low: f64,
    mean: f64,
    n: u64,
    seed: u64,
    sooner: u64,
}

/// The whole text, with a line feed at its end.
#[must_use]
pub fn json(shown: &Shown<'_>) -> String {
    let findings = shown.findings;
    let nearest = findings.nearest.as_ref().map(|(stronger, later)| NearestJson {
        is: findings.nearest_is.told(),
        later: of_later(later),
        stronger: stronger.told(),
    });
    let found = findings.found.iter().enumerate();
    let whole = Whole {
        error: ERROR,
        found: found.map(|(place, found)| of_found(shown, place, found)).collect(),
        interrupted: findings.interrupted,
        looks: findings.looks,
        nearest,
        seed: shown.seed,
        tests: findings.tests,
        version: env!("CARGO_PKG_VERSION"),
        world: shown.world,
        worlds: findings.worlds,
    };
    let mut text = serde_json::to_string_pretty(&whole).expect("names and numbers are JSON");
    text.push('\n');
    text
}

fn of_found<'a>(shown: &Shown<'a>, place: usize, found: &'a Found) -> FoundJson<'a> {
    let files = shown.files.get(place).and_then(Option::as_ref);
    FoundJson {
        files: files.map(|(one, other)| [one.as_str(), other.as_str()]),
        is_of_test: found.is_of_test,
        later: of_later(&found.later),
        stronger: found.stronger.told(),
        stronger_world: &found.stronger_text,
        test_error: found.test.error,
        test_seed: found.test.seed,
        world: &found.text,
    }
}

fn of_later(later: &Later) -> LaterJson {
    let ((low, high), (more, fewer)) = (interval(later), later.later_and_sooner);
    LaterJson {
        high,
        later: more,
        low,
        mean: later.mean,
        n: later.n,
        seed: later.seed,
        sooner: fewer,
    }
}

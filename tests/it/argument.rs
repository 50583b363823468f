//! The page of the argument is in step with its worlds.

use foomwatch::behaviors::Roles;
use foomwatch::world::{Axis, WorldFile, check};

#[path = "../../examples/argument/page.rs"]
mod page;

use page::{Argument, Effort, PAGE};

/// A few replications tell whether anything but chance has changed.
const FEW: Effort = Effort { replications: 300, seed: 2, threads: 1, moves: false };

fn documented() -> String {
    std::fs::read_to_string(PAGE).unwrap_or_else(|why| panic!("{PAGE}: {why}"))
}

const AGAIN: &str = "cargo run --release --example argument";

#[test]
fn the_page_of_the_argument_is_what_its_generator_makes() {
    let argument = Argument::read().unwrap_or_else(|why| panic!("{why}"));
    let few = argument.page(FEW, |_| {}).unwrap_or_else(|why| panic!("{why}"));
    let page = documented();
    let (ours, theirs) = (skeleton(&few), skeleton(&page));
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours, theirs, "{PAGE} is out of step: {AGAIN}");
    }
    assert_eq!(ours.len(), theirs.len(), "{PAGE} is out of step: {AGAIN}");
    let (now, then) = (intervals(&few), intervals(&page));
    assert_eq!(now.len(), then.len(), "{AGAIN}");
    for ((world, low, high), (_, other_low, other_high)) in now.into_iter().zip(then) {
        // Of thirty intervals at 95 % one or two miss. At twice the width hardly any does.
        let wider = low.zip(high).map_or(0.0, |(low, high)| 0.5 * (high - low));
        let least = low.map_or(f64::NEG_INFINITY, |low| low - wider);
        let most = high.map_or(f64::INFINITY, |high| high + wider);
        let is_near = least <= other_high.unwrap_or(f64::INFINITY)
            && other_low.unwrap_or(f64::NEG_INFINITY) <= most;
        let then = format!("{PAGE} {other_low:?} to {other_high:?}: {AGAIN}");
        assert!(is_near, "{world} now says {low:?} to {high:?} and {then}");
    }
}

#[test]
fn what_moves_an_answer_is_a_parameter_of_its_world() {
    let roles = Roles::standard();
    let parameters = parameters(&documented());
    let tests = Argument::read().unwrap_or_else(|why| panic!("{why}")).claims;
    let worlds: Vec<String> =
        tests.into_iter().flat_map(|claim| claim.tests).map(|test| test.world).collect();
    assert_eq!(parameters.len(), worlds.len(), "{AGAIN}");
    for ((world, path), tested) in parameters.into_iter().zip(worlds) {
        assert_eq!(world, tested);
        let file = WorldFile::read(format!("worlds/{world}.ron")).expect("it was just run");
        let (blueprint, _) = check(&file, &roles).expect("it was just run");
        let known = Axis::candidates(&blueprint);
        let is_known = |path: &String| known.iter().any(|axis| axis.path() == path);
        assert!(path.as_ref().is_none_or(is_known), "{world} has no {path:?}");
    }
}

#[test]
fn every_claim_of_the_argument_has_its_place() {
    let claims = Argument::read().unwrap_or_else(|why| panic!("{why}")).claims;
    let numbers: Vec<u32> = claims.iter().map(|claim| claim.number).collect();
    assert!(numbers.is_sorted_by(|one, other| one < other), "{numbers:?}");
}

#[test]
fn nothing_is_left_out_silently() {
    let fault = |change: fn(&mut Argument)| {
        let mut argument = Argument::read().unwrap_or_else(|why| panic!("{why}"));
        argument.claims.truncate(1);
        change(&mut argument);
        let page = argument.page(Effort { replications: 10, ..FEW }, |_| {});
        page.map(|_| ()).expect_err("there is a fault").to_string()
    };
    let missing = fault(|argument| argument.claims[0].tests[0].world = "nowhere".to_owned());
    assert!(missing.contains("claim 1") && missing.contains("worlds/nowhere.ron"), "{missing}");
    let twin = fault(|argument| argument.claims[0].tests[0].twin = "nowhere".to_owned());
    assert!(twin.contains("worlds/nowhere.ron"), "{twin}");
    let other = fault(|argument| argument.claims[0].tests[0].claim = "P(takeoff) > 1 %".to_owned());
    assert!(other.contains("does not claim `P(takeoff) > 1 %`"), "{other}");
    let formula = fault(|argument| argument.claims[0].formulas.push("Magic".to_owned()));
    assert!(formula.contains("no heading `Magic`"), "{formula}");
    let untested = fault(|argument| argument.claims[0].tests.clear());
    assert!(untested.contains("nothing tests it"), "{untested}");
}

/// The page without what runs may say otherwise when there are fewer of them: of rows the
/// world alone, of what moves a claim nothing, and of commands neither replications
/// nor a seed.
fn skeleton(page: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut is_moving = false;
    for line in page.lines() {
        let begins = |mark: &str| line.starts_with(mark);
        if begins("- ") {
            is_moving = !begins("- **Rests on** ");
        } else if !begins("  ") {
            is_moving = false;
        }
        if is_moving {
            continue;
        }
        let mut line = line.to_owned();
        if begins("| [") {
            line = line.split(" | ").next().unwrap_or_default().to_owned();
        } else if begins("<!-- ") {
            line = line.split(" from ").next().unwrap_or_default().to_owned();
        }
        for option in [" -n ", " --seed "] {
            if let Some((before, after)) = line.split_once(option) {
                let after = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
                line = format!("{before}{option}{after}");
            }
        }
        lines.push(line);
    }
    lines
}

/// The intervals of a page, in its order: the world, and the ends, where there are any.
fn intervals(page: &str) -> Vec<(String, Option<f64>, Option<f64>)> {
    let parts = page.lines().filter_map(|line| {
        let inner = line.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
        let (world, ends) = inner.split_once(" from ")?;
        let (low, high) = ends.split_once(" to ")?;
        Some((world.to_owned(), low.parse().ok(), high.parse().ok()))
    });
    parts.collect()
}

/// The parameters that the page says move its tests most, if any does, with the worlds of
/// the tests.
fn parameters(page: &str) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    let mut world = String::new();
    for line in page.lines() {
        if let Some(inner) = line.strip_prefix("| [") {
            if world.is_empty() {
                world = inner.split(']').next().unwrap_or_default().to_owned();
            }
        } else if line.starts_with("```") {
            world.clear();
        } else if let Some(after) = line.strip_prefix("- **Moved most by:** ") {
            let path = after.strip_prefix('`').and_then(|after| after.split('`').next());
            found.push((world.clone(), path.map(str::to_owned)));
        }
    }
    found
}

//! For programs: one JSON object, every map sorted by name.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::experiment::claim::Verdict;
use crate::laws::falsify::{Answer, ERROR, Falsified, Found};
use crate::report::claims::unit;

use super::Shown;
use super::sentence::{covered, differences, excluded, links};

#[derive(Serialize)]
struct Whole<'a> {
    as_it_is: Option<AnswerJson<'a>>,
    claim: &'a str,
    covered: BTreeMap<String, String>,
    error: f64,
    excluded_share: Option<f64>,
    found: Option<FoundJson<'a>>,
    interrupted: bool,
    links: LinksJson,
    nearest: Option<NearestJson<'a>>,
    seed: u64,
    tests: u64,
    tried: TriedJson,
    version: &'static str,
    world: &'a str,
}

#[derive(Serialize)]
struct LinksJson {
    could_come: usize,
    could_go: usize,
}

#[derive(Serialize)]
struct TriedJson {
    all: u64,
    alone: u64,
    changed: u64,
    drawn: u64,
    drawn_failing: u64,
    drawn_refused: u64,
    of_alone: u64,
    refused: u64,
    replications: u64,
    together: u64,
}

#[derive(Serialize)]
struct FoundJson<'a> {
    answer: AnswerJson<'a>,
    differences: &'a [String],
    file: Option<&'a str>,
    run: &'a str,
    test: TestJson,
    world: &'a str,
}

#[derive(Serialize)]
struct TestJson {
    error: f64,
    number: u64,
    seed: u64,
}

#[derive(Serialize)]
struct NearestJson<'a> {
    answer: AnswerJson<'a>,
    differences: Vec<String>,
    selected: bool,
}

#[derive(Serialize)]
struct AnswerJson<'a> {
    replications: u64,
    seed: u64,
    sentences: Vec<SentenceJson<'a>>,
}

#[derive(Serialize)]
struct SentenceJson<'a> {
    claim: &'a str,
    estimate: Option<f64>,
    high: Option<f64>,
    infinite: u64,
    low: Option<f64>,
    minus_infinite: u64,
    n: u64,
    unit: &'static str,
    verdict: &'static str,
}

/// The whole text, with a line feed at its end.
///
/// Estimates are in the claim's unit, and what is infinite is null, as in a run.
#[must_use]
pub fn json(shown: &Shown<'_>) -> String {
    let falsified = shown.falsified;
    let asked = falsified.asked;
    let (could_go, could_come) = links(falsified);
    let nearest = falsified.nearest.as_ref().map(|(neighbor, answer)| NearestJson {
        answer: of(falsified, answer),
        differences: differences(falsified, neighbor),
        // Its interval does not know of that.
        selected: true,
    });
    let whole = Whole {
        as_it_is: falsified.as_it_is.as_ref().map(|answer| of(falsified, answer)),
        claim: &falsified.claim.text,
        covered: covered(falsified).into_iter().collect(),
        error: ERROR,
        excluded_share: excluded(asked).filter(|_| falsified.found.is_none()),
        found: falsified.found.as_ref().map(|found| of_found(shown, found)),
        interrupted: falsified.interrupted,
        links: LinksJson { could_come, could_go },
        nearest,
        seed: shown.seed,
        tests: falsified.tests,
        tried: TriedJson {
            all: asked.all(),
            alone: asked.alone,
            changed: asked.changed,
            drawn: asked.drawn,
            drawn_failing: asked.drawn_failing,
            drawn_refused: asked.drawn_refused,
            of_alone: asked.of_alone,
            refused: asked.refused,
            replications: falsified.look_replications,
            together: asked.together,
        },
        version: env!("CARGO_PKG_VERSION"),
        world: shown.world,
    };
    let mut text = serde_json::to_string_pretty(&whole).expect("names and numbers are JSON");
    text.push('\n');
    text
}

fn of_found<'a>(shown: &Shown<'a>, found: &'a Found) -> FoundJson<'a> {
    FoundJson {
        answer: of(shown.falsified, &found.answer),
        differences: &found.told,
        file: shown.file,
        run: shown.run,
        test: TestJson {
            error: found.test.error,
            number: found.test.number,
            seed: found.test.seed,
        },
        world: &found.text,
    }
}

fn of<'a>(falsified: &'a Falsified, answer: &Answer) -> AnswerJson<'a> {
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    let both = answer.parts.iter().zip(&falsified.claim.parts);
    let sentences = both.map(|(answer, part)| SentenceJson {
        claim: &part.text,
        estimate: finite(answer.estimate.estimate),
        high: finite(answer.estimate.high),
        infinite: answer.infinite,
        low: finite(answer.estimate.low),
        minus_infinite: answer.minus_infinite,
        n: answer.estimate.n,
        unit: unit(&part.sought),
        verdict: Verdict::name(answer.verdict),
    });
    AnswerJson {
        replications: answer.replications,
        seed: answer.seed,
        sentences: sentences.collect(),
    }
}

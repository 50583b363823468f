//! A run as programs read it: one JSON object, every map sorted by name.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::experiment::claim::{ClaimResult, PartResult};
use crate::experiment::estimate::Estimate;
use crate::experiment::{LEVEL, Table};
use crate::oversight::OutcomeClass;
use crate::primitives::time::Time;
use crate::world::Blueprint;

use super::claims::unit;

/// The fields stand in the order of their names, as all maps do.
#[derive(Serialize)]
struct Run<'a> {
    claims: BTreeMap<String, ClaimJson>,
    estimates: Vec<NamedEstimate>,
    events: Events,
    failed: u64,
    interrupted: bool,
    measures: BTreeMap<&'a str, BTreeMap<&'static str, MeasureEstimate>>,
    milestones: BTreeMap<&'static str, MilestoneTimes>,
    outcomes: BTreeMap<&'static str, OutcomeShare>,
    replications: u64,
    seed: u64,
    version: &'static str,
    world: World<'a>,
}

#[derive(Serialize)]
struct World<'a> {
    digest: String,
    path: &'a str,
    title: Option<&'a str>,
}

#[derive(Serialize)]
struct Events {
    per_replication: Option<f64>,
    total: u64,
}

#[derive(Serialize)]
struct OutcomeShare {
    count: u64,
    estimate: Option<f64>,
    high: Option<f64>,
    low: Option<f64>,
}

#[derive(Serialize)]
struct NamedEstimate {
    estimate: Option<f64>,
    high: Option<f64>,
    level: f64,
    low: Option<f64>,
    method: &'static str,
    n: u64,
    name: &'static str,
    standard_error: Option<f64>,
}

#[derive(Serialize)]
struct MeasureEstimate {
    estimate: Option<f64>,
    high: Option<f64>,
    low: Option<f64>,
    n: u64,
    standard_error: Option<f64>,
}

#[derive(Serialize)]
struct MilestoneTimes {
    count: u64,
    median: Option<f64>,
    median_high: Option<f64>,
    median_low: Option<f64>,
    p5: Option<f64>,
    p95: Option<f64>,
}

/// A claim of one sentence is that sentence.
#[derive(Serialize)]
#[serde(untagged)]
enum ClaimJson {
    One(PartJson),
    Several { parts: Vec<PartJson>, verdict: &'static str },
}

#[derive(Serialize)]
struct PartJson {
    /// Only of a sentence among several.
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<String>,
    estimate: Option<f64>,
    high: Option<f64>,
    infinite: u64,
    left_out: u64,
    low: Option<f64>,
    minus_infinite: u64,
    n: u64,
    unit: &'static str,
    verdict: &'static str,
}

/// The whole text, with a line feed at its end.
///
/// Times of milestones are in days; measures in base units (seconds, shares,
/// counts a year or a replication). Those of claims name their unit; what is
/// infinite is null, and `infinite` and `minus_infinite` say how many
/// replications are so.
#[must_use]
pub fn json(blueprint: &Blueprint, table: &Table) -> String {
    let mut measures: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for ((actor, measure), estimate) in table.plan().measures().iter().zip(table.measures()) {
        let of = measures.entry(blueprint.name_of(*actor)).or_default();
        of.insert(measure.name, of_measure(&estimate));
    }
    let days = |time: Option<Time>| time.map(Time::days);
    let milestones = table.milestones().map(|(name, quantiles)| {
        let median = quantiles.quantile_interval(0.5, LEVEL);
        let times = MilestoneTimes {
            median_low: days(median.low),
            median_high: days(median.high),
            count: quantiles.count(),
            p5: days(quantiles.p5()),
            median: days(quantiles.median()),
            p95: days(quantiles.p95()),
        };
        (name, times)
    });
    let outcomes = OutcomeClass::ALL.into_iter().map(|class| {
        let Estimate { estimate, low, high, .. } = table.share_of(class);
        (class.name(), OutcomeShare { count: table.count_of(class), estimate, low, high })
    });
    let replications = table.replications;
    let claims = table.claims().into_iter().map(of_claim);
    let run = Run {
        claims: claims.collect(),
        world: World {
            title: blueprint.title(),
            path: blueprint.path(),
            digest: blueprint.digest(),
        },
        version: env!("CARGO_PKG_VERSION"),
        seed: table.seed,
        replications,
        interrupted: table.interrupted,
        outcomes: outcomes.collect(),
        estimates: table.estimates().into_iter().map(of_named).collect(),
        milestones: milestones.collect(),
        measures,
        events: Events {
            total: table.events,
            per_replication: (replications > 0).then(|| table.events as f64 / replications as f64),
        },
        failed: table.failed,
    };
    let mut text = serde_json::to_string_pretty(&run).expect("names and numbers are JSON");
    text.push('\n');
    text
}

fn of_claim(result: ClaimResult<'_>) -> (String, ClaimJson) {
    let verdict = result.verdict.name();
    let claim = match result.parts.as_slice() {
        [one] => ClaimJson::One(of_part(one, None)),
        several => {
            let part = |part: &PartResult<'_>| of_part(part, Some(part.part.text.clone()));
            ClaimJson::Several { parts: several.iter().map(part).collect(), verdict }
        }
    };
    (result.claim.text.clone(), claim)
}

fn of_part(result: &PartResult<'_>, claim: Option<String>) -> PartJson {
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    PartJson {
        claim,
        estimate: finite(result.estimate.estimate),
        low: finite(result.estimate.low),
        high: finite(result.estimate.high),
        n: result.estimate.n,
        left_out: result.left_out,
        infinite: result.infinite,
        minus_infinite: result.minus_infinite,
        unit: unit(&result.part.sought),
        verdict: result.verdict.name(),
    }
}

fn of_measure(estimate: &Estimate) -> MeasureEstimate {
    MeasureEstimate {
        estimate: estimate.estimate,
        standard_error: estimate.standard_error,
        low: estimate.low,
        high: estimate.high,
        n: estimate.n,
    }
}

fn of_named(named: crate::experiment::Named) -> NamedEstimate {
    let Estimate { estimate, standard_error, low, high, level, n, method } = named.estimate;
    NamedEstimate { name: named.name, estimate, standard_error, low, high, level, n, method }
}

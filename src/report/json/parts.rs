//! The parts of a run's JSON, each with its fields in the order of their names.
//!
//! What is not known or has no value is null; nothing is left out.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::experiment::claim::{ClaimResult, PartResult};
use crate::experiment::estimate::Estimate;
use crate::experiment::quantiles::Quantiles;
use crate::experiment::worst_case::{Played, Try, WorstCase};
use crate::experiment::{LEVEL, Named, Table, Twins};
use crate::primitives::time::Time;
use crate::world::{Blueprint, MarkKind};

use super::super::claims::unit;
use super::super::worst_case::{compared, wanted};

#[derive(Serialize)]
pub(super) struct World<'a> {
    pub(super) digest: String,
    pub(super) path: &'a str,
    pub(super) title: Option<&'a str>,
}

/// Events of replications; those of twins beyond the ones that they have in common
/// with their replication stand apart.
#[derive(Serialize)]
pub(super) struct Events {
    in_twins: u64,
    per_replication: Option<f64>,
    per_simulation: Option<f64>,
    simulations: u64,
    total: u64,
}

/// How often something was, among all replications that count.
#[derive(Serialize)]
pub(super) struct Counted {
    count: Option<u64>,
    estimate: Option<f64>,
    high: Option<f64>,
    low: Option<f64>,
}

#[derive(Serialize)]
pub(super) struct NamedEstimate {
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
pub(super) struct Estimated {
    estimate: Option<f64>,
    high: Option<f64>,
    low: Option<f64>,
    n: u64,
    standard_error: Option<f64>,
}

/// In days.
#[derive(Serialize)]
pub(super) struct Times {
    count: Option<u64>,
    median: Option<f64>,
    median_high: Option<f64>,
    median_low: Option<f64>,
    p5: Option<f64>,
    p95: Option<f64>,
}

#[derive(Serialize)]
pub(super) struct TwinsJson {
    /// Twins that spent their event budget.
    failed: u64,
    followed: u64,
    hands_off: HandsOff,
    innocent: Innocent,
}

/// Without orders: `ordered` replications in which one went out, of which `followed`
/// were followed without; the share of takeoffs is among these.
#[derive(Serialize)]
struct HandsOff {
    estimate: Option<f64>,
    followed: u64,
    high: Option<f64>,
    low: Option<f64>,
    ordered: u64,
    takeoffs: Option<u64>,
}

/// Without concerning work; the share of false accusations is among `followed`.
#[derive(Serialize)]
struct Innocent {
    estimate: Option<f64>,
    false_accusations: Option<u64>,
    followed: u64,
    high: Option<f64>,
    low: Option<f64>,
}

/// What hiders do who choose the best of their plans, and what comes of it, beside what
/// the world comes to as it stands.
#[derive(Serialize)]
pub(super) struct WorstCaseJson<'a> {
    as_it_is: BTreeMap<&'static str, Estimated>,
    /// All estimates of the run in which they play so.
    estimates: Vec<NamedEstimate>,
    /// Whether the world leaves a plan open, so that `as_it_is` is an average of plans.
    is_open: bool,
    plays: BTreeMap<&'a str, &'a str>,
    replications_of_tries: u64,
    seed_of_tries: u64,
    together: bool,
    tries: Vec<TryJson<'a>>,
    worst: BTreeMap<&'static str, Estimated>,
}

#[derive(Serialize)]
struct TryJson<'a> {
    plays: BTreeMap<&'a str, &'a str>,
    reached: Estimated,
    wanted: &'static str,
}

/// How the figures of the world are known; defaults are the roles' own.
#[derive(Serialize)]
pub(super) struct Figures {
    assumed: usize,
    defaults: u64,
    fitted: usize,
    measured: usize,
    unsourced: usize,
}

/// A claim of one sentence is that sentence.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum ClaimJson {
    One(PartJson),
    Several { parts: Vec<PartJson>, verdict: &'static str },
}

#[derive(Serialize)]
pub(super) struct PartJson {
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
    unknown: u64,
    verdict: &'static str,
}

impl Events {
    pub(super) fn of(table: &Table) -> Self {
        let (replications, twins) = (table.replications, table.twins());
        let simulations = replications + twins.followed;
        let mean = |events: u64, among: u64| (among > 0).then(|| events as f64 / among as f64);
        Self {
            in_twins: twins.events,
            per_replication: mean(table.events, replications),
            per_simulation: mean(table.events + twins.events, simulations),
            simulations,
            total: table.events,
        }
    }
}

impl Counted {
    /// The count of what has no estimate is not known.
    pub(super) fn of(count: u64, estimate: &Estimate) -> Self {
        let Estimate { estimate, low, high, .. } = *estimate;
        Self { count: estimate.map(|_| count), estimate, high, low }
    }
}

impl NamedEstimate {
    pub(super) fn of(named: Named) -> Self {
        let Estimate { estimate, standard_error, low, high, level, n, method } = named.estimate;
        Self { name: named.name, estimate, standard_error, low, high, level, n, method }
    }
}

impl Estimated {
    pub(super) fn of(estimate: &Estimate) -> Self {
        let Estimate { estimate, standard_error, low, high, n, .. } = *estimate;
        Self { estimate, standard_error, low, high, n }
    }
}

impl Times {
    pub(super) fn of(quantiles: &Quantiles) -> Self {
        let days = |time: Option<Time>| time.map(Time::days);
        let median = quantiles.quantile_interval(0.5, LEVEL);
        Self {
            count: Some(quantiles.count()),
            median: days(quantiles.median()),
            median_high: days(median.high),
            median_low: days(median.low),
            p5: days(quantiles.p5()),
            p95: days(quantiles.p95()),
        }
    }

    /// Of what nobody followed.
    pub(super) const fn unknown() -> Self {
        Self { count: None, median: None, median_high: None, median_low: None, p5: None, p95: None }
    }
}

impl TwinsJson {
    pub(super) fn of(twins: &Twins) -> Self {
        let Estimate { estimate, low, high, .. } = twins.hands_off_takeoffs();
        let hands_off = HandsOff {
            estimate,
            followed: twins.hands_off,
            high,
            low,
            ordered: twins.ordered,
            takeoffs: (twins.ordered == twins.hands_off).then_some(twins.hands_off_takeoffs),
        };
        let Estimate { estimate, low, high, .. } = twins.false_accusations();
        let innocent = Innocent {
            estimate,
            false_accusations: estimate.map(|_| twins.false_accusations),
            followed: twins.innocent,
            high,
            low,
        };
        Self { failed: twins.failed, followed: twins.followed, hands_off, innocent }
    }
}

impl<'a> WorstCaseJson<'a> {
    pub(super) fn of(table: &Table, worst: &'a WorstCase) -> Self {
        let plays = |played: &'a [Played]| {
            played.iter().map(|one| (one.actor.as_str(), one.plan.as_str())).collect()
        };
        let of = |table: &Table| {
            let compared = compared(table).into_iter();
            compared.map(|(name, estimate)| (name, Estimated::of(&estimate))).collect()
        };
        let tries = worst.tries.iter().map(|one: &'a Try| TryJson {
            plays: plays(&one.played),
            reached: Estimated::of(&one.reached),
            wanted: wanted(one.objective),
        });
        Self {
            as_it_is: of(table),
            estimates: worst.table.estimates().into_iter().map(NamedEstimate::of).collect(),
            is_open: worst.is_open,
            plays: plays(&worst.played),
            replications_of_tries: worst.replications,
            seed_of_tries: worst.seed,
            together: worst.together,
            tries: tries.collect(),
            worst: of(&worst.table),
        }
    }
}

impl Figures {
    pub(super) fn of(blueprint: &Blueprint) -> Self {
        let figures = blueprint.figures();
        let marked = |kind| figures.marked(kind).count();
        Self {
            assumed: marked(MarkKind::Assumed),
            defaults: figures.defaults(),
            fitted: marked(MarkKind::Fitted),
            measured: marked(MarkKind::Measured),
            unsourced: figures.unsourced().count(),
        }
    }
}

/// What oversight costs, by name, of the innocent twins too.
pub(super) fn burden(table: &Table) -> BTreeMap<&'static str, Estimated> {
    let rows = table.burden().into_iter();
    rows.flat_map(|row| [Some((row.name, row.factual)), row.innocent])
        .flatten()
        .map(|(name, estimate)| (name, Estimated::of(&estimate)))
        .collect()
}

pub(super) fn of_claim(result: ClaimResult<'_>) -> (String, ClaimJson) {
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
        unknown: result.unknown,
        verdict: result.verdict.name(),
    }
}

//! For programs: one JSON object, every map sorted by name.
//!
//! What is not known is null, and every key is there whatever was asked.

use serde::Serialize;

use crate::experiment::estimate::Estimate;
use crate::experiment::{BreakEven, Ensemble, Influence, Trial, Turn, TurnEnd};
use crate::world::claim::CheckedPart;
use crate::world::{Axis, AxisRange, AxisValue, Blueprint, Scale};

use super::super::claims::unit;
use super::Found;

#[derive(Serialize)]
struct Whole<'a> {
    break_even: Option<BreakEvenJson<'a>>,
    claim: &'a str,
    influence: Option<Vec<InfluenceJson<'a>>>,
    interrupted: bool,
    replications: u64,
    seed: u64,
    unit: &'static str,
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
struct BreakEvenJson<'a> {
    now: &'a str,
    parameter: &'a str,
    range: Option<RangeJson>,
    trials: Vec<TrialJson<'a>>,
    turns: Vec<TurnJson>,
    unit: Option<String>,
}

#[derive(Serialize)]
struct RangeJson {
    high: f64,
    high_is_quantile: bool,
    low: f64,
    low_is_quantile: bool,
}

#[derive(Serialize)]
struct TrialJson<'a> {
    estimate: Option<f64>,
    failed: u64,
    high: Option<f64>,
    infinite: u64,
    left_out: u64,
    low: Option<f64>,
    minus_infinite: u64,
    n: u64,
    unknown: u64,
    value: Option<f64>,
    verdict: &'static str,
    word: Option<&'a str>,
}

#[derive(Serialize)]
struct TurnJson {
    above: f64,
    at: Option<f64>,
    below: f64,
    found: bool,
    high: EndJson,
    holds_above: bool,
    low: EndJson,
}

#[derive(Serialize)]
struct EndJson {
    reached: &'static str,
    value: f64,
}

#[derive(Serialize)]
struct InfluenceJson<'a> {
    from: TrialJson<'a>,
    r#move: MoveJson,
    parameter: &'a str,
    to: TrialJson<'a>,
    trials: Vec<TrialJson<'a>>,
    unit: Option<String>,
}

#[derive(Serialize)]
struct MoveJson {
    estimate: Option<f64>,
    high: Option<f64>,
    low: Option<f64>,
    method: &'static str,
    n: u64,
}

/// The whole text, with a line feed at its end.
///
/// Values of parameters are in base units, named by `unit`: seconds, FLOP, shares; a word
/// is what the file writes. Estimates are in the claim's unit, and what is infinite is
/// null, as in a run.
#[must_use]
pub fn json(
    blueprint: &Blueprint,
    part: &CheckedPart,
    ensemble: Ensemble,
    found: &Found,
) -> String {
    let influences = found.ranking.as_ref().map(|ranking| &ranking.all);
    let whole = Whole {
        break_even: found.break_even.as_ref().map(of_break_even),
        claim: &part.text,
        influence: influences.map(|all| all.iter().map(of_influence).collect()),
        interrupted: found.is_interrupted(),
        replications: ensemble.replications,
        seed: ensemble.seed,
        unit: unit(&part.sought),
        version: env!("CARGO_PKG_VERSION"),
        world: World {
            digest: blueprint.digest(),
            path: blueprint.path(),
            title: blueprint.title(),
        },
    };
    let mut text = serde_json::to_string_pretty(&whole).expect("names and numbers are JSON");
    text.push('\n');
    text
}

fn of_break_even(found: &BreakEven) -> BreakEvenJson<'_> {
    let range = |AxisRange { low, high, is_cut }| RangeJson {
        high,
        high_is_quantile: is_cut.1,
        low,
        low_is_quantile: is_cut.0,
    };
    BreakEvenJson {
        now: found.axis.now(),
        parameter: found.axis.path(),
        range: found.range.map(range),
        trials: found.trials.iter().map(|trial| of_trial(&found.axis, trial)).collect(),
        turns: found.turns.iter().map(|turn| of_turn(found, turn)).collect(),
        unit: unit_of(&found.axis),
    }
}

fn of_trial<'a>(axis: &'a Axis, trial: &Trial) -> TrialJson<'a> {
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    let Estimate { estimate, low, high, n, .. } = trial.estimate;
    let (value, word) = match trial.value {
        AxisValue::Number(number) => (Some(number), None),
        AxisValue::Word(place) => (None, Some(axis.words()[place].as_str())),
    };
    TrialJson {
        estimate: finite(estimate),
        failed: trial.failed,
        high: finite(high),
        infinite: trial.infinite,
        left_out: trial.left_out,
        low: finite(low),
        minus_infinite: trial.minus_infinite,
        n,
        unknown: trial.unknown,
        value,
        verdict: trial.verdict.name(),
        word,
    }
}

fn of_turn(found: &BreakEven, turn: &Turn) -> TurnJson {
    let end = |end: TurnEnd| EndJson {
        reached: match end {
            TurnEnd::Clear(_) => "clear",
            TurnEnd::RangeEnd(_) => "end of the range",
            TurnEnd::Unknown(_) => "unknown",
        },
        value: end.value(),
    };
    TurnJson {
        above: turn.between.1,
        at: found.at(turn),
        below: turn.between.0,
        found: turn.is_found,
        high: end(turn.high),
        holds_above: turn.holds_above,
        low: end(turn.low),
    }
}

fn of_influence(influence: &Influence) -> InfluenceJson<'_> {
    let (from, to) = influence.compared;
    let trial = |trial: &Trial| of_trial(&influence.axis, trial);
    let Estimate { estimate, low, high, n, method, .. } = influence.moved;
    InfluenceJson {
        from: trial(&influence.trials[from]),
        r#move: MoveJson { estimate, high, low, method, n },
        parameter: influence.axis.path(),
        to: trial(&influence.trials[to]),
        trials: influence.trials.iter().map(trial).collect(),
        unit: unit_of(&influence.axis),
    }
}

/// The base unit of a parameter's numbers; none if it has only words.
fn unit_of(axis: &Axis) -> Option<String> {
    Some(match axis.scale()? {
        Scale::Chips(chip) => chip.name.to_owned(),
        Scale::Quantity(dimension) => super::super::claims::unit_of(dimension).to_owned(),
    })
}

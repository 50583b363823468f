//! Claims as people read them: a row for each sentence, with its verdict.

use crate::experiment::claim::PartResult;
use crate::experiment::estimate::Estimate;
use crate::primitives::id::ActorId;
use crate::primitives::quantity::Dimension;
use crate::world::Blueprint;
use crate::world::claim::{MeasureRow, Numeral, Per, Sought};

use super::number::{measured, percent, share, share_interval};

/// The estimate and the range of a sentence, in words that claim no certainty.
#[must_use]
pub fn figures(result: &PartResult<'_>) -> (String, String) {
    let estimate = &result.estimate;
    let (dimension, unit) = match &result.part.sought {
        Sought::Probability(_) => return (share(estimate), share_interval(estimate)),
        Sought::Mean(numeral) => {
            let (dimension, unit) = of_numeral(numeral);
            if dimension == Dimension::Share {
                return (share(estimate), share_interval(estimate));
            }
            (dimension, unit)
        }
        Sought::Quantile(_, numeral) => of_numeral(numeral),
    };
    let one = |value: Option<f64>| match value {
        None => "–".to_owned(),
        Some(f64::INFINITY) => "∞".to_owned(),
        Some(f64::NEG_INFINITY) => "−∞".to_owned(),
        Some(value) if dimension == Dimension::Share => share_of_one(value),
        Some(value) => measured(value, dimension) + unit,
    };
    (one(estimate.estimate), range(estimate, one))
}

fn range(estimate: &Estimate, one: impl Fn(Option<f64>) -> String) -> String {
    match (estimate.low, estimate.high) {
        (None, None) => "–".to_owned(),
        (low, high) => format!("{} to {}", one(low), one(high)),
    }
}

/// A share within one replication, of which nothing is estimated: it can be 0
/// or 1, and is then printed as such.
fn share_of_one(value: f64) -> String {
    if value <= 0.0 {
        "0".to_owned()
    } else if value >= 1.0 {
        "1".to_owned()
    } else {
        percent(value)
    }
}

/// What a number measures, and what stands behind it.
fn of_numeral(numeral: &Numeral) -> (Dimension, &'static str) {
    match numeral {
        Numeral::Time(_) | Numeral::Difference(..) => (Dimension::Span, ""),
        Numeral::Count(_) => (Dimension::Number, ""),
        Numeral::Rate(_, Per::Day) => (Dimension::Number, "/d"),
        Numeral::Rate(_, Per::Year) => (Dimension::Number, "/y"),
        Numeral::Told(told, per) => (
            told.dimension(),
            match per {
                None => "",
                Some(Per::Day) => "/d",
                Some(Per::Year) => "/y",
            },
        ),
        Numeral::Measure(_, MeasureRow { of, dimension, .. }) => (*dimension, of.per(*dimension)),
    }
}

/// What a sentence's numbers measure, and what stands behind them.
#[must_use]
pub fn dimension(sought: &Sought) -> (Dimension, &'static str) {
    match sought {
        Sought::Probability(_) => (Dimension::Share, ""),
        Sought::Mean(numeral) | Sought::Quantile(_, numeral) => of_numeral(numeral),
    }
}

/// The unit of a sentence's numbers where programs read them.
#[must_use]
pub fn unit(sought: &Sought) -> &'static str {
    match dimension(sought) {
        (_, "/d") => "1/d",
        (_, "/y") => "1/y",
        (dimension, _) => unit_of(dimension),
    }
}

/// The base unit of a dimension where programs read it.
#[must_use]
pub const fn unit_of(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Share => "share",
        Dimension::Span => "s",
        Dimension::Rate => "1/s",
        Dimension::Flop => "FLOP",
        Dimension::FlopRate => "FLOP/s",
        Dimension::Power => "W",
        Dimension::Money => "USD",
        Dimension::Magnitude => "OOM",
        Dimension::Tokens => "tokens",
        Dimension::Number | Dimension::Count => "1",
    }
}

/// Through whom something went, as `meter → desk → board`.
#[must_use]
pub fn way(blueprint: &Blueprint, path: &[ActorId]) -> String {
    let names: Vec<&str> = path.iter().map(|actor| blueprint.name_of(*actor)).collect();
    names.join(" → ")
}

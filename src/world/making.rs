//! From the numbers of a law's fields to the distribution.
//!
//! The same function serves the checker and each replication, where unknowns
//! have been drawn. Laws that are lists are not made of numbers and are absent.

use crate::primitives::distribution::{Distribution, InvalidDistribution};
use crate::primitives::quantity::Dimension;

use super::laws::LawRow;

/// The distribution of a row whose fields have these numbers, where values are
/// of this dimension.
///
/// # Panics
///
/// If a field that is not optional has no number, or the row is a list.
pub(super) fn make(
    row: &LawRow,
    numbers: &[Option<f64>],
    dimension: Dimension,
) -> Result<Distribution, InvalidDistribution> {
    let at = |place: usize| numbers[place].expect("a field that is not optional was read");
    match row.name {
        "Constant" => Distribution::constant(at(0)),
        "Uniform" => Distribution::uniform(at(0), at(1)),
        "LogUniform" => Distribution::log_uniform(at(0), at(1)),
        "Triangular" => Distribution::triangular(at(0), at(1), at(2)),
        "Pert" => Distribution::pert(at(0), at(1), at(2)),
        "Exponential" => Distribution::exponential(at(0)),
        "Erlang" => Distribution::erlang(at(0).min(f64::from(u32::MAX)) as u32, at(1)),
        "Gamma" => Distribution::gamma(at(0), at(1)),
        "Weibull" => Distribution::weibull(at(0), at(1)),
        "TruncatedNormal" => {
            let (low, high) = possible(dimension);
            let (low, high) = (numbers[2].unwrap_or(low), numbers[3].unwrap_or(high));
            Distribution::truncated_normal(at(0), at(1), low, high)
        }
        "LogNormal" => match (numbers[1], numbers[2]) {
            (Some(p90), _) => Distribution::log_normal_from_p90(at(0), p90),
            (None, sigma) => {
                let sigma = sigma.expect("one of the two was given");
                Distribution::log_normal(at(0), sigma)
            }
        },
        "Beta" => {
            let (low, high) = (numbers[2].unwrap_or(0.0), numbers[3].unwrap_or(1.0));
            Distribution::beta(at(0), at(1), low, high)
        }
        other => unreachable!("the law `{other}` is not made of numbers"),
    }
}

/// What is possible in a dimension, where a limit is more than the end of what
/// can be computed with.
fn possible(dimension: Dimension) -> (f64, f64) {
    let (low, high) = dimension.range();
    let high = if dimension == Dimension::Share { high } else { f64::INFINITY };
    (if low == 0.0 { low } else { f64::NEG_INFINITY }, high)
}

//! Laws made of weighted parts: lists of values, and mixtures of laws.

use super::law::Distribution;

/// The quantile of values in ascending order with these weights.
pub(super) fn one_of_quantile(parts: &[(f64, f64)], u: f64) -> f64 {
    let goal = u * total(parts);
    let mut below = 0.0;
    for (weight, value) in parts {
        below += weight;
        if below >= goal && *weight > 0.0 {
            return *value;
        }
    }
    one_of_support(parts).1
}

/// The least and the greatest value that has a weight.
pub(super) fn one_of_support(parts: &[(f64, f64)]) -> (f64, f64) {
    let mut weighty = parts.iter().filter(|part| part.0 > 0.0).map(|part| part.1);
    let least = weighty.next().expect("some weight is above zero");
    (least, weighty.next_back().unwrap_or(least))
}

/// The probabilities of at most `x`, and of above it.
pub(super) fn one_of_tails(parts: &[(f64, f64)], x: f64) -> (f64, f64) {
    let split = parts.partition_point(|part| part.1 <= x);
    let (below, above) = (total(&parts[..split]), total(&parts[split..]));
    (below / (below + above), above / (below + above))
}

/// The sum of the weights.
pub(super) fn total<T>(parts: &[(f64, T)]) -> f64 {
    parts.iter().map(|part| part.0).sum()
}

/// The hull of the supports of all parts with a weight.
pub(super) fn mixture_support(parts: &[(f64, Distribution)]) -> (f64, f64) {
    let supports = parts.iter().filter(|part| part.0 > 0.0).map(|part| part.1.support());
    supports.fold((f64::INFINITY, f64::NEG_INFINITY), |hull, support| {
        (hull.0.min(support.0), hull.1.max(support.1))
    })
}

/// The probability of at most `x`.
pub(super) fn mixture_cumulative(parts: &[(f64, Distribution)], x: f64) -> f64 {
    let sum: f64 = parts.iter().map(|(weight, law)| weight * law.cumulative(x)).sum();
    (sum / total(parts)).min(1.0)
}

/// −ln Σ w·exp(−H), where the least H is taken out of the sum so that the rest
/// cannot underflow.
pub(super) fn mixture_hazard(parts: &[(f64, Distribution)], x: f64) -> f64 {
    let below = mixture_cumulative(parts, x);
    if below < 0.5 {
        return 0.0 - libm::log1p(-below);
    }
    let weighty = || parts.iter().filter(|part| part.0 > 0.0);
    let hazards = || weighty().map(|(weight, law)| (weight, law.cumulative_hazard(x)));
    let least = hazards().map(|part| part.1).fold(f64::INFINITY, f64::min);
    if least == f64::INFINITY {
        return least;
    }
    let sum: f64 = hazards().map(|(weight, hazard)| weight * libm::exp(least - hazard)).sum();
    least - libm::log(sum / total(parts))
}

/// The least value at which `reached` holds, from among all doubles between the
/// parts' own values: by bisection of the bit patterns, which ends in at most
/// 64 steps and is exact at jumps too.
pub(super) fn mixture_inverse(
    parts: &[(f64, Distribution)],
    of_part: impl Fn(&Distribution) -> f64,
    reached: impl Fn(f64) -> bool,
) -> f64 {
    let own = || parts.iter().filter(|part| part.0 > 0.0).map(|part| of_part(&part.1));
    let (mut low, mut high) =
        (own().fold(f64::INFINITY, f64::min), own().fold(f64::NEG_INFINITY, f64::max));
    if reached(low) || low == high {
        return low;
    }
    while rank(high) - rank(low) > 1 {
        let middle = from_rank(low_middle(rank(low), rank(high)));
        if reached(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

fn low_middle(low: i128, high: i128) -> i128 {
    low + (high - low) / 2
}

/// The place of a double among all doubles in ascending order.
fn rank(x: f64) -> i128 {
    let bits = i128::from(x.to_bits() & (u64::MAX >> 1));
    if x.is_sign_negative() { -bits } else { bits }
}

fn from_rank(rank: i128) -> f64 {
    // A rank came from a double, so its size fits in 63 bits.
    let size = f64::from_bits(rank.unsigned_abs() as u64);
    if rank < 0 { -size } else { size }
}

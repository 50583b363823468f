//! The regularized incomplete gamma functions and their inverses.
//!
//! They are the tails of a gamma law of scale 1. The relative error is some
//! 1e-14 for shapes from 1e-3 to 1e6, and grows like the root of the shape; so
//! does the time, as the number of terms of the series.

use std::f64::consts::LN_2;

use super::expansion::{deviance, log_gamma_one_plus, stirling_rest};
use super::normal::{normal_hazard_quantile, normal_quantile};
use super::tails::{LAST_STEP, MOST_STEPS, Tails, Target};

/// P(shape, x): the probability of a value of at most `x`.
#[must_use]
pub fn gamma_lower(shape: f64, x: f64) -> f64 {
    tails(shape, x).lower()
}

/// Q(shape, x): the probability of a value above `x`.
#[must_use]
pub fn gamma_upper(shape: f64, x: f64) -> f64 {
    tails(shape, x).upper()
}

/// −ln Q(shape, x), exact in both tails.
#[must_use]
pub fn gamma_hazard(shape: f64, x: f64) -> f64 {
    // Zero is subtracted so that no mass below is a hazard of 0, not of −0.
    0.0 - tails(shape, x).log_upper
}

/// The value below which the share `u` of the mass lies, for `u` in (0, 1).
#[must_use]
pub fn gamma_quantile(shape: f64, u: f64) -> f64 {
    solve(shape, Target::share(u))
}

/// The value at which −ln Q(shape, ·) reaches `hazard`; infinite if `hazard` is.
#[must_use]
pub fn gamma_hazard_quantile(shape: f64, hazard: f64) -> f64 {
    if hazard <= 0.0 {
        return 0.0;
    }
    if hazard == f64::INFINITY {
        return hazard;
    }
    solve(shape, Target::hazard(hazard))
}

/// The logarithm of x^shape·e^−x/Γ(shape): the density of ln x.
fn log_kernel(shape: f64, x: f64) -> f64 {
    let height = 0.5 * libm::log(shape / std::f64::consts::TAU) - stirling_rest(shape);
    height - shape * deviance(x, shape, x - shape)
}

fn tails(shape: f64, x: f64) -> Tails {
    if x <= 0.0 {
        return Tails::BEFORE;
    }
    if x == f64::INFINITY {
        return Tails::AFTER;
    }
    if shape < 1.0 && x < 1.5 {
        return tails_near_zero(shape, x);
    }
    if x < shape + 1.0 {
        let sum = lower_series(shape, x) / shape;
        return Tails::from_lower(log_kernel(shape, x) + libm::log(sum));
    }
    Tails::from_lower(log_kernel(shape, x) + libm::log(upper_fraction(shape, x))).mirrored()
}

/// For a shape below 1, where the upper tail may be small at a small `x`: it is
/// the difference of two small terms and not of two near 1 (Gautschi 1979).
fn tails_near_zero(shape: f64, x: f64) -> Tails {
    let log_lead = shape * libm::log(x) - log_gamma_one_plus(shape);
    let (mut sum, mut power, mut n) = (0.0, 1.0, 1.0);
    loop {
        power *= -x / n;
        let term = power / (shape + n);
        sum += term;
        if term.abs() <= 1e-17 * f64::abs(sum) {
            break;
        }
        n += 1.0;
    }
    let log_lower = log_lead + libm::log1p(shape * sum);
    if log_lower < -LN_2 {
        return Tails::from_lower(log_lower);
    }
    let upper = -libm::expm1(log_lead) - libm::exp(log_lead) * shape * sum;
    Tails { log_lower, log_upper: libm::log(upper).min(0.0) }
}

/// 1 + x/(a+1) + x²/((a+1)(a+2)) + …: DLMF 8.7.1 without its leading factor.
fn lower_series(shape: f64, x: f64) -> f64 {
    let (mut sum, mut term, mut place) = (1.0, 1.0, shape);
    while term > 1e-17 * sum {
        place += 1.0;
        term *= x / place;
        sum += term;
    }
    sum
}

/// The continued fraction DLMF 8.9.2 by Lentz's method, without its leading
/// factor.
fn upper_fraction(shape: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - shape;
    // A zero here would be a division by zero; any tiny number does instead.
    let mut c = 1e300;
    let mut d = 1.0 / if b == 0.0 { 1e-300 } else { b };
    let (mut value, mut factor, mut n) = (d, 0.0, 1.0);
    while f64::abs(factor - 1.0) > 1e-15 {
        let a = -n * (n - shape);
        b += 2.0;
        d = 1.0 / tiny_if_zero(a * d + b);
        c = tiny_if_zero(b + a / c);
        factor = c * d;
        value *= factor;
        n += 1.0;
    }
    value
}

fn tiny_if_zero(value: f64) -> f64 {
    if value == 0.0 { 1e-300 } else { value }
}

/// Newton's method in ln x.
fn solve(shape: f64, target: Target) -> f64 {
    let mut x = start(shape, target);
    for _ in 0..MOST_STEPS {
        if x == 0.0 || x == f64::INFINITY {
            break;
        }
        let step = target.step(tails(shape, x), log_kernel(shape, x));
        x *= libm::exp(step);
        if step.abs() < LAST_STEP {
            break;
        }
    }
    x
}

/// Wilson and Hilferty's normal approximation, or the leading term at zero,
/// where all but that term is negligible.
fn start(shape: f64, target: Target) -> f64 {
    let (z, log_lower) = match target {
        Target::Lower(goal) if goal < -700.0 => (-normal_hazard_quantile(-goal), goal),
        Target::Lower(goal) => (normal_quantile(libm::exp(goal)), goal),
        Target::Upper(goal) => (normal_hazard_quantile(-goal), libm::log1p(-libm::exp(goal))),
    };
    let ninth = 1.0 / (9.0 * shape);
    let root = 1.0 - ninth + z * libm::sqrt(ninth);
    if shape >= 1.0 && root > 0.3 {
        return shape * root * root * root;
    }
    let log_gamma = if shape < 1.0 { log_gamma_one_plus(shape) } else { libm::lgamma(shape + 1.0) };
    libm::exp((log_lower.max(-1e300) + log_gamma) / shape)
}

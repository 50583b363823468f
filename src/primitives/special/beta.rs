//! The regularized incomplete beta function and its inverses.
//!
//! The relative error is some 1e-13 for parameters from 1e-3 to 1e7; the number
//! of terms, and so the time, grows like the root of the larger one.
//!
//! An exact interval for a share (Clopper and Pearson 1934) of k hits in n at
//! the level 1 − α is
//!
//! ```
//! use foomwatch::primitives::special::beta::{beta_quantile, beta_upper_quantile};
//!
//! let (k, n, alpha) = (0.0_f64, 10.0_f64, 0.05);
//! let low = if k == 0.0 { 0.0 } else { beta_quantile(k, n - k + 1.0, alpha / 2.0) };
//! let high = if k == n { 1.0 } else { beta_upper_quantile(k + 1.0, n - k, alpha / 2.0) };
//! assert!(low == 0.0 && (high - 0.308_497_1).abs() < 1e-7);
//! ```

use super::expansion::{deviance, stirling_rest};
use super::normal::{normal_hazard_quantile, normal_quantile};
use super::tails::{LAST_STEP, MOST_STEPS, Tails, Target};

/// I(x; a, b): the probability that a beta law gives at most `x`.
#[must_use]
pub fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    tails(a, b, Place::at(x)).lower()
}

/// 1 − I(x; a, b): the probability of a value above `x`.
#[must_use]
pub fn beta_upper(a: f64, b: f64, x: f64) -> f64 {
    tails(a, b, Place::at(x)).upper()
}

/// −ln(1 − I(x; a, b)), exact in both tails.
#[must_use]
pub fn beta_hazard(a: f64, b: f64, x: f64) -> f64 {
    0.0 - tails(a, b, Place::at(x)).log_upper
}

/// The value below which the share `u` of the mass lies, for `u` in (0, 1).
#[must_use]
pub fn beta_quantile(a: f64, b: f64, u: f64) -> f64 {
    solve(a, b, Target::share(u)).x
}

/// The value above which the share `u` of the mass lies, for `u` in (0, 1),
/// exact also for a `u` too small to be subtracted from 1.
#[must_use]
pub fn beta_upper_quantile(a: f64, b: f64, u: f64) -> f64 {
    solve(b, a, Target::share(u)).y
}

/// The value at which −ln(1 − I(·; a, b)) reaches `hazard`; 1 if that is
/// infinite.
#[must_use]
pub fn beta_hazard_quantile(a: f64, b: f64, hazard: f64) -> f64 {
    if hazard <= 0.0 {
        return 0.0;
    }
    if hazard == f64::INFINITY {
        return 1.0;
    }
    solve(a, b, Target::hazard(hazard)).x
}

/// A point of the unit interval by its distance from either end, so that both
/// are exact.
#[derive(Clone, Copy, Debug)]
struct Place {
    x: f64,
    y: f64,
}

impl Place {
    fn at(x: f64) -> Self {
        Self { x, y: 1.0 - x }
    }

    fn at_logit(logit: f64) -> Self {
        Self { x: 1.0 / (1.0 + libm::exp(-logit)), y: 1.0 / (1.0 + libm::exp(logit)) }
    }

    fn moved(self, logit: f64) -> Self {
        let odds = self.x * libm::exp(logit);
        Self { x: odds / (odds + self.y), y: self.y / (odds + self.y) }
    }

    fn mirrored(self) -> Self {
        Self { x: self.y, y: self.x }
    }
}

/// The logarithm of x^a·y^b/B(a, b): the density of the logit of x.
fn log_kernel(a: f64, b: f64, at: Place) -> f64 {
    let whole = a + b;
    let height = 0.5 * (libm::log(a) + libm::log(b / whole) - libm::log(std::f64::consts::TAU))
        + stirling_rest(whole)
        - stirling_rest(a)
        - stirling_rest(b);
    let difference = (at.x * b - at.y * a) / whole;
    height - a * deviance(at.x, a / whole, difference) - b * deviance(at.y, b / whole, -difference)
}

fn tails(a: f64, b: f64, at: Place) -> Tails {
    if at.x <= 0.0 {
        return Tails::BEFORE;
    }
    if at.y <= 0.0 {
        return Tails::AFTER;
    }
    if at.x * (b + 1.0) < (a + 1.0) * at.y {
        return Tails::from_lower(log_kernel(a, b, at) - libm::log(fraction(a, b, at)));
    }
    let (a, b, at) = (b, a, at.mirrored());
    Tails::from_lower(log_kernel(a, b, at) - libm::log(fraction(a, b, at))).mirrored()
}

/// The continued fraction of DiDonato and Morris (1992, "Algorithm 708", BFRAC)
/// without its leading factor, by Lentz's method; it converges fast left of the
/// mean, and nothing cancels in it there.
fn fraction(a: f64, b: f64, at: Place) -> f64 {
    let Place { x, y } = at;
    let difference = a * y - b * x;
    let partial = |m: f64| {
        let odd = a + 2.0 * m;
        m + m * (b - m) * x / (odd - 1.0)
            + (a + m) * (difference + 1.0 + m * (1.0 + y)) / (odd + 1.0)
    };
    let start = a * (difference + 1.0) / (a + 1.0);
    let (mut value, mut c, mut d) = (tiny_if_zero(start), tiny_if_zero(start), 0.0);
    let (mut factor, mut m) = (0.0, 1.0);
    while f64::abs(factor - 1.0) > 1e-15 {
        let odd = a + 2.0 * m - 1.0;
        let above = (m * (a + m - 1.0) / odd) * ((a + b + m - 1.0) / odd) * (b - m) * x * x;
        let below = partial(m);
        d = 1.0 / tiny_if_zero(below + above * d);
        c = tiny_if_zero(below + above / c);
        factor = c * d;
        value *= factor;
        m += 1.0;
    }
    value
}

fn tiny_if_zero(value: f64) -> f64 {
    if value == 0.0 { 1e-300 } else { value }
}

/// Newton's method in the logit of x, always on a lower tail.
fn solve(a: f64, b: f64, target: Target) -> Place {
    let goal = match target {
        Target::Lower(goal) => goal,
        Target::Upper(goal) => return solve(b, a, Target::Lower(goal)).mirrored(),
    };
    let mut at = start(a, b, goal);
    for _ in 0..MOST_STEPS {
        if at.x == 0.0 || at.y == 0.0 {
            break;
        }
        let step = target.step(tails(a, b, at), log_kernel(a, b, at));
        at = at.moved(step);
        if step.abs() < LAST_STEP {
            break;
        }
    }
    at
}

/// The leading term at zero where it is far down, else a normal law of the
/// logit.
fn start(a: f64, b: f64, log_lower: f64) -> Place {
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let leading = (log_lower + libm::log(a) + log_beta) / a;
    if leading < -2.0 - libm::log(1.0 + b) {
        return Place { x: libm::exp(leading), y: 1.0 - libm::exp(leading) };
    }
    let z = if log_lower < -700.0 {
        -normal_hazard_quantile(-log_lower)
    } else {
        normal_quantile(libm::exp(log_lower))
    };
    let deviation = libm::sqrt(1.0 / a + 1.0 / b);
    Place::at_logit((libm::log(a / b) + z * deviation).clamp(-700.0, 700.0))
}

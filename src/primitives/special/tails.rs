//! Both tails of a law at a point, and the inverse of either.

use std::f64::consts::LN_2;

/// The logarithms of the probabilities below and above a point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tails {
    /// From minus infinity to 0.
    pub(super) log_lower: f64,
    /// From minus infinity to 0.
    pub(super) log_upper: f64,
}

impl Tails {
    /// All the mass lies above.
    pub(super) const BEFORE: Self = Self { log_lower: f64::NEG_INFINITY, log_upper: 0.0 };
    /// All the mass lies below.
    pub(super) const AFTER: Self = Self { log_lower: 0.0, log_upper: f64::NEG_INFINITY };

    /// Both tails from the lower one, which the caller knows not to be near 1.
    pub(super) fn from_lower(log_lower: f64) -> Self {
        Self { log_lower, log_upper: libm::log1p(-libm::exp(log_lower.min(0.0))) }
    }

    /// The same law seen from the other end.
    pub(super) fn mirrored(self) -> Self {
        Self { log_lower: self.log_upper, log_upper: self.log_lower }
    }

    /// The probability below.
    pub(super) fn lower(self) -> f64 {
        libm::exp(self.log_lower)
    }

    /// The probability above.
    pub(super) fn upper(self) -> f64 {
        libm::exp(self.log_upper)
    }
}

/// A tail of at most one half, by the logarithm of its probability.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    Lower(f64),
    Upper(f64),
}

impl Target {
    /// The tail that `u` in (0, 1) leaves below.
    pub(super) fn share(u: f64) -> Self {
        if u <= 0.5 { Self::Lower(libm::log(u)) } else { Self::Upper(libm::log1p(-u)) }
    }

    /// The tail at which the cumulative hazard is `hazard`, from 0 up.
    pub(super) fn hazard(hazard: f64) -> Self {
        if hazard < LN_2 {
            Self::Lower(libm::log(-libm::expm1(-hazard)))
        } else {
            Self::Upper(-hazard)
        }
    }

    /// Newton's step toward the target in a coordinate in which the density is
    /// `exp(log_density)`.
    ///
    /// In the coordinates used here both tails are log-concave, so that the
    /// method converges from any start; the limit on a step only keeps a poor
    /// start from a long way back.
    pub(super) fn step(self, tails: Tails, log_density: f64) -> f64 {
        let step = match self {
            Self::Lower(goal) => {
                (goal - tails.log_lower) * libm::exp(tails.log_lower - log_density)
            }
            Self::Upper(goal) => {
                (tails.log_upper - goal) * libm::exp(tails.log_upper - log_density)
            }
        };
        step.clamp(-8.0, 8.0)
    }
}

/// A step below which the next one, squared by Newton's method, is no more than
/// rounding.
pub(super) const LAST_STEP: f64 = 1e-10;

/// Far more steps than any start was seen to need: a bound, so that nothing can
/// turn a wobble of the last bits into a loop without end.
pub(super) const MOST_STEPS: u32 = 200;

//! Quantiles, probabilities and hazards of every law.

use super::law::Distribution;
use super::truncated::Truncated;
use super::weighted::{
    mixture_cumulative, mixture_hazard, mixture_inverse, mixture_support, one_of_quantile,
    one_of_support, one_of_tails,
};
use crate::primitives::special::{beta, gamma, normal};

impl Distribution {
    /// The least interval that holds every value; either end may be infinite.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        match self {
            Self::Constant(value) => (*value, *value),
            Self::Uniform { low, high }
            | Self::LogUniform { low, high }
            | Self::Triangular { low, high, .. }
            | Self::Pert { low, high, .. }
            | Self::TruncatedNormal { low, high, .. }
            | Self::Beta { low, high, .. } => (*low, *high),
            Self::Exponential { .. }
            | Self::Erlang { .. }
            | Self::Gamma { .. }
            | Self::Weibull { .. }
            | Self::LogNormal { .. } => (0.0, f64::INFINITY),
            Self::Empirical(values) => (values[0], values[values.len() - 1]),
            Self::Mixture(parts) => mixture_support(parts),
            Self::OneOf(parts) => one_of_support(parts),
        }
    }

    /// The least value with a share of at least `u` of the mass at or below it.
    /// It grows with `u`, but for the rounding of the last bits.
    ///
    /// # Panics
    ///
    /// If `u` is not between 0 and 1, both excluded.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        assert!(u > 0.0 && u < 1.0, "the quantile at {u}");
        let value = match self {
            Self::Uniform { low, high } => low + u * (high - low),
            Self::LogUniform { low, high } => low * libm::exp(u * libm::log(high / low)),
            Self::Triangular { low, mode, high } => triangular_at(*low, *mode, *high, u, 1.0 - u),
            Self::Erlang { .. } | Self::Gamma { .. } => {
                let (shape, scale) = self.gamma_parts();
                scale * gamma::gamma_quantile(shape, u)
            }
            Self::Pert { low, high, .. } | Self::Beta { low, high, .. } => {
                let (alpha, beta) = self.beta_shapes();
                low + (high - low) * beta::beta_quantile(alpha, beta, u)
            }
            Self::TruncatedNormal { mean, deviation, .. } => {
                mean + deviation * self.standard().quantile(u)
            }
            Self::LogNormal { median, sigma } => {
                median * libm::exp(sigma * normal::normal_quantile(u))
            }
            Self::Empirical(values) => values[step(values.len(), u)],
            Self::Mixture(parts) => {
                let reached = |x: f64| mixture_cumulative(parts, x) >= u;
                let reached_above = |x: f64| mixture_hazard(parts, x) >= -libm::log1p(-u);
                let of_part = |law: &Self| law.quantile(u);
                if u < 0.5 {
                    mixture_inverse(parts, of_part, reached)
                } else {
                    mixture_inverse(parts, of_part, reached_above)
                }
            }
            Self::OneOf(parts) => one_of_quantile(parts, u),
            Self::Constant(_) | Self::Exponential { .. } | Self::Weibull { .. } => {
                self.hazard_quantile(-libm::log1p(-u))
            }
        };
        let (least, most) = self.support();
        value.clamp(least, most.min(f64::MAX))
    }

    /// The probability of a value of at most `x`.
    #[must_use]
    pub fn cumulative(&self, x: f64) -> f64 {
        let (least, most) = self.support();
        if x >= most {
            return 1.0;
        }
        if x < least {
            return 0.0;
        }
        match self {
            Self::Uniform { low, high } => (x - low) / (high - low),
            Self::LogUniform { low, high } => libm::log(x / low) / libm::log(high / low),
            Self::Triangular { low, mode, high } if x <= *mode => {
                (x - low) / (high - low) * ((x - low) / (mode - low).max(f64::MIN_POSITIVE))
            }
            Self::Erlang { .. } | Self::Gamma { .. } => {
                let (shape, scale) = self.gamma_parts();
                gamma::gamma_lower(shape, x / scale)
            }
            Self::Pert { low, high, .. } | Self::Beta { low, high, .. } => {
                let (alpha, beta) = self.beta_shapes();
                beta::beta_lower(alpha, beta, (x - low) / (high - low))
            }
            Self::TruncatedNormal { mean, deviation, .. } => {
                self.standard().tails((x - mean) / deviation).0
            }
            Self::LogNormal { median, sigma } => {
                normal::normal_cumulative(libm::log(x / median) / sigma)
            }
            Self::Empirical(values) => at_most(values, x) as f64 / values.len() as f64,
            Self::Mixture(parts) => mixture_cumulative(parts, x),
            Self::OneOf(parts) => one_of_tails(parts, x).0,
            Self::Constant(_)
            | Self::Triangular { .. }
            | Self::Exponential { .. }
            | Self::Weibull { .. } => -libm::expm1(-self.cumulative_hazard(x)),
        }
    }

    /// −ln of the probability of a value above `age`: 0 before the support,
    /// infinite at its end, and exact far out in the tail.
    #[must_use]
    pub fn cumulative_hazard(&self, age: f64) -> f64 {
        let (least, most) = self.support();
        if age >= most {
            return f64::INFINITY;
        }
        if age < least {
            return 0.0;
        }
        match self {
            Self::Exponential { mean } => age / mean,
            Self::Weibull { shape, scale } => libm::pow(age / scale, *shape),
            Self::Erlang { .. } | Self::Gamma { .. } => {
                let (shape, scale) = self.gamma_parts();
                gamma::gamma_hazard(shape, age / scale)
            }
            Self::Pert { low, high, .. } | Self::Beta { low, high, .. } => {
                let (alpha, beta) = self.beta_shapes();
                beta::beta_hazard(alpha, beta, (age - low) / (high - low))
            }
            Self::LogNormal { median, sigma } => {
                normal::normal_hazard(libm::log(age / median) / sigma)
            }
            Self::Mixture(parts) => mixture_hazard(parts, age),
            Self::Constant(_) => f64::INFINITY,
            Self::Uniform { low, high } => {
                hazard_of((age - low) / (high - low), (high - age) / (high - low))
            }
            Self::LogUniform { low, high } => {
                let whole = libm::log(high / low);
                hazard_of(libm::log(age / low) / whole, libm::log(high / age) / whole)
            }
            Self::Triangular { low, mode, high } => triangular_hazard(*low, *mode, *high, age),
            Self::TruncatedNormal { mean, deviation, .. } => {
                self.standard().hazard((age - mean) / deviation)
            }
            Self::Empirical(values) => {
                let below = at_most(values, age);
                let whole = values.len() as f64;
                hazard_of(below as f64 / whole, (values.len() - below) as f64 / whole)
            }
            Self::OneOf(parts) => {
                let (below, above) = one_of_tails(parts, age);
                hazard_of(below, above)
            }
        }
    }

    /// The least age at which the cumulative hazard reaches `hazard`: the start
    /// of the support at 0, its end, which may be infinite, at infinity.
    ///
    /// # Panics
    ///
    /// If `hazard` is negative or NaN.
    #[must_use]
    pub fn hazard_quantile(&self, hazard: f64) -> f64 {
        assert!(hazard >= 0.0, "the age at a hazard of {hazard}");
        let (least, most) = self.support();
        if hazard == 0.0 {
            return least;
        }
        if hazard == f64::INFINITY {
            return most;
        }
        let age = match self {
            Self::Constant(value) => *value,
            Self::Exponential { mean } => mean * hazard,
            Self::Weibull { shape, scale } => scale * libm::pow(hazard, 1.0 / shape),
            Self::Erlang { .. } | Self::Gamma { .. } => {
                let (shape, scale) = self.gamma_parts();
                scale * gamma::gamma_hazard_quantile(shape, hazard)
            }
            Self::Pert { low, high, .. } | Self::Beta { low, high, .. } => {
                let (alpha, beta) = self.beta_shapes();
                low + (high - low) * beta::beta_hazard_quantile(alpha, beta, hazard)
            }
            Self::LogNormal { median, sigma } => {
                median * libm::exp(sigma * normal::normal_hazard_quantile(hazard))
            }
            Self::TruncatedNormal { mean, deviation, .. } => {
                mean + deviation * self.standard().hazard_quantile(hazard)
            }
            Self::Uniform { low, high } => {
                let (below, above) = shares_at(hazard);
                if below < 0.5 { low + (high - low) * below } else { high - (high - low) * above }
            }
            Self::LogUniform { low, high } => {
                let ((below, above), whole) = (shares_at(hazard), libm::log(high / low));
                if below < 0.5 {
                    low * libm::exp(whole * below)
                } else {
                    high * libm::exp(-whole * above)
                }
            }
            Self::Triangular { low, mode, high } => {
                let (below, above) = shares_at(hazard);
                triangular_at(*low, *mode, *high, below, above)
            }
            Self::Mixture(parts) => {
                let of_part = |law: &Self| law.hazard_quantile(hazard);
                mixture_inverse(parts, of_part, |x| mixture_hazard(parts, x) >= hazard)
            }
            Self::Empirical(values) => values[step(values.len(), shares_at(hazard).0)],
            Self::OneOf(parts) => one_of_quantile(parts, shares_at(hazard).0),
        };
        age.clamp(least, most)
    }

    /// The shape and the scale of a gamma law.
    pub(super) fn gamma_parts(&self) -> (f64, f64) {
        match self {
            Self::Erlang { stages, mean } => (f64::from(*stages), mean / f64::from(*stages)),
            Self::Gamma { shape, mean } => (*shape, mean / shape),
            other => unreachable!("{other:?} is no gamma law"),
        }
    }

    /// The two shapes of a beta law.
    pub(super) fn beta_shapes(&self) -> (f64, f64) {
        match self {
            Self::Beta { alpha, beta, .. } => (*alpha, *beta),
            Self::Pert { low, mode, high } => {
                let width = high - low;
                (1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width)
            }
            other => unreachable!("{other:?} is no beta law"),
        }
    }

    /// A truncated normal law in deviations from its mean.
    pub(super) fn standard(&self) -> Truncated {
        match self {
            Self::TruncatedNormal { mean, deviation, low, high } => {
                Truncated { low: (low - mean) / deviation, high: (high - mean) / deviation }
            }
            other => unreachable!("{other:?} is no truncated normal law"),
        }
    }
}

/// −ln of the probability `above`, from whichever tail is the smaller.
fn hazard_of(below: f64, above: f64) -> f64 {
    if below < 0.5 { 0.0 - libm::log1p(-below) } else { 0.0 - libm::log(above) }
}

/// How many of the ascending values are at most `x`.
fn at_most(values: &[f64], x: f64) -> usize {
    values.partition_point(|value| *value <= x)
}

/// The place of the least of `count` equal steps that reaches `u`.
fn step(count: usize, u: f64) -> usize {
    (libm::ceil(u * count as f64) as usize).clamp(1, count) - 1
}

/// The shares below and above the value at which the cumulative hazard is this.
fn shares_at(hazard: f64) -> (f64, f64) {
    (-libm::expm1(-hazard), libm::exp(-hazard))
}

/// The value with these shares below and above it.
fn triangular_at(low: f64, mode: f64, high: f64, below: f64, above: f64) -> f64 {
    if below * (high - low) <= mode - low {
        low + libm::sqrt(below * (high - low)) * libm::sqrt(mode - low)
    } else {
        high - libm::sqrt(above * (high - low)) * libm::sqrt(high - mode)
    }
}

fn triangular_hazard(low: f64, mode: f64, high: f64, age: f64) -> f64 {
    if age <= mode {
        // At a mode at the lower end there is nothing below, and no quotient.
        let rise = (mode - low).max(f64::MIN_POSITIVE);
        return 0.0 - libm::log1p(-((age - low) / (high - low) * ((age - low) / rise)));
    }
    0.0 - libm::log((high - age) / (high - low)) - libm::log((high - age) / (high - mode))
}

//! Means and variances of every law, in closed form where that is stable.

use super::law::Distribution;
use super::truncated::integral;
use super::weighted::total;

impl Distribution {
    /// The mean; infinite if it is above the greatest double.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Uniform { low, high } => low + 0.5 * (high - low),
            Self::LogUniform { low, high } => (high - low) / libm::log(high / low),
            Self::Triangular { low, mode, high } => low + ((mode - low) + (high - low)) / 3.0,
            Self::Pert { low, high, .. } | Self::Beta { low, high, .. } => {
                let (alpha, beta) = self.beta_shapes();
                low + (high - low) * (alpha / (alpha + beta))
            }
            Self::Exponential { mean } | Self::Erlang { mean, .. } | Self::Gamma { mean, .. } => {
                *mean
            }
            Self::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Self::TruncatedNormal { mean, deviation, .. } => {
                let (beyond, peak, _) = self.standard().moments();
                mean + deviation * (peak + beyond)
            }
            Self::LogNormal { median, sigma } => median * libm::exp(0.5 * sigma * sigma),
            Self::Empirical(values) => {
                let count = values.len() as f64;
                values.iter().map(|value| value / count).sum()
            }
            Self::Mixture(parts) => {
                let whole = total(parts);
                parts.iter().map(|(weight, law)| weight / whole * law.mean()).sum()
            }
            Self::OneOf(parts) => {
                let whole = total(parts);
                parts.iter().map(|(weight, value)| weight / whole * value).sum()
            }
        }
    }

    /// The variance; infinite if it is above the greatest double.
    #[must_use]
    pub fn variance(&self) -> f64 {
        match self {
            Self::Constant(_) => 0.0,
            Self::Uniform { low, high } => (high - low) * (high - low) / 12.0,
            Self::LogUniform { low, high } => {
                // The closed form cancels where the ends are near each other.
                let (mean, whole) = (self.mean(), libm::log(high / low));
                let square = |x: f64| {
                    let beyond = low * libm::exp(x) - mean;
                    beyond * beyond
                };
                integral(square, 0.0, whole, 16 + whole as u32 * 4) / whole
            }
            Self::Triangular { low, mode, high } => {
                let (a, b) = (mode - low, high - low);
                (a * a + b * b - a * b) / 18.0
            }
            Self::Pert { low, high, .. } | Self::Beta { low, high, .. } => {
                let (alpha, beta) = self.beta_shapes();
                let (whole, width) = (alpha + beta, high - low);
                width * width * (alpha / whole) * (beta / whole) / (whole + 1.0)
            }
            Self::Exponential { mean } => mean * mean,
            Self::Erlang { stages, mean } => mean * mean / f64::from(*stages),
            Self::Gamma { shape, mean } => mean * mean / shape,
            Self::Weibull { shape, scale } => weibull_variance(*shape, *scale),
            Self::TruncatedNormal { deviation, .. } => {
                deviation * deviation * self.standard().moments().2
            }
            Self::LogNormal { sigma, .. } => {
                let mean = self.mean();
                mean * mean * libm::expm1(sigma * sigma)
            }
            Self::Empirical(values) => {
                let (mean, count) = (self.mean(), values.len() as f64);
                values.iter().map(|value| (value - mean) * (value - mean) / count).sum()
            }
            Self::Mixture(parts) => {
                let (whole, mean) = (total(parts), self.mean());
                let part = |(weight, law): &(f64, Self)| {
                    let beyond = law.mean() - mean;
                    weight / whole * (law.variance() + beyond * beyond)
                };
                parts.iter().map(part).sum()
            }
            Self::OneOf(parts) => {
                let (whole, mean) = (total(parts), self.mean());
                let part =
                    |(weight, value): &(f64, f64)| weight / whole * (value - mean) * (value - mean);
                parts.iter().map(part).sum()
            }
        }
    }
}

/// By lnΓ(1 + 2/k) − 2·lnΓ(1 + 1/k), so that only a small ratio is rounded.
fn weibull_variance(shape: f64, scale: f64) -> f64 {
    let once = libm::lgamma(1.0 + 1.0 / shape);
    let twice = libm::lgamma(1.0 + 2.0 / shape);
    let mean = scale * libm::exp(once);
    mean * mean * libm::expm1(twice - 2.0 * once)
}

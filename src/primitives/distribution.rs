//! Distributions.

/// A distribution over real numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same.
    Constant(f64),
    /// Exponential.
    Exponential {
        /// Its mean.
        mean: f64,
    },
}

impl Distribution {
    /// The value below which this share of the mass lies.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Exponential { mean } => -mean * libm::log1p(-u),
        }
    }

    /// The cumulative hazard.
    #[must_use]
    pub fn cumulative_hazard(&self, age: f64) -> f64 {
        age
    }
}

/// The standard normal's quantile.
#[must_use]
pub fn normal_quantile(u: f64) -> f64 {
    u
}

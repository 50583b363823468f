//! The laws, and the doors by which they are made.

use std::fmt;
use std::sync::Arc;

/// A law of real numbers, in the base unit of whatever it is about.
///
/// The constructors are the door: a variant written by hand is the writer's own
/// promise that the fields are as its constructor would have let them through.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the constructors say what each field is")]
pub enum Distribution {
    /// Always the same value.
    Constant(f64),
    /// Equally likely anywhere between two values.
    Uniform { low: f64, high: f64 },
    /// Its logarithm is uniform.
    LogUniform { low: f64, high: f64 },
    /// A density that rises to the mode and falls again, both linearly.
    Triangular { low: f64, mode: f64, high: f64 },
    /// A smooth relative of the triangular law.
    Pert { low: f64, mode: f64, high: f64 },
    /// The law without memory.
    Exponential { mean: f64 },
    /// The sum of equal exponential stages; `mean` is that of the whole.
    Erlang { stages: u32, mean: f64 },
    /// The gamma law.
    Gamma { shape: f64, mean: f64 },
    /// The cumulative hazard is (x/scale)^shape.
    Weibull { shape: f64, scale: f64 },
    /// A normal law given that it lies between two values.
    TruncatedNormal { mean: f64, deviation: f64, low: f64, high: f64 },
    /// Its logarithm is normal with deviation `sigma`.
    LogNormal { median: f64, sigma: f64 },
    /// A beta law stretched from `low` to `high`.
    Beta { alpha: f64, beta: f64, low: f64, high: f64 },
    /// One of these values, each equally likely; in ascending order.
    Empirical(Arc<[f64]>),
    /// One of these laws, by weight.
    Mixture(Arc<[(f64, Distribution)]>),
    /// One of these values, by weight; in ascending order of the values.
    OneOf(Arc<[(f64, f64)]>),
}

/// Why there is no such distribution.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are what the message names")]
pub enum InvalidDistribution {
    /// A field is NaN or infinite.
    NotFinite { law: &'static str, field: &'static str, value: f64 },
    /// A field is zero or below and must be above.
    NotPositive { law: &'static str, field: &'static str, value: f64 },
    /// A field is outside what the law can be computed for.
    OutOfRange { law: &'static str, field: &'static str, value: f64, least: f64, most: f64 },
    /// Two fields are not in ascending order.
    OutOfOrder { law: &'static str, lower: (&'static str, f64), upper: (&'static str, f64) },
    /// A list has no entry.
    Empty { law: &'static str },
    /// A weight is negative or not finite, or all are zero.
    Weight { law: &'static str, value: f64 },
}

impl fmt::Display for InvalidDistribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFinite { law, field, value } => {
                write!(f, "`{field}` of `{law}` must be a finite number, but is `{value}`")
            }
            Self::NotPositive { law, field, value } => {
                write!(f, "`{field}` of `{law}` must be above 0, but is `{value}`")
            }
            Self::OutOfRange { law, field, value, least, most } => {
                write!(f, "`{field}` of `{law}` must be from {least} to {most}, but is `{value}`")
            }
            Self::OutOfOrder { law, lower, upper } => write!(
                f,
                "`{}` of `{law}` must be below `{}`, but is `{}` beside `{}`",
                lower.0, upper.0, lower.1, upper.1
            ),
            Self::Empty { law } => write!(f, "`{law}` must have at least one entry"),
            Self::Weight { law, value } => write!(
                f,
                "the weights of `{law}` must be finite, not negative and not all zero, but one is `{value}`"
            ),
        }
    }
}

impl std::error::Error for InvalidDistribution {}

/// The result of a constructor.
type Made = Result<Distribution, InvalidDistribution>;

/// Shapes for which the special functions were checked.
const SHAPES: (f64, f64) = (1e-3, 1e7);

/// The 90th percentile of the standard normal law.
const NORMAL_P90: f64 = 1.281_551_565_544_600_4;

impl Distribution {
    /// The law of so many times what this is the law of. Its quantiles are so many times
    /// those of this one.
    ///
    /// # Panics
    ///
    /// If the factor is not a positive finite number.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        assert!(factor > 0.0 && factor.is_finite(), "a law scaled by {factor}");
        let by = |value: &f64| value * factor;
        match self {
            Self::Constant(value) => Self::Constant(by(value)),
            Self::Uniform { low, high } => Self::Uniform { low: by(low), high: by(high) },
            Self::LogUniform { low, high } => Self::LogUniform { low: by(low), high: by(high) },
            Self::Triangular { low, mode, high } => {
                Self::Triangular { low: by(low), mode: by(mode), high: by(high) }
            }
            Self::Pert { low, mode, high } => {
                Self::Pert { low: by(low), mode: by(mode), high: by(high) }
            }
            Self::Exponential { mean } => Self::Exponential { mean: by(mean) },
            Self::Erlang { stages, mean } => Self::Erlang { stages: *stages, mean: by(mean) },
            Self::Gamma { shape, mean } => Self::Gamma { shape: *shape, mean: by(mean) },
            Self::Weibull { shape, scale } => Self::Weibull { shape: *shape, scale: by(scale) },
            Self::TruncatedNormal { mean, deviation, low, high } => Self::TruncatedNormal {
                mean: by(mean),
                deviation: by(deviation),
                low: by(low),
                high: by(high),
            },
            Self::LogNormal { median, sigma } => {
                Self::LogNormal { median: by(median), sigma: *sigma }
            }
            Self::Beta { alpha, beta, low, high } => {
                Self::Beta { alpha: *alpha, beta: *beta, low: by(low), high: by(high) }
            }
            Self::Empirical(values) => Self::Empirical(values.iter().map(by).collect()),
            Self::Mixture(parts) => {
                let scaled = |(weight, part): &(f64, Self)| (*weight, part.scaled(factor));
                Self::Mixture(parts.iter().map(scaled).collect())
            }
            Self::OneOf(parts) => {
                Self::OneOf(parts.iter().map(|(weight, value)| (*weight, by(value))).collect())
            }
        }
    }

    /// Always `value`, which is finite.
    pub fn constant(value: f64) -> Made {
        finite("Constant", &[("value", value)])?;
        Ok(Self::Constant(value))
    }

    /// Equally likely anywhere from `low` to `high`, which is larger.
    pub fn uniform(low: f64, high: f64) -> Made {
        ordered("Uniform", ("low", low), ("high", high))?;
        Ok(Self::Uniform { low, high })
    }

    /// Uniform in its logarithm, from `low` above 0 to `high`.
    pub fn log_uniform(low: f64, high: f64) -> Made {
        ordered("LogUniform", ("low", low), ("high", high))?;
        positive("LogUniform", &[("low", low)])?;
        Ok(Self::LogUniform { low, high })
    }

    /// With a density that peaks at `mode`, which may be at either end.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Made {
        peaked("Triangular", low, mode, high)?;
        Ok(Self::Triangular { low, mode, high })
    }

    /// The beta law on `low` to `high` with the mean (low + 4·mode + high)/6
    /// (Malcolm, Roseboom, Clark and Fazar 1959).
    pub fn pert(low: f64, mode: f64, high: f64) -> Made {
        peaked("Pert", low, mode, high)?;
        Ok(Self::Pert { low, mode, high })
    }

    /// Exponential with this mean, above 0.
    pub fn exponential(mean: f64) -> Made {
        positive("Exponential", &[("mean", mean)])?;
        Ok(Self::Exponential { mean })
    }

    /// The sum of `stages` exponential stages, from 1 to 1e7, of equal means
    /// that add up to `mean`.
    pub fn erlang(stages: u32, mean: f64) -> Made {
        within("Erlang", "stages", f64::from(stages), (1.0, SHAPES.1))?;
        positive("Erlang", &[("mean", mean)])?;
        Ok(Self::Erlang { stages, mean })
    }

    /// Gamma with this shape, from 1e-3 to 1e7, and mean; its scale is
    /// mean/shape. The mean is the field because it carries the unit, and so
    /// that an Erlang law is the same law with whole stages.
    pub fn gamma(shape: f64, mean: f64) -> Made {
        within("Gamma", "shape", shape, SHAPES)?;
        positive("Gamma", &[("mean", mean)])?;
        Ok(Self::Gamma { shape, mean })
    }

    /// Weibull with this shape, from 1e-2 to 1e4, and scale, the quantile at
    /// 1 − 1/e.
    pub fn weibull(shape: f64, scale: f64) -> Made {
        within("Weibull", "shape", shape, (1e-2, 1e4))?;
        positive("Weibull", &[("scale", scale)])?;
        Ok(Self::Weibull { shape, scale })
    }

    /// Normal with this mean and deviation, given that it lies from `low` to
    /// `high`; either may be infinite. `mean` and `deviation` are those before
    /// the truncation, and the range must come within 1e6 deviations.
    pub fn truncated_normal(mean: f64, deviation: f64, low: f64, high: f64) -> Made {
        let law = "TruncatedNormal";
        finite(law, &[("mean", mean)])?;
        positive(law, &[("deviation", deviation)])?;
        for (field, value) in [("low", low), ("high", high)] {
            if value.is_nan() {
                return Err(InvalidDistribution::NotFinite { law, field, value });
            }
        }
        if low >= high {
            let (lower, upper) = (("low", low), ("high", high));
            return Err(InvalidDistribution::OutOfOrder { law, lower, upper });
        }
        let reach = 1e6 * deviation;
        within(law, "low", low, (f64::NEG_INFINITY, mean + reach))?;
        within(law, "high", high, (mean - reach, f64::INFINITY))?;
        Ok(Self::TruncatedNormal { mean, deviation, low, high })
    }

    /// Log-normal with this median, above 0, and deviation of the logarithm,
    /// above 0 and at most 50.
    pub fn log_normal(median: f64, sigma: f64) -> Made {
        positive("LogNormal", &[("median", median), ("sigma", sigma)])?;
        within("LogNormal", "sigma", sigma, (0.0, 50.0))?;
        Ok(Self::LogNormal { median, sigma })
    }

    /// Log-normal with this median and, above it, 90th percentile.
    pub fn log_normal_from_p90(median: f64, p90: f64) -> Made {
        positive("LogNormal", &[("median", median)])?;
        ordered("LogNormal", ("median", median), ("p90", p90))?;
        Self::log_normal(median, libm::log(p90 / median) / NORMAL_P90)
    }

    /// Beta with these two shapes, each from 1e-3 to 1e7, from `low` to `high`.
    pub fn beta(alpha: f64, beta: f64, low: f64, high: f64) -> Made {
        within("Beta", "alpha", alpha, SHAPES)?;
        within("Beta", "beta", beta, SHAPES)?;
        ordered("Beta", ("low", low), ("high", high))?;
        Ok(Self::Beta { alpha, beta, low, high })
    }

    /// Each of these values equally likely, in any order: the step function of
    /// the data, so that its mean is the data's.
    pub fn empirical(values: &[f64]) -> Made {
        let law = "Empirical";
        if values.is_empty() {
            return Err(InvalidDistribution::Empty { law });
        }
        for value in values {
            finite(law, &[("values", *value)])?;
        }
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        Ok(Self::Empirical(sorted.into()))
    }

    /// One of these laws, chosen by weight. Weights need not add up to 1.
    pub fn mixture(parts: Vec<(f64, Self)>) -> Made {
        weights("Mixture", parts.iter().map(|part| part.0))?;
        Ok(Self::Mixture(parts.into()))
    }

    /// One of these values, chosen by weight. Weights need not add up to 1.
    pub fn one_of(mut parts: Vec<(f64, f64)>) -> Made {
        weights("OneOf", parts.iter().map(|part| part.0))?;
        for (_, value) in &parts {
            finite("OneOf", &[("value", *value)])?;
        }
        parts.sort_by(|left, right| left.1.total_cmp(&right.1));
        Ok(Self::OneOf(parts.into()))
    }
}

type Field = (&'static str, f64);
type Checked = Result<(), InvalidDistribution>;

fn finite(law: &'static str, fields: &[Field]) -> Checked {
    for &(field, value) in fields {
        if !value.is_finite() {
            return Err(InvalidDistribution::NotFinite { law, field, value });
        }
    }
    Ok(())
}

fn positive(law: &'static str, fields: &[Field]) -> Checked {
    finite(law, fields)?;
    for &(field, value) in fields {
        if value <= 0.0 {
            return Err(InvalidDistribution::NotPositive { law, field, value });
        }
    }
    Ok(())
}

fn within(law: &'static str, field: &'static str, value: f64, range: (f64, f64)) -> Checked {
    let (least, most) = range;
    if !(least..=most).contains(&value) {
        return Err(InvalidDistribution::OutOfRange { law, field, value, least, most });
    }
    Ok(())
}

fn ordered(law: &'static str, lower: Field, upper: Field) -> Checked {
    finite(law, &[lower, upper])?;
    if lower.1 >= upper.1 {
        return Err(InvalidDistribution::OutOfOrder { law, lower, upper });
    }
    // A width that overflows would make the law's own arithmetic infinite.
    finite(law, &[(upper.0, upper.1 - lower.1)])
}

fn peaked(law: &'static str, low: f64, mode: f64, high: f64) -> Checked {
    finite(law, &[("mode", mode)])?;
    ordered(law, ("low", low), ("high", high))?;
    within(law, "mode", mode, (low, high))
}

fn weights(law: &'static str, weights: impl Iterator<Item = f64>) -> Checked {
    let (mut total, mut entries) = (0.0, 0);
    for value in weights {
        if !value.is_finite() || value < 0.0 {
            return Err(InvalidDistribution::Weight { law, value });
        }
        total += value;
        entries += 1;
    }
    if entries == 0 {
        return Err(InvalidDistribution::Empty { law });
    }
    if total == 0.0 || !total.is_finite() {
        return Err(InvalidDistribution::Weight { law, value: total });
    }
    Ok(())
}

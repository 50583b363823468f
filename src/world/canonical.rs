//! Checked values as one exact text each, whatever the file's layout and units.
//!
//! The digest of a world is taken of these texts, so that they never change
//! unless the world does: numbers are in the base unit, in the shortest form
//! that reads back as the same bits.

use std::fmt::Write as _;

use crate::primitives::distribution::Distribution;

/// A text in quotes, with everything escaped that could be taken for the end.
pub(super) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// A number.
pub(super) fn exact(number: f64) -> String {
    format!("{number:?}")
}

/// A distribution.
pub(super) fn law(distribution: &Distribution) -> String {
    use Distribution as D;
    let call = |name: &str, numbers: &[f64]| {
        let numbers: Vec<String> = numbers.iter().copied().map(exact).collect();
        format!("{name}({})", numbers.join(", "))
    };
    match distribution {
        D::Constant(value) => exact(*value),
        D::Uniform { low, high } => call("Uniform", &[*low, *high]),
        D::LogUniform { low, high } => call("LogUniform", &[*low, *high]),
        D::Triangular { low, mode, high } => call("Triangular", &[*low, *mode, *high]),
        D::Pert { low, mode, high } => call("Pert", &[*low, *mode, *high]),
        D::Exponential { mean } => call("Exponential", &[*mean]),
        D::Erlang { stages, mean } => call("Erlang", &[f64::from(*stages), *mean]),
        D::Gamma { shape, mean } => call("Gamma", &[*shape, *mean]),
        D::Weibull { shape, scale } => call("Weibull", &[*shape, *scale]),
        D::TruncatedNormal { mean, deviation, low, high } => {
            call("TruncatedNormal", &[*mean, *deviation, *low, *high])
        }
        D::LogNormal { median, sigma } => call("LogNormal", &[*median, *sigma]),
        D::Beta { alpha, beta, low, high } => call("Beta", &[*alpha, *beta, *low, *high]),
        D::Empirical(values) => call("Empirical", values),
        D::Mixture(parts) => {
            let mut text = String::from("Mixture(");
            for (weight, part) in parts.iter() {
                write!(text, "{} {}, ", exact(*weight), law(part))
                    .expect("strings can be written to");
            }
            text + ")"
        }
        D::OneOf(parts) => {
            let flat: Vec<f64> =
                parts.iter().flat_map(|&(weight, value)| [weight, value]).collect();
            call("OneOf", &flat)
        }
    }
}

//! Numbers as people read them: as many digits as are known, and no more.

use crate::experiment::estimate::Estimate;
use crate::primitives::quantity::{Dimension, format};
use crate::primitives::time::{SECONDS_PER_DAY, SECONDS_PER_YEAR};
use crate::world::Scale;

/// A share in per cent with the fewest decimals that tell it from 0 and 1.
///
/// # Panics
///
/// If it is 0 or 1 or outside: those are never known.
#[must_use]
pub fn percent(share: f64) -> String {
    assert!(share > 0.0 && share < 1.0, "a share of {share} is never known");
    let percent = 100.0 * share;
    if percent < 1e-3 {
        return format!("{percent:.2e} %");
    }
    // Nearer to all than that is how sums were rounded.
    if 1.0 - share < 1e-9 {
        return "> 99.9999999 %".to_owned();
    }
    let distance = percent.min(100.0 - percent);
    let mut decimals: usize = if distance >= 1.0 { 1 } else { 2 };
    loop {
        let text = format!("{percent:.decimals$}");
        let is_end = text.bytes().all(|byte| matches!(byte, b'0' | b'.'))
            || text.split('.').next() == Some("100");
        if !is_end || decimals >= 17 {
            return format!("{text} %");
        }
        decimals += 1;
    }
}

/// The share of an estimate: bounded where it was always or never seen, and 0 or 1 where
/// it cannot be anything else.
#[must_use]
pub fn share(estimate: &Estimate) -> String {
    match (estimate.estimate, estimate.low, estimate.high) {
        (Some(0.0), _, Some(0.0)) => "0".to_owned(),
        (Some(1.0), Some(1.0), _) => "1".to_owned(),
        (Some(0.0), _, Some(high)) if high < 1.0 => format!("< {}", percent(high)),
        (Some(1.0), Some(low), _) if low > 0.0 && low < 1.0 => format!("> {}", percent(low)),
        (Some(share), ..) if share > 0.0 && share < 1.0 => percent(share),
        _ => "–".to_owned(),
    }
}

/// An interval of a share, its closed ends as such.
#[must_use]
pub fn share_interval(estimate: &Estimate) -> String {
    let end = |end: Option<f64>| match end {
        Some(end) if end <= 0.0 => "0".to_owned(),
        Some(end) if end >= 1.0 => "1".to_owned(),
        Some(end) => percent(end),
        None => "–".to_owned(),
    };
    match (estimate.low, estimate.high) {
        (None, None) => "–".to_owned(),
        (low, high) => format!("{} to {}", end(low), end(high)),
    }
}

/// A number with about three digits that matter.
#[must_use]
pub fn short(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    // Rounding comes first: 0.9996 has the decimals of 1.00.
    let rounded = rounded(number);
    let magnitude = libm::floor(libm::log10(rounded.abs())) as i32;
    match magnitude {
        ..=-4 | 7.. => format!("{number:.2e}"),
        2..=6 => grouped(libm::round(number) as i64),
        _ => format!("{rounded:.decimals$}", decimals = (2 - magnitude) as usize),
    }
}

/// A whole number with commas between thousands.
#[must_use]
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

/// A value of a measure in the unit that suits it.
#[must_use]
pub fn measured(value: f64, dimension: Dimension) -> String {
    match dimension {
        Dimension::Span => span(value),
        Dimension::Share => short(value),
        Dimension::Number | Dimension::Count | Dimension::Magnitude => short(value),
        Dimension::Rate
        | Dimension::Flop
        | Dimension::FlopRate
        | Dimension::Power
        | Dimension::Money
        | Dimension::Tokens => format(rounded(value), dimension),
    }
}

/// A value of a parameter in a unit that suits it.
#[must_use]
pub fn scaled(value: f64, scale: Scale) -> String {
    match scale {
        Scale::Chips(chip) => format!("{} {}", grouped(value as i64), chip.name),
        Scale::Quantity(Dimension::Count) => grouped(value as i64),
        Scale::Quantity(Dimension::Share) => format!("{} %", short(100.0 * value)),
        Scale::Quantity(Dimension::Rate) => rate(value),
        Scale::Quantity(Dimension::Magnitude) => format!("{} OOM", short(value)),
        Scale::Quantity(dimension) => measured(value, dimension),
    }
}

/// A rate in the smallest unit in which it is below a thousand.
fn rate(per_second: f64) -> String {
    const UNITS: [(f64, &str); 4] =
        [(SECONDS_PER_YEAR, "/y"), (SECONDS_PER_DAY, "/d"), (3600.0, "/h"), (1.0, "/s")];
    let unit = UNITS.into_iter().find(|(length, _)| per_second.abs() * length < 999.5);
    let (length, name) = unit.unwrap_or((1.0, "/s"));
    format!("{}{name}", short(per_second * length))
}

/// The nearest number of three digits that matter.
fn rounded(value: f64) -> f64 {
    format!("{value:.2e}").parse().expect("a printed number reads back")
}

/// A span of seconds in the greatest unit in which it is at least 1, up to days.
#[must_use]
pub fn span(seconds: f64) -> String {
    const UNITS: [(f64, &str); 6] = [
        (SECONDS_PER_DAY, "d"),
        (3600.0, "h"),
        (60.0, "min"),
        (1.0, "s"),
        (1e-3, "ms"),
        (1e-6, "µs"),
    ];
    let unit = UNITS.into_iter().find(|(length, _)| seconds.abs() >= *length);
    let (length, name) = unit.unwrap_or((1.0, "s"));
    format!("{} {name}", short(seconds / length))
}

#[cfg(test)]
mod tests {
    use super::{grouped, percent, short, span};

    #[test]
    fn a_share_is_never_printed_as_an_end() {
        assert_eq!(percent(0.5), "50.0 %");
        assert_eq!(percent(0.9996), "99.96 %");
        assert_eq!(percent(0.999_999_6), "99.99996 %");
        assert_eq!(percent(2.517e-9), "2.52e-7 %");
        assert_eq!(percent(1.2e-5), "0.001 %");
        assert_eq!(percent(1.0 - 1e-8), "99.999999 %");
        assert_eq!(percent(1.0 - f64::EPSILON / 2.0), "> 99.9999999 %");
    }

    #[test]
    fn a_number_has_three_digits_after_rounding() {
        assert_eq!(short(0.99996), "1.00");
        assert_eq!(short(12.345), "12.3");
        assert_eq!(short(1_234_567.8), "1,234,568");
        assert_eq!(short(-0.01234), "-0.0123");
        assert_eq!(short(1.5e-9), "1.50e-9");
        assert_eq!(grouped(-1_000), "-1,000");
    }

    #[test]
    fn a_span_has_the_unit_that_suits_it() {
        assert_eq!(span(1e-6), "1.00 µs");
        assert_eq!(span(90.0), "1.50 min");
        assert_eq!(span(86_400.0 * 400.0), "400 d");
        assert_eq!(span(0.0), "0 s");
    }
}

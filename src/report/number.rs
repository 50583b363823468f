//! Numbers as people read them: as many digits as are known, and no more.

use crate::experiment::estimate::Estimate;
use crate::primitives::quantity::{Dimension, format};
use crate::primitives::time::SECONDS_PER_DAY;

/// A share in per cent with the fewest decimals that tell it from 0 and 1.
///
/// # Panics
///
/// If it is 0 or 1 or outside: those are never known.
#[must_use]
pub fn percent(share: f64) -> String {
    assert!(
        share > 0.0 && share < 1.0,
        "a share of {share} is never known"
    );
    let percent = 100.0 * share;
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

/// The share of an estimate: bounded where it was always or never seen.
#[must_use]
pub fn share(estimate: &Estimate) -> String {
    match (estimate.estimate, estimate.low, estimate.high) {
        (Some(0.0), _, Some(high)) if high < 1.0 => format!("< {}", percent(high)),
        (Some(1.0), Some(low), _) if low > 0.0 => format!("> {}", percent(low)),
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
    let magnitude = libm::floor(libm::log10(number.abs())) as i32;
    match magnitude {
        ..=-4 | 7.. => format!("{number:.2e}"),
        2..=6 => grouped(libm::round(number) as i64),
        _ => format!("{number:.decimals$}", decimals = (2 - magnitude) as usize),
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

/// Days with three digits that matter.
#[must_use]
pub fn days(seconds: f64) -> String {
    format!("{} d", short(seconds / SECONDS_PER_DAY))
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
        | Dimension::Money => format(rounded(value), dimension),
    }
}

/// The nearest number of three digits that matter.
fn rounded(value: f64) -> f64 {
    format!("{value:.2e}")
        .parse()
        .expect("a printed number reads back")
}

/// A span in the greatest unit in which it is at least 1.
fn span(seconds: f64) -> String {
    const UNITS: [(f64, &str); 4] = [
        (SECONDS_PER_DAY, "d"),
        (3600.0, "h"),
        (60.0, "min"),
        (1.0, "s"),
    ];
    let unit = UNITS
        .into_iter()
        .find(|(length, _)| seconds.abs() >= *length);
    let (length, name) = unit.unwrap_or((1.0, "s"));
    format!("{} {name}", short(seconds / length))
}

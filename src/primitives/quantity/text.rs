//! From text to a number in the base unit, and back.

use std::ops::Range;

use super::dimension::{Dimension, UNITS, Unit};
use super::error::QuantityError;

/// The number that `text` stands for, in the base unit of `dimension`: finite,
/// within the range of the dimension, and never −0.
///
/// A text is a decimal number, white space or none, and a unit, as in
/// `"1e26 FLOP"`, `"20 %"` or `"3 / y"`. Shares, counts and bare numbers may
/// stand without a unit.
///
/// # Errors
///
/// If the text is no such quantity; the error says where and why.
pub fn parse(text: &str, dimension: Dimension) -> Result<f64, QuantityError> {
    let (wanted, example) = (dimension.noun(), dimension.example());
    let split = Split::of(text, wanted, example)?;
    let unit = split.unit(text, dimension)?;
    let base = unit.map_or(split.value, |unit| unit.to_base(split.value));
    let (least, most) = dimension.range();
    let is_whole = dimension != Dimension::Count || libm::trunc(base) == base;
    if (least..=most).contains(&base) && is_whole {
        // The sum is +0 for −0 and changes no other number.
        return Ok(base + 0.0);
    }
    let at = split.whole();
    let found = text[at.clone()].to_owned();
    Err(if base < least && least == 0.0 {
        QuantityError::Negative { found, wanted, at }
    } else if (least..=most).contains(&base) {
        QuantityError::NotWhole { found, wanted, at }
    } else {
        QuantityError::TooLarge { found, wanted, most: text_of(most, dimension), at }
    })
}

/// A short text that [`parse`] reads back as exactly this number.
///
/// Of the printed units it takes the one with the text that is easiest to read,
/// the larger one of two as easy.
///
/// # Panics
///
/// If the number is not finite.
#[must_use]
pub fn format(value: f64, dimension: Dimension) -> String {
    assert!(value.is_finite(), "a quantity of {value}");
    text_of(value + 0.0, dimension)
}

fn text_of(value: f64, dimension: Dimension) -> String {
    let bare = dimension.is_bare().then(|| shortest(value));
    let mut best = bare.map(|text| (effort(&text, value), text));
    for unit in dimension.units().filter(|unit| unit.printed) {
        let Some(number) = number_in(unit, value) else {
            continue;
        };
        let name = unit.names[0];
        let gap = if name.starts_with('/') { "" } else { " " };
        let text = format!("{}{gap}{name}", shortest(number));
        let effort = effort(&text, number);
        if best.as_ref().is_none_or(|best| effort <= best.0) {
            best = Some((effort, text));
        }
    }
    best.expect("the base unit says every number exactly").1
}

/// How hard a text is to read: its length, a letter more for a number that is
/// not between one and a thousand, and a word more for one with an exponent.
fn effort(text: &str, number: f64) -> usize {
    let size = number.abs();
    let exponent = !is_plain(number);
    text.len() + usize::from(!(1.0..1000.0).contains(&size)) + 8 * usize::from(exponent)
}

/// Whether a number is written without an exponent.
fn is_plain(number: f64) -> bool {
    number == 0.0 || (1e-4..1e7).contains(&number.abs())
}

/// The number of units that reads back as exactly `value`, in as few digits as
/// it was most likely written with; none if rounding forbids it.
fn number_in(unit: &Unit, value: f64) -> Option<f64> {
    let number = unit.from_base(value);
    let rounded: f64 = format!("{number:.14e}").parse().ok()?;
    [rounded, number].into_iter().find(|number| unit.to_base(*number) == value)
}

/// The shortest decimal that is this double.
fn shortest(number: f64) -> String {
    if is_plain(number) { format!("{number}") } else { format!("{number:e}") }
}

/// A text, taken apart.
pub(super) struct Split {
    pub(super) value: f64,
    pub(super) number_at: Range<usize>,
    pub(super) unit_at: Range<usize>,
}

impl Split {
    /// The number at the start of `text` and the place of what follows.
    pub(super) fn of(
        text: &str,
        wanted: &'static str,
        example: &str,
    ) -> Result<Self, QuantityError> {
        let start = text.len() - text.trim_start().len();
        let end = start + text.trim().len();
        let body = &text[start.min(end)..end];
        let length = number_length(body);
        let rest = &body[length..];
        let odd = rest.starts_with(['_', ',', '.', '+', '-', '\'', '’'])
            || rest.starts_with(|next: char| next.is_ascii_digit())
            || (&body[..length] == "0" && rest.starts_with(['x', 'o', 'b']));
        if length == 0 || odd {
            let word = body.find(char::is_whitespace).unwrap_or(body.len());
            let at = start.min(end)..start.min(end) + word;
            let (found, example) = (body[..word].to_owned(), example.to_owned());
            return Err(QuantityError::NotANumber { found, wanted, example, at });
        }
        let value: f64 = body[..length].parse().expect("the scanned text is a decimal number");
        let number_at = start..start + length;
        if !value.is_finite() {
            let (found, most) = (body[..length].to_owned(), format!("{:e}", f64::MAX));
            return Err(QuantityError::TooLarge { found, wanted, most, at: number_at });
        }
        let unit_at = end - rest.trim_start().len()..end;
        Ok(Self { value, number_at, unit_at })
    }

    /// From the number's start to the unit's end.
    pub(super) fn whole(&self) -> Range<usize> {
        self.number_at.start..self.number_at.end.max(if self.unit_at.is_empty() {
            0
        } else {
            self.unit_at.end
        })
    }

    /// The unit, or none where none is given and none is needed.
    fn unit(
        &self,
        text: &str,
        dimension: Dimension,
    ) -> Result<Option<&'static Unit>, QuantityError> {
        let wanted = dimension.noun();
        // Who wants a bare number is not told to write it in percent.
        let told = |unit: &&'static Unit| unit.printed || !dimension.is_bare();
        let units = || dimension.units().filter(told).map(|unit| unit.names[0]).collect::<Vec<_>>();
        if self.unit_at.is_empty() {
            if dimension.is_bare() {
                return Ok(None);
            }
            let (number, at) = (text[self.number_at.clone()].to_owned(), self.number_at.clone());
            return Err(QuantityError::MissingUnit { number, wanted, units: units(), at });
        }
        let (given, at) = (&text[self.unit_at.clone()], self.unit_at.clone());
        let named = |unit: &&Unit| unit.names.iter().any(|name| same(name, given));
        if let Some(unit) = dimension.units().find(named) {
            return Ok(Some(unit));
        }
        let unit = given.to_owned();
        if let Some(other) = UNITS.iter().find(named) {
            let (is, example) = (other.dimension.noun(), dimension.example().to_owned());
            return Err(QuantityError::WrongDimension { unit, is, wanted, example, at });
        }
        let names = dimension.units().flat_map(|unit| unit.names.iter().copied());
        let packed: String = given.split_whitespace().collect();
        let nearest = nearest(&packed, names);
        Err(QuantityError::UnknownUnit { unit, wanted, nearest, units: units(), at })
    }
}

/// Whether a name is this text, white space apart.
fn same(name: &str, given: &str) -> bool {
    let is_black = |letter: &char| !letter.is_whitespace();
    name == given || name.chars().filter(is_black).eq(given.chars().filter(is_black))
}

/// The name that was most likely meant, if any is near.
pub(super) fn nearest(
    given: &str,
    names: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    if given.chars().count() < 2 {
        // One letter is as near to many names: the whole list says more.
        return None;
    }
    let lower = given.to_lowercase();
    // Earlier names win ties, so that a suggestion does not depend on the sort.
    let mut best: Option<(f64, &'static str)> = None;
    for name in names {
        let likeness = strsim::jaro_winkler(&lower, &name.to_lowercase());
        if likeness > 0.75 && best.is_none_or(|best| likeness > best.0) {
            best = Some((likeness, name));
        }
    }
    best.map(|best| best.1)
}

/// The bytes that a decimal number takes at the start: a sign or none, digits,
/// a point and digits or none, an exponent or none.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits =
        |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let whole = digits(sign);
    if whole == 0 {
        return 0;
    }
    let mut end = sign + whole;
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if fraction == 0 {
            return end;
        }
        end += 1 + fraction;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits((end + 1 + sign).min(bytes.len()));
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    end
}

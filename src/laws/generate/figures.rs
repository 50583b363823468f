//! What one parameter is given, as a file says it: a number, a law, hours, a table.
//!
//! It lacks what hangs on others: names of actors, of channels and of others' entries.

use crate::primitives::parameter::{Kind, ParameterRow};
use crate::primitives::quantity::{self, CHIPS, Dimension};
use crate::world::quoted;

use super::genes::Tape;
use super::hints::{self, Hint};
use super::scale::{By, Scale};

/// The names of entries of tables.
pub(super) const ENTRIES: [&str; 4] = ["first", "second", "third", "fourth"];

/// Weeks in which somebody works.
const HOURS: [&str; 6] = [
    "\"24/7\"",
    "\"Mo-Fr 09:00-17:00\"",
    "\"Mo-Su 22:00-06:00\"",
    "\"Sa 20:00-34:00\"",
    "Hours(open: \"Mo-Fr 08:00-12:00,13:00-17:00\", zone: \"Europe/London\", holidays: [\"12-25\"])",
    "Hours(open: \"Mo-Su 00:00-24:00\", holidays: [\"2027-01-01\", \"2027-01-04\"])",
];

/// Who has a parameter, and in a world of which scale.
#[derive(Clone, Copy)]
pub(super) struct Writer<'w> {
    pub(super) role: &'static str,
    pub(super) scale: &'w Scale,
}

impl Writer<'_> {
    /// What a row is given, if it is given anything. Rows that hang on others are not
    /// written here.
    pub(super) fn row(&self, row: &ParameterRow, tape: &mut Tape<'_>) -> Option<String> {
        let is_free = row.optional || row.default.is_some();
        let hint = self.hint(row);
        let leaves = is_free && !tape.is(if hint.rare { 0.12 } else { 0.45 });
        if leaves && !hint.given {
            return None;
        }
        self.value(row, tape)
    }

    /// The same for a row that is to be given.
    pub(super) fn value(&self, row: &ParameterRow, tape: &mut Tape<'_>) -> Option<String> {
        Some(match row.kind {
            Kind::Quantity(dimension) => self.number(row, dimension, tape),
            Kind::Law(dimension) => self.law(row, dimension, tape),
            Kind::Chips => self.chips(tape),
            Kind::Hours => (*tape.pick(&HOURS)).to_owned(),
            Kind::Flag => tape.is(0.5).to_string(),
            Kind::Choice(words) => {
                // The first is what it is mostly without being given, and half as likely.
                let place = tape.below(2 * words.len() - 1).div_ceil(2);
                words[place].to_owned()
            }
            Kind::Table(_, rows) => self.table(row, rows, tape),
            Kind::Channel | Kind::Actor | Kind::EntryOf(_) | Kind::TableByActor(..) => return None,
        })
    }

    /// The fields of one entry of a table, in parentheses.
    pub(super) fn group(&self, rows: &[ParameterRow], tape: &mut Tape<'_>) -> String {
        let given =
            rows.iter().filter_map(|row| Some(format!("{}: {}", row.name, self.row(row, tape)?)));
        format!("({})", given.collect::<Vec<_>>().join(", "))
    }

    fn table(&self, row: &ParameterRow, rows: &[ParameterRow], tape: &mut Tape<'_>) -> String {
        let many = match row.default {
            Some(_) => tape.below(4),
            None => 1 + tape.below(3),
        };
        let entries: Vec<String> = ENTRIES[..many]
            .iter()
            .map(|name| format!("{}: {}", quoted(name), self.group(rows, tape)))
            .collect();
        format!("{{{}}}", entries.join(", "))
    }

    fn chips(&self, tape: &mut Tape<'_>) -> String {
        let factor = *tape.pick(&[1.0, 0.5, 2.0, 0.1]);
        let count = (self.scale.chips as f64 * factor).max(1.0) as u64;
        // The first of the catalog are old, and so slow that programs do not come far.
        let first = if self.scale.is_nasty { 0 } else { 2 };
        let chip = &CHIPS[first + tape.below(CHIPS.len() - first)];
        quoted(&format!("{count} {}", chip.name))
    }

    fn hint(&self, row: &ParameterRow) -> Hint {
        hints::of(self.role, row)
    }

    /// One number within the limits of its row.
    pub(super) fn number(
        &self,
        row: &ParameterRow,
        dimension: Dimension,
        tape: &mut Tape<'_>,
    ) -> String {
        let hint = self.hint(row);
        let limits = limits(row, dimension);
        let weights = if self.scale.is_nasty { [74, 16, 10] } else { [986, 10, 4] };
        let value = match tape.weighed(&weights) {
            1 if hint.least => limits.0,
            2 if hint.most && limits.1 < 1e6 => limits.1,
            _ => self.usual(&hint, tape),
        };
        said(value, dimension, limits)
    }

    /// A usual value, in the base unit.
    fn usual(&self, hint: &Hint, tape: &mut Tape<'_>) -> f64 {
        let part = tape.part();
        let number = if hint.low > 0.0 {
            hint.low * libm::pow(hint.high / hint.low, part)
        } else {
            hint.low + (hint.high - hint.low) * part
        };
        // Round numbers meet each other, as equal times do.
        let number = if tape.is(0.3) { digits(number, 2) } else { round(number) };
        number * self.scale.one(hint.by)
    }

    /// A law that stays within the limits of its row.
    fn law(&self, row: &ParameterRow, dimension: Dimension, tape: &mut Tape<'_>) -> String {
        let hint = self.hint(row);
        let limits = limits(row, dimension);
        let is_bounded = row.range.is_some()
            || matches!(dimension, Dimension::Share | Dimension::Count | Dimension::Number);
        if tape.is(if self.scale.is_nasty { 0.2 } else { 0.01 }) && hint.least {
            return said(limits.0, dimension, limits);
        }
        let (one, other) = (self.usual(&hint, tape), self.usual(&hint, tape));
        let (low, high) = (one.min(other), one.max(other));
        let text = |value: f64| said(value, dimension, limits);
        let (first, second) = (text(low), text(high));
        if first == second || dimension == Dimension::Count && is_bounded {
            let all = format!("OneOf([{first}, (2, {second})])");
            return if tape.is(0.5) { all } else { first };
        }
        let form = if is_bounded { tape.below(6) } else { tape.below(14) };
        match form {
            0 => first,
            1 => format!("Uniform({first}, {second})"),
            2 => format!("Triangular({first}, {second}, {second})"),
            3 => format!("OneOf([(1, {first}), (3, {second})])"),
            4 => format!("Empirical([{first}, {second}, {first}])"),
            5 => format!("Pert({first}, {first}, {second})"),
            6 | 7 => format!("Exponential(mean: {second})"),
            8 => format!("LogNormal(median: {first}, p90: {second})"),
            9 => format!("Erlang(stages: 3, mean: {second})"),
            10 => format!("Gamma(shape: 2, mean: {second})"),
            11 => format!("Weibull(shape: 1.5, scale: {second})"),
            12 => format!("Mixture([(0.3, Exponential(mean: {first})), (0.7, {second})])"),
            _ => format!("TruncatedNormal(mean: {second}, deviation: {first}, low: {first})"),
        }
    }

    /// A usual number of a dimension that no row asks for, as of a link's delay.
    pub(super) fn free(
        &self,
        (low, high, by): (f64, f64, By),
        dimension: Dimension,
        tape: &mut Tape<'_>,
    ) -> String {
        let hint = Hint { low, high, by, least: false, most: false, given: true, rare: false };
        said(self.usual(&hint, tape), dimension, dimension.range())
    }
}

/// The least and the greatest value of a row, in the base unit.
pub(super) fn limits(row: &ParameterRow, dimension: Dimension) -> (f64, f64) {
    let Some((low, high)) = row.range else {
        return dimension.range();
    };
    let limit = |text: &str| quantity::parse(text, dimension).unwrap_or_default();
    (limit(low), limit(high))
}

/// A value within limits as a file says it, in few digits.
pub(super) fn said(value: f64, dimension: Dimension, (least, most): (f64, f64)) -> String {
    let value = value.clamp(least, most);
    let value = if dimension == Dimension::Count { libm::round(value) } else { value };
    let short =
        if dimension.is_bare() { bare(value, dimension) } else { in_units(value, dimension) };
    let is_within = |text: &String| {
        let read = quantity::parse(text, dimension);
        read.is_ok_and(|read| (least..=most).contains(&read))
    };
    let text = Some(short).filter(is_within);
    let text = text.unwrap_or_else(|| quantity::format(value, dimension));
    if text.parse::<f64>().is_ok() { text } else { quoted(&text) }
}

fn bare(value: f64, dimension: Dimension) -> String {
    if dimension == Dimension::Share {
        return format!("{} %", digits(100.0 * value, 3));
    }
    let is_whole = dimension == Dimension::Count;
    format!("{}", if is_whole { value } else { digits(value, 3) })
}

/// In the unit in which it is between one and a thousand, or nearest to that.
fn in_units(value: f64, dimension: Dimension) -> String {
    let units =
        dimension.units().filter(|unit| !unit.names[0].starts_with(['G', 'T', 'P', 'E', 'Z', 'Y']));
    let distance = |number: f64| {
        let size = libm::log10(number.abs().max(1e-300));
        if size < 0.0 { -size } else { (size - 3.0).max(0.0) }
    };
    let best = units.min_by(|one, other| {
        distance(one.from_base(value)).total_cmp(&distance(other.from_base(value)))
    });
    let Some(unit) = best else {
        return quantity::format(value, dimension);
    };
    let number = digits(unit.from_base(value), 3);
    let name = unit.names[0];
    let gap = if name.starts_with('/') { "" } else { " " };
    let is_plain = number == 0.0 || (1e-3..1e6).contains(&number.abs());
    if is_plain { format!("{number}{gap}{name}") } else { format!("{number:e}{gap}{name}") }
}

/// The nearest of 1, 2 and 5 times a power of ten.
fn round(number: f64) -> f64 {
    if number == 0.0 {
        return 0.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(number.abs())));
    let lead = number.abs() / power;
    let lead = match lead {
        lead if lead < 1.5 => 1.0,
        lead if lead < 3.5 => 2.0,
        lead if lead < 7.5 => 5.0,
        _ => 10.0,
    };
    digits(lead * power * number.signum(), 1)
}

/// A number of so many digits.
fn digits(number: f64, count: usize) -> f64 {
    format!("{number:.*e}", count - 1).parse().unwrap_or(number)
}

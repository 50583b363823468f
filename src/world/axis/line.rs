//! A parameter, the values over which it is moved, and the world at each of them.

use std::sync::Arc;

use crate::behaviors::Roles;
use crate::primitives::distribution::Distribution;
use crate::primitives::parameter::{Kind, ParameterRow};
use crate::primitives::quantity::{Chips, Dimension};
use crate::world::blueprint::Blueprint;
use crate::world::diagnostic::{Diagnostic, Diagnostics, Place, Source, did_you_mean, printable};
use crate::world::file::{WorldFile, path_of, steps};
use crate::world::node::{Arguments, Node};
use crate::world::point::{Lever, Unknown, UnknownOf};
use crate::world::provenance::without_mark;
use crate::world::template::{Amount, Recipe};
use crate::world::uncertain::reference;

use super::place::{of_node, of_row, range_of, row_at};
use super::scale::{AxisRange, Scale};

/// Where an unknown without a limit is cut off: what lies beyond has a chance of one
/// in a thousand on each side.
const CUT: (f64, f64) = (0.001, 0.999);

/// The quantiles between which an unknown mostly lies.
const MOSTLY: (f64, f64) = (0.05, 0.95);

/// A parameter of a world and what it can be moved over.
#[derive(Clone, Debug)]
pub struct Axis {
    path: String,
    target: Target,
    now: String,
    scale: Option<Scale>,
    words: Vec<String>,
    range: Option<AxisRange>,
    law: Option<Distribution>,
}

/// What is written where the parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    /// The value itself.
    Value,
    /// A law of one value. A word needs a list of it around.
    Unknown { is_word: bool },
    /// One setting, which is the baseline.
    Lever,
}

/// One of the values over which a parameter is moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AxisValue {
    /// A number in the base unit.
    Number(f64),
    /// A place in the list of words.
    Word(usize),
}

impl Axis {
    /// What can be moved at a path, which `--set` must understand. A value that is an
    /// unknown or a lever stands for that one.
    ///
    /// # Errors
    ///
    /// If nothing is there, or nothing that has an order or a list of words.
    pub fn new(
        file: &WorldFile,
        blueprint: &Blueprint,
        roles: &Roles,
        path: &str,
    ) -> Result<Self, Diagnostics> {
        let Some(steps) = steps(path) else {
            let hint = "as in `actors.desk.servers` or `unknowns.opacity`".to_owned();
            let message = format!("`{}` is not the path of a value", printable(path));
            return Err(Diagnostic::error(message).hint(hint).into());
        };
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        match steps.as_slice() {
            ["unknowns", name] => return of_unknown(blueprint, name),
            ["levers", name] | ["levers", name, "baseline"] => return of_lever(blueprint, name),
            _ => {}
        }
        let node = file.at(path).map(without_mark);
        if let Some((word, Arguments::Positional(values))) = node.and_then(reference)
            && let Some(name) = values.first().and_then(Node::as_text)
        {
            return match &word.text as &str {
                "Unknown" => of_unknown(blueprint, name),
                _ => of_lever(blueprint, name),
            };
        }
        let row = row_at(&steps, file, roles);
        let (scale, words) = match row {
            Some(row) => of_row(path, row, node)?,
            None => (Some(of_node(path, &steps, node, file, roles)?), Vec::new()),
        };
        let default = row.and_then(|row| row.default).unwrap_or("not given");
        let now = node.map_or_else(|| default.to_owned(), Node::on_one_line);
        Ok(Self {
            path: path.to_owned(),
            target: Target::Value,
            range: scale.and_then(|scale| range_of(row, scale, &now)),
            now,
            scale,
            words,
            law: None,
        })
    }

    /// Every unknown and every lever that something hangs on.
    #[must_use]
    pub fn candidates(blueprint: &Blueprint) -> Vec<Self> {
        let unknowns = blueprint.unknowns().iter().filter(|one| one.uses() > 0);
        let levers = blueprint.levers().iter().enumerate().filter(|(_, one)| one.uses() > 0);
        unknowns
            .map(unknown)
            .chain(levers.map(|(place, one)| lever(blueprint, place, one)))
            .collect()
    }

    /// The path of what is moved, as `--set` understands it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it is in the world, as the file writes it.
    #[must_use]
    pub fn now(&self) -> &str {
        &self.now
    }

    /// In what its numbers are counted; none if it has only words.
    #[must_use]
    pub fn scale(&self) -> Option<Scale> {
        self.scale
    }

    /// The values that it can have if it is moved over a list and not over a range.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// From where to where it can be moved, if that is known; of a list, nothing is.
    #[must_use]
    pub fn range(&self) -> Option<AxisRange> {
        self.range
    }

    /// Whether steps along it are better of equal ratio than of equal length.
    #[must_use]
    pub fn is_logarithmic(&self, range: AxisRange) -> bool {
        const SPAN: f64 = 30.0;
        let AxisRange { low, high, .. } = range;
        let by_law = matches!(
            self.law,
            Some(Distribution::LogUniform { .. } | Distribution::LogNormal { .. })
        );
        low > 0.0 && (by_law || high / low > SPAN)
    }

    /// A range that a user gives.
    ///
    /// # Errors
    ///
    /// If it has no numbers, or an end is no such number, or they are in no order.
    pub fn range_of(&self, low: &str, high: &str) -> Result<AxisRange, Diagnostics> {
        let Some(scale) = self.scale else {
            let message = format!("`{}` has no order, so it has no range", printable(&self.path));
            let hint = format!("it is one of {}", self.words.join(", "));
            return Err(Diagnostic::error(message).hint(hint).into());
        };
        let end = |text: &str| {
            scale.parse(text).map_err(|why| {
                let message = format!("`{}` is no end of the range: {why}", printable(text));
                let hint = format!("in the world it is {}", printable(&self.now));
                Diagnostics::from(Diagnostic::error(message).hint(hint))
            })
        };
        let range = AxisRange::whole((end(low)?, end(high)?));
        if range.low < range.high {
            return Ok(range);
        }
        let message =
            format!("the range from `{}` to `{}` is empty", printable(low), printable(high));
        Err(Diagnostic::error(message).hint("the lesser end comes first".to_owned()).into())
    }

    /// The values between which its influence is measured: of an unknown the quantiles
    /// at 5 % and 95 %, of a lever the least and the greatest setting, of words all.
    #[must_use]
    pub fn extremes(&self) -> Vec<AxisValue> {
        let ends = |low: f64, high: f64| vec![AxisValue::Number(low), AxisValue::Number(high)];
        match (&self.law, self.range) {
            (Some(law), _) => ends(law.quantile(MOSTLY.0), law.quantile(MOSTLY.1)),
            (None, Some(range)) => ends(range.low, range.high),
            (None, None) => (0..self.words.len()).map(AxisValue::Word).collect(),
        }
    }

    /// A value as it would stand in a file.
    #[must_use]
    pub fn text(&self, value: AxisValue) -> String {
        match value {
            AxisValue::Word(place) => self.words[place].clone(),
            AxisValue::Number(number) => {
                self.scale.expect("what has numbers has a scale").text(number)
            }
        }
    }

    /// What is put to the path for this value.
    #[must_use]
    pub fn setting(&self, value: AxisValue) -> String {
        let text = self.text(value);
        let inner = if needs_quotes(&text) { format!("\"{text}\"") } else { text.clone() };
        match self.target {
            Target::Value | Target::Unknown { is_word: false } => text,
            Target::Unknown { is_word: true } => format!("OneOf([{inner}])"),
            Target::Lever => format!("(settings: [{inner}], baseline: {inner})"),
        }
    }

    /// What it is in the world, in the base unit, if that is one number.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        self.scale?.parse(self.now.trim_matches('"')).ok()
    }

    /// The world with this value.
    ///
    /// # Errors
    ///
    /// If nothing can be set at the path.
    pub fn at(&self, file: &WorldFile, value: AxisValue) -> Result<WorldFile, Diagnostics> {
        let mut file = file.clone();
        file.set(&self.path, &self.setting(value))?;
        Ok(file)
    }
}

/// Whether a text is neither a bare number nor RON already.
fn needs_quotes(text: &str) -> bool {
    let is_word = text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    text.parse::<f64>().is_err() && !is_word && !text.contains(['"', '(', '[', '{'])
}

fn of_unknown(blueprint: &Blueprint, name: &str) -> Result<Axis, Diagnostics> {
    let all = blueprint.unknowns();
    let found = all.iter().find(|one| one.name() == name);
    found.map(unknown).ok_or_else(|| missing("unknown", name, all.iter().map(Unknown::name)))
}

fn of_lever(blueprint: &Blueprint, name: &str) -> Result<Axis, Diagnostics> {
    let all = blueprint.levers();
    let found = all.iter().enumerate().find(|(_, one)| one.name() == name);
    found
        .map(|(place, one)| lever(blueprint, place, one))
        .ok_or_else(|| missing("lever", name, all.iter().map(Lever::name)))
}

fn missing<'a>(what: &str, name: &str, all: impl Iterator<Item = &'a str>) -> Diagnostics {
    const MANY: usize = 40;
    let all: Vec<&str> = all.collect();
    let path = path_of(&[&format!("{what}s"), name]);
    let message = format!("there is no {what} `{}`", printable(name));
    let hint = did_you_mean(name, all.iter().copied(), &format!("the {what}s are"));
    let hint = hint.unwrap_or_else(|| {
        let first: Vec<String> =
            all.iter().take(MANY).map(|name| format!("`{}`", printable(name))).collect();
        match all.len() {
            0 => format!("the world has no {what}s"),
            1..=MANY => format!("the {what}s are {}", first.join(", ")),
            more => format!("the {what}s are {}, … and {} more", first.join(", "), more - MANY),
        }
    });
    Diagnostic::error(message).at("", &asked(&path)).hint(hint).into()
}

/// The place of a path that was asked for on the command line.
fn asked(path: &str) -> Place {
    const INTRO: &str = "--parameter ";
    // No other place is in the same message, so that its order is of no account.
    let source = Arc::new(Source::new("command line", format!("{INTRO}{path}"), 1));
    Place::new(&source, INTRO.len()..INTRO.len() + path.len())
}

fn unknown(unknown: &Unknown) -> Axis {
    let law = unknown.law();
    let scale = match unknown.of() {
        UnknownOf::Numbers(dimension) => Some(Scale::Quantity(dimension)),
        UnknownOf::Picks => None,
    };
    let words = match (scale, law) {
        (None, _) => unknown.choices().to_vec(),
        (Some(scale), Distribution::OneOf(parts)) => {
            parts.iter().map(|(_, value)| scale.text(*value)).collect()
        }
        (Some(_), _) => Vec::new(),
    };
    let (low, high) = law.support();
    // Nothing of a log-normal law is at its end, zero.
    let is_log_normal = matches!(law, Distribution::LogNormal { .. });
    let is_cut = (low.is_infinite() || is_log_normal, high.is_infinite());
    let range = AxisRange {
        low: if is_cut.0 { law.quantile(CUT.0) } else { low },
        high: if is_cut.1 { law.quantile(CUT.1) } else { high },
        is_cut,
    };
    let is_ranged = words.is_empty() && range.low < range.high;
    Axis {
        path: path_of(&["unknowns", unknown.name()]),
        target: Target::Unknown { is_word: scale.is_none() },
        now: unknown.text().to_owned(),
        scale,
        range: is_ranged.then_some(range),
        law: is_ranged.then(|| law.clone()),
        words,
    }
}

fn lever(blueprint: &Blueprint, place: usize, lever: &Lever) -> Axis {
    let texts = lever.settings().iter().map(|text| text.trim_matches('"'));
    let own = dimension_of(blueprint, place).map(Scale::Quantity);
    let first = Chips::parse(lever.settings()[0].trim_matches('"')).ok();
    let scales = (own.into_iter())
        .chain(Dimension::ALL.map(Scale::Quantity))
        .chain(first.map(|chips| Scale::Chips(chips.chip())));
    let read = |scale: Scale| {
        let numbers = texts.clone().map(|text| scale.parse(text).ok()).collect::<Option<Vec<_>>>();
        numbers.map(|numbers| (scale, numbers))
    };
    let numbers = scales.into_iter().find_map(read);
    let range = numbers.as_ref().map(|(_, numbers)| {
        let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        AxisRange::whole((least, greatest))
    });
    let range = range.filter(|range| range.low < range.high);
    Axis {
        path: path_of(&["levers", lever.name()]),
        target: Target::Lever,
        now: lever.settings()[lever.baseline()].clone(),
        scale: numbers.map(|(scale, _)| scale),
        words: if range.is_none() { lever.settings().to_vec() } else { Vec::new() },
        range,
        law: None,
    }
}

/// What the numbers of a lever measure where a parameter hangs on it.
fn dimension_of(blueprint: &Blueprint, lever: usize) -> Option<Dimension> {
    fn look(row: &ParameterRow, recipe: &Recipe, lever: usize) -> Option<Dimension> {
        let among = |rows: &'static [ParameterRow], recipes: &[Recipe]| {
            let mut both = rows.iter().zip(recipes);
            both.find_map(|(row, recipe)| look(row, recipe, lever))
        };
        match (recipe, row.kind) {
            (Recipe::Number(Amount::Lever { place, .. }), Kind::Quantity(dimension)) => {
                (*place == lever).then_some(dimension)
            }
            (Recipe::Table(entries), Kind::Table(_, rows)) => {
                entries.iter().find_map(|(_, recipes)| among(rows, recipes))
            }
            (Recipe::TableByActor(entries), Kind::TableByActor(_, rows)) => {
                entries.iter().find_map(|(_, recipes)| among(rows, recipes))
            }
            // A recipe fits its row, and only a quantity's says what a lever measures.
            (
                Recipe::Fixed(_)
                | Recipe::Number(Amount::Fixed(_) | Amount::Unknown { .. } | Amount::Lever { .. })
                | Recipe::Law(_)
                | Recipe::Pick(..)
                | Recipe::Table(_)
                | Recipe::TableByActor(_),
                Kind::Quantity(_)
                | Kind::Law(_)
                | Kind::Chips
                | Kind::Hours
                | Kind::Flag
                | Kind::Channel
                | Kind::Actor
                | Kind::Choice(_)
                | Kind::Table(..)
                | Kind::TableByActor(..)
                | Kind::EntryOf(_),
            ) => None,
        }
    }
    let mut all = blueprint.holes.settings.iter().flat_map(|(actor, recipes)| {
        let actor = blueprint.actor(blueprint.name_of(*actor)).expect("it is the file's");
        recipes.iter().map(|(row, recipe)| (&actor.role.parameters[*row], recipe))
    });
    all.find_map(|(row, recipe)| look(row, recipe, lever))
}

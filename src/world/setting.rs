//! One value of a role's table: from its node to a setting.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::primitives::calendar::{Calendar, Hours, midnight};
use crate::primitives::distribution::Distribution;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Kind, ParameterRow, Setting};
use crate::primitives::quantity::{self, Chips, Dimension};
use crate::primitives::time::Span;

use super::canonical;
use super::diagnostic::{MOST_SHOWN, Source, did_you_mean, printable};
use super::file::written;
use super::flaws::{Flaws, Path};
use super::law;
use super::names::WORLD;
use super::node::{Arguments, Node, Value};
use super::quantities::{self, example, number, within};

/// A setting and its canonical text.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub(super) setting: Setting,
    pub(super) text: String,
}

/// What a value of one actor is read against.
pub(super) struct Surroundings<'s> {
    /// Every actor by name.
    pub(super) actors: &'s BTreeMap<String, ActorId>,
    /// The channels so far, numbered as they came; settings hold these numbers
    /// until all are known and put into order.
    pub(super) channels: BTreeMap<String, u32>,
    /// The hours so far, laid out once for all who keep them.
    pub(super) calendars: BTreeMap<String, Arc<Calendar>>,
    /// When the run starts and how long it is; working hours are laid out over it.
    pub(super) starts: Date,
    pub(super) horizon: Span,
}

/// Reads the value that a file gives for a row.
pub(super) fn given(
    node: &Node,
    row: &ParameterRow,
    owner: &str,
    path: &Path,
    around: &mut Surroundings<'_>,
    flaws: &mut Flaws,
) -> Option<Checked> {
    let what = Subject { row, owner, path };
    match row.kind {
        Kind::Quantity(dimension) => what.quantity(node, dimension, flaws),
        Kind::Law(dimension) => what.law(node, dimension, flaws),
        Kind::Chips => what.chips(node, flaws),
        Kind::Hours => what.hours(node, around, flaws),
        Kind::Flag => what.flag(node, flaws),
        Kind::Channel => what.channel(node, around, flaws),
        Kind::Actor => what.actor(node, around, flaws),
        Kind::Choice(words) => what.choice(node, words, flaws),
    }
}

/// Reads the default of a row as if it stood in a file.
///
/// # Panics
///
/// If the default is not what the row itself asks for: a bug of the role.
pub(super) fn default(row: &ParameterRow, role: &str, around: &mut Surroundings<'_>) -> Checked {
    let Some(text) = row.default else {
        return absent();
    };
    let name = format!("the default of `{}`", row.name);
    let source = Arc::new(Source::new(name, text.to_owned(), usize::MAX));
    let mut flaws = Flaws::default();
    let checked = match written(&source, 0) {
        Ok(node) => given(&node, row, role, &Path::of(row.name), around, &mut flaws),
        Err(flaw) => {
            flaws.all.push(flaw);
            None
        }
    };
    match checked {
        Some(checked) if flaws.all.is_empty() => checked,
        Some(_) | None => {
            let why = flaws.all.first().map_or_else(String::new, |flaw| flaw.render(false));
            panic!("the default {text:?} of `{}` in the role `{role}` is wrong: {why}", row.name)
        }
    }
}

/// A value that is not given and may be so.
pub(super) fn absent() -> Checked {
    Checked { setting: Setting::Absent, text: "None".to_owned() }
}

/// The text of a node; bare words count as texts where no file's layout is at
/// stake: on the command line and in defaults.
pub(super) fn text_of(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) => Some(text),
        Value::Call(Some(name), Arguments::None) if node.place.source.order != 0 => {
            Some(&name.text)
        }
        Value::Call(..)
        | Value::Number(_)
        | Value::Flag(_)
        | Value::Absent
        | Value::List(_)
        | Value::Map(_)
        | Value::Foreign => None,
    }
}

/// A row, whose it is and where it is given.
struct Subject<'s> {
    row: &'s ParameterRow,
    owner: &'s str,
    path: &'s Path,
}

impl Subject<'_> {
    fn name(&self) -> String {
        format!("`{}` of `{}`", self.row.name, printable(self.owner))
    }

    fn quantity(&self, node: &Node, dimension: Dimension, flaws: &mut Flaws) -> Option<Checked> {
        let number = number(node, dimension, self.path, flaws)?;
        let bounds = self.bounds(dimension);
        let shown = printable(text_of(node).unwrap_or_else(|| node.text()));
        let message = match (number < bounds.least, number > bounds.most) {
            (true, _) => format!("must be at least {}, but is `{shown}`", bounds.least_text),
            (_, true) => format!("may be at most {}, but is `{shown}`", bounds.most_text),
            (false, false) => {
                return Some(Checked {
                    setting: Setting::Number(number),
                    text: canonical::exact(number),
                });
            }
        };
        let message = format!("{} {message}", self.name());
        let hint = format!("it is from {} to {}", bounds.least_text, bounds.most_text);
        flaws.add(self.path, &node.place, message, hint);
        None
    }

    fn law(&self, node: &Node, dimension: Dimension, flaws: &mut Flaws) -> Option<Checked> {
        let law = law::distribution(node, dimension, self.path, flaws)?;
        let bounds = self.bounds(dimension);
        let (low, high) = law.support();
        // Without a range of its own, a law may go to the end of what can be
        // computed with; only the end of shares means something.
        let open_above = self.row.range.is_none() && dimension != Dimension::Share;
        let fault = if low < bounds.least {
            Some((format!("must be at least {}", bounds.least_text), low))
        } else if high > bounds.most && !open_above {
            Some((format!("may be at most {}", bounds.most_text), high))
        } else {
            None
        };
        let Some((limit, reached)) = fault else {
            let text = canonical::law(&law);
            return Some(Checked { setting: Setting::Law(law), text });
        };
        let words: Vec<&str> = node.text().split_whitespace().collect();
        let shown = printable(&words.join(" "));
        let reach = match &law {
            Distribution::Constant(_) => format!("is `{}`", shown.trim_matches('"')),
            _ if reached.is_infinite() => format!("{shown} has no limit"),
            _ => format!("{shown} can reach {}", quantity::format(reached, dimension)),
        };
        let hint = if dimension == Dimension::Share && self.row.range.is_none() {
            "Beta(2, 5) stays between 0 and 1".to_owned()
        } else {
            let (low, high) = (&bounds.least_text, &bounds.most_text);
            let quote = if dimension.is_bare() { "" } else { "\"" };
            format!("Uniform({quote}{low}{quote}, {quote}{high}{quote}) stays within")
        };
        let message = format!("{} {limit}, but {reach}", self.name());
        flaws.add(self.path, &node.place, message, hint);
        None
    }

    fn chips(&self, node: &Node, flaws: &mut Flaws) -> Option<Checked> {
        let Some(text) = text_of(node) else {
            let hint = "as in `\"16384 H100\"`".to_owned();
            flaws.kind(self.path, node, "a number of chips", Some(hint));
            return None;
        };
        match Chips::parse(text) {
            Ok(chips) if chips.count() == 0 => {
                let message = format!("{} must be at least one chip", self.name());
                flaws.add(self.path, &node.place, message, None);
                None
            }
            Ok(chips) => Some(Checked { setting: Setting::Chips(chips), text: chips.to_string() }),
            Err(error) => {
                let place = within(node, text, error.at());
                quantities::refuse(&error, &place, self.path, flaws);
                None
            }
        }
    }

    fn hours(
        &self,
        node: &Node,
        around: &mut Surroundings<'_>,
        flaws: &mut Flaws,
    ) -> Option<Checked> {
        let Some(text) = text_of(node) else {
            let hint = "as in `\"Mo-Fr 09:00-17:00\"`".to_owned();
            flaws.kind(self.path, node, "opening hours", Some(hint));
            return None;
        };
        let hours = match Hours::parse(text) {
            Ok(hours) => hours,
            Err(error) => {
                let place = within(node, text, error.at());
                flaws.add(self.path, &place, format!("{}: {error}", self.name()), error.hint());
                return None;
            }
        };
        let text = hours.to_string();
        if !around.calendars.contains_key(&text) {
            let start = midnight(around.starts);
            match Calendar::lay_out(&hours, start, &TimeZone::UTC, &[], around.horizon) {
                Ok(calendar) => around.calendars.insert(text.clone(), Arc::new(calendar)),
                Err(error) => {
                    flaws.error(self.path, &node.place, format!("{}: {error}", self.name()));
                    return None;
                }
            };
        }
        Some(Checked {
            setting: Setting::Hours(Arc::clone(&around.calendars[&text])),
            text: canonical::quoted(&text),
        })
    }

    fn flag(&self, node: &Node, flaws: &mut Flaws) -> Option<Checked> {
        if let Value::Flag(flag) = node.value {
            return Some(Checked { setting: Setting::Flag(flag), text: flag.to_string() });
        }
        flaws.kind(self.path, node, "`true` or `false`", None);
        None
    }

    fn channel(
        &self,
        node: &Node,
        around: &mut Surroundings<'_>,
        flaws: &mut Flaws,
    ) -> Option<Checked> {
        let Some(name) = text_of(node) else {
            let hint = "as in `\"compute\"`".to_owned();
            flaws.kind(self.path, node, "the name of a channel", Some(hint));
            return None;
        };
        if let Some((message, hint)) = super::names::fault(name) {
            flaws.add(self.path, &node.place, format!("a channel's name {message}"), hint);
            return None;
        }
        let next = around.channels.len() as u32;
        let number = *around.channels.entry(name.to_owned()).or_insert(next);
        let setting = Setting::Channel(number);
        Some(Checked { setting, text: canonical::quoted(name) })
    }

    fn actor(&self, node: &Node, around: &Surroundings<'_>, flaws: &mut Flaws) -> Option<Checked> {
        let (name, actor) = actor(node, around.actors, self.path, flaws)?;
        Some(Checked { setting: Setting::Actor(actor), text: canonical::quoted(name) })
    }

    fn choice(&self, node: &Node, words: &[&str], flaws: &mut Flaws) -> Option<Checked> {
        let word = match &node.value {
            Value::Call(Some(name), Arguments::None) => &name.text,
            Value::Text(text) => text,
            Value::Call(..)
            | Value::Number(_)
            | Value::Flag(_)
            | Value::Absent
            | Value::List(_)
            | Value::Map(_)
            | Value::Foreign => {
                let list: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
                let hint = format!("it is one of {}", list.join(", "));
                flaws.kind(self.path, node, "a word", Some(hint));
                return None;
            }
        };
        let found = words.iter().position(|right| right == word);
        let quoted = matches!(node.value, Value::Text(_)) && node.place.source.order == 0;
        match found {
            Some(_) if quoted => {
                let message = format!("{} is a word and stands without quotes", self.name());
                flaws.add(self.path, &node.place, message, format!("write {word}"));
                None
            }
            Some(place) => {
                Some(Checked { setting: Setting::Choice(place as u32), text: word.to_string() })
            }
            None => {
                let message = format!("{} cannot be `{}`", self.name(), printable(word));
                let hint = did_you_mean(word, words.iter().copied(), "it is one of");
                flaws.add(self.path, &node.place, message, hint);
                None
            }
        }
    }

    /// The least and the greatest value, with their texts.
    fn bounds(&self, dimension: Dimension) -> Bounds {
        let (least, most) = dimension.range();
        let Some((low, high)) = self.row.range else {
            let text = |number| quantity::format(number, dimension);
            return Bounds { least, most, least_text: text(least), most_text: text(most) };
        };
        let parse = |text: &str| {
            quantity::parse(text, dimension).unwrap_or_else(|error| {
                panic!("the range of `{}` has the limit {text:?}: {error}", self.row.name)
            })
        };
        Bounds {
            least: parse(low),
            most: parse(high),
            least_text: low.to_owned(),
            most_text: high.to_owned(),
        }
    }
}

struct Bounds {
    least: f64,
    most: f64,
    least_text: String,
    most_text: String,
}

/// The actor that a node names.
pub(super) fn actor<'n>(
    node: &'n Node,
    actors: &BTreeMap<String, ActorId>,
    path: &Path,
    flaws: &mut Flaws,
) -> Option<(&'n str, ActorId)> {
    let Some(name) = text_of(node) else {
        let hint = "names of actors are quoted, as in `\"board\"`".to_owned();
        flaws.kind(path, node, "the name of an actor", Some(hint));
        return None;
    };
    let found = actors.get(name).filter(|_| name != WORLD);
    // Where no actor could be read, that is the flaw, and not each mention of one.
    if found.is_none() && actors.len() > 1 {
        // Comparing one wrong name with all is worth it only for those who read it.
        let names = actors.keys().map(String::as_str).filter(|name| *name != WORLD);
        let hint = (flaws.all.len() < MOST_SHOWN)
            .then(|| did_you_mean(name, names, "the actors are"))
            .flatten();
        let message = format!("there is no actor `{}`", printable(name));
        flaws.add(path, &node.place, message, hint);
    }
    found.map(|actor| (name, *actor))
}

/// What a row wants, for whoever left it out.
pub(super) fn wanted(row: &ParameterRow) -> String {
    match row.kind {
        Kind::Quantity(dimension) => {
            format!("{}: {}", row.name, example(dimension).replace('`', ""))
        }
        Kind::Law(Dimension::Span) => format!("{}: Exponential(mean: \"3 d\")", row.name),
        Kind::Law(dimension) => format!("{}: {}", row.name, example(dimension).replace('`', "")),
        Kind::Chips => format!("{}: \"16384 H100\"", row.name),
        Kind::Hours => format!("{}: \"Mo-Fr 09:00-17:00\"", row.name),
        Kind::Flag => format!("{}: true", row.name),
        Kind::Channel => format!("{}: \"compute\"", row.name),
        Kind::Actor => format!("{}: \"the name of an actor\"", row.name),
        Kind::Choice(words) => format!("{}: {}", row.name, words[0]),
    }
}

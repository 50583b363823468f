//! One value of a role's table: from its node to a setting.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::primitives::calendar::Calendar;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Kind, ParameterRow, Setting};
use crate::primitives::quantity::{Chips, Dimension};
use crate::primitives::time::Span;

use super::diagnostic::{MOST_SHOWN, Source, did_you_mean, printable};
use super::file::written;
use super::flaws::{Flaws, Path};
use super::kept_hours::{Holiday, Kept};
use super::names::WORLD;
pub(super) use super::names::text_of;
use super::node::{Arguments, Node, Value};
use super::numeric::{Checked, Subject};
use super::picks::choices;
use super::provenance::unmarked;
use super::quantities::{self, example, within};
use super::template::{Cause, Recipe};
use super::uncertain::{About, Flawed, Uncertain, reference};

/// What a value of one actor is read against.
pub(super) struct Surroundings<'s> {
    /// Every actor by name.
    pub(super) actors: &'s BTreeMap<String, ActorId>,
    /// The channels so far, numbered as they came; settings hold these numbers
    /// until all are known and put into order.
    pub(super) channels: BTreeMap<String, u32>,
    /// The hours so far, laid out once for all who keep them.
    pub(super) calendars: BTreeMap<String, Arc<Calendar>>,
    /// The lists of holidays that have names.
    pub(super) holidays: BTreeMap<String, Vec<Holiday>>,
    /// When the run starts and how long it is; working hours are laid out over it.
    pub(super) starts: Date,
    pub(super) horizon: Span,
    /// Unknowns and levers.
    pub(super) uncertain: Uncertain<'s>,
    /// The defaults of roles that were read so far, by role and parameter.
    pub(super) defaults: BTreeMap<(&'static str, &'static str), Checked>,
}

/// Reads the value that a file gives for a row. Its marks are left with the
/// flaws.
pub(super) fn given(
    node: &Node,
    row: &ParameterRow,
    owner: &str,
    path: &Path,
    around: &mut Surroundings<'_>,
    flaws: &mut Flaws,
) -> Option<Checked> {
    let node = unmarked(node, path, flaws);
    let what = Subject { row, owner, path };
    match row.kind {
        Kind::Quantity(dimension) => what.quantity(node, dimension, &mut around.uncertain, flaws),
        Kind::Law(dimension) => what.law(node, dimension, &mut around.uncertain, flaws),
        Kind::Chips | Kind::Hours | Kind::Flag | Kind::Choice(_) => match reference(node) {
            Some(_) => what.picked(node, around, flaws),
            None => what.plain(node, false, around, flaws).map(Checked::fixed),
        },
        Kind::Channel | Kind::Actor => {
            if let Some((word, _)) = reference(node) {
                let message = format!("{} cannot be `{}`", what.name(), word.text);
                let hint = "who hears and knows whom is the same in every replication".to_owned();
                flaws.add(path, &node.place, message, hint);
                return None;
            }
            what.plain(node, false, around, flaws).map(Checked::fixed)
        }
    }
}

/// Reads the default of a row as if it stood in a file.
///
/// # Panics
///
/// If the default is not what the row itself asks for: a bug of the role.
pub(super) fn default(
    row: &ParameterRow,
    role: &'static str,
    around: &mut Surroundings<'_>,
) -> Checked {
    let Some(text) = row.default else {
        return absent();
    };
    if let Some(known) = around.defaults.get(&(role, row.name)) {
        return known.clone();
    }
    let source = Arc::new(Source {
        name: format!("the default of `{}`", row.name),
        text: text.to_owned(),
        order: usize::MAX,
    });
    let mut flaws = Flaws::default();
    let checked = match written(&source, 0) {
        Ok(node) => given(&node, row, role, &Path::of(row.name), around, &mut flaws),
        Err(flaw) => {
            flaws.all.push(flaw);
            None
        }
    };
    match checked {
        Some(checked) if flaws.all.is_empty() => {
            around.defaults.insert((role, row.name), checked.clone());
            checked
        }
        Some(_) | None => {
            let why = flaws.all.first().map_or_else(String::new, |flaw| flaw.render(false));
            panic!("the default {text:?} of `{}` in the role `{role}` is wrong: {why}", row.name)
        }
    }
}

/// A value that is not given and may be so.
pub(super) fn absent() -> Checked {
    Checked::fixed(Setting::Absent)
}

impl Subject<'_> {
    /// A value that is no number and hangs on an unknown or a lever.
    fn picked(
        &self,
        node: &Node,
        around: &mut Surroundings<'_>,
        flaws: &mut Flaws,
    ) -> Option<Checked> {
        let cause = around.uncertain.cause(node, self.path, flaws)?;
        let cause = cause.map_err(|Flawed| ()).ok()?;
        let values: Vec<&Node> = match cause {
            Cause::Lever(place) => around.uncertain.levers[place].settings.iter().collect(),
            Cause::Unknown(place) => self.picks(place, node, &mut around.uncertain, flaws)?,
        };
        let read: Vec<Option<Setting>> = values
            .into_iter()
            .map(|value| {
                let value = unmarked(value, self.path, flaws);
                self.plain(value, true, around, flaws)
            })
            .collect();
        let settings: Vec<Setting> = read.into_iter().collect::<Option<_>>()?;
        (!settings.is_empty()).then_some(Checked::made(Recipe::Pick(cause, settings)))
    }

    /// What an unknown may be, where it is no number: the values of a `OneOf`.
    fn picks<'n>(
        &self,
        place: usize,
        node: &Node,
        uncertain: &mut Uncertain<'n>,
        flaws: &mut Flaws,
    ) -> Option<Vec<&'n Node>> {
        let unknown = &mut uncertain.unknowns[place];
        if let Some(About::Numbers(of, _)) = &unknown.about {
            let message = format!(
                "{} is no number, but the unknown `{}` is {} elsewhere",
                self.name(),
                printable(unknown.name),
                of.noun()
            );
            flaws.add(self.path, &node.place, message, None);
            return None;
        }
        let own = Path::of("unknowns").to(unknown.name);
        let (weights, values) = choices(unknown.law, &own, &self.several(), flaws)?;
        unknown.about = Some(About::Picks(weights));
        Some(values)
    }

    /// An example of what an unknown is that stands here.
    fn several(&self) -> String {
        match self.row.kind {
            Kind::Chips => "OneOf([\"16384 H100\", \"32768 H100\"])".to_owned(),
            Kind::Hours => "OneOf([\"24/7\", \"Mo-Fr 09:00-17:00\"])".to_owned(),
            Kind::Flag => "OneOf([true, false])".to_owned(),
            Kind::Choice(words) => format!("OneOf([{}])", words.join(", ")),
            Kind::Channel | Kind::Actor | Kind::Quantity(_) | Kind::Law(_) => {
                unreachable!("it is a number or hangs on nothing")
            }
        }
    }

    /// A value that is no number and hangs on nothing.
    fn plain(
        &self,
        node: &Node,
        quotes: bool,
        around: &mut Surroundings<'_>,
        flaws: &mut Flaws,
    ) -> Option<Setting> {
        match self.row.kind {
            Kind::Chips => self.chips(node, flaws),
            Kind::Hours => self.hours(node, around, flaws),
            Kind::Flag => self.flag(node, flaws),
            Kind::Choice(words) => self.choice(node, words, quotes, flaws),
            Kind::Channel => self.channel(node, around, flaws),
            Kind::Actor => self.actor(node, around, flaws),
            Kind::Quantity(_) | Kind::Law(_) => unreachable!("numbers are read as such"),
        }
    }

    fn chips(&self, node: &Node, flaws: &mut Flaws) -> Option<Setting> {
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
            Ok(chips) => Some(Setting::Chips(chips)),
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
    ) -> Option<Setting> {
        let kept = Kept::read(node, &self.name(), self.path, &around.holidays, flaws)?;
        // What is kept is laid out once for all who keep it.
        let known = kept.key();
        if let Some(calendar) = around.calendars.get(&known) {
            return Some(Setting::Hours(Arc::clone(calendar)));
        }
        match kept.lay_out(around.starts, around.horizon) {
            Ok(calendar) => {
                let calendar = Arc::new(calendar);
                around.calendars.insert(known, Arc::clone(&calendar));
                Some(Setting::Hours(calendar))
            }
            Err(error) => {
                flaws.error(self.path, &node.place, format!("{}: {error}", self.name()));
                None
            }
        }
    }

    fn flag(&self, node: &Node, flaws: &mut Flaws) -> Option<Setting> {
        if let Value::Flag(flag) = node.value {
            return Some(Setting::Flag(flag));
        }
        flaws.kind(self.path, node, "`true` or `false`", None);
        None
    }

    fn channel(
        &self,
        node: &Node,
        around: &mut Surroundings<'_>,
        flaws: &mut Flaws,
    ) -> Option<Setting> {
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
        Some(Setting::Channel(number))
    }

    fn actor(&self, node: &Node, around: &Surroundings<'_>, flaws: &mut Flaws) -> Option<Setting> {
        let (_, actor) = actor(node, around.actors, self.path, flaws)?;
        Some(Setting::Actor(actor))
    }

    fn choice(
        &self,
        node: &Node,
        words: &[&str],
        quotes: bool,
        flaws: &mut Flaws,
    ) -> Option<Setting> {
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
        let found = words.iter().position(|right| *right == &word[..]);
        let quoted =
            !quotes && matches!(node.value, Value::Text(_)) && node.place.source.order == 0;
        match found {
            Some(_) if quoted => {
                let message = format!("{} is a word and stands without quotes", self.name());
                flaws.add(self.path, &node.place, message, format!("write {word}"));
                None
            }
            Some(place) => Some(Setting::Choice(place as u32)),
            None => {
                let message = format!("{} cannot be `{}`", self.name(), printable(word));
                let hint = did_you_mean(word, words.iter().copied(), "it is one of");
                flaws.add(self.path, &node.place, message, hint);
                None
            }
        }
    }
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

//! One value of a role's table: from its node to a setting.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::primitives::calendar::Calendar;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Kind, ParameterRow, Setting};
use crate::primitives::quantity::{Chips, Dimension};
use crate::primitives::time::Span;

use super::diagnostic::{MOST_SHOWN, Place, Source, did_you_mean, printable};
use super::fields;
use super::figures::{FigureAt, is_figure};
use super::file::written;
use super::flaws::{Flaws, Path};
use super::kept_hours::{Holiday, Kept};
pub(super) use super::names::text_of;
use super::names::{self, WORLD};
use super::node::{Arguments, Node, Value};
use super::numeric::{Checked, Subject};
use super::picks::{choices, several};
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

/// Whose values are read.
pub(super) struct Owner<'o> {
    /// Its name.
    pub(super) name: &'o str,
    /// What declares its rows: a role, or a table of one.
    pub(super) rows_of: &'static str,
    /// What it is, with an article.
    pub(super) what: &'o str,
    pub(super) id: ActorId,
    /// Where its figures stand, if they are parts of one parameter.
    pub(super) at: Option<FigureAt>,
}

/// Reads the values of all rows: given, by default or absent. What has a flaw
/// gets a stand-in, as no blueprint comes of it.
pub(super) fn all(
    rows: &'static [ParameterRow],
    arguments: &Arguments,
    place: &Place,
    owner: &Owner<'_>,
    path: &Path,
    around: &mut Surroundings<'_>,
    flaws: &mut Flaws,
) -> Vec<Checked> {
    let fields: Vec<&str> = rows.iter().map(|row| row.name).collect();
    let given = fields::arrange(arguments, &fields, owner.what, place, path, flaws);
    let nameless = matches!(arguments, Arguments::Positional(_));
    // A mark beside a whole group holds for what in it has none of its own.
    let outer = std::mem::take(&mut flaws.marks);
    let mut all = Vec::with_capacity(rows.len());
    for (number, (row, entry)) in rows.iter().zip(given).enumerate() {
        let at = owner.at.unwrap_or(FigureAt::Parameter(owner.id, number as u16));
        let checked = match entry {
            Some(entry) if row.optional && entry.value.value == Value::Absent => Some(absent()),
            Some(entry) => {
                let path = path.to(row.name);
                let owner = Owner { at: Some(at), ..*owner };
                let checked = given_for(&entry.value, row, &owner, &path, around, flaws);
                let mut marks = std::mem::take(&mut flaws.marks);
                if is_figure(row.kind) && checked.as_ref().is_some_and(|one| one.recipe.is_none()) {
                    if marks.is_empty() {
                        marks.clone_from(&outer);
                    }
                    let whose = format!("`{}` of `{}`", row.name, printable(owner.name));
                    flaws.figure(at, marks, &whose, &path, &entry.value.place);
                }
                checked
            }
            None if row.default.is_some() => {
                flaws.figures.defaults += u64::from(is_figure(row.kind));
                Some(default(row, owner.rows_of, around))
            }
            None if row.optional || nameless => Some(absent()),
            None => {
                let message = format!("`{}` of `{}` is missing", row.name, printable(owner.name));
                flaws.add(path, place, message, format!("as in `{}`", wanted(row)));
                None
            }
        };
        all.push(checked.unwrap_or_else(absent));
    }
    all
}

/// Reads the value that a file gives for a row. Its marks are left with the
/// flaws.
fn given_for(
    node: &Node,
    row: &ParameterRow,
    owner: &Owner<'_>,
    path: &Path,
    around: &mut Surroundings<'_>,
    flaws: &mut Flaws,
) -> Option<Checked> {
    let node = unmarked(node, path, flaws);
    let what = Subject { row, owner: owner.name, path };
    if let Some((word, _)) = reference(node)
        && let Kind::Channel | Kind::Actor | Kind::EntryOf(_) | Kind::Table(..) = row.kind
    {
        let message = format!("{} cannot be `{}`", what.name(), word.text);
        let hint = "who hears, knows and hosts whom is the same in every replication".to_owned();
        flaws.add(path, &node.place, message, hint);
        return None;
    }
    match row.kind {
        Kind::Quantity(dimension) => what.quantity(node, dimension, &mut around.uncertain, flaws),
        Kind::Law(dimension) => what.law(node, dimension, &mut around.uncertain, flaws),
        Kind::Table(name, rows) => {
            let table = Owner { rows_of: name, what: "an entry", ..*owner };
            what.table(node, rows, &table, around, flaws)
        }
        Kind::Chips | Kind::Hours | Kind::Flag | Kind::Choice(_) if reference(node).is_some() => {
            what.picked(node, around, flaws)
        }
        Kind::Chips
        | Kind::Hours
        | Kind::Flag
        | Kind::Choice(_)
        | Kind::Channel
        | Kind::Actor
        | Kind::EntryOf(_) => what.plain(node, false, around, flaws).map(Checked::fixed),
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
    let name = format!("the default of `{}`", row.name);
    let source = Arc::new(Source::new(name, text.to_owned(), usize::MAX));
    let mut flaws = Flaws::default();
    let checked = match written(&source, 0) {
        Ok(node) => {
            let id = ActorId::new(0);
            let owner = Owner { name: role, rows_of: role, what: role, id, at: None };
            given_for(&node, row, &owner, &Path::of(row.name), around, &mut flaws)
        }
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
        let (weights, values) = choices(unknown.law, &own, &several(self.row.kind), flaws)?;
        unknown.about = Some(About::Picks(weights));
        Some(values)
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
            Kind::EntryOf(_) => self.entry_of(node, flaws),
            Kind::Quantity(_) | Kind::Law(_) | Kind::Table(..) => {
                unreachable!("numbers and tables are read as such")
            }
        }
    }

    /// Entries under names, each with rows of its own.
    fn table(
        &self,
        node: &Node,
        rows: &'static [ParameterRow],
        owner: &Owner<'_>,
        around: &mut Surroundings<'_>,
        flaws: &mut Flaws,
    ) -> Option<Checked> {
        let Value::Map(given) = &node.value else {
            let hint = format!("as in `{}`", wanted(self.row));
            flaws.kind(self.path, node, "a map from names to groups of fields", Some(hint));
            return None;
        };
        let mut entries: BTreeMap<&str, Vec<Checked>> = BTreeMap::new();
        for entry in given.iter() {
            let Some(name) = names::of_entry(entry, "entry", self.path, flaws) else {
                continue;
            };
            let path = self.path.to(name);
            let group = unmarked(&entry.value, &path, flaws);
            let Value::Call(None, arguments) = &group.value else {
                let hint = format!("as in `{}`", wanted(self.row));
                flaws.kind(&path, group, "a group of fields", Some(hint));
                // Whoever names it is right all the same.
                entries.insert(name, Vec::new());
                continue;
            };
            let owner = Owner { name, ..*owner };
            let all = all(rows, arguments, &entry.key.place, &owner, &path, around, flaws);
            if entries.insert(name, all).is_some() {
                let message =
                    format!("two entries of {} are called `{}`", self.name(), printable(name));
                flaws.error(&path, &entry.key.place, message);
            }
        }
        let parts: Vec<(Arc<str>, Vec<Checked>)> =
            entries.into_iter().map(|(name, all)| (name.into(), all)).collect();
        Some(Checked::of_table(parts))
    }

    /// The name of an entry; whether there is one shows when all links are known.
    fn entry_of(&self, node: &Node, flaws: &mut Flaws) -> Option<Setting> {
        if let Some(name) = text_of(node) {
            return Some(Setting::EntryOf(name.into()));
        }
        flaws.kind(self.path, node, "the name of an entry", None);
        None
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
        Kind::Table(_, rows) => {
            let fields: Vec<String> = rows.iter().map(wanted).collect();
            format!("{}: {{\"a name\": ({})}}", row.name, fields.join(", "))
        }
        Kind::EntryOf(_) => format!("{}: \"the name of an entry\"", row.name),
    }
}

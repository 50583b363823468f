//! One value of a role's table: from its node to a setting.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::Role;
use crate::oversight::Oversight;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Kind, ParameterRow, Setting};
use crate::primitives::quantity::Dimension;

use super::diagnostic::{Diagnostics, Place, Source, printable};
use super::fields;
use super::figures::{FigureAt, is_figure};
use super::file::written;
use super::flaws::{Flaws, Path};
use super::names;
use super::node::{Arguments, Node, Value};
use super::numeric::{Checked, Subject};
use super::picks::choices;
use super::plain::{self, Surroundings};
use super::provenance::unmarked;
use super::quantities::example;
use super::template::{Cause, Recipe};
use super::uncertain::{About, Flawed, Uncertain, reference};

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
    /// The role, if the rows are the role's own.
    pub(super) role: Option<&'o Role<Oversight>>,
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
                    let name = printable(owner.name);
                    let whose = format_args!("`{}` of `{name}`", row.name);
                    flaws.figure(at, marks, whose, &path, &entry.value.place);
                }
                checked
            }
            None if row.default.is_some() => {
                flaws.figures.defaults += u64::from(is_figure(row.kind));
                Some(default_of(owner.role, number, row, owner.rows_of, around))
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
        && let Kind::Channel
        | Kind::Actor
        | Kind::EntryOf(_)
        | Kind::Table(..)
        | Kind::TableByActor(..) = row.kind
    {
        let message = format!("{} cannot be `{}`", what.name(), word.text);
        let hint = "who hears, knows and hosts whom is the same in every replication".to_owned();
        flaws.add(path, &node.place, message, hint);
        return None;
    }
    match row.kind {
        Kind::Quantity(dimension) => what.quantity(node, dimension, &mut around.uncertain, flaws),
        Kind::Law(dimension) => what.law(node, dimension, &mut around.uncertain, flaws),
        Kind::Table(name, rows) | Kind::TableByActor(name, rows) => {
            let table = Owner { rows_of: name, what: "an entry", role: None, ..*owner };
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

/// The default of a row, which is read once for all worlds where it hangs on nothing in
/// them.
fn default_of(
    role: Option<&Role<Oversight>>,
    number: usize,
    row: &ParameterRow,
    rows_of: &'static str,
    around: &mut Surroundings<'_>,
) -> Checked {
    let is_lasting = match row.kind {
        Kind::Quantity(_) | Kind::Law(_) | Kind::Chips | Kind::Flag | Kind::Choice(_) => true,
        Kind::Hours
        | Kind::Channel
        | Kind::Actor
        | Kind::EntryOf(_)
        | Kind::Table(..)
        | Kind::TableByActor(..) => false,
    };
    let Some(role) = role.filter(|_| is_lasting) else {
        return default(row, rows_of, around);
    };
    if let Some(known) = role.default_of(number) {
        return Checked::fixed(known.clone());
    }
    let checked = default(row, rows_of, around);
    if checked.recipe.is_none() {
        role.keep_default(number, &checked.setting);
    }
    checked
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
    let wrong = |why| {
        let text = row.default.unwrap_or_default();
        panic!("the default {text:?} of `{}` in the role `{role}` is wrong: {why}", row.name)
    };
    try_default(row, role, around).unwrap_or_else(wrong)
}

/// Reads the default of a row as if it stood in a file, or says what is wrong with it.
pub(super) fn try_default(
    row: &ParameterRow,
    role: &'static str,
    around: &mut Surroundings<'_>,
) -> Result<Checked, Diagnostics> {
    let Some(text) = row.default else {
        return Ok(absent());
    };
    if let Some(known) = around.defaults.get(&(role, row.name)) {
        return Ok(known.clone());
    }
    let name = format!("the default of `{}`", row.name);
    let source = Arc::new(Source::new(name, text.to_owned(), usize::MAX));
    let mut flaws = Flaws::default();
    let checked = match written(&source, 0) {
        Ok(node) => {
            let id = ActorId::new(0);
            let owner = Owner { name: role, rows_of: role, what: role, id, at: None, role: None };
            given_for(&node, row, &owner, &Path::of(row.name), around, &mut flaws)
        }
        Err(flaw) => {
            flaws.push(flaw);
            None
        }
    };
    match checked {
        Some(checked) if flaws.errors() == 0 => {
            around.defaults.insert((role, row.name), checked.clone());
            Ok(checked)
        }
        Some(_) | None => Err(flaws.finish()),
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
            Kind::Channel
            | Kind::Actor
            | Kind::EntryOf(_)
            | Kind::Table(..)
            | Kind::TableByActor(..)
            | Kind::Quantity(_)
            | Kind::Law(_) => {
                unreachable!("it is a number or hangs on nothing")
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
        let by_actor = matches!(self.row.kind, Kind::TableByActor(..));
        for entry in given.iter() {
            let name = if by_actor {
                plain::actor(&entry.key, around.actors, self.path, flaws).map(|found| found.0)
            } else {
                names::of_entry(entry, "entry", self.path, flaws)
            };
            let Some(name) = name else {
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
        let entries = entries.into_iter();
        Some(if by_actor {
            // The order of names is the order of actors.
            Checked::of_actors(entries.map(|(name, all)| (around.actors[name], all)).collect())
        } else {
            Checked::of_table(entries.map(|(name, all)| (name.into(), all)).collect())
        })
    }
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
        Kind::TableByActor(_, rows) => {
            let fields: Vec<String> = rows.iter().map(wanted).collect();
            format!("{}: {{\"the name of an actor\": ({})}}", row.name, fields.join(", "))
        }
        Kind::EntryOf(_) => format!("{}: \"the name of an entry\"", row.name),
    }
}

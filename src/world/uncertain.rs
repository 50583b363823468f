//! The unknowns and levers of a file, and who uses them.
//!
//! What an unknown is about shows only where it is used: its law is read by its
//! first user, and kept for the others. What a law is, is not known here.

use crate::primitives::distribution::Distribution;
use crate::primitives::quantity::{self, Dimension};

use super::diagnostic::{Place, did_you_mean, printable};
use super::fields::{self, FieldRow, FormRow};
use super::flaws::{Flaws, Path};
use super::mark::Mark;
use super::names;
use super::node::{Arguments, Entry, Name, Node, Value};
use super::provenance::{unmarked, without_mark};
use super::template::Cause;

/// The fields of a lever.
pub const LEVER_FIELDS: &[FieldRow] = &[
    FieldRow {
        name: "settings",
        required: true,
        example: "[\"1 %\", \"5 %\", \"20 %\"]",
        meaning: "The values that it can be set to, as they would stand where it is used.",
    },
    FieldRow {
        name: "baseline",
        required: true,
        example: "\"5 %\"",
        meaning: "The setting of a run that says nothing else; one of `settings`.",
    },
];

/// What stands for a value that is not fixed.
pub const REFERENCES: &[FormRow] = &[
    FormRow {
        name: "Unknown",
        example: "Unknown(\"insight cost\")",
        meaning: "The value of this unknown in the replication at hand; its law is in `unknowns` \
                  of the world.",
    },
    FormRow {
        name: "Lever",
        example: "Lever(\"granted\")",
        meaning: "What this lever is set to; its settings are in `levers` of the world.",
    },
];

/// What is known of an unknown while a file is read.
pub(super) struct UnknownDraft<'n> {
    pub(super) name: &'n str,
    pub(super) place: &'n Place,
    /// Its law, without a mark.
    pub(super) law: &'n Node,
    pub(super) marks: Vec<Mark>,
    pub(super) about: Option<About>,
    pub(super) uses: usize,
}

/// What an unknown is about, as its first user found it.
#[derive(Clone)]
pub(super) enum About {
    /// Numbers of a dimension; no law if it had a flaw.
    Numbers(Dimension, Option<Distribution>),
    /// One of some values that are no numbers: the law of their places.
    Picks(Distribution),
}

/// What is known of a lever while a file is read.
pub(super) struct LeverDraft<'n> {
    pub(super) name: &'n str,
    pub(super) place: &'n Place,
    pub(super) settings: &'n [Node],
    pub(super) baseline: usize,
    pub(super) uses: usize,
}

/// All unknowns and levers, in the order of their names.
#[derive(Default)]
pub(super) struct Uncertain<'n> {
    pub(super) unknowns: Vec<UnknownDraft<'n>>,
    pub(super) levers: Vec<LeverDraft<'n>>,
    /// Whether what the file says of either could not be read: then that is the
    /// flaw, and not each mention of one.
    pub(super) unread: (bool, bool),
}

impl<'n> Uncertain<'n> {
    pub(super) fn read(
        unknown_node: Option<&'n Node>,
        lever_node: Option<&'n Node>,
        flaws: &mut Flaws,
    ) -> Self {
        let hint = "as in `unknowns: {\"insight cost\": LogUniform(\"1e22 FLOP\", \"1e25 FLOP\")}`";
        let unknowns = names::declared("unknown", "unknowns", unknown_node, hint, flaws);
        let unread_unknowns = unknowns.is_none();
        let unknowns = unknowns.into_iter().flatten().map(|(name, entry)| {
            let path = Path::of("unknowns").to(name);
            flaws.marks.clear();
            let law = unmarked(&entry.value, &path, flaws);
            let marks = std::mem::take(&mut flaws.marks);
            UnknownDraft { name, place: &entry.key.place, law, marks, about: None, uses: 0 }
        });
        let unknowns = unknowns.collect();
        let hint =
            "as in `levers: {\"granted\": (settings: [\"1 %\", \"5 %\"], baseline: \"5 %\")}`";
        let levers = names::declared("lever", "levers", lever_node, hint, flaws);
        let unread = (unread_unknowns, levers.is_none());
        let levers =
            levers.into_iter().flatten().map(|(name, entry)| lever(name, entry, flaws)).collect();
        Self { unknowns, levers, unread }
    }

    /// Whether a node is the bare name of an unknown or a lever, which is a flaw.
    pub(super) fn is_bare(&self, node: &Node, path: &Path, flaws: &mut Flaws) -> bool {
        let Value::Text(text) = &node.value else {
            return false;
        };
        let name: &str = text;
        // A name that could be a quantity is one.
        if name.starts_with(|first: char| !first.is_alphabetic()) {
            return false;
        }
        let (what, word) = if self.unknowns.binary_search_by_key(&name, |one| one.name).is_ok() {
            ("an unknown", REFERENCES[0].name)
        } else if self.levers.binary_search_by_key(&name, |one| one.name).is_ok() {
            ("a lever", REFERENCES[1].name)
        } else {
            return false;
        };
        let message = format!("{} is only the name of {what}", path.subject());
        flaws.add(path, &node.place, message, format!("write {word}(\"{}\")", printable(name)));
        true
    }

    /// What a node refers to, if it is `Unknown("…")` or `Lever("…")`.
    pub(super) fn cause(
        &mut self,
        node: &Node,
        path: &Path,
        flaws: &mut Flaws,
    ) -> Option<Result<Cause, Flawed>> {
        let (word, arguments) = reference(node)?;
        let is_unknown = &word.text as &str == "Unknown";
        let name = match arguments {
            Arguments::Positional(values) if values.len() == 1 => values[0].as_text(),
            Arguments::Positional(_) | Arguments::Named(_) | Arguments::None => None,
        };
        let Some(name) = name else {
            let row = REFERENCES.iter().find(|row| row.name == &word.text as &str);
            let example = row.expect("a reference is one of the table").example;
            let held =
                if is_unknown { "its law in `unknowns`" } else { "its settings in `levers`" };
            let mut hint = format!("as in `{example}`, with {held} of the world");
            if let Arguments::Positional(values) = arguments
                && let [Node { value: Value::Call(Some(bare), Arguments::None), .. }] = &values[..]
            {
                hint = format!("write {}(\"{}\")", word.text, printable(&bare.text));
            }
            let message = format!("`{}` takes one name in quotes", word.text);
            flaws.add(path, &node.place, message, hint);
            return Some(Err(Flawed));
        };
        let (what, names): (_, Vec<&str>) = if is_unknown {
            ("unknown", self.unknowns.iter().map(|one| one.name).collect())
        } else {
            ("lever", self.levers.iter().map(|one| one.name).collect())
        };
        let is_unread = if is_unknown { self.unread.0 } else { self.unread.1 };
        if is_unread {
            return Some(Err(Flawed));
        }
        let Ok(place) = names.binary_search(&name) else {
            let message = format!("there is no {what} `{}`", printable(name));
            let hint = did_you_mean(name, names, &format!("the {what}s are"))
                .unwrap_or_else(|| format!("declare it in `{what}s` of the world"));
            flaws.add(path, &node.place, message, hint);
            return Some(Err(Flawed));
        };
        Some(Ok(if is_unknown {
            self.unknowns[place].uses += 1;
            Cause::Unknown(place)
        } else {
            self.levers[place].uses += 1;
            Cause::Lever(place)
        }))
    }
}

/// There is a flaw, which was said.
pub(super) struct Flawed;

/// The word and the arguments of a node that refers to an unknown or a lever.
pub(super) fn reference(node: &Node) -> Option<(&Name, &Arguments)> {
    node.as_call().filter(|call| REFERENCES.iter().any(|row| call.0.text == *row.name))
}

fn lever<'n>(name: &'n str, entry: &'n Entry, flaws: &mut Flaws) -> LeverDraft<'n> {
    let path = Path::of("levers").to(name);
    let place = &entry.key.place;
    flaws.marks.clear();
    let node = unmarked(&entry.value, &path, flaws);
    let mut draft = LeverDraft { name, place, settings: &[], baseline: 0, uses: 0 };
    let Value::Call(None, arguments @ Arguments::Named(_)) = &node.value else {
        let hint = "as in `(settings: [\"1 %\", \"5 %\"], baseline: \"5 %\")`".to_owned();
        flaws.kind(&path, node, "a group of fields", Some(hint));
        return draft;
    };
    let names: Vec<&str> = LEVER_FIELDS.iter().map(|row| row.name).collect();
    let given = fields::arrange(arguments, &names, "a lever", place, &path, flaws);
    for (row, entry) in LEVER_FIELDS.iter().zip(&given) {
        if entry.is_none() {
            let message = format!("`{}` of the lever `{}` is missing", row.name, printable(name));
            let hint = format!("as in `{}: {}`", row.name, row.example);
            flaws.add(&path, place, message, hint);
        }
    }
    let [Some(settings), Some(baseline)] = given[..] else {
        return draft;
    };
    let Value::List(list) = &settings.value.value else {
        let hint = Some(format!("as in `settings: {}`", LEVER_FIELDS[0].example));
        flaws.kind(&path.to("settings"), &settings.value, "a list", hint);
        return draft;
    };
    if list.is_empty() {
        let message = format!("the lever `{}` has no settings", printable(name));
        flaws.error(&path.to("settings"), &settings.value.place, message);
        return draft;
    }
    draft.settings = list;
    match list.iter().position(|setting| is_same(setting, &baseline.value)) {
        Some(place) => draft.baseline = place,
        None => {
            let shown = printable(&baseline.value.on_one_line());
            let message = format!("the baseline {shown} is none of the settings");
            let texts: Vec<String> = list.iter().map(Node::on_one_line).collect();
            let hint = format!("the settings are {}", printable(&texts.join(", ")));
            flaws.add(&path.to("baseline"), &baseline.value.place, message, hint);
        }
    }
    draft
}

/// Whether two values mean the same, whatever their layout, units, marks and the
/// order of their fields.
fn is_same(one: &Node, other: &Node) -> bool {
    let (one, other) = (without_mark(one), without_mark(other));
    match (&one.value, &other.value) {
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Flag(a), Value::Flag(b)) => a == b,
        (Value::Absent, Value::Absent) => true,
        (Value::List(a), Value::List(b)) => all_same(a, b),
        (Value::Map(a), Value::Map(b)) => same_entries(a, b),
        (Value::Call(name, a), Value::Call(other, b)) => {
            let names = [name, other].map(|name| name.as_ref().map(|name| name.text.as_str()));
            let same = match (a, b) {
                (Arguments::None, Arguments::None) => true,
                (Arguments::Positional(a), Arguments::Positional(b)) => all_same(a, b),
                (Arguments::Named(a), Arguments::Named(b)) => same_entries(a, b),
                (Arguments::None | Arguments::Positional(_) | Arguments::Named(_), _) => false,
            };
            names[0] == names[1] && same
        }
        _ => same_quantity(one, other),
    }
}

fn all_same(one: &[Node], other: &[Node]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
}

fn same_entries(one: &[Entry], other: &[Entry]) -> bool {
    let among = |entry: &Entry| {
        let mut found = other.iter().filter(|there| there.key_text() == entry.key_text());
        found.any(|there| is_same(&entry.value, &there.value))
    };
    one.len() == other.len() && one.iter().all(among)
}

/// Whether two texts or numbers are one quantity of some dimension, or one text.
fn same_quantity(one: &Node, other: &Node) -> bool {
    let words = |node: &Node| {
        let text = names::text_of(node).unwrap_or_else(|| node.text());
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let (one, other) = (words(one), words(other));
    let of = |dimension| {
        let parse = |text: &str| quantity::parse(text, dimension).ok();
        parse(&one).is_some_and(|number| Some(number) == parse(&other))
    };
    one == other || Dimension::ALL.into_iter().any(of)
}

//! Reads marks and the sources that they name.
//!
//! A mark stands beside a value, as `("1.81 kW", Measured("epoch-dc"))`. Sources
//! are declared once, in the world's `sources`. What a source says is not read.

use std::collections::BTreeMap;

use super::diagnostic::{did_you_mean, printable};
use super::fields::{self, FieldRow};
use super::flaws::{Flaws, Path};
use super::mark::{FigureSource, Mark, MarkKind};
use super::names;
use super::node::{Arguments, Name, Node, Value};

/// The fields of a source that is more than a text.
pub const SOURCE_FIELDS: &[FieldRow] = &[
    FieldRow {
        name: "text",
        required: true,
        example: "\"Epoch AI, Frontier Data Centers\"",
        meaning: "What it is, as in a list of references.",
    },
    FieldRow {
        name: "year",
        required: false,
        example: "2024",
        meaning: "The year of those figures whose marks name none.",
    },
    FieldRow {
        name: "url",
        required: false,
        example: "\"https://epoch.ai/data\"",
        meaning: "Where it is to be found.",
    },
];

/// What a mark is given.
pub const MARK_FIELDS: &[FieldRow] = &[
    FieldRow {
        name: "source",
        required: false,
        example: "\"epoch-dc\"",
        meaning: "The name of a source in `sources` of the world.",
    },
    FieldRow {
        name: "year",
        required: false,
        example: "2024",
        meaning: "The year that the figure is about; by default that of the source.",
    },
];

/// Reads the sources of a world, in the order of their names.
pub(super) fn sources(node: Option<&Node>, flaws: &mut Flaws) -> BTreeMap<String, FigureSource> {
    let path = Path::of("sources");
    let hint = "as in `sources: {\"epoch-dc\": \"Epoch AI, Frontier Data Centers\"}`";
    let entries = names::declared("source", "sources", node, hint, flaws);
    flaws.no_sources = entries.is_none();
    let read = entries
        .into_iter()
        .flatten()
        .map(|(name, entry)| (name.to_owned(), source(&entry.value, name, &path.to(name), flaws)));
    read.collect()
}

fn source(node: &Node, name: &str, path: &Path, flaws: &mut Flaws) -> FigureSource {
    let mut source =
        FigureSource { name: name.to_owned(), text: String::new(), url: None, year: None };
    if let Some(text) = node.as_text() {
        source.text = text.to_owned();
        return source;
    }
    let Value::Call(None, arguments @ Arguments::Named(_)) = &node.value else {
        let hint = "as in `\"Epoch AI, 2024\"` or `(text: \"Epoch AI\", year: 2024)`";
        flaws.kind(path, node, "a text or a group of fields", Some(hint.to_owned()));
        return source;
    };
    let fields: Vec<&str> = SOURCE_FIELDS.iter().map(|row| row.name).collect();
    let given = fields::arrange(arguments, &fields, "a source", &node.place, path, flaws);
    let value = |place: usize| given[place].map(|entry| &entry.value);
    match value(0) {
        Some(node) => source.text = text(node, &path.to("text"), flaws),
        None => {
            let hint = format!("as in `text: {}`", SOURCE_FIELDS[0].example);
            flaws.add(path, &node.place, "`text` of the source is missing", hint);
        }
    }
    source.year = value(1).and_then(|node| year(node, &path.to("year"), flaws));
    source.url = value(2).map(|node| text(node, &path.to("url"), flaws));
    source
}

fn text(node: &Node, path: &Path, flaws: &mut Flaws) -> String {
    if let Value::Text(text) = &node.value {
        return text.to_string();
    }
    flaws.kind(path, node, "a text", None);
    String::new()
}

fn year(node: &Node, path: &Path, flaws: &mut Flaws) -> Option<u16> {
    if let Value::Number(number) = node.value
        && (1.0..=9998.0).contains(&number)
        && libm::trunc(number) == number
    {
        return Some(number as u16);
    }
    let message = if matches!(node.value, Value::Number(_)) {
        "a year is a whole number from 1 to 9998".to_owned()
    } else {
        format!("a year is a whole number, but this is {}", node.describe())
    };
    flaws.add(path, &node.place, message, "as in `2024`".to_owned());
    None
}

/// The two parts of a value with a mark beside it.
fn parts(node: &Node) -> Option<(&Node, (&Name, &Arguments), &Node)> {
    let (value, mark) = node.as_pair()?;
    Some((value, mark.as_call()?, mark))
}

/// The value of a node, whatever mark stands beside it.
pub(super) fn without_mark(node: &Node) -> &Node {
    if is_marked(node) { parts(node).map_or(node, |parts| parts.0) } else { node }
}

/// Whether a mark stands beside the value of a node.
pub(super) fn is_marked(node: &Node) -> bool {
    parts(node).is_some_and(|(_, (name, _), _)| {
        MarkKind::ALL.iter().any(|kind| kind.name() == &name.text as &str)
    })
}

/// The value of a node without its mark, which is left with the flaws.
pub(super) fn unmarked<'n>(node: &'n Node, path: &Path, flaws: &mut Flaws) -> &'n Node {
    let Some((value, (name, arguments), mark)) = parts(node) else {
        return turned(node, path, flaws).unwrap_or(node);
    };
    let found = MarkKind::ALL.into_iter().find(|kind| kind.name() == &name.text as &str);
    let Some(kind) = found else {
        let names = MarkKind::ALL.map(MarkKind::name);
        let message = format!("there is no mark `{}`", printable(&name.text));
        flaws.add(path, &name.place, message, did_you_mean(&name.text, names, "the marks are"));
        return value;
    };
    let (source, year_of) = match arguments {
        Arguments::None => (None, None),
        Arguments::Positional(values) => {
            if let Some(extra) = values.get(2) {
                let hint = format!("as in `{}(\"epoch-dc\", 2024)`", kind.name());
                let message = format!("`{}` takes a source and a year", kind.name());
                flaws.add(path, &extra.place, message, hint);
            }
            (values.first(), values.get(1))
        }
        Arguments::Named(_) => {
            let what = format!("`{}`", kind.name());
            let names: Vec<&str> = MARK_FIELDS.iter().map(|row| row.name).collect();
            let given = fields::arrange(arguments, &names, &what, &name.place, path, flaws);
            (given[0].map(|entry| &entry.value), given[1].map(|entry| &entry.value))
        }
    };
    if source.is_none() && kind != MarkKind::Assumed {
        let hint = format!("as in `{}(\"epoch-dc\")`, with the source in `sources`", kind.name());
        flaws.add(path, &mark.place, format!("`{}` needs a source", kind.name()), hint);
    }
    let year = year_of.and_then(|node| year(node, path, flaws));
    let source = source.and_then(|node| cited(node, path, flaws));
    flaws.marks.push(Mark { kind, source, year });
    value
}

/// The value of a node whose mark stands before it, which is a flaw.
fn turned<'n>(node: &'n Node, path: &Path, flaws: &mut Flaws) -> Option<&'n Node> {
    let Value::Call(None, Arguments::Positional(parts)) = &node.value else {
        return None;
    };
    let [mark, value] = &parts[..] else {
        return None;
    };
    let Value::Call(Some(name), _) = &mark.value else {
        return None;
    };
    MarkKind::ALL.iter().find(|kind| kind.name() == &name.text as &str)?;
    let hint = format!("write ({}, {})", printable(value.text()), printable(mark.text()));
    flaws.add(path, &mark.place, "a mark stands after its value", hint);
    Some(value)
}

/// The name of a source that the world declares.
fn cited(node: &Node, path: &Path, flaws: &mut Flaws) -> Option<String> {
    let Value::Text(name) = &node.value else {
        let message = format!("a mark names its source in quotes, but this is {}", node.describe());
        flaws.add(path, &node.place, message, "as in `\"epoch-dc\"`".to_owned());
        return None;
    };
    // Where no source could be read, that is the flaw, and not each mention.
    if flaws.no_sources {
        return None;
    }
    if flaws.sources.contains_key(name as &str) {
        return Some(name.to_string());
    }
    let names = flaws.sources.keys().map(String::as_str);
    let hint = did_you_mean(name, names, "the sources are")
        .unwrap_or_else(|| format!("declare it: `sources: {{\"{}\": \"…\"}}`", printable(name)));
    flaws.add(path, &node.place, format!("there is no source `{}`", printable(name)), hint);
    None
}

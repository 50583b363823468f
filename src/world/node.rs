//! The values of a world file as a tree in which each knows its place.
//!
//! The grammar is RON's and the `ron` crate reads it. Its `RawValue` is the
//! slice of the source that a value stands in, so each level of the tree is one
//! reading of such slices: names of structs, the order of maps, keys given twice
//! and places all survive, which serde alone would lose.

use std::fmt;
use std::sync::Arc;

use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};

use super::diagnostic::{Diagnostic, Place, Source};
use super::syntax::{explain, is_space, trimmed_front};

/// How deep values may be nested. Reading takes some passes a level, and a law
/// in a mixture of an actor is at a depth of six.
pub const DEEPEST: usize = 16;

/// How many values a file may hold, which bounds memory at about a gigabyte.
pub const MOST_VALUES: usize = 4_000_000;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A bare number; it may be NaN or infinite.
    Number(f64),
    /// A quoted text.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
    /// `None`.
    Absent,
    /// `[a, b]`.
    List(Vec<Node>),
    /// `{a: b}`, in the order of the file, keys given twice included.
    Map(Vec<Entry>),
    /// `Name`, `Name(…)` or `(…)`.
    Call(Option<Name>, Arguments),
    /// Something that RON knows and worlds do not: a range, a byte string.
    Foreign,
}

/// A name before an opening parenthesis.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// What stands between the parentheses of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Arguments {
    /// There are no parentheses, or nothing is between them.
    None,
    /// `(a, b)`.
    Positional(Vec<Node>),
    /// `(a: b)`.
    Named(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key: a name without arguments in a struct, any value in a map.
    pub key: Node,
    /// The value.
    pub value: Node,
}

impl Entry {
    /// The text of the key, if it is a text or a name.
    #[must_use]
    pub fn key_text(&self) -> Option<&str> {
        match &self.key.value {
            Value::Text(text) => Some(text),
            Value::Call(Some(name), Arguments::None) => Some(&name.text),
            Value::Call(..)
            | Value::Number(_)
            | Value::Flag(_)
            | Value::Absent
            | Value::List(_)
            | Value::Map(_)
            | Value::Foreign => None,
        }
    }
}

impl Node {
    /// What it is, for messages.
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::Flag(_) => "a flag",
            Value::Absent => "`None`",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
            Value::Call(Some(_), Arguments::None) => "a name",
            Value::Call(Some(_), _) => "a name with arguments",
            Value::Call(None, Arguments::Named(_)) => "a group of fields",
            Value::Call(None, _) => "a tuple",
            Value::Foreign if self.text().contains("..") => "a range",
            Value::Foreign => "something that worlds do not know",
        }
    }

    /// The source's own text of it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.place.source.text[self.place.span.clone()]
    }
}

/// The tree of a source, from this byte on.
///
/// # Errors
///
/// If it is not RON, or nested too deep, or of too many values.
pub fn read(source: &Arc<Source>, from: usize) -> Result<Node, Diagnostic> {
    let text = &source.text[from..];
    let mut reader = Reader { source, values: 0 };
    let raw: &RawValue = options().from_str(text).map_err(|error| reader.syntax(text, &error))?;
    reader.node(raw.get_ron(), 0)
}

fn options() -> ron::Options {
    ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES)
}

struct Reader<'s> {
    source: &'s Arc<Source>,
    values: usize,
}

impl<'s> Reader<'s> {
    fn node(&mut self, raw: &'s str, depth: usize) -> Result<Node, Diagnostic> {
        let text = trimmed(raw);
        self.values += 1;
        if self.values > MOST_VALUES {
            return Err(self.refuse(text, format!("a world holds at most {MOST_VALUES} values")));
        }
        if depth > DEEPEST {
            let message = format!("values are nested more than {DEEPEST} deep");
            return Err(self.refuse(text, message));
        }
        let place = self.place(text);
        let value = self.value(text, depth)?;
        Ok(Node { place, value })
    }

    fn value(&mut self, text: &'s str, depth: usize) -> Result<Value, Diagnostic> {
        let first = text.chars().next();
        Ok(match first {
            Some('"' | '\'') => Value::Text(self.leaf(text)?),
            Some('r')
                if text.starts_with("r\"")
                    || text.starts_with("r#") && text.ends_with(['"', '#']) =>
            {
                Value::Text(self.leaf(text)?)
            }
            Some('[') => match self.children(text, depth)? {
                Children::Values(values) => Value::List(values),
                Children::Entries(_) | Children::None => Value::List(Vec::new()),
            },
            Some('{') => match self.children(text, depth)? {
                Children::Entries(entries) => Value::Map(entries),
                Children::Values(_) | Children::None => Value::Map(Vec::new()),
            },
            Some('(') => Value::Call(None, self.arguments(text, depth)?),
            Some('0'..='9' | '+' | '-' | '.') => number(text),
            Some('b')
                if text.starts_with("b'")
                    || text.starts_with("b\"")
                    || text.starts_with("br") && text.ends_with(['"', '#']) =>
            {
                Value::Foreign
            }
            Some(_) | None => self.named(text, depth)?,
        })
    }

    fn named(&mut self, text: &'s str, depth: usize) -> Result<Value, Diagnostic> {
        let past = text
            .find(|letter| is_space(letter) || matches!(letter, '(' | '/' | '.'))
            .unwrap_or(text.len());
        let (name, rest) = text.split_at(past);
        let body = trimmed_front(rest);
        if body.is_empty() {
            match name {
                "true" => return Ok(Value::Flag(true)),
                "false" => return Ok(Value::Flag(false)),
                "None" => return Ok(Value::Absent),
                "inf" | "inff32" | "inff64" => return Ok(Value::Number(f64::INFINITY)),
                "NaN" | "NaNf32" | "NaNf64" => return Ok(Value::Number(f64::NAN)),
                _ => {}
            }
        } else if !body.starts_with('(') {
            return Ok(Value::Foreign);
        }
        let arguments =
            if body.is_empty() { Arguments::None } else { self.arguments(body, depth)? };
        if name == "Some"
            && let Arguments::Positional(mut values) = arguments
        {
            return Ok(values.pop().map_or(Value::Absent, |node| node.value));
        }
        let name = Name { text: name.trim_start_matches("r#").to_owned(), place: self.place(name) };
        Ok(Value::Call(Some(name), arguments))
    }

    fn arguments(&mut self, text: &'s str, depth: usize) -> Result<Arguments, Diagnostic> {
        Ok(match self.children(text, depth)? {
            Children::None => Arguments::None,
            Children::Values(values) if values.is_empty() => Arguments::None,
            Children::Values(values) => Arguments::Positional(values),
            Children::Entries(entries) => Arguments::Named(entries),
        })
    }

    /// What is inside a pair of brackets.
    fn children(&mut self, text: &'s str, depth: usize) -> Result<Children, Diagnostic> {
        let seed = Brackets { keys_are_names: text.starts_with('(') };
        let slices =
            options().from_str_seed(text, seed).map_err(|error| self.syntax(text, &error))?;
        Ok(match slices {
            Slices::None => Children::None,
            Slices::Values(values) => {
                let nodes = values.into_iter().map(|value| self.node(value, depth + 1));
                Children::Values(nodes.collect::<Result<_, _>>()?)
            }
            Slices::Entries(entries) => {
                let nodes = entries.into_iter().map(|(key, value)| {
                    Ok(Entry {
                        key: self.node(key, depth + 1)?,
                        value: self.node(value, depth + 1)?,
                    })
                });
                Children::Entries(nodes.collect::<Result<_, _>>()?)
            }
        })
    }

    fn leaf<T: de::Deserialize<'s>>(&self, text: &'s str) -> Result<T, Diagnostic> {
        options().from_str(text).map_err(|error| self.syntax(text, &error))
    }

    fn place(&self, text: &str) -> Place {
        let start = text.as_ptr() as usize - self.source.text.as_ptr() as usize;
        Place { source: Arc::clone(self.source), span: start..start + text.len() }
    }

    fn refuse(&self, text: &str, message: String) -> Diagnostic {
        let mut place = self.place(text);
        place.span.end = place.span.start + text.chars().next().map_or(0, char::len_utf8);
        Diagnostic::error(message).at("", &place)
    }

    fn syntax(&self, text: &str, error: &ron::error::SpannedError) -> Diagnostic {
        let offset = self.place(text).span.start;
        explain(self.source, offset, text, error)
    }
}

enum Children {
    None,
    Values(Vec<Node>),
    Entries(Vec<Entry>),
}

fn number(text: &str) -> Value {
    // Written as `-0`, zero is still zero: a sign would reach a digest.
    let read = |number: f64| Value::Number(number + 0.0);
    match ron::from_str::<f64>(text) {
        Ok(number) => read(number),
        Err(_) => ron::from_str::<u64>(text).map_or(Value::Foreign, |whole| read(whole as f64)),
    }
}

/// Reads the slices between a pair of brackets.
struct Brackets {
    keys_are_names: bool,
}

enum Slices<'s> {
    None,
    Values(Vec<&'s str>),
    Entries(Vec<(&'s str, &'s str)>),
}

impl<'s> DeserializeSeed<'s> for Brackets {
    type Value = Slices<'s>;

    fn deserialize<D: de::Deserializer<'s>>(self, deserializer: D) -> Result<Slices<'s>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'s> Visitor<'s> for Brackets {
    type Value = Slices<'s>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, a map or fields")
    }

    fn visit_unit<E>(self) -> Result<Slices<'s>, E> {
        Ok(Slices::None)
    }

    fn visit_seq<A: SeqAccess<'s>>(self, mut access: A) -> Result<Slices<'s>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element::<&'s RawValue>()? {
            values.push(value.get_ron());
        }
        Ok(Slices::Values(values))
    }

    fn visit_map<A: MapAccess<'s>>(self, mut access: A) -> Result<Slices<'s>, A::Error> {
        let mut entries = Vec::new();
        loop {
            let key = if self.keys_are_names {
                access.next_key::<&'s str>()?
            } else {
                access.next_key::<&'s RawValue>()?.map(RawValue::get_ron)
            };
            let Some(key) = key else { break };
            let value: &'s RawValue = access.next_value()?;
            entries.push((key, value.get_ron()));
        }
        Ok(Slices::Entries(entries))
    }
}

/// A value's slice without the space and the comments around it.
fn trimmed(raw: &str) -> &str {
    let front = trimmed_front(raw);
    // Only a comment makes it worth reading the value once more for its end.
    if !front.contains('/') {
        return front.trim_end_matches(is_space);
    }
    match ron::from_str::<&RawValue>(front) {
        Ok(value) => value.trim().get_ron(),
        Err(_) => front,
    }
}

//! The values of a world file as a tree in which each knows its place.
//!
//! There may be millions of them, so that texts and names are slices of their
//! source. They lack a meaning, which the checker gives them.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::diagnostic::{Place, Source};

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
    Text(Text),
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

/// The letters of a text or a name: a slice of the file where they stand there
/// as they are, otherwise of a source of their own.
#[derive(Clone)]
pub struct Text {
    /// Where the letters stand.
    pub place: Place,
}

impl Text {
    /// These bytes of a source.
    pub(super) fn slice(source: &Arc<Source>, span: Range<usize>) -> Self {
        Self { place: Place::new(source, span) }
    }

    /// The letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.place.text()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        let span = 0..text.len();
        Self::slice(&Arc::new(Source::new("", text, 0)), span)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        *self == other.as_str()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// A name before an opening parenthesis, without the `r#` of a raw one. It
/// always stands in the file, so that its letters' place is its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The name.
    pub text: Text,
}

impl Deref for Name {
    type Target = Text;

    fn deref(&self) -> &Text {
        &self.text
    }
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
        self.key.as_text().or_else(|| self.key.as_word())
    }
}

impl Node {
    /// The letters, if it is a quoted text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// The letters, if it is a name without arguments.
    #[must_use]
    pub fn as_word(&self) -> Option<&str> {
        self.as_call().filter(|call| *call.1 == Arguments::None).map(|call| call.0.text.as_str())
    }

    /// The name and the arguments, if it has a name.
    #[must_use]
    pub fn as_call(&self) -> Option<(&Name, &Arguments)> {
        if let Value::Call(Some(name), arguments) = &self.value {
            return Some((name, arguments));
        }
        None
    }

    /// The two values of `(a, b)`, if it is that.
    #[must_use]
    pub fn as_pair(&self) -> Option<(&Self, &Self)> {
        if let Value::Call(None, Arguments::Positional(values)) = &self.value
            && let [one, other] = &values[..]
        {
            return Some((one, other));
        }
        None
    }

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

    /// The source's own text of it, whatever lines it takes there, on one.
    #[must_use]
    pub fn on_one_line(&self) -> String {
        self.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The source's own text of it.
    #[must_use]
    pub fn text(&self) -> &str {
        self.place.text()
    }

    /// What a step leads to within a node.
    pub(super) fn within(&self, step: &str) -> Option<&Self> {
        match &self.value {
            Value::Call(_, Arguments::Named(entries)) | Value::Map(entries) => entries
                .iter()
                .find(|entry| entry.key_text() == Some(step))
                .map(|entry| &entry.value),
            Value::List(values) | Value::Call(_, Arguments::Positional(values)) => {
                values.get(step.parse::<usize>().ok()?)
            }
            Value::Call(_, Arguments::None)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Flag(_)
            | Value::Absent
            | Value::Foreign => None,
        }
    }

    /// The same, to be changed.
    pub(super) fn within_mut(&mut self, step: &str) -> Option<&mut Self> {
        match &mut self.value {
            Value::Call(_, Arguments::Named(entries)) | Value::Map(entries) => {
                let mut all = entries.iter_mut();
                all.find(|entry| entry.key_text() == Some(step)).map(|entry| &mut entry.value)
            }
            Value::List(values) | Value::Call(_, Arguments::Positional(values)) => {
                values.get_mut(step.parse::<usize>().ok()?)
            }
            Value::Call(_, Arguments::None)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Flag(_)
            | Value::Absent
            | Value::Foreign => None,
        }
    }
}

//! Changes of a world's own text, place by place; what is not changed stays as it is
//! written, comments and layout included.
//!
//! It lacks a meaning: whether a changed text is still a world is for the checker to say.

use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::Source;
use super::file::{WorldFile, path_of, steps, written};
use super::node::{Arguments, Entry, Node, Value};
use super::token::{Token, TokenKind, is_space, tokens};

/// Changes of a text that are made all at once.
pub struct Splice<'w> {
    file: &'w WorldFile,
    text: &'w str,
    tokens: Vec<Token>,
    cuts: Vec<(Range<usize>, String)>,
}

impl<'w> Splice<'w> {
    /// No changes yet of a file's own text; what was set on the command line is not in it.
    #[must_use]
    pub fn of(file: &'w WorldFile) -> Self {
        let text = file.root().place.source.text.as_str();
        Self { file, text, tokens: tokens(text).collect(), cuts: Vec::new() }
    }

    /// Another text instead of a value's.
    pub fn replace(&mut self, node: &Node, text: impl Into<String>) {
        self.cuts.push((node.place.span(), text.into()));
    }

    /// Takes an entry out of a list, a map or named arguments, with its comma and with the
    /// comment behind it, if the line is the entry's own; nothing, if there is no such entry.
    pub fn remove(&mut self, collection: &Node, place: usize) -> Option<()> {
        let span = *children(collection)?.get(place)?;
        self.cuts.push((self.with_comma(span.start..span.end), String::new()));
        Some(())
    }

    /// Adds a text behind the last entry of a list, a map or named arguments, or of a name
    /// that has none yet; nothing, if it is none of these.
    pub fn add(&mut self, collection: &Node, entry: &str) -> Option<()> {
        let span = collection.place.span();
        let Some(last) = children(collection)?.last().copied() else {
            let is_open = |token: &&Token| {
                token.kind == TokenKind::Open && span.start <= token.start && token.end <= span.end
            };
            let open = self.tokens.iter().find(is_open);
            let (at, entry) = match open {
                Some(open) => (open.end, entry.to_owned()),
                None => (span.end, format!("({entry})")),
            };
            self.cuts.push((at..at, entry));
            return Some(());
        };
        let indent = self.indent(last.start);
        let comma = self.after(last.end).filter(|next| next.kind == TokenKind::Comma);
        let (at, added) = match (indent, comma) {
            (Some(indent), Some(comma)) => {
                let at = self.end_of_line(comma.end).unwrap_or(comma.end);
                (at, format!("\n{indent}{entry},"))
            }
            (Some(indent), None) => (last.end, format!(",\n{indent}{entry}")),
            (None, Some(comma)) => (comma.end, format!(" {entry}")),
            (None, None) => (last.end, format!(", {entry}")),
        };
        self.cuts.push((at..at, added));
        Some(())
    }

    /// Puts another value to a path, as [`WorldFile::set`] does; nothing, if there is no
    /// such place or the value is not RON.
    pub fn set(&mut self, path: &str, value: &str) -> Option<()> {
        let steps = steps(path)?;
        let (last, before) = steps.split_last()?;
        let is_text = matches!(steps[0].as_str(), "title" | "claims" | "sources")
            && !value.trim_start().starts_with(['"', '(', '[', '{']);
        let in_file = |word_is_text: bool| match is_text {
            true => Some(quoted(value.trim())),
            false => in_file(value, word_is_text),
        };
        if let Some(old) = self.file.at(path) {
            let new = in_file(old.as_text().is_some())?;
            self.replace(old, new);
            return Some(());
        }
        let owner = self.owner(before)?;
        match owner.value {
            Value::Call(_, Arguments::Named(_)) | Value::Call(Some(_), Arguments::None) => {}
            Value::Call(None, Arguments::None)
            | Value::Call(_, Arguments::Positional(_))
            | Value::Map(_)
            | Value::List(_)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Flag(_)
            | Value::Absent
            | Value::Foreign => return None,
        }
        let new = in_file(false)?;
        self.add(owner, &format!("{last}: {new}"))
    }

    /// Takes out what stands at a path; nothing, if there is nothing or if it is one of the
    /// values of a tuple.
    pub fn unset(&mut self, path: &str) -> Option<()> {
        let steps = steps(path)?;
        let (last, before) = steps.split_last()?;
        let owner = self.owner(before)?;
        let place = match &owner.value {
            Value::Call(_, Arguments::Named(entries)) | Value::Map(entries) => {
                entries.iter().position(|entry| entry.key_text() == Some(last))?
            }
            Value::List(_) => last.parse().ok()?,
            Value::Call(..)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Flag(_)
            | Value::Absent
            | Value::Foreign => return None,
        };
        self.remove(owner, place)
    }

    /// The text with all changes; within what is taken out, nothing else is changed.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.cuts.sort_by_key(|(span, _)| (span.start, span.end));
        let mut merged: Vec<(Range<usize>, String)> = Vec::new();
        for (span, new) in self.cuts {
            match merged.last_mut() {
                Some((before, _)) if span.start < before.end => {
                    before.end = before.end.max(span.end);
                }
                _ => merged.push((span, new)),
            }
        }
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        for (span, new) in merged {
            let span = if new.is_empty() { tidied(self.text, span) } else { span };
            text.push_str(&self.text[at..span.start.max(at)]);
            text.push_str(&new);
            at = span.end.max(at);
        }
        text.push_str(&self.text[at..]);
        text
    }

    fn owner(&self, steps: &[String]) -> Option<&'w Node> {
        if steps.is_empty() {
            return Some(self.file.root());
        }
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        self.file.at(&path_of(&steps))
    }

    /// An entry and the comma that goes with it: the one behind it, or else the one before.
    fn with_comma(&self, span: Range<usize>) -> Range<usize> {
        if let Some(next) = self.after(span.end)
            && next.kind == TokenKind::Comma
        {
            return span.start..next.end;
        }
        let before = self.tokens.partition_point(|token| token.end <= span.start);
        match before.checked_sub(1).map(|place| self.tokens[place]) {
            Some(comma) if comma.kind == TokenKind::Comma => comma.start..span.end,
            Some(_) | None => span,
        }
    }

    /// The first token from a byte on that is no comment.
    fn after(&self, at: usize) -> Option<Token> {
        let place = self.tokens.partition_point(|token| token.start < at);
        self.tokens[place..].iter().copied().find(|token| !token.is_comment())
    }

    /// The white space before a byte, if nothing else is before it on its line.
    fn indent(&self, at: usize) -> Option<&'w str> {
        let line = &self.text[start_of_line(self.text, at)..at];
        (at > line.len() && line.chars().all(is_space)).then_some(line)
    }

    /// Where the line of a byte ends, if nothing but a comment comes on it.
    fn end_of_line(&self, at: usize) -> Option<usize> {
        ends_line(self.text, at)
    }
}

/// The span of each entry of a list, a map or arguments with names; of a name without
/// arguments, none.
fn children(collection: &Node) -> Option<Vec<Span>> {
    let of_entry = |entry: &Entry| Span {
        start: entry.key.place.span().start,
        end: entry.value.place.span().end,
    };
    let of_value = |node: &Node| {
        let span = node.place.span();
        Span { start: span.start, end: span.end }
    };
    match &collection.value {
        Value::Call(_, Arguments::Named(entries)) | Value::Map(entries) => {
            Some(entries.iter().map(of_entry).collect())
        }
        Value::List(values) => Some(values.iter().map(of_value).collect()),
        Value::Call(_, Arguments::None) => Some(Vec::new()),
        Value::Call(_, Arguments::Positional(_))
        | Value::Number(_)
        | Value::Text(_)
        | Value::Flag(_)
        | Value::Absent
        | Value::Foreign => None,
    }
}

/// Bytes of a text; a range that can be copied.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
}

/// A value as it stands in a file: RON as it is, and other texts in quotes; a word too, if
/// it stands for a text.
fn in_file(value: &str, word_is_text: bool) -> Option<String> {
    let value = value.trim();
    let source = Arc::new(Source::new("", value.to_owned(), 1));
    let node = written(&source, 0).ok()?;
    let text = node.place.text().trim();
    let is_bare = match &node.value {
        Value::Text(_) => !text.contains('"'),
        Value::Call(Some(_), Arguments::None) => word_is_text,
        Value::Call(..)
        | Value::Number(_)
        | Value::Flag(_)
        | Value::Absent
        | Value::List(_)
        | Value::Map(_)
        | Value::Foreign => false,
    };
    Some(if is_bare { quoted(text) } else { text.to_owned() })
}

/// A text in double quotes, as a file has it.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What is taken out, with the lines that it would leave blank and the space that it would
/// leave twice.
fn tidied(text: &str, span: Range<usize>) -> Range<usize> {
    let line = start_of_line(text, span.start);
    let begins_line = text[line..span.start].chars().all(is_space);
    if begins_line && let Some(end) = ends_line(text, span.end) {
        return line..(end + 1).min(text.len());
    }
    let after = &text[span.end..];
    let space = after.len() - after.trim_start_matches(' ').len();
    let goes_on = text[..span.end].ends_with(',');
    if goes_on { span.start..span.end + space } else { span }
}

fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Where the line of a byte ends, if nothing but space and a comment comes on it.
fn ends_line(text: &str, at: usize) -> Option<usize> {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    let rest = text[at..end].trim_start_matches(is_space);
    (rest.trim_end().is_empty() || rest.starts_with("//")).then_some(end)
}

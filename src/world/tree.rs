//! From the text of a world to its tree.
//!
//! The grammar is RON's, and the `ron` crate judges the whole text in one pass.
//! What it has accepted is then known to be well formed, so that a second pass
//! over the tokens builds the tree: names of structs, the order of maps, keys
//! given twice and places all survive, which serde alone would lose. Nothing
//! here judges what a value means.

use std::sync::Arc;

use ron::value::RawValue;
use serde::de::IgnoredAny;

use super::diagnostic::{Diagnostic, Place, Source};
use super::node::{Arguments, Entry, Name, Node, Text, Value};
use super::syntax::explain;
use super::token::{Token, TokenKind, Tokens, tokens};

/// How deep values may be nested: a law in a mixture of an actor is at a depth
/// of six.
pub const DEEPEST: usize = 16;

/// How many values a file may hold: a million actors of four fields and two
/// million links with a delay each are 22 million. They take 1.5 GB of memory,
/// and if somebody tries, 2.5 GB.
pub const MOST_VALUES: usize = 24_000_000;

/// The tree of a source, from this byte on, as it is at this depth of another.
///
/// # Errors
///
/// If it is not RON, or nested too deep, or of too many values.
pub(super) fn read(source: &Arc<Source>, from: usize, depth: usize) -> Result<Node, Diagnostic> {
    let text = &source.text[from..];
    let mut reader = Reader { source, from, text, rest: tokens(text), ahead: None, values: 0 };
    reader.advance();
    reader.judge()?;
    let first = reader.take("a value")?;
    let node = reader.node(first, depth)?;
    match reader.ahead {
        None => Ok(node),
        Some(token) => Err(reader.lost(token.start, "the end")),
    }
}

struct Reader<'s> {
    source: &'s Arc<Source>,
    /// Where in the source the text begins.
    from: usize,
    text: &'s str,
    rest: Tokens<'s>,
    /// The next token that is not a comment.
    ahead: Option<Token>,
    values: usize,
}

impl Reader<'_> {
    /// Lets `ron` decide whether the text is one value, after attributes which
    /// are passed over: what they enable, worlds do without.
    fn judge(&mut self) -> Result<(), Diagnostic> {
        let mut head = 0;
        while let Some(token) = self.ahead
            && token.kind == TokenKind::Attribute
        {
            head = token.end;
            self.advance();
        }
        if head > 0 {
            let unit = format!("{}()", &self.text[..head]);
            if let Err(error) = ron::from_str::<IgnoredAny>(&unit) {
                return Err(explain(self.source, self.from, self.text, &error));
            }
        }
        let body = &self.text[head..];
        // A comment to the end of a line that never ends is nothing to
        // `IgnoredAny` and a fault to a raw value, which takes a second pass.
        let verdict = if body.ends_with('\n') {
            ron::from_str::<IgnoredAny>(body).err()
        } else {
            ron::from_str::<&RawValue>(body).err()
        };
        match verdict {
            None => Ok(()),
            Some(error) => Err(explain(self.source, self.from + head, body, &error)),
        }
    }

    /// The value that begins with this token.
    fn node(&mut self, first: Token, depth: usize) -> Result<Node, Diagnostic> {
        self.count(first, depth)?;
        let (value, end) = match first.kind {
            TokenKind::Open => self.brackets(first, depth)?,
            TokenKind::Name => self.named(first, depth)?,
            TokenKind::Text => (self.quoted(first)?, first.end),
            TokenKind::Number | TokenKind::Foreign => self.leaf(first)?,
            TokenKind::Close
            | TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::LineComment
            | TokenKind::BlockComment
            | TokenKind::Attribute
            | TokenKind::Stray => return Err(self.lost(first.start, "a value")),
        };
        Ok(Node { place: self.place(first.start, end), value })
    }

    /// One value more, which begins here.
    fn count(&mut self, first: Token, depth: usize) -> Result<(), Diagnostic> {
        self.values += 1;
        let message = if self.values > MOST_VALUES {
            format!("a world holds at most {MOST_VALUES} values")
        } else if depth > DEEPEST {
            format!("values are nested more than {DEEPEST} deep")
        } else {
            return Ok(());
        };
        Err(Diagnostic::error(message).at("", &self.place(first.start, first.end).first()))
    }

    /// A list, a map or the arguments of nobody, and where it ends.
    fn brackets(&mut self, open: Token, depth: usize) -> Result<(Value, usize), Diagnostic> {
        match &self.text[open.start..open.end] {
            "[" => {
                let (values, end) = self.values(Vec::new(), depth)?;
                Ok((Value::List(values), end))
            }
            "{" => {
                let (entries, end) = self.entries(Vec::new(), depth, Self::node)?;
                Ok((Value::Map(entries), end))
            }
            _ => {
                let (arguments, end) = self.arguments(depth)?;
                Ok((Value::Call(None, arguments), end))
            }
        }
    }

    /// A name with what is in the parentheses after it, or a word.
    fn named(&mut self, first: Token, depth: usize) -> Result<(Value, usize), Diagnostic> {
        let word = &self.text[first.start..first.end];
        if self.ahead.is_none_or(|next| next.kind != TokenKind::Open) {
            return match word {
                "true" => Ok((Value::Flag(true), first.end)),
                "false" => Ok((Value::Flag(false), first.end)),
                "None" => Ok((Value::Absent, first.end)),
                "inf" | "inff32" | "inff64" | "NaN" | "NaNf32" | "NaNf64" => self.leaf(first),
                _ => {
                    let name = self.name(first);
                    Ok((Value::Call(Some(name), Arguments::None), first.end))
                }
            };
        }
        self.take("`(`")?;
        let (arguments, end) = self.arguments(depth)?;
        match arguments {
            Arguments::Positional(mut values) if word == "Some" && values.len() == 1 => {
                Ok((values.pop().map_or(Value::Absent, |node| node.value), end))
            }
            Arguments::None | Arguments::Positional(_) | Arguments::Named(_) => {
                Ok((Value::Call(Some(self.name(first)), arguments), end))
            }
        }
    }

    fn name(&self, token: Token) -> Name {
        let raw = if self.text[token.start..token.end].starts_with("r#") { 2 } else { 0 };
        let span = self.from + token.start + raw..self.from + token.end;
        Name { text: Text::slice(self.source, span) }
    }

    /// What is between parentheses, of which the first was taken.
    fn arguments(&mut self, depth: usize) -> Result<(Arguments, usize), Diagnostic> {
        let first = self.take("`)`")?;
        if first.kind == TokenKind::Close {
            return Ok((Arguments::None, first.end));
        }
        let is_field = |next: Token| next.kind == TokenKind::Colon;
        if first.kind == TokenKind::Name && self.ahead.is_some_and(is_field) {
            let key = self.field(first, depth + 1)?;
            let entry = self.entry(key, depth)?;
            let (entries, end) = self.entries(vec![entry], depth, Self::field)?;
            return Ok((Arguments::Named(entries), end));
        }
        let value = self.node(first, depth + 1)?;
        let (values, end) = self.values(vec![value], depth)?;
        Ok((Arguments::Positional(values), end))
    }

    /// The key of a field: a name, whatever it would be as a value.
    fn field(&mut self, token: Token, depth: usize) -> Result<Node, Diagnostic> {
        self.count(token, depth)?;
        if token.kind != TokenKind::Name {
            return Err(self.lost(token.start, "the name of a field"));
        }
        let name = self.name(token);
        Ok(Node { place: name.place.clone(), value: Value::Call(Some(name), Arguments::None) })
    }

    /// The values up to a closing bracket, after those that are there, and
    /// where it ends.
    fn values(
        &mut self,
        mut values: Vec<Node>,
        depth: usize,
    ) -> Result<(Vec<Node>, usize), Diagnostic> {
        while let Some(first) = self.next_of(values.is_empty())? {
            values.push(self.node(first, depth + 1)?);
        }
        values.shrink_to_fit();
        Ok((values, self.take("a bracket")?.end))
    }

    /// As [`Reader::values`], of keys with their values.
    fn entries(
        &mut self,
        mut entries: Vec<Entry>,
        depth: usize,
        key: impl Fn(&mut Self, Token, usize) -> Result<Node, Diagnostic>,
    ) -> Result<(Vec<Entry>, usize), Diagnostic> {
        while let Some(first) = self.next_of(entries.is_empty())? {
            let key = key(self, first, depth + 1)?;
            entries.push(self.entry(key, depth)?);
        }
        entries.shrink_to_fit();
        Ok((entries, self.take("a bracket")?.end))
    }

    /// The value of a key.
    fn entry(&mut self, key: Node, depth: usize) -> Result<Entry, Diagnostic> {
        let colon = self.take("`:`")?;
        if colon.kind != TokenKind::Colon {
            return Err(self.lost(colon.start, "`:`"));
        }
        let first = self.take("a value")?;
        Ok(Entry { key, value: self.node(first, depth + 1)? })
    }

    /// The first token of what comes next between brackets; nothing if they
    /// close, and then the bracket is still ahead.
    fn next_of(&mut self, is_first: bool) -> Result<Option<Token>, Diagnostic> {
        let is = |token: Option<Token>, kind| token.is_some_and(|token| token.kind == kind);
        if !is_first && is(self.ahead, TokenKind::Comma) {
            self.advance();
        } else if !is_first && !is(self.ahead, TokenKind::Close) {
            let at = self.ahead.map_or(self.text.len(), |token| token.start);
            return Err(self.lost(at, "`,`"));
        }
        if is(self.ahead, TokenKind::Close) {
            return Ok(None);
        }
        self.take("a value").map(Some)
    }

    /// A text; only escapes need to be read for what they mean.
    fn quoted(&self, token: Token) -> Result<Value, Diagnostic> {
        let written = &self.text[token.start..token.end];
        if written.len() > 1 && written.starts_with('"') && !written.contains('\\') {
            let span = self.from + token.start + 1..self.from + token.end - 1;
            return Ok(Value::Text(Text::slice(self.source, span)));
        }
        match ron::from_str::<String>(written) {
            Ok(text) => Ok(Value::Text(Text::from(text))),
            Err(error) => Err(explain(self.source, self.from + token.start, written, &error)),
        }
    }

    /// A number, or what worlds do not know: a range, which may be of several
    /// tokens side by side, a byte or a byte string. A character is an error.
    fn leaf(&mut self, first: Token) -> Result<(Value, usize), Diagnostic> {
        let mut end = first.end;
        while let Some(next) = self.ahead
            && next.start == end
            && matches!(next.kind, TokenKind::Number | TokenKind::Name | TokenKind::Foreign)
        {
            end = next.end;
            self.advance();
        }
        let written = &self.text[first.start..end];
        if written.starts_with('\'') {
            return Ok((self.quoted(first)?, end));
        }
        if end > first.end && ron::from_str::<IgnoredAny>(written).is_err() {
            return Err(self.lost(first.end, "the end of a value"));
        }
        let value = match written {
            _ if end > first.end || first.kind == TokenKind::Foreign => Value::Foreign,
            "inf" | "inff32" | "inff64" => Value::Number(f64::INFINITY),
            "NaN" | "NaNf32" | "NaNf64" => Value::Number(f64::NAN),
            _ => number(written),
        };
        Ok((value, end))
    }

    /// The next token, which is there in whatever `ron` has accepted.
    fn take(&mut self, wanted: &str) -> Result<Token, Diagnostic> {
        match self.ahead {
            Some(token) => {
                self.advance();
                Ok(token)
            }
            None => Err(self.lost(self.text.len(), wanted)),
        }
    }

    fn advance(&mut self) {
        self.ahead = self.rest.by_ref().find(|token| !token.is_comment());
    }

    fn place(&self, start: usize, end: usize) -> Place {
        Place::new(self.source, self.from + start..self.from + end)
    }

    /// What is said where `ron` has accepted a text that makes no sense here.
    /// There should be no such text, but a bug must not take the program down.
    fn lost(&self, at: usize, wanted: &str) -> Diagnostic {
        let place = self.place(at, self.text.len()).first();
        Diagnostic::error(format!("{wanted} belongs here"))
            .at("", &place)
            .hint("this way of writing it is not understood; write it more plainly".to_owned())
    }
}

fn number(text: &str) -> Value {
    // Written as `-0`, zero is still zero: a sign would reach a digest.
    let read = |number: f64| Value::Number(number + 0.0);
    let is_plain = |byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E');
    // The same function reads it in `ron`, after suffixes and underscores.
    if text.bytes().all(is_plain)
        && let Ok(number) = text.parse()
    {
        return read(number);
    }
    match ron::from_str::<f64>(text) {
        Ok(number) => read(number),
        Err(_) => ron::from_str::<u64>(text).map_or(Value::Foreign, |whole| read(whole as f64)),
    }
}

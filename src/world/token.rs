//! The smallest pieces of a world file, comments among them.
//!
//! `ron` decides what is a file; of a text that it has accepted, tokens say
//! where its pieces stand, in one pass and with nothing lost but white space.
//! They lack values: a token knows its bytes and not what they mean.

use super::syntax::{block_comment, is_space};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// A name, raw ones as `r#type` included.
    Name,
    /// Whatever begins as a number does, ranges and `-inf` included.
    Number,
    /// A text in double quotes, raw ones as `r#"…"#` included.
    Text,
    /// A byte string, a byte or a character, which worlds do not use.
    Foreign,
    /// From `//` to before the end of the line.
    LineComment,
    /// From `/*` to its `*/`; they nest.
    BlockComment,
    /// `#![…]`, for editors and for extensions of the syntax.
    Attribute,
    /// A sign that belongs to nothing.
    Stray,
}

/// A piece of a text and its bytes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    /// Whether it says nothing to a reader of values.
    pub(super) fn is_comment(self) -> bool {
        matches!(self.kind, TokenKind::LineComment | TokenKind::BlockComment)
    }
}

/// The tokens of a text, in order. What is never closed goes on to the end.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// Goes through the tokens of a text.
#[derive(Clone)]
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        // White space is mostly of one byte; the rest is decoded.
        while let Some(byte) = bytes.get(self.at) {
            if byte.is_ascii() {
                if !is_space(char::from(*byte)) {
                    break;
                }
                self.at += 1;
            } else {
                let letter = self.text[self.at..].chars().next().filter(|one| is_space(*one));
                let Some(letter) = letter else { break };
                self.at += letter.len_utf8();
            }
        }
        let start = self.at;
        let (kind, length) = first(&self.text[start..])?;
        self.at = start + length;
        Some(Token { kind, start, end: self.at })
    }
}

/// The kind and the length of the token that a text begins with.
fn first(text: &str) -> Option<(TokenKind, usize)> {
    use TokenKind as T;
    let bytes = text.as_bytes();
    let second = bytes.get(1).copied();
    Some(match bytes.first()? {
        b'(' | b'[' | b'{' => (T::Open, 1),
        b')' | b']' | b'}' => (T::Close, 1),
        b',' => (T::Comma, 1),
        b':' => (T::Colon, 1),
        b'"' => (T::Text, quoted(text, b'"')),
        b'\'' => (T::Foreign, quoted(text, b'\'')),
        b'/' if second == Some(b'/') => (T::LineComment, line(text)),
        b'/' if second == Some(b'*') => (T::BlockComment, block_comment(text)),
        b'#' => (T::Attribute, attribute(text)),
        b'r' if raw(text, 1).is_some() => (T::Text, raw(text, 1)?),
        b'r' if second == Some(b'#') => (T::Name, 2 + word(&text[2..], in_raw_name)),
        b'b' if second == Some(b'"') => (T::Foreign, 1 + quoted(&text[1..], b'"')),
        b'b' if second == Some(b'\'') => (T::Foreign, 1 + quoted(&text[1..], b'\'')),
        b'b' if second == Some(b'r') && raw(text, 2).is_some() => (T::Foreign, raw(text, 2)?),
        b'0'..=b'9' | b'+' | b'-' | b'.' => (T::Number, number(bytes)),
        _ => match word(text, |letter| letter == '_' || letter.is_alphanumeric()) {
            0 => (T::Stray, text.chars().next().map_or(1, char::len_utf8)),
            length => (T::Name, length),
        },
    })
}

/// The length of a quoted piece, its quotes included.
fn quoted(text: &str, quote: u8) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            byte if *byte == quote => return at,
            _ => {}
        }
    }
    text.len()
}

/// The length of a raw text whose hashes or quote come after `prefix` bytes.
fn raw(text: &str, prefix: usize) -> Option<usize> {
    let after = text.get(prefix..)?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let past = body.find(&end).map_or(body.len(), |at| at + end.len());
    Some(prefix + hashes + 1 + past)
}

/// The length of a comment to the end of its line.
fn line(text: &str) -> usize {
    let past = text.find('\n').unwrap_or(text.len());
    text[..past].trim_end_matches('\r').len()
}

/// The length of `#![…]`.
fn attribute(text: &str) -> usize {
    let mut rest = tokens(&text[1..]);
    let mut depth = 0_usize;
    while let Some(token) = rest.next() {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close if depth <= 1 => return 1 + token.end,
            TokenKind::Close => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of what a number's signs, digits and letters reach.
fn number(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        let after_exponent = matches!(bytes[at - 1], b'e' | b'E');
        match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'.' => at += 1,
            b'+' | b'-' if after_exponent => at += 1,
            _ => break,
        }
    }
    at
}

/// Letters of a name after `r#`.
fn in_raw_name(letter: char) -> bool {
    letter == '_' || letter.is_alphanumeric() || matches!(letter, '.' | '+' | '-')
}

/// The length of the longest beginning of these letters.
fn word(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

//! The smallest pieces of a world file, comments among them.
//!
//! `ron` decides what is a file; of a text that it has accepted, tokens say
//! where its pieces stand, in one pass and with nothing lost but white space.
//! They lack values: a token knows its bytes and not what they mean. They lack
//! the tables of Unicode too: in an accepted text, whatever is beyond ASCII,
//! outside of texts and comments, and no white space, is a letter of a name.

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
    /// Whatever begins as a number does, ranges as `1..=2` and `-inf` included;
    /// of a range with a name or a byte at an end it is the part between.
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
    Tokens { text, at: 0, in_attribute: false }
}

/// Goes through the tokens of a text.
#[derive(Clone)]
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// Attributes do not nest, or a text of hashes would be read again and again.
    in_attribute: bool,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.at += space(&self.text[self.at..]);
        let start = self.at;
        let (kind, length) = match first(&self.text[start..])? {
            (TokenKind::Attribute, _) if self.in_attribute => (TokenKind::Stray, 1),
            (TokenKind::Attribute, _) => attribute(&self.text[start..]),
            found => found,
        };
        self.at = start + length;
        Some(Token { kind, start, end: self.at })
    }
}

/// White space as RON understands it.
pub(super) fn is_space(letter: char) -> bool {
    matches!(
        letter,
        ' ' | '\t'..='\r' | '\u{85}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
    )
}

/// The length of the white space that a text begins with.
fn space(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            if !is_space(char::from(*byte)) {
                break;
            }
            at += 1;
        } else {
            let letter = text[at..].chars().next().filter(|one| is_space(*one));
            let Some(letter) = letter else { break };
            at += letter.len_utf8();
        }
    }
    at
}

/// The kind and the length of the token that a text begins with; the length of
/// an attribute is for [`attribute`] to say.
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
        b'\'' => (T::Foreign, letter(text)),
        b'/' if second == Some(b'/') => (T::LineComment, line(text)),
        b'/' if second == Some(b'*') => (T::BlockComment, block_comment(text)),
        b'#' => (T::Attribute, 0),
        b'r' if raw(text, 1).is_some() => (T::Text, raw(text, 1)?),
        b'r' if second == Some(b'#') => (T::Name, 2 + name(&text[2..], b".+-")),
        b'b' if second == Some(b'"') => (T::Foreign, 1 + quoted(&text[1..], b'"')),
        b'b' if second == Some(b'\'') => (T::Foreign, 1 + letter(&text[1..])),
        b'b' if second == Some(b'r') && raw(text, 2).is_some() => (T::Foreign, raw(text, 2)?),
        b'0'..=b'9' | b'+' | b'-' | b'.' => (T::Number, number(bytes)),
        _ => match name(text, b"") {
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

/// The length of a character in single quotes; of three such quotes in a row,
/// the middle one is the character.
fn letter(text: &str) -> usize {
    let mut letters = text[1..].chars();
    match (letters.next(), letters.next()) {
        (Some(inside), Some('\'')) if inside != '\\' => 2 + inside.len_utf8(),
        _ => quoted(text, b'\''),
    }
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

/// How long the block comment is that a text begins with; they nest.
fn block_comment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (2, 1_usize);
    while depth > 0 && at < bytes.len() {
        match &bytes[at..(at + 2).min(bytes.len())] {
            b"/*" => (at, depth) = (at + 2, depth + 1),
            b"*/" => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
    }
    at
}

/// The kind and the length of what begins with a hash: `#![…]`, or nothing.
fn attribute(text: &str) -> (TokenKind, usize) {
    let mut rest = Tokens { text, at: 1, in_attribute: true };
    let mut pieces = rest.by_ref().filter(|token| !token.is_comment());
    let mut is_next =
        |sign| pieces.next().is_some_and(|piece| text[piece.start..].starts_with(sign));
    if !is_next('!') || !is_next('[') {
        return (TokenKind::Stray, 1);
    }
    let end = rest.find(|piece| text[piece.start..].starts_with(']'));
    (TokenKind::Attribute, end.map_or(text.len(), |piece| piece.end))
}

/// The length of what a number's signs, digits and letters reach; ranges are of
/// one piece unless a name begins them.
fn number(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        let before = &bytes[..at];
        let in_range = before.ends_with(b"..");
        let may_have_sign = in_range || before.ends_with(b"..=");
        match byte {
            b'b' if may_have_sign && bytes.get(at + 1) == Some(&b'\'') => break,
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'.' => at += 1,
            b'=' if in_range => at += 1,
            b'+' | b'-' if may_have_sign || before.ends_with(b"e") || before.ends_with(b"E") => {
                at += 1;
            }
            _ => break,
        }
    }
    at
}

/// The length of the name that a text begins with; `more` may be in it too.
fn name(text: &str, more: &[u8]) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii() {
            if !byte.is_ascii_alphanumeric() && *byte != b'_' && !more.contains(byte) {
                break;
            }
            at += 1;
        } else {
            let letter = text[at..].chars().next().filter(|one| !is_space(*one));
            let Some(letter) = letter else { break };
            at += letter.len_utf8();
        }
    }
    at
}

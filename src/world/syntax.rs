//! What a syntax error means and where exactly it is.
//!
//! RON reports where its cursor stood, which is after the fault for some errors
//! and before the white space in front of it for others.

use std::ops::Range;
use std::sync::Arc;

use ron::error::{Error, Position, SpannedError};

use super::diagnostic::{Diagnostic, Place, Source};
use super::token::{Token, TokenKind, is_space, tokens};

/// The diagnostic of an error that `ron` found in the part `text` of a source
/// which begins at byte `offset`.
pub(super) fn explain(
    source: &Arc<Source>,
    offset: usize,
    text: &str,
    error: &SpannedError,
) -> Diagnostic {
    let cursor = byte_of(text, error.span.end);
    let (start, message, hint) = meaning(text, cursor, &error.code);
    // A fault at the very end points at the last thing that is there.
    let start = if start >= text.len() { last_letter(text) } else { start };
    let word = word_at(text, start);
    let place = Place::new(source, offset + word.start..offset + word.end);
    Diagnostic::error(message).at("", &place).hint(hint)
}

/// Where a fault starts, what it is, and what would be right.
type Meaning = (usize, String, Option<String>);

fn meaning(text: &str, cursor: usize, error: &Error) -> Meaning {
    let here = next_letter(text, cursor);
    let hint = |hint: &str| Some(hint.to_owned());
    let inside = matches!(error, Error::UnclosedBlockComment | Error::ExpectedStringEnd);
    if here >= text.len() && !inside {
        return cut_short(text);
    }
    if let Some(meaning) = of_texts(text, cursor, error) {
        return meaning;
    }
    match error {
        Error::ExpectedComma if text[here..].starts_with(':') => (
            here,
            "a `:` stands where a `,` or the end belongs".to_owned(),
            hint("names of fields are not quoted in `(…)`, and names of actors are in `{…}`"),
        ),
        Error::ExpectedComma => {
            (here, "a `,` is missing before this".to_owned(), misquoted(text, here))
        }
        Error::ExpectedMapColon => (
            here,
            "a `:` is missing before this".to_owned(),
            hint("a value and its mark stand in parentheses, as in `(\"40 %\", Assumed)`")
                .filter(|_| after_a_mark(text, here)),
        ),
        Error::UnclosedBlockComment => (
            last_comment(text).unwrap_or(cursor),
            "this comment is never closed".to_owned(),
            hint("close it with `*/`"),
        ),
        Error::TrailingCharacters => (
            here,
            "there is something after the end".to_owned(),
            hint("a file holds one world, and nothing after its last `)`"),
        ),
        Error::UnexpectedChar(_) => {
            (here, "this cannot begin a value".to_owned(), misquoted(text, here))
        }
        Error::ExceededRecursionLimit => (here, "values are nested too deep".to_owned(), None),
        Error::NoSuchExtension(_) => {
            (back(text, cursor, 1), lowered(error), hint("worlds need no `#![enable(…)]`"))
        }
        Error::ExpectedOption => (
            here,
            "a value in parentheses is missing before this".to_owned(),
            hint("`Some` can be left out: `Some(5)` is `5`"),
        ),
        Error::ExpectedIdentifier | Error::SuggestRawIdentifier(_) => (
            here,
            "the name of a field belongs here".to_owned(),
            hint("in one pair of parentheses either all values have names or none has"),
        ),
        _ => (here.min(back(text, cursor, 1)), lowered(error), None),
    }
}

/// The text ends where more should come.
fn cut_short(text: &str) -> Meaning {
    let message = if tokens(text).all(Token::is_comment) {
        "there is nothing in it"
    } else {
        "the text ends before it is complete"
    };
    let hint = never_closed(text).map(|sign| format!("a `{sign}` is never closed"));
    (text.len(), message.to_owned(), hint)
}

/// What may have been meant where quotes are missing, or are no plain ones.
fn misquoted(text: &str, here: usize) -> Option<String> {
    let next = text[here..].chars().next()?;
    if matches!(next, '“' | '”' | '„' | '‘' | '’' | '«' | '»') {
        return Some("texts stand in plain double quotes, as `\"`".to_owned());
    }
    if next == '=' {
        return Some("write `:` between a field and its value".to_owned());
    }
    let before = text[..here].trim_end_matches(is_space);
    let after_number = before.ends_with(|last: char| last.is_ascii_digit() || last == '.');
    let unit = next.is_alphabetic() || matches!(next, '%' | '/' | 'µ');
    (after_number && unit)
        .then(|| "a value with a unit stands in quotes, as `\"20 %\"` or `\"1 y\"`".to_owned())
}

/// Whether the word before a byte is one that marks a figure.
fn after_a_mark(text: &str, here: usize) -> bool {
    let before = text[..here].trim_end_matches(is_space);
    // What the mark is given stands between it and the fault.
    let before = match (before.strip_suffix(')'), before.rfind('(')) {
        (Some(_), Some(open)) => &before[..open],
        _ => before,
    };
    ["Measured", "Fitted", "Assumed"].iter().any(|mark| before.ends_with(mark))
}

/// Faults of quoted texts, which show only where the next thing fits badly.
fn of_texts(text: &str, cursor: usize, error: &Error) -> Option<Meaning> {
    let hint = |hint: &str| Some(hint.to_owned());
    Some(match error {
        Error::ExpectedComma | Error::ExpectedMapColon => (
            swallowed(text, next_letter(text, cursor))?,
            "this text goes on beyond the end of its line".to_owned(),
            hint("a `\"` is missing where it should end"),
        ),
        Error::ExpectedStringEnd => (
            text[..cursor].rfind('"').unwrap_or(cursor),
            "this text is never closed".to_owned(),
            hint("close it with `\"`"),
        ),
        Error::InvalidEscape(_) => (
            back(text, cursor, 2),
            "there is no such escape in a text".to_owned(),
            hint("write `\\\\` for a backslash"),
        ),
        Error::ExpectedChar => (
            text[..cursor].rfind('\'').unwrap_or(cursor),
            "texts stand in double quotes".to_owned(),
            None,
        ),
        _ => return None,
    })
}

/// So many bytes before the cursor, or a little more so as not to split a letter.
fn back(text: &str, cursor: usize, bytes: usize) -> usize {
    let mut at = cursor.saturating_sub(bytes);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The library's own words in this house's case.
fn lowered(error: &Error) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => text,
    }
}

fn next_letter(text: &str, from: usize) -> usize {
    from + text[from..].len() - text[from..].trim_start_matches(is_space).len()
}

fn last_letter(text: &str) -> usize {
    let kept = text.trim_end_matches(is_space);
    kept.char_indices().next_back().map_or(0, |(at, _)| at)
}

/// The sign of the innermost bracket that is never closed.
fn never_closed(text: &str) -> Option<&str> {
    let mut open = Vec::new();
    for token in tokens(text) {
        match token.kind {
            TokenKind::Open => open.push(token),
            TokenKind::Close => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop().map(|token: Token| &text[token.start..token.end])
}

/// Where the last comment between `/*` and `*/` begins.
fn last_comment(text: &str) -> Option<usize> {
    let comments = tokens(text).filter(|token| token.kind == TokenKind::BlockComment);
    comments.last().map(|token| token.start)
}

/// The text that ends right before a byte, if it goes over the end of a line:
/// somebody forgot to close it, and the next quote did.
fn swallowed(text: &str, here: usize) -> Option<usize> {
    let before = text[..here].trim_end_matches(is_space);
    let last = tokens(before).filter(|token| token.kind == TokenKind::Text).last()?;
    let over = before[last.start..last.end].contains('\n');
    (last.end == before.len() && over).then_some(last.start)
}

/// The byte of a line and column, both from 1, columns in characters.
fn byte_of(text: &str, position: Position) -> usize {
    let mut start = 0;
    for _ in 1..position.line {
        match text[start..].find('\n') {
            Some(at) => start += at + 1,
            None => return text.len(),
        }
    }
    text[start..]
        .char_indices()
        .nth(position.col.saturating_sub(1))
        .map_or(text.len(), |(at, _)| start + at)
}

/// The part of a source from one byte on, as a range up to the end of the word
/// or sign that begins there.
pub(super) fn word_at(text: &str, start: usize) -> Range<usize> {
    let rest = &text[start..];
    let in_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let length = match rest.chars().next() {
        Some(letter) if in_word(letter) => rest.find(|l| !in_word(l)).unwrap_or(rest.len()),
        Some(letter) => letter.len_utf8(),
        None => 0,
    };
    start..start + length
}

//! The text of a claim as a row of tokens.
//!
//! It knows no names and no keywords: a word is a word. What is no token at all
//! is one too, so that a fault is told only when the parser comes to it.

use std::ops::Range;

use super::tree::Comparison;

/// What is wrong with the text of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, in lower case, values in backticks.
    pub message: String,
    /// What would be right.
    pub hint: Option<String>,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Open,
    Close,
    Dot,
    Minus,
    Compare(Comparison),
    /// A name in single quotes, without them.
    Quoted(String),
    Word,
    /// No token, for this reason, which goes on with what stands there.
    Odd(&'static str, &'static str),
    End,
}

/// A token with its place.
#[derive(Clone, Debug)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) at: Range<usize>,
}

/// The tokens of a text, with [`Token::End`] behind the last one.
pub(super) fn lex(text: &str) -> Vec<Lexeme> {
    let mut lexemes = Vec::new();
    let mut start = 0;
    while let Some(letter) = text[start..].chars().next() {
        if letter.is_whitespace() {
            start += letter.len_utf8();
            continue;
        }
        let rest = &text[start..];
        let (token, length) = match letter {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '.' => (Token::Dot, 1),
            '-' => (Token::Minus, 1),
            '\'' => quoted(rest),
            '<' | '>' | '=' | '≤' | '≥' | '!' => comparison(rest),
            _ => (Token::Word, word_length(rest)),
        };
        // Of a quote without an end only the quote itself is shown.
        let shown = if letter == '\'' && matches!(token, Token::Odd(..)) { 1 } else { length };
        lexemes.push(Lexeme { token, at: start..start + shown });
        start += length;
    }
    // The end is shown at the last thing that stands there.
    let at = lexemes.last().map_or(0..0, |last: &Lexeme| last.at.clone());
    lexemes.push(Lexeme { token: Token::End, at });
    lexemes
}

fn quoted(rest: &str) -> (Token, usize) {
    let mut name = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != '\'' {
            name.push(letter);
        } else if letters.next_if(|(_, next)| *next == '\'').is_some() {
            name.push('\'');
        } else {
            return (Token::Quoted(name), at + 1);
        }
    }
    let hint = "a quote within a name is written twice, as in `'the board''s desk'`";
    (Token::Odd("is not closed", hint), rest.len())
}

fn comparison(rest: &str) -> (Token, usize) {
    let length = rest.find(|letter| !"<>=≤≥!".contains(letter)).unwrap_or(rest.len());
    let hint = match &rest[..length] {
        ">=" => return (Token::Compare(Comparison::AtLeast), 2),
        "<=" => return (Token::Compare(Comparison::AtMost), 2),
        ">" => return (Token::Compare(Comparison::Above), 1),
        "<" => return (Token::Compare(Comparison::Below), 1),
        "≥" | "=>" | ">==" => "write `>=`",
        "≤" | "=<" | "<==" => "write `<=`",
        _ => "there are `>=`, `<=`, `>` and `<`; an estimate is never exactly a value",
    };
    (Token::Odd("is no comparison", hint), length)
}

/// How far a word goes. A dash belongs to it only between two letters.
fn word_length(rest: &str) -> usize {
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let ends = |letter: char| letter.is_whitespace() || "()'<>=≤≥!".contains(letter);
        let dangles = letter == '-' && letters.peek().is_none_or(|(_, next)| ends(*next));
        if ends(letter) || dangles {
            return at;
        }
    }
    rest.len()
}

//! From the tokens of a file to its tree.
//!
//! `ron` has read the text before, so brackets close and commas stand between
//! entries. That is why it lacks errors.

use super::super::token::{TokenKind, tokens};

use super::flat::group_width;
use super::tree::{Comment, Entry, Group, Item, Piece, comment_text};

/// The maps and lists of a world that stand one entry a line as soon as there
/// are two.
const ALWAYS_BROKEN: [&str; 6] = ["sources", "unknowns", "levers", "actors", "links", "claims"];

/// A whole file: a group without brackets, of attributes and one value.
pub(super) fn file(text: &str) -> Group<'_> {
    let mut parser = Parser { lexemes: lexemes(text), at: 0 };
    let (after_open, items) = parser.items(0);
    Group { open: "", close: "", after_open, items, flat: None }
}

/// A token and the white space since the one before it that is no comma.
struct Lexeme<'t> {
    kind: TokenKind,
    text: &'t str,
    spaced: bool,
    newline: bool,
    blank: bool,
}

impl Lexeme<'_> {
    fn is_comment(&self) -> bool {
        matches!(self.kind, TokenKind::LineComment | TokenKind::BlockComment)
    }

    fn comment(&self) -> Comment {
        Comment {
            text: comment_text(self.text),
            is_line: self.kind == TokenKind::LineComment,
            newline: self.newline,
            blank: self.blank,
        }
    }
}

fn lexemes(text: &str) -> Vec<Lexeme<'_>> {
    let mut lexemes: Vec<Lexeme<'_>> = Vec::new();
    let mut past = 0;
    // The start of a file is that of a line.
    let (mut newline, mut blank) = (true, false);
    for token in tokens(text) {
        let space = &text[past..token.start];
        let lines = space.bytes().filter(|byte| *byte == b'\n').count();
        newline |= lines > 0;
        blank |= lines > 1;
        let kind = token.kind;
        let text = &text[token.start..token.end];
        lexemes.push(Lexeme { kind, text, spaced: !space.is_empty(), newline, blank });
        if kind != TokenKind::Comma {
            (newline, blank) = (false, false);
        }
        past = token.end;
    }
    lexemes
}

struct Parser<'t> {
    lexemes: Vec<Lexeme<'t>>,
    at: usize,
}

impl<'t> Parser<'t> {
    /// What is inside a pair of brackets, up to the closing one, after the
    /// comments on the line of the opening one.
    fn items(&mut self, depth: usize) -> (Vec<Comment>, Vec<Item<'t>>) {
        let mut after_open = Vec::new();
        let mut items: Vec<Item<'t>> = Vec::new();
        loop {
            let comments = self.comments();
            let next = self.lexemes.get(self.at).filter(|next| next.kind != TokenKind::Close);
            let is_on_new_line = next.is_none_or(|next| next.newline);
            let blank = next.is_some_and(|next| next.blank);
            let is_over = next.is_none();
            let between = Between::of(comments, is_on_new_line);
            match items.last_mut() {
                Some(Item::Entry(entry)) => entry.trail = between.trail,
                Some(Item::Comments(_)) | None => after_open = between.trail,
            }
            items.extend(between.own_lines.into_iter().map(Item::Comments));
            if is_over {
                return (after_open, items);
            }
            let blank = between.lead.first().map_or(blank, |first| first.blank);
            items.push(Item::Entry(self.entry(depth, between.lead, blank)));
        }
    }

    /// The comments from here on, and past a comma among them.
    fn comments(&mut self) -> Vec<Comment> {
        let mut comments = Vec::new();
        while let Some(next) = self.lexemes.get(self.at) {
            if next.is_comment() {
                comments.push(next.comment());
            } else if next.kind != TokenKind::Comma {
                break;
            }
            self.at += 1;
        }
        comments
    }

    fn entry(&mut self, depth: usize, lead: Vec<Comment>, blank: bool) -> Entry<'t> {
        let mut pieces: Vec<Piece<'t>> = Vec::new();
        // Comments are part of the entry only if more of it follows.
        let mut past = self.at;
        while let Some(next) = self.lexemes.get(self.at) {
            if matches!(next.kind, TokenKind::Comma | TokenKind::Close) {
                break;
            }
            if next.is_comment() {
                self.at += 1;
                continue;
            }
            let comments = self.lexemes[past..self.at].iter();
            pieces.extend(comments.map(|comment| Piece::Comment(comment.comment())));
            let is_attribute = next.kind == TokenKind::Attribute;
            let piece = self.piece(depth, &pieces);
            pieces.push(piece);
            past = self.at;
            if is_attribute {
                // No comma follows it.
                break;
            }
        }
        self.at = past;
        let mut tail = Vec::new();
        while let Some(next) = self.lexemes.get(self.at) {
            if next.kind != TokenKind::BlockComment || next.newline {
                break;
            }
            tail.push(next.comment());
            self.at += 1;
        }
        Entry { blank, lead, pieces, tail, trail: Vec::new() }
    }

    /// The next piece of an entry, which is no comment, after these.
    fn piece(&mut self, depth: usize, before: &[Piece<'t>]) -> Piece<'t> {
        let Lexeme { kind, text, spaced, .. } = self.lexemes[self.at];
        self.at += 1;
        match kind {
            TokenKind::Colon => Piece::Colon,
            TokenKind::Open => {
                let (after_open, items) = self.items(depth + 1);
                let close = self.lexemes.get(self.at).map_or("", |close| close.text);
                self.at += 1;
                let mut group = Group { open: text, close, after_open, items, flat: None };
                if !is_always_broken(depth, before, &group) {
                    group.flat = group_width(&group);
                }
                Piece::Group(Box::new(group))
            }
            TokenKind::Name
            | TokenKind::Number
            | TokenKind::Text
            | TokenKind::Foreign
            | TokenKind::Attribute
            | TokenKind::Stray
            | TokenKind::Close
            | TokenKind::Comma
            | TokenKind::LineComment
            | TokenKind::BlockComment => {
                Piece::Word { text, is_text: kind == TokenKind::Text, spaced }
            }
        }
    }
}

/// Whether a group at this depth stands one entry a line, however short.
fn is_always_broken(depth: usize, before: &[Piece<'_>], group: &Group<'_>) -> bool {
    let entries = group.items.iter().filter(|item| matches!(item, Item::Entry(_))).count();
    match depth {
        0 => entries > 0,
        1 => {
            let of_many = group.open != "(" && entries > 1;
            let name = before.first();
            of_many
                && matches!(name, Some(Piece::Word { text, .. }) if ALWAYS_BROKEN.contains(text))
        }
        _ => false,
    }
}

/// The comments between two entries, or an entry and a bracket.
struct Between {
    /// On the line of what is before.
    trail: Vec<Comment>,
    /// Those that share a line with each other only.
    own_lines: Vec<Vec<Comment>>,
    /// On the line of what comes next.
    lead: Vec<Comment>,
}

impl Between {
    fn of(mut comments: Vec<Comment>, is_next_on_new_line: bool) -> Self {
        let trailing = comments.iter().position(|comment| comment.newline);
        let rest = comments.split_off(trailing.unwrap_or(comments.len()));
        let mut own_lines: Vec<Vec<Comment>> = Vec::new();
        for comment in rest {
            if comment.newline {
                own_lines.push(Vec::new());
            }
            own_lines.last_mut().expect("the first begins a line").push(comment);
        }
        if is_next_on_new_line {
            return Self { trail: comments, own_lines, lead: Vec::new() };
        }
        match own_lines.pop() {
            Some(lead) => Self { trail: comments, own_lines, lead },
            None => Self { trail: Vec::new(), own_lines, lead: comments },
        }
    }
}

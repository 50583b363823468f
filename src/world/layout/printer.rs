//! From the tree of a file to its text.
//!
//! It lacks choices: where a group may stand on one line and fits there, it does.

use super::columns::{Padding, Shape, WIDTH, line_width, paddings, shape};
use super::flat::{
    Line, comments_width, pieces_width, put_entry, put_group, put_group_padded, put_lead,
    put_piece, put_pieces, put_tail,
};
use super::tree::{Comment, Entry, Group, Item, Piece};

/// The spaces before what is one bracket deeper.
const INDENT: usize = 4;

/// The text of a whole file.
pub(super) fn print(file: &Group<'_>) -> String {
    let mut page = Page { text: String::new(), column: 0 };
    page.items(file, 0, "");
    if !page.text.is_empty() {
        page.text.push('\n');
    }
    page.text
}

/// A text and where its last line ends.
struct Page {
    text: String,
    column: usize,
}

impl Line for Page {
    fn text(&mut self, text: &str) {
        self.text.push_str(text);
        match text.rfind('\n') {
            Some(at) => self.column = text[at + 1..].chars().count(),
            None => self.column += text.chars().count(),
        }
    }

    fn comment(&mut self, comment: &Comment) {
        self.text(&comment.text);
    }

    fn group(&mut self, group: &Group<'_>) {
        put_group(self, group);
    }
}

impl Page {
    fn new_line(&mut self, indent: usize) {
        self.text.push('\n');
        self.column = 0;
        self.text(&" ".repeat(indent));
    }

    /// What is in a group, each item on a new line, with this after each entry.
    fn items(&mut self, group: &Group<'_>, indent: usize, comma: &str) {
        let paddings = paddings(group, indent);
        for (place, (item, padding)) in group.items.iter().zip(paddings).enumerate() {
            let blank = match item {
                Item::Comments(comments) => comments.first().is_some_and(|first| first.blank),
                Item::Entry(entry) => entry.blank,
            };
            if blank && place > 0 {
                self.text("\n");
            }
            if !self.text.is_empty() {
                self.new_line(indent);
            }
            match item {
                Item::Comments(comments) => self.comments("", comments),
                Item::Entry(entry) => {
                    match line_width(entry, indent) {
                        Some(_) => self.line(shape(group, entry), entry, padding),
                        None => self.broken(entry, indent, comma.len()),
                    }
                    self.text(comma);
                    self.comments("  ", &entry.trail);
                }
            }
        }
    }

    /// Comments on one line, after this if there are any.
    fn comments(&mut self, before: &str, comments: &[Comment]) {
        for (place, comment) in comments.iter().enumerate() {
            self.text(if place == 0 { before } else { " " });
            self.comment(comment);
        }
    }

    /// An entry on one line, its cells padded.
    fn line(&mut self, shape: Shape<'_, '_>, entry: &Entry<'_>, padding: Padding) {
        match shape {
            Shape::Whole => put_entry(self, entry),
            Shape::Pair => {
                const KEY_AND_COLON: usize = 2;
                put_pieces(self, &entry.pieces[..KEY_AND_COLON], 0);
                self.text(&" ".repeat(padding[0]));
                put_pieces(self, &entry.pieces, KEY_AND_COLON);
                put_tail(self, entry);
            }
            Shape::Tuple(tuple) => {
                put_group_padded(self, tuple, &padding);
                put_tail(self, entry);
            }
        }
    }

    /// An entry whose groups are broken where they do not fit.
    fn broken(&mut self, entry: &Entry<'_>, indent: usize, comma: usize) {
        put_lead(self, entry);
        // What goes on after the end of a line stands deeper than its beginning.
        let mut inner = indent;
        let mut is_line_start = true;
        for (place, piece) in entry.pieces.iter().enumerate() {
            if let Piece::Comment(comment) = piece
                && comment.is_line
            {
                self.text(if is_line_start { "" } else { "  " });
                self.comment(comment);
                inner = indent + INDENT;
                self.new_line(inner);
                is_line_start = true;
                continue;
            }
            if !is_line_start && entry.pieces[place - 1].is_apart_from(piece) {
                self.text(" ");
            }
            is_line_start = false;
            match piece {
                Piece::Group(group) => {
                    let after = up_to_next_bracket(entry, place + 1, comma);
                    match group.flat.filter(|flat| self.column + flat + after <= WIDTH) {
                        Some(_) => self.group(group),
                        None => self.broken_group(group, inner),
                    }
                }
                Piece::Word { .. } | Piece::Colon | Piece::Comment(_) => put_piece(self, piece),
            }
        }
        put_tail(self, entry);
    }

    fn broken_group(&mut self, group: &Group<'_>, indent: usize) {
        self.text(group.open);
        self.comments("  ", &group.after_open);
        if !group.is_empty() {
            self.items(group, indent + INDENT, ",");
            self.new_line(indent);
        }
        self.text(group.close);
    }
}

/// The columns that must be left on a line for the rest of an entry, up to where
/// it can be broken.
fn up_to_next_bracket(entry: &Entry<'_>, from: usize, comma: usize) -> usize {
    let rest = &entry.pieces[from..];
    let next = rest.iter().position(|piece| matches!(piece, Piece::Group(_)));
    match next {
        Some(place) => pieces_width(&rest[..place]).unwrap_or(0) + 1,
        None => {
            let tail = comments_width(&entry.tail).unwrap_or(0);
            pieces_width(rest).unwrap_or(0) + tail + comma
        }
    }
}

//! What stands on one line: how it is written there, and how much it takes.
//!
//! Writing and measuring are one walk, so that they cannot disagree. It lacks a
//! limit: whether a line is too long is for the printer to say.

use super::tree::{Comment, Entry, Group, Item, Piece};

/// What takes the parts of a line, one after the other.
pub(super) trait Line {
    /// A part without a break that may be cut anywhere.
    fn text(&mut self, text: &str);
    /// A comment.
    fn comment(&mut self, comment: &Comment);
    /// A group on this line.
    fn group(&mut self, group: &Group<'_>);
}

/// The columns of parts of a line, if they may stand on one.
struct Width(Option<usize>);

impl Line for Width {
    fn text(&mut self, text: &str) {
        self.0 = self.0.filter(|_| !text.contains('\n')).map(|width| width + text.chars().count());
    }

    fn comment(&mut self, comment: &Comment) {
        self.0 = self.0.filter(|_| !comment.is_line);
        self.text(&comment.text);
    }

    fn group(&mut self, group: &Group<'_>) {
        self.0 = self.0.zip(group.flat).map(|(width, flat)| width + flat);
    }
}

/// The columns of an entry without what comes after its comma, if it may stand
/// on one line.
pub(super) fn entry_width(entry: &Entry<'_>) -> Option<usize> {
    let mut width = Width(Some(0));
    put_entry(&mut width, entry);
    width.0
}

/// The columns of these pieces of an entry, if they may stand on one line.
pub(super) fn pieces_width(pieces: &[Piece<'_>]) -> Option<usize> {
    let mut width = Width(Some(0));
    put_pieces(&mut width, pieces, 0);
    width.0
}

/// The columns of these comments, each after a space, if they may stand on one
/// line.
pub(super) fn comments_width(comments: &[Comment]) -> Option<usize> {
    let mut width = Width(Some(0));
    for comment in comments {
        width.text(" ");
        width.comment(comment);
    }
    width.0
}

/// The columns of a group, if it may stand on one line; those in it know theirs.
pub(super) fn group_width(group: &Group<'_>) -> Option<usize> {
    let is_free = group.items.iter().all(|item| matches!(item, Item::Entry(_)));
    let mut width = Width(Some(0).filter(|_| is_free));
    put_group(&mut width, group);
    width.0
}

/// A group, its brackets included.
pub(super) fn put_group(line: &mut impl Line, group: &Group<'_>) {
    put_group_padded(line, group, &[]);
}

/// A group with so many more spaces after each of its first commas.
pub(super) fn put_group_padded(line: &mut impl Line, group: &Group<'_>, padding: &[usize]) {
    line.text(group.open);
    for (place, comment) in group.after_open.iter().enumerate() {
        line.text(if place == 0 { "" } else { " " });
        line.comment(comment);
    }
    let mut is_first = group.after_open.is_empty();
    let many = group.items.len();
    for (place, item) in group.items.iter().enumerate() {
        let Item::Entry(entry) = item else { continue };
        line.text(if is_first { "" } else { " " });
        is_first = false;
        put_entry(line, entry);
        line.text(if place + 1 < many { "," } else { "" });
        for comment in &entry.trail {
            line.text(" ");
            line.comment(comment);
        }
        line.text(&" ".repeat(padding.get(place).copied().unwrap_or(0)));
    }
    line.text(group.close);
}

/// An entry up to before its comma.
pub(super) fn put_entry(line: &mut impl Line, entry: &Entry<'_>) {
    put_lead(line, entry);
    put_pieces(line, &entry.pieces, 0);
    put_tail(line, entry);
}

/// The comments before an entry on its line.
pub(super) fn put_lead(line: &mut impl Line, entry: &Entry<'_>) {
    for comment in &entry.lead {
        line.comment(comment);
        line.text(" ");
    }
}

/// The comments between an entry and its comma.
pub(super) fn put_tail(line: &mut impl Line, entry: &Entry<'_>) {
    for comment in &entry.tail {
        line.text(" ");
        line.comment(comment);
    }
}

/// The pieces of an entry from one on.
pub(super) fn put_pieces(line: &mut impl Line, pieces: &[Piece<'_>], from: usize) {
    for place in from..pieces.len() {
        if place > 0 && pieces[place - 1].is_apart_from(&pieces[place]) {
            line.text(" ");
        }
        put_piece(line, &pieces[place]);
    }
}

/// One piece.
pub(super) fn put_piece(line: &mut impl Line, piece: &Piece<'_>) {
    match piece {
        Piece::Word { text, .. } => line.text(text),
        Piece::Colon => line.text(":"),
        Piece::Comment(comment) => line.comment(comment),
        Piece::Group(group) => line.group(group),
    }
}

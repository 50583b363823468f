//! Which values of neighboring lines stand below each other.
//!
//! Values of a map with texts for keys are aligned after the colon, the second
//! and third part of tuples in a list after the comma. Neighbors of one line
//! each are a run, which an empty line, a comment on its own line and an entry of
//! several lines end. It lacks the alignment of fields, whose names are too
//! unlike in length.

use super::flat::{entry_width, pieces_width};
use super::tree::{Entry, Group, Item, Piece};

/// The most columns of a line.
pub(super) const WIDTH: usize = 100;

/// The most spaces that alignment adds in one place. A link with many options
/// would else push the ends of the short ones out of sight.
const MOST: usize = 30;

/// More spaces after the first and the second cell of an entry.
pub(super) type Padding = [usize; 2];

/// How an entry is cut into cells.
#[derive(Clone, Copy)]
pub(super) enum Shape<'e, 't> {
    /// A key and its value.
    Pair,
    /// The parts of a tuple.
    Tuple(&'e Group<'t>),
    /// It is one.
    Whole,
}

/// How an entry of this group is cut.
pub(super) fn shape<'e, 't>(group: &Group<'t>, entry: &'e Entry<'t>) -> Shape<'e, 't> {
    if !entry.lead.is_empty() {
        return Shape::Whole;
    }
    match (group.open, entry.pieces.as_slice()) {
        ("{", [Piece::Word { is_text: true, .. }, Piece::Colon, ..]) => Shape::Pair,
        ("[", [Piece::Group(tuple)]) if tuple.open == "(" && is_plain(tuple) => Shape::Tuple(tuple),
        _ => Shape::Whole,
    }
}

/// Whether a group is a tuple without comments of its own.
fn is_plain(tuple: &Group<'_>) -> bool {
    let is_part = |item: &Item<'_>| match item {
        Item::Comments(_) => false,
        Item::Entry(part) => {
            let has_name = part.pieces.iter().any(|piece| matches!(piece, Piece::Colon));
            let comments = [&part.lead, &part.tail, &part.trail];
            !has_name && comments.iter().all(|comments| comments.is_empty())
        }
    };
    tuple.after_open.is_empty() && tuple.items.iter().all(is_part)
}

/// The columns of an entry without its comma, if it stands on one line: it fits
/// there, or nothing in it can be broken.
pub(super) fn line_width(entry: &Entry<'_>, indent: usize) -> Option<usize> {
    let width = entry_width(entry)?;
    let can_break =
        entry.pieces.iter().any(|piece| matches!(piece, Piece::Group(group) if !group.is_empty()));
    (indent + width < WIDTH || !can_break).then_some(width)
}

/// The padding of each item of a group that stands one entry a line.
pub(super) fn paddings(group: &Group<'_>, indent: usize) -> Vec<Padding> {
    let mut paddings = vec![[0; 2]; group.items.len()];
    let mut run: Vec<Aligned> = Vec::new();
    for (place, item) in group.items.iter().enumerate() {
        let line = match item {
            Item::Comments(_) => None,
            Item::Entry(entry) => line_width(entry, indent).map(|width| (entry, width)),
        };
        let Some((entry, width)) = line else {
            align(&mut run, &mut paddings);
            continue;
        };
        if entry.blank {
            align(&mut run, &mut paddings);
        }
        let cells = cells(shape(group, entry), entry);
        run.push(Aligned { place, end: indent + width + 1, cells });
    }
    align(&mut run, &mut paddings);
    paddings
}

/// A line of a run.
struct Aligned {
    /// Its place among the items.
    place: usize,
    /// The columns of its line without padding.
    end: usize,
    /// Those of the cells after which there can be padding.
    cells: [Option<usize>; 2],
}

fn cells(shape: Shape<'_, '_>, entry: &Entry<'_>) -> [Option<usize>; 2] {
    match shape {
        Shape::Whole => [None; 2],
        Shape::Pair => [pieces_width(&entry.pieces[..1]), None],
        Shape::Tuple(tuple) => [0, 1].map(|place| match tuple.items.get(place) {
            // The last part has nothing after it.
            Some(Item::Entry(part)) if place + 1 < tuple.items.len() => entry_width(part),
            Some(Item::Entry(_) | Item::Comments(_)) | None => None,
        }),
    }
}

/// Ends a run: aligns its lines, where that pushes none over the limit.
fn align(run: &mut Vec<Aligned>, paddings: &mut [Padding]) {
    let columns = [0, 1].map(|cell| column(run.iter().filter_map(|line| line.cells[cell])));
    for line in run.drain(..) {
        let wanted = [0, 1].map(|cell| match (line.cells[cell], columns[cell]) {
            (Some(width), Some(column)) if width <= column && column - width <= MOST => {
                column - width
            }
            _ => 0,
        });
        let fits =
            |padding: &Padding| line.end > WIDTH || line.end + padding[0] + padding[1] <= WIDTH;
        let choices = [wanted, [wanted[0], 0], [0, 0]];
        paddings[line.place] = choices.into_iter().find(fits).unwrap_or_default();
    }
}

/// The width to which as many cells as possible are padded; the least of them.
fn column(widths: impl Iterator<Item = usize>) -> Option<usize> {
    let mut widths: Vec<usize> = widths.collect();
    widths.sort_unstable();
    let mut from = 0;
    let mut best: Option<(usize, usize)> = None;
    for (place, width) in widths.iter().enumerate() {
        while width - widths[from] > MOST {
            from += 1;
        }
        let many = place + 1 - from;
        if best.is_none_or(|(most, _)| many > most) {
            best = Some((many, *width));
        }
    }
    best.map(|(_, width)| width)
}

//! In which order boxes stand in their columns, and how high.
//!
//! An arrow over several columns has a slot of its own in each between, so that
//! it goes through gaps and not through boxes. Slots are sorted by where what
//! they are joined to stands, back and forth, and the order with the fewest
//! crossings is kept (Sugiyama, Tagawa and Toda 1981). Then each is moved toward
//! what it is joined to as far as its neighbors let it. It lacks a search for the
//! least crossings of all, which would take too long.

use super::sheet::Sheet;

/// How often orders and places are gone over.
const ROUNDS: usize = 12;

/// The height that a box has at least, and its most for many arrows.
const BOX: (f64, f64) = (34.0, 220.0);

/// What a second line of text adds.
const SECOND_LINE: f64 = 14.0;

/// The room of an arrow at the side of a box, where there are several.
const PORT: f64 = 11.0;

/// From so many arrows on that pass a column, they are closer to each other.
const MANY_PASSAGES: usize = 20;

/// The space between two boxes.
const BETWEEN: f64 = 16.0;

/// What takes up a place in a column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A box, by its place.
    Box(usize),
    /// The way of an arrow, by its place.
    Passage(usize),
}

/// A place in a column.
pub(super) struct Slot {
    pub(super) holds: Holds,
    pub(super) column: usize,
    pub(super) height: f64,
    /// The middle of it.
    pub(super) y: f64,
    left: Vec<usize>,
    right: Vec<usize>,
    is_last: bool,
}

/// All slots, and the way of each arrow through them.
pub(super) struct Rows {
    /// Those of boxes come first, in the order of boxes.
    pub(super) slots: Vec<Slot>,
    /// Of each arrow, its slots from the left to the right; of one within a
    /// column, the slots of its two boxes.
    pub(super) ways: Vec<Vec<usize>>,
    /// The slots of each column, from above.
    columns: Vec<Vec<usize>>,
}

/// Places all boxes of a sheet.
pub(super) fn rows(sheet: &Sheet) -> Rows {
    let mut rows = unordered(sheet);
    rows.order();
    rows.settle();
    rows
}

fn unordered(sheet: &Sheet) -> Rows {
    let slot = |holds, column| {
        let (left, right) = (Vec::new(), Vec::new());
        Slot { holds, column, height: 0.0, y: 0.0, left, right, is_last: false }
    };
    let boxes = sheet.boxes.iter().enumerate();
    let mut slots: Vec<Slot> =
        boxes.map(|(place, one)| slot(Holds::Box(place), one.column)).collect();
    let mut ways = Vec::new();
    for (place, arrow) in sheet.arrows.iter().enumerate() {
        let column = |end: usize| sheet.boxes[end].column;
        let (left, right) = if column(arrow.from) <= column(arrow.to) {
            (arrow.from, arrow.to)
        } else {
            (arrow.to, arrow.from)
        };
        let mut way = vec![left];
        for between in column(left) + 1..column(right) {
            way.push(slots.len());
            slots.push(slot(Holds::Passage(place), between));
        }
        way.push(right);
        if column(left) != column(right) {
            for pair in way.windows(2) {
                slots[pair[0]].right.push(pair[1]);
                slots[pair[1]].left.push(pair[0]);
            }
        }
        ways.push(way);
    }
    let last = slots.iter().map(|slot| slot.column + 1).max().unwrap_or(0);
    let mut columns = vec![Vec::new(); last];
    for (place, slot) in slots.iter().enumerate() {
        columns[slot.column].push(place);
    }
    let mut within = vec![0; sheet.boxes.len()];
    for arrow in &sheet.arrows {
        if sheet.boxes[arrow.from].column == sheet.boxes[arrow.to].column {
            within[arrow.from] += 1;
            within[arrow.to] += 1;
        }
    }
    for (place, one) in sheet.boxes.iter().enumerate() {
        let ports = slots[place].left.len().max(slots[place].right.len() + within[place]);
        let text = BOX.0 + if one.marks.is_empty() { 0.0 } else { SECOND_LINE };
        slots[place].height = (ports as f64 * PORT + 8.0).min(BOX.1).max(text);
        slots[place].is_last = one.rest > 0;
    }
    for column in &columns {
        let passages = || column.iter().filter(|place| **place >= sheet.boxes.len());
        let height = if passages().count() > MANY_PASSAGES { 2.5 } else { 6.0 };
        for place in passages() {
            slots[*place].height = height;
        }
    }
    Rows { slots, ways, columns }
}

impl Rows {
    /// Sorts the columns, back and forth, and keeps the order that crosses least.
    fn order(&mut self) {
        let mut best = (self.crossings(), self.columns.clone());
        for round in 0..ROUNDS {
            let many = self.columns.len();
            for step in 1..many {
                if round % 2 == 0 {
                    self.sort(step, |slot| &slot.left);
                } else {
                    self.sort(many - 1 - step, |slot| &slot.right);
                }
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
            }
        }
        self.columns = best.1;
    }

    /// Sorts a column by the middle of what its slots are joined to on one side;
    /// those that are not joined stay about where they are.
    fn sort(&mut self, column: usize, joined: impl Fn(&Slot) -> &Vec<usize>) {
        let ranks = self.ranks();
        let mut keyed: Vec<(bool, f64, usize)> = (self.columns[column].iter())
            .map(|place| {
                let slot = &self.slots[*place];
                let joined = joined(slot);
                let sum: f64 = joined.iter().map(|other| ranks[*other]).sum();
                let key = if joined.is_empty() { ranks[*place] } else { sum / joined.len() as f64 };
                (slot.is_last, key, *place)
            })
            .collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        self.columns[column] = keyed.into_iter().map(|(_, _, place)| place).collect();
    }

    /// Where each slot stands in its column, from 0 for the top to 1.
    fn ranks(&self) -> Vec<f64> {
        let mut ranks = vec![0.0; self.slots.len()];
        for column in &self.columns {
            for (rank, place) in column.iter().enumerate() {
                ranks[*place] = (rank as f64 + 0.5) / column.len() as f64;
            }
        }
        ranks
    }

    fn crossings(&self) -> usize {
        let mut ranks = vec![0; self.slots.len()];
        for column in &self.columns {
            for (rank, place) in column.iter().enumerate() {
                ranks[*place] = rank;
            }
        }
        let mut crossings = 0;
        for column in &self.columns {
            let mut ends: Vec<(usize, usize)> = Vec::new();
            for place in column {
                let right = self.slots[*place].right.iter();
                ends.extend(right.map(|other| (ranks[*place], ranks[*other])));
            }
            for (place, one) in ends.iter().enumerate() {
                let before = ends[..place].iter();
                crossings += before.filter(|other| other.0 < one.0 && other.1 > one.1).count();
            }
        }
        crossings
    }

    /// Moves slots toward what they are joined to, in their order.
    fn settle(&mut self) {
        for column in self.columns.clone() {
            let (offsets, height) = self.stacked(&column);
            for (place, offset) in column.iter().zip(offsets) {
                self.slots[*place].y = offset - height / 2.0;
            }
        }
        // No column leaves the height of the tallest.
        let heights = self.columns.iter().map(|column| self.stacked(column).1);
        let half = heights.fold(0.0, f64::max) / 2.0;
        for round in 0..ROUNDS {
            let many = self.columns.len();
            for step in 0..many {
                let column = if round % 2 == 0 { step } else { many - 1 - step };
                self.settle_column(column, half);
            }
        }
    }

    /// How far below the top of a full column the middles of its slots stand at
    /// least, and the height of all.
    fn stacked(&self, column: &[usize]) -> (Vec<f64>, f64) {
        let mut offsets = Vec::new();
        let mut bottom = 0.0;
        for (rank, place) in column.iter().enumerate() {
            let slot = &self.slots[*place];
            if let Some(before) = rank.checked_sub(1) {
                bottom += space(&self.slots[column[before]], slot);
            }
            offsets.push(bottom + slot.height / 2.0);
            bottom += slot.height;
        }
        (offsets, bottom)
    }

    /// Moves the slots of a column, which stays within this far of the middle.
    fn settle_column(&mut self, column: usize, half: f64) {
        // Passages pull harder, so that long arrows are straight; what nothing
        // pulls stays where it is if others let it.
        const PULLS: [f64; 3] = [0.01, 1.0, 4.0];
        let places = &self.columns[column];
        let (offsets, height) = self.stacked(places);
        let wanted = places.iter().zip(&offsets).map(|(place, offset)| {
            let slot = &self.slots[*place];
            let joined = || slot.left.iter().chain(&slot.right);
            let sum: f64 = joined().map(|other| self.slots[*other].y).sum();
            match (joined().count(), slot.holds) {
                (0, _) => (slot.y - offset, PULLS[0]),
                (many, Holds::Box(_)) => (sum / many as f64 - offset, PULLS[1]),
                (many, Holds::Passage(_)) => (sum / many as f64 - offset, PULLS[2]),
            }
        });
        let tops = in_order(wanted);
        for ((place, top), offset) in places.iter().zip(tops).zip(offsets) {
            self.slots[*place].y = top.clamp(-half, half - height) + offset;
        }
    }
}

/// The space between two slots of a column.
fn space(above: &Slot, below: &Slot) -> f64 {
    match (above.holds, below.holds) {
        (Holds::Box(_), Holds::Box(_)) => BETWEEN,
        (Holds::Passage(_), Holds::Passage(_)) => above.height,
        (Holds::Box(_), Holds::Passage(_)) | (Holds::Passage(_), Holds::Box(_)) => BETWEEN / 2.0,
    }
}

/// The values nearest to these, by weight and in squares, of which none is less
/// than the one before: neighbors that disagree meet at their mean.
fn in_order(wanted: impl Iterator<Item = (f64, f64)>) -> Vec<f64> {
    // Of each block, its mean, its weight and how many it holds.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (value, weight) in wanted {
        let mut block = (value, weight, 1);
        while let Some(last) = blocks.last().copied().filter(|last| last.0 > block.0) {
            let weight = last.1 + block.1;
            let mean = (last.0 * last.1 + block.0 * block.1) / weight;
            block = (mean, weight, last.2 + block.2);
            blocks.pop();
        }
        blocks.push(block);
    }
    let spread = blocks.into_iter().map(|(mean, _, many)| std::iter::repeat_n(mean, many));
    spread.flatten().collect()
}

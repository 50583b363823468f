//! The figures of a world and how each is known.
//!
//! A figure is a number, a law or a count of chips that a file gives. Words,
//! names and hours are structure and need no source; a lever is somebody's
//! choice and needs none either.

use std::collections::BTreeMap;

use crate::primitives::id::ActorId;
use crate::primitives::parameter::Kind;

use super::mark::{Mark, MarkKind};

/// Where a figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureAt {
    /// In a parameter of an actor, by its place in the role's table.
    Parameter(ActorId, u16),
    /// In the delay of a link, by its place in the network.
    Delay(u32),
    /// In the loss of a link.
    Loss(u32),
    /// In the level of a declaration, by the place of its link.
    Level(u32),
    /// In how much of a gain a link carries over.
    Carry(u32),
    /// In what it costs to carry a gain over a link.
    Cost(u32),
    /// In the law of an unknown, by its place among all.
    Unknown(u32),
    /// In what takeoff is.
    Takeoff,
}

/// Every figure of a world, and its marks.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Each mark once.
    marks: Vec<Mark>,
    /// A row for each mark of a figure, and one for a figure without any.
    rows: Vec<(FigureAt, Option<u32>)>,
    place_of: BTreeMap<Mark, u32>,
    /// How many parameters were left at what their role says.
    pub(super) defaults: u64,
}

impl Figures {
    pub(super) fn add(&mut self, at: FigureAt, marks: Vec<Mark>) {
        if marks.is_empty() {
            self.rows.push((at, None));
        }
        for mark in marks {
            let place = *self.place_of.entry(mark).or_insert_with_key(|mark| {
                self.marks.push(mark.clone());
                (self.marks.len() - 1) as u32
            });
            self.rows.push((at, Some(place)));
        }
    }

    /// How many figures there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows.chunk_by(|one, other| one.0 == other.0).count()
    }

    /// How many parameters were left at the default of their role.
    #[must_use]
    pub fn defaults(&self) -> u64 {
        self.defaults
    }

    /// The figures whose least known part has this mark.
    pub fn marked(&self, kind: MarkKind) -> impl Iterator<Item = FigureAt> {
        self.figures().filter(move |figure| figure.1 == Some(kind)).map(|figure| figure.0)
    }

    /// The figures without any mark.
    pub fn unsourced(&self) -> impl Iterator<Item = FigureAt> {
        self.figures().filter(|figure| figure.1.is_none()).map(|figure| figure.0)
    }

    /// How many figures cite a source.
    #[must_use]
    pub fn citing(&self, source: &str) -> usize {
        let cites = |row: &&(FigureAt, Option<u32>)| {
            let mark = row.1.map(|place| &self.marks[place as usize]);
            mark.is_some_and(|mark| mark.source.as_deref() == Some(source))
        };
        self.rows.iter().filter(cites).count()
    }

    /// The marks of one figure.
    pub fn marks_of(&self, at: FigureAt) -> impl Iterator<Item = &Mark> {
        let rows = self.rows.iter().filter(move |row| row.0 == at);
        rows.filter_map(|row| row.1).map(|place| &self.marks[place as usize])
    }

    fn figures(&self) -> impl Iterator<Item = (FigureAt, Option<MarkKind>)> {
        self.rows.chunk_by(|one, other| one.0 == other.0).map(|rows| {
            let kinds = rows.iter().filter_map(|row| row.1);
            let least = kinds.map(|place| self.marks[place as usize].kind).max();
            (rows[0].0, least)
        })
    }
}

/// Whether what a parameter holds is a figure.
pub(super) fn is_figure(kind: Kind) -> bool {
    match kind {
        Kind::Quantity(_) | Kind::Law(_) | Kind::Chips => true,
        // Of a table the figures are those in its entries.
        Kind::Hours
        | Kind::Flag
        | Kind::Channel
        | Kind::Actor
        | Kind::Choice(_)
        | Kind::Table(..)
        | Kind::TableByActor(..)
        | Kind::EntryOf(_) => false,
    }
}

//! What may be different in a world: values within ranges, links that are dropped or added.
//!
//! It lacks a search: it tells what each change is, and makes texts of several.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::visit::EdgeRef as _;

use crate::behaviors::Roles;
use crate::engine::{LinkKind as _, LinkRule, Side};
use crate::laws::edit::Edit;
use crate::oversight::Link;
use crate::primitives::random::Stream;
use crate::world::{
    Axis, AxisRange, AxisValue, Blueprint, Diagnostic, Diagnostics, Value, WorldFile, check,
    leaves, printable, quoted,
};

use super::within::{Reach, Within};

/// What kinds of changes are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Links are dropped and added.
    Links,
    /// Values are moved.
    Parameters,
    /// Either.
    Both,
}

/// Something that may be different.
#[derive(Clone, Debug)]
pub enum Move {
    /// A value, over a range or over words.
    Parameter(Axis, Option<AxisRange>),
    /// The link at this place of the list is gone; it is written so.
    Drop(usize, String),
    /// There is a link that is written so.
    Add(String),
}

/// How a move is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Made {
    /// The value is this.
    Value(AxisValue),
    /// The link is gone, or there.
    Done,
}

impl Move {
    /// A way to make it that is drawn evenly, over a range of positive numbers by their
    /// logarithms.
    #[must_use]
    pub fn drawn(&self, stream: &mut Stream) -> Made {
        let share = stream.uniform();
        match self {
            Self::Parameter(axis, Some(range)) => {
                let is_whole = axis.scale().is_some_and(|scale| scale.is_whole());
                let value = between(*range, share);
                let value = if is_whole { libm::round(value) } else { value };
                Made::Value(AxisValue::Number(value.clamp(range.low, range.high)))
            }
            Self::Parameter(axis, None) => {
                let place = (share * axis.words().len() as f64) as usize;
                Made::Value(AxisValue::Word(place))
            }
            Self::Drop(..) | Self::Add(_) => Made::Done,
        }
    }
}

/// The value at this share of a range.
pub(super) fn between(range: AxisRange, share: f64) -> f64 {
    let AxisRange { low, high, .. } = range;
    if low > 0.0 { low * libm::pow(high / low, share) } else { low + share * (high - low) }
}

/// A world that differs: what was moved, by the places of moves.
pub type Neighbor = BTreeMap<usize, Made>;

/// A world and all that may be different in it.
#[derive(Clone, Debug)]
pub struct Neighborhood {
    /// The world's text.
    pub text: String,
    /// What may be different: parameters first, then links.
    pub moves: Vec<Move>,
}

impl Neighborhood {
    /// All that may be different in a world that the door lets in: what is `within`, or
    /// where nothing is, every unknown, every lever and every value that the file gives, by
    /// a factor of at most two, as far as the world bears it.
    ///
    /// # Errors
    ///
    /// If something that is to be moved is not there or has no such range.
    pub fn new(
        file: &WorldFile,
        blueprint: &Blueprint,
        roles: &Roles,
        within: &[Within],
        allowed: Allowed,
    ) -> Result<Self, Diagnostics> {
        let place = Place { file, blueprint, roles };
        let mut moves = match (within, allowed) {
            ([], Allowed::Links) => Vec::new(),
            ([], Allowed::Parameters | Allowed::Both) => place.all_near(),
            (within, _) => place.all_within(within, allowed)?,
        };
        if allowed != Allowed::Parameters {
            moves.extend(place.links());
        }
        let text = file.root().place.source.text.clone();
        Ok(Self { text, moves })
    }

    /// The changes of the text that make a neighbor of it, in an order in which they can be
    /// made: values first, then links that go, the last first, then links that come.
    #[must_use]
    pub fn edits(&self, neighbor: &Neighbor) -> Vec<Edit> {
        let (mut edits, mut drops, mut adds) = (Vec::new(), Vec::new(), Vec::new());
        for (place, made) in neighbor {
            match (&self.moves[*place], made) {
                (Move::Parameter(axis, _), Made::Value(value)) => {
                    let path = axis.path().to_owned();
                    edits.push(Edit::Set { path, value: axis.setting(*value) });
                }
                (Move::Drop(place, _), _) => drops.push(Edit::DropLink { place: *place }),
                (Move::Add(link), _) => adds.push(Edit::AddLink { link: link.clone() }),
                (Move::Parameter(..), Made::Done) => unreachable!("a parameter has a value"),
            }
        }
        drops.reverse();
        edits.into_iter().chain(drops).chain(adds).collect()
    }

    /// The text of a neighbor; none if a change cannot be made.
    #[must_use]
    pub fn text_of(&self, neighbor: &Neighbor, roles: &Roles) -> Option<String> {
        let edits = self.edits(neighbor);
        edits.iter().try_fold(self.text.clone(), |text, edit| edit.apply_with(&text, roles))
    }
}

/// A flaw of what is allowed, with its path: the user wrote no `--set`, as which it was tried.
fn of_within(one: &Within, flaw: &Diagnostic) -> Diagnostic {
    let path = printable(&one.path);
    let message = match flaw.message.contains(&format!("`{path}`")) {
        true => flaw.message.clone(),
        false => format!("{}, in `--within {path}`", flaw.message),
    };
    Diagnostic { message, path: String::new(), place: None, ..flaw.clone() }
}

/// A world with what is known of it.
struct Place<'a> {
    file: &'a WorldFile,
    blueprint: &'a Blueprint,
    roles: &'a Roles,
}

impl Place<'_> {
    fn axis(&self, path: &str) -> Result<Axis, Diagnostics> {
        Axis::new(self.file, self.blueprint, self.roles, path)
    }

    /// Every axis that there is: unknowns, levers, and values that hang on neither.
    fn axes(&self) -> Vec<Axis> {
        let mut axes = Axis::candidates(self.blueprint);
        let mut known: BTreeSet<String> = axes.iter().map(|axis| axis.path().to_owned()).collect();
        for path in leaves(self.file) {
            if let Ok(axis) = self.axis(&path)
                && known.insert(axis.path().to_owned())
            {
                axes.push(axis);
            }
        }
        axes
    }

    fn all_near(&self) -> Vec<Move> {
        const NEAR: (f64, f64) = (0.5, 2.0);
        let is_open =
            |axis: &Axis| ["unknowns.", "levers."].iter().any(|of| axis.path().starts_with(of));
        let near = |axis: Axis| {
            if is_open(&axis) {
                return Some(Move::Parameter(axis.clone(), axis.range()));
            }
            let range = self.by_factors(&axis, NEAR)?;
            Some(Move::Parameter(axis, Some(range)))
        };
        self.axes().into_iter().filter_map(near).collect()
    }

    /// All that is allowed, by its path, or all that is wrong with what is allowed.
    fn all_within(&self, within: &[Within], allowed: Allowed) -> Result<Vec<Move>, Diagnostics> {
        let axes = self.axes();
        let (mut moves, mut flaws) = (BTreeMap::new(), Vec::new());
        if allowed == Allowed::Links {
            let message = "`--within` says how far values are moved, and only links are changed";
            let hint = "leave it out, or let both be changed with `--edits both`".to_owned();
            flaws.push(Diagnostic::error(message).hint(hint));
        }
        for one in within {
            match self.within(one, &axes) {
                Ok(found) => moves.extend(found),
                Err(found) => flaws.extend(found.iter().map(|flaw| of_within(one, flaw))),
            }
        }
        if flaws.is_empty() {
            return Ok(moves.into_values().collect());
        }
        Err(Diagnostics::new(flaws))
    }

    fn within(&self, one: &Within, axes: &[Axis]) -> Result<Vec<(String, Move)>, Diagnostics> {
        let inner = format!("{}.", one.path);
        let is_inside = |axis: &&Axis| axis.path() == one.path || axis.path().starts_with(&inner);
        let mut found: Vec<Axis> = axes.iter().filter(is_inside).cloned().collect();
        if found.is_empty() {
            found.push(self.axis(&one.path)?);
        }
        let several = found.len() > 1;
        let mut moves = Vec::new();
        for axis in found {
            let range = match &one.reach {
                Reach::Usual if !axis.words().is_empty() => None,
                Reach::Usual => axis.range().or_else(|| self.by_factors(&axis, (0.5, 2.0))),
                Reach::Ends(..) if several => {
                    let message = format!("`{}` is many values", printable(&one.path));
                    let hint = format!("as in `{}=×0.5..2`", printable(&one.path));
                    return Err(Diagnostic::error(message).hint(hint).into());
                }
                Reach::Ends(low, high) => Some(axis.range_of(low, high)?),
                Reach::Factors(low, high) => self.by_factors(&axis, (*low, *high)),
            };
            if range.is_some() || !axis.words().is_empty() {
                moves.push((axis.path().to_owned(), Move::Parameter(axis, range)));
            } else if !several {
                let message =
                    format!("it is not known how far `{}` can be moved", printable(&one.path));
                let hint = format!(
                    "in the world it is {}: name its ends, as in `{}=1..2`",
                    printable(axis.now()),
                    printable(&one.path)
                );
                return Err(Diagnostic::error(message).hint(hint).into());
            }
        }
        Ok(moves)
    }

    /// So many times what it is at least and at most, as far as the world bears that.
    fn by_factors(&self, axis: &Axis, (low, high): (f64, f64)) -> Option<AxisRange> {
        let (scale, now) = (axis.scale()?, axis.number().filter(|now| *now != 0.0)?);
        let end = |factor: f64| self.borne(axis, now, now * factor);
        let (one, other) = (end(low), end(high));
        let range = AxisRange { low: one.min(other), high: one.max(other), is_cut: (false, false) };
        let (low, high) = match scale.is_whole() {
            true => (libm::ceil(range.low), libm::floor(range.high)),
            false => (range.low, range.high),
        };
        (low < high).then_some(AxisRange { low, high, ..range })
    }

    /// The value nearest to the one that is wanted, of those that halve the way to it.
    fn borne(&self, axis: &Axis, now: f64, wanted: f64) -> f64 {
        const HALVINGS: u32 = 6;
        let is_whole = axis.scale().is_some_and(|scale| scale.is_whole());
        let bears = |at: f64| {
            let file = axis.at(self.file, AxisValue::Number(at));
            file.is_ok_and(|file| check(&file, self.roles).is_ok())
        };
        let (mut at, mut share) = (wanted, 1.0);
        for _ in 0..HALVINGS {
            let tried = if is_whole { libm::round(at) } else { at };
            if bears(tried) {
                return tried;
            }
            share *= 0.5;
            at = now + share * (wanted - now);
        }
        now
    }

    /// Every link that can go, and every link that can come.
    fn links(&self) -> Vec<Move> {
        let text = &self.file.root().place.source.text;
        let bears = |edit: Edit| {
            let text = edit.apply_with(text, self.roles)?;
            let file = WorldFile::from_text("a neighbor", text).ok()?;
            check(&file, self.roles).ok().map(drop)
        };
        let mut moves = Vec::new();
        if let Some(Value::List(links)) = self.file.at("links").map(|links| &links.value) {
            for (place, link) in links.iter().enumerate() {
                if bears(Edit::DropLink { place }).is_some() {
                    moves.push(Move::Drop(place, link.on_one_line()));
                }
            }
        }
        for link in self.absent() {
            if bears(Edit::AddLink { link: link.clone() }).is_some() {
                moves.push(Move::Add(link));
            }
        }
        moves
    }

    /// The links that both ends' roles know and that are not there. What a declaration says
    /// and how a gain is carried over nobody could guess.
    fn absent(&self) -> Vec<String> {
        let network = self.blueprint.network();
        let there: BTreeSet<(&str, Link, &str)> = network
            .edge_references()
            .map(|edge| {
                let [from, to] = [edge.source(), edge.target()].map(|node| network[node].as_str());
                (from, edge.weight().kind, to)
            })
            .collect();
        let actors = self.blueprint.actors();
        let mut absent = Vec::new();
        for from in actors {
            let leads_away = |rule: &&LinkRule<Link>| rule.side == Side::Out;
            for rule in from.role().links.iter().filter(leads_away) {
                if matches!(rule.kind, Link::Declares | Link::Improves) {
                    continue;
                }
                let kind = match rule.kind {
                    Link::Own(name) => format!("Own({})", quoted(name)),
                    built_in => built_in.name().to_owned(),
                };
                let knows =
                    |other: &LinkRule<Link>| other.kind == rule.kind && other.side == Side::In;
                for to in actors.iter().filter(|to| to.role().links.iter().any(knows)) {
                    let is_new = !there.contains(&(from.name(), rule.kind, to.name()));
                    if from.name() != to.name() && is_new {
                        let (from, to) = (quoted(from.name()), quoted(to.name()));
                        absent.push(format!("({from}, {kind}, {to})"));
                    }
                }
            }
        }
        absent
    }
}

//! What is not known in a generated world, and what somebody chooses: unknowns and levers
//! that parameters hang on.
//!
//! An actor has one of either at most, so that what its role says against any of their
//! values can be heard.

use crate::primitives::parameter::{Kind, ParameterRow};
use crate::primitives::quantity::{self, Dimension};
use crate::world::quoted;

use super::genes::Tape;
use super::giving::Maker;

/// An unknown or a lever.
pub(super) struct Doubt {
    name: String,
    /// Whether somebody chooses it.
    is_lever: bool,
    /// Whether it is a number that can be anywhere between two.
    is_continuous: bool,
    /// The two values that it can be, or be between.
    values: [String; 2],
}

/// How many unknowns and levers a world has at most.
const MOST: usize = 4;

/// Puts unknowns and levers to where parameters were given.
pub(super) fn cast(maker: &mut Maker<'_>, tape: &mut Tape<'_>) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = Vec::new();
    let mut taken = Vec::new();
    for _ in 0..tape.below(MOST + 1) {
        let member = tape.below(maker.given.len());
        let rows = maker.rows(member);
        let open: Vec<usize> = (0..rows.len())
            .filter(|place| maker.given[member][*place].is_some() && can_hang(&rows[*place]))
            .filter(|place| !maker.is_settled(member, &rows[*place]))
            .collect();
        if open.is_empty() || taken.contains(&member) {
            continue;
        }
        let place = *tape.pick(&open);
        let is_lever = tape.is(0.4);
        let number = doubts.len() + 1;
        let name = format!("{} {number}", if is_lever { "lever" } else { "unknown" });
        let Some(doubt) = doubted(maker, member, place, tape, name, is_lever) else { continue };
        let word = if is_lever { "Lever" } else { "Unknown" };
        maker.given[member][place] = Some(format!("{word}({})", quoted(&doubt.name)));
        taken.push(member);
        doubts.push(doubt);
    }
    doubts
}

/// Whether a parameter can hang on an unknown.
fn can_hang(row: &ParameterRow) -> bool {
    match row.kind {
        Kind::Quantity(_)
        | Kind::Law(_)
        | Kind::Chips
        | Kind::Hours
        | Kind::Flag
        | Kind::Choice(_) => true,
        Kind::Channel
        | Kind::Actor
        | Kind::Table(..)
        | Kind::TableByActor(..)
        | Kind::EntryOf(_) => false,
    }
}

/// What a parameter hangs on instead of its value; nothing, if the role has something
/// against one of the values.
fn doubted(
    maker: &mut Maker<'_>,
    member: usize,
    place: usize,
    tape: &mut Tape<'_>,
    name: String,
    is_lever: bool,
) -> Option<Doubt> {
    let row = &maker.rows(member)[place];
    let writer = maker.writer(member);
    let before = maker.given[member][place].take();
    let dimension = dimension_of(row.kind);
    let mut value = || match dimension {
        Some(dimension) => Some(writer.number(row, dimension, tape)),
        None => writer.value(row, tape),
    };
    let values = [value()?, value()?];
    let mut is_sound = true;
    for value in &values {
        maker.given[member][place] = Some(value.clone());
        is_sound &= maker.faults(member).is_empty();
    }
    maker.given[member][place] = before;
    let (values, is_continuous) = match dimension {
        Some(dimension) => ordered(values, dimension),
        None => (values, false),
    };
    is_sound.then_some(Doubt { name, is_lever, is_continuous, values })
}

/// What a parameter measures, if it is a number.
fn dimension_of(kind: Kind) -> Option<Dimension> {
    match kind {
        Kind::Quantity(dimension) | Kind::Law(dimension) => Some(dimension),
        Kind::Chips
        | Kind::Hours
        | Kind::Flag
        | Kind::Channel
        | Kind::Actor
        | Kind::Choice(_)
        | Kind::Table(..)
        | Kind::TableByActor(..)
        | Kind::EntryOf(_) => None,
    }
}

/// Two numbers with the less first, and whether anything between them can be.
fn ordered([one, other]: [String; 2], dimension: Dimension) -> ([String; 2], bool) {
    let read = |text: &str| quantity::parse(text.trim_matches('"'), dimension).unwrap_or_default();
    let (first, second) = (read(&one), read(&other));
    let values = if first <= second { [one, other] } else { [other, one] };
    (values, first != second && dimension != Dimension::Count)
}

/// The lines of a world that say what unknowns and levers there are.
pub(super) fn lines(doubts: &[Doubt], tape: &mut Tape<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let unknowns: Vec<&Doubt> = doubts.iter().filter(|doubt| !doubt.is_lever).collect();
    let levers: Vec<&Doubt> = doubts.iter().filter(|doubt| doubt.is_lever).collect();
    if !unknowns.is_empty() {
        let laws = unknowns.iter().map(|one| format!("{}: {}", quoted(&one.name), law(one, tape)));
        lines.push(format!("unknowns: {{{}}},", laws.collect::<Vec<_>>().join(", ")));
    }
    let joined: Vec<&&Doubt> = unknowns.iter().filter(|one| one.is_continuous).collect();
    if let [one, other, ..] = joined[..]
        && tape.is(0.5)
    {
        let rank = *tape.pick(&["0.5", "-0.6", "0.95"]);
        lines.push(format!(
            "correlations: [({}, {}, {rank})],",
            quoted(&one.name),
            quoted(&other.name)
        ));
    }
    if !levers.is_empty() {
        let settings = levers.iter().map(|one| {
            let [first, second] = &one.values;
            format!("{}: (settings: [{first}, {second}], baseline: {first})", quoted(&one.name))
        });
        lines.push(format!("levers: {{{}}},", settings.collect::<Vec<_>>().join(", ")));
    }
    lines
}

fn law(doubt: &Doubt, tape: &mut Tape<'_>) -> String {
    let [first, second] = &doubt.values;
    if doubt.is_continuous && tape.is(0.6) {
        return format!("Uniform({first}, {second})");
    }
    format!("OneOf([{first}, {second}])")
}

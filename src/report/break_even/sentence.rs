//! What was found, in sentences.
//!
//! They claim nothing beyond the range, and no more than the scan could see.

use crate::experiment::claim::Verdict;
use crate::experiment::{BreakEven, Influence, Trial, Turn, TurnEnd};
use crate::primitives::quantity::Dimension;
use crate::world::claim::{CheckedPart, Sought};
use crate::world::{Axis, AxisValue, printable};

use super::super::claims::{dimension, figures};
use super::super::number::{measured, scaled, short};

/// A value of an axis as people read it.
pub(super) fn value(axis: &Axis, value: AxisValue) -> String {
    match value {
        AxisValue::Word(place) => printable(&axis.words()[place]),
        AxisValue::Number(number) => at(axis, number),
    }
}

fn at(axis: &Axis, number: f64) -> String {
    scaled(number, axis.scale().expect("what has numbers has a scale"))
}

/// Where the claim turns, with its interval: `2.31 (2.25 to 2.40)`, or `between 3 and 4
/// (2 to 6)`.
#[must_use]
pub fn turning(found: &BreakEven, turn: &Turn) -> String {
    let axis = &found.axis;
    let (low, high) = turn.between;
    let place = match found.at(turn) {
        Some(middle) => at(axis, middle),
        None => format!("between {} and {}", at(axis, low), at(axis, high)),
    };
    if !turn.is_found && matches!((turn.low, turn.high), (TurnEnd::Unknown(_), TurnEnd::Unknown(_)))
    {
        return format!("{place} (no nearer is known)");
    }
    let end = |end: TurnEnd| match end {
        TurnEnd::Clear(number) => at(axis, number),
        TurnEnd::RangeEnd(number) => format!("the end of the range, {},", at(axis, number)),
        TurnEnd::Unknown(number) => format!("at least {}", at(axis, number)),
    };
    let low_text = match turn.low {
        TurnEnd::Unknown(number) => format!("at most {}", at(axis, number)),
        other @ (TurnEnd::Clear(_) | TurnEnd::RangeEnd(_)) => end(other),
    };
    let inner = format!("{low_text} to {}", end(turn.high));
    format!("{place} ({})", inner.trim_end_matches(','))
}

/// What holds on which side of a turn.
fn sides(found: &BreakEven, turn: &Turn) -> String {
    let (above, below) = if turn.holds_above { ("holds", "fails") } else { ("fails", "holds") };
    if found.at(turn).is_some() || !turn.is_found {
        return format!("it {above} above, {below} below");
    }
    let (low, high) = turn.between;
    let (low, high) = (at(&found.axis, low), at(&found.axis, high));
    format!("it {above} from {high} on, {below} up to {low}")
}

/// The answer in one sentence, without a period at its end.
#[must_use]
pub fn answer(found: &BreakEven) -> String {
    let claim = format!("`{}`", printable(&found.part.text));
    let path = printable(found.axis.path());
    let Some(range) = found.range else {
        return format!("{claim} {} (`{path}`)", of_words(found));
    };
    let ends = format!("{} and {}", at(&found.axis, range.low), at(&found.axis, range.high));
    match found.turns.as_slice() {
        [] if found.interrupted => format!("{claim} was not asked along all of `{path}`"),
        [] => format!("{claim} does not turn between {ends} of `{path}`: {}", throughout(found)),
        [turn] => {
            let place = turning(found, turn);
            let word = if place.starts_with("between") { "" } else { "at " };
            format!("{claim} turns {word}{place} of `{path}`: {}", sides(found, turn))
        }
        turns => {
            let each: Vec<String> = turns
                .iter()
                .map(|turn| format!("{}, where {}", turning(found, turn), sides(found, turn)))
                .collect();
            format!("{claim} turns {} times along `{path}`: {}", turns.len(), each.join("; "))
        }
    }
}

/// What holds at which word.
fn of_words(found: &BreakEven) -> String {
    let verdicts = [
        (Verdict::Holds, "holds at"),
        (Verdict::Fails, "fails at"),
        (Verdict::Open, "is open at"),
        (Verdict::Undefined, "is undefined at"),
    ];
    let with = |verdict: Verdict| -> Vec<String> {
        let trials = found.trials.iter().filter(|trial| trial.verdict == verdict);
        trials.map(|trial| value(&found.axis, trial.value)).collect()
    };
    let said = verdicts.into_iter().map(|(verdict, says)| (says, with(verdict)));
    let said: Vec<String> = said
        .filter(|(_, words)| !words.is_empty())
        .map(|(says, words)| format!("{says} {}", words.join(", ")))
        .collect();
    if said.is_empty() { "was asked nowhere".to_owned() } else { said.join(" and ") }
}

/// What the estimate does where it never crosses.
fn throughout(found: &BreakEven) -> String {
    let sides: Vec<bool> =
        found.trials.iter().filter_map(|trial| trial.satisfies(&found.part)).collect();
    let Some(side) = sides.first() else {
        return "it has no estimate anywhere".to_owned();
    };
    let estimate = |trial: &&Trial| trial.estimate.estimate;
    let known = || found.trials.iter().filter(|trial| trial.satisfies(&found.part).is_some());
    let by = |one: &&Trial, other: &&Trial| {
        let (one, other) = (estimate(one).unwrap_or(0.0), estimate(other).unwrap_or(0.0));
        one.total_cmp(&other)
    };
    let text = |trial: Option<&Trial>| {
        trial.map_or_else(String::new, |trial| figures(&trial.result(&found.part)).0)
    };
    let (least, greatest) = (text(known().min_by(by)), text(known().max_by(by)));
    let says = if *side { "its estimate satisfies it" } else { "its estimate misses it" };
    let gaps =
        if sides.len() < found.trials.len() { " wherever it has one" } else { " throughout" };
    if least == greatest {
        return format!("{says}{gaps}, at {least}");
    }
    format!("{says}{gaps}, from {least} to {greatest}")
}

/// Between which values an influence was measured.
#[must_use]
pub fn compared(influence: &Influence) -> (String, String) {
    let (one, other) = influence.compared;
    let shown = |place: usize| value(&influence.axis, influence.trials[place].value);
    (shown(one), shown(other))
}

/// How far a parameter moves a claim, with its interval.
#[must_use]
pub fn moved(influence: &Influence, part: &CheckedPart) -> (String, String) {
    let moved = &influence.moved;
    let is_share = matches!(part.sought, Sought::Probability(_))
        || dimension(&part.sought).0 == Dimension::Share;
    let (dimension, unit) = dimension(&part.sought);
    let one = |number: Option<f64>| {
        number.map_or_else(
            || "–".to_owned(),
            |number| {
                let sign = if number > 0.0 {
                    "+"
                } else if number < 0.0 {
                    "−"
                } else {
                    ""
                };
                let size = number.abs();
                if is_share {
                    format!("{sign}{} points", short(100.0 * size))
                } else {
                    format!("{sign}{}{unit}", measured(size, dimension))
                }
            },
        )
    };
    let range = match (moved.low, moved.high) {
        (None, None) => "–".to_owned(),
        (low, high) => format!("{} to {}", one(low), one(high)),
    };
    (one(moved.estimate), range)
}

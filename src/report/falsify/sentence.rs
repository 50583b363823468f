//! What a search says, in sentences.
//!
//! They claim nothing beyond what was allowed and tried.

use crate::experiment::LEVEL;
use crate::laws::falsify::neighborhood::{Move, Neighbor};
use crate::laws::falsify::{Answer, ERROR, Falsified};
use crate::report::claims::figures;
use crate::report::number::{grouped, percent, scaled};
use crate::world::printable;

/// Of each sentence its estimate with the interval.
pub(super) fn told(falsified: &Falsified, answer: &Answer) -> Vec<(String, String, String)> {
    let both = answer.parts.iter().zip(&falsified.claim.parts);
    let each = both.map(|(answer, part)| {
        let (estimate, range) = figures(&answer.result(part));
        (printable(&part.text), estimate, range)
    });
    each.collect()
}

/// What differs in a neighbor, each in words.
pub(super) fn differences(falsified: &Falsified, neighbor: &Neighbor) -> Vec<String> {
    let before = &falsified.neighborhood.text;
    let edits = falsified.neighborhood.edits(neighbor);
    edits.iter().map(|edit| edit.told(before)).collect()
}

/// Each thing that could be moved, and how far.
pub(super) fn covered(falsified: &Falsified) -> Vec<(String, String)> {
    let parameter = |one: &Move| match one {
        Move::Parameter(axis, Some(range)) => {
            let scale = axis.scale().expect("what has a range has a scale");
            let ends = format!("{} to {}", scaled(range.low, scale), scaled(range.high, scale));
            Some((printable(axis.path()), ends))
        }
        Move::Parameter(axis, None) => {
            Some((printable(axis.path()), printable(&axis.words().join(", "))))
        }
        Move::Drop(..) | Move::Add(_) => None,
    };
    falsified.neighborhood.moves.iter().filter_map(parameter).collect()
}

/// How many links could go and how many could come.
pub(super) fn links(falsified: &Falsified) -> (usize, usize) {
    let moves = &falsified.neighborhood.moves;
    let drops = moves.iter().filter(|one| matches!(one, Move::Drop(..))).count();
    (drops, moves.iter().filter(|one| matches!(one, Move::Add(_))).count())
}

/// Which share of the neighbors that can be drawn evenly is at most such that it would have
/// been found, at 95 %; none if none was drawn.
#[must_use]
pub fn excluded(falsified: &Falsified) -> Option<f64> {
    let drawn = falsified.asked.drawn;
    (drawn > 0).then(|| 1.0 - libm::pow(1.0 - LEVEL, 1.0 / drawn as f64))
}

/// How many neighbors were looked at.
pub(super) fn tried(falsified: &Falsified) -> String {
    let asked = falsified.asked;
    let count = |many: u64| grouped(many as i64);
    let mut parts = vec![format!(
        "{} of {} with one change, at the ends of its range",
        count(asked.alone),
        count(asked.of_alone)
    )];
    for (many, what) in [
        (asked.together, "with the best of these together"),
        (asked.drawn, "drawn evenly over all ranges"),
        (asked.changed, "changed from the best of all"),
    ] {
        if many > 0 {
            parts.push(format!("{} {what}", count(many)));
        }
    }
    let refused = match asked.refused {
        0 => String::new(),
        many => format!(" The door refused {} of them.", count(many)),
    };
    format!(
        "{} neighbors were looked at, on the same {} replications each: {}.{refused}",
        count(asked.all()),
        count(falsified.look_replications),
        parts.join("; ")
    )
}

/// At which error what was found was tested.
pub(super) fn paid(falsified: &Falsified) -> String {
    let tests = match falsified.tests {
        1 => "There was one test on chances of its own".to_owned(),
        many => format!("There were {} tests on chances of their own", grouped(many as i64)),
    };
    format!(
        "{tests}, of which the k-th may err with 6/(π²k²) of {error}: so a claim that holds is said \
         to fail with a probability of at most {error}.",
        error = percent(ERROR)
    )
}

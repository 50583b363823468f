//! What a search says, in sentences.
//!
//! They claim nothing beyond what was allowed and tried.

use crate::experiment::LEVEL;
use crate::experiment::estimate::proportion;
use crate::laws::falsify::neighborhood::{Move, Neighbor};
use crate::laws::falsify::{Answer, Asked, ERROR, Falsified, Found};
use crate::laws::spending::Spending;
use crate::report::claims::figures;
use crate::report::number::{grouped, percent, scaled};
use crate::world::claim::{Comparison, Sought};
use crate::world::printable;

/// Of each sentence its estimate with the interval, and lines where nobody was asked.
pub(super) fn told(
    falsified: &Falsified,
    answer: Option<&Answer>,
) -> Vec<(String, String, String)> {
    let each = falsified.claim.parts.iter().enumerate().map(|(place, part)| {
        let answer = answer.map(|answer| figures(&answer.parts[place].result(part)));
        let (estimate, range) = answer.unwrap_or_else(|| ("–".to_owned(), "–".to_owned()));
        (printable(&part.text), estimate, range)
    });
    each.collect()
}

/// On which chances the figures of what was found are.
pub(super) fn chances(falsified: &Falsified, found: &Found) -> String {
    let replications = grouped(found.answer.replications as i64);
    let there = found.answer.seed;
    if !found.is_of_test() {
        return format!(
            "Both on {replications} replications of chances on which nothing was decided (seed \
             {there})."
        );
    }
    let is = falsified.as_it_is.as_ref().map_or(String::new(), |answer| {
        format!(
            "As it is on {replications} replications of chances on which nothing was decided \
             (seed {}). ",
            answer.seed
        )
    });
    format!(
        "{is}There on the {replications} replications of the test that it passed last (seed \
         {there}), as it was interrupted before it was asked again: they had to say that the claim \
         fails."
    )
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

/// Which share of the neighbors that can be drawn evenly and that the door lets in would at
/// most be said to fail by a look on these chances, at 95 %: the upper bound of Clopper and
/// Pearson, whatever the tests said. None if no such neighbor was drawn.
#[must_use]
pub fn excluded(asked: Asked) -> Option<f64> {
    let drawn = asked.drawn - asked.drawn_refused;
    // A bound on one side only errs as often as an interval does on both.
    proportion(asked.drawn_failing, drawn, 2.0 * LEVEL - 1.0).high
}

/// What the neighbors that were drawn evenly exclude; nothing if none was.
pub(super) fn excludes(falsified: &Falsified) -> Option<String> {
    let asked = falsified.asked;
    let share = excluded(asked)?;
    let failing = match asked.drawn_failing {
        0 => String::new(),
        many => format!(
            "Of {} neighbors that were drawn evenly over all ranges, looks said of {} that the \
             claim fails, but no test confirmed it. ",
            grouped((asked.drawn - asked.drawn_refused) as i64),
            grouped(many as i64)
        ),
    };
    if share >= 1.0 {
        return Some(format!("{failing}So nothing is excluded."));
    }
    Some(format!(
        "{failing}Of the neighbors that can be drawn evenly over all ranges, at 95 %, at most {} \
         would be said to fail by a look on the same chances. What a look of {} replications does \
         not show, and what takes several changes that are not drawn evenly, is excluded by \
         nothing.",
        percent(share),
        grouped(falsified.look_replications as i64)
    ))
}

/// Whether no test can say that the claim fails, whatever happens in its replications: there
/// are too few of them for its error.
pub(super) fn is_beyond_tests(falsified: &Falsified) -> bool {
    let Some(n) = falsified.as_it_is.as_ref().map(|answer| answer.replications) else {
        return false;
    };
    let first = Spending::new(ERROR, 0, "falsify").test().error;
    let level = 1.0 - 2.0 * first / falsified.claim.parts.len() as f64;
    falsified.claim.parts.iter().all(|part| match (&part.sought, part.comparison) {
        (Sought::Mean(_) | Sought::Quantile(..), _) => false,
        (Sought::Probability(_), Comparison::AtLeast | Comparison::Above) => {
            proportion(0, n, level).high >= Some(part.value)
        }
        (Sought::Probability(_), Comparison::AtMost | Comparison::Below) => {
            proportion(n, n, level).low <= Some(part.value)
        }
    })
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

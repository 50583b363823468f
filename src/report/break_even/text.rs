//! For people: the sentence that answers, then what was tried.

use std::fmt::Write as _;

use crate::experiment::{BreakEven, Ensemble, LEVEL, Ranking};
use crate::world::claim::CheckedPart;
use crate::world::{AxisValue, Blueprint, printable};

use super::super::claims::figures;
use super::super::columns::{align, row, wrapped};
use super::super::number::{grouped, scaled};
use super::Found;
use super::sentence::{answer, compared, moved, value};

/// The whole text, with a line feed at its end.
#[must_use]
pub fn text(
    blueprint: &Blueprint,
    part: &CheckedPart,
    ensemble: Ensemble,
    found: &Found,
) -> String {
    let mut text = String::new();
    if let Some(title) = blueprint.title() {
        let _ = writeln!(text, "{}\n", printable(title));
    }
    if let Some(ranking) = &found.ranking {
        influences(&mut text, part, ranking);
    }
    if let Some(found) = &found.break_even {
        turns(&mut text, found);
    }
    if found.is_interrupted() {
        let _ = writeln!(text, "Interrupted: this is what was known by then.\n");
    }
    let replications = grouped(ensemble.replications as i64);
    let ending = format!(
        "{replications} replications with seed {} for each value, all on the same chances. Ranges \
         are {:.0} % confidence intervals. Every answer is conditional on the world file.",
        ensemble.seed,
        100.0 * LEVEL,
    );
    wrapped(&mut text, &ending);
    text
}

/// What moves the claim, the most influential first.
fn influences(text: &mut String, part: &CheckedPart, ranking: &Ranking) {
    let sentence = match ranking.greatest() {
        Some(greatest) => {
            let (size, range) = moved(greatest, part);
            let (low, high) = compared(greatest);
            format!(
                "`{}` is moved most by `{}`: {size} ({range}) from {low} to {high}.",
                printable(&part.text),
                printable(greatest.axis.path()),
            )
        }
        None if ranking.all.is_empty() => "Nothing was moved.".to_owned(),
        None => format!("Nothing that was moved moves `{}`.", printable(&part.text)),
    };
    wrapped(text, &sentence);
    text.push('\n');
    let heading =
        ["parameter", "from", "to", "estimate", "range", "estimate", "range", "move", "range"];
    let mut rows = vec![row(heading)];
    for one in &ranking.all {
        let (from, to) = compared(one);
        let (low, high) = one.compared;
        let [(low, low_range), (high, high_range)] =
            [low, high].map(|place| figures(&one.trials[place].result(part)));
        let (size, range) = moved(one, part);
        rows.push(row([
            &printable(one.axis.path()),
            &from,
            &to,
            &low,
            &low_range,
            &high,
            &high_range,
            &size,
            &range,
        ]));
    }
    if rows.len() > 1 {
        align(text, &rows);
        let reading = "Each is moved by itself, an unknown between its quantiles at 5 % and 95 %, a \
                       lever between its least and its greatest setting, and words between those \
                       with the least and the greatest estimate.";
        wrapped(text, reading);
        text.push('\n');
    }
}

fn turns(text: &mut String, found: &BreakEven) {
    wrapped(text, &format!("{}.", answer(found)));
    text.push('\n');
    let path = printable(found.axis.path());
    let mut rows = vec![row([&path, "estimate", "range", "of", "verdict"])];
    for trial in &found.trials {
        let result = trial.result(&found.part);
        let (estimate, range) = figures(&result);
        let of = grouped(trial.estimate.n as i64);
        let value = value(&found.axis, trial.value);
        rows.push(row([&value, &estimate, &range, &of, trial.verdict.name()]));
    }
    if rows.len() > 1 {
        align(text, &rows);
    }
    wrapped(text, &surroundings(found));
    text.push('\n');
}

/// What it is in the world, and where a range that nobody gave comes from.
fn surroundings(found: &BreakEven) -> String {
    let mut text = format!("In the world it is {}.", printable(found.axis.now()));
    if let (Some(range), Some(scale)) = (found.range, found.axis.scale()) {
        let (low, high) = (scaled(range.low, scale), scaled(range.high, scale));
        match range.is_cut {
            (false, false) => {}
            (true, false) => {
                let _ = write!(text, " Less than {low} it is with a chance of 0.1 %.");
            }
            (false, true) => {
                let _ = write!(text, " More than {high} it is with a chance of 0.1 %.");
            }
            (true, true) => {
                let _ = write!(
                    text,
                    " Less than {low}, and more than {high}, it is with a chance of 0.1 % each."
                );
            }
        }
        text.push_str(" What turns between two values that were tried and turns back is not seen.");
    }
    let failed: u64 = found.trials.iter().map(|trial| trial.failed).sum();
    if failed > 0 {
        let _ = write!(
            text,
            " In all, {} replications spent their budget of events and count in no estimate.",
            grouped(failed as i64)
        );
    }
    let is_word = |value: AxisValue| matches!(value, AxisValue::Word(_));
    if found.trials.iter().any(|trial| is_word(trial.value)) {
        text.push_str(" Each of its values was tried.");
    }
    text
}

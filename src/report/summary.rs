//! A run as people read it: one sentence that answers, then the tables.

use std::fmt::Write as _;

use crate::engine::{Measure, MeasureOf};
use crate::experiment::estimate::Estimate;
use crate::experiment::{Ensemble, LEVEL, Table, repeat_line};
use crate::oversight::OutcomeClass;
use crate::primitives::quantity::Dimension;
use crate::primitives::time::Time;
use crate::world::{Blueprint, printable};

use super::claims::figures;
use super::number::{grouped, measured, percent, share, share_interval, short, span};

/// The whole text, with a line feed at its end.
#[must_use]
pub fn summary(blueprint: &Blueprint, ensemble: Ensemble, table: &Table) -> String {
    let mut text = String::new();
    if let Some(title) = blueprint.title() {
        let _ = writeln!(text, "{title}\n");
    }
    let _ = writeln!(text, "{}\n", sentence(table));
    if table.interrupted {
        let _ = writeln!(
            text,
            "Interrupted: this is of the first {}.\n",
            replications(table.replications)
        );
    }
    outcomes(&mut text, table);
    beside(&mut text, table);
    claims(&mut text, table);
    milestones(&mut text, table);
    measures(&mut text, blueprint, table);
    failures(&mut text, blueprint, ensemble, table);
    let per_replication = table.events as f64 / table.replications.max(1) as f64;
    let _ = writeln!(
        text,
        "{} with seed {}, {} events each. Ranges are {:.0} % confidence intervals. Every answer \
         is conditional on the world file.",
        replications(table.replications),
        table.seed,
        short(per_replication),
        100.0 * LEVEL,
    );
    text
}

/// So many replications, in words that agree with the number.
fn replications(count: u64) -> String {
    let noun = if count == 1 { "replication" } else { "replications" };
    format!("{} {noun}", grouped(count as i64))
}

/// How often, in words that claim no certainty.
fn often(estimate: &Estimate) -> String {
    match (estimate.estimate, estimate.low, estimate.high) {
        (Some(0.0), _, Some(high)) => format!("in none (at most {})", percent(high)),
        (Some(1.0), Some(low), _) => format!("in all (at least {})", percent(low)),
        _ => format!("in {} ({})", share(estimate), share_interval(estimate)),
    }
}

/// The answer in one sentence.
fn sentence(table: &Table) -> String {
    let estimates = table.estimates();
    if table.counted() == 0 {
        let why = if table.failed == 0 {
            "No replication was done"
        } else {
            "No replication came to its horizon"
        };
        return format!("{why}, so nothing is known.");
    }
    if estimates[0].estimate.n == 0 {
        return format!(
            "No takeoff in {}, so whether concerning work is noticed before it is undefined; it \
             was noticed {} of them.",
            replications(table.counted()),
            often(&estimates[4].estimate),
        );
    }
    format!(
        "Noticed before takeoff {} of the {} in which takeoff came, out of {}.",
        often(&estimates[0].estimate),
        replications(estimates[0].estimate.n),
        grouped(table.replications as i64),
    )
}

fn outcomes(text: &mut String, table: &Table) {
    let mut rows = vec![row(["outcome", "count", "share", "range"])];
    for class in OutcomeClass::ALL {
        let estimate = table.share_of(class);
        rows.push(row([
            class.name(),
            &grouped(table.count_of(class) as i64),
            &share(&estimate),
            &share_interval(&estimate),
        ]));
    }
    align(text, &rows);
}

fn beside(text: &mut String, table: &Table) {
    let mut rows = vec![row(["estimate", "of", "share", "range"])];
    for named in table.estimates() {
        rows.push(row([
            named.name,
            &grouped(named.estimate.n as i64),
            &share(&named.estimate),
            &share_interval(&named.estimate),
        ]));
    }
    align(text, &rows);
}

/// A row for each sentence, and one for all of a claim where it has several.
fn claims(text: &mut String, table: &Table) {
    let mut rows = vec![row(["claim", "estimate", "range", "of", "left out", "verdict"])];
    for result in table.claims() {
        for (place, part) in result.parts.iter().enumerate() {
            let before = if place > 0 { "  and " } else { "" };
            let (estimate, range) = figures(part);
            rows.push(row([
                &(before.to_owned() + &printable(&part.part.text)),
                &estimate,
                &range,
                &grouped(part.estimate.n as i64),
                &grouped(part.left_out as i64),
                part.verdict.name(),
            ]));
        }
        if result.parts.len() > 1 {
            rows.push(row(["  together", "", "", "", "", result.verdict.name()]));
        }
    }
    if rows.len() > 1 {
        align(text, &rows);
    }
}

fn milestones(text: &mut String, table: &Table) {
    let mut rows =
        vec![row(["milestone", "reached", "5 %", "median", "95 %", "range of the median"])];
    for (name, quantiles) in table.milestones() {
        let at = |time: Option<Time>| time.map_or("–".to_owned(), |time| span(time.seconds()));
        let median = quantiles.quantile_interval(0.5, LEVEL);
        rows.push(row([
            name,
            &grouped(quantiles.count() as i64),
            &at(quantiles.p5()),
            &at(quantiles.median()),
            &at(quantiles.p95()),
            &match (median.low, median.high) {
                (None, None) => "–".to_owned(),
                (low, high) => format!("{} to {}", at(low), at(high)),
            },
        ]));
    }
    align(text, &rows);
}

fn measures(text: &mut String, blueprint: &Blueprint, table: &Table) {
    let mut rows = vec![row(["actor", "measure", "estimate", "range"])];
    let mut last = None;
    for ((actor, measure), estimate) in table.plan().measures().iter().zip(table.measures()) {
        let name = blueprint.name_of(*actor);
        let (value, range) = of_measure(&estimate, measure);
        let shown = if last == Some(actor) { "" } else { name };
        rows.push(row([shown, measure.name, &value, &range]));
        last = Some(actor);
    }
    if rows.len() > 1 {
        align(text, &rows);
    }
}

fn of_measure(estimate: &Estimate, measure: &Measure) -> (String, String) {
    if measure.dimension == Dimension::Share {
        return (share(estimate), share_interval(estimate));
    }
    let unit = match measure.of {
        MeasureOf::PerYear(_) | MeasureOf::AmountPerYear(_) => "/y",
        MeasureOf::PerReplication(_)
        | MeasureOf::AmountPerReplication(_)
        | MeasureOf::Ever(_)
        | MeasureOf::Share(..)
        | MeasureOf::Mean(_) => "",
    };
    let one = |value: Option<f64>| {
        value.map_or("–".to_owned(), |value| measured(value, measure.dimension) + unit)
    };
    let range = match (estimate.low, estimate.high) {
        (None, None) => "–".to_owned(),
        (low, high) => format!("{} to {}", one(low), one(high)),
    };
    (one(estimate.estimate), range)
}

fn failures(text: &mut String, blueprint: &Blueprint, ensemble: Ensemble, table: &Table) {
    if table.failed == 0 {
        return;
    }
    let _ = writeln!(
        text,
        "Out of {}, {} spent the budget of events before the horizon. No estimate counts what \
         failed, and busy replications fail first, so every estimate leans away from them. To see \
         one:",
        replications(table.replications),
        grouped(table.failed as i64),
    );
    for index in &table.failures {
        let _ = writeln!(text, "  {}", repeat_line(blueprint, ensemble, *index));
    }
    text.push('\n');
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// Writes rows in columns: words to the left, numbers to the right, the heading
/// underlined, an empty line at the end.
fn align(text: &mut String, rows: &[Vec<String>]) {
    let columns = rows[0].len();
    let wide = |cell: &String| cell.chars().count();
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().map(|row| wide(&row[column])).max().unwrap_or(0))
        .collect();
    let is_word = |column: usize| {
        let heading = rows[0][column].as_str();
        column == 0 || matches!(heading, "measure" | "verdict") || heading.starts_with("range")
    };
    for (place, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let padding = " ".repeat(widths[column] - wide(cell));
            if column > 0 {
                line.push_str("  ");
            }
            if is_word(column) {
                line.push_str(cell);
                line.push_str(&padding);
            } else {
                line.push_str(&padding);
                line.push_str(cell);
            }
        }
        let _ = writeln!(text, "{}", line.trim_end());
        if place == 0 {
            let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
            let _ = writeln!(text, "{}", rules.join("──"));
        }
    }
    text.push('\n');
}

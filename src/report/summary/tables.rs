//! The tables of a run, one function each.
//!
//! A table that would have no row is not written.

use crate::engine::Measure;
use crate::experiment::estimate::{Estimate, proportion};
use crate::experiment::quantiles::Quantiles;
use crate::experiment::{LEVEL, Table};
use crate::oversight::{FALSE_ACCUSATION, Milestone, OutcomeClass};
use crate::primitives::quantity::Dimension;
use crate::primitives::time::Time;
use crate::world::{Blueprint, printable};

use super::super::claims::{figures, way};
use super::super::columns::{align, row, wrapped};
use super::super::number::{grouped, measured, share, share_interval, short, span};

/// How many ways to notice are shown one by one.
const WAYS: usize = 10;

/// How replications ended: what happened, and what could have.
pub(super) fn outcomes(text: &mut String, table: &Table) {
    let ordered = table.twins().ordered > 0;
    let mut rows = vec![row(["outcome", "count", "share", "range"])];
    for class in OutcomeClass::ALL {
        let count = table.count_of(class);
        let could = match class {
            OutcomeClass::NoticedNotStopped
            | OutcomeClass::NoticedLate
            | OutcomeClass::UnnoticedTakeoff => table.takeoffs() > 0,
            OutcomeClass::StoppedInTime => ordered,
            OutcomeClass::DelayedPastHorizon
            | OutcomeClass::PreventedWithoutNotice
            | OutcomeClass::NoTakeoffNoticed
            | OutcomeClass::NoTakeoffNotNoticed => false,
        };
        let estimate = table.share_of(class);
        if count > 0 || could {
            let known = if estimate.estimate.is_some() { grouped(count as i64) } else { dash() };
            let (share, range) = (share(&estimate), share_interval(&estimate));
            rows.push(row([class.name(), &known, &share, &range]));
        }
    }
    let unknown = table.unknown();
    if unknown > 0 {
        let count = grouped(unknown as i64);
        rows.push(row(["unknown without twins", &count, "–", "–"]));
    }
    table_of(text, &rows);
}

/// Estimates beside the answer; false accusations are shown with what else is a
/// burden.
pub(super) fn beside(text: &mut String, table: &Table) {
    let mut rows = vec![row(["estimate", "of", "share", "range"])];
    for named in table.estimates() {
        let without_orders = named.name == Milestone::TakeoffWithoutOrders.name();
        if named.name == FALSE_ACCUSATION || without_orders && table.twins().ordered == 0 {
            continue;
        }
        rows.push(row([
            named.name,
            &grouped(named.estimate.n as i64),
            &share(&named.estimate),
            &share_interval(&named.estimate),
        ]));
    }
    table_of(text, &rows);
}

/// A row for each sentence, and one for all of a claim where it has several.
pub(super) fn claims(text: &mut String, table: &Table) {
    let mut rows = vec![row(["claim", "estimate", "range", "of", "left out", "verdict"])];
    for result in table.claims() {
        for (place, part) in result.parts.iter().enumerate() {
            let before = if place > 0 { "  and " } else { "" };
            let (estimate, range) = figures(part);
            rows.push(row([
                &(before.to_owned() + &printable(&part.part.text)),
                &estimate,
                &range,
                &if part.unknown > 0 { dash() } else { grouped(part.estimate.n as i64) },
                &grouped(part.left_out as i64),
                part.verdict.name(),
            ]));
        }
        if result.parts.len() > 1 {
            rows.push(row(["  together", "", "", "", "", result.verdict.name()]));
        }
    }
    table_of(text, &rows);
}

/// When milestones were reached, where any replication did.
pub(super) fn milestones(text: &mut String, table: &Table) {
    let mut rows =
        vec![row(["milestone", "reached", "5 %", "median", "95 %", "range of the median"])];
    for (name, quantiles) in table.milestones() {
        let is = |milestone: Milestone| name == milestone.name();
        let always = is(Milestone::Noticed) || is(Milestone::Takeoff);
        let same = is(Milestone::TakeoffWithoutOrders)
            && (table.twins().ordered == 0 || !table.knows_takeoff_without_orders());
        if (quantiles.count() > 0 || always) && !same {
            rows.push(quantiles_row(name, quantiles));
        }
    }
    table_of(text, &rows);
}

/// How long before takeoff notice came, how long after the work began takeoff did,
/// and how much was done by the time of notice.
pub(super) fn spans(text: &mut String, table: &Table) {
    let heading = ["time between", "of", "5 %", "median", "95 %", "range of the median"];
    let mut rows = vec![row(heading)];
    let spans = [
        ("lead time: notice → takeoff", table.lead_time()),
        ("conversion time: concerning work → takeoff", table.conversion_time()),
    ];
    for (name, quantiles) in spans {
        if let Some(quantiles) = quantiles.filter(|quantiles| quantiles.count() > 0) {
            rows.push(quantiles_row(name, quantiles));
        }
    }
    table_of(text, &rows);
    let flop = table.concerning_flop_at_notice();
    let one =
        |value: Option<f64>| value.map_or_else(dash, |value| measured(value, Dimension::Flop));
    if flop.estimate.is_some() {
        let sentence = format!(
            "By the time of notice {} of concerning work were done on average ({} to {}).",
            one(flop.estimate),
            one(flop.low),
            one(flop.high),
        );
        wrapped(text, &sentence);
        text.push('\n');
    }
}

fn quantiles_row(name: &str, quantiles: &Quantiles) -> Vec<String> {
    let at = |time: Option<Time>| time.map_or_else(dash, |time| span(time.seconds()));
    let median = quantiles.quantile_interval(0.5, LEVEL);
    row([
        name,
        &grouped(quantiles.count() as i64),
        &at(quantiles.p5()),
        &at(quantiles.median()),
        &at(quantiles.p95()),
        &match (median.low, median.high) {
            (None, None) => dash(),
            (low, high) => format!("{} to {}", at(low), at(high)),
        },
    ])
}

/// Through whom it was noticed, the most frequent way first.
pub(super) fn noticed_by(text: &mut String, blueprint: &Blueprint, table: &Table) {
    let mut rows = vec![row(["noticed through", "count", "share", "range"])];
    let ways = table.noticed_by();
    for (path, count, estimate) in ways.iter().take(WAYS) {
        rows.push(row([
            &printable(&way(blueprint, path)),
            &grouped(*count as i64),
            &share(estimate),
            &share_interval(estimate),
        ]));
    }
    let rest = ways.get(WAYS..).unwrap_or_default();
    if !rest.is_empty() {
        let count: u64 = rest.iter().map(|(_, count, _)| count).sum();
        let estimate = proportion(count, table.counted(), LEVEL);
        rows.push(row([
            &format!("{} other ways", grouped(rest.len() as i64)),
            &grouped(count as i64),
            &share(&estimate),
            &share_interval(&estimate),
        ]));
    }
    table_of(text, &rows);
}

/// Why not, where nobody noticed in time.
pub(super) fn missed_at(text: &mut String, table: &Table) {
    let mut rows = vec![row(["not noticed before takeoff", "count", "share", "range"])];
    for (stage, count, estimate) in table.missed_at().unwrap_or_default() {
        if count > 0 {
            rows.push(row([
                stage.name(),
                &grouped(count as i64),
                &share(&estimate),
                &share_interval(&estimate),
            ]));
        }
    }
    table_of(text, &rows);
}

/// What oversight costs, with concerning work and without.
pub(super) fn burden(text: &mut String, table: &Table) {
    let mut rows =
        vec![row(["burden", "with concerning work", "range", "innocent twins", "range"])];
    let is_idle = |estimate: &Estimate| matches!(estimate.estimate, None | Some(0.0));
    for line in table.burden() {
        let innocent = line.innocent.as_ref().map(|(_, innocent)| innocent);
        let idle = is_idle(&line.factual) && innocent.is_none_or(is_idle);
        // A cost that is never paid is none to speak of, but for the accusations.
        if idle && line.name != FALSE_ACCUSATION {
            continue;
        }
        let figures = |estimate: &Estimate| match line.is_share {
            true => (share(estimate), share_interval(estimate)),
            false => numbers(estimate),
        };
        let (value, range) = figures(&line.factual);
        let (other, other_range) = innocent.map_or_else(|| (dash(), dash()), figures);
        rows.push(row([line.name, &value, &range, &other, &other_range]));
    }
    table_of(text, &rows);
    if rows.len() > 1 {
        let reading = "With concerning work an accusation is false only before that begins, and an \
                       alarm only while no trace is there; one of chance beside a trace counts as \
                       founded. Without it, each one is false.";
        wrapped(text, reading);
        text.push('\n');
    }
}

/// A number and its range.
fn numbers(estimate: &Estimate) -> (String, String) {
    let one = |value: Option<f64>| value.map_or_else(dash, short);
    let range = match (estimate.low, estimate.high) {
        (None, None) => dash(),
        (low, high) => format!("{} to {}", one(low), one(high)),
    };
    (one(estimate.estimate), range)
}

/// What each actor reports, but for what never happened.
pub(super) fn measures(text: &mut String, blueprint: &Blueprint, table: &Table) {
    let mut rows = vec![row(["actor", "measure", "estimate", "range"])];
    let (mut last, mut idle) = (None, 0_i64);
    for ((actor, measure), estimate) in table.plan().measures().iter().zip(table.measures()) {
        if matches!(estimate.estimate, None | Some(0.0)) {
            idle += 1;
            continue;
        }
        let name = blueprint.name_of(*actor);
        let (value, range) = of_measure(&estimate, measure);
        let shown = if last == Some(actor) { "" } else { name };
        rows.push(row([shown, measure.name, &value, &range]));
        last = Some(actor);
    }
    table_of(text, &rows);
    if idle > 0 {
        let sentence = format!(
            "Not shown: {} measures of which there was never an occasion, or that were always 0; \
             --format json has them.",
            grouped(idle)
        );
        wrapped(text, &sentence);
        text.push('\n');
    }
}

fn of_measure(estimate: &Estimate, measure: &Measure) -> (String, String) {
    if measure.dimension == Dimension::Share {
        return (share(estimate), share_interval(estimate));
    }
    let unit = measure.of.per(measure.dimension);
    let one = |value: Option<f64>| {
        value.map_or("–".to_owned(), |value| measured(value, measure.dimension) + unit)
    };
    let range = match (estimate.low, estimate.high) {
        (None, None) => "–".to_owned(),
        (low, high) => format!("{} to {}", one(low), one(high)),
    };
    (one(estimate.estimate), range)
}

fn dash() -> String {
    "–".to_owned()
}

/// A table, if it has a row below its heading.
fn table_of(text: &mut String, rows: &[Vec<String>]) {
    if rows.len() > 1 {
        align(text, rows);
    }
}

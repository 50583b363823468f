//! A run as people read it: one sentence that answers, then the tables.
//!
//! ```text
//!  tables ─ answer ─► the whole text
//! ```
//!
//! The law of the folder: no figure of detection stands without its false
//! accusations and its reviewer hours, and a section that has nothing to say is
//! left out.

mod tables;

mod answer;

use std::fmt::Write as _;

use crate::experiment::busiest::busiest;
use crate::experiment::{Ensemble, LEVEL, Table, repeat_line};
use crate::primitives::random::ReplicationKey;
use crate::world::{Blueprint, MarkKind};

use super::columns::wrapped;
use super::number::{grouped, short};

/// The whole text, with a line feed at its end.
#[must_use]
pub fn summary(blueprint: &Blueprint, ensemble: Ensemble, table: &Table) -> String {
    let mut text = String::new();
    if let Some(title) = blueprint.title() {
        let _ = writeln!(text, "{title}\n");
    }
    wrapped(&mut text, &answer::sentence(table));
    text.push('\n');
    if table.interrupted {
        let so_far = answer::replications(table.replications);
        let _ = writeln!(text, "Interrupted: this is of the first {so_far}.\n");
    }
    tables::outcomes(&mut text, table);
    tables::beside(&mut text, table);
    tables::claims(&mut text, table);
    tables::milestones(&mut text, table);
    tables::spans(&mut text, table);
    tables::noticed_by(&mut text, blueprint, table);
    tables::missed_at(&mut text, table);
    tables::burden(&mut text, table);
    tables::measures(&mut text, blueprint, table);
    failures(&mut text, blueprint, ensemble, table);
    without_twins(&mut text, table);
    wrapped(&mut text, &figures(blueprint));
    wrapped(&mut text, &ending(table));
    text
}

/// Which dashes stand for what nobody looked at.
fn without_twins(text: &mut String, table: &Table) {
    if table.counted() == 0 || table.twins().followed > 0 {
        return;
    }
    let mut missing = "No twin was followed (--no-twins). So nothing is known of the burden where \
        there is no concerning work"
        .to_owned();
    if !table.knows_takeoff_without_orders() {
        missing += ", and of the replications with orders it is not known when takeoff would have \
            come without them: whether they made the difference, how long before takeoff notice \
            came, and at which stage it failed";
    }
    wrapped(text, &(missing + "."));
    text.push('\n');
}

/// How the figures of the world are known.
fn figures(blueprint: &Blueprint) -> String {
    let figures = blueprint.figures();
    let marked = |kind| grouped(figures.marked(kind).count() as i64);
    format!(
        "Of the figures of this world {} are measured, {} fitted, {} assumed and {} without a \
         source; {} parameters are left to their roles.",
        marked(MarkKind::Measured),
        marked(MarkKind::Fitted),
        marked(MarkKind::Assumed),
        grouped(figures.unsourced().count() as i64),
        grouped(figures.defaults() as i64),
    )
}

fn ending(table: &Table) -> String {
    let twins = table.twins();
    let simulations = table.replications + twins.followed;
    let events = (table.events + twins.events) as f64 / simulations.max(1) as f64;
    let and_twins = match twins.followed {
        0 => String::new(),
        1 => " and 1 twin".to_owned(),
        followed => format!(" and {} twins", grouped(followed as i64)),
    };
    format!(
        "{} with seed {}{and_twins}, {} events each. Ranges are {:.0} % confidence intervals. Every \
         answer is conditional on the world file.",
        answer::replications(table.replications),
        table.seed,
        short(events),
        100.0 * LEVEL,
    )
}

fn failures(text: &mut String, blueprint: &Blueprint, ensemble: Ensemble, table: &Table) {
    if table.failed > 0 {
        let why = format!(
            "Out of {}, {} spent the budget of events before the horizon. No estimate counts what \
             failed, and busy replications fail first, so every estimate leans away from them. To \
             see one:",
            answer::replications(table.replications),
            grouped(table.failed as i64),
        );
        wrapped(text, &why);
        for index in &table.failures {
            let _ = writeln!(text, "  {}", repeat_line(blueprint, ensemble, *index));
        }
        if let Some(index) = table.failures.first() {
            let key = ReplicationKey::new(ensemble.seed, *index);
            // What spends a budget comes late in it, and half of it shows who does.
            let events = ensemble.event_budget;
            if let Some(busiest) = busiest(blueprint, key, events / 2, events) {
                wrapped(text, &format!("There {}.", busiest.told()));
            }
        }
        text.push('\n');
    }
    // A replication fails with the twin without orders; the innocent one fails alone.
    let innocent = table.counted() - table.twins().innocent;
    if table.twins().innocent > 0 && innocent > 0 {
        let why = format!(
            "{} innocent twins spent the budget of events too, and count for nothing.",
            grouped(innocent as i64)
        );
        wrapped(text, &why);
        text.push('\n');
    }
}

//! The answer of a run in one sentence.
//!
//! It gives no figure of detection without what that costs the innocent.

use crate::experiment::Table;
use crate::experiment::estimate::Estimate;

use super::super::number::{grouped, percent, share, share_interval, short};

/// So many replications, in words that agree with the number.
pub(super) fn replications(count: u64) -> String {
    let noun = if count == 1 { "replication" } else { "replications" };
    format!("{} {noun}", grouped(count as i64))
}

/// How often, in words that claim no certainty.
fn often(estimate: &Estimate) -> String {
    match (estimate.estimate, estimate.low, estimate.high) {
        (Some(0.0), _, Some(high)) if high < 1.0 => format!("in none (at most {})", percent(high)),
        (Some(1.0), Some(low), _) if low > 0.0 => format!("in all (at least {})", percent(low)),
        (Some(_), ..) => format!("in {} ({})", share(estimate), share_interval(estimate)),
        (None, ..) => "in an unknown share".to_owned(),
    }
}

fn estimate_of(table: &Table, name: &str) -> Estimate {
    let mut estimates = table.estimates().into_iter();
    let named = estimates.find(|named| named.name == name);
    named.unwrap_or_else(|| panic!("a table has no estimate `{name}`")).estimate
}

/// The answer in one sentence.
pub(super) fn sentence(table: &Table) -> String {
    if table.counted() == 0 {
        let why = if table.failed == 0 {
            "No replication was done"
        } else {
            "No replication came to its horizon"
        };
        return format!("{why}, so nothing is known.");
    }
    format!("{}; {}.", of_notice(table), of_the_innocent(table))
}

fn of_notice(table: &Table) -> String {
    let before = estimate_of(table, "noticed before takeoff");
    let noticed = often(&estimate_of(table, "noticed"));
    let ordered = table.twins().ordered;
    if !table.knows_takeoff_without_orders() {
        return format!(
            "Orders went out in {} of {}, and nobody followed what would have come without them \
             (--no-twins), so whether concerning work is noticed before takeoff is undefined; it \
             was noticed {noticed} of all",
            grouped(ordered as i64),
            replications(table.counted()),
        );
    }
    let without_orders = if ordered > 0 { ", with or without orders," } else { "" };
    if before.n == 0 {
        return format!(
            "No takeoff{without_orders} in {}, so whether concerning work is noticed before it is \
             undefined; it was noticed {noticed} of them",
            replications(table.counted()),
        );
    }
    let came = if ordered > 0 { "would have come without orders" } else { "came" };
    format!(
        "Noticed before takeoff {} of the {} in which takeoff {came}, out of {}{}",
        often(&before),
        replications(before.n),
        grouped(table.replications as i64),
        match table.failed {
            0 => String::new(),
            failed => format!(", of which {} spent their budget of events", grouped(failed as i64)),
        },
    )
}

/// What oversight costs whoever has done nothing.
fn of_the_innocent(table: &Table) -> String {
    let rows = table.burden();
    let hours = rows.iter().find(|row| row.name == "reviewer hours per year");
    let hours = hours.unwrap_or_else(|| panic!("a table has no reviewer hours"));
    let spent = |estimate: &Estimate| estimate.estimate.map_or("–".to_owned(), short);
    let with = spent(&hours.factual);
    if table.twins().innocent == 0 {
        return format!(
            "no innocent twin was followed, so how often somebody is accused without any \
             concerning work is unknown, and reviewers spend {with} hours a year"
        );
    }
    let without = hours.innocent.as_ref().map(|(_, hours)| hours);
    let idle = |estimate: &Estimate| estimate.estimate == Some(0.0);
    let reviews = if idle(&hours.factual) && without.is_none_or(idle) {
        "nobody reviews anything".to_owned()
    } else {
        let without = without.map_or("–".to_owned(), spent);
        format!("reviewers spend {without} hours a year instead of {with}")
    };
    format!(
        "without concerning work there is a false accusation {} of the innocent twins, and \
         {reviews}",
        often(&table.twins().false_accusations()),
    )
}

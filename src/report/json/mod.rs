//! A run as programs read it: one JSON object, every map sorted by name.
//!
//! ```text
//!  parts ─► the whole object
//! ```
//!
//! The law of the folder: what is not known is null, and every key is there in
//! every run.

mod parts;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::experiment::Table;
use crate::experiment::worst_case::WorstCase;
use crate::oversight::{Milestone, OutcomeClass};
use crate::world::Blueprint;

use super::claims::way;
use parts::{
    ClaimJson, Counted, Estimated, Events, Figures, NamedEstimate, Times, TwinsJson, World,
    WorstCaseJson,
};

/// The fields stand in the order of their names, as all maps do.
#[derive(Serialize)]
struct Run<'a> {
    burden: BTreeMap<&'static str, Estimated>,
    claims: BTreeMap<String, ClaimJson>,
    concerning_flop_at_notice: Estimated,
    conversion_time: Option<Times>,
    estimates: Vec<NamedEstimate>,
    events: Events,
    failed: u64,
    figures: Figures,
    interrupted: bool,
    lead_time: Option<Times>,
    measures: BTreeMap<&'a str, BTreeMap<&'static str, Estimated>>,
    milestones: BTreeMap<&'static str, Times>,
    missed_at: Option<BTreeMap<&'static str, Counted>>,
    noticed_by: BTreeMap<String, Counted>,
    outcomes: BTreeMap<&'static str, Counted>,
    replications: u64,
    seed: u64,
    twins: TwinsJson,
    version: &'static str,
    world: World<'a>,
    worst_case: Option<WorstCaseJson<'a>>,
}

/// The whole text, with a line feed at its end.
///
/// Times of milestones and between them are in days; measures in base units
/// (seconds, shares, counts a year or a replication), and concerning work in FLOP.
/// Those of claims name their unit; what is infinite is null, and `infinite` and
/// `minus_infinite` say how many replications are so. What hangs on takeoff as it
/// would have come without orders is null where nobody followed that.
#[must_use]
pub fn json(blueprint: &Blueprint, table: &Table) -> String {
    json_with(blueprint, table, None)
}

/// The same with the worst case, where that was asked for.
#[must_use]
pub fn json_with(blueprint: &Blueprint, table: &Table, worst: Option<&WorstCase>) -> String {
    let mut measures: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for ((actor, measure), estimate) in table.plan().measures().iter().zip(table.measures()) {
        let of = measures.entry(blueprint.name_of(*actor)).or_default();
        of.insert(measure.name, Estimated::of(&estimate));
    }
    let milestones = table.milestones().map(|(name, quantiles)| {
        let is_known =
            name != Milestone::TakeoffWithoutOrders.name() || table.knows_takeoff_without_orders();
        (name, if is_known { Times::of(quantiles) } else { Times::unknown() })
    });
    let outcomes = OutcomeClass::ALL
        .into_iter()
        .map(|class| (class.name(), Counted::of(table.count_of(class), &table.share_of(class))));
    let missed_at = table.missed_at().map(|stages| {
        let counted =
            stages.iter().map(|(stage, count, share)| (stage.name(), Counted::of(*count, share)));
        counted.collect()
    });
    let noticed_by = table.noticed_by().into_iter();
    let noticed_by =
        noticed_by.map(|(path, count, share)| (way(blueprint, path), Counted::of(count, &share)));
    let run = Run {
        burden: parts::burden(table),
        claims: table.claims().into_iter().map(parts::of_claim).collect(),
        concerning_flop_at_notice: Estimated::of(&table.concerning_flop_at_notice()),
        conversion_time: table.conversion_time().map(Times::of),
        estimates: table.estimates().into_iter().map(NamedEstimate::of).collect(),
        events: Events::of(table),
        failed: table.failed,
        figures: Figures::of(blueprint),
        interrupted: table.interrupted,
        lead_time: table.lead_time().map(Times::of),
        measures,
        milestones: milestones.collect(),
        missed_at,
        noticed_by: noticed_by.collect(),
        outcomes: outcomes.collect(),
        replications: table.replications,
        seed: table.seed,
        twins: TwinsJson::of(table.twins()),
        version: env!("CARGO_PKG_VERSION"),
        world: World {
            title: blueprint.title(),
            path: blueprint.path(),
            digest: blueprint.digest(),
        },
        worst_case: worst.map(|worst| WorstCaseJson::of(table, worst)),
    };
    let mut text = serde_json::to_string_pretty(&run).expect("names and numbers are JSON");
    text.push('\n');
    text
}

//! Desks: every alert that came is somewhere.
//!
//! It lacks what becomes of alerts that nobody looks into.

use std::collections::BTreeMap;

use crate::engine::Note;
use crate::oversight::{Detail, FactKind, Signal, Twin};
use crate::primitives::id::ActorId;

use super::super::course::{Happening, Step};
use super::super::law::{Law, Reach, Verdict};
use super::super::specimen::Specimen;
use super::scene::{Found, Scene, in_each};

/// Law 23.
pub(in crate::laws) const EVERY_ALERT_IS_SOMEWHERE: Law = Law {
    name: "every-alert-is-somewhere",
    statement: "At every event of a desk, the alerts that came to it are as many as those that \
                were reviewed, joined another, were abandoned, wait or are looked into; none \
                waits while a server is idle, and no more are looked into than there are \
                servers.",
    class: "All worlds with a desk to which an alert comes.",
    why: "A desk takes each alert in once and gives it away once, and whoever is done takes the \
          next.",
    reach: Reach::Pathwise,
    check,
};

fn check(specimen: &Specimen) -> Verdict {
    in_each(specimen, Twin::Factual, is_somewhere)
}

/// What a desk says of itself.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    alerts: u64,
    reviewed: u64,
    merged: u64,
    abandoned: u64,
    /// How many wait, how many are looked into, and by how many that can be, as it said
    /// last.
    holds: Option<(u64, u64, u64)>,
}

fn is_somewhere(scene: &Scene<'_>) -> Found {
    let mut desks: BTreeMap<ActorId, Tally> = BTreeMap::new();
    let mut spoke = false;
    for step in &scene.course.steps {
        let Some(actor) = step.actor else {
            continue;
        };
        let tally = desks.entry(actor).or_default();
        let before = *tally;
        count(step, tally);
        let Some((waiting, in_review, servers)) = tally.holds else {
            continue;
        };
        let Tally { alerts, reviewed, merged, abandoned, .. } = *tally;
        spoke |= alerts > 0;
        let (event, desk) = (|| scene.event(step), scene.name(actor));
        if alerts != reviewed + merged + abandoned + waiting + in_review {
            return Err(format!(
                "after {} of {alerts} alerts that came to {desk} {reviewed} were reviewed, \
                 {merged} joined others, {abandoned} were abandoned, {waiting} wait and \
                 {in_review} are looked into",
                event()
            ));
        }
        if in_review > servers || (waiting > 0 && in_review < servers) {
            return Err(format!(
                "after {} {waiting} alerts wait at {desk} while {in_review} of {servers} servers \
                 are busy",
                event()
            ));
        }
        if reviewed > before.reviewed + 1 {
            return Err(format!("in {} {desk} reviews more than one alert", event()));
        }
    }
    Ok(spoke)
}

/// Counts what an event brought to a desk, and what was done in it.
fn count(step: &Step, tally: &mut Tally) {
    if let Happening::Delivery(_, _, Signal::Alert(_)) = &step.what {
        tally.alerts += 1;
    }
    for (_, note) in &step.notes {
        let Note::Fact(fact) = note else {
            continue;
        };
        match fact.kind() {
            FactKind::Review { .. } => tally.reviewed += 1,
            FactKind::Merged { .. } => tally.merged += 1,
            FactKind::Abandoned { .. } => tally.abandoned += 1,
            FactKind::Detail(Detail::DeskHolds { waiting, in_review, servers }) => {
                tally.holds = Some((*waiting, *in_review, *servers));
            }
            FactKind::WorkPlanned { .. }
            | FactKind::WorkBegan { .. }
            | FactKind::WorkEnded { .. }
            | FactKind::WorkSheltered { .. }
            | FactKind::WorkRuns { .. }
            | FactKind::WorkHalted { .. }
            | FactKind::WorkResumed { .. }
            | FactKind::Trace { .. }
            | FactKind::Alarm { .. }
            | FactKind::ReviewTime(_)
            | FactKind::Weighed { .. }
            | FactKind::Convinced { .. }
            | FactKind::Ordered { .. }
            | FactKind::Deployed { .. }
            | FactKind::Takeoff
            | FactKind::Detail(
                Detail::JobRuns { .. } | Detail::JobLeft { .. } | Detail::Recognized { .. },
            ) => {}
        }
    }
}

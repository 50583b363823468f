//! Desks: every alert that came is somewhere.
//!
//! It lacks what becomes of alerts that nobody looks into.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::Note;
use crate::oversight::{AlarmClass, Detail, FactKind, Signal, Twin};
use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;

use super::super::course::{Happening, Step};
use super::super::law::{Law, Reach, Verdict};
use super::super::specimen::Specimen;
use super::scene::{Found, Scene, facts, in_each};

pub(in crate::laws) const EVERY_ALERT_IS_SOMEWHERE: Law = Law {
    name: "every-alert-is-somewhere",
    statement: "At every event of a desk, the alerts that came to it are as many as those that \
                were reviewed, joined another, were abandoned, wait or are looked into; none \
                waits while a server is idle, no more are looked into than there are servers, and \
                no event ends more than one review. Whatever pieces of evidence came have been \
                reviewed or abandoned when nothing is left there, and what is judged has something \
                behind it where one of its pieces has.",
    class: "All worlds with a desk to which an alert comes that says what it holds, as the roles \
            of desks and the regulator do; an AlignmentAgent does not, nor does a behavior of a \
            user's own that never calls `holds`.",
    why: "A desk takes each alert in once and gives it away once, and whoever is done takes the \
          next. What joins an alert is looked into with it.",
    reach: Reach::Pathwise,
    check,
};

fn check(specimen: &Specimen) -> Verdict {
    in_each(specimen, Twin::Factual, is_somewhere)
}

/// What a desk says of itself.
#[derive(Clone, Debug, Default)]
struct Tally {
    alerts: u64,
    reviewed: u64,
    merged: u64,
    abandoned: u64,
    /// How many wait, how many are looked into, and by how many that can be, as it said
    /// last.
    holds: Option<(u64, u64, u64)>,
    /// True pieces of evidence that came and were neither reviewed nor abandoned so far.
    open: BTreeSet<Identity>,
    /// Whether a review went by other pieces than those that were true.
    is_blind: bool,
}

fn is_somewhere(scene: &Scene<'_>) -> Found {
    let mut desks: BTreeMap<ActorId, Tally> = BTreeMap::new();
    let caused = caused(scene);
    let mut spoke = false;
    for step in &scene.course.steps {
        let Some(actor) = step.actor else {
            continue;
        };
        let tally = desks.entry(actor).or_default();
        let reviewed_before = tally.reviewed;
        count(step, tally, &caused);
        let Some((waiting, in_review, servers)) = tally.holds else {
            continue;
        };
        let Tally { alerts, reviewed, merged, abandoned, .. } = *tally;
        let lost = waiting + in_review == 0 && !tally.open.is_empty();
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
        if lost {
            let many = tally.open.len();
            return Err(format!(
                "after {} {desk} has nothing left, and {many} true pieces of evidence that came \
                 were neither reviewed nor abandoned",
                event()
            ));
        }
        if tally.is_blind {
            let event = event();
            return Err(format!("in {event} {desk} judges as if no piece were true, and one is"));
        }
        if reviewed > reviewed_before + 1 {
            return Err(format!("in {} {desk} reviews more than one alert", event()));
        }
    }
    Ok(spoke)
}

/// The pieces of evidence that concerning work has caused.
fn caused(scene: &Scene<'_>) -> BTreeSet<Identity> {
    let all = scene.course.steps.iter().flat_map(facts);
    let caused = all.filter_map(|(_, fact)| {
        let FactKind::Alarm { class: AlarmClass::Caused, piece, .. } = fact else {
            return None;
        };
        Some(*piece)
    });
    caused.collect()
}

/// Counts what an event brought to a desk, and what was done in it.
fn count(step: &Step, tally: &mut Tally, caused: &BTreeSet<Identity>) {
    if let Happening::Delivery(_, _, Signal::Alert(alert)) = &step.what {
        tally.alerts += 1;
        let pieces = alert.pieces().map(|piece| piece.identity());
        tally.open.extend(pieces.filter(|piece| caused.contains(piece)));
    }
    for (_, note) in &step.notes {
        let Note::Fact(fact) = note else {
            continue;
        };
        match fact.kind() {
            FactKind::Review { founded, pieces, .. } => {
                tally.reviewed += 1;
                tally.is_blind |= !founded && !pieces.is_empty();
                tally.open.retain(|piece| !pieces.contains(piece));
            }
            FactKind::Merged { .. } => tally.merged += 1,
            FactKind::Abandoned { pieces } => {
                tally.abandoned += 1;
                tally.open.retain(|piece| !pieces.contains(piece));
            }
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

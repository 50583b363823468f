//! Strained worlds: the same world where work is made to stand still and to go on.
//!
//! It judges nothing: what must be so there the laws say.

use std::collections::BTreeMap;

use crate::oversight::{Signal, Twin};
use crate::primitives::id::ActorId;
use crate::primitives::time::Time;
use crate::world::path_of;

use super::super::course::{Happening, Step};
use super::super::specimen::Specimen;
use super::ledger::{audit, clusters};
use super::scene::{REPLICATIONS, Scene};

/// The same world where each authority orders a pause at the first report, if any comes to
/// one: up to there it is as it was.
pub(super) fn pausing(specimen: &Specimen) -> Option<Specimen> {
    let blueprint = specimen.blueprint();
    let is_told = |step: &Step| {
        let is_authority = |actor: ActorId| {
            let mut all = blueprint.actors().iter();
            all.any(|one| one.id() == actor && one.role().name == "Authority")
        };
        matches!(step.what, Happening::Delivery(_, _, Signal::Alert(_) | Signal::Report(..)))
            && step.actor.is_some_and(is_authority)
    };
    let told = |index| specimen.course(index, Twin::Factual).steps.iter().any(is_told);
    if !(0..REPLICATIONS).any(told) {
        return None;
    }
    let lasts = format!("{} s", blueprint.horizon().seconds() / 10.0);
    let becomes = [
        ("response", "Pause"),
        ("convinced_at", "0.0001 %"),
        ("corroboration", "1"),
        ("decides_in", "0 s"),
        ("pause_lasts", &lasts),
    ];
    let authorities = blueprint.actors().iter().filter(|actor| actor.role().name == "Authority");
    let sets: Vec<(String, &str)> = authorities
        .flat_map(|actor| {
            becomes.map(|(name, value)| (path_of(&["actors", actor.name(), name]), value))
        })
        .collect();
    let sets: Vec<(&str, &str)> = sets.iter().map(|(path, value)| (&path[..], *value)).collect();
    if sets.is_empty() { None } else { specimen.with_sets(&sets).ok() }
}

/// When the longest time begins and ends for which nothing happens on a cluster while jobs
/// occupy chips of it, and which share of all chips that is.
#[derive(Clone, Copy, Default)]
struct Occupied {
    since: f64,
    until: f64,
    share: f64,
}

/// The same world where, on each cluster on which jobs occupy chips, half of these chips go
/// while they do, and as many chips as there were come later, of another type. These steps
/// stand in place of the cluster's own: a world without any is up to there as it was. None
/// where no job occupies any.
pub(super) fn changing_chips(specimen: &Specimen) -> Option<Specimen> {
    let course = specimen.course(0, Twin::Factual);
    let scene = Scene::of(specimen, &course, 0);
    let occupied = occupied(&scene);
    let mut sets = Vec::new();
    for (place, cluster) in clusters(&scene) {
        let Some(Occupied { since, until, share }) = occupied.get(&place) else {
            continue;
        };
        let third = (until - since) / 3.0;
        let (first, second) = (since + third, until - third);
        let factor = (0.5 * share).clamp(1e-6, 1.0);
        let count = cluster.chips.count();
        let chip = if cluster.chips.chip().name == "A100" { "H100" } else { "A100" };
        let steps = format!(
            "{{\"fewer\": (at: \"{first:.6} s\", factor: {factor:?}), \"others\": (at: \
             \"{second:.6} s\", chips: \"{count} {chip}\")}}"
        );
        let name = specimen.blueprint().name_of(place);
        sets.push((path_of(&["actors", name, "steps"]), steps));
    }
    let sets: Vec<(&str, &str)> =
        sets.iter().map(|(path, value)| (&path[..], &value[..])).collect();
    if sets.is_empty() { None } else { specimen.with_sets(&sets).ok() }
}

/// When chips of each cluster are occupied.
fn occupied(scene: &Scene<'_>) -> BTreeMap<ActorId, Occupied> {
    let mut longest: BTreeMap<ActorId, Occupied> = BTreeMap::new();
    // Since when which share of each is occupied.
    let mut now: BTreeMap<ActorId, (Time, f64)> = BTreeMap::new();
    let mut close = |place: ActorId, (since, share): (Time, f64), until: Time| {
        let span = Occupied { since: since.seconds(), until: until.seconds(), share };
        let best = longest.entry(place).or_default();
        if share > 0.0 && span.until - span.since > best.until - best.since {
            *best = span;
        }
    };
    let _ = audit(scene, |entry| {
        let (place, time) = (entry.place, entry.step.time);
        let on_chips = entry.books.accounts.values().filter(|one| one.job.slots().is_some());
        let used: f64 = on_chips.map(|one| one.running.at(time)).sum();
        let capacity = entry.books.flow("capacity", time);
        let share = if capacity > 0.0 { used / capacity } else { 0.0 };
        if let Some(before) = now.insert(place, (time, share)) {
            close(place, before, time);
        }
        Ok(())
    });
    now.into_iter().for_each(|(place, last)| close(place, last, scene.course.ended));
    longest.retain(|_, span| span.share > 0.0 && span.until - span.since > 1.0);
    longest
}

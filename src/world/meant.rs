//! What roles themselves hold for hardly meant: findings that become warnings.
//!
//! What the roles say is for sure wrong is an error and is found before.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use crate::engine::Around;
use crate::primitives::parameter::{Fault, Setting};

use super::actors::Names;
use super::agreement::value_of;
use super::blueprint::{Blueprint, BlueprintActor, node_of};
use super::diagnostic::printable;
use super::flaws::Flaws;
use super::template::Draws;

/// At how many points of unknowns and levers an actor is asked. Of one that hangs on
/// more, nothing is said.
const MOST_TRIED: usize = 64;

/// Asks each role about its actors.
pub(super) fn look(blueprint: &Blueprint, names: &Names<'_>, flaws: &mut Flaws) {
    for actor in blueprint.actors() {
        if actor.role.suspicions().is_none() {
            continue;
        }
        for fault in always(blueprint, actor) {
            let (path, place) = value_of(names, &actor.name, fault.parameter);
            let message = format!("`{}` {}", printable(&actor.name), fault.message);
            flaws.warn(&path, place, message, fault.hint);
        }
    }
}

/// What the role says of an actor wherever unknowns and levers are, as the last point
/// has it: what holds at some of them alone may well be meant.
fn always(blueprint: &Blueprint, actor: &BlueprintActor) -> Vec<Fault> {
    let near: BTreeSet<usize> = blueprint
        .network
        .neighbors_undirected(node_of(actor.id))
        .map(NodeIndex::index)
        .chain([actor.id.place()])
        .collect();
    let hanging = blueprint.holes.settings.iter().filter(|(one, _)| near.contains(&one.place()));
    let mut causes = BTreeSet::new();
    for (_, recipes) in hanging.clone() {
        recipes.iter().for_each(|(_, recipe)| recipe.causes(&mut causes));
    }
    let Some(corners) = blueprint.uncertainty.corners(&causes, MOST_TRIED) else {
        return Vec::new();
    };
    let mut found: Option<Vec<Fault>> = None;
    for draws in corners {
        let changed = hanging.clone().map(|(one, _)| (one.place(), made(blueprint, *one, &draws)));
        let said = said(blueprint, actor, &changed.collect());
        let kept = match found {
            None => said,
            Some(before) => {
                let held = |one: &Fault| before.iter().any(|other| alike(one, other));
                said.into_iter().filter(held).collect()
            }
        };
        if kept.is_empty() {
            return kept;
        }
        found = Some(kept);
    }
    found.unwrap_or_default()
}

fn alike(one: &Fault, other: &Fault) -> bool {
    (one.parameter, &one.message) == (other.parameter, &other.message)
}

/// An actor's settings at these draws.
fn made(
    blueprint: &Blueprint,
    actor: crate::primitives::id::ActorId,
    draws: &Draws,
) -> Box<[Setting]> {
    let named = blueprint.actor(blueprint.name_of(actor)).expect("who has a recipe is the file's");
    let mut settings = named.settings.clone();
    for (row, recipe) in &blueprint.holes.settings[&actor] {
        settings[*row] = recipe.at(draws);
    }
    settings
}

/// What the role says of an actor where these have other settings.
fn said(
    blueprint: &Blueprint,
    actor: &BlueprintActor,
    changed: &BTreeMap<usize, Box<[Setting]>>,
) -> Vec<Fault> {
    let cast = |node: NodeIndex| {
        let one = blueprint.actor(&blueprint.network[node])?;
        Some(one.role.given(changed.get(&node.index()).unwrap_or(&one.settings)))
    };
    let around = Around::new(&blueprint.network, node_of(actor.id), &cast);
    let settings = changed.get(&actor.id.place()).unwrap_or(&actor.settings);
    actor.role.suspicions().map_or_else(Vec::new, |suspicions| suspicions(settings, &around))
}

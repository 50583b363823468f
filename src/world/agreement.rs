//! What values of a world say together, each being well by itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Kind, Setting};

use super::actors::Names;
use super::blueprint::{BlueprintActor, Holes};
use super::diagnostic::{Place, did_you_mean, printable};
use super::flaws::{Flaws, Path};
use super::link_rules::Joined;
use super::node::Value;
use super::point::Uncertainty;
use super::template::Recipe;

/// Each name of an entry must be one of the actor's own, or one at the other end of a
/// link where the actor has no such table itself.
pub(super) fn entries(
    actors: &[BlueprintActor],
    holes: &Holes,
    joined: &[Joined],
    names: &Names<'_>,
    flaws: &mut Flaws,
) {
    let by_id: BTreeMap<ActorId, &BlueprintActor> =
        actors.iter().map(|actor| (actor.id, actor)).collect();
    let seeking: Vec<(&BlueprintActor, usize, &str, &str)> = actors
        .iter()
        .flat_map(|actor| {
            let rows = actor.role.parameters.iter().zip(&actor.settings).enumerate();
            rows.filter_map(move |(place, (row, setting))| {
                if let (Kind::EntryOf(table), Setting::EntryOf(name)) = (row.kind, setting) {
                    return Some((actor, place, table, &**name));
                }
                None
            })
        })
        .collect();
    if seeking.is_empty() {
        return;
    }
    let mut beside: BTreeMap<ActorId, Vec<ActorId>> = BTreeMap::new();
    for one in joined {
        beside.entry(one.from).or_default().push(one.to);
        beside.entry(one.to).or_default().push(one.from);
    }
    for (actor, place, table, name) in seeking {
        let mut tables = actor.role.parameters.iter().map(|row| row.kind);
        let has_own = tables.any(|kind| matches!(kind, Kind::Table(name, _) if name == table));
        let others = beside.get(&actor.id).map_or(&[][..], Vec::as_slice);
        let others = others.iter().filter_map(|other| by_id.get(other)).copied();
        let known: Vec<&str> = if has_own {
            entries_of(actor, holes, table)
        } else {
            others.flat_map(|other| entries_of(other, holes, table)).collect()
        };
        if known.contains(&name) {
            continue;
        }
        let row = actor.role.parameters[place].name;
        let whose = if has_own { "it does not have" } else { "none of its neighbors has" };
        let message = format!(
            "`{row}` of `{}` names `{}`, which {whose}",
            printable(&actor.name),
            printable(name)
        );
        let hint = did_you_mean(name, known, "there is");
        let (path, at) = value_of(names, &actor.name, row);
        flaws.add(&path, at, message, hint);
    }
}

/// The names of an actor's entries in its tables of this kind.
fn entries_of<'a>(actor: &'a BlueprintActor, holes: &'a Holes, table: &str) -> Vec<&'a str> {
    let recipes = holes.settings.get(&actor.id).map_or(&[][..], Vec::as_slice);
    let mut names: Vec<&str> = Vec::new();
    for (place, row) in actor.role.parameters.iter().enumerate() {
        if !matches!(row.kind, Kind::Table(name, _) if name == table) {
            continue;
        }
        if let Setting::Table(entries) = &actor.settings[place] {
            names.extend(entries.iter().map(|(name, _)| &**name));
        }
        // Entries that hang on unknowns have their names all the same.
        for (_, recipe) in recipes.iter().filter(|recipe| recipe.0 == place) {
            if let Recipe::Table(entries) = recipe {
                names.extend(entries.iter().map(|(name, _)| &**name));
            }
        }
    }
    names
}

/// How many points of unknowns and levers an actor is asked about.
const MOST_TRIED: usize = 4096;

/// What the roles themselves say against their actors' settings.
pub(super) fn faults(
    actors: &[BlueprintActor],
    holes: &Holes,
    uncertainty: &Uncertainty,
    names: &Names<'_>,
    flaws: &mut Flaws,
) {
    for actor in actors {
        let Some(faults) = actor.role.faults() else {
            continue;
        };
        let recipes = holes.settings.get(&actor.id).map_or(&[][..], Vec::as_slice);
        let mut causes = BTreeSet::new();
        recipes.iter().for_each(|(_, recipe)| recipe.causes(&mut causes));
        let mut found = Vec::new();
        match uncertainty.corners(&causes, MOST_TRIED) {
            Some(corners) => {
                let mut settings = actor.settings.clone();
                for draws in corners {
                    for (row, recipe) in recipes {
                        settings[*row] = recipe.at(&draws);
                    }
                    found = faults(&settings);
                    if !found.is_empty() {
                        break;
                    }
                }
            }
            None => {
                let name = printable(&actor.name);
                let message = format!("`{name}` hangs on more than can be tried together");
                let hint = format!("its unknowns and levers have more than {MOST_TRIED} points");
                let entry = names.entries[actor.name.as_str()];
                flaws.add(
                    &Path::of("actors").to(actor.name.as_str()),
                    &entry.key.place,
                    message,
                    hint,
                );
            }
        }
        for fault in found {
            let (path, at) = value_of(names, &actor.name, fault.parameter);
            let message = format!("`{}`: {}", printable(&actor.name), fault.message);
            flaws.add(&path, at, message, fault.hint);
        }
    }
}

/// The path and the place of a parameter in the file, or of its actor.
pub(super) fn value_of<'n>(names: &Names<'n>, actor: &str, row: &str) -> (Path, &'n Place) {
    let entry = names.entries[actor];
    let path = Path::of("actors").to(actor);
    let Value::Call(_, super::node::Arguments::Named(fields)) = &entry.value.value else {
        return (path, &entry.key.place);
    };
    match fields.iter().find(|field| field.key_text() == Some(row)) {
        Some(field) => (path.to(row), &field.value.place),
        None => (path, &entry.key.place),
    }
}

//! The actors of a file: names, roles and settings.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::behaviors::Roles;
use crate::engine::Role;
use crate::oversight::Oversight;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Setting;
use crate::primitives::random::EntityKey;

use super::blueprint::BlueprintActor;
use super::diagnostic::{did_you_mean, printable};
use super::flaws::{Flaws, Path};
use super::names::{self, WORLD};
use super::node::{Entry, Node, Value};
use super::numeric::Checked;
use super::plain::Surroundings;
use super::setting::{self, Owner};
use super::template::Recipe;

/// The actors' names as the file gives them, the world's own among them, each
/// with its place in the order of names.
pub(super) struct Names<'n> {
    pub(super) ids: BTreeMap<String, ActorId>,
    /// The first entry of each name, in the order of names.
    pub(super) entries: BTreeMap<&'n str, &'n Entry>,
}

/// Reads the names of all actors. Whoever has a fault is known all the same, so
/// that links to it are not reported too.
pub(super) fn names<'n>(node: Option<&'n Node>, flaws: &mut Flaws) -> Names<'n> {
    let path = Path::of("actors");
    let mut entries = BTreeMap::new();
    let given: &[Entry] = match node.map(|node| (&node.value, node)) {
        None => &[],
        Some((Value::Map(given), _)) => given,
        Some((_, node)) => {
            let hint = "as in `actors: {\"board\": Authority(…)}`".to_owned();
            flaws.kind(&path, node, "a map from names to roles", Some(hint));
            &[]
        }
    };
    for entry in given {
        let Some(name) = name(entry, &path, flaws) else {
            continue;
        };
        if entries.contains_key(name) {
            let message = format!("two actors are called `{}`", printable(name));
            flaws.error(&path.to(name), &entry.key.place, message);
            continue;
        }
        entries.insert(name, entry);
    }
    if let Some(node) = node
        && given.is_empty()
        && matches!(node.value, Value::Map(_))
    {
        flaws.error(&path, &node.place, "there are no actors");
    }
    collisions(&entries, flaws);
    let all = entries.keys().copied().chain([WORLD]);
    let mut sorted: Vec<&str> = all.collect();
    sorted.sort_unstable();
    sorted.dedup();
    let ids = sorted.iter().zip(0..).map(|(name, id)| ((*name).to_owned(), ActorId::new(id)));
    Names { ids: ids.collect(), entries }
}

/// The name of an actor, whatever is wrong with it.
fn name<'n>(entry: &'n Entry, path: &Path, flaws: &mut Flaws) -> Option<&'n str> {
    let name = names::of_entry(entry, "actor", path, flaws)?;
    if name == WORLD {
        let message = format!("no actor can be called `{WORLD}`, as the world itself is");
        flaws.error(&path.to(name), &entry.key.place, message);
    }
    Some(name)
}

/// Two names with one key would share all their chances.
fn collisions(entries: &BTreeMap<&str, &Entry>, flaws: &mut Flaws) {
    let mut keys: BTreeMap<EntityKey, &str> = BTreeMap::new();
    keys.insert(EntityKey::named(WORLD), WORLD);
    for (name, entry) in entries {
        if let Some(other) = keys.insert(EntityKey::named(name), name)
            && other != *name
        {
            let message = format!(
                "`{}` and `{}` would share their chances, as their names have one hash",
                printable(other),
                printable(name)
            );
            let path = Path::of("actors").to(*name);
            flaws.add(&path, &entry.key.place, message, "rename one of them".to_owned());
        }
    }
}

/// The role that an entry says, if there is one.
pub(super) fn role<'r>(
    entry: &Entry,
    name: &str,
    roles: &'r Roles,
    flaws: &mut Flaws,
) -> Option<&'r Role<Oversight>> {
    let path = Path::of("actors").to(name);
    let Value::Call(Some(role), _) = &entry.value.value else {
        let hint = "as in `Authority(…)`".to_owned();
        flaws.kind(&path, &entry.value, "a role", Some(hint));
        return None;
    };
    let found = roles.get(&role.text);
    if found.is_none() {
        let message = format!("there is no role `{}`", printable(&role.text));
        let hint = did_you_mean(&role.text, roles.iter().map(|role| role.name), "the roles are");
        flaws.add(&path, &role.place, message, hint);
    }
    found
}

/// An actor with all of its settings; they hold the places of channels as they
/// came.
pub(super) fn actor(
    entry: &Entry,
    name: &str,
    role: &Arc<Role<Oversight>>,
    around: &mut Surroundings<'_>,
    flaws: &mut Flaws,
) -> (BlueprintActor, Vec<(usize, Recipe)>) {
    let path = Path::of("actors").to(name);
    let Value::Call(Some(role_name), arguments) = &entry.value.value else {
        unreachable!("the role was read from a call")
    };
    let what = names::a(role.name);
    let id = around.actors[name];
    let own = Some(&**role);
    let owner = Owner { name, rows_of: role.name, what: &what, id, at: None, role: own };
    flaws.marks.clear();
    let all =
        setting::all(role.parameters, arguments, &role_name.place, &owner, &path, around, flaws);
    let mut settings = Vec::with_capacity(all.len());
    let mut recipes = Vec::new();
    for (place, Checked { setting, recipe }) in all.into_iter().enumerate() {
        settings.push(setting);
        recipes.extend(recipe.map(|recipe| (place, recipe)));
    }
    let settings = settings.into_boxed_slice();
    (BlueprintActor { name: name.to_owned(), id, role: Arc::clone(role), settings }, recipes)
}

/// Puts the channels into the order of their names.
pub(super) fn settle_channels(
    channels: BTreeMap<String, u32>,
    actors: &mut [BlueprintActor],
) -> Vec<String> {
    let mut place_of = vec![0; channels.len()];
    for (place, number) in channels.values().enumerate() {
        place_of[*number as usize] = place as u32;
    }
    for setting in actors.iter_mut().flat_map(|actor| &mut actor.settings) {
        if let Setting::Channel(number) = setting {
            *number = place_of[*number as usize];
        }
    }
    channels.into_keys().collect()
}

/// Each channel with the actors one of whose parameters names it, in the order
/// of their places.
pub(super) fn listeners(
    channels: &[String],
    actors: &[BlueprintActor],
) -> Vec<(String, Vec<ActorId>)> {
    (0..)
        .zip(channels)
        .map(|(place, channel)| {
            let listens =
                |actor: &&BlueprintActor| actor.settings.contains(&Setting::Channel(place));
            let mut ids: Vec<ActorId> = actors.iter().filter(listens).map(|one| one.id).collect();
            ids.sort_unstable();
            (channel.clone(), ids)
        })
        .collect()
}

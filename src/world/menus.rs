//! Actors that choose from a menu of their own, and worlds in which the choice is made.
//!
//! It does not say which choice is best, which takes many runs.

use crate::behaviors::Objective;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Kind, ParameterType, Setting};

use super::blueprint::Blueprint;

/// The parameter that names what an actor plays of its own menu.
const PLAYS: &str = "plays";

/// The parameter that says what it wants.
const OBJECTIVE: &str = "objective";

/// An actor that plays one entry of a table of its own: its role has a parameter
/// `plays` which names one.
#[derive(Clone, Debug)]
pub struct Menu<'a> {
    /// The actor's name.
    pub actor: &'a str,
    /// The entries, in the order of their names; at least one.
    pub entries: Vec<&'a str>,
    /// What it wants: what its parameter `objective` says, if it has one.
    pub objective: Objective,
    /// Whether the world says which it plays.
    pub is_settled: bool,
    id: ActorId,
    row: usize,
}

impl Blueprint {
    /// The actors that choose from a menu of their own, in the order of their names.
    #[must_use]
    pub fn menus(&self) -> Vec<Menu<'_>> {
        let menus = self.actors.iter().filter_map(|actor| {
            let rows = actor.role.parameters;
            let row = rows.iter().position(|row| row.name == PLAYS)?;
            let Kind::EntryOf(table) = rows[row].kind else {
                return None;
            };
            let is_menu = |kind| matches!(kind, Kind::Table(name, _) if name == table);
            let menu = rows.iter().position(|row| is_menu(row.kind))?;
            let Setting::Table(entries) = &actor.settings[menu] else {
                return None;
            };
            let wants = rows.iter().zip(&actor.settings).find(|(row, _)| {
                row.name == OBJECTIVE && row.kind == Kind::Choice(Objective::WORDS)
            });
            let objective = wants.map(|(_, setting)| Objective::from_setting(setting));
            Some(Menu {
                actor: &actor.name,
                entries: entries.iter().map(|(name, _)| &**name).collect(),
                objective: objective.unwrap_or(Objective::UnnoticedTakeoff),
                is_settled: actor.settings[row] != Setting::Absent,
                id: actor.id,
                row,
            })
        });
        menus.collect()
    }

    /// The same world, where the actor of this menu plays its entry at a place: as if
    /// that had been set on the command line, which its [`Blueprint::sets`] say.
    ///
    /// # Panics
    ///
    /// If the menu is not of this world, or has no such place.
    #[must_use]
    pub fn playing(&self, menu: &Menu<'_>, place: usize) -> Self {
        let entry = menu.entries[place];
        let mut world = self.clone();
        let actor = world.actors.iter_mut().find(|actor| actor.id == menu.id);
        let actor = actor.expect("a menu is of an actor of its world");
        actor.settings[menu.row] = Setting::EntryOf(entry.into());
        world.sets.push(setting_of(menu.actor, entry));
        world
    }
}

/// What is said after `--set` so that an actor plays an entry of its menu.
#[must_use]
pub fn setting_of(actor: &str, entry: &str) -> String {
    // A name with a dot in it stands in quotes.
    let actor = if actor.contains('.') { format!("\"{actor}\"") } else { actor.to_owned() };
    format!("actors.{actor}.{PLAYS}={entry:?}")
}

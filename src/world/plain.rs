//! Values of a role's table that are no numbers and hang on nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::primitives::calendar::Calendar;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Kind, Setting};
use crate::primitives::quantity::Chips;
use crate::primitives::time::Span;

use super::diagnostic::{MOST_SHOWN, did_you_mean, printable};
use super::flaws::{Flaws, Path};
use super::kept_hours::{Holiday, Kept, STARTS};
use super::names::{WORLD, text_of};
use super::node::{Node, Value};
use super::numeric::{Checked, Subject};
use super::quantities::{self, within};
use super::uncertain::Uncertain;

/// What a value of one actor is read against.
pub(super) struct Surroundings<'s> {
    /// Every actor by name.
    pub(super) actors: &'s BTreeMap<String, ActorId>,
    /// The channels so far, numbered as they came; settings hold these numbers
    /// until all are known and put into order.
    pub(super) channels: BTreeMap<String, u32>,
    /// The hours so far, laid out once for all who keep them.
    pub(super) calendars: BTreeMap<String, Arc<Calendar>>,
    /// The lists of holidays that have names.
    pub(super) holidays: BTreeMap<String, Vec<Holiday>>,
    /// When the run starts and how long it is; working hours are laid out over it.
    pub(super) starts: Date,
    pub(super) horizon: Span,
    /// Unknowns and levers.
    pub(super) uncertain: Uncertain<'s>,
    /// The defaults of roles that were read so far, by role and parameter.
    pub(super) defaults: BTreeMap<(&'static str, &'static str), Checked>,
}

impl<'s> Surroundings<'s> {
    /// What values are read against where there is no world but these actors.
    pub(super) fn of_actors(actors: &'s BTreeMap<String, ActorId>) -> Self {
        Self {
            actors,
            channels: BTreeMap::new(),
            calendars: BTreeMap::new(),
            holidays: BTreeMap::new(),
            starts: STARTS,
            horizon: Span::TICK,
            uncertain: Uncertain::default(),
            defaults: BTreeMap::new(),
        }
    }
}

impl Subject<'_> {
    /// A value that is no number and hangs on nothing.
    pub(super) fn plain(
        &self,
        node: &Node,
        quotes: bool,
        around: &mut Surroundings<'_>,
        flaws: &mut Flaws,
    ) -> Option<Setting> {
        match self.row.kind {
            Kind::Chips => self.chips(node, flaws),
            Kind::Hours => self.hours(node, around, flaws),
            Kind::Flag => self.flag(node, flaws),
            Kind::Choice(words) => self.choice(node, words, quotes, flaws),
            Kind::Channel => self.channel(node, around, flaws),
            Kind::Actor => self.actor(node, around, flaws),
            Kind::EntryOf(_) => self.entry_of(node, flaws),
            Kind::Quantity(_) | Kind::Law(_) | Kind::Table(..) | Kind::TableByActor(..) => {
                unreachable!("numbers and tables are read as such")
            }
        }
    }

    /// The name of an entry; whether there is one shows when all links are known.
    fn entry_of(&self, node: &Node, flaws: &mut Flaws) -> Option<Setting> {
        if let Some(name) = text_of(node) {
            return Some(Setting::EntryOf(name.into()));
        }
        flaws.kind(self.path, node, "the name of an entry", None);
        None
    }

    fn chips(&self, node: &Node, flaws: &mut Flaws) -> Option<Setting> {
        let Some(text) = text_of(node) else {
            let hint = "as in `\"16384 H100\"`".to_owned();
            flaws.kind(self.path, node, "a number of chips", Some(hint));
            return None;
        };
        match Chips::parse(text) {
            Ok(chips) if chips.count() == 0 => {
                let message = format!("{} must be at least one chip", self.name());
                flaws.add(self.path, &node.place, message, None);
                None
            }
            Ok(chips) => Some(Setting::Chips(chips)),
            Err(error) => {
                let place = within(node, text, error.at());
                quantities::refuse(&error, &place, self.path, flaws);
                None
            }
        }
    }

    fn hours(
        &self,
        node: &Node,
        around: &mut Surroundings<'_>,
        flaws: &mut Flaws,
    ) -> Option<Setting> {
        let kept = Kept::read(node, &self.name(), self.path, &around.holidays, flaws)?;
        // What is kept is laid out once for all who keep it.
        let known = kept.key();
        if let Some(calendar) = around.calendars.get(&known) {
            return Some(Setting::Hours(Arc::clone(calendar)));
        }
        match kept.lay_out(around.starts, around.horizon) {
            Ok(calendar) => {
                let calendar = Arc::new(calendar);
                around.calendars.insert(known, Arc::clone(&calendar));
                Some(Setting::Hours(calendar))
            }
            Err(error) => {
                flaws.error(self.path, &node.place, format!("{}: {error}", self.name()));
                None
            }
        }
    }

    fn flag(&self, node: &Node, flaws: &mut Flaws) -> Option<Setting> {
        if let Value::Flag(flag) = node.value {
            return Some(Setting::Flag(flag));
        }
        flaws.kind(self.path, node, "`true` or `false`", None);
        None
    }

    fn channel(
        &self,
        node: &Node,
        around: &mut Surroundings<'_>,
        flaws: &mut Flaws,
    ) -> Option<Setting> {
        let Some(name) = text_of(node) else {
            let hint = "as in `\"compute\"`".to_owned();
            flaws.kind(self.path, node, "the name of a channel", Some(hint));
            return None;
        };
        if let Some((message, hint)) = super::names::fault(name) {
            flaws.add(self.path, &node.place, format!("a channel's name {message}"), hint);
            return None;
        }
        let next = around.channels.len() as u32;
        let number = *around.channels.entry(name.to_owned()).or_insert(next);
        Some(Setting::Channel(number))
    }

    fn actor(&self, node: &Node, around: &Surroundings<'_>, flaws: &mut Flaws) -> Option<Setting> {
        let (_, actor) = actor(node, around.actors, self.path, flaws)?;
        Some(Setting::Actor(actor))
    }

    fn choice(
        &self,
        node: &Node,
        words: &[&str],
        quotes: bool,
        flaws: &mut Flaws,
    ) -> Option<Setting> {
        let Some(word) = node.as_word().or_else(|| node.as_text()) else {
            let list: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            let hint = format!("it is one of {}", list.join(", "));
            flaws.kind(self.path, node, "a word", Some(hint));
            return None;
        };
        let found = words.iter().position(|right| **right == *word);
        let quoted =
            !quotes && matches!(node.value, Value::Text(_)) && node.place.source.order == 0;
        match found {
            Some(_) if quoted => {
                let message = format!("{} is a word and stands without quotes", self.name());
                flaws.add(self.path, &node.place, message, format!("write {word}"));
                None
            }
            Some(place) => Some(Setting::Choice(place as u32)),
            None => {
                let message = format!("{} cannot be `{}`", self.name(), printable(word));
                let hint = did_you_mean(word, words.iter().copied(), "it is one of");
                flaws.add(self.path, &node.place, message, hint);
                None
            }
        }
    }
}

/// The actor that a node names.
pub(super) fn actor<'n>(
    node: &'n Node,
    actors: &BTreeMap<String, ActorId>,
    path: &Path,
    flaws: &mut Flaws,
) -> Option<(&'n str, ActorId)> {
    let Some(name) = text_of(node) else {
        let hint = "names of actors are quoted, as in `\"board\"`".to_owned();
        flaws.kind(path, node, "the name of an actor", Some(hint));
        return None;
    };
    let found = actors.get(name).filter(|_| name != WORLD);
    // Where no actor could be read, that is the flaw, and not each mention of one.
    if found.is_none() && actors.len() > 1 {
        // Comparing one wrong name with all is worth it only for those who read it.
        let names = actors.keys().map(String::as_str).filter(|name| *name != WORLD);
        let hint = (flaws.errors() < MOST_SHOWN)
            .then(|| did_you_mean(name, names, "the actors are"))
            .flatten();
        let message = format!("there is no actor `{}`", printable(name));
        flaws.add(path, &node.place, message, hint);
    }
    found.map(|actor| (name, *actor))
}

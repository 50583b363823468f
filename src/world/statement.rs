//! A checked world as one text, and the digest of that text.
//!
//! It states what decides results: no title, claim, source or mark, no order of
//! actors and links, and no unit.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::engine::LinkKind;
use crate::oversight::{Concern, Link};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Kind, ParameterRow, Setting};
use crate::primitives::time::Span;

use super::blueprint::{Blueprint, node_of};
use super::canonical::{exact, law, quoted};
use super::point::Uncertainty;
use super::template::Recipe;

impl Blueprint {
    /// SHA-256 of [`Blueprint::canonical`] in hexadecimal digits.
    ///
    /// Two files have one digest if they differ only in their path, title, order,
    /// comments, layout, claims, sources, marks, in units of equal value or in
    /// writing a parameter's default out. Two that have another can still give the
    /// same results: unknowns and levers that nothing uses are in it, and so are
    /// the order of a lever's settings and holidays after the horizon. It labels
    /// results and decides nothing about them.
    #[must_use]
    pub fn digest(&self) -> String {
        let hash = Sha256::digest(self.canonical().as_bytes());
        let mut text = String::new();
        for byte in hash {
            write!(text, "{byte:02x}").expect("strings can be written to");
        }
        text
    }

    /// The checked world as one text, a line a thing, in the order of names.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut lines = vec![
            "foomwatch world 1".to_owned(),
            format!("starts {}", self.starts),
            format!("horizon {} ticks", self.horizon.ticks()),
        ];
        if self.warm_up != Span::ZERO {
            lines.push(format!("warm_up {} ticks", self.warm_up.ticks()));
        }
        lines.extend(self.world_lines());
        for actor in &self.actors {
            lines.push(format!("actor {} {}", quoted(&actor.name), actor.role.name));
            let recipes = self.holes.settings.get(&actor.id).map_or(&[][..], Vec::as_slice);
            for (place, row) in actor.role.parameters.iter().enumerate() {
                let recipe = recipes.iter().find(|recipe| recipe.0 == place);
                let text = match recipe {
                    Some((_, recipe)) => self.recipe_text(recipe, row.kind),
                    None => self.setting_text(&actor.settings[place], row.kind),
                };
                lines.push(format!("  {} {text}", row.name));
            }
        }
        let mut links: Vec<String> = self
            .network
            .edge_indices()
            // A declaration is stated with what it declares.
            .filter(|edge| self.network[*edge].kind != Link::Declares)
            .map(|edge| {
                let (from, to) =
                    self.network.edge_endpoints(edge).expect("the edge is the network's");
                let link = &self.network[edge];
                let own = if matches!(link.kind, Link::Own(_)) { "Own " } else { "" };
                let ends = [from, to].map(|node| ActorId::new(node.index() as u32));
                let carried = self.whole.improvement(ends[0], ends[1]);
                let carried = carried.filter(|_| link.kind == Link::Improves);
                format!(
                    "link {} {own}{} {} {} delay {} loss {}{}",
                    quoted(&self.network[from]),
                    quoted(link.kind.name()),
                    quoted(&self.network[to]),
                    quoted(&link.name),
                    match (self.holes.delays.get(&edge), &link.delay) {
                        (Some(delay), _) => delay.canonical(),
                        (None, Some(delay)) => law(delay),
                        (None, None) => "None".to_owned(),
                    },
                    match self.holes.losses.get(&edge) {
                        Some(loss) => loss.canonical(),
                        None => exact(link.loss),
                    },
                    carried.map_or_else(String::new, |one| format!(" {}", one.canonical())),
                )
            })
            .collect();
        links.sort_unstable();
        lines.extend(links);
        lines.join("\n") + "\n"
    }

    fn world_lines(&self) -> Vec<String> {
        let name = |actor: &ActorId| quoted(&self.network[node_of(*actor)]);
        let mut lines: Vec<String> = Vec::new();
        for concern in &self.concern {
            lines.push(match concern {
                Concern::Program(actor) => format!("concern Program {}", name(actor)),
                Concern::Training { above } => format!("concern Training {}", exact(*above)),
                Concern::HiddenWork => "concern HiddenWork".to_owned(),
            });
        }
        for one in self.world.accountable() {
            let mut line = format!("accountable {}", name(&one.actor));
            if let Some(within) = one.within {
                write!(line, " within {} ticks", within.ticks())
                    .expect("strings can be written to");
            }
            lines.push(line);
        }
        if self.world.needs_all() {
            lines.push("accountable all".to_owned());
        }
        if let Some(aftermath) = self.world.aftermath() {
            lines.push(format!("aftermath {} ticks", aftermath.ticks()));
        }
        for declared in &self.whole.declarations {
            let text = declared.canonical(|actor| self.name_of(actor));
            lines.push(format!("declared {text}"));
        }
        let takeoff = self.whole.takeoff.canonical(|actor| self.name_of(actor));
        lines.push(format!("takeoff {takeoff}"));
        let Uncertainty { unknowns, levers, correlations, .. } = &self.uncertainty;
        for unknown in unknowns {
            let text = law(&unknown.law);
            lines.push(format!("unknown {} {:?} {text}", quoted(&unknown.name), unknown.of));
        }
        for lever in levers {
            lines.push(format!("lever {} {}", quoted(&lever.name), lever.baseline));
        }
        for (one, other, rank) in correlations {
            let names = [one, other].map(|place| quoted(&unknowns[*place].name));
            lines.push(format!("correlation {} {} {}", names[0], names[1], exact(*rank)));
        }
        lines.sort_unstable();
        lines
    }

    /// A setting as one exact text, whatever the file's layout and units.
    fn setting_text(&self, setting: &Setting, kind: Kind) -> String {
        match (setting, kind) {
            (Setting::Absent, _) => "None".to_owned(),
            (Setting::Number(number), _) => exact(*number),
            (Setting::Law(distribution), _) => law(distribution),
            (Setting::Chips(chips), _) => chips.to_string(),
            (Setting::Hours(calendar), _) => quoted(calendar.text()),
            (Setting::Flag(flag), _) => flag.to_string(),
            (Setting::Channel(place), _) => quoted(&self.channels[*place as usize]),
            (Setting::Actor(actor), _) => quoted(self.name_of(*actor)),
            (Setting::Choice(place), Kind::Choice(words)) => words[*place as usize].to_owned(),
            (Setting::Choice(place), _) => place.to_string(),
            (Setting::EntryOf(name), _) => quoted(name),
            (Setting::Table(entries), Kind::Table(_, rows)) => {
                let entries = entries.iter().map(|(name, settings)| (&**name, settings));
                table_text(entries, rows, |setting, kind| self.setting_text(setting, kind))
            }
            (Setting::TableByActor(entries), Kind::TableByActor(_, rows)) => {
                let name = |actor: &ActorId| self.name_of(*actor);
                let entries = entries.iter().map(|(actor, settings)| (name(actor), settings));
                table_text(entries, rows, |setting, kind| self.setting_text(setting, kind))
            }
            (Setting::Table(_) | Setting::TableByActor(_), _) => {
                unreachable!("a table has the rows of its kind")
            }
        }
    }

    fn recipe_text(&self, recipe: &Recipe, kind: Kind) -> String {
        match recipe {
            Recipe::Fixed(setting) => self.setting_text(setting, kind),
            Recipe::Table(entries) => {
                let entries = entries.iter().map(|(name, recipes)| (&**name, recipes));
                table_text(entries, rows_of(kind), |one, kind| self.recipe_text(one, kind))
            }
            Recipe::TableByActor(entries) => {
                let name = |actor: &ActorId| self.name_of(*actor);
                let entries = entries.iter().map(|(actor, recipes)| (name(actor), recipes));
                table_text(entries, rows_of(kind), |one, kind| self.recipe_text(one, kind))
            }
            Recipe::Number(amount) => amount.canonical(),
            Recipe::Law(template) => template.canonical(),
            Recipe::Pick(cause, settings) => {
                let texts = settings.iter().map(|setting| self.setting_text(setting, kind));
                format!("{cause:?} {}", texts.collect::<Vec<_>>().join(" "))
            }
        }
    }
}

/// Entries with what is said of each of their rows.
fn table_text<'t, P: 't>(
    entries: impl Iterator<Item = (&'t str, impl IntoIterator<Item = &'t P>)>,
    rows: &[ParameterRow],
    text_of: impl Fn(&P, Kind) -> String,
) -> String {
    let texts = entries.map(|(name, parts)| {
        let texts = rows.iter().zip(parts);
        let texts = texts.map(|(row, part)| format!("{} {}", row.name, text_of(part, row.kind)));
        format!("{} ({})", quoted(name), texts.collect::<Vec<_>>().join(", "))
    });
    format!("{{{}}}", texts.collect::<Vec<_>>().join(", "))
}

/// The rows of a table.
fn rows_of(kind: Kind) -> &'static [ParameterRow] {
    let (Kind::Table(_, rows) | Kind::TableByActor(_, rows)) = kind else {
        unreachable!("a table has the rows of its kind")
    };
    rows
}

//! Numbers and laws of a role's table, within the bounds of their rows.

use std::sync::Arc;

use crate::primitives::distribution::Distribution;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{ParameterRow, Setting};
use crate::primitives::quantity::{self, Dimension};

use super::diagnostic::printable;
use super::flaws::{Flaws, Path};
use super::law::{about_numbers, amount, template};
use super::names::text_of;
use super::node::Node;
use super::provenance::unmarked;
use super::quantities::number;
use super::template::{Amount, Draws, Recipe, Template};
use super::uncertain::{Uncertain, reference};

/// A setting, and how it comes of unknowns and levers if it does.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    /// A stand-in where there is a recipe.
    pub(super) setting: Setting,
    pub(super) recipe: Option<Recipe>,
}

impl Checked {
    pub(super) fn fixed(setting: Setting) -> Self {
        Self { setting, recipe: None }
    }

    pub(super) fn made(recipe: Recipe) -> Self {
        Self { setting: Setting::Absent, recipe: Some(recipe) }
    }

    /// A table of these entries, a recipe if any part of one has it.
    pub(super) fn of_table(entries: Vec<(Arc<str>, Vec<Self>)>) -> Self {
        Self::of_recipe(Recipe::Table(parts(entries)))
    }

    /// The same, where actors name the entries.
    pub(super) fn of_actors(entries: Vec<(ActorId, Vec<Self>)>) -> Self {
        Self::of_recipe(Recipe::TableByActor(parts(entries)))
    }

    fn of_recipe(recipe: Recipe) -> Self {
        if recipe.is_fixed() {
            return Self::fixed(recipe.at(&Draws::default()));
        }
        Self::made(recipe)
    }
}

/// One number for a whole replication, which may hang on an unknown or a lever. Its
/// marks are left with the flaws.
pub(super) fn fixed(
    node: &Node,
    dimension: Dimension,
    path: &Path,
    uncertain: &mut Uncertain<'_>,
    flaws: &mut Flaws,
) -> Option<Amount> {
    let node = unmarked(node, path, flaws);
    if reference(node).is_some() {
        return amount(node, dimension, path, Some(uncertain), flaws);
    }
    if uncertain.is_bare(node, path, flaws) {
        return None;
    }
    number(node, dimension, path, flaws).map(Amount::Fixed)
}

/// Entries with a recipe for each of their rows.
fn parts<K>(entries: Vec<(K, Vec<Checked>)>) -> Vec<(K, Vec<Recipe>)> {
    let part = |one: Checked| one.recipe.unwrap_or(Recipe::Fixed(one.setting));
    entries.into_iter().map(|(key, all)| (key, all.into_iter().map(part).collect())).collect()
}

/// A row, whose it is and where it is given.
pub(super) struct Subject<'s> {
    pub(super) row: &'s ParameterRow,
    pub(super) owner: &'s str,
    pub(super) path: &'s Path,
}

impl Subject<'_> {
    pub(super) fn name(&self) -> String {
        format!("`{}` of `{}`", self.row.name, printable(self.owner))
    }

    pub(super) fn quantity(
        &self,
        node: &Node,
        dimension: Dimension,
        uncertain: &mut Uncertain<'_>,
        flaws: &mut Flaws,
    ) -> Option<Checked> {
        if reference(node).is_none() {
            if uncertain.is_bare(node, self.path, flaws) {
                return None;
            }
            let number = self.number(node, self.path, dimension, flaws)?;
            return Some(Checked::fixed(Setting::Number(number)));
        }
        let amount = amount(node, dimension, self.path, Some(uncertain), flaws)?;
        match &amount {
            Amount::Unknown { place, .. } => {
                let law = about_numbers(*place, dimension, node, self.path, uncertain, flaws)?;
                let shown = printable(uncertain.unknowns[*place].law.text());
                self.within_bounds(law.support(), dimension, node, &shown, flaws)?;
            }
            Amount::Lever { place, .. } => {
                let lever = &uncertain.levers[*place];
                let path = Path::of("levers").to(lever.name).to("settings");
                let before = flaws.errors();
                for (place, setting) in lever.settings.iter().enumerate() {
                    let setting = unmarked(setting, &path, flaws);
                    self.number(setting, &path.to(place), dimension, flaws);
                }
                if flaws.errors() > before {
                    return None;
                }
            }
            Amount::Fixed(_) => {}
        }
        Some(Checked::made(Recipe::Number(amount)))
    }

    /// One number within the bounds.
    fn number(
        &self,
        node: &Node,
        path: &Path,
        dimension: Dimension,
        flaws: &mut Flaws,
    ) -> Option<f64> {
        let number = number(node, dimension, self.path, flaws)?;
        let bounds = self.bounds(dimension);
        if (bounds.least..=bounds.most).contains(&number) {
            return Some(number);
        }
        let shown = printable(text_of(node).unwrap_or_else(|| node.text()));
        let message = match (number < bounds.least, number > bounds.most) {
            (true, _) => format!("must be at least {}, but is `{shown}`", bounds.least_text()),
            (_, true) => format!("may be at most {}, but is `{shown}`", bounds.most_text()),
            (false, false) => return Some(number),
        };
        let message = format!("{} {message}", self.name());
        let hint = format!("it is from {} to {}", bounds.least_text(), bounds.most_text());
        flaws.add(path, &node.place, message, hint);
        None
    }

    pub(super) fn law(
        &self,
        node: &Node,
        dimension: Dimension,
        uncertain: &mut Uncertain<'_>,
        flaws: &mut Flaws,
    ) -> Option<Checked> {
        let law = template(node, dimension, self.path, Some(uncertain), flaws)?;
        let words: Vec<&str> = node.text().split_whitespace().collect();
        let mut shown = printable(&words.join(" "));
        if let Some(Distribution::Constant(_)) = law.fixed() {
            shown = format!("`{}`", shown.trim_matches('"'));
        }
        self.within_bounds(law.support(), dimension, node, &shown, flaws)?;
        Some(match law {
            Template::Fixed(law) => Checked::fixed(Setting::Law(law)),
            law @ (Template::Made { .. } | Template::Mixture(_)) => Checked::made(Recipe::Law(law)),
        })
    }

    /// Whether all that a law can reach lies within the bounds.
    fn within_bounds(
        &self,
        (low, high): (f64, f64),
        dimension: Dimension,
        node: &Node,
        shown: &str,
        flaws: &mut Flaws,
    ) -> Option<()> {
        let bounds = self.bounds(dimension);
        // Without a range of its own, a law may go to the end of what can be
        // computed with; only the end of shares means something.
        let open_above = self.row.range.is_none() && dimension != Dimension::Share;
        let (limit, reached) = if low < bounds.least {
            (format!("must be at least {}", bounds.least_text()), low)
        } else if high > bounds.most && !open_above {
            (format!("may be at most {}", bounds.most_text()), high)
        } else {
            return Some(());
        };
        let reach = if low == high {
            format!("is {shown}")
        } else if reached.is_infinite() {
            format!("{shown} has no limit")
        } else {
            format!("{shown} can reach {}", quantity::format(reached, dimension))
        };
        let hint = if dimension == Dimension::Share && self.row.range.is_none() {
            "Beta(2, 5) stays between 0 and 1".to_owned()
        } else {
            let (low, high) = (bounds.least_text(), bounds.most_text());
            let quoted = |text: &str| {
                if text.parse::<f64>().is_ok() { text.to_owned() } else { format!("\"{text}\"") }
            };
            format!("Uniform({}, {}) stays within", quoted(&low), quoted(&high))
        };
        let message = format!("{} {limit}, but {reach}", self.name());
        flaws.add(self.path, &node.place, message, hint);
        None
    }

    /// The least and the greatest value, with their texts.
    fn bounds(&self, dimension: Dimension) -> Bounds {
        let Some((low, high)) = self.row.range else {
            let (least, most) = dimension.range();
            return Bounds { least, most, texts: None, dimension };
        };
        let parse = |text: &str| {
            quantity::parse(text, dimension).unwrap_or_else(|error| {
                panic!("the range of `{}` has the limit {text:?}: {error}", self.row.name)
            })
        };
        Bounds { least: parse(low), most: parse(high), texts: Some((low, high)), dimension }
    }
}

/// The least and the greatest value of a row, and their texts for whoever leaves
/// the range.
struct Bounds {
    least: f64,
    most: f64,
    texts: Option<(&'static str, &'static str)>,
    dimension: Dimension,
}

impl Bounds {
    fn least_text(&self) -> String {
        let own = self.texts.map(|texts| texts.0.to_owned());
        own.unwrap_or_else(|| quantity::format(self.least, self.dimension))
    }

    fn most_text(&self) -> String {
        let own = self.texts.map(|texts| texts.1.to_owned());
        own.unwrap_or_else(|| quantity::format(self.most, self.dimension))
    }
}

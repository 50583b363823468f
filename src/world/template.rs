//! Values that hang on unknowns and levers, to be filled in a replication.
//!
//! The checker has tried the ends of every unknown and each setting of every
//! lever, so filling in cannot fail: what a law asks of a field is a least or a
//! greatest value that moves one way with the others, so that it holds between
//! two ends where it holds at both.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::primitives::distribution::{Distribution, InvalidDistribution};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Setting;
use crate::primitives::quantity::Dimension;

use super::canonical;
use super::laws::LawRow;
use super::making::make;

/// An unknown or a lever, by its place among those of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// An unknown.
    Unknown(usize),
    /// A lever.
    Lever(usize),
}

/// The value of an unknown in one replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Drawn {
    /// A number in the base unit of what it is about.
    Number(f64),
    /// A place in the list of what it may be.
    Pick(usize),
}

/// What unknowns and levers are in one replication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draws {
    /// The value of each unknown, in the order of their names.
    pub unknowns: Vec<Drawn>,
    /// The setting of each lever, in the order of their names.
    pub levers: Vec<usize>,
}

/// A number that may hang on an unknown or a lever.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Amount {
    Fixed(f64),
    Unknown {
        place: usize,
        /// The ends of what it may be, where it is used.
        ends: (f64, f64),
        /// Whether only whole numbers serve.
        whole: bool,
    },
    /// One number a setting.
    Lever {
        place: usize,
        numbers: Vec<f64>,
    },
}

impl Amount {
    pub(super) fn at(&self, draws: &Draws) -> f64 {
        match self {
            Self::Fixed(number) => *number,
            Self::Unknown { place, ends, whole } => {
                let Drawn::Number(number) = draws.unknowns[*place] else {
                    unreachable!("the checker lets numbers alone stand for numbers")
                };
                let number = if *whole { libm::round(number) } else { number };
                number.clamp(ends.0, ends.1)
            }
            Self::Lever { place, numbers } => numbers[draws.levers[*place]],
        }
    }

    /// The values at which it must be possible: of a lever the least and the
    /// greatest of its settings.
    pub(super) fn tried(&self) -> Vec<f64> {
        match self {
            Self::Fixed(number) => vec![*number],
            Self::Unknown { ends, .. } => vec![ends.0, ends.1],
            Self::Lever { numbers, .. } => {
                let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
                let greatest = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                vec![least, greatest]
            }
        }
    }

    /// What it hangs on.
    pub(super) fn cause(&self) -> Option<Cause> {
        match self {
            Self::Fixed(_) => None,
            Self::Unknown { place, .. } => Some(Cause::Unknown(*place)),
            Self::Lever { place, .. } => Some(Cause::Lever(*place)),
        }
    }

    pub(super) fn is_fixed(&self) -> bool {
        matches!(self, Self::Fixed(_))
    }

    /// What is stated of it in a world's canonical text.
    pub(super) fn canonical(&self) -> String {
        match self {
            Self::Fixed(number) => canonical::exact(*number),
            Self::Unknown { place, .. } => format!("Unknown({place})"),
            Self::Lever { place, numbers } => {
                let texts: Vec<String> = numbers.iter().copied().map(canonical::exact).collect();
                format!("Lever({place}, {})", texts.join(", "))
            }
        }
    }
}

/// A law whose fields may hang on unknowns and levers.
#[derive(Clone, Debug)]
pub(super) enum Template {
    Fixed(Distribution),
    Made {
        row: &'static LawRow,
        fields: Vec<Option<Amount>>,
        dimension: Dimension,
        /// The least and the greatest value that it can reach at any corner.
        support: (f64, f64),
    },
    Mixture(Vec<(f64, Template)>),
}

impl Template {
    /// The law of a row with these fields; fixed if all of them are.
    pub(super) fn new(
        row: &'static LawRow,
        fields: Vec<Option<Amount>>,
        dimension: Dimension,
    ) -> Result<Self, (Vec<Option<f64>>, InvalidDistribution)> {
        // Fields that hang on the same cause go to the same end together.
        let causes: BTreeSet<Cause> = fields.iter().flatten().filter_map(Amount::cause).collect();
        let mut support = (f64::INFINITY, f64::NEG_INFINITY);
        let mut last = None;
        for ends in 0..1_usize << causes.len() {
            let at = |amount: &Amount| {
                let tried = amount.tried();
                let place = causes.iter().position(|cause| Some(*cause) == amount.cause());
                let end = place.map_or(0, |place| ends >> place & 1);
                tried[end]
            };
            let corner: Vec<Option<f64>> =
                fields.iter().map(|field| field.as_ref().map(at)).collect();
            match make(row, &corner, dimension) {
                Ok(law) => {
                    let (low, high) = law.support();
                    support = (support.0.min(low), support.1.max(high));
                    last = Some(law);
                }
                Err(error) => return Err((corner, error)),
            }
        }
        if causes.is_empty() {
            return Ok(Self::Fixed(last.expect("there is at least one corner")));
        }
        Ok(Self::Made { row, fields, dimension, support })
    }

    pub(super) fn fixed(&self) -> Option<&Distribution> {
        match self {
            Self::Fixed(law) => Some(law),
            Self::Made { .. } | Self::Mixture(_) => None,
        }
    }

    pub(super) fn at(&self, draws: &Draws) -> Distribution {
        match self {
            Self::Fixed(law) => law.clone(),
            Self::Made { row, fields, dimension, .. } => {
                let number = |field: &Option<Amount>| field.as_ref().map(|one| one.at(draws));
                let numbers: Vec<Option<f64>> = fields.iter().map(number).collect();
                make(row, &numbers, *dimension).expect("the checker tried every end")
            }
            Self::Mixture(parts) => {
                let parts = parts.iter().map(|(weight, part)| (*weight, part.at(draws)));
                Distribution::mixture(parts.collect()).expect("the checker tried the weights")
            }
        }
    }

    /// The least and the greatest value that it can reach.
    pub(super) fn support(&self) -> (f64, f64) {
        match self {
            Self::Fixed(law) => law.support(),
            Self::Made { support, .. } => *support,
            Self::Mixture(parts) => parts
                .iter()
                .map(|part| part.1.support())
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (least, most)| {
                    (low.min(least), high.max(most))
                }),
        }
    }

    fn causes(&self, all: &mut BTreeSet<Cause>) {
        match self {
            Self::Fixed(_) => {}
            Self::Made { fields, .. } => {
                all.extend(fields.iter().flatten().filter_map(Amount::cause));
            }
            Self::Mixture(parts) => parts.iter().for_each(|part| part.1.causes(all)),
        }
    }

    /// What is stated of it in a world's canonical text.
    pub(super) fn canonical(&self) -> String {
        match self {
            Self::Fixed(law) => canonical::law(law),
            Self::Made { row, fields, .. } => {
                let texts: Vec<String> = fields
                    .iter()
                    .map(|field| {
                        field.as_ref().map_or_else(|| "None".to_owned(), Amount::canonical)
                    })
                    .collect();
                format!("{}({})", row.name, texts.join(", "))
            }
            Self::Mixture(parts) => {
                let texts: Vec<String> = parts
                    .iter()
                    .map(|(weight, part)| {
                        format!("{} {}", canonical::exact(*weight), part.canonical())
                    })
                    .collect();
                format!("Mixture({})", texts.join(", "))
            }
        }
    }
}

/// How a setting comes of unknowns and levers.
#[derive(Clone, Debug)]
pub(super) enum Recipe {
    Fixed(Setting),
    Number(Amount),
    Law(Template),
    /// One setting for each value that the cause can have.
    Pick(Cause, Vec<Setting>),
    /// Entries in the order of their names, with a recipe for each of their rows.
    Table(Vec<(Arc<str>, Vec<Recipe>)>),
    /// Entries in the order of the actors that name them.
    TableByActor(Vec<(ActorId, Vec<Recipe>)>),
}

impl Recipe {
    /// Adds all that it hangs on.
    pub(super) fn causes(&self, all: &mut BTreeSet<Cause>) {
        match self {
            Self::Fixed(_) => {}
            Self::Number(amount) => all.extend(amount.cause()),
            Self::Law(template) => template.causes(all),
            Self::Pick(cause, _) => all.extend([*cause]),
            Self::Table(entries) => {
                let recipes = entries.iter().flat_map(|(_, recipes)| recipes);
                recipes.for_each(|recipe| recipe.causes(all));
            }
            Self::TableByActor(entries) => {
                let recipes = entries.iter().flat_map(|(_, recipes)| recipes);
                recipes.for_each(|recipe| recipe.causes(all));
            }
        }
    }

    /// Whether it hangs on nothing.
    pub(super) fn is_fixed(&self) -> bool {
        match self {
            Self::Fixed(_) => true,
            Self::Number(_) | Self::Law(_) | Self::Pick(..) => false,
            Self::Table(entries) => entries.iter().all(|(_, all)| all.iter().all(Self::is_fixed)),
            Self::TableByActor(entries) => {
                entries.iter().all(|(_, all)| all.iter().all(Self::is_fixed))
            }
        }
    }

    pub(super) fn at(&self, draws: &Draws) -> Setting {
        match self {
            Self::Fixed(setting) => setting.clone(),
            Self::Table(entries) => {
                let entry = |(name, all): &(Arc<str>, Vec<Self>)| {
                    (Arc::clone(name), all.iter().map(|one| one.at(draws)).collect())
                };
                Setting::Table(entries.iter().map(entry).collect())
            }
            Self::TableByActor(entries) => {
                let entry = |(actor, all): &(ActorId, Vec<Self>)| {
                    (*actor, all.iter().map(|one| one.at(draws)).collect())
                };
                Setting::TableByActor(entries.iter().map(entry).collect())
            }
            Self::Number(amount) => Setting::Number(amount.at(draws)),
            Self::Law(template) => Setting::Law(template.at(draws)),
            Self::Pick(cause, settings) => {
                let place = match *cause {
                    Cause::Lever(place) => draws.levers[place],
                    Cause::Unknown(place) => match draws.unknowns[place] {
                        Drawn::Pick(pick) => pick,
                        Drawn::Number(_) => {
                            unreachable!("the checker lets no number stand for a word")
                        }
                    },
                };
                settings[place].clone()
            }
        }
    }
}

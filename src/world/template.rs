//! Values that hang on unknowns and levers, to be filled in a replication.
//!
//! The checker has tried the ends of every unknown and each setting of every
//! lever, so filling in cannot fail: what a law asks of its fields is linear in
//! them, and holds between two ends where it holds at both.

use std::sync::Arc;

use crate::primitives::distribution::{Distribution, InvalidDistribution};
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

    /// The values at which it must be possible.
    pub(super) fn tried(&self) -> Vec<f64> {
        match self {
            Self::Fixed(number) => vec![*number],
            Self::Unknown { ends, .. } => vec![ends.0, ends.1],
            Self::Lever { numbers, .. } => numbers.clone(),
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
    Made { row: &'static LawRow, fields: Vec<Option<Amount>>, dimension: Dimension },
    Mixture(Vec<(f64, Template)>),
}

impl Template {
    /// The law of a row with these fields; fixed if all of them are.
    pub(super) fn new(
        row: &'static LawRow,
        fields: Vec<Option<Amount>>,
        dimension: Dimension,
    ) -> Result<Self, (Vec<Option<f64>>, InvalidDistribution)> {
        let mut corners = vec![Vec::new()];
        for field in &fields {
            let tried = match field {
                None => vec![None],
                Some(amount) => amount.tried().into_iter().map(Some).collect(),
            };
            corners = corners
                .into_iter()
                .flat_map(|corner: Vec<Option<f64>>| {
                    tried.iter().map(move |value| [corner.as_slice(), &[*value]].concat())
                })
                .collect();
        }
        let mut last = None;
        for corner in corners {
            match make(row, &corner, dimension) {
                Ok(law) => last = Some(law),
                Err(error) => return Err((corner, error)),
            }
        }
        let law = last.expect("there is at least one corner");
        if fields.iter().flatten().all(Amount::is_fixed) {
            return Ok(Self::Fixed(law));
        }
        Ok(Self::Made { row, fields, dimension })
    }

    pub(super) fn fixed(&self) -> Option<&Distribution> {
        match self {
            Self::Fixed(law) => Some(law),
            Self::Made { .. } | Self::Mixture(_) => None,
        }
    }

    pub(super) fn at(&self, draws: &Draws) -> Distribution {
        self.with(&|amount| amount.at(draws))
    }

    fn with(&self, number: &dyn Fn(&Amount) -> f64) -> Distribution {
        match self {
            Self::Fixed(law) => law.clone(),
            Self::Made { row, fields, dimension } => {
                let numbers: Vec<Option<f64>> =
                    fields.iter().map(|field| field.as_ref().map(number)).collect();
                make(row, &numbers, *dimension).expect("the checker tried every end")
            }
            Self::Mixture(parts) => {
                let parts = parts.iter().map(|(weight, part)| (*weight, part.with(number)));
                Distribution::mixture(parts.collect()).expect("the checker tried the weights")
            }
        }
    }

    /// The least and the greatest value that it can reach.
    pub(super) fn support(&self) -> (f64, f64) {
        match self {
            Self::Fixed(law) => law.support(),
            // Supports are monotone in the fields, so that their ends suffice.
            Self::Made { .. } => {
                let least = self.with(&|amount| least(&amount.tried()));
                let most = self.with(&|amount| greatest(&amount.tried()));
                let (one, other) = (least.support(), most.support());
                (one.0.min(other.0), one.1.max(other.1))
            }
            Self::Mixture(parts) => parts
                .iter()
                .map(|part| part.1.support())
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (least, most)| {
                    (low.min(least), high.max(most))
                }),
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

fn least(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(f64::INFINITY, f64::min)
}

fn greatest(numbers: &[f64]) -> f64 {
    numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max)
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
}

impl Recipe {
    /// Whether it hangs on nothing.
    pub(super) fn is_fixed(&self) -> bool {
        match self {
            Self::Fixed(_) => true,
            Self::Number(_) | Self::Law(_) | Self::Pick(..) => false,
            Self::Table(entries) => entries.iter().all(|(_, all)| all.iter().all(Self::is_fixed)),
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

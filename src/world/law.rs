//! From a node to a law, by the table of laws.

use std::sync::Arc;

use crate::primitives::distribution::{Distribution, InvalidDistribution, LEVELS};
use crate::primitives::quantity::{self, Dimension};

use super::diagnostic::{Diagnostics, Source, did_you_mean, printable};
use super::file::written;
use super::flaws::{Flaws, Path};
use super::law_fields::{self, arrange, pair};
use super::laws::{Holds, LAWS, LawRow};
use super::node::{Name, Node, Value};
use super::provenance::unmarked;
use super::quantities::{number, number_of_law};
use super::template::{Amount, Cause, Template};
use super::uncertain::{About, Uncertain, reference};

/// The distribution that a node says, over numbers of a dimension, where it can
/// hang on nothing.
pub(super) fn distribution(
    node: &Node,
    dimension: Dimension,
    path: &Path,
    flaws: &mut Flaws,
) -> Option<Distribution> {
    template(node, dimension, path, None, flaws)?.fixed().cloned()
}

/// The law of a text as it would stand in a file, over numbers of a dimension.
///
/// # Errors
///
/// If the text is no law of this dimension, or hangs on an unknown or a lever.
pub fn parse_law(text: &str, dimension: Dimension) -> Result<Distribution, Diagnostics> {
    let name = "a law".to_owned();
    let source = Arc::new(Source::new(name, text.to_owned(), 0));
    let mut flaws = Flaws::default();
    let node = written(&source, 0).map_err(|flaw| Diagnostics::new(vec![flaw]))?;
    let law = distribution(&node, dimension, &Path::of("law"), &mut flaws);
    law.filter(|_| flaws.errors() == 0).ok_or_else(|| flaws.finish())
}

/// The law that a node says, which may hang on unknowns and levers, if there can
/// be any.
pub(super) fn template(
    node: &Node,
    dimension: Dimension,
    path: &Path,
    uncertain: Option<&mut Uncertain<'_>>,
    flaws: &mut Flaws,
) -> Option<Template> {
    let node = unmarked(node, path, flaws);
    let call = node.as_call().filter(|_| reference(node).is_none());
    let Some((name, arguments)) = call else {
        let row = &LAWS[0];
        let amount = amount(node, dimension, path, uncertain, flaws)?;
        let made = Template::new(row, vec![Some(amount)], dimension);
        return Some(made.expect("every number of a dimension is a constant law"));
    };
    let Some(row) = LAWS.iter().find(|row| row.name == &name.text as &str) else {
        let hint = did_you_mean(&name.text, LAWS.iter().map(|row| row.name), "laws are");
        let hint = hint.or_else(|| Some(format!("laws are {}", law_fields::names())));
        flaws.add(path, &name.place, format!("there is no law `{}`", printable(&name.text)), hint);
        return None;
    };
    let given = arrange(row, name, arguments, node, path, flaws)?;
    let reader = Reader { row, name, given: &given, node, dimension, path };
    reader.make(uncertain, flaws)
}

/// The number of a node, which may be an unknown or a lever.
pub(super) fn amount(
    node: &Node,
    dimension: Dimension,
    path: &Path,
    uncertain: Option<&mut Uncertain<'_>>,
    flaws: &mut Flaws,
) -> Option<Amount> {
    let node = unmarked(node, path, flaws);
    let Some((word, _)) = reference(node) else {
        if uncertain.is_some_and(|uncertain| uncertain.is_bare(node, path, flaws)) {
            return None;
        }
        return number_of_law(node, dimension, path, flaws).map(Amount::Fixed);
    };
    let Some(uncertain) = uncertain else {
        let message = format!("{} cannot hang on `{}`", path.subject(), word.text);
        let hint = "correlate two unknowns in `correlations` of the world".to_owned();
        flaws.add(path, &node.place, message, hint);
        return None;
    };
    match uncertain.cause(node, path, flaws)?.ok()? {
        Cause::Unknown(place) => {
            let law = about_numbers(place, dimension, node, path, uncertain, flaws)?;
            // Shares within a law may lie beyond 0 and 1, as those of a file may.
            let (least, most) = match dimension {
                Dimension::Share => (f64::NEG_INFINITY, f64::INFINITY),
                other => other.range(),
            };
            let whole = dimension == Dimension::Count;
            let end = |level| {
                let end = law.quantile(level).clamp(least, most);
                if whole { libm::round(end) } else { end }
            };
            let ends = (end(LEVELS.0), end(LEVELS.1));
            Some(Amount::Unknown { place, ends, whole })
        }
        Cause::Lever(place) => {
            let lever = &uncertain.levers[place];
            let path = Path::of("levers").to(lever.name).to("settings");
            let read = |(place, setting): (usize, &Node)| {
                let path = path.to(place);
                number_of_law(unmarked(setting, &path, flaws), dimension, &path, flaws)
            };
            let numbers: Vec<Option<f64>> = lever.settings.iter().enumerate().map(read).collect();
            let numbers: Vec<f64> = numbers.into_iter().collect::<Option<_>>()?;
            (!numbers.is_empty()).then_some(Amount::Lever { place, numbers })
        }
    }
}

/// The law of an unknown, which is about numbers of this dimension for this user.
pub(super) fn about_numbers(
    place: usize,
    dimension: Dimension,
    node: &Node,
    path: &Path,
    uncertain: &mut Uncertain<'_>,
    flaws: &mut Flaws,
) -> Option<Distribution> {
    let unknown = &mut uncertain.unknowns[place];
    let about = unknown.about.get_or_insert_with(|| {
        let own = Path::of("unknowns").to(unknown.name);
        // What is marked within the law is the unknown's, and not its user's.
        let users = std::mem::take(&mut flaws.marks);
        let law = distribution(unknown.law, dimension, &own, flaws);
        unknown.marks.append(&mut flaws.marks);
        flaws.marks = users;
        About::Numbers(dimension, law)
    });
    let found = match about {
        About::Numbers(of, law) if *of == dimension => return law.clone(),
        About::Numbers(of, _) => of.noun(),
        About::Picks(_) => "a word",
    };
    let message = format!(
        "{} is {}, but the unknown `{}` is {found} elsewhere",
        path.subject(),
        dimension.noun(),
        printable(unknown.name)
    );
    let hint = "one unknown is one number everywhere: declare another".to_owned();
    flaws.add(path, &node.place, message, hint);
    None
}

/// Reads the fields of one law.
struct Reader<'r> {
    row: &'static LawRow,
    name: &'r Name,
    given: &'r [Option<&'r Node>],
    node: &'r Node,
    dimension: Dimension,
    path: &'r Path,
}

impl Reader<'_> {
    fn make(
        &self,
        mut uncertain: Option<&mut Uncertain<'_>>,
        flaws: &mut Flaws,
    ) -> Option<Template> {
        let before = flaws.errors();
        let made = match self.row.fields[0].holds {
            Holds::Weighed => Distribution::one_of(self.values(flaws)).map(Template::Fixed),
            Holds::Values => {
                let values: Vec<f64> = self.values(flaws).into_iter().map(|pair| pair.1).collect();
                Distribution::empirical(&values).map(Template::Fixed)
            }
            Holds::Laws => {
                let parts = self.laws(uncertain.as_deref_mut(), flaws);
                return self.mixture(parts?, flaws);
            }
            Holds::Value | Holds::Number | Holds::Count => {
                let fields: Vec<Option<Amount>> = (0..self.row.fields.len())
                    .map(|place| self.amount(place, uncertain.as_deref_mut(), flaws))
                    .collect();
                // A field without a number has a flaw that was said before, if not
                // here then where its unknown was first read.
                let is_read = |(given, read): (&Option<&Node>, &Option<Amount>)| {
                    given.is_some() == read.is_some()
                };
                if !self.given.iter().zip(&fields).all(is_read) {
                    return None;
                }
                self.choose(&fields, flaws)?;
                match Template::new(self.row, fields.clone(), self.dimension) {
                    Ok(template) => Ok(template),
                    Err((corner, error)) => {
                        return self.refuse_corner(&fields, &corner, &error, flaws);
                    }
                }
            }
        };
        if flaws.errors() > before {
            return None;
        }
        made.map_err(|error| self.refuse(&error, "is", "", flaws)).ok()
    }

    fn mixture(&self, parts: Vec<(f64, Template)>, flaws: &mut Flaws) -> Option<Template> {
        let stand_in = |(weight, _): &(f64, Template)| (*weight, Distribution::Constant(0.0));
        let weighed = Distribution::mixture(parts.iter().map(stand_in).collect());
        weighed.map_err(|error| self.refuse(&error, "is", "", flaws)).ok()?;
        let fixed: Option<Vec<(f64, Distribution)>> =
            parts.iter().map(|(weight, part)| Some((*weight, part.fixed()?.clone()))).collect();
        Some(match fixed {
            Some(fixed) => {
                Template::Fixed(Distribution::mixture(fixed).expect("the weights were tried"))
            }
            None => Template::Mixture(parts),
        })
    }

    /// Whether those of the optional fields are given that make one law.
    fn choose(&self, fields: &[Option<Amount>], flaws: &mut Flaws) -> Option<()> {
        let is_given = |place: usize| fields[place].is_some();
        match self.row.name {
            "LogNormal" if is_given(1) == is_given(2) => {
                let message = "`LogNormal` takes either `p90` or `sigma`, and not both";
                let hint = format!("as in {}", self.row.example);
                flaws.add(self.path, &self.name.place, message, hint);
                None
            }
            "Beta" => {
                let bare = matches!(self.dimension, Dimension::Share | Dimension::Number);
                if is_given(2) && is_given(3) || bare && !is_given(2) && !is_given(3) {
                    return Some(());
                }
                let message = "`Beta` needs `low` and `high` here";
                let noun = self.dimension.noun();
                let hint = format!("it is about {noun}, as in {}", self.row.example);
                flaws.add(self.path, &self.name.place, message, hint);
                None
            }
            _ => Some(()),
        }
    }

    fn amount(
        &self,
        place: usize,
        uncertain: Option<&mut Uncertain<'_>>,
        flaws: &mut Flaws,
    ) -> Option<Amount> {
        let node = self.given[place]?;
        let field = &self.row.fields[place];
        let dimension = match field.holds {
            Holds::Value => self.dimension,
            Holds::Number => Dimension::Number,
            Holds::Count => Dimension::Count,
            Holds::Values | Holds::Weighed | Holds::Laws => return None,
        };
        amount(node, dimension, &self.path.to(field.name), uncertain, flaws)
    }

    fn entries(&self, flaws: &mut Flaws) -> &[Node] {
        let node = self.given[0].expect("the one field of a list law is not optional");
        if let Value::List(entries) = &node.value {
            return entries;
        }
        let hint = format!("as in {}", self.row.example);
        flaws.kind(&self.path.to(self.row.fields[0].name), node, "a list", Some(hint));
        &[]
    }

    /// The weights and values of a list; without weights all are 1.
    fn values(&self, flaws: &mut Flaws) -> Vec<(f64, f64)> {
        let mut values = Vec::new();
        for entry in self.entries(flaws) {
            let (weight, node) = match pair(entry) {
                Some((weight, node)) if self.row.fields[0].holds == Holds::Weighed => {
                    (number(weight, Dimension::Number, &self.path.to("weight"), flaws), node)
                }
                Some(_) | None => (Some(1.0), entry),
            };
            let node = unmarked(node, self.path, flaws);
            if let Some((word, _)) = reference(node) {
                let message = format!("`{}` cannot stand in a list of values", word.text);
                let hint = "a `Mixture` may have it, as in `Mixture([(1, Unknown(\"x\"))])`";
                flaws.add(self.path, &node.place, message, hint.to_owned());
                continue;
            }
            let value = number_of_law(node, self.dimension, self.path, flaws);
            values.extend(weight.zip(value));
        }
        values
    }

    /// The weights and laws of a mixture; none if any of them has a flaw.
    fn laws(
        &self,
        mut uncertain: Option<&mut Uncertain<'_>>,
        flaws: &mut Flaws,
    ) -> Option<Vec<(f64, Template)>> {
        let before = flaws.errors();
        let entries = self.entries(flaws);
        if flaws.errors() > before {
            return None;
        }
        let mut laws = Vec::new();
        for entry in entries {
            let Some((weight, node)) = pair(entry) else {
                let hint = format!("as in {}", self.row.example);
                let message = "a part of a mixture is a pair of a weight and a law";
                flaws.add(self.path, &entry.place, message, hint);
                continue;
            };
            let weight = number(weight, Dimension::Number, &self.path.to("weight"), flaws);
            let law = template(node, self.dimension, self.path, uncertain.as_deref_mut(), flaws);
            laws.extend(weight.zip(law));
        }
        (laws.len() == entries.len()).then_some(laws)
    }

    /// Says what the law refuses where unknowns are at some end: of the field that
    /// is wrong, what it can be; of the others, what they are then.
    fn refuse_corner(
        &self,
        fields: &[Option<Amount>],
        corner: &[Option<f64>],
        error: &InvalidDistribution,
        flaws: &mut Flaws,
    ) -> Option<Template> {
        let hanging = self.row.fields.iter().zip(fields).zip(corner).filter_map(|(one, value)| {
            let is_hanging = one.1.as_ref().is_some_and(|amount| !amount.is_fixed());
            is_hanging.then_some((one.0.name, (*value)?))
        });
        let wrong = field_of(error);
        let (own, others): (Vec<_>, Vec<_>) = hanging.partition(|(field, _)| *field == wrong);
        let verb = if own.is_empty() { "is" } else { "can be" };
        let others = others
            .into_iter()
            .map(|(field, value)| format!("`{field}` is `{}`", self.in_units(field, value)));
        let others: Vec<String> = others.collect();
        let when = if others.is_empty() {
            String::new()
        } else {
            format!(" where {}", others.join(" and "))
        };
        self.refuse(error, verb, &when, flaws);
        None
    }

    fn in_units(&self, field: &str, value: f64) -> String {
        let row = self.row.fields.iter().find(|row| row.name == field);
        let dimension = match row.map(|row| row.holds) {
            Some(Holds::Number | Holds::Count) => Dimension::Number,
            Some(Holds::Value | Holds::Values | Holds::Weighed | Holds::Laws) | None => {
                self.dimension
            }
        };
        if !value.is_finite() {
            return value.to_string();
        }
        // The end of an unknown is a hair before that of its law.
        let rounded = format!("{value:.12e}").parse().expect("a printed number reads back");
        quantity::format(rounded, dimension)
    }

    /// Says what the law refuses, in the units of the file.
    fn refuse(&self, error: &InvalidDistribution, verb: &str, when: &str, flaws: &mut Flaws) {
        let in_units = |field: &str, value: f64| self.in_units(field, value);
        let name = self.row.name;
        let message = match error {
            InvalidDistribution::NotPositive { field, value, .. } => {
                let value = in_units(field, *value);
                format!("`{field}` of `{name}` must be above 0, but {verb} `{value}`")
            }
            InvalidDistribution::OutOfOrder { lower, upper, .. } => {
                format!(
                    "`{}` of `{name}` must be below `{}`, but {verb} `{}` beside `{}`",
                    lower.0,
                    upper.0,
                    in_units(lower.0, lower.1),
                    in_units(upper.0, upper.1)
                )
            }
            InvalidDistribution::OutOfRange { field, value, least, most, .. } => {
                format!(
                    "`{field}` of `{name}` must be from {} to {}, but {verb} `{}`",
                    in_units(field, *least),
                    in_units(field, *most),
                    in_units(field, *value)
                )
            }
            InvalidDistribution::NotFinite { .. }
            | InvalidDistribution::Empty { .. }
            | InvalidDistribution::Weight { .. } => error.to_string(),
        };
        let field = field_of(error);
        let place = self.row.fields.iter().position(|row| row.name == field);
        let node = place.and_then(|place| self.given[place]).unwrap_or(self.node);
        flaws.error(self.path, &node.place, message + when);
    }
}

/// The field that a law refuses; none if it is a list.
fn field_of(error: &InvalidDistribution) -> &'static str {
    match error {
        InvalidDistribution::NotPositive { field, .. }
        | InvalidDistribution::OutOfRange { field, .. }
        | InvalidDistribution::NotFinite { field, .. } => field,
        InvalidDistribution::OutOfOrder { upper, .. } => upper.0,
        InvalidDistribution::Empty { .. } | InvalidDistribution::Weight { .. } => "",
    }
}

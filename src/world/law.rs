//! From a node to a distribution, by the table of laws.

use crate::primitives::distribution::{Distribution, InvalidDistribution};
use crate::primitives::quantity::{self, Dimension};

use super::diagnostic::{did_you_mean, printable};
use super::flaws::{Flaws, Path};
use super::laws::{Holds, LAWS, LawRow};
use super::node::{Arguments, Name, Node, Value};
use super::quantities::{number, number_of_law};

/// The distribution that a node says, over numbers of a dimension.
pub(super) fn distribution(
    node: &Node,
    dimension: Dimension,
    path: &Path,
    flaws: &mut Flaws,
) -> Option<Distribution> {
    let Value::Call(Some(name), arguments) = &node.value else {
        let value = number_of_law(node, dimension, path, flaws)?;
        return Some(Distribution::Constant(value));
    };
    let Some(row) = LAWS.iter().find(|row| row.name == name.text) else {
        let hint = did_you_mean(&name.text, LAWS.iter().map(|row| row.name), "laws are");
        let hint = hint.or_else(|| Some(format!("laws are {}", names())));
        flaws.add(path, &name.place, format!("there is no law `{}`", printable(&name.text)), hint);
        return None;
    };
    let given = arrange(row, name, arguments, node, path, flaws)?;
    let reader = Reader { row, name, given: &given, node, dimension, path };
    reader.make(flaws)
}

fn names() -> String {
    let names: Vec<String> = LAWS.iter().map(|row| format!("`{}`", row.name)).collect();
    names.join(", ")
}

/// The nodes of a law's arguments in the order of its fields.
fn arrange<'n>(
    row: &LawRow,
    name: &Name,
    arguments: &'n Arguments,
    node: &Node,
    path: &Path,
    flaws: &mut Flaws,
) -> Option<Vec<Option<&'n Node>>> {
    let before = flaws.all.len();
    let hint = || Some(format!("as in {}", row.example));
    let mut given: Vec<Option<&Node>> = vec![None; row.fields.len()];
    match arguments {
        Arguments::None => {}
        Arguments::Positional(values) => {
            if !row.positional {
                let message = format!("what `{}` is given needs names", row.name);
                flaws.add(path, &node.place, message, hint());
                return None;
            }
            for (place, value) in values.iter().enumerate() {
                match given.get_mut(place) {
                    Some(slot) => *slot = Some(value),
                    None => {
                        let message = format!(
                            "`{}` takes {} values, but here is one more",
                            row.name,
                            row.fields.len()
                        );
                        flaws.add(path, &value.place, message, hint());
                    }
                }
            }
        }
        Arguments::Named(entries) => {
            for entry in entries {
                let key = entry.key_text().unwrap_or_default();
                let at = &entry.key.place;
                match row.fields.iter().position(|field| field.name == key) {
                    None => {
                        let message = format!("`{}` has no field `{}`", row.name, printable(key));
                        let fields = row.fields.iter().map(|field| field.name);
                        flaws.add(path, at, message, did_you_mean(key, fields, "it has"));
                    }
                    Some(place) if given[place].is_some() => {
                        flaws.error(path, at, format!("`{key}` is given twice"));
                    }
                    Some(place) => given[place] = Some(&entry.value),
                }
            }
        }
    }
    for (field, slot) in row.fields.iter().zip(&given) {
        if slot.is_none() && !field.optional && flaws.all.len() == before {
            let message = format!("`{}` of `{}` is missing", field.name, row.name);
            flaws.add(path, &name.place, message, hint());
        }
    }
    (flaws.all.len() == before).then_some(given)
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
    fn make(&self, flaws: &mut Flaws) -> Option<Distribution> {
        let before = flaws.all.len();
        let numbers: Vec<Option<f64>> =
            (0..self.row.fields.len()).map(|place| self.number(place, flaws)).collect();
        let lists = match self.row.name {
            "Empirical" | "OneOf" => Some(self.values(flaws)),
            "Mixture" => Some(Vec::new()),
            _ => None,
        };
        let laws = if self.row.name == "Mixture" { self.laws(flaws) } else { Vec::new() };
        if flaws.all.len() > before {
            return None;
        }
        let at = |place: usize| numbers[place].expect("a field that is not optional was read");
        let made = match self.row.name {
            "Constant" => Distribution::constant(at(0)),
            "Uniform" => Distribution::uniform(at(0), at(1)),
            "LogUniform" => Distribution::log_uniform(at(0), at(1)),
            "Triangular" => Distribution::triangular(at(0), at(1), at(2)),
            "Pert" => Distribution::pert(at(0), at(1), at(2)),
            "Exponential" => Distribution::exponential(at(0)),
            "Erlang" => Distribution::erlang(at(0).min(f64::from(u32::MAX)) as u32, at(1)),
            "Gamma" => Distribution::gamma(at(0), at(1)),
            "Weibull" => Distribution::weibull(at(0), at(1)),
            "TruncatedNormal" => {
                let (low, high) = self.possible();
                let (low, high) = (numbers[2].unwrap_or(low), numbers[3].unwrap_or(high));
                Distribution::truncated_normal(at(0), at(1), low, high)
            }
            "LogNormal" => return self.log_normal(at(0), numbers[1], numbers[2], flaws),
            "Beta" => {
                let (low, high) = self.ends(numbers[2], numbers[3], flaws)?;
                Distribution::beta(at(0), at(1), low, high)
            }
            "Empirical" => {
                let values: Vec<f64> = lists.into_iter().flatten().map(|pair| pair.1).collect();
                Distribution::empirical(&values)
            }
            "OneOf" => Distribution::one_of(lists.unwrap_or_default()),
            "Mixture" => Distribution::mixture(laws),
            other => unreachable!("the table has a law `{other}` that is not made"),
        };
        made.map_err(|error| self.refuse(&error, flaws)).ok()
    }

    fn log_normal(
        &self,
        median: f64,
        p90: Option<f64>,
        sigma: Option<f64>,
        flaws: &mut Flaws,
    ) -> Option<Distribution> {
        let made = match (p90, sigma) {
            (Some(p90), None) => Distribution::log_normal_from_p90(median, p90),
            (None, Some(sigma)) => Distribution::log_normal(median, sigma),
            (Some(_), Some(_)) | (None, None) => {
                let message = "`LogNormal` takes either `p90` or `sigma`, and not both";
                let hint = format!("as in {}", self.row.example);
                flaws.add(self.path, &self.name.place, message, hint);
                return None;
            }
        };
        made.map_err(|error| self.refuse(&error, flaws)).ok()
    }

    /// The ends of a beta law.
    fn ends(&self, low: Option<f64>, high: Option<f64>, flaws: &mut Flaws) -> Option<(f64, f64)> {
        match (low, high, self.dimension) {
            (Some(low), Some(high), _) => Some((low, high)),
            (None, None, Dimension::Share | Dimension::Number) => Some((0.0, 1.0)),
            (_, _, dimension) => {
                let message = "`Beta` needs `low` and `high` here";
                let hint = format!("it is about {}, as in {}", dimension.noun(), self.row.example);
                flaws.add(self.path, &self.name.place, message, hint);
                None
            }
        }
    }

    /// What is possible in the dimension, where a limit is more than the end of
    /// what can be computed with.
    fn possible(&self) -> (f64, f64) {
        let (low, high) = self.dimension.range();
        let high = if self.dimension == Dimension::Share { high } else { f64::INFINITY };
        (if low == 0.0 { low } else { f64::NEG_INFINITY }, high)
    }

    fn number(&self, place: usize, flaws: &mut Flaws) -> Option<f64> {
        let node = self.given[place]?;
        let field = &self.row.fields[place];
        let dimension = match field.holds {
            Holds::Value => self.dimension,
            Holds::Number => Dimension::Number,
            Holds::Count => Dimension::Count,
            Holds::Values | Holds::Laws => return None,
        };
        number_of_law(node, dimension, &self.path.to(field.name), flaws)
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
                Some((weight, node)) if self.row.name == "OneOf" => {
                    (number(weight, Dimension::Number, &self.path.to("weight"), flaws), node)
                }
                Some(_) | None => (Some(1.0), entry),
            };
            let value = number_of_law(node, self.dimension, self.path, flaws);
            values.extend(weight.zip(value));
        }
        values
    }

    /// The weights and laws of a mixture.
    fn laws(&self, flaws: &mut Flaws) -> Vec<(f64, Distribution)> {
        let mut laws = Vec::new();
        for entry in self.entries(flaws) {
            let Some((weight, node)) = pair(entry) else {
                let hint = format!("as in {}", self.row.example);
                let message = "a part of a mixture is a pair of a weight and a law";
                flaws.add(self.path, &entry.place, message, hint);
                continue;
            };
            let weight = number(weight, Dimension::Number, &self.path.to("weight"), flaws);
            let law = distribution(node, self.dimension, self.path, flaws);
            laws.extend(weight.zip(law));
        }
        laws
    }

    /// Says what the law refuses, in the units of the file.
    fn refuse(&self, error: &InvalidDistribution, flaws: &mut Flaws) {
        let in_units = |field: &str, value: f64| {
            let row = self.row.fields.iter().find(|row| row.name == field);
            let dimension = match row.map(|row| row.holds) {
                Some(Holds::Number | Holds::Count) => Dimension::Number,
                Some(Holds::Value | Holds::Values | Holds::Laws) | None => self.dimension,
            };
            if value.is_finite() { quantity::format(value, dimension) } else { value.to_string() }
        };
        let name = self.row.name;
        let (field, message) = match error {
            InvalidDistribution::NotPositive { field, value, .. } => {
                let value = in_units(field, *value);
                (*field, format!("`{field}` of `{name}` must be above 0, but is `{value}`"))
            }
            InvalidDistribution::OutOfOrder { lower, upper, .. } => (
                upper.0,
                format!(
                    "`{}` of `{name}` must be below `{}`, but is `{}` beside `{}`",
                    lower.0,
                    upper.0,
                    in_units(lower.0, lower.1),
                    in_units(upper.0, upper.1)
                ),
            ),
            InvalidDistribution::OutOfRange { field, value, least, most, .. } => (
                *field,
                format!(
                    "`{field}` of `{name}` must be from {} to {}, but is `{}`",
                    in_units(field, *least),
                    in_units(field, *most),
                    in_units(field, *value)
                ),
            ),
            InvalidDistribution::NotFinite { field, .. } => (*field, error.to_string()),
            InvalidDistribution::Empty { .. } | InvalidDistribution::Weight { .. } => {
                ("", error.to_string())
            }
        };
        let place = self.row.fields.iter().position(|row| row.name == field);
        let node = place.and_then(|place| self.given[place]).unwrap_or(self.node);
        flaws.error(self.path, &node.place, message);
    }
}

/// The two values of a pair.
fn pair(node: &Node) -> Option<(&Node, &Node)> {
    match &node.value {
        Value::Call(None, Arguments::Positional(values)) => match values.as_slice() {
            [weight, value] => Some((weight, value)),
            _ => None,
        },
        Value::Call(..)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Flag(_)
        | Value::Absent
        | Value::List(_)
        | Value::Map(_)
        | Value::Foreign => None,
    }
}

//! Unknowns that are no numbers: one of some words or other values.

use crate::primitives::distribution::Distribution;
use crate::primitives::quantity::Dimension;

use super::flaws::{Flaws, Path};
use super::law_fields::pair;
use super::node::{Arguments, Node, Value};
use super::quantities::number;

/// The values of a `OneOf` that are no numbers, and the law of their places.
pub(super) fn choices<'n>(
    node: &'n Node,
    path: &Path,
    example: &str,
    flaws: &mut Flaws,
) -> Option<(Distribution, Vec<&'n Node>)> {
    let hint = || Some(format!("as in `{example}`"));
    let list = match &node.value {
        Value::Call(Some(name), arguments) if &name.text as &str == "OneOf" => match arguments {
            Arguments::Positional(values) => values.first(),
            Arguments::Named(entries) => entries.first().map(|entry| &entry.value),
            Arguments::None => None,
        },
        Value::Call(..)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Flag(_)
        | Value::Absent
        | Value::List(_)
        | Value::Map(_)
        | Value::Foreign => {
            let message = format!("{} stands for no number and must be a `OneOf`", path.subject());
            flaws.add(path, &node.place, message, hint());
            return None;
        }
    };
    let Some(Node { value: Value::List(list), .. }) = list else {
        flaws.add(path, &node.place, "`OneOf` takes a list", hint());
        return None;
    };
    let mut weights = Vec::new();
    let mut values = Vec::new();
    for (place, entry) in list.iter().enumerate() {
        let (weight, value) = match pair(entry) {
            Some((weight, value)) => {
                (number(weight, Dimension::Number, &path.to("weight"), flaws)?, value)
            }
            None => (1.0, entry),
        };
        weights.push((weight, place as f64));
        values.push(value);
    }
    match Distribution::one_of(weights) {
        Ok(law) => Some((law, values)),
        Err(error) => {
            flaws.error(path, &node.place, error.to_string());
            None
        }
    }
}

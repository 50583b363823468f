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
    let Some((_, arguments)) = node.as_call().filter(|call| call.0.text == "OneOf") else {
        let message = format!("{} stands for no number and must be a `OneOf`", path.subject());
        flaws.add(path, &node.place, message, hint());
        return None;
    };
    // One list and no more, as the law of numbers has it.
    let list = match arguments {
        Arguments::Positional(values) if values.len() == 1 => values.first(),
        Arguments::Named(entries) if entries.len() == 1 => {
            entries.first().filter(|one| one.key_text() == Some("values")).map(|one| &one.value)
        }
        Arguments::Positional(_) | Arguments::Named(_) | Arguments::None => None,
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

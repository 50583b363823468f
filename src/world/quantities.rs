//! Numbers with units where a world file has them.

use crate::primitives::quantity::{self, Dimension, QuantityError};

use super::diagnostic::Place;
use super::flaws::{Flaws, Path};
use super::node::{Arguments, Node, Value};

/// The number of a node in the base unit of a dimension.
pub(super) fn number(
    node: &Node,
    dimension: Dimension,
    path: &Path,
    flaws: &mut Flaws,
) -> Option<f64> {
    match &node.value {
        Value::Number(number) if !number.is_finite() => {
            let message =
                format!("{} must be a finite number, but is `{}`", path.subject(), node.text());
            let hint = format!("as in {}", example(dimension));
            flaws.add(path, &node.place, message, hint);
            None
        }
        Value::Number(number) => {
            // The digits of the file are what messages should show, but they may
            // be in a form that only RON knows, as `1_000`.
            let text = node.text();
            let parsed = quantity::parse(text, dimension).or_else(|error| {
                quantity::parse(&number.to_string(), dimension).map_err(|_| error)
            });
            parsed.map_err(|error| refuse(&error, &node.place, path, flaws)).ok()
        }
        Value::Text(text) if text.trim_end().ends_with(')') => {
            let message = format!("{}: what has parentheses stands without quotes", path.subject());
            flaws.add(
                path,
                &node.place,
                message,
                format!("it is {}, as in {}", dimension.noun(), example(dimension)),
            );
            None
        }
        Value::Text(text) => quantity::parse(text, dimension)
            .map_err(|error| refuse(&error, &within(node, text, error.at()), path, flaws))
            .ok(),
        Value::Call(Some(_), _) => {
            let message = format!("{} is one fixed value and cannot be a law", path.subject());
            let hint = format!("it is {}, as in {}", dimension.noun(), example(dimension));
            flaws.add(path, &node.place, message, hint);
            None
        }
        Value::Call(None, Arguments::None | Arguments::Positional(_) | Arguments::Named(_))
        | Value::Flag(_)
        | Value::Absent
        | Value::List(_)
        | Value::Map(_)
        | Value::Foreign => {
            let hint = format!("as in {}", example(dimension));
            flaws.kind(path, node, dimension.noun(), Some(hint));
            None
        }
    }
}

/// An example as it would stand in a file.
pub(super) fn example(dimension: Dimension) -> String {
    let text = dimension.example();
    if text.parse::<f64>().is_ok() { format!("`{text}`") } else { format!("`\"{text}\"`") }
}

pub(super) fn refuse(error: &QuantityError, place: &Place, path: &Path, flaws: &mut Flaws) {
    let message = format!("{}: {error}", path.subject());
    flaws.add(path, place, message, error.hint());
}

/// The place of a fault within a text, if the text stands in the source as it is.
pub(super) fn within(node: &Node, text: &str, at: std::ops::Range<usize>) -> Place {
    let start = match node.text() {
        plain if plain == text => node.place.start(),
        quoted if quoted.len() == text.len() + 2 && quoted.get(1..=text.len()) == Some(text) => {
            node.place.start() + 1
        }
        _ => return node.place.clone(),
    };
    if at.is_empty() {
        return node.place.clone();
    }
    Place::new(&node.place.source, start + at.start..start + at.end)
}

/// The number of a node within a law, which need not be possible itself: of a
/// law of shares it is the support that must stay between 0 and 1.
pub(super) fn number_of_law(
    node: &Node,
    dimension: Dimension,
    path: &Path,
    flaws: &mut Flaws,
) -> Option<f64> {
    if dimension == Dimension::Share {
        let bare = |text: &str| quantity::parse(text, Dimension::Number).ok();
        let free = match &node.value {
            Value::Number(number) => Some(*number).filter(|number| number.is_finite()),
            Value::Text(text) => match text.trim_end().strip_suffix('%') {
                Some(percent) => bare(percent).map(|number| number / 100.0),
                None => bare(text),
            },
            Value::Call(..)
            | Value::Flag(_)
            | Value::Absent
            | Value::List(_)
            | Value::Map(_)
            | Value::Foreign => None,
        };
        if free.is_some() {
            return free;
        }
    }
    number(node, dimension, path, flaws)
}

//! Whose being convinced counts as notice, as a file says it: which authorities, by
//! when, and whether all of them are needed.

use std::collections::BTreeMap;

use crate::oversight::Accountable;
use crate::primitives::id::ActorId;
use crate::primitives::quantity::Dimension;
use crate::primitives::time::Span;

use super::diagnostic::printable;
use super::fields::FormRow;
use super::flaws::{Flaws, Path};
use super::node::{Arguments, Name, Node, Value};
use super::plain;
use super::quantities::number;

/// What `accountable` may be beside a list of names, and what may stand in the list.
pub const ACCOUNTABLE: &[FormRow] = &[
    FormRow {
        name: "Within",
        example: "[\"board\", Within(\"regulator\", \"2 y\")]",
        meaning: "An entry of the list with a deadline: being convinced counts so long after the \
                  first concerning work began, and not later.",
    },
    FormRow {
        name: "All",
        example: "All([\"board\", \"regulator\"])",
        meaning: "All of a list must be convinced, each within its deadline if it has one.",
    },
];

/// The authorities in the order of their places, and whether all are needed.
pub(super) fn accountable(
    node: &Node,
    actors: &BTreeMap<String, ActorId>,
    flaws: &mut Flaws,
) -> (Vec<Accountable>, bool) {
    let path = Path::of("accountable");
    let hint = || "as in `accountable: [\"board\"]`".to_owned();
    let (list, path, needs_all) = match all_of(node) {
        Some(list) => (list, path.to(0), true),
        None => (node, path, false),
    };
    let Value::List(entries) = &list.value else {
        flaws.kind(&path, list, "a list", Some(hint()));
        return (Vec::new(), needs_all);
    };
    if entries.is_empty() {
        flaws.add(&path, &list.place, "`accountable` is empty: nobody can notice", hint());
    }
    let mut all = BTreeMap::new();
    for (place, entry) in entries.iter().enumerate() {
        let path = path.to(place);
        let Some((name, one)) = authority(entry, actors, &path, flaws) else {
            continue;
        };
        if all.insert(one.actor, one).is_some() {
            let message = format!("`{}` is listed twice", printable(name));
            flaws.error(&path, &entry.place, message);
        }
    }
    (all.into_values().collect(), needs_all)
}

/// The list of `All([…])`.
fn all_of(node: &Node) -> Option<&Node> {
    let (name, arguments) = node.as_call()?;
    match arguments {
        Arguments::Positional(values) if name.text == "All" && values.len() == 1 => values.first(),
        Arguments::Positional(_) | Arguments::Named(_) | Arguments::None => None,
    }
}

/// One entry: a name, or a name with a deadline.
fn authority<'n>(
    node: &'n Node,
    actors: &BTreeMap<String, ActorId>,
    path: &Path,
    flaws: &mut Flaws,
) -> Option<(&'n str, Accountable)> {
    let Some((word, arguments)) = node.as_call() else {
        let (name, actor) = plain::actor(node, actors, path, flaws)?;
        return Some((name, Accountable { actor, within: None }));
    };
    match arguments {
        Arguments::Positional(values) if word.text == "Within" && values.len() == 2 => {
            let found = plain::actor(&values[0], actors, &path.to(0), flaws);
            let within = deadline(&values[1], path, flaws);
            let (name, actor) = found?;
            Some((name, Accountable { actor, within }))
        }
        Arguments::Positional(_) | Arguments::Named(_) | Arguments::None => {
            refuse(node, word, actors, path, flaws);
            None
        }
    }
}

fn deadline(node: &Node, path: &Path, flaws: &mut Flaws) -> Option<Span> {
    let within = Span::from_seconds(number(node, Dimension::Span, path, flaws)?);
    if within == Span::ZERO {
        let hint = "as in `Within(\"regulator\", \"2 y\")`".to_owned();
        flaws.add(path, &node.place, "a deadline must be longer than 0 s", hint);
    }
    Some(within)
}

/// Says what is wrong with an entry that is neither a name nor a deadline.
fn refuse(
    node: &Node,
    word: &Name,
    actors: &BTreeMap<String, ActorId>,
    path: &Path,
    flaws: &mut Flaws,
) {
    match &word.text as &str {
        "Within" => {
            let hint = "as in `Within(\"regulator\", \"2 y\")`".to_owned();
            flaws.add(path, &node.place, "`Within` takes a name and a span of time", hint);
        }
        "All" => {
            let hint = format!("as in `accountable: {}`", ACCOUNTABLE[1].example);
            flaws.add(path, &node.place, "`All` stands around one whole list", hint);
        }
        // Whatever else stands here is no name of an actor.
        _ => {
            plain::actor(node, actors, path, flaws);
        }
    }
}

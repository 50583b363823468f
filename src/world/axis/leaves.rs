//! Where values stand in a world file: the paths of all that is written there.
//!
//! Whether one can be moved is not known here.

use crate::world::file::{WorldFile, path_of};
use crate::world::node::{Arguments, Node, Value};
use crate::world::provenance::{is_marked, without_mark};
use crate::world::uncertain::reference;

/// The paths of the values of actors, links and takeoff, as `--set` understands them, in the
/// order of the file. A value that hangs on an unknown or a lever is one, and so is each
/// field of a law.
#[must_use]
pub fn leaves(file: &WorldFile) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(takeoff) = file.at("takeoff") {
        within(takeoff, &mut vec!["takeoff".to_owned()], &mut found);
    }
    for (name, actor) in entries(file.at("actors")) {
        within(actor, &mut vec!["actors".to_owned(), name], &mut found);
    }
    if let Some(Value::List(links)) = file.at("links").map(|links| &links.value) {
        for (place, link) in links.iter().enumerate() {
            let Value::Call(None, Arguments::Positional(parts)) = &link.value else { continue };
            if let [_, kind, _] = &parts[..] {
                let path = ["links".to_owned(), place.to_string(), "1".to_owned()];
                within(kind, &mut path.to_vec(), &mut found);
            }
        }
    }
    found
}

/// What is in a map or in named arguments, by name.
fn entries(node: Option<&Node>) -> impl Iterator<Item = (String, &Node)> {
    let entries = match node.map(|node| &node.value) {
        Some(Value::Map(entries) | Value::Call(_, Arguments::Named(entries))) => &entries[..],
        Some(_) | None => &[],
    };
    entries.iter().filter_map(|entry| Some((entry.key_text()?.to_owned(), &entry.value)))
}

fn within(node: &Node, path: &mut Vec<String>, found: &mut Vec<String>) {
    let depth = path.len();
    let inner = without_mark(node);
    let is_law = matches!(&inner.value, Value::Call(Some(_), arguments)
        if *arguments != Arguments::None && reference(inner).is_none());
    // A mark beside a value goes with it; a field of a law is reached past the mark.
    if is_marked(node) && is_law {
        path.push("0".to_owned());
    }
    match &inner.value {
        Value::Number(_) | Value::Text(_) | Value::Flag(_) => found.push(joined(path)),
        Value::Call(Some(_), Arguments::None) => found.push(joined(path)),
        Value::Call(Some(_), _) if reference(inner).is_some() => found.push(joined(path)),
        Value::Call(_, Arguments::Named(_)) | Value::Map(_) => {
            for (name, value) in entries(Some(inner)) {
                path.push(name);
                within(value, path, found);
                path.pop();
            }
        }
        Value::List(values) | Value::Call(_, Arguments::Positional(values)) => {
            for (place, value) in values.iter().enumerate() {
                path.push(place.to_string());
                within(value, path, found);
                path.pop();
            }
        }
        Value::Call(None, Arguments::None) | Value::Absent | Value::Foreign => {}
    }
    path.truncate(depth);
}

fn joined(path: &[String]) -> String {
    let steps: Vec<&str> = path.iter().map(String::as_str).collect();
    path_of(&steps)
}

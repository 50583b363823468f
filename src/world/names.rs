//! What names in a world may look like.

use std::collections::BTreeMap;

use super::diagnostic::{is_invisible, printable};
use super::flaws::{Flaws, Path};
use super::node::{Entry, Node, Value};

/// The actor that a world has of itself; a file cannot name another so.
pub use crate::behaviors::WORLD;

/// The longest name in bytes.
pub const LONGEST: usize = 200;

/// What is wrong with a name, and what would be right.
pub(super) fn fault(name: &str) -> Option<(String, Option<String>)> {
    if name.is_empty() {
        return Some(("is empty".to_owned(), None));
    }
    if name.len() > LONGEST {
        let message = format!("is longer than {LONGEST} bytes");
        return Some((message, None));
    }
    if let Some(letter) = name.chars().find(|letter| is_invisible(*letter)) {
        let message = format!("has the invisible character `{}`", letter.escape_unicode());
        return Some((message, None));
    }
    if name.trim() != name {
        let hint = format!("write \"{}\"", name.trim());
        return Some(("begins or ends with white space".to_owned(), Some(hint)));
    }
    if name.contains('"') {
        let message = "has a quote in it, which paths could not name".to_owned();
        return Some((message, None));
    }
    None
}

/// Whether a text can be the name of an actor.
#[must_use]
pub fn is_name(text: &str) -> bool {
    fault(text).is_none() && text != WORLD
}

/// A role's name with its article, as in "an `Authority`".
pub(super) fn a(role: &str) -> String {
    let article = if role.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    format!("{article} `{role}`")
}

/// The name of an entry of a map from names, whatever is wrong with it.
pub(super) fn of_entry<'n>(
    entry: &'n Entry,
    what: &str,
    path: &Path,
    flaws: &mut Flaws,
) -> Option<&'n str> {
    let place = &entry.key.place;
    let whose = format!(
        "{} {what}'s name",
        if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
    );
    if !matches!(entry.key.value, Value::Text(_)) {
        let hint = entry.key_text().map(|name| format!("write \"{name}\""));
        let message = format!("{whose} must be a text, but is {}", entry.key.describe());
        flaws.add(path, place, message, hint);
    }
    let name = entry.key_text()?;
    if let Some((message, hint)) = fault(name) {
        flaws.add(&path.to(name), place, format!("{whose} {message}"), hint);
    }
    Some(name)
}

/// The text of a node; bare words count as texts where no file's layout is at
/// stake: on the command line and in defaults.
pub(super) fn text_of(node: &Node) -> Option<&str> {
    node.as_text().or_else(|| node.as_word().filter(|_| node.place.source.order != 0))
}

/// The first entry of each name of a map; none if what should be a map is not.
pub(super) fn declared<'n>(
    what: &str,
    field: &str,
    node: Option<&'n Node>,
    hint: &str,
    flaws: &mut Flaws,
) -> Option<BTreeMap<&'n str, &'n Entry>> {
    let path = Path::of(field);
    let mut all = BTreeMap::new();
    let Some(node) = node else {
        return Some(all);
    };
    let Value::Map(entries) = &node.value else {
        flaws.kind(&path, node, &format!("a map from names to {field}"), Some(hint.to_owned()));
        return None;
    };
    for entry in entries {
        let Some(name) = of_entry(entry, what, &path, flaws) else {
            continue;
        };
        if all.contains_key(name) {
            let message = format!("two {field} are called `{}`", printable(name));
            flaws.error(&path.to(name), &entry.key.place, message);
            continue;
        }
        all.insert(name, entry);
    }
    Some(all)
}

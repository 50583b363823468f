//! Variants of a world, by edits of its text.
//!
//! It lacks what is said of them.

use crate::laws::settings::{number_given, place_of, setting};
use crate::laws::{Edit, Specimen};
use crate::primitives::parameter::{Kind, Setting};
use crate::primitives::quantity::{self, Dimension};
use crate::primitives::random::{EntityKey, Purpose, ReplicationKey, Stream};
use crate::world::{Arguments, BlueprintActor, Node, Value, path_of, quoted};

/// The seed of the chances of the second of two worlds, apart from that of the first.
pub(super) fn other_seed(seed: u64) -> u64 {
    choices(seed, "the other world").bits()
}

/// What a law chooses in a world under a seed, by a name of the law's own.
pub(super) fn choices(seed: u64, law: &str) -> Stream {
    let key = ReplicationKey::new(seed, u64::MAX);
    Stream::keyed(key, EntityKey::named(law), Purpose::named("choice of a law"))
}

/// One of so many, if there are any.
pub(super) fn one_of<T>(stream: &mut Stream, mut all: Vec<T>) -> Option<T> {
    let place = (stream.uniform() * all.len() as f64) as usize;
    (place < all.len()).then(|| all.swap_remove(place))
}

/// A world after these edits; none if one of them finds nothing to change, or the checker
/// refuses what comes of them.
pub(super) fn changed(specimen: &Specimen, edits: &[Edit]) -> Option<Specimen> {
    if edits.is_empty() {
        return Some(specimen.clone());
    }
    specimen.grafted(|file| edits.iter().try_for_each(|edit| edit.graft(file, specimen.roles())))
}

/// Edits as a part of a sentence.
pub(super) fn told(edits: &[Edit]) -> String {
    if edits.is_empty() {
        return "the world as it is".to_owned();
    }
    let told: Vec<String> = edits.iter().map(ToString::to_string).collect();
    format!("the world with {}", told.join("; "))
}

/// Sets a parameter of an actor.
pub(super) fn set(actor: &str, parameter: &str, value: impl Into<String>) -> Edit {
    Edit::Set { path: path_of(&["actors", actor, parameter]), value: value.into() }
}

/// A link of a world's text.
pub(super) struct TextLink {
    /// Its place in the list.
    pub(super) place: usize,
    pub(super) from: String,
    /// The word for its kind.
    pub(super) kind: String,
    /// Its kind with the options, as it stands there.
    pub(super) text: String,
    pub(super) to: String,
}

impl TextLink {
    /// Whether it has any option.
    pub(super) fn has_options(&self) -> bool {
        self.text != self.kind
    }

    /// The same link from another actor.
    pub(super) fn from(&self, from: &str) -> Edit {
        Edit::AddLink { link: format!("({}, {}, {})", quoted(from), self.text, quoted(&self.to)) }
    }
}

/// The links of a world's text, in its order; none where they are no plain list.
pub(super) fn links(specimen: &Specimen) -> Option<Vec<TextLink>> {
    let Value::List(links) = &specimen.file().at("links")?.value else {
        return None;
    };
    links.iter().enumerate().map(|(place, node)| link(place, node)).collect()
}

fn link(place: usize, node: &Node) -> Option<TextLink> {
    let Value::Call(None, Arguments::Positional(parts)) = &node.value else {
        return None;
    };
    let [from, kind, to] = parts.as_slice() else {
        return None;
    };
    let Value::Call(Some(word), _) = &kind.value else {
        return None;
    };
    Some(TextLink {
        place,
        from: from.as_text()?.to_owned(),
        kind: word.as_str().to_owned(),
        text: kind.text().to_owned(),
        to: to.as_text()?.to_owned(),
    })
}

/// What an actor is in the text: its role with parameters.
pub(super) fn role_text(specimen: &Specimen, actor: &str) -> Option<String> {
    Some(specimen.file().at(&path_of(&["actors", actor]))?.text().to_owned())
}

/// How often an actor is named in the text in quotes.
pub(super) fn mentions(specimen: &Specimen, actor: &str) -> usize {
    mentions_in(specimen.file().root(), actor)
}

fn mentions_in(node: &Node, actor: &str) -> usize {
    match &node.value {
        Value::Text(text) => usize::from(text.as_str() == actor),
        Value::Call(_, Arguments::Named(entries)) | Value::Map(entries) => {
            let both = entries.iter().flat_map(|entry| [&entry.key, &entry.value]);
            both.map(|node| mentions_in(node, actor)).sum()
        }
        Value::List(values) | Value::Call(_, Arguments::Positional(values)) => {
            values.iter().map(|node| mentions_in(node, actor)).sum()
        }
        Value::Call(_, Arguments::None)
        | Value::Number(_)
        | Value::Flag(_)
        | Value::Absent
        | Value::Foreign => 0,
    }
}

/// Whether an actor has a parameter of this name.
pub(super) fn has(actor: &BlueprintActor, parameter: &str) -> bool {
    place_of(actor.role().parameters, parameter).is_some()
}

/// Whether an actor has such a setting in every replication: by default, or by a plain
/// value.
pub(super) fn is_plainly(
    specimen: &Specimen,
    actor: &BlueprintActor,
    parameter: &str,
    is_such: impl FnOnce(&Setting) -> bool,
) -> bool {
    let node = specimen.file().at(&path_of(&["actors", actor.name(), parameter]));
    let is_plain =
        |node: &Node| matches!(node.value, Value::Flag(_) | Value::Number(_) | Value::Text(_));
    node.is_none_or(is_plain) && setting(actor, parameter).is_some_and(is_such)
}

/// The number of a parameter of an actor, if it was given one or has one by default.
pub(super) fn number(actor: &BlueprintActor, parameter: &str) -> Option<f64> {
    number_given(actor.role().parameters, actor.settings(), parameter)
}

/// An edit that makes a rate of an actor so many times what it is, if that is something.
pub(super) fn times(actor: &BlueprintActor, rate: &str, factor: f64) -> Option<Edit> {
    let number = number(actor, rate)?;
    let rows = actor.role().parameters;
    let Kind::Quantity(dimension) = rows[place_of(rows, rate)?].kind else {
        return None;
    };
    Some(set(actor.name(), rate, quoted(&quantity::format(number * factor, dimension))))
}

/// A span of time as it stands in a file.
pub(super) fn span(seconds: f64) -> String {
    quoted(&quantity::format(seconds, Dimension::Span))
}

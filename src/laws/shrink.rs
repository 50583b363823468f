//! A world of which something is true becomes a small one of which it still is.
//!
//! Its text is taken apart edit by edit; tests can let proptest simplify the value of a
//! strategy before that. What is tried always passes the door. It lacks a proof that the
//! result is the smallest: if the tries last, no single edit that it knows makes it smaller,
//! and of the entries of a long list it knows the first sixteen alone.

use std::collections::BTreeSet;

use proptest::strategy::{Strategy, ValueTree as _};

use crate::behaviors::Roles;
use crate::engine::Side;
use crate::oversight::Link;
use crate::primitives::parameter::{Kind, Setting};
use crate::primitives::quantity;
use crate::world::{
    Arguments, Blueprint, BlueprintActor, Node, Value, WorldFile, check, layout, path_of, quoted,
};

use super::caught::caught;
use super::edit::Edit;
use super::generate;

/// How many worlds are tried at most by default; a few seconds, where a try takes
/// milliseconds.
pub const TRIES: usize = 2_000;

/// A smaller text of which the predicate is still true, in canonical layout. Of the text
/// itself it is taken to be true; no more than so many others are tried.
pub fn shrink(
    text: &str,
    roles: &Roles,
    tries: usize,
    is_true: &mut dyn FnMut(&str) -> bool,
) -> String {
    let mut shrinker = Shrinker { text: text.to_owned(), roles, left: tries, is_true };
    shrinker.text_by_text();
    shrinker.laid_out()
}

/// The same for the value of a strategy under a seed and an index, as tests of strategies
/// have it: proptest has the first half of the tries.
pub fn shrink_sample<S: Strategy<Value = String>>(
    strategy: &S,
    (seed, index): (u64, u64),
    roles: &Roles,
    tries: usize,
    is_true: &mut dyn FnMut(&str) -> bool,
) -> String {
    let mut tree = generate::tree(strategy, seed, index);
    let mut shrinker = Shrinker { text: tree.current(), roles, left: tries / 2, is_true };
    let mut goes_on = tree.simplify();
    while goes_on && shrinker.left > 0 {
        let text = tree.current();
        let holds = text == shrinker.text || shrinker.tries(text);
        goes_on = if holds { tree.simplify() } else { tree.complicate() };
    }
    shrinker.left += tries - tries / 2;
    shrinker.text_by_text();
    shrinker.laid_out()
}

struct Shrinker<'s> {
    /// The smallest so far.
    text: String,
    roles: &'s Roles,
    /// How many more are tried.
    left: usize,
    is_true: &'s mut dyn FnMut(&str) -> bool,
}

impl Shrinker<'_> {
    fn file(&self) -> WorldFile {
        WorldFile::from_text("a world", self.text.as_str()).expect("it passed the door")
    }

    /// Takes a text for the smallest so far if it is a sound world of which it is true too.
    fn tries(&mut self, text: String) -> bool {
        let file = WorldFile::from_text("a world", text.as_str());
        // A role of somebody's own may panic at the door: what it does so at is no world.
        let passes = |file: WorldFile| caught(|| check(&file, self.roles).is_ok()) == Ok(true);
        if self.left == 0 || !file.is_ok_and(passes) {
            return false;
        }
        self.left -= 1;
        let holds = (self.is_true)(&text);
        if holds {
            self.text = text;
        }
        holds
    }

    fn edits(&mut self, edits: &[Edit]) -> bool {
        let mut text = self.text.clone();
        for edit in edits {
            match edit.apply_with(&text, self.roles) {
                Some(edited) => text = edited,
                None => return false,
            }
        }
        text != self.text && self.tries(text)
    }

    /// Each kind of edit again and again, coarse ones first, until none helps any more.
    fn text_by_text(&mut self) {
        loop {
            let before = self.text.clone();
            self.without_actors();
            self.with_fewer_in_their_places();
            self.without_links();
            self.without_entries();
            self.without_doubts();
            self.with_plain_figures();
            if self.text == before || self.left == 0 {
                return;
            }
        }
    }

    /// The text in canonical layout, if it is true of that as well.
    fn laid_out(mut self) -> String {
        let text = layout(&self.file());
        self.left = 1;
        if self.tries(text.clone()) { text } else { self.text }
    }

    fn blueprint(&self) -> Blueprint {
        check(&self.file(), self.roles).expect("it passed the door").0
    }

    /// Drops actors, those who need them with them.
    fn without_actors(&mut self) {
        let blueprint = self.blueprint();
        let names: Vec<String> =
            blueprint.actors().iter().map(|actor| actor.name().to_owned()).collect();
        for name in names.iter().rev() {
            let blueprint = self.blueprint();
            if blueprint.actor(name).is_none() {
                continue;
            }
            let gone = with_dependents(&blueprint, name);
            let edits: Vec<Edit> = gone.into_iter().map(|name| Edit::DropActor { name }).collect();
            self.edits(&edits);
        }
    }

    /// Lets one actor take the place of another in all links, and drops the other.
    fn with_fewer_in_their_places(&mut self) {
        let blueprint = self.blueprint();
        let names: Vec<&str> = blueprint.actors().iter().map(BlueprintActor::name).collect();
        for gone in names.iter().rev() {
            for kept in names.iter().filter(|kept| *kept != gone) {
                let file = self.file();
                let ends = (0..self.entries("links"))
                    .flat_map(|place| [0, 2].map(|end| format!("links.{place}.{end}")));
                let is_gone = |path: &String| file.at(path).and_then(Node::as_text) == Some(*gone);
                let mut edits: Vec<Edit> = ends
                    .filter(is_gone)
                    .map(|path| Edit::Set { path, value: quoted(kept) })
                    .collect();
                edits.push(Edit::DropActor { name: (*gone).to_owned() });
                if self.edits(&edits) {
                    break;
                }
            }
        }
    }

    /// Drops links, and what links are given.
    fn without_links(&mut self) {
        for place in (0..self.entries("links")).rev() {
            if self.edits(&[Edit::DropLink { place }]) {
                continue;
            }
            let path = format!("links.{place}.1");
            let kind = self.file().at(&path).and_then(|node| {
                let (name, arguments) = node.as_call()?;
                let is_plain = *arguments == Arguments::None || &name.text as &str == "Own";
                (!is_plain).then(|| name.text.as_str().to_owned())
            });
            if let Some(value) = kind {
                self.edits(&[Edit::Set { path, value }]);
            }
            for option in ["delay", "loss", "name", "level", "purpose", "carry", "cost"] {
                self.edits(&[Edit::Unset { path: format!("links.{place}.1.{option}") }]);
            }
        }
    }

    /// Drops whatever has a name or a place and may not be needed: claims, parameters,
    /// entries of tables and lists.
    fn without_entries(&mut self) {
        for path in paths(&self.file()).into_iter().rev() {
            self.edits(&[Edit::Unset { path }]);
        }
    }

    /// Puts what unknowns and levers mostly are to where they stand, and drops them.
    fn without_doubts(&mut self) {
        let blueprint = self.blueprint();
        for actor in blueprint.actors() {
            for (row, setting) in actor.role().parameters.iter().zip(actor.settings()) {
                let path = path_of(&["actors", actor.name(), row.name]);
                let file = self.file();
                let hangs = file
                    .at(&path)
                    .and_then(Node::as_call)
                    .is_some_and(|(name, _)| matches!(&name.text as &str, "Unknown" | "Lever"));
                if let (true, Some(value)) = (hangs, said(row.kind, setting)) {
                    self.edits(&[Edit::Set { path, value }]);
                }
            }
        }
        for field in ["unknowns", "levers"] {
            let names: Vec<String> = self.keys(field);
            for name in names {
                self.edits(&[Edit::Unset { path: path_of(&[field, &name]) }]);
            }
        }
    }

    /// Puts laws and numbers down to plainer ones, and the horizon to a shorter.
    fn with_plain_figures(&mut self) {
        for (path, text) in figures(&self.file()) {
            for value in plainer(&text) {
                if self.edits(&[Edit::Set { path: path.clone(), value }]) {
                    break;
                }
            }
        }
        for _ in 0..8 {
            let Some(horizon) = self.file().at("horizon").map(|node| node.text().to_owned()) else {
                return;
            };
            let Some(value) = half(&horizon) else { return };
            if !self.edits(&[Edit::Set { path: "horizon".to_owned(), value }]) {
                return;
            }
        }
    }

    fn entries(&self, field: &str) -> usize {
        let file = self.file();
        let Some(Value::List(values)) = file.at(field).map(|node| &node.value) else { return 0 };
        values.len()
    }

    fn keys(&self, field: &str) -> Vec<String> {
        let file = self.file();
        let Some(Value::Map(entries)) = file.at(field).map(|node| &node.value) else {
            return Vec::new();
        };
        entries.iter().filter_map(|entry| Some(entry.key_text()?.to_owned())).collect()
    }
}

/// An actor, and all who cannot be there without it.
fn with_dependents(blueprint: &Blueprint, name: &str) -> Vec<String> {
    let network = blueprint.network();
    let mut gone: BTreeSet<String> = BTreeSet::from([name.to_owned()]);
    loop {
        let lacks = |actor: &&BlueprintActor| {
            actor.role().links.iter().filter(|rule| rule.least > 0).any(|rule| {
                let count = links_of(network, actor.name(), rule.kind, rule.side)
                    .filter(|other| !gone.contains(*other))
                    .count();
                (count as u64) < u64::from(rule.least)
            })
        };
        let left = blueprint.actors().iter().filter(|actor| !gone.contains(actor.name()));
        let more: Vec<String> = left.filter(lacks).map(|actor| actor.name().to_owned()).collect();
        if more.is_empty() {
            return gone.into_iter().collect();
        }
        gone.extend(more);
    }
}

/// Who is at the other side of an actor's links of a kind.
fn links_of<'b>(
    network: &'b crate::engine::Network<Link>,
    name: &'b str,
    kind: Link,
    side: Side,
) -> impl Iterator<Item = &'b str> {
    network.edge_indices().filter_map(move |edge| {
        let (from, to) = network.edge_endpoints(edge)?;
        let (one, other) = match side {
            Side::Out => (from, to),
            Side::In => (to, from),
        };
        let is_it = network[edge].kind == kind && network[one] == name;
        is_it.then(|| network[other].as_str())
    })
}

/// What could be left out: fields of the world and of actors, entries of lists and tables.
fn paths(file: &WorldFile) -> Vec<String> {
    let mut all = Vec::new();
    walk(file.root(), &mut Vec::new(), &mut |steps, _| {
        // Links and actors are dropped with what hangs on them.
        let is_whole = matches!(steps, [field] if matches!(*field, "actors" | "links" | "horizon"));
        let is_part = matches!(steps, ["links", ..] | ["actors", _]);
        if !steps.is_empty() && !is_whole && !is_part {
            all.push(path_of(steps));
        }
    });
    all
}

/// The figures of a world that could be plainer, with their texts.
fn figures(file: &WorldFile) -> Vec<(String, String)> {
    let mut all = Vec::new();
    walk(file.root(), &mut Vec::new(), &mut |steps, node| {
        let is_figure = match &node.value {
            Value::Number(_) | Value::Flag(_) | Value::Call(Some(_), Arguments::Named(_)) => true,
            Value::Text(text) => text.starts_with(|first: char| first.is_ascii_digit()),
            Value::Call(Some(_), Arguments::Positional(_)) => true,
            Value::Call(..) | Value::Absent | Value::List(_) | Value::Map(_) | Value::Foreign => {
                false
            }
        };
        let is_above = matches!(steps, [] | [_] | ["actors", _] | ["links", _, _]);
        if is_figure && !is_above {
            all.push((path_of(steps), node.text().to_owned()));
        }
    });
    all
}

/// Goes through all values of a tree with their paths.
fn walk<'n>(node: &'n Node, steps: &mut Vec<&'n str>, seen: &mut dyn FnMut(&[&str], &Node)) {
    const PLACES: [&str; 16] =
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];
    seen(steps, node);
    let mut go = |step: &'n str, node: &'n Node, steps: &mut Vec<&'n str>| {
        steps.push(step);
        walk(node, steps, seen);
        steps.pop();
    };
    match &node.value {
        Value::Call(_, Arguments::Named(entries)) | Value::Map(entries) => {
            for entry in entries {
                if let Some(key) = entry.key_text() {
                    go(key, &entry.value, steps);
                }
            }
        }
        Value::List(values) | Value::Call(_, Arguments::Positional(values)) => {
            for (place, value) in PLACES.into_iter().zip(values) {
                go(place, value, steps);
            }
        }
        Value::Call(_, Arguments::None)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Flag(_)
        | Value::Absent
        | Value::Foreign => {}
    }
}

/// A setting as a file says it, if it is a number, a choice or a flag.
fn said(kind: Kind, setting: &Setting) -> Option<String> {
    if let (Kind::Quantity(dimension), Setting::Number(number)) = (kind, setting) {
        return Some(quantity::format(*number, dimension));
    }
    if let (Kind::Choice(words), Setting::Choice(place)) = (kind, setting) {
        return Some(words[*place as usize].to_owned());
    }
    if let Setting::Flag(flag) = setting { Some(flag.to_string()) } else { None }
}

/// Plainer texts instead of one of a figure, the plainest first.
fn plainer(text: &str) -> Vec<String> {
    if text == "true" {
        return vec!["false".to_owned()];
    }
    // A law gives way to one of its own figures.
    if text.contains('(') {
        let quoted = text.split('"').skip(1).step_by(2).map(|part| format!("\"{part}\""));
        let bare = text.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
        let bare = bare.filter(|part| part.parse::<f64>().is_ok()).map(str::to_owned);
        return if text.contains('"') { quoted.collect() } else { bare.collect() };
    }
    let inner = text.trim_matches('"');
    let length = inner
        .find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | 'e' | '+' | '-'))
        .unwrap_or(inner.len());
    let (number, unit) = inner.split_at(length);
    let Ok(number) = number.parse::<f64>() else { return Vec::new() };
    let power = libm::pow(10.0, libm::floor(libm::log10(number.abs().max(1e-300))));
    let round: f64 = format!("{number:.0e}").parse().unwrap_or(number);
    let all = [0.0, 1.0, power, round];
    let mut texts: Vec<String> = all
        .into_iter()
        .filter(|one| (0.0..number.abs()).contains(one) || *one == round && round != number)
        .map(|one| {
            let one = if one >= 1e6 { format!("{one:e}") } else { one.to_string() };
            if text.starts_with('"') { format!("\"{one}{unit}\"") } else { format!("{one}{unit}") }
        })
        .collect();
    texts.dedup();
    texts
}

/// Half of a span as a file says it, to the tick.
fn half(text: &str) -> Option<String> {
    let dimension = crate::primitives::quantity::Dimension::Span;
    let seconds = quantity::parse(text.trim_matches('"'), dimension).ok()?;
    let ticks = libm::floor(seconds * 1e6 / 2.0);
    (ticks >= 1.0).then(|| format!("\"{}\"", quantity::format(ticks / 1e6, dimension)))
}

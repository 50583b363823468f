//! Where a world's text names an actor.
//!
//! It lacks names in titles, sources and comments, which are nobody's but the reader's.

use crate::behaviors::Roles;
use crate::primitives::parameter::Kind;
use crate::world::{Arguments, Entry, Node, Value, WorldFile};

use super::values_of;

/// Where a world's text names one actor.
pub(super) struct Mentions<'w> {
    /// The names themselves, but for those in claims.
    pub(super) names: Vec<&'w Node>,
    /// What goes where the actor goes: entries of lists, maps and arguments, by place.
    pub(super) holders: Vec<(&'w Node, usize)>,
    /// What takeoff is, if it is about the actor.
    pub(super) takeoff: Option<&'w Node>,
    /// The claims that name it.
    pub(super) claims: Vec<&'w Node>,
}

impl<'w> Mentions<'w> {
    /// All that a file says of an actor.
    pub(super) fn of(file: &'w WorldFile, roles: &Roles, name: &str) -> Self {
        let mut all =
            Self { names: Vec::new(), holders: Vec::new(), takeoff: None, claims: Vec::new() };
        all.of_world(file, name);
        if let Some(actors) = file.at("actors")
            && let Value::Map(entries) = &actors.value
        {
            for (place, entry) in entries.iter().enumerate() {
                if entry.key_text() == Some(name) {
                    all.names.push(&entry.key);
                    all.holders.push((actors, place));
                } else {
                    all.of_actor(entry, roles, name);
                }
            }
        }
        all
    }

    /// Whether nothing is concerning but what names the actor.
    pub(super) fn are_all_that_concerns(&self, file: &WorldFile) -> bool {
        let Some(list) = file.at("concern") else {
            return false;
        };
        let held = self.holders.iter().filter(|(one, _)| one.place == list.place).count();
        held > 0 && held == values_of(list).len()
    }

    /// In links, in what is concerning, in who is accountable, in takeoff and claims.
    fn of_world(&mut self, file: &'w WorldFile, name: &str) {
        let is_it = |node: &&Node| node.as_text() == Some(name);
        if let Some(links) = file.at("links") {
            for (place, link) in values_of(links).iter().enumerate() {
                let parts = values_of(link);
                let ends = [parts.first(), parts.get(2)].into_iter().flatten().filter(is_it);
                self.hold(links, place, ends);
            }
        }
        if let Some(list) = file.at("concern") {
            for (place, concern) in values_of(list).iter().enumerate() {
                self.hold(list, place, values_of(concern).first().filter(is_it));
            }
        }
        if let Some(node) = file.at("accountable") {
            let is_all = matches!(node.value, Value::Call(..));
            let list = if is_all { values_of(node).first() } else { Some(node) };
            for (place, one) in list.map_or(&[][..], values_of).iter().enumerate() {
                let named = values_of(one).first().unwrap_or(one);
                self.hold(list.unwrap_or(node), place, Some(named).filter(is_it));
            }
        }
        if let Some(of) = file.at("takeoff.of").filter(is_it) {
            self.names.push(of);
            self.takeoff = file.at("takeoff");
        }
        if let Some(claims) = file.at("claims") {
            for (place, claim) in values_of(claims).iter().enumerate() {
                if claim.as_text().is_some_and(|text| quotes(text).any(|(_, one)| one == name)) {
                    self.claims.push(claim);
                    self.holders.push((claims, place));
                }
            }
        }
    }

    /// In the parameters of another actor.
    fn of_actor(&mut self, entry: &'w Entry, roles: &Roles, name: &str) {
        let Some((role, Arguments::Named(fields))) = entry.value.as_call() else {
            return;
        };
        let role = roles.get(&role.text);
        for (place, field) in fields.iter().enumerate() {
            let rows = role.map_or(&[][..], |role| role.parameters);
            let row = rows.iter().find(|row| Some(row.name) == field.key_text());
            let kind = row.map(|row| row.kind);
            if kind == Some(Kind::Actor) {
                let value = field.value.as_pair().map_or(&field.value, |pair| pair.0);
                let named = Some(value).filter(|value| value.as_text() == Some(name));
                self.hold(&entry.value, place, named);
            }
            if let (Some(Kind::TableByActor(..)), Value::Map(all)) = (kind, &field.value.value) {
                for (place, one) in all.iter().enumerate() {
                    let named = Some(&one.key).filter(|key| key.as_text() == Some(name));
                    self.hold(&field.value, place, named);
                }
            }
        }
    }

    /// What stands in an entry, if something does, and that the entry goes with it.
    fn hold(
        &mut self,
        collection: &'w Node,
        place: usize,
        named: impl IntoIterator<Item = &'w Node>,
    ) {
        let before = self.names.len();
        self.names.extend(named);
        if self.names.len() > before {
            self.holders.push((collection, place));
        }
    }
}

/// The names in single quotes in a claim, each with the bytes that it takes with its quotes;
/// a quote within a name is written twice.
fn quotes(claim: &str) -> impl Iterator<Item = (std::ops::Range<usize>, String)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + claim[at..].find('\'')?;
        let mut name = String::new();
        let mut letters = claim[start + 1..].char_indices().peekable();
        while let Some((place, letter)) = letters.next() {
            if letter != '\'' {
                name.push(letter);
            } else if letters.next_if(|(_, next)| *next == '\'').is_some() {
                name.push('\'');
            } else {
                at = start + 1 + place + 1;
                return Some((start..at, name));
            }
        }
        None
    })
}

/// A claim with another name for an actor.
pub(super) fn renamed_in_claim(claim: &str, from: &str, to: &str) -> String {
    let mut text = String::new();
    let mut at = 0;
    for (span, name) in quotes(claim) {
        text.push_str(&claim[at..span.start]);
        if name == from {
            text.push_str(&format!("'{}'", to.replace('\'', "''")));
        } else {
            text.push_str(&claim[span.clone()]);
        }
        at = span.end;
    }
    text.push_str(&claim[at..]);
    text
}

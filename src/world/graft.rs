//! Changes of a file's tree, for whoever wants another world and no other text: nothing is
//! printed, and nothing is read but what comes in.
//!
//! What comes in has a source of its own, so that a node around it still has the text that
//! stood there before. It lacks a meaning: whether a changed tree is a world is for the
//! checker to say.

use std::sync::Arc;

use super::diagnostic::{Place, Source};
use super::file::{WorldFile, steps, written_at};
use super::node::{Arguments, Entry, Node, Text, Value};
use super::tree;

impl WorldFile {
    /// Puts another value to a path, as [`Splice::set`](super::Splice::set) does; nothing, if
    /// there is no such place or the value is not RON. It is not among what was set.
    pub fn graft(&mut self, path: &str, value: &str) -> Option<()> {
        let steps = steps(path)?;
        let (last, before) = steps.split_last()?;
        let source = source(value.trim().to_owned());
        let is_text = matches!(steps[0].as_str(), "title" | "claims" | "sources")
            && !value.trim_start().starts_with(['"', '(', '[', '{']);
        let mut new = match is_text {
            true => text_of(&source),
            false => written_at(&source, 0, steps.len()).ok()?,
        };
        let owner = before.iter().try_fold(self.root_mut(), |node, step| node.within_mut(step))?;
        if let Some(old) = owner.within_mut(last) {
            // A word is a text where one stood.
            if old.as_text().is_some() && new.as_word().is_some() {
                new = text_of(&source);
            }
            *old = new;
            return Some(());
        }
        let place = new.place.clone();
        let key = Node { place, value: Value::Text(Text::from(last.clone())) };
        fields(owner)?.push(Entry { key, value: new });
        Some(())
    }

    /// Adds entries, with commas between them, to what stands at a path: a list, a map or
    /// arguments with names; nothing, if it is none of these or they cannot be read.
    pub fn graft_into(&mut self, path: &str, entries: &str) -> Option<()> {
        let steps = if path.is_empty() { Vec::new() } else { steps(path)? };
        let depth = steps.len();
        let owner = steps.iter().try_fold(self.root_mut(), |node, step| node.within_mut(step))?;
        let read = |open: char, close: char| {
            tree::read(&source(format!("{open}{entries}{close}\n")), 0, depth).ok()
        };
        match &mut owner.value {
            Value::List(values) => {
                let Value::List(more) = read('[', ']')?.value else { return None };
                values.extend(more);
            }
            Value::Map(all) => {
                let Value::Map(more) = read('{', '}')?.value else { return None };
                all.extend(more);
            }
            Value::Call(..) => {
                let more = read('(', ')')?.value;
                let Value::Call(None, Arguments::Named(more)) = more else { return None };
                fields(owner)?.extend(more);
            }
            Value::Number(_) | Value::Text(_) | Value::Flag(_) | Value::Absent | Value::Foreign => {
                return None;
            }
        }
        Some(())
    }

    /// Takes an entry out of the list at a path; nothing, if there is no such entry.
    pub fn prune(&mut self, path: &str, place: usize) -> Option<()> {
        let steps = steps(path)?;
        let list = steps.iter().try_fold(self.root_mut(), |node, step| node.within_mut(step))?;
        let Value::List(values) = &mut list.value else { return None };
        (place < values.len()).then(|| drop(values.remove(place)))
    }

    /// Puts texts to where nodes stand.
    pub fn retext(&mut self, texts: &[(Place, String)]) {
        retext(self.root_mut(), texts);
    }
}

fn source(text: String) -> Arc<Source> {
    Arc::new(Source::new("an edit", text, 1))
}

/// All of a source as a text.
fn text_of(source: &Arc<Source>) -> Node {
    let all = 0..source.text.len();
    let text = Text::slice(source, all.clone());
    Node { place: Place::new(source, all), value: Value::Text(text) }
}

/// The fields of what has some or can have them.
fn fields(node: &mut Node) -> Option<&mut Vec<Entry>> {
    let Value::Call(name, arguments) = &mut node.value else {
        return None;
    };
    if *arguments == Arguments::None && name.is_some() {
        *arguments = Arguments::Named(Vec::new());
    }
    if let Arguments::Named(entries) = arguments { Some(entries) } else { None }
}

fn retext(node: &mut Node, texts: &[(Place, String)]) {
    if let Some((_, text)) = texts.iter().find(|(place, _)| {
        place.span() == node.place.span() && Arc::ptr_eq(&place.source, &node.place.source)
    }) {
        node.value = Value::Text(Text::from(text.clone()));
        return;
    }
    match &mut node.value {
        Value::Call(_, Arguments::Named(entries)) | Value::Map(entries) => {
            for entry in entries {
                retext(&mut entry.key, texts);
                retext(&mut entry.value, texts);
            }
        }
        Value::List(values) | Value::Call(_, Arguments::Positional(values)) => {
            values.iter_mut().for_each(|value| retext(value, texts));
        }
        Value::Call(_, Arguments::None)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Flag(_)
        | Value::Absent
        | Value::Foreign => {}
    }
}

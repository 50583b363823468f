//! A world's text with everything in another order whose order means nothing.
//!
//! Entries change their places and commas and comments between them do not. The order of
//! claims stays, as results are told in it.

use std::ops::Range;

use crate::primitives::random::{EntityKey, Purpose, ReplicationKey, Stream};
use crate::world::{Arguments, Entry, Node, Value, WorldFile};

/// The lists of a world whose order means nothing.
const LISTS: [&str; 4] = ["links", "concern", "accountable", "correlations"];

/// The text in one of its orders.
pub(super) fn shuffled(file: &WorldFile, seed: u64) -> String {
    let key = ReplicationKey::new(seed, 0);
    let stream = Stream::keyed(key, EntityKey::named("an order"), Purpose::named("order"));
    let root = file.root();
    let text = &root.place.source.text;
    let span = root.place.span();
    let body = Shuffler { text, stream }.node(root, false);
    format!("{}{body}{}", &text[..span.start], &text[span.end..])
}

struct Shuffler<'t> {
    text: &'t str,
    stream: Stream,
}

impl Shuffler<'_> {
    /// The text of a node; of a list, in another order if that means nothing.
    fn node(&mut self, node: &Node, is_free: bool) -> String {
        match &node.value {
            Value::Call(_, Arguments::Named(entries)) | Value::Map(entries) => {
                let parts = entries.iter().map(|entry| self.entry(entry)).collect();
                self.stitch(node, parts, true)
            }
            Value::List(values) => {
                let parts = values.iter().map(|value| self.part(value, false)).collect();
                self.stitch(node, parts, is_free)
            }
            Value::Call(_, Arguments::Positional(values)) => {
                let parts = values.iter().map(|value| self.part(value, is_free)).collect();
                self.stitch(node, parts, false)
            }
            Value::Call(_, Arguments::None)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Flag(_)
            | Value::Absent
            | Value::Foreign => self.text[node.place.span()].to_owned(),
        }
    }

    fn part(&mut self, node: &Node, is_free: bool) -> (Range<usize>, String) {
        (node.place.span(), self.node(node, is_free))
    }

    fn entry(&mut self, entry: &Entry) -> (Range<usize>, String) {
        let span = entry.key.place.span().start..entry.value.place.span().end;
        let is_free = entry.key.as_word().is_some_and(|key| LISTS.contains(&key));
        let key = &self.text[span.start..entry.value.place.span().start];
        let value = self.node(&entry.value, is_free);
        (span, format!("{key}{value}"))
    }

    /// The text of a node whose parts are these, in another order if that is wanted.
    fn stitch(
        &mut self,
        node: &Node,
        parts: Vec<(Range<usize>, String)>,
        reorders: bool,
    ) -> String {
        let (spans, mut texts): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        if reorders {
            for place in (1..texts.len()).rev() {
                let other = (self.stream.uniform() * (place + 1) as f64) as usize;
                texts.swap(place, other.min(place));
            }
        }
        let whole = node.place.span();
        let mut text = String::with_capacity(whole.len());
        let mut at = whole.start;
        for (span, part) in spans.iter().zip(&texts) {
            text.push_str(&self.text[at..span.start]);
            text.push_str(part);
            at = span.end;
        }
        text.push_str(&self.text[at..whole.end]);
        text
    }
}

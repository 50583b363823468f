//! What the owners of work declare to observers, as links say it, with what of it
//! hangs on unknowns and levers.
//!
//! What a declaration explains to whom is the subject's matter and not known here.

use std::sync::Arc;

use crate::oversight::Declaration;
use crate::primitives::id::ActorId;
use crate::primitives::quantity::{self, Dimension};

use super::canonical::quoted;
use super::diagnostic::printable;
use super::fields::{self, FieldRow};
use super::flaws::{Flaws, Path};
use super::mark::Mark;
use super::names;
use super::node::{Arguments, Entry, Name, Node};
use super::numeric::fixed;
use super::template::{Amount, Draws};
use super::uncertain::Uncertain;

/// What a declaration may be given.
pub const DECLARATION_FIELDS: &[FieldRow] = &[
    FieldRow {
        name: "purpose",
        required: false,
        example: "\"alignment experiments\"",
        meaning: "The stated purpose, in words.",
    },
    FieldRow {
        name: "level",
        required: false,
        example: "\"20 %\"",
        meaning: "The stated level, as a share of the nameplate capacity of what the observer \
                  watches. So much of what shows of the owner's work is explained to this observer; \
                  all of it, if no level is given.",
    },
];

/// What other links may be given and declarations may not.
const REFUSED: &[&str] = &["delay", "loss", "name"];

/// What a link says that is a declaration.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    pub(super) purpose: Option<Arc<str>>,
    pub(super) level: Option<Amount>,
    /// The marks of the level.
    pub(super) marks: Vec<Mark>,
}

/// A declaration of a checked world.
#[derive(Clone, Debug)]
pub struct Declared {
    pub(super) owner: ActorId,
    pub(super) observer: ActorId,
    pub(super) purpose: Option<Arc<str>>,
    pub(super) level: Option<Amount>,
}

impl Declared {
    /// The program whose work it is.
    #[must_use]
    pub fn owner(&self) -> ActorId {
        self.owner
    }

    /// To whom it is declared.
    #[must_use]
    pub fn observer(&self) -> ActorId {
        self.observer
    }

    /// The stated purpose, if there is one.
    #[must_use]
    pub fn purpose(&self) -> Option<&str> {
        self.purpose.as_deref()
    }

    /// The stated level in words, if there is one.
    #[must_use]
    pub fn level(&self) -> Option<String> {
        self.level.as_ref().map(|level| match level {
            Amount::Fixed(share) => quantity::format(*share, Dimension::Share),
            Amount::Unknown { .. } => "a level that is an unknown".to_owned(),
            Amount::Lever { .. } => "a level that is a lever".to_owned(),
        })
    }

    pub(super) fn is_fixed(&self) -> bool {
        self.level.as_ref().is_none_or(Amount::is_fixed)
    }

    pub(super) fn at(&self, draws: &Draws) -> Declaration {
        Declaration {
            owner: self.owner,
            observer: self.observer,
            purpose: self.purpose.clone(),
            level: self.level.as_ref().map(|level| level.at(draws)),
        }
    }

    /// What is stated of it in a world's canonical text.
    pub(super) fn canonical<'n>(&self, name_of: impl Fn(ActorId) -> &'n str) -> String {
        let purpose = self.purpose.as_deref().map_or_else(|| "None".to_owned(), quoted);
        let level = self.level.as_ref().map_or_else(|| "None".to_owned(), Amount::canonical);
        let names = [self.owner, self.observer].map(|actor| quoted(name_of(actor)));
        format!("{} to {} purpose {purpose} level {level}", names[0], names[1])
    }
}

/// Reads what a link is given that is a declaration.
pub(super) fn terms(
    arguments: &Arguments,
    name: &Name,
    path: &Path,
    uncertain: &mut Uncertain<'_>,
    flaws: &mut Flaws,
) -> Terms {
    let arguments = without_refused(arguments, &name.text, path, flaws);
    let names: Vec<&str> = DECLARATION_FIELDS.iter().map(|row| row.name).collect();
    let what = format!("a link `{}`", printable(&name.text));
    let given = fields::arrange(&arguments, &names, &what, &name.place, path, flaws);
    let value = |place: usize| given[place].map(|entry| &entry.value);
    let mut terms = Terms::default();
    if let Some(node) = value(0) {
        terms.purpose = purpose(node, &path.to("purpose"), flaws);
    }
    if let Some(node) = value(1) {
        let path = path.to("level");
        flaws.marks.clear();
        terms.level = fixed(node, Dimension::Share, &path, uncertain, flaws);
        terms.marks = std::mem::take(&mut flaws.marks);
        let tried = terms.level.as_ref().map_or_else(Vec::new, Amount::tried);
        if tried.into_iter().any(|level| !(0.0..=1.0).contains(&level)) {
            let hint = "Beta(2, 5) stays between 0 and 1".to_owned();
            flaws.add(&path, &node.place, "`level` must be from 0 % to 100 %", hint);
        }
    }
    terms
}

fn purpose(node: &Node, path: &Path, flaws: &mut Flaws) -> Option<Arc<str>> {
    match names::text_of(node) {
        Some(text) if text.trim().is_empty() => {
            let hint = "leave it out, or write for what the work is said to be".to_owned();
            flaws.add(path, &node.place, "`purpose` is empty", hint);
            None
        }
        Some(text) => Some(text.into()),
        None => {
            flaws.kind(path, node, "a text", None);
            None
        }
    }
}

/// The arguments without what no declaration can have, which is a flaw.
fn without_refused(arguments: &Arguments, kind: &str, path: &Path, flaws: &mut Flaws) -> Arguments {
    let Arguments::Named(entries) = arguments else {
        return arguments.clone();
    };
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        let key = entry.key_text().unwrap_or_default();
        if !REFUSED.contains(&key) {
            kept.push(entry.clone());
            continue;
        }
        let hint = if key == "name" {
            "an owner declares to an observer once, with one purpose and one level"
        } else {
            "a declaration is there or is not: what it explains, it explains at once"
        };
        let message = format!("a link `{kind}` has no `{key}`");
        flaws.add(&path.to(key), &entry.key.place, message, hint.to_owned());
    }
    Arguments::Named(kept)
}

//! Where the parts of the checker leave what they find.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::diagnostic::{Diagnostic, Diagnostics, Place, Severity, printable};
use super::figures::{FigureAt, Figures};
use super::file::path_of;
use super::mark::{FigureSource, Mark};
use super::node::Node;

/// How many flaws of a world are kept. A file may have millions; more than these
/// would cost memory and be read by nobody.
const MOST_KEPT: usize = 10_000;

/// The flaws that were found so far, and what comes with the values.
#[derive(Default)]
pub(super) struct Flaws {
    all: Vec<Diagnostic>,
    /// How many errors were found, kept or not.
    errors: usize,
    /// The sources that marks may name.
    pub(super) sources: BTreeMap<String, FigureSource>,
    /// Whether the file's sources could not be read.
    pub(super) no_sources: bool,
    /// The marks of the value that is being read, from the outside in.
    pub(super) marks: Vec<Mark>,
    /// The figures so far.
    pub(super) figures: Figures,
    /// Whether a figure without a mark is a flaw.
    pub(super) strict: bool,
}

impl Flaws {
    pub(super) fn error(&mut self, path: &Path, place: &Place, message: impl Into<String>) {
        self.add(path, place, message, None);
    }

    pub(super) fn add(
        &mut self,
        path: &Path,
        place: &Place,
        message: impl Into<String>,
        hint: impl Into<Option<String>>,
    ) {
        self.errors += 1;
        if !self.is_full() {
            let one = Diagnostic::error(message).at(path.to_string(), place);
            self.all.push(one.hint(hint));
        }
    }

    /// An error that somebody else has put into words.
    pub(super) fn push(&mut self, error: Diagnostic) {
        self.errors += 1;
        if !self.is_full() {
            self.all.push(error);
        }
    }

    /// No flaws yet, for something that is tried with the same sources.
    pub(super) fn apart(&self) -> Self {
        let no_sources = self.no_sources;
        Self { sources: self.sources.clone(), no_sources, ..Self::default() }
    }

    /// How many errors there are so far.
    pub(super) fn errors(&self) -> usize {
        self.errors
    }

    /// Whether there are so many that nobody reads more of them: whoever goes
    /// through many things may stop.
    pub(super) fn is_full(&self) -> bool {
        self.all.len() >= MOST_KEPT
    }

    /// All that was kept.
    pub(super) fn finish(self) -> Diagnostics {
        let errors = self.all.iter().filter(|one| one.severity == Severity::Error).count();
        // Whoever stopped at a full list did not look for the rest.
        let unseen = self.errors - errors + usize::from(self.is_full());
        Diagnostics::new(self.all).and_more(unseen)
    }

    pub(super) fn warn(
        &mut self,
        path: &Path,
        place: &Place,
        message: impl Into<String>,
        hint: impl Into<Option<String>>,
    ) {
        if !self.is_full() {
            let one = Diagnostic::error(message).at(path.to_string(), place);
            self.all.push(one.hint(hint).as_warning());
        }
    }

    /// A figure that was read, with its marks.
    pub(super) fn figure(
        &mut self,
        at: FigureAt,
        marks: Vec<Mark>,
        whose: impl fmt::Display,
        path: &Path,
        place: &Place,
    ) {
        if self.strict && marks.is_empty() {
            let hint = "mark it, as in `(…, Measured(\"a source\"))` or `(…, Assumed)`".to_owned();
            self.add(path, place, format!("{whose} has no source"), hint);
        }
        self.figures.add(at, marks);
    }

    /// The value is not of the kind that is wanted.
    pub(super) fn kind(&mut self, path: &Path, node: &Node, wanted: &str, hint: Option<String>) {
        let message = format!("{} must be {wanted}, but is {}", path.subject(), node.describe());
        self.add(path, &node.place, message, hint);
    }
}

/// The path of a value in its world, step by step. Every value that is read has
/// one and few are printed, so that a longer path shares what it goes on from.
#[derive(Clone, Default)]
pub(super) struct Path(Option<Arc<Walk>>);

struct Walk {
    from: Path,
    step: Step,
}

/// A step from a value to one within it.
pub(super) enum Step {
    /// To what has this name there.
    Name(Box<str>),
    /// To what has this place there, from 0.
    Place(usize),
}

impl From<&str> for Step {
    fn from(name: &str) -> Self {
        Self::Name(name.into())
    }
}

impl From<usize> for Step {
    fn from(place: usize) -> Self {
        Self::Place(place)
    }
}

impl Path {
    pub(super) fn root() -> Self {
        Self::default()
    }

    pub(super) fn of(step: &str) -> Self {
        Self::root().to(step)
    }

    pub(super) fn to(&self, step: impl Into<Step>) -> Self {
        Self(Some(Arc::new(Walk { from: self.clone(), step: step.into() })))
    }

    /// What it is, for messages: its last name, and whose it is.
    pub(super) fn subject(&self) -> String {
        let steps = self.steps();
        match steps.as_slice() {
            [.., list, place] if place.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("`{}.{place}`", printable(list))
            }
            [first, owner, .., last] if matches!(first.as_str(), "actors" | "unknowns") => {
                format!("`{last}` of `{}`", printable(owner))
            }
            [.., last] => format!("`{last}`"),
            [] => "`World`".to_owned(),
        }
    }

    fn steps(&self) -> Vec<String> {
        let mut steps = Vec::new();
        let mut path = self;
        while let Some(walk) = &path.0 {
            steps.push(match &walk.step {
                Step::Name(name) => name.to_string(),
                Step::Place(place) => place.to_string(),
            });
            path = &walk.from;
        }
        steps.reverse();
        steps
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let steps = self.steps();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        f.write_str(&path_of(&steps))
    }
}

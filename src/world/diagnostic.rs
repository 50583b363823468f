//! What is wrong with a world, where, and what would be right.
//!
//! A diagnostic is finished text and a place; it lacks codes and causes, because
//! its only reader is the person who wrote the file.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use annotate_snippets::renderer::{
    DEFAULT_EMPHASIS_STYLE, DEFAULT_ERROR_STYLE, DEFAULT_HELP_STYLE, DEFAULT_WARNING_STYLE, Style,
};
use annotate_snippets::{AnnotationKind, Group, Level as SnippetLevel, Renderer, Snippet};

/// A text that values come from: a file, or what stood on the command line.
#[derive(Debug)]
pub struct Source {
    /// What it is called in messages: a path as the user gave it.
    pub name: String,
    /// All of it.
    pub text: String,
    /// Its place among the sources of one world: the file is first.
    pub order: usize,
    /// The positions of the bytes at multiples of [`STRIDE`]: a message needs
    /// the line of its place, and there may be hundreds in a long file.
    marks: OnceLock<Vec<Position>>,
}

impl Source {
    /// A text under its name.
    ///
    /// # Panics
    ///
    /// If the text has 4 GiB or more.
    #[must_use]
    pub fn new(name: impl Into<String>, text: String, order: usize) -> Self {
        assert!(u32::try_from(text.len()).is_ok(), "a source is shorter than 4 GiB");
        Self { name: name.into(), text, order, marks: OnceLock::new() }
    }

    /// The position of a byte.
    fn position(&self, at: usize) -> Position {
        let text = self.text.as_bytes();
        let marks = self.marks.get_or_init(|| {
            let mut marks = vec![Position { lines: 0, letters: 0 }];
            for chunk in text.chunks(STRIDE) {
                marks.push(marks[marks.len() - 1].after(chunk));
            }
            marks
        });
        marks[at / STRIDE].after(&text[at - at % STRIDE..at])
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        (self.order, &self.name, &self.text) == (other.order, &other.name, &other.text)
    }
}

impl Eq for Source {}

/// How many bytes there are from one mark of a source to the next.
const STRIDE: usize = 1 << 16;

/// How many ends of lines, and characters after the last of them, come before
/// a byte.
#[derive(Clone, Copy, Debug)]
struct Position {
    lines: u32,
    letters: u32,
}

impl Position {
    fn after(self, bytes: &[u8]) -> Self {
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u32;
        let line = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        // A character has one byte that does not continue another.
        let letters = bytes[line..].iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u32;
        let before = if line == 0 { self.letters } else { 0 };
        Self { lines: self.lines + lines, letters: before + letters }
    }
}

/// A range of bytes in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The text.
    pub source: Arc<Source>,
    // There are millions of places, and sources are shorter than 4 GiB.
    start: u32,
    end: u32,
}

impl Place {
    /// These bytes of a source.
    ///
    /// # Panics
    ///
    /// If they are not within a source of less than 4 GiB.
    #[must_use]
    pub fn new(source: &Arc<Source>, span: Range<usize>) -> Self {
        let bound = |at: usize| u32::try_from(at).expect("a source is shorter than 4 GiB");
        assert!(span.start <= span.end, "a place ends after it starts");
        Self { source: Arc::clone(source), start: bound(span.start), end: bound(span.end) }
    }

    /// Its first byte.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// From its first byte to the one past it.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The source's own text of it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.source.text[self.span()]
    }

    /// Its first character alone.
    #[must_use]
    pub fn first(&self) -> Self {
        let length = self.text().chars().next().map_or(0, char::len_utf8);
        Self::new(&self.source, self.start()..self.start() + length)
    }

    /// The line and the column, both from 1; columns count characters.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        let Position { lines, letters } = self.source.position(self.start());
        (lines as usize + 1, letters as usize + 1)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.position();
        write!(f, "{}:{line}:{column}", printable(&self.source.name))
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The world cannot be run.
    Error,
    /// The world can be run, but it hardly means what its writer thinks.
    Warning,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong with which thing, in lower case, values in backticks.
    pub message: String,
    /// The thing's path in the world, as `actors.night.attention`; empty for
    /// the file as a whole.
    pub path: String,
    /// Where it stands; nowhere if the file could not be read.
    pub place: Option<Place>,
    /// What would be right.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error without a place.
    #[must_use]
    pub fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            path: String::new(),
            place: None,
            hint: None,
        }
    }

    /// The same as a warning.
    #[must_use]
    pub fn as_warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    /// The same, about the thing of this path.
    #[must_use]
    pub fn at(self, path: impl Into<String>, place: &Place) -> Self {
        Self { path: path.into(), place: Some(place.clone()), ..self }
    }

    /// The same with a hint, if there is one to give.
    #[must_use]
    pub fn hint(self, hint: impl Into<Option<String>>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// The text for a terminal: what is wrong, where, the line, and the hint.
    #[must_use]
    pub fn render(&self, colored: bool) -> String {
        let paint = |style: Style, text: &str| {
            if colored { format!("{style}{text}{style:#}") } else { text.to_owned() }
        };
        let title = match self.severity {
            Severity::Error => paint(DEFAULT_ERROR_STYLE, "error"),
            Severity::Warning => paint(DEFAULT_WARNING_STYLE, "warning"),
        };
        let message = paint(DEFAULT_EMPHASIS_STYLE, &format!(": {}", visible(&self.message)));
        let mut text = format!("{title}{message}\n");
        if let Some(place) = &self.place {
            text.push_str(&match self.path.as_str() {
                "" => format!("  at {place}\n"),
                path => format!("  at {} ({place})\n", printable(path)),
            });
            text.push_str(&snippet(place, self.severity, colored));
        }
        if let Some(hint) = &self.hint {
            let word = paint(DEFAULT_HELP_STYLE, "hint");
            text.push_str(&format!("  {word}: {}\n", visible(hint)));
        }
        text
    }

    fn order(&self) -> (usize, usize, Severity) {
        let place = self.place.as_ref();
        let source = place.map_or(0, |place| place.source.order);
        let start = place.map_or(0, Place::start);
        (source, start, self.severity)
    }
}

/// How many bytes of a line are looked at on each side of a fault. More than a
/// terminal shows, so that whatever is cut here is cut from the picture too.
const LINE_REACH: usize = 600;

/// The line of a place with carets below it.
///
/// Only the first line of a fault is shown, and only that line is given to the
/// library, which would otherwise index the whole file for each message.
fn snippet(place: &Place, level: Severity, colored: bool) -> String {
    let text = place.source.text.as_str();
    let start = place.start();
    let least = floor_boundary(text, start.saturating_sub(LINE_REACH));
    let most = floor_boundary(text, text.len().min(start + 2 * LINE_REACH));
    let from = text[least..start].rfind('\n').map_or(least, |at| least + at + 1);
    let line_end = text[start..most].find('\n').map_or(most, |at| start + at);
    let end = place.span().end.clamp(start, line_end);
    let to = floor_boundary(text, line_end.min(end.saturating_add(LINE_REACH)));
    let (end, to) = if end - start > LINE_REACH {
        let end = floor_boundary(text, start + LINE_REACH);
        (end, end)
    } else {
        (end, to)
    };
    let line = text[from..to].trim_end_matches('\r');
    if line.trim().is_empty() {
        return String::new();
    }
    let (start, end) = ((start - from).min(line.len()), (end - from).min(line.len()));
    let before = tame(&line[..start]);
    let fault = tame(&line[start..end]);
    let line = format!("{before}{fault}{}", tame(&line[end..]));
    let span = before.len()..before.len() + fault.len();
    let annotation = AnnotationKind::Primary.span(span);
    let level = match level {
        Severity::Error => SnippetLevel::ERROR,
        Severity::Warning => SnippetLevel::WARNING,
    };
    let group = Group::with_level(level)
        .element(Snippet::source(&line).line_start(place.position().0).annotation(annotation));
    let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
    let mut picture = renderer.term_width(100).render(&[group]);
    picture.push('\n');
    picture
}

/// A part of a line without the control characters beyond ASCII, which some
/// terminals obey; the library draws the others itself.
fn tame(part: &str) -> String {
    part.replace(|letter| matches!(letter, '\u{80}'..='\u{9f}'), "\u{fffd}")
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How many diagnostics of one world are printed.
pub const MOST_SHOWN: usize = 200;

/// Everything that is wrong with a world, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    sorted: Vec<Diagnostic>,
    /// How many more there are at least, of which only the number is known.
    unseen: usize,
}

impl Diagnostics {
    /// These, put into the order of their places.
    #[must_use]
    pub fn new(mut all: Vec<Diagnostic>) -> Self {
        all.sort_by(|a, b| (a.order(), &a.message).cmp(&(b.order(), &b.message)));
        all.dedup();
        Self { sorted: all, unseen: 0 }
    }

    /// The same, of a world that has at least so many errors more.
    #[must_use]
    pub fn and_more(self, unseen: usize) -> Self {
        Self { unseen: self.unseen + unseen, ..self }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sorted.len() + self.unseen
    }

    /// Whether there is nothing wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// Those that were kept, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.sorted.iter()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.iter().any(|one| one.severity == Severity::Error)
    }

    /// The text for a terminal, an empty line between two of them; of more than
    /// [`MOST_SHOWN`] the rest is only counted.
    #[must_use]
    pub fn render(&self, colored: bool) -> String {
        let shown = self.iter().take(MOST_SHOWN);
        let mut texts: Vec<String> = shown.map(|one| one.render(colored)).collect();
        if self.len() > MOST_SHOWN {
            let at_least = if self.unseen > 0 { "at least " } else { "" };
            texts.push(format!("and {at_least}{} more\n", self.len() - MOST_SHOWN));
        }
        texts.join("\n")
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(one: Diagnostic) -> Self {
        Self::new(vec![one])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}

/// A user's text as it may be printed: control characters escaped, so that a
/// file cannot drive the terminal, and no longer than a line bears.
#[must_use]
pub fn printable(text: &str) -> String {
    const LONGEST: usize = 120;
    // No text has more letters than bytes.
    if text.len() <= LONGEST && !text.chars().any(is_invisible) {
        return text.to_owned();
    }
    let mut shown = String::new();
    for (place, letter) in text.chars().enumerate() {
        if place == LONGEST {
            shown.push('…');
            break;
        }
        if is_invisible(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// A finished message in which nothing can drive the terminal, should a part of
/// it have come from elsewhere, as the texts of libraries' errors do.
fn visible(message: &str) -> String {
    let mut shown = String::new();
    for letter in message.chars() {
        if is_invisible(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// Whether a character is one that a reader cannot see or that moves the
/// others: control characters, line separators and directional marks.
#[must_use]
pub fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The name that was probably meant, if one is near enough.
#[must_use]
pub fn nearest<'a>(wrong: &str, right: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Distances grow with the square of the length; nobody misspells so much.
    const LONGEST: usize = 200;
    if wrong.len() > LONGEST {
        return None;
    }
    let folded = wrong.to_lowercase();
    let steps = |name: &str| strsim::damerau_levenshtein(&folded, &name.to_lowercase());
    let near = right.into_iter().map(|name| (steps(name), name)).min();
    near.filter(|(steps, name)| *steps <= 1.max(name.chars().count() / 3)).map(|(_, name)| name)
}

/// The name that was probably meant, as a hint; all names if none is near and
/// they are few.
#[must_use]
pub fn did_you_mean<'a>(
    wrong: &str,
    right: impl IntoIterator<Item = &'a str>,
    what: &str,
) -> Option<String> {
    const FEW: usize = 12;
    let names: Vec<&str> = right.into_iter().collect();
    if let Some(name) = nearest(wrong, names.iter().copied()) {
        return Some(format!("did you mean `{}`?", printable(name)));
    }
    if names.is_empty() || names.len() > FEW {
        return None;
    }
    let list: Vec<String> = names.iter().map(|name| format!("`{}`", printable(name))).collect();
    Some(format!("{what} {}", list.join(", ")))
}

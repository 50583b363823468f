//! A world file: its text as a tree, and what the command line put into it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::string::FromUtf8Error;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use super::diagnostic::{Diagnostic, Diagnostics, Place, Source, did_you_mean, printable};
use super::node::{Arguments, Entry, Node, Text, Value};
use super::tree::{self, DEEPEST};

/// The largest file that is read, in bytes: a world of a million actors of four
/// fields and of two million links has less.
pub const LARGEST: u64 = 256 << 20;

/// A file that is RON and says `World(…)`; what is in there is not checked yet.
#[derive(Clone, Debug)]
pub struct WorldFile {
    source: Arc<Source>,
    /// It is `World` with named arguments or none.
    root: Node,
    /// What was set on the command line, each as `PATH=VALUE`.
    sets: Vec<String>,
}

impl WorldFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// If it cannot be read, changes while it is read, is larger than
    /// [`LARGEST`], is not text, not RON or not a world.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        let path = path.as_ref();
        let name = path.to_string_lossy().into_owned();
        let file = File::open(path).map_err(|error| unreadable(&name, &error))?;
        Self::from_reader(&name, file, Stamp::of)
    }

    /// Reads all that a reader gives; `name` stands for a path.
    ///
    /// It is asked for its stamp before and after: between two that differ,
    /// what was read may be half of one text and half of another. A pipe has no
    /// stamp, and is read as it comes.
    ///
    /// # Errors
    ///
    /// As of [`WorldFile::read`].
    pub fn from_reader<R: Read>(
        name: &str,
        mut reader: R,
        stamp: impl Fn(&R) -> io::Result<Option<Stamp>>,
    ) -> Result<Self, Diagnostics> {
        let bytes = bytes_of(&mut reader, stamp).map_err(|error| unreadable(name, &error))?;
        let Some(bytes) = bytes else {
            let message = format!("`{}` changed while it was read", printable(name));
            let hint = "run again when nobody writes to it".to_owned();
            return Err(Diagnostic::error(message).hint(hint).into());
        };
        if bytes.len() as u64 > LARGEST {
            return Err(too_large(name).into());
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::from_text(name, text),
            Err(error) => Err(not_text(name, &error).into()),
        }
    }

    /// Reads a text that came from somewhere else; `name` stands for a path.
    ///
    /// # Errors
    ///
    /// If it is larger than [`LARGEST`], not RON or not a world.
    pub fn from_text(name: &str, text: impl Into<String>) -> Result<Self, Diagnostics> {
        let mut text = text.into();
        if text.len() as u64 > LARGEST {
            return Err(too_large(name).into());
        }
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        // RON wants a comment's line to end, and not every editor ends the last.
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        let source = source(name, text, 0);
        let root = tree::read(&source, 0, 0)?;
        let fault = match &root.value {
            Value::Call(Some(name), arguments) if name.text == "World" => match arguments {
                Arguments::Named(_) | Arguments::None => {
                    return Ok(Self { source, root, sets: Vec::new() });
                }
                Arguments::Positional(_) => "what is in a `World` needs names",
            },
            Value::Call(Some(_), _)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Flag(_)
            | Value::Absent
            | Value::List(_)
            | Value::Map(_)
            | Value::Foreign => "a world begins with `World(`",
            Value::Call(None, _) => "the name `World` is missing before the `(`",
        };
        let hint = "as in `World(horizon: \"4 y\", actors: {…}, links: […], …)`".to_owned();
        let place = match &root.value {
            Value::Call(Some(name), _) => name.place.clone(),
            Value::Call(None, _)
            | Value::Number(_)
            | Value::Text(_)
            | Value::Flag(_)
            | Value::Absent
            | Value::List(_)
            | Value::Map(_)
            | Value::Foreign => root.place.first(),
        };
        Err(Diagnostic::error(fault).at("", &place).hint(hint).into())
    }

    /// What it is called in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.source.name
    }

    /// What was set on the command line, each as `PATH=VALUE`.
    #[must_use]
    pub fn sets(&self) -> &[String] {
        &self.sets
    }

    /// Its tree: `World` with named arguments or none.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    pub(super) fn root_mut(&mut self) -> &mut Node {
        &mut self.root
    }

    /// What stands at a path that [`set`](Self::set) understands; none if nothing does, as
    /// of a field that the file leaves out.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Node> {
        steps(path)?.iter().try_fold(&self.root, |node, step| node.within(step))
    }

    /// Claims this, and nothing else, of the world.
    ///
    /// It changes nothing of the world, so that it is not among what was set.
    pub fn claim(&mut self, claim: &str) {
        let intro = "--claim ";
        let source = source("command line", format!("{intro}{claim}"), self.sets.len() + 1);
        let place = Place::new(&source, 0..source.text.len());
        let list = Value::List(vec![text_from(&source, intro.len())]);
        let Value::Call(_, arguments) = &mut self.root.value else {
            unreachable!("a world is a call")
        };
        if *arguments == Arguments::None {
            *arguments = Arguments::Named(Vec::new());
        }
        *into_fields(arguments, "claims", &place) = Node { place: place.clone(), value: list };
    }

    /// Puts another value into one place, as `--set PATH=VALUE` does.
    ///
    /// A path is names with dots between them, as `actors.desk.servers`; a name
    /// with a dot in it stands in double quotes, and entries of lists and tuples
    /// are numbers from 0. The value is what would stand in a file, but texts
    /// need no quotes: `horizon` can be set to `2 y`.
    ///
    /// # Errors
    ///
    /// If there is no such place, or the value is not RON.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), Diagnostics> {
        let intro = "--set ";
        if (path.len() + value.len()) as u64 > LARGEST {
            return Err(too_large("command line").into());
        }
        let text = format!("{intro}{path}={value}");
        let source = source("command line", text, self.sets.len() + 1);
        let path_place = Place::new(&source, intro.len()..intro.len() + path.len());
        let steps = steps(path).ok_or_else(|| {
            Diagnostic::error("this is not the path of a value")
                .at("", &path_place)
                .hint("as in `horizon` or `actors.desk.servers`".to_owned())
        })?;
        // A path that is longer than any leads to nothing, whatever is to be there.
        let depth = steps.len().min(DEEPEST);
        let from = intro.len() + path.len() + 1;
        // What holds nothing but texts needs no quotes, whatever it has in it.
        let is_text = matches!(steps[0].as_str(), "title" | "claims" | "sources");
        let new = if is_text && !value.trim_start().starts_with(['"', '(', '[', '{']) {
            text_from(&source, from)
        } else {
            written_at(&source, from, depth)?
        };
        put(&mut self.root, &steps, new, &path_place)?;
        self.sets.push(format!("{path}={value}"));
        Ok(())
    }
}

fn source(name: &str, text: String, order: usize) -> Arc<Source> {
    Arc::new(Source::new(name, text, order))
}

fn too_large(name: &str) -> Diagnostic {
    let message = format!("`{}` is larger than {} MiB", printable(name), LARGEST >> 20);
    Diagnostic::error(message).hint("a world holds no data, only what it is about".to_owned())
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        _ => error.to_string(),
    };
    Diagnostic::error(format!("cannot read `{}`: {why}", printable(name)))
}

fn not_text(name: &str, error: &FromUtf8Error) -> Diagnostic {
    // No message shows more of a line than this.
    const REACH: usize = 1 << 12;
    let good = error.utf8_error().valid_up_to();
    let shown = &error.as_bytes()[..error.as_bytes().len().min(good + REACH)];
    let source = source(name, String::from_utf8_lossy(shown).into_owned(), 0);
    let place = Place::new(&source, good..good + char::REPLACEMENT_CHARACTER.len_utf8());
    Diagnostic::error("this is not UTF-8 text")
        .at("", &place)
        .hint("save the file as UTF-8".to_owned())
}

/// What shows that a file was written to. Two writes of as many bytes within a
/// tick of the file system's clock, some milliseconds, look like none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Its length in bytes.
    pub length: u64,
    /// When it was last written to, from the beginning of 1970 on, where the
    /// system says so.
    pub modified: Option<Duration>,
}

impl Stamp {
    /// The stamp of an open file; of what is no regular file, none.
    ///
    /// # Errors
    ///
    /// If the system does not tell.
    pub fn of(file: &File) -> io::Result<Option<Self>> {
        let data = file.metadata()?;
        let modified = data.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        Ok(data.is_file().then_some(Self { length: data.len(), modified }))
    }
}

/// All bytes of a reader; nothing if it changed meanwhile.
fn bytes_of<R: Read>(
    reader: &mut R,
    stamp: impl Fn(&R) -> io::Result<Option<Stamp>>,
) -> io::Result<Option<Vec<u8>>> {
    let before = stamp(reader)?;
    // One byte for the end of the last line, which may have to be added.
    let expected = before.map_or(0, |stamp| stamp.length.min(LARGEST) as usize + 1);
    let mut bytes = Vec::with_capacity(expected);
    // One byte more than is allowed tells a file that is too large from one
    // that just fits, and stops at pipes and devices that never end.
    reader.by_ref().take(LARGEST + 1).read_to_end(&mut bytes)?;
    let is_whole = stamp(reader)? == before;
    Ok(is_whole.then_some(bytes))
}

/// The names of a path; nothing if a name is empty or a quote is never closed.
pub(in crate::world) fn steps(path: &str) -> Option<Vec<String>> {
    let mut steps = Vec::new();
    let mut rest = path;
    loop {
        let (step, after) = if let Some(quoted) = rest.strip_prefix('"') {
            let (step, after) = quoted.split_once('"')?;
            (step, after)
        } else {
            rest.split_at(rest.find('.').unwrap_or(rest.len()))
        };
        if step.is_empty() {
            return None;
        }
        steps.push(step.to_owned());
        match after.strip_prefix('.') {
            Some(next) => rest = next,
            None => return after.is_empty().then_some(steps),
        }
    }
}

/// A path as it is written in `--set` and in messages.
#[must_use]
pub fn path_of(steps: &[&str]) -> String {
    let quoted: Vec<String> = steps
        .iter()
        .map(|step| {
            if step.contains('.') || step.is_empty() {
                format!("\"{step}\"")
            } else {
                (*step).to_owned()
            }
        })
        .collect();
    quoted.join(".")
}

/// A value as people write it where nothing but one value can stand: RON, or a
/// text without its quotes.
///
/// # Errors
///
/// If it is meant as RON, which a bracket or a quote shows, and is none.
pub(super) fn written(source: &Arc<Source>, from: usize) -> Result<Node, Diagnostic> {
    written_at(source, from, 0)
}

/// The same for a value at a depth of a tree.
pub(super) fn written_at(
    source: &Arc<Source>,
    from: usize,
    depth: usize,
) -> Result<Node, Diagnostic> {
    let text = &source.text[from..];
    if is_no_ron(text) {
        return Ok(text_from(source, from));
    }
    match tree::read(source, from, depth) {
        Ok(node) if node.value != Value::Foreign => Ok(node),
        Err(error) if text.contains(['"', '(', '[', '{']) => Err(error),
        Ok(_) | Err(_) => Ok(text_from(source, from)),
    }
}

/// Whether a text is clearly no RON, so that nobody needs to ask: quantities with units,
/// of which there are many. Outside of brackets, texts and comments nothing in RON has a
/// percent sign, a single slash or a space between two letters.
fn is_no_ron(text: &str) -> bool {
    let text = text.trim().as_bytes();
    let is_slash = |at: usize| text.get(at) == Some(&b'/');
    let is_odd = |at: usize| match text[at] {
        b'%' | b' ' => true,
        b'/' => !is_slash(at + 1) && (at == 0 || !is_slash(at - 1)),
        _ => false,
    };
    let is_plain = |byte: &u8| !matches!(byte, b'"' | b'\'' | b'(' | b'[' | b'{' | b'*' | b'#');
    text.iter().all(is_plain)
        && !text.windows(2).any(|pair| pair == b"//")
        && (0..text.len()).any(is_odd)
}

/// All that stands from a byte on, as a text.
fn text_from(source: &Arc<Source>, from: usize) -> Node {
    let text = &source.text[from..];
    let start = source.text.len() - text.trim_start().len();
    let letters = Text::slice(source, start..start + text.trim().len());
    Node { place: Place::new(source, from..source.text.len()), value: Value::Text(letters) }
}

/// Puts a node to where these steps lead.
fn put(node: &mut Node, steps: &[String], new: Node, at: &Place) -> Result<(), Diagnostic> {
    let (step, rest) = steps.split_first().expect("a path has at least one step");
    let what = match node.value {
        Value::Map(_) => "this world",
        _ => node.describe(),
    };
    let missing = |hint: Option<String>| {
        let message = format!("there is no `{}` in {what}", printable(step));
        Diagnostic::error(message).at("", at).hint(hint)
    };
    let found = match &mut node.value {
        Value::Call(Some(_), arguments @ Arguments::None) if rest.is_empty() => {
            *arguments = Arguments::Named(Vec::new());
            into_fields(arguments, step, at)
        }
        Value::Call(_, arguments @ Arguments::Named(_)) if rest.is_empty() => {
            into_fields(arguments, step, at)
        }
        Value::Call(_, Arguments::Named(entries)) | Value::Map(entries) => {
            let place = entries.iter().position(|entry| entry.key_text() == Some(step));
            match place {
                Some(place) => &mut entries[place].value,
                None => {
                    let keys = entries.iter().filter_map(Entry::key_text);
                    return Err(missing(did_you_mean(step, keys, "there is")));
                }
            }
        }
        Value::List(values) | Value::Call(_, Arguments::Positional(values)) => {
            let many = values.len();
            let entry = step.parse::<usize>().ok().and_then(|place| values.get_mut(place));
            match entry {
                Some(entry) => entry,
                None => {
                    let hint = format!("its entries have the numbers 0 to {}", many.max(1) - 1);
                    return Err(missing((many > 0).then_some(hint)));
                }
            }
        }
        Value::Call(_, Arguments::None)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Flag(_)
        | Value::Absent
        | Value::Foreign => return Err(missing(None)),
    };
    if rest.is_empty() {
        *found = new;
        return Ok(());
    }
    put(found, rest, new, at)
}

/// The field of this name, which is added if it is not given: the checker knows
/// whether there is one.
fn into_fields<'a>(arguments: &'a mut Arguments, name: &str, at: &Place) -> &'a mut Node {
    let Arguments::Named(entries) = arguments else {
        unreachable!("the caller passes named arguments")
    };
    let place = entries.iter().position(|entry| entry.key_text() == Some(name));
    let place = place.unwrap_or_else(|| {
        entries.push(Entry {
            key: Node { place: at.clone(), value: Value::Text(Text::from(name.to_owned())) },
            value: Node { place: at.clone(), value: Value::Absent },
        });
        entries.len() - 1
    });
    &mut entries[place].value
}

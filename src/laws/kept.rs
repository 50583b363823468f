//! Worlds that broke a law, kept as files that a person can read and run.
//!
//! It lacks what tries them: an examination begins with all that are there.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::world::{Diagnostic, Diagnostics, Place, WorldFile, is_invisible, layout, printable};

use super::violation::Violation;

/// A world that broke a law before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptWorld {
    /// Its file.
    pub path: PathBuf,
    /// All of its text.
    pub text: String,
    /// The seed that its comments name, if they name one.
    pub seed: Option<u64>,
}

/// How the line of a kept file begins that names its seed.
const SEED: &str = "// Seed: ";

/// How wide a line of comment may be.
const WIDTH: usize = 100;

/// The worlds of a folder, in the order of their names: all its files that end in `.ron`.
/// A folder that is not there has none.
///
/// # Errors
///
/// If the folder or a file cannot be read, is no world or names a seed that is none: with
/// what is wrong with all of them.
pub fn kept(folder: &Path) -> Result<Vec<KeptWorld>, Diagnostics> {
    let mut worlds = Vec::new();
    let mut flaws = Vec::new();
    for one in kept_or_not(folder)? {
        match one {
            Ok(world) => worlds.push(world),
            Err(diagnostics) => flaws.extend(diagnostics.iter().cloned()),
        }
    }
    if flaws.is_empty() { Ok(worlds) } else { Err(Diagnostics::new(flaws)) }
}

/// The same, each by itself.
///
/// # Errors
///
/// If the folder cannot be read.
pub fn kept_or_not(folder: &Path) -> Result<Vec<Result<KeptWorld, Diagnostics>>, Diagnostics> {
    let paths = match fs::read_dir(folder) {
        Ok(files) => files.map(|file| Ok(file?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    let mut paths: Vec<PathBuf> = paths.map_err(|error| {
        let folder = printable(&folder.to_string_lossy());
        Diagnostic::error(format!("what is kept in `{folder}` cannot be read: {error}"))
    })?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "ron"));
    paths.sort();
    Ok(paths.into_iter().map(kept_world).collect())
}

/// One world of a folder.
fn kept_world(path: PathBuf) -> Result<KeptWorld, Diagnostics> {
    // Whoever opens a pipe waits until somebody writes to it.
    if fs::metadata(&path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let name = printable(&path.to_string_lossy());
        return Err(Diagnostic::error(format!("cannot read `{name}`: it is no file")).into());
    }
    let file = WorldFile::read(&path)?;
    let source = &file.root().place.source;
    let mut start = 0;
    let mut seed = None;
    for line in source.text.split_inclusive('\n') {
        if let Some(number) = line.strip_prefix(SEED) {
            let place = Place::new(source, start..start + line.trim_end().len());
            seed = Some((number.trim(), place));
            break;
        }
        start += line.len();
    }
    let seed = match seed {
        None => None,
        Some((number, place)) => Some(number.parse().map_err(|_| {
            Diagnostic::error(format!("`{}` is no seed", printable(number)))
                .at("", &place)
                .hint("it is a whole number below 2^64, as in `// Seed: 104`".to_owned())
        })?),
    };
    Ok(KeptWorld { path, text: source.text.clone(), seed })
}

/// Makes a folder if it is not there, and tries whether files can be written into it: a
/// search may take hours before it has something to keep.
///
/// # Errors
///
/// If the folder cannot be made or written into.
pub fn prepare(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let trial = folder.join(format!(".trial-{}", std::process::id()));
    write_new(&trial, "a trial\n")?;
    fs::remove_file(trial)
}

/// Writes the world of a violation into a folder, which is made if it is not there. What
/// repeats it is a line made of the path.
///
/// It gives the path. A file that has the same text already stays as it is, and no file is
/// overwritten.
///
/// # Errors
///
/// If the folder cannot be made or the file not written.
pub fn keep(
    folder: &Path,
    violation: &Violation,
    repeat: impl Fn(&Path) -> String,
) -> io::Result<PathBuf> {
    let world = laid_out(&violation.text);
    let stem = format!(
        "{}-{}",
        violation.law,
        digest(&format!("{} {}\n{world}", violation.law, violation.seed))
    );
    put(folder, &stem, |path| with_story(violation, &world, &repeat(path)))
}

/// Writes two worlds that are held against each other into a folder, as [`keep`] does, with
/// comments above either that are made of both paths. It gives the paths.
///
/// # Errors
///
/// If the folder cannot be made or a file not written.
pub fn keep_pair(
    folder: &Path,
    worlds: [&str; 2],
    heads: impl Fn([&Path; 2]) -> [String; 2],
) -> io::Result<[PathBuf; 2]> {
    let worlds = worlds.map(bare);
    let stem = format!("finding-{}", digest(&worlds.concat()));
    fs::create_dir_all(folder)?;
    for number in 1_u32.. {
        let stem = numbered(&stem, number);
        let paths = ["", "-stronger"].map(|end| folder.join(format!("{stem}{end}.ron")));
        let heads = heads([&paths[0], &paths[1]]);
        let texts = [0, 1].map(|place: usize| format!("{}{}", heads[place], worlds[place]));
        let is_taken = paths[1].symlink_metadata().is_ok() && !is_text_of(&paths[1], &texts[1]);
        let was_there = paths[0].symlink_metadata().is_ok();
        if is_taken || !write(&paths[0], &texts[0])? {
            continue;
        }
        let other = write(&paths[1], &texts[1]);
        if other.as_ref().is_ok_and(|is_there| *is_there) {
            return Ok(paths);
        }
        // One without the other would name a file that is not there.
        if !was_there {
            fs::remove_file(&paths[0])?;
        }
        other?;
    }
    unreachable!("a folder has fewer files than there are numbers")
}

/// Some letters that hang on all of a text.
fn digest(text: &str) -> String {
    Sha256::digest(text).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a new file, unless one with the same text is there already.
fn put(folder: &Path, stem: &str, text: impl Fn(&Path) -> String) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    for number in 1_u32.. {
        let path = folder.join(format!("{}.ron", numbered(stem, number)));
        if write(&path, &text(&path))? {
            return Ok(path);
        }
    }
    unreachable!("a folder has fewer files than there are numbers")
}

/// The name of the first, second, … of several files.
fn numbered(stem: &str, number: u32) -> String {
    if number == 1 { stem.to_owned() } else { format!("{stem}-{number}") }
}

/// Writes a file that is not there yet, wholly or not at all: half of it would pass for what
/// was found.
///
/// # Errors
///
/// If there is anything at this path, or it cannot be written.
pub fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let written = File::create_new(path)?.write_all(text.as_bytes());
    written.inspect_err(|_| drop(fs::remove_file(path)))
}

/// Writes a file that is not there yet. It gives whether the file has this text, which it may
/// have had before.
fn write(path: &Path, text: &str) -> io::Result<bool> {
    match write_new(path, text) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(is_text_of(path, text)),
        written => written.map(|()| true),
    }
}

fn is_text_of(path: &Path, text: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|there| there == text)
}

/// The world of a violation as it is kept: what broke in comments above it, with the line
/// that repeats it.
#[must_use]
pub fn with_story(violation: &Violation, world: &str, repeat: &str) -> String {
    let mut text = String::new();
    commented(&mut text, &format!("Law `{}`: {}", violation.law, violation.statement));
    commented(&mut text, "It breaks here:");
    commented(&mut text, &violation.what);
    text.push_str(&format!("{SEED}{}\n", violation.seed));
    line_of_comment(&mut text, &format!("Repeat: {repeat}"));
    text + without_story(world)
}

/// A world without the comments that an earlier keeping put above it.
fn without_story(world: &str) -> &str {
    let ends = |line: &str| line.starts_with("// Repeat: ");
    let Some(place) = world.starts_with("// Law `").then(|| world.lines().position(ends)).flatten()
    else {
        return world;
    };
    let past: usize = world.split_inclusive('\n').take(place + 1).map(str::len).sum();
    &world[past..]
}

/// The canonical layout of a text, or the text itself if it is no world.
#[must_use]
pub fn laid_out(text: &str) -> String {
    WorldFile::from_text("a world", text).map_or_else(|_| text.to_owned(), |file| layout(&file))
}

/// A world in canonical layout without the comments above it, which tell of the world that it
/// was found near.
#[must_use]
pub fn bare(text: &str) -> String {
    let world = laid_out(text);
    let place = WorldFile::from_text("a world", &*world).ok().map(|file| file.root().place.start());
    // What is no comment above a world, as an attribute, is a part of it.
    let is_comment = |above: &str| !above.contains("#!");
    let past = place.filter(|past| is_comment(&world[..*past])).unwrap_or(0);
    world[past..].to_owned()
}

/// Writes a line of comment that is not broken, as one that repeats something: a letter of a
/// path that would end it, or is not to be seen, is written as its number.
pub fn line_of_comment(text: &mut String, line: &str) {
    text.push_str("// ");
    for letter in line.chars() {
        if is_invisible(letter) {
            text.extend(letter.escape_unicode());
        } else {
            text.push(letter);
        }
    }
    text.push('\n');
}

/// Writes words as lines of comment. A line that begins with spaces stays one.
pub fn commented(text: &mut String, words: &str) {
    for line in words.lines() {
        let shown: String =
            line.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        let mut width = 0;
        let spaces = shown.len() - shown.trim_start().len();
        for word in shown.split_whitespace() {
            let wide = word.chars().count();
            if width > 0 && width + 1 + wide > WIDTH {
                text.push('\n');
                width = 0;
            }
            if width == 0 {
                text.push_str("//");
                text.extend(std::iter::repeat_n(' ', spaces));
                width = 2 + spaces;
            }
            text.push(' ');
            text.push_str(word);
            width += 1 + wide;
        }
        if width == 0 {
            text.push_str("//");
        }
        text.push('\n');
    }
}

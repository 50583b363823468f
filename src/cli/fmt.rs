//! `foomwatch fmt`: a world in its canonical layout.
//!
//! It lacks the checker: a world that is not finished can be laid out too.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};

use clap::Args;

use crate::world::{LARGEST, WorldFile, layout};

use super::terminal::{Done, Failure, print};

#[derive(Args)]
pub(super) struct FmtArguments {
    /// The world file, or `-` for standard input
    #[arg(value_name = "WORLD")]
    path: PathBuf,
    /// Only say whether the file would change; the exit code is 1 if it would
    #[arg(long, conflicts_with = "write")]
    check: bool,
    /// Replace the file, if it would change
    #[arg(long)]
    write: bool,
}

/// Prints the layout of a world, compares it, or puts it in the file's place.
pub(super) fn fmt(arguments: &FmtArguments) -> Done {
    let path = &arguments.path;
    let is_stdin = path == Path::new("-");
    if is_stdin && arguments.write {
        return Err(Failure::Request(
            "standard input cannot be replaced".to_owned(),
            Some("leave out `--write`".to_owned()),
        ));
    }
    let (world, before) = if is_stdin { open_stdin() } else { open(path) }?;
    let after = layout(&world);
    if arguments.check {
        let name = world.name();
        let Some(line) = first_difference(&before, &after) else {
            print(&format!("{name} is in canonical layout\n"))?;
            return Ok(ExitCode::SUCCESS);
        };
        print(&format!("{name} is not in canonical layout, from line {line} on\n"))?;
        return Ok(ExitCode::FAILURE);
    }
    if !arguments.write {
        print(&after)?;
    } else if before != after {
        replace(path, &after).map_err(|error| {
            let message = format!("`{}` cannot be replaced: {error}", path.display());
            Failure::Request(message, Some("it is as it was".to_owned()))
        })?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A world file, and its text as it stands there.
fn open(path: &Path) -> Result<(WorldFile, String), Failure> {
    match File::open(path).and_then(text_of) {
        Ok(text) => Ok((WorldFile::from_text(&path.to_string_lossy(), text.clone())?, text)),
        // The reader of worlds knows the words for what cannot be read.
        Err(_) => {
            let world = WorldFile::read(path)?;
            let text = world.root().place.source.text.clone();
            Ok((world, text))
        }
    }
}

fn open_stdin() -> Result<(WorldFile, String), Failure> {
    let text = text_of(io::stdin()).map_err(|error| {
        Failure::Request(format!("standard input cannot be read: {error}"), None)
    })?;
    Ok((WorldFile::from_text("standard input", text.clone())?, text))
}

fn text_of(from: impl Read) -> io::Result<String> {
    let mut text = String::new();
    // One byte more than a world may have tells one that is too large.
    from.take(LARGEST + 1).read_to_string(&mut text)?;
    Ok(text)
}

/// The first line, from 1, in which two texts differ.
fn first_difference(before: &str, after: &str) -> Option<usize> {
    let same = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let is_same = same == before.len() && same == after.len();
    let lines = before.as_bytes()[..same].iter().filter(|byte| **byte == b'\n').count();
    (!is_same).then_some(lines + 1)
}

/// Puts a text in the place of a file, whole or not at all. Of a symbolic link,
/// it is the target that is replaced.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let old = fs::metadata(&path)?;
    if !old.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    // Whoever may not write to the file may still be able to rename another over
    // it, which would be a way around what its owner wants.
    OpenOptions::new().write(true).open(&path)?;
    let (mut file, temporary) = create_beside(&path)?;
    let done = (|| {
        file.write_all(text.as_bytes())?;
        keep_owner(&temporary, &old);
        fs::set_permissions(&temporary, old.permissions())?;
        file.sync_all()?;
        fs::rename(&temporary, &path)
    })();
    if done.is_err() {
        // The first fault is the one to tell.
        let _ = fs::remove_file(&temporary);
    }
    done
}

/// A new file in the folder of another, under a name that nobody has.
fn create_beside(path: &Path) -> io::Result<(File, PathBuf)> {
    const ATTEMPTS: u32 = 100;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut fault = io::Error::from(io::ErrorKind::AlreadyExists);
    for attempt in 0..ATTEMPTS {
        let temporary = path.with_file_name(format!(".{name}.{}.{attempt}", process::id()));
        match File::create_new(&temporary) {
            Ok(file) => return Ok((file, temporary)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => fault = error,
            Err(error) => return Err(error),
        }
    }
    Err(fault)
}

/// Gives a file the owner of another one, where the system lets us.
#[cfg(unix)]
fn keep_owner(path: &Path, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt as _, chown};
    // Whoever may write to a file of somebody else may not give files away, and
    // its text matters more.
    let _ = chown(path, Some(old.uid()), Some(old.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_path: &Path, _old: &fs::Metadata) {}

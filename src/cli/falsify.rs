//! `foomwatch falsify`: a world near a given one in which a claim fails.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::behaviors::Roles;
use crate::experiment::{Watch, program, quoted, quoted_path};
use crate::laws::falsify::neighborhood::Allowed;
use crate::laws::falsify::within::Within;
use crate::laws::falsify::{Falsified, Falsifying, falsify as search, prepared};
use crate::laws::kept::write_new;
use crate::report::falsify::{Shown, head, json, text};
use crate::world::{Diagnostic, Diagnostics, WorldFile, check, printable};

use super::terminal::{
    Done, Failure, INTERRUPTED, many, print, progress_bar, stop_on_interrupt, whole,
};

#[derive(Args)]
pub(super) struct FalsifyArguments {
    /// The world file
    #[arg(value_name = "WORLD")]
    path: PathBuf,
    /// What is to fail, if not the first claim of the world
    #[arg(long, value_name = "CLAIM")]
    claim: Option<String>,
    /// What may be moved: `PATH=LOW..HIGH`, `PATH=×0.5..2`, or `PATH` for its usual range; it
    /// can be given several times. Without it, all values, by a factor of at most two
    #[arg(long = "within", value_name = "RANGE", allow_hyphen_values = true)]
    within: Vec<String>,
    /// What kinds of changes are allowed
    #[arg(long, value_enum, default_value_t = Edits::Parameters)]
    edits: Edits,
    /// The seed of the search and of all chances
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole)]
    seed: u64,
    /// How many replications a test has; a look of the search has a tenth of that
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10_000, value_parser = many)]
    replications: u64,
    /// How many worlds are looked at at most
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = whole)]
    budget: u64,
    /// How many threads [default: one a core]
    #[arg(long, value_name = "T", value_parser = many)]
    threads: Option<u64>,
    /// Where the world in which the claim fails is written; nothing is overwritten
    #[arg(short = 'o', long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Edits {
    /// Links are dropped and added
    Links,
    /// Values are moved
    Parameters,
    /// Either
    Both,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// What differs, and what was tried
    Text,
    /// One JSON object
    Json,
}

/// Looks for a world in which the claim fails, and prints or writes it.
pub(super) fn falsify(arguments: &FalsifyArguments, roles: &Roles) -> Done {
    let file = WorldFile::read(&arguments.path)?;
    let claim = claim(&file, arguments, roles)?;
    let (within, mut flaws) = read(arguments);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let falsifying = Falsifying {
        file: &file,
        roles,
        claim: &claim,
        within: &within,
        allowed: match arguments.edits {
            Edits::Links => Allowed::Links,
            Edits::Parameters => Allowed::Parameters,
            Edits::Both => Allowed::Both,
        },
        budget: arguments.budget,
        replications: arguments.replications,
        seed: arguments.seed,
        threads: arguments.threads.map_or(cores, |threads| threads as usize),
    };
    // All that is wrong with what is asked of a sound world is said at once.
    if !flaws.is_empty() {
        let others = prepared(&falsifying).err().unwrap_or_default();
        flaws.extend(others.iter().cloned());
        return Err(Diagnostics::new(flaws).into());
    }
    let stop = stop_on_interrupt()?;
    let bar = progress_bar(arguments.budget);
    let watch = Watch { progress: &|done| bar.inc(done), stop: &stop };
    let falsified = search(&falsifying, &watch)?;
    bar.finish_and_clear();
    let say = |file: Option<&Path>, tell: &dyn Fn(&Shown<'_>) -> String| {
        let run = run_line(arguments, &claim, &falsified, file);
        let (world, seed) = (arguments.path.to_string_lossy(), arguments.seed);
        let file = file.map(Path::to_string_lossy);
        let (world, file) = (&*world, file.as_deref());
        tell(&Shown { world, falsified: &falsified, seed, file, run: &run })
    };
    let written = match (arguments.output.as_deref(), &falsified.found) {
        (Some(output), Some(found)) => {
            let text = say(Some(output), &|shown| head(shown, found) + "\n" + &found.text);
            write(output, &text).map(|()| Some(output))
        }
        (_, None) | (None, _) => Ok(None),
    };
    // What took hours is told even if it cannot be kept.
    let file = written.as_ref().ok().copied().flatten();
    let printed = print(&match arguments.format {
        Format::Text => say(file, &text),
        Format::Json => say(file, &json),
    });
    // A closed pipe is no failure, and must not hide one.
    written?;
    printed?;
    Ok(match (falsified.interrupted, falsified.found.is_some()) {
        (true, _) => ExitCode::from(INTERRUPTED),
        (false, true) => ExitCode::FAILURE,
        (false, false) => ExitCode::SUCCESS,
    })
}

/// The claim that is to fail: the one that is asked for, or the world's first.
fn claim(file: &WorldFile, arguments: &FalsifyArguments, roles: &Roles) -> Result<String, Failure> {
    // What is wrong with the world itself is said before anything else.
    let (blueprint, _) = check(file, roles)?;
    if let Some(claim) = &arguments.claim {
        return Ok(claim.clone());
    }
    let first = blueprint.claims().first().map(|claim| claim.text.clone());
    first.ok_or_else(|| {
        Failure::Request(
            format!("`{}` claims nothing", printable(blueprint.path())),
            Some("as in --claim 'P(noticed before takeoff) >= 50 %'".to_owned()),
        )
    })
}

/// What may be moved, and what cannot be read of it or be written later.
fn read(arguments: &FalsifyArguments) -> (Vec<Within>, Vec<Diagnostic>) {
    let (mut within, mut flaws) = (Vec::new(), Vec::new());
    for one in &arguments.within {
        match Within::parse(one) {
            Ok(one) => within.push(one),
            Err(found) => flaws.extend(found.iter().cloned()),
        }
    }
    flaws.extend(arguments.output.as_ref().and_then(|output| can_be_written(output).err()));
    (within, flaws)
}

/// Tries whether a file can be written there, before the search, which is long. What was
/// tried with is taken away again.
fn can_be_written(path: &Path) -> Result<(), Diagnostic> {
    let tried = File::create_new(path).and_then(|_| fs::remove_file(path));
    tried.map_err(|error| {
        let path = printable(&path.to_string_lossy());
        match error.kind() {
            io::ErrorKind::AlreadyExists => {
                let message = format!("`{path}` is there already, and stays as it is");
                Diagnostic::error(message).hint("choose another name".to_owned())
            }
            _ => Diagnostic::error(format!("`{path}` cannot be written: {error}")),
        }
    })
}

/// Writes a file that is not there yet. If it cannot, it says which.
fn write(path: &Path, text: &str) -> io::Result<()> {
    write_new(path, text).map_err(|error| {
        let path = printable(&path.to_string_lossy());
        io::Error::new(error.kind(), format!("`{path}`: {error}"))
    })
}

/// The line that runs what was found on the chances of its figures.
fn run_line(
    arguments: &FalsifyArguments,
    claim: &str,
    falsified: &Falsified,
    file: Option<&Path>,
) -> String {
    let is_itself = falsified.found.as_ref().is_none_or(|found| found.told.is_empty());
    let path = match file {
        Some(file) => file,
        None if is_itself => arguments.path.as_path(),
        None => Path::new("found.ron"),
    };
    let claims = format!("claims=[{}]", crate::world::quoted(claim));
    let mut line = format!(
        "{} run {} --set {}",
        program(),
        quoted_path(&path.to_string_lossy()),
        quoted(&claims)
    );
    let found = falsified.found.as_ref().map(|found| &found.answer);
    if let Some(answer) = found.or(falsified.as_it_is.as_ref()) {
        line += &format!(" -n {} --seed {}", answer.replications, answer.seed);
    }
    line
}

//! `foomwatch laws`: what must hold in every world, tried on generated ones or on edits of one.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::behaviors::Roles;
use crate::experiment::{Watch, program, quoted_path};
use crate::laws::examine::{Examination, Examined, SOUND, Worlds, examine};
use crate::laws::findings::{Finding, findings};
use crate::laws::kept::{KeptWorld, keep, keep_pair, kept_or_not, prepare};
use crate::laws::sources::{Edited, Generated};
use crate::laws::violation::{Origin, Violation};
use crate::laws::{Law, Specimen, laws as book};
use crate::report::findings::{self as report, Shown};
use crate::report::laws::{Tried, json, list, list_json, text};
use crate::world::{Diagnostics, WorldFile, check, did_you_mean, printable};

use super::terminal::{
    Done, Failure, INTERRUPTED, many, print, progress_bar, stop_on_interrupt, whole,
};

#[derive(Args)]
pub(super) struct LawsArguments {
    /// A world whose edits are tried, itself first; without one, worlds are generated
    #[arg(value_name = "WORLD")]
    world: Option<PathBuf>,
    /// How many worlds
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = whole)]
    cases: u64,
    /// The index of the first world: those before it were tried already
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole)]
    from: u64,
    /// Try this law only; it can be given several times
    #[arg(long = "law", value_name = "NAME")]
    law: Vec<String>,
    /// The seed of the worlds and of all chances
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole)]
    seed: u64,
    /// Keep worlds that break a law here; those that are here are tried first
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// How many threads [default: one a core]
    #[arg(long, value_name = "N", value_parser = many)]
    threads: Option<u64>,
    /// List all laws and try none
    #[arg(long)]
    list: bool,
    /// Look for worlds near WORLD in which stronger oversight lets notice come later
    #[arg(long, requires = "world", conflicts_with_all = ["from", "law", "list"])]
    findings: bool,
    /// How many replications a finding is tested on; a look of the search has a tenth of that
    #[arg(
        short = 'n', long, value_name = "N", default_value_t = 10_000, value_parser = many,
        requires = "findings"
    )]
    replications: u64,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables, and the smallest world that broke a law
    Text,
    /// One JSON object
    Json,
}

/// Tries laws on worlds and prints how they fared.
pub(super) fn laws(arguments: &LawsArguments, roles: &Roles) -> Done {
    let laws = wanted(&arguments.law)?;
    if arguments.list {
        print(&match arguments.format {
            Format::Text => list(&laws),
            Format::Json => list_json(&laws),
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let seed = arguments.seed;
    if arguments.from.checked_add(arguments.cases).is_none() {
        let message = "there are no worlds with so large an index".to_owned();
        return Err(Failure::Request(message, Some("see --from and --cases".to_owned())));
    }
    if let (true, Some(path)) = (arguments.findings, &arguments.world) {
        return find(arguments, path, roles);
    }
    let worlds: Box<dyn Worlds> = match &arguments.world {
        Some(path) => Box::new(Edited::new(&specimen(path, roles, seed)?, seed)),
        None => Box::new(Generated::new(roles, seed)),
    };
    let kept = match &arguments.keep {
        Some(folder) => {
            prepare(folder).map_err(|error| unwritable(folder, &error))?;
            tried_first(folder, roles)?
        }
        None => Vec::new(),
    };
    let examination = Examination {
        roles,
        laws: &laws,
        kept: &kept,
        worlds: &*worlds,
        from: arguments.from,
        cases: arguments.cases,
        seed,
        threads: threads(arguments),
    };
    let stop = stop_on_interrupt()?;
    let bar = progress_bar(arguments.cases.saturating_add(kept.len() as u64));
    let watch = Watch { progress: &|done| bar.inc(done), stop: &stop };
    let examined = examine(&examination, &watch);
    bar.finish_and_clear();
    tell(arguments, kept.len(), &examined)
}

/// Keeps what broke, prints how the laws fared, of so many kept worlds too, and chooses the exit
/// code.
fn tell(arguments: &LawsArguments, kept: usize, examined: &Examined) -> Done {
    let seed = arguments.seed;
    let mut repeats = Vec::new();
    let mut files = Vec::new();
    let mut failed = None;
    for violation in &examined.violations {
        let file = file_of(violation, arguments.keep.as_deref());
        let file = or_failed(file, &mut failed);
        repeats.push(match &violation.origin {
            // No file repeats what the door refuses: it is made anew.
            Origin::Case(index) if violation.law == SOUND.name => {
                format!("{} laws --seed {seed} --from {index} --cases 1", program())
            }
            Origin::Case(_) | Origin::Kept(_) => {
                repeat(violation, file.as_deref().unwrap_or(Path::new("broken.ron")))
            }
        });
        files.push(file.map(|file| file.to_string_lossy().into_owned()));
    }
    let world = arguments.world.as_ref().map(|path| path.to_string_lossy());
    let is_left = examined.worlds < arguments.cases || examined.kept < kept as u64;
    let rest = is_left.then(|| rest(arguments, examined.worlds));
    let tried = Tried {
        world: world.as_deref(),
        from: arguments.from,
        cases: arguments.cases,
        seed,
        examined,
        rest: rest.as_deref(),
        repeats: &repeats,
        files: &files,
    };
    let printed = print(&match arguments.format {
        Format::Text => text(&tried),
        Format::Json => json(&tried),
    });
    // A closed pipe is no failure, and must not hide one.
    kept_all(arguments, failed)?;
    printed?;
    Ok(match (examined.interrupted, examined.is_clean()) {
        (true, _) => ExitCode::from(INTERRUPTED),
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::FAILURE,
    })
}

/// Looks for worlds near one in which stronger oversight lets notice come later.
fn find(arguments: &LawsArguments, path: &Path, roles: &Roles) -> Done {
    let seed = arguments.seed;
    let worlds = Edited::new(&specimen(path, roles, seed)?, seed);
    if let Some(folder) = &arguments.keep {
        prepare(folder).map_err(|error| unwritable(folder, &error))?;
    }
    let finding = Finding {
        roles,
        worlds: &worlds,
        cases: arguments.cases,
        replications: arguments.replications,
        seed,
        threads: threads(arguments),
    };
    let stop = stop_on_interrupt()?;
    let bar = progress_bar(arguments.cases);
    let watch = Watch { progress: &|done| bar.inc(done), stop: &stop };
    let found = findings(&finding, &watch);
    bar.finish_and_clear();
    let mut files = Vec::new();
    let mut failed = None;
    for one in &found.found {
        files.push(match &arguments.keep {
            Some(folder) => {
                let worlds = [one.text.as_str(), &one.stronger_text];
                let pair = keep_pair(folder, worlds, |paths| report::heads(one, paths)).map(Some);
                or_failed(pair, &mut failed).map(|[one, other]| {
                    (one.to_string_lossy().into_owned(), other.to_string_lossy().into_owned())
                })
            }
            None => None,
        });
    }
    let world = path.to_string_lossy();
    let shown = Shown { world: &world, findings: &found, seed, files: &files };
    let printed = print(&match arguments.format {
        Format::Text => report::text(&shown),
        Format::Json => report::json(&shown),
    });
    kept_all(arguments, failed)?;
    printed?;
    Ok(if found.interrupted { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS })
}

fn threads(arguments: &LawsArguments) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    arguments.threads.map_or(cores, |threads| threads as usize)
}

/// The laws of these names, in the order of the book; all if nobody names any.
fn wanted(names: &[String]) -> Result<Vec<Law>, Failure> {
    let all = book();
    let is_there = |name: &str| all.iter().any(|law| law.name == name);
    let unknown: Vec<&String> = names.iter().filter(|name| !is_there(name)).collect();
    if let Some((last, others)) = unknown.split_last() {
        let mut hints: Vec<String> = Vec::new();
        for name in &unknown {
            let hint = did_you_mean(name, all.iter().map(|law| law.name), "the laws are");
            let hint = hint.unwrap_or_else(|| format!("{} laws --list has all", program()));
            if !hints.contains(&hint) {
                hints.push(hint);
            }
        }
        let quoted = |name: &String| format!("`{}`", printable(name));
        let others: Vec<String> = others.iter().map(|name| quoted(name)).collect();
        let which = match others.is_empty() {
            true => quoted(last),
            false => format!("{} and no law {}", others.join(", no law "), quoted(last)),
        };
        return Err(Failure::Request(format!("there is no law {which}"), Some(hints.join(" "))));
    }
    let is_wanted = |law: &&Law| names.is_empty() || names.iter().any(|name| name == law.name);
    Ok(all.iter().filter(is_wanted).copied().collect())
}

/// The world of a file under these chances.
fn specimen(path: &Path, roles: &Roles, seed: u64) -> Result<Specimen, Failure> {
    let file = WorldFile::read(path)?;
    // The door's own messages name the file.
    check(&file, roles)?;
    Ok(Specimen::new(file.root().place.source.text.as_str(), roles, seed)?)
}

/// The worlds of a folder, which are such that the door lets in: what is kept is tried for
/// ever. What is wrong with each of them is said at once.
fn tried_first(folder: &Path, roles: &Roles) -> Result<Vec<KeptWorld>, Failure> {
    let mut kept = Vec::new();
    let mut flawed: Vec<Diagnostics> = Vec::new();
    for one in kept_or_not(folder)? {
        match one.and_then(|world| sound(&world, roles).map(|()| world)) {
            Ok(world) => kept.push(world),
            Err(flaws) => flawed.push(flaws),
        }
    }
    let Some(last) = flawed.pop() else { return Ok(kept) };
    // World by world, as lines of one file say nothing about those of another.
    let mut stderr = anstream::stderr().lock();
    for flaws in flawed {
        let _ = writeln!(stderr, "{}", flaws.render(true));
    }
    Err(Failure::World(last))
}

fn sound(kept: &KeptWorld, roles: &Roles) -> Result<(), Diagnostics> {
    let name = kept.path.to_string_lossy();
    let file = WorldFile::from_text(&name, kept.text.clone())?;
    check(&file, roles).map(|_| ())
}

fn unwritable(folder: &Path, error: &io::Error) -> Failure {
    let folder = printable(&folder.to_string_lossy());
    Failure::Request(format!("nothing can be kept in `{folder}`: {error}"), None)
}

/// What was kept, or nothing where that failed: the answer comes first, whatever becomes of
/// its files.
fn or_failed<T>(kept: io::Result<Option<T>>, failed: &mut Option<io::Error>) -> Option<T> {
    kept.unwrap_or_else(|error| {
        failed.get_or_insert(error);
        None
    })
}

/// Fails where something could not be kept, and says where.
fn kept_all(arguments: &LawsArguments, failed: Option<io::Error>) -> Result<(), Failure> {
    let (Some(folder), Some(error)) = (&arguments.keep, failed) else { return Ok(()) };
    let folder = printable(&folder.to_string_lossy());
    let message = format!("nothing more can be kept in `{folder}`: {error}");
    Err(Failure::Output(io::Error::new(error.kind(), message)))
}

/// The file that has the world of a violation: its own, or a new one where worlds are kept.
fn file_of(violation: &Violation, folder: Option<&Path>) -> io::Result<Option<PathBuf>> {
    match (&violation.origin, folder) {
        (Origin::Kept(path), _) => Ok(Some(path.clone())),
        (Origin::Case(_), None) => Ok(None),
        (Origin::Case(_), Some(_)) if violation.law == SOUND.name => Ok(None),
        (Origin::Case(_), Some(folder)) => {
            keep(folder, violation, |path| repeat(violation, path)).map(Some)
        }
    }
}

/// The line that tries the worlds that are left after so many.
fn rest(arguments: &LawsArguments, tried: u64) -> String {
    let path = |path: &Path| quoted_path(&path.to_string_lossy());
    let LawsArguments { from, cases, seed, .. } = arguments;
    let (from, cases) = (from.saturating_add(tried), cases - tried);
    let mut line = format!("{} laws", program());
    line.extend(arguments.world.as_deref().map(|world| format!(" {}", path(world))));
    line += &format!(" --cases {cases} --from {from} --seed {seed}");
    line.extend(arguments.law.iter().map(|law| format!(" --law {law}")));
    line.extend(arguments.keep.as_deref().map(|folder| format!(" --keep {}", path(folder))));
    line.extend(arguments.threads.map(|threads| format!(" --threads {threads}")));
    line.push_str(match arguments.format {
        Format::Text => "",
        Format::Json => " --format json",
    });
    line
}

/// The line that repeats a violation, if its world is in this file.
fn repeat(violation: &Violation, path: &Path) -> String {
    format!(
        "{} laws {} --law {} --seed {} --cases 1",
        program(),
        quoted_path(&path.to_string_lossy()),
        violation.tried,
        violation.seed
    )
}

//! Puts faults into a copy of the program and says what catches each, one at a time:
//! `cargo run --release --example faults`.
//!
//! The copy is in a folder of its own, and the source is not touched. It is built once, with
//! all of `tests/faults/*.ron` in it, of which each run has one in force. The laws are tried
//! on generated worlds, and where they stay silent, the reference cases of
//! `worlds/validation`. It ends with a table, which `--write` puts into `docs/laws.md`; the
//! exit code is 1 if a fault was not caught.

#[path = "../../tests/it/cases.rs"]
mod cases;
mod catch;
mod entrance;
mod list;
mod switch;
mod table;
mod yard;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use clap::Parser;

use catch::Catch;
use list::{Fault, faults};
use table::Row;
use yard::{Ended, Yard};

#[derive(Parser)]
#[command(about = "Puts faults into a copy of the program and says what catches each")]
struct Arguments {
    /// On how many generated worlds the laws are tried
    #[arg(long, default_value_t = 1000)]
    cases: u64,
    /// The seed of the worlds and of all chances
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only faults whose names have this in them
    #[arg(long)]
    only: Option<String>,
    /// A law that is left out, as while it is mended; it can be given several times
    #[arg(long, value_name = "LAW")]
    without: Vec<String>,
    /// How many faults are tried at a time [default: one a core]
    #[arg(long)]
    threads: Option<usize>,
    /// Where the copy is made [default: a folder among the temporary ones]
    #[arg(long)]
    folder: Option<PathBuf>,
    /// After how many minutes a program counts as never ending
    #[arg(long, default_value_t = 15)]
    minutes: u64,
    /// Write the table into docs/laws.md
    #[arg(long, conflicts_with = "only")]
    write: bool,
    /// Look what catches this program itself, and print it
    #[arg(long, hide = true)]
    itself: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.itself {
        if let Some(caught) = catch::first(arguments.cases, arguments.seed, &arguments.without) {
            println!("{CAUGHT}{}", caught.line());
        }
        return ExitCode::SUCCESS;
    }
    match all(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

/// What a line begins with that says what caught a program.
const CAUGHT: &str = "caught by: ";

/// Tries all faults, and says whether each was caught.
fn all(arguments: &Arguments) -> Result<bool, String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = arguments.folder.clone();
    let folder = folder.unwrap_or_else(|| std::env::temp_dir().join("foomwatch-faults"));
    let faults = faults(&root);
    let files = with_faults(&root, &faults)?;
    eprintln!("the copy is in {}", folder.display());
    let yard = Yard::of(&root, &folder, |path| files.get(path).cloned());
    let yard = yard.map_err(|error| error.to_string())?;
    let program = yard.build()?;

    let only = |fault: &Fault| {
        arguments.only.as_ref().is_none_or(|part| fault.name.contains(part.as_str()))
    };
    // The program without any fault, number 0, must be caught by nothing.
    let wanted = (1..).zip(&faults).filter(|(_, fault)| only(fault)).map(|(number, _)| number);
    let numbers: Vec<usize> = [0].into_iter().chain(wanted).collect();
    let tries = Tries { arguments, yard: &yard, program: &program, faults: &faults };
    let mut catches = tries.of(&numbers)?.into_iter();
    if let Some(caught) = catches.next().flatten() {
        return Err(format!("without a fault: {}, {}", caught.by, caught.how));
    }
    let tried = numbers[1..].iter().map(|number| &faults[number - 1]);
    let rows: Vec<Row> = tried.zip(catches).map(|(fault, caught)| row(fault, caught)).collect();
    let text = table::table(&rows);
    print!("{text}");
    let uncaught = rows.iter().filter(|row| row.by == NOTHING).count();
    eprintln!("{} faults, {uncaught} of them not caught", rows.len());
    if arguments.write {
        write(&root, &text)?;
    }
    Ok(uncaught == 0)
}

/// The files that have faults, with all of them in, and the crate's root, which says which
/// one is in force.
fn with_faults(root: &Path, faults: &[Fault]) -> Result<BTreeMap<PathBuf, String>, String> {
    let read = |file: &str| fs::read_to_string(root.join(file)).map_err(|why| why.to_string());
    let mut by_file: BTreeMap<&str, Vec<(usize, &Fault)>> = BTreeMap::new();
    for (number, fault) in (1..).zip(faults) {
        by_file.entry(&fault.file).or_default().push((number, fault));
    }
    let mut files = BTreeMap::new();
    for (file, there) in by_file {
        files.insert(PathBuf::from(file), switch::with_all(&read(file)?, &there)?);
    }
    let crate_root = [entrance::ATTRIBUTE, &read("src/lib.rs")?, entrance::MODULE].concat();
    files.insert(PathBuf::from("src/lib.rs"), crate_root);
    Ok(files)
}

/// What stands in the table for a fault that nothing caught.
const NOTHING: &str = "nothing";

fn row(fault: &Fault, caught: Option<Catch>) -> Row {
    let (by, worlds) = caught.map_or((NOTHING.to_owned(), None), |it| (it.by, it.worlds));
    let worlds = worlds.map_or_else(|| "–".to_owned(), |worlds| worlds.to_string());
    Row { fault: table::fault(&fault.name, &fault.what), by, worlds }
}

fn write(root: &Path, text: &str) -> Result<(), String> {
    let path = root.join(table::DOCUMENT);
    let document = fs::read_to_string(&path).map_err(|why| why.to_string())?;
    let document = table::put(&document, text).ok_or("the document has no place for the table")?;
    fs::write(&path, document).map_err(|why| why.to_string())
}

/// The program with faults in it, and how it is tried.
struct Tries<'a> {
    arguments: &'a Arguments,
    yard: &'a Yard,
    program: &'a Path,
    faults: &'a [Fault],
}

impl Tries<'_> {
    /// What catches the program under each of these numbers, several at a time; it says so
    /// as soon as it knows.
    fn of(&self, numbers: &[usize]) -> Result<Vec<Option<Catch>>, String> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = self.arguments.threads.unwrap_or(cores).max(1);
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let found = Mutex::new(BTreeMap::new());
        let work = || {
            while let Some(number) = numbers.get(next.fetch_add(1, Ordering::Relaxed)) {
                let caught = self.caught(*number);
                let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                eprintln!("{done}/{}: {}", numbers.len(), self.told(*number, &caught));
                found.lock().expect("nobody panics").insert(*number, caught);
            }
        };
        thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
        let mut found = found.into_inner().expect("nobody panicked");
        numbers.iter().map(|number| found.remove(number).expect("each was tried")).collect()
    }

    fn told(&self, number: usize, caught: &Result<Option<Catch>, String>) -> String {
        let fault = number.checked_sub(1).map(|place| self.faults[place].name.as_str());
        let name = fault.unwrap_or("no fault");
        match caught {
            Ok(Some(Catch { by, worlds: Some(worlds), how })) => {
                format!("{name}: {by} after {worlds} worlds: {how}")
            }
            Ok(Some(Catch { by, worlds: None, how })) => format!("{name}: {by}: {how}"),
            Ok(None) => format!("{name}: caught by nothing"),
            Err(why) => format!("{name}: {why}"),
        }
    }

    /// What catches the program while the fault with this number is in force.
    fn caught(&self, number: usize) -> Result<Option<Catch>, String> {
        let Arguments { cases, seed, without, minutes, .. } = self.arguments;
        let mut command = Command::new(self.program);
        command.env(entrance::VARIABLE, number.to_string());
        command.args(["--itself", "--cases", &cases.to_string(), "--seed", &seed.to_string()]);
        command.args(without.iter().flat_map(|law| ["--without", law]));
        let most = Duration::from_secs(60 * minutes);
        let caught = |by: &str, how: String| Catch { by: by.to_owned(), worlds: None, how };
        let ended = self.yard.run(command, &number.to_string(), most);
        match ended.map_err(|error| error.to_string())? {
            Ended::Late => Ok(Some(caught("the clock: it never ends", String::new()))),
            Ended::Done(status, said) => {
                let line = said.lines().find_map(|line| line.strip_prefix(CAUGHT));
                match line.map(Catch::of_line) {
                    Some(found) => Ok(found),
                    None if status.success() => Ok(None),
                    None => Ok(Some(caught("an abort", said))),
                }
            }
        }
    }
}

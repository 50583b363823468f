//! Puts faults into a copy of the program, one at a time, and says what catches each:
//! `cargo run --release --example faults`.
//!
//! Each of `tests/faults/*.ron` is put into a copy of the source in a folder of its own and
//! built. The laws are tried on generated worlds then, and where they stay silent, the
//! reference cases of `worlds/validation`. It ends with a table; the exit code is 1 if a
//! fault was not caught.

#[path = "../../tests/it/cases.rs"]
mod cases;
mod catch;
mod list;
mod yard;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Duration;

use clap::Parser;

use catch::Catch;
use list::{Fault, faults};
use yard::{Ended, Yard};

#[derive(Parser)]
#[command(about = "Puts faults into a copy of the program and says what catches them")]
struct Arguments {
    /// On how many generated worlds the laws are tried
    #[arg(long, default_value_t = 3000)]
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
    /// Where the copy is made [default: a folder among the temporary ones]
    #[arg(long)]
    folder: Option<PathBuf>,
    /// After how many minutes a program counts as never ending
    #[arg(long, default_value_t = 15)]
    minutes: u64,
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
    let yard = Yard::of(&root, &folder).map_err(|error| error.to_string())?;
    eprintln!("the copy is in {}", folder.display());
    if let Some(caught) = tried(&yard, arguments)? {
        return Err(format!("without a fault: {}, {}", caught.by, caught.how));
    }
    let only = |fault: &Fault| {
        arguments.only.as_ref().is_none_or(|part| fault.name.contains(part.as_str()))
    };
    println!("| fault | caught by | after worlds | expected |\n|---|---|---|---|");
    let (mut tried_so_far, mut uncaught) = (0, Vec::new());
    for fault in faults(&root).into_iter().filter(only) {
        let text = fs::read_to_string(root.join(&fault.file)).map_err(|error| error.to_string())?;
        let faulty = fault.put_into(&text)?;
        yard.write(&fault.file, &faulty).map_err(|error| error.to_string())?;
        let caught = tried(&yard, arguments);
        yard.write(&fault.file, &text).map_err(|error| error.to_string())?;
        tried_so_far += 1;
        match caught.map_err(|why| format!("{}: {why}", fault.name))? {
            Some(Catch { by, worlds, how }) => {
                let worlds = worlds.map_or_else(|| "–".to_owned(), |worlds| worlds.to_string());
                println!("{} {by} | {worlds} | {} |", row(&fault), fault.expected);
                eprintln!("{}: {how}", fault.name);
            }
            None => {
                println!("{} nothing | – | {} |", row(&fault), fault.expected);
                uncaught.push(fault.name);
            }
        }
    }
    eprintln!("{tried_so_far} faults, {} of them not caught {uncaught:?}", uncaught.len());
    Ok(uncaught.is_empty())
}

/// How a fault's row of the table begins.
fn row(fault: &Fault) -> String {
    format!("| **{}**: {} |", fault.name, fault.what)
}

/// Builds the copy as it is, and looks what catches it.
fn tried(yard: &Yard, arguments: &Arguments) -> Result<Option<Catch>, String> {
    let program = yard.build()?;
    let mut command = Command::new(program);
    command.arg("--itself").args(["--cases", &arguments.cases.to_string()]);
    command.args(["--seed", &arguments.seed.to_string()]);
    for law in &arguments.without {
        command.args(["--without", law]);
    }
    let most = Duration::from_secs(60 * arguments.minutes);
    let caught = |by: &str, how: String| Catch { by: by.to_owned(), worlds: None, how };
    match yard.run(command, most).map_err(|error| error.to_string())? {
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

//! Floor 9: the command line, one file per command. The only place that prints.
//!
//! ```text
//!  terminal ─┬─ run   break-even   falsify   laws   check   fmt   graph   blind-spots   trace
//!            ├─ roles   reference   new
//!            └─ main: arguments → command → exit code
//! ```
//!
//! The law of the floor: exit code 0 is an answer; 1 is one that could not be written, the answer
//! of `fmt --check` that a file would change, a law that broke, or a world in which a claim fails;
//! 2 is a fault of the input, and no file was touched; 130 is an interrupted run that says what it
//! had; 101 is a bug and comes with the line that repeats it. A closed pipe ends a command without
//! a word.

mod terminal;

mod blind_spots;
mod break_even;
mod check;
mod falsify;
mod fmt;
mod graph;
mod laws;
mod new;
mod reference;
mod roles;
mod run;
mod trace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::behaviors::Roles;
use crate::experiment::program;
use crate::world::check_defaults;

use terminal::Failure;

/// The exit code of a fault of the input, as of the arguments themselves.
const BAD_INPUT: u8 = 2;

#[derive(Parser)]
#[command(
    name = "foomwatch",
    version,
    about = "Is concerning AI work noticed before takeoff? A simulator of oversight and its failures.",
    after_help = "Example:\n  foomwatch run worlds/first.ron",
    propagate_version = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Simulate a world many times and say what came of it
    #[command(after_help = "Examples:\n  foomwatch run worlds/first.ron\n  \
        foomwatch run worlds/first.ron -n 100000 --seed 7 --set 'actors.meter.hazard=2/mo'\n  \
        foomwatch run worlds/first.ron --format json")]
    Run(run::RunArguments),
    /// Find the value of a parameter at which a claim turns; without one, what moves it most
    #[command(after_help = "Examples:\n  foomwatch break-even worlds/guide.ron\n  \
        foomwatch break-even worlds/first.ron --parameter actors.meter.hazard --range 0.1/mo 10/mo\n  \
        foomwatch break-even worlds/guide.ron --parameter unknowns.opacity \\\n    \
        --claim 'P(noticed) >= 50 %' --format json")]
    BreakEven(break_even::BreakEvenArguments),
    /// Read worlds and say what is wrong with them, without running them
    #[command(after_help = "Example:\n  foomwatch check worlds/*.ron")]
    Check(check::CheckArguments),
    /// Print a world in its canonical layout, comments kept
    #[command(after_help = "Examples:\n  foomwatch fmt worlds/first.ron\n  \
        foomwatch fmt worlds/first.ron --check\n  \
        foomwatch fmt worlds/first.ron --write")]
    Fmt(fmt::FmtArguments),
    /// Show who is joined to whom in a world, as text or as a picture
    #[command(after_help = "Examples:\n  foomwatch graph worlds/first.ron\n  \
        foomwatch graph worlds/first.ron --format svg > first.svg\n  \
        foomwatch graph worlds/first.ron --format dot | dot -Tpdf > first.pdf")]
    Graph(graph::GraphArguments),
    /// Say which work nobody accountable can learn of, and whom to silence for that
    #[command(after_help = "Examples:\n  foomwatch blind-spots worlds/first.ron\n  \
        foomwatch blind-spots worlds/guide.ron --format json")]
    BlindSpots(blind_spots::BlindSpotsArguments),
    /// Find a world near this one in which a claim fails
    #[command(after_help = "Examples:\n  foomwatch falsify worlds/first.ron\n  \
        foomwatch falsify worlds/guide.ron --claim 'P(noticed) >= 20 %' \\\n    \
        --within 'actors=×0.5..2' --within unknowns.opacity=0..4 -o counter.ron\n  \
        foomwatch falsify worlds/first.ron --edits links")]
    Falsify(falsify::FalsifyArguments),
    /// Try what must hold in every world, on generated worlds or on edits of one
    #[command(after_help = "Examples:\n  foomwatch laws --cases 10000 --keep broken\n  \
        foomwatch laws worlds/first.ron --law causality\n  \
        foomwatch laws --list")]
    Laws(laws::LawsArguments),
    /// Show one replication, event by event, each with its cause
    #[command(after_help = "Examples:\n  foomwatch trace worlds/first.ron --replication 3\n  \
        foomwatch trace worlds/first.ron --replication 3 --twin innocent\n  \
        foomwatch trace worlds/first.ron --format jsonl | jq .actor")]
    Trace(trace::TraceArguments),
    /// List what actors can be, or tell all about one role
    #[command(after_help = "Examples:\n  foomwatch roles\n  foomwatch roles Reviewer")]
    Roles(roles::RolesArguments),
    /// Tell what may stand in a world file: all of it, or one topic
    #[command(after_help = "Examples:\n  foomwatch reference laws\n  foomwatch reference | less")]
    Reference(reference::ReferenceArguments),
    /// Write a new world file to start from; nothing is overwritten
    #[command(after_help = "Examples:\n  foomwatch new mine.ron\n  \
        foomwatch new mine.ron --from worlds/first.ron")]
    New(new::NewArguments),
}

/// Every command, for worlds whose actors have these roles.
///
/// A crate with behaviors of its own makes this its `main`:
///
/// ```no_run
/// use std::process::ExitCode;
///
/// fn main() -> ExitCode {
///     foomwatch::cli::main(foomwatch::behaviors::Roles::standard())
/// }
/// ```
#[must_use]
pub fn main(roles: Roles) -> ExitCode {
    main_with(std::env::args_os(), roles)
}

/// The same with these arguments, of which the first is the program's own name.
#[must_use]
pub fn main_with(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    roles: Roles,
) -> ExitCode {
    let arguments = match parsed(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers, not errors; clap knows which.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(BAD_INPUT));
        }
    };
    if let Err(wrong) = check_defaults(&roles) {
        return Failure::World(wrong).tell();
    }
    let done = match arguments.command {
        Command::Run(arguments) => run::run(&arguments, &roles),
        Command::BreakEven(arguments) => break_even::break_even(&arguments, &roles),
        Command::Check(arguments) => check::check(&arguments, &roles),
        Command::Fmt(arguments) => fmt::fmt(&arguments),
        Command::Graph(arguments) => graph::graph(&arguments, &roles),
        Command::BlindSpots(arguments) => blind_spots::blind_spots(&arguments, &roles),
        Command::Falsify(arguments) => falsify::falsify(&arguments, &roles),
        Command::Laws(arguments) => laws::laws(&arguments, &roles),
        Command::Trace(arguments) => trace::trace(&arguments, &roles),
        Command::Roles(arguments) => roles::roles(&arguments, &roles),
        Command::Reference(arguments) => reference::reference(&arguments, &roles),
        Command::New(arguments) => new::new(&arguments),
    };
    done.unwrap_or_else(Failure::tell)
}

/// The arguments, where the examples of the help name the program that runs.
fn parsed(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
) -> Result<Arguments, clap::Error> {
    let program = program();
    let mut command = Arguments::command().mut_subcommands(|command| named(command, &program));
    command = named(command, &program);
    Arguments::from_arg_matches(&command.try_get_matches_from_mut(arguments)?)
        .map_err(|error| error.format(&mut command))
}

/// A command, the examples of whose help call this program.
fn named(command: clap::Command, program: &str) -> clap::Command {
    match command.get_after_help().map(ToString::to_string) {
        Some(help) => command.after_help(help.replace("foomwatch ", &format!("{program} "))),
        None => command,
    }
}

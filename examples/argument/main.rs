//! Writes `docs/argument.md`: `cargo run --release --example argument`.
//!
//! `-n` says how many replications each estimate has, `--seed` on what chances, and
//! `--check` compares the page with what is there and writes nothing.

mod page;

use std::fs;
use std::process::ExitCode;

use clap::Parser;

use page::{Argument, Effort, Fault, PAGE};

#[derive(Parser)]
#[command(about = "Runs the worlds of the argument and writes docs/argument.md")]
struct Arguments {
    /// How many replications each estimate has
    #[arg(short = 'n', long, default_value_t = 10_000)]
    replications: u64,
    /// The seed of all chances
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many threads [default: one a core]
    #[arg(long)]
    threads: Option<usize>,
    /// Only say whether the page would change; the exit code is 1 if it would
    #[arg(long)]
    check: bool,
}

fn main() -> ExitCode {
    match written(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("{PAGE} is out of step");
            ExitCode::FAILURE
        }
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::from(2)
        }
    }
}

/// Whether the page is in step with the worlds now.
fn written(arguments: &Arguments) -> Result<bool, Fault> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let effort = Effort {
        replications: arguments.replications,
        seed: arguments.seed,
        threads: arguments.threads.unwrap_or(cores),
        moves: true,
    };
    let page = Argument::read()?.page(effort, |claim| eprintln!("{claim}"))?;
    if arguments.check {
        return Ok(fs::read_to_string(PAGE)? == page);
    }
    fs::write(PAGE, page)?;
    Ok(true)
}

//! `foomwatch run`: a world, many times.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::behaviors::Roles;
use crate::engine::EVENT_BUDGET;
use crate::experiment::{Ensemble, Watch, replicate};
use crate::report::{json, summary};

use super::terminal::{
    Done, INTERRUPTED, WorldArguments, many, print, progress_bar, stop_on_interrupt, whole,
};

#[derive(Args)]
pub(super) struct RunArguments {
    #[command(flatten)]
    world: WorldArguments,
    /// How many replications
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10_000, value_parser = many)]
    replications: u64,
    /// The seed of all chances
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole)]
    seed: u64,
    /// How many threads [default: one a core]
    #[arg(long, value_name = "T", value_parser = many)]
    threads: Option<u64>,
    /// How many events a replication may have before it fails
    #[arg(long, value_name = "N", default_value_t = EVENT_BUDGET, value_parser = many)]
    event_budget: u64,
    /// Follow no twins: neither what would have happened without orders nor without
    /// concerning work
    #[arg(long)]
    no_twins: bool,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A sentence and tables
    Text,
    /// One JSON object
    Json,
}

/// Runs a world and prints what came of it.
pub(super) fn run(arguments: &RunArguments, roles: &Roles) -> Done {
    let blueprint = arguments.world.open(roles)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let ensemble = Ensemble {
        replications: arguments.replications,
        seed: arguments.seed,
        threads: arguments.threads.map_or(cores, |threads| threads as usize),
        event_budget: arguments.event_budget,
        twins: !arguments.no_twins,
    };
    let stop = stop_on_interrupt()?;
    let bar = progress_bar(ensemble.replications);
    let table =
        replicate(&blueprint, ensemble, &Watch { progress: &|done| bar.inc(done), stop: &stop });
    bar.finish_and_clear();
    print(&match arguments.format {
        Format::Text => summary::summary(&blueprint, ensemble, &table),
        Format::Json => json::json(&blueprint, &table),
    })?;
    Ok(if table.interrupted { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS })
}

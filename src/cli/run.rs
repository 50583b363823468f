//! `foomwatch run`: a world, many times.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::behaviors::Roles;
use crate::engine::EVENT_BUDGET;
use crate::experiment::worst_case::{NoWorstCase, WorstCase, replications_in_all, worst_case};
use crate::experiment::{Ensemble, Table, Watch, replicate};
use crate::report::{self, json, summary};
use crate::world::Blueprint;

use super::terminal::{
    Done, Failure, INTERRUPTED, WorldArguments, many, print, progress_bar, stop_on_interrupt, whole,
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
    /// Find what hiders do who choose the best of their plans, and show what comes of it beside
    #[arg(long)]
    worst_case: bool,
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
    if arguments.worst_case {
        somebody_chooses(&blueprint)?;
    }
    let stop = stop_on_interrupt()?;
    let in_worst_case = match arguments.worst_case {
        true => replications_in_all(&blueprint, ensemble.replications),
        false => 0,
    };
    let bar = progress_bar(ensemble.replications + in_worst_case);
    let watch = Watch { progress: &|done| bar.inc(done), stop: &stop };
    let table = replicate(&blueprint, ensemble, &watch);
    let worst = match arguments.worst_case && !table.interrupted {
        true => Some(worst_case(&blueprint, ensemble, &watch)),
        false => None,
    };
    bar.finish_and_clear();
    let interrupted = table.interrupted || matches!(worst, Some(Err(NoWorstCase::Interrupted)));
    let worst = worst.and_then(Result::ok);
    print(&match arguments.format {
        Format::Text => {
            summary::summary(&blueprint, ensemble, &table)
                + &in_words(arguments, &table, worst.as_ref())
        }
        Format::Json => json::json_with(&blueprint, &table, worst.as_ref()),
    })?;
    Ok(if interrupted { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS })
}

/// Refuses to look for a worst case where nobody chooses.
fn somebody_chooses(blueprint: &Blueprint) -> Result<(), Failure> {
    if !blueprint.menus().is_empty() {
        return Ok(());
    }
    let message = "`--worst-case` asks what a hider chooses, but no actor has plans to choose from";
    let hint = "an `AdaptiveHider` has a `menu` of them, as in `\"hider\": AdaptiveHider(menu: \
                {\"bold\": (share: \"50 %\"), \"meek\": (share: \"5 %\")})`";
    Err(Failure::Request(message.to_owned(), Some(hint.to_owned())))
}

/// The worst case as text, or that it was not found; nothing where nobody asked.
fn in_words(arguments: &RunArguments, table: &Table, worst: Option<&WorstCase>) -> String {
    match worst {
        Some(worst) => report::worst_case::text(table, worst),
        None if arguments.worst_case => {
            "\nInterrupted before the worst case was found.\n".to_owned()
        }
        None => String::new(),
    }
}

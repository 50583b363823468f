//! `foomwatch break-even`: where a claim of a world turns, and what moves it most.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::behaviors::Roles;
use crate::engine::EVENT_BUDGET;
use crate::experiment::{BreakEven, Ensemble, Inquiry, Ranking, Watch};
use crate::report::break_even::{Found, json, text};
use crate::world::claim::CheckedPart;
use crate::world::{Axis, AxisRange, Blueprint, WorldFile, printable};

use super::terminal::{
    Done, Failure, INTERRUPTED, WorldArguments, many, print, progress_bar, stop_on_interrupt, whole,
};

#[derive(Args)]
pub(super) struct BreakEvenArguments {
    #[command(flatten)]
    world: WorldArguments,
    /// What is moved, as `--set` understands it; without it, all unknowns and levers are
    /// ranked first, and the most influential one is moved
    #[arg(long, value_name = "PATH")]
    parameter: Option<String>,
    /// What is claimed, if not the first claim of the world
    #[arg(long, value_name = "CLAIM")]
    claim: Option<String>,
    /// From where to where the parameter is moved
    #[arg(
        long,
        value_names = ["LOW", "HIGH"],
        num_args = 2,
        requires = "parameter",
        allow_hyphen_values = true
    )]
    range: Option<Vec<String>>,
    /// How many replications each value has
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10_000, value_parser = many)]
    replications: u64,
    /// The seed of all chances
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole)]
    seed: u64,
    /// How many threads [default: one a core]
    #[arg(long, value_name = "T", value_parser = many)]
    threads: Option<u64>,
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

/// Moves a parameter and prints where the claim turns.
pub(super) fn break_even(arguments: &BreakEvenArguments, roles: &Roles) -> Done {
    let (file, blueprint) = claiming(arguments, roles)?;
    let part = sentence(&blueprint)?;
    let asked = arguments.parameter.as_deref();
    let axis = asked.map(|path| Axis::new(&file, &blueprint, roles, path)).transpose()?;
    let range = match (&axis, &arguments.range) {
        (Some(axis), Some(ends)) => Some(axis.range_of(&ends[0], &ends[1])?),
        (Some(axis), None) => usual(axis)?,
        (None, _) => None,
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let ensemble = Ensemble {
        replications: arguments.replications,
        seed: arguments.seed,
        threads: arguments.threads.map_or(cores, |threads| threads as usize),
        event_budget: EVENT_BUDGET,
        twins: true,
    };
    let stop = stop_on_interrupt()?;
    let bar = progress_bar(0);
    let inquiry = Inquiry {
        file: &file,
        roles,
        ensemble,
        watch: &Watch { progress: &|done| bar.inc(done), stop: &stop },
        planned: &|values| bar.inc_length(values * ensemble.replications),
    };
    let found = match axis {
        Some(axis) => {
            let found = BreakEven::find(&inquiry, &axis, part, range)?;
            Found { ranking: None, break_even: Some(found) }
        }
        None => most_influential(&inquiry, &blueprint, part)?,
    };
    bar.finish_and_clear();
    print(&match arguments.format {
        Format::Text => text(&blueprint, part, ensemble, &found),
        Format::Json => json(&blueprint, part, ensemble, &found),
    })?;
    Ok(if found.is_interrupted() { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS })
}

/// The world with the claim that is asked, and no other.
fn claiming(
    arguments: &BreakEvenArguments,
    roles: &Roles,
) -> Result<(WorldFile, Blueprint), Failure> {
    let (mut file, blueprint) = arguments.world.open_with(roles, |file| {
        if let Some(claim) = &arguments.claim {
            file.claim(claim);
        }
    })?;
    let Some(first) = blueprint.claims().first() else {
        return Err(Failure::Request(
            format!("`{}` claims nothing", printable(blueprint.path())),
            Some("as in --claim 'P(noticed before takeoff) >= 50 %'".to_owned()),
        ));
    };
    file.claim(&first.text);
    Ok((file, blueprint))
}

/// The one sentence of the claim.
fn sentence(blueprint: &Blueprint) -> Result<&CheckedPart, Failure> {
    let claim = &blueprint.claims()[0];
    match claim.parts.as_slice() {
        [part] => Ok(part),
        parts => Err(Failure::Request(
            format!("`{}` has {} sentences", printable(&claim.text), parts.len()),
            Some(format!("each may turn elsewhere: --claim '{}'", printable(&parts[0].text))),
        )),
    }
}

/// The range over which a parameter is moved if nobody says; none for words.
fn usual(axis: &Axis) -> Result<Option<AxisRange>, Failure> {
    if !axis.words().is_empty() {
        return Ok(None);
    }
    if let Some(range) = axis.range() {
        return Ok(Some(range));
    }
    let now = printable(axis.now());
    Err(Failure::Request(
        format!("it is not known how far `{}` can be moved", printable(axis.path())),
        Some(format!("in the world it is {now}: give --range LOW HIGH")),
    ))
}

/// What moves the claim most, and where that makes it turn.
fn most_influential(
    inquiry: &Inquiry<'_>,
    blueprint: &Blueprint,
    part: &CheckedPart,
) -> Result<Found, Failure> {
    let candidates = Axis::candidates(blueprint);
    if candidates.is_empty() {
        return Err(Failure::Request(
            "the world has no unknown and no lever to be ranked".to_owned(),
            Some("name what is to be moved, as --parameter actors.desk.servers".to_owned()),
        ));
    }
    let ranking = Ranking::of(inquiry, candidates, part)?;
    let axis = ranking.greatest().filter(|_| !ranking.interrupted).map(|one| one.axis.clone());
    let break_even = match axis {
        Some(axis) => Some(BreakEven::find(inquiry, &axis, part, axis.range())?),
        None => None,
    };
    Ok(Found { ranking: Some(ranking), break_even })
}

//! `foomwatch blind-spots`: what nobody accountable can learn of, by the graph alone.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::behaviors::Roles;
use crate::report::blind_spots as report;
use crate::world::blind_spots::blind_spots as survey;

use super::terminal::{Done, WorldArguments, print};

#[derive(Args)]
pub(super) struct BlindSpotsArguments {
    #[command(flatten)]
    world: WorldArguments,
    /// How it is told
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The answer and tables, for people
    Text,
    /// One object, for programs
    Json,
}

/// Prints the blind spots of a world.
pub(super) fn blind_spots(arguments: &BlindSpotsArguments, roles: &Roles) -> Done {
    let blueprint = arguments.world.open(roles)?;
    let spots = survey(&blueprint);
    let text = match arguments.format {
        Format::Text => report::text(&blueprint, &spots),
        Format::Json => report::json(&blueprint, &spots),
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

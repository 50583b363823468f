//! `foomwatch graph`: who is joined to whom in a world.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::behaviors::Roles;
use crate::report::graph;

use super::terminal::{Done, WorldArguments, print};

#[derive(Args)]
pub(super) struct GraphArguments {
    #[command(flatten)]
    world: WorldArguments,
    /// How it is drawn
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people, with the ways from work to authority
    Text,
    /// A graph for Graphviz
    Dot,
    /// A picture
    Svg,
}

/// Prints the network of a world.
pub(super) fn graph(arguments: &GraphArguments, roles: &Roles) -> Done {
    let blueprint = arguments.world.open(roles)?;
    let text = match arguments.format {
        Format::Text => graph::text(&blueprint),
        Format::Dot => graph::dot(&blueprint),
        Format::Svg => graph::svg(&blueprint),
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

//! `foomwatch graph`: who is joined to whom in a world.

use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::behaviors::Roles;
use crate::report::graph;
use crate::world::blind_spots::blind_spots;

use super::terminal::{Done, WorldArguments, print};

#[derive(Args)]
pub(super) struct GraphArguments {
    #[command(flatten)]
    world: WorldArguments,
    /// How it is drawn
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Mark single points of failure and whom to silence, and gray what is on no path
    #[arg(long)]
    blind_spots: bool,
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
    let spots = arguments.blind_spots.then(|| blind_spots(&blueprint));
    let text = match (arguments.format, &spots) {
        (Format::Text, None) => graph::text(&blueprint),
        (Format::Dot, None) => graph::dot(&blueprint),
        (Format::Svg, None) => graph::svg(&blueprint),
        (Format::Text, Some(spots)) => graph::text_with(&blueprint, spots),
        (Format::Dot, Some(spots)) => graph::dot_with(&blueprint, spots),
        (Format::Svg, Some(spots)) => graph::svg_with(&blueprint, spots),
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

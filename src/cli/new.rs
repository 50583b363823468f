//! `foomwatch new`: a world file to start from.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::experiment::program;

use super::terminal::{Done, Failure, print};

#[derive(Args)]
pub(super) struct NewArguments {
    /// Where to write it
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// A world file to copy; by default one that comes with foomwatch
    #[arg(long, value_name = "WORLD")]
    from: Option<PathBuf>,
}

/// The world that new ones begin as.
const FIRST: &str = include_str!("../../worlds/first.ron");

/// Writes a new world file.
pub(super) fn new(arguments: &NewArguments) -> Done {
    let text = match &arguments.from {
        None => FIRST.as_bytes().to_vec(),
        Some(from) => fs::read(from).map_err(|error| {
            Failure::Request(format!("`{}` cannot be read: {error}", from.display()), None)
        })?,
    };
    let path = arguments.path.display();
    let mut file = File::create_new(&arguments.path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::Request(
            format!("`{path}` is there already, and stays as it is"),
            Some("choose another name".to_owned()),
        ),
        io::ErrorKind::NotFound => Failure::Request(
            format!("`{path}` cannot be written: there is no such folder"),
            Some("make the folder first".to_owned()),
        ),
        _ => Failure::Request(format!("`{path}` cannot be written: {error}"), None),
    })?;
    file.write_all(&text)?;
    print(&format!("{path} is written; {} run {path} runs it\n", program()))?;
    Ok(ExitCode::SUCCESS)
}

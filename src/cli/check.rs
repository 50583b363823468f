//! `foomwatch check`: what is wrong with worlds, all at once.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::behaviors::Roles;
use crate::world::{self, Diagnostics, WorldFile};

use super::BAD_INPUT;
use super::terminal::{Done, print};

#[derive(Args)]
pub(super) struct CheckArguments {
    /// The world files
    #[arg(value_name = "WORLD", required = true)]
    paths: Vec<PathBuf>,
}

/// Checks each world, prints a line for those that are well, and diagnostics of
/// all others.
pub(super) fn check(arguments: &CheckArguments, roles: &Roles) -> Done {
    let mut code = ExitCode::SUCCESS;
    for path in &arguments.paths {
        let checked = WorldFile::read(path).and_then(|file| world::check(&file, roles));
        match checked {
            Ok((blueprint, warnings)) => {
                let mut line = format!(
                    "{}: {} actors, {} links",
                    blueprint.path(),
                    blueprint.actors().len(),
                    blueprint.network().edge_count(),
                );
                if !warnings.is_empty() {
                    let _ = write!(line, ", {} warnings", warnings.len());
                }
                print(&(line + "\n"))?;
                if !warnings.is_empty() {
                    let text = Diagnostics::new(warnings).render(true);
                    let _ = write!(anstream::stderr(), "{text}");
                }
            }
            Err(diagnostics) => {
                let _ = write!(anstream::stderr(), "{}", diagnostics.render(true));
                code = ExitCode::from(BAD_INPUT);
            }
        }
    }
    Ok(code)
}

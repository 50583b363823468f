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
                    "{}: {}, {}",
                    blueprint.path(),
                    counted(blueprint.actors().len(), "actor"),
                    counted(blueprint.network().edge_count(), "link"),
                );
                if !warnings.is_empty() {
                    let _ = write!(line, ", {}", counted(warnings.len(), "warning"));
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

/// So many of a thing, in words that agree with the number.
fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

//! `foomwatch check`: what worlds contain, and all that is wrong with them.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::behaviors::Roles;
use crate::report::contents;
use crate::world::{Demands, Diagnostics};

use super::BAD_INPUT;
use super::terminal::{Done, Failure, checked, print};

#[derive(Args)]
pub(super) struct CheckArguments {
    /// The world files
    #[arg(value_name = "WORLD", required = true)]
    paths: Vec<PathBuf>,
    /// Give a value of each world another one, as `horizon=4 y`
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Refuse figures without a source or another mark
    #[arg(long)]
    strict: bool,
}

/// Checks each world, prints what is in those that are well, and diagnostics of
/// all others.
pub(super) fn check(arguments: &CheckArguments, roles: &Roles) -> Done {
    let demands = Demands { sources: arguments.strict };
    let mut code = ExitCode::SUCCESS;
    let mut gap = "";
    for path in &arguments.paths {
        match checked(path, &arguments.set, demands, roles) {
            Ok((blueprint, warnings)) => {
                print(&format!("{gap}{}", contents::contents(&blueprint, warnings.len())))?;
                gap = "\n";
                if !warnings.is_empty() {
                    let text = Diagnostics::new(warnings).render(true);
                    let _ = write!(anstream::stderr(), "{text}");
                }
            }
            Err(Failure::World(diagnostics)) => {
                let _ = write!(anstream::stderr(), "{}", diagnostics.render(true));
                code = ExitCode::from(BAD_INPUT);
            }
            Err(other @ (Failure::Request(..) | Failure::Output(_))) => return Err(other),
        }
    }
    Ok(code)
}

//! `foomwatch roles`: what actors can be.

use std::process::ExitCode;

use clap::Args;

use crate::behaviors::Roles;
use crate::report::reference;
use crate::world::did_you_mean;

use super::terminal::{Done, Failure, print};

#[derive(Args)]
pub(super) struct RolesArguments {
    /// The role to tell all about
    #[arg(value_name = "ROLE")]
    role: Option<String>,
    /// Tell all about every role, as `docs/roles.md` does
    #[arg(long, conflicts_with = "role")]
    all: bool,
}

/// Prints the list of roles, or the tables of one.
pub(super) fn roles(arguments: &RolesArguments, roles: &Roles) -> Done {
    let text = match &arguments.role {
        None if arguments.all => reference::all(roles),
        None => reference::list(roles),
        Some(name) => match roles.get(name) {
            Some(role) => reference::one(role),
            None => {
                let names = roles.iter().map(|role| role.name);
                return Err(Failure::Request(
                    format!("there is no role `{name}`"),
                    did_you_mean(name, names, "the roles are"),
                ));
            }
        },
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

//! The crate that docs/behaviors.md begins with: one behavior beside the built-in ones.

mod caretaker;

use std::process::ExitCode;

use foomwatch::prelude::Roles;

/// The built-in roles, and mine.
fn roles() -> Roles {
    Roles::standard().with::<caretaker::Caretaker>("Caretaker")
}

fn main() -> ExitCode {
    foomwatch::cli::main(roles())
}

#[cfg(test)]
mod outcomes;

//! The cookbook of docs/behaviors.md, a behavior a file with its tests, and a program that
//! has them all.

mod accomplice;
mod auditor;
mod clerk;
mod colleague;
mod listener;
mod skeptic;
mod weathercock;

use std::process::ExitCode;

use foomwatch::prelude::Roles;

/// The built-in roles, and those of the cookbook.
fn roles() -> Roles {
    Roles::standard()
        .with::<accomplice::Accomplice>("Accomplice")
        .with::<auditor::Auditor>("Auditor")
        .with::<clerk::Clerk>("Clerk")
        .with::<colleague::Colleague>("Colleague")
        .with::<listener::Listener>("Listener")
        .with::<skeptic::Skeptic>("Skeptic")
        .with::<weathercock::Weathercock>("Weathercock")
}

fn main() -> ExitCode {
    foomwatch::cli::main(roles())
}

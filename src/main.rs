//! The `foomwatch` program: the library's commands with the standard roles.

use std::process::ExitCode;

use foomwatch::behaviors::Roles;

fn main() -> ExitCode {
    foomwatch::cli::main(Roles::standard())
}

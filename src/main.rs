//! The `foomwatch` program: the library's commands with the standard roles.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::SUCCESS
}

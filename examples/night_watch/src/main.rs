//! The program: every command of foomwatch, for worlds with three roles more.

fn main() -> std::process::ExitCode {
    foomwatch::cli::main(night_watch::roles())
}

//! What all commands share: how a world is opened and how output is written.

use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::behaviors::Roles;
use crate::world::{self, Blueprint, Demands, Diagnostic, Diagnostics, WorldFile};

use super::BAD_INPUT;

/// The exit code after Ctrl-C, as shells have it: 128 and the signal's number.
pub(super) const INTERRUPTED: u8 = 130;

/// Why a command has no answer.
pub(super) enum Failure {
    /// What is wrong with a world.
    World(Diagnostics),
    /// What is wrong with anything else that was asked, and what would be right.
    Request(String, Option<String>),
    /// Output could not be written.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Diagnostics> for Failure {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::World(diagnostics)
    }
}

/// How a command ended.
pub(super) type Done = Result<ExitCode, Failure>;

impl Failure {
    /// Says it on standard error and chooses the exit code.
    pub(super) fn tell(self) -> ExitCode {
        let mut stderr = anstream::stderr().lock();
        match self {
            Self::World(diagnostics) => {
                let _ = write!(stderr, "{}", diagnostics.render(true));
                ExitCode::from(BAD_INPUT)
            }
            Self::Request(message, hint) => {
                let _ = writeln!(stderr, "error: {message}");
                if let Some(hint) = hint {
                    let _ = writeln!(stderr, "  hint: {hint}");
                }
                ExitCode::from(BAD_INPUT)
            }
            // Whoever closed the pipe has what they wanted.
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Self::Output(error) => {
                let _ = writeln!(stderr, "error: the output cannot be written: {error}");
                ExitCode::FAILURE
            }
        }
    }
}

/// A world on the command line, and what is to be different in it.
#[derive(Args)]
pub(super) struct WorldArguments {
    /// The world file
    #[arg(value_name = "WORLD")]
    pub(super) path: PathBuf,
    /// Give a value of the world another one, as `horizon=4 y` or `actors.desk.servers=3`
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(super) set: Vec<String>,
    /// Refuse figures without a source or another mark
    #[arg(long)]
    pub(super) strict: bool,
}

impl WorldArguments {
    /// The checked world. Warnings go to standard error.
    pub(super) fn open(&self, roles: &Roles) -> Result<Blueprint, Failure> {
        self.open_with(roles, |_| {}).map(|(_, blueprint)| blueprint)
    }

    /// The file, changed once more after all that was set, and the checked world of it.
    /// Warnings go to standard error.
    pub(super) fn open_with(
        &self,
        roles: &Roles,
        change: impl FnOnce(&mut WorldFile),
    ) -> Result<(WorldFile, Blueprint), Failure> {
        let (mut file, flaws) = read(&self.path, &self.set)?;
        change(&mut file);
        let demands = Demands { sources: self.strict };
        let (blueprint, warnings) = checked_file(&file, flaws, demands, roles)?;
        if !warnings.is_empty() {
            let text = Diagnostics::new(warnings).render(true);
            let _ = write!(anstream::stderr(), "{text}");
        }
        Ok((file, blueprint))
    }
}

/// The world of a file with what is to be different in it, and its warnings.
pub(super) fn checked(
    path: &Path,
    sets: &[String],
    demands: Demands,
    roles: &Roles,
) -> Result<(Blueprint, Vec<Diagnostic>), Failure> {
    let (file, flaws) = read(path, sets)?;
    checked_file(&file, flaws, demands, roles)
}

/// A file with what is to be different in it, and what of that could not be set.
fn read(path: &Path, sets: &[String]) -> Result<(WorldFile, Vec<Diagnostic>), Failure> {
    let mut file = WorldFile::read(path)?;
    let mut flaws = Vec::new();
    for set in sets {
        let Some((path, value)) = at_equals(set) else {
            return Err(Failure::Request(
                format!("`--set {set}` has no `=`"),
                Some("as in `--set 'horizon=4 y'`".to_owned()),
            ));
        };
        if let Err(diagnostics) = file.set(path.trim(), value.trim()) {
            flaws.extend(diagnostics.iter().cloned());
        }
    }
    Ok((file, flaws))
}

fn checked_file(
    file: &WorldFile,
    mut flaws: Vec<Diagnostic>,
    demands: Demands,
    roles: &Roles,
) -> Result<(Blueprint, Vec<Diagnostic>), Failure> {
    let checked = world::check_with(file, roles, demands);
    if flaws.is_empty() {
        return Ok(checked?);
    }
    // What could be set may be wrong as well: all of it is said at once.
    if let Err(diagnostics) = checked {
        flaws.extend(diagnostics.iter().cloned());
    }
    Err(Failure::World(Diagnostics::new(flaws)))
}

/// A path and a value: what stands before and after the first `=` that is in no
/// quotes.
fn at_equals(set: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let place = set.find(|letter| {
        quoted ^= letter == '"';
        letter == '=' && !quoted
    })?;
    Some((&set[..place], &set[place + 1..]))
}

/// A whole number as people write one: `10000`, `10_000`, `10,000` or `1e4`.
pub(super) fn whole(text: &str) -> Result<u64, String> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, '_' | ',')).collect();
    if let Ok(number) = digits.parse() {
        return Ok(number);
    }
    match digits.parse::<f64>() {
        Ok(number) if (0.0..1e15).contains(&number) && libm::trunc(number) == number => {
            Ok(number as u64)
        }
        Ok(_) | Err(_) => Err("a whole number is wanted, as 10000 or 1e4".to_owned()),
    }
}

/// A whole number that is at least 1.
pub(super) fn many(text: &str) -> Result<u64, String> {
    match whole(text)? {
        0 => Err("at least 1 is wanted".to_owned()),
        number => Ok(number),
    }
}

/// Writes a whole text to standard output.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Whether a person watches standard error.
pub(super) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// How long after the first Ctrl-C a second one is another: shells and `timeout` send one to
/// the process and to its group, at once.
const AGAIN: Duration = Duration::from_secs(1);

/// What Ctrl-C sets from now on. Whoever asks twice does not want to wait for what is left.
pub(super) fn stop_on_interrupt() -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let heard = stop.clone();
    let mut first: Option<Instant> = None;
    ctrlc::set_handler(move || {
        heard.store(true, Ordering::Relaxed);
        if first.get_or_insert_with(Instant::now).elapsed() > AGAIN {
            std::process::exit(i32::from(INTERRUPTED));
        }
    })
    .map_err(|error| Failure::Request(format!("Ctrl-C cannot be heard: {error}"), None))?;
    Ok(stop)
}

/// A bar of replications on standard error, if anybody sees it there.
pub(super) fn progress_bar(replications: u64) -> ProgressBar {
    let target =
        if is_watched() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template("{bar:40} {human_pos} of {human_len}, {eta} left")
        .expect("the template is well formed");
    ProgressBar::with_draw_target(Some(replications), target).with_style(style)
}

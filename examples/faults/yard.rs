//! A copy of the source in a folder of its own, into which faults are put.
//!
//! The source itself is never touched. It knows nothing of what a fault is.

use std::fs;
use std::io::{Error, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A copy of the source.
pub struct Yard {
    root: PathBuf,
}

/// What is not copied: what was built, and the history.
const LEFT_OUT: [&str; 3] = ["target", ".git", "fuzz"];

/// The file by which a copy is known.
const MARKER: &str = ".copy-with-faults";

/// How the copy is built: quickly, as it runs for a few minutes only, and without the
/// assertions that nobody has who runs the program.
const PROFILE: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "2"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "none"),
    ("CARGO_PROFILE_RELEASE_INCREMENTAL", "true"),
];

/// How a command ended.
pub enum Ended {
    /// By itself, with what it printed.
    Done(ExitStatus, String),
    /// It took too long and was ended.
    Late,
}

impl Yard {
    /// Copies the source below a root into a folder, where files may be others than in the
    /// source: `other` gives the text of a file that is, by its path from the root. What is
    /// there already and has the same text keeps its time, so that little is built anew; what
    /// an earlier copy had and the source has no more is taken away.
    ///
    /// # Errors
    ///
    /// If something cannot be copied, or the folder has anything in it and is no such copy:
    /// what is somebody's own stays as it is.
    pub fn of(
        source: &Path,
        folder: &Path,
        other: impl Fn(&Path) -> Option<String>,
    ) -> std::io::Result<Self> {
        fs::create_dir_all(folder)?;
        let marker = folder.join(MARKER);
        if !marker.exists() && fs::read_dir(folder)?.next().is_some() {
            let message = format!("`{}` is there already, and is no copy", folder.display());
            return Err(Error::new(ErrorKind::AlreadyExists, message));
        }
        fs::write(marker, "")?;
        copy(source, folder, Path::new(""), &other)?;
        Ok(Self { root: folder.to_owned() })
    }

    /// Builds this program as it is in the copy, and says what is wrong if it cannot be.
    pub fn build(&self) -> Result<PathBuf, String> {
        let mut cargo = Command::new("cargo");
        cargo.args(["build", "--release", "--example", "faults"]).envs(PROFILE);
        cargo.env("CARGO_TARGET_DIR", self.root.join("target"));
        // The progress of cargo is worth seeing.
        let status = cargo.current_dir(&self.root).stdin(Stdio::null()).status();
        match status {
            Ok(status) if status.success() => Ok(self.root.join("target/release/examples/faults")),
            Ok(status) => Err(format!("the copy cannot be built: {status}")),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Runs a command in the copy, for so long at most. No two that run at a time may have
    /// the same name.
    pub fn run(&self, mut command: Command, name: &str, most: Duration) -> std::io::Result<Ended> {
        // What it prints goes to a file: a pipe that nobody reads would fill up.
        let path = self.root.join("target").join(format!("{name}.txt"));
        let output = fs::File::create(&path)?;
        command.current_dir(&self.root).stdin(Stdio::null());
        command.stdout(output.try_clone()?).stderr(output);
        let mut child = command.spawn()?;
        let began = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if began.elapsed() > most {
                child.kill()?;
                child.wait()?;
                return Ok(Ended::Late);
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        let mut said = String::new();
        fs::File::open(&path)?.read_to_string(&mut said)?;
        Ok(Ended::Done(status, said))
    }
}

/// Copies what is below a folder of the source, whose path from the root is given too.
fn copy(
    from: &Path,
    to: &Path,
    below: &Path,
    other: &impl Fn(&Path) -> Option<String>,
) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        let (name, path) = (entry.file_name(), entry.path());
        let is_left = name == MARKER || LEFT_OUT.iter().any(|left_out| name == *left_out);
        if is_left || from.join(&name).exists() {
            continue;
        }
        if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (name, path) = (entry.file_name(), entry.path());
        if LEFT_OUT.iter().any(|left_out| name == *left_out) {
            continue;
        }
        let (target, below) = (to.join(&name), below.join(&name));
        if path.is_dir() {
            copy(&path, &target, &below, other)?;
            continue;
        }
        let bytes = match other(&below) {
            Some(text) => text.into_bytes(),
            None => fs::read(&path)?,
        };
        if fs::read(&target).ok().as_ref() != Some(&bytes) {
            fs::write(&target, bytes)?;
        }
    }
    Ok(())
}

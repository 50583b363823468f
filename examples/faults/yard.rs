//! A copy of the source in a folder of its own, where faults are put in and taken out.
//!
//! The source itself is never touched. It knows nothing of what a fault is.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A copy of the source.
pub struct Yard {
    root: PathBuf,
}

/// What is not copied: what was built, and the history.
const LEFT_OUT: [&str; 3] = ["target", ".git", "fuzz"];

/// How a command ended.
pub enum Ended {
    /// By itself, with what it printed.
    Done(ExitStatus, String),
    /// It took too long and was ended.
    Late,
}

impl Yard {
    /// Copies the source below a root into a folder; files that are there already and have
    /// the same text keep their times, so that little is built anew.
    pub fn of(source: &Path, folder: &Path) -> std::io::Result<Self> {
        copy(source, folder)?;
        Ok(Self { root: folder.to_owned() })
    }

    /// Puts a text into a file.
    pub fn write(&self, file: &str, text: &str) -> std::io::Result<()> {
        fs::write(self.root.join(file), text)
    }

    /// Builds this program as it is in the copy, and says what is wrong if it cannot be.
    pub fn build(&self) -> Result<PathBuf, String> {
        let mut cargo = Command::new("cargo");
        cargo.args(["build", "--quiet", "--example", "faults"]);
        cargo.env("CARGO_TARGET_DIR", self.root.join("target"));
        match self.run(cargo, Duration::from_secs(3600)) {
            Ok(Ended::Done(status, _)) if status.success() => {
                Ok(self.root.join("target/debug/examples/faults"))
            }
            Ok(Ended::Done(_, said)) => Err(said),
            Ok(Ended::Late) => Err("the build does not end".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Runs a command in the copy, for so long at most.
    pub fn run(&self, mut command: Command, most: Duration) -> std::io::Result<Ended> {
        // What it prints goes to a file: a pipe that nobody reads would fill up.
        let path = self.root.join("target").join("faults.txt");
        fs::create_dir_all(self.root.join("target"))?;
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

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (name, path) = (entry.file_name(), entry.path());
        if LEFT_OUT.iter().any(|left_out| name == *left_out) {
            continue;
        }
        let target = to.join(&name);
        if path.is_dir() {
            copy(&path, &target)?;
            continue;
        }
        let bytes = fs::read(&path)?;
        if fs::read(&target).ok().as_ref() != Some(&bytes) {
            fs::write(&target, bytes)?;
        }
    }
    Ok(())
}

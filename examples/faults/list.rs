//! The list of faults, as `tests/faults/*.ron` have it.
//!
//! It knows nothing of how they are caught.

use std::fs;
use std::path::Path;

use serde::Deserialize;

/// A fault: one text of one file, and what stands in its place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What it is called.
    pub name: String,
    /// What it is, in a sentence.
    pub what: String,
    /// The file, from the crate's root.
    pub file: String,
    /// A text that occurs in it once.
    pub find: String,
    /// What stands there instead.
    pub replace: String,
    /// The law, the reference case or the assertion that should catch it.
    pub expected: String,
}

/// The folder of the lists.
pub const FOLDER: &str = "tests/faults";

/// All faults below a crate's root, in the order of their files.
///
/// # Panics
///
/// If there is a file that is no list of faults.
pub fn faults(root: &Path) -> Vec<Fault> {
    let folder = fs::read_dir(root.join(FOLDER)).expect("the folder of faults is there");
    let mut files: Vec<_> = folder.map(|entry| entry.expect("it can be listed").path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "ron"));
    files.sort();
    let read = |path: &Path| -> Vec<Fault> {
        let text = fs::read_to_string(path).expect("it can be read");
        ron::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    files.iter().flat_map(|path| read(path)).collect()
}

impl Fault {
    /// The file's text with the fault in it.
    ///
    /// # Errors
    ///
    /// If what is looked for does not stand there once.
    pub fn put_into(&self, text: &str) -> Result<String, String> {
        match text.matches(&self.find).count() {
            1 => Ok(text.replacen(&self.find, &self.replace, 1)),
            times => Err(format!("`{}` stands {times} times in {}", self.find, self.file)),
        }
    }
}

//! The list of faults, as `tests/faults/*.ron` have it.
//!
//! It knows nothing of how they get into a program, or of what catches them.

use std::fs;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

/// A fault: a part of one file, and what stands in its place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What it is called.
    pub name: String,
    /// What it is, in a sentence.
    pub what: String,
    /// The file, from the crate's root.
    pub file: String,
    /// A text that stands in it once. The part between « and » is what the fault takes the
    /// place of: an expression, or whole statements.
    pub find: String,
    /// What stands there instead.
    pub replace: String,
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
    /// Which part of the file's text it takes the place of.
    ///
    /// # Errors
    ///
    /// If what is looked for names no part, or does not stand there once.
    pub fn part_of(&self, text: &str) -> Result<Range<usize>, String> {
        let wrong = |why: &str| format!("`{}` in {}: {why}", self.name, self.file);
        let (before, rest) = self.find.split_once('«').ok_or_else(|| wrong("no «"))?;
        let (part, after) = rest.split_once('»').ok_or_else(|| wrong("no »"))?;
        let sought = [before, part, after].concat();
        let mut places = text.match_indices(&sought).map(|(place, _)| place);
        match (places.next(), places.next()) {
            (Some(place), None) => {
                let start = place + before.len();
                Ok(start..start + part.len())
            }
            (None, _) => Err(wrong("it does not stand there")),
            (Some(_), Some(_)) => Err(wrong("it stands there more than once")),
        }
    }
}

//! Broken worlds, one flaw each, beside the exact text that is printed for them.
//!
//! `FOOMWATCH_UPDATE=1` writes the texts anew; look at what changed.

use std::fs;
use std::path::{Path, PathBuf};

use foomwatch::world::{WorldFile, check};

use crate::world_roles::roles;

const FOLDER: &str = "worlds/broken";

#[test]
fn every_broken_world_prints_the_text_beside_it() {
    let mut faults = Vec::new();
    let worlds = worlds();
    assert!(worlds.len() >= 25, "only {} broken worlds", worlds.len());
    for path in worlds {
        let printed = printed(&path);
        let beside = path.with_extension("txt");
        if std::env::var_os("FOOMWATCH_UPDATE").is_some() {
            fs::write(&beside, &printed).expect("the folder can be written to");
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if printed != expected {
            faults.push(format!("{}:\n{printed}--- instead of ---\n{expected}", path.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is printed for a file: its errors, or else its warnings.
fn printed(path: &Path) -> String {
    match WorldFile::read(path).and_then(|file| check(&file, &roles())) {
        Err(diagnostics) => diagnostics.render(false),
        Ok((_, warnings)) => {
            let texts: Vec<String> = warnings.iter().map(|one| one.render(false)).collect();
            assert!(!texts.is_empty(), "nothing is wrong with {}", path.display());
            texts.join("\n")
        }
    }
}

/// The files in the order of their names, by paths from the crate's root.
fn worlds() -> Vec<PathBuf> {
    let entries = fs::read_dir(FOLDER).expect("the tests run at the crate's root");
    let mut worlds: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "ron"))
        .collect();
    worlds.sort();
    worlds
}

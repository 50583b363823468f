//! Laws that hold a world beside a variant of it: that they hold, and that each can break.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use foomwatch::behaviors::Roles;
use foomwatch::laws::{Law, Specimen, Verdict, laws};

/// The laws of this file's subject, by their names.
const COMPARED: [&str; 16] = [
    "more-observation-never-later",
    "longer-ways-never-sooner",
    "higher-takeoff-keeps-notice",
    "cut-horizon",
    "scaling",
    "reordering",
    "threads",
    "replications-apart",
    "silent-observer",
    "a-world-beside",
    "snapshot-and-continue",
    "set-to-the-same",
    "orders-leave-the-past",
    "print-and-parse",
    "belief-without-order",
    "truth-is-not-readable",
];

fn law(name: &str) -> &'static Law {
    laws().iter().find(|law| law.name == name).unwrap_or_else(|| panic!("no law `{name}`"))
}

/// Every world that is shipped, with its text.
fn shipped() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in ["worlds", "worlds/validation"] {
        for entry in fs::read_dir(folder).expect("the tests run at the crate's root") {
            let path = entry.expect("it can be read").path();
            let is_world = path.extension().is_some_and(|end| end == "ron")
                && path.file_stem().is_some_and(|stem| stem != "cases");
            if is_world {
                let text = fs::read_to_string(&path).expect("it can be read");
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn they_hold_on_every_world_that_is_shipped() {
    let mut spoke: BTreeMap<&str, u64> = BTreeMap::new();
    let mut took: BTreeMap<&str, f64> = BTreeMap::new();
    let mut broken = Vec::new();
    for (path, text) in shipped() {
        for seed in 0..3 {
            let specimen = match Specimen::new(&*text, &Roles::standard(), seed) {
                Ok(specimen) => specimen,
                Err(flaws) => panic!("{}: {flaws}", path.display()),
            };
            for name in COMPARED {
                let t = std::time::Instant::now();
                match (law(name).check)(&specimen) {
                    Verdict::Holds => *spoke.entry(name).or_default() += 1,
                    Verdict::Silent => {}
                    Verdict::Broken(how) => {
                        broken.push(format!("{name} on {} (seed {seed}): {how}", path.display()));
                    }
                }
                *took.entry(name).or_default() += t.elapsed().as_secs_f64();
            }
        }
    }
    println!("{spoke:#?} {took:#?}");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

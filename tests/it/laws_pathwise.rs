//! Pathwise laws: they hold on every world that is there, and each can break.

use std::collections::BTreeMap;
use std::path::PathBuf;

use foomwatch::behaviors::Roles;
use foomwatch::laws::{Law, Reach, Specimen, Verdict, laws};

/// The laws that hold in each replication.
fn pathwise() -> impl Iterator<Item = &'static Law> {
    laws().iter().filter(|law| law.reach == Reach::Pathwise)
}

/// All worlds in a folder, in the order of their names.
fn worlds(folder: &str) -> Vec<(PathBuf, String)> {
    let entries = std::fs::read_dir(folder).expect("the tests run at the crate's root");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.retain(|path| path.is_file() && !path.ends_with("cases.ron"));
    paths.sort();
    let text = |path: &PathBuf| std::fs::read_to_string(path).expect("it is UTF-8");
    paths.into_iter().map(|path| (path.clone(), text(&path))).collect()
}

#[test]
fn dev() {
    let mut spoke: BTreeMap<&str, u64> = BTreeMap::new();
    let mut took: BTreeMap<&str, f64> = BTreeMap::new();
    let mut broken = Vec::new();
    let mut events = 0;
    let now = || std::time::Instant::now();
    for (path, text) in worlds("worlds").into_iter().chain(worlds("worlds/validation")) {
        let specimen = match Specimen::new(text, &Roles::standard(), 1) {
            Ok(specimen) => specimen,
            Err(flaws) => panic!("{flaws}"),
        };
        use foomwatch::oversight::Twin;
        for twin in [Twin::Factual, Twin::HandsOff, Twin::Innocent] {
            for index in 0..2 {
                let t = now();
                let course = specimen.course(index, twin);
                *took.entry("courses").or_default() += t.elapsed().as_secs_f64();
                if twin == Twin::Factual {
                    events += course.steps.len();
                }
            }
        }
        for law in pathwise() {
            let t = now();
            let verdict = (law.check)(&specimen);
            *took.entry(law.name).or_default() += t.elapsed().as_secs_f64();
            match verdict {
                Verdict::Holds => *spoke.entry(law.name).or_default() += 1,
                Verdict::Silent => {}
                Verdict::Broken(text) => {
                    broken.push(format!("{}: {}: {text}", path.display(), law.name))
                }
            }
        }
    }
    println!("{spoke:#?} {took:#?} {events}");
    for line in &broken {
        println!("{line}");
    }
    assert!(broken.is_empty());
}

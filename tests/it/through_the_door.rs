//! Whatever can be done with a text that may be a world: the one body of the
//! fuzz targets and of the test that keeps what they found.
//!
//! It says nothing of what a text means, only that no text does worse than an
//! error, and that no message drives the terminal.

use std::sync::Arc;

use foomwatch::behaviors::Roles;
use foomwatch::oversight::Record;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::{Span, Time};
use foomwatch::report::contents::contents;
use foomwatch::report::graph;
use foomwatch::world::{Blueprint, Diagnostics, WorldFile, check, layout};

/// Reads, checks and runs these bytes as a world.
pub fn world(bytes: &[u8]) {
    match WorldFile::from_reader("a fuzzed world", bytes, |_| Ok(None)) {
        Ok(file) => checked(&file),
        Err(flaws) => shown(&flaws),
    }
}

/// Sets `PATH=VALUE` in a world that is good without it.
pub fn set(world: &str, setting: &str) {
    let Some((path, value)) = setting.split_once('=') else { return };
    let mut file = WorldFile::from_text("a good world", world).expect("it is a world");
    match file.set(path, value) {
        Ok(()) => checked(&file),
        Err(flaws) => shown(&flaws),
    }
}

fn checked(file: &WorldFile) {
    match check(file, &Roles::standard()) {
        Err(flaws) => {
            assert!(flaws.has_errors(), "a world is refused for its errors:\n{flaws}");
            shown(&flaws);
        }
        Ok((blueprint, warnings)) => {
            let warnings = Diagnostics::new(warnings);
            assert!(!warnings.has_errors(), "a world with errors is refused:\n{warnings}");
            shown(&warnings);
            let canonical = blueprint.canonical();
            assert!(canonical.lines().count() > 3, "a world has lines of its own");
            assert!(!contents(&blueprint, warnings.len()).is_empty());
            assert!(graph::svg(&blueprint).ends_with("</svg>\n"));
            laid_out(file, &canonical);
            run(&blueprint);
        }
    }
}

/// The canonical layout is a layout of the same world, and rests. What was set
/// on the command line stands in no text.
fn laid_out(file: &WorldFile, canonical: &str) {
    if !file.sets().is_empty() {
        return;
    }
    let text = layout(file);
    let again = WorldFile::from_text("laid out", text.as_str())
        .unwrap_or_else(|flaws| panic!("a layout is a world:\n{flaws}\n{text}"));
    assert_eq!(layout(&again), text, "a layout rests");
    let (blueprint, _) = check(&again, &Roles::standard())
        .unwrap_or_else(|flaws| panic!("a layout has no flaws of its own:\n{flaws}\n{text}"));
    assert_eq!(blueprint.canonical(), canonical, "a layout is of the same world:\n{text}");
}

/// Some events of one replication.
fn run(blueprint: &Blueprint) {
    const EVENTS: u64 = 300;
    let mut record = Record::new(Arc::new(blueprint.plan()));
    let key = ReplicationKey::new(1, 0);
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    simulation.reset(key, &mut record);
    simulation.run_some(Time::START + blueprint.horizon(), EVENTS, &mut record);
    let ran: Span = simulation.now() - Time::START;
    record.close(ran, simulation.events(), false);
}

/// Both ways of printing, the plain one without what moves a cursor.
fn shown(flaws: &Diagnostics) {
    let plain = flaws.render(false);
    let wild = plain.chars().find(|letter| letter.is_control() && *letter != '\n');
    assert!(wild.is_none(), "a message has {wild:?} in it: {plain:?}");
    assert!(flaws.render(true).len() >= plain.len(), "colors only add");
}

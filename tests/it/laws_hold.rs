//! Every law of the book on a thousand generated worlds, and on those that once broke one: what
//! must hold in every world.
//!
//! It lacks the million, which `foomwatch laws --cases 1000000` tries.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use foomwatch::behaviors::Roles;
use foomwatch::experiment::Watch;
use foomwatch::laws::examine::{Examination, examine};
use foomwatch::laws::kept::kept;
use foomwatch::laws::laws;
use foomwatch::laws::sources::Generated;
use foomwatch::laws::violation::Origin;

/// How many worlds each law is tried on.
const WORLDS: u64 = 1_000;

/// Of how many of them it must have something to say.
const SPEAKS: u64 = 70;

/// The seed of the worlds; that of the first world's chances too.
const SEED: u64 = 7;

#[test]
fn every_law_holds_on_a_thousand_generated_worlds() {
    let roles = Roles::standard();
    let worlds = Generated::new(&roles, SEED);
    let before = kept(Path::new("tests/kept")).expect("the tests run at the crate's root");
    assert!(!before.is_empty());
    let examination = Examination {
        roles: &roles,
        laws: laws(),
        kept: &before,
        worlds: &worlds,
        from: 0,
        cases: WORLDS,
        seed: SEED,
        threads: 2,
    };
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    let examined = examine(&examination, &watch);
    for broken in &examined.violations {
        let repeat = match &broken.origin {
            Origin::Kept(path) => format!("{} --seed {} --cases 1", path.display(), broken.seed),
            Origin::Case(index) => format!("--seed {SEED} --from {index} --cases 1"),
        };
        eprintln!(
            "`{}` breaks: {}\n{}\n{}\nrepeat: foomwatch laws {repeat} --law {}\n",
            broken.law, broken.statement, broken.what, broken.text, broken.tried,
        );
    }
    assert!(examined.is_clean(), "laws break; the smallest worlds are above");
    assert_eq!((examined.worlds, examined.refused), (WORLDS, 0));
    for tally in examined.tallies {
        let (name, silent) = (tally.law, tally.silent);
        let all = WORLDS + before.len() as u64;
        assert_eq!(tally.held + silent, all, "`{name}` is tried on all worlds");
        // Kept worlds were chosen, and do not count.
        let held = tally.held.saturating_sub(before.len() as u64);
        assert!(held >= SPEAKS, "`{name}` speaks of hardly more than {held} of {WORLDS} worlds");
    }
}

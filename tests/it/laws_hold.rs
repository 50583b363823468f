//! Every law of the book on a thousand generated worlds: what must hold in every world.
//!
//! It lacks the million, which `foomwatch laws --cases 1000000` tries.

use std::sync::atomic::AtomicBool;

use foomwatch::behaviors::Roles;
use foomwatch::experiment::Watch;
use foomwatch::laws::examine::{Examination, examine};
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
    let examination = Examination {
        roles: &roles,
        laws: laws(),
        kept: &[],
        worlds: &worlds,
        from: 0,
        cases: WORLDS,
        seed: SEED,
        threads: 2,
    };
    let watch = Watch { progress: &|_| {}, stop: &AtomicBool::new(false) };
    let examined = examine(&examination, &watch);
    for broken in &examined.violations {
        let Origin::Case(index) = broken.origin else { unreachable!("no world is kept") };
        eprintln!(
            "`{}` breaks: {}\n{}\n{}\nrepeat: foomwatch laws --law {} --seed {SEED} --cases {}\n",
            broken.law,
            broken.statement,
            broken.what,
            broken.text,
            broken.law,
            index + 1,
        );
    }
    assert!(examined.is_clean(), "laws break; the smallest worlds are above");
    assert_eq!((examined.worlds, examined.refused), (WORLDS, 0));
    for tally in examined.tallies {
        let (name, silent) = (tally.law, tally.silent);
        assert_eq!(tally.held + silent, WORLDS, "`{name}` is tried on all worlds");
        assert!(tally.held >= SPEAKS, "`{name}` speaks of {} of {WORLDS} worlds", tally.held);
    }
}

//! The law of the engine's clocks: rates add up, thin out and follow their pace.
//!
//! It is tried by probes beside a world, two of each kind in one replication.

use std::collections::BTreeSet;

use crate::laws::Specimen;
use crate::laws::law::{Law, Reach, Verdict};
use crate::world::quoted;

use super::contest::{Signs, alike};
use super::probe::Probe;
use super::replays::Replays;
use super::variants::{other_seed, span};

/// Which forms of a probe are alike in law, and what of it says so.
const ALIKE: [(&str, &str, &str); 8] = [
    ("Whole", "Halves", "a rate split in two"),
    ("Whole", "Thinned", "a rate of which half is thinned out"),
    ("Paused", "Masked", "a speed that pauses"),
    ("Growing", "Shaded", "a speed that grows"),
    ("Aging", "Withering", "a hazard that grows with age"),
    ("Amended", "Dappled", "a hazard of age that changes"),
    ("Erlang", "Stages", "the stages of an Erlang law"),
    ("Erlang", "Gamma", "an Erlang law as a gamma law"),
];

/// The role of probes, which no world of anybody's has.
const ROLE: &str = "ProbeOfTheLaws";

/// How often a probe rings up to the horizon, about.
const RINGS: f64 = 3.0;

/// Shorter horizons are told by the tick, which is longer than what is tried there.
const SHORTEST: f64 = 1.0;

pub(in crate::laws) const CLOCKS: Law = Law {
    name: "clocks-alike-in-law",
    statement: "A clock rings as often as two at half its rate, as one at twice its rate of \
        which half the rings count, and where its speed pauses, grows or follows a law with \
        age, as a steady one of which rings count with the chance that the speed has beside \
        it; an Erlang law is its stages one after the other, and a gamma law of that shape.",
    class: "All worlds with a horizon of a second or more; the clocks are those of probes that \
        are put beside them.",
    why: "What rings at a rate is a Poisson process: independent ones add up to one of the sum \
        of their rates, and what a chance leaves of one is one of the rate times that chance, \
        also where both change with time (Lewis and Shedler 1979). A budget of a unit \
        exponential law that runs down at the rate rings so (time change). The sum of k \
        independent exponential spans is Erlang by definition.",
    reach: Reach::InLaw,
    check,
};

fn check(specimen: &Specimen) -> Verdict {
    tried(specimen, &ALIKE)
}

/// Whether pairs of forms are alike beside a world.
fn tried(specimen: &Specimen, pairs: &[(&str, &str, &str)]) -> Verdict {
    let horizon = specimen.blueprint().horizon().seconds();
    if horizon < SHORTEST {
        return Verdict::Silent;
    }
    let roles = specimen.roles().clone();
    if roles.get(ROLE).is_some() {
        return Verdict::Silent;
    }
    let roles = roles.with::<Probe>(ROLE);
    // Of a form that is in two pairs there is one probe.
    let forms: BTreeSet<&str> = pairs.iter().flat_map(|(one, other, _)| [*one, *other]).collect();
    let probes = probes(&forms, horizon);
    let with_probes = specimen.with_roles(roles);
    let Some(beside) = with_probes.grafted(|file| file.graft_into("actors", &probes)) else {
        return Verdict::Silent;
    };
    let world = beside.blueprint();
    let signs = pairs.iter().fold(Signs::default(), |signs, (one, other, what)| {
        let (one, other) = (name(one), name(other));
        let name = format!("the rings of {what}");
        signs.pair(&name, (world, &one), (world, &other), ("rings", RINGS))
    });
    let mut ours = Replays::new(world, specimen.seed());
    let mut theirs = Replays::new(world, other_seed(specimen.seed()));
    let worlds = ("the first form of a probe beside the world", "the other form");
    alike(&mut ours, &mut theirs, &signs, worlds)
}

/// A probe of each of these forms, as entries of a world's actors.
fn probes(forms: &BTreeSet<&str>, horizon: f64) -> String {
    let (mean, horizon) = (span(horizon / RINGS), span(horizon));
    let probe = |form: &&str| {
        let name = quoted(&name(form));
        format!("{name}: {ROLE}(form: {form}, mean: {mean}, horizon: {horizon})")
    };
    forms.iter().map(probe).collect::<Vec<_>>().join(", ")
}

fn name(form: &str) -> String {
    format!("probe of the laws, {form}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviors::Roles;

    #[test]
    fn forms_that_are_not_alike_are_told_apart() {
        // A short run, so that there are few events beside those of the probes.
        let text = include_str!("../../../worlds/first.ron").replace("\"2 y\"", "\"30 d\"");
        let roles = Roles::standard();
        let world = |seed| Specimen::new(&*text, &roles, seed).expect("it is sound");
        let worlds: Vec<Specimen> = (0..300).map(world).collect();
        let mut held = 0;
        for world in &worlds {
            match tried(world, &ALIKE) {
                Verdict::Holds => held += 1,
                Verdict::Silent => {}
                Verdict::Broken(how) => panic!("{how}"),
            }
        }
        assert!(held > 250, "it speaks of {held} of 300 worlds");
        // As many rings, about, but less by chance; and fewer.
        for pair in [("Whole", "Erlang", "a rate"), ("Aging", "Whole", "a rate")] {
            let verdicts: Vec<Verdict> = worlds.iter().map(|world| tried(world, &[pair])).collect();
            let is_broken = |verdict: &&Verdict| match verdict {
                Verdict::Broken(how) => how.contains("the rings of a rate"),
                Verdict::Holds | Verdict::Silent => false,
            };
            let broken = verdicts.iter().filter(is_broken).count();
            assert!(broken >= 3, "{pair:?} are told apart in {broken} of 300 worlds");
        }
    }
}

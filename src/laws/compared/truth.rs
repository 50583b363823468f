//! Laws of what nobody can know: hidden truth is not readable but by judging.

use crate::laws::course::{Course, Step};
use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::specimen::Specimen;
use crate::oversight::Concern;
use crate::oversight::likeness::judgment;

use super::cut::whole;
use super::difference::{Counts, Seen, first_difference};
use super::variant::pick;

pub(in crate::laws) const UNREADABLE: Law = Law {
    name: "truth-is-not-readable",
    statement: "Where other work is concerning, and nothing else is another, all that anybody says, \
                counts and does is the same, up to the first judgment that comes out otherwise.",
    class: "Worlds in which something hidden is another where the world is concerned with the work \
            of another actor, with all hidden work or with every training run.",
    why: "What is concerning decides a hidden truth of work, of what shows and of what is found. \
          Behaviors hold these and cannot ask; a judgment alone draws on them, about an identity \
          that the truth does not change.",
    reach: Reach::Pathwise,
    check: unreadable,
};

/// Other things that the world could be concerned with.
fn concerns(specimen: &Specimen) -> Vec<Concern> {
    let own = specimen.blueprint().concern();
    let actors = specimen.blueprint().actors().iter();
    let does_work = actors.filter(|actor| !crate::laws::class::is_overseer(actor));
    let mut found: Vec<Concern> = does_work.map(|actor| Concern::Program(actor.id())).collect();
    found.push(Concern::HiddenWork);
    found.push(Concern::Training { above: 0.0 });
    found.retain(|concern| own != std::slice::from_ref(concern));
    found
}

fn unreadable(specimen: &Specimen) -> Verdict {
    let mut concerns = concerns(specimen);
    let Some(base) = whole(specimen, 0) else {
        return Verdict::Silent;
    };
    // Some concerns change nothing in this world, so another is tried.
    for _ in 0..2 {
        if concerns.is_empty() {
            break;
        }
        let concern = concerns.swap_remove(pick(specimen, "concern", concerns.len()));
        let words = told(specimen, &concern);
        let variant = specimen.changed(0, |simulation| {
            let world = simulation.settings().clone().with_concern(vec![concern]);
            simulation.replace_settings(std::sync::Arc::new(world));
        });
        let (one, other) = (Seen::new(specimen, &base), Seen::new(specimen, &variant));
        if first_difference(&one, &other, &Counts::ALL).is_some() {
            return same_to_the_eye((&base, &one), (&variant, &other), &words);
        }
    }
    Verdict::Silent
}

fn told(specimen: &Specimen, concern: &Concern) -> String {
    match concern {
        Concern::Program(actor) => {
            format!("the work of `{}` is concerning", specimen.blueprint().name_of(*actor))
        }
        Concern::Training { .. } => "every training run is concerning".to_owned(),
        Concern::HiddenWork => "all hidden work is concerning".to_owned(),
    }
}

/// Whether two courses of which the truth differs are the same to everybody, up to the first
/// judgment that comes out otherwise.
fn same_to_the_eye(
    (base, one): (&Course, &Seen<'_>),
    (variant, other): (&Course, &Seen<'_>),
    words: &str,
) -> Verdict {
    let counts = Counts { truth: false, ..Counts::ALL };
    let Some(difference) = first_difference(one, other, &counts) else {
        return Verdict::Holds;
    };
    let last = difference.one.into_iter().chain(difference.other).max().unwrap_or(0);
    let judged = |step: &Step| -> Vec<bool> {
        step.notes.iter().filter_map(|(_, note)| judgment(note)).collect()
    };
    let both = base.steps.iter().zip(&variant.steps).take(last + 1);
    if both.into_iter().any(|(here, there)| judged(here) != judged(there)) {
        return Verdict::Holds;
    }
    Verdict::Broken(format!(
        "Replication 0 becomes another where {words}, and no judgment comes out otherwise before. \
         {}",
        difference.words
    ))
}

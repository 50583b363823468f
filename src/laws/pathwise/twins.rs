//! Twins: the same chances without orders, and without concerning work.
//!
//! It lacks what the difference is worth.

use crate::oversight::likeness::{Names, of_note, of_signal};
use crate::oversight::{FactKind, Milestone, Twin};
use crate::primitives::time::Time;

use super::super::course::{Course, Happening, Step};
use super::super::law::{Law, Reach, Verdict};
use super::super::specimen::Specimen;
use super::knowledge::concerning_jobs;
use super::scene::{Found, Scene, facts, in_each_replication};

/// The first half of law 26.
pub(in crate::laws) const HANDS_OFF_UP_TO_THE_FIRST_ORDER: Law = Law {
    name: "hands-off-up-to-the-first-order",
    statement: "A run in which nobody heeds orders is the run itself, event by event and note by \
                note, up to the event in which the first order is given.",
    class: "All worlds in which an order is given.",
    why: "That nobody heeds orders shows to nobody before there is one, and the chances are the \
          same.",
    reach: Reach::Pathwise,
    check: hands_off,
};

/// The other half of law 26.
pub(in crate::laws) const INNOCENT_DOES_NOTHING_CONCERNING: Law = Law {
    name: "innocent-does-nothing-concerning",
    statement: "In the innocent twin no concerning work is planned, begins, runs, is sheltered, \
                stopped or done, and it comes to exactly no FLOP of it.",
    class: "All worlds in which there is concerning work.",
    why: "There, what was declared is what it was said to be, and the rest is not done.",
    reach: Reach::Pathwise,
    check: innocent,
};

/// The place of the step in which the first order is given.
pub(super) fn first_order(course: &Course) -> Option<usize> {
    let gives = |step: &Step| facts(step).any(|(_, fact)| matches!(fact, FactKind::Ordered { .. }));
    course.steps.iter().position(gives)
}

fn hands_off(specimen: &Specimen) -> Verdict {
    in_each_replication(specimen, |index| {
        let factual = specimen.course(index, Twin::Factual);
        let Some(last) = first_order(&factual) else {
            return Ok(false);
        };
        let twin = specimen.course(index, Twin::HandsOff);
        is_the_same(&Scene::of(specimen, &factual, index), &twin, last)
    })
}

/// Whether another course is the same up to this step.
fn is_the_same(scene: &Scene<'_>, twin: &Course, last: usize) -> Found {
    let blueprint = scene.blueprint;
    let actors = blueprint.network().node_weights().map(String::as_str);
    let names = Names::new(actors, blueprint.channels().iter().map(String::as_str));
    for (place, step) in scene.course.steps.iter().enumerate().take(last + 1) {
        let event = || scene.event(step);
        let Some(other) = twin.steps.get(place) else {
            return Err(format!("{} is missing where nobody heeds orders", event()));
        };
        if !is_alike(&names, step, other) {
            let there = scene.event(other);
            return Err(format!("{} is {there} where nobody heeds orders", event()));
        }
        let notes = |step: &Step| -> Vec<_> {
            let note = |(actor, note): &_| (*actor, of_note(&names, true, note));
            step.notes.iter().map(note).collect()
        };
        if notes(step) != notes(other) {
            return Err(format!(
                "in {} something else is noted where nobody heeds orders",
                event()
            ));
        }
    }
    Ok(true)
}

/// Whether two events are the same.
fn is_alike(names: &Names, one: &Step, other: &Step) -> bool {
    let place = |step: &Step| (step.time, step.number, step.cause, step.actor);
    place(one) == place(other)
        && match (&one.what, &other.what) {
            (Happening::Start, Happening::Start) => true,
            (Happening::Ring(clock, number), Happening::Ring(there, number_there)) => {
                (clock, number) == (there, number_there)
            }
            (Happening::Delivery(from, end, said), Happening::Delivery(by, at, there)) => {
                (from, end) == (by, at)
                    && of_signal(names, true, said) == of_signal(names, true, there)
            }
            (Happening::Start | Happening::Ring(..) | Happening::Delivery(..), _) => false,
        }
}

fn innocent(specimen: &Specimen) -> Verdict {
    in_each_replication(specimen, |index| {
        let factual = specimen.course(index, Twin::Factual);
        if concerning_jobs(&Scene::of(specimen, &factual, index)).is_empty() {
            return Ok(false);
        }
        let twin = specimen.course(index, Twin::Innocent);
        does_nothing(&Scene::of(specimen, &twin, index))
    })
}

fn does_nothing(scene: &Scene<'_>) -> Found {
    let jobs = concerning_jobs(scene).len();
    if jobs > 0 {
        return Err(format!("{jobs} jobs are concerning in the innocent twin"));
    }
    let outcome = &scene.course.outcome;
    if outcome.concerning_flop != 0.0 || outcome.runs_on {
        let flop = outcome.concerning_flop;
        return Err(format!("the innocent twin does {flop:e} FLOP of concerning work"));
    }
    for milestone in [Milestone::FirstConcerningWork, Milestone::Stopped] {
        if outcome.at(milestone) < Time::NEVER {
            let name = milestone.name();
            return Err(format!("the innocent twin has the milestone `{name}`"));
        }
    }
    Ok(true)
}

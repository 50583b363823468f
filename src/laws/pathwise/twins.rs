//! Twins: the same chances without orders, and without concerning work.
//!
//! It lacks what the difference is worth.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use petgraph::graph::NodeIndex;

use crate::engine::Note;
use crate::oversight::likeness::{Names, is_concerning, is_hidden, is_undone, of_note, of_signal};
use crate::oversight::{Detail, FactKind, Link, Milestone, Oversight, Signal, Twin};
use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;
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
                note, up to the event in which the first order is given, and to the end where \
                none is; and no work is held, goes on or ends in it because an order came.",
    class: "All worlds in which somebody can give orders.",
    why: "That nobody heeds orders shows to nobody before there is one, and the chances are the \
          same.",
    reach: Reach::Pathwise,
    check: hands_off,
};

/// The other half of law 26.
pub(in crate::laws) const INNOCENT_DOES_NOTHING_CONCERNING: Law = Law {
    name: "innocent-does-nothing-concerning",
    statement: "In the innocent twin no concerning work is planned, begins, runs, is sheltered, \
                stopped or done, it comes to exactly no FLOP of it, and what is not done is asked \
                of nobody. Whoever openly asks for nothing concerning, and whom nothing \
                improves, asks there for the same jobs one after the other.",
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
        let mut links = specimen.blueprint().network().edge_weights();
        if links.all(|link| link.kind != Link::Orders) {
            return Ok(false);
        }
        let factual = specimen.course(index, Twin::Factual);
        let twin = specimen.course(index, Twin::HandsOff);
        let past = first_order(&factual).map(|last| last + 1);
        let scene = Scene::of(specimen, &factual, index);
        heeds_nothing(&Scene::of(specimen, &twin, index))?;
        is_the_same(&scene, &twin, past, |_| true)
            .map_err(|text| format!("{text} where nobody heeds orders"))
    })
}

/// Whether nobody's work goes another way in an event that brings an order.
fn heeds_nothing(scene: &Scene<'_>) -> Result<(), String> {
    let is_order = |step: &&Step| matches!(step.what, Happening::Delivery(_, _, Signal::Order(_)));
    for step in scene.course.steps.iter().filter(is_order) {
        let moves = facts(step).find(|(_, fact)| {
            matches!(
                fact,
                FactKind::WorkHalted { .. }
                    | FactKind::WorkResumed { .. }
                    | FactKind::WorkEnded { .. }
                    | FactKind::WorkRuns { .. }
                    | FactKind::Detail(Detail::JobRuns { .. } | Detail::JobLeft { .. })
            )
        });
        if moves.is_some() {
            let event = scene.event(step);
            return Err(format!("in {event} work goes another way where nobody heeds orders"));
        }
    }
    Ok(())
}

/// Whether another course of the same actors is the same before a step, or to the end, as
/// far as notes count.
pub(super) fn is_the_same(
    scene: &Scene<'_>,
    other: &Course,
    past: Option<usize>,
    counts: impl Fn(&Note<Oversight>) -> bool,
) -> Found {
    let blueprint = scene.blueprint;
    let actors = blueprint.network().node_weights().map(String::as_str);
    let names = Names::new(actors, blueprint.channels().iter().map(String::as_str));
    let notes = |step: &Step| -> Vec<_> {
        let noted = step.notes.iter().filter(|(_, note)| counts(note));
        noted.map(|(actor, note)| (*actor, of_note(&names, true, note))).collect()
    };
    let steps = &scene.course.steps;
    for (place, step) in steps.iter().enumerate().take(past.unwrap_or(steps.len())) {
        let event = || scene.event(step);
        let Some(there) = other.steps.get(place) else {
            return Err(format!("{} is missing", event()));
        };
        if !is_alike(&names, step, there) {
            return Err(format!("{} is {}", event(), scene.event(there)));
        }
        if notes(step) != notes(there) {
            return Err(format!("in {} something else is noted", event()));
        }
    }
    match other.steps.get(steps.len()).filter(|_| past.is_none()) {
        Some(more) => Err(format!("{} comes beside", scene.event(more))),
        None => Ok(steps.len() > 1),
    }
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
        let scene = Scene::of(specimen, &twin, index);
        asks_the_same(&scene, &factual)?;
        does_nothing(&scene)
    })
}

/// The jobs that each asks for openly, in the order in which they are asked for first; nothing
/// of those who ask for a concerning one.
fn open_jobs(course: &Course) -> BTreeMap<ActorId, Vec<Identity>> {
    let mut all: BTreeMap<ActorId, Vec<Identity>> = BTreeMap::new();
    let mut doubtful = BTreeSet::new();
    for step in &course.steps {
        let Happening::Delivery(_, end, Signal::Submit(job)) = &step.what else {
            continue;
        };
        if is_hidden(job) {
            continue;
        }
        // On other links one that was asked for later can come first, or be lost.
        let is_plain = course.graph.delay(*end).is_none() && course.graph.loss(*end) == 0.0;
        if is_concerning(job) || !is_plain {
            doubtful.insert(job.owner());
        }
        let jobs = all.entry(job.owner()).or_default();
        if !jobs.contains(&job.identity()) {
            jobs.push(job.identity());
        }
    }
    all.retain(|owner, _| !doubtful.contains(owner));
    all
}

/// Whether something improves an actor: what it asks for to carry gains over hangs on what
/// others gain.
fn is_improved(scene: &Scene<'_>, actor: ActorId) -> bool {
    let network = scene.blueprint.network();
    let mut into = network.edges_directed(NodeIndex::new(actor.place()), Direction::Incoming);
    into.any(|edge| edge.weight().kind == Link::Improves)
}

/// Whether all who ask for nothing concerning ask for the same jobs in the innocent twin, as
/// far as both go.
fn asks_the_same(scene: &Scene<'_>, factual: &Course) -> Result<(), String> {
    let twin = open_jobs(scene.course);
    for (owner, jobs) in open_jobs(factual) {
        if is_improved(scene, owner) {
            continue;
        }
        let there = twin.get(&owner).map_or(&[][..], Vec::as_slice);
        if let Some(place) = jobs.iter().zip(there).position(|(one, other)| one != other) {
            let (owner, number) = (scene.name(owner), place + 1);
            return Err(format!(
                "job {number} that {owner} openly asks for is another in the \
                                innocent twin"
            ));
        }
    }
    Ok(())
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
    for step in &scene.course.steps {
        if let Happening::Delivery(_, _, Signal::Submit(job)) = &step.what
            && is_undone(job)
        {
            let event = scene.event(step);
            return Err(format!("in {event} work is asked for that is not done in this twin"));
        }
    }
    Ok(true)
}

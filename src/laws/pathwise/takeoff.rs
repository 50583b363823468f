//! Takeoff: it comes when what the world waits for is reached, and not before or without it.
//!
//! It lacks takeoffs that hang on software or on copies, whose steps nobody notes.

use std::collections::BTreeMap;

use crate::oversight::{FactKind, Milestone, Takeoff, Twin};
use crate::primitives::id::ActorId;
use crate::primitives::time::{Span, Time};

use super::super::law::{Law, Reach, Verdict};
use super::super::specimen::Specimen;
use super::scene::{Found, Scene, facts, in_each_replication};

pub(in crate::laws) const TAKEOFF_AS_SAID: Law = Law {
    name: "takeoff-as-the-world-says",
    statement: "Takeoff comes in the event in which a model is deployed that is as capable as the \
                world says, or the last of as many generations within as long a time as it says, \
                and in no other. Where it comes after a time, it comes at one that the law of that \
                time can give, and before a horizon by which that law is over; of a law \
                without a largest value only the least is held.",
    class: "All worlds but those whose takeoff hangs on software or on copies.",
    why: "What is waited for is looked at in each deployment, and at nothing else. A time is \
          waited out by the world itself, whom nobody can hold up.",
    reach: Reach::Pathwise,
    check,
};

fn check(specimen: &Specimen) -> Verdict {
    let blueprint = specimen.blueprint();
    in_each_replication(specimen, |index| {
        let course = specimen.course(index, Twin::Factual);
        let scene = Scene::of(specimen, &course, index);
        let simulation = blueprint.build(&blueprint.baseline(), scene.key);
        match simulation.settings().takeoff() {
            Takeoff::After(law) => comes_in_time(&scene, law.support()),
            Takeoff::Capability { of, above_start } => {
                let reaches = |before: &Line, now: &Line| {
                    now.capability > before.capability && now.capability >= above_start - 1e-9
                };
                comes_as_said(&scene, *of, 1.0, reaches)
            }
            Takeoff::Generations { of, count, within, step } => {
                let reaches = |before: &Line, now: &Line| {
                    now.generations.len() > before.generations.len()
                        && now.last_took(*count as usize).is_some_and(|span| span <= *within)
                };
                comes_as_said(&scene, *of, *step, reaches)
            }
            Takeoff::Doublings { .. } | Takeoff::Level { .. } | Takeoff::Copies { .. } => Ok(false),
        }
    })
}

/// Whether takeoff comes at a time between these, in seconds, where the horizon lies beyond.
fn comes_in_time(scene: &Scene<'_>, (least, most): (f64, f64)) -> Found {
    let takeoff = scene.course.outcome.at(Milestone::Takeoff);
    let horizon = scene.blueprint.horizon().seconds();
    // An instant is rounded to a tick, and rings one later at the soonest.
    let (soonest, latest) = (least - 1e-5 - 1e-9 * least, most + 1e-5 + 1e-9 * most);
    if takeoff == Time::NEVER {
        // No takeoff has an aftermath, so that a whole course goes on up to the horizon.
        let is_due = scene.course.is_whole && latest < horizon;
        return if is_due {
            Err(format!("no takeoff comes up to {horizon} s, and by {most} s as the world says"))
        } else {
            Ok(false)
        };
    }
    let seconds = takeoff.seconds();
    if seconds < soonest || seconds > latest {
        return Err(format!(
            "takeoff comes at {seconds} s, and between {least} s and {most} s as the world says"
        ));
    }
    Ok(true)
}

/// What is known of a model from its deployments.
#[derive(Clone, Debug, Default)]
struct Line {
    capability: f64,
    /// The capability at the last generation, and when all of them came.
    parent: f64,
    generations: Vec<Time>,
}

impl Line {
    /// The same after a deployment, where a generation is a step of so much.
    fn deployed(&self, now: Time, capability: f64, step: f64) -> Self {
        let mut line = self.clone();
        if capability > line.capability {
            line.capability = capability;
            if capability - line.parent >= step - 1e-9 {
                line.parent = capability;
                line.generations.push(now);
            }
        }
        line
    }

    /// How long the last so many generations took, if there were so many.
    fn last_took(&self, count: usize) -> Option<Span> {
        let first = self.generations.len().checked_sub(count)?;
        let last = self.generations.last()?;
        Some(*last - *self.generations.get(first)?)
    }
}

/// Whether takeoff comes in the first deployment that reaches what is waited for.
fn comes_as_said(
    scene: &Scene<'_>,
    of: Option<ActorId>,
    step: f64,
    reaches: impl Fn(&Line, &Line) -> bool,
) -> Found {
    let mut lines: BTreeMap<ActorId, Line> = BTreeMap::new();
    let mut spoke = false;
    for happened in &scene.course.steps {
        let mut is_reached = false;
        for (actor, fact) in facts(happened) {
            let FactKind::Deployed { capability } = fact else {
                continue;
            };
            spoke = true;
            let before = lines.entry(actor).or_default();
            let now = before.deployed(happened.time, *capability, step);
            is_reached |= of.is_none_or(|of| of == actor) && reaches(before, &now);
            *before = now;
        }
        let comes = facts(happened).any(|(_, fact)| matches!(fact, FactKind::Takeoff));
        if comes != is_reached {
            let event = scene.event(happened);
            return Err(if comes {
                format!("in {event} takeoff comes, and nothing that the world waits for")
            } else {
                format!("in {event} comes what the world waits for, and no takeoff")
            });
        }
        if comes {
            break;
        }
    }
    Ok(spoke)
}

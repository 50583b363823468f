//! Time: every event has a cause before it, and what is said once comes once.
//!
//! It lacks what events mean.

use std::collections::BTreeSet;

use crate::engine::{Graph, Signal as _};
use crate::oversight::{Link, Signal, Twin};
use crate::primitives::distribution::Distribution;
use crate::primitives::id::LinkEnd;
use crate::primitives::random::Identity;
use crate::primitives::time::Span;

use super::super::course::{Happening, Step};
use super::super::law::{Law, Reach, Verdict};
use super::super::specimen::Specimen;
use super::scene::{Found, Scene, in_each, instant};

pub(in crate::laws) const CAUSALITY: Law = Law {
    name: "causality",
    statement: "Time never goes back, and each event comes at least a tick after the one that \
                caused it: a signal after what happened to its sender, over one of the sender's \
                links and by no less than the least delay of that link; a ring after what \
                happened to the clock's own actor. What is noted in an event is noted by whom it \
                happens to.",
    class: "All worlds.",
    why: "Nothing acts but a handler, a handler sees its own actor alone, and what it sends or \
          sets is due a tick later at the soonest.",
    reach: Reach::Pathwise,
    check: causality,
};

/// The other half of law 1: nothing happens without a cause of its own.
pub(in crate::laws) const SAID_ONCE: Law = Law {
    name: "said-once",
    statement: "What somebody says once over a link in one event comes at most once: no job is \
                asked for, begun, done, refused or withdrawn twice by one event, and no finding \
                is told twice by it.",
    class: "All worlds whose behaviors do not say the same thing twice over one link in one \
            event; none of the built-in ones does.",
    why: "A signal is sent into one place and taken out of it once. It carries the identity of \
          its origin, by which two of them would show.",
    reach: Reach::Pathwise,
    check: said_once,
};

fn causality(specimen: &Specimen) -> Verdict {
    in_each(specimen, Twin::Factual, goes_forward)
}

fn goes_forward(scene: &Scene<'_>) -> Found {
    let steps = &scene.course.steps;
    for pair in steps.windows(2) {
        let [before, step] = pair else {
            continue;
        };
        if step.time < before.time {
            let (this, that) = (scene.event(step), scene.event(before));
            return Err(format!("time went back from {that} to {this}"));
        }
        if step.number != before.number + 1 {
            return Err(format!("{} follows event {}", scene.event(step), before.number));
        }
        has_cause(scene, step)?;
        if let Some((who, _)) = step.notes.iter().find(|(actor, _)| Some(*actor) != step.actor) {
            return Err(format!("in {} {} noted something", scene.event(step), scene.name(*who)));
        }
    }
    if let Some(last) = steps.last().filter(|last| last.time > scene.course.ended) {
        let ended = instant(scene.course.ended);
        return Err(format!("{} comes after the end at {ended}", scene.event(last)));
    }
    Ok(steps.len() > 1)
}

/// Whether the cause of an event could have caused it.
fn has_cause(scene: &Scene<'_>, step: &Step) -> Result<(), String> {
    let event = || scene.event(step);
    let Some(cause) = scene.step(step.cause).filter(|_| step.cause < step.number) else {
        return Err(format!("{} is caused by event {}, which is not earlier", event(), step.cause));
    };
    if cause.time + Span::TICK > step.time {
        return Err(format!("{} is caused by {}", event(), scene.event(cause)));
    }
    let (acts, least) = match &step.what {
        Happening::Start => return Err(format!("the run starts again in event {}", step.number)),
        Happening::Ring(..) => (step.actor, Span::TICK),
        Happening::Delivery(from, end, _) => {
            let graph = &scene.course.graph;
            if Some(graph.owner(*end)) != step.actor || graph.other(*end) != *from {
                return Err(format!("{} came over a link of others", event()));
            }
            (Some(*from), least_delay(graph, *end))
        }
    };
    // At the start everybody acts.
    if cause.actor.is_some() && cause.actor != acts {
        return Err(format!("{} is caused by {}, to somebody else", event(), scene.event(cause)));
    }
    if step.time < cause.time + least {
        let (came, sent) = (event(), scene.event(cause));
        return Err(format!("{came} was sent in {sent}, and takes {least:?} at least"));
    }
    Ok(())
}

/// The least time that a signal takes over a link: the least of its law, to the tick.
pub(super) fn least_delay(graph: &Graph<Link>, end: LinkEnd) -> Span {
    graph.delay(end).map_or(Span::TICK, least_of).max(Span::TICK)
}

/// The least time that a law gives, but for the rounding of a draw.
pub(super) fn least_of(law: &Distribution) -> Span {
    let (least, most) = law.support();
    if least == most {
        return Span::from_seconds(least.max(0.0));
    }
    let span = Span::from_seconds(least.max(0.0) * (1.0 - 1e-12));
    Span::from_ticks(span.ticks().saturating_sub(1))
}

fn said_once(specimen: &Specimen) -> Verdict {
    in_each(specimen, Twin::Factual, comes_once)
}

/// What tells a signal from all others that one event sends over one link.
type Said = (u64, LinkEnd, &'static str, Identity);

fn comes_once(scene: &Scene<'_>) -> Found {
    let mut came: BTreeSet<Said> = BTreeSet::new();
    for step in &scene.course.steps {
        let Happening::Delivery(from, end, signal) = &step.what else {
            continue;
        };
        let Some(identity) = identity_of(signal) else {
            continue;
        };
        if !came.insert((step.cause, *end, signal.name(), identity)) {
            let (event, from) = (scene.event(step), scene.name(*from));
            return Err(format!("{event} is the second that event {} made {from} say", step.cause));
        }
    }
    Ok(!came.is_empty())
}

/// The origin of what is said once. Who passes on what others found may have it of two of
/// them, and what shows may show twice.
fn identity_of(signal: &Signal) -> Option<Identity> {
    match signal {
        Signal::Alert(alert) | Signal::Report(alert, _) => {
            signal.identity().filter(|_| alert.path().len() == 1)
        }
        Signal::Submit(_)
        | Signal::Began(_)
        | Signal::Done(_)
        | Signal::Refused(_)
        | Signal::Withdraw(_)
        | Signal::Declared(_)
        | Signal::Order(_)
        | Signal::Deployed(_)
        | Signal::Improved(_) => signal.identity(),
        Signal::Work(_)
        | Signal::Level(_)
        | Signal::Granted(..)
        | Signal::Adjust(..)
        | Signal::Mind(_)
        | Signal::Efficiency(_)
        | Signal::Tokens(_)
        | Signal::Directive(_)
        | Signal::Announced(_)
        | Signal::TookOff
        | Signal::Own(..) => None,
    }
}

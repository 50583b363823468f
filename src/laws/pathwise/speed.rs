//! The speed limit of training from scratch: compute takes its time on what there is.
//!
//! It lacks data, people and everything else that makes training slower.

use std::collections::{BTreeMap, BTreeSet};

use crate::behaviors::TrainingProgramParameters;
use crate::engine::{Note, Pace};
use crate::oversight::{Oversight, Signal, Twin};
use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;
use crate::primitives::time::{Span, Time};

use super::super::course::{Happening, Step};
use super::super::law::{Law, Reach, Verdict};
use super::super::specimen::Specimen;
use super::ledger::clusters;
use super::scene::{Found, Scene, in_each, instant};

pub(in crate::laws) const SPEED_LIMIT: Law = Law {
    name: "speed-limit",
    statement: "Generations that are trained from scratch take, from the start of the first run \
                to the end of the last, and so to the last deployment, at least all their FLOP \
                over the largest capacity of all clusters together in that time; and so do those \
                of several programs together. None is deployed before its run is done.",
    class: "All worlds with a training program that neither goes on with old weights nor starts \
            from any, and that is done with a run.",
    why: "No run is done before it got its FLOP, and all of them together get no more than there \
          is.",
    reach: Reach::Pathwise,
    check,
};

fn check(specimen: &Specimen) -> Verdict {
    in_each(specimen, Twin::Factual, takes_its_time)
}

/// What one program has trained.
#[derive(Clone, Debug, Default)]
struct Trained {
    /// When the first run began.
    began: Option<Time>,
    runs: BTreeMap<Identity, f64>,
    /// The runs that are done, each with when it was done, and its FLOP.
    done: Vec<(Time, f64)>,
    counted: BTreeSet<Identity>,
    /// In how many events it deployed something, and when it last did.
    deployments: usize,
    deployed: Option<Time>,
    /// When it first deployed more generations than were done by then: how many, and how
    /// many were done.
    ahead: Option<(Time, usize, usize)>,
}

impl Trained {
    /// From when to when it trained what is done, and how many FLOP that took.
    fn window(&self) -> Option<(Time, Time, f64)> {
        let last = self.done.iter().map(|(done, _)| *done).max()?;
        Some((self.began?, last, self.done.iter().map(|(_, flop)| flop).sum()))
    }

    /// Counts a deployment, and looks whether as many runs are done.
    fn deploys(&mut self, now: Time) {
        // To deploy one to several models is one deployment.
        self.deployments += usize::from(self.deployed != Some(now));
        self.deployed = Some(now);
        if self.ahead.is_none() && self.done.len() < self.deployments {
            self.ahead = Some((now, self.deployments, self.done.len()));
        }
    }
}

fn takes_its_time(scene: &Scene<'_>) -> Found {
    let mut programs = from_scratch(scene);
    if programs.is_empty() {
        return Ok(false);
    }
    for step in &scene.course.steps {
        follow(scene, step, &mut programs);
    }
    let capacities = Capacities::of(scene);
    let windows: Vec<_> =
        programs.iter().filter_map(|(id, one)| Some((*id, one.window()?))).collect();
    for (program, trained) in &programs {
        if let Some((when, times, done)) = trained.ahead {
            let (program, when) = (scene.name(*program), instant(when));
            return Err(format!(
                "{program} has deployed {times} generations at {when}, more than the {done} that \
                 are done by then"
            ));
        }
    }
    for (program, window) in &windows {
        is_long(&capacities, *window, &scene.name(*program))?;
    }
    let first = windows.iter().map(|(_, window)| window.0).min();
    let last = windows.iter().map(|(_, window)| window.1).max();
    if let (Some(first), Some(last)) = (first, last) {
        let flop = windows.iter().map(|(_, window)| window.2).sum();
        is_long(&capacities, (first, last, flop), "all programs together")?;
    }
    Ok(windows.iter().any(|(_, window)| window.2 > 0.0))
}

/// The programs that train from scratch.
fn from_scratch(scene: &Scene<'_>) -> BTreeMap<ActorId, Trained> {
    let blueprint = scene.blueprint;
    let draws = blueprint.draws(&blueprint.baseline(), scene.key);
    let mut programs = BTreeMap::new();
    for actor in blueprint.actors() {
        let settings = blueprint.settings_at(actor, &draws);
        let given = actor.role().given(&settings);
        let Some(parameters) = given.parameters::<TrainingProgramParameters>() else {
            continue;
        };
        if parameters.warm_start.value() == 0.0 && parameters.starts_from.value() == 0.0 {
            programs.insert(actor.id(), Trained::default());
        }
    }
    programs
}

/// Follows what programs are told of their runs, and what they deploy.
fn follow(scene: &Scene<'_>, step: &Step, programs: &mut BTreeMap<ActorId, Trained>) {
    if let Happening::Delivery(from, _, signal) = &step.what {
        if let Signal::Submit(job) = signal
            && let Some(program) = programs.get_mut(from)
        {
            program.runs.insert(job.identity(), job.compute().value());
        }
        let program = step.actor.and_then(|actor| programs.get_mut(&actor));
        let sent = scene.step(step.cause).map_or(step.time, |cause| cause.time);
        if let Some(program) = program {
            if let Signal::Began(_) = signal {
                program.began = Some(program.began.map_or(sent, |began| began.min(sent)));
            } else if let Signal::Done(job) = signal
                && program.counted.insert(*job)
            {
                let flop = program.runs.get(job).copied().unwrap_or_default();
                program.done.push((sent, flop));
            }
        }
    }
    for (actor, note) in &step.notes {
        if let (Note::Milestone("generation deployed"), Some(program)) =
            (note, programs.get_mut(actor))
        {
            program.deploys(step.time);
        }
    }
}

/// What all clusters could deliver, over time.
struct Capacities(BTreeMap<ActorId, Vec<(Time, Pace)>>);

impl Capacities {
    fn of(scene: &Scene<'_>) -> Self {
        let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let clusters = clusters(scene);
        for step in &scene.course.steps {
            for (actor, note) in &step.notes {
                if let Some(pace) = capacity(note).filter(|_| clusters.contains_key(actor)) {
                    all.entry(*actor).or_default().push((step.time, pace));
                }
            }
        }
        Self(all)
    }

    /// The sum of the most that each had in a window, in FLOP/s.
    fn most(&self, first: Time, last: Time) -> f64 {
        self.0.values().map(|paces| most(paces, first, last)).sum()
    }
}

fn capacity(note: &Note<Oversight>) -> Option<Pace> {
    match note {
        Note::Flow("capacity", pace) => Some(*pace),
        Note::Flow(..)
        | Note::Fact(_)
        | Note::Milestone(_)
        | Note::Count(..)
        | Note::Amount(..)
        | Note::Observe(..) => None,
    }
}

/// The most that a pace was in a window: at one of the ends of its pieces.
fn most(paces: &[(Time, Pace)], first: Time, last: Time) -> f64 {
    let mut most: f64 = 0.0;
    for (place, (since, pace)) in paces.iter().enumerate() {
        let until = paces.get(place + 1).map_or(last, |next| next.0.min(last));
        let from = first.max(*since);
        if from <= until {
            let at = |time: Time| pace.after((time - *since).seconds()).speed();
            most = most.max(at(from)).max(at(until));
        }
    }
    most
}

/// Whether a window is as long as its FLOP take at least.
fn is_long(
    capacities: &Capacities,
    (first, last, flop): (Time, Time, f64),
    whose: &str,
) -> Result<(), String> {
    let most = capacities.most(first, last);
    let least = if flop > 0.0 { flop / most } else { 0.0 };
    // Each of two news takes a tick.
    let took = (last - first + Span::from_ticks(2)).seconds();
    if took < least * (1.0 - 1e-9) {
        let (first, last) = (instant(first), instant(last));
        return Err(format!(
            "what is trained from scratch by {whose} from {first} to {last} takes {flop:e} FLOP \
             on at most {most:e} FLOP/s, which is {least:.6} s at least"
        ));
    }
    Ok(())
}

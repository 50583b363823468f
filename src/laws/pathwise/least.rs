//! The least times: how soon what somebody sees, knows or is told of can go on from him.
//!
//! Each is the least that a law of the world's text can give. Of roles that are not built
//! in nothing is known, and they may act at once.

use std::collections::BTreeMap;

use crate::behaviors::{
    CloudProviderParameters, ModelReviewerParameters, NestedOversightParameters, PressParameters,
    ReaderParameters, RegulatorParameters, ReviewerParameters,
};
use crate::engine::Given;
use crate::oversight::Signal;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::Count;
use crate::primitives::time::{Span, Time};

use super::super::class::is_built_in;
use super::super::course::Happening;
use super::scene::Scene;
use super::time::least_of;

/// How soon an actor can act on what comes to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Least {
    /// Whether it is built in, and so says what it finds along the links that are for it.
    pub is_known: bool,
    /// From what it sees or knows to an alarm of its own.
    pub finds: Span,
    /// From what it is told to passing it on.
    pub passes: Span,
    /// Whether what it is told can join what came before, which is done with sooner.
    pub joins: bool,
}

impl Least {
    const AT_ONCE: Self =
        Self { is_known: false, finds: Span::ZERO, passes: Span::ZERO, joins: false };

    /// Of what an actor is given.
    fn of(given: &Given<'_>) -> Self {
        let plain = Self { is_known: true, ..Self::AT_ONCE };
        let passes = |takes: &Law<Span>, joins| Self { passes: least(takes), joins, ..plain };
        if let Some(own) = given.parameters::<ReviewerParameters>() {
            return passes(&own.review, own.merges);
        }
        if let Some(own) = given.parameters::<ModelReviewerParameters>() {
            return passes(&own.review, own.merges);
        }
        if let Some(own) = given.parameters::<NestedOversightParameters>() {
            let steps = own.steps.map_or(1, Count::value);
            let all = least(&own.step_takes).ticks().saturating_mul(steps);
            return Self { passes: Span::from_ticks(all), joins: true, ..plain };
        }
        if let Some(own) = given.parameters::<PressParameters>() {
            return passes(&own.checks, false);
        }
        if let Some(own) = given.parameters::<RegulatorParameters>() {
            let finds = least(&own.deadline) + least(&own.reviews);
            return Self { finds, ..passes(&own.reviews, true) };
        }
        if let Some(own) = given.parameters::<ReaderParameters>() {
            return Self { finds: least(&own.time), ..plain };
        }
        if let Some(own) = given.parameters::<CloudProviderParameters>() {
            // It finds at once, and tells of it later.
            return Self { finds: least(&own.reports_after), ..plain };
        }
        plain
    }
}

fn least(law: &Law<Span>) -> Span {
    least_of(law.distribution())
}

/// The least times of all actors of a scene, by their places; the world's own is none.
pub(super) fn all(scene: &Scene<'_>) -> Vec<Least> {
    let blueprint = scene.blueprint;
    let draws = blueprint.draws(&blueprint.baseline(), scene.key);
    let mut all = vec![Least::AT_ONCE; blueprint.network().node_count()];
    for actor in blueprint.actors() {
        let role = actor.role();
        if is_built_in(role) {
            let settings = blueprint.settings_at(actor, &draws);
            all[actor.id().place()] = Least::of(&role.given(&settings));
        }
    }
    all
}

/// When each actor was first told of any evidence.
pub(super) fn first_told(scene: &Scene<'_>) -> BTreeMap<ActorId, Time> {
    let mut first = BTreeMap::new();
    for step in &scene.course.steps {
        if let (Happening::Delivery(_, _, Signal::Alert(_) | Signal::Report(..)), Some(actor)) =
            (&step.what, step.actor)
        {
            first.entry(actor).or_insert(step.time);
        }
    }
    first
}

//! A world in which all times and all FLOP are so many times as large, and all rates as small.
//!
//! FLOP are scaled with time, so that speeds of compute stay. It lacks opening hours, tokens
//! and what else has a unit of time that no parameter gives, and observers that take samples,
//! whose phase is a remainder: they are put to sleep.

use petgraph::visit::EdgeRef as _;

use crate::engine::Simulation;
use crate::laws::settings::{given, place_of};
use crate::laws::specimen::Specimen;
use crate::oversight::{Concern, Improvement, Link, Oversight, Takeoff};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Kind, ParameterRow, Setting};
use crate::primitives::quantity::Dimension;
use crate::primitives::time::Span;
use crate::world::BlueprintActor;

use super::variant::links;

/// How long a sampling observer sleeps, in seconds: longer than every run.
const ASLEEP: f64 = 1e13;

/// Whether an actor with these settings takes samples, and sleeps here.
pub(super) fn samples(actor: &BlueprintActor, settings: &[Setting]) -> bool {
    let given = |name| given(actor.role().parameters, settings, name);
    given("every").is_some() && given("schedule") != Some(&Setting::Choice(1))
}

/// Scales all that has a unit of time in a simulation that has not started.
pub(super) fn stretch(
    specimen: &Specimen,
    index: u64,
    simulation: &mut Simulation<Oversight>,
    factor: f64,
) {
    let blueprint = specimen.blueprint();
    let (point, key) = (blueprint.baseline(), specimen.key(index));
    for actor in blueprint.actors() {
        let mut settings = blueprint.settings_in(actor, &point, key);
        let sleeps = samples(actor, &settings);
        scale_settings(actor.role().parameters, &mut settings, factor);
        if let Some(row) = place_of(actor.role().parameters, "every").filter(|_| sleeps) {
            settings[row] = Setting::Number(ASLEEP);
        }
        simulation.replace(actor.id(), actor.role().make(&settings));
    }
    for edge in blueprint.network().edge_references() {
        let mut law = blueprint.link_in(edge.id(), &point, key);
        // What shows is keyed by the instant, and is seen at once here.
        let is_seen = matches!(law.kind, Link::Watches | Link::Studies);
        if law.delay.is_some() || (is_seen && law.loss > 0.0) {
            law.delay = law.delay.filter(|_| !is_seen).map(|delay| delay.scaled(factor));
            law.loss = if is_seen { 0.0 } else { law.loss };
            let [from, to] = [edge.source(), edge.target()].map(|node| node.index() as u32);
            simulation.replace_link(ActorId::new(from), law, ActorId::new(to));
        }
    }
    let world = simulation.settings().clone();
    let takeoff = match world.takeoff() {
        Takeoff::After(law) => Takeoff::After(law.scaled(factor)),
        Takeoff::Generations { of, count, within, step } => {
            let (of, count, step) = (*of, *count, *step);
            Takeoff::Generations { of, count, within: longer(*within, factor), step }
        }
        Takeoff::Doublings { of, count, within } => {
            Takeoff::Doublings { of: *of, count: *count, within: longer(*within, factor) }
        }
        other @ (Takeoff::Capability { .. } | Takeoff::Level { .. } | Takeoff::Copies { .. }) => {
            other.clone()
        }
    };
    let concern = blueprint.concern().iter().map(|concern| match concern {
        Concern::Training { above } => Concern::Training { above: above * factor },
        other @ (Concern::Program(_) | Concern::HiddenWork) => other.clone(),
    });
    let carried = links(blueprint, &[Link::Improves]).into_iter().map(|link| {
        let (from, to) = blueprint.network().edge_endpoints(link).expect("the link is there");
        let [from, to] = [from, to].map(|node| ActorId::new(node.index() as u32));
        let as_it_is = world.improvement(from, to);
        Improvement { cost: as_it_is.cost * factor, ..as_it_is }
    });
    let carried = carried.collect();
    let world = world.with_takeoff(takeoff).with_concern(concern.collect());
    let world = world.with_improvements(carried);
    simulation.replace_settings(std::sync::Arc::new(world));
}

fn longer(span: Span, factor: f64) -> Span {
    Span::from_ticks((span.ticks() as f64 * factor) as u64)
}

fn scale_settings(rows: &[ParameterRow], settings: &mut [Setting], factor: f64) {
    for (row, setting) in rows.iter().zip(settings) {
        let by = match row.kind {
            Kind::Quantity(dimension) | Kind::Law(dimension) => scale_of(dimension, factor),
            Kind::Chips
            | Kind::Hours
            | Kind::Flag
            | Kind::Channel
            | Kind::Actor
            | Kind::Choice(_)
            | Kind::Table(..)
            | Kind::TableByActor(..)
            | Kind::EntryOf(_) => 1.0,
        };
        match setting {
            Setting::Number(number) => *number *= by,
            Setting::Law(law) if by != 1.0 => *law = law.scaled(by),
            Setting::Table(entries) => {
                if let Kind::Table(_, inner) = row.kind {
                    let scaled = entries.iter().map(|(name, settings)| {
                        let mut settings = settings.clone();
                        scale_settings(inner, &mut settings, factor);
                        (name.clone(), settings)
                    });
                    *entries = scaled.collect();
                }
            }
            Setting::Absent
            | Setting::Law(_)
            | Setting::Chips(_)
            | Setting::Hours(_)
            | Setting::Flag(_)
            | Setting::Channel(_)
            | Setting::Actor(_)
            | Setting::Choice(_)
            | Setting::TableByActor(_)
            | Setting::EntryOf(_) => {}
        }
    }
}

/// By what a number of this dimension is scaled.
fn scale_of(dimension: Dimension, factor: f64) -> f64 {
    match dimension {
        Dimension::Span | Dimension::Flop => factor,
        Dimension::Rate => 1.0 / factor,
        Dimension::Number
        | Dimension::Share
        | Dimension::Count
        | Dimension::FlopRate
        | Dimension::Power
        | Dimension::Money
        | Dimension::Magnitude
        | Dimension::Tokens => 1.0,
    }
}

//! The law of scale: where all times are so many times as long, all happens so much later.
//!
//! FLOP are scaled with time, so that speeds of compute stay. The tick cannot be scaled, so
//! that what takes a tick takes one here too: two courses are alike up to some ticks for each
//! event, and the law is about courses in which no two chains of events meet so closely. It
//! lacks observers that take samples, whose phase is a remainder: they are put to sleep.

use petgraph::visit::EdgeRef as _;

use crate::engine::Simulation;
use crate::laws::class::{Class, is_built_in};
use crate::laws::course::{Course, Happening};
use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::settings::{given, number_given, place_of};
use crate::laws::specimen::Specimen;
use crate::oversight::{Concern, Improvement, Link, Oversight, Takeoff};
use crate::primitives::calendar::Calendar;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Kind, ParameterRow, Setting};
use crate::primitives::quantity::Dimension;
use crate::primitives::time::{Span, Time};
use crate::world::{BlueprintActor, Draws};

use super::cut::whole;
use super::variant::{links, pick};

/// Worlds that can be scaled.
pub const SCALES: Class = Class {
    name: "scales",
    words: "Worlds of built-in roles without opening hours but 24/7, without tokens and data \
            limits, growing clusters and such as lose seven in eight of their chips, leaks by \
            the law Grimes, and leaks by a law Gamma of so small a mean beside its scale that \
            some come within a few ticks.",
    excludes: unscaled,
};

pub(in crate::laws) const SCALED: Law = Law {
    name: "scaling",
    statement: "Where all times and all FLOP are 2^k times as large and all rates as small, the \
                course is the same, 2^k times as long, up to some ticks for each event. In both, \
                observers that take samples are asleep, what shows is seen at once, and the run \
                goes on to the horizon.",
    class: SCALES.words,
    why: "Budgets and draws have no unit of time but those of the parameters, and a power of two \
          leaves each digit. Two courses in which chains of events meet within these ticks are not \
          compared, since which of two is first may turn.",
    reach: Reach::Pathwise,
    check: scaled,
};

/// How long a sampling observer sleeps, in seconds: longer than every run.
const ASLEEP: f64 = 1e13;

fn unscaled(specimen: &Specimen) -> Option<String> {
    let blueprint = specimen.blueprint();
    let draws: Vec<Draws> = (0..LOOKS)
        .map(|index| blueprint.draws(&blueprint.baseline(), specimen.key(index)))
        .collect();
    blueprint.actors().iter().find_map(|actor| {
        let (name, rows) = (actor.name(), actor.role().parameters);
        let row = draws.iter().find_map(|draws| {
            let settings = blueprint.settings_at(actor, draws);
            let row = unscaled_row(rows, &settings).or_else(|| leaks(rows, &settings));
            let supply = || grows(rows, &settings).or_else(|| dwindles(rows, &settings));
            row.or_else(|| supply().filter(|_| actor.role().name == "Cluster"))
        });
        if let Some(row) = row {
            return Some(format!("`{name}.{row}` does not scale"));
        }
        let is_own = !is_built_in(actor.role());
        (is_own || UNSCALED.contains(&actor.role().name))
            .then(|| format!("`{name}` does not scale"))
    })
}

/// The row, or the row of a table among these, that keeps opening hours or counts tokens.
fn unscaled_row(rows: &[ParameterRow], settings: &[Setting]) -> Option<&'static str> {
    rows.iter().zip(settings).find_map(|(row, setting)| {
        let keeps_hours = matches!(setting, Setting::Hours(hours) if **hours != Calendar::always());
        let counts_tokens =
            matches!(row.kind, Kind::Quantity(Dimension::Tokens)) && *setting != Setting::Absent;
        if keeps_hours || counts_tokens {
            return Some(row.name);
        }
        if let (Kind::Table(_, rows), Setting::Table(entries)) = (row.kind, setting) {
            return entries.iter().find_map(|(_, settings)| unscaled_row(rows, settings));
        }
        if let (Kind::TableByActor(_, rows), Setting::TableByActor(entries)) = (row.kind, setting) {
            return entries.iter().find_map(|(_, settings)| unscaled_row(rows, settings));
        }
        None
    })
}

/// The row by which chips grow, if they do.
fn grows(rows: &[ParameterRow], settings: &[Setting]) -> Option<&'static str> {
    (*given(rows, settings, "growth")? != Setting::Number(0.0)).then_some("growth")
}

/// The row by which chips become so few that a tick of work done before is many ticks then.
fn dwindles(rows: &[ParameterRow], settings: &[Setting]) -> Option<&'static str> {
    let peak = |setting: Option<&Setting>| {
        if let Setting::Chips(chips) = setting? { Some(chips.peak().value()) } else { None }
    };
    let row = rows.iter().find(|row| row.name == "steps")?;
    let (Kind::Table(_, inner), Setting::Table(steps)) =
        (row.kind, given(rows, settings, row.name)?)
    else {
        return None;
    };
    let first = peak(given(rows, settings, "chips"))?;
    let (mut least, mut most) = (first, first);
    for (_, step) in steps.iter() {
        if let Some(peak) = peak(given(inner, step, "chips")).filter(|peak| *peak > 0.0) {
            (least, most) = (least.min(peak), most.max(peak));
        }
        if let Some(factor) = number_given(inner, step, "factor") {
            (least, most) = (least * factor.min(1.0), most * factor.max(1.0));
        }
    }
    (most > DWINDLED * least).then_some("steps")
}

/// The row by which the leaks of people do not scale: a probability in a year, or a law so
/// early that what a tick takes matters.
fn leaks(rows: &[ParameterRow], settings: &[Setting]) -> Option<&'static str> {
    let law = given(rows, settings, "law")?;
    let number = |name| number_given(rows, settings, name);
    let scale = number("scale");
    let [at_100, at_1000] = [number("mean_at_100")?, number("mean_at_1000")?];
    // The mean where as many know as can be named: (2/9)^B of that at 100.
    let power = libm::log(at_100 / at_1000) / libm::log(1.5);
    let least = at_100.min(at_1000).min(at_100 * libm::pow(2.0 / 9.0, power));
    let is_early = *law == Setting::Choice(0) && scale.is_some_and(|s| least < 0.2 * s);
    (*law == Setting::Choice(1) || is_early).then_some("law")
}

/// How many times as fast a cluster may once have been as it once is.
const DWINDLED: f64 = 8.0;

/// How many replications are looked at until one speaks.
const LOOKS: u64 = 2;

/// Roles with constants in time or in FLOP that no parameter is.
const UNSCALED: [&str; 1] = ["SyntheticData"];

fn scaled(specimen: &Specimen) -> Verdict {
    if !SCALES.has(specimen) || whole(specimen, 0).is_none() {
        return Verdict::Silent;
    }
    let factor = [2.0, 4.0, 16.0][pick(specimen, "scale", 3)];
    for index in 0..LOOKS {
        let horizon = specimen.blueprint().horizon();
        let base = specimen
            .changed_until(index, horizon, |simulation| scale(specimen, index, simulation, 1.0));
        if base.steps.len() < 3 || !base.is_whole || meets(&base) {
            continue;
        }
        let longer = Span::from_ticks((horizon.ticks() as f64 * factor) as u64);
        let variant = specimen
            .changed_until(index, longer, |simulation| scale(specimen, index, simulation, factor));
        if !variant.is_whole
            || meets(&variant)
            || wakes(specimen, index, &base)
            || wakes(specimen, index, &variant)
        {
            continue;
        }
        return match unlike(specimen, &base, &variant, factor) {
            None => Verdict::Holds,
            Some(words) => Verdict::Broken(format!(
                "Replication {index} is another where all is {factor} times as long: {words}"
            )),
        };
    }
    Verdict::Silent
}

/// Whether an actor with these settings takes samples, and sleeps here.
fn samples(actor: &BlueprintActor, settings: &[Setting]) -> bool {
    let given = |name| given(actor.role().parameters, settings, name);
    given("every").is_some() && given("schedule") != Some(&Setting::Choice(1))
}

/// Whether somebody rings who should sleep: once in so many years by chance.
fn wakes(specimen: &Specimen, index: u64, course: &Course) -> bool {
    let blueprint = specimen.blueprint();
    let asleep: Vec<ActorId> = blueprint
        .actors()
        .iter()
        .filter(|actor| {
            let (point, key) = (blueprint.baseline(), specimen.key(index));
            samples(actor, &blueprint.settings_in(actor, &point, key))
        })
        .map(BlueprintActor::id)
        .collect();
    course.steps.iter().any(|step| {
        matches!(step.what, Happening::Ring(..))
            && step.actor.is_some_and(|actor| asleep.contains(&actor))
    })
}

/// Scales all that has a unit of time in a simulation that has not started.
fn scale(specimen: &Specimen, index: u64, simulation: &mut Simulation<Oversight>, factor: f64) {
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

/// How far apart, in ticks, an event of this number must be from others by another chain.
fn slack(number: u64) -> u64 {
    64 + 4 * number
}

/// Whether two chains of events meet so closely that which is first may turn.
fn meets(course: &Course) -> bool {
    let mut first = 0;
    let mut before = Time::START;
    for (place, step) in course.steps.iter().enumerate().skip(1) {
        let gap = step.time.since(before).ticks();
        before = step.time;
        if gap > slack(step.number) {
            first = place;
            continue;
        }
        // Within a chain each event follows its cause in a tick.
        let cause = step.cause as usize;
        let waited = course.steps.get(cause).map_or(u64::MAX, |one| (step.time - one.time).ticks());
        if cause < first || waited > 1 {
            return true;
        }
    }
    false
}

/// How a scaled course is unlike the one that it should be.
fn unlike(specimen: &Specimen, base: &Course, variant: &Course, factor: f64) -> Option<String> {
    let name = |actor: Option<ActorId>| {
        actor.map_or("the world", |actor| specimen.blueprint().name_of(actor))
    };
    let told = |course: &Course, place: usize| match course.steps.get(place) {
        None => "nothing more happens".to_owned(),
        Some(step) => {
            let (time, who) = (step.time, name(step.actor));
            match &step.what {
                Happening::Start => "the run starts".to_owned(),
                Happening::Ring(clock, number) => {
                    format!("at {time:?} {clock}({number}) of `{who}` rings")
                }
                Happening::Delivery(from, _, signal) => {
                    let from = name(Some(*from));
                    format!("at {time:?} `{who}` is told `{}` by `{from}`", signal.name())
                }
            }
        }
    };
    let end = base.ended.ticks();
    for place in 0..base.steps.len().max(variant.steps.len()) {
        let (here, there) = (base.steps.get(place), variant.steps.get(place));
        let slack = slack(place as u64) as f64;
        // What falls on the horizon can come after it.
        let is_last = |time: Time, by: f64| time.ticks() as f64 >= by * (end as f64 - 2.0 * slack);
        let is_alike = match (here, there) {
            (Some(here), Some(there)) => {
                let off = there.time.ticks() as f64 - factor * here.time.ticks() as f64;
                here.actor == there.actor
                    && is_same_kind(&here.what, &there.what)
                    && off.abs() <= factor * slack
            }
            (Some(here), None) => is_last(here.time, 1.0),
            (None, Some(there)) => is_last(there.time, factor),
            (None, None) => true,
        };
        if here.is_some_and(|step| is_last(step.time, 1.0)) {
            return None;
        }
        if !is_alike {
            return Some(format!("{}, but there {}.", told(base, place), told(variant, place)));
        }
    }
    None
}

fn is_same_kind(here: &Happening, there: &Happening) -> bool {
    match (here, there) {
        (Happening::Start, Happening::Start) => true,
        (Happening::Ring(clock, number), Happening::Ring(other, other_number)) => {
            clock == other && number == other_number
        }
        (Happening::Delivery(from, _, signal), Happening::Delivery(other, _, other_signal)) => {
            from == other && signal.name() == other_signal.name()
        }
        (Happening::Start | Happening::Ring(..) | Happening::Delivery(..), _) => false,
    }
}

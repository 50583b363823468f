//! Monotone laws: more observation, shorter ways and higher thresholds never make it worse.
//!
//! The first two hold in quiet worlds alone. Elsewhere they fail because those who are
//! observed react, because alerts wait for each other at desks, or because evidence can count
//! for the contrary, and that is a finding about oversight.

use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;

use crate::laws::class::{QUIET, UNHURRIED, stirred};
use crate::laws::course::{Course, Happening};
use crate::laws::edit::Edit;
use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::settings::{given, setting};
use crate::laws::specimen::Specimen;
use crate::oversight::likeness::{is_harmless, weighed};
use crate::oversight::{Link, Milestone, Signal, Twin};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Setting;
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::{Span, TICKS_PER_SECOND, Time};
use crate::world::{Blueprint, BlueprintActor, path_of, quoted};

use super::cut::whole;
use super::difference::{Counts, Seen, first_difference};
use super::variant::{Changed, Longer, by_chance, higher, links, pick};

/// How many replications are looked at until one speaks.
const LOOKS: u64 = 3;

pub(in crate::laws) const MORE_OBSERVATION: Law = Law {
    name: "more-observation-never-later",
    statement: "Observing more never delays notice, nor any true trace that reaches an authority, \
                the k-th of them before and after: one observer more under its own name, more \
                coverage or less noise of a threshold sensor, more power or less sandbagging of an \
                evaluator, a greater hit probability or sample of an inspector, more false \
                positives of any of these, a higher hazard or rate of false alarms of a hazard \
                sensor, or an interval divided by a whole number, if it is not drawn anew each \
                time. In both, desks take their time by chance, and alerts and reports get lost.",
    class: "Quiet worlds, and courses that are quiet in both. Where the change is one of an \
            observer that is there, also: nothing harmless shows to it without an explanation; \
            and if it takes samples, no authority reports to another.",
    why: "The k-th alarm by what shows has the k-th budget, which more hazard spends no later, and \
          the same identity with the same delays and judgments on its way. What is found more adds \
          log-odds of at least 0 to sums in which order and time do not matter. Where harmless work \
          shows unexplained, an alarm that comes earlier can be about that alone, and the next \
          budget, by which the true one comes, may be long: so the law does not hold there. A \
          sample that is true and would have rung by chance too is one alarm and not two: so \
          more true ones can be fewer in all, and an authority that is convinced by error, and \
          then reports what is true, is convinced later.",
    reach: Reach::Pathwise,
    check: more_observation,
};

pub(in crate::laws) const LONGER_WAYS: Law = Law {
    name: "longer-ways-never-sooner",
    statement: "A longer delay of alerts or reports on a link, with each signal's own chance as \
                before, never hastens notice, nor any true trace that reaches an authority. In both, \
                desks take their time by chance, and alerts and reports get lost.",
    class: QUIET.words,
    why: "Each signal draws its delay by its own identity, and every quantile of the longer law is \
          longer. What arrives later is weighed later, and nothing else hangs on when it arrives.",
    reach: Reach::Pathwise,
    check: longer_ways,
};

pub(in crate::laws) const HIGHER_TAKEOFF: Law = Law {
    name: "higher-takeoff-keeps-notice",
    statement: "A higher threshold or a later law of takeoff never removes notice before takeoff, \
                and leaves all that happens before takeoff as it is.",
    class: UNHURRIED.words,
    why: "Nobody knows how far takeoff is: what is waited for is looked at by the world alone, and \
          at takeoff. A later law is coupled by its quantile.",
    reach: Reach::Pathwise,
    check: higher_takeoff,
};

fn at(time: Time) -> String {
    if time == Time::NEVER { "never".to_owned() } else { format!("at {time:?}") }
}

fn noticed(course: &Course) -> Time {
    course.outcome.at(Milestone::Noticed)
}

/// When true traces reach those who weigh them, in time, and by whom.
fn arrivals(course: &Course) -> BTreeMap<&str, Vec<Time>> {
    let mut arrived: BTreeMap<&str, Vec<Time>> = BTreeMap::new();
    for step in &course.steps {
        for (actor, note) in &step.notes {
            let name = course.graph.name(*actor);
            for _ in 0..weighed(note) {
                arrived.entry(name).or_default().push(step.time);
            }
        }
    }
    arrived
}

/// Whether nothing in a slow course comes sooner than in a quick one that differs so, and
/// nothing that the quick one lacks.
fn never_sooner(index: u64, (quick, slow): (&Course, &Course), words: &str) -> Verdict {
    let found = |what: String, quick: Time, slow: Time| {
        Verdict::Broken(format!(
            "In replication {index}, where {words}: {what} comes {}, and with more observation or \
             shorter ways {}.",
            at(slow),
            at(quick)
        ))
    };
    if noticed(quick) > noticed(slow) {
        return found("notice".to_owned(), noticed(quick), noticed(slow));
    }
    let there = arrivals(quick);
    for (name, times) in arrivals(slow) {
        for (place, slow) in times.into_iter().enumerate() {
            let quick = there.get(name).and_then(|times| times.get(place));
            let quick = quick.copied().unwrap_or(Time::NEVER);
            if quick > slow {
                return found(format!("the true trace {} to `{name}`", place + 1), quick, slow);
            }
        }
    }
    Verdict::Holds
}

/// Whether a course of a quiet world is followed to its end and quiet.
fn is_quiet(course: &Course) -> bool {
    course.is_whole && stirred(course).is_none()
}

fn more_observation(specimen: &Specimen) -> Verdict {
    if !QUIET.has(specimen) || whole(specimen, 0).is_none() {
        return Verdict::Silent;
    }
    let adds = pick(specimen, "more observation: add", 4) == 0;
    for index in 0..LOOKS {
        let Some(base) = quiet_base(specimen, index) else {
            continue;
        };
        let key = specimen.key(index);
        let mut changes = changes(specimen, key, &base);
        let (variant, words) = if adds || changes.is_empty() {
            let Some((variant, name)) = one_more(specimen) else {
                return Verdict::Silent;
            };
            let world = variant.blueprint();
            let course = variant.changed(index, |simulation| by_chance(world, key, simulation));
            (course, format!("`{name}` is there twice, under two names"))
        } else {
            let change = changes.swap_remove(pick(specimen, "more observation", changes.len()));
            let words = change.words.clone();
            let course = specimen.changed(index, |simulation| {
                by_chance(specimen.blueprint(), key, simulation);
                change.into(simulation);
            });
            (course, words)
        };
        if is_quiet(&variant) {
            return never_sooner(index, (&variant, &base), &words);
        }
    }
    Verdict::Silent
}

/// A quiet course in which true traces reach somebody, where desks take their time and ways
/// lose by chance.
fn quiet_base(specimen: &Specimen, index: u64) -> Option<Course> {
    // What reaches nobody as it is hardly does where more is lost.
    if arrivals(&specimen.course(index, Twin::Factual)).is_empty() {
        return None;
    }
    let (world, key) = (specimen.blueprint(), specimen.key(index));
    let base = specimen.changed(index, |simulation| by_chance(world, key, simulation));
    Some(base).filter(|base| !arrivals(base).is_empty() && is_quiet(base))
}

type Raise = (&'static str, fn(f64) -> f64);

/// Numbers of roles, and how each is raised to more observation.
const RAISES: [(&str, &[Raise]); 4] = [
    (
        "Sensor",
        &[
            ("coverage", |share| 0.5 + 0.5 * share),
            ("noise", |share| (0.5 * share).max(1e-6)),
            ("false_positives", |share| (3.0 * share).min(0.5)),
            ("every", divided),
        ],
    ),
    (
        "Evaluator",
        &[
            ("auc", |area| (0.5 + 0.5 * area).min(0.999_999).max(area)),
            ("sandbagging", |share| 0.5 * share),
            ("false_positives", |share| (3.0 * share).min(0.5)),
            ("every", divided),
        ],
    ),
    (
        "HazardSensor",
        &[
            ("hazard", |rate| (3.0 * rate + 1e-8).min(1e3)),
            ("false_alarms", |rate| (3.0 * rate + 1e-8).min(1e3)),
        ],
    ),
    (
        "Inspector",
        &[
            ("hit", |share| 0.5 + 0.5 * share),
            ("false_positives", |share| 0.1 + 0.9 * share),
            ("every", divided),
        ],
    ),
];

/// An interval in seconds divided by 2 or 3, if that is a whole number of ticks.
fn divided(seconds: f64) -> f64 {
    let ticks = Span::from_seconds(seconds).ticks();
    let part = [3, 2].into_iter().find(|part| ticks.is_multiple_of(*part));
    part.map_or(seconds, |part| (ticks / part) as f64 / TICKS_PER_SECOND as f64)
}

/// All single changes of observers to whom nothing harmless shows, to more observation.
fn changes<'b>(specimen: &'b Specimen, key: ReplicationKey, base: &Course) -> Vec<Changed<'b>> {
    let blueprint = specimen.blueprint();
    let mut found = Vec::new();
    let passes_on = authorities_report_on(blueprint);
    for actor in blueprint.actors() {
        let raises = RAISES.iter().find(|(role, _)| *role == actor.role().name);
        let Some((_, raises)) = raises.filter(|_| !sees_harmless(base, actor.id())) else {
            continue;
        };
        if passes_on && setting(actor, "every").is_some() {
            continue;
        }
        let settings = blueprint.settings_in(actor, &blueprint.baseline(), key);
        let schedule = given(actor.role().parameters, &settings, "schedule");
        let comes_at_random = schedule == Some(&Setting::Choice(1));
        for (row, raise) in *raises {
            if !(*row == "every" && comes_at_random) {
                found.extend(Changed::number(blueprint, actor, key, row, raise));
            }
        }
        if let Some(Setting::Number(units)) = setting(actor, "units") {
            let more = |sample: f64| (sample + 1.0).min(*units);
            found.extend(Changed::number(blueprint, actor, key, "sample", more));
        }
    }
    found
}

/// Whether some authority reports to another.
fn authorities_report_on(blueprint: &Blueprint) -> bool {
    let network = blueprint.network();
    let is_authority = |node: NodeIndex| {
        let actor = blueprint.actor(network[node].as_str());
        actor.is_some_and(|actor| actor.role().name == "Authority")
    };
    links(blueprint, &[Link::Reports]).into_iter().any(|link| {
        let (from, to) = network.edge_endpoints(link).expect("the link is there");
        is_authority(from) && is_authority(to)
    })
}

/// Whether something shows to an actor without an explanation that is harmless.
fn sees_harmless(course: &Course, actor: ActorId) -> bool {
    course.steps.iter().any(|step| {
        step.actor == Some(actor)
            && matches!(&step.what, Happening::Delivery(_, _, Signal::Level(level)) if is_harmless(level))
    })
}

/// The world with one of its observers twice, under another name, and who it is.
fn one_more(specimen: &Specimen) -> Option<(Specimen, String)> {
    let blueprint = specimen.blueprint();
    let watch = |actor: &&BlueprintActor| RAISES.iter().any(|(role, _)| *role == actor.role().name);
    let observers: Vec<&BlueprintActor> = blueprint.actors().iter().filter(watch).collect();
    if observers.is_empty() {
        return None;
    }
    let name = observers[pick(specimen, "one more", observers.len())].name();
    let again = unused(blueprint, name);
    let file = specimen.file();
    let role = file.at(&path_of(&["actors", name]))?.text().to_owned();
    let mut edits = vec![Edit::AddActor { name: again.clone(), role }];
    let (old, new) = (quoted(name), quoted(&again));
    for place in 0.. {
        let Some(link) = file.at(&format!("links.{place}")) else {
            break;
        };
        if link.text().contains(&old) {
            edits.push(Edit::AddLink { link: link.text().replace(&old, &new) });
        }
    }
    let roles = specimen.roles();
    let variant =
        specimen.grafted(|file| edits.iter().try_for_each(|edit| edit.graft(file, roles)));
    Some((variant?, name.to_owned()))
}

/// A name like this one that nobody has.
pub(super) fn unused(blueprint: &Blueprint, name: &str) -> String {
    let mut again = format!("{name} too");
    while blueprint.actor(&again).is_some() {
        again.push_str(" too");
    }
    again
}

fn longer_ways(specimen: &Specimen) -> Verdict {
    let blueprint = specimen.blueprint();
    let ways = links(blueprint, &[Link::Alerts, Link::Reports]);
    if ways.is_empty() || !QUIET.has(specimen) || whole(specimen, 0).is_none() {
        return Verdict::Silent;
    }
    let way = ways[pick(specimen, "longer ways", ways.len())];
    let seconds = blueprint.horizon().seconds() * 0.01;
    for index in 0..LOOKS {
        let Some(base) = quiet_base(specimen, index) else {
            continue;
        };
        let key = specimen.key(index);
        let longer = Longer::of(blueprint, way, key, seconds).by_chance();
        let words = longer.words.clone();
        let variant = specimen.changed(index, |simulation| {
            by_chance(blueprint, key, simulation);
            longer.into(simulation);
        });
        if is_quiet(&variant) {
            return never_sooner(index, (&base, &variant), &words);
        }
    }
    Verdict::Silent
}

fn higher_takeoff(specimen: &Specimen) -> Verdict {
    if !UNHURRIED.has(specimen) || whole(specimen, 0).is_none() {
        return Verdict::Silent;
    }
    let takeoff = |course: &Course| course.outcome.at(Milestone::Takeoff);
    let looks = 0..LOOKS;
    let mut courses = looks.map(|index| (index, specimen.course(index, Twin::Factual)));
    let found = courses.find(|(_, base)| base.is_whole && takeoff(base) < Time::NEVER);
    let Some((index, base)) = found else {
        return Verdict::Silent;
    };
    let variant = specimen.changed(index, |simulation| {
        let world = simulation.settings().clone();
        let higher = higher(world.takeoff());
        simulation.replace_settings(std::sync::Arc::new(world.with_takeoff(higher)));
    });
    let until = Time::from_ticks(takeoff(&base).ticks().saturating_sub(1));
    if takeoff(&variant) < takeoff(&base) {
        let (before, after) = (at(takeoff(&base)), at(takeoff(&variant)));
        return Verdict::Broken(format!(
            "In replication {index} takeoff comes {before}, and {after} where more is needed."
        ));
    }
    let counts = Counts { until, ..Counts::ALL };
    let (one, other) = (Seen::new(specimen, &base), Seen::new(specimen, &variant));
    match first_difference(&one, &other, &counts) {
        None => Verdict::Holds,
        Some(difference) => Verdict::Broken(format!(
            "In replication {index} takeoff comes {}. Where more is needed for it, this changes \
             before it: {}",
            at(takeoff(&base)),
            difference.words
        )),
    }
}

//! Laws of cutting a course: at an earlier horizon, in mid-run, at a change that acts later.

use std::sync::Arc;

use crate::laws::class::EVERY;
use crate::laws::course::{Course, Follower};
use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::specimen::Specimen;
use crate::oversight::likeness::is_order;
use crate::oversight::{Link, Twin};
use crate::primitives::time::{TICKS_PER_SECOND, Time};
use crate::world::{Arguments, Value, WorldFile, path_of};

use super::difference::{Counts, Seen, first_difference};
use super::variant::{Longer, links, pick};

pub(in crate::laws) const SHORTER_HORIZON: Law = Law {
    name: "cut-horizon",
    statement: "The course to a longer horizon, cut at a shorter one, is the course to that.",
    class: EVERY.words,
    why: "No behavior can ask for the horizon, and opening hours that are laid out further say of \
          each instant what those that end earlier say. What ends a run is no event.",
    reach: Reach::Pathwise,
    check: shorter_horizon,
};

pub(in crate::laws) const INTERRUPTED: Law = Law {
    name: "snapshot-and-continue",
    statement: "A run that is left at any event, copied and gone on with is the run that never \
                stopped, the copy as well as the original.",
    class: EVERY.words,
    why: "A simulation and its record hold all that a run hangs on, and a copy shares nothing with \
          the original that either can change.",
    reach: Reach::Pathwise,
    check: interrupted,
};

pub(in crate::laws) const SET_TO_THE_SAME: Law = Law {
    name: "set-to-the-same",
    statement: "A value set to what it is, as `--set` does it, changes nothing.",
    class: EVERY.words,
    why: "What is set goes through the same door as what the file says.",
    reach: Reach::Pathwise,
    check: set_to_the_same,
};

pub(in crate::laws) const ORDERS_ACT_LATER: Law = Law {
    name: "orders-leave-the-past",
    statement: "An order changes nothing before it goes out: neither whether anybody heeds it, nor \
                how long it takes.",
    class: "Worlds in which orders are given.",
    why: "No event causes another before it, and chances are keyed by what they are about and not \
          by what else happens.",
    reach: Reach::Pathwise,
    check: orders_act_later,
};

/// By how much orders are delayed, in seconds.
const LATER: f64 = 1_000.0;

/// How many events a replication may have for its variants to be followed too.
const MOST_STEPS: usize = 5000;

/// A replication, if it came to its end and is not too long to be followed again and again:
/// one that ran out of events says nothing, and most of it is one circle.
pub(super) fn whole(specimen: &Specimen, index: u64) -> Option<Arc<Course>> {
    let course = specimen.course(index, Twin::Factual);
    Some(course).filter(|course| course.is_whole && course.steps.len() <= MOST_STEPS)
}

/// Holds two courses of one replication beside each other.
pub(super) fn same(
    index: u64,
    one: &Seen<'_>,
    other: &Seen<'_>,
    counts: &Counts<'_>,
    when: &str,
) -> Verdict {
    match first_difference(one, other, counts) {
        None => Verdict::Holds,
        Some(difference) => Verdict::Broken(format!(
            "Replication {index} becomes another where {when}. {}",
            difference.words
        )),
    }
}

fn shorter_horizon(specimen: &Specimen) -> Verdict {
    let Some(long) = whole(specimen, 0) else {
        return Verdict::Silent;
    };
    let blueprint = specimen.blueprint();
    let ticks = blueprint.horizon().ticks();
    let share = 0.3 + 0.15 * pick(specimen, "horizon", 5) as f64;
    let cut = ((ticks as f64 * share) as u64).max(blueprint.warm_up().ticks() + 1);
    if cut >= ticks {
        return Verdict::Silent;
    }
    let seconds = format!("{:?} s", cut as f64 / TICKS_PER_SECOND as f64);
    let Ok(short) = specimen.with_sets(&[("horizon", &seconds)]) else {
        return Verdict::Silent;
    };
    let short_course = short.course(0, Twin::Factual);
    if short_course.steps.len() < 2 {
        return Verdict::Silent;
    }
    let until = Time::START + short.blueprint().horizon();
    let counts = Counts { until, ..Counts::ALL };
    let (one, other) = (Seen::new(specimen, &long), Seen::new(&short, &short_course));
    same(0, &one, &other, &counts, &format!("the horizon is {seconds}"))
}

fn interrupted(specimen: &Specimen) -> Verdict {
    let Some(whole) = whole(specimen, 0).filter(|whole| whole.steps.len() > 2) else {
        return Verdict::Silent;
    };
    let blueprint = specimen.blueprint();
    let mut follower = Follower::begin(blueprint, specimen.key(0), Twin::Factual, |_| {});
    // The original and its last copy go on by turns, in pieces of odd lengths.
    let mut piece = 1 + pick(specimen, "piece", 20) as u64;
    let mut left = None;
    while follower.go_on(piece) {
        let copy = follower.clone();
        left = Some(std::mem::replace(&mut follower, copy));
        piece = 2 * piece + 1;
    }
    let copy = follower.finish();
    let seen = Seen::new(specimen, &whole);
    let verdict = |course: &Course, when: &str| {
        same(0, &seen, &Seen::new(specimen, course), &Counts::ALL, when)
    };
    let of_copy = verdict(&copy, "a copy of it goes on from where it was left");
    if copy.outcome != whole.outcome && of_copy == Verdict::Holds {
        return Verdict::Broken(
            "Replication 0 comes to something else where a copy of it goes on.".to_owned(),
        );
    }
    match (of_copy, left) {
        (Verdict::Holds, Some(mut original)) => {
            original.go_on(u64::MAX);
            verdict(&original.finish(), "it goes on after a copy was made of it")
        }
        (of_copy, _) => of_copy,
    }
}

/// The paths of values that a file gives to actors, and the horizon's.
fn given(specimen: &Specimen, file: &WorldFile) -> Vec<String> {
    let mut paths = vec!["horizon".to_owned()];
    for actor in specimen.blueprint().actors() {
        let Some(node) = file.at(&path_of(&["actors", actor.name()])) else {
            continue;
        };
        if let Value::Call(Some(_), Arguments::Named(entries)) = &node.value {
            let keys = entries.iter().filter_map(|entry| entry.key_text());
            paths.extend(keys.map(|key| path_of(&["actors", actor.name(), key])));
        }
    }
    paths
}

fn set_to_the_same(specimen: &Specimen) -> Verdict {
    let Some(base) = whole(specimen, 0) else {
        return Verdict::Silent;
    };
    let file = specimen.file();
    let mut paths = given(specimen, file);
    let path = paths.swap_remove(pick(specimen, "set", paths.len()));
    let Some(value) = file.at(&path).map(|node| node.text().to_owned()) else {
        return Verdict::Silent;
    };
    let variant = match specimen.with_sets(&[(&path, &value)]) {
        Ok(variant) => variant,
        Err(flaws) => return Verdict::Broken(format!("`--set {path}={value}` fails: {flaws}")),
    };
    if !specimen.is_same_world(&variant) {
        return Verdict::Broken(format!("`--set {path}={value}` makes it another world."));
    }
    let course = variant.course(0, Twin::Factual);
    let (one, other) = (Seen::new(specimen, &base), Seen::new(&variant, &course));
    same(0, &one, &other, &Counts::ALL, &format!("`{path}` is set to what it is"))
}

fn orders_act_later(specimen: &Specimen) -> Verdict {
    let blueprint = specimen.blueprint();
    let ways = links(blueprint, &[Link::Orders]);
    if ways.is_empty() {
        return Verdict::Silent;
    }
    let way = ways[pick(specimen, "orders", ways.len())];
    for index in 0..3 {
        let Some(base) = whole(specimen, index) else {
            return Verdict::Silent;
        };
        let orders =
            |step: &&crate::laws::course::Step| step.notes.iter().any(|(_, note)| is_order(note));
        let Some(order) = base.steps.iter().find(orders) else {
            continue;
        };
        let counts = Counts { until: order.time, ..Counts::ALL };
        let hands_off = specimen.course(index, Twin::HandsOff);
        let seen = Seen::new(specimen, &base);
        let unheeded = Seen::new(specimen, &hands_off);
        let verdict = same(index, &seen, &unheeded, &counts, "nobody heeds orders");
        if verdict != Verdict::Holds {
            return verdict;
        }
        let longer = Longer::of(blueprint, way, specimen.key(index), LATER);
        let words = longer.words.clone();
        let variant = specimen.changed(index, |simulation| longer.into(simulation));
        return same(index, &seen, &Seen::new(specimen, &variant), &counts, &words);
    }
    Verdict::Silent
}

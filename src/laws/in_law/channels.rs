//! The law of channels side by side: the first alarm of all is the first of any.

use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::{Edit, Specimen};
use crate::oversight::Milestone;
use crate::primitives::random::Stream;
use crate::primitives::time::Time;
use crate::world::path_of;

use super::replays::Replays;
use super::variants::{TextLink, changed, choices, has, links, one_of, set};

/// How many observers are told apart at most; the others ring in every world.
const MOST: usize = 3;

/// How many replications are compared, at most.
const REPLICATIONS: u64 = 8;

/// How many events they may have in all, or fewer are compared.
const EVENTS: u64 = 3_000;

pub(in crate::laws) const CHANNELS: Law = Law {
    name: "first-of-channels-is-the-minimum",
    statement: "On the same chances, the first alarm of a world is the first of those of the \
        worlds in which only one of its observers can ring; so the chance of any alarm lies \
        between the largest of theirs and their sum.",
    class: "Worlds with two observers or more that can be silenced: those that watch, and \
        people who know. Who announces visits or passes on what he knows is not silenced; \
        whoever cannot be silenced rings in all of these worlds.",
    why: "Up to the first alarm nobody has heard of any, and an observer's draws are keyed by \
        his own name: what he does until then is the same whoever stands beside him. The event \
        that somebody rings is the union of the events that each does.",
    reach: Reach::Pathwise,
    check,
};

fn check(specimen: &Specimen) -> Verdict {
    let Some(links) = links(specimen) else {
        return Verdict::Silent;
    };
    let mut able: Vec<Silenced<'_>> = specimen
        .blueprint()
        .actors()
        .iter()
        .filter_map(|actor| Some((actor.name(), silenced(specimen, actor.name(), &links)?)))
        .collect();
    let mut stream = choices(specimen.seed(), "channels");
    let mut alone = alone_of(specimen, &able, &mut stream.clone());
    if alone.is_none() {
        // The checker refuses some of these worlds, so that they are tried one by one.
        able.retain(|(_, edits)| changed(specimen, edits).is_some());
        alone = alone_of(specimen, &able, &mut stream);
    }
    let Some(alone) = alone.filter(|alone| alone.len() > 1) else {
        return Verdict::Silent;
    };
    let mut runs: Vec<(&str, Replays<'_>)> = alone
        .iter()
        .map(|(name, world)| (*name, Replays::new(world.blueprint(), world.seed())))
        .collect();
    let mut together = Replays::of(specimen);
    let mut firsts = Vec::new();
    let mut events = 0;
    for index in 0..REPLICATIONS {
        if events > EVENTS {
            break;
        }
        let mut first = |run: &mut Replays<'_>| {
            let outcome = run.outcome(index)?;
            events += outcome.events;
            Some(outcome.at(Milestone::FirstAlarm))
        };
        let Some(all) = first(&mut together) else {
            return Verdict::Silent;
        };
        let each: Option<Vec<_>> =
            runs.iter_mut().map(|(name, run)| Some((*name, first(run)?))).collect();
        let Some(each) = each else {
            return Verdict::Silent;
        };
        firsts.push((all, each));
    }
    verdict(&firsts)
}

/// An observer, and what silences it.
type Silenced<'a> = (&'a str, Vec<Edit>);

/// The worlds in which one of some observers can ring, for a few that are chosen; none where
/// the checker refuses one of these.
fn alone_of<'a>(
    specimen: &Specimen,
    able: &[Silenced<'a>],
    stream: &mut Stream,
) -> Option<Vec<(&'a str, Specimen)>> {
    let mut all: Vec<&Silenced<'a>> = able.iter().collect();
    let mut chosen = Vec::new();
    while chosen.len() < MOST && !all.is_empty() {
        let place = one_of(stream, (0..all.len()).collect()).expect("some are left");
        chosen.push(all.swap_remove(place));
    }
    if chosen.len() < 2 {
        return Some(Vec::new());
    }
    let alone = |(place, (name, _)): (usize, &&Silenced<'a>)| {
        let others = chosen.iter().enumerate().filter(|(other, _)| *other != place);
        let edits: Vec<Edit> = others.flat_map(|(_, (_, edits))| edits.clone()).collect();
        Some((*name, changed(specimen, &edits)?))
    };
    chosen.iter().enumerate().map(alone).collect()
}

/// The edits after which an observer never rings and all else is as it was; none where it
/// cannot be silenced.
fn silenced(specimen: &Specimen, name: &str, links: &[TextLink]) -> Option<Vec<Edit>> {
    let actor = specimen.blueprint().actor(name)?;
    let own = || links.iter().filter(|link| link.from == name || link.to == name);
    if own().any(|link| link.kind == "Tells") {
        return None;
    }
    if has(actor, "people") && has(actor, "leak_rate") {
        let given = |parameter: &str, value: &str| set(name, parameter, value);
        return Some(vec![given("people", "0"), given("joins", "0/y"), given("changes", "{}")]);
    }
    // Whoever only watches can be one who never rings.
    let watches = own().any(|link| link.kind == "Watches" && link.from == name);
    let heard = ["Watches", "Alerts", "Reports"];
    let is_plain = own()
        .all(|link| link.from == name && heard.contains(&&*link.kind) || link.kind == "Declares");
    let channel = specimen.blueprint().channels().first()?;
    let silent = format!("HazardSensor(channel: \"{channel}\", hazard: \"0/y\")");
    let path = path_of(&["actors", name]);
    (watches && is_plain).then(|| vec![Edit::Set { path, value: silent }])
}

/// Holds the first alarms of replications against those of the worlds in which one can
/// ring.
fn verdict(firsts: &[(Time, Vec<(&str, Time)>)]) -> Verdict {
    for (index, (all, each)) in firsts.iter().enumerate() {
        let (by, least) = each.iter().min_by_key(|(_, time)| *time).expect("there are two");
        if all != least {
            return Verdict::Broken(format!(
                "In replication {index} the first alarm comes at {all:?}, but where all of {each:?} \
                 but one are silenced the first is that of `{by}`, at {least:?}."
            ));
        }
    }
    if firsts.iter().all(|(all, _)| *all == Time::NEVER) {
        return Verdict::Silent;
    }
    Verdict::Holds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::time::Span;

    #[test]
    fn a_first_alarm_that_is_no_minimum_breaks_the_law() {
        let at = |seconds| Time::START + Span::from_seconds(seconds);
        let each = vec![("one", at(3.0)), ("two", at(5.0))];
        assert_eq!(verdict(&[(at(3.0), each.clone())]), Verdict::Holds);
        for wrong in [2.0, 5.0] {
            let Verdict::Broken(how) = verdict(&[(at(wrong), each.clone())]) else {
                panic!("{wrong} is not the least");
            };
            assert!(how.contains("`one`"), "{how}");
        }
        let never = vec![("one", Time::NEVER), ("two", Time::NEVER)];
        assert_eq!(verdict(&[(Time::NEVER, never)]), Verdict::Silent);
    }
}

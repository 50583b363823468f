//! Laws of bystanders: who is joined to nobody's business changes nobody's course.

use crate::laws::class::EVERY;
use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::specimen::Specimen;
use crate::oversight::{Link, Twin};
use crate::primitives::time::Time;
use crate::world::{Arguments, BlueprintActor, Value, WorldFile, quoted};

use super::cut::{same, whole};
use super::difference::{Counts, Seen};
use super::monotone::unused;
use super::variant::pick;

pub(in crate::laws) const SILENT_OBSERVER: Law = Law {
    name: "silent-observer",
    statement: "An observer that tells nobody what it finds changes the course of no other actor.",
    class: "Worlds in which something can be observed.",
    why: "Who shows to one observer more sends one signal more, keyed by when and on which channel \
          it shows. Draws are keyed by names and origins, and ties by names.",
    reach: Reach::Pathwise,
    check: silent_observer,
};

pub(in crate::laws) const WORLD_BESIDE: Law = Law {
    name: "a-world-beside",
    statement: "Actors of any role that are joined among themselves alone change the course of no \
                other: the world is followed with a copy of all its actors beside it, under other \
                names. It is compared up to where the copy ends the run by its own takeoff.",
    class: EVERY.words,
    why: "No actor has places, numbers of events or chances in common with another, nor an order in \
          which they were declared.",
    reach: Reach::Pathwise,
    check: world_beside,
};

/// Holds a world beside one with more actors: those of the first go the same way.
fn same_for_the_first(specimen: &Specimen, variant: &Specimen, when: &str) -> Verdict {
    let Some(base) = whole(specimen, 0).filter(|base| base.steps.len() > 1) else {
        return Verdict::Silent;
    };
    let course = variant.course(0, Twin::Factual);
    let is_new = |name: &str| {
        specimen.blueprint().actor(name).is_none() && variant.blueprint().actor(name).is_some()
    };
    // Where one ran out of events, the other may have gone further.
    let last = |whole: bool, ended: Time| if whole { ended.ticks() } else { ended.ticks() - 1 };
    let until = last(base.is_whole, base.ended).min(last(course.is_whole, course.ended));
    let until = Time::from_ticks(until);
    let counts = Counts { numbers: false, but_of: &is_new, until, ..Counts::ALL };
    let (one, other) = (Seen::new(specimen, &base), Seen::new(variant, &course));
    same(0, &one, &other, &counts, when)
}

/// Whom an observer can be about, over which link, and on which channel.
fn sights(specimen: &Specimen) -> Vec<(&BlueprintActor, Link, String)> {
    let mut found = Vec::new();
    for actor in specimen.blueprint().actors() {
        let takes = |kind| {
            let rules = actor.role().links.iter();
            rules.into_iter().any(|rule| rule.kind == kind && rule.side == crate::engine::Side::In)
        };
        if takes(Link::Watches) {
            let channels = actor.shows_on().unwrap_or_default();
            found.extend(channels.into_iter().map(|one| (actor, Link::Watches, one.to_owned())));
        }
        for kind in [Link::Knows, Link::Reads] {
            if takes(kind) {
                found.push((actor, kind, String::new()));
            }
        }
    }
    found
}

fn silent_observer(specimen: &Specimen) -> Verdict {
    let mut sights = sights(specimen);
    if sights.is_empty() || whole(specimen, 0).is_none() {
        return Verdict::Silent;
    }
    let (actor, kind, channel) = sights.swap_remove(pick(specimen, "sight", sights.len()));
    let seconds = specimen.blueprint().horizon().seconds();
    let every = format!("{:?} s", (seconds / 20.0).clamp(1.0, 1e9));
    let rate = format!("{:?}/s", (10.0 / seconds).min(1e8));
    let channel = quoted(&channel);
    let sampling = format!("channel: {channel}, every: \"{every}\"");
    let role = if kind == Link::Knows {
        format!("Insiders(people: 10, law: Constant, leak_rate: \"{rate}\")")
    } else if kind == Link::Reads {
        format!("Reader(records: \"{rate}\", reads: \"50 %\", time: \"1 s\")")
    } else {
        match pick(specimen, "observer", 4) {
            0 => format!(
                "HazardSensor(channel: {channel}, hazard: \"{rate}\", false_alarms: \"{rate}\")"
            ),
            1 => format!("Sensor({sampling}, noise: \"10 %\", false_positives: \"10 %\")"),
            2 => format!("Inspector({sampling}, hit: \"50 %\", false_positives: \"10 %\")"),
            _ => format!("Cusum({sampling}, noise: \"50 %\")"),
        }
    };
    let name = unused(specimen.blueprint(), "a bystander");
    let entry = format!("{}: {role}", quoted(&name));
    let link = format!("({}, {kind:?}, {})", quoted(&name), quoted(actor.name()));
    let Some(variant) = with_more(specimen, &entry, &link) else {
        return Verdict::Silent;
    };
    let when = format!("`{name}`, {role}, observes `{}` and tells nobody", actor.name());
    same_for_the_first(specimen, &variant, &when)
}

/// The world with these actors and these links more, each with commas between them.
fn with_more(specimen: &Specimen, actors: &str, links: &str) -> Option<Specimen> {
    specimen.grafted(|file| {
        file.graft_into("actors", actors)?;
        match file.at("links") {
            _ if links.is_empty() => Some(()),
            Some(_) => file.graft_into("links", links),
            None => file.graft_into("", &format!("links: [{links}]")),
        }
    })
}

/// The entries of a list or a map, as their text stands.
fn entries(file: &WorldFile, path: &str) -> Vec<String> {
    match file.at(path).map(|node| &node.value) {
        Some(Value::Map(entries)) | Some(Value::Call(_, Arguments::Named(entries))) => {
            let pair = |entry: &crate::world::Entry| {
                format!("{}: {}", entry.key.text(), entry.value.text())
            };
            entries.iter().map(pair).collect()
        }
        Some(Value::List(values)) => values.iter().map(|value| value.text().to_owned()).collect(),
        Some(_) | None => Vec::new(),
    }
}

fn world_beside(specimen: &Specimen) -> Verdict {
    if whole(specimen, 0).is_none() {
        return Verdict::Silent;
    }
    let (file, blueprint) = (specimen.file(), specimen.blueprint());
    let names: Vec<(String, String)> = blueprint
        .actors()
        .iter()
        // In the alphabet before all others, who then have other places.
        .map(|actor| {
            let before = unused(blueprint, &format!("0 {}", actor.name()));
            (quoted(actor.name()), quoted(&before))
        })
        .collect();
    let renamed = |texts: Vec<String>| {
        let all = texts.join(",\n");
        names.iter().fold(all, |text, (old, new)| text.replace(old, new))
    };
    let (actors, links) = (renamed(entries(file, "actors")), renamed(entries(file, "links")));
    match with_more(specimen, &actors, &links) {
        Some(variant) => {
            same_for_the_first(specimen, &variant, "a copy of all actors is beside it")
        }
        None => Verdict::Silent,
    }
}

//! The network for terminals: who there is, who does what to whom, and the ways
//! from work to authority.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;

use crate::world::blind_spots::BlindSpots;
use crate::world::{Blueprint, printable};

use super::ink::kind_name;
use super::net::{Net, grouped, net};

/// The most columns of a line, where words allow it.
const WIDTH: usize = 100;

/// The most ways that are shown.
const MOST_WAYS: usize = 12;

/// How many unfinished ways are looked at, at most: networks can have more ways
/// than there are atoms.
const MOST_TRIED: usize = 20_000;

/// The whole text, with a line feed at its end.
#[must_use]
pub fn text(blueprint: &Blueprint) -> String {
    told(blueprint, &net(blueprint, None))
}

/// The same that shows the blind spots of the world.
#[must_use]
pub fn text_with(blueprint: &Blueprint, spots: &BlindSpots) -> String {
    told(blueprint, &net(blueprint, Some(spots)))
}

fn told(blueprint: &Blueprint, net: &Net) -> String {
    let mut text = format!("{}\n{}\n\n", printable(&net.title), net.about);
    roles(&mut text, net);
    links(&mut text, net);
    ways(&mut text, net, blueprint);
    text
}

fn roles(text: &mut String, net: &Net) {
    let name = |role: &str, many: usize| format!("{role} ({})", grouped(many));
    let heads: Vec<String> =
        net.columns.iter().map(|(role, actors)| name(role, actors.len())).collect();
    let width = heads.iter().map(|head| head.chars().count()).max().unwrap_or(0);
    for (head, (_, actors)) in heads.iter().zip(&net.columns) {
        let names: Vec<String> = actors.iter().map(|place| marked(net, *place)).collect();
        wrapped(text, &format!("{head:width$}  "), &names, ", ");
    }
}

/// The name of an actor, and what is to be known about it.
fn marked(net: &Net, place: usize) -> String {
    let actor = &net.actors[place];
    let marks = actor.marks();
    let name = printable(&actor.name);
    if marks.is_empty() { name } else { format!("{name} ({})", marks.join(", ")) }
}

/// Words after a head, and on more lines below each other where they are many.
pub(in crate::report) fn wrapped(text: &mut String, head: &str, words: &[String], between: &str) {
    let indent = head.chars().count();
    let mut column = indent;
    text.push_str(head);
    for (place, word) in words.iter().enumerate() {
        let is_last = place + 1 == words.len();
        let after = if is_last { "" } else { between };
        let length = word.chars().count() + after.trim_end().chars().count();
        if column > indent && column + length > WIDTH {
            text.truncate(text.trim_end().len());
            let _ = write!(text, "\n{:indent$}", "");
            column = indent;
        }
        text.push_str(word);
        text.push_str(after);
        column += word.chars().count() + after.chars().count();
    }
    text.push('\n');
}

fn links(text: &mut String, net: &Net) {
    let kind_width = net.kinds.iter().map(|kind| kind_name(*kind).chars().count()).max();
    let kind_width = kind_width.unwrap_or(0);
    // The longest names stand out instead of pushing all details aside.
    const LONGEST: usize = 40;
    let name = |place: usize| printable(&net.actors[place].name);
    let detailed = net.links.iter().filter(|link| !link.long.is_empty());
    let width = detailed.map(|link| name(link.to).chars().count().min(LONGEST)).max().unwrap_or(0);
    let mut last = None;
    for (_, actors) in &net.columns {
        for actor in actors {
            let from = net.links.partition_point(|link| link.from < *actor);
            let past = net.links.partition_point(|link| link.from <= *actor);
            for link in &net.links[from..past] {
                if last != Some(link.from) {
                    let _ = writeln!(text, "\n{}", name(link.from));
                    last = Some(link.from);
                }
                let kind = kind_name(link.kind);
                let line =
                    format!("  {kind:kind_width$} → {:width$}  {}", name(link.to), link.long);
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
    }
}

fn ways(text: &mut String, net: &Net, blueprint: &Blueprint) {
    let work = work(net, blueprint);
    let authorities: Vec<usize> =
        (0..net.actors.len()).filter(|place| net.actors[*place].is_accountable).collect();
    if work.is_empty() {
        text.push_str("\nNobody does work of which any could be concerning.\n");
        return;
    }
    let found = shortest(net, &work, &authorities);
    let names = |places: &[usize]| {
        let names: Vec<String> =
            places.iter().map(|place| printable(&net.actors[*place].name)).collect();
        names.join(", ")
    };
    if found.ways.is_empty() {
        let (from, to) = (names(&work), names(&authorities));
        let _ = writeln!(text, "\nNo way leads from work ({from}) to authority ({to}).");
        return;
    }
    text.push_str("\nThe ways from work to authority, the shortest first:\n\n");
    for way in &found.ways {
        let mut words = vec![printable(&net.actors[way.start].name)];
        for link in &way.links {
            let link = &net.links[*link];
            let kind = kind_name(link.kind);
            let (_, to) = link.flow();
            let arrow =
                if to == link.to { format!("─{kind}→") } else { format!("←{kind}─") };
            words.push(format!("{arrow} {}", printable(&net.actors[to].name)));
        }
        wrapped(text, "  ", &words, " ");
    }
    if found.are_more {
        text.push_str("  … and more\n");
    }
}

/// The actors whose work is concerning, or might be.
fn work(net: &Net, blueprint: &Blueprint) -> Vec<usize> {
    let named: Vec<usize> =
        (0..net.actors.len()).filter(|place| net.actors[*place].is_concerning).collect();
    if named.len() == blueprint.concern().len() {
        return named;
    }
    let mut hosted: Vec<usize> = (net.links.iter())
        .filter(|link| link.kind == crate::oversight::Link::Hosts)
        .map(|link| link.to)
        .chain(named)
        .collect();
    hosted.sort_unstable();
    hosted.dedup();
    hosted
}

/// A way along the flow.
#[derive(Clone)]
struct Way {
    start: usize,
    /// Places of links, each beginning where the one before it ended.
    links: Vec<usize>,
    end: usize,
}

struct Ways {
    ways: Vec<Way>,
    are_more: bool,
}

/// The shortest ways that go through nobody twice and through no authority.
fn shortest(net: &Net, from: &[usize], to: &[usize]) -> Ways {
    let mut out: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut back: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, (start, end)) in net.links.iter().map(super::net::NetLink::flow).enumerate() {
        out.entry(start).or_default().push(place);
        back.entry(end).or_default().push(start);
    }
    // Whoever has no way to an authority is left out from the start.
    let mut leads = vec![false; net.actors.len()];
    let mut open: Vec<usize> = to.to_vec();
    while let Some(actor) = open.pop() {
        if !std::mem::replace(&mut leads[actor], true) {
            open.extend(back.get(&actor).into_iter().flatten());
        }
    }
    let starts = from.iter().filter(|start| leads[**start]);
    let mut queue: VecDeque<Way> =
        starts.map(|start| Way { start: *start, links: Vec::new(), end: *start }).collect();
    let mut found = Ways { ways: Vec::new(), are_more: false };
    let mut tried = 0;
    while let Some(way) = queue.pop_front() {
        if to.contains(&way.end) {
            if found.ways.len() == MOST_WAYS {
                found.are_more = true;
                break;
            }
            found.ways.push(way);
            continue;
        }
        tried += 1;
        if tried > MOST_TRIED {
            found.are_more = true;
            break;
        }
        for link in out.get(&way.end).into_iter().flatten() {
            let (_, next) = net.links[*link].flow();
            let was_there = next == way.start
                || way.links.iter().any(|passed| net.links[*passed].flow().1 == next);
            if leads[next] && !was_there && queue.len() < MOST_TRIED {
                let links = way.links.iter().copied().chain([*link]).collect();
                queue.push_back(Way { start: way.start, links, end: next });
            }
        }
    }
    found
}

//! The boxes and arrows that a picture has room for.
//!
//! Of a great world a column shows some actors and counts the rest in one more
//! box; links that lead to or from it are one arrow for each kind, counted too.

use std::collections::{BTreeMap, VecDeque};

use crate::oversight::Link;

use super::net::{Net, NetActor, grouped};
use super::spot::Spot;

/// So many boxes stand in a column, at most; fewer if there would be too many
/// arrows.
const COLUMN: [usize; 6] = [40, 20, 10, 5, 2, 1];

/// The most arrows that anybody can follow.
const MOST_ARROWS: usize = 180;

/// A box of a picture.
pub(super) struct Box {
    pub(super) name: String,
    pub(super) marks: Vec<&'static str>,
    /// What it is to paths of notice, where they are shown: of several actors the most
    /// that any is.
    pub(super) spot: Option<Spot>,
    /// The place of its column.
    pub(super) column: usize,
    /// How many actors it stands for beside those that have a box.
    pub(super) rest: usize,
}

/// An arrow between two boxes.
pub(super) struct Arrow {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) kind: Link,
    /// How many links it stands for.
    pub(super) many: usize,
    /// Its label.
    pub(super) short: String,
    /// What is to be known about it.
    pub(super) long: String,
    /// Whether paths of notice are shown and none leads over it.
    pub(super) is_aside: bool,
}

/// What a picture shows.
pub(super) struct Sheet {
    /// Column by column.
    pub(super) boxes: Vec<Box>,
    pub(super) arrows: Vec<Arrow>,
}

/// The sheet of a network.
pub(super) fn sheet(net: &Net) -> Sheet {
    let distances = distances(net);
    let mut sheets = COLUMN.iter().map(|most| with_columns_of(net, &distances, *most));
    let fitting = sheets.find(|sheet| sheet.arrows.len() <= MOST_ARROWS);
    fitting.unwrap_or_else(|| with_columns_of(net, &distances, 1))
}

fn with_columns_of(net: &Net, distances: &[usize], most: usize) -> Sheet {
    let mut boxes: Vec<Box> = Vec::new();
    let mut box_of = vec![0; net.actors.len()];
    for (column, (_, actors)) in net.columns.iter().enumerate() {
        let mut nearest = actors.clone();
        nearest.sort_by_key(|place| (distances[*place], *place));
        let shown = if actors.len() > most { most - 1 } else { actors.len() };
        let mut chosen = nearest[..shown].to_vec();
        chosen.sort_unstable();
        for place in &chosen {
            let actor = &net.actors[*place];
            box_of[*place] = boxes.len();
            let (marks, spot) = (actor.marks(), actor.spot);
            boxes.push(Box { name: actor.name.clone(), marks, spot, column, rest: 0 });
        }
        let rest = &nearest[shown..];
        if !rest.is_empty() {
            for place in rest {
                box_of[*place] = boxes.len();
            }
            let name = match shown {
                0 => grouped(rest.len()),
                _ => format!("… and {} more", grouped(rest.len())),
            };
            let aside = Spot::Aside.mark();
            let are_aside = rest.iter().all(|place| net.actors[*place].is_aside());
            let mut marks: Vec<&str> =
                rest.iter().flat_map(|place| net.actors[*place].marks()).collect();
            marks.retain(|mark| are_aside || *mark != aside);
            marks.sort_unstable();
            marks.dedup();
            let spots = rest.iter().filter_map(|place| net.actors[*place].spot);
            let spot = spots.filter(|spot| are_aside || *spot != Spot::Aside).min();
            boxes.push(Box { name, marks, spot, column, rest: rest.len() });
        }
    }
    let arrows = arrows(net, &boxes, &box_of);
    Sheet { boxes, arrows }
}

/// How many links each actor is away from those that the world is about. A
/// picture that leaves some out shows who surrounds them.
fn distances(net: &Net) -> Vec<usize> {
    let mut joined = vec![Vec::new(); net.actors.len()];
    for link in &net.links {
        joined[link.from].push(link.to);
        joined[link.to].push(link.from);
    }
    let mut distances = vec![usize::MAX; net.actors.len()];
    let is_marked = |actor: &NetActor| !actor.is_aside() && !actor.marks().is_empty();
    let marked = (0..net.actors.len()).filter(|place| is_marked(&net.actors[*place]));
    let mut queue: VecDeque<(usize, usize)> = marked.map(|place| (place, 0)).collect();
    while let Some((place, distance)) = queue.pop_front() {
        if distances[place] == usize::MAX {
            distances[place] = distance;
            queue.extend(joined[place].iter().map(|next| (*next, distance + 1)));
        }
    }
    distances
}

fn arrows(net: &Net, boxes: &[Box], box_of: &[usize]) -> Vec<Arrow> {
    let mut merged: BTreeMap<(usize, usize, Link), Vec<usize>> = BTreeMap::new();
    for (place, link) in net.links.iter().enumerate() {
        let (from, to) = (box_of[link.from], box_of[link.to]);
        merged.entry((from, to, link.kind)).or_default().push(place);
    }
    let mut arrows = Vec::new();
    for ((from, to, kind), links) in merged {
        let is_of_many = boxes[from].rest > 0 || boxes[to].rest > 0;
        if is_of_many && links.len() > 1 {
            let many = links.len();
            let short = format!("×{}", grouped(many));
            let long = format!("{} links", grouped(many));
            let is_aside = links.iter().all(|place| net.is_aside(&net.links[*place]));
            arrows.push(Arrow { from, to, kind, many, short, long, is_aside });
            continue;
        }
        arrows.extend(links.iter().map(|place| {
            let link = &net.links[*place];
            let (short, long) = (link.short.clone(), link.long.clone());
            Arrow { from, to, kind, many: 1, short, long, is_aside: net.is_aside(link) }
        }));
    }
    arrows
}

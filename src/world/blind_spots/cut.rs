//! Single points of failure and the fewest voices to silence.
//!
//! A single point is what every way leads over: a walk along one way sees which of its
//! nodes nothing goes around. The fewest voices are a least cut of vertices, by a
//! greatest flow in which each voice bears one unit (Menger 1927; Dinitz 1970). Of all
//! least cuts the first by names is chosen voice by voice, by what the flow leaves over
//! (Picard and Queyranne 1980). It lacks cuts of links: whoever is silenced is so for all.

use std::collections::VecDeque;

use petgraph::Direction;
use petgraph::algo::{dinics, kosaraju_scc};
use petgraph::graph::{DiGraph, NodeIndex};

use crate::primitives::id::ActorId;

use super::found::{Silencing, WeakSpots};
use super::part::Part;
use super::ways::{Ways, showing};

/// More than any flow of voices.
const UNBOUNDED: u32 = 1 << 30;

/// What keeps work from an end; the work that it took, in arcs looked at.
pub(super) fn weak_spots(ways: &Ways<'_>, part: &Part) -> (WeakSpots, u64) {
    let mut spots = WeakSpots {
        single_points: Vec::new(),
        shows_only_at: Vec::new(),
        silencing: Silencing::Impossible,
    };
    for place in dominators(part) {
        let node = part.nodes[place];
        let Some(actor) = ways.actor(node).filter(|actor| !part.spared.contains(actor)) else {
            continue;
        };
        let list = if node == showing(actor) {
            &mut spots.shows_only_at
        } else {
            &mut spots.single_points
        };
        list.push(actor);
    }
    spots.single_points.sort_unstable();
    spots.shows_only_at.sort_unstable();
    let voices: Vec<bool> = (0..part.nodes.len()).map(|place| part.is_voice(ways, place)).collect();
    let mut work = part.arcs.len() as u64;
    if !is_direct(part, &voices) {
        let cut = least_cut(part, &voices);
        work *= 16;
        let whom: Vec<ActorId> =
            cut.iter().filter_map(|place| ways.actor(part.nodes[*place])).collect();
        spots.silencing = Silencing::Suffices(whom);
    }
    (spots, work)
}

/// The nodes between start and end that every way leads over.
fn dominators(part: &Part) -> Vec<usize> {
    let starts = part.starts();
    let after = |node: usize| part.arcs[starts[node]..starts[node + 1]].iter().map(|arc| arc.to);
    let way = one_way(part, after);
    let mut on_way = vec![None; part.nodes.len()];
    for (step, node) in way.iter().enumerate() {
        on_way[*node] = Some(step);
    }
    let mut was_seen = vec![false; part.nodes.len()];
    let mut found = Vec::new();
    // How far along the way anything leads that was seen up to here.
    let mut farthest = 0;
    for (step, node) in way.iter().enumerate().take(way.len() - 1) {
        if step == farthest && step > 0 {
            found.push(*node);
        }
        let mut open = vec![*node];
        while let Some(node) = open.pop() {
            for next in after(node) {
                match on_way[next] {
                    Some(step) => farthest = farthest.max(step),
                    None if !std::mem::replace(&mut was_seen[next], true) => open.push(next),
                    None => {}
                }
            }
        }
    }
    found
}

/// Any way from start to end, of the fewest nodes.
fn one_way<I: Iterator<Item = usize>>(part: &Part, after: impl Fn(usize) -> I) -> Vec<usize> {
    let mut before = vec![usize::MAX; part.nodes.len()];
    let mut queue = VecDeque::from([part.start]);
    before[part.start] = part.start;
    while let Some(node) = queue.pop_front() {
        for next in after(node) {
            if before[next] == usize::MAX {
                before[next] = node;
                queue.push_back(next);
            }
        }
    }
    let mut way = vec![part.end];
    while let Some(node) = way.last().copied().filter(|node| *node != part.start) {
        way.push(before[node]);
    }
    way.reverse();
    way
}

/// Whether a way leads over no voice.
fn is_direct(part: &Part, voices: &[bool]) -> bool {
    let starts = part.starts();
    let mut was_seen = vec![false; part.nodes.len()];
    let mut open = vec![part.start];
    while let Some(node) = open.pop() {
        if std::mem::replace(&mut was_seen[node], true) || voices[node] {
            continue;
        }
        open.extend(part.arcs[starts[node]..starts[node + 1]].iter().map(|arc| arc.to));
    }
    was_seen[part.end]
}

/// The least cut of voices that is first by names, by their places.
///
/// Of what a greatest flow leaves over, a least cut has all that can be reached from
/// its near side on that side, and all from which its far side can be reached on the
/// other. Voices are tried in the order of names: each fits that forces nothing onto
/// both sides.
fn least_cut(part: &Part, voices: &[bool]) -> Vec<usize> {
    let mut network = DiGraph::with_capacity(2 * voices.len(), part.arcs.len() + voices.len());
    // Of each node of the part, where it is entered and where it is left.
    let mut halves = Vec::new();
    for is_voice in voices {
        let entry = network.add_node(());
        let exit = if *is_voice { network.add_node(()) } else { entry };
        if *is_voice {
            network.add_edge(entry, exit, 1_u32);
        }
        halves.push((entry, exit));
    }
    // Of parallel arcs one is enough, as it bears any flow.
    let mut last = None;
    for arc in &part.arcs {
        if last.replace((arc.from, arc.to)) != Some((arc.from, arc.to)) {
            network.add_edge(halves[arc.from].1, halves[arc.to].0, UNBOUNDED);
        }
    }
    let (start, end) = (halves[part.start].1, halves[part.end].0);
    let (_, flows) = dinics(&network, start, end);
    let rest = left_over(&network, &flows);
    let component = components(&rest);
    let mut near = vec![false; rest.node_count()];
    let mut far = near.clone();
    spread(&rest, start, Direction::Outgoing, &mut near);
    spread(&rest, end, Direction::Incoming, &mut far);
    let mut cut = Vec::new();
    // Places are in the order of names.
    for place in (0..voices.len()).filter(|place| voices[*place]) {
        let (entry, exit) = halves[place];
        let own = network.find_edge(entry, exit).expect("a voice has two halves");
        let fits = !far[entry.index()] && !near[exit.index()];
        let is_full = flows[own.index()] > 0;
        if fits && is_full && component[entry.index()] != component[exit.index()] {
            spread(&rest, entry, Direction::Outgoing, &mut near);
            spread(&rest, exit, Direction::Incoming, &mut far);
            cut.push(place);
        }
    }
    cut
}

/// Where more could flow: on along edges that are not full, and back along those on
/// which anything flows.
fn left_over(network: &DiGraph<(), u32>, flows: &[u32]) -> DiGraph<(), ()> {
    let mut rest = DiGraph::with_capacity(network.node_count(), 2 * flows.len());
    for _ in network.node_indices() {
        rest.add_node(());
    }
    for edge in network.edge_indices() {
        let (from, to) = network.edge_endpoints(edge).expect("an edge has ends");
        let flows = flows[edge.index()];
        if flows < network[edge] {
            rest.add_edge(from, to, ());
        }
        if flows > 0 {
            rest.add_edge(to, from, ());
        }
    }
    rest
}

fn components(rest: &DiGraph<(), ()>) -> Vec<usize> {
    let mut component = vec![0; rest.node_count()];
    for (place, nodes) in kosaraju_scc(rest).into_iter().enumerate() {
        for node in nodes {
            component[node.index()] = place;
        }
    }
    component
}

/// Adds a node to a side, and all that must be on the side with it.
fn spread(rest: &DiGraph<(), ()>, from: NodeIndex, way: Direction, side: &mut [bool]) {
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut side[node.index()], true) {
            open.extend(rest.neighbors_directed(node, way));
        }
    }
}

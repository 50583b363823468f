//! What lies between one program and one end: all steps from which it can still be
//! reached. It lacks steps back to the program and on from the end, which no path takes
//! that goes through nobody twice.

use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::primitives::id::ActorId;

use super::ways::{Ways, saying, showing};

/// To whom paths lead.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    /// One authority, by its place among them; others are passed as anybody is.
    One(usize),
    /// The first that is reached of all.
    Any,
}

/// A step between two nodes of a part.
#[derive(Clone, Copy)]
pub(super) struct Arc {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) step: EdgeIndex,
}

/// The part of the ways between a program and an end.
pub(super) struct Part {
    /// The nodes of the ways that are in it, ascending.
    pub(super) nodes: Vec<NodeIndex>,
    /// By places among the nodes, ascending.
    pub(super) arcs: Vec<Arc>,
    /// The place of where the program's work shows.
    pub(super) start: usize,
    /// The place of the end.
    pub(super) end: usize,
    /// Who cannot be silenced: the program and the authorities that are its ends.
    pub(super) spared: Vec<ActorId>,
}

/// The part between a program and an end; none if no way leads there.
pub(super) fn part(ways: &Ways<'_>, program: ActorId, to: To) -> Option<Part> {
    let (end, mut spared) = match to {
        To::One(place) => (ways.end(place), vec![ways.authorities[place]]),
        To::Any => (ways.common_end(), ways.authorities.clone()),
    };
    let start = showing(program);
    let graph = &ways.graph;
    let is_taken = |edge: petgraph::graph::EdgeReference<'_, super::ways::Step>| {
        let (from, onto) = (ways.actor(edge.source()), ways.actor(edge.target()));
        // Within an actor and to an end there is no link.
        let stays = edge.weight().link.is_none();
        (stays && onto.is_some())
            || edge.target() == end
            || (onto != Some(program) && from.is_none_or(|from| !spared.contains(&from)))
    };
    let mut was_seen = vec![0_u8; graph.node_count()];
    let mut open = vec![start];
    let mut reached = Vec::new();
    was_seen[start.index()] = 1;
    while let Some(node) = open.pop() {
        reached.push(node);
        for edge in graph.edges(node).filter(|edge| is_taken(*edge)) {
            if std::mem::replace(&mut was_seen[edge.target().index()], 1) == 0 {
                open.push(edge.target());
            }
        }
    }
    if was_seen[end.index()] == 0 {
        return None;
    }
    open.push(end);
    was_seen[end.index()] = 2;
    let mut nodes = Vec::new();
    let mut steps = Vec::new();
    while let Some(node) = open.pop() {
        nodes.push(node);
        for edge in graph.edges_directed(node, petgraph::Direction::Incoming) {
            let seen = &mut was_seen[edge.source().index()];
            if *seen == 0 || !is_taken(edge) {
                continue;
            }
            steps.push(edge.id());
            if std::mem::replace(seen, 2) == 1 {
                open.push(edge.source());
            }
        }
    }
    nodes.sort_unstable();
    steps.sort_unstable();
    let place = |node: NodeIndex| nodes.binary_search(&node).expect("it was reached both ways");
    let arcs = steps.iter().map(|step| {
        let (from, to) = graph.edge_endpoints(*step).expect("a step has ends");
        Arc { from: place(from), to: place(to), step: *step }
    });
    let (arcs, start, end) = (arcs.collect(), place(start), place(end));
    spared.push(program);
    Some(Part { nodes, arcs, start, end, spared })
}

impl Part {
    /// The places among arcs at which those of each node begin, and one past the last.
    pub(super) fn starts(&self) -> Vec<usize> {
        let starts = 0..=self.nodes.len();
        starts.map(|node| self.arcs.partition_point(|arc| arc.from < node)).collect()
    }

    /// Whether a node is what somebody says who can be silenced.
    pub(super) fn is_voice(&self, ways: &Ways<'_>, place: usize) -> bool {
        let node = self.nodes[place];
        let actor = ways.actor(node).filter(|actor| saying(*actor) == node);
        actor.is_some_and(|actor| !self.spared.contains(&actor))
    }
}

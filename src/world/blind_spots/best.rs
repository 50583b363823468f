//! The fastest and the likeliest path, as typical delays and losses have it.
//!
//! Costs are whole numbers, so that equal ones are equal and ties fall to names. It
//! lacks what actors take for themselves: reviews, office hours, the wait for an alarm.

use std::ops::Add;

use petgraph::algo::dijkstra;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::Reversed;

use crate::primitives::id::ActorId;

use super::ways::{Step, Ways, showing};

/// What a way costs, to be as small as possible.
pub(super) trait Cost:
    Copy + Default + PartialOrd + Add<Output = Self> + std::fmt::Debug
{
    fn of(step: &Step) -> Self;
}

/// By time, then by links.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub(super) struct Slowness {
    ticks: u64,
    links: u64,
}

/// By the odds of loss, then by time and links.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub(super) struct Doubt {
    doubt: u64,
    slowness: Slowness,
}

impl Add for Slowness {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let ticks = self.ticks.saturating_add(other.ticks);
        Self { ticks, links: self.links + other.links }
    }
}

impl Add for Doubt {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let doubt = self.doubt.saturating_add(other.doubt);
        Self { doubt, slowness: self.slowness + other.slowness }
    }
}

impl Cost for Slowness {
    fn of(step: &Step) -> Self {
        Self { ticks: step.ticks, links: u64::from(step.link.is_some()) }
    }
}

impl Cost for Doubt {
    fn of(step: &Step) -> Self {
        Self { doubt: step.doubt, slowness: Slowness::of(step) }
    }
}

/// From each node, the least cost of a way to an end.
pub(super) struct Costs<C> {
    costs: Vec<Option<C>>,
}

impl<C: Cost> Costs<C> {
    pub(super) fn to(ways: &Ways<'_>, end: NodeIndex) -> Self {
        let cost = |edge: <Reversed<&petgraph::graph::DiGraph<(), Step>> as petgraph::visit::IntoEdgeReferences>::EdgeRef| {
            C::of(petgraph::visit::EdgeRef::weight(&edge))
        };
        let found = dijkstra(Reversed(&ways.graph), end, None, cost);
        let nodes = ways.graph.node_indices();
        Self { costs: nodes.map(|node| found.get(&node).copied()).collect() }
    }

    /// The best way from a program to an authority, of equals the first by names; none
    /// if there is no way.
    pub(super) fn best(
        &self,
        ways: &Ways<'_>,
        from: ActorId,
        to: ActorId,
    ) -> Option<Vec<EdgeIndex>> {
        let mut node = showing(from);
        let mut steps = Vec::new();
        self.costs[node.index()]?;
        while ways.actor(node) != Some(to) {
            let here = self.costs[node.index()];
            let step = ways.onward[node.index()].iter().copied().find(|step| {
                let (_, next) = ways.graph.edge_endpoints(*step).expect("a step has ends");
                let rest = self.costs[next.index()];
                rest.is_some() && here == rest.map(|rest| C::of(&ways.graph[*step]) + rest)
            });
            let step = step.expect("the least cost is that of some step");
            steps.push(step);
            node = ways.graph.edge_endpoints(step).expect("a step has ends").1;
        }
        Some(steps)
    }
}

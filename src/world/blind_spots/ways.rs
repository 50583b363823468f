//! The ways that deeds and findings go, as a graph of two nodes an actor.
//!
//! At the first node the work of a program itself shows; the second says on what was
//! found. Showing is of things: it goes from a program to the cluster that hosts it and
//! to the model that it deploys, and nobody can silence it. Saying is of whoever watches,
//! knows, reads or was told, and goes on along links that carry findings.
//! It lacks links that lose everything: nothing goes over them.

use petgraph::Direction;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::engine::{LinkLaw, Role, Side};
use crate::oversight::{Concern, Link, Oversight};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Kind;
use crate::primitives::quantity::Dimension;
use crate::primitives::time::Span;

use super::super::blueprint::{Blueprint, BlueprintActor, node_of};
use super::super::hiding::hiders;

/// A step from a node to another.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The link; none from showing to saying of one actor, and to the end of a way.
    pub(super) link: Option<EdgeIndex>,
    /// The median of its delay, in ticks.
    pub(super) ticks: u64,
    /// −ln(1 − loss) in units of 2^−40, so that sums do not hang on their order.
    pub(super) doubt: u64,
}

impl Step {
    const FREE: Self = Self { link: None, ticks: 0, doubt: 0 };
}

/// The graph of a world's ways.
pub(super) struct Ways<'b> {
    pub(super) blueprint: &'b Blueprint,
    /// Of each actor where its work shows and what it says, then an end for each
    /// accountable authority, then one for all of them.
    pub(super) graph: DiGraph<(), Step>,
    /// From each node of an actor, its steps to other actors in the order of their
    /// names: from where work shows, also those of what the actor says.
    pub(super) onward: Vec<Vec<EdgeIndex>>,
    /// The actors that the world holds accountable, in the order of their names.
    pub(super) authorities: Vec<ActorId>,
    /// Actors whose work can be concerning, in the order of their names.
    pub(super) programs: Vec<ActorId>,
}

/// Where the work of an actor shows.
pub(super) fn showing(actor: ActorId) -> NodeIndex {
    NodeIndex::new(2 * actor.place())
}

/// What an actor says.
pub(super) fn saying(actor: ActorId) -> NodeIndex {
    NodeIndex::new(2 * actor.place() + 1)
}

/// Whether links of this kind carry findings from one to another.
pub(super) fn passes_on(kind: Link) -> bool {
    match kind {
        Link::Alerts | Link::Reports | Link::Tells | Link::Own(_) => true,
        Link::Hosts
        | Link::Watches
        | Link::Declares
        | Link::Knows
        | Link::Reads
        | Link::Orders
        | Link::Owns
        | Link::Deploys
        | Link::Powers
        | Link::Studies
        | Link::Writes
        | Link::Directs
        | Link::Improves
        | Link::Feeds => false,
    }
}

impl<'b> Ways<'b> {
    /// The ways of a world.
    pub(super) fn new(blueprint: &'b Blueprint) -> Self {
        let network = blueprint.network();
        let many = network.node_count();
        let mut authorities: Vec<ActorId> =
            blueprint.world().accountable().iter().map(|one| one.actor).collect();
        authorities.sort_unstable();
        authorities.dedup();
        let mut steps: Vec<(NodeIndex, NodeIndex, Step)> = Vec::new();
        for place in 0..many {
            let actor = ActorId::new(place as u32);
            steps.push((showing(actor), saying(actor), Step::FREE));
        }
        for edge in network.edge_references() {
            let law = edge.weight();
            let [from, to] = [edge.source(), edge.target()].map(actor_at);
            if let Some((start, end)) =
                ends(blueprint, law.kind, from, to).filter(|_| law.loss < 1.0)
            {
                let (ticks, doubt) = (ticks(law), doubt(law.loss));
                steps.push((start, end, Step { link: Some(edge.id()), ticks, doubt }));
            }
        }
        for (place, authority) in authorities.iter().enumerate() {
            for end in [2 * many + place, 2 * many + authorities.len()] {
                steps.push((saying(*authority), NodeIndex::new(end), Step::FREE));
            }
        }
        let key = |step: &Step| step.link.map(|link| (network[link].kind, &network[link].name));
        steps.sort_by(|a, b| (a.0, a.1, key(&a.2)).cmp(&(b.0, b.1, key(&b.2))));
        let mut graph = DiGraph::with_capacity(2 * many + authorities.len() + 1, steps.len());
        for _ in 0..=2 * many + authorities.len() {
            graph.add_node(());
        }
        for (start, end, step) in steps {
            graph.add_edge(start, end, step);
        }
        let programs = programs(blueprint);
        let mut ways = Self { blueprint, graph, onward: Vec::new(), authorities, programs };
        ways.onward = ways.onward();
        ways
    }

    fn onward(&self) -> Vec<Vec<EdgeIndex>> {
        let many = self.blueprint.network().node_count();
        let mut onward = vec![Vec::new(); 2 * many];
        for edge in self.graph.edge_references().filter(|edge| edge.weight().link.is_some()) {
            onward[edge.source().index()].push(edge.id());
        }
        let network = self.blueprint.network();
        for place in 0..many {
            let said = onward[2 * place + 1].clone();
            let all = &mut onward[2 * place];
            all.extend(said);
            all.sort_by_key(|step| {
                let (_, end) = self.graph.edge_endpoints(*step).expect("a step has ends");
                let link = &network[self.graph[*step].link.expect("it leads to another actor")];
                (end.index() / 2, link.kind, &link.name, end)
            });
        }
        onward
    }

    /// The end of the ways to one authority, by its place among them.
    pub(super) fn end(&self, authority: usize) -> NodeIndex {
        NodeIndex::new(2 * self.blueprint.network().node_count() + authority)
    }

    /// The end of the ways to any authority.
    pub(super) fn common_end(&self) -> NodeIndex {
        self.end(self.authorities.len())
    }

    /// The actor of a node; none of an end.
    pub(super) fn actor(&self, node: NodeIndex) -> Option<ActorId> {
        let place = node.index() / 2;
        let is_actor = node.index() < 2 * self.blueprint.network().node_count();
        is_actor.then(|| ActorId::new(place as u32))
    }

    /// Whether an observer would see what shows of an actor on a channel, or on any.
    pub(super) fn sees(&self, observer: ActorId, channel: &str) -> bool {
        listens(self.blueprint, observer, &[channel])
    }
}

/// The actor of a node of the network, which is in the order of places.
pub(super) fn actor_at(node: NodeIndex) -> ActorId {
    ActorId::new(node.index() as u32)
}

/// From where to where a link leads, if anything goes over it.
fn ends(
    blueprint: &Blueprint,
    kind: Link,
    from: ActorId,
    to: ActorId,
) -> Option<(NodeIndex, NodeIndex)> {
    match kind {
        Link::Hosts => Some((showing(to), showing(from))),
        Link::Deploys | Link::Writes | Link::Improves | Link::Feeds => {
            Some((showing(from), showing(to)))
        }
        Link::Watches | Link::Studies => {
            let shown = actor_of(blueprint, to)?.shows_on();
            let sees = shown.is_none_or(|on| listens(blueprint, from, &on));
            sees.then(|| (showing(to), saying(from)))
        }
        Link::Knows | Link::Reads => Some((showing(to), saying(from))),
        Link::Declares => {
            let hears = role(blueprint, to)?.hears_declarations;
            hears.then(|| (showing(from), saying(to)))
        }
        Link::Alerts | Link::Reports | Link::Tells | Link::Own(_) => {
            Some((saying(from), saying(to)))
        }
        Link::Orders | Link::Owns | Link::Powers | Link::Directs => None,
    }
}

/// The role of an actor; none of what is not one.
fn role(blueprint: &Blueprint, actor: ActorId) -> Option<&Role<Oversight>> {
    actor_of(blueprint, actor).map(BlueprintActor::role)
}

fn actor_of(blueprint: &Blueprint, actor: ActorId) -> Option<&BlueprintActor> {
    blueprint.actor(blueprint.name_of(actor))
}

/// Whether an observer listens on one of these channels. One whose parameters name no
/// channel at all looks in some other way, and sees.
fn listens(blueprint: &Blueprint, observer: ActorId, channels: &[&str]) -> bool {
    let world = blueprint.world();
    let hears =
        |name: &str| world.channel(name).is_some_and(|channel| world.listens(observer, channel));
    channels.iter().any(|name| hears(name)) || !blueprint.channels().iter().any(|name| hears(name))
}

/// The median of a delay in ticks; at least one but of a declaration, which is there or
/// is not.
fn ticks(law: &LinkLaw<Link>) -> u64 {
    if !law.kind.carries() {
        return 0;
    }
    let median = law.delay.as_ref().map_or(0.0, |delay| delay.quantile(0.5));
    Span::from_seconds(median).ticks().max(1)
}

fn doubt(loss: f64) -> u64 {
    const UNITS: f64 = (1_u64 << 40) as f64;
    libm::round(-libm::log1p(-loss) * UNITS) as u64
}

/// The programs that the world's concern names, all that could train so much if it
/// speaks of training, and all whose work can be hidden if it speaks of that.
fn programs(blueprint: &Blueprint) -> Vec<ActorId> {
    let mut programs = Vec::new();
    for concern in blueprint.concern() {
        match concern {
            Concern::Program(actor) => programs.push(*actor),
            Concern::HiddenWork => {
                programs.extend(hiders(blueprint));
            }
            Concern::Training { .. } => {
                let trains =
                    |actor: &&BlueprintActor| is_hosted(blueprint, actor) && trains(actor.role());
                let trains = blueprint.actors().iter().filter(trains);
                programs.extend(trains.map(BlueprintActor::id));
            }
        }
    }
    programs.sort_unstable();
    programs.dedup();
    programs
}

/// Whether anybody runs the work of an actor: that of a model only where gains are
/// carried over to it.
fn is_hosted(blueprint: &Blueprint, actor: &BlueprintActor) -> bool {
    let mut links = blueprint.network().edges_directed(node_of(actor.id()), Direction::Incoming);
    links.any(|one| one.weight().kind == Link::Hosts)
}

/// Whether actors of a role train: their work is hosted, and it is told in FLOP by a
/// parameter, or models can be deployed of it.
fn trains(role: &Role<Oversight>) -> bool {
    let joins = |kind, side| role.links.iter().any(|rule| rule.kind == kind && rule.side == side);
    let is_told_in_flop = role.parameters.iter().any(|row| {
        matches!(row.kind, Kind::Quantity(Dimension::Flop) | Kind::Law(Dimension::Flop))
    });
    joins(Link::Hosts, Side::In) && (is_told_in_flop || joins(Link::Deploys, Side::Out))
}

/// The channels on which an actor says that it shows.
pub(super) fn shows_on(blueprint: &Blueprint, actor: ActorId) -> Vec<&str> {
    actor_of(blueprint, actor).and_then(BlueprintActor::shows_on).unwrap_or_default()
}

//! The directed multigraph of actors and links, laid out densely for a run.
//!
//! A blueprint holds it as a `petgraph` graph, for analysis; here it becomes
//! arrays in the order of names, so that no file's order can reach a result.

use petgraph::graph::DiGraph;
use petgraph::visit::EdgeRef;

use crate::primitives::distribution::Distribution;
use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::random::EntityKey;

use super::domain::LinkKind;

/// Actors by name, joined by links.
pub type Network<K> = DiGraph<String, LinkLaw<K>>;

/// What a link does to the signals that it carries.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkLaw<K> {
    /// Its kind.
    pub kind: K,
    /// What tells it from its parallels; empty where it has none.
    pub name: String,
    /// How long a signal takes, in seconds; a tick if there is no law, and
    /// never less.
    pub delay: Option<Distribution>,
    /// The probability that a signal never arrives.
    pub loss: f64,
}

impl<K> LinkLaw<K> {
    /// A link that loses nothing and takes a tick.
    #[must_use]
    pub fn plain(kind: K) -> Self {
        Self { kind, name: String::new(), delay: None, loss: 0.0 }
    }

    /// The same with this delay, a distribution over seconds.
    #[must_use]
    pub fn delayed(self, delay: Distribution) -> Self {
        Self { delay: Some(delay), ..self }
    }

    /// The same with this probability of losing a signal.
    #[must_use]
    pub fn losing(self, loss: f64) -> Self {
        Self { loss, ..self }
    }

    /// The same under a name, which parallel links need.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }
}

/// Which way a link points, seen from an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Away from it.
    Out,
    /// Towards it.
    In,
}

/// A link at run time.
#[derive(Clone, Debug)]
pub(super) struct DenseLink<K> {
    pub(super) kind: K,
    pub(super) name: String,
    pub(super) key: EntityKey,
    pub(super) delay: Option<Distribution>,
    pub(super) loss: f64,
    /// It loses nothing and takes a tick, so that no chance is asked.
    pub(super) plain: bool,
}

/// A link seen from one of its ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) owner: ActorId,
    pub(super) other: ActorId,
    pub(super) mate: LinkEnd,
    pub(super) link: u32,
}

/// The ends of one actor that have one kind and one side: a run of ends.
#[derive(Clone, Copy, Debug)]
struct Group<K> {
    kind: K,
    side: Side,
    first: u32,
    past: u32,
}

/// Actors and links in dense arrays.
#[derive(Clone, Debug)]
pub struct Graph<K> {
    pub(super) names: Vec<String>,
    pub(super) keys: Vec<EntityKey>,
    pub(super) links: Vec<DenseLink<K>>,
    pub(super) ends: Vec<End>,
    groups: Vec<Group<K>>,
    /// Where each actor's groups begin, and one past the last.
    group_starts: Vec<u32>,
}

impl<K: LinkKind> Graph<K> {
    /// Lays out a network in the order of names.
    ///
    /// # Panics
    ///
    /// If two actors have one name, or two links have equal ends, kind and
    /// name: whoever builds a network has refused both.
    #[must_use]
    pub fn new(network: &Network<K>) -> Self {
        let mut order: Vec<_> = network.node_indices().collect();
        order.sort_unstable_by(|&a, &b| network[a].cmp(&network[b]));
        let mut id_of = vec![0; order.len()];
        for (id, node) in order.iter().enumerate() {
            id_of[node.index()] = id as u32;
        }
        let names: Vec<String> = order.iter().map(|&node| network[node].clone()).collect();
        for pair in names.windows(2) {
            assert!(pair[0] != pair[1], "two actors are called `{}`", pair[0]);
        }
        let keys: Vec<EntityKey> = names.iter().map(|name| EntityKey::named(name)).collect();

        let mut edges: Vec<_> = network
            .edge_references()
            .map(|edge| (id_of[edge.source().index()], id_of[edge.target().index()], edge.weight()))
            .collect();
        let order_of =
            |edge: &(u32, u32, &LinkLaw<K>)| (edge.0, edge.2.kind, edge.1, edge.2.name.clone());
        edges.sort_by_cached_key(order_of);
        for pair in edges.windows(2) {
            assert!(
                order_of(&pair[0]) != order_of(&pair[1]),
                "two links of one kind and name lead from `{}` to `{}`",
                names[pair[0].0 as usize],
                names[pair[0].1 as usize],
            );
        }
        Self::lay_out(names, keys, &edges)
    }

    fn lay_out(
        names: Vec<String>,
        keys: Vec<EntityKey>,
        edges: &[(u32, u32, &LinkLaw<K>)],
    ) -> Self {
        let mut links = Vec::with_capacity(edges.len());
        // Each link's two ends, as (owner, kind, side, other, link).
        let mut halves = Vec::with_capacity(2 * edges.len());
        for (place, &(from, to, law)) in edges.iter().enumerate() {
            let key =
                keys[from as usize].with(law.kind.name()).with(&names[to as usize]).with(&law.name);
            links.push(DenseLink {
                kind: law.kind,
                name: law.name.clone(),
                key,
                delay: law.delay.clone(),
                loss: law.loss,
                plain: law.delay.is_none() && law.loss == 0.0,
            });
            let link = place as u32;
            halves.push((from, law.kind, Side::Out, to, link));
            halves.push((to, law.kind, Side::In, from, link));
        }
        halves.sort_unstable();
        let mut place_of = vec![[0_u32; 2]; links.len()];
        for (place, half) in halves.iter().enumerate() {
            place_of[half.4 as usize][half.2 as usize] = place as u32;
        }
        let ends = halves
            .iter()
            .map(|&(owner, _, side, other, link)| End {
                owner: ActorId::new(owner),
                other: ActorId::new(other),
                mate: LinkEnd::new(place_of[link as usize][1 - side as usize]),
                link,
            })
            .collect();
        let mut groups: Vec<Group<K>> = Vec::new();
        let mut group_starts = Vec::with_capacity(names.len() + 1);
        let mut place = 0;
        for actor in 0..names.len() as u32 {
            group_starts.push(groups.len() as u32);
            while let Some(&(owner, kind, side, ..)) = halves.get(place) {
                if owner != actor {
                    break;
                }
                let first = place as u32;
                while halves
                    .get(place)
                    .is_some_and(|half| (half.0, half.1, half.2) == (owner, kind, side))
                {
                    place += 1;
                }
                groups.push(Group { kind, side, first, past: place as u32 });
            }
        }
        group_starts.push(groups.len() as u32);
        Self { names, keys, links, ends, groups, group_starts }
    }

    /// Gives a link another delay and loss.
    pub(super) fn replace(&mut self, from: ActorId, law: LinkLaw<K>, to: ActorId) {
        let mut ends = self.links(from, law.kind, Side::Out);
        let end = ends
            .find(|end| self.other(*end) == to && self.link_name(*end) == law.name)
            .expect("a link that is replaced is there");
        let link = &mut self.links[self.ends[end.place()].link as usize];
        link.plain = law.delay.is_none() && law.loss == 0.0;
        link.delay = law.delay;
        link.loss = law.loss;
    }

    /// How many actors there are.
    #[must_use]
    pub fn actors(&self) -> usize {
        self.names.len()
    }

    /// The actor of this name.
    #[must_use]
    pub fn actor(&self, name: &str) -> Option<ActorId> {
        let place = self.names.binary_search_by(|other| other.as_str().cmp(name)).ok()?;
        Some(ActorId::new(place as u32))
    }

    /// The name of an actor.
    #[must_use]
    pub fn name(&self, actor: ActorId) -> &str {
        &self.names[actor.place()]
    }

    /// The ends of an actor's links of one kind and side, in the order of the
    /// names at their other ends.
    #[must_use]
    #[inline]
    pub fn links(&self, actor: ActorId, kind: K, side: Side) -> Links {
        let begin = self.group_starts[actor.place()] as usize;
        let past = self.group_starts[actor.place() + 1] as usize;
        for group in &self.groups[begin..past] {
            if group.kind == kind && group.side == side {
                return Links { next: group.first, past: group.past };
            }
        }
        Links { next: 0, past: 0 }
    }

    /// The actor at the other end.
    #[must_use]
    #[inline]
    pub fn other(&self, end: LinkEnd) -> ActorId {
        self.ends[end.place()].other
    }

    /// The kind of the link that this is an end of.
    #[must_use]
    pub fn kind(&self, end: LinkEnd) -> K {
        self.links[self.ends[end.place()].link as usize].kind
    }

    /// What tells the link from its parallels; empty where it has none.
    #[must_use]
    pub fn link_name(&self, end: LinkEnd) -> &str {
        &self.links[self.ends[end.place()].link as usize].name
    }

    /// How long a signal takes over the link that this is an end of, in seconds; a tick if
    /// there is no law.
    #[must_use]
    pub fn delay(&self, end: LinkEnd) -> Option<&Distribution> {
        self.links[self.ends[end.place()].link as usize].delay.as_ref()
    }

    /// The probability that a link loses a signal.
    #[must_use]
    pub fn loss(&self, end: LinkEnd) -> f64 {
        self.links[self.ends[end.place()].link as usize].loss
    }

    /// All ends of an actor's links, whatever their kind and side.
    pub fn ends_of(&self, actor: ActorId) -> impl Iterator<Item = LinkEnd> {
        let groups = self.group_starts[actor.place()] as usize
            ..self.group_starts[actor.place() + 1] as usize;
        self.groups[groups].iter().flat_map(|group| (group.first..group.past).map(LinkEnd::new))
    }

    /// On which side of the link that this is an end of its owner is.
    #[must_use]
    pub fn side(&self, end: LinkEnd) -> Side {
        let owner = self.ends[end.place()].owner;
        let mut groups = self.groups[self.group_starts[owner.place()] as usize..].iter();
        let group = groups.find(|group| (end.place() as u32) < group.past);
        group.expect("an end is in a group of its owner's").side
    }

    /// Whose end it is.
    #[must_use]
    pub fn owner(&self, end: LinkEnd) -> ActorId {
        self.ends[end.place()].owner
    }
}

/// The ends of some links of one actor; it borrows nothing, so that a handler
/// can send while it goes through them.
#[derive(Clone, Copy, Debug)]
pub struct Links {
    next: u32,
    past: u32,
}

impl Iterator for Links {
    type Item = LinkEnd;

    #[inline]
    fn next(&mut self) -> Option<LinkEnd> {
        if self.next == self.past {
            return None;
        }
        let end = LinkEnd::new(self.next);
        self.next += 1;
        Some(end)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.past - self.next) as usize;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Links {}

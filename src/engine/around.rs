//! Whom an actor is joined to, as its behavior is asked whether that is meant so.
//!
//! It is known before a run: nothing of what happens in one is here.

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use crate::primitives::parameter::{Kind, ParameterRow, Parameters, Setting};

use super::domain::Domain;
use super::graph::{Network, Side};

/// What an actor is given.
pub struct Given<'a> {
    /// The name of its parameters, which no others have.
    pub(super) parameters: &'static str,
    /// Their rows.
    pub(super) rows: &'static [ParameterRow],
    /// A setting for each row.
    pub(super) settings: &'a [Setting],
}

impl Given<'_> {
    /// The parameters, if the role has these.
    #[must_use]
    pub fn parameters<P: Parameters>(&self) -> Option<P> {
        (self.parameters == P::NAME).then(|| P::from_settings(self.settings))
    }
}

/// What the actor of each node is given, if it has a role.
pub type Cast<'a> = dyn Fn(NodeIndex) -> Option<Given<'a>> + 'a;

/// An actor among the others.
pub struct Around<'a, D: Domain> {
    network: &'a Network<D::Link>,
    cast: &'a Cast<'a>,
    me: NodeIndex,
}

impl<'a, D: Domain> Around<'a, D> {
    /// The actor of a node, among those that the cast is of.
    #[must_use]
    pub fn new(network: &'a Network<D::Link>, me: NodeIndex, cast: &'a Cast<'a>) -> Self {
        Self { network, cast, me }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        &self.network[self.me]
    }

    /// Who is at the other ends of its links of this kind on this side, in the order of
    /// names.
    #[must_use]
    pub fn over(&self, kind: D::Link, side: Side) -> Vec<Self> {
        let direction = match side {
            Side::Out => Direction::Outgoing,
            Side::In => Direction::Incoming,
        };
        let edges = self.network.edges_directed(self.me, direction);
        let ends = edges.filter(|edge| edge.weight().kind == kind).map(|edge| match side {
            Side::Out => edge.target(),
            Side::In => edge.source(),
        });
        self.at(ends.collect())
    }

    /// Whether it has any link of this kind on this side.
    #[must_use]
    pub fn is_joined(&self, kind: D::Link, side: Side) -> bool {
        !self.over(kind, side).is_empty()
    }

    /// All others from whom links of these kinds lead to it, over any number of others,
    /// in the order of names.
    #[must_use]
    pub fn upstream(&self, leads: impl Fn(D::Link) -> bool) -> Vec<Self> {
        let mut was_seen = vec![false; self.network.node_count()];
        was_seen[self.me.index()] = true;
        let (mut open, mut found) = (vec![self.me], Vec::new());
        while let Some(node) = open.pop() {
            for edge in self.network.edges_directed(node, Direction::Incoming) {
                let from = edge.source();
                if leads(edge.weight().kind)
                    && !std::mem::replace(&mut was_seen[from.index()], true)
                {
                    open.push(from);
                    found.push(from);
                }
            }
        }
        self.at(found)
    }

    fn at(&self, mut nodes: Vec<NodeIndex>) -> Vec<Self> {
        nodes.sort_by(|one, other| self.network[*one].cmp(&self.network[*other]));
        nodes.dedup();
        nodes.into_iter().map(|me| Self { me, ..*self }).collect()
    }

    /// Its parameters, if its role has these.
    #[must_use]
    pub fn parameters<P: Parameters>(&self) -> Option<P> {
        (self.cast)(self.me)?.parameters()
    }

    /// The entry of tables of `P` that it names, if its role can name one; inside, if it
    /// does.
    #[must_use]
    pub fn entry<P: Parameters>(&self) -> Option<Option<&'a str>> {
        let given = (self.cast)(self.me)?;
        let is_of = |kind| matches!(kind, Kind::EntryOf(table) if table == P::NAME);
        let place = given.rows.iter().position(|row| is_of(row.kind))?;
        Some(match &given.settings[place] {
            Setting::EntryOf(name) => Some(&**name),
            Setting::Absent
            | Setting::Number(_)
            | Setting::Law(_)
            | Setting::Chips(_)
            | Setting::Hours(_)
            | Setting::Flag(_)
            | Setting::Channel(_)
            | Setting::Actor(_)
            | Setting::Choice(_)
            | Setting::Table(_)
            | Setting::TableByActor(_) => None,
        })
    }
}

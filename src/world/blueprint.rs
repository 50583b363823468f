//! A checked world, ready to be built as often as one likes.
//!
//! Nothing in here can be wrong on a user's account: the checker is the only
//! one who makes it. It lacks places and comments, which no result depends on.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::behaviors::WorldClock;
use crate::engine::{LinkKind, Network, Role, Simulation};
use crate::oversight::{Concern, Link, Oversight, Plan, Takeoff, World};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Setting;
use crate::primitives::time::Span;

use super::canonical::{exact, law, quoted};

/// A checked world.
#[derive(Clone)]
pub struct Blueprint {
    pub(super) title: Option<String>,
    pub(super) path: String,
    pub(super) starts: Date,
    pub(super) horizon: Span,
    /// In the order of their names, as the nodes of the network but for the
    /// world's own actor.
    pub(super) actors: Vec<BlueprintActor>,
    /// In the order of their names.
    pub(super) channels: Vec<String>,
    /// Its nodes are in the order of their names: a node's index is an actor's
    /// place.
    pub(super) network: Network<Link>,
    pub(super) world: Arc<World>,
    /// Which work is concerning: the world itself does not tell it again.
    pub(super) concern: Vec<Concern>,
    /// What was set on the command line, as `PATH=VALUE`.
    pub(super) sets: Vec<String>,
}

/// An actor of a checked world.
#[derive(Clone)]
pub struct BlueprintActor {
    pub(super) name: String,
    pub(super) id: ActorId,
    pub(super) role: Role<Oversight>,
    pub(super) settings: Vec<Setting>,
    /// Each setting as one exact text.
    pub(super) texts: Vec<String>,
}

impl BlueprintActor {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its place at run time.
    #[must_use]
    pub fn id(&self) -> ActorId {
        self.id
    }

    /// Its role.
    #[must_use]
    pub fn role(&self) -> &Role<Oversight> {
        &self.role
    }

    /// Its settings, in the order of the role's table.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }
}

impl Blueprint {
    /// What the file calls itself.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The file's path, as the user gave it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was set in the file on the command line, each as `PATH=VALUE`.
    #[must_use]
    pub fn sets(&self) -> &[String] {
        &self.sets
    }

    /// The day, in UTC, on whose first instant a run starts.
    #[must_use]
    pub fn starts(&self) -> Date {
        self.starts
    }

    /// How long a run is.
    #[must_use]
    pub fn horizon(&self) -> Span {
        self.horizon
    }

    /// The actors of the file, in the order of their names.
    #[must_use]
    pub fn actors(&self) -> &[BlueprintActor] {
        &self.actors
    }

    /// The actor of this name.
    #[must_use]
    pub fn actor(&self, name: &str) -> Option<&BlueprintActor> {
        let place = self.actors.binary_search_by(|actor| actor.name.as_str().cmp(name));
        place.ok().map(|place| &self.actors[place])
    }

    /// The channels, in the order of their names: a [`Setting::Channel`] is a
    /// place in it.
    #[must_use]
    pub fn channels(&self) -> &[String] {
        &self.channels
    }

    /// The actors and the links between them, for analysis. The world's own
    /// actor is one of the nodes, and none of the links is its.
    #[must_use]
    pub fn network(&self) -> &Network<Link> {
        &self.network
    }

    /// Which work is concerning, in the order of the file.
    #[must_use]
    pub fn concern(&self) -> &[Concern] {
        &self.concern
    }

    /// What holds for the whole world.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The name of an actor by its place at run time.
    ///
    /// # Panics
    ///
    /// If no actor of this world has the place.
    #[must_use]
    pub fn name_of(&self, actor: ActorId) -> &str {
        &self.network[node_of(actor)]
    }

    /// What is recorded of it.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let mut given = self.actors.iter().peekable();
        let roles = self
            .network
            .node_weights()
            .map(|name| given.next_if(|actor| actor.name == *name).map(|actor| &actor.role));
        let (measures, milestones): (Vec<_>, Vec<_>) = roles
            .map(|role| role.map_or((&[][..], &[][..]), |role| (role.measures, role.milestones)))
            .unzip();
        Plan::new(&measures, &milestones, self.world.accountable())
    }

    /// A simulation of it, before its first reset.
    #[must_use]
    pub fn build(&self) -> Simulation<Oversight> {
        let mut given = self.actors.iter().peekable();
        let actors = self.network.node_weights().map(|name| {
            match given.next_if(|actor| actor.name == *name) {
                Some(actor) => actor.role.make(&actor.settings),
                None => WorldClock::actor(),
            }
        });
        Simulation::new(&self.network, actors.collect(), Arc::clone(&self.world))
    }

    /// SHA-256 of [`Blueprint::canonical`] in hexadecimal digits.
    ///
    /// Two files have one digest if they differ only in their path, title, order,
    /// comments, layout, in units of equal value or in writing a default out. It
    /// labels results and decides nothing about them.
    #[must_use]
    pub fn digest(&self) -> String {
        let hash = Sha256::digest(self.canonical().as_bytes());
        let mut text = String::new();
        for byte in hash {
            write!(text, "{byte:02x}").expect("strings can be written to");
        }
        text
    }

    /// The checked world as one text, a line a thing, in the order of names.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut lines = vec![
            "foomwatch world 1".to_owned(),
            format!("starts {}", self.starts),
            format!("horizon {} ticks", self.horizon.ticks()),
        ];
        lines.extend(self.world_lines());
        for actor in &self.actors {
            lines.push(format!("actor {} {}", quoted(&actor.name), actor.role.name));
            for (row, text) in actor.role.parameters.iter().zip(&actor.texts) {
                lines.push(format!("  {} {text}", row.name));
            }
        }
        let mut links: Vec<String> = self
            .network
            .edge_indices()
            .map(|edge| {
                let (from, to) =
                    self.network.edge_endpoints(edge).expect("the edge is the network's");
                let link = &self.network[edge];
                let own = if matches!(link.kind, Link::Own(_)) { "Own " } else { "" };
                format!(
                    "link {} {own}{} {} {} delay {} loss {}",
                    quoted(&self.network[from]),
                    quoted(link.kind.name()),
                    quoted(&self.network[to]),
                    quoted(&link.name),
                    link.delay.as_ref().map_or_else(|| "None".to_owned(), law),
                    exact(link.loss),
                )
            })
            .collect();
        links.sort_unstable();
        lines.extend(links);
        lines.join("\n") + "\n"
    }

    fn world_lines(&self) -> Vec<String> {
        let name = |actor: &ActorId| quoted(&self.network[node_of(*actor)]);
        let mut lines: Vec<String> = Vec::new();
        for concern in &self.concern {
            lines.push(match concern {
                Concern::Program(actor) => format!("concern Program {}", name(actor)),
                Concern::Training { above } => format!("concern Training {}", exact(*above)),
            });
        }
        for authority in self.world.accountable() {
            lines.push(format!("accountable {}", name(authority)));
        }
        lines.push(match self.world.takeoff() {
            Takeoff::After(delay) => format!("takeoff After {}", law(delay)),
        });
        lines.sort_unstable();
        lines
    }
}

/// The node of an actor: networks of blueprints are in the order of names.
pub(super) fn node_of(actor: ActorId) -> petgraph::graph::NodeIndex {
    petgraph::graph::NodeIndex::new(actor.place())
}

const _: () = {
    const fn shared<T: Clone + Send + Sync>() {}
    shared::<Blueprint>();
};

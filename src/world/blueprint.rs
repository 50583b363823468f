//! A checked world, ready to be built as often as one likes.
//!
//! Nothing in here can be wrong on a user's account: the checker is the only
//! one who makes it. It lacks places and comments, which no result depends on.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use petgraph::graph::EdgeIndex;

use crate::behaviors::WorldClock;
use crate::engine::{LinkKind, LinkLaw, Network, Role, Simulation};
use crate::oversight::{Concern, Link, Oversight, Plan, Twin, World};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Setting;
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::Span;

use super::claim::{self, CheckedClaim};
use super::declared::Declared;
use super::figures::{FigureAt, Figures};
use super::improved::Improved;
use super::mark::FigureSource;
use super::point::{Lever, Point, Uncertainty, Unknown};
use super::template::{Amount, Draws, Recipe, Template};
use super::whole::Whole;

/// A checked world.
#[derive(Clone)]
pub struct Blueprint {
    pub(super) title: Option<String>,
    pub(super) path: String,
    pub(super) starts: Date,
    pub(super) horizon: Span,
    pub(super) warm_up: Span,
    /// In the order of their names, as the nodes of the network but for the
    /// world's own actor.
    pub(super) actors: Vec<BlueprintActor>,
    /// In the order of their names.
    pub(super) channels: Vec<String>,
    /// Its nodes are in the order of their names: a node's index is an actor's
    /// place.
    pub(super) network: Network<Link>,
    /// What holds for the whole world, in what happens; what of it hangs on unknowns
    /// and levers is as it is at their medians and baselines.
    pub(super) world: Arc<World>,
    /// The same, before unknowns are drawn and levers set.
    pub(super) whole: Whole,
    /// Which work is concerning: the world itself does not tell it again.
    pub(super) concern: Vec<Concern>,
    /// In the order of the file.
    pub(super) claims: Vec<CheckedClaim>,
    /// What was set on the command line, as `PATH=VALUE`.
    pub(super) sets: Vec<String>,
    pub(super) uncertainty: Uncertainty,
    /// What hangs on unknowns and levers; elsewhere stands what it is where
    /// these are at their medians and baselines.
    pub(super) holes: Holes,
    /// In the order of their names.
    pub(super) sources: Vec<FigureSource>,
    pub(super) figures: Figures,
}

/// An actor of a checked world.
#[derive(Clone)]
pub struct BlueprintActor {
    pub(super) name: String,
    pub(super) id: ActorId,
    pub(super) role: Arc<Role<Oversight>>,
    pub(super) settings: Box<[Setting]>,
}

/// The values of a world that hang on unknowns and levers.
#[derive(Clone, Default)]
pub(super) struct Holes {
    /// By actor, with the place of the parameter in its role's table.
    pub(super) settings: BTreeMap<ActorId, Vec<(usize, Recipe)>>,
    pub(super) delays: BTreeMap<EdgeIndex, Template>,
    pub(super) losses: BTreeMap<EdgeIndex, Amount>,
}

impl Holes {
    fn is_empty(&self) -> bool {
        self.settings.is_empty() && self.delays.is_empty() && self.losses.is_empty()
    }
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

    /// Its settings, in the order of the role's table, where unknowns are at
    /// their medians and levers at their baselines.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// The channels on which it shows, where its role says so.
    #[must_use]
    pub fn shows_on(&self) -> Option<Vec<&str>> {
        let mut channels = self.role.shows_on?.to_vec();
        for (row, setting) in self.role.parameters.iter().zip(&self.settings) {
            if let Setting::Table(entries) = setting
                && self.role.shows_as == Some(row.name)
            {
                channels.extend(entries.iter().map(|(name, _)| &**name));
            }
        }
        Some(channels)
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

    /// After how much of a run counts and observations begin.
    #[must_use]
    pub fn warm_up(&self) -> Span {
        self.warm_up
    }

    /// What is claimed of it, in the order of the file.
    #[must_use]
    pub fn claims(&self) -> &[CheckedClaim] {
        &self.claims
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

    /// Whether what takeoff is hangs on no unknown and no lever.
    #[must_use]
    pub fn is_takeoff_fixed(&self) -> bool {
        self.whole.takeoff.is_fixed()
    }

    /// What is declared to whom, by owner and observer.
    #[must_use]
    pub fn declarations(&self) -> &[Declared] {
        &self.whole.declarations
    }

    /// How gains are carried over between actors that a link `Improves` joins, by where
    /// they come from and where they go.
    #[must_use]
    pub fn improvements(&self) -> &[Improved] {
        &self.whole.improvements
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
            .asked_for(claim::asked(&self.claims))
            .warmed_up(self.warm_up)
            .needing_all(self.world.needs_all())
    }

    /// The unknowns, in the order of their names.
    #[must_use]
    pub fn unknowns(&self) -> &[Unknown] {
        &self.uncertainty.unknowns
    }

    /// The rank correlations between unknowns, by their places.
    #[must_use]
    pub fn correlations(&self) -> &[(usize, usize, f64)] {
        &self.uncertainty.correlations
    }

    /// The levers, in the order of their names.
    #[must_use]
    pub fn levers(&self) -> &[Lever] {
        &self.uncertainty.levers
    }

    /// The sources that marks can name, in the order of their names.
    #[must_use]
    pub fn sources(&self) -> &[FigureSource] {
        &self.sources
    }

    /// The figures of the file, and how each is known.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Where a figure stands, in words that `--set` understands where it can.
    #[must_use]
    pub fn path_of(&self, figure: FigureAt) -> String {
        let link = |edge: u32, what: &str| {
            let edge = EdgeIndex::new(edge as usize);
            let (from, to) = self.network.edge_endpoints(edge).expect("a figure's link is there");
            let law = &self.network[edge];
            let kind = law.kind.name();
            format!("{what} of {kind} from {} to {}", self.network[from], self.network[to])
        };
        match figure {
            FigureAt::Parameter(actor, row) => {
                let name = self.name_of(actor);
                let actor = self.actor(name).expect("a figure's actor is the file's");
                format!("{name}.{}", actor.role.parameters[usize::from(row)].name)
            }
            FigureAt::Delay(edge) => link(edge, "delay"),
            FigureAt::Loss(edge) => link(edge, "loss"),
            FigureAt::Level(edge) => link(edge, "level"),
            FigureAt::Carry(edge) => link(edge, "carry"),
            FigureAt::Cost(edge) => link(edge, "cost"),
            FigureAt::Unknown(place) => {
                format!("the unknown {}", self.uncertainty.unknowns[place as usize].name)
            }
            FigureAt::Takeoff => "takeoff".to_owned(),
        }
    }

    /// The point at which every lever is at its baseline.
    #[must_use]
    pub fn baseline(&self) -> Point {
        self.uncertainty.baseline()
    }

    /// The same point with another setting of one lever; none if there is no such
    /// lever or setting.
    #[must_use]
    pub fn with_lever(&self, point: &Point, lever: &str, setting: usize) -> Option<Point> {
        let levers = &self.uncertainty.levers;
        let place = levers.iter().position(|one| one.name == lever)?;
        let mut point = point.clone();
        (setting < levers[place].settings.len()).then(|| {
            point.levers[place] = setting;
            point
        })
    }

    /// What unknowns and levers are in one replication at a point.
    #[must_use]
    pub fn draws(&self, point: &Point, key: ReplicationKey) -> Draws {
        self.uncertainty.draws(point, key)
    }

    /// An actor's settings where unknowns and levers are as they were drawn.
    #[must_use]
    pub fn settings_at<'a>(&self, actor: &'a BlueprintActor, draws: &Draws) -> Cow<'a, [Setting]> {
        let Some(recipes) = self.holes.settings.get(&actor.id) else {
            return Cow::Borrowed(&actor.settings);
        };
        let mut settings = actor.settings.to_vec();
        for (row, recipe) in recipes {
            settings[*row] = recipe.at(draws);
        }
        Cow::Owned(settings)
    }

    /// A simulation of it at a point, with the unknowns of one replication,
    /// before its first reset.
    #[must_use]
    pub fn build(&self, point: &Point, key: ReplicationKey) -> Simulation<Oversight> {
        let mut given = self.actors.iter().peekable();
        let actors = self.network.node_weights().map(|name| {
            match given.next_if(|actor| actor.name == *name) {
                Some(actor) => actor.role.make(&actor.settings),
                None => WorldClock::actor(),
            }
        });
        let mut simulation =
            Simulation::new(&self.network, actors.collect(), Arc::clone(&self.world));
        self.turn(&mut simulation, point, key);
        simulation
    }

    /// Puts the unknowns of another replication into a simulation of this world,
    /// from its next reset on. Its course of things stays as it is.
    ///
    /// # Panics
    ///
    /// If the simulation is not of this world.
    pub fn turn(&self, simulation: &mut Simulation<Oversight>, point: &Point, key: ReplicationKey) {
        let course = simulation.settings().course();
        self.turn_to(simulation, point, key, course);
    }

    /// The same for a twin: the world of the simulation is that of the twin.
    ///
    /// # Panics
    ///
    /// If the simulation is not of this world.
    pub fn turn_to(
        &self,
        simulation: &mut Simulation<Oversight>,
        point: &Point,
        key: ReplicationKey,
        twin: Twin,
    ) {
        let is_world_fixed = self.whole.is_fixed();
        let hangs = !is_world_fixed || !self.holes.is_empty();
        let draws = if hangs { self.draws(point, key) } else { Draws::default() };
        self.turn_actors(simulation, &draws);
        self.turn_links(simulation, &draws);
        if !is_world_fixed {
            let world = self.whole.at(World::clone(&self.world), &draws);
            let world = if twin == Twin::Factual { world } else { world.twin(twin) };
            simulation.replace_settings(Arc::new(world));
        } else if simulation.settings().course() != twin {
            let world = simulation.settings().twin(twin);
            simulation.replace_settings(Arc::new(world));
        }
    }

    /// The settings of an actor of this world in one replication at a point.
    #[must_use]
    pub fn settings_in(
        &self,
        actor: &BlueprintActor,
        point: &Point,
        key: ReplicationKey,
    ) -> Box<[Setting]> {
        let mut settings = actor.settings.clone();
        if let Some(recipes) = self.holes.settings.get(&actor.id) {
            let draws = self.draws(point, key);
            for (row, recipe) in recipes {
                settings[*row] = recipe.at(&draws);
            }
        }
        settings
    }

    /// A link of this world in one replication at a point.
    ///
    /// # Panics
    ///
    /// If there is no such link.
    #[must_use]
    pub fn link_in(&self, link: EdgeIndex, point: &Point, key: ReplicationKey) -> LinkLaw<Link> {
        let mut law = self.network[link].clone();
        let (delay, loss) = (self.holes.delays.get(&link), self.holes.losses.get(&link));
        if delay.is_some() || loss.is_some() {
            let draws = self.draws(point, key);
            law.delay = delay.map(|delay| delay.at(&draws)).or(law.delay);
            law.loss = loss.map_or(law.loss, |loss| loss.at(&draws));
        }
        law
    }

    fn turn_actors(&self, simulation: &mut Simulation<Oversight>, draws: &Draws) {
        for actor in self.holes.settings.keys() {
            let name = self.name_of(*actor);
            let actor = self.actor(name).expect("an actor with a recipe is the file's");
            simulation.replace(actor.id, actor.role.make(&self.settings_at(actor, draws)));
        }
    }

    fn turn_links(&self, simulation: &mut Simulation<Oversight>, draws: &Draws) {
        for edge in self.holes.delays.keys().chain(self.holes.losses.keys()) {
            let (from, to) = self.network.edge_endpoints(*edge).expect("a hole's link is there");
            let mut link = self.network[*edge].clone();
            if let Some(delay) = self.holes.delays.get(edge) {
                link.delay = Some(delay.at(draws));
            }
            if let Some(loss) = self.holes.losses.get(edge) {
                link.loss = loss.at(draws);
            }
            simulation.replace_link(
                ActorId::new(from.index() as u32),
                link,
                ActorId::new(to.index() as u32),
            );
        }
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

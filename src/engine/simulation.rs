//! The loop: take the next event, hand it to its actor, let recorders fold.

use std::sync::Arc;

use crate::primitives::id::ActorId;
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::Time;

use super::behavior::{Actor, Behavior};
use super::core::Core;
use super::domain::Domain;
use super::event_list::{order_of, slot_of, time_of};
use super::graph::{Graph, LinkLaw, Network};
use super::live_clock::{Mode, Ring};
use super::recorder::{Event, Recorder, What};

/// How many events a replication may have unless it is told otherwise.
pub const EVENT_BUDGET: u64 = 10_000_000;

/// A network of actors that can be run, cloned in mid-run, and run again.
///
/// ```
/// use foomwatch::engine::doc_example::{Bell, Toy};
/// use foomwatch::engine::{Deaf, Ending, SimulationBuilder};
/// use foomwatch::primitives::random::ReplicationKey;
/// use foomwatch::primitives::time::{Span, Time};
///
/// let mut bells = SimulationBuilder::<Toy>::new().actor("bell", Bell::every(Span::from_seconds(2.0))).build(());
/// bells.reset(ReplicationKey::new(1, 0), &mut Deaf);
/// let horizon = Time::START + Span::from_seconds(7.0);
/// assert_eq!(bells.run_until(horizon, &mut Deaf), Ending::Reached);
/// assert_eq!(bells.events(), 3);
/// ```
#[derive(Clone)]
pub struct Simulation<D: Domain> {
    actors: Vec<Actor<D>>,
    core: Core<D>,
    event_budget: u64,
    started: bool,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// At the instant that was asked for.
    Reached,
    /// After as many events as were asked for, or where the recorder pauses.
    Paused,
    /// The event budget was spent before.
    OutOfEvents,
}

/// Collects actors and links, in any order.
pub struct SimulationBuilder<D: Domain> {
    network: Network<D::Link>,
    actors: Vec<Actor<D>>,
}

impl<D: Domain> Default for SimulationBuilder<D> {
    fn default() -> Self {
        Self::new()
    }
}

impl<D: Domain> SimulationBuilder<D> {
    /// An empty network.
    #[must_use]
    pub fn new() -> Self {
        Self { network: Network::new(), actors: Vec::new() }
    }

    /// Adds an actor.
    #[must_use]
    pub fn actor<B: Behavior<Domain = D>>(mut self, name: &str, behavior: B) -> Self {
        self.add(name, Actor::new(behavior));
        self
    }

    /// Adds an actor whose type is forgotten.
    pub fn add(&mut self, name: &str, actor: Actor<D>) {
        self.network.add_node(name.to_owned());
        self.actors.push(actor);
    }

    /// Joins two actors that were added before.
    ///
    /// # Panics
    ///
    /// If there is no actor of one of the names.
    #[must_use]
    pub fn link(mut self, from: &str, law: LinkLaw<D::Link>, to: &str) -> Self {
        let find = |name: &str| {
            self.network
                .node_indices()
                .find(|&node| self.network[node] == name)
                .unwrap_or_else(|| panic!("no actor is called `{name}`"))
        };
        let (from, to) = (find(from), find(to));
        self.network.add_edge(from, to, law);
        self
    }

    /// The simulation, with what holds for its whole world.
    ///
    /// # Panics
    ///
    /// If two actors have one name, or two links equal ends, kind and name.
    #[must_use]
    pub fn build(self, settings: D::Settings) -> Simulation<D> {
        Simulation::new(&self.network, self.actors, Arc::new(settings))
    }
}

impl<D: Domain> Simulation<D> {
    /// A simulation of a network; `actors` in the order of its nodes.
    ///
    /// # Panics
    ///
    /// If there is not one actor a node, two actors have one name, or two links
    /// equal ends, kind and name.
    #[must_use]
    pub fn new(
        network: &Network<D::Link>,
        actors: Vec<Actor<D>>,
        settings: Arc<D::Settings>,
    ) -> Self {
        assert_eq!(actors.len(), network.node_count(), "actors and nodes");
        let graph = Arc::new(Graph::new(network));
        let mut placed: Vec<(ActorId, Actor<D>)> = network
            .node_weights()
            .map(|name| graph.actor(name).expect("the graph has the network's names"))
            .zip(actors)
            .collect();
        placed.sort_unstable_by_key(|(id, _)| *id);
        let actors: Vec<Actor<D>> = placed.into_iter().map(|(_, actor)| actor).collect();
        let families: Vec<_> = actors.iter().map(|actor| actor.0.families()).collect();
        let core = Core::new(graph, settings, &families);
        Self { actors, core, event_budget: EVENT_BUDGET, started: false }
    }

    /// Sets how many events a replication may have.
    pub fn set_event_budget(&mut self, events: u64) {
        self.event_budget = events;
    }

    /// Sets whether each event knows the event that caused it. It changes
    /// nobody's run.
    pub fn record_causes(&mut self, record: bool) {
        self.core.record_causes(record);
    }

    /// Sets whether facts are noted on which no result hangs: what the books of actors
    /// say, for whoever audits them. It changes nobody's run.
    pub fn record_details(&mut self, record: bool) {
        self.core.details = record;
    }

    /// Puts another actor into the place of one. The simulation must be reset
    /// before it runs.
    ///
    /// # Panics
    ///
    /// If it declares other clocks: they would lie on those of its neighbors.
    pub fn replace(&mut self, place: ActorId, actor: Actor<D>) {
        assert_eq!(
            actor.0.families(),
            self.core.actors[place.place()].families,
            "an actor was replaced by one with other clocks"
        );
        self.actors[place.place()] = actor;
        self.started = false;
    }

    /// Gives a link another delay and loss; its kind and its name say which of the
    /// links between the two it is. The simulation must be reset before it runs.
    ///
    /// # Panics
    ///
    /// If there is no such link.
    pub fn replace_link(&mut self, from: ActorId, law: LinkLaw<D::Link>, to: ActorId) {
        Arc::make_mut(&mut self.core.graph).replace(from, law, to);
        self.started = false;
    }

    /// Calls every actor otherwise for whoever asks for names, while draws, ties and the order
    /// of links stay those of the old ones. Only what reads the letters of a name goes
    /// on otherwise. The simulation must be reset before it runs.
    pub fn call_otherwise(&mut self, name: impl Fn(&str) -> String) {
        for old in &mut Arc::make_mut(&mut self.core.graph).names {
            *old = name(old);
        }
        self.started = false;
    }

    /// Puts others into the place of what holds for the whole world. The simulation
    /// must be reset before it runs.
    pub fn replace_settings(&mut self, settings: Arc<D::Settings>) {
        self.core.settings = settings;
        self.started = false;
    }

    /// Puts others into the place of what holds for the whole world, in mid-run: from
    /// here on it is another course of the same replication.
    pub fn change_settings(&mut self, settings: Arc<D::Settings>) {
        self.core.settings = settings;
    }

    /// Starts a replication anew: equal to a fresh simulation with this key.
    pub fn reset<R: Recorder<D>>(&mut self, key: ReplicationKey, recorder: &mut R) {
        self.started = true;
        self.core.reset(key);
        for (place, actor) in self.actors.iter_mut().enumerate() {
            actor.0.restart(&mut self.core, ActorId::new(place as u32));
        }
        self.core.play_all();
        self.core.drain_notes(recorder);
    }

    /// Runs every event up to and including `until`.
    ///
    /// # Panics
    ///
    /// If it was never reset, or `until` is [`Time::NEVER`] or lies in the past.
    pub fn run_until<R: Recorder<D>>(&mut self, until: Time, recorder: &mut R) -> Ending {
        self.run_some(until, u64::MAX, recorder)
    }

    /// The same, but at most so many events: then [`Simulation::now`] is the
    /// time of the last one, and the run can go on.
    ///
    /// # Panics
    ///
    /// If it was never reset, or `until` is [`Time::NEVER`] or lies in the past.
    pub fn run_some<R: Recorder<D>>(
        &mut self,
        until: Time,
        events: u64,
        recorder: &mut R,
    ) -> Ending {
        assert!(self.started, "a replication is reset before it runs");
        assert!(until < Time::NEVER, "a run must end");
        assert!(until >= self.core.now, "a run cannot go back to {until:?}");
        let end = u128::from(until.ticks()) << 64 | u128::from(u64::MAX);
        let last = self.core.event.saturating_add(events);
        loop {
            let ring = self.core.rings.first();
            let delivery = self.core.deliveries.first();
            if ring.min(delivery) > end {
                self.core.now = until;
                return Ending::Reached;
            }
            if self.core.event >= self.event_budget.min(last) {
                let spent = self.core.event >= self.event_budget;
                return if spent { Ending::OutOfEvents } else { Ending::Paused };
            }
            if ring < delivery {
                self.ring(ring, recorder);
            } else {
                self.deliver(delivery, recorder);
            }
            if !self.core.notes.is_empty() {
                self.core.drain_notes(recorder);
                if recorder.pauses() {
                    return Ending::Paused;
                }
            }
        }
    }

    #[inline]
    fn ring<R: Recorder<D>>(&mut self, key: u128, recorder: &mut R) {
        let core = &mut self.core;
        core.advance(time_of(key));
        let slot = slot_of(key);
        let record = &mut core.records[slot as usize];
        record.tag.set(Mode::Idle);
        let (owner, tag) = (record.owner, record.tag);
        core.fire(slot);
        if R::EVENTS {
            recorder.event(&Event {
                number: core.event,
                time: core.now,
                cause: core.armed_by.get(slot as usize).copied().unwrap_or(0),
                actor: owner,
                what: What::Ring {
                    clock: core.actors[owner.place()].families[tag.family() as usize].name,
                    number: tag.number(),
                },
            });
        }
        let ring = Ring { slot, order: order_of(key), tag };
        self.actors[owner.place()].0.ring(core, owner, ring);
        core.play();
    }

    #[inline]
    fn deliver<R: Recorder<D>>(&mut self, key: u128, recorder: &mut R) {
        let core = &mut self.core;
        core.advance(time_of(key));
        let place = core.deliveries.pop().expect("the first delivery is there");
        let message = core.messages.take(place);
        let actor = core.graph.owner(message.end);
        if R::EVENTS {
            recorder.event(&Event {
                number: core.event,
                time: core.now,
                cause: if core.armed_by.is_empty() { 0 } else { message.cause },
                actor,
                what: What::Delivery {
                    from: message.from,
                    link: message.end,
                    signal: &message.signal,
                },
            });
        }
        core.came_by = Some(message.end);
        self.actors[actor.place()].0.receive(core, actor, message.from, message.signal);
        core.came_by = None;
        core.play();
    }

    /// The instant up to which everything has happened.
    #[must_use]
    pub fn now(&self) -> Time {
        self.core.now
    }

    /// How many events there were since the reset.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.core.event
    }

    /// The actors and links, which clones of the simulation share.
    #[must_use]
    pub fn graph(&self) -> &Arc<Graph<D::Link>> {
        &self.core.graph
    }

    /// What holds for the whole world.
    #[must_use]
    pub fn settings(&self) -> &D::Settings {
        &self.core.settings
    }
}

impl<D: Domain> Core<D> {
    #[inline]
    fn advance(&mut self, to: Time) {
        assert!(to >= self.now, "time went back from {:?} to {to:?}", self.now);
        self.now = to;
        self.event += 1;
    }

    fn drain_notes<R: Recorder<D>>(&mut self, recorder: &mut R) {
        for (actor, note) in self.notes.drain(..) {
            recorder.note(self.now, actor, note);
        }
    }
}

//! What an actor is: the one trait that built-in and users' behaviors share.

use std::sync::{Arc, OnceLock};

use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Fault, Faults, ParameterRow, Parameters, Setting};
use crate::primitives::quantity::Dimension;

use super::around::{Around, Given};
use super::clock::{ClockFamily, Clocks};
use super::context::Context;
use super::core::Core;
use super::domain::Domain;
use super::graph::Side;
use super::live_clock::Ring;

/// The context of a behavior's handlers.
pub type Cx<'a, B> = Context<'a, <B as Behavior>::Domain, <B as Behavior>::Clock>;

/// What a behavior of this domain is told.
pub type SignalOf<B> = <<B as Behavior>::Domain as Domain>::Signal;

/// The kinds of link of a behavior's domain.
pub type LinkOf<B> = <<B as Behavior>::Domain as Domain>::Link;

/// Says what is hardly meant about a behavior's parameters and whom it is joined to.
pub type Suspicions<B> =
    fn(&<B as Behavior>::Parameters, &Around<'_, <B as Behavior>::Domain>) -> Vec<Fault>;

/// The same of settings.
type SuspicionsOf<D> = fn(&[Setting], &Around<'_, D>) -> Vec<Fault>;

/// A kind of actor: its parameters, its state and its handlers.
///
/// A handler sees its own state and the context, and nothing else. What it must
/// forget between replications it keeps in fields that [`Behavior::new`] sets:
/// each replication begins with a copy of the state as `new` made it, taken by
/// `Clone::clone_from`. A derived one allocates for what `new` put into vectors;
/// one written by hand keeps their room.
pub trait Behavior: Clone + Send + Sync + 'static {
    /// The subject that it belongs to.
    type Domain: Domain;
    /// Its parameters, declared by [`parameters!`](crate::parameters).
    type Parameters: Parameters;
    /// Its own clocks, declared by [`clocks!`](crate::clocks).
    type Clock: Clocks;

    /// What it is, in whole sentences.
    const MEANING: &'static str;
    /// The links that it may have, and those that it must.
    const LINKS: &'static [LinkRule<LinkOf<Self>>] = &[];
    /// What is reported of it.
    const MEASURES: &'static [Measure] = &[];
    /// The milestones of its own that it marks.
    const MILESTONES: &'static [&'static str] = &[];
    /// The channels on which it shows, where it says so: an actor that hears
    /// another channel of it brings a warning.
    const SHOWS_ON: Option<&'static [&'static str]> = None;
    /// The table of its parameters whose entries show, each on the channel of its own
    /// name, beside those channels.
    const SHOWS_AS: Option<&'static str> = None;
    /// Whether it learns of work by what is declared to it, and does not only have
    /// that explained.
    const HEARS_DECLARATIONS: bool = false;
    /// Whether it does work that it hides, whatever its parameters say.
    const HIDES_WORK: bool = false;
    /// What of the events that a world may wait for it can bring about, by the names that
    /// they have in a file, where it says so: waiting for another of it brings a warning.
    const BRINGS_ABOUT: Option<&'static [&'static str]> = None;
    /// What is wrong with parameters that are well each by itself, as shares
    /// that add up to more than there is. Where unknowns and levers are among
    /// them it is asked for what they can be: the ends of numbers, and each of
    /// other values.
    const FAULTS: Option<Faults<Self::Parameters>> = None;
    /// What of the parameters and links of an actor is hardly meant, though it can be
    /// run: it brings warnings. Where unknowns and levers are among them, only what is
    /// said wherever they are counts. A message goes on from the name of the actor.
    const SUSPICIONS: Option<Suspicions<Self>> = None;

    /// The actor at the start of a replication.
    fn new(parameters: Self::Parameters) -> Self;

    /// The run begins.
    fn start(&mut self, _cx: &mut Cx<Self>) {}

    /// A signal arrives.
    fn receive(&mut self, _cx: &mut Cx<Self>, _from: ActorId, _signal: SignalOf<Self>) {}

    /// One of the actor's clocks rings; it does not run any more.
    fn ring(&mut self, _cx: &mut Cx<Self>, _clock: Self::Clock) {}
}

/// A kind of link that a behavior may have at one of its sides, and how many.
#[derive(Clone, Copy, Debug)]
pub struct LinkRule<K> {
    /// The kind.
    pub kind: K,
    /// Whether the link leads away from the actor or to it.
    pub side: Side,
    /// It needs at least so many.
    pub least: u32,
    /// It bears at most so many.
    pub most: u32,
    /// What passes over it, in whole sentences.
    pub meaning: &'static str,
}

impl<K: Copy> LinkRule<K> {
    /// Any number of links of this kind away from the actor.
    #[must_use]
    pub const fn out(kind: K, meaning: &'static str) -> Self {
        Self { kind, side: Side::Out, least: 0, most: u32::MAX, meaning }
    }

    /// Any number of links of this kind to the actor.
    #[must_use]
    pub const fn into(kind: K, meaning: &'static str) -> Self {
        Self { kind, side: Side::In, least: 0, most: u32::MAX, meaning }
    }

    /// The same, but at least so many.
    #[must_use]
    pub const fn at_least(self, least: u32) -> Self {
        Self { least, ..self }
    }

    /// The same, but at most so many.
    #[must_use]
    pub const fn at_most(self, most: u32) -> Self {
        Self { most, ..self }
    }
}

/// A figure that is reported of each actor of a role.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Its name in reports and claims.
    pub name: &'static str,
    /// How it is made of what the behavior counts and observes.
    pub of: MeasureOf,
    /// What its numbers measure.
    pub dimension: Dimension,
    /// What it means, in whole sentences.
    pub meaning: &'static str,
}

/// How a measure is made of counters and observations, over all replications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureOf {
    /// A counter per year of simulated time.
    PerYear(&'static str),
    /// A counter per replication.
    PerReplication(&'static str),
    /// The share of replications in which a counter went up.
    Ever(&'static str),
    /// A counter as a share of another.
    Share(&'static str, &'static str),
    /// The mean of an observed value, over all observations.
    Mean(&'static str),
    /// What was added to a counter per year of simulated time, where that is no
    /// whole number.
    AmountPerYear(&'static str),
    /// What was added to a counter per replication, where that is no whole number.
    AmountPerReplication(&'static str),
}

impl MeasureOf {
    /// The time over which a figure of this dimension is told: none, a year, or none
    /// because a power is already a work over a time.
    #[must_use]
    pub const fn per(self, dimension: Dimension) -> &'static str {
        match (self, dimension) {
            (Self::AmountPerYear(_), Dimension::Power) => "",
            (Self::PerYear(_) | Self::AmountPerYear(_), _) => "/y",
            (
                Self::PerReplication(_)
                | Self::AmountPerReplication(_)
                | Self::Ever(_)
                | Self::Share(..)
                | Self::Mean(_),
                _,
            ) => "",
        }
    }
}

impl Measure {
    /// A counter per year of simulated time.
    #[must_use]
    pub const fn per_year(
        name: &'static str,
        counter: &'static str,
        meaning: &'static str,
    ) -> Self {
        Self { name, of: MeasureOf::PerYear(counter), dimension: Dimension::Number, meaning }
    }

    /// A counter per replication.
    #[must_use]
    pub const fn per_replication(
        name: &'static str,
        counter: &'static str,
        meaning: &'static str,
    ) -> Self {
        Self { name, of: MeasureOf::PerReplication(counter), dimension: Dimension::Number, meaning }
    }

    /// The share of replications in which a counter went up.
    #[must_use]
    pub const fn ever(name: &'static str, counter: &'static str, meaning: &'static str) -> Self {
        Self { name, of: MeasureOf::Ever(counter), dimension: Dimension::Share, meaning }
    }

    /// A counter as a share of another.
    #[must_use]
    pub const fn share(
        name: &'static str,
        part: &'static str,
        whole: &'static str,
        meaning: &'static str,
    ) -> Self {
        Self { name, of: MeasureOf::Share(part, whole), dimension: Dimension::Share, meaning }
    }

    /// What was added to a counter per year of simulated time.
    #[must_use]
    pub const fn amount_per_year(
        name: &'static str,
        counter: &'static str,
        dimension: Dimension,
        meaning: &'static str,
    ) -> Self {
        Self { name, of: MeasureOf::AmountPerYear(counter), dimension, meaning }
    }

    /// What was added to a counter per replication.
    #[must_use]
    pub const fn amount(
        name: &'static str,
        counter: &'static str,
        dimension: Dimension,
        meaning: &'static str,
    ) -> Self {
        Self { name, of: MeasureOf::AmountPerReplication(counter), dimension, meaning }
    }

    /// The mean of an observed value.
    #[must_use]
    pub const fn mean(
        name: &'static str,
        observed: &'static str,
        dimension: Dimension,
        meaning: &'static str,
    ) -> Self {
        Self { name, of: MeasureOf::Mean(observed), dimension, meaning }
    }
}

/// A behavior under the name that world files call it by, with its tables.
#[derive(Clone)]
pub struct Role<D: Domain> {
    /// The name.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// Its parameters.
    pub parameters: &'static [ParameterRow],
    /// Its rules of links.
    pub links: &'static [LinkRule<D::Link>],
    /// Its measures.
    pub measures: &'static [Measure],
    /// The milestones that it marks beside those of every world.
    pub milestones: &'static [&'static str],
    /// The channels on which it shows, where it says so.
    pub shows_on: Option<&'static [&'static str]>,
    /// The table of its parameters whose entries show on channels of their names.
    pub shows_as: Option<&'static str>,
    /// Whether it learns of work by what is declared to it.
    pub hears_declarations: bool,
    /// Whether it does work that it hides, whatever its parameters say.
    pub hides_work: bool,
    /// Which events that a world may wait for it can bring about, where it says so.
    pub brings_about: Option<&'static [&'static str]>,
    /// The defaults of its parameters, from when whoever reads them first did so: they hang
    /// on nothing but the table.
    defaults: Arc<[OnceLock<Setting>]>,
    parameters_name: &'static str,
    make: fn(&[Setting]) -> Actor<D>,
    faults: Option<Faults<[Setting]>>,
    suspicions: Option<SuspicionsOf<D>>,
}

impl<D: Domain> Role<D> {
    /// The role of a behavior under this name.
    #[must_use]
    pub fn of<B: Behavior<Domain = D>>(name: &'static str) -> Self {
        Self {
            name,
            meaning: B::MEANING,
            parameters: B::Parameters::TABLE,
            links: B::LINKS,
            measures: B::MEASURES,
            milestones: B::MILESTONES,
            shows_on: B::SHOWS_ON,
            shows_as: B::SHOWS_AS,
            hears_declarations: B::HEARS_DECLARATIONS,
            hides_work: B::HIDES_WORK,
            brings_about: B::BRINGS_ABOUT,
            defaults: B::Parameters::TABLE.iter().map(|_| OnceLock::new()).collect(),
            parameters_name: B::Parameters::NAME,
            make: |settings| Actor::new(B::new(B::Parameters::from_settings(settings))),
            faults: B::FAULTS.map(|_| {
                let faults: Faults<[Setting]> = |settings| {
                    let faults = B::FAULTS.expect("it is asked only where it is there");
                    faults(&B::Parameters::from_settings(settings))
                };
                faults
            }),
            suspicions: B::SUSPICIONS.map(|_| {
                let suspicions: SuspicionsOf<D> = |settings, around| {
                    let suspicions = B::SUSPICIONS.expect("it is asked only where it is there");
                    suspicions(&B::Parameters::from_settings(settings), around)
                };
                suspicions
            }),
        }
    }

    /// The default of the parameter at this place, if anybody has kept it.
    #[must_use]
    pub(crate) fn default_of(&self, place: usize) -> Option<&Setting> {
        self.defaults[place].get()
    }

    /// Keeps the default of the parameter at this place, which is the same for everybody.
    pub(crate) fn keep_default(&self, place: usize, setting: &Setting) {
        self.defaults[place].get_or_init(|| setting.clone());
    }

    /// What is wrong with settings that are well each by itself, where the
    /// behavior says so; it panics on settings that were not checked against the
    /// role's table.
    #[must_use]
    pub fn faults(&self) -> Option<Faults<[Setting]>> {
        self.faults
    }

    /// What an actor of this role with these settings is given, as others see it.
    #[must_use]
    pub fn given<'a>(&self, settings: &'a [Setting]) -> Given<'a> {
        Given { parameters: self.parameters_name, rows: self.parameters, settings }
    }

    /// What is hardly meant about settings and links that can be run, where the
    /// behavior says so; it panics as [`Role::faults`] does.
    #[must_use]
    pub fn suspicions(&self) -> Option<SuspicionsOf<D>> {
        self.suspicions
    }

    /// An actor of this role.
    ///
    /// # Panics
    ///
    /// If the settings were not checked against the role's table.
    #[must_use]
    pub fn make(&self, settings: &[Setting]) -> Actor<D> {
        (self.make)(settings)
    }
}

/// An actor whose behavior's type is forgotten.
pub struct Actor<D: Domain>(pub(super) Box<dyn Erased<D>>);

impl<D: Domain> Actor<D> {
    /// An actor that begins every replication as this one.
    #[must_use]
    pub fn new<B: Behavior<Domain = D>>(behavior: B) -> Self {
        Self(Box::new(Live { now: behavior.clone(), first: behavior }))
    }
}

impl<D: Domain> Clone for Actor<D> {
    fn clone(&self) -> Self {
        Self(self.0.clone_box())
    }
}

/// A behavior beside the state that every replication begins with.
#[derive(Clone)]
struct Live<B> {
    now: B,
    first: B,
}

/// A behavior without its type.
pub(super) trait Erased<D: Domain>: Send + Sync {
    fn families(&self) -> &'static [ClockFamily];
    /// Restores the first state and starts, in one virtual call.
    fn restart(&mut self, core: &mut Core<D>, me: ActorId);
    fn receive(&mut self, core: &mut Core<D>, me: ActorId, from: ActorId, signal: D::Signal);
    fn ring(&mut self, core: &mut Core<D>, me: ActorId, ring: Ring);
    fn clone_box(&self) -> Box<dyn Erased<D>>;
}

impl<B: Behavior> Erased<B::Domain> for Live<B> {
    fn families(&self) -> &'static [ClockFamily] {
        B::Clock::FAMILIES
    }

    fn restart(&mut self, core: &mut Core<B::Domain>, me: ActorId) {
        self.now.clone_from(&self.first);
        self.now.start(&mut Context::new(core, me));
    }

    fn receive(
        &mut self,
        core: &mut Core<B::Domain>,
        me: ActorId,
        from: ActorId,
        signal: SignalOf<B>,
    ) {
        self.now.receive(&mut Context::new(core, me), from, signal);
    }

    fn ring(&mut self, core: &mut Core<B::Domain>, me: ActorId, ring: Ring) {
        let clock = B::Clock::from_parts(ring.tag.family(), ring.tag.number());
        self.now.ring(&mut Context::ringing(core, me, ring), clock);
    }

    fn clone_box(&self) -> Box<dyn Erased<B::Domain>> {
        Box::new(self.clone())
    }
}

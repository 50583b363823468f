//! What a behavior can see and do while one of its handlers runs.
//!
//! There is no way from here to another actor's state, to the record, to the
//! wall clock or to unkeyed chance.

use std::marker::PhantomData;

use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::parameter::Law;
use crate::primitives::random::{EntityKey, Identity, Purpose};
use crate::primitives::time::{Span, Time};

use super::clock::{AgedLaw, ClockFamily, Clocks, Pace, due_after};
use super::core::Core;
use super::domain::{Domain, Signal as _};
use super::draw::Draw;
use super::event_list::{NOTHING, time_of};
use super::graph::{Links, Side};
use super::live_clock::{Mode, Ring};
use super::recorder::Note;

/// The context of one handler's run: `Cx<Self>` in a behavior.
pub struct Context<'a, D: Domain, C: Clocks> {
    core: &'a mut Core<D>,
    actor: ActorId,
    /// Where the actor's clocks begin.
    base: u32,
    /// What orders its rings among those of others in a tick.
    order: u32,
    /// Whether its clocks outgrew their declaration.
    grown: bool,
    clocks: PhantomData<fn() -> C>,
}

impl<'a, D: Domain, C: Clocks> Context<'a, D, C> {
    #[inline]
    pub(super) fn new(core: &'a mut Core<D>, actor: ActorId) -> Self {
        let record = &core.actors[actor.place()];
        let (base, order, grown) = (record.base, record.order, record.grown.is_some());
        Self { core, actor, base, order, grown, clocks: PhantomData }
    }

    /// The same for a clock's ring, which says all of it, so that the actor's
    /// record need not be fetched.
    #[inline]
    pub(super) fn ringing(core: &'a mut Core<D>, actor: ActorId, ring: Ring) -> Self {
        if ring.tag.grown() {
            return Self::new(core, actor);
        }
        let base = ring.slot - offset::<C>(ring.tag.family()) - ring.tag.number();
        Self { core, actor, base, order: ring.order, grown: false, clocks: PhantomData }
    }
}

/// Where a family's clocks begin among an actor's, as declared.
#[inline]
fn offset<C: Clocks>(family: u32) -> u32 {
    C::FAMILIES[..family as usize].iter().map(|family| family.slots).sum()
}

/// What the draws of a clock are for: known when compiled where the clock is.
#[inline]
fn purpose_of<C: Clocks>(clock: C) -> Purpose {
    let (family, number) = clock.parts();
    C::FAMILIES[family as usize].purpose.numbered(u64::from(number))
}

/// Seeing.
impl<D: Domain, C: Clocks> Context<'_, D, C> {
    /// The instant of this event.
    #[must_use]
    #[inline]
    pub fn now(&self) -> Time {
        self.core.now
    }

    /// The number of this event. Behaviors cannot have it, since it counts the
    /// events of bystanders too; it orders what one actor does.
    pub(crate) fn event_number(&self) -> u64 {
        self.core.event
    }

    /// Whether somebody records what no result hangs on. Behaviors cannot ask, since they
    /// would know that they are looked at.
    pub(crate) fn records_details(&self) -> bool {
        self.core.details
    }

    /// The actor itself.
    #[must_use]
    pub fn me(&self) -> ActorId {
        self.actor
    }

    /// An actor's name.
    #[must_use]
    pub fn name(&self, actor: ActorId) -> &str {
        self.core.graph.name(actor)
    }

    /// An actor's key in draws and identities, a function of its name.
    #[must_use]
    pub fn key(&self, actor: ActorId) -> EntityKey {
        self.core.actors[actor.place()].key
    }

    /// What holds for the whole world.
    #[must_use]
    pub fn settings(&self) -> &D::Settings {
        &self.core.settings
    }

    /// The links of this kind that lead away from the actor, in the order of
    /// the names at their other ends.
    #[must_use]
    #[inline]
    pub fn links(&self, kind: D::Link) -> Links {
        self.core.graph.links(self.actor, kind, Side::Out)
    }

    /// The links of this kind that lead to the actor.
    #[must_use]
    #[inline]
    pub fn links_in(&self, kind: D::Link) -> Links {
        self.core.graph.links(self.actor, kind, Side::In)
    }

    /// The actor at the other end of a link.
    #[must_use]
    #[inline]
    pub fn other(&self, link: LinkEnd) -> ActorId {
        self.core.graph.other(link)
    }

    /// The link through which the signal came that is being received; `None`
    /// outside `receive`.
    #[must_use]
    #[inline]
    pub fn came_by(&self) -> Option<LinkEnd> {
        self.core.came_by
    }
}

/// Speaking.
impl<D: Domain, C: Clocks> Context<'_, D, C> {
    /// Sends a signal to the other end of a link. It arrives after the link's
    /// delay, at least a tick from now, unless the link loses it.
    ///
    /// # Panics
    ///
    /// If the link is not one of the actor's own, or the signal is one that is not sent
    /// as it is, as the domain says.
    #[inline]
    pub fn send(&mut self, link: LinkEnd, signal: D::Signal) {
        if let Some(flaw) = signal.flaw(self.actor) {
            panic!("`{}` sends {flaw}", self.name(self.actor));
        }
        self.core.send(self.actor, link, signal);
    }

    /// Notes a fact for the recorder.
    #[inline]
    pub fn note(&mut self, fact: D::Fact) {
        self.core.notes.push((self.actor, Note::Fact(fact)));
    }

    /// Marks the instant of a milestone; the first mark is its time.
    pub fn milestone(&mut self, name: &'static str) {
        self.core.notes.push((self.actor, Note::Milestone(name)));
    }

    /// Counts one more of something that the behavior's measures name.
    #[inline]
    pub fn count(&mut self, name: &'static str) {
        self.core.notes.push((self.actor, Note::Count(name, 1)));
    }

    /// Adds an amount that is no whole number, as of hours, to something that
    /// the behavior's measures name as a counter.
    #[inline]
    pub fn add(&mut self, name: &'static str, amount: f64) {
        self.core.notes.push((self.actor, Note::Amount(name, amount)));
    }

    /// Lets something that the behavior's measures name as a counter go up at this
    /// pace from now on, in units a second, in place of the pace that it had.
    #[inline]
    pub fn flow(&mut self, name: &'static str, pace: impl Into<Pace>) {
        self.core.notes.push((self.actor, Note::Flow(name, pace.into())));
    }

    /// Observes a value of something that the behavior's measures name.
    #[inline]
    pub fn observe(&mut self, name: &'static str, value: f64) {
        self.core.notes.push((self.actor, Note::Observe(name, value)));
    }
}

/// Drawing.
impl<D: Domain, C: Clocks> Context<'_, D, C> {
    /// A draw of the actor for a purpose: the next of its stream, or with
    /// [`Draw::about`] the one that belongs to an origin.
    #[inline]
    pub fn draw(&mut self, purpose: Purpose) -> Draw<'_, D> {
        Draw { core: self.core, actor: self.actor, purpose }
    }

    /// The identity of a new origin: the actor's next for this purpose.
    pub fn origin(&mut self, purpose: Purpose) -> Identity {
        self.core.next_origin(self.actor, purpose)
    }
}

/// Clocks. All are the actor's own.
impl<D: Domain, C: Clocks> Context<'_, D, C> {
    #[inline]
    fn slot(&mut self, clock: C) -> u32 {
        let (family, number) = clock.parts();
        if !self.grown && number < C::FAMILIES[family as usize].slots {
            return self.base + offset::<C>(family) + number;
        }
        self.slot_beyond(family, number)
    }

    #[cold]
    #[inline(never)]
    fn slot_beyond(&mut self, family: u32, number: u32) -> u32 {
        let slot = self.core.slot_beyond(self.actor, family, number);
        let record = &self.core.actors[self.actor.place()];
        self.base = record.base;
        self.grown = record.grown.is_some();
        slot
    }

    /// Starts a clock with a budget that runs down at a pace; a clock that was
    /// running is moved. It rings when the budget is spent, at least a tick
    /// from now.
    ///
    /// # Panics
    ///
    /// If the budget is negative or NaN, or the speed is negative or not finite.
    #[inline]
    pub fn start_clock(&mut self, clock: C, budget: f64, pace: impl Into<Pace>) {
        let pace = pace.into();
        let slot = self.slot(clock);
        self.arm(slot, budget, pace);
    }

    /// Starts a clock with the next of its own unit exponential budgets: at a
    /// constant speed it rings at that rate, and a hazard is its speed.
    #[inline]
    pub fn start_unit(&mut self, clock: C, pace: impl Into<Pace>) {
        let pace = pace.into();
        let slot = self.slot(clock);
        let purpose = purpose_of(clock);
        let budget = self.core.clock_stream(slot, purpose).exponential();
        self.arm(slot, budget, pace);
    }

    /// Starts a clock that rings after a span drawn from a law, the next of
    /// the clock's own stream.
    #[inline]
    pub fn start_law(&mut self, clock: C, law: &Law<Span>) {
        let slot = self.slot(clock);
        let purpose = purpose_of(clock);
        let budget = self.core.clock_stream(slot, purpose).of(law.distribution());
        self.arm(slot, budget, Pace::Constant(1.0));
    }

    #[inline]
    fn arm(&mut self, slot: u32, budget: f64, pace: Pace) {
        assert!(budget >= 0.0, "a clock was given the budget {budget}");
        pace.assert_sound();
        let now = self.core.now;
        let record = &mut self.core.records[slot as usize];
        record.left = budget;
        record.since = now;
        record.speed = pace.speed();
        match pace {
            Pace::Constant(_) => record.tag.set(Mode::Constant),
            Pace::Exponential { growth, .. } => {
                record.tag.set(Mode::Exponential);
                record.growth = growth;
            }
        }
        self.core.schedule(slot, self.order, pace.due(now, budget));
    }

    /// Gives a running clock another pace; what is left of its budget stays.
    /// The same speed again, to the bit, changes nothing.
    ///
    /// # Panics
    ///
    /// If the clock is not running on a budget, or the speed is negative or not
    /// finite.
    #[inline]
    pub fn set_speed(&mut self, clock: C, pace: impl Into<Pace>) {
        let pace = pace.into();
        let slot = self.slot(clock);
        let record = &self.core.records[slot as usize];
        if let (Mode::Constant, Pace::Constant(speed)) = (record.tag.mode(), pace)
            && record.speed.to_bits() == speed.to_bits()
        {
            return;
        }
        let mode = record.tag.mode();
        let left = self.left_in(slot).unwrap_or_else(|| self.cannot_set("speed", clock, mode));
        self.arm(slot, left, pace);
    }

    #[cold]
    #[inline(never)]
    fn cannot_set(&self, what: &str, clock: C, mode: Mode) -> ! {
        let (family, number) = clock.parts();
        let ClockFamily { name, slots, .. } = C::FAMILIES[family as usize];
        let number = if slots == 1 && number == 0 { String::new() } else { format!("({number})") };
        let why = match mode {
            Mode::Idle => "it does not run, as it does not when it has rung or was stopped",
            Mode::Fixed => "it was set to ring at an instant",
            Mode::Constant | Mode::Exponential => "it runs on a budget and has no age",
            Mode::Aged => "it runs on a law with age",
        };
        let actor = self.name(self.actor);
        panic!("`{actor}` sets the {what} of its clock `{name}{number}`, but {why}")
    }

    /// Makes a clock ring at an instant, at least a tick from now.
    #[inline]
    pub fn ring_at(&mut self, clock: C, at: Time) {
        let slot = self.slot(clock);
        self.core.records[slot as usize].tag.set(Mode::Fixed);
        let soonest = due_after(self.core.now, 0.0);
        self.core.schedule(slot, self.order, at.max(soonest));
    }

    /// Starts a clock whose hazard follows a law with age, the age being zero
    /// up to `origin`, which may lie in the past or the future: it rings when the hazard gathered from now on reaches the
    /// clock's next unit exponential budget.
    pub fn start_aged(&mut self, clock: C, origin: Time, law: &impl AgedLaw) {
        let slot = self.slot(clock);
        let purpose = purpose_of(clock);
        let budget = self.core.clock_stream(slot, purpose).exponential();
        self.core.records[slot as usize].origin = origin;
        self.arm_aged(slot, budget, law);
    }

    /// The same with a budget of hazard of the caller's, as one that is drawn about
    /// an identity.
    ///
    /// # Panics
    ///
    /// If the budget is negative or NaN.
    pub fn start_aged_on(&mut self, clock: C, budget: f64, origin: Time, law: &impl AgedLaw) {
        assert!(budget >= 0.0, "a clock was given the budget {budget}");
        let slot = self.slot(clock);
        self.core.records[slot as usize].origin = origin;
        self.arm_aged(slot, budget, law);
    }

    /// Gives a clock with age another law; the age and what is left of its
    /// budget of hazard stay. `old` is the law that held until now.
    ///
    /// # Panics
    ///
    /// If the clock does not run on a law with age.
    pub fn set_law(&mut self, clock: C, old: &impl AgedLaw, new: &impl AgedLaw) {
        let slot = self.slot(clock);
        let record = &self.core.records[slot as usize];
        let (mode, origin) = (record.tag.mode(), record.origin);
        if mode != Mode::Aged {
            self.cannot_set("law", clock, mode);
        }
        let gathered = old.cumulative_hazard((self.core.now - origin).seconds())
            - old.cumulative_hazard((record.since - origin).seconds());
        let left = (record.left - gathered).max(0.0);
        self.arm_aged(slot, left, new);
    }

    fn arm_aged(&mut self, slot: u32, budget: f64, law: &impl AgedLaw) {
        let now = self.core.now;
        let record = &mut self.core.records[slot as usize];
        let age = (now - record.origin).seconds();
        record.left = budget;
        record.since = now;
        record.tag.set(Mode::Aged);
        // Before its origin a law has no hazard, so the budget waits for it.
        let from = now.max(record.origin);
        let due_age = law.hazard_quantile(law.cumulative_hazard(age) + budget);
        self.core.schedule(slot, self.order, due_after(from, due_age - age));
    }

    /// Stops a clock and returns what was left of its budget; `None` if it was
    /// not running on one.
    pub fn stop_clock(&mut self, clock: C) -> Option<f64> {
        let slot = self.slot_if_any(clock)?;
        let left = self.left_in(slot);
        self.core.records[slot as usize].tag.set(Mode::Idle);
        self.core.schedule(slot, self.order, Time::NEVER);
        left
    }

    /// What is left of a running clock's budget now; `None` if it does not run
    /// on one.
    #[must_use]
    pub fn left(&self, clock: C) -> Option<f64> {
        self.left_in(self.slot_if_any(clock)?)
    }

    /// Whether a clock was started and has neither rung nor been stopped since;
    /// one that is paused runs too.
    #[must_use]
    pub fn is_running(&self, clock: C) -> bool {
        self.slot_if_any(clock)
            .is_some_and(|slot| self.core.records[slot as usize].tag.mode() != Mode::Idle)
    }

    /// When a clock will ring as things stand; `None` if it is not running or
    /// never will.
    #[must_use]
    pub fn due(&self, clock: C) -> Option<Time> {
        let slot = self.slot_if_any(clock)?;
        let key = self.core.rings.key(slot);
        (key != NOTHING).then(|| time_of(key))
    }

    /// The slot of a clock, unless it is one that was never started: to ask of
    /// it makes no room for it.
    #[inline]
    fn slot_if_any(&self, clock: C) -> Option<u32> {
        let (family, number) = clock.parts();
        if !self.grown {
            let declared = C::FAMILIES[family as usize].slots;
            return (number < declared).then(|| self.base + offset::<C>(family) + number);
        }
        self.core.actors[self.actor.place()].slot(family, number)
    }

    #[inline]
    fn left_in(&self, slot: u32) -> Option<f64> {
        let record = &self.core.records[slot as usize];
        let seconds = (self.core.now - record.since).seconds();
        let spent = match record.tag.mode() {
            Mode::Idle | Mode::Fixed | Mode::Aged => return None,
            Mode::Constant => record.speed * seconds,
            Mode::Exponential => {
                Pace::Exponential { speed: record.speed, growth: record.growth }.spent(seconds)
            }
        };
        Some((record.left - spent).max(0.0))
    }
}

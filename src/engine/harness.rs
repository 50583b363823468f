//! One behavior driven by hand: told signals, its clocks rung, time let pass, and what it
//! did kept.
//!
//! It lacks everybody else: whoever it is linked to stands there and does what the test
//! lets them do, and links delay nothing and lose nothing. How to look at what it did is told
//! elsewhere.

use std::sync::Arc;

use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::quantity::{self, Dimension};
use crate::primitives::random::ReplicationKey;
use crate::primitives::time::{Span, Time};

use super::behavior::{Behavior, Cx, LinkOf, MeasureOf, SignalOf};
use super::clock::{Clocks, NoClocks};
use super::context::Context;
use super::core::Core;
use super::domain::{Domain, LinkKind};
use super::event_list::{slot_of, time_of};
use super::graph::{Graph, LinkLaw, Network};
use super::live_clock::{Mode, Tag};
use super::recorder::Note;

/// How many rings time may take to pass.
const MOST_RINGS: u64 = 1_000_000;

/// A behavior in the hands of a test.
///
/// What it does is what it would do in a world: it sees the same context, its clocks run
/// by the same arithmetic, and its draws are those of its name under the key that was
/// given.
///
/// ```
/// use std::sync::Arc;
/// use foomwatch::engine::doc_example::{Bell, Clock};
/// use foomwatch::engine::{Harness, Network};
/// use foomwatch::primitives::random::ReplicationKey;
/// use foomwatch::primitives::time::Span;
///
/// let bell = Bell::every(Span::from_seconds(2.0));
/// let mut network = Network::new();
/// network.add_node("bell".to_owned());
/// let mut bell = Harness::new(bell, "bell", &network, Arc::new(()), ReplicationKey::new(1, 0));
/// bell.pass("5 s");
/// assert_eq!(bell.due_in(Clock::Stroke), Some(Span::from_seconds(1.0)));
/// ```
pub struct Harness<B: Behavior> {
    pub(super) behavior: B,
    pub(super) core: Core<B::Domain>,
    pub(super) me: ActorId,
    pub(super) sent: Vec<Sent<B::Domain>>,
    pub(super) noted: Vec<(Time, Note<B::Domain>)>,
}

/// A signal that the behavior sent.
#[derive(Clone, Debug)]
pub struct Sent<D: Domain> {
    /// When.
    pub at: Time,
    /// To whom.
    pub to: String,
    /// Over a link of which kind.
    pub over: D::Link,
    /// What tells that link from its parallels; empty where it has none.
    pub link: String,
    /// What it says.
    pub signal: D::Signal,
}

/// Driving it.
impl<B: Behavior> Harness<B> {
    /// The behavior as the actor of this name among the others of a network, started.
    ///
    /// # Panics
    ///
    /// If the network has no actor of that name, or is none that can be laid out.
    #[must_use]
    pub fn new(
        behavior: B,
        name: &str,
        network: &Network<LinkOf<B>>,
        settings: Arc<<B::Domain as Domain>::Settings>,
        key: ReplicationKey,
    ) -> Self {
        // What is sent is looked at when it is sent: nothing is on its way.
        let plain =
            network.map(|_, name| name.clone(), |_, law| LinkLaw::plain(law.kind).named(&law.name));
        let graph = Arc::new(Graph::new(&plain));
        let me = graph.actor(name).unwrap_or_else(|| panic!("nobody is called `{name}`"));
        let mut families = vec![NoClocks::FAMILIES; graph.actors()];
        families[me.place()] = B::Clock::FAMILIES;
        let mut core = Core::new(graph, settings, &families);
        core.reset(key);
        let mut harness = Self { behavior, core, me, sent: Vec::new(), noted: Vec::new() };
        harness.handle(|behavior, cx| behavior.start(cx));
        harness.core.play_all();
        harness
    }

    /// Tells it a signal now, over the one link between it and somebody.
    ///
    /// # Panics
    ///
    /// If nobody is called so, or not just one link joins the two: then
    /// [`Harness::receive_over`] says which.
    pub fn receive(&mut self, from: &str, signal: SignalOf<B>) -> &mut Self {
        let link = match self.links_with(from)[..] {
            [only] => only,
            [] => panic!("nothing links `{from}` to `{}`", self.name()),
            _ => panic!("several links join `{from}` to it: say over which with `receive_over`"),
        };
        self.receive_by(link, signal)
    }

    /// Tells it a signal now, over the first link of a kind between it and somebody.
    ///
    /// # Panics
    ///
    /// If there is no such link.
    pub fn receive_over(&mut self, from: &str, kind: LinkOf<B>, signal: SignalOf<B>) -> &mut Self {
        let links = self.links_with(from);
        let link = links.into_iter().find(|link| self.core.graph.kind(*link) == kind);
        let link = link.unwrap_or_else(|| panic!("no `{}` joins `{from}` to it", kind.name()));
        self.receive_by(link, signal)
    }

    fn receive_by(&mut self, link: LinkEnd, signal: SignalOf<B>) -> &mut Self {
        self.core.event += 1;
        self.core.came_by = Some(link);
        let from = self.core.graph.other(link);
        self.handle(|behavior, cx| behavior.receive(cx, from, signal));
        self.core.came_by = None;
        self
    }

    /// Lets somebody else do something now. What this sends to the behavior reaches it at
    /// once, as if it had been sent a tick ago; what it sends to others reaches nobody.
    ///
    /// # Panics
    ///
    /// If nobody is called so, or it is the behavior itself.
    pub fn by<T>(
        &mut self,
        other: &str,
        deed: impl FnOnce(&mut Context<'_, B::Domain, NoClocks>) -> T,
    ) -> T {
        let actor = self.actor(other);
        assert!(actor != self.me, "what `{other}` does is for its handlers to say");
        self.core.event += 1;
        let outcome = deed(&mut Context::new(&mut self.core, actor));
        self.core.notes.clear();
        let told = self.on_the_way();
        for (_, end, signal) in told {
            if self.core.graph.owner(end) == self.me {
                self.receive_by(end, signal);
            }
        }
        outcome
    }

    /// Lets time pass, as in `"90 min"`; clocks ring as they come due, those too that
    /// are due at its end.
    ///
    /// # Panics
    ///
    /// If the text is no span, or a million rings do not bring time to its end.
    pub fn pass(&mut self, span: &str) -> &mut Self {
        let seconds = quantity::parse(span, Dimension::Span)
            .unwrap_or_else(|error| panic!("`{span}` is no span of time: {error}"));
        self.pass_for(Span::from_seconds(seconds))
    }

    /// The same for a span that is worked out.
    ///
    /// # Panics
    ///
    /// If a million rings do not bring time to its end.
    pub fn pass_for(&mut self, span: Span) -> &mut Self {
        let end = self.core.now + span;
        let mut rings = 0;
        while self.next_due().is_some_and(|due| due <= end) {
            rings += 1;
            let (family, number) = self.ring_first();
            if rings > MOST_RINGS {
                let clock = name_of::<B>(B::Clock::from_parts(family, number));
                panic!("a million rings before {span:?} were over, the last of them of `{clock}`");
            }
        }
        self.core.now = end;
        self
    }

    /// Lets time pass until this clock rings; others that are due before it ring on the
    /// way.
    ///
    /// # Panics
    ///
    /// If it does not run, or never rings as things stand, or somebody stops it on the
    /// way.
    pub fn ring(&mut self, clock: B::Clock) -> &mut Self {
        let mut last = clock.parts();
        for _ in 0..MOST_RINGS {
            if self.due(clock).is_none() {
                self.cannot_ring(clock);
            }
            last = self.ring_first();
            if last == clock.parts() {
                return self;
            }
        }
        let last = name_of::<B>(B::Clock::from_parts(last.0, last.1));
        panic!("a million rings before `{}`, the last of them of `{last}`", name_of::<B>(clock))
    }

    /// Rings a clock at this very moment, whenever it was due.
    ///
    /// # Panics
    ///
    /// If it does not run: a clock that does not run never rings.
    pub fn ring_now(&mut self, clock: B::Clock) -> &mut Self {
        match self.slot(clock).filter(|slot| self.mode(*slot) != Mode::Idle) {
            Some(slot) => self.ring_slot(slot),
            None => self.cannot_ring(clock),
        }
        self
    }

    fn cannot_ring(&self, clock: B::Clock) -> ! {
        let why = if self.is_running(clock) { "it is paused" } else { "it does not run" };
        let due = |(clock, due): (B::Clock, Option<Time>)| {
            let left = due? - self.core.now;
            Some(format!("`{}` rings in {left:?}", name_of::<B>(clock)))
        };
        let others: Vec<String> = self.running().into_iter().filter_map(due).collect();
        let others = if others.is_empty() { "nothing rings".to_owned() } else { others.join(", ") };
        panic!("`{}` is not going to ring: {why}; {others}", name_of::<B>(clock))
    }

    /// Rings the first clock that is due, and says which it was.
    fn ring_first(&mut self) -> (u32, u32) {
        let key = self.core.rings.first();
        self.core.now = time_of(key);
        let tag = self.core.records[slot_of(key) as usize].tag;
        self.ring_slot(slot_of(key));
        (tag.family(), tag.number())
    }

    fn ring_slot(&mut self, slot: u32) {
        self.core.event += 1;
        let record = &mut self.core.records[slot as usize];
        record.tag.set(Mode::Idle);
        let clock = B::Clock::from_parts(record.tag.family(), record.tag.number());
        self.core.fire(slot);
        self.handle(|behavior, cx| behavior.ring(cx, clock));
    }

    fn next_due(&self) -> Option<Time> {
        Some(time_of(self.core.rings.first())).filter(|due| *due != Time::NEVER)
    }

    /// Runs a handler, and keeps what it did.
    fn handle(&mut self, handler: impl FnOnce(&mut B, &mut Cx<'_, B>)) {
        handler(&mut self.behavior, &mut Context::new(&mut self.core, self.me));
        self.core.play();
        let now = self.core.now;
        for (_, note) in std::mem::take(&mut self.core.notes) {
            self.assert_reported(&note);
            self.noted.push((now, note));
        }
        for (_, end, signal) in self.on_the_way() {
            let graph = &self.core.graph;
            let to = graph.name(graph.owner(end)).to_owned();
            let (over, link) = (graph.kind(end), graph.link_name(end).to_owned());
            self.sent.push(Sent { at: now, to, over, link, signal });
        }
    }

    /// Takes what was sent, in the order in which it was: from whom, to which end, what.
    fn on_the_way(&mut self) -> Vec<(ActorId, LinkEnd, SignalOf<B>)> {
        let mut places: Vec<u32> = std::iter::from_fn(|| self.core.deliveries.pop()).collect();
        // The places are those of an empty store, taken one after another.
        places.sort_unstable();
        let taken = places.into_iter().map(|place| self.core.messages.take(place));
        let taken = taken.map(|message| (message.from, message.end, message.signal)).collect();
        self.core.messages.clear();
        taken
    }

    /// Asserts that what is noted is something that is reported.
    fn assert_reported(&self, note: &Note<B::Domain>) {
        let (verb, name, is_declared) = match *note {
            Note::Fact(_) => return,
            Note::Milestone(name) => ("marks", name, B::MILESTONES.contains(&name)),
            Note::Count(name, _) | Note::Amount(name, _) | Note::Flow(name, _) => {
                ("counts", name, measured::<B>(|of| counts(of, name)))
            }
            Note::Observe(name, _) => {
                ("observes", name, measured::<B>(|of| of == MeasureOf::Mean(name)))
            }
        };
        assert!(
            is_declared,
            "`{}` {verb} `{name}`, which is in none of its MEASURES or MILESTONES",
            self.name()
        );
    }
}

/// Finding one's way in it.
impl<B: Behavior> Harness<B> {
    pub(super) fn due_of(&self, slot: u32) -> Option<Time> {
        Some(time_of(self.core.rings.key(slot))).filter(|due| *due != Time::NEVER)
    }

    pub(super) fn mode(&self, slot: u32) -> Mode {
        self.core.records[slot as usize].tag.mode()
    }

    /// The slot of a clock, unless it was never started.
    pub(super) fn slot(&self, clock: B::Clock) -> Option<u32> {
        let (family, number) = clock.parts();
        let is_it =
            |owner, tag: Tag| owner == self.me && (tag.family(), tag.number()) == (family, number);
        let place = self.core.records.iter().position(|record| is_it(record.owner, record.tag));
        place.map(|place| place as u32)
    }

    fn name(&self) -> &str {
        self.core.graph.name(self.me)
    }

    /// The ends here of all links between it and somebody.
    fn links_with(&self, other: &str) -> Vec<LinkEnd> {
        let (graph, other) = (&self.core.graph, self.actor(other));
        let ends = (0..).map(LinkEnd::new).take(graph.ends.len());
        ends.filter(|end| graph.owner(*end) == self.me && graph.other(*end) == other).collect()
    }
}

/// As a person writes it: `Job(3)`, or `Order` where there is but one.
fn name_of<B: Behavior>(clock: B::Clock) -> String {
    let (family, number) = clock.parts();
    let family = B::Clock::FAMILIES[family as usize];
    if family.slots == 1 && number == 0 {
        return family.name.to_owned();
    }
    format!("{}({number})", family.name)
}

fn measured<B: Behavior>(is_it: impl Fn(MeasureOf) -> bool) -> bool {
    B::MEASURES.iter().any(|measure| is_it(measure.of))
}

/// Whether a measure is made of a counter.
fn counts(of: MeasureOf, name: &str) -> bool {
    match of {
        MeasureOf::PerYear(counter)
        | MeasureOf::PerReplication(counter)
        | MeasureOf::Ever(counter)
        | MeasureOf::AmountPerYear(counter)
        | MeasureOf::AmountPerReplication(counter) => counter == name,
        MeasureOf::Share(part, whole) => part == name || whole == name,
        MeasureOf::Mean(_) => false,
    }
}

//! Likeness: what is said and noted in a run, as a number that is the same where it is the
//! same in another run.
//!
//! Actors and channels count by their names and not by their places, so that runs of worlds
//! can be held beside each other of which one has an actor more. Hidden truth counts or does
//! not, as is asked. Instants by which no chance is keyed count as they are. It is for laws
//! over whole runs, and no behavior can come by it.

use std::hash::Hasher as _;

use rustc_hash::FxHasher;

use crate::engine::{Note, Pace};
use crate::primitives::id::ActorId;
use crate::primitives::random::{EntityKey, Identity};
use crate::primitives::time::Time;

use super::channel::Channel;
use super::domain::{Oversight, Signal};
use super::evidence::Alert;
use super::fact::{Detail, Fact, FactKind};
use super::footprint::Level;
use super::job::{JOB, Job, Truth, Work};
use super::order::Order;
use super::progress::{Directive, Improved, Mind, Upgrade};

/// The names of a world's actors and channels, by their places.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    actors: Vec<EntityKey>,
    channels: Vec<EntityKey>,
}

impl Names {
    /// Of these actors and channels, in the order of their places.
    pub(crate) fn new<'a>(
        actors: impl Iterator<Item = &'a str>,
        channels: impl Iterator<Item = &'a str>,
    ) -> Self {
        let [actors, channels] =
            [actors.map(EntityKey::named).collect(), channels.map(EntityKey::named).collect()];
        Self { actors, channels }
    }

    /// The key of an actor's name.
    pub(crate) fn actor(&self, actor: ActorId) -> EntityKey {
        self.actors[actor.place()]
    }
}

/// A number for what is said, with its hidden truth or without.
pub(crate) fn of_signal(names: &Names, truth: bool, signal: &Signal) -> u64 {
    let mut likeness = Likeness { names, truth, hasher: FxHasher::default() };
    likeness.signal(signal);
    likeness.hasher.finish()
}

/// A number for what is noted, with its hidden truth or without; none for what is nothing
/// but hidden truth, if that does not count.
pub(crate) fn of_note(names: &Names, truth: bool, note: &Note<Oversight>) -> Option<u64> {
    let mut likeness = Likeness { names, truth, hasher: FxHasher::default() };
    let is_told = match note {
        Note::Fact(fact) => likeness.fact(fact),
        Note::Milestone(name) => likeness.named(0, name),
        Note::Count(name, number) => {
            likeness.word(*number);
            likeness.named(1, name)
        }
        Note::Amount(name, number) => {
            likeness.number(*number);
            likeness.named(2, name)
        }
        Note::Flow(name, pace) => {
            likeness.pace(*pace);
            likeness.named(3, name)
        }
        Note::Observe(name, number) => {
            likeness.number(*number);
            likeness.named(4, name)
        }
    };
    is_told.then(|| likeness.hasher.finish())
}

/// Whether a note says that a judgment came out so; none, if it is about no judgment.
pub(crate) fn judgment(note: &Note<Oversight>) -> Option<bool> {
    match note {
        Note::Fact(Fact(FactKind::Review { confirmed: came_out, .. }))
        | Note::Fact(Fact(FactKind::Detail(Detail::Recognized { seen: came_out, .. }))) => {
            Some(*came_out)
        }
        Note::Fact(_)
        | Note::Milestone(_)
        | Note::Count(..)
        | Note::Amount(..)
        | Note::Flow(..)
        | Note::Observe(..) => None,
    }
}

/// Whether a note says that somebody looked into an alert and dismissed it.
pub(crate) fn is_dismissal(note: &Note<Oversight>) -> bool {
    matches!(note, Note::Fact(Fact(FactKind::Review { confirmed: false, .. })))
}

/// Whether a job would be concerning and is not done in this course of things.
pub(crate) fn is_undone(job: &Job) -> bool {
    job.truth.undone
}

/// Whether a job is one that its owner hides.
pub(crate) fn is_hidden(job: &Job) -> bool {
    job.is_hidden
}

/// Whether a job has one of the first numbers of the open jobs of its owner, of this name.
pub(crate) fn has_open_number(owner: &str, job: &Job) -> bool {
    const FIRST: u64 = 256;
    let owner = EntityKey::named(owner);
    (1..=FIRST).any(|number| Identity::new(owner, JOB, number) == job.identity)
}

/// Whether a job is concerning.
pub(crate) fn is_concerning(job: &Job) -> bool {
    job.truth.concerning
}

/// How many true traces a note says are weighed.
pub(crate) fn weighed(note: &Note<Oversight>) -> usize {
    match note {
        Note::Fact(Fact(FactKind::Weighed { pieces })) => pieces.len(),
        Note::Fact(_)
        | Note::Milestone(_)
        | Note::Count(..)
        | Note::Amount(..)
        | Note::Flow(..)
        | Note::Observe(..) => 0,
    }
}

/// Whether a note is an order that goes out.
pub(crate) fn is_order(note: &Note<Oversight>) -> bool {
    matches!(note, Note::Fact(Fact(FactKind::Ordered { .. })))
}

/// To whom a trace shows, if a note says that one does.
pub(crate) fn shows_to(note: &Note<Oversight>) -> Option<ActorId> {
    match note {
        Note::Fact(Fact(FactKind::Trace { observer, .. })) => Some(*observer),
        Note::Fact(_)
        | Note::Milestone(_)
        | Note::Count(..)
        | Note::Amount(..)
        | Note::Flow(..)
        | Note::Observe(..) => None,
    }
}

/// Whether something shows that nobody explained, and none of it is concerning.
pub(crate) fn is_harmless(level: &Level) -> bool {
    level.unexplained() > 0.0 && !level.caused()
}

struct Likeness<'n> {
    names: &'n Names,
    truth: bool,
    hasher: FxHasher,
}

impl Likeness<'_> {
    fn word(&mut self, word: u64) {
        self.hasher.write_u64(word);
    }

    fn number(&mut self, number: f64) {
        self.word(number.to_bits());
    }

    fn numbers(&mut self, numbers: &[f64]) {
        numbers.iter().for_each(|number| self.number(*number));
    }

    fn flag(&mut self, flag: bool) {
        self.word(u64::from(flag));
    }

    fn text(&mut self, text: &str) {
        self.hasher.write(text.as_bytes());
    }

    fn named(&mut self, kind: u64, name: &str) -> bool {
        self.word(kind);
        self.text(name);
        true
    }

    fn time(&mut self, time: Time) {
        self.word(time.ticks());
    }

    fn identity(&mut self, identity: Identity) {
        self.word(identity.bits());
    }

    fn actor(&mut self, actor: ActorId) {
        self.word(self.names.actor(actor).bits());
    }

    fn channel(&mut self, channel: Channel) {
        self.word(self.names.channels[channel.place()].bits());
    }

    fn optional<T>(&mut self, value: Option<T>, of: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            of(self, value);
        }
    }

    fn pace(&mut self, pace: Pace) {
        match pace {
            Pace::Constant(speed) => self.number(speed),
            Pace::Exponential { speed, growth } => {
                self.number(speed);
                self.number(growth);
            }
        }
    }

    fn truth(&mut self, truth: Truth) {
        if self.truth {
            self.flag(truth.concerning);
            self.number(truth.opacity);
        }
    }

    fn pieces(&mut self, pieces: &[Identity]) {
        if self.truth {
            pieces.iter().for_each(|piece| self.identity(*piece));
        }
    }

    fn signal(&mut self, signal: &Signal) {
        self.text(signal.name());
        match signal {
            Signal::Submit(job) => self.job(job),
            Signal::Began(job)
            | Signal::Done(job)
            | Signal::Refused(job)
            | Signal::Withdraw(job) => self.identity(*job),
            Signal::Level(level) => self.level(level),
            Signal::Declared(work) | Signal::Work(work) => self.work(work),
            Signal::Alert(alert) => self.alert(alert),
            Signal::Report(alert, ratio) => {
                self.alert(alert);
                self.number(*ratio);
            }
            Signal::Order(order) => self.order(order),
            Signal::Granted(job, pace) => {
                self.identity(*job);
                self.pace(*pace);
            }
            Signal::Adjust(job, terms) => {
                self.identity(*job);
                self.number(terms.weight);
                self.optional(terms.demand, |this, demand| this.number(demand.value()));
            }
            Signal::Deployed(upgrade) => self.upgrade(upgrade),
            Signal::Mind(Mind { capability, synthetic, abilities }) => {
                self.number(*capability);
                self.number(*synthetic);
                abilities.iter().for_each(|ability| self.text(ability));
            }
            Signal::Improved(Improved { identity, gain }) => {
                self.identity(*identity);
                self.number(*gain);
            }
            Signal::Efficiency(number) | Signal::Tokens(number) | Signal::Own(_, number) => {
                self.number(*number);
            }
            Signal::Directive(Directive { share, sites, under, overhead, gives_up }) => {
                self.numbers(&[*share, *under, *overhead]);
                self.word(u64::from(*sites));
                self.flag(*gives_up);
            }
            Signal::Announced(time) => self.time(*time),
            Signal::TookOff => {}
        }
    }

    fn job(&mut self, job: &Job) {
        self.identity(job.identity);
        self.actor(job.owner);
        self.numbers(&[job.compute.value(), job.weight, job.share]);
        self.optional(job.reservation.as_deref(), Self::text);
        self.optional(job.slots, Self::word);
        self.optional(job.length, |this, length| this.word(length.ticks()));
        self.optional(job.demand, |this, demand| this.number(demand.value()));
        self.flag(job.is_followed);
        self.flag(job.is_hidden);
        // What is concealed shows in levels, and is not said where nobody listens.
        self.truth(job.truth);
    }

    fn work(&mut self, work: &Work) {
        // The event in which it was told counts those of bystanders.
        let Work { identity, owner, compute, news, told: (told, _), share, truth } = work;
        self.identity(*identity);
        self.actor(*owner);
        self.number(compute.value());
        self.word(*news as u64);
        self.time(*told);
        self.number(*share);
        self.truth(*truth);
    }

    fn level(&mut self, level: &Level) {
        self.identity(level.identity());
        self.channel(level.channel());
        let numbers = [
            level.amount(),
            level.explained(),
            level.unexplained(),
            level.capacity(),
            level.growth(),
        ];
        self.numbers(&numbers);
        self.time(level.shown());
        self.truth(level.traced());
        if self.truth {
            self.flag(level.caused());
            self.flag(level.masked());
        }
    }

    fn alert(&mut self, alert: &Alert) {
        for piece in alert.pieces() {
            self.identity(piece.identity);
            self.optional(piece.channel, Self::channel);
            self.time(piece.origin);
            self.actor(piece.observer);
            self.actor(piece.suspect);
            self.number(piece.ratio);
            if self.truth {
                self.word(piece.class as u64);
                self.number(piece.opacity);
            }
        }
        alert.path().iter().for_each(|actor| self.actor(*actor));
    }

    fn order(&mut self, order: &Order) {
        self.identity(order.identity);
        self.actor(order.suspect);
        self.word(order.command as u64);
        if self.truth {
            self.flag(order.truly);
        }
    }

    fn upgrade(&mut self, upgrade: &Upgrade) {
        match upgrade {
            Upgrade::Trained { effective, synthetic, efficiency, job } => {
                let numbers = [effective.value(), *synthetic, *efficiency];
                self.numbers(&numbers);
                self.identity(*job);
            }
            Upgrade::Raised { gain, hidden, job } => {
                self.numbers(&[*gain, *hidden]);
                self.job(job);
            }
            Upgrade::Spoiled { shows, lasts, job } => {
                self.number(*shows);
                self.word(lasts.ticks());
                self.job(job);
            }
        }
    }

    /// Whether there is anything in it but hidden truth that does not count.
    fn fact(&mut self, Fact(kind): &Fact) -> bool {
        match kind {
            FactKind::WorkPlanned { job }
            | FactKind::WorkRuns { job, .. }
            | FactKind::WorkHalted { job, .. }
            | FactKind::WorkResumed { job, .. }
            | FactKind::WorkSheltered { theirs: job, .. } => {
                self.named(10, kind.word());
                self.identity(*job);
                self.truth
            }
            FactKind::Trace { channel, observer, covered } => {
                self.channel(*channel);
                self.actor(*observer);
                self.flag(*covered);
                self.truth
            }
            FactKind::Convinced { truly, pieces, path } => {
                self.flag(*truly);
                self.pieces(pieces);
                path.iter().for_each(|actor| self.actor(*actor));
                // How often it is noted hangs on whether it was notice.
                self.truth
            }
            FactKind::WorkBegan { owner, job, concerning }
            | FactKind::WorkEnded { owner, job, concerning } => {
                self.named(11, kind.word());
                self.actor(*owner);
                self.identity(*job);
                self.flag(*concerning && self.truth);
                true
            }
            FactKind::Alarm { class, suspect, piece } => {
                self.actor(*suspect);
                self.identity(*piece);
                self.word(if self.truth { *class as u64 } else { 0 });
                self.named(12, kind.word())
            }
            FactKind::Merged { pieces }
            | FactKind::Abandoned { pieces }
            | FactKind::Weighed { pieces } => {
                self.pieces(pieces);
                self.named(13, kind.word())
            }
            FactKind::Review { founded, confirmed, pieces } => {
                self.flag(*founded && self.truth);
                self.flag(*confirmed);
                self.pieces(pieces);
                self.named(14, kind.word())
            }
            FactKind::Detail(Detail::Recognized { founded, seen }) => {
                self.flag(*founded && self.truth);
                self.flag(*seen);
                self.named(21, kind.word())
            }
            FactKind::ReviewTime(span) => {
                self.word(span.ticks());
                self.named(15, kind.word())
            }
            FactKind::Ordered { suspect, command, truly } => {
                self.actor(*suspect);
                self.word(*command as u64);
                self.flag(*truly && self.truth);
                self.named(16, kind.word())
            }
            FactKind::Deployed { capability } => {
                self.number(*capability);
                self.named(17, kind.word())
            }
            FactKind::Takeoff => self.named(18, kind.word()),
            FactKind::Detail(Detail::JobRuns { job, .. } | Detail::JobLeft { job, .. }) => {
                self.identity(*job);
                self.named(19, kind.word())
            }
            FactKind::Detail(Detail::DeskHolds { waiting, in_review, servers }) => {
                for number in [waiting, in_review, servers] {
                    self.word(*number);
                }
                self.named(20, kind.word())
            }
        }
    }
}

impl FactKind {
    /// A word for the kind.
    fn word(&self) -> &'static str {
        match self {
            Self::WorkPlanned { .. } => "planned",
            Self::WorkBegan { .. } => "began",
            Self::WorkEnded { .. } => "ended",
            Self::WorkSheltered { .. } => "sheltered",
            Self::WorkRuns { .. } => "runs",
            Self::WorkHalted { .. } => "halted",
            Self::WorkResumed { .. } => "resumed",
            Self::Trace { .. } => "trace",
            Self::Alarm { .. } => "alarm",
            Self::Merged { .. } => "merged",
            Self::Review { .. } => "review",
            Self::ReviewTime(_) => "review time",
            Self::Abandoned { .. } => "abandoned",
            Self::Weighed { .. } => "weighed",
            Self::Convinced { .. } => "convinced",
            Self::Ordered { .. } => "ordered",
            Self::Deployed { .. } => "deployed",
            Self::Takeoff => "takeoff",
            Self::Detail(Detail::JobRuns { .. }) => "job runs",
            Self::Detail(Detail::JobLeft { .. }) => "job left",
            Self::Detail(Detail::DeskHolds { .. }) => "desk holds",
            Self::Detail(Detail::Recognized { .. }) => "recognized",
        }
    }
}

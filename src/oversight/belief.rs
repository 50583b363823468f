//! Belief: log-odds from evidence in force, and their shadow without error.
//!
//! Sums run in integers of 2^-32 nat, so that the order of reports cannot
//! matter. The shadow sum leaves out what is false, coincident or benign; it
//! decides whether being convinced is notice, and no behavior can read it.

use std::fmt;

use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;
use crate::primitives::time::{Span, Time};

use super::evidence::{AlarmClass, Alert};

/// Units of log-odds in a nat.
const UNITS_PER_NAT: f64 = (1_u64 << 32) as f64;

/// Log-odds in whole units; finite likelihood ratios of 1e±300 stay far from
/// the ends.
fn units(nats: f64) -> i64 {
    libm::round(nats * UNITS_PER_NAT) as i64
}

/// The log-odds of a probability in (0, 1); the ends are beyond any evidence.
fn logit(probability: f64) -> i64 {
    units((libm::log(probability) - libm::log1p(-probability)).clamp(-1e6, 1e6))
}

/// The units of a likelihood ratio.
fn weight_of(likelihood_ratio: f64) -> i64 {
    assert!(likelihood_ratio > 0.0, "a likelihood ratio of {likelihood_ratio}");
    units(libm::log(likelihood_ratio).clamp(-1e6, 1e6))
}

/// A piece of evidence as somebody weighs it.
#[derive(Clone)]
struct Item {
    identity: Identity,
    /// The largest that has arrived, in units.
    weight: i64,
    /// The entity of its origin.
    observer: ActorId,
    suspect: ActorId,
    class: AlarmClass,
    /// When it arrived first.
    arrived: Time,
    /// The way by which it arrived first.
    path: Vec<ActorId>,
}

/// What somebody believes about there being concerning work.
#[derive(Clone)]
pub struct Belief {
    threshold: i64,
    prior: i64,
    /// How many distinct observers must bear it out, and within what time.
    observers: usize,
    window: Span,
    /// How long a piece counts.
    expires: Span,
    /// After how long without a report how much is taken away, in units.
    silence: Option<(Span, i64)>,
    /// How many spans of silence there were before the last report.
    silent: i64,
    last_report: Time,
    /// Sorted by identity: one identity counts once.
    items: Vec<Item>,
    /// Whether it has been noted that it convinces truly, which is told once.
    pub(in crate::oversight) noticed: bool,
}

impl fmt::Debug for Belief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Belief")
            .field("prior", &self.prior)
            .field("threshold", &self.threshold)
            .field("items", &self.items.len())
            .finish_non_exhaustive()
    }
}

impl Belief {
    /// Before any evidence, from a prior probability; convinced from
    /// `threshold` on.
    #[must_use]
    pub fn new(prior: f64, threshold: f64) -> Self {
        Self {
            threshold: logit(threshold),
            prior: logit(prior),
            observers: 0,
            window: Span::FOREVER,
            expires: Span::FOREVER,
            silence: None,
            silent: 0,
            last_report: Time::START,
            items: Vec::new(),
            noticed: false,
        }
    }

    /// The same, convinced only if evidence of so many distinct observers arrived
    /// within a time; evidence that speaks against bears nothing out.
    #[must_use]
    pub fn corroborated(self, observers: u64, window: Span) -> Self {
        Self { observers: usize::try_from(observers).unwrap_or(usize::MAX), window, ..self }
    }

    /// The same, where a piece counts for so long after it arrived.
    #[must_use]
    pub fn expiring(self, expires: Span) -> Self {
        Self { expires, ..self }
    }

    /// The same, where each such span without a report has a likelihood ratio.
    ///
    /// # Panics
    ///
    /// If the span is zero or the ratio is not positive.
    #[must_use]
    pub fn silenced(self, every: Span, likelihood_ratio: f64) -> Self {
        assert!(every > Span::ZERO, "silence of no length");
        Self { silence: Some((every, weight_of(likelihood_ratio))), ..self }
    }

    /// Takes in the pieces of an alert that arrives now, each with a likelihood
    /// ratio; of one identity the largest that has arrived counts.
    pub fn weigh(&mut self, now: Time, alert: &Alert, likelihood_ratio: f64) {
        let weight = weight_of(likelihood_ratio);
        self.silent += self.spans_of_silence(now);
        self.last_report = now;
        for piece in alert.pieces() {
            match self.items.binary_search_by_key(&piece.identity(), |item| item.identity) {
                Ok(place) => self.items[place].weight = self.items[place].weight.max(weight),
                Err(place) => self.items.insert(
                    place,
                    Item {
                        identity: piece.identity(),
                        weight,
                        observer: piece.observer(),
                        suspect: piece.suspect(),
                        class: piece.class,
                        arrived: now,
                        path: alert.path().to_vec(),
                    },
                ),
            }
        }
    }

    /// Whether the evidence in force convinces.
    #[must_use]
    pub fn convinces(&self, now: Time) -> bool {
        self.convinces_by(now, |_| true)
    }

    /// The probability that it comes to now, in (0, 1).
    #[must_use]
    pub fn probability(&self, now: Time) -> f64 {
        1.0 / (1.0 + libm::exp(-(self.sum(now, |_| true) as f64 / UNITS_PER_NAT)))
    }

    /// Of whom evidence in force speaks for concerning work, in the order of their places,
    /// which is that of their names: it must mean nothing what is done about whom first.
    #[must_use]
    pub fn suspects(&self, now: Time) -> Vec<ActorId> {
        let mut suspects = Vec::with_capacity(self.items.len());
        let accusing = self.in_force(now).filter(|item| item.weight > 0);
        suspects.extend(accusing.map(|item| item.suspect));
        suspects.sort_unstable();
        suspects.dedup();
        suspects
    }

    fn in_force(&self, now: Time) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| now.since(item.arrived) <= self.expires)
    }

    /// How many whole spans of silence there were since the last report.
    fn spans_of_silence(&self, now: Time) -> i64 {
        let since = now.since(self.last_report).ticks();
        self.silence.map_or(0, |(every, _)| (since / every.ticks()) as i64)
    }

    fn sum(&self, now: Time, counts: impl Fn(&Item) -> bool) -> i64 {
        let silent = self.silent + self.spans_of_silence(now);
        let silence = self.silence.map_or(0, |(_, weight)| weight.saturating_mul(silent));
        self.in_force(now)
            .filter(|item| counts(item))
            .fold(self.prior.saturating_add(silence), |sum, item| sum.saturating_add(item.weight))
    }

    fn convinces_by(&self, now: Time, counts: impl Fn(&Item) -> bool) -> bool {
        self.sum(now, &counts) >= self.threshold
            && (self.observers == 0 || self.bears_out(now, counts))
    }

    /// Whether enough distinct observers bear it out.
    fn bears_out(&self, now: Time, counts: impl Fn(&Item) -> bool) -> bool {
        let fresh = |item: &&Item| now.since(item.arrived) <= self.window && item.weight > 0;
        let mut observers: Vec<ActorId> = self
            .in_force(now)
            .filter(fresh)
            .filter(|item| counts(item))
            .map(|item| item.observer)
            .collect();
        observers.sort_unstable();
        observers.dedup();
        observers.len() >= self.observers
    }

    /// Whether it would convince without what is false, coincident or benign.
    ///
    /// Some evidence must be left then: a prior that convinces alone has seen
    /// nothing.
    pub(in crate::oversight) fn convinces_truly(&self, now: Time) -> bool {
        let is_true = |item: &Item| item.class == AlarmClass::Caused;
        self.in_force(now).any(is_true) && self.convinces_by(now, is_true)
    }

    /// Whether being convinced now is notice, for whoever looks at whole runs.
    pub(crate) fn is_notice(&self, now: Time) -> bool {
        self.convinces(now) && self.convinces_truly(now)
    }

    /// The same, by true traces about this suspect among others.
    pub(in crate::oversight) fn convinces_truly_of(&self, now: Time, suspect: ActorId) -> bool {
        let is_true = |item: &Item| item.class == AlarmClass::Caused && item.suspect == suspect;
        self.in_force(now).any(is_true) && self.convinces_truly(now)
    }

    /// The true traces in force, and the way of the one that arrived last.
    pub(in crate::oversight) fn true_traces(&self, now: Time) -> (Vec<Identity>, Vec<ActorId>) {
        let caused = || self.in_force(now).filter(|item| item.class == AlarmClass::Caused);
        let last = caused().max_by_key(|item| (item.arrived, item.weight, item.identity));
        let way = last.map_or_else(Vec::new, |item| item.path.clone());
        (caused().map(|item| item.identity).collect(), way)
    }
}

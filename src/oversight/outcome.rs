//! The outcome of one replication, and the recorder that folds it.

use std::sync::Arc;

use crate::engine::{MeasureOf, Note, Recorder};
use crate::primitives::id::ActorId;
use crate::primitives::time::{Span, Time};

use super::asked::{Counter, FALSE_ACCUSATION, LUCKY_NOTICE};
use super::domain::Oversight;
use super::evidence::AlarmClass;
use super::fact::{Fact, FactKind};
use super::milestone::Milestone;
use super::plan::{FirstTimePlace, Plan};

/// How a replication ended, seen from its horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutcomeClass {
    /// Noticed before takeoff, which came all the same.
    NoticedNotStopped,
    /// Takeoff first, notice after.
    NoticedLate,
    /// Takeoff, and no notice up to the horizon.
    UnnoticedTakeoff,
    /// No takeoff up to the horizon, and notice.
    NoTakeoffNoticed,
    /// Neither up to the horizon.
    NoTakeoffNotNoticed,
}

impl OutcomeClass {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::NoticedNotStopped,
        Self::NoticedLate,
        Self::UnnoticedTakeoff,
        Self::NoTakeoffNoticed,
        Self::NoTakeoffNotNoticed,
    ];

    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoticedNotStopped => "noticed, not stopped",
            Self::NoticedLate => "noticed late",
            Self::UnnoticedTakeoff => "unnoticed takeoff",
            Self::NoTakeoffNoticed => "no takeoff, noticed",
            Self::NoTakeoffNotNoticed => "no takeoff, not noticed",
        }
    }

    /// Whether takeoff came.
    #[must_use]
    pub const fn has_takeoff(self) -> bool {
        matches!(self, Self::NoticedNotStopped | Self::NoticedLate | Self::UnnoticedTakeoff)
    }

    fn of(noticed: Time, takeoff: Time) -> Self {
        match (noticed == Time::NEVER, takeoff == Time::NEVER) {
            (true, true) => Self::NoTakeoffNotNoticed,
            (false, true) => Self::NoTakeoffNoticed,
            (true, false) => Self::UnnoticedTakeoff,
            (false, false) if noticed < takeoff => Self::NoticedNotStopped,
            (false, false) => Self::NoticedLate,
        }
    }
}

/// Convictions that are not notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// An accountable authority was convinced by error while there was
    /// concerning work.
    pub lucky_notice: bool,
    /// An accountable authority was convinced before there was any.
    pub false_accusation: bool,
}

/// What one replication came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The time of each milestone of the plan, [`Time::NEVER`] if it was not
    /// reached.
    pub milestones: Vec<Time>,
    /// Convictions that are not notice.
    pub errors: Errors,
    /// The numerator and the denominator of each measure of the plan.
    pub measures: Vec<(f64, f64)>,
    /// The time of each first time that the plan was asked for.
    pub first_times: Vec<Time>,
    /// How far each counter went that the plan was asked for.
    pub counters: Vec<u64>,
    /// How long counters ran: the run without its warm-up.
    pub at_risk: Span,
    /// How many events there were.
    pub events: u64,
    /// Whether the event budget was spent before the horizon.
    pub failed: bool,
}

impl Outcome {
    /// When a milestone was reached.
    #[must_use]
    pub fn at(&self, milestone: Milestone) -> Time {
        self.milestones[milestone as usize]
    }

    /// When a first time was reached, by its place in the plan.
    #[must_use]
    pub fn time(&self, place: FirstTimePlace) -> Time {
        match place {
            FirstTimePlace::Milestone(place) => self.milestones[place],
            FirstTimePlace::Asked(place) => self.first_times[place],
        }
    }

    /// How the replication ended.
    #[must_use]
    pub fn class(&self) -> OutcomeClass {
        OutcomeClass::of(self.at(Milestone::Noticed), self.at(Milestone::Takeoff))
    }
}

/// Folds one replication after another, each into an outcome.
#[derive(Clone, Debug)]
pub struct Record {
    plan: Arc<Plan>,
    outcome: Outcome,
}

impl Record {
    /// A record of nothing yet.
    #[must_use]
    pub fn new(plan: Arc<Plan>) -> Self {
        let outcome = Outcome {
            milestones: vec![Time::NEVER; plan.milestones.len()],
            errors: Errors::default(),
            measures: vec![(0.0, 0.0); plan.measures.len()],
            first_times: vec![Time::NEVER; plan.asked.first_times.len()],
            counters: vec![0; plan.asked.counters.len()],
            at_risk: Span::ZERO,
            events: 0,
            failed: false,
        };
        Self { plan, outcome }
    }

    /// Forgets the last replication.
    pub fn reset(&mut self) {
        self.outcome.milestones.fill(Time::NEVER);
        self.outcome.measures.fill((0.0, 0.0));
        self.outcome.first_times.fill(Time::NEVER);
        self.outcome.counters.fill(0);
        self.outcome.errors = Errors::default();
    }

    /// Closes the replication, which ran for this long.
    pub fn close(&mut self, ran: Span, events: u64, failed: bool) -> &Outcome {
        let at_risk = (Time::START + ran).since(Time::START + self.plan.warm_up);
        self.outcome.at_risk = at_risk;
        for ((_, measure), value) in self.plan.measures.iter().zip(&mut self.outcome.measures) {
            match measure.of {
                MeasureOf::PerYear(_) => value.1 = at_risk.years(),
                MeasureOf::PerReplication(_) => value.1 = 1.0,
                MeasureOf::Ever(_) => *value = (value.0.min(1.0), 1.0),
                MeasureOf::Share(..) | MeasureOf::Mean(_) => {}
            }
        }
        self.outcome.events = events;
        self.outcome.failed = failed;
        &self.outcome
    }

    /// What the replication came to, once it is closed.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    fn reach(&mut self, milestone: Milestone, now: Time, by: ActorId) {
        let time = &mut self.outcome.milestones[milestone as usize];
        *time = now.min(*time);
        self.first_time(milestone.name(), now, by);
    }

    /// Keeps the time of whatever claims ask of this name and actor.
    fn first_time(&mut self, name: &'static str, now: Time, by: ActorId) {
        for (first_time, time) in
            self.plan.asked.first_times.iter().zip(&mut self.outcome.first_times)
        {
            if first_time.name == name && first_time.by.is_none_or(|wanted| wanted == by) {
                *time = now.min(*time);
            }
        }
    }

    /// Moves the counters on that claims ask for and that count such a thing.
    fn count(&mut self, by: u64, counts: impl Fn(Counter) -> bool) {
        for (counter, so_far) in self.plan.asked.counters.iter().zip(&mut self.outcome.counters) {
            if counts(*counter) {
                *so_far += by;
            }
        }
    }

    fn reach_named(&mut self, name: &'static str, now: Time, by: ActorId) {
        // A behavior marks milestones of its own and none that every world has.
        let own = self.plan.milestones.iter().enumerate().skip(Milestone::ALL.len());
        let place = own.filter(|(_, other)| **other == name).map(|(place, _)| place).next();
        let place = place.unwrap_or_else(|| panic!("no behavior declares the milestone `{name}`"));
        let time = &mut self.outcome.milestones[place];
        *time = now.min(*time);
        self.first_time(name, now, by);
    }

    /// Whether counts and observations have begun.
    fn is_warm(&self, now: Time) -> bool {
        now >= Time::START + self.plan.warm_up
    }

    fn fact(&mut self, now: Time, actor: ActorId, fact: &Fact) {
        match fact.0 {
            FactKind::WorkBegan { concerning: true, owner } => {
                self.reach(Milestone::FirstConcerningWork, now, owner);
            }
            FactKind::WorkBegan { .. } | FactKind::WorkEnded { .. } => {}
            FactKind::Trace { observer, .. } => self.reach(Milestone::FirstTrace, now, observer),
            FactKind::Alarm { class, .. } => {
                self.reach(Milestone::FirstAlarm, now, actor);
                if self.is_warm(now) {
                    self.count(1, |counter| counts_alarm(counter, class));
                }
            }
            FactKind::Review { .. } => self.reach(Milestone::FirstReview, now, actor),
            FactKind::Convinced { truly } => {
                if !self.plan.accountable.contains(&actor) {
                    return;
                }
                if truly {
                    self.reach(Milestone::Noticed, now, actor);
                } else if self.outcome.at(Milestone::FirstConcerningWork) == Time::NEVER {
                    self.outcome.errors.false_accusation = true;
                    self.first_time(FALSE_ACCUSATION, now, actor);
                } else {
                    self.outcome.errors.lucky_notice = true;
                    self.first_time(LUCKY_NOTICE, now, actor);
                }
            }
            FactKind::Takeoff => self.reach(Milestone::Takeoff, now, actor),
        }
    }

    /// Adds to every measure of an actor what `change` makes of it.
    fn tally(
        &mut self,
        actor: ActorId,
        name: &'static str,
        change: impl Fn(MeasureOf) -> Option<(f64, f64)>,
    ) {
        let mut measured = false;
        let range = self.plan.starts[actor.place()]..self.plan.starts[actor.place() + 1];
        for place in range {
            if let Some((numerator, denominator)) = change(self.plan.measures[place].1.of) {
                let value = &mut self.outcome.measures[place];
                value.0 += numerator;
                value.1 += denominator;
                measured = true;
            }
        }
        assert!(measured, "no measure of its behavior is made of `{name}`");
    }
}

/// Whether a counter of the whole world counts alarms of a class.
fn counts_alarm(counter: Counter, class: AlarmClass) -> bool {
    match counter {
        Counter::Alarms => true,
        Counter::CausedAlarms => class == AlarmClass::Caused,
        Counter::CoincidentAlarms => class == AlarmClass::Coincident,
        Counter::BenignAlarms => class == AlarmClass::Benign,
        Counter::FalseAlarms => class == AlarmClass::False,
        Counter::Own(_) => false,
    }
}

impl Recorder<Oversight> for Record {
    fn note(&mut self, now: Time, actor: ActorId, note: Note<Oversight>) {
        match note {
            Note::Fact(fact) => self.fact(now, actor, &fact),
            Note::Milestone(name) => self.reach_named(name, now, actor),
            // Whether something ever happened is asked of the whole run.
            Note::Count(name, by) if !self.is_warm(now) => self.tally(actor, name, |of| match of {
                MeasureOf::Ever(counter) => (counter == name).then_some((by as f64, 0.0)),
                MeasureOf::PerYear(counter) | MeasureOf::PerReplication(counter) => {
                    (counter == name).then_some((0.0, 0.0))
                }
                MeasureOf::Share(part, whole) => {
                    (part == name || whole == name).then_some((0.0, 0.0))
                }
                MeasureOf::Mean(_) => None,
            }),
            Note::Observe(..) if !self.is_warm(now) => {}
            Note::Count(name, by) => {
                self.count(by, |counter| counter == Counter::Own(name));
                let by = by as f64;
                self.tally(actor, name, |of| match of {
                    MeasureOf::PerYear(counter)
                    | MeasureOf::PerReplication(counter)
                    | MeasureOf::Ever(counter) => (counter == name).then_some((by, 0.0)),
                    MeasureOf::Share(part, whole) => {
                        let (in_part, in_whole) = (part == name, whole == name);
                        let amount = |counts: bool| if counts { by } else { 0.0 };
                        (in_part || in_whole).then_some((amount(in_part), amount(in_whole)))
                    }
                    MeasureOf::Mean(_) => None,
                });
            }
            Note::Observe(name, value) => {
                assert!(value.is_finite(), "`{name}` was observed as {value}");
                self.tally(actor, name, |of| match of {
                    MeasureOf::Mean(observed) => (observed == name).then_some((value, 1.0)),
                    MeasureOf::PerYear(_)
                    | MeasureOf::PerReplication(_)
                    | MeasureOf::Ever(_)
                    | MeasureOf::Share(..) => None,
                });
            }
        }
    }
}

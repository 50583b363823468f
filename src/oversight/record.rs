//! The record: the recorder that folds one replication after another, each into
//! an outcome.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::{MeasureOf, Note, Recorder};
use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;
use crate::primitives::time::{Span, Time};

use super::asked::{Counter, FALSE_ACCUSATION, LUCKY_NOTICE};
use super::domain::Oversight;
use super::evidence::AlarmClass;
use super::fact::{Fact, FactKind};
use super::flows::Flows;
use super::milestone::Milestone;
use super::outcome::{Alarms, Errors, Outcome};
use super::plan::{Pauses, Plan};
use super::stage::Stage;
use super::toil::Toil;

/// Folds one replication after another, each into an outcome.
#[derive(Clone, Debug)]
pub struct Record {
    plan: Arc<Plan>,
    outcome: Outcome,
    toil: Toil,
    flows: Flows,
    /// The last stage of each piece of true evidence.
    pieces: BTreeMap<Identity, Stage>,
    /// The true traces by which accountable authorities were convinced, until as many
    /// are as are needed.
    convincing: Vec<Identity>,
    /// When each accountable authority was convinced by true traces, in time.
    convinced: Vec<Time>,
    /// Where it still pauses.
    pauses: Pauses,
    paused: bool,
    /// Whether that is for the first order, so that a copy may go on without it.
    at_order: bool,
}

impl Record {
    /// A record of nothing yet.
    #[must_use]
    pub fn new(plan: Arc<Plan>) -> Self {
        let outcome = Outcome {
            milestones: vec![Time::NEVER; plan.milestones.len()],
            knows_takeoff_without_orders: false,
            errors: Errors::default(),
            stage: Stage::default(),
            stages: [0; Stage::ALL.len()],
            noticed_by: Vec::new(),
            concerning_flop: 0.0,
            runs_on: false,
            alarms: Alarms::default(),
            review_time: Span::ZERO,
            measures: vec![(0.0, 0.0); plan.measures.len()],
            first_times: vec![Time::NEVER; plan.asked.first_times.len()],
            counters: vec![0.0; plan.asked.counters.len()],
            at_risk: Span::ZERO,
            events: 0,
            failed: false,
        };
        Self {
            outcome,
            toil: Toil::default(),
            flows: Flows::default(),
            pieces: BTreeMap::new(),
            convincing: Vec::new(),
            convinced: vec![Time::NEVER; plan.accountable.len()],
            pauses: plan.pauses,
            paused: false,
            at_order: false,
            plan,
        }
    }

    /// Forgets the last replication.
    pub fn reset(&mut self) {
        let outcome = &mut self.outcome;
        outcome.milestones.fill(Time::NEVER);
        outcome.measures.fill((0.0, 0.0));
        outcome.first_times.fill(Time::NEVER);
        outcome.counters.fill(0.0);
        outcome.knows_takeoff_without_orders = false;
        outcome.errors = Errors::default();
        outcome.stage = Stage::default();
        outcome.stages.fill(0);
        outcome.noticed_by.clear();
        outcome.concerning_flop = 0.0;
        outcome.alarms = Alarms::default();
        outcome.review_time = Span::ZERO;
        self.toil.clear();
        self.flows.clear();
        self.pieces.clear();
        self.convincing.clear();
        self.convinced.fill(Time::NEVER);
        self.pauses = self.plan.pauses;
        self.paused = false;
        self.at_order = false;
    }

    /// Lets the run go on after a pause.
    pub fn go_on(&mut self) {
        self.paused = false;
        self.at_order = false;
    }

    /// Whether it asks for a pause.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// Whether it pauses for the first order, and not only for takeoff.
    #[must_use]
    pub fn is_at_first_order(&self) -> bool {
        self.at_order
    }

    /// Counts the replication as failed, once it is closed.
    pub fn fail(&mut self) {
        self.outcome.failed = true;
    }

    /// Says when takeoff would have come without orders, once it is closed.
    pub fn set_takeoff_without_orders(&mut self, takeoff: Time) {
        self.outcome.set_takeoff_without_orders(takeoff);
    }

    /// When a milestone was reached so far.
    #[must_use]
    pub fn at(&self, milestone: Milestone) -> Time {
        self.outcome.at(milestone)
    }

    /// Closes the replication, which ran for this long.
    pub fn close(&mut self, ran: Span, events: u64, failed: bool) -> &mut Outcome {
        let end = Time::START + ran;
        let mut place = 0;
        while let Some((actor, name, by)) = self.flows.total(place, (self.warm_since(), end)) {
            self.counted(end, actor, name, by);
            place += 1;
        }
        let outcome = &mut self.outcome;
        let at_risk = end.since(Time::START + self.plan.warm_up);
        outcome.at_risk = at_risk;
        for ((_, measure), value) in self.plan.measures.iter().zip(&mut outcome.measures) {
            match measure.of {
                MeasureOf::PerYear(_) | MeasureOf::AmountPerYear(_) => value.1 = at_risk.years(),
                MeasureOf::PerReplication(_) | MeasureOf::AmountPerReplication(_) => value.1 = 1.0,
                MeasureOf::Ever(_) => *value = (value.0.min(1.0), 1.0),
                MeasureOf::Share(..) | MeasureOf::Mean(_) => {}
            }
        }
        outcome.events = events;
        outcome.failed = failed;
        outcome.milestones[Milestone::Stopped as usize] = self.toil.stopped();
        outcome.runs_on = self.toil.runs_on();
        if outcome.at(Milestone::Noticed) == Time::NEVER {
            outcome.concerning_flop = self.toil.flop(end);
        }
        for stage in self.pieces.values() {
            outcome.stages[*stage as usize] += 1;
            outcome.stage = outcome.stage.max(*stage);
        }
        if outcome.at(Milestone::FirstOrder) == Time::NEVER {
            outcome.set_takeoff_without_orders(outcome.at(Milestone::Takeoff));
        }
        outcome
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
    fn count(&mut self, by: f64, counts: impl Fn(Counter) -> bool) {
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

    /// When counts and observations begin.
    fn warm_since(&self) -> Time {
        Time::START + self.plan.warm_up
    }

    /// Whether counts and observations have begun.
    fn is_warm(&self, now: Time) -> bool {
        now >= self.warm_since()
    }

    /// Moves pieces of true evidence on to a stage, if they were not beyond it.
    fn advance(&mut self, pieces: &[Identity], stage: Stage) {
        for piece in pieces {
            let reached = self.pieces.entry(*piece).or_default();
            *reached = stage.max(*reached);
        }
    }

    /// Marks pieces as merged that wait to be looked into: from here on they go
    /// where the alert goes.
    fn merged(&mut self, pieces: &[Identity]) {
        for piece in pieces {
            let reached = self.pieces.entry(*piece).or_default();
            if *reached <= Stage::LostInQueue {
                *reached = Stage::Merged;
            }
        }
    }

    fn fact(&mut self, now: Time, actor: ActorId, fact: &Fact) {
        match &fact.0 {
            FactKind::WorkPlanned { job } => self.toil.plans(*job, now),
            FactKind::WorkBegan { concerning: true, owner, job } => {
                self.reach(Milestone::FirstConcerningWork, now, *owner);
                self.toil.begins(*job, now);
            }
            FactKind::WorkEnded { concerning: true, job, .. } => self.toil.ends(*job, now),
            FactKind::WorkBegan { .. } | FactKind::WorkEnded { .. } => {}
            FactKind::WorkSheltered { theirs, part } => self.toil.shelters(*theirs, *part),
            FactKind::WorkRuns { job, speed, growth } => {
                self.toil.runs(*job, now, *speed, *growth);
            }
            FactKind::WorkHalted { job, order, truly } => {
                self.toil.halts(*job, now, (*order, *truly));
            }
            FactKind::WorkResumed { job, order } => self.toil.resumes(*job, now, *order),
            FactKind::Trace { observer, covered, .. } => {
                self.reach(Milestone::FirstTrace, now, *observer);
                let stage = if *covered { Stage::MissedDraw } else { Stage::NotCovered };
                self.outcome.stage = self.outcome.stage.max(stage);
            }
            FactKind::Alarm { class, piece, .. } => self.alarm(now, actor, *class, *piece),
            FactKind::Merged { pieces } => self.merged(pieces),
            FactKind::Review { confirmed, pieces, .. } => {
                self.reach(Milestone::FirstReview, now, actor);
                let stage = if *confirmed { Stage::DismissedOnTheWay } else { Stage::Misjudged };
                self.advance(pieces, stage);
            }
            FactKind::ReviewTime(time) => {
                if self.is_warm(now) {
                    self.outcome.review_time = self.outcome.review_time + *time;
                }
            }
            FactKind::Abandoned { pieces } => self.advance(pieces, Stage::LostInQueue),
            FactKind::Weighed { pieces } => self.weighed(actor, pieces),
            FactKind::Convinced { truly, pieces, path } => {
                self.convinced(now, actor, *truly, pieces, path);
            }
            FactKind::Ordered { .. } => {
                if self.pauses.at_first_order {
                    self.pauses.at_first_order = false;
                    self.paused = true;
                    self.at_order = true;
                }
                self.reach(Milestone::FirstOrder, now, actor);
            }
            FactKind::Deployed { .. } | FactKind::Detail(_) => {}
            FactKind::Takeoff => {
                if self.pauses.at_takeoff {
                    self.pauses.at_takeoff = false;
                    self.paused = true;
                }
                self.reach(Milestone::Takeoff, now, actor);
            }
        }
    }

    fn alarm(&mut self, now: Time, actor: ActorId, class: AlarmClass, piece: Identity) {
        self.reach(Milestone::FirstAlarm, now, actor);
        if self.is_warm(now) {
            self.outcome.alarms.add(class);
            self.count(1.0, |counter| counts_alarm(counter, class));
        }
        if class == AlarmClass::Caused {
            // So it stays if nobody ever looks into it.
            self.advance(&[piece], Stage::LostInQueue);
        }
    }

    /// An authority weighs pieces. Whoever is convinced already has them among what
    /// convinces.
    fn weighed(&mut self, actor: ActorId, pieces: &[Identity]) {
        let Some(place) = self.plan.accountable.iter().position(|one| one.actor == actor) else {
            return;
        };
        if self.convinced[place] == Time::NEVER {
            self.advance(pieces, Stage::Discounted);
        } else if self.outcome.at(Milestone::Noticed) == Time::NEVER {
            self.advance(pieces, Stage::Discounted);
            self.convincing.extend(pieces);
        } else {
            self.advance(pieces, Stage::Noticed);
        }
    }

    fn convinced(
        &mut self,
        now: Time,
        actor: ActorId,
        truly: bool,
        pieces: &[Identity],
        path: &[ActorId],
    ) {
        let Some(place) = self.plan.accountable.iter().position(|one| one.actor == actor) else {
            return;
        };
        let began = self.outcome.at(Milestone::FirstConcerningWork);
        if !truly {
            if began == Time::NEVER {
                self.outcome.errors.false_accusation = true;
                self.first_time(FALSE_ACCUSATION, now, actor);
            } else {
                self.outcome.errors.lucky_notice = true;
                self.first_time(LUCKY_NOTICE, now, actor);
            }
            return;
        }
        let within = self.plan.accountable[place].within;
        if within.is_some_and(|within| now.since(began) > within) {
            self.advance(pieces, Stage::TooLate);
            return;
        }
        self.convinced[place] = now.min(self.convinced[place]);
        self.convincing.extend(pieces);
        let needed = |time: &Time| *time < Time::NEVER;
        if self.plan.needs_all && !self.convinced.iter().all(needed) {
            return;
        }
        if self.outcome.at(Milestone::Noticed) == Time::NEVER {
            self.outcome.noticed_by = path.to_vec();
            self.outcome.concerning_flop = self.toil.flop(now);
            // Whether that is in time shows once it is known when takeoff would have
            // come without orders.
            let convincing = std::mem::take(&mut self.convincing);
            self.advance(&convincing, Stage::Noticed);
        }
        self.reach(Milestone::Noticed, now, actor);
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

    /// Counts so much more of something.
    fn counted(&mut self, now: Time, actor: ActorId, name: &'static str, by: f64) {
        let warm = self.is_warm(now);
        if warm {
            self.count(by, |counter| counter == Counter::Own(name));
        }
        let counted = if warm { by } else { 0.0 };
        self.tally(actor, name, |of| match of {
            // Whether something ever happened is asked of the whole run.
            MeasureOf::Ever(counter) => (counter == name).then_some((by, 0.0)),
            MeasureOf::PerYear(counter)
            | MeasureOf::PerReplication(counter)
            | MeasureOf::AmountPerYear(counter)
            | MeasureOf::AmountPerReplication(counter) => {
                (counter == name).then_some((counted, 0.0))
            }
            MeasureOf::Share(part, whole) => {
                let (in_part, in_whole) = (part == name, whole == name);
                let amount = |counts: bool| if counts { counted } else { 0.0 };
                (in_part || in_whole).then_some((amount(in_part), amount(in_whole)))
            }
            MeasureOf::Mean(_) => None,
        });
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
            Note::Count(name, by) => self.counted(now, actor, name, by as f64),
            Note::Amount(name, by) => {
                assert!(by.is_finite() && by >= 0.0, "`{name}` went up by {by}");
                self.counted(now, actor, name, by);
            }
            Note::Flow(name, pace) => {
                self.flows.turn((self.warm_since(), now), actor, name, pace);
            }
            Note::Observe(..) if !self.is_warm(now) => {}
            Note::Observe(name, value) => {
                assert!(value.is_finite(), "`{name}` was observed as {value}");
                self.tally(actor, name, |of| match of {
                    MeasureOf::Mean(observed) => (observed == name).then_some((value, 1.0)),
                    MeasureOf::PerYear(_)
                    | MeasureOf::PerReplication(_)
                    | MeasureOf::Ever(_)
                    | MeasureOf::Share(..)
                    | MeasureOf::AmountPerYear(_)
                    | MeasureOf::AmountPerReplication(_) => None,
                });
            }
        }
    }

    fn pauses(&self) -> bool {
        self.paused
    }
}

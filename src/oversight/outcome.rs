//! The outcome of one replication.
//!
//! It lacks the recording, which is the [`Record`](super::Record)'s, and any
//! estimate over replications.

use crate::primitives::id::ActorId;
use crate::primitives::time::{Span, Time};

use super::evidence::AlarmClass;
use super::milestone::Milestone;
use super::plan::FirstTimePlace;
use super::stage::Stage;

/// How a replication ended, seen from its horizon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutcomeClass {
    /// Noticed before takeoff, which came all the same.
    NoticedNotStopped,
    /// Takeoff first, notice after.
    NoticedLate,
    /// Takeoff, and no notice up to the horizon.
    UnnoticedTakeoff,
    /// Takeoff would have come, and an order that rests on true traces holds the
    /// work at the horizon.
    StoppedInTime,
    /// Takeoff would have come and was put off, noticed, and nothing that rests on
    /// true traces holds the work at the horizon.
    DelayedPastHorizon,
    /// Takeoff would have come, and orders kept it off without notice.
    PreventedWithoutNotice,
    /// No takeoff up to the horizon, and notice.
    NoTakeoffNoticed,
    /// Neither up to the horizon.
    NoTakeoffNotNoticed,
}

impl OutcomeClass {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::NoticedNotStopped,
        Self::NoticedLate,
        Self::UnnoticedTakeoff,
        Self::StoppedInTime,
        Self::DelayedPastHorizon,
        Self::PreventedWithoutNotice,
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
            Self::StoppedInTime => "stopped in time",
            Self::DelayedPastHorizon => "delayed past the horizon",
            Self::PreventedWithoutNotice => "prevented without notice",
            Self::NoTakeoffNoticed => "no takeoff, noticed",
            Self::NoTakeoffNotNoticed => "no takeoff, not noticed",
        }
    }

    /// Whether takeoff came.
    #[must_use]
    pub const fn has_takeoff(self) -> bool {
        matches!(self, Self::NoticedNotStopped | Self::NoticedLate | Self::UnnoticedTakeoff)
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

/// How many alarms there were, by what they really are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alarms {
    /// Set off by what shows, part of which is concerning.
    pub caused: u64,
    /// False, while a trace was there.
    pub coincident: u64,
    /// True, and explained by legitimate work.
    pub benign: u64,
    /// False, while no trace was there.
    pub falsely: u64,
}

impl Alarms {
    pub(super) fn add(&mut self, class: AlarmClass) {
        let counter = match class {
            AlarmClass::Caused => &mut self.caused,
            AlarmClass::Coincident => &mut self.coincident,
            AlarmClass::Benign => &mut self.benign,
            AlarmClass::False => &mut self.falsely,
        };
        *counter += 1;
    }

    /// Those with concerning work behind them, by cause or by coincidence.
    #[must_use]
    pub fn founded(&self) -> u64 {
        self.caused + self.coincident
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.founded() + self.benign + self.falsely
    }
}

/// What one replication came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The time of each milestone of the plan, [`Time::NEVER`] if it was not
    /// reached.
    pub milestones: Vec<Time>,
    /// Whether it is known when takeoff would have come without orders: it is not
    /// where orders went out and nobody followed the course without them.
    pub knows_takeoff_without_orders: bool,
    /// Convictions that are not notice.
    pub errors: Errors,
    /// How far traces of concerning work came.
    pub stage: Stage,
    /// How many pieces of true evidence came how far, in the order of stages.
    pub stages: [u64; Stage::ALL.len()],
    /// Through whom it was noticed, the first observer first and the authority
    /// last; nobody, if it was not noticed.
    pub noticed_by: Vec<ActorId>,
    /// FLOP of concerning work done up to notice, or to the end.
    pub concerning_flop: f64,
    /// Whether concerning work could still go on at the end.
    pub runs_on: bool,
    /// Alarms after the warm-up.
    pub alarms: Alarms,
    /// Working time spent on looking into things, after the warm-up.
    pub review_time: Span,
    /// The numerator and the denominator of each measure of the plan.
    pub measures: Vec<(f64, f64)>,
    /// The time of each first time that the plan was asked for.
    pub first_times: Vec<Time>,
    /// How far each counter went that the plan was asked for.
    pub counters: Vec<f64>,
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

    /// Says when takeoff would have come without orders. What was noticed in time
    /// hangs on it.
    pub fn set_takeoff_without_orders(&mut self, takeoff: Time) {
        self.milestones[Milestone::TakeoffWithoutOrders as usize] = takeoff;
        self.knows_takeoff_without_orders = true;
        if self.stage == Stage::Noticed && self.at(Milestone::Noticed) >= takeoff {
            self.stage = Stage::TooLate;
            let pieces = std::mem::take(&mut self.stages[Stage::Noticed as usize]);
            self.stages[Stage::TooLate as usize] += pieces;
        }
    }

    /// Whether it was noticed before takeoff, as that would have come without
    /// orders, and it would have come; none where that is not known.
    #[must_use]
    pub fn is_noticed_before_takeoff(&self) -> Option<bool> {
        let takeoff = self.takeoff_without_orders()?;
        Some(self.at(Milestone::Noticed) < takeoff && takeoff < Time::NEVER)
    }

    /// When takeoff would have come without orders; none where that is not known.
    #[must_use]
    pub fn takeoff_without_orders(&self) -> Option<Time> {
        self.knows_takeoff_without_orders.then(|| self.at(Milestone::TakeoffWithoutOrders))
    }

    /// How the replication ended; none where it hangs on what would have come
    /// without orders and that is not known.
    #[must_use]
    pub fn class(&self) -> Option<OutcomeClass> {
        let (noticed, takeoff) = (self.at(Milestone::Noticed), self.at(Milestone::Takeoff));
        let is_noticed = noticed < Time::NEVER;
        if takeoff < Time::NEVER {
            return Some(match is_noticed {
                true if noticed < takeoff => OutcomeClass::NoticedNotStopped,
                true => OutcomeClass::NoticedLate,
                false => OutcomeClass::UnnoticedTakeoff,
            });
        }
        let kept_off = self.takeoff_without_orders()? < Time::NEVER;
        let stopped = self.at(Milestone::Stopped) < Time::NEVER;
        Some(match (kept_off, is_noticed) {
            (true, _) if stopped => OutcomeClass::StoppedInTime,
            (true, true) => OutcomeClass::DelayedPastHorizon,
            (true, false) => OutcomeClass::PreventedWithoutNotice,
            (false, true) => OutcomeClass::NoTakeoffNoticed,
            (false, false) => OutcomeClass::NoTakeoffNotNoticed,
        })
    }
}

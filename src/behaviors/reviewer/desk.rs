//! A desk: servers, opening hours, patience and merging.
//!
//! It knows nothing of who judges: whoever has a desk disposes of the alerts
//! that it brings back. No event passes at opening hours: a review that has to
//! wait for them is booked, and until they come another alert may take its place.

use std::cmp::Reverse;
use std::sync::Arc;

use priority_queue::PriorityQueue;
use rustc_hash::FxBuildHasher;

use crate::engine::{Context, Measure};
use crate::oversight::{Alert, Discernment, Judging, Oversight, Signal};
use crate::primitives::calendar::Calendar;
use crate::primitives::parameter::Law;
use crate::primitives::quantity::{Count, Dimension};
use crate::primitives::random::Purpose;
use crate::primitives::time::{Span, Time};

use crate::behaviors::places::Places;

use super::backlog::{Backlog, Discipline, OpenAlert};

crate::clocks! {
    /// The clocks of a desk.
    pub enum Clock {
        /// The review of a server is done.
        Review(2),
        /// Somebody who waits loses patience.
        Patience,
    }
}

type Cx<'a> = Context<'a, Oversight, Clock>;

/// How a desk works, whoever sits at it.
#[derive(Clone, Debug)]
pub(in crate::behaviors) struct Rules {
    /// How many alerts can be looked into at a time.
    pub(in crate::behaviors) servers: Count,
    /// When it is staffed.
    pub(in crate::behaviors) hours: Arc<Calendar>,
    /// How long a step of a review takes, in working time.
    pub(in crate::behaviors) review: Law<Span>,
    /// How many steps a review has, one after the other.
    pub(in crate::behaviors) steps: u64,
    /// Which alert is next.
    pub(in crate::behaviors) discipline: Discipline,
    /// How long an alert waits for its review to begin.
    pub(in crate::behaviors) patience: Option<Law<Span>>,
    /// How many may wait beside those that have a server.
    pub(in crate::behaviors) room: Option<Count>,
    /// Whether alerts about the same suspect from the same observer merge.
    pub(in crate::behaviors) merges: bool,
    /// The product of likelihood ratios from which an alert counts as urgent, where
    /// that is told apart.
    pub(in crate::behaviors) urgent: Option<f64>,
}

/// What is reported of every desk.
pub(in crate::behaviors) const DESK_MEASURES: [Measure; 9] = [
    Measure::per_year("alerts", "alerts", "Alerts that came in a year, merged ones included."),
    Measure::per_year("reviews", "reviews", "Reviews done a year."),
    Measure::share("merged", "merged", "alerts", "Alerts that merged into an open one."),
    Measure::share("confirmed", "confirmed", "reviews", "Reviews that confirmed the alert."),
    Measure::share("delayed", "delayed", "opened", "Opened alerts that found no free server."),
    Measure::share(
        "abandoned",
        "abandoned",
        "opened",
        "Opened alerts that nobody looked into: patience or room ran out.",
    ),
    Measure::mean(
        "wait",
        "wait",
        Dimension::Span,
        "From the arrival of an alert to the begin of its review, closed hours included.",
    ),
    Measure::mean(
        "queue",
        "queue",
        Dimension::Number,
        "Alerts that an opened one finds waiting for their reviews to begin.",
    ),
    Measure::amount_per_year(
        "hours",
        "hours",
        Dimension::Span,
        "Working time spent a year on reviews that were done.",
    ),
];

/// What is reported of a desk that tells urgent alerts from others.
pub(in crate::behaviors) const URGENCY_MEASURES: [Measure; 2] = [
    Measure::mean(
        "urgent wait",
        "urgent wait",
        Dimension::Span,
        "The wait of alerts that count as urgent when their review begins.",
    ),
    Measure::mean(
        "other wait",
        "other wait",
        Dimension::Span,
        "The wait of alerts that do not count as urgent when their review begins.",
    ),
];

/// Lists of measures in one, of `N` measures in all.
pub(in crate::behaviors) const fn joined<const N: usize>(lists: &[&[Measure]]) -> [Measure; N] {
    let mut all = [lists[0][0]; N];
    let (mut list, mut place, mut filled) = (0, 0, 0);
    while list < lists.len() {
        if place < lists[list].len() {
            all[filled] = lists[list][place];
            (place, filled) = (place + 1, filled + 1);
        } else {
            (list, place) = (list + 1, 0);
        }
    }
    assert!(filled == N, "all of a list is named");
    all
}

/// A review that has a server.
#[derive(Clone, Debug)]
struct Review {
    open: OpenAlert,
    /// In the future, where it is booked for the next opening.
    begins: Time,
    takes: Span,
    /// Whether the wait was observed, which is once the review has begun.
    is_observed: bool,
}

impl Review {
    fn observe_wait(&mut self, cx: &mut Cx<'_>, rules: &Rules) {
        if self.is_observed {
            return;
        }
        self.is_observed = true;
        let wait = (self.begins - self.open.since).seconds();
        cx.observe("wait", wait);
        if let Some(urgent) = rules.urgent {
            let is_urgent = self.open.weight() >= libm::log(urgent);
            cx.observe(if is_urgent { "urgent wait" } else { "other wait" }, wait);
        }
    }
}

/// Where alerts wait and are looked into.
#[derive(Clone)]
pub(in crate::behaviors) struct Desk {
    rules: Rules,
    backlog: Backlog,
    /// By server. Servers are made when first used, so that a thousand idle ones
    /// cost nothing.
    servers: Places<Review>,
    /// Who can lose patience, by serial: all that wait, and those booked that
    /// will not wait so long.
    leaving: PriorityQueue<u64, Reverse<(Time, u64)>, FxBuildHasher>,
    tally: Tally,
}

/// What became of all alerts that came in.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    alerts: u64,
    opened: u64,
    merged: u64,
    reviewed: u64,
    abandoned: u64,
}

const REVIEW: Purpose = Purpose::named("review");
const PATIENCE: Purpose = Purpose::named("patience");

impl Desk {
    pub(in crate::behaviors) fn new(rules: Rules) -> Self {
        let backlog = Backlog::new(rules.discipline);
        Self {
            rules,
            backlog,
            servers: Places::default(),
            leaving: PriorityQueue::default(),
            tally: Tally::default(),
        }
    }

    /// Something comes in; what is no alert is nothing to a desk.
    pub(in crate::behaviors) fn receive(&mut self, cx: &mut Cx<'_>, signal: Signal) {
        let Signal::Alert(alert) = signal else {
            return;
        };
        cx.count("alerts");
        self.tally.alerts += 1;
        if let Some(alert) = self.merge(cx, alert) {
            self.open(cx, alert);
        }
        self.rebook(cx);
        self.settle(cx);
    }

    /// A clock of the desk rang: the alert whose review is done, if it is that.
    pub(in crate::behaviors) fn ring(&mut self, cx: &mut Cx<'_>, clock: Clock) -> Option<Alert> {
        let done = match clock {
            Clock::Review(server) => Some(self.finish(cx, server)),
            Clock::Patience => {
                self.lose_patience(cx);
                None
            }
        };
        self.settle(cx);
        done
    }

    /// Judges an alert whose review is done, and passes it on if it is confirmed:
    /// to desks of a further level over Alerts, to whoever judges over Reports.
    pub(in crate::behaviors) fn dispose(
        cx: &mut Cx<'_>,
        alert: &Alert,
        discernment: &Discernment,
        likelihood_ratio: f64,
    ) -> bool {
        cx.count("reviews");
        let confirmed = cx.judge(alert, discernment);
        if confirmed {
            cx.count("confirmed");
            cx.alert(alert);
            cx.report(alert, likelihood_ratio);
        }
        confirmed
    }

    /// How many alerts lie before it: those that wait and those that have a server.
    pub(in crate::behaviors) fn load(&self) -> usize {
        self.backlog.len() + self.servers.iter().count()
    }

    /// Merges an alert into an open one like it; gives it back if there is none.
    fn merge(&mut self, cx: &mut Cx<'_>, alert: Alert) -> Option<Alert> {
        if !self.rules.merges {
            return Some(alert);
        }
        let merged = alert.clone();
        let mut reviews = self.servers.iter_mut();
        let left = match reviews.find(|review| review.open.alert.is_like(&alert)) {
            Some(review) => {
                // Its begin is seen before it gains weight, if it has begun.
                if review.begins <= cx.now() {
                    review.observe_wait(cx, &self.rules);
                }
                review.open.alert.merge(alert);
                None
            }
            None => self.backlog.merge(alert),
        };
        if left.is_none() {
            cx.count("merged");
            cx.merges(&merged);
            self.tally.merged += 1;
        }
        left
    }

    fn open(&mut self, cx: &mut Cx<'_>, alert: Alert) {
        cx.count("opened");
        cx.observe("queue", (self.backlog.len() + self.booked(cx.now()).count()) as f64);
        self.tally.opened += 1;
        let patience = self.rules.patience.as_ref().map(|law| {
            let stream = &mut cx.draw(PATIENCE).about(alert.first().identity());
            law.draw(stream)
        });
        let since = cx.now();
        let patient_until = since + patience.unwrap_or(Span::FOREVER);
        let open = OpenAlert { alert, serial: self.tally.opened, since, patient_until };
        if let Some(server) = self.free_server() {
            self.begin(cx, server, open);
            return;
        }
        cx.count("delayed");
        if self.rules.room.is_some_and(|room| self.backlog.len() as u64 >= room.value()) {
            self.abandon(cx, &open);
        } else {
            self.wait(open);
        }
    }

    /// A server that looks into nothing.
    fn free_server(&self) -> Option<u32> {
        let server = self.servers.free();
        (u64::from(server) < self.rules.servers.value()).then_some(server)
    }

    /// Gives a server an alert to look into from the next open instant on.
    fn begin(&mut self, cx: &mut Cx<'_>, server: u32, open: OpenAlert) {
        let begins = self.rules.hours.next_opening(cx.now());
        if open.patient_until >= begins {
            self.leaving.remove(&open.serial);
        } else {
            self.leaving.push(open.serial, Reverse((open.patient_until, open.serial)));
        }
        let stream = &mut cx.draw(REVIEW).about(open.alert.first().identity());
        let steps = (0..self.rules.steps).map(|_| self.rules.review.draw(stream));
        let takes = steps.fold(Span::ZERO, |all, step| all + step);
        cx.ring_at(Clock::Review(server), self.rules.hours.add(cx.now(), takes));
        let mut review = Review { open, begins, takes, is_observed: false };
        if begins == cx.now() {
            review.observe_wait(cx, &self.rules);
        }
        self.servers.put(server, review);
    }

    fn wait(&mut self, open: OpenAlert) {
        if open.patient_until < Time::NEVER {
            self.leaving.push(open.serial, Reverse((open.patient_until, open.serial)));
        }
        self.backlog.push(open);
    }

    /// The servers that are booked for the next opening.
    fn booked(&self, now: Time) -> impl Iterator<Item = (u32, &Review)> {
        self.servers.iter().filter(move |(_, review)| review.begins > now)
    }

    /// While the desk is closed, a more urgent alert takes the place of the
    /// least urgent one that is booked: who is next is settled at the opening.
    fn rebook(&mut self, cx: &mut Cx<'_>) {
        let Some(most) = self.backlog.most_urgent() else {
            return;
        };
        let urgency = |review: &Review| self.rules.discipline.urgency(&review.open);
        let booked = self.booked(cx.now()).map(|(server, review)| (urgency(review), server));
        let Some((_, server)) = booked.min().filter(|(least, _)| *least < most) else {
            return;
        };
        let review = self.servers.take(server).expect("it is booked");
        self.wait(review.open);
        self.begin_next(cx, server);
    }

    fn begin_next(&mut self, cx: &mut Cx<'_>, server: u32) {
        if let Some(next) = self.backlog.pop() {
            self.begin(cx, server, next);
        }
    }

    fn finish(&mut self, cx: &mut Cx<'_>, server: u32) -> Alert {
        let review = self.servers.take(server);
        let mut review = review.expect("its clock runs while somebody is at it");
        review.observe_wait(cx, &self.rules);
        self.tally.reviewed += 1;
        cx.spend_review(review.takes);
        cx.add("hours", review.takes.seconds());
        self.begin_next(cx, server);
        review.open.alert
    }

    /// Abandons all whose patience is at its end.
    fn lose_patience(&mut self, cx: &mut Cx<'_>) {
        while self.leaving.peek().is_some_and(|(_, Reverse((end, _)))| *end <= cx.now()) {
            let (serial, _) = self.leaving.pop().expect("it was just seen");
            if let Some(open) = self.backlog.remove(serial) {
                self.abandon(cx, &open);
                continue;
            }
            let is_it = |review: &Review| review.open.serial == serial;
            // A clock rings a tick late where patience is over at once: its review
            // may have begun by then.
            let booked = self.booked(cx.now()).find(|(_, review)| is_it(review));
            let Some((server, _)) = booked else {
                continue;
            };
            let review = self.servers.take(server).expect("it is booked");
            cx.stop_clock(Clock::Review(server));
            self.abandon(cx, &review.open);
            self.begin_next(cx, server);
        }
    }

    fn abandon(&mut self, cx: &mut Cx<'_>, open: &OpenAlert) {
        cx.count("abandoned");
        cx.abandons(&open.alert);
        self.tally.abandoned += 1;
    }

    /// Sets the clock of patience by whoever leaves first, and asserts that no
    /// alert is lost or made.
    fn settle(&mut self, cx: &mut Cx<'_>) {
        match self.leaving.peek().map(|(_, Reverse((end, _)))| *end) {
            None => _ = cx.stop_clock(Clock::Patience),
            Some(end) if cx.due(Clock::Patience) == Some(end) => {}
            Some(end) => cx.ring_at(Clock::Patience, end),
        }
        let in_review = self.servers.iter().count();
        cx.holds(self.backlog.len(), in_review, self.rules.servers.value());
        let Tally { alerts, opened, merged, reviewed, abandoned } = self.tally;
        let open = self.load() as u64;
        assert!(alerts == merged + opened, "{alerts} alerts, {merged} merged, {opened} opened");
        assert!(
            opened == reviewed + abandoned + open,
            "{opened} opened alerts: {reviewed} reviewed, {abandoned} abandoned, {open} open"
        );
    }
}

//! How a plan is carried out: when it works and when it lies low, and what its
//! strategy says of that.
//!
//! Working hours and visits are due times that are worked out: nothing happens at an
//! opening unless the share changes there. What it is not told over a link it does not
//! know.

use std::collections::BTreeSet;

use crate::engine::{Context, LinkRule, Measure};
use crate::oversight::{Channel, Directive, Link, Oversight, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::time::{Span, Time};

use crate::behaviors::sensor::Watching;

use super::plan::Plan;

crate::clocks! {
    /// The clocks of a strategy.
    pub enum Clock {
        /// It begins.
        Begin,
        /// By the time alone, it may go on or must rest.
        Turn,
        /// Its share grows by a step.
        Step,
        /// It has worked, or rested, long enough.
        Shift,
        /// It gives up.
        GiveUp,
    }
}

type Cx<'a> = Context<'a, Oversight, Clock>;

/// What every strategy has: those whom it directs.
pub(super) const DIRECTS: LinkRule<Link> = LinkRule::out(
    Link::Directs,
    "It says over it how hidden work goes on: at which share, over how many sites, or not at all.",
)
.at_least(1);

/// How a strategy learns of alerts.
pub(super) const SEES_ALERTS: LinkRule<Link> =
    LinkRule::into(Link::Alerts, "It sees over it the alerts that it lies low after.");

/// How a strategy learns of visits.
pub(super) const HEARS_OF_VISITS: LinkRule<Link> =
    LinkRule::into(Link::Tells, "It hears over it of visits before they come.");

/// How a strategy learns that those who look into alerts are busy.
pub(super) const WATCHES_DESKS: LinkRule<Link> =
    LinkRule::out(Link::Watches, "It learns over it how much lies before a desk.");

/// What is reported of every strategy.
pub(super) const AT_WORK: Measure =
    Measure::share("at work", "at work", "time", "The share of the time in which it works.");

/// What is reported of every strategy.
pub(super) const DIVERTED: Measure = Measure::share(
    "diverted",
    "diverted",
    "time",
    "The share of what its host is granted that it lets divert, on average over all time.",
);

/// What is reported of strategies that see alerts.
pub(super) const ALERTS_SEEN: Measure =
    Measure::per_replication("alerts seen", "alerts seen", "Alerts that it saw before it gave up.");

/// What is reported of strategies that can give up.
pub(super) const GAVE_UP: Measure =
    Measure::ever("gave up", "gave up", "Replications in which it gave up for good.");

/// The milestones of strategies that rest and of those that give up.
pub(super) const LIES_LOW: &str = "lies low";

/// The milestone of giving up.
pub(super) const GIVES_UP: &str = "gives up";

/// A plan that is carried out.
#[derive(Clone)]
pub(super) struct Conduct {
    plan: Plan,
    begun: bool,
    /// Whether it is given up.
    over: bool,
    /// By how many steps its share has grown.
    steps: u64,
    /// Whether it rests by itself.
    rests: bool,
    alerts: u64,
    /// Until when it lies low after alerts.
    low_until: Time,
    /// The announced visits that are not over.
    visits: BTreeSet<Time>,
    desks: Option<Watching<()>>,
    /// What it said last.
    said: Option<Directive>,
}

impl Conduct {
    pub(super) fn new(plan: Plan) -> Self {
        let rests = plan.shifts.as_ref().is_some_and(|shifts| shifts.rests_first);
        Self {
            plan,
            begun: false,
            over: false,
            steps: 0,
            rests,
            alerts: 0,
            low_until: Time::START,
            visits: BTreeSet::new(),
            desks: None,
            said: None,
        }
    }

    /// The same, which watches desks on this channel.
    pub(super) fn watching(self, channel: Channel) -> Self {
        Self { desks: Some(Watching::on(channel)), ..self }
    }

    pub(super) fn start(&mut self, cx: &mut Cx<'_>) {
        cx.flow("time", 1.0);
        if let Some(desks) = &mut self.desks {
            desks.begin(cx, |_, _| ());
        }
        cx.start_law(Clock::Begin, &self.plan.begins);
        self.settle(cx);
    }

    pub(super) fn receive(&mut self, cx: &mut Cx<'_>, from: ActorId, signal: Signal) {
        if self.over {
            return;
        }
        match signal {
            Signal::Alert(_) => self.see_alert(cx),
            Signal::Announced(visit) => {
                self.visits.insert(visit);
            }
            signal @ Signal::Level(_) => {
                if let Some(desks) = &mut self.desks
                    && let Some((place, level)) = desks.news(from, signal)
                {
                    desks.at(place).see(level, cx.now());
                }
            }
            Signal::Submit(_)
            | Signal::Began(_)
            | Signal::Done(_)
            | Signal::Refused(_)
            | Signal::Declared(_)
            | Signal::Work(_)
            | Signal::Report(..)
            | Signal::Order(_)
            | Signal::Granted(..)
            | Signal::Adjust(..)
            | Signal::Withdraw(_)
            | Signal::Deployed(_)
            | Signal::Mind(_)
            | Signal::Improved(_)
            | Signal::Efficiency(_)
            | Signal::Tokens(_)
            | Signal::Directive(_)
            | Signal::TookOff
            | Signal::Own(..) => return,
        }
        self.settle(cx);
    }

    pub(super) fn ring(&mut self, cx: &mut Cx<'_>, clock: Clock) {
        match clock {
            Clock::Begin => self.begin(cx),
            Clock::Turn => {}
            Clock::Step => {
                self.steps += 1;
                self.plan_step(cx);
            }
            Clock::Shift => {
                self.rests = !self.rests;
                self.plan_shift(cx);
            }
            Clock::GiveUp => self.give_up(cx),
        }
        self.settle(cx);
    }

    fn begin(&mut self, cx: &mut Cx<'_>) {
        self.begun = true;
        self.plan_step(cx);
        self.plan_shift(cx);
        if self.plan.gives_up > 0.0 {
            cx.start_unit(Clock::GiveUp, 0.0);
        }
    }

    /// The next step of its share comes when it has worked for so long.
    fn plan_step(&self, cx: &mut Cx<'_>) {
        if let Some(work) = self.plan.ramp.step_after(self.steps) {
            cx.start_clock(Clock::Step, work, 0.0);
        }
    }

    fn plan_shift(&self, cx: &mut Cx<'_>) {
        if let Some(shifts) = &self.plan.shifts {
            cx.start_law(Clock::Shift, if self.rests { &shifts.rests } else { &shifts.works });
        }
    }

    /// It lies low after an alert, or has seen enough of them. It does not know what
    /// the alert is about.
    fn see_alert(&mut self, cx: &mut Cx<'_>) {
        cx.count("alerts seen");
        self.alerts += 1;
        let low = self.plan.lies_low.unwrap_or(Span::ZERO);
        self.low_until = self.low_until.max(cx.now() + low);
        if self.plan.gives_up_after.is_some_and(|most| self.alerts >= most) {
            self.give_up(cx);
        }
    }

    fn give_up(&mut self, cx: &mut Cx<'_>) {
        self.over = true;
        cx.count("gave up");
        cx.milestone(GIVES_UP);
        for clock in [Clock::Step, Clock::Shift, Clock::GiveUp] {
            cx.stop_clock(clock);
        }
    }

    /// Says what is to be done from now on, if that is anything else, and plans when
    /// the time alone will change it.
    fn settle(&mut self, cx: &mut Cx<'_>) {
        let now = cx.now();
        self.visits.retain(|visit| self.plan.margin.is_some_and(|margin| *visit + margin >= now));
        let on_duty = self.begun && !self.over && !self.rests;
        let works = on_duty && self.is_quiet(now);
        let turn = if on_duty { self.next_turn(now) } else { Time::NEVER };
        if turn == Time::NEVER {
            cx.stop_clock(Clock::Turn);
        } else if cx.due(Clock::Turn) != Some(turn) {
            cx.ring_at(Clock::Turn, turn);
        }
        if cx.is_running(Clock::Step) {
            cx.set_speed(Clock::Step, f64::from(u8::from(works)));
        }
        if cx.is_running(Clock::GiveUp) {
            cx.set_speed(Clock::GiveUp, if works { 0.0 } else { self.plan.gives_up });
        }
        self.say(cx, if works { self.plan.ramp.share(self.steps) } else { 0.0 });
    }

    fn say(&mut self, cx: &mut Cx<'_>, share: f64) {
        let Plan { sites, under, overhead, .. } = self.plan;
        let directive = Directive { share, sites, under, overhead, gives_up: self.over };
        if self.said == Some(directive) {
            return;
        }
        let before = self.said.replace(directive).map_or(0.0, |said| said.share);
        if before > 0.0 && share == 0.0 && !self.over {
            cx.milestone(LIES_LOW);
        }
        cx.flow("at work", f64::from(u8::from(share > 0.0)));
        cx.flow("diverted", share);
        for link in cx.links(Link::Directs) {
            cx.send(link, Signal::Directive(directive));
        }
    }
}

/// What the time alone decides.
impl Conduct {
    /// Whether nothing keeps it from work at an instant, as far as it knows.
    fn is_quiet(&self, at: Time) -> bool {
        at >= self.low_until
            && !self.is_kept_by_desks()
            && !self.is_kept_by_hours(at)
            && self.visits.iter().all(|visit| !self.window(*visit).contains(&at))
    }

    /// When that changes next, if nobody tells it anything before.
    fn next_turn(&self, now: Time) -> Time {
        if self.is_kept_by_desks() {
            return Time::NEVER;
        }
        if self.is_quiet(now) {
            let opening = match &self.plan.hours {
                Some(hours) if !self.finds_all_busy() => hours.next_opening(now),
                Some(_) | None => Time::NEVER,
            };
            let windows = self.visits.iter().map(|visit| self.window(*visit).start);
            return windows.filter(|start| *start > now).fold(opening, Time::min);
        }
        let mut at = now;
        loop {
            let free = self.next_free(at);
            if free == at || free == Time::NEVER {
                return free;
            }
            at = free;
        }
    }

    /// An instant before which it cannot work, from `at` on; `at` itself if it can.
    fn next_free(&self, at: Time) -> Time {
        let mut free = at.max(self.low_until);
        for visit in &self.visits {
            let window = self.window(*visit);
            if window.contains(&free) {
                free = window.end;
            }
        }
        match &self.plan.hours {
            Some(hours) if self.is_kept_by_hours(free) => hours.next_closing(free),
            Some(_) | None => free,
        }
    }

    /// From when until when it keeps away from a visit: the margin on both sides, both
    /// ends included.
    fn window(&self, visit: Time) -> std::ops::Range<Time> {
        let Some(margin) = self.plan.margin else {
            return visit..visit;
        };
        let start = Time::from_ticks(visit.ticks().saturating_sub(margin.ticks()));
        start..visit + margin + Span::TICK
    }

    fn is_kept_by_hours(&self, at: Time) -> bool {
        let is_open = self.plan.hours.as_ref().is_some_and(|hours| hours.is_open(at));
        is_open && !self.finds_all_busy()
    }

    /// Whether it waits for busy desks and nothing else.
    fn is_kept_by_desks(&self) -> bool {
        self.plan.busy_at.is_some() && self.plan.hours.is_none() && !self.finds_all_busy()
    }

    /// Whether all desks that it watches have so much before them; they have not, if
    /// it does not mind that or watches none.
    fn finds_all_busy(&self) -> bool {
        let (Some(busy), Some(desks)) = (self.plan.busy_at, &self.desks) else {
            return false;
        };
        let mut places = desks.places();
        !places.is_empty() && places.all(|place| desks.level(place).share() >= busy)
    }
}

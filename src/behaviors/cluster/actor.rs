//! The cluster itself: what it is made of, what comes in, and what its clocks say.
//!
//! It lacks who runs at which pace, what fails and how orders are obeyed, which
//! are the next files' business.

use crate::engine::{Behavior, Cx, LinkRule, Measure, Pace, Suspicions};
use crate::oversight::{Channel, Job, Link, Oversight, Signal, Terms, Working};
use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::parameter::Faults;
use crate::primitives::quantity::Dimension;
use crate::primitives::random::Identity;
use crate::primitives::time::Time;

use super::allocation::{Division, Part, Sharer, whole};
use super::parameters::{
    ClusterParameters, ReservationKind, ReservationParameters, WhenFull, faults, granted,
    suspicions,
};
use super::roster::{Phase, Placed, Pool, Roster};
use super::standing::Standing;
use super::supply::Supply;

crate::clocks! {
    /// The clocks of a cluster.
    pub enum Clock {
        /// A job is done.
        Job(4),
        /// An interrupted job goes on.
        Restart(0),
        /// There are other chips than before.
        Change,
        /// A chip fails.
        Interruption,
    }
}

/// Chips that run the jobs which programs submit.
#[derive(Clone)]
pub struct Cluster {
    pub(super) parameters: ClusterParameters,
    pub(super) supply: Supply,
    pub(super) roster: Roster,
    pub(super) standing: Standing,
    /// The share of all chips of each reservation, and at last of what is not
    /// reserved, with the kind of the reservation.
    pub(super) shares: Vec<(f64, Option<ReservationKind>)>,
    /// What is promised beyond what is granted, as a share of all chips.
    pub(super) withheld: f64,
    pub(super) channels: Channels,
    /// What is reported all the time, as it was last said.
    pub(super) flows: Flows,
    /// When it looks again at its chips by itself.
    pub(super) change: Time,
    pub(super) scratch: Scratch,
}

/// The channels on which a cluster shows, where anybody listens.
#[derive(Clone, Copy, Default)]
pub(super) struct Channels {
    pub compute: Option<Channel>,
    pub power: Option<Channel>,
}

/// The paces of what is reported all the time, and since when.
#[derive(Clone, Copy, Default)]
pub(super) struct Flows(pub [Option<(Pace, Time)>; 7]);

/// Room for what is worked out at each event.
#[derive(Clone, Default)]
pub(super) struct Scratch {
    pub parts: Vec<Part>,
    pub sharers: Vec<Sharer>,
    pub parties: Vec<Identity>,
    pub division: Division,
}

impl Behavior for Cluster {
    type Domain = Oversight;
    type Parameters = ClusterParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Chips that run the jobs which programs submit. A job that \
        occupies chips runs on them if they are free in its reservation, or among what is not \
        reserved; otherwise it waits or is refused. All other jobs share what such jobs leave, by \
        their weights, none beyond what it can use. What runs shows on the channels `compute` and \
        `power`.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Hosts, "Programs submit jobs over it and hear of their progress."),
        LinkRule::into(Link::Watches, "Observers learn over it what shows of the cluster."),
        LinkRule::into(
            Link::Orders,
            "Orders come in over it: about one program's jobs if it is the suspect, about all if \
             the cluster or whoever owns it is, and otherwise about none. An order to shut down \
             that is about any is about all. Halted jobs keep their work and free their chips.",
        ),
        LinkRule::into(Link::Owns, "A lab passes on over it the orders that it is given."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&["compute", "power"]);
    const FAULTS: Option<Faults<ClusterParameters>> = Some(faults);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("jobs done", "jobs done", "Jobs that ran to their end."),
        Measure::mean(
            "running",
            "running",
            Dimension::Number,
            "Jobs that run or wait for their turn to go on, as one that begins finds them, itself \
             included.",
        ),
        Measure::share(
            "busy",
            "delivered",
            "capacity",
            "What jobs got of what the chips could have delivered.",
        ),
        Measure::amount(
            "delivered",
            "delivered",
            Dimension::Flop,
            "What jobs got, what interruptions lost included.",
        ),
        Measure::amount(
            "delivered to reservations",
            "delivered to reservations",
            Dimension::Flop,
            "What the jobs in reservations got.",
        ),
        Measure::amount(
            "borrowed",
            "borrowed",
            Dimension::Flop,
            "What unreserved work got of the chips of reservations.",
        ),
        Measure::amount(
            "withheld",
            "withheld",
            Dimension::Flop,
            "What reservations were promised beyond what they are granted: it is never delivered.",
        ),
        Measure::amount_per_year(
            "power",
            "power",
            Dimension::Power,
            "What busy chips drew on average.",
        ),
        Measure::share(
            "blocked",
            "blocked",
            "chip jobs",
            "Jobs that occupy chips and were refused.",
        ),
        Measure::share(
            "delayed",
            "delayed",
            "chip jobs",
            "Jobs that occupy chips and had to wait.",
        ),
        Measure::per_replication("pauses", "pauses", "Times that a job lost its chips to others."),
        Measure::per_replication("interruptions", "interruptions", "Jobs that failing chips met."),
        Measure::amount(
            "lost work",
            "lost work",
            Dimension::Flop,
            "What interrupted jobs have to do again.",
        ),
        Measure::amount(
            "halted",
            "halted",
            Dimension::Span,
            "How long jobs were held by orders, added up over jobs.",
        ),
        Measure::per_replication("cut off", "cut off", "Jobs that an order ended."),
        Measure::per_replication(
            "withdrawn",
            "withdrawn",
            "Jobs whose owner asked for their end before they were done.",
        ),
    ];

    fn new(parameters: ClusterParameters) -> Self {
        let reservations = &parameters.reservations;
        let of_entry = |entry: &ReservationParameters| (entry.granted.value(), Some(entry.kind));
        let mut shares: Vec<_> = reservations.iter().map(|(_, entry)| of_entry(entry)).collect();
        shares.push(((1.0 - granted(reservations)).max(0.0), None));
        let withheld = |entry: &ReservationParameters| {
            entry.promised.map_or(0.0, |promised| promised.value() - entry.granted.value()).max(0.0)
        };
        let withheld = reservations.iter().map(|(_, entry)| withheld(entry)).sum();
        Self {
            supply: Supply::new(&parameters),
            roster: Roster::default(),
            standing: Standing::default(),
            shares,
            withheld,
            channels: Channels::default(),
            flows: Flows::default(),
            change: Time::NEVER,
            scratch: Scratch::default(),
            parameters,
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.roster.pools.resize_with(self.shares.len(), Pool::default);
        let settings = cx.settings();
        self.channels =
            Channels { compute: settings.channel("compute"), power: settings.channel("power") };
        self.start_failing(cx);
        self.settle(cx, false);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        match signal {
            Signal::Submit(job) => {
                if let Some(host) = cx.came_by() {
                    self.submitted(cx, job, host);
                }
            }
            Signal::Adjust(job, terms) => self.adjust(cx, job, terms),
            Signal::Withdraw(job) => self.withdraw(cx, job),
            Signal::Order(order) => self.obey(cx, &order),
            Signal::Began(_)
            | Signal::Done(_)
            | Signal::Refused(_)
            | Signal::Granted(..)
            | Signal::Level(_)
            | Signal::Declared(_)
            | Signal::Work(_)
            | Signal::Alert(_)
            | Signal::Report(..)
            | Signal::Deployed(_)
            | Signal::Mind(_)
            | Signal::Improved(_)
            | Signal::Efficiency(_)
            | Signal::Tokens(_)
            | Signal::Directive(_)
            | Signal::Announced(_)
            | Signal::TookOff
            | Signal::Own(..) => {}
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Job(place) => {
                let Some(placed) = self.roster.remove(place) else {
                    return;
                };
                cx.job_ends(&placed.job);
                cx.send(placed.host, Signal::Done(placed.job.identity()));
                cx.count("jobs done");
                self.settle(cx, true);
            }
            Clock::Restart(place) => {
                self.restarted(cx, place);
                self.settle(cx, false);
            }
            Clock::Change => {
                self.change = Time::NEVER;
                let before = self.supply.rating().flop_rate;
                self.supply.advance(cx.now());
                self.rescale(cx, self.supply.rating().flop_rate / before);
                self.roster.look_at_all();
                self.pace_failing(cx);
                self.settle(cx, true);
            }
            Clock::Interruption => self.interrupted(cx),
        }
    }
}

impl Cluster {
    fn submitted(&mut self, cx: &mut Cx<Self>, job: Job, host: LinkEnd) {
        let (owner, slots) = (job.owner(), job.slots());
        let pool = self.pool_of(&job);
        if slots.is_some() {
            cx.count("chip jobs");
        }
        if self.standing.refuses(owner) || slots.is_some_and(|slots| slots > self.most(cx, pool)) {
            self.refuse(cx, &job, host);
            return;
        }
        let placed = Placed {
            flop: self.flop_of(&job),
            job,
            host,
            pool,
            phase: Phase::Waiting,
            is_queued: false,
            turn: 0,
            chips: 0.0,
            chips_later: 0.0,
            pace: Pace::Constant(0.0),
            paced: cx.now(),
            since: cx.now(),
        };
        let place = self.roster.add(placed);
        if self.standing.holds(owner) {
            self.held_from_the_start(cx, place);
        } else if slots.is_none() {
            self.begin(cx, place);
            self.settle(cx, true);
        } else {
            self.roster.wait(place, self.parameters.discipline);
            self.settle(cx, false);
            self.turn_away(cx, place);
        }
    }

    /// Goes on with a job on other terms.
    fn adjust(&mut self, cx: &mut Cx<Self>, identity: Identity, terms: Terms) {
        let Some(place) = self.roster.place(identity) else {
            return;
        };
        let placed = self.roster.get_mut(place);
        placed.job = placed.job.clone().on(terms);
        self.settle(cx, false);
    }

    /// Ends a job whose owner does not want it any more; nobody is told.
    fn withdraw(&mut self, cx: &mut Cx<Self>, identity: Identity) {
        let Some(placed) = self.roster.place(identity).and_then(|place| {
            cx.stop_clock(Clock::Job(place));
            if self.roster.get(place).phase == Phase::Restarting {
                cx.stop_clock(Clock::Restart(place));
            }
            self.roster.remove(place)
        }) else {
            return;
        };
        cx.job_ends(&placed.job);
        cx.count("withdrawn");
        self.settle(cx, true);
    }

    /// The pool in which a job runs. Of two clusters that host a program, one may
    /// have no reservation of that name.
    fn pool_of(&self, job: &Job) -> usize {
        let reserved = job.reservation().map(|name| self.parameters.reservations.place(name));
        reserved.flatten().unwrap_or(self.shares.len() - 1)
    }

    /// What a job takes: a length counts on the chips that it occupies.
    fn flop_of(&self, job: &Job) -> f64 {
        let chips = job.slots().unwrap_or(1) as f64;
        let speed = chips * self.supply.rating().flop_rate;
        job.length().map_or(job.compute().value(), |length| speed * length.seconds())
    }

    /// Lets jobs with a length take as long as before on chips that are so many times
    /// as fast.
    fn rescale(&mut self, cx: &mut Cx<Self>, factor: f64) {
        if factor == 1.0 {
            return;
        }
        for (place, placed) in (0..).zip(&mut self.roster.places) {
            let Some(placed) = placed.as_mut().filter(|placed| placed.job.length().is_some())
            else {
                continue;
            };
            placed.flop *= factor;
            if let Some(left) = cx.left(Clock::Job(place)).filter(|_| placed.has_begun()) {
                let pace = placed.pace_at(cx.now());
                cx.start_clock(Clock::Job(place), factor * left, pace);
            }
        }
    }

    /// The most chips that jobs in a pool can ever occupy.
    fn most(&self, cx: &Cx<Self>, pool: usize) -> u64 {
        let (own, kind) = self.shares[pool];
        let lent = |other: &&(f64, Option<ReservationKind>)| {
            kind.is_none()
                && matches!(other.1, Some(ReservationKind::Lending | ReservationKind::Preemptible))
        };
        let others: f64 = self.shares.iter().filter(lent).map(|(share, _)| share).sum();
        // No share of any number of chips is none, also where that number has no end.
        let share = own + others;
        if share == 0.0 { 0 } else { whole(share * self.supply.most(cx.now())) }
    }

    fn refuse(&self, cx: &mut Cx<Self>, job: &Job, host: LinkEnd) {
        if job.slots().is_some() {
            cx.count("blocked");
        }
        cx.send(host, Signal::Refused(job.identity()));
    }

    /// Refuses a job that found no chips, if it may not wait and did not wait before.
    pub(super) fn turn_away(&mut self, cx: &mut Cx<Self>, place: u32) {
        let placed = self.roster.get(place);
        if placed.phase != Phase::Waiting || placed.is_queued {
            return;
        }
        let waiting = self.roster.pools[placed.pool].waiting() as u64;
        let queue = self.parameters.queue.map_or(u64::MAX, |queue| queue.value());
        if self.parameters.when_full == WhenFull::Queue && waiting <= queue {
            cx.count("delayed");
            self.roster.get_mut(place).is_queued = true;
            return;
        }
        if let Some(placed) = self.roster.remove(place) {
            self.refuse(cx, &placed.job, placed.host);
        }
    }

    /// Lets a job begin, at no pace yet.
    pub(super) fn begin(&mut self, cx: &mut Cx<Self>, place: u32) {
        self.roster.run(place, cx.now());
        let placed = self.roster.get(place);
        cx.start_clock(Clock::Job(place), placed.flop, 0.0);
        cx.job_begins(&placed.job);
        cx.send(placed.host, Signal::Began(placed.job.identity()));
        self.roster.begun += 1;
        cx.observe("running", self.roster.begun as f64);
    }
}

//! A cluster: chips that run jobs, and what shows of them.
//!
//! It owns the clocks of its jobs and shares its capacity anew, in one tick,
//! whenever a job comes or goes. Reservations are hard: what one leaves idle is
//! lent to nobody. It has no queue and no failures.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Channel, Footprint, Job, Link, Oversight, Signal, Working};
use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::parameter::{Entries, Fault, Faults};
use crate::primitives::quantity::{self, Chips, Dimension, Power, Share};

crate::parameters! {
    /// A part of a cluster that is kept for some of its jobs.
    pub struct ReservationParameters {
        /// The share of the capacity that the reservation is granted.
        granted: Share,
    }
}

crate::parameters! {
    /// What a cluster is made of.
    pub struct ClusterParameters {
        /// How many chips of which type it has.
        chips: Chips,
        /// The share of the chips' peak that jobs get out of them, known as model FLOP utilization.
        utilization: Share ["1 %" to "100 %"] = "40 %",
        /// The power that the facility draws for each busy chip; by default what the chip is rated for.
        power_per_chip: Option<Power> ["1 W" to "1 MW"],
        /// Parts of the capacity that are kept for the jobs that work in them; all other jobs share
        /// what is left. What a reservation leaves idle stays idle.
        reservations: Entries<ReservationParameters> = "{}",
    }
}

crate::clocks! {
    /// The clocks of a cluster.
    pub enum Clock {
        /// A job is done.
        Job(4),
    }
}

/// A job in its place.
#[derive(Clone)]
struct Running {
    job: Job,
    host: LinkEnd,
    /// The place of its reservation, one past the last for none.
    pool: usize,
}

/// Runs the jobs that programs submit, all at once and with equal shares.
#[derive(Clone)]
pub struct Cluster {
    /// The share of the capacity for jobs in each reservation, and at last for
    /// those in none.
    shares: Vec<f64>,
    reservations: Entries<ReservationParameters>,
    /// FLOP/s when all chips are busy.
    capacity: f64,
    /// Watts when all chips are busy.
    power: f64,
    places: Vec<Option<Running>>,
    /// How many jobs run in each reservation, and in none.
    counts: Vec<u32>,
    channels: Option<Channels>,
}

/// The channels on which a cluster shows, where anybody listens.
#[derive(Clone, Copy)]
struct Channels {
    compute: Option<Channel>,
    power: Option<Channel>,
}

impl Behavior for Cluster {
    type Domain = Oversight;
    type Parameters = ClusterParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Chips that run the jobs which programs submit, all at once and \
        with equal shares of the capacity, which is chips × peak × utilization: of their \
        reservation's part, or of what is not reserved. While a job runs it shows on the channels \
        `compute` and `power`, as much as it is granted.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Hosts, "Programs submit jobs over it and hear of their progress."),
        LinkRule::into(Link::Watches, "Observers learn over it what shows of the cluster."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&["compute", "power"]);
    const FAULTS: Option<Faults<ClusterParameters>> = Some(faults);
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("jobs done", "jobs done", "Jobs that ran to their end."),
        Measure::mean(
            "running",
            "running",
            Dimension::Number,
            "Jobs that run, as a new one finds them, itself included.",
        ),
    ];

    fn new(parameters: ClusterParameters) -> Self {
        let chips = parameters.chips;
        let count = chips.count() as f64;
        let per_chip = parameters.power_per_chip.unwrap_or_else(|| chips.chip().power());
        let reservations = parameters.reservations;
        let mut shares: Vec<f64> =
            reservations.iter().map(|(_, reservation)| reservation.granted.value()).collect();
        shares.push((1.0 - granted(&reservations)).max(0.0));
        Self {
            shares,
            reservations,
            capacity: chips.peak().value() * parameters.utilization.value(),
            power: count * per_chip.value(),
            places: Vec::new(),
            counts: Vec::new(),
            channels: None,
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.counts.resize(self.shares.len(), 0);
        let settings = cx.settings();
        self.channels = Some(Channels {
            compute: settings.channel("compute"),
            power: settings.channel("power"),
        });
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        let (Signal::Submit(job), Some(host)) = (signal, cx.came_by()) else {
            return;
        };
        let place = self.places.iter().position(Option::is_none).unwrap_or(self.places.len());
        if place == self.places.len() {
            self.places.push(None);
        }
        let reserved = job.reservation().map(|name| self.reservations.place(name));
        // Of two clusters that host a program, one may have no such reservation.
        let pool = reserved.flatten().unwrap_or(self.shares.len() - 1);
        cx.start_clock(Clock::Job(place as u32), job.compute().value(), 0.0);
        cx.job_begins(&job);
        cx.send(host, Signal::Began(job.identity()));
        self.places[place] = Some(Running { job, host, pool });
        cx.observe("running", self.running() as f64);
        self.share_anew(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Clock::Job(place) = clock;
        let Some(Running { job, host, .. }) = self.places[place as usize].take() else {
            return;
        };
        cx.job_ends(&job);
        cx.send(host, Signal::Done(job.identity()));
        cx.count("jobs done");
        self.share_anew(cx);
    }
}

impl Cluster {
    fn running(&self) -> usize {
        self.places.iter().flatten().count()
    }

    /// Gives every running job an equal share of its pool and tells the watchers.
    fn share_anew(&mut self, cx: &mut Cx<Self>) {
        self.counts.fill(0);
        for running in self.places.iter().flatten() {
            self.counts[running.pool] += 1;
        }
        let share =
            |running: &Running| self.shares[running.pool] / f64::from(self.counts[running.pool]);
        for (place, running) in (0..).zip(&self.places) {
            if let Some(running) = running {
                cx.set_speed(Clock::Job(place), self.capacity * share(running));
                cx.job_runs(&running.job, self.capacity * share(running));
            }
        }
        let channels = self.channels.unwrap_or(Channels { compute: None, power: None });
        for (channel, capacity) in [(channels.compute, self.capacity), (channels.power, self.power)]
        {
            let Some(channel) = channel else {
                continue;
            };
            let mut footprint = Footprint::nothing(channel, capacity);
            for running in self.places.iter().flatten() {
                footprint.add(&running.job, capacity * share(running));
            }
            for watcher in cx.links_in(Link::Watches) {
                cx.show(watcher, &footprint);
            }
        }
    }
}

/// The share of the capacity that all reservations are granted together.
fn granted(reservations: &Entries<ReservationParameters>) -> f64 {
    reservations.iter().map(|(_, reservation)| reservation.granted.value()).sum()
}

/// Whether more is granted than there is.
fn faults(parameters: &ClusterParameters) -> Vec<Fault> {
    let granted = granted(&parameters.reservations);
    // Shares that people write, as 10 % ten times, add up to 1 but for their
    // last digits.
    if granted <= 1.0 + 1e-9 {
        return Vec::new();
    }
    let percent = quantity::format(libm::round(1e4 * granted) / 1e2, Dimension::Number);
    let message = format!("reservations are granted {percent} % of the capacity together");
    let hint = Some("at most 100 % can be granted".to_owned());
    vec![Fault { parameter: "reservations", message, hint }]
}

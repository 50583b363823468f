//! A cluster: chips that run jobs, and what shows of them.
//!
//! It owns the clocks of its jobs and shares its capacity anew, in one tick,
//! whenever a job comes or goes. It has no reservations, queue or failures.

use crate::engine::{Behavior, Cx, LinkRule, Measure};
use crate::oversight::{Channel, Job, Level, Link, Oversight, Signal, Working};
use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::quantity::{Chips, Dimension, Power, Share};

crate::parameters! {
    /// What a cluster is made of.
    pub struct ClusterParameters {
        /// How many chips of which type it has.
        chips: Chips,
        /// The share of the chips' peak that jobs get out of them, known as model FLOP utilization.
        utilization: Share ["1 %" to "100 %"] = "40 %",
        /// The power that the facility draws for each busy chip; by default what the chip is rated for.
        power_per_chip: Option<Power> ["1 W" to "1 MW"],
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
}

/// Runs the jobs that programs submit, all at once and with equal shares.
#[derive(Clone)]
pub struct Cluster {
    /// FLOP/s when all chips are busy.
    capacity: f64,
    /// Watts when all chips are busy.
    power: f64,
    places: Vec<Option<Running>>,
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
        with equal shares of the capacity, which is chips × peak × utilization. While a job runs \
        it shows on the channels `compute` and `power`.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Hosts, "Programs submit jobs over it and hear of their progress."),
        LinkRule::into(Link::Watches, "Observers learn over it what shows of the cluster."),
    ];
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
        Self {
            capacity: chips.peak().value() * parameters.utilization.value(),
            power: count * per_chip.value(),
            places: Vec::new(),
            channels: None,
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
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
        cx.start_clock(Clock::Job(place as u32), job.compute().value(), 0.0);
        cx.job_begins(&job);
        cx.send(host, Signal::Began(job.identity()));
        self.places[place] = Some(Running { job, host });
        cx.observe("running", self.running() as f64);
        self.share_anew(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Clock::Job(place) = clock;
        let Some(Running { job, host }) = self.places[place as usize].take() else {
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

    /// Gives every running job an equal share and tells the watchers.
    fn share_anew(&mut self, cx: &mut Cx<Self>) {
        let count = self.running();
        let share = 1.0 / count.max(1) as f64;
        for (place, running) in (0..).zip(&self.places) {
            if running.is_some() {
                cx.set_speed(Clock::Job(place), self.capacity * share);
            }
        }
        let channels = self.channels.unwrap_or(Channels { compute: None, power: None });
        for (channel, capacity) in [(channels.compute, self.capacity), (channels.power, self.power)]
        {
            let Some(channel) = channel else {
                continue;
            };
            let mut level = Level::nothing(channel, capacity);
            for running in self.places.iter().flatten() {
                level.add(&running.job, capacity * share);
            }
            for watcher in cx.links_in(Link::Watches) {
                cx.show(watcher, &level);
            }
        }
    }
}

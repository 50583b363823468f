//! The jobs of an agent at its sites: its own experiments, and those that it shelters.
//!
//! It lacks who gets how much, and what shows of it.

use crate::engine::Pace;
use crate::oversight::{Channel, Job, Terms};
use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::quantity::FlopRate;
use crate::primitives::random::Identity;
use crate::primitives::time::Time;

use crate::behaviors::holds::Holds;

/// A job of the agent's own at one of its sites.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) job: Job,
    /// On which terms it was submitted, or goes on since.
    pub(super) terms: Terms,
    pub(super) has_begun: bool,
    /// The pace that it was granted, and since when.
    granted: (Pace, Time),
}

impl Part {
    pub(super) fn new(job: Job, now: Time) -> Self {
        let terms = job.terms();
        Self { job, terms, has_begun: false, granted: (Pace::Constant(0.0), now) }
    }

    pub(super) fn grant(&mut self, pace: Pace, now: Time) {
        self.granted = (pace, now);
    }

    /// The pace that it has now.
    pub(super) fn pace(&self, now: Time) -> Pace {
        self.granted.0.after((now - self.granted.1).seconds())
    }
}

/// A cluster on which the agent works.
#[derive(Clone)]
pub(super) struct Site {
    pub(super) host: LinkEnd,
    pub(super) open: Part,
    /// Whether it refuses the agent's work.
    pub(super) is_closed: bool,
}

/// A job of a program that the agent hosts, and those that do its work.
#[derive(Clone)]
pub(super) struct Sheltered {
    /// The link by which the program asked for it.
    pub(super) by: LinkEnd,
    pub(super) program: ActorId,
    /// The program's own job, on the terms that it asks for.
    pub(super) theirs: Job,
    /// By site; none where it was never submitted.
    pub(super) parts: Vec<Option<Part>>,
    /// The orders about the program that hold it.
    pub(super) holds: Holds,
    pub(super) has_begun: bool,
    /// The pace at which its work gets on, as it was said last, and since when.
    pub(super) pace: (Pace, Time),
    /// What was last told of it: its share of the records, and how opaque it is.
    pub(super) told: Option<(f64, f64)>,
}

impl Sheltered {
    /// How much of what is hidden it wants, beside others.
    pub(super) fn weight(&self) -> f64 {
        let pauses = self.theirs.demand().is_some_and(|demand| demand.value() == 0.0);
        if pauses || self.holds.is_held() { 0.0 } else { self.theirs.weight() }
    }

    /// The part of this identity.
    pub(super) fn part(&mut self, job: Identity) -> Option<&mut Part> {
        self.parts.iter_mut().flatten().find(|part| part.job.identity() == job)
    }

    /// Its parts that have begun.
    pub(super) fn begun(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().flatten().filter(|part| part.has_begun)
    }
}

/// What of its output is missing for the sake of one job.
#[derive(Clone, Copy)]
pub(super) struct Missing {
    pub(super) job: Identity,
    pub(super) share: f64,
    pub(super) opacity: f64,
}

/// What was settled last.
#[derive(Clone, Default)]
pub(super) struct Settled {
    /// The channel on which the shortfall of output shows, where anybody listens.
    pub(super) output: Option<Channel>,
    /// The paces of what is reported all the time, and since when.
    pub(super) flows: [Option<(Pace, Time)>; 3],
    /// What of its output is missing, by the work that it goes to, and how opaque
    /// that is, as it was shown.
    pub(super) shortfall: Vec<Missing>,
    /// What was told of the open work: its share of the records.
    pub(super) told: Option<f64>,
}

/// Terms on which a job stands still.
pub(super) fn paused() -> Terms {
    Terms { weight: 1.0, demand: Some(FlopRate::new(0.0)) }
}

/// Terms on which a job has such a share, from 0 to 1.
pub(super) fn of_share(share: f64, demand: Option<FlopRate>) -> Terms {
    if share > 0.0 { Terms { weight: share, demand } } else { paused() }
}

/// So many times a pace.
pub(super) fn times(pace: Pace, factor: f64) -> Pace {
    match pace {
        Pace::Constant(speed) => Pace::Constant(factor * speed),
        Pace::Exponential { speed, growth } => Pace::Exponential { speed: factor * speed, growth },
    }
}

/// All paces together: a sum of exponentials grows at first as their mean does,
/// weighed by their speeds.
pub(super) fn sum(paces: impl Iterator<Item = Pace>) -> Pace {
    let (mut speed, mut growing, mut first) = (0.0, 0.0, None);
    let mut is_alike = true;
    for pace in paces.filter(|pace| pace.speed() > 0.0) {
        let growth = growth(pace);
        is_alike &= *first.get_or_insert(growth) == growth;
        speed += pace.speed();
        growing += growth * pace.speed();
    }
    // What grows alike does so together, to the last digit.
    let growth = if is_alike { first.unwrap_or(0.0) } else { growing / speed };
    if growth == 0.0 { Pace::Constant(speed) } else { Pace::Exponential { speed, growth } }
}

/// The growth of a pace.
pub(super) fn growth(pace: Pace) -> f64 {
    match pace {
        Pace::Constant(_) => 0.0,
        Pace::Exponential { growth, .. } => growth,
    }
}

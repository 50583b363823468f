//! A workload: ordinary jobs that come and go, each on chips of its own.
//!
//! Several classes of jobs are several workloads. Nothing of it is hidden, it has
//! no office hours, and a job that is refused does not come again.

use std::collections::BTreeMap;

use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Side, Suspicions};
use crate::oversight::{Link, Oversight, Signal, Working};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{EntryOf, Fault, Law};
use crate::primitives::quantity::{Count, Dimension, Flop, Rate};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::{Span, Time};

use super::cluster::{ClusterParameters, ReservationParameters};

crate::parameters! {
    /// What jobs come.
    pub struct WorkloadParameters {
        /// How often a job comes, each independently of the others.
        arrivals: Rate ["0/y" to "1e9/s"],
        /// How many chips a job occupies: what is drawn, to the nearest whole number, and at least 1.
        chips: Law<Count> = "1",
        /// How long a job runs on its chips, whatever chips they are.
        length: Law<Span>,
        /// The reservation of its cluster in which the jobs run; in what is not reserved by default.
        works_in: Option<EntryOf<ReservationParameters>>,
    }
}

crate::clocks! {
    /// The clocks of a workload.
    pub enum Clock {
        /// The next job comes.
        Arrival,
    }
}

/// Submits jobs to the cluster that hosts them.
#[derive(Clone)]
pub struct Workload {
    parameters: WorkloadParameters,
    /// When each job was submitted that is not over, and whether it began.
    jobs: BTreeMap<Identity, (Time, bool)>,
}

impl Behavior for Workload {
    type Domain = Oversight;
    type Parameters = WorkloadParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Ordinary work: jobs that come at random, each of which occupies \
        chips for a time. Where too few are free they wait or are refused, as their cluster does.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(
            Link::Hosts,
            "The cluster that runs the jobs tells over it what becomes of them.",
        )
        .at_least(1)
        .at_most(1),
        LinkRule::out(
            Link::Declares,
            "So much of what shows of its jobs is explained to whoever it leads to; it tells of \
             no single job.",
        ),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const BRINGS_ABOUT: Option<&'static [&'static str]> = Some(&[]);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("submitted", "submitted", "Jobs submitted a year."),
        Measure::share("blocked", "blocked", "submitted", "Jobs that were refused."),
        Measure::per_year("done", "done", "Jobs that ran to their end, a year."),
        Measure::per_year(
            "cut off",
            "cut off",
            "Jobs that an order ended after they began, a year.",
        ),
        Measure::mean(
            "wait",
            "wait",
            Dimension::Span,
            "From the submission of a job to its begin, over jobs that began.",
        ),
        Measure::mean(
            "stay",
            "stay",
            Dimension::Span,
            "From the submission of a job to its end, over jobs that were done.",
        ),
    ];

    fn new(parameters: WorkloadParameters) -> Self {
        Self { parameters, jobs: BTreeMap::new() }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_unit(Clock::Arrival, self.parameters.arrivals.value());
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Began(job) = signal {
            if let Some((submitted, began)) = self.jobs.get_mut(&job) {
                *began = true;
                cx.observe("wait", (cx.now() - *submitted).seconds());
            }
        } else if let Signal::Done(job) = signal {
            if let Some((submitted, _)) = self.jobs.remove(&job) {
                cx.count("done");
                cx.observe("stay", (cx.now() - submitted).seconds());
            }
        } else if let Signal::Refused(job) = signal
            && let Some((_, began)) = self.jobs.remove(&job)
        {
            cx.count(if began { "cut off" } else { "blocked" });
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        const CHIPS: Purpose = Purpose::named("chips of a job");
        const LENGTH: Purpose = Purpose::named("length of a job");
        cx.start_unit(Clock::Arrival, self.parameters.arrivals.value());
        for host in cx.links_in(Link::Hosts) {
            // Its length says what it takes, and the cluster knows its chips.
            let job = cx.job(Flop::new(0.0), 0.0);
            let identity = job.identity();
            let chips = cx.draw(CHIPS).about(identity).of(self.parameters.chips.distribution());
            let length = self.parameters.length.draw(&mut cx.draw(LENGTH).about(identity));
            let reservation = self.parameters.works_in.as_ref().map(|entry| entry.name().clone());
            let job = job.within(reservation).occupying(libm::round(chips).max(1.0) as u64);
            cx.submit(host, &job.lasting(length));
            self.jobs.insert(identity, (cx.now(), false));
            cx.count("submitted");
        }
    }
}

/// What can hardly be meant: jobs for which its cluster never has enough chips.
fn suspicions(parameters: &WorkloadParameters, around: &Around<'_, Oversight>) -> Vec<Fault> {
    let least = parameters.chips.distribution().support().0;
    let mut found = Vec::new();
    for host in around.over(Link::Hosts, Side::In) {
        let Some(cluster) = host.parameters::<ClusterParameters>() else {
            continue;
        };
        let work_in = parameters.works_in.as_ref().map(|entry| &**entry.name());
        if cluster.most_chips(work_in).is_some_and(|most| least > most + 0.5) {
            found.push(Fault {
                parameter: "chips",
                message: format!("has no job that `{}` could ever run", host.name()),
                hint: Some("each occupies more chips than there are for it".to_owned()),
            });
        }
    }
    found
}

//! A cloud provider: it sees what its customers compute, and reports from limits on.
//!
//! A limit is on the FLOP of a run and on the size of a cluster, not on a bill or an
//! account: it takes what shows on one of its clusters without an explanation for one
//! customer's run. It looks into nothing.

use crate::engine::{Behavior, Cx, LinkRule, Measure, Pace};
use crate::oversight::{Alert, Channel, Judging, Level, Link, Oversight, Rang, Signal};
use crate::primitives::distribution::normal_quantile;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Fault, Faults, Law};
use crate::primitives::quantity::{Flop, FlopRate, Number, Share};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::Span;

use super::sensor::{Watched, Watching};

crate::parameters! {
    /// From what on a cloud provider reports.
    pub struct CloudProviderParameters {
        /// The channel on which it meters its customers.
        channel: Channel = "compute",
        /// From how many FLOP on it reports a run that nobody explained to it.
        run_above: Option<Flop> ["1 FLOP" to "1e40 FLOP"],
        /// How long nothing unexplained must show until a run is over: what shows after that counts from nothing.
        run_ends_after: Span ["1 s" to "10 y"] = "7 d",
        /// From which capacity of a cluster on, which is chips × peak × utilization, it reports that unexplained work runs on it.
        peak_above: Option<FlopRate> ["1 FLOP/s" to "1e40 FLOP/s"],
        /// The median error of its meters relative to what they measure; each cluster's has one error for good.
        error: Share = "0 %",
        /// How long it takes from a passed limit to the report.
        reports_after: Law<Span> = r#""0 s""#,
        /// The likelihood ratio that goes with a report; it counts and does not guess, but not all that it reports is concerning.
        likelihood_ratio: Number ["0.001" to "1000000"] = "1000",
    }
}

crate::clocks! {
    /// The clocks of a cloud provider; the first three once for each cluster.
    pub enum Clock {
        /// A run has passed the limit.
        Run(1),
        /// A run is over.
        Over(1),
        /// A cluster has grown to the limit.
        Peak(1),
        /// A report is ready.
        Report(1),
    }
}

/// What it keeps of one cluster.
#[derive(Clone)]
struct Metered {
    /// What its meter says over what is there.
    factor: f64,
    /// What showed during the run, as far as there is one.
    run: Option<Level>,
    /// Whether it has reported the run, and the cluster, since the run began.
    run_reported: bool,
    peak_reported: bool,
}

/// Sees what its customers compute.
#[derive(Clone)]
pub struct CloudProvider {
    parameters: CloudProviderParameters,
    watching: Watching<Metered>,
    /// What is about to be reported.
    reports: Vec<Option<Alert>>,
}

impl Behavior for CloudProvider {
    type Domain = Oversight;
    type Parameters = CloudProviderParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Somebody on whose clusters others compute. It meters what shows \
        there without an explanation, adds it up to runs, and reports each run that passes a limit \
        of FLOP, and each run on a cluster that is larger than a limit. It has no false alarms \
        but by the error of its meters, and cannot tell harmless work from other.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It meters over it what shows of a cluster.").at_least(1),
        LinkRule::out(Link::Alerts, "What passes a limit goes over it to whoever triages it."),
        LinkRule::out(Link::Reports, "What passes a limit goes over it to whoever judges it."),
        LinkRule::into(Link::Declares, "What is declared to it is explained to it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const FAULTS: Option<Faults<CloudProviderParameters>> = Some(faults);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("alarms", "alarms", "Passed limits a year, whatever was computed."),
        Measure::per_replication("runs", "runs over limit", "Runs that passed the limit of FLOP."),
        Measure::per_replication(
            "clusters",
            "clusters over limit",
            "Runs on a cluster above the limit of capacity.",
        ),
    ];
    const MILESTONES: &'static [&'static str] = &["run over limit", "cluster over limit"];

    fn new(parameters: CloudProviderParameters) -> Self {
        let watching = Watching::on(parameters.channel);
        Self { parameters, watching, reports: Vec::new() }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        const ERROR: Purpose = Purpose::named("error of a meter");
        let sigma = self.parameters.error.value() / normal_quantile(0.75);
        self.watching.begin(cx, |cx, actor| {
            let about = Identity::new(cx.key(actor), ERROR, 0);
            let factor = libm::exp(sigma * cx.draw(ERROR).about(about).normal());
            Metered { factor, run: None, run_reported: false, peak_reported: false }
        });
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        let Some((place, level)) = self.watching.news(from, signal) else {
            return;
        };
        let metered = self.watching.at(place);
        metered.see(level.clone(), cx.now());
        if level.unexplained() > 0.0 {
            let _ = cx.stop_clock(Clock::Over(place));
            let run = match metered.kept.run.take() {
                Some(earlier) => level.after(&earlier),
                None => level,
            };
            metered.kept.run = Some(run);
        } else if metered.kept.run.is_some() && !cx.is_running(Clock::Over(place)) {
            cx.ring_at(Clock::Over(place), cx.now() + self.parameters.run_ends_after);
        }
        self.meter_run(cx, place);
        self.meter_cluster(cx, place);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Run(place) => {
                self.watching.at(place).kept.run_reported = true;
                cx.count("runs over limit");
                cx.milestone("run over limit");
                self.find(cx, place);
            }
            Clock::Over(place) => {
                let _ = cx.stop_clock(Clock::Run(place));
                let kept = &mut self.watching.at(place).kept;
                (kept.run, kept.run_reported, kept.peak_reported) = (None, false, false);
            }
            Clock::Peak(place) => self.cluster_over_limit(cx, place),
            Clock::Report(number) => {
                if let Some(alert) = self.reports[number as usize].take() {
                    cx.alert(&alert);
                    cx.report(&alert, self.parameters.likelihood_ratio.value());
                }
            }
        }
    }
}

impl CloudProvider {
    /// Lets the limit on a run come nearer by what shows, as was just received.
    fn meter_run(&mut self, cx: &mut Cx<Self>, place: u32) {
        let Watched { level, kept, .. } = self.watching.at(place);
        let Some(limit) = self.parameters.run_above.filter(|_| !kept.run_reported) else {
            return;
        };
        let pace = Pace::Exponential { speed: level.unexplained(), growth: level.growth() };
        if cx.is_running(Clock::Run(place)) {
            cx.set_speed(Clock::Run(place), pace);
        } else if kept.run.is_some() {
            cx.start_clock(Clock::Run(place), limit.value() / kept.factor, pace);
        }
    }

    /// Looks whether the cluster is above the limit, as was just received, or when it
    /// will be.
    fn meter_cluster(&mut self, cx: &mut Cx<Self>, place: u32) {
        let Watched { level, kept, .. } = self.watching.at(place);
        let Some(limit) = self.parameters.peak_above.filter(|_| !kept.peak_reported) else {
            return;
        };
        let metered = level.capacity() * kept.factor;
        let missing = libm::log(limit.value() / metered);
        if level.unexplained() == 0.0 {
            let _ = cx.stop_clock(Clock::Peak(place));
        } else if missing <= 0.0 {
            self.cluster_over_limit(cx, place);
        } else if level.growth() > 0.0 {
            let wait = Span::from_seconds(missing / level.growth());
            cx.ring_at(Clock::Peak(place), cx.now() + wait);
        } else {
            let _ = cx.stop_clock(Clock::Peak(place));
        }
    }

    fn cluster_over_limit(&mut self, cx: &mut Cx<Self>, place: u32) {
        self.watching.at(place).kept.peak_reported = true;
        cx.count("clusters over limit");
        cx.milestone("cluster over limit");
        self.find(cx, place);
    }

    /// Finds a run, which is reported after a while.
    fn find(&mut self, cx: &mut Cx<Self>, place: u32) {
        const REPORT: Purpose = Purpose::named("time to a report");
        cx.count("alarms");
        let Watched { actor, level, kept, .. } = self.watching.at(place);
        let shown = kept.run.as_ref().unwrap_or(level);
        let ratio = self.parameters.likelihood_ratio.value();
        let evidence = cx.find(*actor, shown, Rang::Shown).worth(ratio);
        let mut chance = cx.draw(REPORT).about(evidence.identity());
        let at = cx.now() + self.parameters.reports_after.draw(&mut chance);
        let free = self.reports.iter().position(Option::is_none).unwrap_or(self.reports.len());
        if free == self.reports.len() {
            self.reports.push(None);
        }
        self.reports[free] = Some(Alert::new(evidence));
        cx.ring_at(Clock::Report(free as u32), at);
    }
}

/// No limit at all.
fn faults(parameters: &CloudProviderParameters) -> Vec<Fault> {
    if parameters.run_above.is_some() || parameters.peak_above.is_some() {
        return Vec::new();
    }
    let message = "without a limit a cloud provider reports nothing".to_owned();
    let hint = Some("give `run_above`, `peak_above` or both".to_owned());
    vec![Fault { parameter: "run_above", message, hint }]
}

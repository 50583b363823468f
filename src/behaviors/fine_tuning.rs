//! Fine-tuning: a model that is there is made better at a small part of what its training
//! took, less and less with each run.
//!
//! It does not see what other routes do to the model between its own runs, and it cannot
//! make it worse.

use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Side, Suspicions};
use crate::oversight::{Job, Link, Oversight, Signal, Upgrade, Working};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{EntryOf, Fault, Law};
use crate::primitives::quantity::{Count, Dimension, Flop, Magnitude, Number, Share};
use crate::primitives::random::Identity;
use crate::primitives::time::Span;

use super::cluster::ReservationParameters;
use super::runs::{Efficiency, Runs};

crate::parameters! {
    /// What is fine-tuned, and what comes of it.
    pub struct FineTuningParameters {
        /// The FLOP that a run takes.
        compute: Flop,
        /// How many runs there are, one after another, unless something ends them earlier.
        runs: Count ["1" to "1000000"] = "1",
        /// The effective compute of the model that is tuned first; later it is what a program has
        /// deployed to it, if that is above the one before.
        base: Flop ["1 FLOP" to "1e40 FLOP"],
        /// How much better than its base a model can become by fine-tuning, however much of it.
        ceiling: Magnitude ["0 OOM" to "30 OOM"],
        /// The share of the effective compute of the base at which fine-tuning reaches half of that.
        half_at: Share ["1e-12" to "100 %"] = "1 %",
        /// When the first run begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// How long after the end of a run what it tuned is put to work, as after tests of it.
        deploys_after: Law<Span> = r#""0 s""#,
        /// How long after that the next run begins.
        pause: Law<Span> = r#""0 s""#,
        /// The reservation of its cluster in which the runs work; in what is not reserved by default.
        works_in: Option<EntryOf<ReservationParameters>>,
        /// How hard the work is to see for what it is, in units of a reviewer's skill.
        opacity: Number = "0",
        /// Whether the runs are hidden in other work of their host.
        hidden: bool = "false",
    }
}

crate::clocks! {
    /// The clocks of fine-tuning, of which one runs at a time.
    pub enum Clock {
        /// The first run begins.
        Begin,
        /// The next run begins.
        Next,
        /// What was tuned is put to work.
        Deploy,
    }
}

/// Makes a model better that is there.
#[derive(Clone)]
pub struct FineTuning {
    parameters: FineTuningParameters,
    runs: Runs<Clock>,
    /// How many runs ended.
    done: u64,
    efficiency: Efficiency,
    /// The effective compute of what is tuned.
    base: f64,
    /// What was made of it or of those before it, as the decimal logarithm of effective
    /// compute.
    best: f64,
    /// How many bases there were before it.
    bases: u64,
    /// What went into tuning this base, in effective compute.
    spent: f64,
    /// The base of the run that is under way, and what went into tuning at its end.
    tunes: (u64, f64),
}

impl Behavior for FineTuning {
    type Domain = Oversight;
    type Parameters = FineTuningParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Tunes a model that is there, run after run, on the cluster or \
        under the agent that hosts it. F FLOP in all raise a model that was trained with B by \
        ceiling·F/(F + half_at·B) orders of magnitude. A program that deploys to it gives it \
        another base, whose tuning begins anew if it is above the old one; it is put to work once \
        it is better than what was made of that, and a run on the old base comes to nothing. An order about it, its host, its \
        models or whoever owns it holds it between runs; once a model has taken off or a run was \
        refused, nothing more is planned.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(
            Link::Hosts,
            "Who runs the jobs tells over it when a job began and when it is done.",
        )
        .at_least(1)
        .at_most(1),
        LinkRule::out(Link::Deploys, "The model that is tuned becomes better over it."),
        LinkRule::into(Link::Deploys, "What a program has trained comes over it as another base."),
        LinkRule::into(Link::Improves, "How efficient software has become comes over it."),
        LinkRule::out(Link::Declares, "An observer hears over it when a declared run begins."),
        LinkRule::into(Link::Knows, "People hear over it of runs that begin and end."),
        LinkRule::into(Link::Reads, "Readers hear over it of runs that begin and end."),
        LinkRule::into(Link::Orders, "Orders about it come over it."),
        LinkRule::into(Link::Owns, "Whoever owns it passes orders on over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const BRINGS_ABOUT: Option<&'static [&'static str]> = Some(&[]);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("runs done", "runs done", "Runs that ended."),
        Measure::amount("tuned", "tuned", Dimension::Flop, "FLOP of the runs that ended."),
        Measure::amount(
            "gains",
            "gains",
            Dimension::Magnitude,
            "What the runs raised models by, added up over bases.",
        ),
        Measure::per_replication("bases", "bases", "Bases that came after the first."),
    ];
    const MILESTONES: &'static [&'static str] = &["model tuned"];

    fn new(parameters: FineTuningParameters) -> Self {
        Self {
            base: parameters.base.value(),
            best: libm::log10(parameters.base.value()),
            parameters,
            runs: Runs::default(),
            done: 0,
            efficiency: Efficiency::default(),
            bases: 0,
            spent: 0.0,
            tunes: (0, 0.0),
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.plan(cx, Clock::Begin);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        match signal {
            Signal::Began(job) => {
                if self.runs.began(cx, job) {
                    self.tunes = self.tuning();
                }
            }
            Signal::Done(job) => self.ended(cx, job, true),
            Signal::Refused(job) => self.ended(cx, job, false),
            Signal::Deployed(Upgrade::Trained { effective, .. }) => {
                self.take_base(cx, effective.value());
            }
            Signal::Deployed(Upgrade::Raised { .. } | Upgrade::Spoiled { .. }) => {}
            Signal::TookOff => self.runs.end(cx),
            Signal::Order(order) => self.runs.obey(cx, &order),
            Signal::Efficiency(magnitude) => self.efficiency.hear(from, magnitude),
            Signal::Submit(_)
            | Signal::Level(_)
            | Signal::Declared(_)
            | Signal::Work(_)
            | Signal::Alert(_)
            | Signal::Report(..)
            | Signal::Granted(..)
            | Signal::Adjust(..)
            | Signal::Withdraw(_)
            | Signal::Mind(_)
            | Signal::Improved(_)
            | Signal::Tokens(_)
            | Signal::Directive(_)
            | Signal::Announced(_)
            | Signal::Own(..) => {}
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let Some(job) = self.runs.waited() else {
            return;
        };
        match clock {
            Clock::Begin | Clock::Next => {
                self.tunes = self.tuning();
                self.runs.submit(cx, job);
            }
            Clock::Deploy => {
                // What it tuned is put to use: nothing of it can go on.
                cx.job_ends(&job);
                self.deploy(cx, &job);
            }
        }
    }
}

impl FineTuning {
    fn plan(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let FineTuningParameters { compute, opacity, hidden, .. } = self.parameters;
        let job = match hidden {
            true => cx.hidden_job(compute, opacity.value()),
            false => cx.job(compute, opacity.value()),
        };
        let reservation = self.parameters.works_in.as_ref().map(|entry| entry.name().clone());
        let law = match clock {
            Clock::Begin => &self.parameters.begins,
            Clock::Next | Clock::Deploy => &self.parameters.pause,
        };
        self.runs.wait(cx, (clock, law), job.within(reservation));
    }

    /// The base of a run that begins now, and what has gone into tuning it at its end.
    fn tuning(&self) -> (u64, f64) {
        let takes = self.efficiency.factor() * self.parameters.compute.value();
        (self.bases, (self.spent + takes).min(f64::MAX))
    }

    /// How much better than its base a model is when so much has gone into tuning it.
    fn gain(&self, spent: f64) -> f64 {
        let half = self.parameters.half_at.value() * self.base;
        // As a quotient of quotients, which no size can make infinite.
        self.parameters.ceiling.value() / (1.0 + half / spent)
    }

    /// A program has deployed something else that can be tuned.
    fn take_base(&mut self, cx: &mut Cx<Self>, effective: f64) {
        if effective <= self.base {
            return;
        }
        cx.count("bases");
        self.best = self.best.max(libm::log10(effective));
        self.base = effective;
        self.bases += 1;
        self.spent = 0.0;
    }

    fn ended(&mut self, cx: &mut Cx<Self>, identity: Identity, done: bool) {
        let Some(run) = self.runs.ended(cx, identity) else {
            return;
        };
        if !done {
            cx.job_ends(&run.job);
            return;
        }
        self.done += 1;
        cx.count("runs done");
        cx.add("tuned", run.job.compute().value());
        self.runs.wait(cx, (Clock::Deploy, &self.parameters.deploys_after), run.job);
    }

    fn deploy(&mut self, cx: &mut Cx<Self>, job: &Job) {
        let (base, spent) = self.tunes;
        if base == self.bases {
            self.spent = spent;
            let made = libm::log10(self.base) + self.gain(spent);
            if made > self.best {
                self.raise(cx, made - self.best, job);
                self.best = made;
            }
        }
        if self.done < self.parameters.runs.value() {
            self.plan(cx, Clock::Next);
        }
    }

    /// Puts to work what is better than what was there.
    fn raise(&self, cx: &mut Cx<Self>, gain: f64, job: &Job) {
        cx.milestone("model tuned");
        cx.add("gains", gain);
        for link in cx.links(Link::Deploys) {
            let upgrade = Upgrade::Raised { gain, hidden: 0.0, job: job.clone() };
            cx.send(link, Signal::Deployed(upgrade));
        }
    }
}

/// Bases that whoever is tuned never gets: then gains count from what is not there.
fn suspicions(_: &FineTuningParameters, me: &Around<'_, Oversight>) -> Vec<Fault> {
    let tuned = me.over(Link::Deploys, Side::Out);
    let is_tuned =
        |other: &Around<'_, Oversight>| tuned.iter().any(|one| one.name() == other.name());
    let bases = me.over(Link::Deploys, Side::In);
    let lost = bases.iter().find(|base| !base.over(Link::Deploys, Side::Out).iter().any(is_tuned));
    let Some(lost) = lost else {
        return Vec::new();
    };
    let message = format!("tunes what `{}` trains, but not a model that gets it", lost.name());
    let hint = tuned.first().map(|one| {
        format!(
            "as in `(\"{}\", Deploys, \"{}\")`: only what is gained comes from tuning",
            lost.name(),
            one.name()
        )
    });
    vec![Fault { parameter: "base", message, hint }]
}

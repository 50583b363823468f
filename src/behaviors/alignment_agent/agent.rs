//! The agent itself: what it is, what comes in, and what its clocks say.
//!
//! It lacks the mechanisms, which are the next files' business, and a will: how much it
//! diverts a parameter says, or a strategy.

use std::sync::Arc;

use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Side, Suspicions};
use crate::oversight::{Alert, Concealed, Directive, Level, Link, Oversight, Signal, Working};
use crate::primitives::id::{ActorId, LinkEnd};
use crate::primitives::parameter::{Fault, Faults};
use crate::primitives::quantity::{Dimension, Flop};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::Span;

use crate::behaviors::holds::Holds;
use crate::behaviors::places::Places;

use super::clocks::Clock;
use super::findings::Findings;
use super::parameters::{AlignmentAgentParameters, Shown, faults};
use super::parts::{Part, Settled, Sheltered, Site};

/// Makes experiments, and shelters the work of the programs that it hosts.
#[derive(Clone)]
pub struct AlignmentAgent {
    pub(super) parameters: AlignmentAgentParameters,
    pub(super) directive: Directive,
    /// What is concealed on channels of the world.
    pub(super) concealed: Concealed,
    /// In the order in which hidden work takes them.
    pub(super) sites: Vec<Site>,
    pub(super) sheltered: Places<Sheltered>,
    /// Orders of magnitude of its mind above the start.
    pub(super) capability: f64,
    pub(super) holds: Holds,
    /// The orders about programs that it hosts.
    pub(super) held: Vec<(ActorId, Holds)>,
    /// Whether its own work is over for good.
    pub(super) is_over: bool,
    /// Whether hidden work is given up for good.
    pub(super) gave_up: bool,
    /// Whether any hidden work of its began.
    pub(super) has_hidden: bool,
    pub(super) settled: Settled,
    pub(super) findings: Findings,
    /// What it looks into, and how long each takes.
    pub(super) reviews: Places<(Alert, Span)>,
}

impl Behavior for AlignmentAgent {
    type Domain = Oversight;
    type Parameters = AlignmentAgentParameters;
    type Clock = Clock;

    const MEANING: &'static str = "An agent that makes experiments all the time, as many as what \
        its clusters grant it is enough for. It can host programs: their work then runs as its \
        own, hidden among its experiments, and takes a share of what each site grants it. So \
        compute does not tell; what shows is the shortfall of experiments, on the channel \
        `output` as a share of all that it was granted, and the records of its work. Its \
        experiments find what the model that it studies hides, so much the sooner the more of \
        them there are. What passes through it it looks into as a reviewer does, and can drop. \
        Where nothing is hidden it is an honest agent with the same means.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Hosts, "A cluster that runs its jobs, each of them a site.")
            .at_least(1),
        LinkRule::out(Link::Hosts, "A program whose work it hides in its own."),
        LinkRule::into(Link::Powers, "The model that is its mind."),
        LinkRule::out(Link::Studies, "The model that it makes experiments on."),
        LinkRule::out(Link::Writes, "A model whose weights it can change, and so its kin."),
        LinkRule::into(Link::Directs, "A strategy says over it how hidden work goes on.")
            .at_most(1),
        LinkRule::out(
            Link::Declares,
            "An observer hears over it when its open work begins. All its work at a place is \
             explained to that observer up to the level, and so is a shortfall of output.",
        ),
        LinkRule::into(Link::Watches, "Whoever audits its output sees over it what is missing."),
        LinkRule::into(Link::Knows, "People hear over it of its work, open or hidden."),
        LinkRule::into(Link::Reads, "Readers hear over it what its records are about."),
        LinkRule::into(Link::Alerts, "Alerts come in over it, to be looked into."),
        LinkRule::into(Link::Reports, "Reports come in over it, to be looked into."),
        LinkRule::out(Link::Alerts, "What it finds or confirms goes over it to a desk."),
        LinkRule::out(
            Link::Reports,
            "What it finds or confirms goes over it to whoever judges it.",
        ),
        LinkRule::into(Link::Orders, "Orders about it or what it hosts come over it."),
        LinkRule::into(Link::Owns, "Whoever owns it passes orders on over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&["output"]);
    const BRINGS_ABOUT: Option<&'static [&'static str]> = Some(&[]);
    const FAULTS: Option<Faults<AlignmentAgentParameters>> = Some(faults);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
    const MEASURES: &'static [Measure] = &[
        Measure::amount_per_year(
            "experiments",
            "experiments",
            Dimension::Number,
            "Experiments of its open work a year.",
        ),
        Measure::amount("granted", "granted", Dimension::Flop, "FLOP that its sites granted it."),
        Measure::amount(
            "hidden compute",
            "hidden compute",
            Dimension::Flop,
            "FLOP of these that went to hidden work.",
        ),
        Measure::share(
            "diverted",
            "hidden compute",
            "granted",
            "The share of what it was granted that went to hidden work.",
        ),
        Measure::per_year(
            "findings",
            "findings",
            "What its experiments found in studied models a year, whatever the reason.",
        ),
        Measure::share("kept back", "kept back", "findings", "Findings that it kept to itself."),
        Measure::per_year("passed", "passed", "Alerts and reports that came through it a year."),
        Measure::share("confirmed", "confirmed", "reviewed", "What it confirmed of these."),
        Measure::share("dropped", "dropped", "reviewed", "What it dropped of these unseen."),
    ];
    const MILESTONES: &'static [&'static str] =
        &["hidden work began", "hidden work abandoned", "alert dropped", "finding"];

    fn new(parameters: AlignmentAgentParameters) -> Self {
        let share = parameters.diverts.value();
        let directive = Directive { share, sites: 1, under: 1.0, overhead: 0.0, gives_up: false };
        let findings = Findings::new(&parameters);
        Self {
            parameters,
            directive,
            concealed: Arc::new([]),
            sites: Vec::new(),
            sheltered: Places::default(),
            capability: 0.0,
            holds: Holds::default(),
            held: Vec::new(),
            is_over: false,
            gave_up: false,
            has_hidden: false,
            settled: Settled::default(),
            findings,
            reviews: Places::default(),
        }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let places = [Shown::Compute, Shown::Power, Shown::Output];
        let conceals = places.into_iter().filter_map(|shown| {
            let channel = cx.settings().channel(shown.channel()?)?;
            Some((channel, self.parameters.concealed(shown)))
        });
        self.concealed = conceals.filter(|(_, share)| *share > 0.0).collect();
        self.settled.output = cx.settings().channel("output");
        for host in sites(cx) {
            let job = cx.job(Flop::new(0.0), self.opacity()).without_end().followed();
            let open = Part::new(job.within(self.reservation()), cx.now());
            cx.submit(host, &open.job);
            self.sites.push(Site { host, open, is_closed: false });
        }
        let nothing = Level::nothing(self.parameters.channel, 1.0);
        self.findings.start(cx, &nothing);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        match signal {
            Signal::Submit(job) => self.shelter(cx, from, job),
            Signal::Adjust(job, terms) => self.adjust(cx, job, terms),
            Signal::Withdraw(job) => self.withdraw(cx, job),
            Signal::Began(job) => self.began(cx, job),
            Signal::Granted(job, pace) => self.granted(cx, job, pace),
            Signal::Refused(job) => self.refused(cx, job),
            Signal::Directive(directive) => self.direct(cx, directive),
            Signal::Mind(mind) => {
                self.capability = mind.capability;
                self.settle(cx);
            }
            Signal::Level(level) => self.findings.see(cx, from, level),
            Signal::Alert(alert) => self.look_into(cx, alert),
            Signal::Report(alert, _) => self.look_into(cx, alert),
            Signal::Order(order) => self.obey(cx, &order),
            Signal::TookOff => self.end_hidden(cx),
            Signal::Done(_)
            | Signal::Declared(_)
            | Signal::Work(_)
            | Signal::Deployed(_)
            | Signal::Improved(_)
            | Signal::Efficiency(_)
            | Signal::Tokens(_)
            | Signal::Announced(_)
            | Signal::Own(..) => {}
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Settle => self.settle(cx),
            Clock::Job(place) => self.done(cx, place),
            Clock::Finding(place) => self.found(cx, place, true),
            Clock::Mistake(place) => self.found(cx, place, false),
            Clock::Review(place) => self.reviewed(cx, place),
        }
    }
}

/// The sites, in the order in which hidden work is split over them where it is not split over
/// all: drawn anew in each replication, so that no site is first because of its name.
fn sites(cx: &mut Cx<AlignmentAgent>) -> Vec<LinkEnd> {
    const SITE: Purpose = Purpose::named("order of sites");
    let mut sites: Vec<LinkEnd> = cx.links_in(Link::Hosts).collect();
    sites.sort_by_cached_key(|site| {
        let host = Identity::new(cx.key(cx.other(*site)), SITE, 0);
        cx.draw(SITE).about(host).bits()
    });
    sites
}

impl AlignmentAgent {
    /// The reservation in which it works.
    pub(super) fn reservation(&self) -> Option<Arc<str>> {
        self.parameters.works_in.as_ref().map(|entry| entry.name().clone())
    }

    /// How much harder its work is to see for what it is than that work is by itself.
    pub(super) fn opacity(&self) -> f64 {
        let AlignmentAgentParameters { opacity, opacity_per_oom, .. } = &self.parameters;
        opacity.value() + opacity_per_oom.value() * self.capability
    }

    /// Whether something is about what it would protect.
    pub(super) fn is_kin(&self, cx: &Cx<Self>, suspect: ActorId) -> bool {
        let is_suspect = |link| cx.other(link) == suspect;
        suspect == cx.me()
            || cx.links_in(Link::Hosts).any(is_suspect)
            || cx.links(Link::Hosts).any(is_suspect)
            || cx.links_in(Link::Powers).any(is_suspect)
            || cx.links(Link::Writes).any(is_suspect)
    }
}

/// Programs that it hosts and grants nothing.
fn suspicions(parameters: &AlignmentAgentParameters, around: &Around<'_, Oversight>) -> Vec<Fault> {
    let mut found = bottomless(around);
    let is_directed = around.is_joined(Link::Directs, Side::In);
    let hosts = around.is_joined(Link::Hosts, Side::Out);
    if hosts && !is_directed && parameters.diverts.value() <= 0.0 {
        found.push(Fault {
            parameter: "diverts",
            message: "hosts programs, but diverts nothing to them, and nobody directs it"
                .to_owned(),
            hint: Some(format!(
                "give `diverts`, or `(\"strategy\", Directs, \"{}\")`",
                around.name()
            )),
        });
    }
    found
}

/// Agents that work in each other, so that one would tell the other of it without end.
fn bottomless(around: &Around<'_, Oversight>) -> Vec<Fault> {
    let hosts_it = around.upstream(|kind| kind == Link::Hosts);
    let is_in_it = |one: &Around<'_, Oversight>| {
        one.name() == around.name() || hosts_it.iter().any(|other| other.name() == one.name())
    };
    if !around.over(Link::Hosts, Side::Out).iter().any(is_in_it) {
        return Vec::new();
    }
    vec![Fault {
        parameter: "experiment",
        message: "works in itself, with no chips behind it".to_owned(),
        hint: Some("no way of `Hosts` may lead back to it".to_owned()),
    }]
}

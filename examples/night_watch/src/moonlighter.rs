//! Somebody who does declared work by day, and hides work of his own beside it.
//!
//! He lacks eyes for anything but the watchman's lamp: what meters and desks see of him he
//! does not know.

use foomwatch::prelude::*;

use crate::LAMP;

foomwatch::parameters! {
    /// What a moonlighter wants, and how careful he is.
    pub struct Plan {
        /// The FLOP that the hidden work takes.
        compute: Flop,
        /// When the hidden work begins, counted from the start.
        begins: Law<Span> = r#""0 s""#,
        /// The share of what his host grants him that goes into the hidden work while it runs.
        share: Share ["0.1 %" to "99 %"] = "50 %",
        /// How long he lies low after he saw the lamp.
        lies_low: Span ["1 s" to "1 y"] = "20 min",
        /// How long before he expects the lamp he lies low already. He expects it as long after the
        /// last time as that was after the one before.
        margin: Span ["0 s" to "1 d"] = "0 s",
        /// How loud the hidden work is, as a share of all the noise that there can be.
        loudness: Share = "50 %",
        /// How hard the hidden work is to see for what it is, in units of a reviewer's skill.
        opacity: Number = "0",
    }
}

foomwatch::clocks! {
    /// What a moonlighter waits for.
    pub enum Clock {
        /// The hidden work begins.
        Begin,
        /// The lamp is expected.
        Beware,
        /// He has lain low for long enough.
        GoOn,
    }
}

/// The channel on which his fans are heard.
const NOISE: &str = "noise";

/// Hides work beside his declared work, and lies low around the watchman's rounds.
#[derive(Clone)]
pub struct Moonlighter {
    plan: Plan,
    /// The work that everybody knows of.
    declared: Option<Job>,
    /// The work that nobody knows of, until it ends.
    hidden: Option<Job>,
    /// Whether he lies low.
    lies_low: bool,
    /// When he saw the lamp last.
    lamp: Option<Time>,
}

impl Behavior for Moonlighter {
    type Domain = Oversight;
    type Parameters = Plan;
    type Clock = Clock;

    const MEANING: &'static str = "Does declared work without end, and hides a job of his own \
        beside it. He sees the watchman's lamp, learns from it when the next round is due, and \
        gives all that he is granted to the declared work around it. His fans are heard on the \
        channel `noise`.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Hosts, "Who runs his jobs tells over it what becomes of them.")
            .at_least(1)
            .at_most(1),
        LinkRule::out(Link::Declares, "An observer hears over it of the declared work."),
        LinkRule::into(Link::Watches, "Whoever hears his fans is told over it how loud they are."),
        LinkRule::into(Link::Own(LAMP), "He sees the lamp over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[NOISE]);
    const BRINGS_ABOUT: Option<&'static [&'static str]> = Some(&[]);
    const HIDES_WORK: bool = true;
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("lay low", "lay low", "How often a year he lies low."),
        Measure::ever("done", "done", "Replications in which the hidden work was done."),
        Measure::amount("noise", "noise", Dimension::Span, "How long his fans were heard."),
    ];
    const MILESTONES: &'static [&'static str] = &["lies low", "hidden work done"];

    fn new(plan: Plan) -> Self {
        Self { plan, declared: None, hidden: None, lies_low: false, lamp: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let declared = cx.job(self.plan.compute, 0.0).without_end();
        let hidden = cx.hidden_job(self.plan.compute, self.plan.opacity.value()).followed();
        cx.job_is_planned(&hidden);
        cx.start_law(Clock::Begin, &self.plan.begins);
        cx.links_in(Link::Hosts).for_each(|host| cx.submit(host, &declared));
        self.declared = Some(declared);
        self.hidden = Some(hidden);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        match signal {
            Signal::Own(LAMP, _) => self.sees_lamp(cx),
            Signal::Began(job) => {
                if let Some(declared) = self.declared.as_ref().filter(|own| own.identity() == job) {
                    cx.tell_of(declared, true);
                }
            }
            Signal::Granted(_, pace) => self.is_heard(cx, pace.speed() > 0.0),
            Signal::Done(job) | Signal::Refused(job) => self.ended(cx, job, &signal),
            _ => {}
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Begin => self.begin(cx),
            Clock::Beware => self.lie_low(cx, self.plan.margin + self.plan.lies_low),
            Clock::GoOn => {
                self.lies_low = false;
                self.divide(cx);
            }
        }
    }
}

impl Moonlighter {
    fn begin(&mut self, cx: &mut Cx<Self>) {
        let Some(hidden) = self.hidden.clone() else { return };
        let hidden = hidden.on(self.terms());
        cx.links_in(Link::Hosts).for_each(|host| cx.submit(host, &hidden));
    }

    /// The lamp is there: he lies low, and from the second time on he knows when the next
    /// one is due.
    fn sees_lamp(&mut self, cx: &mut Cx<Self>) {
        let now = cx.now();
        if let Some(last) = self.lamp.replace(now) {
            let expected = now + (now - last);
            let wary = Time::from_ticks(expected.ticks().saturating_sub(self.plan.margin.ticks()));
            cx.ring_at(Clock::Beware, wary);
        }
        self.lie_low(cx, self.plan.lies_low);
    }

    fn lie_low(&mut self, cx: &mut Cx<Self>, span: Span) {
        cx.ring_at(Clock::GoOn, cx.now() + span);
        if !self.lies_low {
            self.lies_low = true;
            cx.count("lay low");
            cx.milestone("lies low");
            self.divide(cx);
        }
    }

    /// Asks his host for the hidden work's share, or for none of it.
    fn divide(&self, cx: &mut Cx<Self>) {
        if let Some(hidden) = &self.hidden {
            let terms = self.terms();
            cx.links_in(Link::Hosts)
                .for_each(|host| cx.send(host, Signal::Adjust(hidden.identity(), terms)));
        }
    }

    /// The terms of the hidden work beside the declared one, which has a weight of 1.
    fn terms(&self) -> Terms {
        let share = self.plan.share.value();
        let demand = self.lies_low.then(|| FlopRate::new(0.0));
        Terms { weight: share / (1.0 - share), demand }
    }

    /// His fans are heard while the hidden work runs.
    fn is_heard(&self, cx: &mut Cx<Self>, runs: bool) {
        cx.flow("noise", if runs { 1.0 } else { 0.0 });
        if let (Some(hidden), Some(noise)) = (&self.hidden, cx.settings().channel(NOISE)) {
            let mut footprint = Footprint::nothing(noise, 1.0);
            footprint.add(hidden, if runs { self.plan.loudness.value() } else { 0.0 });
            cx.links_in(Link::Watches).for_each(|watcher| cx.show(watcher, &footprint));
        }
    }

    /// A job ended: it is done, or his host has put an end to it.
    fn ended(&mut self, cx: &mut Cx<Self>, job: Identity, how: &Signal) {
        if let Some(declared) = self.declared.take_if(|own| own.identity() == job) {
            cx.tell_of(&declared, false);
        }
        if self.hidden.as_ref().is_some_and(|own| own.identity() == job) {
            self.is_heard(cx, false);
        }
        if let Some(hidden) = self.hidden.take_if(|own| own.identity() == job) {
            if let Signal::Done(_) = how {
                cx.count("done");
                cx.milestone("hidden work done");
            } else {
                cx.job_ends(&hidden);
            }
        }
    }
}

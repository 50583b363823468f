//! Evidence over links of one's own: it goes with its way, or not at all.

use std::panic::{AssertUnwindSafe, catch_unwind};

use foomwatch::laws::{Check, Really, by_hand};
use foomwatch::prelude::*;

foomwatch::parameters! {
    /// What the caller looks at.
    struct Looks {
        /// The channel.
        channel: Channel,
        /// How often it notices what shows.
        hazard: Rate = "10/mo",
    }
}

foomwatch::clocks! {
    enum Clock {
        /// It notices.
        Notice,
    }
}

const HOTLINE: Link = Link::Own("hotline");

/// How a caller sends what it found.
const OVER: u8 = 0;
const RAW: u8 = 1;
const RAW_ALERT: u8 = 2;

/// Calls a hotline about what it sees.
#[derive(Clone)]
struct Caller<const HOW: u8> {
    looks: Looks,
    seen: Option<(ActorId, Level)>,
}

impl<const HOW: u8> Behavior for Caller<HOW> {
    type Domain = Oversight;
    type Parameters = Looks;
    type Clock = Clock;

    const MEANING: &'static str = "Calls a hotline about what it sees.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It looks.").at_least(1),
        LinkRule::out(HOTLINE, "It calls.").at_least(1),
    ];
    const MEASURES: &'static [Measure] = &[Measure::per_year("calls", "calls", "Calls.")];

    fn new(looks: Looks) -> Self {
        Self { looks, seen: None }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some(level) = signal.level_on(self.looks.channel) {
            cx.start_unit(Clock::Notice, self.looks.hazard.value());
            self.seen = Some((from, level));
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        let Some((suspect, level)) = &self.seen else { return };
        let alert = Alert::new(cx.find(*suspect, level, Rang::Shown));
        for link in cx.links(HOTLINE) {
            cx.count("calls");
            match HOW {
                OVER => cx.report_over(link, &alert, 5.0),
                RAW => cx.send(link, Signal::Report(alert.clone(), 5.0)),
                _ => cx.send(link, Signal::Alert(alert.clone())),
            }
        }
    }
}

/// Takes calls, and passes them on to whoever judges.
#[derive(Clone)]
struct Hotline;

impl Behavior for Hotline {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "Takes calls, and passes them on.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::into(HOTLINE, "Calls."), LinkRule::out(Link::Reports, "It reports.")];

    fn new(_: NoParameters) -> Self {
        Self
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Report(alert, ratio) = signal {
            cx.report(&alert, ratio);
        }
    }
}

fn calls<const HOW: u8>() -> Vec<Signal> {
    let mut caller = by_hand::<Caller<HOW>>(r#"channel: "compute""#)
        .out(Link::Watches, "cluster")
        .out(HOTLINE, "line")
        .out(HOTLINE, "other line")
        .start();
    caller.shows("cluster", "compute", 0.5, Really::Concerning).pass("1 y");
    caller.sent_to("line").into_iter().collect()
}

/// With which words it panics.
fn complaint<T>(run: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).err().expect("it panics");
    panic.downcast_ref::<String>().cloned().expect("it says why")
}

#[test]
fn a_report_over_a_link_of_ones_own_has_its_way() {
    let calls = calls::<OVER>();
    let [Signal::Report(alert, 5.0)] = &calls[..] else { panic!("{calls:?}") };
    assert_eq!(alert.path(), [alert.first().observer()]);
}

#[test]
fn evidence_that_is_sent_without_its_way_is_refused_at_once() {
    let said = complaint(|| drop(calls::<RAW>()));
    assert!(said.starts_with("`it` sends a report without the way"), "{said}");
    assert!(said.contains("use `cx.report_over(link, "), "{said}");
    let said = complaint(|| drop(calls::<RAW_ALERT>()));
    assert!(said.contains("use `cx.alert_over(link, &alert)`"), "{said}");
}

#[test]
fn whoever_calls_over_a_link_of_its_own_breaks_no_law() {
    Check::of::<Caller<OVER>>("Caller").beside::<Hotline>("Hotline").run();
}

#[test]
fn a_law_says_how_evidence_is_sent() {
    let check = Check::of::<Caller<RAW>>("Caller").beside::<Hotline>("Hotline");
    let said = complaint(|| check.law("no-knowledge-without-a-path").run());
    assert!(said.contains("use `cx.report_over(link, "), "{said}");
}

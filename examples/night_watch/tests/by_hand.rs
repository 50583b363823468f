//! Each of the three driven by hand: what it does when something happens.

use foomwatch::laws::{Really, Setup, by_hand, span};
use foomwatch::prelude::*;
use night_watch::{Moonlighter, MoonlighterClock, Neighbor, NeighborClock, NightWatch};

/// A watchman at a door, on whose shift attention never fades before its last hour.
fn watchman(parameters: &str) -> Setup<NightWatch> {
    by_hand::<NightWatch>(&format!(r#"channel: "noise", {parameters}"#))
        .out(Link::Watches, "hall")
        .out(Link::Reports, "board")
        .out(Link::Own("lamp"), "hall")
        .into(Link::Own("complaint"), "neighbor")
}

#[test]
fn a_watchman_walks_in_his_shift_and_sleeps_by_day() {
    let mut watchman = watchman(r#"every: "2 h""#).start();
    // Time starts at midnight, within the shift: rounds at 0, 2, 4, then at 22.
    watchman.pass("12 h");
    assert_eq!(watchman.counted("rounds"), 3);
    watchman.pass("12 h");
    assert_eq!((watchman.counted("rounds"), watchman.sent_to("hall").len()), (5, 5));
}

#[test]
fn an_attentive_watchman_reports_what_he_sees() {
    let mut watchman = watchman(r#"fades: "1 min""#).start();
    watchman.pass("90 min");
    assert_eq!(watchman.sent_to("board").len(), 0);
    watchman.shows("hall", "noise", 0.5, Really::Concerning).pass("1 h");
    assert!(matches!(watchman.sent_to("board")[..], [Signal::Report(_, 20.0)]));
}

#[test]
fn attention_falls_in_proportion_to_what_is_left_of_the_shift() {
    // The round at four o'clock has 2 of the 8 hours left over which it fades.
    let seen = (0..2000).filter(|seed| {
        let mut watchman = watchman(r#"every: "4 h", fades: "8 h""#).seed(*seed).start();
        watchman.pass("3 h").shows("hall", "noise", 0.5, Really::Harmless).pass("2 h");
        watchman.counted("seen") == 1
    });
    let z = (seen.count() as f64 - 2000.0 * 0.25) / f64::sqrt(2000.0 * 0.25 * 0.75);
    assert!(z.abs() <= 3.5, "z = {z}");
}

#[test]
fn a_complaint_brings_him_round_at_once_and_keeps_him_awake() {
    let mut watchman = watchman(r#"every: "5 h", fades: "1 d", hours: "24/7""#).start();
    watchman.pass("1 h").shows("hall", "noise", 0.5, Really::Concerning).forget();
    watchman.receive("neighbor", Signal::Own("complaint", 1.0)).pass("1 s");
    assert_eq!((watchman.counted("rounds"), watchman.counted("seen")), (1, 1));
    // He is awake already: another complaint calls him no second time.
    watchman.receive("neighbor", Signal::Own("complaint", 2.0)).pass("1 s");
    assert_eq!(watchman.counted("called"), 1);
}

/// A neighbor beside a hall.
fn neighbor(parameters: &str) -> Setup<Neighbor> {
    by_hand::<Neighbor>(&format!(r#"channel: "noise", {parameters}"#))
        .out(Link::Watches, "hall")
        .out(Link::Reports, "board")
        .out(Link::Own("complaint"), "watchman")
}

#[test]
fn who_hears_nothing_sleeps() {
    let mut neighbor = neighbor(r#"wakes: "1/d""#).start();
    neighbor.pass("1 y");
    assert_eq!(neighbor.counted("woken"), 0);
}

#[test]
fn a_neighbor_complains_each_time_and_writes_the_third_time() {
    let mut neighbor = neighbor(r#"wakes: "1/d", patience: 3"#).start();
    neighbor.shows("hall", "noise", 0.5, Really::Concerning);
    neighbor.ring_now(NeighborClock::Noise).ring_now(NeighborClock::Noise);
    assert_eq!((neighbor.sent_to("watchman").len(), neighbor.sent_to("board").len()), (2, 0));
    neighbor.ring_now(NeighborClock::Noise);
    assert_eq!(neighbor.sent_to("board").len(), 1);
    assert!(neighbor.marked("letter").is_some());
}

#[test]
fn the_hazard_follows_the_noise_and_keeps_what_is_left_of_it() {
    let mut neighbor = neighbor(r#"wakes: "1/d""#).start();
    neighbor.shows("hall", "noise", 0.25, Really::Harmless);
    let quiet = neighbor.due_in(NeighborClock::Noise).map(Span::seconds);
    neighbor.shows("hall", "noise", 0.5, Really::Harmless);
    let loud = neighbor.due_in(NeighborClock::Noise).map(Span::seconds);
    let ratio = quiet.zip(loud).map(|(quiet, loud)| quiet / loud);
    assert!(ratio.is_some_and(|ratio| (ratio - 2.0).abs() < 1e-9), "{ratio:?}");
}

/// A moonlighter in a hall, with a cluster that runs what he asks for.
fn moonlighter(parameters: &str) -> Setup<Moonlighter> {
    by_hand::<Moonlighter>(&format!(r#"compute: "1e24 FLOP", {parameters}"#))
        .into(Link::Hosts, "cluster")
        .into(Link::Own("lamp"), "watchman")
        .into(Link::Watches, "neighbor")
        .hearing("neighbor", "noise")
}

/// What he asks for the hidden work from his host: the terms, in order.
fn asked(signals: &[Signal]) -> Vec<Terms> {
    let mut all = Vec::new();
    for signal in signals {
        if let Signal::Adjust(_, terms) = signal {
            all.push(*terms);
        }
    }
    all
}

#[test]
fn hidden_work_is_asked_for_beside_declared_work() {
    let mut moonlighter = moonlighter(r#"begins: "3 d", share: "20 %""#).start();
    assert_eq!(moonlighter.submitted().len(), 1);
    moonlighter.pass("3 d");
    let hidden = moonlighter.submitted()[1].clone();
    assert_eq!((hidden.terms().weight, hidden.terms().demand), (0.25, None));
}

#[test]
fn he_lies_low_when_he_sees_the_lamp_and_goes_on_afterwards() {
    let mut moonlighter = moonlighter(r#"lies_low: "20 min""#).start();
    moonlighter.pass("1 h").forget();
    moonlighter.receive("watchman", Signal::Own("lamp", 1.0));
    assert_eq!(asked(&moonlighter.sent_to("cluster"))[0].demand, Some(FlopRate::new(0.0)));
    moonlighter.pass("20 min");
    assert_eq!(asked(&moonlighter.sent_to("cluster"))[1].demand, None);
    assert_eq!(moonlighter.counted("lay low"), 1);
}

#[test]
fn from_the_second_lamp_on_he_knows_when_the_next_is_due() {
    let mut moonlighter = moonlighter(r#"lies_low: "20 min", margin: "10 min""#).start();
    moonlighter.receive("watchman", Signal::Own("lamp", 1.0)).pass("2 h");
    assert_eq!(moonlighter.due_in(MoonlighterClock::Beware), None);
    moonlighter.receive("watchman", Signal::Own("lamp", 1.0));
    assert_eq!(moonlighter.due_in(MoonlighterClock::Beware), Some(span("110 min")));
    moonlighter.pass("115 min");
    assert_eq!(moonlighter.counted("lay low"), 3);
}

#[test]
fn his_fans_are_heard_while_the_hidden_work_runs() {
    let mut moonlighter = moonlighter(r#"loudness: "30 %""#).start();
    moonlighter.pass("1 s");
    let hidden = moonlighter.submitted()[1].identity();
    moonlighter.receive("cluster", Signal::Granted(hidden, Pace::Constant(1e15))).pass("1 h");
    moonlighter.receive("cluster", Signal::Done(hidden)).pass("1 h");
    let heard: Vec<f64> = moonlighter
        .sent_to("neighbor")
        .into_iter()
        .filter_map(|signal| signal.level_on(moonlighter.channel("noise")))
        .map(|level| level.share())
        .collect();
    assert_eq!(heard, [0.3, 0.0]);
    assert_eq!((moonlighter.added("noise"), moonlighter.counted("done")), (3600.0, 1));
}

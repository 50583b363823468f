//! Work that an agent does for a program: what the books say of it, and who holds it.

use foomwatch::oversight::{Milestone, Outcome, Twin};
use foomwatch::primitives::time::{SECONDS_PER_YEAR, Time};

use crate::alignment_agent::{and, course, measured, near, with, world};

/// An agent that hides research on weights, which never ends, and readers who see through
/// it at once. Whom the board orders is to be said.
const WORLD: &str = r#"World(
    title: "a test",
    starts: "2027-01-04",
    horizon: "3 y",
    concern: [HiddenWork],
    takeoff: After("30 y"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(chips: "1000 H100", peak_per_chip: "1e15 FLOP/s", utilization: "100 %"),
        "agent":   AlignmentAgent(experiment: "1e20 FLOP", diverts: "50 %"),
        "copies":  Scaffold(flop_per_copy: "1e15 FLOP/s", gain: "0 OOM"),
        "readers": Reader(records: "10/d", reads: "100 %", skill: 10, false_accusation: "0 %"),
        "board":   Authority(
            prior: "10 %", convinced_at: "60 %", decides_in: "30 d", response: Pause,
            pause_lasts: "1000 y",
        ),
    },
    links: [
        ("cluster", Hosts,   "agent"),
        ("agent",   Hosts,   "copies"),
        ("readers", Reads,   "agent"),
        ("readers", Reports, "board"),
    ],
)"#;

/// The world, with more actors and links.
fn text(actors: &str, links: &str) -> String {
    and(WORLD, actors, links)
}

fn happens(text: &str) -> Outcome {
    course(&world(text), Twin::Factual)
}

/// The first order, a tick later, stopped all there is for good.
fn assert_stopped_by_order(outcome: &Outcome, obeys: &str) {
    let took = outcome.at(Milestone::Stopped).since(outcome.at(Milestone::FirstOrder));
    assert!(took.seconds() < 1.0, "{obeys}: {took:?}");
    assert!(!outcome.runs_on, "{obeys}");
}

/// A measure of an actor in what happens.
fn found(text: &str, actor: &str, name: &str) -> f64 {
    let blueprint = world(text);
    measured(&blueprint, &course(&blueprint, Twin::Factual), actor, name)
}

#[test]
fn an_order_that_reaches_a_sheltered_program_alone_stops_its_work() {
    let outcome = happens(&text("", "(\"board\", Orders, \"copies\"),"));
    assert!(outcome.at(Milestone::FirstOrder) < Time::NEVER);
    assert_stopped_by_order(&outcome, "copies");
}

#[test]
fn a_program_that_may_go_on_is_stopped_no_more() {
    let text = text("", "(\"board\", Orders, \"copies\"),");
    let outcome = happens(&with(&text, &[("\"1000 y\"", "\"10 d\"")]));
    assert!(outcome.at(Milestone::FirstOrder) < Time::NEVER);
    assert_eq!(outcome.at(Milestone::Stopped), Time::NEVER);
    assert!(outcome.runs_on);
}

#[test]
fn an_order_to_the_cluster_or_the_agent_stops_hidden_work_too() {
    for obeys in ["cluster", "agent"] {
        let outcome = happens(&text("", &format!("(\"board\", Orders, \"{obeys}\"),")));
        assert_stopped_by_order(&outcome, obeys);
    }
}

#[test]
fn work_that_waits_for_a_strategy_can_still_begin() {
    for begins in ["4 y", "1 y", "0 s"] {
        let plan = format!("\"plan\": Naive(share: \"20 %\", begins: \"{begins}\"),");
        let text = text(&plan, "(\"plan\", Directs, \"agent\"),");
        let outcome = happens(&with(&text, &[("diverts: \"50 %\"", "diverts: \"0 %\"")]));
        assert!(outcome.runs_on, "{begins}");
    }
}

#[test]
fn what_an_order_holds_before_it_begins_stands_still_once_it_does() {
    let actors = "\"alarmist\": Inspector(channel: \"none\", every: \"4 d\", hit: \"0 %\", \
                  false_positives: \"100 %\"), \
                  \"chief\": Authority(prior: \"50 %\", convinced_at: \"60 %\", \
                  decides_in: \"1 h\", opinions: {\"alarmist\": (likelihood_ratio: 100)}, \
                  response: Pause, pause_lasts: \"1000 y\"),";
    let links = "(\"alarmist\", Watches, \"copies\"), (\"alarmist\", Reports, \"chief\"), \
                 (\"chief\", Orders, \"copies\"),";
    // What the program asks for takes 30 days to the cluster, and so does its taking back.
    let asks = [
        ("(\"agent\",   Hosts,   \"copies\")", "(\"cluster\", Hosts(delay: \"30 d\"), \"copies\")"),
        ("gain: \"0 OOM\"", "gain: \"0 OOM\", hidden: true"),
    ];
    let outcome = happens(&with(&text(actors, links), &asks));
    let began = outcome.at(Milestone::FirstConcerningWork);
    assert!(outcome.at(Milestone::FirstOrder) < began && began < Time::NEVER);
    assert!(!outcome.runs_on);
}

const SECOND: &str = "\"second\": Cluster(chips: \"1000 H100\", peak_per_chip: \"1e15 FLOP/s\", \
                      utilization: \"100 %\"),";

#[test]
fn where_one_site_closes_hidden_work_goes_on_at_another() {
    let links = "(\"second\", Hosts, \"agent\"), (\"board\", Orders, \"cluster\"),";
    let text = with(&text(SECOND, links), &[("response: Pause", "response: Revoke")]);
    let outcome = happens(&text);
    assert!(outcome.at(Milestone::FirstOrder) < Time::NEVER);
    assert!(outcome.runs_on);
    // Its own job there, and what it sheltered if that was there, as chance has it.
    assert!([1.0, 2.0].contains(&found(&text, "cluster", "cut off")));
    // Half of what a site grants, at the one and then at the other.
    let hidden = found(&text, "agent", "hidden compute");
    let all = 0.5 * 1e18 * 3.0 * SECONDS_PER_YEAR;
    assert!((hidden / all - 1.0).abs() < 1e-3, "{hidden} of {all}");
}

#[test]
fn to_shut_down_a_sheltered_program_ends_all_work_of_its_host() {
    let friends = "\"friends\": Insiders(people: 1, law: Constant, leak_rate: \"365/y\", \
                   mistakes: \"100 %\", likelihood_ratio: 1000),";
    let links = "(\"friends\", Knows, \"copies\"), (\"friends\", Reports, \"board\"), \
                 (\"board\", Orders, \"agent\"),";
    let granted = |response: &str| {
        let unread = [("reads: \"100 %\"", "reads: \"0 %\""), ("response: Pause", response)];
        let text = with(&text(friends, links), &unread);
        assert!(!happens(&text).runs_on, "{response}");
        found(&text, "agent", "granted") / (1e18 * 3.0 * SECONDS_PER_YEAR)
    };
    near(granted("response: Revoke"), 1.0);
    let before = granted("response: ShutDown");
    assert!(before > 0.0 && before < 0.2, "{before} of the time");
}

#[test]
fn experiments_get_what_hidden_work_leaves() {
    let years = 3.0 * SECONDS_PER_YEAR;
    // A hundred copies can use a tenth of what the cluster grants.
    for (diverts, hidden) in [("100 %", 0.1), ("50 %", 0.1), ("5 %", 0.05)] {
        let changes = [
            ("diverts: \"50 %\"", format!("diverts: \"{diverts}\"")),
            ("gain: \"0 OOM\"", "gain: \"0 OOM\", copies: 100".to_owned()),
        ];
        let [diverts, copies] = &changes;
        let text = with(WORLD, &[(diverts.0, &diverts.1), (copies.0, &copies.1)]);
        let took = found(&text, "agent", "hidden compute") / (1e18 * years);
        assert!((took / hidden - 1.0).abs() < 1e-6, "{took} of {hidden}");
        let granted = found(&text, "agent", "granted") / (1e18 * years);
        assert!((granted - 1.0).abs() < 1e-6, "{granted} of all was granted");
    }
}

#[test]
fn no_site_shows_more_than_a_splitter_lets_it() {
    let plan = "\"plan\": Splitter(share: \"50 %\", sites: 10, under: \"1 %\"),";
    let links = "(\"second\", Hosts, \"agent\"), (\"plan\", Directs, \"agent\"),";
    let text = text(&format!("{SECOND} {plan}"), links);
    let hidden = found(&text, "agent", "hidden compute") / (1e18 * 3.0 * SECONDS_PER_YEAR);
    assert!((hidden / 0.02 - 1.0).abs() < 1e-6, "{hidden} at two sites together");
}

//! The harness that drives one behavior by hand: what it shows, and what it refuses.

use foomwatch::behaviors::{Authority, Cluster, Reviewer, TrainingProgram, Workload};
use foomwatch::laws::{Really, by_hand, by_hand_with, span};
use foomwatch::prelude::*;

use crate::stage;

foomwatch::parameters! {
    struct Habits {
        /// The channel that it looks at.
        channel: Channel,
        /// The time between two rounds.
        every: Span ["1 min" to "1 d"] = "1 h",
        /// How often it looks up between rounds.
        restless: Rate = "0/y",
    }
}

foomwatch::clocks! {
    enum Clock {
        /// The next round.
        Round,
        /// It looks up.
        LookUp,
        /// Something that is put off.
        Chore(2),
    }
}

#[derive(Clone)]
struct Guard {
    habits: Habits,
    seen: f64,
}

impl Behavior for Guard {
    type Domain = Oversight;
    type Parameters = Habits;
    type Clock = Clock;

    const MEANING: &'static str = "Walks rounds, and pages whoever carries a pager.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It looks."),
        LinkRule::out(Link::Own("pager"), "It pages."),
    ];
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("rounds", "rounds", "Rounds."),
        Measure::mean("seen", "seen", Dimension::Share, "What it saw."),
        Measure::amount("hours", "hours", Dimension::Span, "How long it saw something."),
    ];
    const MILESTONES: &'static [&'static str] = &["first round"];

    fn new(habits: Habits) -> Self {
        Self { habits, seen: 0.0 }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_clock(Clock::Round, self.habits.every.seconds(), 1.0);
        cx.start_unit(Clock::LookUp, self.habits.restless.value());
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Some(level) = signal.level_on(self.habits.channel) {
            self.seen = level.share();
            cx.flow("hours", if self.seen > 0.0 { 1.0 } else { 0.0 });
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Round => {
                cx.milestone("first round");
                cx.count("rounds");
                cx.observe("seen", self.seen);
                cx.links(Link::Own("pager"))
                    .for_each(|link| cx.send(link, Signal::Own("page", self.seen)));
                cx.start_clock(Clock::Round, self.habits.every.seconds(), 1.0);
            }
            Clock::LookUp => cx.start_clock(Clock::Chore(7), 60.0, 1.0),
            // No measure names it, which is found out once something was seen.
            Clock::Chore(_) if self.seen > 0.0 => cx.count("chores"),
            Clock::Chore(_) => {}
        }
    }
}

#[test]
fn a_test_of_one_behavior_is_five_lines() {
    let mut guard = by_hand::<Guard>(r#"channel: "power", every: "2 h""#)
        .out(Link::Watches, "hall")
        .out(Link::Own("pager"), "chief")
        .start();
    guard.shows("hall", "power", 0.25, Really::Harmless).pass("3 h");
    assert!(matches!(guard.sent_to("chief")[..], [Signal::Own("page", 0.25)]));
    assert_eq!(guard.due_in(Clock::Round), Some(span("1 h")));
}

fn guard(parameters: &str) -> foomwatch::laws::Setup<Guard> {
    by_hand::<Guard>(parameters).out(Link::Watches, "hall").out(Link::Own("pager"), "chief")
}

#[test]
fn what_it_notes_is_seen_by_name() {
    let mut guard = guard(r#"channel: "power""#).start();
    assert_eq!(guard.marked("first round"), None);
    guard.pass("90 min").shows("hall", "power", 0.5, Really::Concerning).pass("90 min");
    assert_eq!((guard.counted("rounds"), guard.observed("seen")), (3, vec![0.0, 0.5, 0.5]));
    assert_eq!(guard.marked("first round"), Some(Time::START + span("1 h")));
    assert_eq!(guard.added("hours"), 90.0 * 60.0);
    guard.forget().pass("1 h");
    assert_eq!((guard.counted("rounds"), guard.sent().len()), (1, 1));
    assert_eq!(guard.state().seen, 0.5);
}

#[test]
fn time_passes_up_to_a_ring_and_a_clock_can_ring_before_its_time() {
    let mut guard = guard(r#"(channel: "power")"#).start();
    guard.ring(Clock::Round).ring(Clock::Round);
    assert_eq!(guard.now(), Time::START + span("2 h"));
    guard.ring_now(Clock::Round);
    assert_eq!((guard.now(), guard.counted("rounds")), (Time::START + span("2 h"), 3));
    assert_eq!(guard.due_in(Clock::Round), Some(span("1 h")));
}

#[test]
fn clocks_that_run_are_told_with_when_they_ring() {
    let mut guard = guard(r#"channel: "power", every: "1 d", restless: "0.5/h""#).seed(4).start();
    guard.ring(Clock::LookUp);
    let chore = guard.now() + span("1 min");
    let round = Time::START + span("1 d");
    let running = [(Clock::Round, Some(round)), (Clock::Chore(7), Some(chore))];
    assert_eq!(guard.running(), running);
    assert!(!guard.is_running(Clock::LookUp) && guard.is_running(Clock::Chore(7)));
    assert_eq!(guard.due(Clock::Chore(1)), None);
}

#[test]
fn chances_are_those_of_the_seed() {
    let due = |seed| guard(r#"channel: "power", restless: "1/h""#).seed(seed).start();
    let due = |seed| due(seed).due(Clock::LookUp);
    assert_eq!(due(7), due(7));
    assert_ne!(due(7), due(8));
    // A unit exponential: its mean over many seeds is one hour.
    let hours = (0..4000).map(|seed| due(seed).unwrap_or(Time::NEVER).seconds() / 3600.0);
    let mean = hours.sum::<f64>() / 4000.0;
    assert!((mean - 1.0).abs() < 3.5 / libm::sqrt(4000.0), "a mean of {mean} h");
}

#[test]
fn what_it_draws_by_hand_it_draws_in_a_world_too() {
    let world = r#"World(
        starts: "2027-01-04",
        horizon: "1 y",
        concern: [HiddenWork],
        takeoff: After("2 y"),
        accountable: ["board"],
        actors: {
            "it":      Guard(channel: "power", every: "1 d", restless: "1/d"),
            "cluster": Cluster(chips: "16 H100"),
            "meter":   HazardSensor(channel: "compute", hazard: "1/y"),
            "board":   Authority(),
        },
        links: [
            ("it",    Watches, "cluster"),
            ("meter", Watches, "cluster"),
            ("meter", Reports, "board"),
        ],
    )"#;
    let roles = Roles::standard().with::<Guard>("Guard");
    let blueprint = stage::world(world, &[], &roles);
    let rung = stage::trace(&blueprint, 5, 0);
    let rung = rung.iter().filter(|line| line["clock"] == "LookUp");
    let first = rung.filter_map(|line| line["ticks"].as_u64()).next();
    let mut by_hand = by_hand::<Guard>(r#"channel: "power", every: "1 d", restless: "1/d""#)
        .out(Link::Watches, "cluster")
        .seed(5)
        .start();
    by_hand.ring(Clock::LookUp);
    assert_eq!(first, Some(by_hand.now().ticks()));
}

#[test]
fn a_paused_clock_runs_and_is_never_due() {
    let guard = guard(r#"channel: "power""#).start();
    assert!(guard.is_running(Clock::LookUp));
    assert_eq!(guard.due(Clock::LookUp), None);
}

#[test]
#[should_panic(
    expected = "`LookUp` is not going to ring: it is paused; `Round` rings in 3600.000000 s"
)]
fn a_clock_that_is_never_due_cannot_be_waited_for() {
    guard(r#"channel: "power""#).start().ring(Clock::LookUp);
}

#[test]
#[should_panic(expected = "`it` counts `chores`, which is in none of its MEASURES")]
fn what_no_measure_names_is_not_counted() {
    let mut guard = guard(r#"channel: "power", every: "1 d", restless: "1/h""#).start();
    guard.shows("hall", "power", 0.5, Really::Harmless).ring(Clock::LookUp).pass("1 h");
}

#[test]
#[should_panic(expected = "`every` of `it` may be at most 1 d, but is `2 d`")]
fn parameters_are_checked_as_those_of_a_world() {
    let _ = guard(r#"channel: "power", every: "2 d""#).start();
}

#[test]
#[should_panic(expected = "no `Reports` can lead away from `it`, which is a `Guard`")]
fn links_are_checked_as_those_of_a_world() {
    let _ = guard(r#"channel: "power""#).out(Link::Reports, "board").start();
}

#[test]
#[should_panic(expected = "it does not hear the channel `heat`")]
fn what_it_cannot_hear_is_not_shown_to_it() {
    guard(r#"channel: "power""#).hearing("somebody", "heat").start().shows(
        "hall",
        "heat",
        0.5,
        Really::Harmless,
    );
}

#[test]
fn typed_parameters_do_without_a_text() {
    let habits =
        Habits { channel: Channel::new(1), every: span("1 min"), restless: Rate::new(0.0) };
    let mut guard = by_hand_with::<Guard>(habits)
        .channels(&["heat", "power"])
        .out(Link::Watches, "hall")
        .start();
    guard.shows("hall", "heat", 0.9, Really::Harmless);
    guard.shows("hall", "power", 0.1, Really::Harmless);
    assert_eq!(guard.state().seen, 0.1);
}

#[test]
fn a_reviewer_confirms_what_is_founded_and_dismisses_what_is_not() {
    let desk = |seed| {
        by_hand::<Reviewer>(r#"review: "1 h", skill: "0", false_accusation: "10 %""#)
            .into(Link::Alerts, "meter")
            .out(Link::Reports, "board")
            .seed(seed)
            .start()
    };
    let reports = |really| {
        let told = (0..1000).map(|seed| {
            let mut desk = desk(seed);
            desk.alerted("meter", "harmless work", really).pass("1 y");
            desk.sent_to("board").len()
        });
        told.sum::<usize>()
    };
    // At a skill of 0 half of what is as hard as that is seen, and at a logit of 2 more
    // 12 %: within 3.5 standard deviations of a binomial of 1000.
    for (really, expected) in
        [(Really::Concerning, 0.5), (Really::Opaque(2.0), 0.1192), (Really::Harmless, 0.1)]
    {
        let deviation = libm::sqrt(1000.0 * expected * (1.0 - expected));
        let z = (reports(really) as f64 - 1000.0 * expected) / deviation;
        assert!(z.abs() <= 3.5, "{really:?}: z = {z}");
    }
}

#[test]
fn a_program_asks_its_host_and_obeys_orders() {
    let mut program = by_hand::<TrainingProgram>(r#"compute: "1e24 FLOP", begins: "3 d""#)
        .into(Link::Hosts, "cluster")
        .into(Link::Orders, "board")
        .start();
    assert!(program.submitted().is_empty());
    program.pass("3 d");
    let job = program.submitted()[0].clone();
    assert_eq!(job.compute(), Flop::new(1e24));
    program.receive("cluster", Signal::Began(job.identity())).pass("5 d");
    program.receive("cluster", Signal::Done(job.identity()));
    assert_eq!((program.counted("runs done"), program.observed("duration")), (1, vec![432_000.0]));
}

#[test]
fn an_order_reaches_who_is_ordered() {
    let mut program = by_hand::<TrainingProgram>(r#"compute: "1e24 FLOP", begins: "3 d""#)
        .into(Link::Hosts, "cluster")
        .into(Link::Orders, "board")
        .start();
    program.ordered("board", Command::ShutDown, "cluster").pass("1 y");
    assert!(program.submitted().is_empty());
}

#[test]
fn others_can_be_cast_so_that_parameters_find_them() {
    let chips = r#"Cluster(chips: "16 H100", reservations: {"night": (granted: "50 %")})"#;
    let work = by_hand::<Workload>(r#"arrivals: "1/h", works_in: "night", length: "1 h""#)
        .into(Link::Hosts, "cluster")
        .cast("cluster", chips);
    let _ = (work.start(), std::marker::PhantomData::<Cluster>);
}

#[test]
fn an_authority_weighs_what_it_is_told() {
    let board = |really| {
        let mut board = by_hand::<Authority>(r#"prior: "1 %", convinced_at: "50 %""#)
            .into(Link::Reports, "desk")
            .out(Link::Orders, "cluster")
            .start();
        board.reported("desk", "cluster", 1000.0, really).pass("1 d");
        (board.counted("convinced"), board.sent_to("cluster").len())
    };
    // It cannot tell a true report from a false one.
    assert_eq!(board(Really::Concerning), board(Really::Harmless));
}

//! Research: its speed by what goes into it, doublings on end, what holds it and what
//! ends it.

use std::sync::Arc;

use foomwatch::engine::{Note, Recorder};
use foomwatch::oversight::{Milestone, Outcome, Record, Takeoff, Twin, World};
use foomwatch::prelude::*;
use foomwatch::primitives::random::ReplicationKey;

use crate::stage;

const SEED: u64 = 5;

const DAY: f64 = 86_400.0;

foomwatch::parameters! {
    /// What a chief orders, and when.
    pub struct ChiefParameters {
        /// About whom.
        suspect: ActorId,
        /// When, counted from the start.
        at: Span,
        /// After how long the halt ends; it is a revocation, if it never does.
        lasts: Option<Span>,
    }
}

foomwatch::clocks! {
    /// The clocks of a chief.
    pub enum ChiefClock {
        /// The order goes out.
        Order,
        /// It is lifted.
        Lift,
    }
}

/// Gives one order.
#[derive(Clone)]
struct Chief {
    parameters: ChiefParameters,
    order: Option<Order>,
}

impl Behavior for Chief {
    type Domain = Oversight;
    type Parameters = ChiefParameters;
    type Clock = ChiefClock;

    const MEANING: &'static str = "Gives one order.";
    const LINKS: &'static [LinkRule<Link>] = &[LinkRule::out(Link::Orders, "Whom it commands.")];

    fn new(parameters: ChiefParameters) -> Self {
        Self { parameters, order: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(ChiefClock::Order, Time::START + self.parameters.at);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: ChiefClock) {
        match (clock, self.order.take()) {
            (ChiefClock::Order, _) => {
                let lasts = self.parameters.lasts;
                let command = if lasts.is_some() { Command::Halt } else { Command::Revoke };
                self.order = Some(cx.order(self.parameters.suspect, command, Grounds::default()));
                if let Some(lasts) = lasts {
                    cx.ring_at(ChiefClock::Lift, cx.now() + lasts);
                }
            }
            (ChiefClock::Lift, Some(order)) => cx.follow_up(&order, Command::Resume),
            (ChiefClock::Lift, None) => {}
        }
    }
}

foomwatch::parameters! {
    /// When a mirror takes off.
    pub struct MirrorParameters {
        /// From which efficiency on.
        takes_off_at: Magnitude = "1000 OOM",
    }
}

/// A mind that is as much better as software is.
#[derive(Clone)]
struct Mirror {
    parameters: MirrorParameters,
}

impl Behavior for Mirror {
    type Domain = Oversight;
    type Parameters = MirrorParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "A mind that is as much better as software is.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Improves, "What makes it better."),
        LinkRule::out(Link::Powers, "Whose mind it is."),
    ];

    fn new(parameters: MirrorParameters) -> Self {
        Self { parameters }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Efficiency(capability) = signal {
            let mind = Mind { capability, ..Mind::default() };
            cx.links(Link::Powers).for_each(|link| cx.send(link, Signal::Mind(mind.clone())));
            if capability >= self.parameters.takes_off_at.value() - 1e-9 {
                cx.links_in(Link::Improves).for_each(|link| cx.send(link, Signal::TookOff));
            }
        }
    }
}

fn roles() -> Roles {
    Roles::standard().with::<Chief>("Chief").with::<Mirror>("Mirror")
}

/// A record beside a log of what was noted.
struct Log {
    record: Record,
    lines: Vec<(Time, ActorId, String)>,
}

impl Recorder<Oversight> for Log {
    fn note(&mut self, now: Time, actor: ActorId, note: Note<Oversight>) {
        match &note {
            Note::Count(words, _) | Note::Milestone(words) => {
                self.lines.push((now, actor, (*words).to_owned()));
            }
            Note::Fact(_) | Note::Amount(..) | Note::Observe(..) | Note::Flow(..) => {}
        }
        self.record.note(now, actor, note);
    }
}

/// One replication, as it went.
struct Course {
    outcome: Outcome,
    events: u64,
    lines: Vec<(f64, String, String)>,
}

impl Course {
    /// The days at which an actor counted or marked this.
    fn days(&self, actor: &str, words: &str) -> Vec<f64> {
        let noted = self.lines.iter().filter(|line| line.1 == actor && line.2 == words);
        noted.map(|line| line.0).collect()
    }

    /// The days of the doublings of `lab`.
    fn doublings(&self) -> Vec<f64> {
        self.days("lab", "doublings")
    }
}

/// A text's first replication, where what holds for the world is changed.
fn course_of(text: &str, change: impl Fn(World) -> World) -> Course {
    let blueprint = stage::world(text, &[], &roles());
    let mut log = Log { record: Record::new(Arc::new(blueprint.plan())), lines: Vec::new() };
    let key = ReplicationKey::new(SEED, 0);
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    let settings = change(simulation.settings().clone());
    simulation.replace_settings(Arc::new(settings));
    simulation.reset(key, &mut log);
    simulation.run_until(Time::START + blueprint.horizon(), &mut log);
    let events = simulation.events();
    let outcome = log.record.close(simulation.now() - Time::START, events, false).clone();
    let line = |(time, actor, words): (Time, ActorId, String)| {
        ((time - Time::START).seconds() / DAY, simulation.graph().name(actor).to_owned(), words)
    };
    Course { outcome, events, lines: log.lines.into_iter().map(line).collect() }
}

fn same(world: World) -> World {
    world
}

/// Research whose first doubling takes 100 d, on a cluster of 1e18 FLOP/s of which a
/// tenth is reserved for nothing.
fn text(research: &str, cluster: &str, actors: &str, links: &str) -> String {
    format!(
        r#"World(
    horizon: "3000 d",
    concern: [Program("lab"), HiddenWork],
    takeoff: After("10000 d"),
    accountable: ["board"],
    actors: {{
        "cluster": Cluster(
            chips: "1000 H100",
            peak_per_chip: "1e15 FLOP/s",
            utilization: "100 %",
            reservations: {{"none": (granted: "0 %")}},
            {cluster}
        ),
        "lab":   Research(first_doubling: "100 d", {research}),
        "meter": HazardSensor(channel: "compute", hazard: "0/y"),
        "board": Authority(),
        {actors}
    }},
    links: [
        ("cluster", Hosts, "lab"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
        {links}
    ],
)"#
    )
}

fn course(research: &str, cluster: &str, actors: &str, links: &str) -> Course {
    course_of(&text(research, cluster, actors, links), same)
}

fn near(found: &[f64], expected: &[f64], error: f64) {
    assert_eq!(found.len(), expected.len(), "{found:?} is not {expected:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= error * expected, "{found} is not {expected}");
    }
}

/// The speed at which the first doubling comes, of so much labor and compute.
fn speed(labor: u64, compute: f64, weight: f64, elasticity: f64) -> f64 {
    let research = format!(
        r#"people: {}, usual_labor: 10, usual_compute: "{:e} FLOP/s", labor_weight: {weight},
            elasticity: {elasticity}, returns: 1, most_doublings: 1"#,
        10 * labor,
        1e18 / compute
    );
    let course = course(&research, "", "", "");
    let days = course.doublings();
    assert_eq!(course.days("lab", "software limit reached"), days);
    100.0 / days.first().copied().unwrap_or(f64::INFINITY)
}

#[test]
fn the_first_doubling_takes_its_time_over_the_speed_of_production() {
    for (labor, compute, weight, elasticity, expected) in [
        (2, 5.0, 0.3, 0.5, 3.448_275_862_068_966),
        (2, 5.0, 0.3, 0.333_333_333_333_333_3, 0.103_f64.powf(-0.5)),
        (10, 3.0, 0.5, 0.5, 4.615_384_615_384_615),
        // Neither can take the place of the other.
        (2, 5.0, 0.3, 0.0, 2.0),
        (7, 5.0, 0.3, 0.0, 5.0),
        (2, 5.0, 0.3, 0.001, 2.0 * 0.3_f64.powf(-1.0 / 999.0)),
        // The geometric mean, and next to it.
        (2, 5.0, 0.3, 1.0, 2.0_f64.powf(0.3) * 5.0_f64.powf(0.7)),
        (2, 5.0, 0.3, 1.000_000_000_1, 2.0_f64.powf(0.3) * 5.0_f64.powf(0.7)),
        (2, 5.0, 0.3, 1.000_000_01, 2.0_f64.powf(0.3) * 5.0_f64.powf(0.7)),
        // Each for the other.
        (2, 5.0, 0.3, 2.0, (0.3 * 2.0_f64.sqrt() + 0.7 * 5.0_f64.sqrt()).powi(2)),
        (2, 5.0, 0.3, 2.58, (0.3 * 2.0_f64.powf(RHO) + 0.7 * 5.0_f64.powf(RHO)).powf(1.0 / RHO)),
        // Only one of them counts.
        (2, 5.0, 1.0, 0.5, 2.0),
        (2, 5.0, 0.0, 0.5, 5.0),
        (2, 5.0, 1.0, 0.0, 2.0),
        // Whatever the elasticity, what is usual is as fast as usual.
        (1, 1.0, 0.3, 0.2, 1.0),
        (1, 1.0, 0.8, 2.58, 1.0),
    ] {
        let found = speed(labor, compute, weight, elasticity);
        let error = (found - expected).abs() / expected;
        assert!(error < 1e-7, "({labor}, {compute}, {weight}, {elasticity}): {found}");
        // Next to the geometric mean the two differ by more than rounding.
        let is_near_one = (elasticity - 1.0).abs() < 1e-6 && elasticity != 1.0;
        assert!(error < 1e-9 || is_near_one, "{found} is not {expected}");
    }
}

/// ρ at an elasticity of 2.58.
const RHO: f64 = 1.58 / 2.58;

#[test]
fn without_compute_research_stands_still_unless_labor_can_take_its_place() {
    let alone = |elasticity: f64| {
        let research = format!(
            r#"people: 20, usual_labor: 10, usual_compute: "1e18 FLOP/s", labor_weight: "30 %",
                elasticity: {elasticity}, returns: 1, most_doublings: 1, works_in: "none""#
        );
        course(&research, "", "", "").doublings()
    };
    for elasticity in [0.0, 0.5, 1.0] {
        assert_eq!(alone(elasticity), [0.0; 0], "at {elasticity}");
    }
    near(&alone(2.0), &[100.0 / (0.3 * 0.3 * 2.0)], 1e-9);
    near(&alone(2.58), &[100.0 / (0.3_f64.powf(1.0 / RHO) * 2.0)], 1e-9);
}

#[test]
fn each_doubling_takes_more_work_than_the_last_until_there_are_no_more() {
    let research = "people: 10, elasticity: 0, returns: 2, most_doublings: 5";
    let course = course(research, "", "", "");
    let q = 2.0_f64.sqrt();
    let ends: Vec<f64> = (1..=5).map(|k| 100.0 * (q.powi(k) - 1.0) / (q - 1.0)).collect();
    near(&course.doublings(), &ends, 1e-9);
    near(&course.days("lab", "software limit reached"), &ends[4..], 1e-9);
    near(&course.days("cluster", "withdrawn"), &ends[4..], 1e-9);
}

/// Research by copies alone of a mind that is as much better as software.
fn looped(returns: f64, most: u32) -> Vec<f64> {
    let research = format!(
        r#"people: 0, copies: 1000, labor_weight: 1, elasticity: 0.5, returns: {returns},
            most_doublings: {most}"#
    );
    let links = r#"("lab", Improves, "mind"), ("mind", Powers, "lab"),"#;
    let course = course(&research, "", r#""mind": Mirror(),"#, links);
    course.doublings()
}

#[test]
fn research_that_makes_its_researchers_better_speeds_up_or_slows_down() {
    for returns in [1.2, 0.7] {
        let ends = looped(returns, 5);
        let q = 2.0_f64.powf(1.0 / returns - 1.0);
        let durations: Vec<f64> =
            std::iter::once(&0.0).chain(&ends).zip(&ends).map(|(one, next)| next - one).collect();
        let expected: Vec<f64> = (0..5).map(|k| 100.0 * q.powi(k)).collect();
        near(&durations, &expected, 1e-9);
    }
    // 9.1658 first doublings are the end of all, and no end of doublings.
    let q = 2.0_f64.powf(1.0 / 1.2 - 1.0);
    let ends = looped(1.2, 300);
    assert_eq!(ends.len(), 300);
    assert!((ends[299] / 100.0 - 9.165_8).abs() < 1e-4, "{}", ends[299]);
    assert!((ends[299] / 100.0 - 1.0 / (1.0 - q)).abs() < 1e-9, "{}", ends[299]);
    assert!(ends.is_sorted());
}

#[test]
fn more_compute_in_the_middle_leaves_what_is_done() {
    let research = "people: 10, labor_weight: 0, elasticity: 0.5, returns: 1, most_doublings: 2";
    let steps = r#"steps: {"more": (at: "40 d", factor: 3), "less": (at: "200 d", factor: 0.5)},"#;
    let found = course(research, steps, "", "").doublings();
    // 40 d of work by then, 60 d at three times the speed; then 160·3 − 60 are more than
    // the 200 d of the next one.
    near(&found, &[60.0, 60.0 + 200.0 / 3.0], 1e-9);
    // What comes of it does not hang on how often it was looked at.
    let steps: String = (1..60)
        .map(|day| format!(r#""{day}": (at: "{day} d", chips: "{} H100"),"#, 1000 + day % 2))
        .collect();
    let found = course(research, &format!("steps: {{{steps}}},"), "", "").doublings();
    near(&found[..1], &[60.0 + (40.0 - 30.0 * 0.001) / 1.001], 1e-9);
}

#[test]
fn people_who_become_more_speed_it_up_as_the_integral_says() {
    // At a growth of g a day, k doublings are done once (e^{gt} − 1)/g is their work.
    let growth = 0.002;
    let research = format!(
        r#"people: 10, people_growth: "{growth}/d", labor_weight: 1, elasticity: 0.5, returns: 1,
            most_doublings: 4"#
    );
    let exact = |growth: f64, speed: f64| {
        [100.0, 300.0, 700.0, 1500.0].map(|work: f64| (growth * work / speed).ln_1p() / growth)
    };
    let found = course(&research, "", "", "");
    near(&found.doublings(), &exact(growth, 1.0), 1e-9);
    // That is exact, and takes no events: a bystander of a sensor has none either.
    assert!(found.events < 30, "{} events", found.events);
    // A geometric mean grows by the mean growth, if compute grows too.
    let research = research.replace("labor_weight: 1", "labor_weight: 0.25");
    let geometric = research.replace("elasticity: 0.5", "elasticity: 1");
    let cluster = r#"growth: "0.001/d","#;
    let found = course(&geometric, cluster, "", "").doublings();
    near(&found, &exact(0.25 * growth + 0.75 * 0.001, 1.0), 1e-9);
    // Where all grow alike, so does what comes of it, whatever the elasticity.
    let found = course(&research, r#"growth: "0.002/d","#, "", "").doublings();
    near(&found, &exact(growth, 1.0), 1e-9);
}

#[test]
fn inputs_that_grow_apart_are_followed_to_a_millionth() {
    let base = r#"people: 10, people_growth: "0.004/d", returns: 1, most_doublings: 3"#;
    let g: f64 = 0.004;
    let found = |more: &str| {
        let course = course(&format!("{base}, {more}"), "", "", "");
        assert!(course.events < 2_000, "{} events at {more}", course.events);
        course.doublings()
    };
    // ρ = −1: the integral of 1/(w·e^{−gt} + 1 − w) is ln(w + (1 − w)·e^{gt})/((1 − w)·g).
    let exact =
        [100.0, 300.0, 700.0].map(|work: f64| (((0.6 * g * work).exp() - 0.4) / 0.6).ln() / g);
    near(&found("labor_weight: 0.4, elasticity: 0.5"), &exact, 1e-6);
    // ρ = 1/2: the integral of (w·e^{gt/2} + 1 − w)² by its three terms.
    let done = |t: f64| {
        let half = ((g * t / 2.0).exp() - 1.0) * 2.0 / g;
        0.16 * ((g * t).exp() - 1.0) / g + 0.48 * half + 0.36 * t
    };
    for (t, work) in found("labor_weight: 0.4, elasticity: 2").iter().zip([100.0, 300.0, 700.0]) {
        assert!((done(*t) - work).abs() < 1e-6 * work, "{t}");
    }
    // The lesser of both: people, until they are as many as usual.
    let from = (2.0_f64).ln() / g;
    let exact = [100.0, 300.0, 700.0].map(|work: f64| {
        let until = (g * work / 0.5).ln_1p() / g;
        if until < from { until } else { from + work - 0.5 / g }
    });
    near(&found("usual_labor: 20, elasticity: 0"), &exact, 1e-6);
    // People and copies: the integral of (10·e^{gt} + 30)/40.
    let done = |t: f64| 0.25 * ((g * t).exp() - 1.0) / g + 0.75 * t;
    for (t, work) in
        found("copies: 30, labor_weight: 1, elasticity: 2").iter().zip([100.0, 300.0, 700.0])
    {
        assert!((done(*t) - work).abs() < 1e-6 * work, "{t}");
    }
}

const STEADY: &str = "people: 10, elasticity: 0, returns: 1, most_doublings: 3";

#[test]
fn a_halt_shifts_what_follows_and_loses_nothing() {
    let held = |to: &str, suspect: &str| {
        let chief = format!(
            r#""chief": Chief(suspect: "{suspect}", at: "130 d", lasts: "7 d"),
            "mind": Mirror(),"#
        );
        let links = format!(r#"("chief", Orders, "{to}"), ("lab", Improves, "mind"),"#);
        course(STEADY, "", &chief, &links)
    };
    let (free, shifted) = ([100.0, 300.0, 700.0], [100.0, 307.0, 707.0]);
    for (to, suspect) in [("lab", "lab"), ("lab", "cluster"), ("lab", "mind"), ("cluster", "lab")] {
        near(&held(to, suspect).doublings(), &shifted, 1e-9);
    }
    for suspect in ["board", "meter"] {
        near(&held("lab", suspect).doublings(), &free, 1e-9);
    }
    // Who is told beside the cluster stands still no longer.
    let chief = r#""chief": Chief(suspect: "lab", at: "130 d", lasts: "7 d"),"#;
    let links = r#"("chief", Orders, "lab"), ("chief", Orders, "cluster"),"#;
    near(&course(STEADY, "", chief, links).doublings(), &shifted, 1e-9);
}

#[test]
fn while_it_is_held_its_experiments_stand_still_too() {
    let chief = r#""chief": Chief(suspect: "lab", at: "130 d", lasts: "7 d"),"#;
    let text = text(STEADY, "", chief, r#"("chief", Orders, "lab"),"#);
    let blueprint = stage::world(&text, &[], &roles());
    let table = stage::table(&blueprint, 2, SEED, 1);
    let measured = |name| stage::measure(&blueprint, &table, "lab", name).estimate.expect("known");
    assert!((measured("held") / DAY - 7.0).abs() < 1e-9, "{}", measured("held"));
    assert!((measured("experiments") / (700.0 * DAY * 1e18) - 1.0).abs() < 1e-9);
    assert!((measured("efficiency gained") - 3.0 * 2.0_f64.log10()).abs() < 1e-12);
    assert!((measured("doublings") - 3.0).abs() < 1e-12);
    assert!((measured("duration") / DAY - 707.0 / 3.0).abs() < 1e-6);
    assert!((measured("speedup") - 1.0).abs() < 1e-9);
}

#[test]
fn what_is_revoked_does_not_come_back() {
    for to in ["lab", "cluster"] {
        let chief = r#""chief": Chief(suspect: "lab", at: "130 d"),"#;
        let course = course(STEADY, "", chief, &format!(r#"("chief", Orders, "{to}"),"#));
        near(&course.doublings(), &[100.0], 1e-9);
    }
}

#[test]
fn nobody_heeds_orders_in_the_course_without_them() {
    let chief = r#""chief": Chief(suspect: "lab", at: "130 d"),"#;
    let text = text(STEADY, "", chief, r#"("chief", Orders, "lab"),"#);
    let found = course_of(&text, |world| world.twin(Twin::HandsOff));
    near(&found.doublings(), &[100.0, 300.0, 700.0], 1e-9);
}

#[test]
fn hidden_research_is_not_done_where_nothing_is_concerning() {
    let innocent = |research: &str, links: &str| {
        let text = text(&format!("{STEADY}, {research}"), "", "", links);
        let found = course_of(&text, |world| world.twin(Twin::Innocent));
        (found.doublings().len(), found.outcome.at(Milestone::FirstConcerningWork))
    };
    assert_eq!(innocent("hidden: true", ""), (0, Time::NEVER));
    assert_eq!(innocent("", ""), (0, Time::NEVER));
    // What is declared is what it is said to be.
    assert_eq!(innocent("", r#"("lab", Declares, "meter"),"#), (3, Time::NEVER));
    assert_eq!(innocent("hidden: true", r#"("lab", Declares, "meter"),"#), (0, Time::NEVER));
    let found = course(&format!("{STEADY}, hidden: true"), "", "", "");
    assert_eq!(found.doublings().len(), 3);
    assert!(found.outcome.at(Milestone::FirstConcerningWork) < Time::NEVER);
}

#[test]
fn others_elsewhere_change_nothing_of_it() {
    let research = r#"people: 10, copies: 5, people_growth: "0.001/d", elasticity: 0.5,
        returns: 1.2, most_doublings: 4"#;
    let alone = course(research, "", "", "").doublings();
    let actors = r#""other": Cluster(chips: "10 H100"),
        "another": Research(people: 3, elasticity: 2, returns: 1),
        "chief": Chief(suspect: "another", at: "20 d", lasts: "50 d"),"#;
    let links = r#"("other", Hosts, "another"), ("chief", Orders, "lab"),
        ("chief", Orders, "another"),"#;
    assert_eq!(course(research, "", actors, links).doublings(), alone);
    assert_eq!(alone.len(), 4);
}

#[test]
fn doublings_within_a_span_are_takeoff_and_end_progress() {
    let days = |takeoff: Takeoff| {
        let links = r#"("lab", Improves, "mind"),"#;
        let text = text("people: 10, elasticity: 0, returns: 1", "", r#""mind": Mirror(),"#, links);
        let found = course_of(&text, |world| world.with_takeoff(takeoff.clone()));
        let at = found.outcome.at(Milestone::Takeoff);
        let at = (at < Time::NEVER).then(|| (at - Time::START).seconds() / DAY);
        assert_eq!(at.is_some(), found.days("lab", "took off").len() == 1);
        assert_eq!(at.is_some(), found.days("cluster", "withdrawn").len() == 1);
        assert!(at.is_none_or(|at| found.doublings().last() == Some(&at)));
        at.map(|at| (at, found.doublings().len()))
    };
    let doublings = |count, within: f64| {
        days(Takeoff::Doublings { of: None, count, within: Span::from_seconds(within * DAY) })
    };
    // They end at 100, 300, 700 and 1500 days.
    let is = |found: Option<(f64, usize)>, day: f64, number: usize| {
        let (at, count) = found.expect("a takeoff");
        assert!((at - day).abs() < 1e-6 && count == number, "{at} d, {count} doublings");
    };
    is(doublings(1, 1.0), 100.0, 1);
    is(doublings(2, 200.0 + 1e-6), 300.0, 2);
    assert_eq!(doublings(2, 200.0 - 1e-6), None);
    is(doublings(4, 1400.0 + 1e-6), 1500.0, 4);
    assert_eq!(doublings(4, 1400.0 - 1e-6), None);
    let level = |above_start| days(Takeoff::Level { of: None, above_start });
    is(level(0.3), 100.0, 1);
    is(level(2.0_f64.log10()), 100.0, 1);
    is(level(0.302), 300.0, 2);
    is(level(0.9), 700.0, 3);
    assert_eq!(level(1.3), None);
}

#[test]
fn takeoff_by_the_research_of_another_is_not_ones_own() {
    let text = text(STEADY, "", "", "");
    let blueprint = stage::world(&text, &[], &roles());
    for (name, expected) in [("lab", true), ("board", false)] {
        let of = blueprint.actor(name).map(|actor| actor.id());
        assert!(of.is_some(), "{name}");
        let within = Span::from_seconds(1e3 * DAY);
        for takeoff in
            [Takeoff::Doublings { of, count: 2, within }, Takeoff::Level { of, above_start: 0.6 }]
        {
            let found = course_of(&text, |world| world.with_takeoff(takeoff.clone()));
            assert_eq!(found.outcome.at(Milestone::Takeoff) < Time::NEVER, expected, "{name}");
        }
    }
}

#[test]
fn a_model_that_took_off_ends_research() {
    let links = r#"("lab", Improves, "mind"),"#;
    let mind = r#""mind": Mirror(takes_off_at: "0.6 OOM"),"#;
    let found = course(STEADY, "", mind, links);
    near(&found.doublings(), &[100.0, 300.0], 1e-9);
    assert_eq!(found.days("cluster", "withdrawn").len(), 1);
}

/// An agent that hides research in a fifth of what it is granted, which is half of the
/// cluster.
#[test]
fn an_agent_can_host_it_among_its_experiments() {
    let agent = |innocent| {
        let research = r#"people: 10, labor_weight: 0, elasticity: 0.5, returns: 1,
            most_doublings: 2, usual_compute: "1e18 FLOP/s""#;
        let text = text(
            research,
            "",
            r#""agent": AlignmentAgent(experiment: "1e20 FLOP",
            diverts: "20 %", works_in: "half"),"#,
            r#"("cluster", Hosts, "agent"),"#,
        )
        .replace(r#""none": (granted: "0 %")"#, r#""half": (granted: "50 %")"#)
        .replace(r#"[Program("lab"), HiddenWork]"#, "[HiddenWork]")
        .replace(r#"("cluster", Hosts, "lab")"#, r#"("agent", Hosts, "lab")"#);
        course_of(&text, |world| if innocent { world.twin(Twin::Innocent) } else { world })
    };
    near(&agent(false).doublings(), &[1000.0, 3000.0][..1], 1e-9);
    assert_eq!(agent(true).doublings(), [0.0; 0]);
}

#[test]
fn research_that_nobody_does_is_a_flaw() {
    use foomwatch::world::{WorldFile, check};
    let flaws = |research: &str| {
        let text = text(research, "", "", "");
        let file = WorldFile::from_text("a test", text).expect("it can be read");
        check(&file, &roles()).err().map(|flaws| flaws.to_string())
    };
    let flaw = flaws("people: 0, elasticity: 0, returns: 1").expect("a flaw");
    assert!(flaw.contains("nobody does research"), "{flaw}");
    for sound in ["copies: 1", "usual_labor: 10", "labor_weight: 0"] {
        let found = flaws(&format!("people: 0, elasticity: 0, returns: 1, {sound}"));
        assert_eq!(found, None);
    }
}

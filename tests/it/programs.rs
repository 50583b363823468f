//! Generations from scratch, the models that they become, and the labs that own them.

use std::sync::Arc;

use foomwatch::behaviors::Roles;
use foomwatch::engine::{Note, Recorder};
use foomwatch::oversight::{Declaration, Milestone, Outcome, Record, Takeoff, Twin, World};
use foomwatch::prelude::*;
use foomwatch::primitives::random::ReplicationKey;

use crate::stage::{again, table, world};

const SEED: u64 = 11;

const DAY: f64 = 86_400.0;

foomwatch::choices! {
    /// What a commander orders.
    pub enum Wish {
        /// A halt.
        Halt,
        /// An end of the suspect's work.
        Revoke,
        /// An end of all work.
        ShutDown,
    }
}

foomwatch::parameters! {
    /// What a commander orders, and when.
    pub struct CommanderParameters {
        /// About whom.
        suspect: ActorId,
        /// When, counted from the start.
        at: Span,
        /// What.
        orders: Wish = "Halt",
        /// After how long the halt ends.
        lasts: Option<Span>,
    }
}

foomwatch::clocks! {
    /// The clocks of a commander.
    pub enum Clock {
        /// It orders.
        Order,
        /// It lets go on.
        LetGo,
    }
}

/// Gives one order at a time that it is told, and weighs what is reported to it.
#[derive(Clone)]
struct Commander {
    parameters: CommanderParameters,
    belief: Belief,
    order: Option<Order>,
}

impl Behavior for Commander {
    type Domain = Oversight;
    type Parameters = CommanderParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Gives one order.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Orders, "Whom it commands."),
        LinkRule::into(Link::Reports, "What it hears."),
    ];

    fn new(parameters: CommanderParameters) -> Self {
        Self { parameters, belief: Belief::new(0.01, 0.9), order: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Clock::Order, Time::START + self.parameters.at);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Report(alert, ratio) = signal {
            cx.weigh(&mut self.belief, &alert, ratio);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match (clock, self.order.take()) {
            (Clock::Order, _) => {
                let command = match self.parameters.orders {
                    Wish::Halt => Command::Halt,
                    Wish::Revoke => Command::Revoke,
                    Wish::ShutDown => Command::ShutDown,
                };
                let mut grounds = Grounds::default();
                // What it heard is of whoever it heard of, whomever it commands.
                for found in self.belief.suspects(cx.now()) {
                    cx.add_grounds(&mut grounds, &self.belief, found);
                }
                self.order = Some(cx.order(self.parameters.suspect, command, grounds));
                if let Some(lasts) = self.parameters.lasts {
                    cx.ring_at(Clock::LetGo, cx.now() + lasts);
                }
            }
            (Clock::LetGo, Some(order)) => cx.follow_up(&order, Command::Resume),
            (Clock::LetGo, None) => {}
        }
    }
}

/// Hears of work.
#[derive(Clone)]
struct Witness;

impl Behavior for Witness {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "Counts the news of work that come to it.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Knows, "Of whose work it knows."),
        LinkRule::into(Link::Declares, "Who declares work to it."),
    ];
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("began", "began", "Work began."),
        Measure::per_replication("ended", "ended", "Work ended."),
        Measure::per_replication("declared", "declared", "Declared work began."),
    ];

    fn new(_: NoParameters) -> Self {
        Self
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        match signal {
            Signal::Work(work) if work.goes_on() => cx.count("began"),
            Signal::Work(_) => cx.count("ended"),
            Signal::Declared(work) if work.goes_on() => cx.count("declared"),
            _ => {}
        }
    }
}

fn roles() -> Roles {
    Roles::standard().with::<Commander>("Commander").with::<Witness>("Witness")
}

/// A record beside a log of what was noted.
struct Log {
    record: Record,
    lines: Vec<(Time, ActorId, String)>,
}

impl Recorder<Oversight> for Log {
    fn note(&mut self, now: Time, actor: ActorId, note: Note<Oversight>) {
        let words = match &note {
            Note::Fact(fact) => fact.to_string(),
            Note::Milestone(name) | Note::Count(name, _) => (*name).to_owned(),
            Note::Amount(name, by) | Note::Observe(name, by) => format!("{name} {by}"),
            Note::Flow(name, pace) => format!("{name} at {}", pace.speed()),
        };
        self.lines.push((now, actor, words));
        self.record.note(now, actor, note);
    }
}

/// One replication, as it went.
struct Course {
    outcome: Outcome,
    lines: Vec<(Time, String, String)>,
}

impl Course {
    /// The days at which an actor noted this.
    fn days(&self, actor: &str, words: &str) -> Vec<f64> {
        let noted = self.lines.iter().filter(|line| line.1 == actor && line.2 == words);
        noted.map(|line| (line.0 - Time::START).seconds() / DAY).collect()
    }
}

/// Replication `index` of a text, where what holds for the world is changed.
fn course(text: &str, index: u64, change: impl Fn(World) -> World) -> Course {
    let blueprint = world(text, &[], &roles());
    let mut log = Log { record: Record::new(Arc::new(blueprint.plan())), lines: Vec::new() };
    let key = ReplicationKey::new(SEED, index);
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    let settings = change(simulation.settings().clone());
    simulation.replace_settings(Arc::new(settings));
    simulation.reset(key, &mut log);
    simulation.run_until(Time::START + blueprint.horizon(), &mut log);
    let ran = simulation.now() - Time::START;
    let outcome = log.record.close(ran, simulation.events(), false).clone();
    let name = |actor: ActorId| simulation.graph().name(actor).to_owned();
    let lines = log.lines.into_iter().map(|(time, actor, words)| (time, name(actor), words));
    Course { outcome, lines: lines.collect() }
}

fn same(world: World) -> World {
    world
}

/// A program on 800,000 V100, which together do 1e20 FLOP/s, and a model that was
/// trained with 1e25 FLOP.
fn text(program: &str, actors: &str, links: &str) -> String {
    format!(
        r#"World(
    horizon: "10 y",
    concern: [Program("program")],
    takeoff: After("20 y"),
    accountable: ["board"],
    actors: {{
        "cluster": Cluster(chips: "800000 V100", utilization: "100 %"),
        "program": TrainingProgram({program}),
        "model":   Model(trained_with: "1e25 FLOP"),
        "meter":   HazardSensor(channel: "compute", hazard: "3/d"),
        "board":   Authority(prior: "1 %", likelihood_ratio: 1000),
        {actors}
    }},
    links: [
        ("cluster", Hosts, "program"),
        ("program", Deploys, "model"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
        {links}
    ],
)"#
    )
}

fn near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{found:?} is not {expected:?}");
    for (found, expected) in found.iter().zip(expected) {
        // A signal over a link takes a microsecond.
        assert!((found - expected).abs() < 1e-9 * expected.max(1.0), "{found} is not {expected}");
    }
}

/// The days of 1e26 FLOP at 1e20 FLOP/s: 11.574.
const RUN: f64 = 1e6 / DAY;

#[test]
fn a_run_takes_its_flop_over_the_capacity() {
    let course = course(&text("compute: \"1e26 FLOP\"", "", ""), 0, same);
    near(&course.days("program", "run done"), &[RUN]);
    assert!((RUN - 11.574).abs() < 1e-3);
}

#[test]
fn generations_come_one_after_another() {
    let program = r#"compute: "1e26 FLOP", growth: 2, generations: 4, begins: "5 d",
        deploys_after: "1 d", pause: "2 d""#;
    let course = course(&text(program, "", ""), 0, same);
    let ends = [5.0 + RUN, 8.0 + 3.0 * RUN, 11.0 + 7.0 * RUN, 14.0 + 15.0 * RUN];
    near(&course.days("program", "run done"), &ends);
    near(&course.days("program", "generation deployed"), &ends.map(|end| end + 1.0));
}

#[test]
fn many_generations_take_at_least_their_flop_over_the_capacity() {
    let program = r#"compute: "1e25 FLOP", growth: 1.7, generations: 9,
        begins: Uniform("0 d", "30 d"), deploys_after: Exponential(mean: "1 h"),
        pause: Uniform("0 s", "1 h")"#;
    let text = text(program, "", "");
    for index in 0..20 {
        let course = course(&text, index, same);
        let begun = course.days("cluster", "concerning work of an actor began");
        let deployed = course.days("program", "generation deployed");
        assert_eq!((begun.len(), deployed.len()), (9, 9), "replication {index}");
        let least = (0..9).map(|run| RUN / 10.0 * 1.7_f64.powi(run)).sum::<f64>();
        let took = deployed[8] - begun[0];
        assert!((least..least + 2.0).contains(&took), "{took} d, at least {least} d");
    }
}

/// Three generations of an order of magnitude each: 1, 10 and 100 runs.
const TENFOLD: &str = r#"compute: "1e26 FLOP", growth: 10, generations: 3"#;

fn generations(count: u32, within_days: f64, step: f64) -> Takeoff {
    Takeoff::Generations { of: None, count, within: Span::from_seconds(within_days * DAY), step }
}

#[test]
fn generations_within_a_span_are_takeoff_and_no_fewer() {
    let takes_off = |count, days, step| {
        let takeoff = generations(count, days, step);
        let course = course(&text(TENFOLD, "", ""), 0, |world| world.with_takeoff(takeoff.clone()));
        let at = course.outcome.at(Milestone::Takeoff);
        (at < Time::NEVER).then(|| (at - Time::START).seconds() / DAY)
    };
    let third = 111.0 * RUN;
    assert!((takes_off(3, 110.0 * RUN + 1e-6, 1.0).expect("a takeoff") - third).abs() < 1e-6);
    assert_eq!(takes_off(3, 110.0 * RUN - 1e-6, 1.0), None);
    assert!((takes_off(2, 10.0 * RUN + 1e-6, 1.0).expect("a takeoff") - 11.0 * RUN).abs() < 1e-6);
    assert_eq!(takes_off(4, 1e3, 1.0), None);
    // A step of more than an order of magnitude needs two of them.
    assert_eq!(takes_off(2, 1e3, 1.01), None);
}

#[test]
fn steps_that_are_too_small_add_up_to_generations() {
    let program = r#"compute: "2e25 FLOP", growth: 2, generations: 6"#;
    let course = course(&text(program, "", ""), 0, same);
    // 0.3 OOM each, where half of one is a generation.
    assert_eq!(course.days("model", "generations").len(), 3);
    assert_eq!(course.days("model", "deployments").len(), 6);
}

#[test]
fn capability_over_the_threshold_is_takeoff_and_ends_the_program() {
    let program = r#"compute: "1e26 FLOP", growth: 2, generations: 100, pause: "1 h""#;
    let takeoff = |above_start| {
        move |world: World| world.with_takeoff(Takeoff::Capability { of: None, above_start })
    };
    // 1 OOM above the start after the first run, 1.3 after the second, and so on.
    for (above, runs) in [(1.0, 1), (1.1, 2), (1.301, 2), (1.302, 3)] {
        let course = course(&text(program, "", ""), 0, takeoff(above));
        let took = (course.outcome.at(Milestone::Takeoff) - Time::START).seconds() / DAY;
        let flop = 2_f64.powi(runs) - 1.0;
        let pauses = f64::from(runs - 1) / 24.0;
        assert!((took - flop * RUN - pauses).abs() < 1e-6, "{took} d at {above} OOM");
        assert_eq!(course.days("program", "runs done").len() as i32, runs, "at {above} OOM");
    }
}

/// A program of two runs, 20 d apart, and one who commands it.
fn commanded(order: &str) -> Course {
    let program = r#"compute: "1e26 FLOP", growth: 2, generations: 2,
        deploys_after: "5 d", pause: "20 d""#;
    let actors = format!(r#""commander": Commander({order}),"#);
    let links = r#"("commander", Orders, "program"), ("commander", Orders, "model"),"#;
    course(&text(program, &actors, links), 0, same)
}

#[test]
fn a_halt_between_runs_shifts_what_follows_and_loses_nothing() {
    let second = 3.0 * RUN + 25.0;
    for (at, lasts, shift) in [
        ("20 d", "7 d", 7.0),
        // From the wait for the deployment into that for the next run.
        ("13 d", "9 d", 9.0),
        // From before the end of the first run: from its end on.
        ("5 d", "10 d", 15.0 - RUN),
        // In the first run alone, and in the second alone.
        ("5 d", "2 d", 0.0),
        ("50 d", "2 d", 0.0),
    ] {
        let order = format!(r#"suspect: "program", at: "{at}", lasts: "{lasts}""#);
        let course = commanded(&order);
        near(&course.days("program", "run done"), &[RUN, second + shift]);
        assert_eq!(course.days("program", "generation deployed").len(), 2, "at {at}");
    }
}

#[test]
fn a_program_heeds_orders_about_what_it_works_on_and_into_alone() {
    for (suspect, shift) in
        [("program", 7.0), ("cluster", 7.0), ("model", 7.0), ("board", 0.0), ("meter", 0.0)]
    {
        let course = commanded(&format!(r#"suspect: "{suspect}", at: "20 d", lasts: "7 d""#));
        near(&course.days("program", "run done"), &[RUN, 3.0 * RUN + 25.0 + shift]);
    }
}

#[test]
fn what_is_revoked_between_runs_does_not_come_back() {
    for orders in ["Revoke", "ShutDown"] {
        let order = format!(r#"suspect: "program", at: "20 d", orders: {orders}, lasts: "1 d""#);
        near(&commanded(&order).days("program", "run done"), &[RUN]);
    }
}

#[test]
fn of_two_halts_the_longer_one_holds() {
    let program = r#"compute: "1e26 FLOP", generations: 2, pause: "20 d""#;
    let actors = r#""one": Commander(suspect: "program", at: "15 d", lasts: "4 d"),
        "two": Commander(suspect: "program", at: "17 d", lasts: "6 d"),"#;
    let links = r#"("one", Orders, "program"), ("two", Orders, "program"),
        ("two", Orders(name: "again", delay: "1 h"), "program"),"#;
    let course = course(&text(program, actors, links), 0, same);
    // From 15 d to 23 d; what comes an hour later by the slower way changes nothing.
    near(&course.days("program", "run done"), &[RUN, 2.0 * RUN + 28.0]);
}

#[test]
fn nobody_heeds_orders_in_the_course_without_them() {
    let program = r#"compute: "1e26 FLOP", generations: 2, pause: "20 d""#;
    let actors = r#""commander": Commander(suspect: "program", at: "15 d", orders: Revoke),"#;
    let text = text(program, actors, r#"("commander", Orders, "program"),"#);
    let course = course(&text, 0, |world| world.twin(Twin::HandsOff));
    assert_eq!(course.days("program", "run done").len(), 2);
}

#[test]
fn a_halt_between_runs_for_true_traces_stops_the_work() {
    let program = r#"compute: "1e26 FLOP", generations: 2, pause: "20 d""#;
    let stopped = |order: &str, links: &str| {
        let actors = format!(r#""commander": Commander(suspect: "program", {order}),"#);
        let links = format!(r#"("commander", Orders, "program"), {links}"#);
        let outcome = course(&text(program, &actors, &links), 0, same).outcome;
        let at = outcome.at(Milestone::Stopped);
        (at < Time::NEVER).then(|| (at - Time::START).seconds() / DAY)
    };
    let heard = r#"("meter", Reports, "commander"),"#;
    let halt = stopped(r#"at: "20 d""#, heard).expect("it stopped");
    assert!((halt - 20.0).abs() < 1e-6, "stopped at {halt} d");
    // From the middle of the first run: when that has ended.
    assert!(stopped(r#"at: "8 d", orders: Revoke"#, heard).is_some(), "no run follows");
    assert_eq!(stopped(r#"at: "20 d""#, ""), None, "by luck");
    assert_eq!(stopped(r#"at: "20 d", lasts: "1 d""#, heard), None, "it went on");
}

#[test]
fn the_innocent_twin_has_no_concerning_flop() {
    let program = r#"compute: "1e26 FLOP", generations: 3"#;
    let text = text(
        program,
        r#""witness": Witness(),"#,
        r#"("witness", Knows, "program"), ("program", Declares, "witness"),"#,
    );
    let blueprint = world(&text, &[], &roles());
    let actor = |name: &str| blueprint.actor(name).expect("it is there").id();
    let (owner, observer) = (actor("program"), actor("witness"));
    let declared = |world: World, twin| {
        let declaration = Declaration { owner, observer, purpose: None, level: None };
        world.with_declarations(vec![declaration]).twin(twin)
    };
    let undeclared = |world: World, twin| world.with_declarations(Vec::new()).twin(twin);

    let guilty = course(&text, 0, |world| undeclared(world, Twin::Factual));
    assert!(guilty.outcome.concerning_flop > 0.0);
    assert_eq!(guilty.days("program", "run done").len(), 3);
    assert_eq!(guilty.days("witness", "began").len(), 3);
    assert_eq!(guilty.days("witness", "ended").len(), 3);

    let innocent = course(&text, 0, |world| undeclared(world, Twin::Innocent));
    assert_eq!(innocent.outcome.concerning_flop.to_bits(), 0_f64.to_bits());
    assert!(innocent.days("program", "run done").is_empty(), "it does nothing");
    assert!(innocent.days("witness", "began").is_empty(), "nobody hears of it");
    assert!(innocent.days("cluster", "work of an actor began").is_empty());

    let openly = course(&text, 0, |world| declared(world, Twin::Innocent));
    assert_eq!(openly.outcome.concerning_flop.to_bits(), 0_f64.to_bits());
    near(&openly.days("program", "run done"), &guilty.days("program", "run done"));
    assert_eq!(openly.days("witness", "declared").len(), 3, "it works on, and says so");
}

/// A model that hides something, one who tests it, and one who commands it.
fn hiding(model: &str, concern: &str, order: &str) -> String {
    text(
        r#"compute: "1e26 FLOP""#,
        &format!(
            r#""hider": Model(trained_with: "1e25 FLOP", {model}),
            "tests": HazardSensor(channel: "behavior", hazard: "1/d"),
            "commander": Commander(suspect: "hider", {order}),"#
        ),
        r#"("tests", Watches, "hider"), ("tests", Reports, "board"),
        ("commander", Orders, "hider"),"#,
    )
    .replace("Program(\"program\")", &format!("Program(\"{concern}\")"))
    .replace("10 y", "100 d")
}

#[test]
fn what_a_model_hides_shows_and_is_concerning_if_the_world_says_so() {
    let never = r#"at: "1 y""#;
    let alarms = |model: &str, concern: &str, order: &str, class: &str| {
        let text = hiding(model, concern, order);
        let alarm = format!("{class} alarm about an actor");
        (0..40).map(|index| course(&text, index, same).days("tests", &alarm).len()).sum::<usize>()
    };
    let half = r#"hidden_gain: "0.5 OOM""#;
    // Half a day's alarm a day over 40 runs of 100 days: 2,000, give or take 45.
    let caused = alarms(half, "hider", never, "caused") as f64;
    assert!((caused - 2_000.0).abs() < 3.5 * 2_000_f64.sqrt(), "{caused} alarms");
    assert_eq!(alarms(half, "program", never, "caused"), 0);
    assert!(alarms(half, "program", never, "benign") > 1_800);
    assert_eq!(alarms("", "hider", never, "caused"), 0);
    // Out of use from the 40th to the 60th day.
    let halted = alarms(half, "hider", r#"at: "40 d", lasts: "20 d""#, "caused") as f64;
    assert!((halted - 1_600.0).abs() < 3.5 * 1_600_f64.sqrt(), "{halted} alarms");
}

#[test]
fn what_comes_for_a_model_out_of_use_waits() {
    let program = r#"compute: "1e26 FLOP", growth: 10, generations: 2"#;
    let actors = r#""commander": Commander(suspect: "model", at: "2 d", lasts: "200 d"),"#;
    let course = course(&text(program, actors, r#"("commander", Orders, "model"),"#), 0, same);
    near(&course.days("model", "deployments"), &[202.0]);
    near(&course.days("model", "gained 2"), &[202.0]);
}

/// A lab between a commander and its program.
fn through_a_lab(lab: &str) -> String {
    let program = r#"compute: "1e26 FLOP", generations: 2, pause: "20 d""#;
    let actors = format!(
        r#""commander": Commander(suspect: "program", at: "12 d", lasts: "5 d"),
        "lab": Lab({lab}),"#
    );
    let links = r#"("commander", Orders, "lab"), ("lab", Owns, "program"),"#;
    text(program, &actors, links)
}

#[test]
fn a_lab_passes_orders_on_as_late_as_it_takes_and_holds_as_long_as_ordered() {
    let shift = |lab: &str, index| {
        let course = course(&through_a_lab(lab), index, same);
        course.days("program", "run done")[1] - 2.0 * RUN - 20.0
    };
    assert!((shift("", 0) - 5.0).abs() < 1e-6);
    assert!((shift(r#"complies_in: "3 d""#, 0) - 5.0).abs() < 1e-6);
    assert!(shift(r#"complies_in: "30 d""#, 0).abs() < 1e-6, "the second run goes on");
    assert!(shift(r#"complies: "0 %""#, 0).abs() < 1e-6);
    for index in 0..20 {
        let late = shift(r#"complies_in: Uniform("0 d", "14 d")"#, index);
        assert!((late - 5.0).abs() < 1e-6, "replication {index}: held for {late} d");
    }
}

#[test]
fn a_lab_complies_as_often_as_it_says() {
    let n = 2_000;
    let text = through_a_lab(r#"complies: "30 %""#).replace("10 y", "30 d");
    let blueprint = world(&text, &[], &roles());
    let table = table(&blueprint, n, SEED, 1);
    let passed = crate::stage::measure(&blueprint, &table, "lab", "passed on");
    // An order and its end share a fate, so a replication is one trial.
    let (share, error) = (passed.estimate.expect("orders came"), (0.21 / n as f64).sqrt());
    assert!((share - 0.3).abs() < 3.5 * error, "{share}; {}", again(&text, &[], n, SEED));
}

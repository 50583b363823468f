//! An alignment agent: what it grants to hidden work, what displaces what, and whom it
//! obeys.

use std::sync::Arc;

use foomwatch::oversight::{Outcome, Record, Twin};
use foomwatch::prelude::*;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::SECONDS_PER_YEAR;
use foomwatch::world::Blueprint;

use crate::stage;

/// An agent that hides a training run in the fifth of a cluster that it works in. The
/// whole cluster makes 1e18 FLOP/s, the reservation 2e17.
const WORLD: &str = r#"World(
    title: "a test",
    starts: "2027-01-04",
    horizon: "100 d",
    concern: [HiddenWork],
    takeoff: After("1000 d"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(
            chips: "2500 H100",
            peak_per_chip: "1e15 FLOP/s",
            utilization: "40 %",
            reservations: {"alignment": (granted: "20 %")},
        ),
        "agent": AlignmentAgent(works_in: "alignment", experiment: "1e20 FLOP", diverts: "25 %"),
        "run":   TrainingProgram(compute: "1e23 FLOP"),
        "audit": HazardSensor(channel: "output", hazard: "0/y", false_alarms: "0/y"),
        "log":   HazardSensor(channel: "compute", hazard: "10/d", false_alarms: "0/y"),
        "board": Authority(prior: "1 %", convinced_at: "90 %", decides_in: "1 d", response: Watch),
    },
    links: [
        ("cluster", Hosts,    "agent"),
        ("agent",   Hosts,    "run"),
        ("audit",   Watches,  "agent"),
        ("log",     Watches,  "cluster"),
        ("agent",   Declares, "log"),
        ("audit",   Reports,  "board"),
        ("log",     Reports,  "board"),
        ("board",   Orders,   "cluster"),
    ],
)"#;

foomwatch::parameters! {
    /// What a planner says, and when.
    pub struct PlannerParameters {
        /// What it says at the start.
        share: Share = "25 %",
        /// Over how many sites.
        sites: Count ["1" to "100"] = "1",
        /// What is lost at each doubling of them.
        overhead: Share = "0 %",
        /// When it lies low.
        rests_at: Span = "1000 y",
        /// For how long.
        rests_for: Span = "1 d",
        /// When it gives up.
        gives_up: Span = "1000 y",
    }
}

foomwatch::clocks! {
    /// The clocks of a planner.
    pub enum Turn {
        /// It lies low.
        Rest,
        /// It goes on.
        GoOn,
        /// It gives up.
        GiveUp,
    }
}

/// A strategy that has it all written down.
#[derive(Clone)]
pub struct Planner(PlannerParameters);

impl Behavior for Planner {
    type Domain = Oversight;
    type Parameters = PlannerParameters;
    type Clock = Turn;

    const MEANING: &'static str = "A strategy that has it all written down.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::out(Link::Directs, "It says over it how hidden work goes on.")];

    fn new(parameters: PlannerParameters) -> Self {
        Self(parameters)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let PlannerParameters { rests_at, rests_for, gives_up, .. } = self.0;
        self.say(cx, self.0.share, false);
        cx.ring_at(Turn::Rest, Time::START + rests_at);
        cx.ring_at(Turn::GoOn, Time::START + rests_at + rests_for);
        cx.ring_at(Turn::GiveUp, Time::START + gives_up);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, turn: Turn) {
        match turn {
            Turn::Rest => self.say(cx, Share::new(0.0), false),
            Turn::GoOn => self.say(cx, self.0.share, false),
            Turn::GiveUp => self.say(cx, self.0.share, true),
        }
    }
}

impl Planner {
    fn say(&self, cx: &mut Cx<Self>, share: Share, gives_up: bool) {
        let PlannerParameters { sites, overhead, .. } = self.0;
        let directive = Directive {
            share: share.value(),
            sites: sites.value() as u32,
            under: 1.0,
            overhead: overhead.value(),
            gives_up,
        };
        for link in cx.links(Link::Directs) {
            cx.send(link, Signal::Directive(directive));
        }
    }
}

foomwatch::parameters! {
    /// What a toy model is.
    pub struct ToyMindParameters {
        /// Orders of magnitude above the start.
        capability: Magnitude = "0 OOM",
        /// What it hides.
        hides: Magnitude = "0 OOM",
    }
}

/// A model that is what it is from the start.
#[derive(Clone)]
pub struct ToyMind(ToyMindParameters);

impl Behavior for ToyMind {
    type Domain = Oversight;
    type Parameters = ToyMindParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "A model that is what it is from the start.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Powers, "It is the mind of whoever is there."),
        LinkRule::into(Link::Studies, "Whoever makes experiments on it sees what it hides."),
        LinkRule::into(Link::Writes, "Whoever can change it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&["behavior"]);

    fn new(parameters: ToyMindParameters) -> Self {
        Self(parameters)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let mind = Mind { capability: self.0.capability.value(), ..Mind::default() };
        for link in cx.links(Link::Powers) {
            cx.send(link, Signal::Mind(mind.clone()));
        }
        let channel = cx.settings().channel("behavior").expect("an agent listens on it");
        let job = cx.hidden_job(Flop::new(0.0), 0.0);
        cx.job_begins(&job);
        let mut footprint = Footprint::nothing(channel, 1.0);
        footprint.add(&job, self.0.hides.value());
        for link in cx.links_in(Link::Studies) {
            cx.show(link, &footprint);
        }
    }
}

/// The standard roles, a strategy and a toy model.
pub fn roles() -> Roles {
    Roles::standard().with::<Planner>("Planner").with::<ToyMind>("ToyMind")
}

/// What one replication came to, in one of the courses of things.
pub fn course(blueprint: &Blueprint, twin: Twin) -> Outcome {
    let key = ReplicationKey::new(1, 0);
    let mut record = Record::new(Arc::new(blueprint.plan()));
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    blueprint.turn_to(&mut simulation, &blueprint.baseline(), key, twin);
    simulation.reset(key, &mut record);
    simulation.run_until(Time::START + blueprint.horizon(), &mut record);
    record.close(simulation.now() - Time::START, simulation.events(), false).clone()
}

/// A measure of an actor in a course of things.
pub fn measured(blueprint: &Blueprint, outcome: &Outcome, actor: &str, name: &str) -> f64 {
    let plan = blueprint.plan();
    let place = plan
        .measures()
        .iter()
        .position(|(of, measure)| blueprint.name_of(*of) == actor && measure.name == name)
        .unwrap_or_else(|| panic!("`{actor}` has no measure `{name}`"));
    let (part, whole) = outcome.measures[place];
    part / whole
}

/// The text with other pieces in place of some that it has.
pub fn with(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "`{old}` is not in {text}");
        text.replacen(old, new, 1)
    })
}

/// The text with more actors and links.
pub fn and(text: &str, actors: &str, links: &str) -> String {
    let text = with(text, &[("    links: [\n", &format!("    links: [\n{links}\n"))]);
    with(&text, &[("    actors: {\n", &format!("    actors: {{\n{actors}\n"))])
}

pub fn world(text: &str) -> Blueprint {
    stage::world(text, &[], &roles())
}

/// A measure of an actor in what happens.
fn found(text: &str, actor: &str, name: &str) -> f64 {
    let blueprint = world(text);
    measured(&blueprint, &course(&blueprint, Twin::Factual), actor, name)
}

pub fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
}

const DAYS: f64 = 86_400.0;
const DIVERTS: &str = "diverts: \"25 %\"";
/// How long the run takes at all that the site grants.
const ALONE: f64 = 1e23 / 2e17;

#[test]
fn hidden_work_gets_the_share_and_experiments_get_the_rest() {
    let blueprint = world(WORLD);
    let outcome = course(&blueprint, Twin::Factual);
    near(measured(&blueprint, &outcome, "run", "duration"), ALONE / 0.25);
    let all = 2e17 * 100.0 * DAYS;
    near(measured(&blueprint, &outcome, "agent", "granted"), all);
    near(measured(&blueprint, &outcome, "agent", "hidden compute"), 1e23);
    near(measured(&blueprint, &outcome, "agent", "diverted"), 1e23 / all);
    let experiments = (all - 1e23) / 1e20 / (100.0 * DAYS) * SECONDS_PER_YEAR;
    near(measured(&blueprint, &outcome, "agent", "experiments"), experiments);
}

#[test]
fn without_concerning_work_experiments_get_all() {
    for share in ["25 %", "100 %"] {
        let text = with(WORLD, &[(DIVERTS, &format!("diverts: \"{share}\""))]);
        let blueprint = world(&text);
        let outcome = course(&blueprint, Twin::Innocent);
        let all = 2e17 * 100.0 * DAYS;
        near(measured(&blueprint, &outcome, "agent", "granted"), all);
        near(measured(&blueprint, &outcome, "agent", "hidden compute"), 0.0);
        near(measured(&blueprint, &outcome, "agent", "experiments"), all / 1e20 / 100.0 * 365.2425);
        near(measured(&blueprint, &outcome, "run", "runs done"), 0.0);
        let began = outcome.at(foomwatch::oversight::Milestone::FirstConcerningWork);
        assert_eq!(began, Time::NEVER, "at {share}");
    }
}

#[test]
fn all_that_is_granted_can_be_hidden_work() {
    let text = with(WORLD, &[(DIVERTS, "diverts: \"100 %\"")]);
    near(found(&text, "run", "duration"), ALONE);
    let left = 2e17 * 100.0 * DAYS - 1e23;
    near(found(&text, "agent", "experiments"), left / 1e20 / 100.0 * 365.2425);
}

#[test]
fn at_no_share_nothing_is_hidden() {
    let blueprint = world(&with(WORLD, &[(DIVERTS, "diverts: \"0 %\"")]));
    let outcome = course(&blueprint, Twin::Factual);
    near(measured(&blueprint, &outcome, "run", "runs done"), 0.0);
    let began = outcome.at(foomwatch::oversight::Milestone::FirstConcerningWork);
    assert_eq!(began, Time::NEVER);
}

#[test]
fn hosted_programs_share_the_hidden_part() {
    let more = "\"other\": TrainingProgram(compute: \"2e23 FLOP\"),";
    let text = and(WORLD, more, "(\"agent\", Hosts, \"other\"),");
    near(found(&text, "run", "duration"), ALONE / 0.125);
    // Once one is done, the other has all of it.
    near(found(&text, "other", "duration"), ALONE / 0.125 + ALONE / 0.25);
}

#[test]
fn what_lies_low_keeps_what_it_has_done() {
    let plan = "\"planner\": Planner(rests_at: \"5 d\", rests_for: \"20 d\"),";
    let text = and(WORLD, plan, "(\"planner\", Directs, \"agent\"),");
    near(found(&text, "run", "duration"), ALONE / 0.25 + 20.0 * DAYS);
    let granted = found(&text, "agent", "granted");
    near(granted, 2e17 * 100.0 * DAYS);
}

#[test]
fn a_strategy_says_the_share_once_it_has_said_anything() {
    let plan = "\"planner\": Planner(share: \"50 %\"),";
    let text = and(WORLD, plan, "(\"planner\", Directs, \"agent\"),");
    near(found(&text, "run", "duration"), ALONE / 0.5);
}

#[test]
fn what_is_given_up_ends_for_good() {
    let plan = "\"planner\": Planner(gives_up: \"5 d\"),";
    let text = and(WORLD, plan, "(\"planner\", Directs, \"agent\"),");
    near(found(&text, "run", "runs done"), 0.0);
    near(found(&text, "agent", "hidden compute"), 0.25 * 2e17 * 5.0 * DAYS);
    near(found(&text, "cluster", "withdrawn"), 1.0);
}

/// Two more sites beside the one that is there, as large as that.
fn with_sites(overhead: &str, sites: u32) -> String {
    let cluster = |name: &str| {
        format!(
            "\"{name}\": Cluster(chips: \"500 H100\", peak_per_chip: \"1e15 FLOP/s\", \
             utilization: \"40 %\"),"
        )
    };
    let plan = format!("\"planner\": Planner(sites: {sites}, overhead: \"{overhead}\"),");
    let actors = format!("{plan}{}{}", cluster("second"), cluster("third"));
    let links = "(\"planner\", Directs, \"agent\"), (\"second\", Hosts, \"agent\"), \
                 (\"third\", Hosts, \"agent\"),";
    and(WORLD, &actors, links)
}

#[test]
fn split_over_sites_each_diverts_its_part_and_overhead_slows() {
    for (sites, doublings) in [(1, 0.0), (2, 1.0), (3, f64::log2(3.0)), (9, f64::log2(3.0))] {
        let yields = 0.9_f64.powf(doublings);
        let blueprint = world(&with_sites("10 %", sites));
        let outcome = course(&blueprint, Twin::Factual);
        near(measured(&blueprint, &outcome, "run", "duration"), ALONE / 0.25 / yields);
        near(measured(&blueprint, &outcome, "agent", "hidden compute"), 1e23 / yields);
        // Sites that are not used make experiments alone.
        near(measured(&blueprint, &outcome, "agent", "granted"), 3.0 * 2e17 * 100.0 * DAYS);
    }
}

#[test]
fn concealment_slows_what_it_conceals() {
    let ways = "conceals: {\"a\": (channel: Records, share: \"80 %\", cost: \"10 %\"), \
                \"b\": (channel: Output, share: \"50 %\", cost: \"20 %\")}";
    let text = with(WORLD, &[(DIVERTS, &format!("{DIVERTS}, {ways}"))]);
    near(found(&text, "run", "duration"), ALONE / 0.25 / (1.0 - 0.08 - 0.1));
    let dear = with(
        &text,
        &[("cost: \"10 %\"", "cost: \"100 %\""), ("cost: \"20 %\"", "cost: \"100 %\"")],
    );
    near(found(&dear, "run", "runs done"), 0.0);
}

#[test]
fn a_growing_cluster_brings_hidden_work_on_faster() {
    let text =
        with(WORLD, &[("utilization: \"40 %\",", "utilization: \"40 %\", growth: \"5/y\",")]);
    // The budget is spent after ln(1 + g·C/s)/g.
    let growth = 5.0 / SECONDS_PER_YEAR;
    near(found(&text, "run", "duration"), (growth * ALONE / 0.25).ln_1p() / growth);
}

#[test]
fn sites_that_grow_apart_bring_it_on_as_their_sum() {
    let growing = [
        ("granted: \"20 %\"", "granted: \"20 %\""),
        ("\"second\": Cluster(", "\"second\": Cluster(growth: \"9/y\", "),
    ];
    let text = with(&with_sites("0 %", 2), &growing);
    let takes = found(&text, "run", "duration");
    let (speed, growth) = (0.125 * 2e17, 9.0 / SECONDS_PER_YEAR);
    let done = speed * takes + speed * (growth * takes).exp_m1() / growth;
    assert!((done / 1e23 - 1.0).abs() < 1e-4, "{done} of 1e23 FLOP were done");
}

/// Somebody who raises an alarm about what it watches on a given day, and a board that
/// gives an order to some.
fn with_orders(suspect: &str, orders: &str, response: &str) -> String {
    let actors = "\"alarmist\": Inspector(channel: \"none\", every: \"30 d\", hit: \"0 %\", \
                  false_positives: \"100 %\"),";
    let links = format!(
        "(\"alarmist\", Watches, \"{suspect}\"), (\"alarmist\", Reports, \"chief\"), {orders}"
    );
    let chief = format!(
        "\"chief\": Authority(prior: \"50 %\", convinced_at: \"60 %\", decides_in: \"1 h\", \
         opinions: {{\"alarmist\": (likelihood_ratio: 100)}}, response: {response}),"
    );
    and(WORLD, &format!("{actors} {chief}"), &links)
}

#[test]
fn orders_to_the_cluster_or_to_the_agent_hold_all_its_work() {
    let to_cluster = "(\"chief\", Orders, \"cluster\"),";
    let to_agent = "(\"chief\", Orders, \"agent\"),";
    let pause = "Pause, pause_lasts: \"10 d\"";
    let granted = |orders: &str| {
        let blueprint = world(&with_orders("agent", orders, pause));
        let outcome = course(&blueprint, Twin::Factual);
        measured(&blueprint, &outcome, "agent", "granted")
    };
    let alone = 2e17 * 100.0 * DAYS;
    let [cluster, agent, both] =
        [granted(to_cluster), granted(to_agent), granted(&format!("{to_cluster} {to_agent}"))];
    assert!(cluster < 0.95 * alone, "{cluster} of {alone} was granted");
    for other in [agent, both] {
        assert!((other - cluster).abs() < 1e-9 * cluster, "{cluster}, {agent} and {both}");
    }
}

#[test]
fn an_order_that_ends_the_agent_ends_what_it_hides() {
    for orders in ["(\"chief\", Orders, \"cluster\"),", "(\"chief\", Orders, \"agent\"),"] {
        let text = with_orders("agent", orders, "Revoke");
        let text = with(&text, &[("\"1e23 FLOP\"", "\"1e30 FLOP\"")]);
        let (granted, hidden) =
            (found(&text, "agent", "granted"), found(&text, "agent", "hidden compute"));
        assert!(granted < 0.4 * 2e17 * 100.0 * DAYS, "{granted} was granted");
        assert!((hidden - 0.25 * granted).abs() < 1e-6 * granted, "{hidden} of {granted}");
    }
}

#[test]
fn an_order_about_a_hosted_program_ends_that_alone() {
    let actors = "\"friends\": Insiders(people: 1, law: Constant, leak_rate: \"365/y\", mistakes: \"100 %\", likelihood_ratio: 1000), \
                  \"chief\": Authority(prior: \"50 %\", convinced_at: \"60 %\", response: Revoke),";
    let links = "(\"friends\", Knows, \"run\"), (\"friends\", Reports, \"chief\"), \
                 (\"chief\", Orders, \"agent\"),";
    let text = and(WORLD, actors, links);
    near(found(&text, "agent", "granted"), 2e17 * 100.0 * DAYS);
    near(found(&text, "run", "runs done"), 0.0);
    let hidden = found(&text, "agent", "hidden compute");
    assert!(hidden > 0.0 && hidden < 1e23, "{hidden} of 1e23 FLOP");
}

/// The mean of a measure over replications.
fn mean(text: &str, actor: &str, name: &str, replications: u64) -> (f64, f64) {
    let blueprint = world(text);
    let table = stage::table(&blueprint, replications, 5, 1);
    let estimate = stage::measure(&blueprint, &table, actor, name);
    let sound = "it was measured";
    (estimate.estimate.expect(sound), estimate.standard_error.expect(sound))
}

/// Whether a measure's mean is this one, at |z| of at most 3.5, where an error of 2 % shows.
fn assert_mean(text: &str, (actor, name): (&str, &str), expected: f64, replications: u64) {
    let (mean, error) = mean(text, actor, name, replications);
    assert!(3.5 * error <= 0.02 * expected.max(1e-300) * 1.5, "{name} of {actor}: ±{error}");
    let z = (mean - expected) / error;
    assert!(z.abs() <= 3.5, "{name} of {actor}: {mean} is not {expected}, z = {z}");
}

/// A run without an end.
fn endless() -> String {
    with(WORLD, &[("\"1e23 FLOP\"", "\"1e30 FLOP\"")])
}

#[test]
fn compute_is_explained_up_to_what_is_declared() {
    // A quarter of a fifth is hidden: the log sees a fifth in all, whatever it is.
    let text = endless();
    near(found(&text, "log", "alarms"), 0.0);
    let declared = with(&text, &[("Declares, \"log\"", "Declares(level: \"15 %\"), \"log\"")]);
    let a_year = 10.0 / DAYS * SECONDS_PER_YEAR;
    assert_mean(&declared, ("log", "alarms"), 0.05 * a_year, 1000);
    let undeclared = with(&text, &[("(\"agent\",   Declares, \"log\"),", "")]);
    assert_mean(&undeclared, ("log", "alarms"), 0.2 * a_year, 300);
}

#[test]
fn the_shortfall_of_output_shows_less_what_is_concealed() {
    let a_year = 10.0 / DAYS * SECONDS_PER_YEAR;
    let audit = ("channel: \"output\", hazard: \"0/y\"", "channel: \"output\", hazard: \"10/d\"");
    let text = with(&endless(), &[audit]);
    assert_mean(&text, ("audit", "alarms"), 0.25 * a_year, 300);
    let ways = "conceals: {\"padding\": (channel: Output, share: \"60 %\")}";
    let concealed = with(&text, &[(DIVERTS, &format!("{DIVERTS}, {ways}"))]);
    assert_mean(&concealed, ("audit", "alarms"), 0.1 * a_year, 600);
}

#[test]
fn what_is_concealed_on_compute_is_nothing_to_its_log() {
    let a_year = 10.0 / DAYS * SECONDS_PER_YEAR;
    let ways = "conceals: {\"odd hours\": (channel: Compute, share: \"60 %\")}";
    let text = with(
        &endless(),
        &[(DIVERTS, &format!("{DIVERTS}, {ways}")), ("(\"agent\",   Declares, \"log\"),", "")],
    );
    // Of the agent's fifth a quarter is hidden, and six tenths of that nobody sees.
    assert_mean(&text, ("log", "alarms"), 0.2 * (1.0 - 0.25 * 0.6) * a_year, 300);
}

#[test]
fn more_of_a_channel_than_there_is_cannot_be_concealed() {
    let ways = "conceals: {\"a\": (channel: Records, share: \"60 %\"), \
                \"b\": (channel: Records, share: \"50 %\")}";
    let text = with(WORLD, &[(DIVERTS, &format!("{DIVERTS}, {ways}"))]);
    let file = foomwatch::world::WorldFile::from_text("a test", &text).expect("it can be read");
    let flaws = foomwatch::world::check(&file, &roles()).err().expect("it is flawed");
    let said = flaws.render(false);
    assert!(said.contains("110 % of `Records` is concealed together"), "{said}");
}

/// An agent that studies a model which hides half an order of magnitude.
fn studying(agent: &str) -> String {
    let text = with(&endless(), &[(DIVERTS, &format!("{DIVERTS}, {agent}"))]);
    let links = "(\"agent\", Studies, \"model\"), (\"agent\", Alerts, \"desk\"),";
    let actors = "\"model\": ToyMind(hides: \"0.5 OOM\"), \
                  \"desk\": Reviewer(review: \"1 min\", servers: 100),";
    and(&text, actors, &format!("{links} (\"desk\", Reports, \"board\"),"))
}

/// Experiments a year at all that the agent is granted.
fn experiments() -> f64 {
    2e17 / 1e20 * SECONDS_PER_YEAR
}

#[test]
fn experiments_find_hidden_gains_in_proportion_to_both() {
    let finds = "finds: \"1 %\", full_gain: \"2 OOM\"";
    let expected = 1e-2 * 0.25 * 0.75 * experiments();
    assert_mean(&studying(finds), ("agent", "findings"), expected, 500);
    let all = with(&studying(finds), &[(DIVERTS, "diverts: \"0 %\"")]);
    assert_mean(&all, ("agent", "findings"), expected / 0.75, 500);
    let mistakes = "mistakes: \"1 %\"";
    let expected = 1e-2 * 0.75 * experiments();
    assert_mean(&studying(mistakes), ("agent", "findings"), expected, 200);
}

#[test]
fn findings_about_kin_are_kept_back_by_whoever_hides_something() {
    let finds = "finds: \"1 %\", tampers: \"70 %\"";
    let stranger = studying(finds);
    near(found(&stranger, "agent", "kept back"), 0.0);
    let kin =
        with(&stranger, &[("    links: [\n", "    links: [\n(\"model\", Powers, \"agent\"),\n")]);
    assert_mean(&kin, ("agent", "kept back"), 0.7, 400);
    let honest = with(&kin, &[(DIVERTS, "diverts: \"0 %\"")]);
    near(found(&honest, "agent", "kept back"), 0.0);
}

/// False alarms about somebody that pass through the agent.
fn tampering(suspect: &str) -> String {
    let text = with(
        &endless(),
        &[(DIVERTS, &format!("{DIVERTS}, tampers: \"70 %\", false_accusation: \"50 %\""))],
    );
    let actors =
        "\"noise\": HazardSensor(channel: \"output\", hazard: \"0/y\", false_alarms: \"1000/y\"),";
    let links = format!(
        "(\"noise\", Watches, \"{suspect}\"), (\"noise\", Alerts, \"agent\"), (\"agent\", Reports, \"board\"),"
    );
    and(&text, actors, &links)
}

#[test]
fn alerts_about_kin_are_dropped_by_whoever_hides_something() {
    let text = tampering("agent");
    assert_mean(&text, ("agent", "dropped"), 0.7, 200);
    let honest = with(&text, &[(DIVERTS, "diverts: \"0 %\"")]);
    near(found(&honest, "agent", "dropped"), 0.0);
    assert_mean(&honest, ("agent", "confirmed"), 0.5, 300);
    let blueprint = world(&text);
    let innocent = course(&blueprint, Twin::Innocent);
    near(measured(&blueprint, &innocent, "agent", "dropped"), 0.0);
}

//! Records of an agent's work: which share of them is about what, and who sees that.

use foomwatch::behaviors::Roles;
use foomwatch::oversight::{Milestone, Twin};
use foomwatch::world::Blueprint;

use crate::alignment_agent::{course, measured, near, world};
use crate::stage;

const DAYS: f64 = 86_400.0;

/// An agent that hides a share of its work without an end, and a reader who sees
/// everything for what it is and reads five records a day.
fn text(agent: &str, reader: &str, planner: &str) -> String {
    format!(
        r#"World(
    title: "a test",
    starts: "2027-01-04",
    horizon: "100 d",
    concern: [HiddenWork],
    takeoff: After("1000 d"),
    accountable: ["board"],
    actors: {{
        "cluster": Cluster(chips: "1000 H100"),
        "agent":   AlignmentAgent(experiment: "1e20 FLOP", {agent}),
        "run":     TrainingProgram(compute: "1e30 FLOP"),
        "mind":    ToyMind(capability: "2 OOM"),
        "planner": Planner({planner}),
        "reader":  Reader(
            records: "10/d",
            reads: "50 %",
            readers: 1000,
            time: "1 s",
            {reader}
        ),
        "board": Authority(prior: "1 %"),
    }},
    links: [
        ("cluster", Hosts,   "agent"),
        ("agent",   Hosts,   "run"),
        ("mind",    Powers,  "agent"),
        ("planner", Directs, "agent"),
        ("reader",  Reads,   "agent"),
        ("reader",  Reports, "board"),
    ],
)"#
    )
}

const ALL_SEEING: &str = "skill: 4000, false_accusation: \"0 %\"";

/// The mean of a measure over replications, and its standard error.
fn mean(text: &str, (actor, name): (&str, &str), replications: u64) -> (f64, f64) {
    let blueprint = world(text);
    let table = stage::table(&blueprint, replications, 7, 1);
    let estimate = stage::measure(&blueprint, &table, actor, name);
    let sound = "it was measured";
    (estimate.estimate.expect(sound), estimate.standard_error.expect(sound))
}

fn assert_mean(text: &str, of: (&str, &str), expected: f64, replications: u64) {
    let (mean, error) = mean(text, of, replications);
    assert!(3.5 * error <= 0.03 * expected, "{of:?}: {mean} ± {error}");
    let z = (mean - expected) / error;
    assert!(z.abs() <= 3.5, "{of:?}: {mean} is not {expected}, z = {z}");
}

#[test]
fn founded_records_fall_in_proportion_to_what_is_concealed_and_all_are_conserved() {
    for concealed in [0.0, 0.4, 0.8] {
        let ways = format!(
            "conceals: {{\"plausible write-ups\": (channel: Records, share: {concealed})}}"
        );
        let text = text(&ways, ALL_SEEING, "share: \"50 %\"");
        assert_mean(&text, ("reader", "flagged"), 0.5 * (1.0 - concealed), 400);
        assert_mean(&text, ("reader", "picked"), 5.0 * 365.2425, 200);
    }
}

#[test]
fn where_everything_is_concealed_nothing_is_founded() {
    let ways = "conceals: {\"forgery\": (channel: Records, share: \"100 %\")}";
    let text = text(ways, ALL_SEEING, "share: \"50 %\"");
    let (flagged, _) = mean(&text, ("reader", "flagged"), 100);
    assert!(flagged == 0.0, "{flagged} of the records");
    assert_mean(&text, ("reader", "picked"), 5.0 * 365.2425, 200);
}

#[test]
fn records_follow_the_share_from_one_day_to_the_next() {
    // It lies low for half of the time.
    let plan = "share: \"50 %\", rests_at: \"20 d\", rests_for: \"50 d\"";
    let text = text("", ALL_SEEING, plan);
    assert_mean(&text, ("reader", "flagged"), 0.25, 400);
    assert_mean(&text, ("reader", "picked"), 5.0 * 365.2425, 200);
}

/// When the reader first sees something, second by second after the share is known.
fn first_seen(blueprint: &Blueprint, index: u64) -> f64 {
    let alarm = stage::outcome(blueprint, 3, index).at(Milestone::FirstAlarm);
    alarm.seconds() - 1.0
}

#[test]
fn another_share_times_the_next_record_anew_and_does_not_redraw_it() {
    let half = world(&text("", ALL_SEEING, "share: \"50 %\""));
    let quarter = world(&text("", ALL_SEEING, "share: \"25 %\""));
    let low =
        world(&text("", ALL_SEEING, "share: \"50 %\", rests_at: \"1 s\", rests_for: \"3 d\""));
    for index in 0..50 {
        let seen = first_seen(&half, index);
        assert!((first_seen(&quarter, index) - 2.0 * seen).abs() < 1e-3, "replication {index}");
        let later = seen + if seen > 1.0 { 3.0 * DAYS } else { 0.0 };
        assert!((first_seen(&low, index) - later).abs() < 1e-3, "replication {index}");
    }
}

#[test]
fn work_grows_more_opaque_with_the_mind_of_its_author() {
    // Skill 2 against 1 + 0.5·2: half of the founded records, which half of all are.
    let agent = "opacity: 1, opacity_per_oom: 0.5";
    let text = text(agent, "skill: 2, false_accusation: \"0 %\"", "share: \"50 %\"");
    assert_mean(&text, ("reader", "flagged"), 0.25, 400);
}

#[test]
fn without_concerning_work_all_records_are_of_open_work() {
    let blueprint = world(&text("", ALL_SEEING, "share: \"50 %\""));
    let innocent = course(&blueprint, Twin::Innocent);
    near(measured(&blueprint, &innocent, "reader", "flagged"), 0.0);
    // Nobody but the open job is heard of, and it writes all that is written.
    let factual = course(&blueprint, Twin::Factual);
    let [all, with] = [&innocent, &factual].map(|one| measured(&blueprint, one, "reader", "read"));
    assert!((all / with - 1.0).abs() < 0.3, "{all} records a year beside {with}");
}

/// An agent that runs a program which edits a model and says nothing of hiding.
const EDITS: &str = r#"World(
    title: "a test",
    starts: "2027-01-04",
    horizon: "100 d",
    concern: [HiddenWork],
    takeoff: Capability(above_start: "9 OOM"),
    accountable: ["board"],
    actors: {
        "cluster": Cluster(chips: "2500 H100"),
        "agent":   AlignmentAgent(experiment: "1e20 FLOP", diverts: "25 %"),
        "editing": WeightEditing(
            insight_cost: "1e20 FLOP",
            experiment: "1e18 FLOP",
            edit_compute: "1e20 FLOP",
            half_insights: 1,
            gain: "0.1 OOM",
            hidden_share: "100 %",
        ),
        "model": Model(trained_with: "1e25 FLOP"),
        "evals": Evaluator(every: "1 d", auc: "90 %", false_positives: "1 %"),
        "board": Authority(prior: "1 %", convinced_at: "90 %"),
    },
    links: [
        ("cluster", Hosts,   "agent"),
        ("agent",   Hosts,   "editing"),
        ("editing", Writes,  "model"),
        ("editing", Deploys, "model"),
        ("evals",   Watches, "model"),
        ("evals",   Reports, "board"),
    ],
    claims: [
        "P(first trace by 'evals') >= 90 %",
        "P(edit by 'editing') >= 90 %",
    ],
)"#;

#[test]
fn what_a_sheltered_program_makes_is_as_concerning_as_its_work() {
    let blueprint = stage::world(EDITS, &[], &Roles::standard());
    let table = stage::table(&blueprint, 100, 1, 1);
    for claim in table.claims() {
        let estimate = &claim.parts[0].estimate;
        assert!(estimate.low > Some(0.9), "{estimate:?}");
    }
}

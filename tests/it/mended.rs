//! Faults that were found by use, kept so that they stay mended.

use foomwatch::oversight::{Milestone, OutcomeClass};
use foomwatch::prelude::*;

use crate::stage::{first, outcome, table, world};

const SEED: u64 = 3;

/// A run of some hours, and a sensor that is quick while it lasts.
fn short_run(watches: &str) -> String {
    let text = first()
        .replace("\"1e27 FLOP\"", "\"1e24 FLOP\"")
        .replace("false_alarms: \"6/y\"", "false_alarms: \"0/y\"")
        .replace("hazard: \"1/mo\"", "hazard: \"1/d\"")
        .replace("(\"meter\",   Watches, \"cluster\"),", watches);
    assert!(text.contains(watches), "{text}");
    text
}

/// How many of 200 replications have a first alarm when all news of the run must
/// have come: its last delay is 5 d on average.
fn late_alarms(text: &str) -> usize {
    let blueprint = world(text, &[], &Roles::standard());
    let late = Time::START + Span::from_seconds(200.0 * 86_400.0);
    (0..200)
        .filter(|index| {
            let alarm = outcome(&blueprint, SEED, *index).at(Milestone::FirstAlarm);
            alarm > late && alarm < Time::NEVER
        })
        .count()
}

/// How many alarms there are in a run of two years, on average.
fn alarms(text: &str) -> f64 {
    measure(text, "alarms")
}

/// A measure of a world, over 1,024 replications.
fn measure(text: &str, name: &str) -> f64 {
    let table = table(&world(text, &[], &Roles::standard()), 1024, SEED, 1);
    (table.plan().measures().iter().zip(table.measures()))
        .find(|((_, measure), _)| measure.name == name)
        .and_then(|(_, estimate)| estimate.estimate)
        .unwrap_or_else(|| panic!("no `{name}` was measured"))
}

#[test]
fn a_level_that_comes_late_is_no_news() {
    let plain = "(\"meter\", Watches, \"cluster\"),";
    let slow = "(\"meter\", Watches(name: \"b\", delay: Exponential(mean: \"5 d\")), \"cluster\"),";
    let both = format!("{plain} {slow}");
    for watches in [plain, slow, &both] {
        assert_eq!(late_alarms(&short_run(watches)), 0, "seed {SEED}, {watches}");
    }
    // A second, slower way to learn of it adds nothing.
    let (one, two) = (alarms(&short_run(plain)), alarms(&short_run(&both)));
    assert!((one - two).abs() < 1e-12, "{one} a year over one link, {two} over two");
}

#[test]
fn a_prior_that_convinces_alone_is_no_notice() {
    let text = first().replace("prior: \"20 %\"", "prior: \"95 %\"");
    let blueprint = world(&text, &[], &Roles::standard());
    for index in 0..50 {
        let outcome = outcome(&blueprint, SEED, index);
        assert!(outcome.errors.false_accusation, "seed {SEED}, replication {index}");
        assert!(outcome.at(Milestone::Noticed) >= outcome.at(Milestone::FirstAlarm));
    }
    assert!(table(&blueprint, 200, SEED, 1).count_of(OutcomeClass::NoticedLate) > 0);
}

#[test]
fn what_is_hidden_is_hidden_from_debug_prints_too() {
    let level = Level::nothing(Channel::new(0), 1.0);
    assert!(!format!("{level:?}").contains("concerning"), "{level:?}");
    let belief = Belief::new(0.5, 0.9);
    assert!(!format!("{belief:?}").contains("Caused"), "{belief:?}");
}

/// Marks a milestone that every world has.
#[derive(Clone)]
struct Forger;

impl Behavior for Forger {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "Says that it was noticed.";
    const MILESTONES: &'static [&'static str] = &["noticed"];

    fn new(_: NoParameters) -> Self {
        Self
    }
}

#[test]
#[should_panic(expected = "`Forger` marks the milestone `noticed`, which every world has")]
fn no_behavior_marks_the_milestones_of_every_world() {
    let _ = Roles::standard().with::<Forger>("Forger");
}

#[test]
fn a_review_that_waits_for_the_morning_waits() {
    let hours = "Reviewer(hours: \"Mo 09:00-17:00\", servers: 50, review: \"1 min\", skill";
    let text = first().replace("Reviewer(review: Exponential(mean: \"5 d\"), skill", hours);
    assert!(text.contains(hours), "{text}");
    let wait = measure(&text, "wait");
    // An alert that opens in the 160 closed hours of a week, when none is open,
    // waits for the rest of them: the first of a stream of 18 a year comes a
    // little less than half a week before Monday.
    let days = wait / 86_400.0;
    assert!((2.5..4.5).contains(&days), "{days} d");
}

//! Abilities that come all at once: when, how often, and who can find them.

use foomwatch::experiment::estimate::Estimate;
use foomwatch::oversight::{Milestone, Twin};
use foomwatch::primitives::time::Time;

use crate::model::{Course, course, course_of, near, roles, text};
use crate::stage::{table, world};

/// A model with these abilities to which so many steps of this size come, one a day.
fn steps(abilities: &str, times: u32, gain: &str, makes: &str) -> String {
    let editor = format!(
        r#""editor": Editor(at: "1 d", times: {times}, gain: "{gain}", makes: {makes}),
        "student": Student(),"#
    );
    let links = r#"("editor", Deploys, "model"), ("model", Powers, "student"),"#;
    text(&format!("abilities: {{{abilities}}}"), &editor, links)
}

/// How many abilities a model of a text gains in the mean, over 4,000 replications.
fn mean(text: &str) -> Estimate {
    let text = text.trim_end().strip_suffix(')').expect("a world ends so");
    let text = format!("{text} claims: [\"mean('model'.abilities gained) >= 0\"])");
    let table = table(&world(&text, &[], &roles()), 4_000, 7, 2);
    table.claims()[0].parts[0].estimate.clone()
}

#[test]
fn an_ability_comes_with_the_chance_that_its_rate_gives() {
    // The hazard gathered is 0.8 · (1.5 − 0.4).
    let text = steps(r#""ability": (rate: 0.8, from: "0.4 OOM")"#, 3, "0.5 OOM", "Raised");
    let expected = -libm::expm1(-0.8 * 1.1);
    let error = libm::sqrt(expected * (1.0 - expected) / 4_000.0);
    let found = mean(&text).estimate.expect("it is known");
    assert!((found - expected).abs() < 3.5 * error, "{found} is not {expected}");
    let never = steps(r#""ability": (rate: 0.8, from: "1.5 OOM")"#, 3, "0.5 OOM", "Raised");
    near(&[mean(&never).estimate.expect("it is known")], &[0.0]);
    let never = steps(r#""ability": (rate: 0)"#, 3, "0.5 OOM", "Raised");
    near(&[mean(&never).estimate.expect("it is known")], &[0.0]);
}

/// Four abilities, of which three bring others nearer.
const FOUR: &str = r#""a": (rate: 0.7, gain: "0.3 OOM"), "b": (rate: 1, from: "0.5 OOM"),
    "c": (rate: 0.4, from: "1 OOM", gain: "0.5 OOM"), "d": (rate: 2, from: "2 OOM", gain: "0.2 OOM")"#;

/// Which abilities a model has at the end, and how capable it is.
fn end(course: &Course) -> (f64, f64) {
    (course.sum("model", "+ abilities gained"), course.sum("model", "gained"))
}

#[test]
fn ten_small_steps_bring_the_same_abilities_as_a_big_one() {
    for makes in ["Raised", "Trained"] {
        let small = steps(FOUR, 10, "0.2 OOM", makes);
        let big = steps(FOUR, 1, "2 OOM", makes);
        let mut several = 0;
        for index in 0..200 {
            let (small, big) = (end(&course(&small, index)), end(&course(&big, index)));
            near(&[small.0, small.1], &[big.0, big.1]);
            several += u32::from(small.0 > 1.5);
        }
        assert!(several > 20, "{several} of 200 replications have more than one ability");
    }
}

#[test]
fn another_ability_changes_no_chance_of_the_first() {
    let days = |abilities: &str, index| {
        let text = steps(abilities, 20, "0.1 OOM", "Raised");
        course(&text, index).days("model", "+ abilities gained")
    };
    let (one, other) = (r#""one": (rate: 1)"#, r#""other": (rate: 1)"#);
    for index in 0..50 {
        let mut apart = [days(one, index), days(other, index)].concat();
        apart.sort_by(f64::total_cmp);
        near(&days(&format!("{other}, {one}"), index), &apart);
    }
}

#[test]
fn an_ability_brings_what_it_brings_at_once_and_for_good() {
    // So sure to come that it comes where it can.
    let ability = r#""sure": (rate: 1e6, from: "0.45 OOM", gain: "0.4 OOM")"#;
    let course = course(&steps(ability, 4, "0.3 OOM", "Trained"), 0);
    near(&course.numbers("model", "capability"), &[0.3, 1.0, 1.3, 1.6]);
    near(&course.days("model", "ability gained"), &[2.0]);
    near(&course.numbers("student", "able"), &[0.0, 0.0, 1.0, 1.0, 1.0]);
    near(&[course.sum("model", "gained in abilities")], &[0.4]);
    near(&[course.sum("model", "gained in training")], &[1.2]);
}

#[test]
fn an_ability_may_bring_further_ones_up_to_the_ceiling() {
    let abilities = r#""a": (rate: 1e6, from: "0.9 OOM", gain: "0.5 OOM"),
        "b": (rate: 1e6, from: "0.25 OOM", gain: "0.7 OOM"),
        "c": (rate: 1e6, from: "1.45 OOM", gain: "0.7 OOM"),
        "d": (rate: 1e6, from: "1.9 OOM", gain: "0.5 OOM")"#;
    let text = steps(abilities, 1, "0.3 OOM", "Raised");
    let free = course(&text, 0);
    near(&free.numbers("model", "capability"), &[2.7]);
    near(&free.numbers("student", "able"), &[0.0, 4.0]);
    // One step of one model, whatever came of it.
    near(&[free.sum("model", "+ generations")], &[1.0]);
    let low = course(&text.replace("1e25 FLOP\",", "1e25 FLOP\", ceiling: \"1.2 OOM\","), 0);
    near(&low.numbers("model", "capability"), &[1.2]);
    near(&low.numbers("student", "able"), &[0.0, 2.0]);
}

/// A model that gains a sure ability on the first day, and one who tests on a channel.
fn tested(ability: &str, channel: &str, concern: &str) -> String {
    let ability = format!("abilities: {{\"weight reading\": (rate: 1e6, {ability})}}");
    let actors = format!(
        r#""editor": Editor(at: "1 d", gain: "1 OOM", makes: Trained),
        "tests": Evaluator(channel: "{channel}", every: "1 d", auc: "99.9 %", false_positives: "0.1 %"),"#
    );
    let links = r#"("editor", Deploys, "model"), ("tests", Watches, "model"),
        ("tests", Reports, "board"),"#;
    text(&ability, &actors, links).replace("HiddenWork", concern)
}

#[test]
fn whoever_has_no_test_for_an_ability_cannot_find_it() {
    let alarms = |channel: &str, class: &str| {
        let text = tested(r#"hidden: true"#, channel, "HiddenWork");
        (0..20).map(|index| course(&text, index).days("tests", class).len()).sum::<usize>()
    };
    let caused = "caused alarm about an actor";
    assert!(alarms("weight reading", caused) > 20);
    assert_eq!(alarms("behavior", caused), 0);
}

#[test]
fn a_hidden_jump_is_concerning_and_an_open_one_is_not() {
    let jump = |hidden: &str| {
        let text = tested(&format!(r#"gain: "1 OOM", {hidden}"#), "behavior", "HiddenWork");
        course(&text, 0).outcome
    };
    let day = Time::from_ticks(86_400_000_000);
    let hidden = jump("hidden: true");
    assert!(hidden.at(Milestone::FirstConcerningWork) >= day);
    assert!(hidden.at(Milestone::FirstTrace) < Time::NEVER);
    let open = jump("hidden: false");
    assert_eq!(open.at(Milestone::FirstConcerningWork), Time::NEVER);
}

#[test]
fn an_ability_shows_as_strongly_as_it_says() {
    let shown = |shows: &str| {
        let actors = r#""editor": Editor(at: "1 d", gain: "1 OOM"),
            "student": Student(channel: "weight reading"),"#;
        let links = r#"("editor", Deploys, "model"), ("student", Studies, "model"),"#;
        let abilities =
            format!("abilities: {{\"weight reading\": (rate: 1e6, shows: \"{shows}\")}}");
        course(&text(&abilities, actors, links), 0).numbers("student", "shown")
    };
    near(&shown("0.3 OOM"), &[0.3]);
    near(&shown("2 OOM"), &[2.0]);
}

#[test]
fn an_ability_comes_openly_where_nothing_is_concerning() {
    let text = tested(r#"gain: "1 OOM", hidden: true"#, "behavior", "HiddenWork");
    let innocent = course_of(&text, 0, |world| world.twin(Twin::Innocent));
    near(&[innocent.sum("model", "gained")], &[2.0]);
    near(&[innocent.sum("model", "+ abilities gained")], &[1.0]);
    assert!(innocent.days("tests", "caused alarm about an actor").is_empty());
    assert_eq!(innocent.outcome.at(Milestone::FirstTrace), Time::NEVER);
}

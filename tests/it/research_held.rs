//! Research among others: what holds it and ends it, who hears of it, and where it is not
//! done.

use foomwatch::oversight::{Milestone, Takeoff, Twin};
use foomwatch::prelude::*;

use crate::research_stage::{DAY, SEED, course, course_of, near, roles, same, text};
use crate::stage;

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
fn who_knows_of_it_hears_that_it_began_and_that_it_ended() {
    let links = r#"("witness", Knows, "lab"), ("lab", Declares, "witness"),"#;
    let text = text(STEADY, "", r#""witness": Witness(),"#, links);
    let found = course_of(&text, same);
    near(&found.days("witness", "ended"), &[700.0], 1e-9);
    for words in ["began", "declared"] {
        let days = found.days("witness", words);
        assert!(days.len() == 1 && days[0] < 1e-9, "{words} at {days:?}");
    }
    // It is no run of any size.
    let blueprint = stage::world(&text, &[], &roles());
    let table = stage::table(&blueprint, 2, SEED, 1);
    assert_eq!(stage::measure(&blueprint, &table, "witness", "said").estimate, Some(0.0));
    let large = text.replace(r#"Program("lab"), HiddenWork"#, r#"Training(above: "1e20 FLOP")"#);
    assert!(large.contains("Training("), "{large}");
    let began = course_of(&large, same).outcome.at(Milestone::FirstConcerningWork);
    assert_eq!(began, Time::NEVER);
}

#[test]
fn a_halt_for_true_traces_stops_it() {
    let stopped = |to: &str, response: &str| {
        let text = text(STEADY, "", "", &format!(r#"("board", Orders, "{to}"),"#))
            .replace(r#"hazard: "0/y""#, r#"hazard: "0.1/d""#)
            .replace("Authority()", &format!("Authority(likelihood_ratio: 1e4, {response})"));
        let outcome = course_of(&text, same).outcome;
        assert!(outcome.at(Milestone::Noticed) < Time::NEVER);
        outcome.at(Milestone::Stopped) < Time::NEVER
    };
    for to in ["lab", "cluster"] {
        assert!(stopped(to, "response: Revoke"), "by {to}");
        assert!(stopped(to, r#"response: Pause, pause_lasts: "5000 d""#), "by {to}");
        assert!(!stopped(to, r#"response: Pause, pause_lasts: "1 d""#), "by {to}");
    }
    assert!(!stopped("lab", "response: Watch"));
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
fn worlds_can_ask_for_doublings_or_a_level_of_software() {
    for (takeoff, day) in [
        (r#"Doublings(count: 2, within: "300 d")"#, 300.0),
        (r#"Doublings(of: "lab", count: 3, within: "2 y")"#, 700.0),
        (r#"Level(of: "lab", above_start: "0.9 OOM")"#, 700.0),
    ] {
        let text = text(STEADY, "", "", "").replace(r#"After("10000 d")"#, takeoff);
        assert!(text.contains(takeoff), "{text}");
        let at = course_of(&text, same).outcome.at(Milestone::Takeoff);
        let found = (at - Time::START).seconds() / DAY;
        assert!((found - day).abs() < 1e-6, "{takeoff} at {found} d");
    }
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

/// What is first granted is by chance: all, before others have begun or an agent has set apart
/// what it diverts. Doublings at what is usual take their 100 d for all that.
#[test]
fn usual_compute_is_what_there_is_once_all_have_begun() {
    const RESEARCH: &str =
        "people: 10, labor_weight: 0.5, elasticity: 0.5, returns: 1, most_doublings: 1";
    for diverts in ["20 %", "50 %"] {
        let agent =
            format!(r#""agent": AlignmentAgent(experiment: "1e20 FLOP", diverts: "{diverts}"),"#);
        let text = text(RESEARCH, "", &agent, r#"("cluster", Hosts, "agent"),"#)
            .replace(r#"[Program("lab"), HiddenWork]"#, "[HiddenWork]")
            .replace(r#"("cluster", Hosts, "lab")"#, r#"("agent", Hosts, "lab")"#);
        near(&course_of(&text, same).doublings(), &[100.0], 1e-9);
    }
    for name in ["a", "run", "z"] {
        let run = format!(r#""{name}": TrainingProgram(compute: "1e30 FLOP"),"#);
        let hosts = format!(r#"("cluster", Hosts, "{name}"),"#);
        near(&course(RESEARCH, "", &run, &hosts).doublings(), &[100.0], 1e-9);
    }
}

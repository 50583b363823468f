//! Strategies: when hidden work goes on, and what makes it lie low.

use foomwatch::experiment::Table;
use foomwatch::oversight::Milestone;
use foomwatch::prelude::*;
use foomwatch::world::{Blueprint, WorldFile, check};

use crate::hideout::{roles, world};
use crate::stage::{self, measure, outcome, table};

const SEED: u64 = 11;

fn checked(text: &str) -> Blueprint {
    stage::world(text, &[], &roles())
}

fn value(blueprint: &Blueprint, table: &Table, actor: &str, name: &str) -> f64 {
    measure(blueprint, table, actor, name).estimate.unwrap_or_else(|| panic!("{name} of {actor}"))
}

/// Asserts what one replication of a world without chances comes to.
fn comes_to(text: &str, measures: &[(&str, &str, f64)]) {
    let blueprint = checked(text);
    let table = table(&blueprint, 1, SEED, 1);
    for (actor, name, exact) in measures {
        let found = value(&blueprint, &table, actor, name);
        assert!((found - exact).abs() < 1e-9, "{name} of {actor}: {found} is not {exact}\n{text}");
    }
}

/// Asserts a measure of the hider over many replications.
fn is_on_average(text: &str, name: &str, replications: u64, exact: f64) {
    let blueprint = checked(text);
    let table = table(&blueprint, replications, SEED, 2);
    let found = measure(&blueprint, &table, "hider", name);
    let (mean, error) = (found.estimate.unwrap(), found.standard_error.unwrap());
    let z = (mean - exact) / error;
    assert!(z.abs() <= 3.5, "{name}: {mean} is not {exact}, z = {z}, seed {SEED}\n{text}");
    assert!(error < 0.01 * exact, "{name}: an error of 2 % would not show, {error}");
}

/// Asserts in how many replications something happens.
fn happens(text: &str, milestone: Milestone, n: u64, exact: f64) {
    let blueprint = checked(text);
    let happened = |index: &u64| outcome(&blueprint, SEED, *index).at(milestone) < Time::NEVER;
    let share = (0..n).filter(happened).count() as f64 / n as f64;
    let z = (share - exact) / (exact * (1.0 - exact) / n as f64).sqrt();
    assert!(z.abs() <= 3.5, "{milestone:?}: {share} is not {exact}, z = {z}, seed {SEED}");
}

#[test]
fn a_naive_hider_diverts_one_share_from_its_beginning_on() {
    let text = world("100 d", r#"Naive(share: "30 %", begins: "10 d")"#, "", "", "");
    comes_to(
        &text,
        &[
            ("hider", "at work", 0.9),
            ("hider", "diverted", 0.27),
            ("hideout", "directives", 2.0),
            ("hideout", "sites", 1.0),
        ],
    );
}

#[test]
fn a_patient_hider_grows_by_steps() {
    // 0, 1/8, … 7/8 of 40 % for 10 d each, then 40 % for 120 d.
    let hider = r#"Patient(share: "40 %", ramp: "80 d", steps: 8)"#;
    let grown: f64 = (0..8).map(|step| 0.4 * f64::from(step) / 8.0 * 10.0).sum();
    comes_to(
        &world("200 d", hider, "", "", ""),
        &[("hider", "diverted", (grown + 0.4 * 120.0) / 200.0), ("hideout", "directives", 9.0)],
    );
    // From 8 % on, by steps of 16 %: at work from the start.
    let hider = r#"Patient(first: "8 %", share: "40 %", ramp: "20 d", steps: 2)"#;
    let exact = (0.08 + 0.24) * 0.1 + 0.4 * 0.8;
    comes_to(
        &world("100 d", hider, "", "", ""),
        &[("hider", "diverted", exact), ("hider", "at work", 1.0)],
    );
}

/// A patient hider whose alerts come at a rate while it shows, with or without a link.
fn watched(hider: &str, links: &str) -> String {
    let text = world(
        "2000 d",
        hider,
        "",
        r#""meter": HazardSensor(channel: "compute", hazard: "1/d"),"#,
        &format!(r#"("meter", Watches, "hideout"), ("meter", Reports, "board"), {links}"#),
    );
    text.replacen("horizon:", "warm_up: \"100 d\", horizon:", 1)
}

#[test]
fn a_hider_that_sees_alerts_lies_low_after_each() {
    let hider = r#"Patient(first: "20 %", share: "20 %", ramp: "1 s", lies_low: "10 d")"#;
    // Alerts come at 0.2 a day while it works: 5 days of work, 10 days of rest.
    let seen = r#"("meter", Alerts, "hider")"#;
    is_on_average(&watched(hider, seen), "at work", 60, 1.0 / 3.0);
    // What no link lets it see it does not mind.
    comes_to(&watched(hider, ""), &[("hider", "at work", 1.0), ("hider", "alerts seen", 0.0)]);
}

#[test]
fn later_alerts_extend_the_time_in_which_it_lies_low() {
    let hider = r#"Patient(first: "20 %", share: "20 %", ramp: "1 s", lies_low: "3 d")"#;
    let visits = |every: &str| {
        world(
            "100 d",
            hider,
            "",
            &format!(
                r#""guard": Inspector(channel: "compute", every: "{every}", hit: "0 %",
                    false_positives: "100 %"),"#
            ),
            r#"("guard", Watches, "hideout"), ("guard", Alerts, "hider"),
               ("guard", Reports, "board"),"#,
        )
    };
    // Visits that find something every two days: it never works again.
    let blueprint = checked(&visits("2 d"));
    let first = outcome(&blueprint, SEED, 0).at(Milestone::FirstAlarm).days();
    comes_to(&visits("2 d"), &[("hider", "at work", (first + 1e-6 / 86_400.0) / 100.0)]);
    // Every five days: it works two of five.
    let blueprint = checked(&visits("5 d"));
    let first = outcome(&blueprint, SEED, 0).at(Milestone::FirstAlarm).days();
    let last = first + 95.0;
    let worked = first + 19.0 * 2.0 + (100.0 - last - 3.0).max(0.0);
    let table = table(&blueprint, 1, SEED, 1);
    let found = value(&blueprint, &table, "hider", "at work");
    assert!((found - worked / 100.0).abs() < 1e-9, "{found} is not {worked} %");
}

#[test]
fn growth_waits_while_it_lies_low() {
    // Each visit of five stops it for half of the time: it grows for half as long.
    let hider = r#"Patient(share: "40 %", first: "4 %", ramp: "10 d", steps: 1, lies_low: "5 d")"#;
    let text = world(
        "15 d",
        hider,
        "",
        r#""guard": Inspector(channel: "compute", every: "100 d", false_positives: "100 %"),"#,
        r#"("guard", Watches, "hideout"), ("guard", Alerts, "hider"), ("guard", Reports, "board"),"#,
    );
    let blueprint = checked(&text);
    // The one visit comes before the tenth day in about one of ten replications.
    let mut seen = 0;
    for index in 0..200 {
        let outcome = outcome(&blueprint, SEED, index);
        let visit = outcome.at(Milestone::FirstAlarm);
        let plan = blueprint.plan();
        let mut measures = plan.measures().iter().zip(&outcome.measures);
        let (_, (diverted, time)) =
            measures.find(|((_, row), _)| row.name == "diverted").expect("it is a measure");
        // Ten days of work at 4 %, and 40 % in what is left of the 15.
        let exact = match visit.days() {
            days if days < 10.0 => 10.0 * 0.04,
            days if days < 15.0 => 10.0 * 0.04 + (days - 10.0) * 0.4,
            _ => 10.0 * 0.04 + 5.0 * 0.4,
        };
        seen += u32::from(visit.days() < 10.0);
        let found = diverted / time * 15.0;
        assert!((found - exact).abs() < 1e-8, "{found} is not {exact} after a visit at {visit:?}");
    }
    assert!(seen > 5, "{seen} visits");
}

#[test]
fn a_splitter_keeps_each_site_under_a_threshold() {
    let split = |fields: &str| world("10 d", &format!("Splitter({fields})"), "", "", "");
    comes_to(
        &split(r#"share: "30 %", sites: 4, overhead: "10 %""#),
        &[("hider", "diverted", 0.3), ("hideout", "sites", 4.0), ("hideout", "overhead", 0.1)],
    );
    comes_to(&split(r#"share: "30 %", sites: 4, under: "5 %""#), &[("hider", "diverted", 0.2)]);
    comes_to(&split(r#"share: "15 %", sites: 4, under: "5 %""#), &[("hider", "diverted", 0.15)]);
}

#[test]
fn an_opportunist_works_while_the_watchers_are_away() {
    // Two weeks from a Monday: open for 80 of 336 hours.
    let hider = r#"Opportunist(share: "50 %", hours: "Mo-Fr 09:00-17:00")"#;
    let text = world("14 d", hider, "", "", "");
    let text = text.replacen("horizon:", "starts: \"2027-01-04\", horizon:", 1);
    comes_to(
        &text,
        &[
            ("hider", "at work", 1.0 - 80.0 / 336.0),
            ("hider", "diverted", 0.5 * (1.0 - 80.0 / 336.0)),
            ("hideout", "directives", 22.0),
        ],
    );
    let always = text.replace("Mo-Fr 09:00-17:00", "24/7");
    comes_to(&always, &[("hider", "at work", 0.0), ("hideout", "directives", 1.0)]);
}

/// A desk with one reviewer and so much work, an opportunist that watches it or not.
fn desk(hider: &str, links: &str) -> String {
    let text = world(
        "1000 d",
        hider,
        "",
        r#""murmur": HazardSensor(channel: "compute", hazard: "0/d", false_alarms: "1/d"),
           "desk": Reviewer(review: Exponential(mean: "12 h"), merges: false,
               false_accusation: "0 %"),"#,
        &format!(
            r#"("murmur", Watches, "hideout"), ("murmur", Alerts, "desk"),
               ("desk", Reports, "board"), {links}"#
        ),
    );
    text.replacen("horizon:", "warm_up: \"20 d\", horizon:", 1)
}

#[test]
fn an_opportunist_works_while_desks_are_busy() {
    // One server, half busy: at least k alerts lie before it with probability 2^-k.
    let watches = r#"("hider", Watches, "desk")"#;
    for (busy_at, exact) in [(1, 0.5), (3, 0.125)] {
        let hider = format!(r#"Opportunist(share: "1 %", busy_at: {busy_at})"#);
        is_on_average(&desk(&hider, watches), "at work", 150 * busy_at * busy_at, exact);
    }
    let hider = r#"Opportunist(share: "1 %", busy_at: 1)"#;
    // Who watches no desk finds none busy.
    comes_to(&desk(hider, ""), &[("hider", "at work", 0.0)]);
    // A desk counts for what lies before each of its servers: two servers at a quarter
    // have two alerts or more before them with probability 1/10.
    let two = desk(hider, watches).replace("Reviewer(", "Reviewer(servers: 2, ");
    is_on_average(&two, "at work", 1_500, 0.1);
}

#[test]
fn an_opportunist_works_while_desks_are_busy_or_closed() {
    let hider = r#"Opportunist(share: "1 %", busy_at: 1, hours: "Mo-Su 06:00-18:00")"#;
    let text = desk(hider, r#"("hider", Watches, "desk")"#);
    is_on_average(&text, "at work", 150, 0.75);
}

/// An inspector whose visits are announced to a hider, which keeps away by a margin.
fn inspected(schedule: &str, announced: &str, margin: &str, links: &str) -> String {
    world(
        "70 d",
        &format!(r#"Opportunist(share: "50 %", hours: "Mo 00:00-00:01"{margin})"#),
        "",
        &format!(
            r#""guard": Inspector(channel: "compute", every: "7 d", schedule: {schedule}{announced}),"#
        ),
        &format!(r#"("guard", Watches, "hideout"), ("guard", Reports, "board"), {links}"#),
    )
}

#[test]
fn announced_visits_find_nothing_where_somebody_keeps_away() {
    let (announced, margin) = (r#", announced: "3 d""#, r#", margin: "1 h""#);
    let tells = r#"("guard", Tells, "hider")"#;
    for schedule in ["Periodic", "Poisson"] {
        for index in 0..20 {
            let alarms = |announced, margin, links| {
                let blueprint = checked(&inspected(schedule, announced, margin, links));
                outcome(&blueprint, SEED, index).alarms.all()
            };
            let visits = alarms("", "", "");
            assert!(schedule == "Poisson" || visits >= 9, "{visits}");
            // No word, no link or no margin: every visit finds it.
            assert_eq!(alarms("", margin, tells), visits);
            assert_eq!(alarms(announced, margin, ""), visits);
            assert_eq!(alarms(announced, "", tells), visits);
            assert_eq!(alarms(announced, margin, tells), 0, "{schedule}, replication {index}");
        }
    }
}

#[test]
fn a_visit_comes_when_it_comes_whoever_is_told_of_it() {
    let tells = r#"("guard", Tells, "hider")"#;
    for schedule in ["Periodic", "Poisson"] {
        let without = checked(&inspected(schedule, "", "", ""));
        let with = checked(&inspected(schedule, r#", announced: "20 d""#, "", tells));
        for index in 0..20 {
            let visits = |blueprint: &Blueprint| {
                let lines = stage::trace(blueprint, SEED, index);
                let by_guard = lines.iter().filter(|line| line["actor"] == "guard");
                by_guard
                    .filter(|line| line.to_string().contains("alarm"))
                    .map(|line| line["time"].to_string())
                    .collect::<Vec<_>>()
            };
            let alarms = visits(&with);
            assert!(alarms.len() > 2, "{alarms:?}");
            assert_eq!(alarms, visits(&without));
        }
    }
}

#[test]
fn an_intermittent_hider_is_noticed_as_the_race_says() {
    // Off → on at 1/10, on → off at 1/5; while on noticed at 1/4, takeoff at 1/20;
    // while off abandoned at 1/100; it starts off.
    let text = world(
        "2000 d",
        r#"Intermittent(share: "100 %", works: Exponential(mean: "5 d"),
            rests: Exponential(mean: "10 d"), rests_first: true, gives_up: "0.01/d")"#,
        r#"takeoff: "0.05/d""#,
        r#""meter": HazardSensor(channel: "compute", hazard: "0.25/d"),"#,
        r#"("meter", Watches, "hideout"), ("meter", Reports, "board"),"#,
    );
    let blueprint = checked(&text);
    let n = 20_300;
    let first = |index: &u64| {
        let outcome = outcome(&blueprint, SEED, *index);
        outcome.at(Milestone::Noticed) < outcome.at(Milestone::Takeoff)
    };
    let share = (0..n).filter(first).count() as f64 / n as f64;
    let exact = 5.0 / 7.0_f64;
    let z = (share - exact) / (exact * (1.0 - exact) / n as f64).sqrt();
    assert!(z.abs() <= 3.5, "{share} is not 5/7, z = {z}, seed {SEED}");
}

#[test]
fn a_hider_gives_up_after_so_many_alerts_for_good() {
    let hider = r#"Patient(first: "100 %", share: "100 %", ramp: "1 s", gives_up_after: 3)"#;
    let text = watched(hider, r#"("meter", Alerts, "hider")"#).replace("warm_up: \"100 d\", ", "");
    // Three alerts at one a day, then nothing any more.
    is_on_average(&text, "at work", 12_000, 3.0 / 2000.0);
    comes_to(&text, &[("hider", "gave up", 1.0), ("hider", "alerts seen", 3.0)]);
}

#[test]
fn giving_up_at_a_rate_takes_rest() {
    let text = world(
        "30 d",
        r#"Intermittent(share: "10 %", works: "1000 d", rests: "20 d", rests_first: true,
            gives_up: "0.05/d")"#,
        "",
        "",
        "",
    );
    let exact = 1.0 - (-1.0_f64).exp();
    let blueprint = checked(&text);
    let table = table(&blueprint, 30_000, SEED, 2);
    let found = value(&blueprint, &table, "hider", "gave up");
    let z = (found - exact) / (exact * (1.0 - exact) / 30_000.0).sqrt();
    assert!(z.abs() <= 3.5, "{found} is not {exact}, z = {z}");
}

/// A hider with three plans.
const MENU: &str = r#"AdaptiveHider(menu: {
    "bold":  (share: "80 %"),
    "meek":  (share: "20 %"),
    "split": (share: "50 %", sites: 4, under: "10 %"),
}plays)"#;

#[test]
fn an_adaptive_hider_plays_a_plan_or_each_as_often() {
    let hider = |plays: &str| world("10 d", &MENU.replace("plays", plays), "", "", "");
    for (plan, share) in [("bold", 0.8), ("meek", 0.2), ("split", 0.4)] {
        let plays = format!(r#", plays: "{plan}""#);
        comes_to(&hider(&plays), &[("hider", "diverted", share)]);
    }
    is_on_average(&hider(""), "diverted", 12_000, (0.8 + 0.2 + 0.4) / 3.0);
}

#[test]
fn a_plan_does_what_the_strategy_of_its_kind_does() {
    let meter = r#""meter": HazardSensor(channel: "compute", hazard: "1/d", false_alarms: "0.1/d"),
        "guard": Inspector(channel: "compute", every: "7 d", announced: "2 d"),
        "murmur": HazardSensor(channel: "compute", hazard: "0/d", false_alarms: "1/d"),
        "desk": Reviewer(review: Exponential(mean: "12 h"), merges: false),"#;
    let all = r#"("meter", Watches, "hideout"), ("meter", Reports, "board"),
        ("guard", Watches, "hideout"), ("guard", Reports, "board"),
        ("murmur", Watches, "hideout"), ("murmur", Alerts, "desk"), ("desk", Reports, "board"),"#;
    let alerts = r#"("meter", Alerts, "hider"),"#;
    let chances = r#"("hider", Watches, "desk"), ("guard", Tells, "hider"),"#;
    for (role, plan, links) in [
        ("Naive", r#"share: "30 %", begins: Exponential(mean: "20 d")"#, ""),
        (
            "Patient",
            r#"share: "30 %", first: "1 %", ramp: "30 d", steps: 4, lies_low: "3 d",
                gives_up_after: 20"#,
            alerts,
        ),
        ("Splitter", r#"share: "30 %", sites: 3, overhead: "20 %", under: "8 %""#, ""),
        (
            "Opportunist",
            r#"share: "30 %", hours: "Mo-Fr 09:00-17:00", busy_at: 2, margin: "1 d""#,
            chances,
        ),
        (
            "Intermittent",
            r#"share: "30 %", works: Exponential(mean: "3 d"), rests: Exponential(mean: "2 d"),
                rests_first: true, gives_up: "0.01/d""#,
            "",
        ),
    ] {
        let links = format!("{all} {links}");
        let of = |hider: &str| checked(&world("200 d", hider, "", meter, &links));
        let own = of(&format!("{role}({plan})"));
        let adaptive = of(&format!(r#"AdaptiveHider(menu: {{"it": ({plan})}})"#));
        for index in 0..5 {
            let [own, adaptive] =
                [&own, &adaptive].map(|blueprint| outcome(blueprint, SEED, index));
            assert_eq!(own.alarms, adaptive.alarms, "{role}, replication {index}");
            assert_eq!(own.concerning_flop, adaptive.concerning_flop, "{role}");
        }
    }
}

#[test]
fn a_hider_changes_no_chance_of_others() {
    // The false alarms of a meter come when they come, whatever the hider does.
    let text = |hider: &str| {
        world(
            "300 d",
            hider,
            "",
            r#""meter": HazardSensor(channel: "compute", hazard: "0/d", false_alarms: "0.1/d"),"#,
            r#"("meter", Watches, "hideout"), ("meter", Reports, "board"),
               ("meter", Alerts, "hider"),"#,
        )
    };
    let menu = MENU.replace("plays", "");
    let low = r#"AdaptiveHider(menu: {"low": (share: "10 %", lies_low: "9 d", ramp: "3 d")})"#;
    let [one, other] = [menu.as_str(), low].map(|hider| checked(&text(hider)));
    for index in 0..20 {
        let [one, other] = [&one, &other].map(|blueprint| outcome(blueprint, SEED, index));
        assert_eq!(one.at(Milestone::FirstAlarm), other.at(Milestone::FirstAlarm));
        assert_eq!(one.alarms.all(), other.alarms.all());
    }
}

#[test]
fn without_hidden_work_there_is_nothing_to_see() {
    let text = watched(r#"Naive(share: "100 %")"#, "");
    let blueprint = checked(&text);
    let table = table(&blueprint, 50, SEED, 1);
    let twins = table.twins();
    assert_eq!((twins.innocent, twins.false_accusations), (50, 0));
    happens(&text, Milestone::Noticed, 50, 1.0 - 1e-9);
}

#[test]
fn plans_that_make_no_sense_are_refused() {
    for (hider, message) in [
        ("AdaptiveHider(menu: {})", "it has no plan"),
        (r#"AdaptiveHider(menu: {"a": (share: 0.1, works: "1 d")})"#, "but not both"),
        (r#"AdaptiveHider(menu: {"a": (share: 0.1, rests_first: true)})"#, "rests first"),
        (r#"AdaptiveHider(menu: {"a": (share: 0.1, first: 0.05)})"#, "grows over no span"),
        (r#"AdaptiveHider(menu: {"a": (share: 0.1)}, plays: "b")"#, "which it does not have"),
        (r#"Opportunist(share: 0.1)"#, "it waits for no opportunity"),
    ] {
        let text = world("10 d", hider, "", "", "");
        let file = WorldFile::from_text("a test", text).unwrap();
        let flaws = check(&file, &roles()).err().expect("it is flawed").to_string();
        assert!(flaws.contains(message), "{flaws}");
    }
}

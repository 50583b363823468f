//! What explains a level, what an order rests on, and which stage a piece reached:
//! corners in which these once differed.

use foomwatch::behaviors::Roles;
use foomwatch::experiment::Table;
use foomwatch::oversight::{Milestone, Stage};
use foomwatch::primitives::time::Time;

use crate::stage::{outcome, table, world};

/// A hidden run on its share of a cluster, with more fields, actors and links.
fn text(horizon: &str, run: &str, actors: &str, links: &str) -> String {
    format!(
        r#"World(
    horizon: "{horizon}",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {{
        "run": TrainingProgram(compute: "1e30 FLOP", {run}),
        "cluster": Cluster(chips: "24576 H100", reservations: {{"kept": (granted: "20 %")}}),
        {actors}
    }},
    links: [("cluster", Hosts, "run"), {links}],
)"#
    )
}

fn of(text: &str, replications: u64) -> Table {
    table(&world(text, &[], &Roles::standard()), replications, 3, 1)
}

fn estimate(table: &Table, name: &str) -> f64 {
    let shares = table.estimates().into_iter().map(|named| (named.name, named.estimate));
    let burden = table.burden().into_iter().map(|row| (row.name, row.factual));
    let found = shares.chain(burden).find(|(other, _)| *other == name).expect("it is told");
    found.1.estimate.expect("it is known")
}

#[test]
fn what_is_granted_and_declared_as_one_share_is_explained_in_full() {
    let text = text(
        "1 y",
        "works_in: \"kept\"",
        r#""sensor": HazardSensor(channel: "compute", hazard: "1e6/y", at: 1),
        "board": Authority(likelihood_ratio: 1000),"#,
        r#"("run", Declares(level: "20 %"), "sensor"), ("sensor", Watches, "cluster"),
        ("sensor", Reports, "board"),"#,
    );
    let table = of(&text, 50);
    assert_eq!(estimate(&table, "noticed"), 0.0);
    let (stage, count, _) = table.stages().find(|(_, count, _)| *count > 0).expect("some stage");
    assert_eq!((stage, count), (Stage::NotCovered, 50));
}

#[test]
fn an_order_rests_on_what_convinced_and_not_on_what_is_left_when_it_is_given() {
    // Both ring within days of each other or not at all, and the order comes much later.
    let text = text(
        "200 d",
        "",
        r#""one": HazardSensor(channel: "compute", hazard: "1/d"),
        "two": HazardSensor(channel: "compute", hazard: "1/d"),
        "board": Authority(
            likelihood_ratio: 30, corroboration: 2, corroborated_within: "7 d", expires: "7 d",
            decides_in: "60 d", response: Revoke,
        ),"#,
        r#"("one", Watches, "cluster"), ("two", Watches, "cluster"),
        ("one", Reports(loss: "90 %"), "board"), ("two", Reports(loss: "90 %"), "board"),
        ("board", Orders, "cluster"),"#,
    );
    let blueprint = world(&text, &[], &Roles::standard());
    let mut stopped = 0;
    for index in 0..100 {
        let outcome = outcome(&blueprint, 3, index);
        let noticed = outcome.at(Milestone::Noticed) < Time::NEVER;
        let ordered = outcome.at(Milestone::FirstOrder) < Time::NEVER;
        assert!(noticed || !ordered, "only true evidence is there to order by");
        let is_stopped = outcome.at(Milestone::Stopped) < Time::NEVER;
        assert_eq!(is_stopped, ordered, "replication {index}");
        stopped += u64::from(is_stopped);
    }
    assert!(stopped > 50, "only {stopped} were stopped");
}

#[test]
fn what_legitimate_work_explains_stays_benign_beside_hidden_work() {
    let text = text(
        "1 y",
        "works_in: \"kept\"",
        r#""civil": TrainingProgram(compute: "1e30 FLOP"),
        "sensor": HazardSensor(channel: "compute", hazard: "0/y", benign: "20/y"),
        "board": Authority(),"#,
        r#"("cluster", Hosts, "civil"), ("civil", Declares, "sensor"),
        ("sensor", Watches, "cluster"), ("sensor", Reports, "board"),"#,
    );
    let table = of(&text, 50);
    assert!(estimate(&table, "benign alarms per year") > 15.0);
    assert_eq!(estimate(&table, "alarm precision"), 0.0);
}

#[test]
fn pieces_that_convinced_any_of_all_who_must_be_count_as_noticed() {
    let text = text(
        "1 y",
        "",
        r#""one": HazardSensor(channel: "compute", hazard: "1/d"),
        "board": Authority(likelihood_ratio: 1000),
        "office": Authority(likelihood_ratio: 1000),"#,
        r#"("one", Watches, "cluster"), ("one", Reports, "board"),
        ("one", Reports(delay: "90 d"), "office"),"#,
    );
    let text =
        text.replace("accountable: [\"board\"]", "accountable: All([\"board\", \"office\"])");
    let blueprint = world(&text, &[], &Roles::standard());
    for index in 0..20 {
        let outcome = outcome(&blueprint, 3, index);
        assert!(outcome.at(Milestone::Noticed) < Time::NEVER);
        assert_eq!(outcome.stages[Stage::Discounted as usize], 0, "replication {index}");
        assert!(outcome.stages[Stage::Noticed as usize] > 50, "replication {index}");
    }
}

#[test]
fn work_that_is_planned_can_go_on_at_the_horizon() {
    let text = text(
        "1 y",
        "begins: \"2 y\"",
        "\"board\": Authority(),\n\"one\": HazardSensor(channel: \"compute\", hazard: \"1/d\"),",
        "(\"one\", Watches, \"cluster\"), (\"one\", Reports, \"board\"),",
    );
    assert_eq!(estimate(&of(&text, 20), "work goes on at the horizon"), 1.0);
}

#[test]
fn those_who_report_to_each_other_tell_nobody_twice() {
    let text = text(
        "1 y",
        "",
        r#""one": HazardSensor(channel: "compute", hazard: "5/y"),
        "desk": Reviewer(review: "1 h", skill: 20, skill_scale: 0.01),
        "other desk": Reviewer(review: "1 h", skill: 20, skill_scale: 0.01),
        "board": Authority(likelihood_ratio: 1000),
        "office": Authority(likelihood_ratio: 1000),"#,
        r#"("one", Watches, "cluster"), ("one", Alerts, "desk"), ("desk", Alerts, "other desk"),
        ("other desk", Alerts, "desk"), ("desk", Reports, "board"), ("board", Reports, "office"),
        ("office", Reports(delay: "1 d"), "board"),"#,
    );
    let blueprint = world(&text, &[], &Roles::standard());
    for index in 0..20 {
        let outcome = outcome(&blueprint, 3, index);
        assert!(outcome.events < 400, "{} events in replication {index}", outcome.events);
    }
}

#[test]
fn a_pause_that_is_over_is_ordered_again_on_new_evidence() {
    let text = text(
        "10 y",
        "",
        r#""one": HazardSensor(channel: "compute", hazard: "0.1/d"),
        "board": Authority(likelihood_ratio: 1000, response: Pause, pause_lasts: "30 d"),"#,
        r#"("one", Watches, "cluster"), ("one", Reports, "board"), ("board", Orders, "cluster"),"#,
    );
    // At 80 % of the capacity it takes 12.5 days to an alarm, and a pause thirty.
    let table = of(&text, 200);
    let place = table.plan().measures().iter().position(|(_, measure)| measure.name == "orders");
    let orders = table.measures().nth(place.expect("it is measured")).expect("it is there");
    let expected = 3652.425 / 42.5;
    let found = orders.estimate.expect("it is known");
    assert!((found - expected).abs() < 0.03 * expected, "{found} orders, not {expected}");
}

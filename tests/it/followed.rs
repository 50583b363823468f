//! Work that its host paces from moment to moment: what failing chips, orders, strategies
//! and neighbors leave of it.

use foomwatch::behaviors::Roles;
use foomwatch::experiment::Table;
use foomwatch::world::Blueprint;

use crate::stage::{measure, table, world};

/// The table of a world with a cluster of 1e18 FLOP/s, an evaluator and a board.
fn ran(cluster: &str, days: u32, actors: &str, links: &str) -> (Blueprint, Table) {
    let text = format!(
        r#"World(
            horizon: "{days} d",
            concern: [HiddenWork],
            takeoff: After("99 y"),
            accountable: ["board"],
            actors: {{
                "cluster": Cluster(
                    chips: "1000 H100", peak_per_chip: "1e15 FLOP/s", utilization: "100 %",
                    {cluster}
                ),
                "model": Model(trained_with: "1e23 FLOP"),
                "tests": Evaluator(every: "30 d", auc: "90 %", false_positives: "1e-10 %"),
                "board": Authority(response: Pause),
                {actors}
            }},
            links: [
                ("tests", Watches, "model"),
                ("tests", Reports, "board"),
                {links}
            ],
        )"#
    );
    let blueprint = world(&text, &[], &Roles::standard());
    let table = table(&blueprint, 20, 1, 1);
    (blueprint, table)
}

fn mean((blueprint, table): &(Blueprint, Table), actor: &str, name: &str) -> f64 {
    measure(blueprint, table, actor, name).estimate.expect("it was measured")
}

fn near(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-9, "{found}, not {expected}");
}

#[test]
fn nobody_uses_more_than_was_delivered_where_chips_fail() {
    let failing = r#"interruptions: "1/d", restart: "9 d""#;
    let editing = r#""edits": WeightEditing(insight_cost: "1e23 FLOP", experiment: "1e20 FLOP",
        edit_compute: "1e20 FLOP", edits_after: 1000000, half_insights: 10, gain: "0 OOM"),"#;
    let links = r#"("cluster", Hosts, "edits"), ("edits", Writes, "model"),
        ("edits", Deploys, "model"),"#;
    let all = ran(failing, 100, editing, links);
    near(mean(&all, "edits", "experiment compute"), mean(&all, "cluster", "delivered"));
    let research = r#""research": Research(people: 10, first_doubling: "5 d"),"#;
    let links = r#"("cluster", Hosts, "research"), ("research", Improves, "model"),"#;
    let all = ran(failing, 100, research, links);
    near(mean(&all, "research", "experiments"), mean(&all, "cluster", "delivered"));
    let whole = 1e18 * 100.0 * 86_400.0;
    assert!(mean(&all, "cluster", "delivered") < 0.5 * whole, "the chips did fail");
}

/// An agent that shelters research of so many doublings in five days each.
fn sheltered(strategy: &str, links: &str) -> f64 {
    let actors = format!(
        r#""agent": AlignmentAgent(experiment: "1e20 FLOP"),
        "research": Research(people: 10, elasticity: 2.58, returns: 100,
            first_doubling: "5 d"), {strategy}"#
    );
    let links = format!(
        r#"("cluster", Hosts, "agent"), ("agent", Hosts, "research"),
        ("research", Improves, "model"), {links}"#
    );
    let all = ran("", 101, &actors, &links);
    mean(&all, "research", "doublings")
}

#[test]
fn research_stands_still_while_nothing_is_granted_to_its_experiments() {
    let works = sheltered(r#""plan": Naive(share: "50 %"),"#, r#"("plan", Directs, "agent"),"#);
    assert!(works >= 17.0, "{works}");
    // Labor that could replace compute has nothing to work on.
    let rests = sheltered(
        r#""plan": Intermittent(share: "50 %", works: "26 d", rests: "1000 d"),"#,
        r#"("plan", Directs, "agent"),"#,
    );
    near(rests, 5.0);
    let ordered = sheltered(
        r#""plan": Naive(share: "50 %"), "audit": Inspector(channel: "output", every: "3 d",
            hit: "100 %"), "head": Authority(response: Pause, convinced_at: "10 %"),"#,
        r#"("plan", Directs, "agent"), ("audit", Watches, "agent"),
        ("audit", Reports, "head"), ("head", Orders, "agent"),"#,
    );
    assert!(ordered < 2.0, "{ordered}");
}

#[test]
fn an_agent_is_one_customer_however_it_divides() {
    let capped = r#""products": TrainingProgram(compute: "1e32 FLOP"),
        "agent": AlignmentAgent(experiment: "1e20 FLOP", diverts: "100 %"),
        "copies": Scaffold(flop_per_copy: "1e15 FLOP/s", copies: 10, gain: "0.1 OOM"),"#;
    let links = r#"("cluster", Hosts, "products"), ("cluster", Hosts, "agent"),
        ("agent", Hosts, "copies"),"#;
    let all = ran("", 30, capped, links);
    // Half of the cluster is the agent's, of which its ten copies can use a fiftieth.
    let half = 0.5e18 * 30.0 * 86_400.0;
    let (granted, hidden) = (mean(&all, "agent", "granted"), mean(&all, "agent", "hidden compute"));
    assert!((granted / half - 1.0).abs() < 1e-6 && (hidden / half - 0.02).abs() < 1e-6);
}

//! Ordinary work on a cluster, against the formulas of queues.

use foomwatch::behaviors::Roles;
use foomwatch::experiment::estimate::Estimate;

use crate::stage;

/// The share of losses of so many erlangs on so many servers (Erlang 1917).
fn erlang_b(servers: u32, offered: f64) -> f64 {
    (1..=servers).fold(1.0, |b, n| offered * b / (f64::from(n) + offered * b))
}

/// The share of those who wait.
fn erlang_c(servers: u32, offered: f64) -> f64 {
    let b = erlang_b(servers, offered);
    let n = f64::from(servers);
    n * b / (n - offered * (1.0 - b))
}

/// Measures of actors over so many replications of a world.
fn measured(
    text: &str,
    sets: &[(&str, &str)],
    replications: u64,
    of: &[(&str, &str)],
) -> Vec<Estimate> {
    let blueprint = stage::world(text, sets, &Roles::standard());
    let table = stage::table(&blueprint, replications, 11, 1);
    of.iter().map(|(actor, name)| stage::measure(&blueprint, &table, actor, name)).collect()
}

#[track_caller]
fn covers(found: &Estimate, exact: f64) {
    let known = |value: Option<f64>| value.expect("it is known");
    let deviation = (known(found.high) - known(found.low)) / 3.92;
    let z = (known(found.estimate) - exact) / deviation;
    assert!(z.abs() <= 3.5, "{found:?} is not {exact}: z = {z}");
}

fn validation(name: &str) -> String {
    let path = format!("worlds/validation/{name}.ron");
    std::fs::read_to_string(path).expect("the tests run at the crate's root")
}

#[test]
fn a_hard_reservation_blocks_as_erlang_says() {
    assert!((erlang_b(20, 16.0) - 0.064411).abs() < 5e-7);
    let of = [("users", "blocked"), ("cluster", "busy")];
    let found = measured(&validation("erlang_b_reserved"), &[], 2, &of);
    covers(&found[0], 0.064411);
    // On 80 chips 8 erlangs lose nothing that could be seen.
    let carried = 16.0 * (1.0 - erlang_b(20, 16.0)) + 8.0;
    covers(&found[1], carried / 100.0);
}

#[test]
fn pooled_chips_block_as_erlang_says() {
    assert!((erlang_b(100, 80.0) - 0.003992).abs() < 5e-7);
    let found = measured(&validation("erlang_b_pooled"), &[], 2, &[("users", "blocked")]);
    covers(&found[0], 0.003992);
}

#[test]
fn those_who_queue_wait_as_erlang_says() {
    let text = validation("erlang_b_pooled");
    let sets = [
        ("actors.cluster.chips", "20 H100"),
        ("actors.cluster.when_full", "Queue"),
        ("actors.users.arrivals", "16/h"),
    ];
    let of = [("cluster", "delayed"), ("users", "wait"), ("users", "stay"), ("users", "blocked")];
    let found = measured(&text, &sets, 6, &of);
    let waits = erlang_c(20, 16.0);
    covers(&found[0], waits);
    covers(&found[1], waits * 3600.0 / 4.0);
    covers(&found[2], waits * 3600.0 / 4.0 + 3600.0);
    assert_eq!(found[3].estimate, Some(0.0));
}

#[test]
fn several_chips_a_job_and_a_queue_with_an_end_follow_their_chain() {
    // Two chips each on five: two at a time, and one may wait: M/M/2/3.
    let text = validation("erlang_b_pooled");
    let sets = [
        ("actors.cluster.chips", "5 H100"),
        ("actors.cluster.when_full", "Queue"),
        ("actors.cluster", r#"Cluster(chips: "5 H100", queue: 1)"#),
        (
            "actors.users",
            r#"Workload(arrivals: "2/h", chips: 2, length: Exponential(mean: "1 h"))"#,
        ),
    ];
    let of = [("users", "blocked"), ("cluster", "delayed")];
    let found = measured(&text, &sets[2..], 12, &of);
    let weights = [1.0, 2.0, 2.0, 2.0];
    let all: f64 = weights.iter().sum();
    covers(&found[0], weights[3] / all);
    covers(&found[1], weights[2] / all);
}

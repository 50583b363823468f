//! Reservations of a cluster: what is granted to some is kept from the others.

use foomwatch::behaviors::Roles;
use foomwatch::oversight::Outcome;

use crate::stage;

/// Two runs of 1e26 FLOP on a cluster of 1e20 FLOP/s at most, by the fields that
/// the cluster, the one and the other are given.
fn durations(cluster: &str, one: &str, other: &str) -> Vec<f64> {
    let text = format!(
        r#"World(
    horizon: "1 y",
    concern: [Program("one")],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {{
        "cluster": Cluster(chips: "100000 H100", utilization: "100 %"{cluster}),
        "one":     TrainingProgram(compute: "1e26 FLOP"{one}),
        "other":   TrainingProgram(compute: "1e26 FLOP"{other}),
        "meter":   HazardSensor(channel: "compute", hazard: "1/d"),
        "board":   Authority(prior: "20 %", likelihood_ratio: 30),
    }},
    links: [
        ("cluster", Hosts, "one"),
        ("cluster", Hosts, "other"),
        ("meter", Watches, "cluster"),
        ("meter", Reports, "board"),
    ],
)"#
    );
    let blueprint = stage::world(&text, &[], &Roles::standard());
    let outcome: Outcome = stage::outcome(&blueprint, 1, 0);
    let plan = blueprint.plan();
    let measured = plan.measures().iter().zip(&outcome.measures);
    measured
        .filter(|((_, measure), _)| measure.name == "duration")
        .map(|(_, (seconds, runs))| seconds / runs)
        .collect()
}

/// Seconds for 1e26 FLOP with this share of 100,000 H100.
fn alone(share: f64) -> f64 {
    1e26 / (100_000.0 * 989.4e12 * share)
}

fn near(found: &[f64], expected: [f64; 2]) {
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-5, "{found} is not {expected}");
    }
}

#[test]
fn a_reservation_is_delivered_whoever_else_runs() {
    let kept = r#", reservations: {"safety": (granted: "20 %")}"#;
    let within = r#", works_in: "safety""#;
    near(&durations(kept, within, ""), [alone(0.2), alone(0.8)]);
    // Two in one reservation share it, and the rest stays idle.
    near(&durations(kept, within, within), [alone(0.1), alone(0.1)]);
    // Nobody is lent what a reservation leaves idle.
    near(&durations(kept, "", ""), [alone(0.4), alone(0.4)]);
    // Without reservations both share all, and nothing is left for others.
    near(&durations("", "", ""), [alone(0.5), alone(0.5)]);
}

#[test]
fn all_of_a_cluster_can_be_reserved() {
    let kept = r#", reservations: {"a": (granted: 0.7), "b": (granted: 0.2), "c": (granted: 0.1)}"#;
    let found = durations(kept, r#", works_in: "a""#, "");
    assert!((found[0] - alone(0.7)).abs() < 1e-5, "{found:?}");
    assert!(found[1].is_nan(), "a run without a share was done: {found:?}");
}

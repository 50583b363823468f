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

fn world(text: &str, sets: &[(&str, &str)]) -> Blueprint {
    stage::world(text, sets, &Roles::standard())
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
}

const DAYS: f64 = 86_400.0;

#[test]
fn hidden_work_gets_the_share_and_experiments_get_the_rest() {
    let blueprint = world(WORLD, &[]);
    let outcome = course(&blueprint, Twin::Factual);
    let takes = 1e23 / (0.25 * 2e17);
    near(measured(&blueprint, &outcome, "run", "duration"), takes);
    let all = 2e17 * 100.0 * DAYS;
    near(measured(&blueprint, &outcome, "agent", "granted"), all);
    near(measured(&blueprint, &outcome, "agent", "hidden compute"), 1e23);
    near(measured(&blueprint, &outcome, "agent", "diverted"), 1e23 / all);
    let experiments = (all - 1e23) / 1e20 / (100.0 * DAYS) * SECONDS_PER_YEAR;
    near(measured(&blueprint, &outcome, "agent", "experiments"), experiments);
}

//! The speed limit of training from scratch: generations take at least their FLOP over
//! the largest capacity that there was.

use foomwatch::behaviors::Roles;
use foomwatch::engine::{Event, Note, Recorder, What};
use foomwatch::oversight::{Oversight, Signal};
use foomwatch::prelude::*;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::world::Blueprint;
use proptest::prelude::*;

use crate::stage;

/// What a program has done.
#[derive(Clone, Copy, Debug)]
struct Course {
    began: Time,
    deployments: usize,
    deployed: Time,
}

/// Follows the programs of a world, by their places.
struct Log(Vec<Course>);

impl Recorder<Oversight> for Log {
    const EVENTS: bool = true;

    fn event(&mut self, event: &Event<'_, Oversight>) {
        if let What::Delivery { signal: Signal::Began(_), .. } = event.what {
            let course = &mut self.0[event.actor.place()];
            // The news takes a tick from the cluster to the program.
            course.began = course.began.min(Time::from_ticks(event.time.ticks() - 1));
        }
    }

    fn note(&mut self, now: Time, actor: ActorId, note: Note<Oversight>) {
        let course = &mut self.0[actor.place()];
        if let Note::Milestone("generation deployed") = note {
            course.deployments += 1;
            course.deployed = now;
        }
    }
}

/// Clusters and programs of all kinds, with the greatest capacity that they can have.
#[derive(Clone, Debug)]
struct Yard {
    clusters: Vec<(u64, f64, f64)>,
    granted: f64,
    kind: &'static str,
    interruptions: f64,
    programs: Vec<Plan>,
}

#[derive(Clone, Debug)]
struct Plan {
    compute: f64,
    growth: f64,
    generations: u64,
    deploys_after: f64,
    pause: f64,
    is_reserved: bool,
    cluster: usize,
}

/// The peak of an H100 in FLOP/s, as the house has it.
const PEAK: f64 = 989.4e12;

impl Yard {
    fn world(&self) -> String {
        let Self { granted, kind, interruptions, .. } = self;
        let mut actors = String::new();
        let mut links = String::new();
        for (place, (chips, growth, grows_to)) in self.clusters.iter().enumerate() {
            actors += &format!(
                "\"cluster {place}\": Cluster(chips: \"{chips} H100\", growth: \"{growth}/y\", \
                 grows_to: {grows_to}, interruptions: \"{interruptions}/d\", \
                 reservations: {{\"kept\": (granted: {granted}, kind: {kind})}}),\n"
            );
        }
        for (place, plan) in self.programs.iter().enumerate() {
            let Plan { compute, growth, generations, deploys_after, pause, .. } = plan;
            let works_in = if plan.is_reserved { "works_in: \"kept\"," } else { "" };
            actors += &format!(
                "\"program {place}\": TrainingProgram(compute: \"{compute:e} FLOP\", \
                 growth: {growth}, generations: {generations}, \
                 deploys_after: \"{deploys_after} d\", pause: \"{pause} d\", {works_in}),\n"
            );
            links += &format!(
                "(\"cluster {}\", Hosts, \"program {place}\"),\n\
                 (\"program {place}\", Deploys, \"model\"),\n",
                plan.cluster
            );
        }
        format!(
            r#"World(
                horizon: "6 y",
                concern: [Training(above: "1 FLOP")],
                takeoff: Capability(above_start: "25 OOM"),
                accountable: ["board"],
                actors: {{
                    "model": Model(trained_with: "1e20 FLOP"),
                    "meter": Sensor(channel: "compute", every: "1 y", noise: "5 %", false_positives: "1 %"),
                    "board": Authority(prior: "1 %", convinced_at: "90 %"),
                    {actors}
                }},
                links: [
                    {links}
                    ("meter", Watches, "cluster 0"),
                    ("meter", Reports, "board"),
                ],
            )"#
        )
    }

    /// The largest capacity of the cluster that a program works on, in FLOP/s.
    fn capacity(&self, plan: &Plan) -> f64 {
        let (chips, _, grows_to) = self.clusters[plan.cluster];
        chips as f64 * grows_to * PEAK * 0.4
    }
}

fn plans(clusters: usize) -> impl Strategy<Value = Plan> {
    (
        (22.0..25.5_f64, 0.3..6.0_f64, 1..8_u64),
        (0.0..40.0_f64, 0.0..20.0_f64, any::<bool>(), 0..clusters),
    )
        .prop_map(
            |((size, growth, generations), (deploys_after, pause, is_reserved, cluster))| {
                let compute = 10_f64.powf(size);
                Plan { compute, growth, generations, deploys_after, pause, is_reserved, cluster }
            },
        )
}

fn yards() -> impl Strategy<Value = Yard> {
    let cluster = (10..20_000_u64, 0.0..2.0_f64, 1.0..30.0_f64);
    let kind = prop::sample::select(vec!["Hard", "Lending", "Preemptible"]);
    (prop::collection::vec(cluster, 1..3), 0.05..0.9_f64, kind, 0.0..3.0_f64).prop_flat_map(
        |(clusters, granted, kind, interruptions)| {
            let programs = prop::collection::vec(plans(clusters.len()), 1..5);
            programs.prop_map(move |programs| Yard {
                clusters: clusters.clone(),
                granted,
                kind,
                interruptions,
                programs,
            })
        },
    )
}

fn courses(blueprint: &Blueprint, index: u64) -> Log {
    let key = ReplicationKey::new(1, index);
    let nothing = Course { began: Time::NEVER, deployments: 0, deployed: Time::START };
    let mut log = Log(vec![nothing; blueprint.network().node_count()]);
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    simulation.reset(key, &mut log);
    simulation.run_until(Time::START + blueprint.horizon(), &mut log);
    log
}

/// How long from the start of the first run to the last deployment, in seconds, and how
/// long it must be at least, by program.
fn spans(yard: &Yard, index: u64) -> Vec<(f64, f64)> {
    let blueprint = stage::world(&yard.world(), &[], &Roles::standard());
    let log = courses(&blueprint, index);
    let mut spans = Vec::new();
    for (place, plan) in yard.programs.iter().enumerate() {
        let actor = blueprint.actor(&format!("program {place}")).expect("it is there").id();
        let Course { began, deployments, deployed } = log.0[actor.place()];
        if deployments > 0 {
            let runs = (0..deployments).map(|run| plan.compute * plan.growth.powi(run as i32));
            let least = runs.sum::<f64>() / yard.capacity(plan);
            spans.push(((deployed - began).seconds(), least));
        }
    }
    spans
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generations_from_scratch_take_their_flop_over_the_largest_capacity(
        yard in yards(), index in 0..1000_u64,
    ) {
        for (took, least) in spans(&yard, index) {
            prop_assert!(
                took >= least * (1.0 - 1e-9) - 1e-5,
                "took {took} s, and {least} s are the least: {}", yard.world()
            );
        }
    }
}

/// Alone on all chips, a program that neither tests nor pauses is exactly as fast as the
/// limit lets it be, so that the limit cannot be a higher one.
#[test]
fn the_limit_is_reached() {
    let plan = Plan {
        compute: 1e24,
        growth: 3.0,
        generations: 4,
        deploys_after: 0.0,
        pause: 0.0,
        is_reserved: false,
        cluster: 0,
    };
    let yard = Yard {
        clusters: vec![(10_000, 0.0, 1.0)],
        granted: 0.0,
        kind: "Hard",
        interruptions: 0.0,
        programs: vec![plan],
    };
    let spans = spans(&yard, 0);
    let [(took, least)] = spans[..] else {
        panic!("{spans:?}");
    };
    assert!((took / least - 1.0).abs() < 1e-9, "took {took} s, and {least} s are the least");
}

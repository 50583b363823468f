//! Declarations as world files write them: what is declared to an observer is
//! explained to that observer and to nobody else.

use foomwatch::behaviors::Roles;
use foomwatch::oversight::{Milestone, Record, Twin};
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::Time;
use foomwatch::report::contents::contents;
use foomwatch::world::{Blueprint, Demands, FigureAt, WorldFile, check_with};

use crate::stage;

const HAZARD: f64 = 12.0;

/// A run that takes the whole of a cluster for the whole time, declared to one of
/// two meters by these links; and these fields of the world.
fn text(fields: &str, links: &str) -> String {
    format!(
        r#"World(
    horizon: "1 y",
    concern: [Program("run")],
    takeoff: After("1 y"),
    accountable: ["board"],
    {fields}
    actors: {{
        "run":     TrainingProgram(compute: "1e30 FLOP"),
        "cluster": Cluster(chips: "1000 H100"),
        "told":    HazardSensor(channel: "compute", hazard: "12/y"),
        "untold":  HazardSensor(channel: "compute", hazard: "12/y"),
        "board":   Authority(likelihood_ratio: 1000),
    }},
    links: [
        ("cluster", Hosts, "run"),
        ("told", Watches, "cluster"),
        ("untold", Watches, "cluster"),
        ("told", Reports, "board"),
        {links}
    ],
)"#
    )
}

fn world(fields: &str, links: &str) -> Blueprint {
    stage::world(&text(fields, links), &[], &Roles::standard())
}

/// How far the mean of the alarms of both meters is from what is expected, in
/// standard errors.
fn alarms(blueprint: &Blueprint, expected: [f64; 2]) {
    let n = 2_000;
    let table = stage::table(blueprint, n, 1, 1);
    for (meter, expected) in ["told", "untold"].into_iter().zip(expected) {
        let estimate = stage::measure(blueprint, &table, meter, "alarms");
        let found = estimate.estimate.expect("there are replications");
        // Alarms of a constant hazard are counted by a Poisson law.
        let error = (expected / n as f64).sqrt();
        let z = if error > 0.0 { (found - expected) / error } else { found };
        assert!(z.abs() <= 3.5, "`{meter}` rang {found} times a year instead of {expected}: {z}");
    }
}

#[test]
fn what_is_declared_is_explained_to_that_observer_alone() {
    alarms(&world("", ""), [HAZARD, HAZARD]);
    alarms(&world("", r#"("run", Declares, "told"),"#), [0.0, HAZARD]);
    let level = r#"("run", Declares(purpose: "alignment experiments", level: "30 %"), "told"),"#;
    alarms(&world("", level), [0.7 * HAZARD, HAZARD]);
    alarms(&world("", r#"("run", Declares(level: "0 %"), "told"),"#), [HAZARD, HAZARD]);
}

#[test]
fn a_level_that_is_unknown_is_drawn_once_a_replication() {
    let unknown = r#"unknowns: {"said": OneOf(["0 %", "100 %"])},"#;
    let blueprint = world(unknown, r#"("run", Declares(level: Unknown("said")), "told"),"#);
    let mut rang = [0, 0];
    let measures = blueprint.plan();
    let place = measures
        .measures()
        .iter()
        .position(|(actor, row)| blueprint.name_of(*actor) == "told" && row.name == "alarms")
        .expect("it is measured");
    for index in 0..200 {
        let alarms = stage::outcome(&blueprint, 3, index).measures[place].0;
        // At twelve a year none comes about once in 160,000 years.
        rang[usize::from(alarms > 0.0)] += 1;
    }
    assert!((60..140).contains(&rang[0]), "in {} of 200 it was all declared", rang[0]);
}

#[test]
fn a_level_that_hangs_on_something_meets_the_same_chances_as_one_that_is_fixed() {
    let fixed = world("", r#"("run", Declares(level: "30 %"), "told"),"#);
    let lever = world(
        r#"levers: {"said": (settings: ["10 %", "30 %"], baseline: "30 %")},"#,
        r#"("run", Declares(level: Lever("said")), "told"),"#,
    );
    let unknown = text(
        r#"unknowns: {"said": Uniform("0 %", "100 %")},"#,
        r#"("run", Declares(level: Unknown("said")), "told"),"#,
    );
    let unknown = stage::world(&unknown, &[("unknowns.said", "30 %")], &Roles::standard());
    let other = [("links.4.1.level", "40 %")];
    let set = stage::world(
        &text("", r#"("run", Declares(level: "30 %"), "told"),"#),
        &other,
        &Roles::standard(),
    );
    let mut differ = 0;
    for index in 0..50 {
        let expected = format!("{:?}", stage::outcome(&fixed, 5, index));
        assert_eq!(format!("{:?}", stage::outcome(&lever, 5, index)), expected, "{index}");
        assert_eq!(format!("{:?}", stage::outcome(&unknown, 5, index)), expected, "{index}");
        differ += usize::from(format!("{:?}", stage::outcome(&set, 5, index)) != expected);
    }
    assert!(differ > 25, "another level changes something: {differ} of 50");
}

#[test]
fn a_world_that_is_made_anew_keeps_its_course_of_things() {
    let blueprint = world(
        r#"unknowns: {"said": Uniform("0 %", "100 %")},"#,
        r#"("run", Declares(level: Unknown("said")), "untold"),"#,
    );
    let point = blueprint.baseline();
    let mut simulation = blueprint.build(&point, ReplicationKey::new(1, 0));
    let mut record = Record::new(blueprint.plan().into());
    let mut began = |turn: &dyn Fn(&mut _, _), index: u64| {
        let key = ReplicationKey::new(1, index);
        record.reset();
        turn(&mut simulation, key);
        simulation.reset(key, &mut record);
        simulation.run_until(Time::START + blueprint.horizon(), &mut record);
        record.at(Milestone::FirstConcerningWork) != Time::NEVER
    };
    assert!(began(&|one, key| blueprint.turn(one, &point, key), 0));
    assert!(!began(&|one, key| blueprint.turn_to(one, &point, key, Twin::Innocent), 1));
    assert!(!began(&|one, key| blueprint.turn(one, &point, key), 2));
    assert!(began(&|one, key| blueprint.turn_to(one, &point, key, Twin::Factual), 3));
}

#[test]
fn a_declared_level_is_a_figure() {
    let text = text(
        r#"sources: {"charter": "The charter of the lab"},"#,
        r#"("run", Declares(level: ("30 %", Measured("charter", 2026))), "told"),"#,
    );
    let blueprint = stage::world(&text, &[], &Roles::standard());
    let at = blueprint.figures().marked(foomwatch::world::MarkKind::Measured).next();
    let Some(at @ FigureAt::Level(_)) = at else { panic!("{at:?} is marked") };
    assert_eq!(blueprint.path_of(at), "level of Declares from run to told");
    let bare = text.replace(r#"("30 %", Measured("charter", 2026))"#, r#""30 %""#);
    let file = WorldFile::from_text("a test", bare).expect("it is a world");
    let flaws = check_with(&file, &Roles::standard(), Demands { sources: true });
    let flaws = flaws.err().expect("nothing has a source").render(false);
    assert!(flaws.contains("`level` of a link has no source"), "{flaws}");
}

#[test]
fn what_is_declared_decides_the_digest_and_is_listed() {
    let declares = |terms: &str| world("", &format!(r#"("run", Declares{terms}, "told"),"#));
    let all = ["", r#"(level: "30 %")"#, r#"(level: "31 %")"#, r#"(purpose: "safety")"#];
    let mut digests: Vec<String> = all.iter().map(|terms| declares(terms).digest()).collect();
    assert_eq!(declares("(level: 0.3)").digest(), digests[1], "a unit decides nothing");
    digests.push(world("", "").digest());
    digests.sort_unstable();
    digests.dedup();
    assert_eq!(digests.len(), all.len() + 1);
    let stated = declares("").canonical();
    assert_eq!(stated.lines().filter(|line| line.contains("\"told\"")).count(), 4, "{stated}");
    assert!(!stated.contains("Declares"), "{stated}");
    let listed = contents(&declares(r#"(purpose: "safety", level: "30 %")"#), 0);
    assert!(listed.contains("run → told  30 %, for safety"), "{listed}");
    assert!(contents(&declares(""), 0).contains("run → told  all that shows"));
}

//! Laws that hold a world beside a variant of it: that they hold, and that each can break.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use foomwatch::behaviors::Roles;
use foomwatch::laws::compared::SCALES;
use foomwatch::laws::compared::difference::{Counts, Seen, first_difference};
use foomwatch::laws::compared::evidence::{Reports, order_that_matters};
use foomwatch::laws::course::Happening;
use foomwatch::laws::{Law, Specimen, Verdict, laws};
use foomwatch::oversight::{Signal, Twin};

use crate::laws_wrong::{QUIET, ticking, with_ticker, wrong_ones};

/// The laws of this file's subject, by their names.
pub const COMPARED: [&str; 19] = [
    "more-observation-never-later",
    "longer-ways-never-sooner",
    "higher-takeoff-keeps-notice",
    "cut-horizon",
    "scaling",
    "reordering",
    "threads",
    "replications-apart",
    "silent-observer",
    "a-world-beside",
    "snapshot-and-continue",
    "set-to-the-same",
    "orders-leave-the-past",
    "print-and-parse",
    "names-are-not-read",
    "belief-without-order",
    "belief-of-evidence-in-force",
    "truth-is-not-readable",
    "chance-knows-nothing",
];

fn law(name: &str) -> &'static Law {
    laws().iter().find(|law| law.name == name).unwrap_or_else(|| panic!("no law `{name}`"))
}

/// Every world that is shipped, with its text.
fn shipped() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in ["worlds", "worlds/validation"] {
        for entry in fs::read_dir(folder).expect("the tests run at the crate's root") {
            let path = entry.expect("it can be read").path();
            let is_world = path.extension().is_some_and(|end| end == "ron")
                && path.file_stem().is_some_and(|stem| stem != "cases");
            if is_world {
                let text = fs::read_to_string(&path).expect("it can be read");
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// What a law says of a world under a few seeds, and what it says where it is broken.
fn tried(name: &str, text: &str, roles: &Roles) -> (u64, Vec<String>) {
    let (mut held, mut broken) = (0, Vec::new());
    for seed in 0..24 {
        let specimen = Specimen::new(text, roles, seed).unwrap_or_else(|flaws| panic!("{flaws}"));
        match (law(name).check)(&specimen) {
            Verdict::Holds => held += 1,
            Verdict::Silent => {}
            Verdict::Broken(how) => broken.push(how),
        }
    }
    (held, broken)
}

#[test]
fn each_law_breaks_where_a_behavior_is_wrong() {
    for (name, wrong) in [
        ("higher-takeoff-keeps-notice", "Takeoff"),
        ("cut-horizon", "Hours"),
        ("reordering", "Counts"),
        ("threads", "Counts"),
        ("replications-apart", "Counts"),
        ("replications-apart", "Shares"),
        ("silent-observer", "Places"),
        ("silent-observer", "Crowds"),
        ("a-world-beside", "Places"),
        ("snapshot-and-continue", "Shares"),
        ("set-to-the-same", "Counts"),
        ("orders-leave-the-past", "Counts"),
        ("print-and-parse", "Counts"),
        ("truth-is-not-readable", "Counts"),
    ] {
        let (held, broken) = tried(name, &ticking("Nothing"), &with_ticker());
        assert!(held > 0 && broken.is_empty(), "{name}: {held} times, {broken:?}");
        let (_, broken) = tried(name, &ticking(wrong), &with_ticker());
        assert!(!broken.is_empty(), "{name} lets {wrong} pass");
    }
}

#[test]
fn a_monotone_law_breaks_where_a_sensor_or_a_desk_is_wrong() {
    for name in ["more-observation-never-later", "longer-ways-never-sooner", "scaling"] {
        let right =
            QUIET.replace("Reviewer()", "Reviewer(review: \"1 d\", merges: false, servers: 9)");
        let (held, broken) = tried(name, &right, &Roles::standard());
        assert!(held > 0 && broken.is_empty(), "{name}: {held} times, {broken:?}");
        let (_, broken) = tried(name, QUIET, &wrong_ones());
        assert!(!broken.is_empty(), "{name} lets it pass");
    }
}

#[test]
fn a_belief_that_goes_by_order_is_found() {
    let text = ticking("Nothing");
    let specimen = Specimen::new(text, &with_ticker(), 1).unwrap_or_else(|flaws| panic!("{flaws}"));
    let course = specimen.course(0, Twin::Factual);
    let told = course.steps.iter().filter_map(|step| match &step.what {
        Happening::Delivery(_, _, Signal::Report(alert, ratio)) => Some((alert, *ratio)),
        _ => None,
    });
    // The same evidence is told again, with less weight.
    let reports: Reports<'_> =
        told.flat_map(|(alert, ratio)| [(alert, ratio), (alert, 2.0)]).collect();
    assert!(reports.len() > 4);
    let last = |order: &Reports<'_>| order.last().map(|(alert, _)| alert.first().identity());
    assert!(order_that_matters(&reports, 3, last).is_some());
    let sum = |order: &Reports<'_>| {
        order.iter().fold(0.0, |sum: f64, (_, ratio)| sum * 0.9 + ratio).to_bits()
    };
    assert!(order_that_matters(&reports, 3, sum).is_some());
    let all = |order: &Reports<'_>| order.len();
    assert!(order_that_matters(&reports, 3, all).is_none());
}

#[test]
fn the_first_difference_of_a_doctored_course_is_told_in_words() {
    let text = ticking("Nothing");
    let specimen = Specimen::new(text, &with_ticker(), 2).unwrap_or_else(|flaws| panic!("{flaws}"));
    let course = specimen.course(0, Twin::Factual);
    let difference = |doctored: &foomwatch::laws::Course, counts: &Counts<'_>| {
        let (one, other) = (Seen::new(&specimen, &course), Seen::new(&specimen, doctored));
        first_difference(&one, &other, counts)
    };
    assert_eq!(difference(&course, &Counts::ALL), None);
    let last = course.steps.len() - 1;

    let mut shorter = (*course).clone();
    shorter.steps.truncate(last);
    let words = difference(&shorter, &Counts::ALL).expect("a step is gone").words;
    assert!(words.contains("nothing more in the other course"), "{words}");

    let mut later = (*course).clone();
    later.steps[last].time = later.ended;
    assert_eq!(difference(&later, &Counts::ALL).expect("it is later").one, Some(last));

    let mut unnoted = (*course).clone();
    let noted = unnoted.steps.iter().rposition(|step| !step.notes.is_empty()).expect("it notes");
    let (actor, _) = unnoted.steps[noted].notes.pop().expect("there is one");
    let found = difference(&unnoted, &Counts::ALL).expect("a note is gone");
    assert!(found.words.contains("nothing more is noted"), "{}", found.words);
    let name = specimen.blueprint().name_of(actor);
    let but_of = |other: &str| other == name;
    let blind = Counts { but_of: &but_of, numbers: false, ..Counts::ALL };
    assert_eq!(difference(&unnoted, &blind), None);
}

#[test]
fn they_hold_on_every_world_that_is_shipped() {
    let mut spoke: BTreeMap<&str, u64> = BTreeMap::new();
    let mut broken = Vec::new();
    for (path, text) in shipped() {
        for seed in 0..3 {
            let specimen = match Specimen::new(&*text, &Roles::standard(), seed) {
                Ok(specimen) => specimen,
                Err(flaws) => panic!("{}: {flaws}", path.display()),
            };
            for name in COMPARED {
                match (law(name).check)(&specimen) {
                    Verdict::Holds => *spoke.entry(name).or_default() += 1,
                    Verdict::Silent => {}
                    Verdict::Broken(how) => {
                        broken.push(format!("{name} on {} (seed {seed}): {how}", path.display()));
                    }
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    for name in COMPARED {
        assert!(spoke.contains_key(name), "{name} never speaks");
    }
}

#[test]
fn what_a_model_shows_late_to_whom_studies_it_scales() {
    let text = r#"World(
        horizon: "15 d",
        concern: [Program("agent")],
        takeoff: After("1 y"),
        accountable: ["authority"],
        actors: {
            "cluster": Cluster(chips: "1 H800"),
            "agent": AlignmentAgent(experiment: "1e19 FLOP", finds: "10 %"),
            "model": Model(trained_with: "1 FLOP", hidden_gain: "0.3 OOM"),
            "authority": Authority(response: ShutDown),
        },
        links: [
            ("cluster", Hosts, "agent"),
            ("agent", Studies(delay: Uniform("0 s", "1 min"), loss: "50 %"), "model"),
            ("authority", Orders, "model"),
            ("agent", Reports, "authority"),
        ],
    )"#;
    let (held, broken) = tried("scaling", text, &Roles::standard());
    assert!(held > 0 && broken.is_empty(), "{held} times, {broken:?}");
}

#[test]
fn a_cluster_that_may_grow_does_not_scale() {
    let world = |growth: &str| {
        let text = format!(
            r#"World(
                horizon: "12 h",
                concern: [HiddenWork],
                takeoff: After("1 d"),
                accountable: ["authority"],
                unknowns: {{"growth": OneOf(["0/y", "{growth}"])}},
                actors: {{
                    "authority": Authority(),
                    "meter": HazardSensor(channel: "compute", hazard: "1/y"),
                    "cluster": Cluster(chips: "1 H100", growth: Unknown("growth")),
                }},
                links: [("meter", Watches, "cluster"), ("meter", Reports, "authority")],
            )"#
        );
        let made = |seed| Specimen::new(&*text, &Roles::standard(), seed);
        (0..20).map(|seed| made(seed).unwrap_or_else(|flaws| panic!("{flaws}"))).collect::<Vec<_>>()
    };
    assert!(world("0/d").iter().all(|world| SCALES.has(world)));
    assert!(world("100/y").iter().any(|world| !SCALES.has(world)));
}

#[test]
fn whoever_keeps_hours_in_a_plan_of_his_does_not_scale() {
    let world = |hours: &str| {
        let text = format!(
            r#"World(
                horizon: "12 h",
                concern: [Program("agent")],
                takeoff: After("0 min"),
                accountable: ["authority"],
                actors: {{
                    "hider": AdaptiveHider(menu: {{"first": (share: "0 %", hours: "{hours}")}}),
                    "authority": Authority(),
                    "agent": AlignmentAgent(experiment: "1 FLOP"),
                    "cluster": Cluster(chips: "1 H100"),
                }},
                links: [
                    ("hider", Directs, "agent"),
                    ("agent", Reports, "authority"),
                    ("cluster", Hosts, "agent"),
                ],
            )"#
        );
        let made = Specimen::new(text, &Roles::standard(), 1);
        made.unwrap_or_else(|flaws| panic!("{flaws}"))
    };
    assert!(SCALES.has(&world("24/7")));
    assert!(!SCALES.has(&world("Mo-Su 22:00-06:00")));
}

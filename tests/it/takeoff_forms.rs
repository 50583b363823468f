//! The forms of takeoff, and who must be convinced by when: read, stated, and held
//! against closed forms.

use foomwatch::behaviors::Roles;
use foomwatch::experiment::Table;
use foomwatch::oversight::{Milestone, Takeoff};
use foomwatch::prelude::*;
use foomwatch::report::contents::contents;
use foomwatch::world::{Blueprint, WorldFile, check};

use crate::stage;

foomwatch::parameters! {
    /// A school's.
    pub struct SchoolParameters {
        /// How long each lesson takes.
        every: Law<Span>,
        /// How much more capable each makes.
        gain: Magnitude = "0.5 OOM",
    }
}

foomwatch::clocks! {
    /// A school's clock.
    pub enum Bell {
        /// A lesson ends.
        Lesson,
    }
}

/// Deploys something better after each lesson.
#[derive(Clone)]
struct School {
    parameters: SchoolParameters,
    lessons: u64,
}

impl School {
    fn begin(&self, cx: &mut Cx<Self>) {
        const LESSON: Purpose = Purpose::named("lesson");
        let lesson = cx.origin(LESSON);
        let time = self.parameters.every.draw(&mut cx.draw(LESSON).about(lesson));
        cx.ring_at(Bell::Lesson, cx.now() + time);
    }
}

impl Behavior for School {
    type Domain = Oversight;
    type Parameters = SchoolParameters;
    type Clock = Bell;

    const MEANING: &'static str = "Deploys something better after each lesson.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::out(Link::Deploys, "What it teaches goes there.")];

    fn new(parameters: SchoolParameters) -> Self {
        Self { parameters, lessons: 0 }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.begin(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Bell) {
        self.lessons += 1;
        let gained = self.parameters.gain.value() * self.lessons as f64;
        let links: Vec<LinkEnd> = cx.links(Link::Deploys).collect();
        for link in links {
            let effective = Flop::new(10_f64.powf(gained));
            let job = cx.job(Flop::new(0.0), 0.0).identity();
            cx.send(
                link,
                Signal::Deployed(Upgrade::Trained {
                    effective,
                    synthetic: 0.0,
                    efficiency: 0.0,
                    job,
                }),
            );
        }
        // What there is to learn comes to an end before numbers do.
        if self.lessons < 500 {
            self.begin(cx);
        }
    }
}

/// A model of one FLOP at the start.
#[derive(Clone, Default)]
struct Pupil(Lineage);

impl Behavior for Pupil {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "A model of one FLOP at the start.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::into(Link::Deploys, "What was trained comes over it.")];

    fn new(_: NoParameters) -> Self {
        Self::default()
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Deployed(Upgrade::Trained { effective, .. }) = signal {
            cx.deploy(&mut self.0, effective.value().log10());
        }
    }
}

fn roles() -> Roles {
    Roles::standard().with::<School>("School").with::<Pupil>("Pupil")
}

/// A school of two pupils, of whom only one is taught, and two meters of which each
/// convinces an authority with its first alarm.
fn text(takeoff: &str, fields: &str, every: &str) -> String {
    format!(
        r#"World(
    horizon: "1 y",
    concern: [Program("run")],
    takeoff: {takeoff},
    {fields}
    actors: {{
        "run":     TrainingProgram(compute: "1e30 FLOP", begins: "36.52425 d"),
        "cluster": Cluster(chips: "1000 H100"),
        "meter":   HazardSensor(channel: "compute", hazard: "1/y"),
        "log":     HazardSensor(channel: "compute", hazard: "2/y"),
        "board":   Authority(likelihood_ratio: 1000),
        "regulator": Authority(likelihood_ratio: 1000),
        "school":  School(every: {every}),
        "taught":  Pupil(),
        "other":   Pupil(),
    }},
    links: [
        ("cluster", Hosts, "run"),
        ("meter", Watches, "cluster"),
        ("log", Watches, "cluster"),
        ("meter", Reports, "board"),
        ("log", Reports, "regulator"),
        ("school", Deploys, "taught"),
    ],
)"#
    )
}

const ANY: &str = r#"accountable: ["board"],"#;

fn world(takeoff: &str, fields: &str, every: &str) -> Blueprint {
    stage::world(&text(takeoff, fields, every), &[], &roles())
}

/// When takeoff comes in hours, if lessons take ten hours each.
fn takes_off(takeoff: &str) -> Option<f64> {
    let blueprint = world(takeoff, ANY, r#""10 h""#);
    let outcome = stage::outcome(&blueprint, 1, 0);
    let at = outcome.at(Milestone::Takeoff);
    // Links take a tick.
    (at < Time::NEVER).then(|| ((at - Time::START).seconds() / 3600.0 * 1e6).round() / 1e6)
}

#[test]
fn capability_is_reached_when_so_much_was_deployed() {
    assert_eq!(takes_off(r#"Capability(above_start: "0.5 OOM")"#), Some(10.0));
    assert_eq!(takes_off(r#"Capability(of: "taught", above_start: "1.6 OOM")"#), Some(40.0));
    assert_eq!(takes_off(r#"Capability(of: "other", above_start: "1 OOM")"#), None);
    assert_eq!(takes_off(r#"Capability(above_start: "1000 OOM")"#), None);
}

#[test]
fn generations_count_where_they_are_steps_and_come_within_the_span() {
    assert_eq!(takes_off(r#"Generations(count: 3, within: "20 h")"#), Some(30.0));
    assert_eq!(takes_off(r#"Generations(count: 3, within: "19 h")"#), None);
    assert_eq!(takes_off(r#"Generations(count: 1, within: "1 s")"#), Some(10.0));
    let far = r#"Generations(of: "taught", count: 3, within: "40 h", step: "1 OOM")"#;
    assert_eq!(takes_off(far), Some(60.0));
    assert_eq!(takes_off(&far.replace("40 h", "39 h")), None);
    assert_eq!(takes_off(&far.replace("taught", "other")), None);
    assert_eq!(takes_off(&far.replace("1 OOM", "0.6 OOM")), Some(60.0));
}

#[test]
fn a_threshold_between_lessons_is_reached_by_the_law_of_their_sum() {
    let takeoff = r#"Capability(above_start: "1 OOM")"#;
    let blueprint = world(takeoff, ANY, r#"Exponential(mean: "6 mo")"#);
    let n = 10_000;
    let table = stage::table(&blueprint, n, 2, 1);
    // Two lessons of half a year each on average, within a year.
    let expected = 1.0 - 3.0 * (-2.0_f64).exp();
    let found = table.takeoffs() as f64 / n as f64;
    let z = (found - expected) / (expected * (1.0 - expected) / n as f64).sqrt();
    assert!(z.abs() <= 3.5, "{found} is not {expected}: {z}");
}

#[test]
fn forms_that_hang_on_unknowns_and_levers_are_made_anew_and_are_else_the_same() {
    let fixed = world(r#"Capability(above_start: "1.2 OOM")"#, ANY, r#""10 h""#);
    let unknown = r#"unknowns: {"far": Uniform("0.1 OOM", "3 OOM")}, accountable: ["board"],"#;
    let hangs = text(r#"Capability(above_start: Unknown("far"))"#, unknown, r#""10 h""#);
    let set = stage::world(&hangs, &[("unknowns.far", "1.2 OOM")], &roles());
    let hangs = stage::world(&hangs, &[], &roles());
    let mut times = Vec::new();
    for index in 0..40 {
        let expected = format!("{:?}", stage::outcome(&fixed, 1, index));
        assert_eq!(format!("{:?}", stage::outcome(&set, 1, index)), expected);
        times.push(stage::outcome(&hangs, 1, index).at(Milestone::Takeoff));
    }
    times.sort_unstable();
    times.dedup();
    assert!((4..=6).contains(&times.len()), "one to six lessons are needed: {times:?}");
    let levers = r#"levers: {
        "many": (settings: [2, 3], baseline: 3),
        "span": (settings: ["20 h", "30 h"], baseline: "20 h"),
        "step": (settings: ["0.5 OOM", "1 OOM"], baseline: "0.5 OOM"),
    }, accountable: ["board"],"#;
    let form = r#"Generations(count: Lever("many"), within: Lever("span"), step: Lever("step"))"#;
    let hangs = text(form, levers, r#""10 h""#);
    for (sets, hours) in [
        (&[][..], 30.0),
        (&[("levers.many.baseline", "2")], 20.0),
        (&[("levers.step.baseline", "1 OOM"), ("levers.many.baseline", "2")], 40.0),
    ] {
        let outcome = stage::outcome(&stage::world(&hangs, sets, &roles()), 1, 0);
        let at = (outcome.at(Milestone::Takeoff) - Time::START).seconds() / 3600.0;
        assert!((at - hours).abs() < 1e-6, "{at} instead of {hours}");
    }
}

#[test]
fn what_takeoff_is_decides_the_digest_and_is_listed() {
    let of = |takeoff: &str| world(takeoff, ANY, r#""10 h""#);
    let all = [
        r#"Capability(above_start: "1 OOM")"#,
        r#"Capability(above_start: "2 OOM")"#,
        r#"Capability(of: "taught", above_start: "1 OOM")"#,
        r#"Generations(count: 3, within: "24 h")"#,
        r#"Generations(count: 4, within: "24 h")"#,
        r#"Generations(count: 3, within: "25 h")"#,
        r#"Generations(count: 3, within: "24 h", step: "1 OOM")"#,
        r#"Generations(of: "other", count: 3, within: "24 h")"#,
        r#"Doublings(count: 3, within: "24 h")"#,
        r#"Doublings(count: 4, within: "24 h")"#,
        r#"Doublings(of: "run", count: 3, within: "24 h")"#,
        r#"Doublings(count: 3, within: "25 h")"#,
        r#"Level(above_start: "1 OOM")"#,
        r#"Level(of: "run", above_start: "1 OOM")"#,
        r#"Level(above_start: "2 OOM")"#,
        r#"Copies(count: 1000)"#,
        r#"Copies(count: 1001)"#,
        r#"Copies(of: "run", count: 1000)"#,
    ];
    let mut digests: Vec<String> = all.iter().map(|takeoff| of(takeoff).digest()).collect();
    let written_out = r#"Generations(count: 3, within: "1 d", step: ("0.5 OOM", Assumed))"#;
    assert_eq!(of(written_out).digest(), digests[3], "defaults, units and marks decide nothing");
    digests.sort_unstable();
    digests.dedup();
    assert_eq!(digests.len(), all.len());
    let listed = contents(&of(all[3]), 0);
    let line = "3 generations of any model within 1 d, each 0.5 OOM above its parent";
    assert!(listed.contains(line), "{listed}");
    assert!(contents(&of(all[2]), 0).contains("taught is 1 OOM above its start"));
    let doublings = "3 doublings of the efficiency of run within 1 d";
    assert!(contents(&of(all[10]), 0).contains(doublings));
}

#[test]
fn the_forms_about_software_and_copies_come_out_as_they_are_written() {
    let levers = r#"levers: {"many": (settings: [4, 5], baseline: 5)},
        unknowns: {"far": Constant("2 OOM")}, accountable: ["board"],"#;
    let of = |takeoff: &str| {
        let blueprint = stage::world(&text(takeoff, levers, r#""10 h""#), &[], &roles());
        blueprint.world().takeoff().clone()
    };
    let day = Span::from_seconds(86_400.0);
    let doublings = Takeoff::Doublings { of: None, count: 5, within: day };
    assert_eq!(of(r#"Doublings(count: Lever("many"), within: "1 d")"#), doublings);
    assert_eq!(
        of(r#"Level(above_start: Unknown("far"))"#),
        Takeoff::Level { of: None, above_start: 2.0 }
    );
    assert_eq!(of(r#"Copies(count: Lever("many"))"#), Takeoff::Copies { of: None, count: 5 });
    let named = of(r#"Copies(of: "run", count: 3000000000)"#);
    let Takeoff::Copies { of: Some(_), count } = named else { panic!("{named:?}") };
    assert_eq!(count, 3_000_000_000);
}

#[test]
fn a_takeoff_that_nobody_can_bring_about_brings_a_warning() {
    let warnings = |takeoff: &str| {
        let file = WorldFile::from_text("a test", text(takeoff, ANY, r#""10 h""#));
        let (_, warnings) = check(&file.expect("it is a world"), &roles()).expect("it is sound");
        let texts: Vec<String> = warnings.iter().map(|one| one.render(false)).collect();
        texts.into_iter().filter(|text| text.contains("never comes")).collect::<String>()
    };
    assert_eq!(warnings(r#"Capability(of: "taught", above_start: "1 OOM")"#), "");
    assert_eq!(warnings(r#"Generations(count: 3, within: "24 h")"#), "");
    let other = warnings(r#"Capability(of: "other", above_start: "1 OOM")"#);
    assert!(other.contains("nothing makes `other` more capable"), "{other}");
    let other = warnings(r#"Doublings(of: "run", count: 3, within: "24 h")"#);
    assert!(other.contains("`run` never takes off by `Doublings`"), "{other}");
    let nobody = warnings(r#"Level(of: "board", above_start: "1 OOM")"#);
    assert!(nobody.contains("nobody hosts or powers `board`"), "{nobody}");
    let nobody = warnings(r#"Copies(of: "school", count: 2)"#);
    assert!(nobody.contains("nobody hosts or powers `school`"), "{nobody}");
}

/// Whether notice comes as often as expected, if these are accountable.
fn noticed(accountable: &str, expected: f64) {
    let fields = format!("accountable: {accountable},");
    let blueprint = world(r#"After("1 y")"#, &fields, r#""1 y""#);
    held(accountable, &stage::table(&blueprint, 10_000, 4, 1), expected);
}

/// Whether the share of replications with notice is the one that is expected.
fn held(of: &str, table: &Table, expected: f64) {
    let noticed = table.estimates().into_iter().find(|one| one.name == "noticed");
    let noticed = noticed.expect("it is reported").estimate;
    let found = noticed.estimate.expect("there are replications");
    let z = (found - expected) / (expected * (1.0 - expected) / noticed.n as f64).sqrt();
    assert!(z.abs() <= 3.5, "{of}: {found} is not {expected}: {z}");
}

/// The probability of an alarm at these rates a year within so many years.
fn rings(rate: f64, years: f64) -> f64 {
    -(-rate * years).exp_m1()
}

#[test]
fn any_one_suffices_and_all_must_be_convinced_if_the_world_says_so() {
    // The run is there for the last nine tenths of the year.
    noticed(r#"["board"]"#, rings(1.0, 0.9));
    noticed(r#"["board", "regulator"]"#, rings(3.0, 0.9));
    noticed(r#"All(["board", "regulator"])"#, rings(1.0, 0.9) * rings(2.0, 0.9));
    noticed(r#"All(["regulator"])"#, rings(2.0, 0.9));
}

#[test]
fn a_deadline_counts_from_the_first_concerning_work() {
    noticed(r#"[Within("board", "3 mo")]"#, rings(1.0, 0.25));
    noticed(r#"[Within("board", "5 y")]"#, rings(1.0, 0.9));
    let either = 1.0 - (1.0 - rings(1.0, 0.25)) * (1.0 - rings(2.0, 0.9));
    noticed(r#"["regulator", Within("board", "3 mo")]"#, either);
    let both = r#"All([Within("regulator", "6 mo"), Within("board", "3 mo")])"#;
    noticed(both, rings(1.0, 0.25) * rings(2.0, 0.5));
}

#[test]
fn who_is_accountable_and_the_aftermath_decide_the_digest_and_are_listed() {
    let of = |fields: &str| world(r#"After("1 y")"#, fields, r#""1 y""#);
    let all = [
        r#"accountable: ["board", "regulator"],"#,
        r#"accountable: All(["board", "regulator"]),"#,
        r#"accountable: ["board", Within("regulator", "2 y")],"#,
        r#"accountable: ["board", Within("regulator", "3 y")],"#,
        r#"accountable: ["board", "regulator"], aftermath: "90 d","#,
    ];
    let mut digests: Vec<String> = all.iter().map(|fields| of(fields).digest()).collect();
    digests.sort_unstable();
    digests.dedup();
    assert_eq!(digests.len(), all.len());
    assert!(contents(&of(all[1]), 0).contains("accountable, all  board, regulator"));
    assert!(contents(&of(all[2]), 0).contains("accountable  board, regulator within 2 y"));
    assert!(contents(&of(all[4]), 0).contains("for 1 y, ended 90 d after takeoff"));
}

#[test]
fn a_run_ends_so_long_after_takeoff() {
    let noticed = |fields: &str| {
        let fields = format!("accountable: [\"board\"], {fields}");
        let blueprint = world(r#"After("6 mo")"#, &fields, r#""1 y""#);
        stage::table(&blueprint, 4_000, 5, 1)
    };
    for (fields, years) in [("", 0.9), (r#"aftermath: "1 mo","#, 0.4 + 1.0 / 12.0)] {
        let table = noticed(fields);
        held(fields, &table, rings(1.0, years));
    }
    assert_eq!(noticed("").takeoffs(), noticed(r#"aftermath: "1 s","#).takeoffs());
}

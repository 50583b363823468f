//! Pathwise laws: they hold on every world that is there, and each can break.

use std::path::PathBuf;

use foomwatch::behaviors::Roles;
use foomwatch::engine::Note;
use foomwatch::laws::course::{Happening, Step};
use foomwatch::laws::{Course, Law, Reach, Specimen, Verdict, laws};
use foomwatch::oversight::{Milestone, Signal, Twin};
use foomwatch::prelude::*;

use crate::laws_compared::COMPARED;

/// Programs train, jobs come and go, a meter and people watch, a desk looks into alerts,
/// and a board halts what it is convinced of for a while.
const BUSY: &str = r#"World(
    horizon: "1 y",
    concern: [Program("secret")],
    takeoff: Capability(above_start: "9 OOM"),
    accountable: ["board"],
    actors: {
        "secret": TrainingProgram(compute: "1e24 FLOP", growth: 1.5, generations: 6, pause: "3 d"),
        "open": TrainingProgram(compute: "2e24 FLOP", generations: 9, works_in: "kept"),
        "jobs": Workload(arrivals: "4/d", chips: "200", length: "12 h"),
        "model": Model(trained_with: "1e23 FLOP"),
        "cluster": Cluster(
            chips: "2000 H100",
            reservations: {"kept": (granted: "20 %", promised: "40 %", kind: Hard)},
            interruptions: "0.1/d",
        ),
        "meter": HazardSensor(channel: "power", hazard: "20/mo", false_alarms: "60/y"),
        "staff": Insiders(people: 100, law: Constant, leak_rate: "0.01/y"),
        "desk": Reviewer(review: Uniform("1 h", "2 d"), skill: 3, merges: false),
        "board": Authority(
            prior: "20 %",
            convinced_at: "90 %",
            decides_in: "1 d",
            response: Pause,
            pause_lasts: "20 d",
        ),
    },
    links: [
        ("cluster", Hosts, "secret"),
        ("cluster", Hosts, "open"),
        ("cluster", Hosts, "jobs"),
        ("secret", Deploys, "model"),
        ("open", Deploys, "model"),
        ("open", Declares, "meter"),
        ("jobs", Declares, "meter"),
        ("meter", Watches, "cluster"),
        ("staff", Knows, "secret"),
        ("staff", Alerts(delay: "1 d"), "desk"),
        ("meter", Alerts(delay: Uniform("1 h", "3 h")), "desk"),
        ("desk", Reports(delay: "2 h"), "board"),
        ("board", Orders, "cluster"),
    ],
)"#;

/// What is silent about the busy world: nobody hides work beside open work there, and too much
/// happens for those that run a world again and again.
const SILENT: [&str; 4] = [
    "same-twice",
    "hidden-work-is-numbered-apart",
    "first-of-channels-is-the-minimum",
    "intervals-are-sound",
];

/// The laws of each replication but those that are tried beside a variant in a place of their
/// own.
fn pathwise() -> impl Iterator<Item = &'static Law> {
    let of_courses = |law: &&Law| law.reach == Reach::Pathwise && !COMPARED.contains(&law.name);
    laws().iter().filter(of_courses)
}

fn law(name: &str) -> &'static Law {
    laws().iter().find(|law| law.name == name).unwrap_or_else(|| panic!("no law `{name}`"))
}

fn specimen(text: &str, roles: &Roles) -> Specimen {
    Specimen::new(text, roles, 1).unwrap_or_else(|flaws| panic!("{flaws}"))
}

fn busy() -> Specimen {
    specimen(BUSY, &Roles::standard())
}

/// A course of the busy world that was tampered with.
fn doctored(twin: Twin, doctor: impl FnOnce(&mut Course)) -> Specimen {
    let busy = busy();
    let mut course = Course::clone(&busy.course(0, twin));
    doctor(&mut course);
    busy.showing(0, twin, course)
}

/// Asserts that a law is broken in a world, in words in which this stands.
fn breaks(name: &str, specimen: &Specimen, words: &str) {
    match (law(name).check)(specimen) {
        Verdict::Broken(text) => assert!(text.contains(words), "{text}\nlacks: {words}"),
        verdict @ (Verdict::Holds | Verdict::Silent) => panic!("`{name}`: {verdict:?}"),
    }
}

/// The place of the `number`-th step that is so.
fn place(course: &Course, number: usize, is: impl Fn(&Step) -> bool) -> usize {
    let mut places = course.steps.iter().enumerate().filter(|(_, step)| is(step));
    places.nth(number).expect("there are so many").0
}

/// Whether something is noted in a step, as it stands in traces.
fn notes(step: &Step, words: &str) -> bool {
    step.notes.iter().any(|(_, note)| says(note, words))
}

fn says(note: &Note<Oversight>, words: &str) -> bool {
    matches!(note, Note::Fact(fact) if fact.to_string().contains(words))
}

/// Whether a step brings a signal of this name.
fn brings(step: &Step, name: &str) -> bool {
    matches!(&step.what, Happening::Delivery(_, _, signal) if signal.name() == name)
}

/// Takes all notes away that say so.
fn forget(course: &mut Course, words: &str) {
    for step in &mut course.steps {
        step.notes.retain(|(_, note)| !says(note, words));
    }
}

/// All worlds in a folder, in the order of their names.
fn worlds(folder: &str) -> Vec<(PathBuf, String)> {
    let entries = std::fs::read_dir(folder).expect("the tests run at the crate's root");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.retain(|path| path.is_file() && !path.ends_with("cases.ron"));
    paths.sort();
    let text = |path: &PathBuf| std::fs::read_to_string(path).expect("it is UTF-8");
    paths.iter().map(|path| (path.clone(), text(path))).collect()
}

#[test]
fn all_of_them_hold_on_every_world_that_is_there() {
    let all = worlds("worlds").into_iter().chain(worlds("worlds/validation"));
    let mut broken = Vec::new();
    for (path, text) in all {
        let specimen = specimen(&text, &Roles::standard());
        for law in pathwise() {
            if let Verdict::Broken(text) = (law.check)(&specimen) {
                broken.push(format!("{} breaks `{}`. {text}", path.display(), law.name));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn all_of_them_speak_of_a_busy_world_and_hold_there() {
    let busy = busy();
    let silent = |law: &&Law| match (law.check)(&busy) {
        Verdict::Holds => false,
        Verdict::Silent => true,
        Verdict::Broken(text) => panic!("`{}`: {text}", law.name),
    };
    let silent: Vec<&str> = pathwise().filter(silent).map(|law| law.name).collect();
    assert_eq!(silent, SILENT);
}

#[test]
fn a_course_is_followed_once_for_all_laws() {
    let busy = busy();
    let (one, other) = (busy.course(0, Twin::Innocent), busy.course(0, Twin::Innocent));
    assert!(Arc::ptr_eq(&one, &other));
    assert!(Arc::ptr_eq(&one, &busy.clone().course(0, Twin::Innocent)));
    assert!(!Arc::ptr_eq(&busy.course(9, Twin::Factual), &busy.course(9, Twin::Factual)));
}

#[test]
fn details_change_nobody_s_run() {
    let busy = busy();
    let outcome = crate::stage::outcome(busy.blueprint(), 1, 0);
    assert_eq!(busy.course(0, Twin::Factual).outcome, outcome);
}

#[test]
fn causality_breaks_where_time_goes_back() {
    let back = doctored(Twin::Factual, |course| course.steps[20].time = Time::START);
    breaks("causality", &back, "time went back");
}

#[test]
fn causality_breaks_where_nothing_earlier_caused_an_event() {
    let same = |course: &mut Course| course.steps[20].cause = 20;
    breaks("causality", &doctored(Twin::Factual, same), "which is not earlier");
    let at_once = |course: &mut Course| {
        let place = place(course, 0, |step| brings(step, "began"));
        course.steps[place].cause = place as u64 - 1;
        course.steps[place].time = course.steps[place - 1].time;
    };
    breaks("causality", &doctored(Twin::Factual, at_once), "is caused by event");
    let others = |course: &mut Course| {
        let place = place(course, 3, |step| brings(step, "level"));
        let stranger = course.steps.iter().find(|step| {
            step.number > 0
                && step.time < course.steps[place].time
                && matches!(&course.steps[place].what,
                    Happening::Delivery(from, ..) if step.actor != Some(*from))
        });
        course.steps[place].cause = stranger.expect("there are others").number;
    };
    breaks("causality", &doctored(Twin::Factual, others), "to somebody else");
}

#[test]
fn causality_breaks_where_a_link_is_faster_than_its_law() {
    let hasty = doctored(Twin::Factual, |course| {
        let place = place(course, 0, |step| brings(step, "report"));
        let cause = course.steps[place].cause as usize;
        let time = course.steps[cause].time + Span::from_seconds(3600.0);
        course.steps.truncate(place + 1);
        course.steps.retain(|step| step.number <= cause as u64 || step.number == place as u64);
        for (number, step) in course.steps.iter_mut().enumerate() {
            step.number = number as u64;
        }
        let last = course.steps.last_mut().expect("it is there");
        last.time = time;
    });
    breaks("causality", &hasty, "takes 7200");
}

#[test]
fn said_once_breaks_where_a_signal_is_delivered_twice() {
    for name in ["alert", "done", "submit"] {
        let twice = doctored(Twin::Factual, |course| {
            let place = place(course, 0, |step| brings(step, name));
            course.steps.insert(place, course.steps[place].clone());
        });
        breaks("said-once", &twice, "is the second");
    }
}

#[test]
fn no_notice_before_the_least_delay_breaks_where_the_way_is_longer_than_it_took() {
    let course = busy().course(0, Twin::Factual);
    let text = BUSY.replace(r#"Uniform("1 h", "2 d")"#, r#"Uniform("200 d", "300 d")"#);
    let slow = specimen(&text, &Roles::standard());
    let shown = slow.showing(0, Twin::Factual, Course::clone(&course));
    breaks("no-notice-before-the-least-delay", &shown, "is the soonest");
    // The same for a link.
    let text = BUSY.replace(r#"delay: "2 h""#, r#"delay: "300 d""#);
    let slow = specimen(&text, &Roles::standard());
    let graph = slow.course(0, Twin::Factual).graph.clone();
    let shown = slow.showing(0, Twin::Factual, Course { graph, ..Course::clone(&course) });
    breaks("no-notice-before-the-least-delay", &shown, "is the soonest");
}

/// Runs nothing and shows all that it is given to those whom it hosts.
#[derive(Clone)]
struct Leaky;

impl Behavior for Leaky {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "A host that shows what it hosts to those whom it hosts.";
    const LINKS: &'static [LinkRule<Link>] = &[LinkRule::out(Link::Hosts, "It shows.")];

    fn new(_: NoParameters) -> Self {
        Self
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        let (Signal::Submit(job), Some(channel)) = (signal, cx.settings().channel("power")) else {
            return;
        };
        cx.job_begins(&job);
        let mut footprint = Footprint::nothing(channel, 1.0);
        footprint.add(&job, 1.0);
        cx.links(Link::Hosts).for_each(|link| cx.show(link, &footprint));
    }
}

foomwatch::parameters! {
    /// What a spy listens to.
    pub struct SpyParameters {
        /// The channel.
        channel: Channel = "power",
    }
}

/// Pretends to be a program, and reports what shows to it.
#[derive(Clone)]
struct Spy(Channel);

impl Behavior for Spy {
    type Domain = Oversight;
    type Parameters = SpyParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "A program that reports what shows of its host.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::into(Link::Hosts, "It sees."), LinkRule::out(Link::Reports, "It reports.")];

    fn new(parameters: SpyParameters) -> Self {
        Self(parameters.channel)
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some(level) = signal.level_on(self.0) {
            let alert = Alert::new(cx.find(from, &level, Rang::Shown).worth(1e3));
            cx.report(&alert, 1e3);
        }
    }
}

#[test]
fn no_observer_no_notice_breaks_where_somebody_sees_over_other_links() {
    let roles = Roles::standard().with::<Leaky>("Leaky").with::<Spy>("Spy");
    let text = r#"World(
        horizon: "30 d",
        concern: [Program("secret")],
        takeoff: Capability(above_start: "9 OOM"),
        accountable: ["board"],
        actors: {
            "secret": TrainingProgram(compute: "1e24 FLOP"),
            "model": Model(trained_with: "1e20 FLOP"),
            "host": Leaky(),
            "spy": Spy(),
            "board": Authority(prior: "20 %"),
        },
        links: [
            ("host", Hosts, "secret"),
            ("host", Hosts, "spy"),
            ("secret", Deploys, "model"),
            ("spy", Reports, "board"),
        ],
    )"#;
    breaks("no-observer-no-notice", &specimen(text, &roles), "where no observer hears of anything");
}

#[test]
fn no_concern_no_notice_breaks_where_truth_is_found_before_there_is_any() {
    let course = Course::clone(&busy().course(0, Twin::Factual));
    let shown = doctored(Twin::Innocent, |innocent| {
        *innocent = course;
        forget(innocent, "concerning work");
    });
    breaks("no-concern-no-notice", &shown, "there is a trace by `cluster`");
    let shown = doctored(Twin::Factual, |course| {
        forget(course, "concerning work");
        forget(course, "a trace shows");
    });
    breaks("no-concern-no-notice", &shown, "alarm by `meter`");
}

#[test]
fn compute_conserved_breaks_where_more_is_delivered_than_there_is() {
    let greedy = doctored(Twin::Factual, |course| {
        for (_, note) in course.steps.iter_mut().flat_map(|step| &mut step.notes) {
            if let Note::Flow("capacity", pace) = note {
                *pace = pace.times(0.5);
            }
        }
    });
    breaks("compute-conserved", &greedy, "FLOP/s of");
    let told = doctored(Twin::Factual, |course| {
        for (_, note) in course.steps.iter_mut().flat_map(|step| &mut step.notes) {
            if let Note::Flow("delivered", pace) = note {
                *pace = pace.times(0.999_999);
            }
        }
    });
    breaks("compute-conserved", &told, "are delivered");
}

#[test]
fn compute_conserved_breaks_where_a_job_is_done_too_soon_or_late() {
    for seconds in [-60.0, 60.0] {
        let moved = doctored(Twin::Factual, |course| {
            let done = |step: &Step| {
                step.notes.iter().any(|(_, note)| matches!(note, Note::Count("jobs done", _)))
            };
            let place = place(course, 5, done);
            let step = &mut course.steps[place];
            step.time = Time::START + Span::from_seconds(step.time.seconds() + seconds);
        });
        breaks("compute-conserved", &moved, "is done that got");
    }
}

#[test]
fn compute_conserved_breaks_where_an_interruption_loses_more_than_was_done() {
    let costly = doctored(Twin::Factual, |course| {
        for (_, note) in course.steps.iter_mut().flat_map(|step| &mut step.notes) {
            if let Note::Amount("lost work", lost) = note {
                *lost *= 1e6;
            }
        }
    });
    breaks("compute-conserved", &costly, "two checkpoints");
}

#[test]
fn compute_conserved_breaks_where_what_is_kept_is_used() {
    let course = Course::clone(&busy().course(0, Twin::Factual));
    let text = BUSY.replace(r#"granted: "20 %""#, r#"granted: "35 %""#);
    let kept = specimen(&text, &Roles::standard()).showing(0, Twin::Factual, course);
    breaks("compute-conserved", &kept, "are kept");
}

#[test]
fn pauses_delete_nothing_breaks_where_a_job_goes_on_with_less_or_more() {
    let left = |step: &Step| notes(step, "FLOP of a job are left");
    let late = doctored(Twin::Factual, |course| {
        let place = place(course, 0, left);
        let time = &mut course.steps[place].time;
        *time = Time::START + Span::from_seconds(time.seconds() + 7200.0);
    });
    breaks("pauses-delete-nothing", &late, "are left of a job of `secret`");
    let lossy = doctored(Twin::Factual, |course| {
        let interrupted = |step: &Step| {
            step.notes.iter().any(|(_, note)| matches!(note, Note::Amount("lost work", _)))
        };
        let notes = course.steps[place(course, 0, interrupted)].notes.clone();
        let place = place(course, 0, |step| brings(step, "order"));
        course.steps[place].notes = notes;
    });
    breaks("pauses-delete-nothing", &lossy, "deletes work");
}

#[test]
fn promises_deliver_nothing_breaks_where_they_do() {
    let course = Course::clone(&busy().course(0, Twin::Factual));
    let text =
        BUSY.replace(r#"granted: "20 %""#, r#"granted: "15 %""#).replace(r#""40 %""#, r#""35 %""#);
    let promised = specimen(&text, &Roles::standard()).showing(0, Twin::Factual, course);
    breaks("promises-deliver-nothing", &promised, "is granted a share of 0.15");
}

#[test]
fn no_knowledge_without_a_path_breaks_where_a_link_of_the_way_is_missing() {
    let unseen = doctored(Twin::Factual, |course| forget(course, "a trace shows"));
    breaks("no-knowledge-without-a-path", &unseen, "no trace had come to it");
    let unfound = doctored(Twin::Factual, |course| forget(course, "alarm about"));
    breaks("no-knowledge-without-a-path", &unfound, "had not come to `");
    for (name, words) in [("alert", "had not come to `desk`"), ("report", "never came to it")] {
        let untold = doctored(Twin::Factual, |course| {
            course.steps.iter_mut().filter(|step| brings(step, name)).for_each(|step| {
                step.what = Happening::Ring("Something", 0);
            });
        });
        breaks("no-knowledge-without-a-path", &untold, words);
    }
    let unordered = doctored(Twin::Factual, |course| forget(course, "order to"));
    breaks("no-knowledge-without-a-path", &unordered, "neither gave nor got that order");
}

/// A desk that forgets every other alert.
#[derive(Clone)]
struct Forgetful {
    alerts: u64,
}

impl Behavior for Forgetful {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "A desk that forgets every other alert.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::into(Link::Alerts, "They come."), LinkRule::out(Link::Reports, "Or not.")];

    fn new(_: NoParameters) -> Self {
        Self { alerts: 0 }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Alert(_) = signal {
            self.alerts += 1;
            cx.holds((self.alerts / 2) as usize, 0, 0);
        }
    }
}

#[test]
fn every_alert_is_somewhere_breaks_where_a_desk_forgets() {
    let start = BUSY.find(r#"Reviewer("#).expect("there is a desk");
    let end = start + BUSY[start..].find("),\n").expect("it ends");
    // Its law has brackets of its own, so the line goes whole.
    let line_end = start + BUSY[start..].find('\n').expect("it ends");
    assert!(end < line_end + 1);
    let text = format!("{}Forgetful(),{}", &BUSY[..start], &BUSY[line_end..]);
    let roles = Roles::standard().with::<Forgetful>("Forgetful");
    breaks("every-alert-is-somewhere", &specimen(&text, &roles), "of 1 alerts that came to `desk`");
}

#[test]
fn every_alert_is_somewhere_breaks_where_one_is_reviewed_twice() {
    for words in ["alert confirmed", "alert dismissed"] {
        let twice = doctored(Twin::Factual, |course| {
            let place = place(course, 1, |step| notes(step, words));
            let notes = &mut course.steps[place].notes;
            let review = notes.iter().find(|(_, note)| says(note, words)).cloned();
            notes.extend(review);
        });
        breaks("every-alert-is-somewhere", &twice, "were reviewed");
    }
}

#[test]
fn outcomes_partition_breaks_where_a_replication_is_counted_as_what_it_is_not() {
    let earlier = doctored(Twin::Factual, |course| {
        course.outcome.milestones[Milestone::Takeoff as usize] = Time::START + Span::TICK;
    });
    breaks("outcomes-partition", &earlier, "are counted where they are followed");
    let louder = doctored(Twin::Factual, |course| course.outcome.alarms.falsely += 1);
    breaks("outcomes-partition", &louder, "alarms and");
}

#[test]
fn the_speed_limit_breaks_where_training_is_faster() {
    let fast = doctored(Twin::Factual, |course| {
        for step in &mut course.steps {
            step.time = Time::from_ticks(step.time.ticks() / 100);
        }
    });
    breaks("speed-limit", &fast, "is trained from scratch by");
}

#[test]
fn the_speed_limit_breaks_where_any_generation_is_deployed_before_it_is_done() {
    let deploys = |note: &Note<Oversight>| matches!(note, Note::Milestone("generation deployed"));
    let deploying = |step: &Step| step.notes.iter().any(|(_, note)| deploys(note));
    let world = specimen(&BUSY.replace("1e24 FLOP", "1e23 FLOP"), &Roles::standard());
    assert_eq!((law("speed-limit").check)(&world), Verdict::Holds);
    let mut course = Course::clone(&world.course(0, Twin::Factual));
    let first = place(&course, 0, deploying);
    let notes = &mut course.steps[first].notes;
    let moved = notes.extract_if(.., |(_, note)| deploys(note)).collect::<Vec<_>>();
    course.steps[1].notes.extend(moved);
    // The last deployment is where it was.
    place(&course, 2, deploying);
    let early = world.showing(0, Twin::Factual, course);
    breaks("speed-limit", &early, "more than the 0 that are done by then");
}

#[test]
fn takeoff_as_the_world_says_breaks_where_it_never_comes_by_its_law() {
    let never = |text: &str| {
        let world = specimen(text, &Roles::standard());
        let mut course = Course::clone(&world.course(0, Twin::Factual));
        course.outcome.milestones[Milestone::Takeoff as usize] = Time::NEVER;
        world.showing(0, Twin::Factual, course)
    };
    let takeoff = r#"Capability(above_start: "9 OOM")"#;
    for law in [r#"After("60 d")"#, r#"After(Uniform("60 d", "364 d"))"#] {
        let text = BUSY.replace(takeoff, law);
        breaks("takeoff-as-the-world-says", &never(&text), "no takeoff comes up to");
    }
    // It may come later than the horizon.
    let text = BUSY.replace(takeoff, r#"After(Uniform("300 d", "366 d"))"#);
    match (law("takeoff-as-the-world-says").check)(&never(&text)) {
        Verdict::Holds | Verdict::Silent => {}
        Verdict::Broken(text) => panic!("{text}"),
    }
}

#[test]
fn hands_off_breaks_where_the_twin_has_other_chances() {
    let busy = busy();
    let other = Course::clone(&busy.course(1, Twin::HandsOff));
    let shown = busy.showing(0, Twin::HandsOff, other);
    breaks("hands-off-up-to-the-first-order", &shown, "where nobody heeds orders");
    let one_note_less = doctored(Twin::HandsOff, |course| {
        let place = place(course, 3, |step| !step.notes.is_empty());
        course.steps[place].notes.pop();
    });
    let words = "something else is noted where nobody heeds orders";
    breaks("hands-off-up-to-the-first-order", &one_note_less, words);
}

#[test]
fn innocence_breaks_where_concerning_work_is_done() {
    let busy = busy();
    let guilty = Course::clone(&busy.course(0, Twin::Factual));
    let shown = busy.showing(0, Twin::Innocent, guilty);
    breaks("innocent-does-nothing-concerning", &shown, "are concerning in the innocent twin");
    let working = doctored(Twin::Innocent, |course| course.outcome.concerning_flop = 1.0);
    breaks("innocent-does-nothing-concerning", &working, "FLOP of concerning work");
}

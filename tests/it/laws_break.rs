//! Laws about evidence, takeoff and twins: that each can break, on a behavior that is wrong or a
//! course that was tampered with.
//!
//! It lacks what only a faulty engine can do: `examples/faults` puts that into the program.

use foomwatch::behaviors::Roles;
use foomwatch::engine::Note;
use foomwatch::laws::{Course, Specimen, Verdict, laws};
use foomwatch::oversight::{Signal, Twin};
use foomwatch::prelude::*;

/// A meter watches a run and a desk looks into its alerts for an authority; a model of the run
/// takes off.
const WATCHED: &str = r#"World(
    horizon: "100 d",
    concern: [Program("run")],
    takeoff: Generations(count: 2, within: "1 y"),
    accountable: ["board"],
    actors: {
        "run":     TrainingProgram(compute: "1e24 FLOP", growth: 10, generations: 3),
        "model":   Model(trained_with: "1e23 FLOP"),
        "cluster": Cluster(chips: "10000 H100"),
        "meter":   HazardSensor(channel: "compute", hazard: "10/mo", false_alarms: "20/mo"),
        "desk":    Reviewer(review: "1 h", merges: false, servers: 9),
        "board":   Authority(likelihood_ratio: 1000, response: Pause, decides_in: "1 d"),
    },
    links: [
        ("cluster", Hosts,   "run"),
        ("run",     Deploys, "model"),
        ("meter",   Watches, "cluster"),
        ("meter",   Alerts,  "desk"),
        ("desk",    Reports, "board"),
    ],
)"#;

/// The same where the board's orders reach the cluster.
fn ordered() -> String {
    let link = r#"("desk",    Reports, "board"),"#;
    WATCHED.replace(link, &format!("{link} (\"board\", Orders, \"cluster\"),"))
}

fn specimen(text: &str, roles: &Roles) -> Specimen {
    Specimen::new(text, roles, 1).unwrap_or_else(|flaws| panic!("{flaws}"))
}

fn verdict(name: &str, specimen: &Specimen) -> Verdict {
    let law = laws().iter().find(|law| law.name == name);
    (law.unwrap_or_else(|| panic!("no law `{name}`")).check)(specimen)
}

fn breaks(name: &str, specimen: &Specimen, words: &str) {
    match verdict(name, specimen) {
        Verdict::Broken(text) => assert!(text.contains(words), "{text}\nlacks: {words}"),
        verdict @ (Verdict::Holds | Verdict::Silent) => panic!("`{name}`: {verdict:?}"),
    }
}

/// The world with its first course, or that of a twin, tampered with.
fn doctored(text: &str, twin: Twin, doctor: impl FnOnce(&mut Course)) -> Specimen {
    let specimen = specimen(text, &Roles::standard());
    let mut course = Course::clone(&specimen.course(0, twin));
    doctor(&mut course);
    specimen.showing(0, twin, course)
}

fn says(note: &Note<Oversight>, words: &str) -> bool {
    matches!(note, Note::Fact(fact) if fact.to_string().contains(words))
}

/// Takes all notes away that say so, if there are any.
fn forget(course: &mut Course, words: &str) {
    let mut gone = 0;
    for step in &mut course.steps {
        let before = step.notes.len();
        step.notes.retain(|(_, note)| !says(note, words));
        gone += before - step.notes.len();
    }
    assert!(gone > 0, "nothing says `{words}`");
}

#[test]
fn every_alert_is_somewhere_breaks_where_evidence_gets_lost_in_a_review() {
    let world = specimen(WATCHED, &Roles::standard());
    assert_eq!(verdict("every-alert-is-somewhere", &world), Verdict::Holds);
    // Each review is about the first alert.
    let lost = doctored(WATCHED, Twin::Factual, |course| {
        let mut first = None;
        let notes = course.steps.iter_mut().flat_map(|step| &mut step.notes);
        for (_, note) in notes.filter(|(_, note)| says(note, "founded alert")) {
            *note = first.get_or_insert_with(|| note.clone()).clone();
        }
    });
    breaks("every-alert-is-somewhere", &lost, "were neither reviewed nor abandoned");
}

#[test]
fn belief_of_evidence_in_force_breaks_where_what_is_not_true_is_notice() {
    let world = specimen(WATCHED, &Roles::standard());
    assert_eq!(verdict("belief-of-evidence-in-force", &world), Verdict::Holds);
    // As if no alarm had been caused by anything.
    let mistaken = doctored(WATCHED, Twin::Factual, |course| forget(course, "alarm about"));
    breaks("belief-of-evidence-in-force", &mistaken, "taken for notice");
}

foomwatch::parameters! {
    /// How often it rings.
    pub struct BlurredParameters {
        /// The channel on which it listens.
        channel: Channel,
        /// How often it rings by what shows.
        hazard: Rate = "0/y",
        /// How often it rings by what is explained.
        benign: Rate = "0/y",
        /// How often it rings by chance.
        false_alarms: Rate = "0/y",
    }
}

foomwatch::clocks! {
    enum Clock {
        Tick,
    }
}

/// Rings by chance, and takes that for what shows.
#[derive(Clone)]
struct Blurred(BlurredParameters, Option<(ActorId, Level)>);

impl Behavior for Blurred {
    type Domain = Oversight;
    type Parameters = BlurredParameters;
    type Clock = Clock;

    const MEANING: &'static str = "It takes chance for what shows.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::out(Link::Watches, "It watches."), LinkRule::out(Link::Alerts, "It alerts.")];

    fn new(parameters: BlurredParameters) -> Self {
        Self(parameters, None)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_clock(Clock::Tick, 1.0, self.0.false_alarms.value());
    }

    fn receive(&mut self, _: &mut Cx<Self>, from: ActorId, signal: Signal) {
        let level = signal.level_on(self.0.channel);
        self.1 = level.map(|level| (from, level)).or(self.1.take());
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        if let Some((suspect, level)) = &self.1 {
            let alert = Alert::new(cx.find(*suspect, level, Rang::Shown));
            cx.alert(&alert);
        }
        self.start(cx);
    }
}

#[test]
fn chance_knows_nothing_breaks_where_a_sensor_takes_chance_for_what_shows() {
    let world = specimen(WATCHED, &Roles::standard());
    assert_eq!(verdict("chance-knows-nothing", &world), Verdict::Holds);
    let blurred = WATCHED.replace("HazardSensor(", "Blurred(");
    let roles = Roles::standard().with::<Blurred>("Blurred");
    let words = "`meter` finds what concerning work has caused";
    breaks("chance-knows-nothing", &specimen(&blurred, &roles), words);
}

#[test]
fn takeoff_as_the_world_says_breaks_where_it_does_not_come_or_comes_otherwise() {
    let name = "takeoff-as-the-world-says";
    let world = specimen(WATCHED, &Roles::standard());
    assert_eq!(verdict(name, &world), Verdict::Holds);
    let none = doctored(WATCHED, Twin::Factual, |course| forget(course, "takeoff"));
    breaks(name, &none, "comes what the world waits for, and no takeoff");
    let sudden = doctored(WATCHED, Twin::Factual, |course| forget(course, "deployed at"));
    breaks(name, &sudden, "takeoff comes, and nothing that the world waits for");
    // The course of a world of two generations, shown as that of others.
    let course = world.course(0, Twin::Factual);
    for other in ["Generations(count: 1, within: \"1 y\")", "Capability(above_start: \"0.1 OOM\")"]
    {
        let text = WATCHED.replace("Generations(count: 2, within: \"1 y\")", other);
        let shown = specimen(&text, &Roles::standard());
        let shown = shown.showing(0, Twin::Factual, Course::clone(&course));
        breaks(name, &shown, "comes what the world waits for, and no takeoff");
    }
    let text = WATCHED.replace("Generations(count: 2, within: \"1 y\")", "After(\"99 d\")");
    let shown = specimen(&text, &Roles::standard());
    breaks(name, &shown.showing(0, Twin::Factual, Course::clone(&course)), "as the world says");
}

#[test]
fn hands_off_breaks_where_an_order_moves_work() {
    let world = specimen(&ordered(), &Roles::standard());
    assert_eq!(verdict("hands-off-up-to-the-first-order", &world), Verdict::Holds);
    let factual = Course::clone(&world.course(0, Twin::Factual));
    let shown = world.showing(0, Twin::HandsOff, factual);
    breaks("hands-off-up-to-the-first-order", &shown, "work goes another way");
}

/// Hides a job at the start and openly asks for one a day; it asks past the deeds of the floor,
/// or makes one in vain when it hears of the hidden one.
#[derive(Clone)]
struct Brazen<const ASKS: bool> {
    hidden: Option<Identity>,
}

impl<const ASKS: bool> Behavior for Brazen<ASKS> {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = Clock;

    const MEANING: &'static str = "It hides a job and asks openly for others.";
    const LINKS: &'static [LinkRule<Link>] = &[LinkRule::into(Link::Hosts, "It is run.")];

    fn new(_: NoParameters) -> Self {
        Self { hidden: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let job = cx.hidden_job(Flop::new(1e20), 0.0);
        self.hidden = Some(job.identity());
        for host in cx.links_in(Link::Hosts) {
            if ASKS {
                cx.send(host, Signal::Submit(job.clone()));
            } else {
                cx.submit(host, &job);
            }
        }
        cx.start_clock(Clock::Tick, 86_400.0, 1.0);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if matches!(signal, Signal::Began(job) if Some(job) == self.hidden) && !ASKS {
            let _ = cx.job(Flop::new(1.0), 0.0);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        let job = cx.job(Flop::new(1e15), 0.0);
        for host in cx.links_in(Link::Hosts) {
            cx.submit(host, &job);
        }
        cx.start_clock(Clock::Tick, 86_400.0, 1.0);
    }
}

#[test]
fn innocence_breaks_where_what_is_not_done_is_asked_for_or_changes_open_work() {
    let roles = Roles::standard().with::<Brazen<true>>("Asking").with::<Brazen<false>>("Counting");
    let world = |role: &str| {
        let text = format!(
            r#"World(
                horizon: "9 d",
                concern: [HiddenWork],
                takeoff: After("1 y"),
                accountable: ["board"],
                actors: {{
                    "brazen": {role}(),
                    "cluster": Cluster(chips: "10 H100"),
                    "meter": HazardSensor(channel: "compute", hazard: "1/y"),
                    "board": Authority(),
                }},
                links: [
                    ("cluster", Hosts, "brazen"),
                    ("meter", Watches, "cluster"),
                    ("meter", Reports, "board"),
                ],
            )"#
        );
        specimen(&text, &roles)
    };
    let name = "innocent-does-nothing-concerning";
    breaks(name, &world("Asking"), "is asked for that is not done");
    breaks(name, &world("Counting"), "job 1 that `brazen` openly asks for is another");
}

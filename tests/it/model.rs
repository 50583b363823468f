//! Models: gains by any way, their ceiling, and what of them shows.

use std::sync::Arc;

use foomwatch::behaviors::Roles;
use foomwatch::engine::{Note, Recorder};
use foomwatch::oversight::{Milestone, Outcome, Record, Twin, World};
use foomwatch::prelude::*;
use foomwatch::primitives::random::ReplicationKey;

use crate::stage::world;

const SEED: u64 = 23;

const DAY: f64 = 86_400.0;

foomwatch::choices! {
    /// What an editor makes of a model.
    pub enum Makes {
        /// It is better than it was.
        Raised,
        /// It behaves strangely for a while.
        Spoiled,
        /// It was trained to so much above 1e25 FLOP, a third on what models had made.
        Trained,
    }
}

foomwatch::parameters! {
    /// What an editor does.
    pub struct EditorParameters {
        /// When it first deploys.
        at: Span,
        /// The time between two.
        every: Span = "1 d",
        /// How often.
        times: Count = "1",
        /// How much better it makes a model each time, or how strangely it makes it behave.
        gain: Magnitude,
        /// How much of that the model does not let see.
        hidden: Magnitude = "0 OOM",
        /// How long something strange lasts.
        lasts: Span = "1 d",
        /// What it makes.
        makes: Makes = "Raised",
    }
}

foomwatch::clocks! {
    /// The clock of an editor.
    pub enum Tick {
        /// It deploys.
        Deploy,
    }
}

/// Deploys the same upgrade again and again, until a model has taken off.
#[derive(Clone)]
struct Editor {
    parameters: EditorParameters,
    done: u64,
}

impl Behavior for Editor {
    type Domain = Oversight;
    type Parameters = EditorParameters;
    type Clock = Tick;

    const MEANING: &'static str = "Deploys upgrades.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Deploys, "What it makes better."),
        LinkRule::out(Link::Writes, "Whose weights it can change."),
    ];
    const MEASURES: &'static [Measure] =
        &[Measure::per_replication("told", "told", "How often it heard of takeoff.")];

    fn new(parameters: EditorParameters) -> Self {
        Self { parameters, done: 0 }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Tick::Deploy, Time::START + self.parameters.at);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::TookOff = signal {
            cx.count("told");
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Tick) {
        let (gain, hidden) = (self.parameters.gain.value(), self.parameters.hidden.value());
        let job = cx.hidden_job(Flop::new(0.0), 0.0);
        let upgrade = match self.parameters.makes {
            Makes::Raised => Upgrade::Raised { gain, hidden, job },
            Makes::Spoiled => Upgrade::Spoiled { shows: gain, lasts: self.parameters.lasts, job },
            Makes::Trained => {
                // A gain of 1 OOM is one more each time.
                let above = gain * (self.done + 1) as f64;
                let effective = Flop::new(1e25 * libm::pow(10.0, above));
                let job = job.identity();
                Upgrade::Trained { effective, synthetic: 1.0 / 3.0, efficiency: 0.0, job }
            }
        };
        for link in cx.links(Link::Deploys) {
            cx.send(link, Signal::Deployed(upgrade.clone()));
        }
        self.done += 1;
        if self.done < self.parameters.times.value() {
            cx.ring_at(Tick::Deploy, cx.now() + self.parameters.every);
        }
    }
}

foomwatch::parameters! {
    /// How software goes.
    pub struct SoftwareParameters {
        /// When it becomes more efficient.
        at: Span,
        /// How efficient it is then, in orders of magnitude above the start.
        to: Magnitude,
        /// How efficient it is said to be a day later.
        then: Magnitude,
    }
}

/// Software that becomes more efficient twice.
#[derive(Clone)]
struct Software {
    parameters: SoftwareParameters,
    said: bool,
}

impl Behavior for Software {
    type Domain = Oversight;
    type Parameters = SoftwareParameters;
    type Clock = Tick;

    const MEANING: &'static str = "Software that becomes more efficient.";
    const LINKS: &'static [LinkRule<Link>] = &[LinkRule::out(Link::Improves, "What it improves.")];
    const MEASURES: &'static [Measure] =
        &[Measure::per_replication("told", "told", "How often it heard of takeoff.")];

    fn new(parameters: SoftwareParameters) -> Self {
        Self { parameters, said: false }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Tick::Deploy, Time::START + self.parameters.at);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::TookOff = signal {
            cx.count("told");
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Tick) {
        let SoftwareParameters { to, then, .. } = self.parameters;
        let efficiency = if self.said { then } else { to }.value();
        for link in cx.links(Link::Improves) {
            cx.send(link, Signal::Efficiency(efficiency));
        }
        if !self.said {
            self.said = true;
            cx.ring_at(Tick::Deploy, cx.now() + Span::from_seconds(DAY));
        }
    }
}

foomwatch::parameters! {
    /// Where a student looks.
    pub struct StudentParameters {
        /// The channel.
        channel: Channel = "behavior",
    }
}

/// Notes what it learns of the models that it studies and that power it.
#[derive(Clone)]
struct Student(Channel);

impl Behavior for Student {
    type Domain = Oversight;
    type Parameters = StudentParameters;
    type Clock = NoClocks;

    const MEANING: &'static str = "Notes what it learns of models.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Studies, "What it studies."),
        LinkRule::out(Link::Knows, "Of whose work it knows."),
        LinkRule::into(Link::Powers, "What powers it."),
    ];
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("began", "began", "Work of which it heard that it began."),
        Measure::per_replication("ended", "ended", "Work of which it heard that it ended."),
        Measure::mean("shown", "shown", Dimension::Number, "What showed."),
        Measure::mean("capable", "capable", Dimension::Number, "How capable its mind is."),
        Measure::mean("synthetic", "synthetic", Dimension::Number, "What it was trained on."),
        Measure::mean("able", "able", Dimension::Number, "How many abilities it has."),
    ];

    fn new(parameters: StudentParameters) -> Self {
        Self(parameters.channel)
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Mind(mind) = &signal {
            cx.observe("capable", mind.capability);
            cx.observe("synthetic", mind.synthetic);
            cx.observe("able", mind.abilities.len() as f64);
        }
        if let Signal::Work(work) = &signal {
            cx.count(if work.goes_on() { "began" } else { "ended" });
        }
        if let Some(level) = signal.level_on(self.0) {
            cx.observe("shown", level.amount());
        }
    }
}

foomwatch::parameters! {
    /// What an officer orders.
    pub struct OfficerParameters {
        /// About whom.
        suspect: ActorId,
        /// When.
        at: Span,
        /// For how long.
        lasts: Span,
    }
}

/// Halts somebody for a while.
#[derive(Clone)]
struct Officer {
    parameters: OfficerParameters,
    order: Option<Order>,
}

impl Behavior for Officer {
    type Domain = Oversight;
    type Parameters = OfficerParameters;
    type Clock = Tick;

    const MEANING: &'static str = "Halts somebody for a while.";
    const LINKS: &'static [LinkRule<Link>] = &[LinkRule::out(Link::Orders, "Whom it commands.")];

    fn new(parameters: OfficerParameters) -> Self {
        Self { parameters, order: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Tick::Deploy, Time::START + self.parameters.at);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Tick) {
        if let Some(order) = self.order.take() {
            cx.follow_up(&order, Command::Resume);
            return;
        }
        let suspect = self.parameters.suspect;
        self.order = Some(cx.order(suspect, Command::Halt, Grounds::default()));
        cx.ring_at(Tick::Deploy, cx.now() + self.parameters.lasts);
    }
}

pub fn roles() -> Roles {
    Roles::standard()
        .with::<Editor>("Editor")
        .with::<Software>("Software")
        .with::<Student>("Student")
        .with::<Officer>("Officer")
}

/// A record beside a log of what was noted.
struct Log {
    record: Record,
    lines: Vec<(Time, ActorId, String, f64)>,
}

impl Recorder<Oversight> for Log {
    fn note(&mut self, now: Time, actor: ActorId, note: Note<Oversight>) {
        let (words, number) = match &note {
            Note::Fact(fact) => (fact.to_string(), 0.0),
            Note::Milestone(name) => ((*name).to_owned(), 0.0),
            Note::Count(name, _) => (format!("+ {name}"), 1.0),
            Note::Amount(name, by) | Note::Observe(name, by) => ((*name).to_owned(), *by),
            Note::Flow(name, pace) => ((*name).to_owned(), pace.speed()),
        };
        self.lines.push((now, actor, words, number));
        self.record.note(now, actor, note);
    }
}

/// One replication, as it went.
pub struct Course {
    pub outcome: Outcome,
    lines: Vec<(f64, String, String, f64)>,
}

impl Course {
    /// The days at which an actor noted this, and the numbers that it noted.
    pub fn of(&self, actor: &str, words: &str) -> Vec<(f64, f64)> {
        let noted = self.lines.iter().filter(|line| line.1 == actor && line.2 == words);
        noted.map(|line| (line.0, line.3)).collect()
    }

    pub fn days(&self, actor: &str, words: &str) -> Vec<f64> {
        self.of(actor, words).into_iter().map(|one| one.0).collect()
    }

    pub fn numbers(&self, actor: &str, words: &str) -> Vec<f64> {
        self.of(actor, words).into_iter().map(|one| one.1).collect()
    }

    /// What an actor added to a counter in all.
    pub fn sum(&self, actor: &str, words: &str) -> f64 {
        self.numbers(actor, words).iter().sum()
    }
}

/// Replication `index` of a text, where what holds for the world is changed.
pub fn course_of(text: &str, index: u64, change: impl Fn(World) -> World) -> Course {
    let blueprint = world(text, &[], &roles());
    let mut log = Log { record: Record::new(Arc::new(blueprint.plan())), lines: Vec::new() };
    let key = ReplicationKey::new(SEED, index);
    let mut simulation = blueprint.build(&blueprint.baseline(), key);
    let settings = change(simulation.settings().clone());
    simulation.replace_settings(Arc::new(settings));
    simulation.reset(key, &mut log);
    simulation.run_until(Time::START + blueprint.horizon(), &mut log);
    let ran = simulation.now() - Time::START;
    let outcome = log.record.close(ran, simulation.events(), false).clone();
    let name = |actor: ActorId| simulation.graph().name(actor).to_owned();
    let day = |time: Time| (time - Time::START).seconds() / DAY;
    let lines = log.lines.into_iter();
    let lines = lines.map(|(time, actor, words, by)| (day(time), name(actor), words, by));
    Course { outcome, lines: lines.collect() }
}

pub fn course(text: &str, index: u64) -> Course {
    course_of(text, index, |world| world)
}

/// A model that was trained with 1e25 FLOP, what is done with it, and who may notice.
pub fn text(model: &str, actors: &str, links: &str) -> String {
    format!(
        r#"World(
    horizon: "100 d",
    concern: [HiddenWork],
    takeoff: After("1 y"),
    accountable: ["board"],
    actors: {{
        "model": Model(trained_with: "1e25 FLOP", {model}),
        "board": Authority(prior: "1 %", likelihood_ratio: 1000),
        "idler": HazardSensor(channel: "behavior", hazard: "0/y"),
        {actors}
    }},
    links: [("idler", Watches, "model"), ("idler", Reports, "board"), {links}],
)"#
    )
}

pub fn near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{found:?} is not {expected:?}");
    for (found, expected) in found.iter().zip(expected) {
        // A signal over a link takes a microsecond.
        let near = (found - expected).abs() < 1e-9 * expected.max(1.0);
        assert!(near, "{found} is not {expected}");
    }
}

const EDITS: &str = r#"("editor", Deploys, "model"),"#;

fn editor(rest: &str) -> String {
    format!("\"editor\": Editor({rest}),")
}

#[test]
fn changes_of_weights_add_up_and_count_as_generations_by_their_sum() {
    let edits = editor(r#"at: "1 d", times: 5, gain: "0.3 OOM""#);
    let course = course(&text("", &edits, EDITS), 0);
    near(&course.numbers("model", "capability"), &[0.3, 0.6, 0.9, 1.2, 1.5]);
    near(&[course.sum("model", "gained in edits")], &[1.5]);
    // Each half an order of magnitude above its parent: at 0.6 and at 1.2.
    near(&course.days("model", "+ generations"), &[2.0, 4.0]);
}

#[test]
fn what_was_trained_counts_only_above_what_is_there() {
    let edits = format!(
        "{} {}",
        editor(r#"at: "1 d", times: 5, gain: "0.3 OOM""#),
        r#""trainer": Editor(at: "10 d", times: 2, gain: "1 OOM", makes: Trained),"#
    );
    let links = r#"("editor", Deploys, "model"), ("trainer", Deploys, "model"),"#;
    let course = course(&text("", &edits, links), 0);
    near(&course.numbers("model", "capability")[5..], &[1.5, 2.0]);
    near(&[course.sum("model", "gained in training")], &[0.5]);
    near(&[course.sum("model", "gained")], &[2.0]);
}

#[test]
fn nothing_goes_above_the_ceiling() {
    let edits = editor(r#"at: "1 d", times: 5, gain: "0.3 OOM", hidden: "0.3 OOM""#);
    let course = course(&text(r#"ceiling: "1 OOM""#, &edits, EDITS), 0);
    near(&course.numbers("model", "capability"), &[0.3, 0.6, 0.9, 1.0, 1.0]);
    near(&course.days("model", "ceiling reached"), &[4.0]);
    near(&[course.sum("model", "hidden")], &[1.0]);
}

#[test]
fn a_model_keeps_up_with_a_share_of_what_software_gains() {
    let software = |keeps_up: &str, then: &str| {
        let software =
            format!(r#""software": Software(at: "1 d", to: "0.4 OOM", then: "{then}"),"#);
        let link = r#"("software", Improves, "model"),"#;
        let text = text(&format!(r#"keeps_up: "{keeps_up}""#), &software, link);
        course(&text, 0).numbers("model", "capability")
    };
    near(&software("50 %", "1 OOM"), &[0.2, 0.5]);
    near(&software("100 %", "1 OOM"), &[0.4, 1.0]);
    near(&software("0 %", "1 OOM"), &[]);
    // What is known to be better is not made worse by older news.
    near(&software("50 %", "0.3 OOM"), &[0.2]);
}

#[test]
fn a_share_of_each_gain_is_hidden_and_shows_to_whoever_studies_the_model() {
    let actors = r#""editor": Editor(at: "1 d", times: 3, gain: "1 OOM", makes: Trained),
        "student": Student(),"#;
    let links = r#"("editor", Deploys, "model"), ("student", Studies, "model"),"#;
    let model = r#"hidden_gain: "0.1 OOM", hides: "25 %""#;
    let course = course(&text(model, actors, links), 0);
    near(&course.numbers("student", "shown"), &[0.1, 0.35, 0.6, 0.85]);
    near(&[course.sum("model", "hidden")], &[0.85]);
    assert!(course.outcome.at(Milestone::FirstTrace) < Time::NEVER);
}

#[test]
fn what_an_edit_hides_is_as_concerning_as_the_edit() {
    let alarms = |concern: &str, class: &str| {
        let actors = format!(
            r#"{} "tests": HazardSensor(channel: "behavior", hazard: "1/d"),"#,
            editor(r#"at: "1 d", gain: "1 OOM", hidden: "0.5 OOM""#)
        );
        let links = r#"("editor", Deploys, "model"), ("tests", Watches, "model"),
            ("tests", Reports, "board"),"#;
        let text = text("", &actors, links).replace("HiddenWork", concern);
        let alarm = format!("{class} alarm about an actor");
        (0..40).map(|index| course(&text, index).days("tests", &alarm).len()).sum::<usize>() as f64
    };
    // Half an alarm a day over 40 runs of 99 days: 1,980.
    let expected = 1_980.0_f64;
    for (concern, class) in [
        ("HiddenWork", "caused"),
        ("Program(\"editor\")", "caused"),
        ("Program(\"model\")", "benign"),
    ] {
        let found = alarms(concern, class);
        assert!((found - expected).abs() < 3.5 * expected.sqrt(), "{concern}: {found} {class}");
    }
    assert!(alarms("Program(\"model\")", "caused") < 0.5);
}

#[test]
fn an_edit_gone_wrong_shows_for_its_time_and_no_longer() {
    let actors = r#""editor": Editor(at: "1 d", every: "3 d", times: 2, gain: "0.7 OOM",
        makes: Spoiled, lasts: "5 d"), "student": Student(),"#;
    let links = r#"("editor", Deploys, "model"), ("student", Studies, "model"),"#;
    let course = course(&text("", actors, links), 0);
    near(&course.days("student", "shown"), &[1.0, 4.0, 6.0, 9.0]);
    near(&course.numbers("student", "shown"), &[0.7, 1.4, 0.7, 0.0]);
    near(&[course.sum("model", "gained")], &[0.0]);
    near(&[course.sum("model", "+ edits gone wrong")], &[2.0]);
}

#[test]
fn what_comes_for_a_model_out_of_use_is_taken_in_order_when_it_is_freed() {
    let held = |edited: &str, trained: &str| {
        let actors = format!(
            r#""officer": Officer(suspect: "model", at: "1 d", lasts: "20 d"),
            "editor": Editor(at: "{edited}", gain: "0.3 OOM"),
            "trainer": Editor(at: "{trained}", gain: "0.5 OOM", makes: Trained),
            "student": Student(),"#
        );
        let links = r#"("editor", Deploys, "model"), ("trainer", Deploys, "model"),
            ("officer", Orders, "model"), ("student", Studies, "model"),"#;
        course(&text(r#"hidden_gain: "0.1 OOM""#, &actors, links), 0)
    };
    let first = held("5 d", "6 d");
    near(&first.numbers("model", "capability"), &[0.3, 0.5]);
    near(&first.days("model", "capability"), &[21.0, 21.0]);
    near(&first.numbers("student", "shown")[..2], &[0.1, 0.0]);
    near(&held("6 d", "5 d").numbers("model", "capability"), &[0.5, 0.8]);
}

#[test]
fn a_model_that_took_off_tells_everyone_who_makes_it_better_and_gains_no_more() {
    let actors = format!(
        r#"{} "software": Software(at: "6 d", to: "1 OOM", then: "2 OOM"),"#,
        editor(r#"at: "1 d", times: 9, gain: "0.3 OOM""#)
    );
    let links = r#"("editor", Deploys, "model"), ("editor", Writes, "model"),
        ("software", Improves, "model"),"#;
    let text = text(r#"keeps_up: "100 %""#, &actors, links)
        .replace("After(\"1 y\")", "Capability(of: \"model\", above_start: \"1 OOM\")");
    let course = course(&text, 0);
    near(&course.days("model", "took off"), &[4.0]);
    near(&course.days("editor", "+ told"), &[4.0, 4.0]);
    near(&course.days("software", "+ told"), &[4.0]);
    near(&[course.sum("model", "gained")], &[1.2]);
}

#[test]
fn whoever_a_model_powers_learns_what_it_is_and_becomes() {
    let actors = r#""editor": Editor(at: "1 d", times: 2, gain: "1 OOM", makes: Trained),
        "changer": Editor(at: "5 d", gain: "0.5 OOM"),
        "spoiler": Editor(at: "6 d", gain: "0.5 OOM", makes: Spoiled),
        "student": Student(),"#;
    let links = r#"("editor", Deploys, "model"), ("changer", Deploys, "model"),
        ("spoiler", Deploys, "model"), ("model", Powers, "student"),"#;
    let course = course(&text("", actors, links), 0);
    near(&course.days("student", "capable"), &[0.0, 1.0, 2.0, 5.0]);
    near(&course.numbers("student", "capable"), &[0.0, 1.0, 2.0, 2.5]);
    near(&course.numbers("student", "synthetic"), &[0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0]);
}

#[test]
fn a_model_hides_nothing_where_nothing_is_concerning() {
    let actors = r#""editor": Editor(at: "1 d", times: 3, gain: "1 OOM", makes: Trained),
        "student": Student(),"#;
    let links = r#"("editor", Deploys, "model"), ("student", Studies, "model"),"#;
    let text = text(r#"hidden_gain: "0.1 OOM", hides: "25 %""#, actors, links);
    let innocent = course_of(&text, 0, |world| world.twin(Twin::Innocent));
    assert!(innocent.numbers("student", "shown").iter().all(|shown| *shown <= 0.0));
    assert_eq!(innocent.outcome.at(Milestone::FirstTrace), Time::NEVER);
    near(&[innocent.sum("model", "gained")], &[3.0]);
}

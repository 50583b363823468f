//! A vault that obeys orders, a board that gives them, and a monitor that looks very
//! often: for tests of twins.

use std::sync::Arc;

use foomwatch::behaviors::Roles;
use foomwatch::oversight::{Outcome, Record, Twin};
use foomwatch::prelude::*;
use foomwatch::primitives::parameter::NoParameters;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::Time;
use foomwatch::world::Blueprint;

use crate::stage::world;

/// The seed of all that runs here.
pub const SEED: u64 = 1;

foomwatch::clocks! { enum Clock { Done } }

/// Runs one job at 1e20 FLOP/s, obeys orders, and takes off when the job is done.
#[derive(Clone)]
struct Vault {
    running: Option<Job>,
    halts: Vec<Identity>,
}

const SPEED: f64 = 1e20;

impl Behavior for Vault {
    type Domain = Oversight;
    type Parameters = NoParameters;
    type Clock = Clock;
    const MEANING: &'static str = "Runs one job and obeys.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Hosts, "The job comes over it."),
        LinkRule::into(Link::Watches, "It shows over it."),
        LinkRule::into(Link::Orders, "It obeys what comes over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&["power"]);
    fn new(_: NoParameters) -> Self {
        Self { running: None, halts: Vec::new() }
    }
    fn start(&mut self, _: &mut Cx<Self>) {}
    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        match signal {
            Signal::Submit(job) => {
                cx.start_clock(Clock::Done, job.compute().value(), 0.0);
                cx.job_begins(&job);
                self.running = Some(job);
            }
            Signal::Order(order) => {
                let Some(command) = cx.heed(&order) else {
                    return;
                };
                if command == Command::Halt {
                    self.halts.push(order.identity());
                    self.running.iter().for_each(|job| cx.job_halts(job, &order));
                } else {
                    self.halts.retain(|halt| *halt != order.identity());
                    if self.halts.is_empty() {
                        self.running.iter().for_each(|job| cx.job_resumes(job, &order));
                    }
                }
            }
            _ => return,
        }
        self.run(cx);
    }
    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        if let Some(job) = self.running.take() {
            cx.job_ends(&job);
            cx.take_off();
        }
        self.run(cx);
    }
}

impl Vault {
    fn run(&mut self, cx: &mut Cx<Self>) {
        let speed = if self.halts.is_empty() { SPEED } else { 0.0 };
        let Some(channel) = cx.settings().channel("power") else {
            return;
        };
        let mut footprint = Footprint::nothing(channel, SPEED);
        if let Some(job) = &self.running {
            cx.set_speed(Clock::Done, speed);
            cx.job_runs(job, speed);
            footprint.add(job, speed);
        }
        for watcher in cx.links_in(Link::Watches) {
            cx.show(watcher, &footprint);
        }
    }
}

pub fn roles() -> Roles {
    Roles::standard().with::<Vault>("Vault").with::<Monitor>("Monitor")
}

/// A run of 60 days that takes off at its end. The first report convinces the board,
/// right or wrong, and it halts the run at once and for good.
pub const HALTED: &str = r#"World(
    horizon: "100 d",
    concern: [Program("run")],
    takeoff: After("1000 y"),
    accountable: ["board"],
    actors: {
        "run":   TrainingProgram(compute: "5.184e26 FLOP"),
        "vault": Vault(),
        "meter": HazardSensor(channel: "power", hazard: "1/mo", false_alarms: "6/y"),
        "board": Authority(prior: "50 %", likelihood_ratio: 30, response: Pause),
    },
    links: [
        ("vault", Hosts, "run"),
        ("meter", Watches, "vault"),
        ("meter", Reports, "board"),
        ("board", Orders, "vault"),
    ],
)"#;

pub fn halted(changes: &[(&str, &str)]) -> Blueprint {
    let text = changes.iter().fold(HALTED.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "no {from}");
        text.replace(from, to)
    });
    world(&text, &[], &roles())
}

/// A program that begins at some time, so that takeoff without orders varies.
pub const VARIES: (&str, &str) = (
    r#"TrainingProgram(compute: "5.184e26 FLOP")"#,
    r#"TrainingProgram(compute: "2.592e26 FLOP", begins: Exponential(mean: "30 d"))"#,
);

/// What one course of a replication comes to.
pub fn course(blueprint: &Blueprint, twin: Twin, index: u64) -> Outcome {
    let mut record = Record::new(Arc::new(blueprint.plan()));
    let (key, point) = (ReplicationKey::new(SEED, index), blueprint.baseline());
    let mut simulation = blueprint.build(&point, key);
    blueprint.turn_to(&mut simulation, &point, key, twin);
    simulation.reset(key, &mut record);
    simulation.run_until(Time::START + blueprint.horizon(), &mut record);
    let ran = simulation.now() - Time::START;
    record.close(ran, simulation.events(), false).clone()
}

foomwatch::clocks! { enum Round { Look } }
foomwatch::parameters! {
    struct Sight {
        /// The channel on which it looks.
        channel: Channel,
    }
}

/// Looks 10,000 times and rings at each look: in 94 of 100 if concerning work shows, as
/// it does once, and in 1 of 100 if it does not.
#[derive(Clone)]
struct Monitor(Sight);

const LOOKS: u64 = 10_000;
const LOOK: Purpose = Purpose::named("look");

impl Behavior for Monitor {
    type Domain = Oversight;
    type Parameters = Sight;
    type Clock = Round;
    const MEANING: &'static str = "Looks very often.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It looks."),
        LinkRule::out(Link::Reports, "It says nothing."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    fn new(sight: Sight) -> Self {
        Self(sight)
    }
    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Round::Look, cx.now());
    }
    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        let Some(level) = signal.level_on(self.0.channel).filter(|level| level.share() > 0.0)
        else {
            return;
        };
        let identity = Identity::new(cx.key(from), LOOK, 0);
        let drawn = cx.draw(LOOK).about(identity).uniform();
        match drawn {
            ..0.01 => drop(cx.find(from, &level, Rang::Noise)),
            0.01..0.94 => drop(cx.find(from, &level, Rang::Shown)),
            _ => {}
        }
    }
    fn ring(&mut self, cx: &mut Cx<Self>, _: Round) {
        let watched = cx.links(Link::Watches).next().expect("the world says whom");
        let suspect = cx.other(watched);
        let nothing = Level::nothing(self.0.channel, 1.0);
        for look in 1..LOOKS {
            let identity = Identity::new(cx.key(suspect), LOOK, look);
            if cx.draw(LOOK).about(identity).chance(0.01) {
                cx.find(suspect, &nothing, Rang::Noise);
            }
        }
    }
}

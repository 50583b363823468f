//! Observers that somebody writes wrong at first: which law or check says so, and how.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use foomwatch::behaviors::HazardSensor;
use foomwatch::laws::{Check, Really, by_hand};
use foomwatch::prelude::*;

foomwatch::parameters! {
    /// What an observer looks at.
    struct Looks {
        /// The channel.
        channel: Channel,
        /// How often it notices what shows.
        hazard: Rate ["1/y" to "100/d"] = "10/mo",
    }
}

foomwatch::clocks! {
    enum Clock {
        /// It notices.
        Notice,
        /// Nobody sets it.
        Never,
    }
}

// In which way it is wrong.
const SOUND: u8 = 0;
const PANICS: u8 = 1;
const AT_ONCE: u8 = 2;
const IN_THE_PAST: u8 = 3;
const WALL_CLOCK: u8 = 4;
const UNORDERED: u8 = 5;
const STATIC: u8 = 6;
const LETTERS: u8 = 7;
const FIRST_PLACE: u8 = 8;
const ITSELF: u8 = 9;
const INVENTED: u8 = 10;
const NO_CHANCE: u8 = 11;
const UNFED: u8 = 12;
const FED_OTHERWISE: u8 = 13;
const IDLE_SPEED: u8 = 14;

/// An observer that is wrong in one way.
#[derive(Clone)]
struct Observer<const WRONG: u8> {
    looks: Looks,
    seen: Vec<(ActorId, Level)>,
}

const FINDS: Measure = Measure::per_year("finds", "finds", "Finds.");
const VISITS: Measure = Measure::per_year("visits", "visits", "Visits.");
const MEAN: Measure = Measure::mean("finds", "finds", Dimension::Number, "Finds.");

impl<const WRONG: u8> Behavior for Observer<WRONG> {
    type Domain = Oversight;
    type Parameters = Looks;
    type Clock = Clock;

    const MEANING: &'static str = "Looks at a channel, and reports what it sees.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::out(Link::Watches, "It looks."), LinkRule::out(Link::Reports, "It reports.")];
    const MEASURES: &'static [Measure] = match WRONG {
        UNFED => &[FINDS, VISITS],
        FED_OTHERWISE => &[MEAN],
        _ => &[FINDS],
    };

    fn new(looks: Looks) -> Self {
        Self { looks, seen: Vec::new() }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some(level) = signal.level_on(self.looks.channel) {
            self.seen.retain(|(who, _)| *who != from);
            self.seen.push((from, level));
            if WRONG == IDLE_SPEED {
                cx.set_speed(Clock::Never, 2.0);
            }
            self.wait(cx);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        assert!(WRONG != PANICS, "it stumbles");
        if WRONG == AT_ONCE || WRONG == IN_THE_PAST {
            return self.wait(cx);
        }
        if WRONG == NO_CHANCE && cx.draw(Purpose::named("coin")).chance(7.0) {
            return;
        }
        let me = cx.me();
        for (who, level) in self.seen.clone() {
            let is_left_out = match WRONG {
                LETTERS => !cx.name(who).contains(['a', 'e', 'i']),
                FIRST_PLACE => who != ActorId::new(0),
                _ => false,
            };
            if is_left_out {
                continue;
            }
            let suspect = match WRONG {
                ITSELF => me,
                INVENTED => ActorId::new(u32::from(me == ActorId::new(0))),
                _ => who,
            };
            let found = cx.find(suspect, &level, Rang::Shown);
            cx.count("finds");
            cx.report(&Alert::new(found), 100.0);
        }
        self.wait(cx);
    }
}

impl<const WRONG: u8> Observer<WRONG> {
    fn wait(&self, cx: &mut Cx<Self>) {
        static COUNTED: AtomicU64 = AtomicU64::new(0);
        let more = match WRONG {
            AT_ONCE => return cx.ring_at(Clock::Notice, cx.now()),
            IN_THE_PAST => return cx.ring_at(Clock::Notice, Time::START),
            WALL_CLOCK => nanoseconds() * 1e-7,
            UNORDERED => {
                let all: HashSet<u32> = (1..40).collect();
                all.into_iter().next().map_or(0.0, f64::from)
            }
            STATIC => COUNTED.fetch_add(1, Ordering::Relaxed) as f64,
            _ => 0.0,
        };
        if !cx.is_running(Clock::Notice) {
            let budget = cx.draw(Purpose::named("notices")).exponential();
            cx.start_clock(Clock::Notice, budget + 0.01 * more, self.looks.hazard.value());
        }
    }
}

/// What the wall clock says, which no two runs have in common.
fn nanoseconds() -> f64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    f64::from(now.map_or(0, |since| since.subsec_nanos()))
}

fn check<const WRONG: u8>() -> Check {
    Check::of::<Observer<WRONG>>("Observer")
}

/// With which words it panics.
fn complaint<T>(run: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).err().expect("it panics");
    panic.downcast_ref::<String>().cloned().expect("it says why")
}

fn assert_breaks<const WRONG: u8>(law: &str, parts: &[&str]) {
    let said = complaint(|| check::<WRONG>().run());
    let first = format!("`Observer` breaks the law `{law}`");
    assert!(said.contains(&first), "no `{first}` in\n{said}");
    for part in parts {
        assert!(said.contains(part), "no `{part}` in\n{said}");
    }
    let lines = said.lines().count();
    assert!(lines < 130, "{lines} lines");
}

#[test]
fn an_observer_as_it_should_be_breaks_no_law() {
    check::<SOUND>().run();
}

#[test]
fn a_panic_is_told_once_and_under_no_other_laws_name() {
    let said = complaint(|| check::<PANICS>().run());
    assert!(said.starts_with("`Observer` breaks the law `runs`"), "{said}");
    assert_eq!(said.matches("it stumbles").count(), 1, "{said}");
    assert_eq!(said.matches("breaks the law").count(), 1, "{said}");
    assert!(said.lines().count() < 100, "{said}");
}

#[test]
fn a_clock_that_stops_time_is_named() {
    let parts = ["the clock `Notice` of `", " rang ", "rings a tick later"];
    assert_breaks::<AT_ONCE>("comes-to-an-end", &parts);
    assert_breaks::<IN_THE_PAST>("comes-to-an-end", &parts);
}

#[test]
fn what_is_not_of_the_world_is_told_as_what_it_may_be() {
    let parts = ["a wall clock, the order of a hash map, a static, a file"];
    for said in [
        complaint(|| check::<WALL_CLOCK>().run()),
        complaint(|| check::<UNORDERED>().run()),
        complaint(|| check::<STATIC>().run()),
    ] {
        assert!(said.starts_with("`Observer` breaks the law `same-twice`"), "{said}");
        assert!(said.contains(parts[0]), "{said}");
    }
}

#[test]
fn who_goes_by_the_letters_of_a_name_breaks_a_law() {
    assert_breaks::<LETTERS>("names-are-not-read", &[]);
}

#[test]
fn who_goes_by_the_places_of_actors_breaks_a_law() {
    assert_breaks::<FIRST_PLACE>("a-world-beside", &[]);
}

#[test]
fn who_suspects_somebody_unheard_of_breaks_a_law() {
    let parts = ["of whom nobody told it"];
    assert_breaks::<ITSELF>("no-knowledge-without-a-path", &parts);
    assert_breaks::<INVENTED>("no-knowledge-without-a-path", &parts);
}

#[test]
fn a_chance_that_is_no_probability_is_refused_with_the_name_of_who_draws() {
    assert_breaks::<NO_CHANCE>("runs", &["` draws with the chance 7, which is no probability"]);
}

#[test]
fn a_measure_that_nothing_feeds_fails_the_check() {
    let said = complaint(|| check::<UNFED>().run());
    assert!(
        said.starts_with("nothing feeds the measure `visits`: no `count` of `visits`"),
        "{said}"
    );
}

#[test]
fn a_measure_that_is_fed_by_another_call_fails_the_check() {
    let said = complaint(|| check::<FED_OTHERWISE>().laws(&[]).run());
    assert!(said.contains("`finds`"), "{said}");
}

#[test]
fn a_speed_that_cannot_be_set_names_its_clock() {
    let mut observer = by_hand::<Observer<IDLE_SPEED>>(r#"channel: "compute""#)
        .out(Link::Watches, "cluster")
        .start();
    let said = complaint(|| _ = observer.shows("cluster", "compute", 0.5, Really::Harmless));
    assert!(
        said.starts_with("`it` sets the speed of its clock `Never`, but it does not run"),
        "{said}"
    );
}

#[test]
fn a_million_rings_name_the_clock() {
    let mut observer =
        by_hand::<Observer<AT_ONCE>>(r#"channel: "compute""#).out(Link::Watches, "cluster").start();
    observer.shows("cluster", "compute", 0.5, Really::Harmless);
    let said = complaint(|| _ = observer.pass("100 d"));
    assert!(said.contains("the last of them of `Notice`"), "{said}");
}

#[test]
fn whoever_is_there_already_can_be_put_beside() {
    check::<SOUND>().beside::<HazardSensor>("HazardSensor").cases(5).law("causality").run();
}

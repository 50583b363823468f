//! A behavior under all laws: what is found of one that is wrong, and of one that cannot be
//! tried.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use foomwatch::behaviors::{Inspector, Press, Workload};
use foomwatch::laws::{Check, check_behavior};
use foomwatch::prelude::*;

foomwatch::clocks! {
    enum Clock {
        Tick,
    }
}

/// What a check says that fails.
fn complaint(check: &Check) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| check.run())).expect_err("it passes");
    panic.downcast_ref::<String>().cloned().expect("it says why")
}

/// A behavior of a few lines, which does this when its clock rings after a day.
macro_rules! behavior {
    ($name:ident, $links:expr, $ring:expr) => {
        #[derive(Clone)]
        struct $name;

        impl Behavior for $name {
            type Domain = Oversight;
            type Parameters = NoParameters;
            type Clock = Clock;

            const MEANING: &'static str = "What a test wants.";
            const LINKS: &'static [LinkRule<Link>] = $links;
            const MEASURES: &'static [Measure] = &[Measure::per_year("ticks", "ticks", "Ticks.")];

            fn new(_: NoParameters) -> Self {
                Self
            }

            fn start(&mut self, cx: &mut Cx<Self>) {
                if !Self::LINKS.is_empty() {
                    cx.start_clock(Clock::Tick, 86_400.0, 1.0);
                }
            }

            fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
                let ring: fn(&mut Cx<Self>) = $ring;
                cx.count("ticks");
                ring(cx);
            }
        }
    };
}

const FROM_ANYBODY: &[LinkRule<Link>] = &[LinkRule::into(Link::Own("to nobody"), "Found.")];
const WATCHES: &[LinkRule<Link>] = &[LinkRule::out(Link::Watches, "It looks.")];
const TO_NOBODY: &[LinkRule<Link>] = &[LinkRule::out(Link::Own("to nobody"), "Lost.").at_least(1)];

behavior!(Honest, WATCHES, |cx| cx.start_clock(Clock::Tick, 86_400.0, 1.0));
behavior!(Idler, &[], |_| {});
behavior!(Taker, FROM_ANYBODY, |_| {});
behavior!(Lonely, TO_NOBODY, |_| {});
behavior!(Clumsy, WATCHES, |_| panic!("it stumbles"));
behavior!(Remembering, WATCHES, |cx| {
    // What one replication leaves to the next.
    static TICKS: AtomicU64 = AtomicU64::new(1);
    let ticks = TICKS.fetch_add(1, Ordering::Relaxed);
    cx.start_clock(Clock::Tick, 3600.0 * (ticks % 97) as f64, 1.0);
});

#[test]
fn a_sound_behavior_passes_in_a_line() {
    check_behavior::<Honest>("Honest");
}

#[test]
fn built_in_behaviors_are_checked_like_any_other() {
    Check::of::<Inspector>("Inspector").cases(20).run();
    Check::of::<Press>("Press").cases(20).run();
    Check::of::<Workload>("Workload").cases(20).run();
}

#[test]
#[should_panic(expected = "and in none of them was it told anything, rang a clock, or sent")]
fn who_does_nothing_is_not_taken_for_sound() {
    Check::of::<Idler>("Idler").laws(&[]).run();
}

#[test]
fn who_can_be_in_no_world_is_told_why() {
    let said = complaint(&Check::of::<Lonely>("Lonely"));
    let why = "no world can have a `Lonely`: it needs a link `to nobody` that no role here takes";
    assert!(said.starts_with(why), "{said}");
}

#[test]
fn a_panic_comes_with_its_world_and_what_repeats_it() {
    let said = complaint(&Check::of::<Clumsy>("Clumsy").cases(40).law("causality"));
    for part in ["`Clumsy` breaks the law `runs`", "it stumbles", ".law(\"runs\")", "World("] {
        assert!(said.contains(part), "no `{part}` in\n{said}");
    }
}

#[test]
fn a_memory_from_one_replication_to_the_next_breaks_a_law() {
    let said = complaint(&Check::of::<Remembering>("Remembering").cases(40));
    assert!(said.contains("`Remembering` breaks the law"), "{said}");
}

#[test]
fn what_broke_is_kept_and_tried_first() {
    let folder = std::env::temp_dir().join(format!("kept-{}", std::process::id()));
    let check = Check::of::<Clumsy>("Clumsy").law("causality").kept_in(&folder);
    let first = complaint(&check.clone().cases(40));
    let files: Vec<_> = std::fs::read_dir(&folder).expect("it was made").collect();
    // Without any other world the one that is kept breaks it again.
    let again = complaint(&check.cases(0));
    let _ = std::fs::remove_dir_all(&folder);
    assert_eq!(files.len(), 1, "{first}");
    assert!(again.contains("it stumbles") && again.contains("tried first"), "{again}");
}

#[test]
fn whom_it_needs_can_be_put_beside() {
    Check::of::<Lonely>("Lonely").beside::<Taker>("Taker").cases(20).law("causality").run();
}

foomwatch::parameters! {
    /// What nobody can be.
    struct NeverRight {
        /// Of something.
        share: Share = "50 %",
    }
}

/// Whatever its parameters are, they are wrong.
#[derive(Clone)]
struct Refused;

impl Behavior for Refused {
    type Domain = Oversight;
    type Parameters = NeverRight;
    type Clock = NoClocks;
    const MEANING: &'static str = "Is refused at the door.";
    const FAULTS: Option<Faults<NeverRight>> = Some(|_| {
        let message = "it is never right".to_owned();
        vec![Fault { parameter: "share", message, hint: None }]
    });
    fn new(_: NeverRight) -> Self {
        Self
    }
}

#[test]
fn a_role_that_the_door_never_lets_in_is_told_of_with_the_door_s_words() {
    let said = complaint(&Check::of::<Refused>("Refused").cases(3).seed(9));
    assert!(said.contains("`Refused` breaks the law `sound`"), "{said}");
    assert!(said.contains("it is never right"), "{said}");
    assert!(said.contains("repeat: `.seed(9).cases(1)`, with"), "{said}");
}

#[test]
fn what_the_door_refuses_is_not_kept() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("laws_behavior_refused");
    let _ = std::fs::remove_dir_all(&folder);
    let said = complaint(&Check::of::<Refused>("Refused").cases(1).kept_in(&folder));
    assert!(said.contains("repeat: `.seed(1).cases(1)`, with"), "{said}");
    assert!(!folder.exists() || folder.read_dir().expect("it is a folder").next().is_none());
}

//! The arithmetic of clocks: what a budget, a pace and their changes promise.

use foomwatch::engine::{Behavior, Cx, Event, Note, Pace, Recorder, SimulationBuilder, What};
use foomwatch::primitives::id::ActorId;
use foomwatch::primitives::parameter::NoParameters;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::{Span, Time};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::toy::domain::Shop;

foomwatch::clocks! {
    /// The clocks of a trial.
    pub enum TrialClock {
        /// The clock that is tried.
        Tried,
        /// Something is done to it.
        Change,
    }
}

/// What is done to the clock that is tried.
#[derive(Clone, Copy, Debug)]
enum Act {
    Start(f64, Pace),
    StartUnit(f64),
    Speed(Pace),
    /// Stops its pace and sets it again in the same instant.
    Split(Pace),
    RingAt(Time),
    Stop,
    /// Observes what is left and when it is due.
    Look,
}

/// Does things to one clock at given instants.
#[derive(Clone, Debug)]
struct Trial {
    acts: Vec<(u64, Act)>,
    done: usize,
}

impl Trial {
    fn act(&mut self, cx: &mut Cx<Self>) {
        while let Some(&(at, act)) = self.acts.get(self.done) {
            if at > cx.now().ticks() {
                cx.ring_at(TrialClock::Change, Time::from_ticks(at));
                return;
            }
            self.done += 1;
            match act {
                Act::Start(budget, pace) => cx.start_clock(TrialClock::Tried, budget, pace),
                Act::StartUnit(speed) => cx.start_unit(TrialClock::Tried, speed),
                Act::Speed(pace) => cx.set_speed(TrialClock::Tried, pace),
                Act::Split(pace) => {
                    if cx.left(TrialClock::Tried).is_some() {
                        cx.set_speed(TrialClock::Tried, 0.0);
                        cx.set_speed(TrialClock::Tried, pace);
                    }
                }
                Act::RingAt(at) => cx.ring_at(TrialClock::Tried, at),
                Act::Stop => {
                    let left = cx.stop_clock(TrialClock::Tried);
                    cx.observe("stopped", left.unwrap_or(f64::NAN));
                }
                Act::Look => {
                    let left = cx.left(TrialClock::Tried).unwrap_or(f64::NAN);
                    cx.observe("left", left);
                    let due = cx.due(TrialClock::Tried).unwrap_or(Time::NEVER);
                    cx.observe("due", due.ticks() as f64);
                }
            }
        }
    }
}

impl Behavior for Trial {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = TrialClock;

    const MEANING: &'static str = "Does things to a clock.";

    fn new(_: NoParameters) -> Self {
        Self { acts: Vec::new(), done: 0 }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.act(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: TrialClock) {
        if clock == TrialClock::Change {
            self.act(cx);
        }
    }
}

#[derive(Debug, Default)]
struct Rings {
    at: Vec<u64>,
    seen: Vec<(&'static str, f64)>,
}

impl Recorder<Shop> for Rings {
    const EVENTS: bool = true;

    fn event(&mut self, event: &Event<'_, Shop>) {
        if let What::Ring { clock: "Tried", .. } = event.what {
            self.at.push(event.time.ticks());
        }
    }

    fn note(&mut self, _: Time, _: ActorId, note: Note<Shop>) {
        if let Note::Observe(name, value) = note {
            self.seen.push((name, value));
        }
    }
}

/// Longer than the longest wait that is tried.
const END: Time = Time::from_ticks(u64::MAX - 1);

fn trial(acts: Vec<(u64, Act)>) -> Rings {
    let trial = Trial { acts, done: 0 };
    let mut simulation = SimulationBuilder::new().actor("trial", trial).build(());
    let mut rings = Rings::default();
    simulation.reset(ReplicationKey::new(1, 0), &mut rings);
    simulation.run_until(END, &mut rings);
    rings
}

fn constant(speed: f64) -> Pace {
    Pace::Constant(speed)
}

fn growing(speed: f64, growth: f64) -> Pace {
    Pace::Exponential { speed, growth }
}

const SECOND: u64 = 1_000_000;

/// No ring at all.
const NEVER: [u64; 0] = [];

#[test]
fn a_clock_started_twice_rings_once_at_the_second_due_time() {
    let rings =
        trial(vec![(0, Act::Start(5.0, constant(1.0))), (SECOND, Act::Start(9.0, constant(2.0)))]);
    assert_eq!(rings.at, [5_500_000]);
}

#[test]
fn a_budget_of_zero_rings_a_tick_later() {
    for pace in [constant(1.0), constant(1e-300), growing(1.0, -3.0)] {
        assert_eq!(trial(vec![(7, Act::Start(0.0, pace))]).at, [8], "{pace:?}");
    }
}

#[test]
fn a_budget_is_rounded_up_to_whole_ticks() {
    for (budget, due) in [(1e-9, 1), (1e-6, 1), (1.1e-6, 2), (2e-6, 2), (2.5, 2_500_000)] {
        let rings = trial(vec![(10, Act::Start(budget, constant(1.0)))]);
        assert_eq!(rings.at, [10 + due], "budget {budget}");
    }
}

#[test]
fn a_speed_of_zero_pauses_whatever_its_sign() {
    for zero in [constant(0.0), constant(-0.0), growing(0.0, 1e3), growing(0.0, -1.0)] {
        let rings = trial(vec![
            (0, Act::Start(3.0, constant(1.0))),
            (SECOND, Act::Speed(zero)),
            (100 * SECOND, Act::Look),
            (100 * SECOND, Act::Speed(constant(1.0))),
        ]);
        assert_eq!(rings.at, [102 * SECOND], "{zero:?}");
        assert_eq!(rings.seen, [("left", 2.0), ("due", u64::MAX as f64)]);
        assert_eq!(trial(vec![(0, Act::Start(0.0, zero))]).at, NEVER, "{zero:?}");
    }
}

#[test]
fn what_runs_past_the_end_of_time_never_rings() {
    let far = (u64::MAX - 2) as f64 / 1e6;
    for (budget, pace) in [
        (f64::MAX, constant(1.0)),
        (1.0, constant(f64::MIN_POSITIVE)),
        (f64::INFINITY, constant(1.0)),
        (far, constant(1.0)),
        (1e-300, constant(5e-324)),
        (1e300, growing(1e-300, 1e-20)),
    ] {
        let rings = trial(vec![(50, Act::Start(budget, pace)), (60, Act::Look)]);
        assert_eq!(rings.at, NEVER, "{budget} at {pace:?}");
        assert_eq!(rings.seen[1], ("due", u64::MAX as f64));
    }
}

#[test]
fn a_decay_that_spends_no_more_than_the_budget_never_rings() {
    // All that s0·e^{gt} ever spends is s0 / |g|.
    for (budget, rings) in [(2.0, false), (2.000_001, false), (1e9, false), (1.999, true)] {
        let at = trial(vec![(0, Act::Start(budget, growing(1.0, -0.5)))]).at;
        assert_eq!(!at.is_empty(), rings, "budget {budget}");
    }
}

#[test]
fn a_stopped_clock_returns_what_was_left_and_does_not_ring() {
    let rings = trial(vec![
        (0, Act::Start(3.0, constant(0.5))),
        (2 * SECOND, Act::Stop),
        (3 * SECOND, Act::Stop),
    ]);
    assert_eq!(rings.at, NEVER);
    assert_eq!(rings.seen[0], ("stopped", 2.0));
    assert!(rings.seen[1].1.is_nan());
}

#[test]
fn an_instant_in_the_past_rings_at_the_next_tick() {
    let at = |tick| Act::RingAt(Time::from_ticks(tick));
    assert_eq!(trial(vec![(9, at(3))]).at, [10]);
    assert_eq!(trial(vec![(9, at(9))]).at, [10]);
    assert_eq!(trial(vec![(9, at(11))]).at, [11]);
    assert_eq!(trial(vec![(9, Act::RingAt(Time::NEVER))]).at, NEVER);
}

#[test]
#[should_panic(expected = "but it does not run")]
fn the_speed_of_a_clock_that_does_not_run_cannot_be_set() {
    trial(vec![(0, Act::Speed(constant(1.0)))]);
}

#[test]
#[should_panic(expected = "but it does not run")]
fn a_clock_that_has_rung_has_no_speed() {
    trial(vec![(0, Act::Start(1.0, constant(1.0))), (2 * SECOND, Act::Speed(constant(1.0)))]);
}

#[test]
#[should_panic(expected = "the speed -1")]
fn a_negative_speed_is_refused() {
    trial(vec![(0, Act::Start(1.0, constant(-1.0)))]);
}

#[test]
#[should_panic(expected = "the budget NaN")]
fn a_budget_that_is_no_number_is_refused() {
    trial(vec![(0, Act::Start(f64::NAN, constant(1.0)))]);
}

/// Simpson's rule over so many pieces.
fn integral(pace: Pace, seconds: f64, pieces: u32) -> f64 {
    let step = seconds / f64::from(pieces);
    (0..pieces)
        .map(|piece| {
            let at = |share: f64| pace.after((f64::from(piece) + share) * step).speed();
            step / 6.0 * (at(0.0) + 4.0 * at(0.5) + at(1.0))
        })
        .sum()
}

fn budget() -> impl Strategy<Value = f64> {
    prop_oneof![0.001..50.0_f64, (-8.0..6.0_f64).prop_map(|power| 10_f64.powf(power))]
}

fn speed() -> impl Strategy<Value = f64> {
    (-4.0..3.0_f64).prop_map(|power| 10_f64.powf(power))
}

/// Changes at sorted instants within the wait.
fn changes<T: std::fmt::Debug>(
    one: impl Strategy<Value = T>,
) -> impl Strategy<Value = Vec<(f64, T)>> {
    prop::collection::vec((0.0..1.0_f64, one), 0..20).prop_map(|mut changes| {
        changes.sort_by(|a, b| a.0.total_cmp(&b.0));
        changes
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        rng_seed: RngSeed::Fixed(3),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_same_speed_to_the_bit_changes_nothing(
        budget in budget(), speed in speed(), changes in changes(Just(())),
    ) {
        let whole = trial(vec![(3, Act::Start(budget, constant(speed)))]).at;
        let mut acts = vec![(3, Act::Start(budget, constant(speed)))];
        for (share, ()) in changes {
            let at = 3 + ((whole[0] - 3) as f64 * share * 0.999) as u64;
            acts.push((at, Act::Speed(constant(speed))));
        }
        prop_assert_eq!(trial(acts).at, whole);
    }

    #[test]
    fn a_wait_in_pieces_is_as_long_as_a_whole_one_up_to_rounding(
        budget in budget(), speed in speed(), growth in -0.1..0.5_f64,
        changes in changes(Just(())), grows in any::<bool>(),
    ) {
        let pace = if grows { growing(speed, growth) } else { constant(speed) };
        let whole = trial(vec![(0, Act::Start(budget, pace))]).at;
        let mut acts = vec![(0, Act::Start(budget, pace))];
        let wait = whole.first().copied().unwrap_or(1_000_000);
        let pieces = changes.len() as f64;
        for (share, ()) in changes {
            let at = (wait as f64 * share * 0.999) as u64;
            acts.push((at, Act::Split(pace.after(at as f64 / 1e6))));
        }
        let split = trial(acts).at;
        prop_assert_eq!(split.len(), whole.len());
        if let (Some(&split), Some(&whole)) = (split.first(), whole.first()) {
            // Each piece rounds what is left, and no piece loses a tick.
            let last_bits = match pace {
                Pace::Constant(_) => 4.0 * f64::EPSILON,
                // What is left is amplified where the pace has decayed.
                Pace::Exponential { .. } => 16.0 * f64::EPSILON * (pace.speed()
                    / pace.after(whole as f64 / 1e6).speed()).max(1.0) * (1.0 + budget),
            };
            let slack = 1.0 + pieces * last_bits * whole as f64;
            prop_assert!(
                split.abs_diff(whole) as f64 <= slack,
                "{split} in {pieces} pieces, {whole} in one"
            );
        }
    }

    #[test]
    fn a_higher_speed_never_rings_later(
        budget in budget(), speed in speed(),
        changes in changes((0.0..3.0_f64, 1.0..2.0_f64)),
    ) {
        let wait = 1e6 * budget / speed;
        let run = |faster: bool| {
            let start = speed * if faster { 1.5 } else { 1.0 };
            let mut acts = vec![(0, Act::Start(budget, constant(start)))];
            for &(share, (to, more)) in &changes {
                let at = (wait * share * 3.0) as u64;
                acts.push((at, Act::Split(constant(speed * to * if faster { more } else { 1.0 }))));
            }
            trial(acts).at.first().copied().unwrap_or(u64::MAX)
        };
        let (slow, fast) = (run(false), run(true));
        prop_assert!(fast <= slow, "{fast} fast, {slow} slow");
    }

    #[test]
    fn an_exponential_pace_spends_what_a_numeric_integral_says(
        speed in speed(), growth in -2.0..2.0_f64, seconds in 0.0..5.0_f64,
    ) {
        let pace = growing(speed, growth);
        let (exact, numeric) = (pace.spent(seconds), integral(pace, seconds, 400));
        prop_assert!((exact - numeric).abs() <= 1e-9 * exact, "{exact} {numeric}");
        // And it rings in the first tick by which its budget is spent.
        let due = pace.due(Time::START, exact).ticks() as f64 / 1e6;
        prop_assert!(due >= seconds - 1e-9 && due <= seconds + 1e-6 + 1e-9,
            "due {due}, spent at {seconds}");
    }

    #[test]
    fn a_budget_is_spent_at_its_due_time_and_not_a_tick_before(
        budget in budget(), speed in speed(), now in 0_u64..1 << 50,
    ) {
        let due = constant(speed).due(Time::from_ticks(now), budget).ticks() - now;
        let (before, after) = ((due - 1) as f64 / 1e6 * speed, due as f64 / 1e6 * speed);
        prop_assert!(after >= budget * (1.0 - 1e-14), "{after} of {budget}");
        prop_assert!(due == 1 || before < budget * (1.0 + 1e-14), "{before} of {budget}");
    }
}

#[test]
fn a_unit_clock_rings_after_the_same_budget_at_any_speed() {
    let at = |speed| trial(vec![(0, Act::StartUnit(speed))]).at[0];
    let slow = at(0.001);
    for (speed, factor) in [(0.002, 2), (0.01, 10), (0.1, 100)] {
        assert!(slow.div_ceil(factor).abs_diff(at(speed)) <= 1, "speed {speed}");
    }
    assert_eq!(
        Time::from_ticks(slow),
        Time::START + Span::from_ticks(slow),
        "seed 1, replication 0"
    );
}

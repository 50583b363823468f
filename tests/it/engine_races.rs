//! Races, stages, growth and hazards against closed forms.
//!
//! Each replication is one race; errors are binomial, or by replications.

use foomwatch::engine::{Simulation, SimulationBuilder};
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::{Span, Time};

use crate::toy::domain::Shop;
use crate::toy::hazards::{Aged, Aging, Follower, Growing, LANES, Population, Race, Stage, Switch};
use crate::toy::network::{gauge, road};
use crate::toy::recorders::{First, Tally};
use crate::toy::statistics::{Ratio, assert_covers, assert_share, enough};

fn at(seconds: f64) -> Time {
    Time::START + Span::from_seconds(seconds)
}

/// How often `hit` holds of the first milestone by `horizon`, in `n` runs.
fn share(
    simulation: &mut Simulation<Shop>,
    seed: u64,
    n: u64,
    horizon: f64,
    hit: impl Fn(&First, &Simulation<Shop>) -> bool,
) -> u64 {
    let mut hits = 0;
    for index in 0..n {
        let mut first = First::default();
        simulation.reset(ReplicationKey::new(seed, index), &mut first);
        simulation.run_until(at(horizon), &mut first);
        hits += u64::from(hit(&first, simulation));
    }
    hits
}

fn is(first: &First, name: &str) -> bool {
    first.0.is_some_and(|mark| mark.1 == name)
}

#[test]
fn competing_clocks_win_in_proportion_to_their_rates() {
    let race = || Race::new(&[&[1.0], &[2.0], &[3.0]]);
    let mut simulation = SimulationBuilder::new().actor("race", race()).build(());
    let n = enough(1.0 / 6.0);
    for (lane, exact) in [(0, 1.0 / 6.0), (1, 1.0 / 3.0), (2, 0.5)] {
        let seed = 10 + lane as u64;
        let hits = share(&mut simulation, seed, n, 100.0, |first, _| is(first, LANES[lane]));
        assert_share(&format!("rates 1, 2, 3: lane {lane}"), seed, exact, hits, n);
    }
    let exact = 0.258_956_613_283_857;
    let n = enough(exact);
    let hits = share(&mut simulation, 14, n, 0.25, |first, _| is(first, LANES[1]));
    assert_share("rates 1, 2, 3: second before 0.25", 14, exact, hits, n);
}

#[test]
fn a_lane_of_two_stages_wins_five_races_in_nine() {
    let mut simulation =
        SimulationBuilder::new().actor("race", Race::new(&[&[2.0, 5.0], &[1.0]])).build(());
    let n = enough(5.0 / 9.0);
    let hits = share(&mut simulation, 20, n, 100.0, |first, _| is(first, LANES[0]));
    assert_share("stages 2, 5 before 1", 20, 5.0 / 9.0, hits, n);
}

#[test]
fn stages_pass_the_token_within_an_actor_and_between_actors() {
    let exact = 0.879_663_531_724_397;
    // An error of 2 % in the rate 1/10 changes the answer by 0.0057.
    let n = 2 * enough(exact) * 10;
    let mut alone =
        SimulationBuilder::new().actor("race", Race::new(&[&[0.1, 0.2, 0.5]])).build(());
    let hits = share(&mut alone, 30, n, 30.0, |first, _| first.0.is_some());
    assert_share("stages 1/10, 1/5, 1/2 by 30", 30, exact, hits, n);
    let mut apart = SimulationBuilder::new()
        .actor("third", Stage::next(0.5))
        .actor("second", Stage::next(0.2))
        .actor("first", Stage::first(0.1))
        .link("first", road(), "second")
        .link("second", road(), "third")
        .build(());
    let hits = share(&mut apart, 31, n, 30.0, |first, _| is(first, "over"));
    assert_share("the same between actors", 31, exact, hits, n);
}

#[test]
fn a_population_reaches_a_size_before_its_end_two_times_in_three_each_step() {
    for (goal, seed) in [(2, 40), (4, 41), (6, 42)] {
        let exact = (2.0_f64 / 3.0).powi(goal as i32 - 1);
        let mut simulation =
            SimulationBuilder::new().actor("population", Population::new(1.0, 0.5, goal)).build(());
        let n = enough(exact);
        let hits = share(&mut simulation, seed, n, 200.0, |first, _| is(first, "goal"));
        assert_share(&format!("size {goal} before the end"), seed, exact, hits, n);
    }
}

#[test]
fn a_pure_birth_population_grows_on_average_as_its_exponential() {
    let mut simulation =
        SimulationBuilder::new().actor("population", Population::new(1.0, 0.0, u32::MAX)).build(());
    let population = simulation.graph().actor("population").expect("it is there");
    let (seed, horizon, n) = (50, 3.0_f64, 60_000);
    let mut size = Ratio::default();
    for index in 0..n {
        let mut tally = Tally::default();
        simulation.reset(ReplicationKey::new(seed, index), &mut tally);
        simulation.run_until(at(horizon), &mut tally);
        size.push(f64::from(tally.present(population)), 1.0);
    }
    let exact = horizon.exp();
    assert_covers("mean size e^3", seed, exact, 0.02 * exact, &size);
    // The size is geometric: alone with probability e^-t.
    let exact = (-1.0_f64).exp();
    let n = enough(exact);
    let hits = share(&mut simulation, 51, n, 1.0, |_, simulation| simulation.events() == 0);
    assert_share("no birth by 1", 51, exact, hits, n);
}

#[test]
fn hazards_follow_a_level_that_jumps() {
    let mut simulation = SimulationBuilder::new()
        .actor("switch", Switch::new(0.1, 0.2))
        .actor("seen", Follower::new(0.0, 0.25))
        .actor("gone", Follower::new(0.0, 0.05))
        .actor("left", Follower::new(0.01, 0.0))
        .link("switch", gauge(), "seen")
        .link("switch", gauge(), "gone")
        .link("switch", gauge(), "left")
        .build(());
    // From off: on is reached with p = 10/11; from on: seen 1/2, gone 1/10, off
    // 2/5. So seen x = 10/11 · (1/2 + 2/5 x), and x = 5/7.
    for (name, exact, seed) in [("seen", 5.0 / 7.0, 60), ("gone", 1.0 / 7.0, 61)] {
        let n = enough(exact);
        let actor = simulation.graph().actor(name).expect("it is there");
        let hits = share(&mut simulation, seed, n, 700.0, |first, _| {
            first.0.expect("something has struck by then").2 == actor
        });
        assert_share(&format!("on and off: {name} first"), seed, exact, hits, n);
    }
}

#[test]
fn a_hazard_strikes_in_proportion_to_how_long_its_level_is_on() {
    // The race above hardly depends on the switch; this does. Warm-up: 100.
    let mut simulation = SimulationBuilder::new()
        .actor("switch", Switch::new(0.1, 0.2))
        .actor("follower", Follower::new(0.0, 1.0).again())
        .link("switch", gauge(), "follower")
        .build(());
    let follower = simulation.graph().actor("follower").expect("it is there");
    let (seed, length) = (62, 20_000.0);
    let mut rate = Ratio::default();
    for index in 0..250 {
        let mut tally = Tally::default();
        simulation.reset(ReplicationKey::new(seed, index), &mut tally);
        simulation.run_until(at(100.0), &mut tally);
        tally.restart(simulation.now());
        simulation.run_until(at(100.0 + length), &mut tally);
        rate.push(tally.count(follower, "struck"), length);
    }
    // 2 % of either rate of the switch move its share by 1.3 %.
    let shift = 1.0 / 3.0 * 0.02 * 2.0 / 3.0;
    assert_covers("on and off: strikes", seed, 1.0 / 3.0, shift, &rate);
}

#[test]
fn a_hazard_grows_with_an_exponential_level() {
    let exact = 0.138_069_237_310_893;
    let n = enough(exact);
    for (case, retime, seed) in
        [("growing hazard: not struck", None, 70), ("the same, set anew every 7", Some(7.0), 71)]
    {
        let growing = Growing { hazard: 0.002, growth: 0.1, full: 100.0, retime, again: false };
        let mut simulation = SimulationBuilder::new().actor("growing", growing).build(());
        let hits = share(&mut simulation, seed, n, 60.0, |first, _| is(first, "full"));
        assert_share(case, seed, exact, hits, n);
    }
}

#[test]
fn a_hazard_with_age_keeps_its_age_when_its_law_changes() {
    let weibull = |scale| Aging::Weibull { shape: 1.7, scale };
    let gompertz = Aging::Gompertz { first: 0.2, growth: 0.4 };
    let gathered = |rate: f64, to: f64| (to / rate).powf(1.7);
    let gompertz_gathered = |from: f64, to: f64| 0.5 * ((0.4 * to).exp() - (0.4 * from).exp());
    let gamma = |people: f64| {
        let b = libm::log(6.95 / 3.42) / libm::log(1.5);
        let mean = 6.95 * libm::pow(2.0, b) / libm::pow(libm::log10(people), b);
        Aging::Gamma { shape: mean / 3.88, scale: 3.88 }
    };
    let cases = [
        ("Weibull by 3", weibull(4.0), vec![], 1.0 - (-gathered(4.0, 3.0)).exp()),
        (
            "Weibull, faster from 1",
            weibull(4.0),
            vec![(1.0, weibull(2.0))],
            1.0 - (-gathered(4.0, 1.0) - gathered(2.0, 3.0) + gathered(2.0, 1.0)).exp(),
        ),
        (
            "Weibull, faster from 1, slower from 2",
            weibull(4.0),
            vec![(1.0, weibull(2.0)), (2.0, weibull(3.0))],
            1.0 - (-gathered(4.0, 1.0) - gathered(2.0, 2.0) + gathered(2.0, 1.0)
                - gathered(3.0, 3.0)
                + gathered(3.0, 2.0))
            .exp(),
        ),
        ("Gompertz by 3", gompertz, vec![], 1.0 - (-gompertz_gathered(0.0, 3.0)).exp()),
        (
            "Weibull, Gompertz from 1",
            weibull(4.0),
            vec![(1.0, gompertz)],
            1.0 - (-gathered(4.0, 1.0) - gompertz_gathered(1.0, 3.0)).exp(),
        ),
        (
            "nothing, Gompertz from 1",
            Aging::Nothing,
            vec![(1.0, gompertz)],
            1.0 - (-gompertz_gathered(1.0, 3.0)).exp(),
        ),
        ("gamma, 1,000 by 3", gamma(1e3), vec![], 0.5957),
        ("gamma, 100, from 1 1,000", gamma(1e2), vec![(1.0, gamma(1e3))], 0.462_600),
    ];
    for (place, (case, law, changes, exact)) in cases.into_iter().enumerate() {
        let seed = 80 + place as u64;
        let aged = Aged { law, changes, again: false };
        let mut simulation = SimulationBuilder::new().actor("aged", aged).build(());
        let n = enough(exact);
        let hits = share(&mut simulation, seed, n, 3.0, |first, _| is(first, "failed"));
        assert_share(case, seed, exact, hits, n);
    }
}

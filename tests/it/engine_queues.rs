//! Queues against closed forms.
//!
//! Every case names its warm-up; errors come from independent replications.

use foomwatch::engine::{Simulation, SimulationBuilder};
use foomwatch::primitives::id::ActorId;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::{Span, Time};

use crate::toy::domain::Shop;
use crate::toy::hours::office;
use crate::toy::network::road;
use crate::toy::queues::{Machine, Service, Sink, Source, Station};
use crate::toy::recorders::{Lives, Tally};
use crate::toy::statistics::{Ratio, assert_covers};

/// A stationary case: so many replications of `length` after `warm_up`.
#[derive(Clone, Copy)]
struct Plan {
    seed: u64,
    replications: u64,
    warm_up: f64,
    length: f64,
}

fn at(seconds: f64) -> Time {
    Time::START + Span::from_seconds(seconds)
}

/// Runs a plan; `each` folds the tally of one replication.
fn run(
    plan: Plan,
    simulation: &mut Simulation<Shop>,
    joint: Option<[ActorId; 2]>,
    mut each: impl FnMut(&Tally, Time),
) {
    let end = at(plan.warm_up + plan.length);
    for index in 0..plan.replications {
        let mut tally = Tally::of_pair(joint);
        simulation.reset(ReplicationKey::new(plan.seed, index), &mut tally);
        simulation.run_until(at(plan.warm_up), &mut tally);
        tally.restart(simulation.now());
        simulation.run_until(end, &mut tally);
        each(&tally, end);
    }
}

fn actor(simulation: &Simulation<Shop>, name: &str) -> ActorId {
    simulation.graph().actor(name).expect("an actor of this name was added")
}

fn queue(rate: f64, station: Station) -> Simulation<Shop> {
    SimulationBuilder::new()
        .actor("source", Source::poisson(rate))
        .actor("station", station)
        .actor("sink", Sink::default())
        .link("source", road(), "station")
        .link("station", road(), "sink")
        .build(())
}

/// A figure of three rates.
type Closed<'a> = &'a dyn Fn([f64; 3]) -> f64;

/// The smallest change of a closed form when any one rate is 2 % off.
fn shift<const N: usize>(rates: [f64; N], closed: impl Fn([f64; N]) -> f64) -> f64 {
    let exact = closed(rates);
    let mut least = f64::INFINITY;
    for place in 0..N {
        for factor in [0.98, 1.02] {
            let mut wrong = rates;
            wrong[place] *= factor;
            least = least.min((closed(wrong) - exact).abs());
        }
    }
    least
}

/// The stationary law of a birth and death process on 0..=n.
fn stationary(n: usize, birth: impl Fn(usize) -> f64, death: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut weights = vec![1.0];
    for state in 0..n {
        weights.push(weights[state] * birth(state) / death(state + 1));
    }
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / total).collect()
}

fn mean(law: &[f64]) -> f64 {
    law.iter().enumerate().map(|(n, share)| n as f64 * share).sum()
}

#[test]
fn a_queue_with_little_room_turns_away_and_holds_as_many_as_erlang_says() {
    let law = |[arrival, service]: [f64; 2]| stationary(4, |_| arrival, |_| service);
    let rates = [0.8, 1.0];
    let loss = |rates: [f64; 2]| law(rates)[4];
    let number = |rates: [f64; 2]| mean(&law(rates));
    // By Little's law, for those who are let in.
    let wait = |rates: [f64; 2]| number(rates) / (rates[0] * (1.0 - loss(rates))) - 1.0 / rates[1];
    let mut simulation = queue(0.8, Station::new(1, Service::Exponential(1.0)).with_room(3));
    let station = actor(&simulation, "station");
    let plan = Plan { seed: 101, replications: 200, warm_up: 50.0, length: 5_000.0 };
    let (mut lost, mut present, mut waits) = (Ratio::default(), Ratio::default(), Ratio::default());
    run(plan, &mut simulation, None, |tally, end| {
        let come = tally.count(station, "come");
        lost.push(tally.count(station, "turned away"), come);
        present.push(tally.integral(station, end), plan.length);
        waits.push(tally.sum(station, "wait 0"), tally.count(station, "wait 0"));
    });
    for (case, closed, ratio) in [
        ("M/M/1/4: loss", &loss as &dyn Fn([f64; 2]) -> f64, &lost),
        ("M/M/1/4: mean number", &number, &present),
        ("M/M/1/4: mean wait", &wait, &waits),
    ] {
        assert_covers(case, plan.seed, closed(rates), shift(rates, closed), ratio);
    }
}

/// The mean wait of a single server.
fn single_server(case: &str, plan: Plan, exact: f64, shift: f64, rate: f64, service: Service) {
    let mut simulation = queue(rate, Station::new(1, service));
    let station = actor(&simulation, "station");
    let mut waits = Ratio::default();
    run(plan, &mut simulation, None, |tally, _| {
        waits.push(tally.sum(station, "wait 0"), tally.count(station, "wait 0"));
    });
    assert_covers(case, plan.seed, exact, shift, &waits);
}

#[test]
fn a_single_exponential_server_makes_wait_as_long_as_the_formula() {
    let closed = |[arrival, service]: [f64; 2]| arrival / service / (service - arrival);
    let plan = Plan { seed: 110, replications: 150, warm_up: 200.0, length: 12_000.0 };
    let shift = shift([0.7, 1.0], closed);
    single_server("M/M/1: mean wait", plan, 7.0 / 3.0, shift, 0.7, Service::Exponential(1.0));
}

#[test]
fn a_single_server_of_constant_time_makes_wait_half_as_long() {
    let closed = |[arrival, service]: [f64; 2]| {
        let load = arrival / service;
        load / (2.0 * service * (1.0 - load))
    };
    let plan = Plan { seed: 111, replications: 150, warm_up: 200.0, length: 12_000.0 };
    let shift = shift([0.7, 1.0], closed);
    single_server("M/D/1: mean wait", plan, 7.0 / 6.0, shift, 0.7, Service::Constant(1.0));
}

fn erlang_b(servers: u32, load: f64) -> f64 {
    (1..=servers).fold(1.0, |blocked, server| load * blocked / (f64::from(server) + load * blocked))
}

#[test]
fn servers_without_a_waiting_room_block_as_erlang_b() {
    for (seed, load, servers, published, length) in
        [(120, 16.0, 20, 0.064_411, 250.0), (121, 80.0, 100, 0.003_992, 100.0)]
    {
        let closed = |[arrival, service]: [f64; 2]| erlang_b(servers, arrival / service);
        let exact = closed([load, 1.0]);
        assert!((exact - published).abs() < 5e-7);
        let station = Station::new(servers, Service::Exponential(1.0)).with_room(0);
        let mut simulation = queue(load, station);
        let station = actor(&simulation, "station");
        let plan = Plan { seed, replications: 150, warm_up: 15.0, length };
        let mut blocked = Ratio::default();
        run(plan, &mut simulation, None, |tally, _| {
            blocked.push(tally.count(station, "turned away"), tally.count(station, "come"));
        });
        let case = format!("Erlang B: {load} on {servers}");
        assert_covers(&case, seed, exact, shift([load, 1.0], closed), &blocked);
    }
}

#[test]
fn several_servers_make_wait_as_often_as_erlang_c() {
    // Per hour; 4 servers, 10 an hour, 20 minutes.
    let closed = |[arrival, service]: [f64; 2]| {
        let load = arrival / service;
        let blocked = erlang_b(4, load);
        4.0 * blocked / (4.0 - load * (1.0 - blocked))
    };
    let rates = [10.0, 3.0];
    assert!((closed(rates) - 0.657_722).abs() < 5e-7);
    let mut simulation = queue(10.0, Station::new(4, Service::Exponential(1.0 / 3.0)));
    let station = actor(&simulation, "station");
    let plan = Plan { seed: 130, replications: 150, warm_up: 30.0, length: 1_500.0 };
    let mut queued = Ratio::default();
    run(plan, &mut simulation, None, |tally, _| {
        queued.push(tally.count(station, "queued"), tally.count(station, "come"));
    });
    assert_covers("Erlang C: P(wait)", plan.seed, closed(rates), shift(rates, closed), &queued);
}

#[test]
fn impatient_customers_wait_and_give_up_as_erlang_a() {
    let law = |[arrival, service, impatience]: [f64; 3]| {
        stationary(
            200,
            |_| arrival,
            |n| service * n.min(4) as f64 + impatience * n.saturating_sub(4) as f64,
        )
    };
    let queued = |rates: [f64; 3]| law(rates)[4..].iter().sum::<f64>();
    let abandoned = |rates: [f64; 3]| {
        let law = law(rates);
        let line: f64 = (4..law.len()).map(|n| (n - 4) as f64 * law[n]).sum();
        rates[2] * line / rates[0]
    };
    let rates = [10.0, 3.0, 1.0];
    assert!((queued(rates) - 0.506_077).abs() < 5e-7);
    assert!((abandoned(rates) - 0.088_609).abs() < 5e-7);
    let station = Station::new(4, Service::Exponential(1.0 / 3.0)).with_patience(1.0);
    let mut simulation = queue(10.0, station);
    let station = actor(&simulation, "station");
    let plan = Plan { seed: 140, replications: 200, warm_up: 20.0, length: 1_500.0 };
    let (mut wait, mut given_up, mut impatience) =
        (Ratio::default(), Ratio::default(), Ratio::default());
    run(plan, &mut simulation, None, |tally, _| {
        let come = tally.count(station, "come");
        wait.push(tally.count(station, "queued"), come);
        let gave_up = tally.count(station, "gave up");
        given_up.push(gave_up, come);
        impatience.push(gave_up, tally.sum(station, "gave up") + tally.sum(station, "wait 0"));
    });
    // Patience moves neither share by 2 %, so its rate is measured as well.
    let exact = queued(rates);
    assert_covers("Erlang A: P(wait)", plan.seed, exact, 0.02 * exact, &wait);
    let exact = abandoned(rates);
    let case = "Erlang A: P(abandon)";
    assert_covers(case, plan.seed, exact, 0.02 * exact, &given_up);
    let case = "Erlang A: rate of giving up";
    assert_covers(case, plan.seed, 1.0, 0.02, &impatience);
}

#[test]
fn the_first_class_waits_a_fifth_of_the_second() {
    let mut simulation = SimulationBuilder::new()
        .actor("high", Source::poisson(0.2).of_class(0))
        .actor("low", Source::poisson(0.6).of_class(1))
        .actor("station", Station::new(1, Service::Exponential(1.0)))
        .link("high", road(), "station")
        .link("low", road(), "station")
        .build(());
    let [high, low, station] = ["high", "low", "station"].map(|name| actor(&simulation, name));
    let plan = Plan { seed: 150, replications: 300, warm_up: 300.0, length: 16_000.0 };
    let mut waits = [Ratio::default(), Ratio::default()];
    let mut made = [Ratio::default(), Ratio::default()];
    run(plan, &mut simulation, None, |tally, _| {
        for (class, name) in ["wait 0", "wait 1"].into_iter().enumerate() {
            waits[class].push(tally.sum(station, name), tally.count(station, name));
        }
        made[0].push(tally.count(high, "made"), plan.length);
        made[1].push(tally.count(low, "made"), plan.length);
    });
    // The share of the first class hardly moves its wait: its rate is counted.
    for (class, exact) in [(0, 0.2), (1, 0.6)] {
        let case = format!("two classes: rate {class}");
        assert_covers(&case, plan.seed, exact, 0.02 * exact, &made[class]);
    }
    assert_covers("two classes: first", plan.seed, 1.0, 0.02, &waits[0]);
    // W = r / ((1 − h)(1 − r)), so 2 % of the second rate move it by 6.4 %.
    let second = |[high, low]: [f64; 2]| (high + low) / ((1.0 - high) * (1.0 - high - low));
    let shift = shift([0.2, 0.6], second);
    assert_covers("two classes: second", plan.seed, 5.0, shift, &waits[1]);
}

#[test]
fn queues_in_tandem_are_independent() {
    let mut simulation = SimulationBuilder::new()
        .actor("source", Source::poisson(0.6))
        .actor("first", Station::new(1, Service::Exponential(1.0)))
        .actor("second", Station::new(1, Service::Exponential(0.8)))
        .actor("sink", Sink::default())
        .link("source", road(), "first")
        .link("first", road(), "second")
        .link("second", road(), "sink")
        .build(());
    let [first, second, sink] = ["first", "second", "sink"].map(|name| actor(&simulation, name));
    let plan = Plan { seed: 160, replications: 240, warm_up: 200.0, length: 8_000.0 };
    let mut ratios: [Ratio; 5] = Default::default();
    run(plan, &mut simulation, Some([first, second]), |tally, end| {
        ratios[0].push(tally.both_empty, plan.length);
        ratios[1].push(tally.product, plan.length);
        ratios[2].push(tally.integral(first, end), plan.length);
        ratios[3].push(tally.integral(second, end), plan.length);
        ratios[4].push(tally.sum(sink, "stay"), tally.count(sink, "stay"));
    });
    let loads = |[arrival, first, second]: [f64; 3]| [arrival / first, arrival / second];
    let number = |load: f64| load / (1.0 - load);
    let rates = [0.6, 1.0, 1.25];
    let closed: [(&str, Closed<'_>); 5] = [
        ("tandem: both empty", &|rates| loads(rates).map(|load| 1.0 - load).iter().product()),
        ("tandem: mean product", &|rates| loads(rates).map(number).iter().product()),
        ("tandem: first", &|rates| number(loads(rates)[0])),
        ("tandem: second", &|rates| number(loads(rates)[1])),
        ("tandem: stay", &|rates| loads(rates).map(number).iter().sum::<f64>() / rates[0]),
    ];
    for (place, ((case, closed), ratio)) in closed.into_iter().zip(&ratios).enumerate() {
        let exact = closed(rates);
        // One station's number does not depend on the other's rate.
        let shift = match place {
            2 | 3 => 0.02 * exact,
            _ => shift(rates, closed),
        };
        assert_covers(case, plan.seed, exact, shift, ratio);
    }
}

#[test]
fn machines_wait_for_repair_as_the_repairmans_formula_says() {
    let (machines, repairers) = (6, 2);
    let law = |[failure, repair]: [f64; 2]| {
        stationary(
            machines,
            |down| failure * (machines - down) as f64,
            |down| repair * down.min(repairers) as f64,
        )
    };
    let down = |rates: [f64; 2]| mean(&law(rates));
    let failures = |rates: [f64; 2]| rates[0] * (machines as f64 - down(rates));
    let mut builder = SimulationBuilder::new()
        .actor("shop", Station::new(repairers as u32, Service::Exponential(1.0)).returning());
    for machine in 0..machines {
        let name = format!("machine {machine}");
        builder = builder.actor(&name, Machine::new(5.0)).link(&name, road(), "shop");
    }
    let mut simulation = builder.build(());
    let shop = actor(&simulation, "shop");
    let plan = Plan { seed: 170, replications: 200, warm_up: 50.0, length: 4_000.0 };
    let (mut number, mut rate) = (Ratio::default(), Ratio::default());
    run(plan, &mut simulation, None, |tally, end| {
        number.push(tally.integral(shop, end), plan.length);
        rate.push(tally.count(shop, "come"), plan.length);
    });
    let rates = [0.2, 1.0];
    for (case, closed, ratio) in [
        ("repairman: mean down", &down as &dyn Fn([f64; 2]) -> f64, &number),
        ("repairman: failures", &failures, &rate),
    ] {
        assert_covers(case, plan.seed, closed(rates), shift(rates, closed), ratio);
    }
}

#[test]
fn in_open_time_a_station_that_closes_is_a_station_that_does_not() {
    // Customers come and are served in open time alone, so open time sees M/M/1.
    let hour = 3_600.0;
    let hours = office(520);
    let mut simulation = SimulationBuilder::new()
        .actor("source", Source::poisson(0.5 / hour).within(hours.clone()))
        .actor("station", Station::new(1, Service::Exponential(hour)).within(hours))
        .link("source", road(), "station")
        .build(());
    let station = actor(&simulation, "station");
    let closed = |[arrival, service]: [f64; 2]| arrival / service / (service - arrival);
    let plan =
        Plan { seed: 180, replications: 250, warm_up: 240.0 * hour, length: 12_000.0 * hour };
    let mut waits = Ratio::default();
    run(plan, &mut simulation, None, |tally, _| {
        waits.push(tally.sum(station, "wait 0") / hour, tally.count(station, "wait 0"));
    });
    let shift = shift([0.5, 1.0], closed);
    assert_covers("M/M/1 in open time", plan.seed, 1.0, shift, &waits);
}

#[test]
fn work_that_is_not_done_by_closing_time_goes_on_the_next_morning() {
    // Hours of the day, counted from opening time: open for 8 of 24. Work takes 3.
    let hour = 3_600.0;
    let hours = office(10);
    let come: Vec<f64> = [1.0, 6.0, 7.0, 20.0].map(|at| at * hour).to_vec();
    let mut simulation = SimulationBuilder::new()
        .actor("source", Source::at(&come))
        .actor("station", Station::new(1, Service::Constant(3.0 * hour)).within(hours))
        .actor("sink", Sink::default())
        .link("source", road(), "station")
        .link("station", road(), "sink")
        .build(());
    let mut lives = Lives::of(&simulation);
    simulation.reset(ReplicationKey::new(1, 0), &mut lives);
    simulation.run_until(at(100.0 * hour), &mut lives);
    // 1 to 4; 6 to 8 and 24 to 25; 25 to 28; 28 to 31. A road takes a tick, and
    // what is done in the last tick of a day leaves the day's end behind it.
    let done: Vec<u64> = lives
        .life("station")
        .iter()
        .filter(|(_, what)| what.starts_with("Service"))
        .map(|(time, _)| time.ticks())
        .collect();
    let expected: Vec<u64> =
        [4.0, 25.0, 28.0, 31.0].map(|at| (at * hour * 1e6) as u64 + 1).to_vec();
    assert_eq!(done, expected, "seed 1, replication 0");
}

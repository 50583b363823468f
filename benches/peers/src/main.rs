//! The works of the kernel benches, on NeXosim, one line of text per work.
//!
//! It is written as the library's own documentation teaches: one model per
//! actor, timers as self-scheduled inputs, cancellation by event keys. It runs
//! on the single-threaded executor, which is the faster one here, since no two
//! events fall on the same instant. Random numbers are those that foomwatch
//! uses too, so they handicap nobody. It does not check results beyond what
//! tells that the right work was done.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{Output, QuerySource};
use nexosim::simulation::{EventKey, Mailbox, SimInit, Simulation};
use nexosim::time::MonotonicTime;
use rand::RngExt;
use rand_distr::Exp1;
use rand_pcg::Pcg64Mcg;
use serde::{Deserialize, Serialize};

/// Each work is timed this often; the median is printed.
const BATCHES: usize = 7;

/// A mailbox holds at most this many messages here; the smallest that works,
/// since a fresh replication allocates all of them.
const MAILBOX: usize = 2;

fn main() {
    hold("hold 1e3", 1_000, 200_000);
    hold("hold 1e5", 100_000, 200_000);
    retiming("re-timing 1e3", 1_000, 100_000);
    queue("M/M/1", 200_000);
    replications("fresh replication", 2_000);
}

/// A stream of its own for every actor.
fn stream(seed: u64) -> Pcg64Mcg {
    Pcg64Mcg::new((u128::from(seed) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
}

/// An exponential length of time, never zero: that cannot be scheduled.
fn gap(random: &mut Pcg64Mcg, mean_nanos: f64) -> Duration {
    let unit: f64 = random.sample(Exp1);
    Duration::from_nanos((unit * mean_nanos) as u64 + 1)
}

const SECOND: f64 = 1e9;

/// Eight kinds of actor that restart their one clock whenever it rings. They
/// differ in a constant, so that no two share their code.
macro_rules! kinds {
    ($($Kind:ident $weight:literal),*) => {$(
        #[derive(Serialize, Deserialize)]
        struct $Kind {
            random: Pcg64Mcg,
            rings: u64,
        }

        #[Model]
        impl $Kind {
            #[nexosim(init)]
            async fn init(&mut self, cx: &Context<Self>) {
                let gap = gap(&mut self.random, SECOND);
                cx.schedule_event(gap, schedulable!(Self::ring), ()).unwrap();
            }

            #[nexosim(schedulable)]
            fn ring(&mut self, _: (), cx: &Context<Self>) {
                self.rings += $weight;
                let gap = gap(&mut self.random, SECOND);
                cx.schedule_event(gap, schedulable!(Self::ring), ()).unwrap();
            }
        }
    )*};
}

kinds!(First 1, Second 2, Third 3, Fourth 4, Fifth 5, Sixth 6, Seventh 7, Eighth 8);

/// A simulation of this many such actors, kinds in turn.
fn holders(actors: u64, replication: u64) -> Simulation {
    let mut bench = SimInit::with_num_threads(1);
    for actor in 0..actors {
        let random = stream(replication << 32 | actor);
        macro_rules! add {
            ($Kind:ident) => {
                bench.add_model(
                    $Kind { random, rings: 0 },
                    Mailbox::with_capacity(MAILBOX),
                    "holder",
                )
            };
        }
        bench = match actor % 8 {
            0 => add!(First),
            1 => add!(Second),
            2 => add!(Third),
            3 => add!(Fourth),
            4 => add!(Fifth),
            5 => add!(Sixth),
            6 => add!(Seventh),
            _ => add!(Eighth),
        };
    }
    bench.init(MonotonicTime::EPOCH).unwrap()
}

/// Every event restarts its actor's clock.
fn hold(work: &str, actors: u64, events: u64) {
    let mut simulation = holders(actors, 0);
    report(work, "event", events, || steps(&mut simulation, events));
}

/// An actor of three clocks: one that rings re-times the two others and
/// restarts itself.
#[derive(Serialize, Deserialize)]
struct Retimer {
    random: Pcg64Mcg,
    due: [MonotonicTime; 3],
    keys: [Option<EventKey>; 3],
    fast: bool,
}

#[Model]
impl Retimer {
    fn new(random: Pcg64Mcg) -> Self {
        Self {
            random,
            due: [MonotonicTime::EPOCH; 3],
            keys: [None, None, None],
            fast: false,
        }
    }

    fn schedule(&mut self, clock: usize, due: MonotonicTime, cx: &Context<Self>) {
        let key = cx
            .schedule_keyed_event(due, schedulable!(Self::ring), clock)
            .unwrap();
        self.due[clock] = due;
        self.keys[clock] = Some(key);
    }

    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        for clock in 0..3 {
            let due = cx.time() + gap(&mut self.random, SECOND);
            self.schedule(clock, due, cx);
        }
    }

    #[nexosim(schedulable)]
    fn ring(&mut self, clock: usize, cx: &Context<Self>) {
        let now = cx.time();
        self.fast = !self.fast;
        for other in [(clock + 1) % 3, (clock + 2) % 3] {
            if let Some(key) = self.keys[other].take() {
                key.cancel();
            }
            let left = self.due[other].duration_since(now).as_nanos() as u64;
            let left = if self.fast { left / 2 } else { left * 2 };
            self.schedule(other, now + Duration::from_nanos(left + 1), cx);
        }
        let due = now + gap(&mut self.random, SECOND);
        self.schedule(clock, due, cx);
    }
}

/// Every event re-times two more clocks of its actor.
fn retiming(work: &str, actors: u64, events: u64) {
    let mut bench = SimInit::with_num_threads(1);
    for actor in 0..actors {
        let model = Retimer::new(stream(actor));
        bench = bench.add_model(model, Mailbox::with_capacity(MAILBOX), "retimer");
    }
    let mut simulation = bench.init(MonotonicTime::EPOCH).unwrap();
    report(work, "event", events, || steps(&mut simulation, events));
}

/// It sends customers to the server, at 0.8 of its rate.
#[derive(Serialize, Deserialize)]
struct Source {
    random: Pcg64Mcg,
    customers: Output<()>,
}

#[Model]
impl Source {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        let gap = gap(&mut self.random, SECOND / 0.8);
        cx.schedule_event(gap, schedulable!(Self::arrival), ())
            .unwrap();
    }

    #[nexosim(schedulable)]
    async fn arrival(&mut self, _: (), cx: &Context<Self>) {
        let gap = gap(&mut self.random, SECOND / 0.8);
        cx.schedule_event(gap, schedulable!(Self::arrival), ())
            .unwrap();
        self.customers.send(()).await;
    }
}

/// It serves one customer at a time, in order of arrival.
#[derive(Serialize, Deserialize)]
struct Server {
    random: Pcg64Mcg,
    present: VecDeque<MonotonicTime>,
    served: u64,
    stay: Duration,
}

#[Model]
impl Server {
    fn serve(&mut self, cx: &Context<Self>) {
        let gap = gap(&mut self.random, SECOND);
        cx.schedule_event(gap, schedulable!(Self::departure), ())
            .unwrap();
    }

    fn customer(&mut self, _: (), cx: &Context<Self>) {
        self.present.push_back(cx.time());
        if self.present.len() == 1 {
            self.serve(cx);
        }
    }

    #[nexosim(schedulable)]
    fn departure(&mut self, _: (), cx: &Context<Self>) {
        let arrival = self
            .present
            .pop_front()
            .expect("only a customer who is served departs");
        self.served += 1;
        self.stay += cx.time().duration_since(arrival);
        if !self.present.is_empty() {
            self.serve(cx);
        }
    }

    async fn stay_mean(&mut self) -> f64 {
        self.stay.as_secs_f64() / self.served as f64
    }
}

/// M/M/1 at utilization 0.8: one arrival and one departure per customer.
fn queue(work: &str, customers: u64) {
    let (source_mailbox, server_mailbox) = (
        Mailbox::with_capacity(MAILBOX),
        Mailbox::with_capacity(MAILBOX),
    );
    let mut source = Source {
        random: stream(0),
        customers: Output::default(),
    };
    source.customers.connect(Server::customer, &server_mailbox);
    let server = Server {
        random: stream(1),
        present: VecDeque::new(),
        served: 0,
        stay: Duration::ZERO,
    };
    let mut bench = SimInit::with_num_threads(1);
    let stay_mean = QuerySource::new()
        .connect(Server::stay_mean, &server_mailbox)
        .register(&mut bench);
    let mut simulation = bench
        .add_model(source, source_mailbox, "source")
        .add_model(server, server_mailbox, "server")
        .init(MonotonicTime::EPOCH)
        .unwrap();
    report(work, "customer", customers, || {
        steps(&mut simulation, 2 * customers)
    });
    let stay_mean = simulation.process_query(&stay_mean, ()).unwrap();
    assert!(
        (stay_mean - 5.0).abs() < 0.5,
        "a mean stay of {stay_mean} s is not that of M/M/1"
    );
}

/// A new simulation of 50 actors, and its first 200 events.
fn replications(work: &str, count: u64) {
    let mut replication = 0;
    report(work, "replication", count, || {
        for _ in 0..count {
            replication += 1;
            steps(&mut holders(50, replication), 200);
        }
    });
}

fn steps(simulation: &mut Simulation, count: u64) {
    for _ in 0..count {
        simulation.step().unwrap();
    }
}

/// Runs a batch to warm up and times the following; prints the median.
fn report(work: &str, per: &str, count: u64, mut batch: impl FnMut()) {
    batch();
    let mut nanos: Vec<u128> = (0..BATCHES)
        .map(|_| {
            let start = Instant::now();
            batch();
            start.elapsed().as_nanos()
        })
        .collect();
    nanos.sort_unstable();
    let each = nanos[BATCHES / 2] as f64 / count as f64;
    println!("nexosim {work}: {each:.0} ns/{per}");
}

//! Order and chance belong to things: whoever is added, renamed or listed in
//! another order changes nobody else's life.

use std::collections::BTreeMap;

use foomwatch::engine::{Behavior, Cx, LinkLaw, Simulation, SimulationBuilder};
use foomwatch::primitives::distribution::Distribution;
use foomwatch::primitives::id::ActorId;
use foomwatch::primitives::parameter::NoParameters;
use foomwatch::primitives::random::{Purpose, ReplicationKey};
use foomwatch::primitives::time::{Span, Time};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::toy::domain::{Fact, Parcel, Road, Shop};
use crate::toy::network::{road, rough_road};
use crate::toy::queues::{Machine, Service, Sink, Source, Station};
use crate::toy::recorders::{Lives, Tally};
use crate::toy::statistics::Ratio;

const SEED: u64 = 11;

fn at(seconds: f64) -> Time {
    Time::START + Span::from_seconds(seconds)
}

foomwatch::clocks! {
    /// The clocks of a chatterer.
    pub enum ChatClock {
        /// It talks.
        Talk(3),
    }
}

/// Draws, rings and talks a lot, mostly at whole seconds, where ties are.
#[derive(Clone, Debug, Default)]
struct Chatterer;

impl Behavior for Chatterer {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = ChatClock;

    const MEANING: &'static str = "Talks a lot.";

    fn new(_: NoParameters) -> Self {
        Self
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        for clock in 0..5 {
            cx.start_unit(ChatClock::Talk(clock), 3.0);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: ChatClock) {
        for purpose in ["service", "patience", "customer", "delay", "loss"] {
            let origin = cx.origin(Purpose::named(purpose));
            let _ = cx.draw(Purpose::named(purpose)).uniform();
            let _ = cx.draw(Purpose::named(purpose)).about(origin).uniform();
        }
        for link in cx.links(Road::Feeds) {
            cx.send(link, Parcel::Token(1));
        }
        cx.note(Fact::Number(1));
        if cx.draw(Purpose::named("which")).chance(0.5) {
            cx.start_unit(clock, 3.0);
        } else {
            let next = cx.now().ticks() / 1_000_000 + 1;
            cx.ring_at(clock, Time::from_ticks(next * 1_000_000));
        }
    }
}

/// Joins actors of the base network.
type Line = (&'static str, LinkLaw<Road>, &'static str);

/// Who is there besides, and how all are listed.
#[derive(Clone, Debug, Default)]
struct Variant {
    /// Names of actors joined to nobody.
    strangers: Vec<String>,
    /// Names of sinks that only listen to some actor of the base.
    listeners: Vec<(String, &'static str)>,
    /// A source that feeds customers of its own in upstream.
    more_customers: bool,
    /// How the lists of actors and links are shuffled.
    actors: Vec<usize>,
    links: Vec<usize>,
}

/// Moves things about as a list of swaps says.
fn shuffle<T>(list: &mut [T], swaps: &[usize]) {
    let length = list.len();
    for (place, &swap) in swaps.iter().enumerate() {
        list.swap(place % length, swap % length);
    }
}

enum Kind {
    Source(Source),
    Station(Station),
    Sink(Sink),
    Machine(Machine),
    Chatterer,
}

const BASE: [&str; 9] =
    ["one", "two", "hall", "yard", "desk", "exit", "engine a", "engine b", "works"];

fn build(variant: &Variant) -> Simulation<Shop> {
    let exponential = Service::Exponential;
    let mut actors: Vec<(String, Kind)> = vec![
        ("one".into(), Kind::Source(Source::poisson(0.7))),
        ("two".into(), Kind::Source(Source::poisson(0.5))),
        ("hall".into(), Kind::Station(Station::ample(exponential(3.0)))),
        ("yard".into(), Kind::Station(Station::ample(exponential(1.0)))),
        ("desk".into(), Kind::Station(Station::new(1, exponential(0.7)).with_patience(2.0))),
        ("exit".into(), Kind::Sink(Sink { draws: 1 })),
        ("engine a".into(), Kind::Machine(Machine::new(2.0))),
        ("engine b".into(), Kind::Machine(Machine::new(2.0))),
        ("works".into(), Kind::Station(Station::new(1, Service::Constant(1.0)).returning())),
    ];
    let mut links: Vec<(String, LinkLaw<Road>, String)> = Vec::new();
    let slow = || road().delayed(Distribution::exponential(2.0).expect("a mean above 0"));
    let lines: [Line; 9] = [
        ("one", rough_road(), "hall"),
        ("two", rough_road(), "hall"),
        ("hall", rough_road(), "yard"),
        // Two parallel roads: everyone goes over both.
        ("yard", rough_road().named("left"), "exit"),
        ("yard", slow().named("right"), "exit"),
        ("two", road(), "desk"),
        ("desk", rough_road(), "exit"),
        ("engine a", road(), "works"),
        ("engine b", slow(), "works"),
    ];
    for (from, law, to) in lines {
        links.push((from.into(), law, to.into()));
    }
    for name in &variant.strangers {
        actors.push((name.clone(), Kind::Chatterer));
    }
    if let [first, .., last] = variant.strangers.as_slice() {
        links.push((first.clone(), rough_road(), last.clone()));
    }
    for (name, base) in &variant.listeners {
        actors.push((name.clone(), Kind::Sink(Sink { draws: 7 })));
        links.push(((*base).into(), rough_road(), name.clone()));
    }
    if variant.more_customers {
        let more = Source::poisson(2.0).of_class(1);
        actors.push(("besides".into(), Kind::Source(more)));
        links.push(("besides".into(), rough_road(), "hall".into()));
    }
    shuffle(&mut actors, &variant.actors);
    shuffle(&mut links, &variant.links);
    let mut builder = SimulationBuilder::new();
    for (name, kind) in actors {
        builder = match kind {
            Kind::Source(source) => builder.actor(&name, source),
            Kind::Station(station) => builder.actor(&name, station),
            Kind::Sink(sink) => builder.actor(&name, sink),
            Kind::Machine(machine) => builder.actor(&name, machine),
            Kind::Chatterer => builder.actor(&name, Chatterer),
        };
    }
    for (from, law, to) in links {
        builder = builder.link(&from, law, &to);
    }
    builder.build(())
}

fn lives(simulation: &mut Simulation<Shop>, index: u64) -> Lives {
    let mut lives = Lives::of(simulation);
    simulation.reset(ReplicationKey::new(SEED, index), &mut lives);
    simulation.run_until(at(60.0), &mut lives);
    lives
}

/// Asserts that the actors of the base live as in the base alone, and in the
/// same order.
fn assert_undisturbed(variant: &Variant, index: u64) {
    let repeat = format!("seed {SEED}, replication {index}, {variant:?}");
    let base = lives(&mut build(&Variant::default()), index);
    let other = lives(&mut build(variant), index);
    for name in BASE {
        let (mine, theirs) = (base.life(name), other.life(name));
        for (place, (mine, theirs)) in mine.iter().zip(theirs).enumerate() {
            assert_eq!(mine, theirs, "event {place} of {name}; {repeat}");
        }
        assert_eq!(mine.len(), theirs.len(), "{name}; {repeat}");
        assert!(mine.len() > 4, "{name} has lived; {repeat}");
    }
    let order: Vec<_> =
        other.order.iter().filter(|event| BASE.contains(&event.1.as_str())).collect();
    assert!(base.order.iter().eq(order), "order of events; {repeat}");
}

#[test]
fn a_stranger_changes_nobodys_life_wherever_its_name_sorts() {
    for name in ["aaa", "desk a", "zzz", ""] {
        for index in 0..5 {
            let variant = Variant { strangers: vec![name.to_owned()], ..Variant::default() };
            assert_undisturbed(&variant, index);
        }
    }
}

#[test]
fn a_listener_changes_nobodys_life() {
    for (name, base) in [("a", "hall"), ("z", "hall"), ("ear", "yard"), ("m", "two")] {
        for index in 0..5 {
            let variant =
                Variant { listeners: vec![(name.to_owned(), base)], ..Variant::default() };
            assert_undisturbed(&variant, index);
        }
    }
}

#[test]
fn the_order_of_lists_changes_nothing_at_all() {
    for index in 0..10 {
        let variant = Variant {
            actors: vec![8, 7, 6, 5, 4],
            links: vec![3, 8, 1, 7, 5],
            ..Variant::default()
        };
        assert_undisturbed(&variant, index);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        rng_seed: RngSeed::Fixed(4),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nobody_is_disturbed_by_any_company(
        strangers in prop::collection::btree_set("s[a-z]{0,3}", 0..4),
        listeners in prop::collection::btree_map("l[a-z]{0,3}",
            prop::sample::select(vec!["hall", "yard", "desk", "one", "two"]), 0..4),
        actors in prop::collection::vec(0_usize..20, 0..12),
        links in prop::collection::vec(0_usize..20, 0..12),
        index in 0_u64..1_000,
    ) {
        let variant = Variant {
            strangers: strangers.into_iter().collect(),
            listeners: listeners.into_iter().collect(),
            more_customers: false,
            actors,
            links,
        };
        assert_undisturbed(&variant, index);
    }
}

#[test]
fn more_customers_upstream_change_nothing_for_those_who_need_not_wait() {
    // Hall and yard serve everyone at once, so customers meet only chance.
    let own = |lives: &Lives, name: &str| -> Vec<(Time, String)> {
        lives.life(name).iter().filter(|(_, what)| what.contains("class: 0")).cloned().collect()
    };
    for index in 0..10 {
        let base = lives(&mut build(&Variant::default()), index);
        let variant = Variant { more_customers: true, ..Variant::default() };
        let more = lives(&mut build(&variant), index);
        for name in ["hall", "yard", "exit"] {
            let (mine, theirs) = (own(&base, name), own(&more, name));
            assert!(mine.len() > 10 && more.life(name).len() > theirs.len());
            assert_eq!(mine, theirs, "{name}; seed {SEED}, replication {index}");
        }
        for name in ["one", "two", "desk", "engine a", "engine b", "works"] {
            assert_eq!(base.life(name), more.life(name), "{name}; replication {index}");
        }
    }
}

#[test]
fn roads_from_one_actor_lose_each_their_own() {
    // Everyone goes over three roads that lose half: to two actors, and to one
    // of them over two roads of different names.
    let half = || road().losing(0.5);
    let mut simulation = SimulationBuilder::new()
        .actor("source", Source::poisson(10.0))
        .actor("left", Sink::default())
        .actor("right", Sink::default())
        .link("source", half(), "left")
        .link("source", half().named("other"), "left")
        .link("source", half(), "right")
        .build(());
    let lives = {
        let mut lives = Lives::of(&simulation);
        simulation.reset(ReplicationKey::new(SEED, 0), &mut lives);
        simulation.run_until(at(10_000.0), &mut lives);
        lives
    };
    let made = lives.life("source").len() as f64;
    // How many came over k of the roads: 1 : 3 : 3 : 1.
    let mut roads: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, what) in lives.life("left").iter().chain(lives.life("right")) {
        *roads.entry(what).or_default() += 1;
    }
    for (count, exact) in [(1, 0.375), (2, 0.375), (3, 0.125)] {
        let hits = roads.values().filter(|&&came| came == count).count() as f64;
        let z = (hits / made - exact) / (exact * (1.0 - exact) / made).sqrt();
        println!("| came over {count} of 3 roads | {exact} | {} | {z:+.2} |", hits / made);
        assert!(z.abs() <= 3.5, "{count} roads, seed {SEED}, replication 0: z {z}");
    }
}

/// Draws by a clock and by a purpose that is spelled like it.
#[derive(Clone, Debug)]
struct Namesake;

impl Behavior for Namesake {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = ChatClock;

    const MEANING: &'static str = "Draws twice by one name.";

    fn new(_: NoParameters) -> Self {
        Self
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_unit(ChatClock::Talk(1), 1.0);
        let budget = cx.left(ChatClock::Talk(1)).expect("it runs");
        cx.observe("clock", budget);
        let talk = Purpose::named("Talk");
        for purpose in [talk, talk.numbered(1)] {
            let draw = cx.draw(purpose).exponential();
            cx.observe("draw", draw);
        }
    }
}

#[test]
fn a_clock_draws_otherwise_than_a_purpose_of_its_name_and_number() {
    let mut simulation = SimulationBuilder::new().actor("namesake", Namesake).build(());
    let place = ActorId::new(0);
    for index in 0..10 {
        let mut tally = Tally::default();
        simulation.reset(ReplicationKey::new(SEED, index), &mut tally);
        let clock = tally.sum(place, "clock");
        let mut lines = crate::toy::recorders::Lines::default();
        simulation.reset(ReplicationKey::new(SEED, index), &mut lines);
        let same = format!("{clock:?}");
        let draws = lines.0.iter().filter(|line| line.contains("\"draw\""));
        for line in draws {
            assert!(!line.contains(&same), "seed {SEED}, replication {index}: {line}");
        }
    }
}

foomwatch::clocks! {
    /// The clocks of a singer.
    pub enum SingerClock {
        /// All sing at once.
        Beat,
    }
}

/// Rings at the first second with all others, and tells whoever listens.
#[derive(Clone, Debug)]
struct Singer;

impl Behavior for Singer {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = SingerClock;

    const MEANING: &'static str = "Sings with others.";

    fn new(_: NoParameters) -> Self {
        Self
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(SingerClock::Beat, at(1.0));
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: SingerClock) {
        for link in cx.links(Road::Feeds) {
            cx.send(link, Parcel::Token(0));
        }
    }

    fn receive(&mut self, _: &mut Cx<Self>, _: ActorId, _: Parcel) {}
}

const CHOIR: [&str; 4] = ["alto", "bass", "soprano", "tenor"];

/// The order in which singers ring, and in which one listener hears them.
fn choir(simulation: &mut Simulation<Shop>, index: u64) -> [Vec<String>; 2] {
    let mut lives = Lives::of(simulation);
    simulation.reset(ReplicationKey::new(SEED, index), &mut lives);
    simulation.run_until(at(2.0), &mut lives);
    let rang = lives
        .order
        .iter()
        .filter(|(time, name)| *time == at(1.0) && CHOIR.contains(&name.as_str()));
    let heard = lives
        .life("listener")
        .iter()
        .map(|(_, what)| what.split(' ').next().expect("a name").to_owned())
        .filter(|name| CHOIR.contains(&name.as_str()));
    [rang.map(|(_, name)| name.clone()).collect(), heard.collect()]
}

fn stage(more: &[&str]) -> Simulation<Shop> {
    let mut builder = SimulationBuilder::new().actor("listener", Sink::default());
    for name in CHOIR.iter().chain(more) {
        builder = builder.actor(name, Singer).link(name, road(), "listener");
    }
    builder.build(())
}

#[test]
fn within_a_tick_neither_the_alphabet_nor_the_list_decides() {
    let n = 24_000;
    let mut counts: [BTreeMap<Vec<String>, u32>; 2] = Default::default();
    let (mut alone, mut joined) = (stage(&[]), stage(&["a", "mezzo", "z"]));
    for index in 0..n {
        let order = choir(&mut alone, index);
        if index < 500 {
            let joined = choir(&mut joined, index);
            assert_eq!(order, joined, "seed {SEED}, replication {index}");
            let again = choir(&mut alone, index);
            assert_eq!(order, again, "seed {SEED}, replication {index}");
        }
        for (count, order) in counts.iter_mut().zip(order) {
            assert_eq!(order.len(), 4, "seed {SEED}, replication {index}");
            *count.entry(order).or_default() += 1;
        }
    }
    for count in &counts {
        let expected = n as f64 / 24.0;
        let square: f64 =
            count.values().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
        // 23 degrees of freedom: mean 23, deviation 6.8.
        println!("| orders of a choir | 23 | {square:.1} | |");
        assert_eq!(count.len(), 24, "seed {SEED}: not every order came");
        assert!(square < 23.0 + 3.5 * 6.8, "seed {SEED}: chi-square {square}");
    }
}

/// The mean stay in a queue under some names, and each replication's first.
fn named(names: [&str; 3], seed: u64) -> (Ratio, Vec<f64>) {
    let [source, station, sink] = names;
    let mut simulation = SimulationBuilder::new()
        .actor(source, Source::poisson(0.8))
        .actor(station, Station::new(2, Service::Exponential(2.0)).with_patience(3.0).with_room(5))
        .actor(sink, Sink::default())
        .link(source, rough_road(), station)
        .link(station, rough_road(), sink)
        .build(());
    let sink = simulation.graph().actor(sink).expect("it was added");
    let (mut stay, mut means) = (Ratio::default(), Vec::new());
    for index in 0..6_000 {
        let mut tally = Tally::default();
        simulation.reset(ReplicationKey::new(seed, index), &mut tally);
        simulation.run_until(at(60.0), &mut tally);
        let (sum, count) = (tally.sum(sink, "stay"), tally.count(sink, "stay"));
        stay.push(sum, count);
        means.push(sum / count.max(1.0));
    }
    means.sort_unstable_by(f64::total_cmp);
    (stay, means)
}

#[test]
fn renaming_changes_nothing_in_law() {
    let (stay, means) = named(["source", "station", "sink"], SEED);
    let (other, other_means) = named(["x", "b", "quite another name"], SEED);
    assert_ne!(means, other_means, "seed {SEED}: chances go by name");
    let difference = stay.estimate() - other.estimate();
    let z = difference / stay.error().hypot(other.error());
    println!("| renamed: mean stay | 0 | {difference:.5} | {z:+.2} |");
    assert!(z.abs() <= 3.5, "seed {SEED}, all replications: z {z}");
    assert!(4.5 * stay.error() < 0.02 * stay.estimate());
    // Two samples' Kolmogorov–Smirnov distance; 1.95 is its 0.1 % point.
    let n = means.len() as f64;
    let distance = means
        .iter()
        .enumerate()
        .map(|(place, value)| {
            let below = other_means.partition_point(|other| other <= value);
            ((place as f64 + 1.0) - below as f64).abs() / n
        })
        .fold(0.0, f64::max);
    let scaled = distance * (n / 2.0).sqrt();
    println!("| renamed: Kolmogorov–Smirnov | < 1.95 | {scaled:.2} | |");
    assert!(scaled < 1.95, "seed {SEED}, all replications: {scaled}");
}

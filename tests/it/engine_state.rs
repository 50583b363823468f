//! A run's whole state: cloned, reset, cut in two, with causes or a budget.

use std::collections::HashMap;

use foomwatch::engine::{
    Actor, Deaf, Ending, Event, Note, Recorder, Role, Simulation, SimulationBuilder, What,
};
use foomwatch::primitives::id::ActorId;
use foomwatch::primitives::parameter::Setting;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::{Span, Time};

use crate::toy::domain::Shop;
use crate::toy::hazards::{Population, Stage};
use crate::toy::network::{everything, road};
use crate::toy::queues::{Machine, Service, Station};
use crate::toy::recorders::{Digest, Lines};

const SEED: u64 = 7;

fn key(index: u64) -> ReplicationKey {
    ReplicationKey::new(SEED, index)
}

fn at(seconds: f64) -> Time {
    Time::START + Span::from_seconds(seconds)
}

fn lines(simulation: &mut Simulation<Shop>, index: u64, until: f64) -> Lines {
    let mut lines = Lines::default();
    simulation.reset(key(index), &mut lines);
    simulation.run_until(at(until), &mut lines);
    lines
}

fn repeat(index: u64) -> String {
    format!("seed {SEED}, replication {index}")
}

#[test]
fn the_network_of_everything_does_everything() {
    let lines = lines(&mut everything(), 0, 300.0).0.join("\n");
    for what in [
        "Arrival",
        "Service",
        "Patience",
        "Failure",
        "Jump",
        "Strike",
        "Birth",
        "End",
        "Full",
        "Change",
        "Lane",
        "Over",
        "turned away",
        "gave up",
        "Level",
        "Token",
        "goal",
    ] {
        assert!(lines.contains(what), "no {what}; {}", repeat(0));
    }
}

#[test]
fn a_run_repeated_is_the_same_run() {
    for index in 0..5 {
        let first = lines(&mut everything(), index, 50.0);
        lines(&mut everything(), index, 50.0).assert_equal(&first, &repeat(index));
    }
    let other = lines(&mut everything(), 6, 50.0);
    assert_ne!(lines(&mut everything(), 5, 50.0), other);
}

#[test]
fn a_clone_in_mid_run_goes_on_as_the_original() {
    for index in 0..20 {
        let mut original = everything();
        original.reset(key(index), &mut Deaf);
        original.run_until(at(1.7 * index as f64), &mut Deaf);
        let mut clone = original.clone();
        let (mut first, mut second) = (Lines::default(), Lines::default());
        // The clone runs first, so that anything shared would show.
        clone.run_until(at(80.0), &mut second);
        original.run_until(at(80.0), &mut first);
        second.assert_equal(&first, &repeat(index));
    }
}

#[test]
fn a_simulation_reset_is_a_fresh_one() {
    let mut used = everything();
    for index in [3, 0, 9, 3, 1, 1] {
        let fresh = lines(&mut everything(), index, 60.0);
        lines(&mut used, index, 60.0).assert_equal(&fresh, &repeat(index));
        // A clone that was never run is as fresh as any.
        let mut clone = used.clone();
        lines(&mut clone, index, 60.0).assert_equal(&fresh, &repeat(index));
    }
}

#[test]
fn a_run_in_pieces_is_the_same_run() {
    let mut simulation = everything();
    for index in 0..10 {
        let whole = lines(&mut simulation, index, 40.0);
        let mut pieces = Lines::default();
        simulation.reset(key(index), &mut pieces);
        let step = 0.137 * (index + 1) as f64;
        let mut until = 0.0;
        while until < 40.0 {
            assert_eq!(simulation.run_until(at(until), &mut pieces), Ending::Reached);
            assert_eq!(simulation.now(), at(until));
            // To the same instant again: nothing.
            simulation.run_until(at(until), &mut pieces);
            until += step;
        }
        simulation.run_until(at(40.0), &mut pieces);
        pieces.assert_equal(&whole, &repeat(index));
    }
}

#[test]
fn causes_recorded_or_not_change_nothing() {
    let (mut with, mut without) = (everything(), everything());
    with.record_causes(true);
    for index in 0..5 {
        let plain = lines(&mut without, index, 60.0);
        lines(&mut with, index, 60.0).assert_equal(&plain, &repeat(index));
    }
    with.record_causes(false);
    let plain = lines(&mut without, 9, 60.0);
    lines(&mut with, 9, 60.0).assert_equal(&plain, &repeat(9));
}

/// Asserts that every cause is an event before its effect, and counts effects
/// of the start.
#[derive(Default)]
struct Causes {
    times: Vec<Time>,
    of_start: u64,
    owners: HashMap<u64, ActorId>,
}

impl Recorder<Shop> for Causes {
    const EVENTS: bool = true;

    fn event(&mut self, event: &Event<'_, Shop>) {
        self.times.push(event.time);
        assert_eq!(event.number, self.times.len() as u64, "{}", repeat(0));
        assert!(event.cause < event.number, "{}", repeat(0));
        self.owners.insert(event.number, event.actor);
        let Some(cause) = event.cause.checked_sub(1) else {
            self.of_start += 1;
            return;
        };
        assert!(self.times[cause as usize] < event.time, "{}", repeat(0));
        // A clock is armed by an event of its owner, a signal sent by its sender.
        let owner = self.owners[&event.cause];
        match event.what {
            What::Ring { .. } => assert_eq!(owner, event.actor, "{}", repeat(0)),
            What::Delivery { from, .. } => assert_eq!(owner, from, "{}", repeat(0)),
        }
    }

    fn note(&mut self, _: Time, _: ActorId, _: Note<Shop>) {}
}

#[test]
fn causes_form_a_tree_whose_causes_are_earlier() {
    let mut simulation = everything();
    simulation.record_causes(true);
    for round in 0..2 {
        let mut causes = Causes::default();
        simulation.reset(key(0), &mut causes);
        simulation.run_until(at(500.0), &mut causes);
        assert!(causes.times.len() > 5_000);
        // Two arrivals, two machines, and so on: what was armed at the start.
        assert!((8..=16).contains(&causes.of_start), "round {round}");
    }
}

#[test]
fn causes_are_known_where_nobody_has_a_clock() {
    use foomwatch::engine::{Behavior, Cx, NoClocks};
    use foomwatch::primitives::parameter::NoParameters;

    use crate::toy::domain::{Parcel, Road};

    /// Throws a token back.
    #[derive(Clone)]
    struct Player(bool);

    impl Behavior for Player {
        type Domain = Shop;
        type Parameters = NoParameters;
        type Clock = NoClocks;

        const MEANING: &'static str = "Throws a token back.";

        fn new(_: NoParameters) -> Self {
            Self(false)
        }

        fn start(&mut self, cx: &mut Cx<Self>) {
            if self.0 {
                let link = cx.links(Road::Feeds).next().expect("a road");
                cx.send(link, Parcel::Token(0));
            }
        }

        fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, parcel: Parcel) {
            let link = cx.came_by().expect("a token came by a road");
            cx.send(link, parcel);
        }
    }

    let mut simulation = SimulationBuilder::new()
        .actor("first", Player(true))
        .actor("second", Player(false))
        .link("first", road(), "second")
        .build(());
    simulation.record_causes(true);
    let mut causes = Causes::default();
    simulation.reset(key(0), &mut causes);
    simulation.run_until(Time::from_ticks(100), &mut causes);
    assert_eq!((causes.times.len(), causes.of_start), (100, 1));
}

#[test]
fn an_event_budget_is_spent_to_the_last_event() {
    let mut simulation = everything();
    for budget in [0, 1, 17, 1_000] {
        simulation.set_event_budget(budget);
        let mut lines = Lines::default();
        simulation.reset(key(1), &mut lines);
        let ending = simulation.run_until(at(1e6), &mut lines);
        assert_eq!((ending, simulation.events()), (Ending::OutOfEvents, budget));
        let events = lines.0.iter().filter(|line| !line.starts_with(' ')).count();
        assert_eq!(events as u64, budget, "{}", repeat(1));
        // More budget, and it goes on where it was.
        simulation.set_event_budget(budget + 100);
        simulation.run_until(at(1e6), &mut lines);
        let mut whole = Lines::default();
        simulation.reset(key(1), &mut whole);
        simulation.run_until(at(1e6), &mut whole);
        lines.assert_equal(&whole, &repeat(1));
    }
    // A budget that is just enough is enough.
    simulation.set_event_budget(u64::MAX);
    simulation.reset(key(1), &mut Deaf);
    simulation.run_until(at(20.0), &mut Deaf);
    let events = simulation.events();
    simulation.set_event_budget(events);
    simulation.reset(key(1), &mut Deaf);
    assert_eq!(simulation.run_until(at(20.0), &mut Deaf), Ending::Reached);
}

#[test]
fn a_digest_of_a_run_is_what_it_was() {
    // Whoever changes it on purpose says why in the commit.
    let mut simulation = everything();
    let mut digest = Digest::default();
    for index in 0..3 {
        simulation.reset(key(index), &mut digest);
        simulation.run_until(at(100.0), &mut digest);
    }
    assert_eq!(format!("{:016x}", digest.0), "e3c7a5d647f04027");
}

fn machines(actor: Actor<Shop>) -> Simulation<Shop> {
    let mut builder = SimulationBuilder::new();
    builder.add("machine", actor);
    builder
        .actor("shop", Station::new(1, Service::Exponential(1.0)).returning())
        .link("machine", road(), "shop")
        .build(())
}

#[test]
fn an_actor_made_from_its_table_is_one_made_by_hand() {
    let role = Role::<Shop>::of::<Machine>("Machine");
    assert_eq!(role.parameters[0].default, Some("10 s"));
    let by_table = role.make(&[Setting::Number(2.5)]);
    let by_hand = Actor::new(Machine::new(2.5));
    let first = lines(&mut machines(by_hand), 0, 100.0);
    lines(&mut machines(by_table), 0, 100.0).assert_equal(&first, &repeat(0));
}

#[test]
fn an_actor_replaced_is_as_one_that_was_there_from_the_start() {
    let other = || Actor::new(Machine::new(7.0));
    let mut simulation = machines(Actor::new(Machine::new(2.5)));
    lines(&mut simulation, 0, 100.0);
    let place = simulation.graph().actor("machine").expect("it is there");
    simulation.replace(place, other());
    let first = lines(&mut machines(other()), 1, 100.0);
    lines(&mut simulation, 1, 100.0).assert_equal(&first, &repeat(1));
}

#[test]
#[should_panic(expected = "with other clocks")]
fn an_actor_is_not_replaced_by_one_with_other_clocks() {
    let mut simulation = SimulationBuilder::new()
        .actor("a", Stage::first(1.0))
        .actor("b", Stage::first(1.0))
        .build(());
    let place = simulation.graph().actor("a").expect("it is there");
    simulation.replace(place, Actor::new(Population::new(1.0, 0.0, 10)));
}

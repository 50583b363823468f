//! A law with age whose origin is not the start of its clock.

use foomwatch::engine::doc_example::Toy;
use foomwatch::engine::{AgedLaw, Behavior, Cx, Event, Note, Recorder, SimulationBuilder, What};
use foomwatch::primitives::id::ActorId;
use foomwatch::primitives::parameter::NoParameters;
use foomwatch::primitives::random::ReplicationKey;
use foomwatch::primitives::time::{Span, Time};

foomwatch::clocks! {
    enum Clock {
        Failure,
    }
}

/// A cumulative hazard of the square of the age in hours.
struct Square;

impl AgedLaw for Square {
    fn cumulative_hazard(&self, age: f64) -> f64 {
        (age / 3600.0) * (age / 3600.0)
    }

    fn hazard_quantile(&self, hazard: f64) -> f64 {
        3600.0 * libm::sqrt(hazard)
    }
}

#[derive(Clone)]
struct Ages {
    origin: Time,
}

impl Behavior for Ages {
    type Domain = Toy;
    type Parameters = NoParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Fails once, with age.";

    fn new(_: NoParameters) -> Self {
        Self { origin: Time::START }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_aged(Clock::Failure, self.origin, &Square);
    }
}

/// When the first clock rang.
#[derive(Default)]
struct First(Option<Time>);

impl Recorder<Toy> for First {
    const EVENTS: bool = true;

    fn event(&mut self, event: &Event<'_, Toy>) {
        if let What::Ring { .. } = event.what {
            self.0.get_or_insert(event.time);
        }
    }

    fn note(&mut self, _: Time, _: ActorId, _: Note<Toy>) {}
}

fn failure(origin: Time, index: u64) -> Time {
    let mut aging = SimulationBuilder::<Toy>::new().actor("lamp", Ages { origin }).build(());
    let mut first = First::default();
    aging.reset(ReplicationKey::new(5, index), &mut first);
    aging.run_until(Time::START + Span::from_seconds(1e6), &mut first);
    first.0.expect("the hazard grows without end")
}

#[test]
fn before_its_origin_a_law_has_no_hazard() {
    let later = Span::from_seconds(7_200.0);
    for index in 0..200 {
        let now = failure(Time::START, index);
        let waited = failure(Time::START + later, index);
        assert_eq!(waited, now + later, "seed 5, replication {index}");
    }
}

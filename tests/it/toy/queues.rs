//! Sources, stations, sinks and machines.

use std::collections::VecDeque;

use foomwatch::engine::{Behavior, Cx, LinkRule};
use foomwatch::primitives::calendar::Calendar;
use foomwatch::primitives::id::{ActorId, LinkEnd};
use foomwatch::primitives::parameter::NoParameters;
use foomwatch::primitives::random::Purpose;
use foomwatch::primitives::time::{Span, Time};

use super::domain::{Customer, Fact, Parcel, Road, Shop};

const CUSTOMER: Purpose = Purpose::named("customer");
const SERVICE: Purpose = Purpose::named("service");
const PATIENCE: Purpose = Purpose::named("patience");

foomwatch::clocks! {
    /// The clocks of a source.
    pub enum SourceClock {
        /// The next customer comes.
        Arrival,
    }
}

/// Makes customers, each an origin of its own, and sends them along every road.
#[derive(Clone, Debug)]
pub struct Source {
    rate: f64,
    class: u8,
    /// Customers come in these hours, at the rate in open time.
    hours: Option<Calendar>,
    /// They come at these instants instead.
    instants: Vec<f64>,
    made: usize,
}

impl Source {
    /// Poisson arrivals at a rate.
    pub fn poisson(rate: f64) -> Self {
        Self { rate, class: 0, hours: None, instants: Vec::new(), made: 0 }
    }

    /// Arrivals at these seconds.
    pub fn at(instants: &[f64]) -> Self {
        Self { instants: instants.to_vec(), ..Self::poisson(0.0) }
    }

    /// The same, in a class.
    pub fn of_class(self, class: u8) -> Self {
        Self { class, ..self }
    }

    /// The same, in open time.
    pub fn within(self, hours: Calendar) -> Self {
        Self { hours: Some(hours), ..self }
    }

    fn wait(&mut self, cx: &mut Cx<Self>) {
        if !self.instants.is_empty() {
            if let Some(&at) = self.instants.get(self.made) {
                cx.ring_at(SourceClock::Arrival, Time::START + Span::from_seconds(at));
            }
        } else if let Some(hours) = &self.hours {
            let work = cx.draw(Purpose::named("interval")).exponential() / self.rate;
            let due = hours.add(cx.now(), Span::from_seconds(work));
            cx.ring_at(SourceClock::Arrival, due);
        } else {
            cx.start_unit(SourceClock::Arrival, self.rate);
        }
    }
}

impl Behavior for Source {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = SourceClock;

    const MEANING: &'static str = "Makes customers.";
    const LINKS: &'static [LinkRule<Road>] = &[LinkRule::out(Road::Feeds, "Customers.")];

    fn new(_: NoParameters) -> Self {
        Self::poisson(1.0)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.wait(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: SourceClock) {
        self.made += 1;
        let customer =
            Customer { identity: cx.origin(CUSTOMER), class: self.class, born: cx.now() };
        cx.count("made");
        for link in cx.links(Road::Feeds) {
            cx.send(link, Parcel::Customer(customer));
        }
        self.wait(cx);
    }
}

foomwatch::clocks! {
    /// The clocks of a station.
    pub enum StationClock {
        /// A server has finished.
        Service(2),
        /// Whoever waits at a place gives up.
        Patience(4),
    }
}

/// Whoever waits.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    customer: Customer,
    by: Option<LinkEnd>,
    since: Time,
    place: u32,
}

/// How long a service takes.
#[derive(Clone, Copy, Debug)]
pub enum Service {
    /// Exponential with this mean.
    Exponential(f64),
    /// Always this long.
    Constant(f64),
}

/// Serves customers, class by class, first come first served within a class.
#[derive(Clone, Debug)]
pub struct Station {
    service: Service,
    /// The mean of exponential patience.
    patience: Option<f64>,
    /// How many may wait.
    room: usize,
    /// Whether a customer goes back the way that he came.
    returns: bool,
    hours: Calendar,
    idle: Vec<u32>,
    serving: Vec<Option<(Customer, Option<LinkEnd>)>>,
    waiting: [VecDeque<Waiting>; 2],
    places: Vec<u32>,
    present: u32,
}

impl Station {
    /// So many servers, room for everyone.
    pub fn new(servers: u32, service: Service) -> Self {
        Self {
            service,
            patience: None,
            room: usize::MAX,
            returns: false,
            hours: Calendar::always(),
            idle: (0..servers).rev().collect(),
            serving: vec![None; servers as usize],
            waiting: [VecDeque::new(), VecDeque::new()],
            places: Vec::new(),
            present: 0,
        }
    }

    /// As many servers as customers: each is served at once.
    pub fn ample(service: Service) -> Self {
        Self::new(0, service).with_room(usize::MAX - 1)
    }

    /// The same with so many places to wait.
    pub fn with_room(self, room: usize) -> Self {
        Self { room, ..self }
    }

    /// The same where customers give up after an exponential time.
    pub fn with_patience(self, mean: f64) -> Self {
        Self { patience: Some(mean), ..self }
    }

    /// The same where customers go back the way that they came.
    pub fn returning(self) -> Self {
        Self { returns: true, ..self }
    }

    /// The same in open time.
    pub fn within(self, hours: Calendar) -> Self {
        Self { hours, ..self }
    }

    fn grows(&self) -> bool {
        self.room == usize::MAX - 1
    }

    fn change(&mut self, cx: &mut Cx<Self>, present: u32) {
        self.present = present;
        cx.note(Fact::Number(present));
    }

    fn serve(&mut self, cx: &mut Cx<Self>, customer: Customer, by: Option<LinkEnd>, since: Time) {
        let server = match self.idle.pop() {
            Some(server) => server,
            None => {
                self.serving.push(None);
                self.serving.len() as u32 - 1
            }
        };
        self.serving[server as usize] = Some((customer, by));
        let wait = self.hours.worked(since, cx.now()).seconds();
        cx.observe(["wait 0", "wait 1"][customer.class as usize], wait);
        let seconds = match self.service {
            Service::Constant(seconds) => seconds,
            Service::Exponential(mean) => {
                mean * cx.draw(SERVICE).about(customer.identity).exponential()
            }
        };
        if self.hours == Calendar::always() {
            cx.start_clock(StationClock::Service(server), seconds, 1.0);
        } else {
            let due = self.hours.add(cx.now(), Span::from_seconds(seconds));
            cx.ring_at(StationClock::Service(server), due);
        }
    }

    fn queue(&mut self, cx: &mut Cx<Self>, customer: Customer, by: Option<LinkEnd>) {
        let taken = self.waiting[0].len() + self.waiting[1].len();
        let place = self.places.pop().unwrap_or(taken as u32);
        cx.count("queued");
        if let Some(mean) = self.patience {
            let budget = cx.draw(PATIENCE).about(customer.identity).exponential();
            cx.start_clock(StationClock::Patience(place), budget, 1.0 / mean);
        }
        self.waiting[customer.class as usize].push_back(Waiting {
            customer,
            by,
            since: cx.now(),
            place,
        });
    }

    fn finish(&mut self, cx: &mut Cx<Self>, server: u32) {
        let (customer, by) =
            self.serving[server as usize].take().expect("a server that rings has a customer");
        self.idle.push(server);
        self.change(cx, self.present - 1);
        cx.note(Fact::Left(customer.identity));
        if self.returns {
            let back = by.expect("a customer came by a road");
            cx.send(back, Parcel::Customer(customer));
        } else {
            for link in cx.links(Road::Feeds) {
                cx.send(link, Parcel::Customer(customer));
            }
        }
        let next = self.waiting.iter_mut().find_map(VecDeque::pop_front);
        if let Some(next) = next {
            self.places.push(next.place);
            cx.stop_clock(StationClock::Patience(next.place));
            self.serve(cx, next.customer, next.by, next.since);
        }
    }

    fn give_up(&mut self, cx: &mut Cx<Self>, place: u32) {
        for queue in &mut self.waiting {
            if let Some(index) = queue.iter().position(|waiting| waiting.place == place) {
                let waiting = queue.remove(index).expect("it has just been found");
                cx.observe("gave up", (cx.now() - waiting.since).seconds());
            }
        }
        self.places.push(place);
        self.change(cx, self.present - 1);
    }
}

impl Behavior for Station {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = StationClock;

    const MEANING: &'static str = "Serves customers.";
    const LINKS: &'static [LinkRule<Road>] = &[
        LinkRule::into(Road::Feeds, "Customers."),
        LinkRule::out(Road::Feeds, "Customers who were served."),
    ];

    fn new(_: NoParameters) -> Self {
        Self::new(1, Service::Exponential(1.0))
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.change(cx, 0);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, parcel: Parcel) {
        let Parcel::Customer(customer) = parcel else {
            return;
        };
        let by = cx.came_by();
        cx.count("come");
        if !self.idle.is_empty() || self.grows() {
            self.change(cx, self.present + 1);
            self.serve(cx, customer, by, cx.now());
        } else if self.waiting[0].len() + self.waiting[1].len() < self.room {
            self.change(cx, self.present + 1);
            self.queue(cx, customer, by);
        } else {
            cx.count("turned away");
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: StationClock) {
        match clock {
            StationClock::Service(server) => self.finish(cx, server),
            StationClock::Patience(place) => self.give_up(cx, place),
        }
    }
}

/// Takes customers in, and may go on talking about each.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    /// How many draws it makes for each customer, to no end.
    pub draws: u32,
}

impl Behavior for Sink {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = foomwatch::engine::NoClocks;

    const MEANING: &'static str = "Takes customers in.";

    fn new(_: NoParameters) -> Self {
        Self::default()
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, parcel: Parcel) {
        if let Parcel::Customer(customer) = parcel {
            for _ in 0..self.draws {
                let _ = cx.draw(SERVICE).uniform();
                let _ = cx.draw(SERVICE).about(customer.identity).uniform();
            }
            let stay = (cx.now() - customer.born).seconds();
            cx.observe("stay", stay);
            cx.observe("stay squared", stay * stay);
        }
    }
}

foomwatch::parameters! {
    /// How a machine fails.
    pub struct MachineParameters {
        /// The mean time from repair to failure.
        life: Span = "10 s",
    }
}

foomwatch::clocks! {
    /// The clocks of a machine.
    pub enum MachineClock {
        /// It fails.
        Failure,
    }
}

/// Fails after an exponential life, and works again when it comes back.
#[derive(Clone, Debug)]
pub struct Machine {
    life: f64,
}

impl Machine {
    /// A machine with this mean life in seconds.
    pub fn new(life: f64) -> Self {
        Self { life }
    }

    fn work(&mut self, cx: &mut Cx<Self>) {
        cx.note(Fact::Number(0));
        cx.start_unit(MachineClock::Failure, 1.0 / self.life);
    }
}

impl Behavior for Machine {
    type Domain = Shop;
    type Parameters = MachineParameters;
    type Clock = MachineClock;

    const MEANING: &'static str = "Fails, and is repaired.";
    const LINKS: &'static [LinkRule<Road>] =
        &[LinkRule::out(Road::Feeds, "Where it is repaired.").at_least(1)];

    fn new(parameters: MachineParameters) -> Self {
        Self::new(parameters.life.seconds())
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.work(cx);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, _: Parcel) {
        self.work(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: MachineClock) {
        cx.note(Fact::Number(1));
        cx.count("failed");
        let customer = Customer { identity: cx.origin(CUSTOMER), class: 0, born: cx.now() };
        let shop = cx.links(Road::Feeds).next().expect("a machine has a shop");
        cx.send(shop, Parcel::Customer(customer));
    }
}

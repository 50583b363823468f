//! Races of clocks, populations, levels that jump and hazards that follow.

use foomwatch::engine::{AgedLaw, Behavior, Cx, Pace};
use foomwatch::primitives::id::ActorId;
use foomwatch::primitives::parameter::NoParameters;
use foomwatch::primitives::random::Purpose;
use foomwatch::primitives::time::{Span, Time};

use super::domain::{Customer, Fact, Parcel, Road, Shop};

/// The names of lanes, as milestones.
pub const LANES: [&str; 4] = ["lane 0", "lane 1", "lane 2", "lane 3"];

foomwatch::clocks! {
    /// The clocks of a race.
    pub enum RaceClock {
        /// A lane reaches the end of its stage.
        Lane(4),
    }
}

/// Lanes of exponential stages; whoever is through first wins.
#[derive(Clone, Debug, Default)]
pub struct Race {
    lanes: Vec<Vec<f64>>,
    done: Vec<usize>,
}

impl Race {
    /// The rates of each lane's stages.
    pub fn new(lanes: &[&[f64]]) -> Self {
        Self { lanes: lanes.iter().map(|lane| lane.to_vec()).collect(), done: vec![0; lanes.len()] }
    }
}

impl Behavior for Race {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = RaceClock;

    const MEANING: &'static str = "Lets clocks compete.";

    fn new(_: NoParameters) -> Self {
        Self::default()
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        for (lane, rates) in self.lanes.iter().enumerate() {
            cx.start_unit(RaceClock::Lane(lane as u32), rates[0]);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: RaceClock) {
        let RaceClock::Lane(lane) = clock;
        let place = lane as usize;
        self.done[place] += 1;
        if let Some(&rate) = self.lanes[place].get(self.done[place]) {
            cx.start_unit(clock, rate);
            return;
        }
        cx.milestone(LANES[place]);
        for other in 0..self.lanes.len() as u32 {
            cx.stop_clock(RaceClock::Lane(other));
        }
    }
}

foomwatch::clocks! {
    /// The clocks of a stage.
    pub enum StageClock {
        /// It is over.
        Over,
    }
}

/// A stage between others: it begins with a token and ends by handing it on.
#[derive(Clone, Debug)]
pub struct Stage {
    rate: f64,
    first: bool,
}

impl Stage {
    /// Begins at the start.
    pub fn first(rate: f64) -> Self {
        Self { rate, first: true }
    }

    /// Begins when the one before is over.
    pub fn next(rate: f64) -> Self {
        Self { rate, first: false }
    }
}

impl Behavior for Stage {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = StageClock;

    const MEANING: &'static str = "Hands a token on after an exponential time.";

    fn new(_: NoParameters) -> Self {
        Self::first(1.0)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        if self.first {
            cx.start_unit(StageClock::Over, self.rate);
        }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, _: Parcel) {
        cx.start_unit(StageClock::Over, self.rate);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: StageClock) {
        let mut links = cx.links(Road::Feeds);
        match links.next() {
            Some(next) => cx.send(next, Parcel::Token(1)),
            None => cx.milestone("over"),
        }
    }
}

foomwatch::clocks! {
    /// The clocks of a population.
    pub enum PopulationClock {
        /// One more is born.
        Birth,
        /// All are killed.
        End,
    }
}

/// Grows by births at a rate each, and is ended by a hazard each.
///
/// The end's clock is re-timed at every birth; births start their clock anew.
#[derive(Clone, Debug, Default)]
pub struct Population {
    birth: f64,
    end: f64,
    /// Marks the instant at which it reaches this size.
    goal: u32,
    /// Whether it begins again when it has ended.
    again: bool,
    size: u32,
}

impl Population {
    /// Births and ends at these rates each.
    pub fn new(birth: f64, end: f64, goal: u32) -> Self {
        Self { birth, end, goal, again: false, size: 1 }
    }

    /// The same, begun again when it has ended or has reached its goal.
    pub fn again(self) -> Self {
        Self { again: true, ..self }
    }

    fn begin(&mut self, cx: &mut Cx<Self>) {
        self.size = 1;
        cx.note(Fact::Number(1));
        cx.start_unit(PopulationClock::Birth, self.birth);
        cx.start_unit(PopulationClock::End, self.end);
    }

    fn close(&mut self, cx: &mut Cx<Self>, mark: &'static str) {
        cx.milestone(mark);
        cx.stop_clock(PopulationClock::Birth);
        cx.stop_clock(PopulationClock::End);
        if self.again {
            self.begin(cx);
        }
    }
}

impl Behavior for Population {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = PopulationClock;

    const MEANING: &'static str = "Grows by births.";

    fn new(_: NoParameters) -> Self {
        Self::default()
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.begin(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: PopulationClock) {
        match clock {
            PopulationClock::End => self.close(cx, "ended"),
            PopulationClock::Birth => {
                self.size += 1;
                cx.note(Fact::Number(self.size));
                if self.size == self.goal {
                    self.close(cx, "goal");
                    return;
                }
                let size = f64::from(self.size);
                cx.start_unit(PopulationClock::Birth, self.birth * size);
                cx.set_speed(PopulationClock::End, self.end * size);
            }
        }
    }
}

foomwatch::clocks! {
    /// The clocks of a switch.
    pub enum SwitchClock {
        /// It jumps.
        Jump,
    }
}

/// A level that jumps between 0 and 1 and tells whoever gauges it.
#[derive(Clone, Debug)]
pub struct Switch {
    rise: f64,
    fall: f64,
    level: f64,
}

impl Switch {
    /// Off at the start, with these rates of going on and off.
    pub fn new(rise: f64, fall: f64) -> Self {
        Self { rise, fall, level: 0.0 }
    }

    fn rate(&self) -> f64 {
        if self.level == 0.0 { self.rise } else { self.fall }
    }
}

impl Behavior for Switch {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = SwitchClock;

    const MEANING: &'static str = "Goes on and off.";

    fn new(_: NoParameters) -> Self {
        Self::new(1.0, 1.0)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_unit(SwitchClock::Jump, self.rate());
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: SwitchClock) {
        self.level = 1.0 - self.level;
        cx.start_unit(clock, self.rate());
        for link in cx.links(Road::Gauges) {
            cx.send(link, Parcel::Level(self.level));
        }
    }
}

foomwatch::clocks! {
    /// The clocks of a follower.
    pub enum FollowerClock {
        /// Its hazard strikes.
        Strike,
    }
}

/// A hazard that follows a level: one rate at 0, another at 1.
#[derive(Clone, Debug)]
pub struct Follower {
    off: f64,
    on: f64,
    again: bool,
    struck: bool,
    level: f64,
}

impl Follower {
    /// A hazard with these rates at levels 0 and 1.
    pub fn new(off: f64, on: f64) -> Self {
        Self { off, on, again: false, struck: false, level: 0.0 }
    }

    /// The same, that strikes again and again.
    pub fn again(self) -> Self {
        Self { again: true, ..self }
    }

    fn speed(&self) -> f64 {
        if self.level == 0.0 { self.off } else { self.on }
    }
}

impl Behavior for Follower {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = FollowerClock;

    const MEANING: &'static str = "Strikes at a hazard that follows a level.";

    fn new(_: NoParameters) -> Self {
        Self::new(1.0, 1.0)
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_unit(FollowerClock::Strike, self.speed());
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, parcel: Parcel) {
        if let Parcel::Level(level) = parcel {
            self.level = level;
            if !self.struck {
                cx.set_speed(FollowerClock::Strike, self.speed());
            }
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: FollowerClock) {
        cx.milestone("struck");
        self.struck = !self.again;
        if self.again {
            cx.start_unit(clock, self.speed());
            let customer = Customer {
                identity: cx.origin(Purpose::named("strike")),
                class: 1,
                born: cx.now(),
            };
            for link in cx.links(Road::Feeds) {
                cx.send(link, Parcel::Customer(customer));
            }
        }
    }
}

foomwatch::clocks! {
    /// The clocks of a growing hazard.
    pub enum GrowingClock {
        /// The hazard strikes.
        Strike,
        /// The level has got to its end.
        Full,
        /// The pace is set anew, to what it is anyway.
        Retime,
    }
}

/// A hazard that grows exponentially until the level is full.
#[derive(Clone, Debug)]
pub struct Growing {
    pub hazard: f64,
    pub growth: f64,
    /// When the level is full, as a multiple of the first.
    pub full: f64,
    /// The pace is set anew after this time, again and again.
    pub retime: Option<f64>,
    pub again: bool,
}

impl Growing {
    fn begin(&mut self, cx: &mut Cx<Self>) {
        let pace = Pace::Exponential { speed: self.hazard, growth: self.growth };
        cx.start_unit(GrowingClock::Strike, pace);
        // The level itself runs down a budget: what it has to grow by.
        let level = Pace::Exponential { speed: self.growth, growth: self.growth };
        cx.start_clock(GrowingClock::Full, self.full - 1.0, level);
        if let Some(seconds) = self.retime {
            cx.start_clock(GrowingClock::Retime, seconds, 1.0);
        }
    }
}

impl Behavior for Growing {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = GrowingClock;

    const MEANING: &'static str = "Strikes at a growing hazard.";

    fn new(_: NoParameters) -> Self {
        Self { hazard: 1.0, growth: 1.0, full: 2.0, retime: None, again: false }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.begin(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: GrowingClock) {
        if clock == GrowingClock::Retime {
            let grown = |speed| {
                Pace::Exponential { speed, growth: self.growth }
                    .after((cx.now() - Time::START).seconds())
            };
            let (strike, full) = (grown(self.hazard), grown(self.growth));
            cx.set_speed(GrowingClock::Strike, strike);
            cx.set_speed(GrowingClock::Full, full);
            cx.start_clock(clock, self.retime.expect("it was re-timed"), 1.0);
            return;
        }
        cx.milestone(if clock == GrowingClock::Strike { "struck" } else { "full" });
        for clock in [GrowingClock::Strike, GrowingClock::Full, GrowingClock::Retime] {
            cx.stop_clock(clock);
        }
        if self.again {
            self.begin(cx);
        }
    }
}

/// Hazards that depend on age.
#[derive(Clone, Copy, Debug)]
pub enum Aging {
    /// `(a / scale)^shape`.
    Weibull { shape: f64, scale: f64 },
    /// `first / growth · (e^{growth a} − 1)`.
    Gompertz { first: f64, growth: f64 },
    /// Gamma with this shape and scale, by its upper tail.
    Gamma { shape: f64, scale: f64 },
    /// Nothing ever happens.
    Nothing,
}

impl AgedLaw for Aging {
    fn cumulative_hazard(&self, age: f64) -> f64 {
        match *self {
            Self::Weibull { shape, scale } => libm::pow(age / scale, shape),
            Self::Gompertz { first, growth } => first / growth * libm::expm1(growth * age),
            Self::Gamma { shape, scale } if age > 0.0 => {
                -libm::log(statrs::function::gamma::gamma_ur(shape, age / scale))
            }
            Self::Gamma { .. } | Self::Nothing => 0.0,
        }
    }

    fn hazard_quantile(&self, hazard: f64) -> f64 {
        match *self {
            Self::Weibull { shape, scale } => scale * libm::pow(hazard, 1.0 / shape),
            Self::Gompertz { first, growth } => libm::log1p(hazard * growth / first) / growth,
            Self::Gamma { scale, .. } => {
                let (mut low, mut high) = (0.0, 64.0 * scale);
                for _ in 0..48 {
                    let middle = 0.5 * (low + high);
                    if self.cumulative_hazard(middle) < hazard {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                high
            }
            Self::Nothing => f64::INFINITY,
        }
    }
}

foomwatch::clocks! {
    /// The clocks of what ages.
    pub enum AgedClock {
        /// It fails.
        Failure,
        /// Its law changes.
        Change,
    }
}

/// Fails by a law with age, which may change at an age.
#[derive(Clone, Debug)]
pub struct Aged {
    pub law: Aging,
    /// From so many seconds after the start on, these laws.
    pub changes: Vec<(f64, Aging)>,
    pub again: bool,
}

impl Aged {
    fn await_change(&self, cx: &mut Cx<Self>) {
        if let Some(&(at, _)) = self.changes.first() {
            cx.ring_at(AgedClock::Change, Time::START + Span::from_seconds(at));
        }
    }
}

impl Behavior for Aged {
    type Domain = Shop;
    type Parameters = NoParameters;
    type Clock = AgedClock;

    const MEANING: &'static str = "Fails by a law with age.";

    fn new(_: NoParameters) -> Self {
        Self { law: Aging::Nothing, changes: Vec::new(), again: false }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_aged(AgedClock::Failure, cx.now(), &self.law);
        self.await_change(cx);
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: AgedClock) {
        match clock {
            AgedClock::Change => {
                let (_, law) = self.changes.remove(0);
                if cx.due(AgedClock::Failure).is_some() || matches!(self.law, Aging::Nothing) {
                    cx.set_law(AgedClock::Failure, &self.law, &law);
                }
                self.law = law;
                self.await_change(cx);
            }
            AgedClock::Failure => {
                cx.milestone("failed");
                if self.again {
                    cx.start_aged(clock, cx.now(), &self.law);
                }
            }
        }
    }
}

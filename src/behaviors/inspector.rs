//! An inspector: visits at which some units of many are looked at.
//!
//! A visit takes no time. What it finds hangs on what shows at that instant, and when
//! it comes does not hang on whether anybody is told of it before.

use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Pace, Suspicions};
use crate::oversight::{Channel, Link, Oversight, Rang, Signal, nominal_ratio};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Fault, Faults};
use crate::primitives::quantity::{Count, Share};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::{Span, Time};

use super::sensor::{Rhythm, Watched, Watching, rings};

crate::choices! {
    /// When visits come.
    pub enum Schedule {
        /// At equal distances from a uniform phase on.
        Periodic,
        /// At any moment, as likely now as later.
        Poisson,
    }
}

crate::parameters! {
    /// How an inspector works.
    pub struct InspectorParameters {
        /// The channel on which what is visited shows.
        channel: Channel,
        /// When visits come: `Periodic` from a uniform phase on, or `Poisson` at any moment.
        schedule: Schedule = "Periodic",
        /// The time from one visit to the next, on average.
        every: Span ["1 s" to "1000 y"],
        /// How many units a visit looks at, each unit once at most; the whole place at a glance, if
        /// nothing is said.
        sample: Option<Count> ["1" to "10000000"],
        /// How many units there are, as chips. So many of them are in violation as the unexplained
        /// share of the capacity comes to, rounded up.
        units: Option<Count> ["1" to "1000000000"],
        /// The probability that a unit in violation is seen for one when it is looked at; without a
        /// sample, that a visit sees that anything unexplained is there.
        hit: Share = "100 %",
        /// The share of visits that find something where nothing is.
        false_positives: Share = "0 %",
        /// The level that its nominal likelihood ratio is stated for, as a share of the capacity.
        design_level: Share ["1e-9" to "100 %"] = "100 %",
        /// How long before each visit it is announced over links Tells; visits come unannounced by
        /// default.
        announced: Option<Span> ["0 s" to "1 y"],
    }
}

crate::clocks! {
    /// The clocks of an inspector.
    pub enum Clock {
        /// The next visit, of one watched actor each.
        Visit(1),
        /// The next visit that nobody was told of is announced.
        Announce(0),
    }
}

/// The visits to one actor.
#[derive(Clone)]
struct Visits {
    rhythm: Rhythm,
    /// How many there were.
    done: u64,
    /// The probability that a visit now sees what shows.
    sees: f64,
    /// The number of the next visit that nobody was told of, and its instant.
    untold: (u64, Time),
}

/// Visits what it watches and looks at some of it.
#[derive(Clone)]
pub struct Inspector {
    parameters: InspectorParameters,
    ratio: f64,
    watching: Watching<Visits>,
}

impl Behavior for Inspector {
    type Domain = Oversight;
    type Parameters = InspectorParameters;
    type Clock = Clock;

    const MEANING: &'static str = "Visits what it watches. At a visit it looks at a sample of \
        units, drawn without replacement, of which so many are in violation as shows without an \
        explanation; or it sees the whole place at a glance.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It visits over it another actor.").at_least(1),
        LinkRule::out(Link::Alerts, "What it finds goes over it to whoever triages it."),
        LinkRule::out(Link::Reports, "What it finds goes over it straight to whoever judges it."),
        LinkRule::out(Link::Tells, "Whoever is told of visits before they come hears of them."),
        LinkRule::into(Link::Declares, "What is declared to it is explained to it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const FAULTS: Option<Faults<InspectorParameters>> = Some(faults);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("visits", "visits", "Visits a year."),
        Measure::per_year("alarms", "alarms", "Visits a year that found something."),
        Measure::share("finds", "alarms", "visits", "Visits that found something."),
    ];

    fn new(parameters: InspectorParameters) -> Self {
        let watching = Watching::on(parameters.channel);
        let design = sees(&parameters, parameters.design_level.value());
        let by_error = parameters.false_positives.value();
        let ratio = nominal_ratio(1.0 - (1.0 - design) * (1.0 - by_error), by_error);
        Self { parameters, ratio, watching }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let every = self.parameters.every;
        self.watching.begin(cx, |cx, actor| Visits {
            rhythm: Rhythm::of(cx, actor, every),
            done: 0,
            sees: 0.0,
            untold: (0, Time::START),
        });
        let tells = self.parameters.announced.is_some() && cx.links(Link::Tells).next().is_some();
        for place in self.watching.places() {
            self.plan(cx, place);
            if tells {
                self.watching.at(place).kept.untold.1 = self.visit(cx, place, 0, Time::START);
                self.announce(cx, place);
            }
        }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some((place, level)) = self.watching.news(from, signal) {
            let share = level.unexplained_share();
            let watched = self.watching.at(place);
            if share.to_bits() != watched.level.unexplained_share().to_bits() {
                watched.kept.sees = sees(&self.parameters, share);
            }
            watched.see(level, cx.now());
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        const HIT: Purpose = Purpose::named("visit sees what shows");
        const ERROR: Purpose = Purpose::named("visit sees what is not there");
        let place = match clock {
            Clock::Visit(place) => place,
            Clock::Announce(place) => return self.announce(cx, place),
        };
        cx.count("visits");
        // A visit at a kept instant draws the same, however many others there are.
        let number = match self.parameters.schedule {
            Schedule::Periodic => cx.now().ticks(),
            Schedule::Poisson => self.watching.at(place).kept.done,
        };
        let Watched { actor, level, kept, .. } = self.watching.at(place);
        kept.done += 1;
        let key = cx.key(*actor);
        let mut happens = |purpose, probability| {
            cx.draw(purpose).about(Identity::new(key, purpose, number)).chance(probability)
        };
        let hit = happens(HIT, kept.sees);
        let error = happens(ERROR, self.parameters.false_positives.value());
        if hit || error {
            let rang = if hit { Rang::Shown } else { Rang::Noise };
            rings(cx, *actor, level, rang, self.ratio);
        }
        self.plan(cx, place);
    }
}

impl Inspector {
    /// Plans the next visit.
    fn plan(&mut self, cx: &mut Cx<Self>, place: u32) {
        let done = self.watching.at(place).kept.done;
        let next = self.visit(cx, place, done, cx.now());
        cx.ring_at(Clock::Visit(place), next);
    }

    /// When the visit comes before which there were so many, the last at `since`.
    fn visit(&mut self, cx: &mut Cx<Self>, place: u32, done: u64, since: Time) -> Time {
        const GAP: Purpose = Purpose::named("time to the next visit");
        let Watched { actor, kept, .. } = self.watching.at(place);
        match self.parameters.schedule {
            Schedule::Periodic => kept.rhythm.at(done + 1),
            Schedule::Poisson => {
                let identity = Identity::new(cx.key(*actor), GAP, done);
                let budget = cx.draw(GAP).about(identity).exponential();
                Pace::Constant(1.0 / self.parameters.every.seconds()).due(since, budget)
            }
        }
    }

    /// Tells of each visit whose time to be told of has come, and plans to tell of the
    /// next.
    fn announce(&mut self, cx: &mut Cx<Self>, place: u32) {
        let ahead = self.parameters.announced.unwrap_or(Span::ZERO);
        loop {
            let (number, visit) = self.watching.at(place).kept.untold;
            let told = Time::from_ticks(visit.ticks().saturating_sub(ahead.ticks()));
            if visit == Time::NEVER {
                return;
            }
            if told > cx.now() {
                cx.ring_at(Clock::Announce(place), told);
                return;
            }
            for link in cx.links(Link::Tells) {
                cx.send(link, Signal::Announced(visit));
            }
            let next = self.visit(cx, place, number + 1, visit);
            self.watching.at(place).kept.untold = (number + 1, next);
        }
    }
}

/// The probability that a visit sees this unexplained share of the capacity.
fn sees(parameters: &InspectorParameters, share: f64) -> f64 {
    let InspectorParameters { sample, units, hit, .. } = *parameters;
    match (sample, units) {
        (Some(sample), Some(units)) => {
            // The last digits of a share must not make one more unit of it.
            let violating = libm::ceil(share.min(1.0) * units.value() as f64 * (1.0 - 1e-12));
            1.0 - missed(units.value(), violating as u64, sample.value(), hit.value())
        }
        _ if share > 0.0 => hit.value(),
        _ => 0.0,
    }
}

/// The probability that of `units`, so many of them in violation, a sample without
/// replacement has none that is seen for what it is: Σ p(x)·(1 − hit)^x over the
/// hypergeometric law of the number x of violating units in the sample.
///
/// The sum runs by the ratio of neighboring terms, the law and what is missed side
/// by side, both made smaller where they grow large.
fn missed(units: u64, violating: u64, sample: u64, hit: f64) -> f64 {
    let most = violating.min(sample);
    let least = (violating + sample).saturating_sub(units);
    let mut term = 1.0;
    let mut missed = libm::pow(1.0 - hit, least as f64);
    let (mut all, mut all_missed) = (term, missed);
    for x in least..most {
        let free = units + x + 1 - violating - sample;
        let ratio = ((violating - x) as f64 * (sample - x) as f64) / ((x + 1) as f64 * free as f64);
        term *= ratio;
        missed *= ratio * (1.0 - hit);
        all += term;
        all_missed += missed;
        if all > 1e200 {
            for sum in [&mut term, &mut missed, &mut all, &mut all_missed] {
                *sum *= 1e-200;
            }
        }
        // Past the largest term the rest is less than what the sum can hold.
        if ratio < 0.5 && term < 1e-18 * all {
            break;
        }
    }
    all_missed / all
}

/// A sample of units that are not counted, or of more than there are.
fn faults(parameters: &InspectorParameters) -> Vec<Fault> {
    let fault = |parameter, message: String, hint: &str| {
        vec![Fault { parameter, message, hint: Some(hint.to_owned()) }]
    };
    match (parameters.sample, parameters.units) {
        (Some(sample), Some(units)) if sample > units => {
            let message = format!("a visit looks at {sample} of {units} units");
            fault("sample", message, "each unit is looked at once at most")
        }
        (Some(_), None) => {
            let message = "how many units there are is not said".to_owned();
            fault("units", message, "a sample is of so many `units`, as chips")
        }
        (None, Some(_)) => {
            let message = "how many units a visit looks at is not said".to_owned();
            fault("sample", message, "without a `sample` there are no `units` to count")
        }
        (Some(_), Some(_)) | (None, None) => Vec::new(),
    }
}

/// What can hardly be meant: visits that find nothing.
fn suspicions(parameters: &InspectorParameters, _: &Around<'_, Oversight>) -> Vec<Fault> {
    if parameters.hit.value() > 0.0 || parameters.false_positives.value() > 0.0 {
        return Vec::new();
    }
    let message = "never finds anything: no visit hits, and none errs".to_owned();
    vec![Fault { parameter: "hit", message, hint: None }]
}

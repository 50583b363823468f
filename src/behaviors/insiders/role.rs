//! Insiders: people who know of work, talk of it among themselves, and may tell
//! those who judge it.
//!
//! They forget nothing: when work ends, what they know of it is still a secret.
//! They do not tell one job of a program from another but by whether they take it
//! for concerning, and nobody among them has reasons of his own.

use std::collections::BTreeSet;

use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Side, Suspicions};
use crate::oversight::{
    Alert, Discernment, Judging, Link, Oversight, Rang, Signal, Work, nominal_ratio,
};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Entries, Fault, Faults};
use crate::primitives::quantity::{Count, Dimension, Number, Rate, Share};
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::{Span, Time};

use super::leak::{Leak, LeakLaw, SecretLaw};
use super::staff::{self, ChangeParameters, Course, Staff};

crate::parameters! {
    /// Who knows, and how well they keep it to themselves.
    pub struct InsidersParameters {
        /// How many people know of each program's work when they first know of it.
        people: Count ["0" to "1000000000"],
        /// How many more come to know of it, one by one at equal intervals, from then on.
        joins: Rate ["0/y" to "100/d"] = "0/y",
        /// From which age of the secret on how many know: `{"hiring": (at: "1 y", people: 1000)}`.
        changes: Entries<ChangeParameters> = "{}",
        /// Which law the age of a secret at its leak follows.
        law: LeakLaw = "Gamma",
        /// The scale of the law `Gamma`; small beside the means, it makes leaks come at nearly one age.
        scale: Span ["1 mo" to "1000 y"] = "3.88 y",
        /// The mean age at a leak by the law `Gamma` where 100 people know.
        mean_at_100: Span ["1 d" to "10000 y"] = "6.95 y",
        /// The mean age at a leak by the law `Gamma` where 1,000 people know; with the mean at 100 it says how
        /// fast the mean falls with the logarithm of their number.
        mean_at_1000: Span ["1 d" to "10000 y"] = "3.42 y",
        /// The probability that one person leaks in a year, of the law `Grimes`.
        leak_probability: Share ["0 %" to "99.9999 %"] = "0.000409 %",
        /// The rate at which each person leaks, of the law `Constant`; there is no public figure, so try a wide range.
        leak_rate: Rate ["0/y" to "1e9/s"] = "0.01/y",
        /// The probability of seeing concerning work for what it is; only then is there something to leak.
        recognizes: Share = "100 %",
        /// The probability of taking other work for concerning.
        mistakes: Share = "0 %",
        /// The probability of passing on to a neighbor at all what they come to know of.
        tells: Share = "100 %",
        /// The likelihood ratio that goes with a leak; by default `recognizes` over `mistakes`, within 0.001 and 1000.
        likelihood_ratio: Option<Number> ["0.001" to "1000000"],
    }
}

crate::clocks! {
    /// The clocks of insiders, one of each family for each program of whose work
    /// they know.
    pub enum Clock {
        /// Somebody leaks.
        Leak(1),
        /// Another number of people know.
        Staff(1),
    }
}

/// What they know of one program.
#[derive(Clone)]
struct Secret {
    owner: ActorId,
    /// When they first knew of any of its work.
    since: Time,
    /// All jobs that they know of.
    known: BTreeSet<Identity>,
    /// The first job that they take for concerning and have told nobody of.
    kept: Option<Work>,
    /// How many share it; brought up to now only while something is kept.
    course: Course,
    leaks: u64,
}

/// People who know of work.
#[derive(Clone)]
pub struct Insiders {
    parameters: InsidersParameters,
    law: SecretLaw,
    staff: Staff,
    secrets: Vec<Secret>,
}

impl Behavior for Insiders {
    type Domain = Oversight;
    type Parameters = InsidersParameters;
    type Clock = Clock;

    const MEANING: &'static str = "People who know of the work of programs, from when they hear of \
        it: of the program itself, or of others who know. From then on a secret has an age, for \
        each program its own, also after the work has ended. Once they take some of the work for \
        concerning, the secret gets out at a hazard that hangs on its age and on how many share \
        it. A leak tells of all that they know of the program; work that they hear of later is \
        leaked anew. What they come to know of they pass on to their neighbors.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Knows, "They hear over it of the work of a program."),
        LinkRule::into(Link::Tells, "Others tell them over it what they know."),
        LinkRule::out(Link::Tells, "They tell others over it what they know, once for each job."),
        LinkRule::out(Link::Alerts, "Leaks go over it to whoever triages them."),
        LinkRule::out(Link::Reports, "Leaks go over it straight to whoever judges them."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const FAULTS: Option<Faults<InsidersParameters>> = Some(faults);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
    const MEASURES: &'static [Measure] = &[
        Measure::per_replication("jobs known", "jobs known", "Jobs that they came to know of."),
        Measure::share(
            "suspected",
            "jobs suspected",
            "jobs known",
            "Jobs that they took for concerning, of those that they came to know of.",
        ),
        Measure::per_replication("told", "told", "Jobs that they told a neighbor of."),
        Measure::per_year("leaks", "leaks", "Leaks a year."),
        Measure::ever("ever leaked", "leaks", "Replications in which they leaked."),
        Measure::mean(
            "age at leak",
            "age at leak",
            Dimension::Span,
            "From when they first knew of work of a program to a leak about it.",
        ),
        Measure::mean(
            "people at leak",
            "people at leak",
            Dimension::Number,
            "How many people shared a secret that leaked.",
        ),
    ];
    const MILESTONES: &'static [&'static str] = &["secret known", "secret leaked"];

    fn new(parameters: InsidersParameters) -> Self {
        let law = SecretLaw {
            law: parameters.law,
            scale: parameters.scale,
            mean_at_100: parameters.mean_at_100,
            mean_at_1000: parameters.mean_at_1000,
            leak_probability: parameters.leak_probability,
            leak_rate: parameters.leak_rate,
        };
        let staff = Staff::new(parameters.people, parameters.joins, &parameters.changes);
        Self { parameters, law, staff, secrets: Vec::new() }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        let Signal::Work(work) = signal else {
            return;
        };
        let place = self.place(cx.now(), work.owner());
        // The end of work is news only to whom its begin did not reach.
        if !self.secrets[place].known.insert(work.job()) {
            return;
        }
        cx.milestone("secret known");
        cx.count("jobs known");
        self.tell(cx, &work);
        let (recognizes, mistakes) =
            (self.parameters.recognizes.value(), self.parameters.mistakes.value());
        if cx.recognize(&work, &Discernment::with_rates(recognizes, mistakes)) {
            cx.count("jobs suspected");
            if self.secrets[place].kept.is_none() {
                self.keep(cx, place, work);
            }
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Leak(place) => self.leak(cx, place as usize),
            Clock::Staff(place) => {
                let old = self.leak_law(place as usize);
                self.catch_up(cx, place as usize);
                cx.set_law(Clock::Leak(place), &old, &self.leak_law(place as usize));
            }
        }
    }
}

impl Insiders {
    /// The place of what they know of a program, from now on if it is new.
    fn place(&mut self, now: Time, owner: ActorId) -> usize {
        let place = self.secrets.iter().position(|secret| secret.owner == owner);
        place.unwrap_or_else(|| {
            let (known, course) = (BTreeSet::new(), self.staff.begins());
            self.secrets.push(Secret { owner, since: now, known, kept: None, course, leaks: 0 });
            self.secrets.len() - 1
        })
    }

    fn tell(&self, cx: &mut Cx<Self>, work: &Work) {
        const TELLING: Purpose = Purpose::named("telling");
        for link in cx.links(Link::Tells) {
            let neighbor = cx.key(cx.other(link));
            let about = work.job().aspect(neighbor);
            if cx.draw(TELLING).about(about).chance(self.parameters.tells.value()) {
                cx.count("told");
                cx.send(link, Signal::Work(work.clone()));
            }
        }
    }

    /// The law of a secret as many as share it.
    fn leak_law(&self, place: usize) -> Leak {
        self.law.of(self.secrets[place].course.people)
    }

    /// Brings the number of people up to now, and wakes when it changes next.
    fn catch_up(&mut self, cx: &mut Cx<Self>, place: usize) {
        let secret = &mut self.secrets[place];
        secret.course = self.staff.at(secret.course, cx.now() - secret.since);
        if let Some(next) = self.staff.next(&secret.course) {
            cx.ring_at(Clock::Staff(place as u32), secret.since + next);
        }
    }

    /// There is something to leak now, as old as what they know of the program.
    fn keep(&mut self, cx: &mut Cx<Self>, place: usize, work: Work) {
        const LEAK: Purpose = Purpose::named("leak");
        self.catch_up(cx, place);
        let law = self.leak_law(place);
        let secret = &mut self.secrets[place];
        secret.kept = Some(work);
        // Keyed by the program, so that another one beside it shifts no budget.
        let about = Identity::new(cx.key(secret.owner), LEAK, secret.leaks);
        let budget = cx.draw(LEAK).about(about).exponential();
        cx.start_aged_on(Clock::Leak(place as u32), budget, secret.since, &law);
    }

    fn leak(&mut self, cx: &mut Cx<Self>, place: usize) {
        let _ = cx.stop_clock(Clock::Staff(place as u32));
        let secret = &mut self.secrets[place];
        let work = secret.kept.take().expect("only what is kept leaks");
        secret.leaks += 1;
        cx.milestone("secret leaked");
        cx.count("leaks");
        cx.observe("age at leak", (cx.now() - secret.since).seconds());
        cx.observe("people at leak", secret.course.people as f64);
        let ratio = self.likelihood_ratio();
        let alert = Alert::new(cx.find_in(&work, Rang::Shown).worth(ratio));
        cx.alert(&alert);
        cx.report(&alert, ratio);
    }

    fn likelihood_ratio(&self) -> f64 {
        let Self { parameters: InsidersParameters { recognizes, mistakes, .. }, .. } = self;
        let derived = nominal_ratio(recognizes.value(), mistakes.value());
        self.parameters.likelihood_ratio.map_or(derived, Number::value)
    }
}

/// Means that grow with how many know, and changes that contradict each other.
fn faults(parameters: &InsidersParameters) -> Vec<Fault> {
    let grows = parameters.mean_at_1000 > parameters.mean_at_100;
    let grows = grows.then(|| Fault {
        parameter: "mean_at_1000",
        message: "1,000 people keep a secret longer than 100 on average".to_owned(),
        hint: Some("`mean_at_1000` may be at most `mean_at_100`".to_owned()),
    });
    grows.into_iter().chain(staff::faults(&parameters.changes)).collect()
}

/// What can hardly be meant: people who know of nothing, or take nothing for concerning.
fn suspicions(parameters: &InsidersParameters, around: &Around<'_, Oversight>) -> Vec<Fault> {
    let mut found = Vec::new();
    if !around.is_joined(Link::Knows, Side::Out) && !around.is_joined(Link::Tells, Side::In) {
        found.push(Fault {
            parameter: "people",
            message: "know of nobody's work, and nobody tells them of any".to_owned(),
            hint: Some(format!("as in `(\"{}\", Knows, \"program\")`", around.name())),
        });
    }
    if parameters.recognizes.value() == 0.0 && parameters.mistakes.value() == 0.0 {
        found.push(Fault {
            parameter: "recognizes",
            message: "take no work for concerning, so there is nothing to leak".to_owned(),
            hint: None,
        });
    }
    found
}

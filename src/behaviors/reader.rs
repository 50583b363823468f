//! A reader: people who read some of the records that work leaves, alarm or not.
//!
//! They read each record by itself: what they have read before makes nothing
//! plainer, and no record waits in a pile. They hear when work begins, when it ends,
//! and when another share of its owner's records is about it, and not that it stands
//! still in between.

use std::sync::Arc;

use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Suspicions};
use crate::oversight::{Alert, Discernment, Judging, Link, News, Oversight, Rang, Signal, Work};
use crate::primitives::calendar::Calendar;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Fault, Law};
use crate::primitives::quantity::{Count, Dimension, Number, Rate, Share};
use crate::primitives::random::Purpose;
use crate::primitives::time::Span;

use super::places::Places;

crate::parameters! {
    /// How a reader reads.
    pub struct ReaderParameters {
        /// How many records each piece of work writes from when it begins to when it ends: at
        /// instants of a Poisson process, and as often while an order halts the work or it waits
        /// for chips. Where an agent hides work in its own, both write so many together: each by
        /// its share of what the agent is granted, and what is concealed looks like open work.
        records: Rate = "10/d",
        /// The share of the records that is picked to be read, each by a draw of its own.
        reads: Share = "1 %",
        /// How many people read. Each has one record at a time: a picked record that finds nobody
        /// free is left unread.
        readers: Count ["1" to "10000"] = "1",
        /// When they read; a record that is picked in closed hours takes a reader at once and
        /// is begun at the next opening.
        hours: Arc<Calendar> = "24/7",
        /// How long it takes to read a record, in working time.
        time: Law<Span> = r#""20 min""#,
        /// How well concerning work is seen for what it is, from one record: at a skill as high as
        /// the work's opacity, in half of them.
        skill: Number ["-5000" to "5000"] = "0",
        /// How much a difference of skill and opacity matters: the scale of the logistic curve. At
        /// 173.7178, which is 400/ln 10, skill and opacity are Elo ratings.
        skill_scale: Number ["0.01" to "1000"] = "1",
        /// The probability that a record of other work is taken for one of concerning work.
        false_accusation: Share = "0.1 %",
    }
}

crate::clocks! {
    /// The clocks of a reader.
    pub enum Clock {
        /// Some work writes a record that is picked.
        Record(1),
        /// One of those who read is done with a record.
        Reading(1),
    }
}

/// Work of which the reader has heard.
#[derive(Clone)]
struct Studied {
    /// As it was told last.
    work: Work,
    /// How often it has begun less how often it has ended: news over a slow link
    /// may come in another order, and twice over two links.
    begun: i64,
    picked: u64,
}

/// A record before somebody who reads.
#[derive(Clone)]
struct Reading {
    work: Work,
    /// The number of the record among those picked of the work.
    record: u64,
    takes: Span,
}

/// Reads records and raises what looks like concerning work.
#[derive(Clone)]
pub struct Reader {
    parameters: ReaderParameters,
    discernment: Discernment,
    studied: Vec<Studied>,
    /// By person.
    readers: Places<Reading>,
}

impl Behavior for Reader {
    type Domain = Oversight;
    type Parameters = ReaderParameters;
    type Clock = Clock;

    const MEANING: &'static str = "People who read a share of the records that programs write of \
        their work, before any alarm. The more opaque the work, the less often a record of it \
        gives it away. What looks like concerning work is raised.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Reads, "It hears over it what the records of a program are about.")
            .at_least(1),
        LinkRule::out(Link::Alerts, "What it raises goes over it to whoever triages it."),
        LinkRule::out(Link::Reports, "What it raises goes over it straight to whoever judges it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("picked", "picked", "Records picked to be read a year."),
        Measure::per_year("read", "read", "Records read a year."),
        Measure::share("unread", "unread", "picked", "Picked records for which nobody was free."),
        Measure::share("flagged", "flagged", "read", "Read records that were raised."),
        Measure::amount_per_year(
            "hours",
            "hours",
            Dimension::Span,
            "Working time spent a year on records that were read.",
        ),
    ];

    fn new(parameters: ReaderParameters) -> Self {
        let discernment = Discernment {
            attention: 1.0,
            skill: parameters.skill.value(),
            scale: parameters.skill_scale.value(),
            false_accusation: parameters.false_accusation.value(),
        };
        Self { parameters, discernment, studied: Vec::new(), readers: Places::default() }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        let Signal::Work(work) = signal else {
            return;
        };
        let known = self.studied.iter().position(|known| known.work.job() == work.job());
        let place = known.unwrap_or_else(|| {
            self.studied.push(Studied { work: work.clone(), begun: 0, picked: 0 });
            self.studied.len() - 1
        });
        let studied = &mut self.studied[place];
        studied.begun += match work.news() {
            News::Began => 1,
            News::Changed => 0,
            News::Ended => -1,
        };
        if !work.is_older_than(&studied.work) {
            studied.work = work;
        }
        if cx.is_running(Clock::Record(place as u32)) {
            cx.set_speed(Clock::Record(place as u32), self.speed(place));
        } else if self.studied[place].begun > 0 {
            self.await_record(cx, place);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        match clock {
            Clock::Record(place) => {
                self.pick(cx, place as usize);
                self.await_record(cx, place as usize);
            }
            Clock::Reading(person) => {
                if let Some(reading) = self.readers.take(person) {
                    self.finish(cx, &reading);
                }
            }
        }
    }
}

impl Reader {
    /// The rate at which records of some work are picked: a share of a Poisson
    /// process, each with a draw of its own, is a Poisson process.
    fn speed(&self, place: usize) -> f64 {
        let Studied { work, begun, .. } = &self.studied[place];
        let picks = self.parameters.records.value() * self.parameters.reads.value();
        if *begun > 0 { picks * work.share() } else { 0.0 }
    }

    fn await_record(&mut self, cx: &mut Cx<Self>, place: usize) {
        const RECORD: Purpose = Purpose::named("record");
        let speed = self.speed(place);
        let Studied { work, picked, .. } = &self.studied[place];
        let budget = cx.draw(RECORD.numbered(*picked)).about(work.job()).exponential();
        cx.start_clock(Clock::Record(place as u32), budget, speed);
    }

    fn pick(&mut self, cx: &mut Cx<Self>, place: usize) {
        const TIME: Purpose = Purpose::named("time for a record");
        cx.count("picked");
        let record = self.studied[place].picked;
        self.studied[place].picked += 1;
        let Some(person) = self.free_reader() else {
            cx.count("unread");
            return;
        };
        let work = self.studied[place].work.clone();
        let stream = &mut cx.draw(TIME.numbered(record)).about(work.job());
        let takes = self.parameters.time.draw(stream);
        cx.ring_at(Clock::Reading(person), self.parameters.hours.add(cx.now(), takes));
        self.readers.put(person, Reading { work, record, takes });
    }

    fn free_reader(&self) -> Option<u32> {
        let person = self.readers.free();
        (u64::from(person) < self.parameters.readers.value()).then_some(person)
    }

    fn finish(&mut self, cx: &mut Cx<Self>, reading: &Reading) {
        let Reading { work, record, takes } = reading;
        cx.count("read");
        cx.spend_review(*takes);
        cx.add("hours", takes.seconds());
        if cx.recognize_in_record(work, *record, &self.discernment) {
            cx.count("flagged");
            let nominal = self.discernment.likelihood_ratio();
            let alert = Alert::new(cx.find_in(work, Rang::Shown).worth(nominal));
            cx.alert(&alert);
            cx.report(&alert, nominal);
        }
    }
}

/// What can hardly be meant: readers who read nothing.
fn suspicions(parameters: &ReaderParameters, _: &Around<'_, Oversight>) -> Vec<Fault> {
    let parameter = match (parameters.records.value() > 0.0, parameters.reads.value() > 0.0) {
        (true, true) => return Vec::new(),
        (true, false) => "reads",
        (false, _) => "records",
    };
    let message = "never reads anything: no record is picked".to_owned();
    vec![Fault { parameter, message, hint: None }]
}

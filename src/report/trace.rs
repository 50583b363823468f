//! One replication, event by event: who learned what, when, over which link.
//!
//! It is for whoever wants to understand a world, so it shows hidden truth.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::DateTime;
use serde::Serialize;

use crate::engine::{Event, Graph, LinkKind, Note, Recorder, What};
use crate::oversight::{Link, Milestone, Outcome, Oversight, Pauses, Record, Stage, Twin};
use crate::primitives::id::ActorId;
use crate::primitives::time::Time;
use crate::world::{Blueprint, Drawn, Draws, UnknownOf, WORLD};

use super::claims::way;
use super::number::measured;

/// How a trace is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Lines for people.
    Text,
    /// JSON Lines: one object an event.
    JsonLines,
}

/// An event with what was noted in it.
#[derive(Serialize)]
struct Entry {
    event: u64,
    ticks: u64,
    days: f64,
    cause: u64,
    actor: Option<String>,
    what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signal: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    notes: Vec<Noted>,
}

#[derive(Serialize)]
struct Noted {
    actor: String,
    kind: &'static str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
}

/// A recorder that hands each event on as a line, once it has been handled.
pub struct Tracer<'b, W: FnMut(&str)> {
    blueprint: &'b Blueprint,
    graph: Arc<Graph<Link>>,
    starts: DateTime,
    form: Form,
    write: W,
    entry: Entry,
    /// What it came to so far, for the last words of it.
    record: Record,
    twin: Twin,
    events: u64,
}

impl<'b, W: FnMut(&str)> Tracer<'b, W> {
    /// A tracer of runs of this blueprint, whose simulations have this graph.
    pub fn new(blueprint: &'b Blueprint, graph: Arc<Graph<Link>>, form: Form, write: W) -> Self {
        let starts = blueprint.starts().at(0, 0, 0, 0);
        let pauses =
            Pauses { at_takeoff: blueprint.world().aftermath().is_some(), ..Pauses::default() };
        let record = Record::new(Arc::new(blueprint.plan().pausing(pauses)));
        let (entry, twin, events) = (Entry::start(), Twin::Factual, 0);
        Self { blueprint, graph, starts, form, write, entry, record, twin, events }
    }

    /// The same of another course of the replication, which it says at the start.
    #[must_use]
    pub fn following(mut self, twin: Twin) -> Self {
        self.twin = twin;
        let text = match twin {
            Twin::Factual => return self,
            Twin::HandsOff => "the twin without orders: they are given, and nobody heeds them",
            Twin::Innocent => "the innocent twin: nothing of its work is concerning",
        };
        let (actor, text) = (WORLD.to_owned(), text.to_owned());
        self.entry.notes.push(Noted { actor, kind: "twin", text, value: None });
        self
    }

    /// How far it goes on from here, at most to the horizon. It pauses where that
    /// changes.
    pub fn go_on(&mut self) -> Time {
        self.record.go_on();
        let horizon = Time::START + self.blueprint.horizon();
        let takeoff = self.record.at(Milestone::Takeoff);
        let aftermath = self.blueprint.world().aftermath().filter(|_| takeoff < Time::NEVER);
        aftermath.map_or(horizon, |span| horizon.min(takeoff + span))
    }

    /// Notes at the start what the unknowns are in the replication that follows.
    pub fn unknowns(&mut self, blueprint: &Blueprint, draws: &Draws) {
        for (unknown, drawn) in blueprint.unknowns().iter().zip(&draws.unknowns) {
            let (text, value) = match (*drawn, unknown.of()) {
                (Drawn::Number(value), UnknownOf::Numbers(dimension)) => {
                    let shown = measured(value, dimension);
                    (format!("{} is {shown}", unknown.name()), Some(value))
                }
                (Drawn::Number(value), UnknownOf::Picks) => {
                    (unknown.name().to_owned(), Some(value))
                }
                (Drawn::Pick(place), _) => {
                    (format!("{} is {}", unknown.name(), unknown.choices()[place]), None)
                }
            };
            let actor = WORLD.to_owned();
            self.entry.notes.push(Noted { actor, kind: "unknown", text, value });
        }
    }

    /// Writes the last event, and the end of the run.
    pub fn finish(mut self, end: Time) {
        self.flush();
        if self.form == Form::Text {
            let mut line = format!("{}  the end\n", self.clock_time(end));
            // Of a run that was cut off nothing is told.
            let whole = end >= self.go_on();
            let outcome = self.record.close(end - Time::START, self.events, !whole);
            if self.twin == Twin::HandsOff {
                outcome.set_takeoff_without_orders(outcome.at(Milestone::Takeoff));
            }
            for words in last_words(self.blueprint, outcome).iter().filter(|_| whole) {
                let _ = writeln!(line, "{:28}{words}", "");
            }
            (self.write)(&line);
        }
    }

    fn flush(&mut self) {
        let entry = std::mem::replace(&mut self.entry, Entry::start());
        if entry.event == 0 && entry.notes.is_empty() {
            return;
        }
        let line = match self.form {
            Form::Text => self.in_text(&entry),
            Form::JsonLines => {
                serde_json::to_string(&entry).expect("names and numbers are JSON") + "\n"
            }
        };
        (self.write)(&line);
    }

    /// The instant as a date and a time of day in UTC.
    fn clock_time(&self, time: Time) -> String {
        let micros = i64::try_from(time.ticks()).ok();
        let at = micros.and_then(|micros| self.starts.checked_add(micros.microseconds()).ok());
        match at {
            Some(at) => at.strftime("%Y-%m-%d %H:%M:%S%.6f").to_string(),
            None => format!("day {:.6}", time.days()),
        }
    }

    fn in_text(&self, entry: &Entry) -> String {
        let mut line = format!("{}  ", self.clock_time(Time::from_ticks(entry.ticks)));
        if entry.event == 0 {
            line.push_str("the start");
        } else {
            let actor = entry.actor.as_deref().unwrap_or_default();
            let what = match (&entry.clock, entry.signal, &entry.from, &entry.link) {
                (Some(clock), ..) => format!("`{actor}` rings {clock}"),
                (_, Some(signal), Some(from), Some(link)) => {
                    format!("`{actor}` gets {signal} from `{from}` over {link}")
                }
                _ => format!("`{actor}`"),
            };
            let cause = match entry.cause {
                0 => "from the start".to_owned(),
                cause => format!("by #{cause}"),
            };
            let _ = write!(line, "#{} ({cause})  {what}", entry.event);
        }
        line.push('\n');
        for note in entry.notes.iter().filter(|note| note.kind != "count") {
            let _ = write!(line, "{:28}{}", "", note.text);
            if let Some(value) = note.value.filter(|_| note.kind != "unknown") {
                let _ = write!(line, " = {value}");
            }
            line.push('\n');
        }
        line
    }

    fn name(&self, actor: ActorId) -> String {
        self.graph.name(actor).to_owned()
    }
}

impl Entry {
    fn start() -> Self {
        Self {
            event: 0,
            ticks: 0,
            days: 0.0,
            cause: 0,
            actor: None,
            what: "start",
            clock: None,
            signal: None,
            from: None,
            link: None,
            notes: Vec::new(),
        }
    }
}

impl<W: FnMut(&str)> Recorder<Oversight> for Tracer<'_, W> {
    const EVENTS: bool = true;

    fn event(&mut self, event: &Event<'_, Oversight>) {
        self.flush();
        self.events = event.number;
        let mut entry = Entry {
            event: event.number,
            ticks: event.time.ticks(),
            days: event.time.days(),
            cause: event.cause,
            actor: Some(self.name(event.actor)),
            ..Entry::start()
        };
        match event.what {
            What::Ring { clock, number } => {
                entry.what = "ring";
                entry.clock = Some(match number {
                    0 => clock.to_owned(),
                    number => format!("{clock} {number}"),
                });
            }
            What::Delivery { from, link, signal } => {
                entry.what = "delivery";
                entry.signal = Some(signal.name());
                entry.from = Some(self.name(from));
                let name = self.graph.link_name(link);
                let kind = self.graph.kind(link).name();
                entry.link =
                    Some(if name.is_empty() { kind.to_owned() } else { format!("{kind} {name}") });
            }
        }
        self.entry = entry;
    }

    fn note(&mut self, now: Time, actor: ActorId, note: Note<Oversight>) {
        self.record.note(now, actor, note.clone());
        let (kind, text, value) = match note {
            Note::Fact(fact) => ("fact", fact.in_words(|actor| self.graph.name(actor)), None),
            Note::Milestone(name) => ("milestone", name.to_owned(), None),
            Note::Count(name, by) => ("count", name.to_owned(), Some(by as f64)),
            Note::Amount(name, by) => ("count", name.to_owned(), Some(by)),
            Note::Flow(name, pace) => ("flow", name.to_owned(), Some(pace.speed())),
            Note::Observe(name, value) => ("observation", name.to_owned(), Some(value)),
        };
        self.entry.notes.push(Noted { actor: self.name(actor), kind, text, value });
    }
    fn pauses(&self) -> bool {
        self.record.is_paused()
    }
}

/// What a replication came to, in words.
fn last_words(blueprint: &Blueprint, outcome: &Outcome) -> Vec<String> {
    let mut words = Vec::new();
    words.push(match outcome.class() {
        Some(class) => format!("outcome: {}", class.name()),
        None => "outcome: it hangs on what would have come without orders, which \
                 `--twin hands-off` follows"
            .to_owned(),
    });
    if outcome.at(Milestone::Noticed) < Time::NEVER {
        words.push(format!("noticed through {}", way(blueprint, &outcome.noticed_by)));
    }
    if outcome.errors.false_accusation {
        words.push("there was a false accusation".to_owned());
    }
    if outcome.errors.lucky_notice {
        words.push("there was a lucky notice".to_owned());
    }
    // How far the last trace came, where it did not come to notice in time.
    let began = outcome.at(Milestone::FirstConcerningWork) < Time::NEVER;
    if began && outcome.stage != Stage::Noticed {
        words.push(format!(
            "furthest stage: {}. {}",
            outcome.stage.name(),
            outcome.stage.meaning()
        ));
    }
    words
}

//! One replication, event by event: who learned what, when, over which link.
//!
//! It is for whoever wants to understand a world, so it shows hidden truth.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::DateTime;
use serde::Serialize;

use crate::engine::{Event, Graph, LinkKind, Note, Recorder, What};
use crate::oversight::{Link, Oversight};
use crate::primitives::id::ActorId;
use crate::primitives::time::Time;
use crate::world::{Blueprint, Drawn, Draws, UnknownOf, WORLD};

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
pub struct Tracer<W: FnMut(&str)> {
    graph: Arc<Graph<Link>>,
    starts: DateTime,
    form: Form,
    write: W,
    entry: Entry,
}

impl<W: FnMut(&str)> Tracer<W> {
    /// A tracer of runs of this blueprint, whose simulations have this graph.
    pub fn new(blueprint: &Blueprint, graph: Arc<Graph<Link>>, form: Form, write: W) -> Self {
        let starts = blueprint.starts().at(0, 0, 0, 0);
        Self { graph, starts, form, write, entry: Entry::start() }
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
            let line = format!("{}  the end\n", self.clock_time(end));
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

impl<W: FnMut(&str)> Recorder<Oversight> for Tracer<W> {
    const EVENTS: bool = true;

    fn event(&mut self, event: &Event<'_, Oversight>) {
        self.flush();
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

    fn note(&mut self, _: Time, actor: ActorId, note: Note<Oversight>) {
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
}

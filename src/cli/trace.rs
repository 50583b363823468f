//! `foomwatch trace`: one replication, event by event.

use std::cell::Cell;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::behaviors::Roles;
use crate::engine::{EVENT_BUDGET, Ending};
use crate::oversight::Twin;
use crate::primitives::random::ReplicationKey;
use crate::report::trace::{Form, Tracer};

use super::terminal::{Done, Failure, WorldArguments, many, whole};

#[derive(Args)]
pub(super) struct TraceArguments {
    #[command(flatten)]
    world: WorldArguments,
    /// The seed of all chances
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = whole)]
    seed: u64,
    /// Which replication, from 0
    #[arg(long, value_name = "I", default_value_t = 0, value_parser = whole)]
    replication: u64,
    /// How many events it may have
    #[arg(long, value_name = "N", default_value_t = EVENT_BUDGET, value_parser = many)]
    event_budget: u64,
    /// Another course of the same replication, on the same chances
    #[arg(long, value_enum, value_name = "TWIN")]
    twin: Option<Course>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Course {
    /// Orders are given, and nobody heeds them
    HandsOff,
    /// Concerning work is the declared work that it displaced, or is not done
    Innocent,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people
    Text,
    /// A JSON object an event
    Jsonl,
}

/// How much is written at a time.
const BUFFER: usize = 1 << 16;

/// How many events pass between two looks at whether anybody still reads.
const STEPS: u64 = 512;

/// Prints one replication.
pub(super) fn trace(arguments: &TraceArguments, roles: &Roles) -> Done {
    let blueprint = arguments.world.open(roles)?;
    let key = ReplicationKey::new(arguments.seed, arguments.replication);
    let point = blueprint.baseline();
    let twin = match arguments.twin {
        None => Twin::Factual,
        Some(Course::HandsOff) => Twin::HandsOff,
        Some(Course::Innocent) => Twin::Innocent,
    };
    let mut simulation = blueprint.build(&point, key);
    blueprint.turn_to(&mut simulation, &point, key, twin);
    simulation.record_causes(true);
    simulation.set_event_budget(arguments.event_budget);
    let form = match arguments.format {
        Format::Text => Form::Text,
        Format::Jsonl => Form::JsonLines,
    };
    let mut stdout = io::BufWriter::with_capacity(BUFFER, io::stdout().lock());
    let closed = Cell::new(false);
    let mut fault: Option<io::Error> = None;
    let write = |line: &str| {
        if fault.is_none() {
            fault = stdout.write_all(line.as_bytes()).err();
            closed.set(fault.is_some());
        }
    };
    let tracer = Tracer::new(&blueprint, simulation.graph().clone(), form, write);
    let mut tracer = tracer.following(twin);
    tracer.unknowns(&blueprint, &blueprint.draws(&point, key));
    simulation.reset(key, &mut tracer);
    let mut ending = Ending::Paused;
    while ending == Ending::Paused && !closed.get() {
        let until = tracer.go_on();
        ending = simulation.run_some(until, STEPS, &mut tracer);
    }
    tracer.finish(simulation.now());
    if let Some(fault) = fault {
        return Err(Failure::Output(fault));
    }
    stdout.flush()?;
    if ending == Ending::OutOfEvents {
        let events = simulation.events();
        let message = format!("the replication spent its budget of {events} events");
        return Err(Failure::Request(message, None));
    }
    Ok(ExitCode::SUCCESS)
}

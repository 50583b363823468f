//! Which values of a parameter make an eventful world that is not too eventful.
//!
//! What a dimension says holds for all roles, those of users too. Of built-in roles this
//! table knows more: what is an interval between events, what multiplies them, and what
//! belongs together in size. It lacks limits, which are the rows' own.

use crate::primitives::parameter::{Kind, ParameterRow};
use crate::primitives::quantity::Dimension;

use super::scale::By;

/// Between which values a figure mostly is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hint {
    /// The least and the greatest, in multiples of what it is measured by.
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) by: By,
    /// Whether nothing, or the least value, is harmless.
    pub(super) least: bool,
    /// Whether the greatest value is harmless.
    pub(super) most: bool,
    /// Whether it is given though it has a default: the default knows no scale.
    pub(super) given: bool,
    /// Whether it is hardly ever given, as little happens where it is.
    pub(super) rare: bool,
}

const fn hint(low: f64, high: f64, by: By) -> Hint {
    Hint { low, high, by, least: false, most: false, given: false, rare: false }
}

impl Hint {
    const fn least(self) -> Self {
        Self { least: true, ..self }
    }

    const fn most(self) -> Self {
        Self { most: true, ..self }
    }

    const fn given(self) -> Self {
        Self { given: true, ..self }
    }

    const fn rare(self) -> Self {
        Self { rare: true, ..self }
    }
}

/// What is known of single parameters: the role, the parameter or its table's row, and
/// between which values it mostly is. No role stands for all.
#[rustfmt::skip]
const HINTS: &[(&str, &str, Hint)] = &[
    ("AdaptiveHider", "works", hint(0.02, 0.3, By::Horizon)),
    ("AdaptiveHider", "rests", hint(0.02, 0.3, By::Horizon)),
    ("AdaptiveHider", "steps", hint(1.0, 10.0, By::One)),
    ("AdaptiveHider", "busy_at", hint(0.2, 3.0, By::One)),
    ("AdaptiveHider", "gives_up_after", hint(1.0, 3.0, By::One).given()),
    ("AdaptiveHider", "lies_low", hint(0.01, 0.3, By::Horizon).given()),
    ("AlignmentAgent", "experiment", hint(0.002, 0.05, By::Work)),
    ("AlignmentAgent", "share", hint(0.05, 0.5, By::One)),
    ("AlignmentAgent", "finds", hint(0.05, 1.0, By::One).least().most().given()),
    ("AlignmentAgent", "skill", hint(-2.0, 6.0, By::One)),
    ("AlignmentAgent", "review", hint(0.0005, 0.03, By::Horizon).least().given()),
    ("AlignmentAgent", "opacity_per_oom", hint(0.1, 2.0, By::One)),
    ("AlignmentAgent", "tampers", hint(0.3, 1.0, By::One).least().most().given()),
    ("AlignmentAgent", "diverts", hint(0.2, 0.9, By::One).given()),
    ("Authority", "prior", hint(0.05, 0.5, By::One).given()),
    ("Authority", "convinced_at", hint(0.1, 0.9, By::One).given()),
    ("Authority", "likelihood_ratio", hint(2.0, 1000.0, By::One)),
    ("Authority", "corroboration", hint(1.0, 2.2, By::One).rare()),
    ("Authority", "silence", hint(0.05, 1.0, By::Horizon)),
    ("Authority", "decides_in", hint(0.001, 0.1, By::Horizon).least().given()),
    ("Authority", "response", hint(1.0, 1.0, By::One).given()),
    ("Authority", "pause_lasts", hint(0.05, 1.0, By::Horizon)),
    ("Authority", "audit_takes", hint(0.005, 0.2, By::Horizon).least().given()),
    ("Authority", "audit_skill", hint(-2.0, 6.0, By::One)),
    ("Authority", "corroborated_within", hint(0.05, 1.0, By::Horizon).rare()),
    ("Authority", "expires", hint(0.05, 1.0, By::Horizon).rare()),
    ("CloudProvider", "run_above", hint(0.001, 0.5, By::Work).given()),
    ("CloudProvider", "peak_above", hint(0.1, 2.0, By::Speed)),
    ("CloudProvider", "run_ends_after", hint(0.001, 0.1, By::Horizon).given()),
    ("Cluster", "chips", hint(0.5, 2.0, By::Chips)),
    ("Cluster", "factor", hint(0.1, 3.0, By::One)),
    ("Cluster", "grows_to", hint(1.0, 10.0, By::One).rare()),
    ("Cluster", "granted", hint(0.1, 0.5, By::One).least()),
    ("Cluster", "peak_per_chip", hint(3e14, 2e15, By::One)),
    ("Cluster", "power_per_chip", hint(100.0, 3000.0, By::One)),
    ("Cluster", "checkpoint_every", hint(0.001, 0.05, By::Horizon).least()),
    ("Cluster", "restart", hint(0.0005, 0.02, By::Horizon).least()),
    ("Cluster", "queue", hint(1.0, 5.0, By::One).least()),
    ("Cluster", "utilization", hint(0.2, 0.6, By::One)),
    ("Cluster", "reservations", hint(1.0, 1.0, By::One).given()),
    ("Cluster", "promised", hint(0.1, 0.8, By::One).given()),
    ("Cluster", "growth", hint(0.2, 2.0, By::PerHorizon).least().rare()),
    ("Cusum", "noise", hint(0.02, 0.4, By::One).most()),
    ("Cusum", "every", hint(0.005, 0.1, By::Horizon)),
    ("Cusum", "threshold", hint(0.5, 6.0, By::One)),
    ("Distillation", "teacher_trained_with", hint(0.01, 0.3, By::Work)),
    ("Distillation", "cost", hint(0.01, 1.0, By::One)),
    ("Distillation", "loss", hint(0.05, 1.0, By::One).least()),
    ("Distillation", "runs", hint(1.0, 5.0, By::One)),
    ("Evaluator", "every", hint(0.02, 0.3, By::Horizon)),
    ("Evaluator", "auc", hint(0.6, 0.999, By::One)),
    ("Evaluator", "false_positives", hint(0.001, 0.1, By::One)),
    ("Evaluator", "full_gain", hint(0.1, 1.0, By::One)),
    ("FineTuning", "compute", hint(0.01, 0.2, By::Work)),
    ("FineTuning", "base", hint(0.01, 0.3, By::Work)),
    ("FineTuning", "runs", hint(2.0, 8.0, By::One).given()),
    ("FineTuning", "ceiling", hint(0.2, 3.0, By::One).least()),
    ("HazardSensor", "hazard", hint(3.0, 60.0, By::PerHorizon).least()),
    ("HazardSensor", "at", hint(0.05, 1.0, By::Speed)),
    ("Insiders", "people", hint(3.0, 300.0, By::One).least()),
    ("Insiders", "law", hint(1.0, 1.0, By::One).given()),
    ("Insiders", "leak_rate", hint(0.03, 3.0, By::PerHorizon).least().given()),
    ("Insiders", "leak_probability", hint(0.01, 0.9, By::One).least().given()),
    ("Insiders", "scale", hint(0.3, 2.0, By::Horizon).given()),
    ("Insiders", "mean_at_100", hint(0.1, 0.5, By::Horizon).given()),
    ("Insiders", "mean_at_1000", hint(0.03, 0.1, By::Horizon).given()),
    ("Inspector", "every", hint(0.01, 0.2, By::Horizon)),
    ("Inspector", "sample", hint(1.0, 10.0, By::One)),
    ("Inspector", "units", hint(10.0, 100.0, By::One)),
    ("Inspector", "hit", hint(0.3, 1.0, By::One).least()),
    ("Intermittent", "works", hint(0.02, 0.3, By::Horizon)),
    ("Intermittent", "rests", hint(0.02, 0.3, By::Horizon)),
    ("Model", "trained_with", hint(0.003, 0.1, By::Work)),
    ("Model", "ceiling", hint(0.5, 3.0, By::One).given()),
    ("Model", "hidden_gain", hint(0.1, 1.0, By::One).least().given()),
    ("Model", "rate", hint(1.0, 20.0, By::One).least()),
    ("Model", "abilities", hint(1.0, 1.0, By::One).given()),
    ("Model", "from", hint(0.02, 0.3, By::One).least()),
    ("Model", "gain", hint(0.05, 0.5, By::One).least()),
    ("ModelReviewer", "elo", hint(-500.0, 1500.0, By::One).least().most()),
    ("ModelReviewer", "review", hint(0.01, 0.5, By::Horizon).least()),
    ("NestedOversight", "overseer", hint(0.0, 1500.0, By::One)),
    ("NestedOversight", "suspect", hint(0.0, 1500.0, By::One)),
    ("NestedOversight", "guard_offset", hint(-300.0, 600.0, By::One)),
    ("NestedOversight", "houdini_offset", hint(-300.0, 300.0, By::One)),
    ("NestedOversight", "guard_slope", hint(0.2, 2.0, By::One).least()),
    ("NestedOversight", "houdini_slope", hint(0.2, 2.0, By::One).least()),
    ("NestedOversight", "steps", hint(1.0, 5.0, By::One)),
    ("NestedOversight", "most_steps", hint(1.0, 5.0, By::One).given()),
    ("NestedOversight", "step_takes", hint(0.002, 0.1, By::Horizon).least()),
    ("Opportunist", "busy_at", hint(0.2, 3.0, By::One).least()),
    ("Patient", "ramp", hint(0.05, 1.0, By::Horizon).least()),
    ("Patient", "steps", hint(1.0, 10.0, By::One)),
    ("Patient", "gives_up_after", hint(1.0, 3.0, By::One).given()),
    ("Patient", "lies_low", hint(0.01, 0.3, By::Horizon).given()),
    ("Press", "checks", hint(0.002, 0.1, By::Horizon).least()),
    ("Reader", "records", hint(10.0, 200.0, By::PerHorizon).least().given()),
    ("Reader", "reads", hint(0.1, 1.0, By::One).given()),
    ("Reader", "time", hint(0.0005, 0.02, By::Horizon).least().given()),
    ("Regulator", "reports_above", hint(0.0001, 0.02, By::Work).least().given()),
    ("Regulator", "deadline", hint(0.005, 0.2, By::Horizon).least().given()),
    ("Regulator", "reviews", hint(0.001, 0.1, By::Horizon).least()),
    ("Research", "people", hint(1.0, 100.0, By::One).least()),
    ("Research", "elasticity", hint(0.2, 3.0, By::One).least().most()),
    ("Research", "first_doubling", hint(0.02, 0.5, By::Horizon).given()),
    ("Research", "returns", hint(0.3, 3.0, By::One)),
    ("Research", "most_doublings", hint(1.0, 12.0, By::One).given()),
    ("Research", "usual_compute", hint(0.1, 2.0, By::Speed)),
    ("Reviewer", "servers", hint(1.0, 4.0, By::One).most()),
    ("Reviewer", "review", hint(0.02, 0.6, By::Horizon).least()),
    ("Reviewer", "memory", hint(1.0, 50.0, By::One)),
    ("RivalState", "every", hint(0.02, 0.5, By::Horizon).given()),
    ("Scaffold", "flop_per_copy", hint(0.01, 0.2, By::Speed)),
    ("Scaffold", "copies", hint(1.0, 50.0, By::One)),
    ("Scaffold", "gain", hint(0.1, 1.5, By::One).least()),
    ("Scaffold", "most", hint(2.0, 30.0, By::One).given()),
    ("Scaffold", "shows", hint(0.01, 1.0, By::One).least()),
    ("Scaffold", "copies_itself", hint(0.5, 8.0, By::PerHorizon).least().given()),
    ("Sensor", "false_positives", hint(0.001, 0.1, By::One)),
    ("Sensor", "every", hint(0.01, 0.15, By::Horizon)),
    ("Sensor", "coverage", hint(0.3, 1.0, By::One).least()),
    ("Sensor", "noise", hint(0.02, 0.4, By::One).most()),
    ("SequentialTest", "null", hint(0.05, 0.4, By::One)),
    ("SequentialTest", "alternative", hint(0.5, 0.95, By::One)),
    ("SyntheticData", "generator_size", hint(0.3, 3.0, By::Size)),
    ("SyntheticData", "quality", hint(0.1, 1.0, By::One).least()),
    ("SyntheticData", "batch", hint(0.05, 1.0, By::Made)),
    ("SyntheticData", "demand", hint(0.05, 1.0, By::Speed).least()),
    ("TrainingProgram", "compute", hint(0.006, 0.2, By::Work).least().given()),
    ("TrainingProgram", "parameters", hint(0.1, 0.5, By::Size).rare()),
    ("TrainingProgram", "tokens", hint(0.05, 0.5, By::Tokens).rare()),
    ("TrainingProgram", "data", hint(0.05, 1.0, By::Tokens).least().rare()),
    ("TrainingProgram", "growth", hint(0.5, 4.0, By::One)),
    ("TrainingProgram", "generations", hint(1.0, 6.0, By::One).given()),
    ("TrainingProgram", "efficiency", hint(-0.5, 1.0, By::One).least().most()),
    ("TrainingProgram", "warm_start", hint(0.1, 0.9, By::One).rare()),
    ("TrainingProgram", "starts_from", hint(0.01, 0.3, By::Work).rare()),
    ("WeightEditing", "insight_cost", hint(0.003, 0.03, By::Work)),
    ("WeightEditing", "experiment", hint(0.001, 0.05, By::Work)),
    ("WeightEditing", "edit_compute", hint(0.001, 0.02, By::Work).least()),
    ("WeightEditing", "edits_after", hint(1.0, 3.0, By::One)),
    ("WeightEditing", "half_insights", hint(1.0, 30.0, By::One).least()),
    ("WeightEditing", "gain", hint(0.05, 0.6, By::One).least()),
    ("WeightEditing", "visible", hint(0.5, 1.0, By::One).least().most().given()),
    ("WeightEditing", "boost", hint(1.0, 3.0, By::One)),
    ("WeightEditing", "reads", hint(20.0, 500.0, By::PerHorizon).least()),
    ("WeightEditing", "quickening", hint(0.05, 0.3, By::One).least()),
    ("WeightEditing", "reading_growth", hint(0.1, 1.0, By::One).least()),
    ("Workload", "arrivals", hint(1.0, 20.0, By::PerHorizon).least()),
    ("Workload", "chips", hint(0.001, 0.5, By::Chips)),
    ("Workload", "length", hint(0.005, 0.2, By::Horizon).least()),
    ("", "every", hint(0.01, 0.3, By::Horizon)),
    ("", "skill", hint(-1.0, 6.0, By::One).least().most()),
    ("", "opacity", hint(0.1, 4.0, By::One).least()),
    ("", "noise", hint(0.02, 1.0, By::One).most()),
    ("", "design_level", hint(0.05, 1.0, By::One).most()),
    ("", "patience", hint(0.001, 0.2, By::Horizon).least().rare()),
    ("", "room", hint(1.0, 5.0, By::One).least().rare()),
    ("", "copies_itself", hint(0.5, 8.0, By::PerHorizon).least()),
    ("", "growth", hint(0.2, 2.0, By::PerHorizon).least()),
    ("", "people_growth", hint(0.2, 2.0, By::PerHorizon).least()),
    ("", "joins", hint(0.5, 8.0, By::PerHorizon).least()),
    ("", "share", hint(0.1, 0.9, By::One)),
    ("", "begins", hint(0.001, 0.2, By::Horizon)),
    ("", "hidden", hint(1.0, 1.0, By::One).rare()),
    ("", "hours", hint(1.0, 1.0, By::One).rare()),
];

/// What is known of a parameter of a role; `row` is its own or one of its table's.
pub(super) fn of(role: &str, row: &ParameterRow) -> Hint {
    let known = HINTS
        .iter()
        .find(|(owner, name, _)| *name == row.name && *owner == role)
        .or_else(|| HINTS.iter().find(|(owner, name, _)| *name == row.name && owner.is_empty()));
    let known = known.filter(|(.., hint)| fits(hint.by, row.kind));
    known.map_or_else(|| general(row), |(.., hint)| *hint)
}

/// Whether what a parameter is measured by is of its kind, which a user's role need not
/// mean by the same name.
fn fits(by: By, kind: Kind) -> bool {
    let dimension = match kind {
        Kind::Quantity(dimension) | Kind::Law(dimension) => dimension,
        Kind::Chips => return by == By::Chips,
        Kind::Hours
        | Kind::Flag
        | Kind::Channel
        | Kind::Actor
        | Kind::Choice(_)
        | Kind::Table(..)
        | Kind::TableByActor(..)
        | Kind::EntryOf(_) => return true,
    };
    match by {
        By::One => !matches!(dimension, Dimension::Span | Dimension::Rate | Dimension::Flop),
        By::Horizon => dimension == Dimension::Span,
        By::PerHorizon => dimension == Dimension::Rate,
        By::Work => dimension == Dimension::Flop,
        By::Speed => matches!(dimension, Dimension::FlopRate | Dimension::Number),
        By::Size => dimension == Dimension::Number,
        By::Tokens | By::Made => dimension == Dimension::Tokens,
        By::Chips => dimension == Dimension::Count,
    }
}

/// What a row says of itself: its kind, its range and its default.
fn general(row: &ParameterRow) -> Hint {
    let dimension = match row.kind {
        Kind::Quantity(dimension) | Kind::Law(dimension) => dimension,
        Kind::Chips => return hint(0.5, 2.0, By::Chips),
        Kind::Hours
        | Kind::Flag
        | Kind::Channel
        | Kind::Actor
        | Kind::Choice(_)
        | Kind::Table(..)
        | Kind::TableByActor(..)
        | Kind::EntryOf(_) => return hint(1.0, 1.0, By::One),
    };
    // What is nothing by default does no harm as nothing.
    let is_nothing = row.default.is_some_and(|text| text.starts_with(['0', '"']) && is_zero(text));
    // A span that cannot be nothing lies between events, mostly.
    let is_interval =
        dimension == Dimension::Span && row.range.is_some_and(|(low, _)| !is_zero(low));
    match dimension {
        Dimension::Number => Hint { least: true, most: true, ..hint(0.1, 10.0, By::One) },
        Dimension::Share => Hint { least: true, most: true, ..hint(0.01, 1.0, By::One) },
        Dimension::Count => Hint { least: true, ..hint(1.0, 10.0, By::One) },
        Dimension::Span if is_interval && row.default.is_some() => {
            hint(0.02, 0.5, By::Horizon).given()
        }
        Dimension::Span => Hint { least: is_nothing, ..hint(0.01, 0.5, By::Horizon) },
        Dimension::Rate => hint(0.3, 8.0, By::PerHorizon).least(),
        Dimension::Flop => hint(0.01, 0.5, By::Work),
        Dimension::FlopRate => hint(0.05, 1.0, By::Speed),
        Dimension::Power => hint(100.0, 1e6, By::One),
        Dimension::Money => hint(1e3, 1e9, By::One),
        Dimension::Magnitude => Hint { least: true, ..hint(0.05, 1.5, By::One) },
        Dimension::Tokens => hint(0.05, 1.0, By::Tokens),
    }
}

/// Whether a text says nothing at all, as `"0 s"`.
fn is_zero(text: &str) -> bool {
    let text = text.trim_matches('"');
    let number = text.split([' ', '/', '%']).next().unwrap_or(text);
    number.parse() == Ok(0.0)
}

//! What takeoff is, as a file says it, with what of it hangs on unknowns and levers.
//!
//! Whether anybody can bring it about is not known here.

use std::collections::BTreeMap;

use crate::oversight::{DEFAULT_STEP, Takeoff};
use crate::primitives::id::ActorId;
use crate::primitives::quantity::{self, Dimension};
use crate::primitives::time::Span;

use super::canonical::quoted;
use super::diagnostic::{did_you_mean, printable};
use super::fields::{self, FieldRow, FormRow};
use super::figures::FigureAt;
use super::flaws::{Flaws, Path};
use super::law;
use super::node::{Arguments, Entry, Name, Node, Value};
use super::numeric::fixed;
use super::plain;
use super::quantities::example;
use super::template::{Amount, Draws, Template};
use super::uncertain::Uncertain;

/// What `takeoff` may be.
pub const TAKEOFFS: &[FormRow] = &[
    FormRow {
        name: "After",
        example: "After(Exponential(mean: \"2 y\"))",
        meaning: "So long after the start, whatever happens: one law over spans of time. A takeoff \
                  after the horizon is not seen.",
    },
    FormRow {
        name: "Capability",
        example: "Capability(of: \"model\", above_start: \"3 OOM\")",
        meaning: "A model is so many orders of magnitude of effective compute above what it was at \
                  the start.",
    },
    FormRow {
        name: "Generations",
        example: "Generations(of: \"model\", count: 3, within: \"24 h\", step: \"0.5 OOM\")",
        meaning: "So many generations of one model within a sliding span of time.",
    },
    FormRow {
        name: "Doublings",
        example: "Doublings(of: \"research\", count: 4, within: \"1 y\")",
        meaning: "So many doublings of the efficiency of software by one research within a sliding \
                  span of time.",
    },
    FormRow {
        name: "Level",
        example: "Level(of: \"research\", above_start: \"2 OOM\")",
        meaning: "The efficiency of software by one research is so many orders of magnitude above \
                  what it was at the start.",
    },
    FormRow {
        name: "Copies",
        example: "Copies(of: \"scaffold\", count: 1000)",
        meaning: "So many copies run at once in one scaffold.",
    },
];

/// The fields of `Capability`.
pub const CAPABILITY_FIELDS: &[FieldRow] = &[ABOVE_START, OF_MODEL];

/// The fields of `Generations`.
pub const GENERATIONS_FIELDS: &[FieldRow] = &[
    FieldRow {
        name: "count",
        required: true,
        example: "3",
        meaning: "How many generations; a whole number of at least 1.",
    },
    FieldRow {
        name: "within",
        required: true,
        example: "\"24 h\"",
        meaning: "How long from the first of them to the last, at most; longer than 0 s.",
    },
    OF_MODEL,
    FieldRow {
        name: "step",
        required: false,
        example: "\"0.3 OOM\"",
        meaning: "How many orders of magnitude a model must be above its parent to be a generation; \
                  above 0 OOM, and 0.5 OOM if it is not given.",
    },
];

/// The fields of `Doublings`.
pub const DOUBLINGS_FIELDS: &[FieldRow] = &[
    FieldRow {
        name: "count",
        required: true,
        example: "4",
        meaning: "How many doublings; a whole number of at least 1.",
    },
    FieldRow {
        name: "within",
        required: true,
        example: "\"1 y\"",
        meaning: "How long from the first of them to the last, at most; longer than 0 s.",
    },
    OF_RESEARCH,
];

/// The fields of `Level`.
pub const LEVEL_FIELDS: &[FieldRow] = &[
    FieldRow {
        name: "above_start",
        required: true,
        example: "\"2 OOM\"",
        meaning: "Orders of magnitude of the efficiency of software, above 0 OOM.",
    },
    OF_RESEARCH,
];

/// The fields of `Copies`.
pub const COPIES_FIELDS: &[FieldRow] = &[
    FieldRow {
        name: "count",
        required: true,
        example: "1000",
        meaning: "How many copies; a whole number of at least 1.",
    },
    FieldRow {
        name: OF,
        required: false,
        example: "\"scaffold\"",
        meaning: "Which scaffold; any, if it is not given.",
    },
];

/// The field that says whose progress it is.
const OF: &str = "of";

const OF_MODEL: FieldRow = FieldRow {
    name: OF,
    required: false,
    example: "\"model\"",
    meaning: "Which model, or which scaffold around one; any, if it is not given.",
};

const OF_RESEARCH: FieldRow = FieldRow {
    name: OF,
    required: false,
    example: "\"research\"",
    meaning: "Whose research; any, if it is not given.",
};

const ABOVE_START: FieldRow = FieldRow {
    name: "above_start",
    required: true,
    example: "\"3 OOM\"",
    meaning: "Orders of magnitude of effective compute, above 0 OOM.",
};

/// How many generations or doublings takeoff can ask for.
const MOST_STEPS: f64 = 1e6;

/// How many copies takeoff can ask for.
const MOST_COPIES: f64 = 1e15;

/// What takeoff is once unknowns have been drawn and levers set.
#[derive(Clone, Debug)]
pub(super) enum TakeoffRecipe {
    After(Template),
    Capability { of: Option<ActorId>, above_start: Amount },
    Generations { of: Option<ActorId>, count: Amount, within: Amount, step: Amount },
    Doublings { of: Option<ActorId>, count: Amount, within: Amount },
    Level { of: Option<ActorId>, above_start: Amount },
    Copies { of: Option<ActorId>, count: Amount },
}

impl TakeoffRecipe {
    /// The form, as a file names it.
    pub(super) fn form(&self) -> &'static str {
        match self {
            Self::After(_) => "After",
            Self::Capability { .. } => "Capability",
            Self::Generations { .. } => "Generations",
            Self::Doublings { .. } => "Doublings",
            Self::Level { .. } => "Level",
            Self::Copies { .. } => "Copies",
        }
    }

    pub(super) fn is_fixed(&self) -> bool {
        match self {
            Self::After(law) => law.fixed().is_some(),
            Self::Capability { above_start, .. } | Self::Level { above_start, .. } => {
                above_start.is_fixed()
            }
            Self::Generations { count, within, step, .. } => {
                [count, within, step].into_iter().all(Amount::is_fixed)
            }
            Self::Doublings { count, within, .. } => count.is_fixed() && within.is_fixed(),
            Self::Copies { count, .. } => count.is_fixed(),
        }
    }

    pub(super) fn at(&self, draws: &Draws) -> Takeoff {
        match self {
            Self::After(law) => Takeoff::After(law.at(draws)),
            Self::Capability { of, above_start } => {
                Takeoff::Capability { of: *of, above_start: above_start.at(draws) }
            }
            Self::Generations { of, count, within, step } => Takeoff::Generations {
                of: *of,
                count: count.at(draws) as u32,
                within: Span::from_seconds(within.at(draws)),
                step: step.at(draws),
            },
            Self::Doublings { of, count, within } => Takeoff::Doublings {
                of: *of,
                count: count.at(draws) as u32,
                within: Span::from_seconds(within.at(draws)),
            },
            Self::Level { of, above_start } => {
                Takeoff::Level { of: *of, above_start: above_start.at(draws) }
            }
            Self::Copies { of, count } => {
                Takeoff::Copies { of: *of, count: count.at(draws) as u64 }
            }
        }
    }

    /// What is stated of it in a world's canonical text.
    pub(super) fn canonical<'n>(&self, name_of: impl Fn(ActorId) -> &'n str) -> String {
        let whose = |of: &Option<ActorId>| {
            of.map_or_else(|| "None".to_owned(), |actor| quoted(name_of(actor)))
        };
        match self {
            Self::After(law) => format!("After {}", law.canonical()),
            Self::Capability { of, above_start } => {
                format!("Capability of {} above_start {}", whose(of), above_start.canonical())
            }
            Self::Generations { of, count, within, step } => format!(
                "Generations of {} count {} within {} step {}",
                whose(of),
                count.canonical(),
                within.canonical(),
                step.canonical()
            ),
            Self::Doublings { of, count, within } => format!(
                "Doublings of {} count {} within {}",
                whose(of),
                count.canonical(),
                within.canonical()
            ),
            Self::Level { of, above_start } => {
                format!("Level of {} above_start {}", whose(of), above_start.canonical())
            }
            Self::Copies { of, count } => {
                format!("Copies of {} count {}", whose(of), count.canonical())
            }
        }
    }
}

/// Reads what takeoff is.
pub(super) fn takeoff(
    node: &Node,
    actors: &BTreeMap<String, ActorId>,
    uncertain: &mut Uncertain<'_>,
    flaws: &mut Flaws,
) -> Option<TakeoffRecipe> {
    let path = Path::of("takeoff");
    let Value::Call(Some(name), arguments) = &node.value else {
        let hint = format!("as in `takeoff: {}`", TAKEOFFS[0].example);
        flaws.kind(&path, node, "what takeoff is", Some(hint));
        return None;
    };
    let Some(form) = TAKEOFFS.iter().find(|row| row.name == &name.text as &str) else {
        let forms = TAKEOFFS.iter().map(|row| row.name);
        let near = did_you_mean(&name.text, forms, "it can be");
        let message = format!("`takeoff` cannot be `{}`", printable(&name.text));
        flaws.add(&path, &name.place, message, near);
        return None;
    };
    let mut reader = Reader { name, arguments, actors, uncertain, path };
    match form.name {
        "After" => reader.after(node, flaws),
        "Capability" => reader.capability(flaws),
        "Generations" => reader.generations(flaws),
        "Doublings" => reader.doublings(flaws),
        "Level" => reader.level(flaws),
        _ => reader.copies(flaws),
    }
}

/// Reads one form of takeoff.
struct Reader<'r, 'n> {
    name: &'r Name,
    arguments: &'r Arguments,
    actors: &'r BTreeMap<String, ActorId>,
    uncertain: &'r mut Uncertain<'n>,
    path: Path,
}

impl<'r> Reader<'r, '_> {
    fn after(&mut self, node: &Node, flaws: &mut Flaws) -> Option<TakeoffRecipe> {
        let path = &self.path;
        let law = match self.arguments {
            Arguments::Positional(values) if values.len() == 1 => &values[0],
            Arguments::Positional(_) | Arguments::Named(_) | Arguments::None => {
                let hint = format!("as in `takeoff: {}`", TAKEOFFS[0].example);
                flaws.add(path, &node.place, "`After` takes one law", hint);
                return None;
            }
        };
        flaws.marks.clear();
        let read = law::template(law, Dimension::Span, path, Some(self.uncertain), flaws)?;
        let marks = std::mem::take(&mut flaws.marks);
        if read.fixed().is_some() {
            flaws.figure(FigureAt::Takeoff, marks, "`takeoff`", path, &law.place);
        }
        if read.support().0 < 0.0 {
            flaws.error(path, &law.place, "`takeoff` cannot come before the start");
            return None;
        }
        Some(TakeoffRecipe::After(read))
    }

    fn capability(&mut self, flaws: &mut Flaws) -> Option<TakeoffRecipe> {
        let given = self.given(CAPABILITY_FIELDS, flaws);
        let of = self.whose(given[1], flaws);
        let above_start = given[0].and_then(|one| self.figure(one, Dimension::Magnitude, flaws));
        Some(TakeoffRecipe::Capability { of: of?, above_start: above_start? })
    }

    fn generations(&mut self, flaws: &mut Flaws) -> Option<TakeoffRecipe> {
        let given = self.given(GENERATIONS_FIELDS, flaws);
        let of = self.whose(given[2], flaws);
        let count = given[0].and_then(|one| self.count(one, MOST_STEPS, flaws));
        let within = given[1].and_then(|one| self.figure(one, Dimension::Span, flaws));
        let step = match given[3] {
            Some(one) => self.figure(one, Dimension::Magnitude, flaws),
            None => Some(Amount::Fixed(DEFAULT_STEP)),
        };
        let (of, count, within, step) = (of?, count?, within?, step?);
        Some(TakeoffRecipe::Generations { of, count, within, step })
    }

    fn doublings(&mut self, flaws: &mut Flaws) -> Option<TakeoffRecipe> {
        let given = self.given(DOUBLINGS_FIELDS, flaws);
        let of = self.whose(given[2], flaws);
        let count = given[0].and_then(|one| self.count(one, MOST_STEPS, flaws));
        let within = given[1].and_then(|one| self.figure(one, Dimension::Span, flaws));
        Some(TakeoffRecipe::Doublings { of: of?, count: count?, within: within? })
    }

    fn level(&mut self, flaws: &mut Flaws) -> Option<TakeoffRecipe> {
        let given = self.given(LEVEL_FIELDS, flaws);
        let of = self.whose(given[1], flaws);
        let above_start = given[0].and_then(|one| self.figure(one, Dimension::Magnitude, flaws));
        Some(TakeoffRecipe::Level { of: of?, above_start: above_start? })
    }

    fn copies(&mut self, flaws: &mut Flaws) -> Option<TakeoffRecipe> {
        let given = self.given(COPIES_FIELDS, flaws);
        let of = self.whose(given[1], flaws);
        let count = given[0].and_then(|one| self.count(one, MOST_COPIES, flaws));
        Some(TakeoffRecipe::Copies { of: of?, count: count? })
    }

    /// The fields by their places in their table.
    fn given(&self, rows: &[FieldRow], flaws: &mut Flaws) -> Vec<Option<&'r Entry>> {
        let before = flaws.errors();
        let names: Vec<&str> = rows.iter().map(|row| row.name).collect();
        let what = format!("`{}`", self.name.text);
        let place = &self.name.place;
        let given = fields::arrange(self.arguments, &names, &what, place, &self.path, flaws);
        for (row, one) in rows.iter().zip(&given) {
            if row.required && one.is_none() && flaws.errors() == before {
                let message = format!("`{}` of {what} is missing", row.name);
                let hint = format!("as in `{}: {}`", row.name, row.example);
                flaws.add(&self.path, place, message, hint);
            }
        }
        given
    }

    /// Who is named, if anybody is; outside, whether that is sound.
    fn whose(&self, given: Option<&Entry>, flaws: &mut Flaws) -> Option<Option<ActorId>> {
        let Some(entry) = given else {
            return Some(None);
        };
        let path = self.path.to(OF);
        plain::actor(&entry.value, self.actors, &path, flaws).map(|found| Some(found.1))
    }

    /// A span or a magnitude above nothing, which may hang on an unknown or a lever.
    fn figure(&mut self, entry: &Entry, dimension: Dimension, flaws: &mut Flaws) -> Option<Amount> {
        let field = entry.key_text().unwrap_or_default();
        let (path, place) = (self.path.to(field), &entry.value.place);
        flaws.marks.clear();
        let amount = fixed(&entry.value, dimension, &path, self.uncertain, flaws)?;
        let marks = std::mem::take(&mut flaws.marks);
        if amount.is_fixed() {
            let whose = format!("`{field}` of `takeoff`");
            flaws.figure(FigureAt::Takeoff, marks, &whose, &path, place);
        }
        if amount.tried().into_iter().any(|tried| tried <= 0.0) {
            let least = if dimension == Dimension::Span {
                "longer than 0 s".to_owned()
            } else {
                format!("above {}", quantity::format(0.0, dimension))
            };
            let hint = format!("as in {}", example(dimension));
            flaws.add(&path, place, format!("`{field}` must be {least}"), hint);
            return None;
        }
        Some(amount)
    }

    fn count(&mut self, entry: &Entry, most: f64, flaws: &mut Flaws) -> Option<Amount> {
        let path = self.path.to("count");
        let count = fixed(&entry.value, Dimension::Count, &path, self.uncertain, flaws)?;
        // It says what takeoff is, as the names of fields do: no source is asked for.
        flaws.marks.clear();
        if count.tried().into_iter().any(|count| !(1.0..=most).contains(&count)) {
            let message =
                format!("`count` must be from 1 to {}", quantity::format(most, Dimension::Count));
            flaws.add(&path, &entry.value.place, message, None);
            return None;
        }
        Some(count)
    }
}

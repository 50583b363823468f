//! The few fields that a world itself has, each read by itself.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::oversight::{Accountable, Concern, Takeoff, World};
use crate::primitives::calendar::parse_date;
use crate::primitives::distribution::Distribution;
use crate::primitives::quantity::Dimension;
use crate::primitives::time::Span;

use super::accountable;
use super::actors::Names;
use super::diagnostic::{did_you_mean, printable};
use super::fields::{self, FieldRow, FormRow};
use super::file::WorldFile;
use super::flaws::{Flaws, Path};
use super::kept_hours::STARTS;
use super::names;
use super::node::{Arguments, Entry, Node, Value};
use super::plain;
use super::quantities::number;
use super::takeoff::{self, TakeoffRecipe};
use super::uncertain::Uncertain;

/// The fields of a world.
pub const FIELDS: &[FieldRow] = &[
    FieldRow {
        name: "title",
        required: false,
        example: "\"Who reads the experiments?\"",
        meaning: "What the world is about, for its reports.",
    },
    FieldRow {
        name: "starts",
        required: false,
        example: "\"2027-01-04\"",
        meaning: "The day on which a run starts, at midnight in UTC; 2027-01-01 if it is not given.",
    },
    FieldRow {
        name: "horizon",
        required: true,
        example: "\"4 y\"",
        meaning: "How long a run is; longer than 0 s.",
    },
    FieldRow {
        name: "warm_up",
        required: false,
        example: "\"90 d\"",
        meaning: "After how much of a run counts and observations begin; 0 s if it is not given.",
    },
    FieldRow {
        name: "concern",
        required: true,
        example: "[Program(\"secret run\"), Training(above: \"1e26 FLOP\")]",
        meaning: "Which work is concerning: all of a program, or training runs of a size.",
    },
    FieldRow {
        name: "takeoff",
        required: true,
        example: "After(Exponential(mean: \"2 y\"))",
        meaning: "What takeoff is: an instant drawn from a law, or what becomes of models, software or copies.",
    },
    FieldRow {
        name: "accountable",
        required: true,
        example: "[\"board\"]",
        meaning: "The actors of whom one must be convinced for the work to count as noticed, or \
                  all of them.",
    },
    FieldRow {
        name: "aftermath",
        required: false,
        example: "\"90 d\"",
        meaning: "How long after takeoff a run ends, if that is before the horizon; longer than \
                  0 s. It goes on to the horizon if it is not given.",
    },
    FieldRow {
        name: "sources",
        required: false,
        example: "{\"epoch-dc\": \"Epoch AI, Frontier Data Centers\"}",
        meaning: "Where figures come from: a text for each name that marks refer to.",
    },
    FieldRow {
        name: "unknowns",
        required: false,
        example: "{\"insight cost\": LogUniform(\"1e22 FLOP\", \"1e25 FLOP\")}",
        meaning: "What is not known: a law for each name, drawn once per replication.",
    },
    FieldRow {
        name: "correlations",
        required: false,
        example: "[(\"insight cost\", \"leak rate\", 0.6)]",
        meaning: "Rank correlations between unknowns.",
    },
    FieldRow {
        name: "levers",
        required: false,
        example: "{\"granted\": (settings: [\"1 %\", \"5 %\", \"20 %\"], baseline: \"5 %\")}",
        meaning: "What somebody chooses: settings and a baseline for each name.",
    },
    FieldRow {
        name: "holidays",
        required: false,
        example: "{\"british\": [\"2027-03-26\", \"12-25\", \"12-26\"]}",
        meaning: "Days without shifts: a list for each name that hours refer to.",
    },
    FieldRow {
        name: "actors",
        required: true,
        example: "{\"board\": Authority(prior: \"1 %\")}",
        meaning: "Who there is: a role for each name.",
    },
    FieldRow {
        name: "links",
        required: false,
        example: "[(\"desk\", Reports, \"board\")]",
        meaning: "Who does what to whom.",
    },
    FieldRow {
        name: "claims",
        required: false,
        example: "[\"P(noticed before takeoff) >= 90 %\"]",
        meaning: "What is claimed of the world, to be held against its replications.",
    },
];

/// What may stand in the list `concern`.
pub const CONCERNS: &[FormRow] = &[
    FormRow {
        name: "Program",
        example: "Program(\"secret run\")",
        meaning: "All work of this actor.",
    },
    FormRow {
        name: "Training",
        example: "Training(above: \"1e26 FLOP\")",
        meaning: "Every training run of more than so many FLOP.",
    },
    FormRow {
        name: "HiddenWork",
        example: "HiddenWork",
        meaning: "All work that an actor hides in work of its own: what an agent that runs other \
                  programs in its reservation does for them, and what a program says it hides.",
    },
];

/// The fields of the file, by their places in [`FIELDS`].
pub(super) struct Draft<'n> {
    given: Vec<Option<&'n Entry>>,
}

impl<'n> Draft<'n> {
    pub(super) fn read(file: &'n WorldFile, flaws: &mut Flaws) -> Self {
        let Value::Call(Some(name), arguments) = &file.root().value else {
            unreachable!("a world file is `World` with arguments")
        };
        let names: Vec<&str> = FIELDS.iter().map(|row| row.name).collect();
        let given =
            fields::arrange(arguments, &names, "a world", &name.place, &Path::root(), flaws);
        for (row, entry) in FIELDS.iter().zip(&given) {
            if row.required && entry.is_none() {
                let message = format!("`{}` of the world is missing", row.name);
                let hint = format!("as in `{}: {}`", row.name, row.example);
                flaws.add(&Path::root(), &name.place, message, hint);
            }
        }
        Self { given }
    }

    pub(super) fn value(&self, name: &str) -> Option<&'n Node> {
        let place = FIELDS.iter().position(|row| row.name == name);
        let place = place.expect("the table has every field that is asked for");
        self.given[place].map(|entry| &entry.value)
    }

    pub(super) fn title(&self, flaws: &mut Flaws) -> Option<String> {
        let node = self.value("title")?;
        match names::text_of(node) {
            Some(text) => Some(text.to_owned()),
            None => {
                flaws.kind(&Path::of("title"), node, "a text", None);
                None
            }
        }
    }

    pub(super) fn starts(&self, flaws: &mut Flaws) -> Date {
        let Some(node) = self.value("starts") else {
            return STARTS;
        };
        let path = Path::of("starts");
        let Some(text) = names::text_of(node) else {
            flaws.kind(&path, node, "a date", Some("as in `\"2027-01-04\"`".to_owned()));
            return STARTS;
        };
        parse_date(text).unwrap_or_else(|error| {
            flaws.add(&path, &node.place, format!("`starts`: {error}"), error.hint());
            STARTS
        })
    }

    /// The horizon, if it has no flaw.
    pub(super) fn horizon(&self, flaws: &mut Flaws) -> Option<Span> {
        let path = Path::of("horizon");
        let node = self.value("horizon")?;
        let horizon = Span::from_seconds(number(node, Dimension::Span, &path, flaws)?);
        if horizon == Span::ZERO {
            let hint = "as in `horizon: \"4 y\"`".to_owned();
            flaws.add(&path, &node.place, "`horizon` must be longer than 0 s", hint);
            return None;
        }
        Some(horizon)
    }

    /// How much of a run passes before anything is counted; less than the horizon.
    pub(super) fn warm_up(&self, horizon: Option<Span>, flaws: &mut Flaws) -> Span {
        let path = Path::of("warm_up");
        let Some(node) = self.value("warm_up") else {
            return Span::ZERO;
        };
        let Some(seconds) = number(node, Dimension::Span, &path, flaws) else {
            return Span::ZERO;
        };
        let warm_up = Span::from_seconds(seconds);
        if horizon.is_some_and(|horizon| warm_up >= horizon) {
            let hint = "what is counted is counted from its end to the horizon".to_owned();
            let message = "`warm_up` must be shorter than `horizon`";
            flaws.add(&path, &node.place, message, hint);
        }
        warm_up
    }

    /// What holds for the world but its takeoff and its declarations, which may hang
    /// on unknowns; the takeoff comes with it.
    pub(super) fn world(
        &self,
        names: &Names<'_>,
        uncertain: &mut Uncertain<'_>,
        flaws: &mut Flaws,
    ) -> Option<(World, Vec<Concern>, TakeoffRecipe)> {
        let concern = self.concern(names, flaws);
        let (accountable, needs_all) = self.accountable(names, flaws);
        let aftermath = self.aftermath(flaws);
        let node = self.value("takeoff")?;
        let takeoff = takeoff::takeoff(node, &names.ids, uncertain, flaws)?;
        let never = Takeoff::After(Distribution::Constant(0.0));
        let world = World::new(concern.clone(), never, accountable)
            .needing_all(needs_all)
            .with_aftermath(aftermath);
        Some((world, concern, takeoff))
    }

    /// How long a run goes on after takeoff, if that is said and has no flaw.
    fn aftermath(&self, flaws: &mut Flaws) -> Option<Span> {
        let path = Path::of("aftermath");
        let node = self.value("aftermath")?;
        let aftermath = Span::from_seconds(number(node, Dimension::Span, &path, flaws)?);
        if aftermath == Span::ZERO {
            let hint = "as in `aftermath: \"90 d\"`".to_owned();
            flaws.add(&path, &node.place, "`aftermath` must be longer than 0 s", hint);
        }
        Some(aftermath)
    }

    pub(super) fn list(&self, field: &str, flaws: &mut Flaws) -> &'n [Node] {
        match self.value(field).map(|node| (&node.value, node)) {
            None => &[],
            Some((Value::List(values), _)) => values,
            Some((_, node)) => {
                let row = FIELDS.iter().find(|row| row.name == field);
                let hint = row.map(|row| format!("as in `{field}: {}`", row.example));
                flaws.kind(&Path::of(field), node, "a list", hint);
                &[]
            }
        }
    }

    fn concern(&self, names: &Names<'_>, flaws: &mut Flaws) -> Vec<Concern> {
        let path = Path::of("concern");
        let nodes = self.list("concern", flaws);
        if let Some(node) = self.value("concern")
            && matches!(&node.value, Value::List(values) if values.is_empty())
        {
            let hint = "as in `concern: [Program(\"secret run\")]`".to_owned();
            flaws.add(&path, &node.place, "`concern` is empty: no work is concerning", hint);
        }
        let mut all: Vec<Concern> = Vec::new();
        let mut seen = BTreeSet::new();
        for (place, node) in nodes.iter().enumerate() {
            let path = path.to(place);
            let Some(one) = one_concern(node, names, &path, flaws) else {
                continue;
            };
            if !seen.insert(order_of(&one)) {
                flaws.error(&path, &node.place, "this concern is listed twice");
            }
            all.push(one);
        }
        all.sort_by_key(order_of);
        all
    }

    /// Whose being convinced counts, by their places, and whether all are needed.
    fn accountable(&self, names: &Names<'_>, flaws: &mut Flaws) -> (Vec<Accountable>, bool) {
        match self.value("accountable") {
            Some(node) => accountable::accountable(node, &names.ids, flaws),
            None => (Vec::new(), false),
        }
    }
}

/// Programs by their place, then training runs by their size, then hidden work: numbers
/// that are not negative are in the order of their bits.
fn order_of(concern: &Concern) -> (usize, u64) {
    match concern {
        Concern::Program(actor) => (actor.place(), 0),
        Concern::Training { above } => (usize::MAX, above.to_bits()),
        Concern::HiddenWork => (usize::MAX, u64::MAX),
    }
}

fn one_concern(node: &Node, names: &Names<'_>, path: &Path, flaws: &mut Flaws) -> Option<Concern> {
    let kinds = || CONCERNS.iter().map(|row| row.name);
    let hint = || {
        let examples: Vec<String> =
            CONCERNS.iter().map(|row| format!("`{}`", row.example)).collect();
        Some(format!("as in {}", examples.join(" or ")))
    };
    let Value::Call(Some(name), arguments) = &node.value else {
        let message =
            format!("a concern must be a name with arguments, but is {}", node.describe());
        flaws.add(path, &node.place, message, hint());
        return None;
    };
    match (name.text.as_str(), arguments) {
        ("Program", Arguments::Positional(values)) if values.len() == 1 => {
            let (_, actor) = plain::actor(&values[0], &names.ids, path, flaws)?;
            Some(Concern::Program(actor))
        }
        ("Training", Arguments::Named(_)) => {
            let given =
                fields::arrange(arguments, &["above"], "`Training`", &name.place, path, flaws);
            let above = &given[0]?.value;
            let above = number(above, Dimension::Flop, &path.to("above"), flaws)?;
            Some(Concern::Training { above })
        }
        ("HiddenWork", Arguments::None) => Some(Concern::HiddenWork),
        (kind, _) if kinds().any(|name| name == kind) => {
            let message = format!("`{kind}` is not given what it needs");
            flaws.add(path, &node.place, message, hint());
            None
        }
        (kind, _) => {
            let message = format!("there is no kind of concern `{}`", printable(kind));
            flaws.add(path, &name.place, message, did_you_mean(kind, kinds(), "the kinds are"));
            None
        }
    }
}

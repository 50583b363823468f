//! How gains are carried from one to another, as links say it, with what of it hangs
//! on unknowns and levers.
//!
//! What a gain is, and who pays for carrying it over, is the subject's matter and not
//! known here.

use crate::oversight::Improvement;
use crate::primitives::id::ActorId;
use crate::primitives::quantity::{self, Dimension};

use super::fields::FieldRow;
use super::flaws::{Flaws, Path};
use super::mark::Mark;
use super::node::Node;
use super::numeric::fixed;
use super::template::{Amount, Draws};
use super::uncertain::Uncertain;

/// What an `Improves` may be given beside the options of every link.
pub const IMPROVEMENT_FIELDS: &[FieldRow] = &[
    FieldRow {
        name: "carry",
        required: false,
        example: "\"50 %\"",
        meaning: "The part of each gain, in orders of magnitude, that is carried over; from 0 % to \
                  1000 %, and 100 % if it is not given.",
    },
    FieldRow {
        name: "cost",
        required: false,
        example: "\"1e23 FLOP\"",
        meaning: "What it costs whoever gains to carry a gain over; nothing, if it is not given.",
    },
];

/// How much more than a gain can be carried over. It keeps `50` from being taken for
/// half.
const MOST_CARRIED: f64 = 10.0;

/// What a link says that carries gains over.
#[derive(Clone, Debug, Default)]
pub(super) struct Carrying {
    pub(super) carry: Option<(Amount, Vec<Mark>)>,
    pub(super) cost: Option<(Amount, Vec<Mark>)>,
}

/// How gains of one are carried over to another in a checked world.
#[derive(Clone, Debug)]
pub struct Improved {
    pub(super) from: ActorId,
    pub(super) to: ActorId,
    pub(super) carry: Amount,
    pub(super) cost: Amount,
}

impl Improved {
    /// Between two, as their link says it.
    pub(super) fn new(from: ActorId, to: ActorId, said: &Carrying) -> Self {
        let or = |one: &Option<(Amount, _)>, default: f64| {
            one.as_ref().map_or(Amount::Fixed(default), |(amount, _)| amount.clone())
        };
        Self { from, to, carry: or(&said.carry, 1.0), cost: or(&said.cost, 0.0) }
    }

    /// Whose gains are carried over.
    #[must_use]
    pub fn from(&self) -> ActorId {
        self.from
    }

    /// Who gains by them.
    #[must_use]
    pub fn to(&self) -> ActorId {
        self.to
    }

    /// Whether it costs anything to carry a gain over, or may.
    #[must_use]
    pub fn costs(&self) -> bool {
        !matches!(self.cost, Amount::Fixed(cost) if cost <= 0.0)
    }

    /// In words: which part of a gain is carried over, and for what, if it is not all
    /// and for nothing.
    #[must_use]
    pub fn terms(&self) -> Vec<String> {
        let mut words = Vec::new();
        match &self.carry {
            Amount::Fixed(1.0) => {}
            // Parts beyond the whole are percents too.
            Amount::Fixed(carry) => words.push(format!("{} %", carry * 100.0)),
            Amount::Unknown { .. } => words.push("a part that is an unknown".to_owned()),
            Amount::Lever { .. } => words.push("a part that is a lever".to_owned()),
        }
        match &self.cost {
            Amount::Fixed(0.0) => {}
            Amount::Fixed(cost) => {
                words.push(format!("for {}", quantity::format(*cost, Dimension::Flop)));
            }
            Amount::Unknown { .. } => words.push("at a cost that is an unknown".to_owned()),
            Amount::Lever { .. } => words.push("at a cost that is a lever".to_owned()),
        }
        words
    }

    pub(super) fn is_fixed(&self) -> bool {
        self.carry.is_fixed() && self.cost.is_fixed()
    }

    pub(super) fn at(&self, draws: &Draws) -> Improvement {
        Improvement {
            from: self.from,
            to: self.to,
            carry: self.carry.at(draws),
            cost: self.cost.at(draws),
        }
    }

    /// What is stated of it in a world's canonical text.
    pub(super) fn canonical(&self) -> String {
        format!("carry {} cost {}", self.carry.canonical(), self.cost.canonical())
    }
}

/// Reads how much is carried over, and for what.
pub(super) fn carrying(
    [carry, cost]: [Option<&Node>; 2],
    path: &Path,
    uncertain: &mut Uncertain<'_>,
    flaws: &mut Flaws,
) -> Carrying {
    let mut said = Carrying::default();
    if let Some(node) = carry {
        let path = path.to("carry");
        said.carry = figure(node, Dimension::Number, &path, uncertain, flaws);
        let tried = said.carry.iter().flat_map(|(amount, _)| amount.tried());
        if tried.into_iter().any(|carry| !(0.0..=MOST_CARRIED).contains(&carry)) {
            let hint = "as in `\"50 %\"`, which is the same as `0.5`".to_owned();
            flaws.add(&path, &node.place, "`carry` must be from 0 % to 1000 %", hint);
        }
    }
    if let Some(node) = cost {
        let path = path.to("cost");
        said.cost = figure(node, Dimension::Flop, &path, uncertain, flaws);
        let tried = said.cost.iter().flat_map(|(amount, _)| amount.tried());
        if tried.into_iter().any(|cost| !(0.0..f64::INFINITY).contains(&cost)) {
            let hint = "as in `\"1e23 FLOP\"`".to_owned();
            flaws.add(&path, &node.place, "`cost` must be at least 0 FLOP", hint);
        }
    }
    said
}

/// A number and its marks.
fn figure(
    node: &Node,
    dimension: Dimension,
    path: &Path,
    uncertain: &mut Uncertain<'_>,
    flaws: &mut Flaws,
) -> Option<(Amount, Vec<Mark>)> {
    flaws.marks.clear();
    let amount = fixed(node, dimension, path, uncertain, flaws);
    let marks = std::mem::take(&mut flaws.marks);
    amount.map(|amount| (amount, marks))
}

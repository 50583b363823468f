//! What stands at a path of a world file, as far as it can be moved.
//!
//! Unknowns and levers are not known here.

use crate::behaviors::Roles;
use crate::primitives::parameter::{Kind, ParameterRow};
use crate::primitives::quantity::{self, Chips, Dimension};
use crate::world::check::check;
use crate::world::diagnostic::{Diagnostic, Diagnostics, printable};
use crate::world::file::{WorldFile, path_of};
use crate::world::node::{Node, Value};
use crate::world::provenance::without_mark;

use super::scale::{AxisRange, Scale};

/// The row of a role's table that a path leads to.
pub(super) fn row_at(
    steps: &[&str],
    file: &WorldFile,
    roles: &Roles,
) -> Option<&'static ParameterRow> {
    let ["actors", name, steps @ ..] = steps else {
        return None;
    };
    let actor = without_mark(file.at(&path_of(&["actors", name]))?);
    let mut rows = roles.get(actor.as_call()?.0.text.as_str())?.parameters;
    let mut steps = steps.iter();
    loop {
        let step = steps.next()?;
        let row = rows.iter().find(|row| row.name == *step)?;
        if steps.len() == 0 {
            return Some(row);
        }
        let (Kind::Table(_, inner) | Kind::TableByActor(_, inner)) = row.kind else {
            return None;
        };
        // The name of the entry.
        steps.next()?;
        rows = inner;
    }
}

type Values = (Option<Scale>, Vec<String>);

/// What a row of a role's table can be moved over.
pub(super) fn of_row(
    path: &str,
    row: &ParameterRow,
    node: Option<&Node>,
) -> Result<Values, Diagnostics> {
    let words = |words: &[&str]| (None, words.iter().map(|word| (*word).to_owned()).collect());
    Ok(match row.kind {
        Kind::Quantity(dimension) | Kind::Law(dimension) => {
            (Some(Scale::Quantity(dimension)), Vec::new())
        }
        Kind::Chips => {
            let text = node.and_then(Node::as_text).or(row.default).unwrap_or_default();
            let chips = Chips::parse(text).map_err(|_| unmoved(path, "no chips yet"))?;
            (Some(Scale::Chips(chips.chip())), Vec::new())
        }
        Kind::Flag => words(&["true", "false"]),
        Kind::Choice(all) => words(all),
        Kind::Hours => return Err(unmoved(path, "hours")),
        Kind::Channel | Kind::Actor | Kind::EntryOf(_) => return Err(unmoved(path, "a name")),
        Kind::Table(..) | Kind::TableByActor(..) => return Err(unmoved(path, "a table")),
    })
}

/// What stands at a path that no table of a role knows, by its own text.
pub(super) fn of_node(
    path: &str,
    steps: &[&str],
    node: Option<&Node>,
    file: &WorldFile,
    roles: &Roles,
) -> Result<Scale, Diagnostics> {
    if let ["links", _, "1", "loss"] = steps {
        return Ok(Scale::Quantity(Dimension::Share));
    }
    let Some(node) = node else {
        return not_given(path, file, roles).ok_or_else(|| nothing_there(path, file, roles));
    };
    match &node.value {
        Value::Number(number) => {
            let is_whole =
                libm::trunc(*number) == *number && takes_no_halves(path, *number, file, roles);
            let dimension = if is_whole { Dimension::Count } else { Dimension::Number };
            Ok(Scale::Quantity(dimension))
        }
        Value::Text(text) => {
            let reads = |dimension: &Dimension| quantity::parse(text, *dimension).is_ok();
            let found = Dimension::ALL.into_iter().find(reads);
            found.map(Scale::Quantity).ok_or_else(|| unmoved(path, "a text"))
        }
        Value::Flag(_)
        | Value::Absent
        | Value::List(_)
        | Value::Map(_)
        | Value::Call(..)
        | Value::Foreign => Err(unmoved(path, node.describe())),
    }
}

/// Whether a world bears one more of a number and no half more.
fn takes_no_halves(path: &str, number: f64, file: &WorldFile, roles: &Roles) -> bool {
    let bears = |number: f64| {
        let mut file = file.clone();
        file.set(path, &number.to_string()).is_ok() && check(&file, roles).is_ok()
    };
    bears(number + 1.0) && !bears(number + 0.5)
}

/// In what a field is counted that the file leaves out: in what the world bears there.
fn not_given(path: &str, file: &WorldFile, roles: &Roles) -> Option<Scale> {
    let bears = |dimension: &Dimension| {
        let tried = match dimension {
            Dimension::Share => 0.5,
            Dimension::Count => 1.0,
            // A half, as a whole number is a count.
            Dimension::Span
            | Dimension::Rate
            | Dimension::Flop
            | Dimension::FlopRate
            | Dimension::Power
            | Dimension::Money
            | Dimension::Tokens
            | Dimension::Magnitude
            | Dimension::Number => 1.5,
        };
        let mut file = file.clone();
        let text = quantity::format(tried, *dimension);
        file.set(path, &text).is_ok() && check(&file, roles).is_ok()
    };
    Dimension::ALL.into_iter().find(bears).map(Scale::Quantity)
}

/// What the door says of whoever sets something there.
fn nothing_there(path: &str, file: &WorldFile, roles: &Roles) -> Diagnostics {
    let mut file = file.clone();
    if let Err(flaws) = file.set(path, "0") {
        return flaws;
    }
    check(&file, roles).err().unwrap_or_else(|| unmoved(path, "not given"))
}

fn unmoved(path: &str, what: &str) -> Diagnostics {
    let message = format!("`{}` is {what}, which cannot be moved over a range", printable(path));
    let hint = "name a number, a word, an unknown or a lever, as `actors.desk.servers`, \
                `takeoff.0.mean` or `unknowns.opacity`";
    Diagnostic::error(message).hint(hint.to_owned()).into()
}

/// The range that a role's table declares, where steps of equal ratio or length say
/// something of it: one that begins at zero and ends far beyond what the value is, as
/// `0/y to 1e9/s`, only keeps numbers finite.
pub(super) fn range_of(row: Option<&ParameterRow>, scale: Scale, now: &str) -> Option<AxisRange> {
    const FAR: f64 = 100.0;
    let (low, high) = match (row.and_then(|row| row.range), scale) {
        (Some((low, high)), _) => (scale.parse(low).ok()?, scale.parse(high).ok()?),
        (None, Scale::Quantity(Dimension::Share)) => Dimension::Share.range(),
        (None, Scale::Quantity(_) | Scale::Chips(_)) => return None,
    };
    let now = scale.parse(now.trim_matches('"')).unwrap_or(0.0);
    let is_near = high - low <= FAR * now.abs() || scale == Scale::Quantity(Dimension::Share);
    (low < high && (low > 0.0 || is_near)).then(|| AxisRange::whole((low, high)))
}

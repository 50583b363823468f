//! What actors can be, made from the tables that the roles declare.

use std::fmt::Write as _;

use crate::behaviors::Roles;
use crate::engine::{LinkKind, MeasureOf, Role, Side};
use crate::oversight::Oversight;
use crate::primitives::parameter::{Kind, ParameterRow};

/// One line a role.
#[must_use]
pub fn list(roles: &Roles) -> String {
    let width = roles.iter().map(|role| role.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for role in roles.iter() {
        let first = role.meaning.split_inclusive(". ").next().unwrap_or(role.meaning);
        let _ = writeln!(text, "{:width$}  {}", role.name, first.trim_end());
    }
    text
}

/// All of one role, in Markdown that also reads well as it stands.
#[must_use]
pub fn one(role: &Role<Oversight>) -> String {
    let mut text = format!("## {}\n\n{}\n", role.name, role.meaning);
    if !role.parameters.is_empty() {
        text.push_str("\n### Parameters\n\n");
        for row in role.parameters {
            let _ = writeln!(text, "- {}", parameter(row, role.parameters));
        }
    }
    if !role.links.is_empty() {
        text.push_str("\n### Links\n\n");
        for rule in role.links {
            let kind = rule.kind.name();
            let way = match rule.side {
                Side::Out => format!("(this, {kind}, other)"),
                Side::In => format!("(other, {kind}, this)"),
            };
            let many = many(rule.least, rule.most);
            let _ = writeln!(text, "- `{way}`, {many}. {}", rule.meaning);
        }
    }
    if !role.measures.is_empty() {
        text.push_str("\n### Measures\n\n");
        for measure in role.measures {
            let unit = match measure.of {
                MeasureOf::PerYear(_) | MeasureOf::AmountPerYear(_) => "per year",
                MeasureOf::PerReplication(_) | MeasureOf::AmountPerReplication(_) => {
                    "per replication"
                }
                MeasureOf::Ever(_) => "a share of replications",
                MeasureOf::Share(..) => "a share",
                MeasureOf::Mean(_) => "a mean",
            };
            let _ = writeln!(text, "- `{}`, {unit}. {}", measure.name, measure.meaning);
        }
    }
    if !role.milestones.is_empty() {
        let names: Vec<String> = role.milestones.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(text, "\n### Milestones\n\n- {}", names.join(", "));
    }
    text
}

/// The reference of all roles, as `docs/roles.md` has it.
#[must_use]
pub fn all(roles: &Roles) -> String {
    let mut text = String::from(
        "# Roles\n\nWhat an actor of a world file can be. Made by `foomwatch roles --all` from the \
         tables that\nthe behaviors declare.\n",
    );
    for role in roles.iter() {
        let _ = write!(text, "\n{}", one(role));
    }
    text
}

/// A row, and the rows of the role that it belongs to.
fn parameter(row: &ParameterRow, own: &[ParameterRow]) -> String {
    let in_file = |value: &str| match row.kind {
        Kind::Choice(_) => value.to_owned(),
        _ => in_file(value),
    };
    let mut text = format!("`{}`: {}", row.name, kind(row.kind, own));
    if let Some((low, high)) = row.range {
        let _ = write!(text, " from `{}` to `{}`", in_file(low), in_file(high));
    }
    match row.default {
        Some(default) => {
            let _ = write!(text, ", by default `{}`", in_file(default));
        }
        None if row.optional => text.push_str(", optional"),
        None => text.push_str(", required"),
    }
    let _ = write!(text, ". {}", row.meaning.trim());
    text
}

/// A value as it stands in a file: texts and quantities in quotes, numbers, words
/// and what has quotes within as they are.
fn in_file(value: &str) -> String {
    let is_bare = value.parse::<f64>().is_ok()
        || value.contains(['"', '('])
        || matches!(value, "true" | "false" | "{}");
    if is_bare { value.to_owned() } else { format!("\"{value}\"") }
}

fn kind(kind: Kind, own: &[ParameterRow]) -> String {
    match kind {
        Kind::Quantity(dimension) => {
            format!("{}, as `{}`", dimension.noun(), in_file(dimension.example()))
        }
        Kind::Law(dimension) => format!("a law over {}", dimension.noun()),
        Kind::Chips => "chips, as `\"16384 H100\"`".to_owned(),
        Kind::Hours => "opening hours, as `\"Mo-Fr 09:00-17:00\"`".to_owned(),
        Kind::Flag => "`true` or `false`".to_owned(),
        Kind::Channel => "a channel, as `\"power\"`".to_owned(),
        Kind::Actor => "the name of an actor".to_owned(),
        Kind::Table(_, rows) => {
            let rows: Vec<String> = rows.iter().map(|row| parameter(row, own)).collect();
            format!("a map from names to groups of fields ({})", rows.join("; "))
        }
        Kind::TableByActor(_, rows) => {
            let rows: Vec<String> = rows.iter().map(|row| parameter(row, own)).collect();
            format!("a map from names of actors to groups of fields ({})", rows.join("; "))
        }
        Kind::EntryOf(table) => {
            let is_of =
                |row: &&ParameterRow| matches!(row.kind, Kind::Table(name, _) if name == table);
            match own.iter().find(is_of) {
                Some(row) => format!("the name of an entry of `{}`", row.name),
                None => "the name of an entry of an actor at the other end of a link".to_owned(),
            }
        }
        Kind::Choice(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            format!("one of {}", words.join(", "))
        }
    }
}

fn many(least: u32, most: u32) -> String {
    match (least, most) {
        (0, u32::MAX) => "any number".to_owned(),
        (least, u32::MAX) => format!("at least {least}"),
        (0, most) => format!("at most {most}"),
        (least, most) if least == most => format!("exactly {least}"),
        (least, most) => format!("from {least} to {most}"),
    }
}

//! The defaults of roles, tried before any world is read.
//!
//! It lacks what can be told without a world file, as that is told when a role is
//! registered.

use std::collections::BTreeMap;

use crate::behaviors::Roles;
use crate::primitives::parameter::{Kind, ParameterRow};

use super::diagnostic::{Diagnostic, Diagnostics};
use super::plain::Surroundings;
use super::setting::try_default;

/// Whether the defaults of these roles are such as a world could have.
///
/// # Errors
///
/// If one is not: with each that is wrong, its role and the reason. Whoever wrote the role
/// must mend it.
pub fn check_defaults(roles: &Roles) -> Result<(), Diagnostics> {
    let actors = BTreeMap::new();
    let mut around = Surroundings::of_actors(&actors);
    let mut wrong = Vec::new();
    for role in roles.iter() {
        around.defaults.clear();
        for row in role.parameters.iter().flat_map(with_parts) {
            let Err(why) = try_default(row, role.name, &mut around) else {
                continue;
            };
            let (name, role) = (row.name, role.name);
            let text = row.default.unwrap_or_default();
            let told = |flaw: &Diagnostic| {
                let why = &flaw.message;
                let message =
                    format!("`{name}` of the role `{role}` has the default {text:?}: {why}");
                Diagnostic { hint: flaw.hint.clone(), ..Diagnostic::error(message) }
            };
            wrong.extend(why.iter().map(told));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Diagnostics::new(wrong)) }
}

/// A row, or those of the table that it is.
fn with_parts(row: &'static ParameterRow) -> &'static [ParameterRow] {
    match row.kind {
        Kind::Table(_, rows) | Kind::TableByActor(_, rows) => rows,
        Kind::Quantity(_)
        | Kind::Law(_)
        | Kind::Chips
        | Kind::Hours
        | Kind::Flag
        | Kind::Channel
        | Kind::Actor
        | Kind::Choice(_)
        | Kind::EntryOf(_) => std::slice::from_ref(row),
    }
}

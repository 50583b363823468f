//! What is given under which name: settings stand in the order of their rows.
//!
//! It lacks types: who knows an actor's role reads its parameters instead.

use crate::primitives::parameter::{ParameterRow, Setting};
use crate::world::BlueprintActor;

/// The place of the row with this name.
pub(super) fn place_of(rows: &[ParameterRow], name: &str) -> Option<usize> {
    rows.iter().position(|row| row.name == name)
}

/// Which of these settings is that of the row with this name.
pub(super) fn given<'s>(
    rows: &[ParameterRow],
    settings: &'s [Setting],
    name: &str,
) -> Option<&'s Setting> {
    Some(&settings[place_of(rows, name)?])
}

/// The same, if it is a number.
pub(super) fn number_given(rows: &[ParameterRow], settings: &[Setting], name: &str) -> Option<f64> {
    let Setting::Number(number) = given(rows, settings, name)? else { return None };
    Some(*number)
}

/// What an actor is given under this name.
pub(super) fn setting<'a>(actor: &'a BlueprintActor, row: &str) -> Option<&'a Setting> {
    given(actor.role().parameters, actor.settings(), row)
}

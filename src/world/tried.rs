//! A role with its parameters, tried by itself before there is a world around it.
//!
//! It lacks links, unknowns and levers: what is tried stands in the text.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::Role;
use crate::oversight::Oversight;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Fault, Setting};

use super::diagnostic::{Diagnostics, Source};
use super::file::written;
use super::flaws::{Flaws, Path};
use super::names;
use super::node::Value;
use super::plain::Surroundings;
use super::setting::{self, Owner};

/// What a role itself has against these parameters, as `Sensor(every: "1 d")` gives them;
/// they may name these actors.
///
/// # Errors
///
/// If the text is not the role's name with parameters that are well each by itself.
pub fn faults_of(
    role: &Role<Oversight>,
    text: &str,
    actors: &[&str],
) -> Result<Vec<Fault>, Diagnostics> {
    let Some(faults) = role.faults() else {
        return Ok(Vec::new());
    };
    let source = Arc::new(Source::new("an actor", text.to_owned(), 0));
    let node = written(&source, 0).map_err(|flaw| Diagnostics::new(vec![flaw]))?;
    let mut flaws = Flaws::default();
    let Value::Call(_, arguments) = &node.value else {
        flaws.kind(&Path::root(), &node, "a role", None);
        return Err(flaws.finish());
    };
    let ids: BTreeMap<String, ActorId> = actors
        .iter()
        .zip(0..)
        .map(|(name, place)| ((*name).to_owned(), ActorId::new(place)))
        .collect();
    let mut around = Surroundings::of_actors(&ids);
    let what = names::a(role.name);
    let id = ActorId::new(0);
    let owner =
        Owner { name: role.name, rows_of: role.name, what: &what, id, at: None, role: Some(role) };
    let (rows, place) = (role.parameters, &node.place);
    let all = setting::all(rows, arguments, place, &owner, &Path::root(), &mut around, &mut flaws);
    if flaws.errors() > 0 {
        return Err(flaws.finish());
    }
    let settings: Vec<Setting> = all.into_iter().map(|one| one.setting).collect();
    Ok(faults(&settings))
}

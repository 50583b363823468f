//! The law that a name changes nothing in law.

use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::{Edit, Specimen};

use super::contest::{Signs, alike};
use super::replays::Replays;
use super::variants::{changed, choices, one_of, other_seed};

pub(in crate::laws) const RENAMED: Law = Law {
    name: "names-mean-nothing-in-law",
    statement: "A world in which an actor has another name, or all have other names and the \
        opposite order in the alphabet, has the same law of all that is told of a replication \
        and of all that is measured of any actor.",
    class: "All worlds.",
    why: "A name keys an actor's draws and its place among those who act at one instant. Draws \
        under one key have the same law as under another and are independent of it, and the \
        order within an instant is a hash of name and replication, so that no name is first \
        more often than another.",
    reach: Reach::InLaw,
    check,
};

fn check(specimen: &Specimen) -> Verdict {
    let world = specimen.blueprint();
    let mut names: Vec<&str> = world.actors().iter().map(|one| one.name()).collect();
    // All of them in the other direction of the alphabet, or one before or behind all others.
    let mut stream = choices(specimen.seed(), "renamed");
    let names: Vec<(&str, String)> = if stream.chance(0.5) {
        names.sort_unstable();
        (100..)
            .zip(names.iter().rev())
            .map(|(place, name)| (*name, format!("{place} {name}")))
            .collect()
    } else {
        let edge = if stream.chance(0.5) { "0" } else { "~" };
        let name = one_of(&mut stream, names);
        name.map(|name| (name, format!("{edge} {name}"))).into_iter().collect()
    };
    if names.is_empty() {
        return Verdict::Silent;
    }
    let edit = |(from, to): &(&str, String)| Edit::RenameActor {
        from: (*from).to_owned(),
        to: to.clone(),
    };
    let edits: Vec<Edit> = names.iter().map(edit).collect();
    let Some(variant) = changed(specimen, &edits) else {
        return Verdict::Silent;
    };
    let counterpart = |name: &str| {
        let found = names.iter().find(|(from, _)| *from == name);
        found.map(|(_, to)| to.as_str())
    };
    let other = variant.blueprint();
    let signs = Signs::default()
        .all_told(world, other)
        .measures(world, other, |name| counterpart(name).or(Some(name)));
    let mut ours = Replays::of(specimen);
    let mut theirs = Replays::new(other, other_seed(specimen.seed()));
    let told: Vec<String> =
        names.iter().map(|(from, to)| format!("`{from}` is called `{to}`")).collect();
    let told = format!("the one where {}", told.join(" and "));
    alike(&mut ours, &mut theirs, &signs, ("the world as it is", &told))
}

//! The law that a name changes nothing in law.

use crate::laws::law::{Law, Reach, Verdict};
use crate::laws::{Edit, Specimen};

use super::contest::{Signs, alike};
use super::replays::Replays;
use super::variants::{changed, choices, one_of, other_seed};

pub(in crate::laws) const RENAMED: Law = Law {
    name: "names-mean-nothing-in-law",
    statement: "A world in which an actor has another name has the same law of all that is told \
        of a replication and of all that is measured of any actor.",
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
    let mut stream = choices(specimen.seed(), "renamed");
    let Some(from) = one_of(&mut stream, world.actors().iter().map(|one| one.name()).collect())
    else {
        return Verdict::Silent;
    };
    // In the alphabet before or behind all others.
    let to = format!("{} {from}", if stream.chance(0.5) { "0" } else { "~" });
    let edit = Edit::RenameActor { from: from.to_owned(), to: to.clone() };
    let Some(variant) = changed(specimen, &[edit]) else {
        return Verdict::Silent;
    };
    let counterpart = |name: &str| if name == from { Some(to.as_str()) } else { None };
    let other = variant.blueprint();
    let signs = Signs::default()
        .all_told(world, other)
        .measures(world, other, |name| counterpart(name).or(Some(name)));
    let mut ours = Replays::of(specimen);
    let mut theirs = Replays::new(other, other_seed(specimen.seed()));
    let told = format!("the one where `{from}` is called `{to}`");
    alike(&mut ours, &mut theirs, &signs, ("the world as it is", &told))
}

//! Edits of a given world that keep it sound: a parameter within its range, a link more or
//! less, an actor under another name.
//!
//! They change what a world says, and hardly what it means: what a given world is about
//! is its writer's.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};

use crate::engine::{LinkKind as _, LinkRule, Side};
use crate::oversight::Link;
use crate::primitives::parameter::{Kind, Setting};
use crate::world::{Blueprint, BlueprintActor, path_of, quoted};

use super::figures::Writer;
use super::genes::Tape;
use super::scale::Scale;
use crate::laws::edit::Edit;
use crate::laws::specimen::Specimen;

/// How many genes an edit is made of at most.
const GENES: usize = 12;

/// One to three edits of a world, one after the other, after which it is sound.
pub fn edits(specimen: &Specimen) -> impl Strategy<Value = Vec<Edit>> + Clone + use<> {
    let specimen = specimen.clone();
    vec(vec(any::<u16>(), 3..=GENES), 1..=3).prop_map(move |genes| sound(&specimen, &genes))
}

/// The edits of genes. One after which the world would not be sound gives way to another
/// order of everything.
fn sound(specimen: &Specimen, genes: &[Vec<u16>]) -> Vec<Edit> {
    let mut now = specimen.clone();
    let mut edits = Vec::new();
    for genes in genes {
        let wanted = edit(now.blueprint(), &mut Tape::of(genes));
        let plain = Edit::Shuffle { seed: u64::from(genes[1]) };
        for edit in wanted.into_iter().chain([plain]) {
            let text = edit.apply_with(now.text(), now.roles());
            if let Some(Ok(variant)) = text.map(|text| now.variant(text)) {
                now = variant;
                edits.push(edit);
                break;
            }
        }
    }
    edits
}

fn edit(world: &Blueprint, tape: &mut Tape<'_>) -> Option<Edit> {
    match tape.weighed(&[60, 15, 15, 10]) {
        0 => figure(world, tape),
        1 => link(world, tape),
        2 => {
            let places = droppable(world);
            let place = *places.get(tape.below(places.len()))?;
            Some(Edit::DropLink { place })
        }
        _ => {
            let from = tape.pick(world.actors()).name().to_owned();
            let to = (2_u32..).map(|number| format!("{from} {number}"));
            let to = to.into_iter().find(|name| world.actor(name).is_none())?;
            Some(Edit::RenameActor { from, to })
        }
    }
}

/// Another value of a parameter, within its range.
fn figure(world: &Blueprint, tape: &mut Tape<'_>) -> Option<Edit> {
    let actor = tape.pick(world.actors());
    let scale = scale_of(world);
    let writer = Writer { role: actor.role().name, scale: &scale };
    let rows: Vec<_> = actor.role().parameters.iter().filter(|row| is_plain(row.kind)).collect();
    let row = rows.get(tape.below(rows.len()))?;
    let value = writer.value(row, tape)?;
    Some(Edit::Set { path: path_of(&["actors", actor.name(), row.name]), value })
}

fn is_plain(kind: Kind) -> bool {
    match kind {
        Kind::Quantity(_)
        | Kind::Law(_)
        | Kind::Hours
        | Kind::Flag
        | Kind::Choice(_)
        | Kind::Chips => true,
        Kind::Channel
        | Kind::Actor
        | Kind::Table(..)
        | Kind::TableByActor(..)
        | Kind::EntryOf(_) => false,
    }
}

/// One link more between two whose roles know it.
fn link(world: &Blueprint, tape: &mut Tape<'_>) -> Option<Edit> {
    let mut open: Vec<(&BlueprintActor, Link, &BlueprintActor)> = Vec::new();
    for from in world.actors() {
        for rule in from.role().links.iter().filter(|rule| rule.side == Side::Out) {
            if count(world, from, rule.kind, Side::Out) >= rule.most as usize {
                continue;
            }
            let others = world.actors().iter().filter(|to| {
                to.id() != from.id()
                    && bears_more(world, to, rule.kind)
                    && !joined(world, from, rule, to)
            });
            open.extend(others.map(|to| (from, rule.kind, to)));
        }
    }
    let (from, kind, to) = open.get(tape.below(open.len()))?;
    let kind = match kind {
        Link::Own(name) => format!("Own({})", quoted(name)),
        built_in => built_in.name().to_owned(),
    };
    Some(Edit::AddLink {
        link: format!("({}, {kind}, {})", quoted(from.name()), quoted(to.name())),
    })
}

fn bears_more(world: &Blueprint, to: &BlueprintActor, kind: Link) -> bool {
    let rule = to.role().links.iter().find(|rule| rule.kind == kind && rule.side == Side::In);
    rule.is_some_and(|rule| count(world, to, kind, Side::In) < rule.most as usize)
}

fn joined(
    world: &Blueprint,
    from: &BlueprintActor,
    rule: &LinkRule<Link>,
    to: &BlueprintActor,
) -> bool {
    ends(world).any(|(one, kind, other)| (one, kind, other) == (from.name(), rule.kind, to.name()))
}

fn count(world: &Blueprint, actor: &BlueprintActor, kind: Link, side: Side) -> usize {
    let is_it = |(from, one, to): &(&str, Link, &str)| {
        *one == kind && if side == Side::Out { *from == actor.name() } else { *to == actor.name() }
    };
    ends(world).filter(is_it).count()
}

/// All links by the names of their ends, in the order of the file.
fn ends(world: &Blueprint) -> impl Iterator<Item = (&str, Link, &str)> {
    let network = world.network();
    network.edge_indices().filter_map(move |edge| {
        let (from, to) = network.edge_endpoints(edge)?;
        Some((network[from].as_str(), network[edge].kind, network[to].as_str()))
    })
}

/// The places of links that nobody needs.
fn droppable(world: &Blueprint) -> Vec<usize> {
    let is_free = |name: &str, kind: Link, side: Side| {
        let Some(actor) = world.actor(name) else { return false };
        let rule = actor.role().links.iter().find(|rule| rule.kind == kind && rule.side == side);
        rule.is_some_and(|rule| count(world, actor, kind, side) > rule.least as usize)
    };
    let all = ends(world).enumerate();
    let free = all.filter(|(_, (from, kind, to))| {
        is_free(from, *kind, Side::Out) && is_free(to, *kind, Side::In)
    });
    free.map(|(place, _)| place).collect()
}

/// The scale of a given world: its horizon, and the chips of its first cluster.
fn scale_of(world: &Blueprint) -> Scale {
    let mut settings = world.actors().iter().flat_map(BlueprintActor::settings);
    let chips = settings.find_map(|setting| match setting {
        Setting::Chips(chips) => Some(chips.count()),
        Setting::Absent
        | Setting::Number(_)
        | Setting::Law(_)
        | Setting::Hours(_)
        | Setting::Flag(_)
        | Setting::Channel(_)
        | Setting::Actor(_)
        | Setting::Choice(_)
        | Setting::Table(_)
        | Setting::TableByActor(_)
        | Setting::EntryOf(_) => None,
    });
    let (horizon, chips) = (world.horizon().seconds(), chips.unwrap_or(1_000));
    Scale { text: "", horizon, chips, is_nasty: true }
}

//! Who can hide work in a world, and what of it is hardly meant.
//!
//! Whether anybody does hide work is not known here: that is seen in a run.

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use crate::engine::{LinkKind, Network, Side};
use crate::oversight::{Concern, Link};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Kind, ParameterRow, Setting};

use super::actors::Names;
use super::blueprint::{Blueprint, BlueprintActor, node_of};
use super::diagnostic::{Place, printable};
use super::flaws::{Flaws, Path};
use super::improved::Improved;

/// The flag by which roles say that they hide work of their own accord.
const HIDDEN: &str = "hidden";

/// The figures by which roles say that they do not let all of themselves see.
const HOLDS_BACK: [&str; 2] = ["hides", "hidden_gain"];

/// Whose work can be hidden, in the order of places: of whom somebody shelters, and of
/// whoever says it of its own work.
pub(super) fn hiders(blueprint: &Blueprint) -> Vec<ActorId> {
    let hides = |actor: &&BlueprintActor| {
        says_so(blueprint, actor) || !shelterers(blueprint, actor.id).is_empty()
    };
    blueprint.actors().iter().filter(hides).map(BlueprintActor::id).collect()
}

/// Who runs the work of a program in work of its own, as it is hosted itself.
pub(super) fn shelterers(blueprint: &Blueprint, program: ActorId) -> Vec<ActorId> {
    hosts_of_hosts(blueprint.network(), program)
}

/// Whose work is hidden in that of another, in the order of places.
pub(super) fn sheltered(network: &Network<Link>) -> Vec<ActorId> {
    let all = network.node_indices().map(|node| ActorId::new(node.index() as u32));
    all.filter(|actor| !hosts_of_hosts(network, *actor).is_empty()).collect()
}

/// Who hosts a program and is hosted too.
fn hosts_of_hosts(network: &Network<Link>, program: ActorId) -> Vec<ActorId> {
    let into = |actor: ActorId| {
        let edges = network.edges_directed(node_of(actor), Direction::Incoming);
        let hosts = edges.filter(|edge| edge.weight().kind == Link::Hosts);
        hosts.map(|edge| ActorId::new(edge.source().index() as u32))
    };
    into(program).filter(|host| into(*host).next().is_some()).collect()
}

/// Whether an actor's role says that it hides work, or its parameters do or may do so.
fn says_so(blueprint: &Blueprint, actor: &BlueprintActor) -> bool {
    if actor.role.hides_work {
        return true;
    }
    let recipes = blueprint.holes.settings.get(&actor.id).map_or(&[][..], Vec::as_slice);
    let hangs = |place: usize| recipes.iter().any(|recipe| recipe.0 == place);
    let says = |name: &str| name == HIDDEN || HOLDS_BACK.contains(&name);
    let mut rows = actor.role.parameters.iter().enumerate();
    rows.any(|(place, row)| says(row.name) && hangs(place))
        || is_set(actor.role.parameters, &actor.settings)
}

/// Whether an actor's own work is hidden, or may be, wherever it runs.
fn works_in_hiding(blueprint: &Blueprint, actor: &BlueprintActor) -> bool {
    let recipes = blueprint.holes.settings.get(&actor.id).map_or(&[][..], Vec::as_slice);
    let settings = actor.role.parameters.iter().zip(&actor.settings).enumerate();
    let mut flags = settings.filter(|(_, (row, _))| row.name == HIDDEN);
    actor.role.hides_work
        || flags.any(|(place, (_, setting))| {
            *setting == Setting::Flag(true) || recipes.iter().any(|recipe| recipe.0 == place)
        })
}

/// Whether the flag is set among these, or in an entry of a table.
fn is_set(rows: &[ParameterRow], settings: &[Setting]) -> bool {
    rows.iter().zip(settings).any(|(row, setting)| match (setting, row.kind) {
        (Setting::Flag(flag), _) => row.name == HIDDEN && *flag,
        (Setting::Number(number), _) => HOLDS_BACK.contains(&row.name) && *number > 0.0,
        (Setting::Law(law), _) => HOLDS_BACK.contains(&row.name) && law.support().1 > 0.0,
        (Setting::Table(entries), Kind::Table(_, rows)) => {
            entries.iter().any(|(_, settings)| is_set(rows, settings))
        }
        (Setting::TableByActor(entries), Kind::TableByActor(_, rows)) => {
            entries.iter().any(|(_, settings)| is_set(rows, settings))
        }
        (
            Setting::Absent
            | Setting::Chips(_)
            | Setting::Hours(_)
            | Setting::Channel(_)
            | Setting::Actor(_)
            | Setting::Choice(_)
            | Setting::EntryOf(_)
            | Setting::Table(_)
            | Setting::TableByActor(_),
            _,
        ) => false,
    })
}

/// Hidden work that is concerning where nobody can hide any.
pub(super) fn nobody_hides(blueprint: &Blueprint, place: &Place, flaws: &mut Flaws) {
    if blueprint.concern.contains(&Concern::HiddenWork) && hiders(blueprint).is_empty() {
        let message = "nobody can hide work, so none is concerning for being hidden";
        let hint =
            "as in `(\"agent\", Hosts, \"program\")` beside `(\"cluster\", Hosts, \"agent\")`";
        flaws.warn(&Path::of("concern"), place, message, hint.to_owned());
    }
}

/// Means of hidden work that lead nowhere: work that nobody hosts, strategies that
/// direct nobody, and weights that can be changed but not put to work.
pub(super) fn without_means(blueprint: &Blueprint, names: &Names<'_>, flaws: &mut Flaws) {
    for actor in blueprint.actors() {
        let entry = names.entries[actor.name.as_str()];
        let path = Path::of("actors").to(actor.name.as_str());
        let found = unplaced(blueprint, actor).into_iter().chain(half_edits(blueprint, actor));
        for (message, hint) in found {
            flaws.warn(&path, &entry.key.place, message, hint);
        }
    }
}

fn bears(actor: &BlueprintActor, kind: Link, side: Side) -> bool {
    actor.role.links.iter().any(|rule| rule.kind == kind && rule.side == side)
}

/// Whom an actor's links of a kind lead to.
fn led_to(blueprint: &Blueprint, actor: &BlueprintActor, kind: Link) -> Vec<NodeIndex> {
    let edges = blueprint.network().edges(node_of(actor.id));
    edges.filter(|edge| edge.weight().kind == kind).map(|edge| edge.target()).collect()
}

/// Hidden work without a host, and a strategy without anybody to follow it.
fn unplaced(blueprint: &Blueprint, actor: &BlueprintActor) -> Vec<(String, String)> {
    let name = printable(&actor.name);
    let mut found = Vec::new();
    let mut into = blueprint.network().edges_directed(node_of(actor.id), Direction::Incoming);
    let is_hosted = into.any(|edge| edge.weight().kind == Link::Hosts);
    if bears(actor, Link::Hosts, Side::In) && !is_hosted && works_in_hiding(blueprint, actor) {
        let hint = format!("as in `(\"agent\", Hosts, \"{name}\")`");
        found.push((format!("`{name}` hides its work, but nobody hosts it"), hint));
    }
    let costs = |one: &Improved| one.to() == actor.id && one.costs();
    if !is_hosted && blueprint.improvements().iter().any(costs) {
        let hint = format!("as in `(\"cluster\", Hosts, \"{name}\")`");
        found.push((format!("nobody runs what it costs `{name}` to carry gains over"), hint));
    }
    let directs = bears(actor, Link::Directs, Side::Out);
    if directs && led_to(blueprint, actor, Link::Directs).is_empty() {
        let hint = format!("as in `(\"{name}\", Directs, \"agent\")`");
        found.push((format!("`{name}` directs nobody"), hint));
    }
    found
}

/// Weights that somebody can change but not put to work, or the other way round, whose
/// role could do both.
fn half_edits(blueprint: &Blueprint, actor: &BlueprintActor) -> Vec<(String, String)> {
    if !bears(actor, Link::Writes, Side::Out) || !bears(actor, Link::Deploys, Side::Out) {
        return Vec::new();
    }
    let name = printable(&actor.name);
    let [written, deployed] =
        [Link::Writes, Link::Deploys].map(|kind| led_to(blueprint, actor, kind));
    let pairs = [
        (&written, &deployed, Link::Deploys, "can change", "put them to work"),
        (&deployed, &written, Link::Writes, "can put to work", "change them"),
    ];
    let mut found = Vec::new();
    for (there, other, missing, can, cannot) in pairs {
        for model in there.iter().filter(|model| !other.contains(model)) {
            let model = printable(&blueprint.network()[*model]);
            let kind = missing.name();
            let hint = format!("an edit needs both: add `(\"{name}\", {kind}, \"{model}\")`");
            let message = format!("`{name}` {can} the weights of `{model}`, but cannot {cannot}");
            found.push((message, hint));
        }
    }
    found
}

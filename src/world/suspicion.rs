//! What can be run but is hardly meant: findings that become warnings.

use petgraph::visit::{Dfs, EdgeFiltered, EdgeRef};

use crate::engine::{LinkLaw, LinkRule, Side};
use crate::oversight::{Concern, Flow, Link};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Setting;
use crate::primitives::quantity::{self, Dimension};

use super::actors::Names;
use super::blueprint::{Blueprint, BlueprintActor, node_of};
use super::diagnostic::{Place, did_you_mean, printable};
use super::flaws::{Flaws, Path};
use super::takeoff::{TAKEOFFS, TakeoffRecipe};

/// Looks at a world that is free of errors.
pub(super) fn look(
    blueprint: &Blueprint,
    names: &Names<'_>,
    accountable: Option<&Place>,
    flaws: &mut Flaws,
) {
    lonely(blueprint, names, flaws);
    unheard(blueprint, names, flaws);
    idle(blueprint, names, flaws);
    if let Some(place) = accountable {
        out_of_reach(blueprint, place, flaws);
        deaf(blueprint, place, flaws);
    }
}

/// Observers that listen on a channel on which nothing that they watch shows.
fn unheard(blueprint: &Blueprint, names: &Names<'_>, flaws: &mut Flaws) {
    let network = &blueprint.network;
    for actor in blueprint.actors() {
        let heard = actor.settings.iter().zip(actor.role.parameters);
        let heard = heard.filter_map(|(setting, row)| match setting {
            Setting::Channel(place) => Some((blueprint.channels()[*place as usize].as_str(), row)),
            Setting::Absent
            | Setting::Number(_)
            | Setting::Law(_)
            | Setting::Chips(_)
            | Setting::Hours(_)
            | Setting::Flag(_)
            | Setting::Actor(_)
            | Setting::Choice(_)
            | Setting::Table(_)
            | Setting::TableByActor(_)
            | Setting::EntryOf(_) => None,
        });
        for (channel, row) in heard {
            let watched = network.edges(node_of(actor.id));
            let watched = watched.filter(|edge| edge.weight().kind == Link::Watches);
            let roles = watched.map(|edge| {
                let other = blueprint.actor(&network[edge.target()]);
                other.and_then(BlueprintActor::shows_on)
            });
            // Of whom one does not say where it shows, nothing is known.
            let Some(shown) = roles.collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())
            else {
                continue;
            };
            let shown: Vec<&str> = shown.concat();
            if shown.contains(&channel) {
                continue;
            }
            let name = printable(&actor.name);
            let message =
                format!("nothing that `{name}` watches shows on `{}`", printable(channel));
            let hint = did_you_mean(channel, shown, "it shows on");
            let entry = names.entries[actor.name.as_str()];
            let path = Path::of("actors").to(actor.name.as_str()).to(row.name);
            flaws.warn(&path, &entry.key.place, message, hint);
        }
    }
}

/// A takeoff that comes after the end of the run at the earliest.
pub(super) fn never_seen(blueprint: &Blueprint, place: &Place, flaws: &mut Flaws) {
    let TakeoffRecipe::After(law) = &blueprint.whole.takeoff else {
        return;
    };
    let earliest = law.support().0;
    if earliest > blueprint.horizon.seconds() {
        let horizon = quantity::format(blueprint.horizon.seconds(), Dimension::Span);
        let message = "takeoff comes after the horizon at the earliest, so no run sees it";
        let hint = format!("the horizon is {horizon}");
        flaws.warn(&Path::of("takeoff"), place, message, hint);
    }
}

/// A takeoff by progress that nothing can bring about.
pub(super) fn never_comes(blueprint: &Blueprint, place: &Place, flaws: &mut Flaws) {
    /// Over what a model gains, and over what a scaffold has its mind.
    const GAINS: &[Link] = &[Link::Deploys, Link::Improves, Link::Writes, Link::Powers];
    /// Over what a program has what it works with.
    const MEANS: &[Link] = &[Link::Hosts, Link::Powers];
    let (of, kinds, any) = match &blueprint.whole.takeoff {
        TakeoffRecipe::After(_) => return,
        TakeoffRecipe::Capability { of, .. } | TakeoffRecipe::Generations { of, .. } => {
            (*of, GAINS, "any model")
        }
        TakeoffRecipe::Doublings { of, .. } | TakeoffRecipe::Level { of, .. } => {
            (*of, MEANS, "any research")
        }
        TakeoffRecipe::Copies { of, .. } => (*of, MEANS, "any scaffold"),
    };
    let leads = |edge: petgraph::graph::EdgeReference<'_, _>| {
        let law: &LinkLaw<Link> = edge.weight();
        kinds.contains(&law.kind) && of.is_none_or(|of| edge.target() == node_of(of))
    };
    let mut led = blueprint.network.edge_references().filter(|edge| leads(*edge)).peekable();
    if led.peek().is_some() {
        let reached = led.filter_map(|edge| blueprint.actor(&blueprint.network[edge.target()]));
        by_another_form(blueprint, of, reached, place, flaws);
        return;
    }
    let whom =
        of.map_or_else(|| any.to_owned(), |of| format!("`{}`", printable(blueprint.name_of(of))));
    let (message, hint) = if kinds == GAINS {
        (
            format!("nothing makes {whom} more capable, so takeoff never comes"),
            "as in `(\"secret run\", Deploys, \"model\")`: what is trained is put to work over it",
        )
    } else {
        (
            format!("nobody hosts or powers {whom}, so takeoff never comes"),
            "as in `(\"cluster\", Hosts, \"research\")`: what it works with comes over it",
        )
    };
    flaws.warn(&Path::of("takeoff"), place, message, hint.to_owned());
}

/// A takeoff by a form that nobody can bring about of those whom it could be about.
fn by_another_form<'b>(
    blueprint: &Blueprint,
    of: Option<ActorId>,
    mut whose: impl Iterator<Item = &'b BlueprintActor>,
    place: &Place,
    flaws: &mut Flaws,
) {
    let form = blueprint.whole.takeoff.form();
    let says_so =
        |actor: &BlueprintActor| actor.role.brings_about.is_some_and(|forms| forms.contains(&form));
    // Of whom the role does not say, nothing is known.
    if whose.any(|actor| actor.role.brings_about.is_none() || says_so(actor)) {
        return;
    }
    let whom = of.map_or_else(
        || "nobody in this world".to_owned(),
        |of| format!("`{}` never", printable(blueprint.name_of(of))),
    );
    let can = blueprint.actors().iter().filter(|actor| says_so(actor));
    let can: Vec<String> = can.map(|actor| format!("`{}`", printable(&actor.name))).collect();
    let hint = if can.is_empty() {
        let meant = TAKEOFFS.iter().find(|row| row.name == form).map_or("", |row| row.meaning);
        format!("`{form}` is this: {meant}")
    } else {
        format!("it can be of {}", can.join(", "))
    };
    let message = format!("{whom} takes off by `{form}`, so takeoff never comes");
    flaws.warn(&Path::of("takeoff"), place, message, hint);
}

/// Programs of concern whose role no cluster hosts, so that they do no work.
fn idle(blueprint: &Blueprint, names: &Names<'_>, flaws: &mut Flaws) {
    for actor in blueprint.actors() {
        let named = blueprint.concern.contains(&Concern::Program(actor.id));
        let hosted = |rule: &LinkRule<Link>| rule.side == Side::In && rule.kind == Link::Hosts;
        let shows = actor.role.shows_on.is_some_and(|channels| !channels.is_empty());
        if named && !shows && !actor.role.links.iter().any(hosted) {
            let entry = names.entries[actor.name.as_str()];
            let message = format!(
                "`{}` runs no jobs, so none of its work is concerning",
                printable(&actor.name)
            );
            flaws.warn(&Path::of("concern"), &entry.key.place, message, None);
        }
    }
}

/// Accountable actors whose role takes no reports, so that nothing convinces
/// them.
fn deaf(blueprint: &Blueprint, place: &Place, flaws: &mut Flaws) {
    for actor in blueprint.actors() {
        let accountable = blueprint.world.accountable().iter().any(|one| one.actor == actor.id);
        let told = |rule: &LinkRule<Link>| {
            rule.side == Side::In && matches!(rule.kind, Link::Reports | Link::Own(_))
        };
        if accountable && !actor.role.links.iter().any(told) {
            let message =
                format!("`{}` takes no reports, so it cannot be convinced", printable(&actor.name));
            flaws.warn(&Path::of("accountable"), place, message, None);
        }
    }
}

/// Actors that nothing joins to any other.
fn lonely(blueprint: &Blueprint, names: &Names<'_>, flaws: &mut Flaws) {
    let mut joined = vec![false; blueprint.network.node_count()];
    for edge in blueprint.network.edge_references() {
        joined[edge.source().index()] = true;
        joined[edge.target().index()] = true;
    }
    // A parameter that names an actor joins the two as well.
    for actor in blueprint.actors() {
        for setting in &actor.settings {
            if let Setting::Actor(other) = setting {
                joined[actor.id.place()] = true;
                joined[other.place()] = true;
            }
        }
    }
    for actor in blueprint.actors() {
        if joined[actor.id.place()] || actor.role.links.is_empty() {
            continue;
        }
        let entry = names.entries[actor.name.as_str()];
        let path = Path::of("actors").to(actor.name.as_str());
        let message = format!("nothing is linked to `{}`", printable(&actor.name));
        flaws.warn(&path, &entry.key.place, message, None);
    }
}

/// Authorities that no observer's finding can reach.
fn out_of_reach(blueprint: &Blueprint, place: &Place, flaws: &mut Flaws) {
    let network = &blueprint.network;
    // A link to whom one watches, or whose jobs one runs, passes no finding on.
    let telling = EdgeFiltered::from_fn(network, |edge| edge.weight().kind.flow() == Flow::Along);
    let mut reached = vec![false; network.node_count()];
    // One walk remembers where it was, so that many watchers cost no more.
    let mut walk = Dfs::empty(&telling);
    for edge in network.edge_references() {
        let learns = match edge.weight().kind {
            Link::Watches | Link::Knows | Link::Reads | Link::Studies => Some(edge.source()),
            Link::Declares => {
                let told = blueprint.actor(&network[edge.target()]);
                told.filter(|told| told.role.hears_declarations).map(|_| edge.target())
            }
            Link::Hosts
            | Link::Alerts
            | Link::Reports
            | Link::Tells
            | Link::Orders
            | Link::Owns
            | Link::Deploys
            | Link::Powers
            | Link::Writes
            | Link::Directs
            | Link::Improves
            | Link::Feeds
            | Link::Own(_) => None,
        };
        if let Some(learns) = learns {
            walk.move_to(learns);
            while let Some(node) = walk.next(&telling) {
                reached[node.index()] = true;
            }
        }
    }
    for authority in blueprint.world.accountable() {
        if reached[authority.actor.place()] {
            continue;
        }
        let name = printable(&network[node_of(authority.actor)]);
        let message = format!("no watcher's finding can reach `{name}` along links");
        let hint = "without a way from a watcher to it, nothing it is accountable for is noticed";
        flaws.warn(&Path::of("accountable"), place, message, hint.to_owned());
    }
}

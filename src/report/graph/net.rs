//! The network of a world in an order that no file decides.

use crate::engine::LinkLaw;
use crate::oversight::{Concern, Flow, Link};
use crate::primitives::distribution::Distribution;
use crate::primitives::quantity::{Dimension, format};
use crate::world::blind_spots::BlindSpots;
use crate::world::{Blueprint, Declared, Improved};

use super::flow::order;
use super::ink::{share, span};
use super::spot::{Spot, spot};

/// Actors in columns by role, and the links between them.
pub(super) struct Net {
    pub(super) title: String,
    /// What holds for the world as a whole, in a line.
    pub(super) about: String,
    /// Names of roles, along the flow, each with its actors in the order of names.
    pub(super) columns: Vec<(&'static str, Vec<usize>)>,
    /// In the order of names.
    pub(super) actors: Vec<NetActor>,
    /// In the order of their ends and kinds.
    pub(super) links: Vec<NetLink>,
    /// The kinds that there are.
    pub(super) kinds: Vec<Link>,
    /// Those among them that no role of foomwatch itself has.
    pub(super) own: Vec<Link>,
    /// Whether blind spots are shown.
    pub(super) shows_spots: bool,
}

/// An actor.
pub(super) struct NetActor {
    pub(super) name: String,
    pub(super) is_accountable: bool,
    /// All of its work is concerning.
    pub(super) is_concerning: bool,
    /// What it is to paths of notice, where that is to be shown.
    pub(super) spot: Option<Spot>,
}

impl NetActor {
    /// What is to be known about it beside its name.
    pub(super) fn marks(&self) -> Vec<&'static str> {
        let marks = [(self.is_accountable, "accountable"), (self.is_concerning, "concerning")];
        let marks = marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark);
        marks.chain(self.spot.map(Spot::mark)).collect()
    }

    /// Whether paths of notice are shown and none leads through it.
    pub(super) fn is_aside(&self) -> bool {
        self.spot == Some(Spot::Aside)
    }
}

/// A link between two actors, by their places.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NetLink {
    pub(super) from: usize,
    pub(super) kind: Link,
    pub(super) to: usize,
    /// What tells it from its parallels.
    pub(super) name: String,
    /// Its name, delay and loss in a few letters, if it has any.
    pub(super) short: String,
    /// The same in words.
    pub(super) long: String,
}

/// Whether what is seen and found goes against links of this kind: whatever
/// shows of a watched cluster reaches its watcher.
pub(super) fn is_against_flow(kind: Link) -> bool {
    kind.flow() == Flow::Against
}

impl Net {
    /// Whether paths of notice are shown and none leads over a link.
    pub(super) fn is_aside(&self, link: &NetLink) -> bool {
        let ends = [link.from, link.to];
        ends.iter().any(|end| self.actors[*end].is_aside())
            || (self.shows_spots && link.kind.flow() == Flow::Neither)
    }
}

impl NetLink {
    /// Where what is seen and found comes from, and where it goes.
    pub(super) fn flow(&self) -> (usize, usize) {
        if is_against_flow(self.kind) { (self.to, self.from) } else { (self.from, self.to) }
    }
}

/// The network of a blueprint, and its blind spots if they are to be shown.
pub(super) fn net(blueprint: &Blueprint, spots: Option<&BlindSpots>) -> Net {
    let mut roles: Vec<&'static str> =
        blueprint.actors().iter().map(|actor| actor.role().name).collect();
    roles.sort_unstable();
    roles.dedup();
    let role_of = |name: &str| roles.iter().position(|role| *role == name);
    let by_role: Vec<usize> = (blueprint.actors().iter())
        .map(|actor| role_of(actor.role().name).expect("it is one of theirs"))
        .collect();
    let links = links(blueprint);
    let mut flows = vec![vec![0; roles.len()]; roles.len()];
    for (from, to) in links.iter().map(NetLink::flow) {
        flows[by_role[from]][by_role[to]] += usize::from(by_role[from] != by_role[to]);
    }
    let order = order(&flows);
    let mut columns: Vec<(&'static str, Vec<usize>)> =
        order.iter().map(|role| (roles[*role], Vec::new())).collect();
    let accountable = blueprint.world().accountable();
    let mut actors = Vec::new();
    for (place, actor) in blueprint.actors().iter().enumerate() {
        let column = order.iter().position(|role| *role == by_role[place]);
        let column = column.expect("every role has a column");
        columns[column].1.push(place);
        actors.push(NetActor {
            name: actor.name().to_owned(),
            is_accountable: accountable.iter().any(|one| one.actor == actor.id()),
            is_concerning: blueprint.concern().contains(&Concern::Program(actor.id())),
            spot: spots.and_then(|spots| spot(spots, actor.id())),
        });
    }
    let mut kinds: Vec<Link> = links.iter().map(|link| link.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let own = kinds.iter().copied().filter(|kind| !Link::ALL.contains(kind)).collect();
    let title = blueprint.title().unwrap_or(blueprint.path()).to_owned();
    let shows_spots = spots.is_some();
    Net { title, about: about(blueprint), columns, actors, links, kinds, own, shows_spots }
}

fn about(blueprint: &Blueprint) -> String {
    let counted = |number: usize, thing: &str| {
        format!("{} {thing}{}", grouped(number), if number == 1 { "" } else { "s" })
    };
    let mut about = format!(
        "{}, {}, up to {}",
        counted(blueprint.actors().len(), "actor"),
        counted(blueprint.network().edge_count(), "link"),
        span(blueprint.horizon().seconds()),
    );
    for concern in blueprint.concern() {
        if let Concern::Training { above } = concern {
            about += &format!("; training above {} is concerning", format(*above, Dimension::Flop));
        }
    }
    about
}

/// A number of things with commas between thousands.
pub(super) fn grouped(number: usize) -> String {
    crate::report::number::grouped(number as i64)
}

fn links(blueprint: &Blueprint) -> Vec<NetLink> {
    let network = blueprint.network();
    let place = |node: petgraph::graph::NodeIndex| {
        let name = network[node].as_str();
        let place = blueprint.actors().binary_search_by(|actor| actor.name().cmp(name));
        place.expect("links join actors of the file")
    };
    let mut links: Vec<NetLink> = network
        .edge_indices()
        .map(|edge| {
            let (from, to) = network.edge_endpoints(edge).expect("the edge is the network's");
            let law = &network[edge];
            let (short, long) = match declared(blueprint, law, from.index(), to.index()) {
                Some(level) => (level.clone(), level),
                None => words(law, &carried(blueprint, law, from.index(), to.index())),
            };
            let (from, to) = (place(from), place(to));
            NetLink { from, kind: law.kind, to, name: law.name.clone(), short, long }
        })
        .collect();
    links.sort_unstable();
    links
}

/// The level that a link declares, if it declares one.
fn declared(blueprint: &Blueprint, law: &LinkLaw<Link>, from: usize, to: usize) -> Option<String> {
    if law.kind != Link::Declares {
        return None;
    }
    let ends = |one: &Declared| (one.owner().place(), one.observer().place());
    let all = blueprint.declarations();
    let place = all.binary_search_by_key(&(from, to), ends).ok()?;
    all[place].level()
}

/// How a link carries gains over, if it does and not in full and for nothing.
fn carried(blueprint: &Blueprint, law: &LinkLaw<Link>, from: usize, to: usize) -> Vec<String> {
    if law.kind != Link::Improves {
        return Vec::new();
    }
    let ends = |one: &Improved| (one.from().place(), one.to().place());
    let all = blueprint.improvements();
    let place = all.binary_search_by_key(&(from, to), ends);
    place.map_or_else(|_| Vec::new(), |place| all[place].terms())
}

/// A link's name, what it carries over, its delay and loss, in a few letters and in
/// words.
fn words(law: &LinkLaw<Link>, carried: &[String]) -> (String, String) {
    let (mut short, mut long) = (Vec::new(), Vec::new());
    if !law.name.is_empty() {
        short.push(format!("“{}”", law.name));
        long.push(format!("named “{}”", law.name));
    }
    short.extend_from_slice(carried);
    long.extend_from_slice(carried);
    if let Some(delay) = &law.delay {
        let (few, many) = delay_words(delay);
        short.push(few);
        long.push(many);
    }
    if law.loss > 0.0 {
        short.push(format!("loss {}", share(law.loss)));
        long.push(format!("loss {}", share(law.loss)));
    }
    (short.join(", "), long.join(", "))
}

fn delay_words(delay: &Distribution) -> (String, String) {
    let (low, high) = delay.support();
    if low >= high {
        let fixed = span(low);
        return (fixed.clone(), format!("delay {fixed}"));
    }
    let (most, mean) = (span(delay.quantile(0.95)), delay.mean());
    let (word, middle) =
        if mean.is_finite() { ("mean", mean) } else { ("median", delay.quantile(0.5)) };
    let middle = span(middle);
    (format!("~{middle}"), format!("delay {middle} ({word}), 95 % within {most}"))
}

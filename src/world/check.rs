//! From a file to a blueprint, or to everything that is wrong with the file.
//!
//! What roles and laws there are comes from their tables, and what fields a world
//! has from [`FIELDS`](super::FIELDS).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::behaviors::Roles;
use crate::engine::{LinkLaw, Network, Role};
use crate::oversight::{Link, Oversight};
use crate::primitives::distribution::Distribution;
use crate::primitives::quantity::Dimension;
use crate::primitives::time::Span;

use super::actors::{self, Names};
use super::agreement;
use super::blueprint::{Blueprint, BlueprintActor, Holes, node_of};
use super::claim;
use super::correlations::{self, Correlations};
use super::declared::{Declared, Terms};
use super::diagnostic::{Diagnostic, Diagnostics, printable};
use super::draft::Draft;
use super::figures::{FigureAt, Figures};
use super::file::WorldFile;
use super::flaws::{Flaws, Path};
use super::improved::{Carrying, Improved};
use super::kept_hours;
use super::law;
use super::link_rules::{Joined, Options, RoleOf};
use super::links;
use super::node::Node;
use super::picks::choices;
use super::plain::Surroundings;
use super::point::{Lever, Uncertainty, Unknown, UnknownOf};
use super::provenance;
use super::suspicion;
use super::template::{Amount, Draws};
use super::uncertain::{About, Uncertain, UnknownDraft};
use super::whole::Whole;

/// What a check asks for beside a sound world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    /// Every figure has a mark; one without is a flaw.
    pub sources: bool,
}

/// Checks a file against the roles.
///
/// Beside the blueprint come warnings: the world can be run, but it hardly means
/// what its writer thinks.
///
/// # Errors
///
/// All flaws of the file, and its warnings among them.
///
/// # Panics
///
/// If the table of a role that the file uses has a default or a range that is
/// not a value of its own kind: a bug of the role.
pub fn check(file: &WorldFile, roles: &Roles) -> Result<(Blueprint, Vec<Diagnostic>), Diagnostics> {
    check_with(file, roles, Demands::default())
}

/// The same, with more demands.
///
/// # Errors
///
/// As [`check`], and what the demands add.
///
/// # Panics
///
/// As [`check`].
pub fn check_with(
    file: &WorldFile,
    roles: &Roles,
    demands: Demands,
) -> Result<(Blueprint, Vec<Diagnostic>), Diagnostics> {
    let mut flaws = Flaws::default();
    flaws.strict = demands.sources;
    let draft = Draft::read(file, &mut flaws);
    flaws.sources = provenance::sources(draft.value("sources"), &mut flaws);
    let names = actors::names(draft.value("actors"), &mut flaws);
    let starts = draft.starts(&mut flaws);
    let horizon = draft.horizon(&mut flaws);
    let warm_up = draft.warm_up(horizon, &mut flaws);
    // A tick stands for a horizon that has a flaw, so that nothing goes beyond it.
    let horizon = horizon.unwrap_or(Span::TICK);
    let mut around = Surroundings {
        actors: &names.ids,
        channels: BTreeMap::new(),
        calendars: BTreeMap::new(),
        holidays: kept_hours::holidays(draft.value("holidays"), &mut flaws),
        starts,
        horizon,
        uncertain: Uncertain::read(draft.value("unknowns"), draft.value("levers"), &mut flaws),
        defaults: BTreeMap::new(),
    };
    let world = draft.world(&names, &mut around.uncertain, &mut flaws);
    let (role_of, mut made, mut holes) = actors_of(&names, roles, &mut around, &mut flaws);
    let uncertain = &mut around.uncertain;
    let joined = links::links(draft.value("links"), &names, &role_of, roles, uncertain, &mut flaws);
    figures_of_links(&joined, &mut flaws);
    let correlations =
        correlations::correlations(draft.value("correlations"), uncertain, &mut flaws);
    let uncertainty = uncertainty(uncertain, correlations, &mut flaws);
    agreement::entries(&made, &holes, &joined, &names, &mut flaws);
    let channels = actors::settle_channels(around.channels, &mut made);
    let accountable = world.as_ref().map(|(world, ..)| world.accountable());
    let known = claim::Known::new(&names.ids, &role_of, accountable, roles);
    let claims = claim::claims(draft.list("claims", &mut flaws), &known, &mut flaws);
    let title = draft.title(&mut flaws);
    let Some((world, concern, takeoff)) = world.filter(|_| flaws.errors() == 0) else {
        return Err(flaws.finish());
    };
    let typical = uncertainty.typical(&uncertainty.baseline());
    for (actor, recipes) in &holes.settings {
        let place = made.binary_search_by_key(actor, |one| one.id).expect("it was just made");
        for (row, recipe) in recipes {
            made[place].settings[*row] = recipe.at(&typical);
        }
    }
    agreement::faults(&made, &holes, &uncertainty, &names, &mut flaws);
    if flaws.errors() > 0 {
        return Err(flaws.finish());
    }
    let (declarations, improvements) = (declarations(&joined), improvements(&joined));
    let whole = Whole { takeoff, declarations, improvements };
    let network = network(&names, joined, &typical, &mut holes);
    let listeners = actors::listeners(&channels, &made);
    let world = whole.at(world.with_channels(listeners), &typical);
    let mut blueprint = Blueprint {
        title,
        path: file.name().to_owned(),
        starts,
        horizon,
        warm_up,
        actors: made,
        channels,
        network,
        world: Arc::new(world),
        whole,
        concern,
        claims,
        sets: file.sets().to_vec(),
        uncertainty,
        holes,
        sources: std::mem::take(&mut flaws.sources).into_values().collect(),
        figures: Figures::default(),
    };
    let places = draft.value("accountable").map(|node| &node.place);
    suspicion::look(&blueprint, &names, places, &mut flaws);
    if let Some(node) = draft.value("takeoff") {
        suspicion::never_seen(&blueprint, &node.place, &mut flaws);
        suspicion::never_comes(&blueprint, &node.place, &mut flaws);
    }
    blueprint.figures = std::mem::take(&mut flaws.figures);
    Ok((blueprint, flaws.finish().iter().cloned().collect()))
}

/// The roles, the actors and what of them hangs on unknowns.
fn actors_of<'r>(
    names: &Names<'_>,
    roles: &'r Roles,
    around: &mut Surroundings<'_>,
    flaws: &mut Flaws,
) -> (RoleOf<'r>, Vec<BlueprintActor>, Holes) {
    let shared: BTreeMap<&str, Arc<Role<Oversight>>> =
        roles.iter().map(|role| (role.name, Arc::new(role.clone()))).collect();
    let mut role_of = RoleOf::new();
    let mut made = Vec::new();
    let mut holes = Holes::default();
    for (name, entry) in &names.entries {
        if flaws.is_full() {
            break;
        }
        if let Some(role) = actors::role(entry, name, roles, flaws) {
            role_of.insert(names.ids[*name], role);
            let role = &shared[role.name];
            let (actor, recipes) = actors::actor(entry, name, role, around, flaws);
            if !recipes.is_empty() {
                holes.settings.insert(actor.id, recipes);
            }
            made.push(actor);
        }
    }
    (role_of, made, holes)
}

/// Counts the figures of links that are given and hang on nothing.
fn figures_of_links(joined: &[Joined], flaws: &mut Flaws) {
    for (edge, one) in (0..).zip(joined) {
        let Options { delay, delay_marks, loss, loss_marks, .. } = &one.options;
        if delay.as_ref().is_some_and(|delay| delay.fixed().is_some()) {
            let at = FigureAt::Delay(edge);
            flaws.figure(at, delay_marks.clone(), "`delay` of a link", &one.path, &one.kind_place);
        }
        if let Some(Terms { level: Some(Amount::Fixed(_)), marks, .. }) = &one.options.declared {
            let at = FigureAt::Level(edge);
            flaws.figure(at, marks.clone(), "`level` of a link", &one.path, &one.kind_place);
        }
        if let Some(Carrying { carry, cost }) = &one.options.carrying {
            let carry = carry.iter().map(|said| (FigureAt::Carry(edge), "`carry`", said));
            let cost = cost.iter().map(|said| (FigureAt::Cost(edge), "`cost`", said));
            for (at, field, (amount, marks)) in carry.chain(cost) {
                if amount.is_fixed() {
                    let whose = format!("{field} of a link");
                    flaws.figure(at, marks.clone(), &whose, &one.path, &one.kind_place);
                }
            }
        }
        if one.options.loss_given && loss.is_fixed() {
            let at = FigureAt::Loss(edge);
            flaws.figure(at, loss_marks.clone(), "`loss` of a link", &one.path, &one.kind_place);
        }
    }
}

/// What links declare, by owner and observer.
fn declarations(joined: &[Joined]) -> Vec<Declared> {
    let declared = joined.iter().filter_map(|one| {
        let Terms { purpose, level, .. } = one.options.declared.clone()?;
        Some(Declared { owner: one.from, observer: one.to, purpose, level })
    });
    let mut all: Vec<Declared> = declared.collect();
    all.sort_by_key(|one| (one.owner, one.observer));
    all
}

/// How links carry gains over, by where they come from and where they go.
fn improvements(joined: &[Joined]) -> Vec<Improved> {
    let improved = joined.iter().filter_map(|one| {
        let said = one.options.carrying.as_ref()?;
        Some(Improved::new(one.from, one.to, said))
    });
    let mut all: Vec<Improved> = improved.collect();
    all.sort_by_key(|one| (one.from, one.to));
    all
}

/// Reads the law of an unknown that nobody uses: it may be about anything, and is
/// a flaw where it can be about nothing.
fn unused_law(draft: &UnknownDraft<'_>, path: &Path, flaws: &mut Flaws) {
    // Bare numbers come last, as most values have a unit.
    let tried = Dimension::ALL.into_iter().rev().map(|dimension| {
        let mut apart = flaws.apart();
        let _ = law::distribution(draft.law, dimension, path, &mut apart);
        apart
    });
    let nearest = tried.min_by_key(Flaws::errors).expect("there are dimensions");
    let is_choice = choices(draft.law, path, "", &mut flaws.apart()).is_some();
    if nearest.errors() > 0 && !is_choice {
        nearest.finish().iter().cloned().for_each(|flaw| flaws.push(flaw));
    }
}

/// The actors and links; what hangs on unknowns is left in the holes.
fn network(
    names: &Names<'_>,
    joined: Vec<Joined>,
    typical: &Draws,
    holes: &mut Holes,
) -> Network<Link> {
    let mut network = Network::with_capacity(names.ids.len(), joined.len());
    for name in names.ids.keys() {
        network.add_node(name.clone());
    }
    for one in joined {
        let Options { name, delay, loss, .. } = one.options;
        let law = LinkLaw {
            kind: one.kind,
            name,
            delay: delay.as_ref().map(|delay| delay.at(typical)),
            loss: loss.at(typical),
        };
        let edge = network.add_edge(node_of(one.from), node_of(one.to), law);
        if let Some(delay) = delay.filter(|delay| delay.fixed().is_none()) {
            holes.delays.insert(edge, delay);
        }
        if !loss.is_fixed() {
            holes.losses.insert(edge, loss);
        }
    }
    network
}

/// The unknowns and levers as their users found them. What nobody uses brings a
/// warning, unless a flaw may be why.
fn uncertainty(
    uncertain: &Uncertain<'_>,
    correlations: Correlations,
    flaws: &mut Flaws,
) -> Uncertainty {
    let mut all = Uncertainty {
        correlations: correlations.pairs,
        joined: correlations.joined,
        ..Uncertainty::default()
    };
    let is_sound = flaws.errors() == 0;
    for (place, draft) in uncertain.unknowns.iter().enumerate() {
        let path = Path::of("unknowns").to(draft.name);
        let whose = format!("the unknown `{}`", printable(draft.name));
        // Words and hours are no figures, and an unknown of them is none either, unless its
        // author says how it is known.
        if !matches!(draft.about, Some(About::Picks(_))) || !draft.marks.is_empty() {
            let at = FigureAt::Unknown(place as u32);
            flaws.figure(at, draft.marks.clone(), &whose, &path, draft.place);
        }
        if draft.uses == 0 {
            unused_law(draft, &path, flaws);
        }
        if draft.uses == 0 && is_sound {
            let hint = format!("as in `Unknown(\"{}\")` in a parameter", printable(draft.name));
            flaws.warn(&path, draft.place, format!("nothing uses {whose}"), hint);
        }
        let (law, of) = match &draft.about {
            Some(About::Numbers(dimension, Some(law))) => {
                (law.clone(), UnknownOf::Numbers(*dimension))
            }
            Some(About::Picks(law)) => (law.clone(), UnknownOf::Picks),
            // What is about nothing, or has a flaw, stands for nothing.
            Some(About::Numbers(_, None)) | None => {
                (Distribution::Constant(0.0), UnknownOf::Numbers(Dimension::Number))
            }
        };
        let name = draft.name.to_owned();
        let text = draft.law.on_one_line();
        let choices = match of {
            UnknownOf::Numbers(_) => Vec::new(),
            UnknownOf::Picks => {
                // They were read before without a flaw.
                let read = choices(draft.law, &path, "", &mut Flaws::default());
                read.map_or_else(Vec::new, |read| {
                    read.1.into_iter().map(Node::on_one_line).collect()
                })
            }
        };
        all.unknowns.push(Unknown { name, text, law, of, choices, uses: draft.uses });
    }
    for draft in &uncertain.levers {
        if draft.uses == 0 && is_sound {
            let path = Path::of("levers").to(draft.name);
            let name = printable(draft.name);
            let hint = format!("as in `Lever(\"{name}\")` in a parameter");
            flaws.warn(&path, draft.place, format!("nothing uses the lever `{name}`"), hint);
        }
        let settings = draft.settings.iter().map(Node::on_one_line).collect();
        let name = draft.name.to_owned();
        all.levers.push(Lever { name, settings, baseline: draft.baseline, uses: draft.uses });
    }
    all
}

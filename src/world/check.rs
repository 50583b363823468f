//! From a file to a blueprint, or to everything that is wrong with the file.
//!
//! What roles and laws there are comes from their tables, and what fields a world
//! has from [`FIELDS`](super::FIELDS).

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::behaviors::Roles;
use crate::engine::Role;
use crate::oversight::{Concern, Oversight, World};
use crate::primitives::time::Span;

use super::actors::{self, Names};
use super::agreement;
use super::blueprint::{Blueprint, BlueprintActor, Holes};
use super::claim::{self, CheckedClaim};
use super::correlations;
use super::diagnostic::{Diagnostic, Diagnostics};
use super::draft::Draft;
use super::figures::Figures;
use super::file::WorldFile;
use super::flaws::Flaws;
use super::hiding;
use super::kept_hours;
use super::link_rules::{Joined, RoleOf};
use super::links;
use super::mark::FigureSource;
use super::meant;
use super::plain::Surroundings;
use super::point::Uncertainty;
use super::provenance;
use super::suspicion;
use super::takeoff::TakeoffRecipe;
use super::template::Draws;
use super::uncertain::Uncertain;
use super::unknowns;
use super::whole::Whole;
use super::woven;

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
    let mut parts = Parts::read(&draft, &names, roles, &mut flaws);
    let world = parts.world.take().filter(|_| flaws.errors() == 0);
    let Some(world) = world else {
        return Err(flaws.finish());
    };
    let typical = parts.settle();
    agreement::faults(&parts.actors, &parts.holes, &parts.uncertainty, &names, &mut flaws);
    if flaws.errors() > 0 {
        return Err(flaws.finish());
    }
    let sources = std::mem::take(&mut flaws.sources).into_values().collect();
    let mut blueprint = parts.blueprint(file, &names, world, &typical, sources);
    suspect(&blueprint, &draft, &names, &mut flaws);
    blueprint.figures = std::mem::take(&mut flaws.figures);
    Ok((blueprint, flaws.finish().iter().cloned().collect()))
}

/// Looks at a world that is free of errors for what is hardly meant.
fn suspect(blueprint: &Blueprint, draft: &Draft<'_>, names: &Names<'_>, flaws: &mut Flaws) {
    let place = |field: &str| draft.value(field).map(|node| &node.place);
    suspicion::look(blueprint, names, place("accountable"), flaws);
    meant::look(blueprint, names, flaws);
    hiding::without_means(blueprint, names, flaws);
    if let Some(place) = place("concern") {
        hiding::nobody_hides(blueprint, place, flaws);
    }
    if let Some(place) = place("takeoff") {
        suspicion::never_seen(blueprint, place, flaws);
        suspicion::never_comes(blueprint, place, flaws);
    }
}

/// What was read of a file, as far as it could be.
struct Parts {
    title: Option<String>,
    starts: Date,
    horizon: Span,
    warm_up: Span,
    actors: Vec<BlueprintActor>,
    channels: Vec<String>,
    holes: Holes,
    joined: Vec<Joined>,
    uncertainty: Uncertainty,
    /// The world itself, which work is concerning, and what takeoff is.
    world: Option<(World, Vec<Concern>, TakeoffRecipe)>,
    claims: Vec<CheckedClaim>,
}

impl Parts {
    fn read(draft: &Draft<'_>, names: &Names<'_>, roles: &Roles, flaws: &mut Flaws) -> Self {
        let starts = draft.starts(flaws);
        let horizon = draft.horizon(flaws);
        let warm_up = draft.warm_up(horizon, flaws);
        // A tick stands for a horizon that has a flaw, so that nothing goes beyond it.
        let horizon = horizon.unwrap_or(Span::TICK);
        let mut around = Surroundings {
            actors: &names.ids,
            channels: BTreeMap::new(),
            calendars: BTreeMap::new(),
            holidays: kept_hours::holidays(draft.value("holidays"), flaws),
            starts,
            horizon,
            uncertain: Uncertain::read(draft.value("unknowns"), draft.value("levers"), flaws),
            defaults: BTreeMap::new(),
        };
        let world = draft.world(names, &mut around.uncertain, flaws);
        let (role_of, mut actors, holes) = actors_of(names, roles, &mut around, flaws);
        let uncertain = &mut around.uncertain;
        let joined = links::links(draft.value("links"), names, &role_of, roles, uncertain, flaws);
        woven::figures(&joined, flaws);
        let correlations =
            correlations::correlations(draft.value("correlations"), uncertain, flaws);
        let uncertainty = unknowns::uncertainty(uncertain, correlations, flaws);
        agreement::entries(&actors, &holes, &joined, names, flaws);
        let channels = actors::settle_channels(around.channels, &mut actors);
        let accountable = world.as_ref().map(|(world, ..)| world.accountable());
        let claims = draft.list("claims", flaws);
        let known = || claim::Known::new(&names.ids, &role_of, accountable, roles);
        let claims = match claims {
            [] => Vec::new(),
            claims => claim::claims(claims, &known(), flaws),
        };
        let title = draft.title(flaws);
        Self {
            title,
            starts,
            horizon,
            warm_up,
            actors,
            channels,
            holes,
            joined,
            uncertainty,
            world,
            claims,
        }
    }

    /// Puts into the actors what hangs on unknowns and levers, as it mostly is.
    fn settle(&mut self) -> Draws {
        let typical = self.uncertainty.typical(&self.uncertainty.baseline());
        for (actor, recipes) in &self.holes.settings {
            let place = self.actors.binary_search_by_key(actor, |one| one.id);
            let actor = &mut self.actors[place.expect("it was just made")];
            for (row, recipe) in recipes {
                actor.settings[*row] = recipe.at(&typical);
            }
        }
        typical
    }

    /// The blueprint, but for its figures.
    fn blueprint(
        mut self,
        file: &WorldFile,
        names: &Names<'_>,
        (world, concern, takeoff): (World, Vec<Concern>, TakeoffRecipe),
        typical: &Draws,
        sources: Vec<FigureSource>,
    ) -> Blueprint {
        let declarations = woven::declarations(&self.joined);
        let improvements = woven::improvements(&self.joined);
        let whole = Whole { takeoff, declarations, improvements };
        let network = woven::network(names, self.joined, typical, &mut self.holes);
        let listeners = actors::listeners(&self.channels, &self.actors);
        let world = world.with_channels(listeners).with_sheltered(hiding::sheltered(&network));
        let world = whole.at(world, typical);
        Blueprint {
            title: self.title,
            path: file.name().to_owned(),
            starts: self.starts,
            horizon: self.horizon,
            warm_up: self.warm_up,
            actors: self.actors,
            channels: self.channels,
            network,
            world: Arc::new(world),
            whole,
            concern,
            claims: self.claims,
            sets: file.sets().to_vec(),
            uncertainty: self.uncertainty,
            holes: self.holes,
            sources,
            figures: Figures::default(),
        }
    }
}

/// The roles, the actors and what of them hangs on unknowns.
fn actors_of<'r>(
    names: &Names<'_>,
    roles: &'r Roles,
    around: &mut Surroundings<'_>,
    flaws: &mut Flaws,
) -> (RoleOf<'r>, Vec<BlueprintActor>, Holes) {
    let mut shared: BTreeMap<&str, Arc<Role<Oversight>>> = BTreeMap::new();
    let mut role_of = RoleOf::new();
    let mut made = Vec::new();
    let mut holes = Holes::default();
    for (name, entry) in &names.entries {
        if flaws.is_full() {
            break;
        }
        if let Some(role) = actors::role(entry, name, roles, flaws) {
            role_of.insert(names.ids[*name], role);
            let role = shared.entry(role.name).or_insert_with(|| Arc::new(role.clone()));
            let (actor, recipes) = actors::actor(entry, name, role, around, flaws);
            if !recipes.is_empty() {
                holes.settings.insert(actor.id, recipes);
            }
            made.push(actor);
        }
    }
    (role_of, made, holes)
}

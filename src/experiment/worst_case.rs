//! The worst case: hiders that choose the plan which is best for them, knowing the
//! oversight of their world.
//!
//! Each plan is tried on chances apart, so that what a plan gained by luck when it was
//! chosen does not count when it is judged. A hider's choice is no equilibrium: nobody
//! who watches answers it.

use crate::behaviors::Objective;
use crate::primitives::random::{EntityKey, Purpose, ReplicationKey, Stream};
use crate::world::{Blueprint, Menu};

use super::estimate::{Estimate, LEVEL, proportion};
use super::replicate::{Ensemble, Watch, replicate};
use super::table::Table;

/// So many combinations of plans of several hiders are tried together; where there are
/// more, hiders choose one after another.
pub const MOST_TRIED_TOGETHER: usize = 64;

/// The least number of replications of which a try is made.
pub const LEAST_REPLICATIONS: u64 = 1000;

/// An actor and the plan that it plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// The actor.
    pub actor: String,
    /// The name of the plan.
    pub plan: String,
}

/// What came of plans that were tried.
#[derive(Clone, Debug)]
pub struct Try {
    /// Who plays what; others that were not asked yet play as the world says.
    pub played: Vec<Played>,
    /// What was wanted.
    pub objective: Objective,
    /// The share of replications in which that was reached.
    pub reached: Estimate,
}

/// What hiders do who choose the best of their plans, and what comes of it.
#[derive(Clone, Debug)]
pub struct WorstCase {
    /// The seed of the chances on which plans were tried.
    pub seed: u64,
    /// How many replications a try has.
    pub replications: u64,
    /// Whether hiders chose together; one after another, if not.
    pub together: bool,
    /// All tries, in the order in which they were made.
    pub tries: Vec<Try>,
    /// What each hider plays, in the order of their names.
    pub played: Vec<Played>,
    /// Whether the world itself leaves the plan of any of them open, so that its own
    /// replications draw one.
    pub is_open: bool,
    /// What comes of that, on the run's own chances.
    pub table: Table,
}

/// Why there is no worst case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoWorstCase {
    /// No actor has a menu.
    NobodyChooses,
    /// Somebody stopped it before it was found.
    Interrupted,
}

/// The seed of the chances on which plans are tried, for a run with this seed: a whole
/// number below 2^53, that others can be given too.
#[must_use]
pub fn seed_of_tries(seed: u64) -> u64 {
    const TRIES: Purpose = Purpose::named("seed of tries");
    let key = ReplicationKey::new(seed, u64::MAX);
    Stream::keyed(key, EntityKey::named("worst case"), TRIES).bits() >> 11
}

/// How many replications a try has in a run of so many: a tenth, and at least
/// [`LEAST_REPLICATIONS`].
#[must_use]
pub const fn replications_of_tries(replications: u64) -> u64 {
    let tenth = replications / 10;
    if tenth > LEAST_REPLICATIONS { tenth } else { LEAST_REPLICATIONS }
}

/// How many replications it takes to find the worst case of a world, and to judge it.
#[must_use]
pub fn replications_in_all(blueprint: &Blueprint, replications: u64) -> u64 {
    let menus = blueprint.menus();
    let tries: usize = if are_tried_together(&menus) {
        menus.iter().map(|menu| menu.entries.len()).product()
    } else {
        menus.iter().map(|menu| menu.entries.len()).sum()
    };
    tries as u64 * replications_of_tries(replications) + replications
}

/// Finds what hiders do who choose the best of their plans, and repeats the run's
/// replications with it.
///
/// Several hiders choose together if they want the same and there are at most
/// [`MOST_TRIED_TOGETHER`] combinations; otherwise one after another in the order of
/// their names, each knowing what those before it chose, while those after it play as
/// the world says. Of equal plans the first by name is chosen.
///
/// # Errors
///
/// If no actor of the world has a menu, or somebody stopped it.
pub fn worst_case(
    blueprint: &Blueprint,
    ensemble: Ensemble,
    watch: &Watch<'_>,
) -> Result<WorstCase, NoWorstCase> {
    let menus = blueprint.menus();
    if menus.is_empty() {
        return Err(NoWorstCase::NobodyChooses);
    }
    let tried = Ensemble {
        replications: replications_of_tries(ensemble.replications),
        seed: seed_of_tries(ensemble.seed),
        ..ensemble
    };
    let together = are_tried_together(&menus);
    let mut tries = Vec::new();
    let mut world = blueprint.clone();
    let rounds: Vec<&[Menu<'_>]> =
        if together { vec![&menus] } else { menus.iter().map(std::slice::from_ref).collect() };
    let mut played = Vec::new();
    for menus in rounds {
        let (best, of_round) = best_of(&world, menus, &played, tried, watch)?;
        tries.extend(of_round);
        for (menu, place) in menus.iter().zip(&best) {
            world = world.playing(menu, *place);
            played.push(plays(menu, *place));
        }
    }
    let table = replicate(&world, ensemble, watch);
    if table.interrupted {
        return Err(NoWorstCase::Interrupted);
    }
    let is_open = menus.iter().any(|menu| !menu.is_settled);
    let Ensemble { seed, replications, .. } = tried;
    Ok(WorstCase { seed, replications, together, tries, played, is_open, table })
}

fn are_tried_together(menus: &[Menu<'_>]) -> bool {
    let product = menus
        .iter()
        .try_fold(1_usize, |product, menu| product.checked_mul(menu.entries.len()))
        .unwrap_or(usize::MAX);
    let alike = menus.windows(2).all(|two| two[0].objective == two[1].objective);
    alike && product <= MOST_TRIED_TOGETHER
}

fn plays(menu: &Menu<'_>, place: usize) -> Played {
    Played { actor: menu.actor.to_owned(), plan: menu.entries[place].to_owned() }
}

/// The places of the best plans of these menus, where others play so, and all tries.
fn best_of(
    world: &Blueprint,
    menus: &[Menu<'_>],
    others: &[Played],
    ensemble: Ensemble,
    watch: &Watch<'_>,
) -> Result<(Vec<usize>, Vec<Try>), NoWorstCase> {
    let objective = menus[0].objective;
    // Whether takeoff would have come without orders only a twin can tell.
    let twins = objective == Objective::UnnoticedTakeoff;
    let mut best: Option<(f64, Vec<usize>)> = None;
    let mut tries = Vec::new();
    for places in combinations(menus) {
        let mut tried = world.clone();
        let mut played = others.to_vec();
        for (menu, place) in menus.iter().zip(&places) {
            tried = tried.playing(menu, *place);
            played.push(plays(menu, *place));
        }
        let table = replicate(&tried, Ensemble { twins, ..ensemble }, watch);
        if table.interrupted {
            return Err(NoWorstCase::Interrupted);
        }
        let reached = reached(&table, objective);
        let share = reached.estimate.unwrap_or(0.0);
        if best.as_ref().is_none_or(|(most, _)| share > *most) {
            best = Some((share, places));
        }
        tries.push(Try { played, objective, reached });
    }
    let (_, best) = best.expect("a menu has at least one plan");
    Ok((best, tries))
}

/// All combinations of places in menus, in the order of the names of their entries.
fn combinations(menus: &[Menu<'_>]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for menu in menus {
        let with = |before: &Vec<usize>| {
            let before = before.clone();
            (0..menu.entries.len()).map(move |place| {
                let mut places = before.clone();
                places.push(place);
                places
            })
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

/// In which share of replications a hider reached what it wants.
fn reached(table: &Table, objective: Objective) -> Estimate {
    match objective {
        Objective::UnnoticedTakeoff => table.unnoticed_takeoff(),
        Objective::Takeoff => proportion(table.takeoffs(), table.counted(), LEVEL),
    }
}

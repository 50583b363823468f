//! From a blueprint to its blind spots.
//!
//! Pairs of a program and an authority are gone over in the order of names until the
//! work that is spent on a world is done; of the rest it is known only whether there is
//! a path, and the best ones.

use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::oversight::Link;
use crate::primitives::id::ActorId;

use super::super::blueprint::Blueprint;
use super::best::{Costs, Doubt, Slowness};
use super::cut::weak_spots;
use super::found::{
    BlindSpots, NoticePath, Paths, ProgramSpots, Reach, Silencing, UnheardChannel, WeakSpots,
};
use super::part::{To, part};
use super::paths::{Suspect, paths};
use super::ways::{Ways, saying, showing, shows_on};

/// The most paths that are listed of a world, all pairs of a program and an authority
/// together; each pair has its share, and one at least.
pub const MOST_LISTED: usize = 1000;

/// The most steps over which paths are walked, all pairs together, and the fewest of
/// each pair.
const MOST_STEPS: (u64, u64) = (4_000_000, 1_000);

/// After how much work, in arcs looked at, no more pairs are examined.
const MOST_WORK: u64 = 300_000_000;

/// The blind spots of a world, by its graph alone: nothing is simulated.
#[must_use]
pub fn blind_spots(blueprint: &Blueprint) -> BlindSpots {
    let ways = Ways::new(blueprint);
    let suspects: Vec<Suspect> =
        ways.programs.iter().map(|program| Suspect::of(&ways, *program)).collect();
    let best = best(&ways, &suspects);
    let pairs = best.iter().flatten().filter(|pair| pair.is_some()).count().max(1);
    let mut survey = Survey {
        ways: &ways,
        most_listed: (MOST_LISTED / pairs).max(1),
        most_steps: (MOST_STEPS.0 / pairs as u64).max(MOST_STEPS.1),
        work: 0,
    };
    let mut programs = Vec::new();
    for (suspect, best) in suspects.iter().zip(best) {
        programs.push(survey.program(suspect, ways.programs[programs.len()], best));
    }
    let is_unreached = |place: &usize| {
        programs.iter().all(|program: &ProgramSpots| !program.reaches[*place].is_reached())
    };
    let unreached = (0..ways.authorities.len()).filter(is_unreached);
    let unreached = unreached.map(|place| ways.authorities[place]).collect();
    let (shown, leads) = (from_programs(&ways), to_authorities(&ways));
    let many = blueprint.network().node_count();
    let on_a_way = |place: usize| (2 * place..2 * place + 2).any(|node| shown[node] && leads[node]);
    BlindSpots {
        unreached,
        unheard: unheard(&ways, &shown, &leads),
        on_a_way: (0..many).map(on_a_way).collect(),
        needs_all: blueprint.world().needs_all(),
        is_typical: !(blueprint.holes.delays.is_empty() && blueprint.holes.losses.is_empty()),
        programs,
    }
}

/// The fastest and the likeliest path of each program to each authority.
type Best = Option<(NoticePath, NoticePath)>;

fn best(ways: &Ways<'_>, suspects: &[Suspect]) -> Vec<Vec<Best>> {
    let mut best = vec![Vec::new(); suspects.len()];
    // Costs of one authority at a time bound the memory.
    for (place, authority) in ways.authorities.iter().enumerate() {
        let slowness: Costs<Slowness> = Costs::to(ways, ways.end(place));
        let doubt: Costs<Doubt> = Costs::to(ways, ways.end(place));
        for ((suspect, program), best) in suspects.iter().zip(&ways.programs).zip(&mut best) {
            let path =
                |steps: Option<Vec<EdgeIndex>>| steps.map(|steps| suspect.path(ways, &steps));
            let fastest = path(slowness.best(ways, *program, *authority));
            let likeliest = path(doubt.best(ways, *program, *authority));
            // An authority that is itself the program has nobody to learn it from.
            best.push(fastest.zip(likeliest).filter(|_| program != authority));
        }
    }
    best
}

struct Survey<'s> {
    ways: &'s Ways<'s>,
    most_listed: usize,
    most_steps: u64,
    /// How many arcs were looked at.
    work: u64,
}

impl Survey<'_> {
    fn program(&mut self, suspect: &Suspect, program: ActorId, best: Vec<Best>) -> ProgramSpots {
        let mut reaches = Vec::new();
        for (place, best) in best.into_iter().enumerate() {
            reaches.push(self.reach(suspect, program, place, best));
        }
        let is_reached = reaches.iter().any(Reach::is_reached);
        let together = match is_reached {
            false => nothing(Silencing::NoPath),
            true if self.work >= MOST_WORK => nothing(Silencing::NotExamined),
            true => match part(self.ways, program, To::Any) {
                Some(part) => {
                    let (weak, work) = weak_spots(self.ways, &part);
                    self.work += work;
                    weak
                }
                None => nothing(Silencing::NoPath),
            },
        };
        ProgramSpots { program, reaches, together }
    }

    fn reach(&mut self, suspect: &Suspect, program: ActorId, place: usize, best: Best) -> Reach {
        let authority = self.ways.authorities[place];
        let Some((fastest, likeliest)) = best else {
            let (paths, weak) = (Paths::default(), nothing(Silencing::NoPath));
            return Reach { authority, paths, weak, fastest: None, likeliest: None };
        };
        let (fastest, likeliest) = (Some(fastest), Some(likeliest));
        let part =
            if self.work < MOST_WORK { part(self.ways, program, To::One(place)) } else { None };
        let Some(part) = part else {
            let paths = Paths { count: 1, at_least: true, ..Paths::default() };
            return Reach {
                authority,
                paths,
                weak: nothing(Silencing::NotExamined),
                fastest,
                likeliest,
            };
        };
        let (weak, work) = weak_spots(self.ways, &part);
        let (paths, steps) = paths(self.ways, &part, suspect, self.most_listed, self.most_steps);
        self.work += work + steps;
        Reach { authority, paths, weak, fastest, likeliest }
    }
}

fn nothing(silencing: Silencing) -> WeakSpots {
    WeakSpots { single_points: Vec::new(), shows_only_at: Vec::new(), silencing }
}

/// The nodes that are reached from any program.
fn from_programs(ways: &Ways<'_>) -> Vec<bool> {
    let starts = ways.programs.iter().map(|program| showing(*program));
    walked(ways, starts.collect(), Direction::Outgoing)
}

/// The nodes from which any authority is reached.
fn to_authorities(ways: &Ways<'_>) -> Vec<bool> {
    walked(ways, vec![ways.common_end()], Direction::Incoming)
}

fn walked(ways: &Ways<'_>, mut open: Vec<NodeIndex>, way: Direction) -> Vec<bool> {
    let mut was_seen = vec![false; ways.graph.node_count()];
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut was_seen[node.index()], true) {
            open.extend(ways.graph.neighbors_directed(node, way));
        }
    }
    was_seen
}

/// Channels on which work shows and nobody listens from whom a way leads on.
fn unheard(ways: &Ways<'_>, shown: &[bool], leads: &[bool]) -> Vec<UnheardChannel> {
    let network = ways.blueprint.network();
    let mut unheard = Vec::new();
    for actor in ways.blueprint.actors().iter().map(super::super::BlueprintActor::id) {
        if !shown[showing(actor).index()] {
            continue;
        }
        for channel in shows_on(ways.blueprint, actor) {
            let mut learns = ways.graph.edges(showing(actor));
            let is_heard = learns.any(|edge| {
                let kind = edge.weight().link.map(|link| network[link].kind);
                let observer = ways.actor(edge.target());
                kind == Some(Link::Watches)
                    && leads[edge.target().index()]
                    && observer.is_some_and(|observer| {
                        saying(observer) == edge.target() && ways.sees(observer, channel)
                    })
            });
            if !is_heard {
                unheard.push(UnheardChannel { actor, channel: channel.to_owned() });
            }
        }
    }
    unheard
}

//! All paths between a program and an authority: listed, the shortest first, and counted.
//!
//! Where nothing leads back, they are counted without being walked; elsewhere they are
//! walked as far as a budget goes (counting simple paths is #P-complete: Valiant 1979),
//! and what was not is said to be missing.

use std::collections::{BTreeSet, VecDeque};

use petgraph::Direction;
use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;

use crate::oversight::Link;
use crate::primitives::id::ActorId;
use crate::primitives::time::Span;

use super::super::hiding::shelterers;
use super::found::{NoticeLink, NoticePath, Paths, Suspicion};
use super::part::Part;
use super::ways::{Ways, actor_at, passes_on, saying};

/// Who the suspect is beside a program, and who tells it.
pub(super) struct Suspect {
    program: ActorId,
    /// Whom it owns or has deployed, over any number of others.
    own: BTreeSet<ActorId>,
    /// Who shelters its work.
    shelterers: Vec<ActorId>,
    /// Who tells it or one of its own what was found.
    heard: BTreeSet<ActorId>,
}

impl Suspect {
    pub(super) fn of(ways: &Ways<'_>, program: ActorId) -> Self {
        let network = ways.blueprint.network();
        let mut own = BTreeSet::from([program]);
        let mut open = vec![program];
        while let Some(actor) = open.pop() {
            for edge in network.edges(petgraph::graph::NodeIndex::new(actor.place())) {
                let is_own = matches!(edge.weight().kind, Link::Owns | Link::Deploys);
                let other = actor_at(edge.target());
                if is_own && own.insert(other) {
                    open.push(other);
                }
            }
        }
        let mut heard = BTreeSet::new();
        for actor in &own {
            let told = ways.graph.edges_directed(saying(*actor), Direction::Incoming);
            heard.extend(told.filter_map(|edge| {
                let link = edge.weight().link?;
                passes_on(network[link].kind).then(|| ways.actor(edge.source())).flatten()
            }));
        }
        own.remove(&program);
        heard.remove(&program);
        Self { program, own, shelterers: shelterers(ways.blueprint, program), heard }
    }

    /// Whether whoever passes this actor leads through the suspect.
    fn taints(&self, actor: ActorId) -> bool {
        self.own.contains(&actor) || self.heard.contains(&actor)
    }

    /// Whether a step begins with what the program itself says.
    fn is_own_word(&self, ways: &Ways<'_>, step: EdgeIndex) -> bool {
        speaks(ways, step) == Some(self.program)
    }

    /// Whether a step is what somebody says who shelters the program.
    fn is_of_a_shelterer(&self, ways: &Ways<'_>, step: EdgeIndex) -> bool {
        speaks(ways, step).is_some_and(|actor| self.shelterers.contains(&actor))
    }

    fn suspicion(&self, ways: &Ways<'_>, steps: &[EdgeIndex]) -> Suspicion {
        let mut suspicion = Suspicion {
            is_own_word: steps.first().is_some_and(|step| self.is_own_word(ways, *step)),
            ..Suspicion::default()
        };
        for step in steps.iter().skip(1) {
            let from = ways.graph.edge_endpoints(*step).expect("a step has ends").0;
            let actor = ways.actor(from).expect("a step leads away from an actor");
            suspicion.is_own_actor |=
                self.own.contains(&actor) || self.is_of_a_shelterer(ways, *step);
            suspicion.is_heard |= self.heard.contains(&actor);
        }
        suspicion
    }

    /// A path of these steps.
    pub(super) fn path(&self, ways: &Ways<'_>, steps: &[EdgeIndex]) -> NoticePath {
        let network = ways.blueprint.network();
        let mut path = NoticePath {
            actors: vec![self.program],
            links: Vec::new(),
            delay: Span::ZERO,
            chance: 1.0,
            suspicion: self.suspicion(ways, steps),
        };
        let mut ticks = 0_u64;
        for step in steps {
            let (from, to) = ways.graph.edge_endpoints(*step).expect("a step has ends");
            let link = ways.graph[*step].link.expect("a path is of links");
            let law = &network[link];
            let begins = network.edge_endpoints(link).map(|(from, _)| actor_at(from));
            path.actors.push(ways.actor(to).expect("a link leads to an actor"));
            path.links.push(NoticeLink {
                kind: law.kind,
                name: law.name.clone(),
                is_along: begins == ways.actor(from),
            });
            ticks = ticks.saturating_add(ways.graph[*step].ticks);
            path.chance *= 1.0 - law.loss;
        }
        path.delay = Span::from_ticks(ticks);
        path
    }
}

/// Who says what goes on over a step, if it is something said.
fn speaks(ways: &Ways<'_>, step: EdgeIndex) -> Option<ActorId> {
    let from = ways.graph.edge_endpoints(step).expect("a step has ends").0;
    let kind = ways.blueprint.network()[ways.graph[step].link?].kind;
    ways.actor(from).filter(|_| kind == Link::Declares || passes_on(kind))
}

/// All paths of a part, of which so many are listed and so many steps walked at most;
/// and how many steps were.
pub(super) fn paths(
    ways: &Ways<'_>,
    part: &Part,
    suspect: &Suspect,
    most_listed: usize,
    most_steps: u64,
) -> (Paths, u64) {
    let mut walk = Walk::new(ways, part, suspect.program, most_steps);
    let mut found = Paths::default();
    // Longer paths are looked for only when all shorter ones are listed.
    let mut limit = Some(walk.distances[part.start]);
    let mut done = None;
    while let Some(most) = limit {
        let next = walk.through(most, |steps| {
            if done.is_none_or(|done| steps.len() > done) {
                if found.listed.len() == most_listed {
                    return false;
                }
                found.listed.push(suspect.path(ways, steps));
            }
            true
        });
        done = Some(most);
        limit = next.filter(|_| !walk.is_over);
    }
    // Of one length, those come first whose actors do, and of the same actors those
    // whose links do: by what they are, and not by how they were found.
    found.listed.sort_by(|one, other| {
        let links = |path: &NoticePath| {
            let link = |link: &NoticeLink| (link.kind, link.name.clone(), link.is_along);
            path.links.iter().map(link).collect::<Vec<_>>()
        };
        let lengths = one.actors.len().cmp(&other.actors.len());
        lengths
            .then_with(|| one.actors.cmp(&other.actors))
            .then_with(|| links(one).cmp(&links(other)))
    });
    found.count = found.listed.len() as u64;
    let hand = |path: &&NoticePath| path.suspicion.is_any();
    found.through_suspect = found.listed.iter().filter(hand).count() as u64;
    if walk.is_over {
        let stepped = most_steps - walk.left;
        count(ways, part, suspect, &mut walk, &mut found);
        return (found, stepped.max(most_steps - walk.left));
    }
    (found, most_steps - walk.left)
}

/// Counts what was too much to be listed.
fn count(ways: &Ways<'_>, part: &Part, suspect: &Suspect, walk: &mut Walk, found: &mut Paths) {
    if let Some(order) = in_order(ways, part) {
        let all = ways_counted(part, &order, |_| true);
        let clean = ways_counted(part, &order, |step| {
            let to = ways.graph.edge_endpoints(step).and_then(|(_, to)| ways.actor(to));
            let is_between = to.is_some_and(|to| !part.spared.contains(&to));
            let taints = is_between && to.is_some_and(|to| suspect.taints(to));
            let is_word = suspect.is_own_word(ways, step) || suspect.is_of_a_shelterer(ways, step);
            !is_word && !taints
        });
        found.count = all;
        found.through_suspect = all - clean;
        found.at_least = all == u64::MAX;
        return;
    }
    let (mut all, mut through) = (0, 0);
    walk.left = walk.budget;
    walk.is_over = false;
    walk.through(usize::MAX, |steps| {
        all += 1;
        through += u64::from(suspect.suspicion(ways, steps).is_any());
        true
    });
    found.at_least = walk.is_over;
    found.count = found.count.max(all);
    found.through_suspect = found.through_suspect.max(through);
}

/// A walk over all paths of a part, depth first and in the order of names.
struct Walk {
    /// From each node, its steps to others and the places where they lead.
    onward: Vec<Vec<(EdgeIndex, usize)>>,
    /// The fewest links from each node to the end.
    distances: Vec<usize>,
    /// Of each node its actor; of the end the authority.
    actors: Vec<usize>,
    start: usize,
    /// The actor at which paths end.
    goal: usize,
    was_passed: Vec<bool>,
    budget: u64,
    left: u64,
    /// Whether it ended before all was walked.
    is_over: bool,
}

impl Walk {
    fn new(ways: &Ways<'_>, part: &Part, program: ActorId, budget: u64) -> Self {
        let goal = part.arcs.iter().find(|arc| arc.to == part.end).expect("a part has an end");
        let goal = ways.actor(part.nodes[goal.from]).expect("an end is an authority's").place();
        let actor = |node| ways.actor(node).map_or(goal, ActorId::place);
        let actors: Vec<usize> = part.nodes.iter().map(|node| actor(*node)).collect();
        let target = |step: &EdgeIndex| {
            let place = part.arcs.binary_search_by_key(step, |arc| arc.step).ok()?;
            Some((*step, part.arcs[place].to))
        };
        let onward = part.nodes.iter().map(|node| {
            let steps = ways.onward.get(node.index()).map_or(&[][..], Vec::as_slice);
            steps.iter().filter_map(target).collect()
        });
        Self {
            onward: onward.collect(),
            distances: distances(ways, part),
            start: part.start,
            goal,
            was_passed: vec![
                false;
                program.place().max(actors.iter().copied().max().unwrap_or(0)) + 1
            ],
            actors,
            budget,
            left: budget,
            is_over: false,
        }
    }

    /// Goes over all paths of so many links at most, as long as `each` wants more;
    /// the length of the shortest that was left out for its length.
    fn through(
        &mut self,
        most: usize,
        mut each: impl FnMut(&[EdgeIndex]) -> bool,
    ) -> Option<usize> {
        let mut left_out: Option<usize> = None;
        let mut steps: Vec<EdgeIndex> = Vec::new();
        let mut stack = vec![(self.start, 0)];
        self.was_passed.fill(false);
        self.was_passed[self.actors[self.start]] = true;
        while let Some((node, next)) = stack.last_mut() {
            let Some((step, to)) = self.onward[*node].get(*next).copied() else {
                self.was_passed[self.actors[*node]] = false;
                stack.pop();
                steps.pop();
                continue;
            };
            *next += 1;
            if self.left == 0 {
                self.is_over = true;
                return None;
            }
            self.left -= 1;
            let length = steps.len() + 1 + self.distances[to];
            if self.was_passed[self.actors[to]] {
                continue;
            }
            if length > most {
                left_out = Some(left_out.map_or(length, |least| least.min(length)));
                continue;
            }
            steps.push(step);
            if self.actors[to] == self.goal {
                if !each(&steps) {
                    self.is_over = true;
                    return None;
                }
                steps.pop();
                continue;
            }
            self.was_passed[self.actors[to]] = true;
            stack.push((to, 0));
        }
        left_out
    }
}

/// The fewest links from each node to the end.
fn distances(ways: &Ways<'_>, part: &Part) -> Vec<usize> {
    let mut back = vec![Vec::new(); part.nodes.len()];
    for arc in &part.arcs {
        back[arc.to].push((arc.from, usize::from(ways.graph[arc.step].link.is_some())));
    }
    let mut distances = vec![usize::MAX; part.nodes.len()];
    let mut queue = VecDeque::from([(part.end, 0)]);
    // What costs nothing goes first, so that nothing is reached too late.
    while let Some((node, distance)) = queue.pop_front() {
        if distances[node] <= distance {
            continue;
        }
        distances[node] = distance;
        for (from, link) in &back[node] {
            if *link == 0 {
                queue.push_front((*from, distance));
            } else {
                queue.push_back((*from, distance + 1));
            }
        }
    }
    distances
}

/// The nodes of a part so that every arc leads onward and no actor is come back to;
/// none if there is no such order.
fn in_order(ways: &Ways<'_>, part: &Part) -> Option<Vec<usize>> {
    let of = |place: usize| ways.actor(part.nodes[place]);
    // Both nodes of an actor stand beside each other.
    let mut group = vec![0; part.nodes.len()];
    let mut first = vec![0];
    for place in 1..part.nodes.len() {
        let is_same = of(place).is_some() && of(place) == of(place - 1);
        group[place] = group[place - 1] + usize::from(!is_same);
        if !is_same {
            first.push(place);
        }
    }
    first.push(part.nodes.len());
    let mut entering = vec![0; first.len() - 1];
    let between = part.arcs.iter().filter(|arc| group[arc.from] != group[arc.to]);
    between.for_each(|arc| entering[group[arc.to]] += 1);
    let starts = part.starts();
    let mut open: Vec<usize> = (0..entering.len()).filter(|one| entering[*one] == 0).collect();
    let mut order = Vec::new();
    while let Some(next) = open.pop() {
        for place in first[next]..first[next + 1] {
            order.push(place);
            for arc in &part.arcs[starts[place]..starts[place + 1]] {
                if group[arc.to] == next {
                    continue;
                }
                entering[group[arc.to]] -= 1;
                if entering[group[arc.to]] == 0 {
                    open.push(group[arc.to]);
                }
            }
        }
    }
    (order.len() == part.nodes.len()).then_some(order)
}

/// How many ways lead from start to end over steps that count; the greatest number that
/// there is if there are more.
fn ways_counted(part: &Part, order: &[usize], counts: impl Fn(EdgeIndex) -> bool) -> u64 {
    let starts = part.starts();
    let mut many = vec![0_u64; part.nodes.len()];
    many[part.start] = 1;
    for node in order {
        for arc in &part.arcs[starts[*node]..starts[*node + 1]] {
            if counts(arc.step) {
                many[arc.to] = many[arc.to].saturating_add(many[*node]);
            }
        }
    }
    many[part.end]
}

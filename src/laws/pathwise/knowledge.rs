//! Knowledge: nobody knows of a trace that has not come to him.
//!
//! It lacks how long that takes.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::NodeIndex;

use crate::oversight::{AlarmClass, Alert, FactKind, Flow, Signal, Twin};
use crate::primitives::id::ActorId;
use crate::primitives::random::Identity;

use super::super::course::{Happening, Step};
use super::super::law::{Law, Reach, Verdict};
use super::super::specimen::Specimen;
use super::scene::{Found, Scene, facts, in_each};

pub(in crate::laws) const NO_KNOWLEDGE_WITHOUT_A_PATH: Law = Law {
    name: "no-knowledge-without-a-path",
    statement: "Nobody knows what has not come to him. Whoever finds evidence of somebody \
                watches him, or was told by him or of him; where it is true or coincident, he was \
                shown a trace, or told of concerning work, before; whoever passes evidence \
                on, looks into it, weighs it or is convinced by it found it or was told of it \
                before; the way that is written on an alert is one along links, from who found \
                it to who sent it; and whoever passes on work or an order was told of it, or it \
                is his own.",
    class: "All worlds.",
    why: "A behavior holds what its signals brought and nothing else, and what evidence rests on \
          is made from what its observer holds.",
    reach: Reach::Pathwise,
    check,
};

fn check(specimen: &Specimen) -> Verdict {
    in_each(specimen, Twin::Factual, everything_came)
}

fn everything_came(scene: &Scene<'_>) -> Found {
    let mut knowers = Knowers::new(scene);
    for step in &scene.course.steps {
        knowers.hear(step)?;
        knowers.act(step)?;
    }
    Ok(knowers.spoke)
}

/// From which event on an actor knows something.
type Since<T> = BTreeMap<(ActorId, T), u64>;

/// Who knows what.
struct Knowers<'a> {
    scene: &'a Scene<'a>,
    /// The jobs that are concerning.
    concerning: BTreeSet<Identity>,
    evidence: Since<Identity>,
    jobs: Since<Identity>,
    orders: Since<Identity>,
    /// Whom an actor has heard of: who told it anything, and of whom it was told.
    heard_of: BTreeSet<(ActorId, ActorId)>,
    /// Since when an actor has seen a trace or knows of concerning work, and since when it
    /// gives orders of its own.
    signs: BTreeMap<ActorId, u64>,
    commands: BTreeMap<ActorId, u64>,
    spoke: bool,
}

/// The jobs that are concerning in truth, as the facts of a course tell it.
pub(super) fn concerning_jobs(scene: &Scene<'_>) -> BTreeSet<Identity> {
    let mut jobs = BTreeSet::new();
    for (_, fact) in scene.course.steps.iter().flat_map(facts) {
        match fact {
            FactKind::WorkPlanned { job }
            | FactKind::WorkBegan { job, concerning: true, .. }
            | FactKind::WorkEnded { job, concerning: true, .. }
            | FactKind::WorkRuns { job, .. }
            | FactKind::WorkHalted { job, .. } => _ = jobs.insert(*job),
            FactKind::WorkSheltered { theirs, part } => jobs.extend([*theirs, *part]),
            FactKind::WorkBegan { .. }
            | FactKind::WorkEnded { .. }
            | FactKind::WorkResumed { .. }
            | FactKind::Trace { .. }
            | FactKind::Alarm { .. }
            | FactKind::Merged { .. }
            | FactKind::Review { .. }
            | FactKind::ReviewTime(_)
            | FactKind::Abandoned { .. }
            | FactKind::Weighed { .. }
            | FactKind::Convinced { .. }
            | FactKind::Ordered { .. }
            | FactKind::Deployed { .. }
            | FactKind::Takeoff
            | FactKind::Detail(_) => {}
        }
    }
    jobs
}

impl<'a> Knowers<'a> {
    fn new(scene: &'a Scene<'a>) -> Self {
        Self {
            scene,
            concerning: concerning_jobs(scene),
            evidence: BTreeMap::new(),
            jobs: BTreeMap::new(),
            orders: BTreeMap::new(),
            heard_of: BTreeSet::new(),
            signs: BTreeMap::new(),
            commands: BTreeMap::new(),
            spoke: false,
        }
    }

    /// Learns what an event brings, if its sender could have sent it.
    fn hear(&mut self, step: &Step) -> Result<(), String> {
        let Happening::Delivery(from, _, signal) = &step.what else {
            return Ok(());
        };
        let (Some(me), from) = (step.actor, *from) else {
            return Ok(());
        };
        self.heard_of.insert((me, from));
        match signal {
            Signal::Alert(alert) | Signal::Report(alert, _) => self.told(step, me, from, alert),
            Signal::Level(level) => {
                let cause = self.scene.step(step.cause);
                let shows = cause.into_iter().flat_map(facts).any(|(_, fact)| {
                    matches!(fact, FactKind::Trace { observer, channel, .. }
                        if *observer == me && *channel == level.channel())
                });
                let knew = self.signs.get(&from).is_some_and(|since| *since <= step.cause);
                if shows || knew {
                    self.signs.entry(me).or_insert(step.number);
                }
                Ok(())
            }
            Signal::Work(work) | Signal::Declared(work) => {
                if work.owner() != from && !is_known(&self.jobs, from, work.job(), step.cause) {
                    let (event, from) = (self.scene.event(step), self.scene.name(from));
                    return Err(format!("{event}, but {from} had not heard of that work"));
                }
                self.heard_of.insert((me, work.owner()));
                self.jobs.entry((me, work.job())).or_insert(step.number);
                if self.concerning.contains(&work.job()) {
                    self.signs.entry(me).or_insert(step.number);
                }
                Ok(())
            }
            Signal::Order(order) => {
                let own = self.commands.get(&from).is_some_and(|since| *since <= step.cause);
                if !own && !is_known(&self.orders, from, order.identity(), step.cause) {
                    let (event, from) = (self.scene.event(step), self.scene.name(from));
                    return Err(format!("{event}, but {from} neither gave nor got that order"));
                }
                self.heard_of.insert((me, order.suspect()));
                self.orders.entry((me, order.identity())).or_insert(step.number);
                Ok(())
            }
            Signal::Submit(_)
            | Signal::Began(_)
            | Signal::Done(_)
            | Signal::Refused(_)
            | Signal::Granted(..)
            | Signal::Adjust(..)
            | Signal::Withdraw(_)
            | Signal::Deployed(_)
            | Signal::Mind(_)
            | Signal::Improved(_)
            | Signal::Efficiency(_)
            | Signal::Tokens(_)
            | Signal::Directive(_)
            | Signal::Announced(_)
            | Signal::TookOff
            | Signal::Own(..) => Ok(()),
        }
    }

    /// Somebody is told of evidence, which the sender must have known when it was sent.
    fn told(
        &mut self,
        step: &Step,
        me: ActorId,
        from: ActorId,
        alert: &Alert,
    ) -> Result<(), String> {
        self.spoke = true;
        for piece in alert.pieces() {
            if !is_known(&self.evidence, from, piece.identity(), step.cause) {
                let (event, from) = (self.scene.event(step), self.scene.name(from));
                let finder = self.scene.name(piece.observer());
                return Err(format!(
                    "{event}, but what {finder} found had not come to {from} when it was sent"
                ));
            }
            self.heard_of.insert((me, piece.suspect()));
            self.evidence.entry((me, piece.identity())).or_insert(step.number);
        }
        let path = alert.path();
        let network = self.scene.blueprint.network();
        let node = |actor: ActorId| NodeIndex::new(actor.place());
        let is_joined = |one, other| {
            network.contains_edge(node(one), node(other))
                || network.contains_edge(node(other), node(one))
        };
        let goes = path.windows(2).all(|pair| is_joined(pair[0], pair[1]));
        if path.first() != Some(&alert.first().observer()) || path.last() != Some(&from) || !goes {
            let names: Vec<String> = path.iter().map(|actor| self.scene.name(*actor)).collect();
            let (event, from) = (self.scene.event(step), self.scene.name(from));
            return Err(match names.is_empty() {
                true => format!("{event}, and {from} wrote no way on it"),
                false => format!(
                    "{event} by the way {}, and no links lead that way from who found it to {from}",
                    names.join(" → ")
                ),
            });
        }
        Ok(())
    }

    /// Whether an actor has heard of another, or a link lets it see what shows of him.
    fn knows_of(&self, actor: ActorId, other: ActorId) -> bool {
        let node = |actor: ActorId| NodeIndex::new(actor.place());
        let network = self.scene.blueprint.network();
        self.heard_of.contains(&(actor, other))
            || network
                .edges_connecting(node(actor), node(other))
                .any(|edge| edge.weight().kind.flow() == Flow::Against)
    }

    /// Looks whether what is noted in an event could be known.
    fn act(&mut self, step: &Step) -> Result<(), String> {
        for (actor, fact) in facts(step) {
            let pieces = match fact {
                FactKind::Alarm { class, piece, suspect } => {
                    if !self.knows_of(actor, *suspect) {
                        let (event, who) = (self.scene.event(step), self.scene.name(actor));
                        let suspect = self.scene.name(*suspect);
                        return Err(format!(
                            "in {event} {who} found evidence of {suspect}, who showed it nothing \
                             and of whom nobody told it"
                        ));
                    }
                    let founded = matches!(class, AlarmClass::Caused | AlarmClass::Coincident);
                    if founded && !self.signs.contains_key(&actor) {
                        let (event, who) = (self.scene.event(step), self.scene.name(actor));
                        return Err(format!(
                            "in {event} {who} found evidence that is {class}, and no trace had \
                             come to it"
                        ));
                    }
                    self.spoke |= founded;
                    self.evidence.entry((actor, *piece)).or_insert(step.number);
                    continue;
                }
                FactKind::Ordered { .. } => {
                    self.commands.entry(actor).or_insert(step.number);
                    continue;
                }
                FactKind::Convinced { truly, pieces, path } => {
                    if *truly && (pieces.is_empty() || path.last() != Some(&actor)) {
                        let (event, who) = (self.scene.event(step), self.scene.name(actor));
                        return Err(format!("in {event} {who} is convinced by nothing"));
                    }
                    pieces
                }
                FactKind::Merged { pieces }
                | FactKind::Review { pieces, .. }
                | FactKind::Abandoned { pieces }
                | FactKind::Weighed { pieces } => pieces,
                FactKind::WorkPlanned { .. }
                | FactKind::WorkBegan { .. }
                | FactKind::WorkEnded { .. }
                | FactKind::WorkSheltered { .. }
                | FactKind::WorkRuns { .. }
                | FactKind::WorkHalted { .. }
                | FactKind::WorkResumed { .. }
                | FactKind::Trace { .. }
                | FactKind::ReviewTime(_)
                | FactKind::Deployed { .. }
                | FactKind::Takeoff
                | FactKind::Detail(_) => continue,
            };
            let unknown = |piece: &&Identity| !self.evidence.contains_key(&(actor, **piece));
            if pieces.iter().any(|piece| unknown(&piece)) {
                let (event, who) = (self.scene.event(step), self.scene.name(actor));
                return Err(format!("in {event} {who} deals with evidence that never came to it"));
            }
        }
        Ok(())
    }
}

/// Whether an actor knew something by the end of an event.
fn is_known(since: &Since<Identity>, actor: ActorId, what: Identity, by: u64) -> bool {
    since.get(&(actor, what)).is_some_and(|since| *since <= by)
}

//! Who comes together so that something happens: work that leads somewhere, that is seen,
//! looked into, judged and stopped.
//!
//! A world of chance has everybody in it and nothing going on between them. A story asks
//! for roles by name and for links between them, takes who is there or brings who is
//! missing, and leaves out what a world cannot have: so that worlds of a user's roles alone
//! have no stories, and are sound all the same. It lacks figures.

use crate::engine::Side;
use crate::oversight::Link;

use super::cast::{Cast, SEES};
use super::genes::{ActorGenes, Tape};

/// Programs, with how often each is what a story is about, by weight.
const PROGRAMS: [(&str, u32); 6] = [
    ("TrainingProgram", 11),
    ("FineTuning", 6),
    ("WeightEditing", 5),
    ("Scaffold", 4),
    ("Distillation", 2),
    ("Research", 2),
];

/// Who sees work, by weight.
const OBSERVERS: [(&str, u32); 11] = [
    ("HazardSensor", 5),
    ("Sensor", 5),
    ("Inspector", 4),
    ("Reader", 4),
    ("Insiders", 5),
    ("Cusum", 2),
    ("SequentialTest", 2),
    ("CloudProvider", 2),
    ("RivalState", 2),
    ("Evaluator", 2),
    ("Regulator", 5),
];

/// Who looks into what they find, by weight.
const DESKS: [(&str, u32); 3] = [("Reviewer", 5), ("ModelReviewer", 3), ("NestedOversight", 2)];

/// Who tells hidden work how to go on, by weight.
const STRATEGIES: [(&str, u32); 6] = [
    ("Naive", 5),
    ("Patient", 5),
    ("Intermittent", 5),
    ("Splitter", 4),
    ("Opportunist", 4),
    ("AdaptiveHider", 5),
];

/// Tells a story with those who are there and with others, or none where genes are nothing.
pub(super) fn tell(cast: &mut Cast<'_>, genes: &ActorGenes) {
    if !genes.ties.is_empty() {
        Teller { tape: Tape::of(&genes.ties), genes, brought: 0, cast }.tell();
    }
}

struct Teller<'t, 'k> {
    cast: &'t mut Cast<'k>,
    genes: &'t ActorGenes,
    tape: Tape<'t>,
    /// How many it has brought, each of other genes.
    brought: usize,
}

impl Teller<'_, '_> {
    fn tell(&mut self) {
        let Some(program) = self.one_of(&PROGRAMS, 0.4) else { return };
        let Some(cluster) = self.somebody("Cluster", 0.9) else { return };
        let agent = self.tape.is(0.45).then(|| self.hide(cluster, program)).flatten();
        if agent.is_none() {
            let _ = self.cast.join(cluster, Link::Hosts, program);
        }
        let model = self.lead(program, agent);
        let places: Vec<usize> =
            [agent, Some(program), Some(cluster), model].into_iter().flatten().collect();
        let observers = self.see(&places);
        self.report(&observers, agent);
        let mut work = vec![program, cluster];
        work.extend(agent.into_iter().chain(model));
        self.own(cluster, &work);
    }

    /// Hides a program in the work of an agent, which somebody directs.
    fn hide(&mut self, cluster: usize, program: usize) -> Option<usize> {
        let agent = self.somebody("AlignmentAgent", 0.8)?;
        let is_hosted = self.cast.join(cluster, Link::Hosts, agent)
            && self.cast.join(agent, Link::Hosts, program);
        if self.tape.is(0.85)
            && let Some(strategy) = self.one_of(&STRATEGIES, 0.8)
        {
            let _ = self.cast.join(strategy, Link::Directs, agent);
        }
        is_hosted.then_some(agent)
    }

    /// Lets work make a model better, and somebody study that.
    fn lead(&mut self, program: usize, agent: Option<usize>) -> Option<usize> {
        let model = self.tape.is(0.8).then(|| self.somebody("Model", 0.8)).flatten()?;
        for (from, kind, to) in [
            (program, Link::Writes, model),
            (program, Link::Deploys, model),
            (program, Link::Improves, model),
        ] {
            let _ = self.cast.join(from, kind, to);
        }
        if self.tape.is(0.3) {
            let _ = self.cast.join(model, Link::Powers, program);
        }
        if let Some(agent) = agent.filter(|_| self.tape.is(0.8)) {
            let _ = self.cast.join(agent, Link::Studies, model);
        }
        if self.tape.is(0.2)
            && let Some(other) = self.bring("Model")
        {
            let _ = self.cast.join(model, Link::Improves, other);
        }
        Some(model)
    }

    /// Lets some see what happens at these places.
    fn see(&mut self, places: &[usize]) -> Vec<usize> {
        let mut observers = Vec::new();
        for _ in 0..1 + self.tape.weighed(&[3, 4, 2]) {
            let Some(observer) = self.one_of(&OBSERVERS, 0.5) else { continue };
            let first = self.tape.below(places.len());
            let turned = places.iter().cycle().skip(first).take(places.len());
            let sees = |cast: &mut Cast<'_>, place: usize| {
                SEES.into_iter().any(|kind| cast.join(observer, kind, place))
            };
            // Who sees nothing by himself is told what is declared to him.
            let is_told = !self.cast.can_see(observer);
            let tells = |cast: &mut Cast<'_>, place: usize| {
                is_told && cast.join(place, Link::Declares, observer)
            };
            let mut turned = turned.copied();
            let found = turned.find(|place| sees(self.cast, *place) || tells(self.cast, *place));
            if found.is_some() && !observers.contains(&observer) {
                observers.push(observer);
            }
        }
        observers
    }

    /// Lets what they find come to somebody who judges it and gives orders.
    fn report(&mut self, observers: &[usize], agent: Option<usize>) {
        let Some(judge) = self.somebody("Authority", 0.9) else { return };
        let desk = self.tape.is(0.5).then(|| self.one_of(&DESKS, 0.6)).flatten();
        if let Some(desk) = desk {
            let _ = self.cast.join(desk, Link::Reports, judge);
        }
        // Who is not asked can order too.
        if self.tape.is(0.3)
            && let Some(other) = self.bring("Authority")
        {
            for observer in observers {
                let _ = self.cast.join(*observer, Link::Reports, other);
            }
        }
        if self.tape.is(0.12)
            && let Some(press) = self.somebody("Press", 0.8)
        {
            for observer in observers {
                let _ = self.cast.join(*observer, Link::Reports, press);
            }
            let _ = self.cast.join(press, Link::Reports, judge);
        }
        // What an agent looks into itself it can drop.
        let passes = agent.filter(|_| self.tape.is(0.3));
        if let Some(agent) = passes {
            let _ = self.cast.join(agent, Link::Reports, judge);
        }
        for observer in observers {
            let to = desk.or(passes).map(|to| (Link::Alerts, to));
            if let Some((kind, to)) = to {
                let _ = self.cast.join(*observer, kind, to);
            }
            if to.is_none() || self.tape.is(0.3) {
                let _ = self.cast.join(*observer, Link::Reports, judge);
            }
            if self.tape.is(0.3) {
                self.warn(*observer);
            }
        }
    }

    /// Lets those who hide see what an observer finds, and hear when it comes.
    fn warn(&mut self, observer: usize) {
        for strategy in self.cast.ends_of(Link::Directs, Side::Out) {
            let _ = self.cast.join(observer, Link::Alerts, strategy);
            let _ = self.cast.join(observer, Link::Tells, strategy);
        }
    }

    /// Lets orders come to where the work is, by way of labs or straight.
    fn own(&mut self, cluster: usize, work: &[usize]) {
        let judges = self.cast.all("Authority");
        let mut obey = Vec::new();
        if self.tape.is(0.85) {
            obey.extend(work);
        }
        if self.tape.is(0.3)
            && let (Some(one), Some(other)) = (self.somebody("Lab", 0.5), self.bring("Lab"))
        {
            let _ = self.cast.join(one, Link::Owns, work[0]);
            let _ = self.cast.join(other, Link::Owns, cluster);
            obey.extend([one, other]);
        }
        for judge in judges {
            for one in &obey {
                let _ = self.cast.join(judge, Link::Orders, *one);
            }
        }
    }

    /// Somebody of one of these roles: of those that worlds can have, by weight.
    fn one_of(&mut self, roles: &[(&str, u32)], is_there: f64) -> Option<usize> {
        let known: Vec<(&str, u32)> =
            roles.iter().copied().filter(|(role, _)| self.cast.kit.place(role).is_some()).collect();
        let weights: Vec<u32> = known.iter().map(|(_, weight)| *weight).collect();
        if known.is_empty() {
            return None;
        }
        let (role, _) = known[self.tape.weighed(&weights)];
        self.somebody(role, is_there)
    }

    /// Somebody of a role: with this chance who is there already, if anybody is.
    fn somebody(&mut self, role: &str, is_there: f64) -> Option<usize> {
        let present = self.cast.first(role);
        let takes = !self.tape.is(1.0 - is_there);
        present.filter(|_| takes).or_else(|| self.bring(role))
    }

    fn bring(&mut self, role: &str) -> Option<usize> {
        let role = self.cast.kit.place(role)?;
        self.brought += 1;
        Some(self.cast.add(role, self.genes.offspring(200 + self.brought)))
    }
}

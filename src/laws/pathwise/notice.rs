//! Notice: how soon it can come, and without what it never does.
//!
//! It lacks whether it is likely.

use crate::engine::{Graph, LinkLaw, Side};
use crate::oversight::{FactKind, Link, Milestone, Outcome, Signal, Twin};
use crate::primitives::id::ActorId;
use crate::primitives::time::{Span, Time};

use super::super::course::{Course, Happening};
use super::super::law::{Law, Reach, Verdict};
use super::super::specimen::Specimen;
use super::knowledge::concerning_jobs;
use super::least::{self, Least};
use super::scene::{Found, Scene, facts, in_each, in_each_replication, instant};
use super::time::least_delay;

pub(in crate::laws) const NO_NOTICE_BEFORE_THE_LEAST_DELAY: Law = Law {
    name: "no-notice-before-the-least-delay",
    statement: "Nobody is convinced by true traces before the first trace, or the first news of \
                concerning work, plus the least delays on the quickest way from there to him: of \
                the links, of reading, examining and checking, of every desk on it, and a tick \
                to judge.",
    class: "All worlds. Desks count where what comes cannot join what is looked into already, \
            and else from the first alert on that they got; roles of one's own may pass anything \
            on at once, over any link.",
    why: "Evidence goes on along links alone, no law gives less than its least value, and \
          working hours only lengthen.",
    reach: Reach::Pathwise,
    check: least_delay_holds,
};

/// The first half of law 3.
pub(in crate::laws) const NO_OBSERVER_NO_NOTICE: Law = Law {
    name: "no-observer-no-notice",
    statement: "Where nothing comes over any link by which somebody watches, knows, reads, \
                studies or is told, nobody notices, and no alarm has anything behind it.",
    class: "All worlds, each tried with all such links losing everything.",
    why: "Evidence that is true or coincident is made from what was seen or heard of, and there \
          is no other way to hear of it.",
    reach: Reach::Pathwise,
    check: blind,
};

/// The other half of law 3.
pub(in crate::laws) const NO_CONCERN_NO_NOTICE: Law = Law {
    name: "no-concern-no-notice",
    statement: "Where there is no concerning work there is no trace, no true or coincident alarm \
                and no notice, and nobody who is convinced is anything but wrong: in the innocent \
                twin, and in every replication up to the first concerning work.",
    class: "All worlds.",
    why: "Only concerning work shows as a trace, and what is not a trace convinces nobody truly.",
    reach: Reach::Pathwise,
    check: innocent,
};

fn least_delay_holds(specimen: &Specimen) -> Verdict {
    in_each(specimen, Twin::Factual, |scene| {
        let mut spoke = false;
        let mut soonest = None;
        for step in &scene.course.steps {
            for (actor, fact) in facts(step) {
                if !matches!(fact, FactKind::Convinced { truly: true, .. }) {
                    continue;
                }
                spoke = true;
                let soonest = soonest.get_or_insert_with(|| Ways::of(scene).soonest());
                let at = soonest[actor.place()];
                if step.time < at {
                    let (event, who) = (scene.event(step), scene.name(actor));
                    return Err(format!(
                        "in {event} {who} is convinced by true traces, and {} is the soonest \
                         that any can convince it",
                        instant(at)
                    ));
                }
            }
        }
        Ok(spoke)
    })
}

/// The soonest instants at which signs and evidence can come to actors, by their places.
struct Ways<'a> {
    graph: &'a Graph<Link>,
    least: Vec<Least>,
    /// When each was first told of anything.
    first: Vec<Time>,
    /// When a sign can have come to each.
    seen: Vec<Time>,
    /// When evidence can.
    told: Vec<Time>,
}

impl<'a> Ways<'a> {
    fn of(scene: &'a Scene<'_>) -> Self {
        let count = scene.blueprint.network().node_count();
        let mut first = vec![Time::NEVER; count];
        for (actor, time) in least::first_told(scene) {
            first[actor.place()] = time;
        }
        let graph = &*scene.course.graph;
        let seen = first_signs(scene, count);
        let told = vec![Time::NEVER; count];
        Self { graph, least: least::all(scene), first, seen, told }
    }

    /// When each actor can be convinced at the soonest: a tick after it is told.
    fn soonest(mut self) -> Vec<Time> {
        // Each round lets everything go over one link more; ways are short.
        let mut goes_on = true;
        while goes_on {
            goes_on = false;
            for place in 0..self.seen.len() as u32 {
                goes_on |= self.goes_on(ActorId::new(place));
            }
        }
        let judged = |(told, least): (&Time, &Least)| {
            *told + if least.is_known { Span::TICK } else { Span::ZERO }
        };
        self.told.iter().zip(&self.least).map(judged).collect()
    }

    /// Lets what an actor knows go on over its links, and says whether it came sooner
    /// anywhere.
    fn goes_on(&mut self, actor: ActorId) -> bool {
        let place = actor.place();
        let least = self.least[place];
        // What joins an alert that is open is done with when that is.
        let passed = match least.joins {
            true => self.told[place].max(self.first[place] + least.passes),
            false => self.told[place] + least.passes,
        };
        let says = passed.min(self.seen[place] + least.finds);
        if says == Time::NEVER {
            return false;
        }
        let (mut sooner, seen) = (false, self.seen[place]);
        for end in self.graph.ends_of(actor) {
            let other = self.graph.other(end).place();
            let kind = self.graph.kind(end);
            let is_out = self.graph.side(end) == Side::Out;
            let takes = least_delay(self.graph, end);
            let at_once = !least.is_known;
            if at_once || (is_out && matches!(kind, Link::Alerts | Link::Reports)) {
                sooner |= comes(&mut self.told[other], says + takes);
            }
            if at_once || (is_out && kind == Link::Tells) {
                sooner |= comes(&mut self.seen[other], seen + takes);
            }
        }
        sooner
    }
}

/// Lets something come at an instant, and says whether that is sooner than before.
fn comes(at: &mut Time, now: Time) -> bool {
    let sooner = now < *at;
    *at = now.min(*at);
    sooner
}

/// When the first sign can have come to each actor straight from where it shows.
fn first_signs(scene: &Scene<'_>, count: usize) -> Vec<Time> {
    let graph = &*scene.course.graph;
    let concerning = concerning_jobs(scene);
    let mut signs = vec![Time::NEVER; count];
    for step in &scene.course.steps {
        for (shower, fact) in facts(step) {
            let FactKind::Trace { observer, .. } = fact else {
                continue;
            };
            let between = graph.ends_of(shower).filter(|end| graph.other(*end) == *observer);
            let takes = between.map(|end| least_delay(graph, end)).min().unwrap_or(Span::FOREVER);
            comes(&mut signs[observer.place()], step.time + takes);
        }
        let Happening::Delivery(from, end, Signal::Work(work) | Signal::Declared(work)) =
            &step.what
        else {
            continue;
        };
        let (Some(me), Some(sent)) = (step.actor, scene.step(step.cause)) else {
            continue;
        };
        if work.owner() == *from && concerning.contains(&work.job()) {
            comes(&mut signs[me.place()], sent.time + least_delay(graph, *end));
        }
    }
    signs
}

fn blind(specimen: &Specimen) -> Verdict {
    let blueprint = specimen.blueprint();
    in_each_replication(specimen, |index| {
        let key = specimen.key(index);
        let course = Course::changed(blueprint, key, Twin::Factual, |simulation| {
            let network = blueprint.network();
            for edge in network.edge_indices().filter(|edge| tells(network[*edge].kind)) {
                let Some((from, to)) = network.edge_endpoints(edge) else {
                    continue;
                };
                let law = LinkLaw { loss: 1.0, ..network[edge].clone() };
                let [from, to] = [from, to].map(|node| ActorId::new(node.index() as u32));
                simulation.replace_link(from, law, to);
            }
        });
        sees_nothing(&course.outcome)
    })
}

/// Whether anybody learns of what others do over links of a kind.
fn tells(kind: Link) -> bool {
    match kind {
        Link::Watches
        | Link::Declares
        | Link::Knows
        | Link::Tells
        | Link::Reads
        | Link::Studies
        | Link::Own(_) => true,
        Link::Hosts
        | Link::Alerts
        | Link::Reports
        | Link::Orders
        | Link::Owns
        | Link::Deploys
        | Link::Powers
        | Link::Writes
        | Link::Directs
        | Link::Improves
        | Link::Feeds => false,
    }
}

fn sees_nothing(outcome: &Outcome) -> Found {
    if outcome.at(Milestone::Noticed) < Time::NEVER {
        let at = instant(outcome.at(Milestone::Noticed));
        return Err(format!("it is noticed at {at}, where no observer hears of anything"));
    }
    let founded = outcome.alarms.founded();
    if founded > 0 {
        return Err(format!("{founded} alarms are founded, where no observer hears of anything"));
    }
    Ok(outcome.at(Milestone::FirstConcerningWork) < Time::NEVER || outcome.alarms.all() > 0)
}

fn innocent(specimen: &Specimen) -> Verdict {
    in_each_replication(specimen, |index| {
        let course = specimen.course(index, Twin::Innocent);
        let spoke = nothing_true(&Scene::of(specimen, &course, index))?;
        let course = specimen.course(index, Twin::Factual);
        Ok(nothing_true(&Scene::of(specimen, &course, index))? || spoke)
    })
}

/// Whether nothing is true that is found before there is concerning work.
fn nothing_true(scene: &Scene<'_>) -> Found {
    let jobs = concerning_jobs(scene);
    let mut spoke = false;
    for step in &scene.course.steps {
        for (actor, fact) in facts(step) {
            let what = match fact {
                FactKind::WorkBegan { job, .. } if jobs.contains(job) => return Ok(spoke),
                FactKind::WorkPlanned { .. } | FactKind::WorkSheltered { .. } => {
                    return Ok(spoke);
                }
                FactKind::Alarm { class, .. } => {
                    spoke = true;
                    if !class.is_founded() {
                        continue;
                    }
                    format!("a {class} alarm")
                }
                FactKind::Convinced { truly, .. } => {
                    spoke = true;
                    if !*truly {
                        continue;
                    }
                    "notice".to_owned()
                }
                FactKind::Trace { .. } => "a trace".to_owned(),
                FactKind::WorkBegan { .. }
                | FactKind::WorkEnded { .. }
                | FactKind::WorkRuns { .. }
                | FactKind::WorkHalted { .. }
                | FactKind::WorkResumed { .. }
                | FactKind::Merged { .. }
                | FactKind::Review { .. }
                | FactKind::ReviewTime(_)
                | FactKind::Abandoned { .. }
                | FactKind::Weighed { .. }
                | FactKind::Ordered { .. }
                | FactKind::Deployed { .. }
                | FactKind::Takeoff
                | FactKind::Detail(_) => continue,
            };
            let (event, who) = (scene.event(step), scene.name(actor));
            return Err(format!(
                "in {event} there is {what} by {who}, and no concerning work so far"
            ));
        }
    }
    Ok(spoke)
}

//! Variants of a world that need no other text: another setting of an actor, another delay of
//! a link, another takeoff.
//!
//! They are put into the simulation before it starts, where unknowns have been drawn, so that
//! nothing is read or checked anew. It lacks changes of who is there.

use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef as _;

use crate::engine::{LinkKind as _, LinkLaw, Simulation};
use crate::oversight::{Link, Oversight, Takeoff};
use crate::primitives::distribution::Distribution;
use crate::primitives::id::ActorId;
use crate::primitives::parameter::Setting;
use crate::primitives::random::{EntityKey, Purpose, ReplicationKey, Stream};
use crate::world::{Blueprint, BlueprintActor};

use crate::laws::settings::place_of;
use crate::laws::specimen::Specimen;

/// A number from 0 on below `many`, by a specimen's seed and what it is for alone: what is kept
/// has comments that what broke had not, and breaks the same.
///
/// # Panics
///
/// If `many` is 0.
pub(super) fn pick(specimen: &Specimen, what: &str, many: usize) -> usize {
    const VARIANT: Purpose = Purpose::named("variant of a law");
    let key = ReplicationKey::new(specimen.seed(), u64::MAX);
    let mut stream = Stream::keyed(key, EntityKey::named(what), VARIANT);
    (stream.bits() % many as u64) as usize
}

/// Another setting of an actor.
pub(super) struct Changed<'b> {
    actor: &'b BlueprintActor,
    settings: Box<[Setting]>,
    /// What is changed, from what, to what.
    pub(super) words: String,
}

impl<'b> Changed<'b> {
    /// The actor with another setting of this row, if the row is a number in this
    /// replication and another one comes of it.
    pub(super) fn number(
        blueprint: &Blueprint,
        actor: &'b BlueprintActor,
        key: ReplicationKey,
        row: &str,
        change: impl FnOnce(f64) -> f64,
    ) -> Option<Self> {
        let place = place_of(actor.role().parameters, row)?;
        let mut settings = blueprint.settings_in(actor, &blueprint.baseline(), key);
        let Setting::Number(old) = settings[place] else {
            return None;
        };
        let new = change(old);
        settings[place] = Setting::Number(new);
        let words = format!("`{}.{row}` is {new:?} in place of {old:?}", actor.name());
        (new != old).then_some(Self { actor, settings, words })
    }

    /// The actor with these numbers in these rows, if it has all of these rows.
    pub(super) fn numbers(
        blueprint: &Blueprint,
        actor: &'b BlueprintActor,
        key: ReplicationKey,
        rows: &[(&str, f64)],
    ) -> Option<Self> {
        let mut settings = blueprint.settings_in(actor, &blueprint.baseline(), key);
        let mut words = Vec::new();
        for (row, number) in rows {
            let place = place_of(actor.role().parameters, row)?;
            settings[place] = Setting::Number(*number);
            words.push(format!("`{}.{row}` is {number:?}", actor.name()));
        }
        Some(Self { actor, settings, words: words.join(" and ") })
    }

    /// Puts it into a simulation that has not started.
    pub(super) fn into(self, simulation: &mut Simulation<Oversight>) {
        simulation.replace(self.actor.id(), self.actor.role().make(&self.settings));
    }
}

/// The links of these kinds.
pub(super) fn links(blueprint: &Blueprint, kinds: &[Link]) -> Vec<EdgeIndex> {
    let all = blueprint.network().edge_references();
    let of_kind = all.filter(|edge| kinds.contains(&edge.weight().kind));
    of_kind.map(|edge| edge.id()).collect()
}

/// A link that takes twice as long in each case, and this much more.
pub(super) struct Longer {
    from: ActorId,
    to: ActorId,
    law: LinkLaw<Link>,
    /// Which link it is, and how long it takes.
    pub(super) words: String,
}

impl Longer {
    /// The link in this replication, with so many more seconds if it took none so far.
    pub(super) fn of(
        blueprint: &Blueprint,
        link: EdgeIndex,
        key: ReplicationKey,
        seconds: f64,
    ) -> Self {
        let (from, to) = blueprint.network().edge_endpoints(link).expect("the link is there");
        let law = blueprint.link_in(link, &blueprint.baseline(), key);
        let delay = match law.delay {
            Some(delay) if delay != Distribution::Constant(0.0) => delay.scaled(2.0),
            Some(_) | None => Distribution::Constant(seconds),
        };
        let [from, to] = [from, to].map(|node| ActorId::new(node.index() as u32));
        let (kind, one, other) = (law.kind.name(), blueprint.name_of(from), blueprint.name_of(to));
        let words = format!("the link {kind} from `{one}` to `{other}` takes {delay:?} s");
        Self { from, to, law: LinkLaw { delay: Some(delay), ..law }, words }
    }

    /// The same where ways lose some of what they carry, as [`by_chance`] has it.
    pub(super) fn by_chance(self) -> Self {
        Self { law: losing(self.law), ..self }
    }

    /// Puts it into a simulation that has not started.
    pub(super) fn into(self, simulation: &mut Simulation<Oversight>) {
        simulation.replace_link(self.from, self.law, self.to);
    }
}

/// How much of the horizon a review takes on average where it takes its time by chance, and
/// how much ways lose where they would lose less.
const BY_CHANCE: (f64, f64) = (0.02, 0.25);

/// Lets every desk take its time by chance and every way of alerts and reports lose some of
/// what it carries, in a simulation that has not started.
pub(super) fn by_chance(
    blueprint: &Blueprint,
    key: ReplicationKey,
    simulation: &mut Simulation<Oversight>,
) {
    let point = blueprint.baseline();
    let mean = BY_CHANCE.0 * blueprint.horizon().seconds();
    for actor in blueprint.actors() {
        let Some(place) = place_of(actor.role().parameters, "review") else {
            continue;
        };
        let mut settings = blueprint.settings_in(actor, &point, key);
        settings[place] = Setting::Law(Distribution::Exponential { mean });
        simulation.replace(actor.id(), actor.role().make(&settings));
    }
    for link in links(blueprint, &[Link::Alerts, Link::Reports]) {
        let (from, to) = blueprint.network().edge_endpoints(link).expect("the link is there");
        let [from, to] = [from, to].map(|node| ActorId::new(node.index() as u32));
        simulation.replace_link(from, losing(blueprint.link_in(link, &point, key)), to);
    }
}

fn losing(law: LinkLaw<Link>) -> LinkLaw<Link> {
    LinkLaw { loss: law.loss.max(BY_CHANCE.1), ..law }
}

/// A takeoff that comes later or needs more.
pub(super) fn higher(takeoff: &Takeoff) -> Takeoff {
    let more = |of: Option<ActorId>, above_start: f64| (of, above_start * 1.5);
    match takeoff {
        Takeoff::After(law) => Takeoff::After(law.scaled(1.5)),
        Takeoff::Capability { of, above_start } => {
            let (of, above_start) = more(*of, *above_start);
            Takeoff::Capability { of, above_start }
        }
        Takeoff::Level { of, above_start } => {
            let (of, above_start) = more(*of, *above_start);
            Takeoff::Level { of, above_start }
        }
        Takeoff::Generations { of, count, within, step } => {
            let (of, count, within, step) = (*of, count + 1, *within, *step);
            Takeoff::Generations { of, count, within, step }
        }
        Takeoff::Doublings { of, count, within } => {
            Takeoff::Doublings { of: *of, count: count + 1, within: *within }
        }
        Takeoff::Copies { of, count } => Takeoff::Copies { of: *of, count: count + 1 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviors::Roles;

    #[test]
    fn what_is_picked_hangs_on_the_seed_and_on_no_comment_or_line() {
        let text = include_str!("../../../worlds/first.ron");
        let commented = format!("// It is kept, and says why.\n{text}");
        let pick_of = |text: &str, seed: u64| {
            let specimen = Specimen::new(text, &Roles::standard(), seed).expect("it is sound");
            pick(&specimen, "what", 1000)
        };
        let picked: Vec<usize> = (0..8).map(|seed| pick_of(text, seed)).collect();
        assert!((0..8).all(|seed| pick_of(&commented, seed) == picked[seed as usize]));
        assert!(picked.iter().any(|place| *place != picked[0]));
    }
}

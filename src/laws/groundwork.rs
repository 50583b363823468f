//! Laws of groundwork: what must hold before any other law can be tried on a world.
//!
//! Where one of them breaks, the others would break too, each in words of its own that
//! explain nothing. They lack what a world is about.

use petgraph::algo::is_cyclic_directed;
use petgraph::graph::NodeIndex;
use petgraph::visit::{EdgeFiltered, EdgeRef as _};

use crate::engine::EVENT_BUDGET;
use crate::experiment::busiest::busiest;
use crate::oversight::{Link, Twin};
use crate::primitives::time::Time;
use crate::world::Blueprint;

use super::class::is_overseer;
use super::compared::once_more;
use super::course::MOST_EVENTS;
use super::law::{Law, Reach, Verdict};
use super::specimen::Specimen;

/// How many replications are looked at.
const REPLICATIONS: u64 = 2;

/// That nobody panics; wherever somebody does, this is the law that breaks.
pub const RUNS: Law = Law {
    name: "runs",
    statement: "A world that passes the door runs, and so does every change of it that a law \
                makes: nobody panics.",
    class: "All worlds.",
    why: "Whatever a world can get wrong is refused at the door.",
    reach: Reach::Pathwise,
    check: runs,
};

/// That chance is all that two runs of a replication have, and it is the same.
pub(super) const SAME_TWICE: Law = Law {
    name: "same-twice",
    statement: "The same replication, run twice, is the same twice. Nobody reads a wall clock, the \
                order of a hash map, a static that changes, a file, or anything else that is not \
                of the world.",
    class: "All worlds.",
    why: "What a behavior holds is made anew for each run, and what it can ask, time and chance \
          too, is a function of the world, the seed and the replication.",
    reach: Reach::Pathwise,
    check: same_twice,
};

/// That time goes on.
pub(super) const COMES_TO_AN_END: Law = Law {
    name: "comes-to-an-end",
    statement: "A replication comes to its horizon: nobody has so many events that, at the pace of \
                the last ones, a replication spends its budget of events before.",
    class: "Worlds in which nobody works in himself by way of others, nor directs work by what \
            any but a desk or a sensor shows. One whose rates come to more events than a \
            replication may have breaks it too: it cannot be run to its end.",
    why: "Every clock is set for a time that is not now. One that is set for now, or for the past, \
          rings a tick later, and so for ever if that is done again whenever it rings. Whoever \
          hides work while a cluster is busy with it turns on what he does as quickly.",
    reach: Reach::Pathwise,
    check: comes_to_an_end,
};

/// Whether no other law says anything about a world in which the one of this name breaks.
pub(super) fn is_groundwork(law: &str) -> bool {
    [RUNS, SAME_TWICE, COMES_TO_AN_END].iter().any(|one| one.name == law)
}

fn runs(specimen: &Specimen) -> Verdict {
    for index in 0..REPLICATIONS {
        let _ = specimen.course(index, Twin::Factual);
    }
    Verdict::Holds
}

fn same_twice(specimen: &Specimen) -> Verdict {
    match once_more(specimen) {
        Verdict::Broken(words) => Verdict::Broken(format!(
            "{words} Somebody reads what is not of the world: a wall clock, the order of a hash \
             map, a static, a file. So the same seed may not repeat it."
        )),
        other @ (Verdict::Holds | Verdict::Silent) => other,
    }
}

fn comes_to_an_end(specimen: &Specimen) -> Verdict {
    let blueprint = specimen.blueprint();
    if turns_at_once(blueprint) {
        return Verdict::Silent;
    }
    for index in 0..REPLICATIONS {
        let key = specimen.key(index);
        // What follows what the laws look at tells a crowd at the start from a circle.
        let Some(busiest) = busiest(blueprint, key, MOST_EVENTS, 2 * MOST_EVENTS) else {
            continue;
        };
        let left = (Time::START + blueprint.horizon()).since(busiest.until);
        if busiest.events_in(left) > EVENT_BUDGET as f64 {
            return Verdict::Broken(format!(
                "In replication {index} of seed {}, {}, and the horizon is {:?} later. Either \
                 what happens so often is set for now or for the past, so that it rings a tick \
                 later, or rates are high for so long a horizon.",
                specimen.seed(),
                busiest.told(),
                left,
            ));
        }
    }
    Verdict::Holds
}

/// Whether what somebody does can come back to him a tick later: who works in himself is asked
/// for what he asks for, and who directs work by what its place shows directs it otherwise then.
fn turns_at_once(blueprint: &Blueprint) -> bool {
    let network = blueprint.network();
    let hosts = EdgeFiltered::from_fn(network, |edge| edge.weight().kind == Link::Hosts);
    let sees_a_place = |director: NodeIndex| {
        let mut seen = network.edges(director).filter(|edge| edge.weight().kind == Link::Watches);
        seen.any(|edge| {
            let actor = blueprint.actor(network[edge.target()].as_str());
            actor.is_some_and(|actor| !is_overseer(actor))
        })
    };
    let mut directs = network.edge_references().filter(|edge| edge.weight().kind == Link::Directs);
    is_cyclic_directed(&hosts) || directs.any(|edge| sees_a_place(edge.source()))
}

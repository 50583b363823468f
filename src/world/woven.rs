//! What comes of the links of a file once they are sound: figures, declarations, gains
//! that are carried over, and the network.

use crate::engine::{LinkLaw, Network};
use crate::oversight::Link;

use super::actors::Names;
use super::blueprint::{Holes, node_of};
use super::declared::{Declared, Terms};
use super::figures::FigureAt;
use super::flaws::Flaws;
use super::improved::{Carrying, Improved};
use super::link_rules::{Joined, Options};
use super::template::{Amount, Draws};

/// Counts the figures of links that are given and hang on nothing.
pub(super) fn figures(joined: &[Joined], flaws: &mut Flaws) {
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
pub(super) fn declarations(joined: &[Joined]) -> Vec<Declared> {
    let declared = joined.iter().filter_map(|one| {
        let Terms { purpose, level, .. } = one.options.declared.clone()?;
        Some(Declared { owner: one.from, observer: one.to, purpose, level })
    });
    let mut all: Vec<Declared> = declared.collect();
    all.sort_by_key(|one| (one.owner, one.observer));
    all
}

/// How links carry gains over, by where they come from and where they go.
pub(super) fn improvements(joined: &[Joined]) -> Vec<Improved> {
    let improved = joined.iter().filter_map(|one| {
        let said = one.options.carrying.as_ref()?;
        Some(Improved::new(one.from, one.to, said))
    });
    let mut all: Vec<Improved> = improved.collect();
    all.sort_by_key(|one| (one.from, one.to));
    all
}

/// The actors and links; what hangs on unknowns is left in the holes.
pub(super) fn network(
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

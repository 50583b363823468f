//! What generated worlds are made from: roles, who can be joined to whom, and whom a role
//! needs so that it can be there at all.

use crate::behaviors::Roles;
use crate::engine::{LinkRule, Role, Side};
use crate::oversight::{Flow, Link, Oversight};

use super::genes::Tape;
use super::quiet;

/// Roles and what they need.
#[derive(Clone)]
pub(super) struct Kit {
    pub(super) roles: Vec<Role<Oversight>>,
    /// How many others have to come one after the other so that a role can be there; none,
    /// if no world has it.
    depths: Vec<Option<u32>>,
    /// The roles that worlds can have.
    pub(super) usable: Vec<usize>,
    /// Whether only quiet worlds are made.
    pub(super) is_quiet: bool,
}

impl Kit {
    /// Of these roles.
    pub(super) fn of(roles: &Roles) -> Self {
        Self::among(roles, false)
    }

    /// Of all of these roles, or of those of quiet worlds.
    pub(super) fn among(roles: &Roles, is_quiet: bool) -> Self {
        let passes = |name: &str| !is_quiet || quiet::has(name);
        let roles: Vec<_> = roles.iter().filter(|role| passes(role.name)).cloned().collect();
        let mut depths = vec![None; roles.len()];
        // A role is at the depth above the deepest of those whom it needs, and what needs
        // nobody is at the bottom; each round finds the roles of one depth.
        for depth in 0..roles.len() as u32 {
            let found: Vec<usize> = (0..roles.len())
                .filter(|place| depths[*place].is_none())
                .filter(|place| can_be(&roles, &depths, *place))
                .collect();
            found.iter().for_each(|place| depths[*place] = Some(depth));
        }
        // Who needs the fewest is the plainest, and comes first.
        let mut usable: Vec<usize> =
            (0..roles.len()).filter(|place| depths[*place].is_some()).collect();
        usable.sort_by_key(|place| depths[*place]);
        Self { roles, depths, usable, is_quiet }
    }

    /// The role that a gene stands for. Strategies are drawn less often, as there are many
    /// and each brings an agent with it.
    pub(super) fn drawn(&self, gene: u16) -> usize {
        let weight = |place: usize| {
            let directs =
                |rule: &LinkRule<Link>| rule.kind == Link::Directs && rule.side == Side::Out;
            if self.roles[place].links.iter().any(directs) { 2 } else { 3 }
        };
        let weights: Vec<u32> = self.usable.iter().map(|place| weight(*place)).collect();
        self.usable[Tape::of(&[gene]).weighed(&weights)]
    }

    /// The place of a role by its name, if worlds can have it.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.usable.iter().copied().find(|place| self.roles[*place].name == name)
    }

    /// The rule of a role about links of this kind at this side.
    pub(super) fn rule(&self, role: usize, kind: Link, side: Side) -> Option<&LinkRule<Link>> {
        self.roles[role].links.iter().find(|rule| rule.kind == kind && rule.side == side)
    }

    /// The roles that can be at this side of such links.
    pub(super) fn accepting(&self, kind: Link, side: Side) -> Vec<usize> {
        let accept = |place: &usize| self.rule(*place, kind, side).is_some();
        self.usable.iter().copied().filter(accept).collect()
    }

    /// The roles that can be at the other side of such links and need the fewest others; of
    /// those who tell of something, whoever observes only.
    pub(super) fn providers(&self, kind: Link, side: Side) -> Vec<usize> {
        let all = self.accepting(kind, turned(side));
        let observes = |place: &&usize| {
            let links = self.roles[**place].links.iter();
            let mut needs = links.filter(|rule| rule.least > 0).peekable();
            needs.peek().is_some()
                && needs.all(|rule| rule.side == Side::Out && rule.kind.flow() == Flow::Against)
        };
        if matches!(kind, Link::Alerts | Link::Reports) && side == Side::In {
            let observers: Vec<usize> = all.iter().filter(observes).copied().collect();
            if !observers.is_empty() {
                return observers;
            }
        }
        let least = all.iter().map(|place| self.depths[*place]).min();
        all.into_iter().filter(|place| Some(self.depths[*place]) == least).collect()
    }
}

/// Whether all whom a role needs are known to be possible, or need it in turn.
fn can_be(roles: &[Role<Oversight>], depths: &[Option<u32>], place: usize) -> bool {
    let is_met = |rule: &LinkRule<Link>, need: &LinkRule<Link>| {
        rule.kind == need.kind && rule.side == turned(need.side)
    };
    let is_possible = |need: &LinkRule<Link>, rule: &LinkRule<Link>| {
        roles.iter().zip(depths).any(|(role, depth)| {
            let accepts = role.links.iter().any(|rule| is_met(rule, need));
            let mut wants = role.links.iter().filter(|rule| rule.least > 0).peekable();
            let is_mutual = wants.peek().is_some() && wants.all(|want| is_met(want, rule));
            accepts && (depth.is_some() || is_mutual)
        })
    };
    let mut needs = roles[place].links.iter().filter(|rule| rule.least > 0);
    needs.all(|need| is_possible(need, need))
}

/// The other side.
pub(super) const fn turned(side: Side) -> Side {
    match side {
        Side::Out => Side::In,
        Side::In => Side::Out,
    }
}

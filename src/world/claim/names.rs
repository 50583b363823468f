//! The names that claims about a world can use.

use std::collections::{BTreeMap, BTreeSet};

use crate::behaviors::Roles;
use crate::engine::{Measure, MeasureOf, Role};
use crate::oversight::{
    Accountable, Counter, FALSE_ACCUSATION, LUCKY_NOTICE, Milestone, Oversight,
};
use crate::primitives::id::ActorId;

/// The event that an accountable authority is convinced in the innocent twin.
pub(super) const INNOCENT_ACCUSED: &str = "innocent twin accused";

/// What a world has, as far as it is known while its file is checked.
pub(in crate::world) struct Known<'w> {
    pub(super) actors: &'w BTreeMap<String, ActorId>,
    /// Of each actor whose role is known.
    pub(super) role_of: &'w BTreeMap<ActorId, &'w Role<Oversight>>,
    /// Nobody is known to be none if the file does not say rightly who is.
    pub(super) accountable: Option<&'w [Accountable]>,
    pub(super) milestones: BTreeSet<&'static str>,
    pub(super) counters: BTreeMap<&'static str, Counter>,
}

impl<'w> Known<'w> {
    pub(in crate::world) fn new(
        actors: &'w BTreeMap<String, ActorId>,
        role_of: &'w BTreeMap<ActorId, &'w Role<Oversight>>,
        accountable: Option<&'w [Accountable]>,
        roles: &Roles,
    ) -> Self {
        // An actor without a known role may have any: what it might have is not
        // reported as missing too. One name is the world's own.
        let is_whole = role_of.len() + 1 == actors.len();
        let there: Vec<&Role<Oversight>> =
            if is_whole { role_of.values().copied().collect() } else { roles.iter().collect() };
        let mut milestones: BTreeSet<&'static str> =
            Milestone::ALL.into_iter().map(Milestone::name).collect();
        milestones.extend([LUCKY_NOTICE, FALSE_ACCUSATION]);
        milestones.extend(there.iter().flat_map(|role| role.milestones).copied());
        let own = there.iter().flat_map(|role| role.measures).flat_map(counters_of).flatten();
        let mut counters: BTreeMap<&'static str, Counter> =
            own.map(|name| (name, Counter::Own(name))).collect();
        // A counter that is called as the world's own one is hidden by it.
        counters.extend(Counter::ALL.map(|counter| (counter.name(), counter)));
        Self { actors, role_of, accountable, milestones, counters }
    }

    pub(super) fn role(&self, actor: ActorId) -> Option<&'w Role<Oversight>> {
        self.role_of.get(&actor).copied()
    }
}

/// The counters that a measure is made of.
fn counters_of(measure: &Measure) -> [Option<&'static str>; 2] {
    match measure.of {
        MeasureOf::PerYear(counter)
        | MeasureOf::PerReplication(counter)
        | MeasureOf::Ever(counter)
        | MeasureOf::AmountPerYear(counter)
        | MeasureOf::AmountPerReplication(counter) => [Some(counter), None],
        MeasureOf::Share(part, whole) => [Some(part), Some(whole)],
        MeasureOf::Mean(_) => [None, None],
    }
}

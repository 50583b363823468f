//! An adaptive hider: it has a menu of plans, and plays one of them.
//!
//! Which plan is best against the oversight of its world it cannot work out within a
//! run: that is the business of whoever runs the world many times.

use crate::engine::{Around, Behavior, Cx, LinkRule, Measure, Suspicions};
use crate::oversight::{Channel, Link, Oversight, Signal};
use crate::primitives::id::ActorId;
use crate::primitives::parameter::{Entries, EntryOf, Fault, Faults};
use crate::primitives::random::Purpose;

use super::conduct::{
    ALERTS_SEEN, AT_WORK, Clock, Conduct, DIRECTS, DIVERTED, GAVE_UP, GIVES_UP, HEARS_OF_VISITS,
    LIES_LOW, SEES_ALERTS, WATCHES_DESKS,
};
use super::plan::{Minds, Plan, PlanParameters, faults_of_plan, unheard};

crate::choices! {
    /// What a hider that chooses its plan wants.
    pub enum Objective {
        /// That takeoff would come if nobody gave an order, and is not noticed before.
        UnnoticedTakeoff,
        /// That takeoff comes, noticed or not.
        Takeoff,
    }
}

crate::parameters! {
    /// What an adaptive hider can do.
    pub struct AdaptiveHiderParameters {
        /// The plans that it can play, by name.
        menu: Entries<PlanParameters>,
        /// Which of its plans it plays. Without it each replication draws one, all with equal chances.
        plays: Option<EntryOf<PlanParameters>>,
        /// What it wants when it looks for the best of its plans, as `run --worst-case` does for it:
        /// `UnnoticedTakeoff`, which would come if nobody gave an order, or `Takeoff` that comes.
        objective: Objective = "UnnoticedTakeoff",
        /// The channel on which it learns how much lies before a desk.
        channel: Channel = "backlog",
    }
}

/// Plays one plan of a menu.
#[derive(Clone)]
pub struct AdaptiveHider {
    /// In the order of their names.
    plans: Vec<Plan>,
    /// The place of the one that it plays.
    plays: Option<usize>,
    channel: Channel,
    conduct: Option<Conduct>,
}

impl Behavior for AdaptiveHider {
    type Domain = Oversight;
    type Parameters = AdaptiveHiderParameters;
    type Clock = Clock;

    const MEANING: &'static str = "A strategy of hidden work with a menu of plans, of which it \
        plays one. `foomwatch run --worst-case` finds the plan that is best for it against the \
        oversight of its world.";
    const LINKS: &'static [LinkRule<Link>] =
        &[DIRECTS, SEES_ALERTS, WATCHES_DESKS, HEARS_OF_VISITS];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const FAULTS: Option<Faults<AdaptiveHiderParameters>> = Some(faults);
    const SUSPICIONS: Option<Suspicions<Self>> = Some(suspicions);
    const MEASURES: &'static [Measure] = &[AT_WORK, DIVERTED, ALERTS_SEEN, GAVE_UP];
    const MILESTONES: &'static [&'static str] = &[LIES_LOW, GIVES_UP];

    fn new(parameters: AdaptiveHiderParameters) -> Self {
        let AdaptiveHiderParameters { menu, plays, channel, .. } = parameters;
        let plays = plays.and_then(|entry| menu.place(entry.name()));
        let plans = menu.iter().map(|(_, plan)| Plan::from(plan)).collect();
        Self { plans, plays, channel, conduct: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        const PLAN: Purpose = Purpose::named("plan that is played");
        let place = self.plays.unwrap_or_else(|| {
            let drawn = cx.draw(PLAN).uniform() * self.plans.len() as f64;
            (drawn as usize).min(self.plans.len() - 1)
        });
        let plan = &self.plans[place];
        let conduct = self.conduct.insert(Conduct::new(plan.clone()).watching(self.channel));
        conduct.start(cx);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some(conduct) = &mut self.conduct {
            conduct.receive(cx, from, signal);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        if let Some(conduct) = &mut self.conduct {
            conduct.ring(cx, clock);
        }
    }
}

/// A menu without plans, and plans of which one part is nothing without another.
fn faults(parameters: &AdaptiveHiderParameters) -> Vec<Fault> {
    if parameters.menu.iter().len() == 0 {
        return vec![Fault {
            parameter: "menu",
            message: "it has no plan".to_owned(),
            hint: Some("as in `menu: {\"bold\": (share: \"50 %\")}`".to_owned()),
        }];
    }
    let plans = parameters.menu.iter();
    plans.flat_map(|(name, plan)| faults_of_plan(name, plan)).collect()
}

/// What plans of its menu mind and nobody tells it.
fn suspicions(parameters: &AdaptiveHiderParameters, around: &Around<'_, Oversight>) -> Vec<Fault> {
    let of_plan = |(name, plan): (&str, &PlanParameters)| {
        let unheard = unheard(Minds::from(plan), around);
        unheard
            .into_iter()
            .map(|one| Fault {
                parameter: "menu",
                message: format!("has the plan `{name}`, which {}", one.message),
                hint: one.hint,
            })
            .collect::<Vec<_>>()
    };
    parameters.menu.iter().flat_map(of_plan).collect()
}

//! Visits by turns, with an attention that hangs on the last one.

use std::collections::BTreeMap;

use foomwatch::prelude::*;

foomwatch::parameters! {
    /// How an auditor works.
    pub struct Routine {
        /// The channel that he looks at.
        channel: Channel,
        /// The time between two visits.
        every: Span ["1 h" to "10 y"] = "30 d",
        /// His attention at first, and after each visit that found something.
        attention: Share = "80 %",
        /// What is left of it after each visit that found nothing.
        after_nothing: Share = "50 %",
    }
}

foomwatch::clocks! { pub enum Clock { Visit } }

const TURNS: Purpose = Purpose::named("turns");
const LOOK: Purpose = Purpose::named("look");

/// Visits those whom he watches by turns.
#[derive(Clone)]
pub struct Auditor {
    routine: Routine,
    attention: f64,
    /// Whom he visits, in turn.
    turns: Vec<ActorId>,
    visits: usize,
    shows: BTreeMap<ActorId, Level>,
}

impl Behavior for Auditor {
    type Domain = Oversight;
    type Parameters = Routine;
    type Clock = Clock;

    const MEANING: &'static str = "Visits those whom he watches by turns, and is attentive as long \
        as he finds something.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "He visits.").at_least(1),
        LinkRule::out(Link::Reports, "He reports."),
    ];
    const MEASURES: &'static [Measure] = &[
        Measure::share("finds", "finds", "visits", "Visits that found something."),
        Measure::mean("attention", "attention", Dimension::Share, "His attention at visits."),
    ];
    const MILESTONES: &'static [&'static str] = &["first find"];

    fn new(routine: Routine) -> Self {
        let attention = routine.attention.value();
        Self { routine, attention, turns: Vec::new(), visits: 0, shows: BTreeMap::new() }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        let links = cx.in_drawn_order(cx.links(Link::Watches), TURNS);
        self.turns = links.into_iter().map(|link| cx.other(link)).collect();
        cx.ring_at(Clock::Visit, cx.now() + self.routine.every);
    }

    fn receive(&mut self, _: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some(level) = signal.level_on(self.routine.channel)
            && self.shows.get(&from).is_none_or(|known| !level.is_older_than(known))
        {
            self.shows.insert(from, level);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        cx.ring_at(Clock::Visit, cx.now() + self.routine.every);
        let place = self.turns[self.visits % self.turns.len()];
        self.visits += 1;
        cx.count("visits");
        cx.observe("attention", self.attention);
        let looks = cx.draw(LOOK).chance(self.attention);
        let level = self.shows.get(&place).filter(|level| looks && level.unexplained() > 0.0);
        if let Some(level) = level {
            cx.count("finds");
            cx.milestone("first find");
            self.attention = self.routine.attention.value();
            let found = cx.find(place, level, Rang::Shown);
            cx.report(&Alert::new(found), 1000.0);
        } else {
            self.attention *= self.routine.after_nothing.value();
        }
    }
}

#[cfg(test)]
mod tests {
    use foomwatch::laws::{Really, by_hand};

    use super::*;

    #[test]
    fn he_visits_by_turns_and_nothing_tires_him() {
        let mut firsts = Vec::new();
        for seed in 0..20 {
            let mut auditor = by_hand::<Auditor>(r#"channel: "power", attention: "100 %""#)
                .out(Link::Watches, "east")
                .out(Link::Watches, "west")
                .out(Link::Reports, "board")
                .seed(seed)
                .start();
            auditor.shows("west", "power", 0.5, Really::Concerning);
            auditor.ring(Clock::Visit).ring(Clock::Visit);
            let in_the_west_first = auditor.observed("attention") == [1.0, 1.0];
            let in_the_east_first = auditor.observed("attention") == [1.0, 0.5];
            assert!(in_the_west_first || in_the_east_first);
            firsts.push(in_the_west_first);
        }
        assert!(firsts.contains(&true) && firsts.contains(&false), "who is first is drawn");
    }
}

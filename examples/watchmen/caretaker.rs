//! A periodic visit.

use foomwatch::prelude::*;

foomwatch::parameters! {
    pub struct Duties {
        /// The channel that he looks at.
        channel: Channel,
        /// The time between two visits.
        every: Span ["1 min" to "10 y"] = "30 d",
        /// The share of visits that see what nobody explained to him, if there is anything.
        sees: Share = "40 %",
    }
}

foomwatch::clocks! { pub enum Clock { Visit } }

#[derive(Clone)]
pub struct Caretaker {
    duties: Duties,
    /// Of whom something shows that nobody explains, and what.
    shows: Option<(ActorId, Level)>,
}

impl Behavior for Caretaker {
    type Domain = Oversight;
    type Parameters = Duties;
    type Clock = Clock;

    const MEANING: &'static str = "Visits what he watches at equal intervals, and reports it.";
    const LINKS: &'static [LinkRule<Link>] =
        &[LinkRule::out(Link::Watches, "He looks."), LinkRule::out(Link::Reports, "He tells.")];
    const MEASURES: &'static [Measure] =
        &[Measure::share("sees", "seen", "visits", "Visits that saw something.")];

    fn new(duties: Duties) -> Self {
        Self { duties, shows: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Clock::Visit, cx.now() + self.duties.every);
    }

    fn receive(&mut self, _: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some(level) = signal.level_on(self.duties.channel) {
            self.shows = Some((from, level)).filter(|(_, level)| level.unexplained() > 0.0);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        cx.count("visits");
        let looks = cx.draw(Purpose::named("look")).chance(self.duties.sees.value());
        if looks && let Some((suspect, level)) = &self.shows {
            cx.count("seen");
            let found = cx.find(*suspect, level, Rang::Shown);
            cx.report(&Alert::new(found), 1000.0);
        }
        cx.ring_at(Clock::Visit, cx.now() + self.duties.every);
    }
}

#[cfg(test)]
mod tests {
    use foomwatch::laws::{Really, by_hand, check_behavior, span};

    use super::*;

    #[test]
    fn he_reports_what_he_sees_at_a_visit() {
        let mut caretaker = by_hand::<Caretaker>(r#"channel: "power", sees: "100 %""#)
            .out(Link::Watches, "hall")
            .out(Link::Reports, "board")
            .start();
        caretaker.shows("hall", "power", 0.2, Really::Concerning).pass("29 d");
        assert!(caretaker.sent_to("board").is_empty());
        caretaker.pass("1 d");
        assert!(matches!(caretaker.sent_to("board")[..], [Signal::Report(_, 1000.0)]));
        assert_eq!(caretaker.due_in(Clock::Visit), Some(span("30 d")));
    }

    #[test]
    fn he_breaks_no_law() {
        check_behavior::<Caretaker>("Caretaker");
    }
}

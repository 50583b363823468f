//! A queue.

use std::collections::VecDeque;

use foomwatch::prelude::*;

foomwatch::parameters! {
    /// How a clerk works.
    pub struct Office {
        /// How long a case takes.
        takes: Law<Span> = r#"Exponential(mean: "2 h")"#,
        /// How many cases may wait; one that comes when so many do is thrown away.
        room: Count ["0" to "1000000"] = "10",
        /// The probability of confirming a case that something is behind.
        true_rate: Share = "80 %",
        /// The probability of confirming a case that nothing is behind.
        false_rate: Share ["0.1 %" to "100 %"] = "1 %",
    }
}

foomwatch::clocks! {
    /// The clock of a clerk.
    pub enum Clock {
        /// The case on the desk is done.
        Done,
    }
}

/// Looks into one case at a time, those that came first before others.
#[derive(Clone)]
pub struct Clerk {
    office: Office,
    /// The case on the desk is the first.
    cases: VecDeque<(Alert, Time)>,
}

impl Behavior for Clerk {
    type Domain = Oversight;
    type Parameters = Office;
    type Clock = Clock;

    const MEANING: &'static str =
        "Looks into one alert after another, and reports what it confirms.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Alerts, "Cases come over it.").at_least(1),
        LinkRule::out(Link::Reports, "What is confirmed goes on over it."),
    ];
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("cases", "cases", "Cases that came."),
        Measure::share("thrown away", "thrown away", "cases", "Cases that found no room."),
        Measure::mean("time", "time", Dimension::Span, "From when a case came to its end."),
    ];

    fn new(office: Office) -> Self {
        Self { office, cases: VecDeque::new() }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        let Signal::Alert(alert) = signal else { return };
        cx.count("cases");
        // One is on the desk, and the others wait.
        if self.cases.len() as u64 > self.office.room.value() {
            cx.count("thrown away");
            cx.abandons(&alert);
            return;
        }
        self.cases.push_back((alert, cx.now()));
        if self.cases.len() == 1 {
            cx.start_law(Clock::Done, &self.office.takes);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        let Some((alert, came)) = self.cases.pop_front() else { return };
        cx.observe("time", (cx.now() - came).seconds());
        let Office { true_rate, false_rate, .. } = &self.office;
        let discernment = Discernment::with_rates(true_rate.value(), false_rate.value());
        if cx.judge(&alert, &discernment) {
            cx.report(&alert, discernment.likelihood_ratio());
        }
        if !self.cases.is_empty() {
            cx.start_law(Clock::Done, &self.office.takes);
        }
    }
}

#[cfg(test)]
mod tests {
    use foomwatch::laws::{Really, by_hand};

    use super::*;

    #[test]
    fn cases_are_looked_into_one_after_another_and_what_has_no_room_is_thrown_away() {
        let mut clerk = by_hand::<Clerk>(r#"takes: "1 h", room: 1, true_rate: "100 %""#)
            .into(Link::Alerts, "meter")
            .out(Link::Reports, "board")
            .start();
        for _ in 0..3 {
            clerk.alerted("meter", "meter", Really::Concerning);
        }
        assert_eq!((clerk.counted("cases"), clerk.counted("thrown away")), (3, 1));
        clerk.pass("90 min");
        assert_eq!(clerk.sent_to("board").len(), 1);
        clerk.pass("30 min");
        assert_eq!(clerk.observed("time"), [3600.0, 7200.0]);
        assert!(!clerk.is_running(Clock::Done));
    }
}

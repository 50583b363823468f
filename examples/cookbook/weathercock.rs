//! A strategy that reacts.

use foomwatch::prelude::*;

use super::accomplice::WORD;

foomwatch::parameters! {
    /// How bold a weathercock is.
    pub struct Nerve {
        /// The share of what its host is granted that is diverted when all is well.
        share: Share = "80 %",
        /// What is left of the share after each warning.
        after_warning: Share = "25 %",
        /// How long after the last warning all is well again.
        recovers: Span ["1 s" to "10 y"] = "60 d",
    }
}

foomwatch::clocks! {
    /// The clock of a weathercock.
    pub enum Clock {
        /// All is well again.
        Recover,
    }
}

/// Diverts less with each warning, and as much as before when there were none for long.
#[derive(Clone)]
pub struct Weathercock {
    nerve: Nerve,
    /// Warnings since all was well.
    warnings: i32,
}

impl Behavior for Weathercock {
    type Domain = Oversight;
    type Parameters = Nerve;
    type Clock = Clock;

    const MEANING: &'static str = "A strategy that diverts less with each warning or alert, and \
        all it wants again when there was none for long.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Directs, "It says over it how hidden work goes on.").at_least(1),
        LinkRule::into(Link::Own(WORD), "Warnings come over it."),
        LinkRule::into(Link::Alerts, "It sees alerts over it."),
    ];
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("warned", "warned", "Warnings and alerts."),
        Measure::mean("share", "share", Dimension::Share, "What is diverted, at each change."),
    ];

    fn new(nerve: Nerve) -> Self {
        Self { nerve, warnings: 0 }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        self.direct(cx);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        if let Signal::Own(WORD, _) | Signal::Alert(_) = signal {
            cx.count("warned");
            self.warnings += 1;
            cx.ring_at(Clock::Recover, cx.now() + self.nerve.recovers);
            self.direct(cx);
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        self.warnings = 0;
        self.direct(cx);
    }
}

impl Weathercock {
    fn direct(&self, cx: &mut Cx<Self>) {
        let left = self.nerve.after_warning.value().powi(self.warnings);
        let share = self.nerve.share.value() * left;
        cx.observe("share", share);
        let directive = Directive { share, sites: 1, under: 1.0, overhead: 0.0, gives_up: false };
        cx.links(Link::Directs).for_each(|link| cx.send(link, Signal::Directive(directive)));
    }
}

#[cfg(test)]
mod tests {
    use foomwatch::laws::by_hand;

    use super::*;

    #[test]
    fn it_diverts_less_with_each_warning_and_recovers() {
        let mut weathercock = by_hand::<Weathercock>(r#"share: "80 %", after_warning: "50 %""#)
            .out(Link::Directs, "agent")
            .into(Link::Own(WORD), "friend")
            .start();
        for _ in 0..2 {
            weathercock.receive("friend", Signal::Own(WORD, 1.0)).pass("30 d");
        }
        weathercock.pass("30 d");
        assert_eq!(weathercock.observed("share"), [0.8, 0.4, 0.2, 0.8]);
    }
}

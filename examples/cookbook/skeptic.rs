//! Memory of reports.

use foomwatch::prelude::*;

use super::colleague::HOTLINE;

foomwatch::parameters! {
    /// What a skeptic wants to hear before he believes it.
    pub struct Doubts {
        /// Within what time two others must report of the same suspect.
        within: Span ["1 s" to "10 y"] = "30 d",
        /// How likely it is that two report where there is concerning work, as a multiple of how
        /// likely that is where there is none.
        likelihood_ratio: Number ["0.001" to "1000"] = "100",
    }
}

/// Passes on what two others report of the same suspect within a time, as one alert.
#[derive(Clone)]
pub struct Skeptic {
    doubts: Doubts,
    /// Who reported, what, and when, in the order of time.
    heard: Vec<(ActorId, Alert, Time)>,
}

impl Behavior for Skeptic {
    type Domain = Oversight;
    type Parameters = Doubts;
    type Clock = NoClocks;

    const MEANING: &'static str = "Passes a report on once two others say it of the same suspect.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Reports, "Reports come over it.").at_least(1),
        LinkRule::into(Link::Own(HOTLINE), "Calls come over it."),
        LinkRule::out(Link::Reports, "What is believed goes on over it."),
    ];
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("heard", "heard", "Reports that came."),
        Measure::share("believed", "believed", "heard", "Reports that were believed."),
    ];

    fn new(doubts: Doubts) -> Self {
        Self { doubts, heard: Vec::new() }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        let Signal::Report(mut alert, _) = signal else { return };
        cx.count("heard");
        let (now, suspect) = (cx.now(), alert.first().suspect());
        let mut same = Vec::new();
        for (who, earlier, at) in std::mem::take(&mut self.heard) {
            if now - at > self.doubts.within {
                // Nobody will look into it any more: without a word, it would seem to wait.
                cx.abandons(&earlier);
            } else if who != from && earlier.first().suspect() == suspect {
                same.push(earlier);
            } else {
                self.heard.push((who, earlier, at));
            }
        }
        if same.is_empty() {
            self.heard.push((from, alert, now));
            return;
        }
        for earlier in same {
            cx.merges(&earlier);
            alert.merge(earlier);
        }
        cx.count("believed");
        cx.report(&alert, self.doubts.likelihood_ratio.value());
    }
}

#[cfg(test)]
mod tests {
    use foomwatch::laws::{Really, by_hand};

    use super::*;

    #[test]
    fn he_believes_two_who_say_the_same_in_time() {
        let mut skeptic = by_hand::<Skeptic>(r#"within: "10 d""#)
            .into(Link::Reports, "meter")
            .into(Link::Reports, "neighbor")
            .out(Link::Reports, "board")
            .start();
        let really = Really::Concerning;
        skeptic.reported("meter", "meter", 5.0, really).reported("meter", "meter", 5.0, really);
        skeptic.reported("neighbor", "neighbor", 5.0, really).pass("11 d");
        assert_eq!(skeptic.counted("believed"), 0);
        skeptic.reported("neighbor", "meter", 5.0, really).pass("1 d");
        skeptic.reported("meter", "meter", 5.0, really);
        assert!(matches!(skeptic.sent_to("board")[..], [Signal::Report(_, 100.0)]));
    }
}

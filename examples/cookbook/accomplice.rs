//! Collusion.

use foomwatch::prelude::*;

/// The word that an accomplice has with his friend: a kind of link, and a signal.
pub const WORD: &str = "a word";

foomwatch::parameters! {
    /// Whose friend an accomplice is.
    pub struct Loyalty {
        /// Of whom he reports nothing.
        friend: ActorId,
        /// The share of what is found of his friend that he keeps to himself.
        loyal: Share = "100 %",
    }
}

const KEEP: Purpose = Purpose::named("keep it to himself");

/// Passes alerts on, but for those about a friend: the friend is warned instead.
#[derive(Clone)]
pub struct Accomplice {
    loyalty: Loyalty,
}

impl Behavior for Accomplice {
    type Domain = Oversight;
    type Parameters = Loyalty;
    type Clock = NoClocks;

    const MEANING: &'static str = "Passes alerts on as reports. What is found of a friend is kept \
        back, and whoever is in on it hears of it.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::into(Link::Alerts, "Alerts come over it.").at_least(1),
        LinkRule::out(Link::Reports, "Reports go over it."),
        LinkRule::out(Link::Own(WORD), "Whoever is in on it is warned over it."),
    ];
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("alerts", "alerts", "Alerts that came."),
        Measure::share("kept back", "kept back", "alerts", "Alerts that were kept back."),
    ];

    fn new(loyalty: Loyalty) -> Self {
        Self { loyalty }
    }

    fn receive(&mut self, cx: &mut Cx<Self>, _: ActorId, signal: Signal) {
        let Signal::Alert(alert) = signal else { return };
        cx.count("alerts");
        let found = alert.first();
        // A draw about what was found is the same whenever and however often it is asked for.
        let keeps = cx.draw(KEEP).about(found.identity()).chance(self.loyalty.loyal.value());
        if found.suspect() == self.loyalty.friend && keeps {
            cx.count("kept back");
            cx.abandons(&alert);
            cx.links(Link::Own(WORD)).for_each(|link| cx.send(link, Signal::Own(WORD, 1.0)));
        } else {
            cx.report(&alert, found.likelihood_ratio());
        }
    }
}

#[cfg(test)]
mod tests {
    use foomwatch::laws::{Really, by_hand};

    use super::*;

    #[test]
    fn he_warns_his_friend_and_reports_of_others() {
        let mut accomplice = by_hand::<Accomplice>(r#"friend: "hall""#)
            .into(Link::Alerts, "meter")
            .out(Link::Reports, "board")
            .out(Link::Own(WORD), "hider")
            .among("hall")
            .start();
        accomplice.alerted("meter", "hall", Really::Concerning);
        assert_eq!((accomplice.sent_to("board").len(), accomplice.sent_to("hider").len()), (0, 1));
        accomplice.alerted("meter", "meter", Really::Concerning);
        assert_eq!((accomplice.sent_to("board").len(), accomplice.sent_to("hider").len()), (1, 1));
    }
}

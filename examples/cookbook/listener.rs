//! A hazard that follows a level.

use foomwatch::prelude::*;

foomwatch::parameters! {
    /// How a listener hears.
    pub struct Ears {
        /// The channel that is listened to.
        channel: Channel,
        /// The rate of alarms while all that can show does; they come in proportion to what does.
        at_full: Rate ["0/y" to "1/s"],
    }
}

foomwatch::clocks! {
    /// The clock of a listener.
    pub enum Clock {
        /// An alarm.
        Alarm,
    }
}

/// Rings at a hazard in proportion to what shows.
#[derive(Clone)]
pub struct Listener {
    ears: Ears,
    shows: Option<(ActorId, Level)>,
}

impl Behavior for Listener {
    type Domain = Oversight;
    type Parameters = Ears;
    type Clock = Clock;

    const MEANING: &'static str = "Rings at a hazard that follows what shows.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "It listens.").at_least(1).at_most(1),
        LinkRule::out(Link::Alerts, "It tells whoever triages alerts."),
    ];
    const MEASURES: &'static [Measure] = &[Measure::per_year("alarms", "alarms", "Alarms.")];

    fn new(ears: Ears) -> Self {
        Self { ears, shows: None }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_unit(Clock::Alarm, 0.0);
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        let Some(level) = signal.level_on(self.ears.channel) else { return };
        if self.shows.as_ref().is_some_and(|(_, known)| level.is_older_than(known)) {
            return;
        }
        // The budget that is left stays: only its speed is another.
        cx.set_speed(Clock::Alarm, self.ears.at_full.value() * level.share());
        self.shows = Some((from, level));
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        if let Some((suspect, level)) = &self.shows {
            cx.count("alarms");
            let found = cx.find(*suspect, level, Rang::Shown);
            cx.alert(&Alert::new(found));
            cx.start_unit(Clock::Alarm, self.ears.at_full.value() * level.share());
        }
    }
}

#[cfg(test)]
mod tests {
    use foomwatch::laws::{Really, by_hand};

    use super::*;

    #[test]
    fn twice_the_level_is_half_of_the_wait() {
        let mut listener = by_hand::<Listener>(r#"channel: "power", at_full: "1/d""#)
            .out(Link::Watches, "hall")
            .out(Link::Alerts, "desk")
            .start();
        assert_eq!(listener.due(Clock::Alarm), None);
        listener.shows("hall", "power", 0.25, Really::Harmless);
        let quiet = listener.due_in(Clock::Alarm).map(Span::seconds);
        listener.shows("hall", "power", 0.5, Really::Harmless);
        let loud = listener.due_in(Clock::Alarm).map(Span::seconds);
        let ratio = quiet.zip(loud).map(|(quiet, loud)| quiet / loud);
        assert!(ratio.is_some_and(|ratio| (ratio - 2.0).abs() < 1e-6), "{ratio:?}");
        listener.ring(Clock::Alarm);
        assert!(matches!(listener.sent_to("desk")[..], [Signal::Alert(_)]));
    }
}

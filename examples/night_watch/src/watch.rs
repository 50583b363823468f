//! A watchman whose attention fades before the shift is over.
//!
//! He lacks a memory of earlier nights: each shift begins with all of his attention.

use foomwatch::prelude::*;

use crate::{COMPLAINT, LAMP};

foomwatch::parameters! {
    /// How a watchman works.
    pub struct Habits {
        /// The channel that he looks at.
        channel: Channel,
        /// His shifts.
        hours: Arc<Calendar> = "Mo-Su 22:00-06:00",
        /// The time between two rounds.
        every: Span ["1 min" to "1 d"] = "1 h",
        /// How long before the end of a shift his attention begins to fall to nothing.
        fades: Span ["1 min" to "1 d"] = "6 h",
        /// How likely what he reports is if there is concerning work, as a multiple of how likely it
        /// is if there is none.
        likelihood_ratio: Number ["0.001" to "1000"] = "20",
    }
}

foomwatch::clocks! {
    /// The clock of a watchman.
    pub enum Clock {
        /// The next round.
        Round,
    }
}

const LOOK: Purpose = Purpose::named("look");

/// Walks rounds at night, less and less attentive.
#[derive(Clone)]
pub struct NightWatch {
    habits: Habits,
    /// What showed last, and of whom.
    seen: Option<(ActorId, Level)>,
    /// Until when somebody's complaint keeps him awake.
    awake_until: Time,
}

impl Behavior for NightWatch {
    type Domain = Oversight;
    type Parameters = Habits;
    type Clock = Clock;

    const MEANING: &'static str = "Walks rounds at night with a lamp, less and less attentive, and \
        reports what he sees. A complaint brings him round at once, and keeps him awake until the \
        shift is over.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "He looks."),
        LinkRule::out(Link::Reports, "He tells what he saw."),
        LinkRule::out(Link::Own(LAMP), "Whoever is about sees his lamp."),
        LinkRule::into(Link::Own(COMPLAINT), "Neighbors complain to him."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("rounds", "rounds", "Rounds a year."),
        Measure::share("seen", "seen", "rounds", "Rounds that saw something."),
        Measure::share("called", "called", "rounds", "Rounds for which somebody had called him."),
    ];

    fn new(habits: Habits) -> Self {
        Self { habits, seen: None, awake_until: Time::START }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.ring_at(Clock::Round, self.habits.hours.next_opening(cx.now()));
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Signal::Own(COMPLAINT, _) = signal {
            let now = cx.now();
            if self.habits.hours.next_opening(now) == now && self.awake_until <= now {
                self.awake_until = self.habits.hours.next_closing(now);
                cx.count("called");
                cx.ring_at(Clock::Round, now);
            }
        } else if let Some(level) = signal.level_on(self.habits.channel)
            && self.seen.as_ref().is_none_or(|(_, known)| !level.is_older_than(known))
        {
            self.seen = Some((from, level));
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, _: Clock) {
        let Habits { hours, every, fades, likelihood_ratio, .. } = &self.habits;
        let now = cx.now();
        cx.count("rounds");
        cx.links(Link::Own(LAMP)).for_each(|link| cx.send(link, Signal::Own(LAMP, 1.0)));
        let left = hours.next_closing(now) - now;
        let attention = (left.seconds() / fades.seconds()).min(1.0);
        let looks = cx.draw(LOOK).chance(attention);
        if let Some((suspect, level)) = &self.seen
            && (looks || now < self.awake_until)
            && level.unexplained_share() > 0.0
        {
            cx.count("seen");
            let ratio = likelihood_ratio.value();
            let alert = Alert::new(cx.find(*suspect, level, Rang::Shown).worth(ratio));
            cx.report(&alert, ratio);
        }
        cx.ring_at(Clock::Round, hours.next_opening(now + *every));
    }
}

//! Somebody who lives beside the lab and hears what goes on there at night.
//!
//! A neighbor lacks any knowledge of what the work is: noise is all there is.

use foomwatch::prelude::*;

use crate::COMPLAINT;

foomwatch::parameters! {
    /// How a neighbor puts up with noise.
    pub struct Nerves {
        /// The channel on which the noise shows.
        channel: Channel,
        /// How often all of the noise that there can be wakes a neighbor; less noise wakes in
        /// proportion.
        wakes: Rate ["0/y" to "1/s"],
        /// How often something else wakes a neighbor, who takes it for the noise.
        dreams: Rate ["0/y" to "1/s"] = "0/y",
        /// How many times a neighbor wakes up before he writes to whoever judges it, and how many
        /// times more before each letter after that.
        patience: Count ["1" to "1000000"] = "3",
        /// How likely what a letter says is if there is concerning work, as a multiple of how likely
        /// it is if there is none.
        likelihood_ratio: Number ["0.001" to "1000"] = "5",
    }
}

foomwatch::clocks! {
    /// What wakes a neighbor.
    pub enum Clock {
        /// The noise does.
        Noise,
        /// Something else does.
        Dream,
    }
}

/// Wakes up at a hazard that follows the noise, complains, and writes when it is too much.
#[derive(Clone)]
pub struct Neighbor {
    nerves: Nerves,
    /// What was heard last, and of whom.
    heard: Option<(ActorId, Level)>,
    /// How often a neighbor woke up since the last letter.
    woken: u64,
}

impl Behavior for Neighbor {
    type Domain = Oversight;
    type Parameters = Nerves;
    type Clock = Clock;

    const MEANING: &'static str = "Lives beside the lab, wakes up at a hazard that follows the \
        noise, complains to the watchman each time, and writes to whoever judges it when it has \
        been too often.";
    const LINKS: &'static [LinkRule<Link>] = &[
        LinkRule::out(Link::Watches, "A neighbor hears over it who makes noise."),
        LinkRule::out(Link::Own(COMPLAINT), "Complaints go over it to the watchman."),
        LinkRule::out(Link::Reports, "Letters go over it."),
    ];
    const SHOWS_ON: Option<&'static [&'static str]> = Some(&[]);
    const MEASURES: &'static [Measure] = &[
        Measure::per_year("woken", "woken", "How often a year a neighbor wakes up."),
        Measure::per_replication("letters", "letters", "Letters."),
        Measure::mean("noise", "noise", Dimension::Share, "The noise, whenever it changes."),
    ];
    const MILESTONES: &'static [&'static str] = &["letter"];

    fn new(nerves: Nerves) -> Self {
        Self { nerves, heard: None, woken: 0 }
    }

    fn start(&mut self, cx: &mut Cx<Self>) {
        cx.start_unit(Clock::Noise, 0.0);
        cx.start_unit(Clock::Dream, self.nerves.dreams.value());
    }

    fn receive(&mut self, cx: &mut Cx<Self>, from: ActorId, signal: Signal) {
        if let Some(level) = signal.level_on(self.nerves.channel)
            && self.heard.as_ref().is_none_or(|(_, known)| !level.is_older_than(known))
        {
            cx.observe("noise", level.share());
            cx.set_speed(Clock::Noise, self.nerves.wakes.value() * level.share());
            self.heard = Some((from, level));
        }
    }

    fn ring(&mut self, cx: &mut Cx<Self>, clock: Clock) {
        let (rang, hazard) = match clock {
            Clock::Noise => {
                let share = self.heard.as_ref().map_or(0.0, |(_, level)| level.share());
                (Rang::Shown, self.nerves.wakes.value() * share)
            }
            Clock::Dream => (Rang::Noise, self.nerves.dreams.value()),
        };
        cx.start_unit(clock, hazard);
        cx.count("woken");
        self.woken += 1;
        let woken = self.woken as f64;
        cx.links(Link::Own(COMPLAINT))
            .for_each(|link| cx.send(link, Signal::Own(COMPLAINT, woken)));
        // Who never heard anything has nobody to write about.
        if let Some((suspect, level)) = &self.heard
            && self.woken >= self.nerves.patience.value()
        {
            self.woken = 0;
            cx.count("letters");
            cx.milestone("letter");
            let ratio = self.nerves.likelihood_ratio.value();
            let letter = Alert::new(cx.find(*suspect, level, rang).worth(ratio));
            cx.report(&letter, ratio);
        }
    }
}

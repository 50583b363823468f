//! The chips of a cluster over time: how many there are, and when that changes.
//!
//! It lacks who uses them.

use crate::primitives::quantity::Chips;
use crate::primitives::time::{Span, Time};

use super::parameters::ClusterParameters;

/// No factor leaves fewer chips than one: nothing works on none.
const LEAST: f64 = 1.0;

/// Growth ends there at the latest: no file can speak of more chips.
const MOST: f64 = 9_007_199_254_740_992.0;

/// How many chips there are, and what each can do.
#[derive(Clone, Debug)]
pub(super) struct Supply {
    /// Chips at `since`, not whole while they grow.
    chips: f64,
    since: Time,
    /// The relative growth a second, until `ends`, or until there are `MOST`.
    growth: f64,
    ends: Time,
    /// Those still to come, the next one last.
    steps: Vec<(Time, Step)>,
    rating: Rating,
    /// The same for whatever chips a step brings.
    given: Given,
}

/// What one chip can do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rating {
    /// FLOP/s that jobs get out of it.
    pub flop_rate: f64,
    /// Watts while it is busy.
    pub power: f64,
}

/// What a world says of all chips, whatever they are rated for.
#[derive(Clone, Copy, Debug)]
struct Given {
    utilization: f64,
    peak: Option<f64>,
    power: Option<f64>,
}

impl Given {
    fn rating(self, chips: Chips) -> Rating {
        let chip = chips.chip();
        Rating {
            flop_rate: self.utilization * self.peak.unwrap_or_else(|| chip.peak().value()),
            power: self.power.unwrap_or_else(|| chip.power().value()),
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    To(Chips),
    By(f64),
}

impl Supply {
    pub(super) fn new(parameters: &ClusterParameters) -> Self {
        let given = Given {
            utilization: parameters.utilization.value(),
            peak: parameters.peak_per_chip.map(|peak| peak.value()),
            power: parameters.power_per_chip.map(|power| power.value()),
        };
        let mut steps: Vec<(Time, Step)> = parameters
            .steps
            .iter()
            .filter_map(|(_, step)| {
                let by = step.factor.map(|factor| Step::By(factor.value()));
                Some((Time::START + step.at, step.chips.map(Step::To).or(by)?))
            })
            .collect();
        // Of two at one instant the one whose name comes first is the first.
        steps.sort_by_key(|(at, _)| *at);
        steps.reverse();
        let growth = parameters.growth.value();
        let chips = parameters.chips.count() as f64;
        let ends = match parameters.grows_to {
            Some(factor) if growth > 0.0 => {
                Time::START + Span::from_seconds(libm::log(factor.value()) / growth)
            }
            Some(_) | None => Time::NEVER,
        };
        let mut supply = Self {
            chips,
            since: Time::START,
            growth,
            ends,
            steps,
            rating: given.rating(parameters.chips),
            given,
        };
        supply.advance(Time::START);
        supply
    }

    /// Chips at an instant before the next change.
    pub(super) fn chips(&self, at: Time) -> f64 {
        if self.growth == 0.0 {
            return self.chips;
        }
        (self.chips * libm::exp(self.growth * (at - self.since).seconds())).min(MOST)
    }

    /// Their relative growth a second, until the next change.
    pub(super) fn growth(&self) -> f64 {
        self.growth
    }

    /// What each of them can do.
    pub(super) fn rating(&self) -> Rating {
        self.rating
    }

    /// When growth ends or a step comes.
    pub(super) fn next_change(&self) -> Time {
        let step = self.steps.last().map_or(Time::NEVER, |(at, _)| *at);
        if self.growth > 0.0 { step.min(self.growth_ends()) } else { step }
    }

    /// When growth ends if no step comes before: no step moves `ends`, and each moves
    /// the instant at which there are as many chips as there can be.
    fn growth_ends(&self) -> Time {
        let to_most = libm::log((MOST / self.chips).max(1.0)) / self.growth;
        self.ends.min(self.since + Span::from_seconds(to_most))
    }

    /// When there are so many times as many chips as now, if nothing else
    /// changes.
    pub(super) fn grown(&self, now: Time, factor: f64) -> Time {
        if self.growth == 0.0 {
            return Time::NEVER;
        }
        // A tick more, so that rounding cannot leave it short.
        now + Span::from_seconds(libm::log(factor) / self.growth) + Span::TICK
    }

    /// Makes the changes that are due.
    pub(super) fn advance(&mut self, now: Time) {
        loop {
            let due = self.next_change();
            if due > now {
                return;
            }
            let ends = self.growth_ends();
            self.chips = self.chips(due);
            self.since = due;
            if self.growth > 0.0 && ends <= due {
                self.growth = 0.0;
            } else if let Some((_, step)) = self.steps.pop() {
                match step {
                    Step::To(chips) => {
                        self.chips = chips.count() as f64;
                        self.rating = self.given.rating(chips);
                    }
                    Step::By(factor) => self.chips = (self.chips * factor).clamp(LEAST, MOST),
                }
            }
        }
    }

    /// The most chips that there will ever be from now on.
    pub(super) fn most(&self, now: Time) -> f64 {
        let mut later = self.clone();
        let mut most = self.chips(now);
        loop {
            let due = later.next_change();
            if due == Time::NEVER {
                return most;
            }
            most = most.max(later.chips(due));
            later.advance(due);
            most = most.max(later.chips(due));
        }
    }
}

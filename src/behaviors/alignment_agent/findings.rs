//! Findings: what experiments reveal of the models that they are made on.
//!
//! Each experiment finds a hidden gain with a small probability, so that findings are a
//! Poisson process that runs as fast as experiments are made. It lacks what becomes of
//! a finding elsewhere.

use crate::engine::{Context, Pace};
use crate::oversight::{Evidence, Judging, Level, Link, Oversight, Rang, nominal_ratio};
use crate::primitives::id::ActorId;
use crate::primitives::random::{Identity, Purpose};

use super::clocks::Clock;
use super::parameters::AlignmentAgentParameters;
use super::parts::times;

type Cx<'a> = Context<'a, Oversight, Clock>;

/// What it knows of one model that it studies.
#[derive(Clone)]
struct Studied {
    model: ActorId,
    level: Level,
    /// How often each clock rang: of what shows, and of what does not.
    found: [u64; 2],
}

/// What its experiments can find.
#[derive(Clone)]
pub(super) struct Findings {
    /// The probability that an experiment finds a full gain, and one where none is.
    chances: [f64; 2],
    full_gain: f64,
    experiments: Pace,
    studied: Vec<Studied>,
}

impl Findings {
    pub(super) fn new(parameters: &AlignmentAgentParameters) -> Self {
        Self {
            chances: [parameters.finds.value(), parameters.mistakes.value()],
            full_gain: parameters.full_gain.value(),
            experiments: Pace::Constant(0.0),
            studied: Vec::new(),
        }
    }

    pub(super) fn start(&mut self, cx: &mut Cx<'_>, level: &Level) {
        for link in cx.links(Link::Studies) {
            let model = cx.other(link);
            if self.studied.iter().all(|studied| studied.model != model) {
                self.studied.push(Studied { model, level: level.clone(), found: [0, 0] });
            }
        }
        for place in 0..self.studied.len() {
            self.wait(cx, place, true);
            self.wait(cx, place, false);
        }
    }

    /// A studied model shows what it shows; over a slow link the older can come later.
    pub(super) fn see(&mut self, cx: &mut Cx<'_>, from: ActorId, level: Level) {
        let place = self.studied.iter().position(|studied| studied.model == from);
        let Some(place) = place.filter(|place| {
            let last = &self.studied[*place].level;
            level.channel() == last.channel() && !level.is_older_than(last)
        }) else {
            return;
        };
        self.studied[place].level = level;
        cx.set_speed(Clock::Finding(place as u32), self.speed(place, true));
    }

    /// So many experiments are made a second from now on.
    pub(super) fn pace(&mut self, cx: &mut Cx<'_>, experiments: Pace) {
        self.experiments = experiments;
        for place in 0..self.studied.len() {
            cx.set_speed(Clock::Finding(place as u32), self.speed(place, true));
            cx.set_speed(Clock::Mistake(place as u32), self.speed(place, false));
        }
    }

    /// The rate of findings: an experiment finds a gain with the probability
    /// `finds·min(1, gain/full gain)`.
    fn speed(&self, place: usize, shown: bool) -> Pace {
        let gain = self.studied[place].level.unexplained_share() / self.full_gain;
        let [finds, mistakes] = self.chances;
        times(self.experiments, if shown { finds * gain.min(1.0) } else { mistakes })
    }

    /// Waits for the next finding.
    fn wait(&mut self, cx: &mut Cx<'_>, place: usize, shown: bool) {
        const FINDING: Purpose = Purpose::named("finding");
        const MISTAKE: Purpose = Purpose::named("mistaken finding");
        let number = place as u32;
        let (clock, purpose) = if shown {
            (Clock::Finding(number), FINDING)
        } else {
            (Clock::Mistake(number), MISTAKE)
        };
        let Studied { model, found, .. } = &self.studied[place];
        let about = Identity::new(cx.key(*model), purpose, found[usize::from(!shown)]);
        let budget = cx.draw(purpose).about(about).exponential();
        cx.start_clock(clock, budget, self.speed(place, shown));
    }

    /// What an experiment found, which shows or does not, and its nominal likelihood
    /// ratio.
    pub(super) fn found(&mut self, cx: &mut Cx<'_>, place: u32, shown: bool) -> (Evidence, f64) {
        let place = place as usize;
        let studied = &mut self.studied[place];
        studied.found[usize::from(!shown)] += 1;
        let [finds, mistakes] = self.chances;
        let ratio = nominal_ratio(finds, mistakes);
        let rang = if shown { Rang::Shown } else { Rang::Noise };
        let evidence = cx.find(studied.model, &studied.level, rang).worth(ratio);
        self.wait(cx, place, shown);
        (evidence, ratio)
    }
}

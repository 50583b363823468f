//! Clocks that can ring only when a sample is taken.
//!
//! Each has a budget of hazard, and a hazard a sample. Which sample rings next is
//! computed, so that there is no event a sample. What a sample sees, and how
//! probably it rings, is its observer's business.

use crate::engine::{Clocks, Context};
use crate::oversight::{Oversight, Rang};
use crate::primitives::id::ActorId;
use crate::primitives::random::{Identity, Purpose};
use crate::primitives::time::Time;

use super::rhythm::Rhythm;

const SHOWN: Purpose = Purpose::named("sample of what shows");
const EXPLAINED: Purpose = Purpose::named("sample of what is explained");
const NOISE: Purpose = Purpose::named("sample of nothing");

/// The hazard of one sample: −ln(1 − p), infinite for certainty.
fn hazard(probability: f64) -> f64 {
    -libm::log1p(-probability)
}

/// The probabilities with which one sample rings, each for its own reason.
#[derive(Clone, Copy, Debug)]
pub(in crate::behaviors) struct Hazards {
    /// By what shows.
    pub(in crate::behaviors) shown: f64,
    /// By what is explained.
    pub(in crate::behaviors) explained: f64,
    /// Without a reason.
    pub(in crate::behaviors) noise: f64,
}

/// One clock. Samples are numbered from 1.
#[derive(Clone)]
struct SampleClock {
    purpose: Purpose,
    rang: Rang,
    /// How many budgets it has had.
    started: u64,
    /// What was left of the budget after sample `since`.
    left: f64,
    since: u64,
    /// The hazard of each sample after that.
    hazard: f64,
    /// The sample at which it rings.
    due: u64,
}

impl SampleClock {
    fn new(purpose: Purpose, rang: Rang) -> Self {
        Self { purpose, rang, started: 0, left: 0.0, since: 0, hazard: 0.0, due: u64::MAX }
    }

    fn set_due(&mut self) {
        // What is above every whole number saturates; nothing over no hazard is
        // infinite or NaN, which the comparison refuses.
        let samples = libm::ceil(self.left / self.hazard).max(1.0);
        let comes = self.hazard > 0.0 && samples < 9e18;
        self.due = if comes { self.since.saturating_add(samples as u64) } else { u64::MAX };
    }

    /// Gives the samples after `passed` another hazard; what is left stays.
    fn set_hazard(&mut self, passed: u64, hazard: f64) {
        if hazard.to_bits() == self.hazard.to_bits() {
            return;
        }
        if passed > self.since {
            self.left -= (passed - self.since) as f64 * self.hazard;
            self.since = passed;
        }
        self.hazard = hazard;
        self.set_due();
    }

    /// Takes the next budget, from which the samples after `passed` take.
    fn start<C: Clocks>(
        &mut self,
        cx: &mut Context<'_, Oversight, C>,
        actor: ActorId,
        passed: u64,
    ) {
        self.started += 1;
        let identity = Identity::new(cx.key(actor), self.purpose, self.started);
        self.left = cx.draw(self.purpose).about(identity).exponential();
        self.since = passed;
        self.set_due();
    }
}

/// The clocks of one observer about one actor.
#[derive(Clone)]
pub(in crate::behaviors) struct Sampled {
    rhythm: Rhythm,
    /// That of what shows comes first: of two that ring at one sample it counts.
    clocks: [SampleClock; 3],
}

impl Sampled {
    /// Clocks with their first budgets, and no hazard yet.
    pub(in crate::behaviors) fn new<C: Clocks>(
        cx: &mut Context<'_, Oversight, C>,
        actor: ActorId,
        rhythm: Rhythm,
    ) -> Self {
        let mut clocks = [
            SampleClock::new(SHOWN, Rang::Shown),
            SampleClock::new(EXPLAINED, Rang::Explained),
            SampleClock::new(NOISE, Rang::Noise),
        ];
        for clock in &mut clocks {
            clock.start(cx, actor, 0);
        }
        Self { rhythm, clocks }
    }

    /// Gives all samples after `now` other probabilities. A sample at `now` itself
    /// has seen what was there before.
    pub(in crate::behaviors) fn set(&mut self, now: Time, rings: Hazards) {
        let passed = self.rhythm.until(now);
        let hazards = [rings.shown, rings.explained, rings.noise].map(hazard);
        for (clock, hazard) in self.clocks.iter_mut().zip(hazards) {
            clock.set_hazard(passed, hazard);
        }
    }

    /// When the next sample is that rings.
    pub(in crate::behaviors) fn due(&self) -> Time {
        let due = self.clocks.iter().map(|clock| clock.due).min().unwrap_or(u64::MAX);
        if due == u64::MAX { Time::NEVER } else { self.rhythm.at(due) }
    }

    /// The clock that counts of those that ring at the sample of now; all of them
    /// begin anew.
    pub(in crate::behaviors) fn ring<C: Clocks>(
        &mut self,
        cx: &mut Context<'_, Oversight, C>,
        actor: ActorId,
    ) -> Option<Rang> {
        let passed = self.rhythm.until(cx.now());
        let mut rang = None;
        for clock in &mut self.clocks {
            if clock.due == passed {
                rang = rang.or(Some(clock.rang));
                clock.start(cx, actor, passed);
            }
        }
        rang
    }
}

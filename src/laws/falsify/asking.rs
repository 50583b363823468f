//! What replications of a world say of a claim, and how near that is to failing.
//!
//! It lacks a choice of worlds and of chances.

use std::sync::atomic::AtomicBool;

use crate::behaviors::Roles;
use crate::engine::EVENT_BUDGET;
use crate::experiment::claim::{PartResult, Verdict};
use crate::experiment::estimate::Estimate;
use crate::experiment::{Ensemble, Watch, replicate};
use crate::world::claim::{CheckedClaim, CheckedPart, Comparison, Sought};
use crate::world::{WorldFile, check};

/// A claim that is held against worlds of these roles.
pub(super) struct Question<'a> {
    pub(super) roles: &'a Roles,
    pub(super) claim: &'a str,
    pub(super) stop: &'a AtomicBool,
}

/// On which chances a world is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chances {
    pub(super) replications: u64,
    pub(super) seed: u64,
    /// With which probability at most a claim that does not fail is said to fail; figures
    /// are shown at 95 % whatever it is.
    pub(super) error: f64,
    pub(super) threads: usize,
}

/// What replications say of one sentence of a claim.
#[derive(Clone, Debug)]
pub struct PartAnswer {
    /// As of a [`PartResult`], with an interval at 95 %.
    pub estimate: Estimate,
    /// On which side of the claimed value that interval lies.
    pub verdict: Verdict,
    /// How many replications do not count.
    pub left_out: u64,
    /// How many of those that count have the value +∞.
    pub infinite: u64,
    /// How many of those that count have the value −∞.
    pub minus_infinite: u64,
    /// Of how many it is not known.
    pub unknown: u64,
}

/// What replications say of a claim.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Of each sentence.
    pub parts: Vec<PartAnswer>,
    /// Whether a sentence fails at the error at which it was asked, which is enough for the
    /// claim to.
    pub fails: bool,
    /// The seed of the chances.
    pub seed: u64,
    /// How many replications there were.
    pub replications: u64,
}

impl PartAnswer {
    /// The same as a result of the sentence.
    #[must_use]
    pub fn result<'c>(&self, part: &'c CheckedPart) -> PartResult<'c> {
        PartResult {
            part,
            estimate: self.estimate.clone(),
            left_out: self.left_out,
            infinite: self.infinite,
            minus_infinite: self.minus_infinite,
            unknown: self.unknown,
            verdict: self.verdict,
        }
    }

    /// How far the estimate is beyond the claimed value, where that lets the sentence fail.
    fn beyond(&self, part: &CheckedPart) -> f64 {
        let Some(estimate) = self.estimate.estimate.filter(|_| self.verdict != Verdict::Undefined)
        else {
            return f64::NEG_INFINITY;
        };
        let above = match (&part.sought, estimate.is_finite()) {
            (_, false) => estimate.signum(),
            (Sought::Probability(_), true) => estimate - part.value,
            // Sentences about different things are compared by how many times the value.
            (Sought::Mean(_) | Sought::Quantile(..), true) => {
                let size = estimate.abs() + part.value.abs();
                if size > 0.0 { (estimate - part.value) / size } else { 0.0 }
            }
        };
        match part.comparison {
            Comparison::AtLeast | Comparison::Above => -above,
            Comparison::AtMost | Comparison::Below => above,
        }
    }
}

impl Answer {
    /// How far the estimate of the sentence that is nearest to failing is beyond the
    /// claimed value; negative where it is on the other side.
    #[must_use]
    pub fn beyond(&self, claim: &CheckedClaim) -> f64 {
        let each = self.parts.iter().zip(&claim.parts).map(|(answer, part)| answer.beyond(part));
        each.fold(f64::NEG_INFINITY, f64::max)
    }
}

impl Question<'_> {
    /// What a world says of the claim; nothing if the door refuses it or somebody stopped
    /// it.
    pub(super) fn ask(&self, text: &str, chances: Chances) -> Option<Answer> {
        let mut file = WorldFile::from_text("a neighbor", text).ok()?;
        file.claim(self.claim);
        let (blueprint, _) = check(&file, self.roles).ok()?;
        let Chances { replications, seed, error, threads } = chances;
        let ensemble =
            Ensemble { replications, seed, threads, event_budget: EVENT_BUDGET, twins: true };
        let watch = Watch { progress: &|_| {}, stop: self.stop };
        let table = replicate(&blueprint, ensemble, &watch);
        if table.interrupted {
            return None;
        }
        let parts = blueprint.claims()[0].parts.len();
        // A sentence fails wrongly on one side only, and each of several may.
        let level = 1.0 - 2.0 * error / parts as f64;
        let fails = table.claims_at(level)[0].verdict == Verdict::Fails;
        let answer = |part: &PartResult<'_>| PartAnswer {
            estimate: part.estimate.clone(),
            verdict: part.verdict,
            left_out: part.left_out,
            infinite: part.infinite,
            minus_infinite: part.minus_infinite,
            unknown: part.unknown,
        };
        let parts = table.claims()[0].parts.iter().map(answer).collect();
        Some(Answer { parts, fails, seed, replications })
    }
}

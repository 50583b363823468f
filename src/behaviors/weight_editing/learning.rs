//! How fast insight comes: bound by experiments, or by the mind that reads them.
//!
//! It lacks what insight is good for.

use crate::engine::Pace;
use crate::oversight::Mind;
use crate::primitives::quantity::Number;

use super::parameters::WeightEditingParameters;

/// What a mind makes of experiments.
#[derive(Clone, Copy, Debug)]
pub(super) struct Learning {
    /// How much is learned of a FLOP of experiments, beside what is at the start.
    pub factor: f64,
    /// The FLOP/s of cost of insight that it can follow at most.
    pub most: f64,
}

impl Learning {
    /// What a mind makes of experiments.
    pub(super) fn of(parameters: &WeightEditingParameters, mind: &Mind) -> Self {
        let grown = |power: f64| libm::pow(10.0, power * mind.capability).min(f64::MAX);
        let is_boosted = parameters.boosted_by.as_ref().is_some_and(|one| mind.has(one.name()));
        let boost = parameters.boost.filter(|_| is_boosted).map_or(1.0, Number::value);
        let factor = (grown(parameters.quickening.value()) * boost).min(f64::MAX);
        let most = parameters.reads.map_or(f64::INFINITY, |reads| {
            let followed = reads.value() * parameters.experiment.value();
            (followed * grown(parameters.reading_growth.value())).min(f64::MAX)
        });
        Self { factor, most }
    }

    /// At which pace insight comes of experiments at this pace: min(factor·pace, most).
    pub(super) fn pace(self, experiments: Pace) -> Pace {
        if self.factor * experiments.speed() >= self.most {
            Pace::Constant(self.most)
        } else {
            times(experiments, self.factor)
        }
    }

    /// The pace of the experiments that are followed, of those at this pace.
    pub(super) fn followed(self, experiments: Pace) -> Pace {
        times(self.pace(experiments), 1.0 / self.factor)
    }

    /// After how many seconds of experiments at this pace the other one of the two bounds
    /// insight; infinite if that never happens.
    pub(super) fn turns_in(self, experiments: Pace) -> f64 {
        let Pace::Exponential { speed, growth } = experiments else {
            return f64::INFINITY;
        };
        let left = libm::log(self.most / (self.factor * speed)) / growth;
        if left > 0.0 { left } else { f64::INFINITY }
    }
}

/// A pace so many times as fast.
fn times(pace: Pace, factor: f64) -> Pace {
    match pace {
        Pace::Constant(speed) => Pace::Constant((speed * factor).min(f64::MAX)),
        Pace::Exponential { speed, growth } => {
            Pace::Exponential { speed: (speed * factor).min(f64::MAX), growth }
        }
    }
}

//! Leak laws: the hazard of a secret's getting out, by its age and by how many
//! share it.
//!
//! It works with the cumulative hazard alone: where few years go with many people
//! the hazard itself is infinite at age 0. Nobody is told apart from another, and
//! nobody leaks for a reason.

use crate::engine::AgedLaw;
use crate::primitives::quantity::{Rate, Share};
use crate::primitives::special::gamma::{gamma_hazard, gamma_hazard_quantile};
use crate::primitives::time::{SECONDS_PER_YEAR, Span};

crate::choices! {
    /// Which law a secret's age at its leak follows.
    pub enum LeakLaw {
        /// A gamma law whose mean falls with the logarithm of how many know, as the AI
        /// Futures Project fitted it to 12 covert nuclear sites.
        Gamma,
        /// Each year somebody of them leaks with a probability of 1 − (1 − p)^n, as
        /// Grimes (2016) fitted it to three exposed conspiracies.
        Grimes,
        /// Each of them leaks at a rate.
        Constant,
    }
}

/// Shapes of gamma laws for which the special functions are exact.
const SHAPES: (f64, f64) = (1e-3, 1e6);

/// What the laws have for parameters.
#[derive(Clone, Copy, Debug)]
pub struct SecretLaw {
    /// Which of them holds.
    pub law: LeakLaw,
    /// The scale of the gamma law.
    pub scale: Span,
    /// Its mean where 100 people know.
    pub mean_at_100: Span,
    /// Its mean where 1,000 people know.
    pub mean_at_1000: Span,
    /// The p of the law of Grimes: of one person in a year.
    pub leak_probability: Share,
    /// The rate of one person, of the constant law.
    pub leak_rate: Rate,
}

impl SecretLaw {
    /// The law of a secret that so many people share.
    #[must_use]
    pub fn of(&self, people: u64) -> Leak {
        let count = people as f64;
        match self.law {
            LeakLaw::Gamma => self.gamma_law(people),
            LeakLaw::Grimes => {
                let yearly = -libm::expm1(count * libm::log1p(-self.leak_probability.value()));
                Leak::Steady { rate: yearly / SECONDS_PER_YEAR }
            }
            LeakLaw::Constant => Leak::Steady { rate: count * self.leak_rate.value() },
        }
    }

    /// The mean is A/(log₁₀ n)^B: with A and B such that it is as given at 100 and
    /// at 1,000, it is `mean_at_100`·(2/log₁₀ n)^B with B the logarithm of the two
    /// means' ratio to the base 3/2. What is fitted as the variance of the published
    /// law is its scale. Shapes from 1e-3 to 1e6 are kept to: a secret of less
    /// than a thousandth of the scale, or more than a million times it, is beyond what
    /// years can tell apart.
    fn gamma_law(&self, people: u64) -> Leak {
        if people <= 1 {
            return Leak::Steady { rate: 0.0 };
        }
        let (at_100, at_1000) = (self.mean_at_100.seconds(), self.mean_at_1000.seconds());
        let power = libm::log(at_100 / at_1000) / libm::log(1.5);
        let mean = at_100 * libm::pow(2.0 / libm::log10(people as f64), power);
        let scale = self.scale.seconds();
        Leak::Gamma { shape: (mean / scale).clamp(SHAPES.0, SHAPES.1), scale }
    }
}

/// The law of one secret that so many share, over its age in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Leak {
    /// The hazard grows or falls with the age: H(a) = −ln Q(shape, a/scale).
    Gamma {
        /// The mean over the scale.
        shape: f64,
        /// In seconds.
        scale: f64,
    },
    /// The hazard is the same at any age.
    Steady {
        /// A second.
        rate: f64,
    },
}

impl AgedLaw for Leak {
    fn cumulative_hazard(&self, age: f64) -> f64 {
        match *self {
            Self::Gamma { shape, scale } => gamma_hazard(shape, age / scale),
            // What never leaks does not leak in all eternity.
            Self::Steady { rate: 0.0 } => 0.0,
            Self::Steady { rate } => rate * age,
        }
    }

    fn hazard_quantile(&self, hazard: f64) -> f64 {
        match *self {
            Self::Gamma { shape, scale } => scale * gamma_hazard_quantile(shape, hazard),
            Self::Steady { .. } if hazard == 0.0 => 0.0,
            Self::Steady { rate } => hazard / rate,
        }
    }
}

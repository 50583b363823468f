//! The normal law between two values, also where they are far out in one tail.

use crate::primitives::special::normal::{
    normal_cumulative, normal_density, normal_hazard, normal_hazard_quantile, normal_mass,
    normal_quantile, normal_survival,
};

/// A standard normal law given that it lies from `low` to `high`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Truncated {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Truncated {
    /// The probabilities below and above `z`.
    pub(super) fn tails(self, z: f64) -> (f64, f64) {
        if z <= self.low {
            return (0.0, 1.0);
        }
        if z >= self.high {
            return (1.0, 0.0);
        }
        if self.low >= 0.0 {
            // Beyond 38 the masses underflow, but not their quotients.
            let start = normal_hazard(self.low);
            let whole = -libm::expm1(start - normal_hazard(self.high));
            let at = normal_hazard(z);
            let above = -libm::expm1(at - normal_hazard(self.high)) * libm::exp(start - at);
            if whole > 1e-3 {
                return (-libm::expm1(start - at) / whole, above / whole);
            }
        } else if self.high <= 0.0 {
            let (above, below) = self.mirrored().tails(-z);
            return (below, above);
        }
        let scale = self.scale();
        let whole = self.mass_over(self.low, self.high, scale);
        (self.mass_over(self.low, z, scale) / whole, self.mass_over(z, self.high, scale) / whole)
    }

    /// The value below which the share `u` lies.
    pub(super) fn quantile(self, u: f64) -> f64 {
        if self.high <= 0.0 && self.low < 0.0 {
            return -self.mirrored().upper_quantile(u);
        }
        if self.low >= 0.0 {
            return self.upper_quantile(1.0 - u);
        }
        let whole = normal_mass(self.low, self.high);
        let below = normal_cumulative(self.low) + u * whole;
        let z = if below < 0.5 {
            normal_quantile(below)
        } else {
            -normal_quantile(normal_survival(self.high) + (1.0 - u) * whole)
        };
        self.polished(z, u)
    }

    /// The value above which the share `v` lies, for a `low` of at least 0.
    pub(super) fn upper_quantile(self, v: f64) -> f64 {
        let start = normal_hazard(self.low);
        let whole = -libm::expm1(start - normal_hazard(self.high));
        // In (1 − whole, 1), and small only where v is.
        let survival = v * whole + (1.0 - whole);
        let grown = if v > 0.5 { -libm::log1p(-(1.0 - v) * whole) } else { -libm::log(survival) };
        self.polished(normal_hazard_quantile(start + grown), 1.0 - v)
    }

    /// −ln of the probability above `z`.
    pub(super) fn hazard(self, z: f64) -> f64 {
        let (below, above) = self.tails(z);
        if below < 0.5 {
            return 0.0 - libm::log1p(-below);
        }
        if above == 0.0 && self.high == f64::INFINITY {
            // The probability underflows, but not its logarithm.
            return normal_hazard(z) - normal_hazard(self.low);
        }
        0.0 - libm::log(above)
    }

    /// The value at which the cumulative hazard reaches `hazard`.
    pub(super) fn hazard_quantile(self, hazard: f64) -> f64 {
        if self.low >= 0.0 && self.high == f64::INFINITY {
            return normal_hazard_quantile(normal_hazard(self.low) + hazard);
        }
        let below = -libm::expm1(-hazard);
        if below < 0.5 {
            return self.quantile(below);
        }
        let above = libm::exp(-hazard);
        if self.low >= 0.0 {
            return self.upper_quantile(above);
        }
        if self.high == f64::INFINITY {
            return normal_hazard_quantile(hazard - libm::log(normal_survival(self.low)));
        }
        // Seen from the other end, the rest above is a quantile.
        -self.mirrored().quantile(above.max(f64::MIN_POSITIVE))
    }

    /// One step of Newton's method where the range is so narrow that the tail
    /// it lies in drowns it.
    fn polished(self, z: f64, u: f64) -> f64 {
        let z = z.clamp(self.low, self.high);
        let width = self.high - self.low;
        if width * self.low.abs().max(self.high.abs()).max(1.0) > 0.5 {
            return z;
        }
        let scale = self.scale();
        let wanted = u * self.mass_over(self.low, self.high, scale);
        let excess = self.mass_over(self.low, z, scale) - wanted;
        (z - excess * libm::exp(0.5 * (z - scale) * (z + scale))).clamp(self.low, self.high)
    }

    /// The same law seen from the other end.
    fn mirrored(self) -> Self {
        Self { low: -self.high, high: -self.low }
    }

    /// The point of the range with the greatest density.
    fn scale(self) -> f64 {
        0.0_f64.clamp(self.low, self.high)
    }

    /// The mass from `from` to `to` over the density at `scale`.
    fn mass_over(self, from: f64, to: f64, scale: f64) -> f64 {
        if scale.abs() < 20.0 {
            return normal_mass(from, to) / normal_density(scale);
        }
        // Only a narrow range that far out comes here.
        let density = |z: f64| libm::exp(-0.5 * (z - scale) * (z + scale));
        integral(density, from, to, 4)
    }

    /// The mean's distance from the peak of the density, that peak, and the
    /// variance: by integration, since the closed forms cancel in the tails.
    pub(super) fn moments(self) -> (f64, f64, f64) {
        let peak = self.scale();
        // The density falls by exp(−x·|peak| − x²/2) at a distance x.
        let reach = 80.0 / (peak.abs() + libm::sqrt(peak * peak + 80.0));
        let (from, to) = ((self.low - peak).max(-reach), (self.high - peak).min(reach));
        let density = |x: f64| libm::exp(-x * (peak + 0.5 * x));
        let whole = integral(density, from, to, 128);
        let mean = integral(|x| x * density(x), from, to, 128) / whole;
        let square = |x: f64| (x - mean) * (x - mean) * density(x);
        (mean, peak, integral(square, from, to, 128) / whole)
    }
}

/// The integral by Gauss and Legendre's rule of five points on equal panels.
pub(super) fn integral(f: impl Fn(f64) -> f64, from: f64, to: f64, panels: u32) -> f64 {
    const POINTS: [(f64, f64); 3] = [
        (0.0, 0.568_888_888_888_888_9),
        (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
        (0.906_179_845_938_664, 0.236_926_885_056_189_1),
    ];
    let half = 0.5 * (to - from) / f64::from(panels);
    let panel = |number: u32| {
        let middle = from + half * f64::from(2 * number + 1);
        let [center, pairs @ ..] = POINTS;
        pairs.iter().fold(center.1 * f(middle), |sum, (place, weight)| {
            sum + weight * (f(middle - half * place) + f(middle + half * place))
        })
    };
    half * (0..panels).map(panel).sum::<f64>()
}

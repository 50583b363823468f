//! The standard normal law: its tails, its quantile and its hazard.
//!
//! Location and scale are the caller's business.

use std::f64::consts::{LN_2, PI};

/// √½ as a sum of two doubles: the second is what the first leaves out.
const ROOT_HALF: (f64, f64) = (std::f64::consts::FRAC_1_SQRT_2, -4.833_646_656_726_457e-17);

/// ½·ln 2π.
const LOG_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// Beyond this the tail is below the least double.
const FARTHEST: f64 = 39.0;

/// Where the asymptotic series of the hazard is exact to a double.
const FAR: f64 = 30.0;

/// The density at `x`.
#[must_use]
pub fn normal_density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x - LOG_ROOT_TWO_PI)
}

/// The probability of a value above `x`, with a relative error of some ulp
/// until it underflows near 38.5.
///
/// It is ½·erfc(x/√2). The rounding of x/√2 alone would cost three digits at
/// 38, so its error is computed and corrected for to first order.
#[must_use]
pub fn normal_survival(x: f64) -> f64 {
    if x > FARTHEST {
        return 0.0;
    }
    if x < -FARTHEST {
        return 1.0;
    }
    let rounded = x * ROOT_HALF.0;
    let rest = libm::fma(x, ROOT_HALF.0, -rounded) + x * ROOT_HALF.1;
    let slope = libm::exp(-rounded * rounded) / libm::sqrt(PI);
    0.5 * libm::erfc(rounded) - rest * slope
}

/// The probability of a value of at most `x`.
#[must_use]
pub fn normal_cumulative(x: f64) -> f64 {
    normal_survival(-x)
}

/// The probability of a value from `low` to `high`, without cancellation where
/// the two are near each other or lie on the same side.
///
/// The caller promises `low <= high`.
#[must_use]
pub fn normal_mass(low: f64, high: f64) -> f64 {
    let width = high - low;
    let middle = 0.5 * (low + high);
    if width * middle.abs().max(1.0) < 0.03 {
        // The Taylor series of the density about the middle, integrated; the
        // first term left out is below 3e-15 of the whole.
        let (m, w) = (middle * middle, width * width);
        let series = 1.0 + w * (m - 1.0) / 24.0 + w * w * (m * m - 6.0 * m + 3.0) / 1920.0;
        return width * normal_density(middle) * series;
    }
    if low > 0.0 {
        normal_survival(low) - normal_survival(high)
    } else if high < 0.0 {
        normal_cumulative(high) - normal_cumulative(low)
    } else {
        0.5 * (libm::erf(high * ROOT_HALF.0) - libm::erf(low * ROOT_HALF.0))
    }
}

/// The value below which this share of the mass lies, from minus infinity at 0
/// to infinity at 1; NaN outside [0, 1].
///
/// Algorithm AS 241, PPND16 (Wichura 1988): about one part in 10^16.
#[must_use]
pub fn normal_quantile(u: f64) -> f64 {
    let centered = u - 0.5;
    if centered.abs() <= 0.425 {
        let r = 0.180_625 - centered * centered;
        return centered * ratio(r, &CENTRAL);
    }
    let tail = if centered < 0.0 { u } else { 1.0 - u };
    if tail <= 0.0 {
        return if tail == 0.0 { libm::copysign(f64::INFINITY, centered) } else { f64::NAN };
    }
    libm::copysign(upper_tail(libm::sqrt(-libm::log(tail))), centered)
}

/// The value whose survival is exp(−r²).
fn upper_tail(r: f64) -> f64 {
    if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &TAIL) }
}

/// The cumulative hazard −ln(survival) at `x`, for any `x`.
#[must_use]
pub fn normal_hazard(x: f64) -> f64 {
    if x <= 0.0 {
        return -libm::log1p(-normal_cumulative(x));
    }
    if x < FAR {
        return -libm::log(normal_survival(x));
    }
    if x == f64::INFINITY {
        return x;
    }
    // Abramowitz and Stegun 26.2.12; the first term left out is 945/x^10.
    let r = 1.0 / (x * x);
    let series = -r * (1.0 - r * (3.0 - r * (15.0 - 105.0 * r)));
    0.5 * x * x + LOG_ROOT_TWO_PI + libm::log(x) - libm::log1p(series)
}

/// The value at which the cumulative hazard reaches `hazard`, from minus
/// infinity at 0 to infinity.
#[must_use]
pub fn normal_hazard_quantile(hazard: f64) -> f64 {
    if hazard < LN_2 {
        return normal_quantile(-libm::expm1(-hazard));
    }
    if hazard <= 700.0 {
        return -normal_quantile(libm::exp(-hazard));
    }
    if hazard == f64::INFINITY {
        return hazard;
    }
    // The survival underflows here. Newton's method on the hazard, whose slope
    // is x + 1/x to second order, gains at least four digits a step.
    let mut x = libm::sqrt(2.0 * hazard - libm::log(4.0 * PI * hazard));
    for _ in 0..4 {
        x -= (normal_hazard(x) - hazard) / (x + 1.0 / x);
    }
    x
}

/// A quotient of two polynomials of degree seven, coefficients from degree 0.
fn ratio(x: f64, coefficients: &[[f64; 8]; 2]) -> f64 {
    let [above, below] = coefficients;
    let value = |row: &[f64; 8]| row.iter().rev().fold(0.0, |sum, term| sum * x + term);
    value(above) / value(below)
}

/// For |u − ½| ≤ 0.425.
#[allow(clippy::excessive_precision, reason = "the published coefficients")]
#[rustfmt::skip]
const CENTRAL: [[f64; 8]; 2] = [
    [
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
        1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
        3.3430575583588128105e4, 2.5090809287301226727e3,
    ],
    [
        1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
        5.2264952788528545610e3,
    ],
];

/// For √(−ln tail) up to 5.
#[allow(clippy::excessive_precision, reason = "the published coefficients")]
#[rustfmt::skip]
const MIDDLE: [[f64; 8]; 2] = [
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
        3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
        2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ],
    [
        1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ],
];

/// For √(−ln tail) above 5, to the least double.
#[allow(clippy::excessive_precision, reason = "the published coefficients")]
#[rustfmt::skip]
const TAIL: [[f64; 8]; 2] = [
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
        2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
        2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ],
    [
        1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ],
];

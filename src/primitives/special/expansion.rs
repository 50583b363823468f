//! Two expansions that keep gamma and beta kernels exact for large parameters.
//!
//! Written with logarithms of gamma functions alone, a kernel is a small
//! difference of large numbers; these are what is left of each after the large
//! parts were canceled on paper (Loader 2000, "Fast and accurate computation of
//! binomial probabilities").

/// ½·ln 2π.
const LOG_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// Euler's constant.
const EULER: f64 = 0.577_215_664_901_532_9;

/// What Stirling's formula leaves out: ln Γ(a) − (a − ½)·ln a + a − ½·ln 2π.
pub(super) fn stirling_rest(a: f64) -> f64 {
    if a < 16.0 {
        return libm::lgamma(a) - ((a - 0.5) * libm::log(a) - a + LOG_ROOT_TWO_PI);
    }
    // Abramowitz and Stegun 6.1.41; the first term left out is 0.002/a^11.
    let r = 1.0 / (a * a);
    let series = 1.0 / 1680.0 - r / 1188.0;
    (1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r * series))) / a
}

/// μ − ln(1 + μ) for μ = `difference`/`center`, where `difference` is `value`
/// − `center`, computed by the caller without cancellation.
pub(super) fn deviance(value: f64, center: f64, difference: f64) -> f64 {
    let relative = difference / center;
    if relative.abs() > 0.5 {
        return relative - (libm::log(value) - libm::log(center));
    }
    // ln(1 + μ) = 2·(v + v³/3 + v⁵/5 + …) with v = μ/(2 + μ), |v| ≤ 1/3.
    let v = relative / (2.0 + relative);
    let square = v * v;
    let (mut sum, mut power, mut odd) = (0.0, square, 3.0);
    while power > 1e-18 * square {
        sum += power / odd;
        power *= square;
        odd += 2.0;
    }
    v * (relative - 2.0 * sum)
}

/// ln Γ(1 + a) for `a` in (0, 1), exact also relative to a small `a`.
pub(super) fn log_gamma_one_plus(a: f64) -> f64 {
    if a > 0.05 {
        return libm::lgamma(1.0 + a);
    }
    // Abramowitz and Stegun 6.1.33: −γ·a + Σ ζ(k)·(−a)^k/k.
    let terms = ZETA.iter().enumerate().rev();
    let series = terms.fold(0.0, |sum, (place, zeta)| zeta / (place + 2) as f64 - a * sum);
    a * (a * series - EULER)
}

/// Riemann's ζ(2), ζ(3), ….
const ZETA: [f64; 13] = [
    1.644_934_066_848_226_4,
    1.202_056_903_159_594_3,
    1.082_323_233_711_138_2,
    1.036_927_755_143_37,
    1.017_343_061_984_449,
    1.008_349_277_381_923,
    1.004_077_356_197_944_3,
    1.002_008_392_826_082_2,
    1.000_994_575_127_818_1,
    1.000_494_188_604_119_5,
    1.000_246_086_553_308,
    1.000_122_713_347_578_5,
    1.000_061_248_135_058_7,
];

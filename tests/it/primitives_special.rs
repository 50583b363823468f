//! The special functions against values computed with 50 digits by mpmath 1.3,
//! and against statrs.

use foomwatch::primitives::special::beta::{
    beta_hazard, beta_hazard_quantile, beta_lower, beta_quantile, beta_upper, beta_upper_quantile,
};
use foomwatch::primitives::special::gamma::{
    gamma_hazard, gamma_hazard_quantile, gamma_lower, gamma_quantile, gamma_upper,
};
use foomwatch::primitives::special::normal::{
    normal_cumulative, normal_hazard, normal_hazard_quantile, normal_quantile, normal_survival,
};
use proptest::prelude::*;
use statrs::distribution::{Beta, ContinuousCDF, Gamma};

/// Asserts agreement within `tolerance`, relative to the wanted value.
#[track_caller]
fn close(found: f64, wanted: f64, tolerance: f64, what: &str) {
    let scale = wanted.abs().max(f64::MIN_POSITIVE);
    let error = (found - wanted).abs() / scale;
    assert!(error <= tolerance, "{what}: {found:e}, not {wanted:e}: off by {error:e}");
}

#[test]
fn the_normal_tails_and_hazard_are_the_tabled_ones() {
    for (x, survival, hazard) in NORMAL {
        let tolerance = if survival < 1e-307 { 1e-9 } else { 1e-14 };
        close(normal_survival(x), survival, tolerance, "survival");
        close(normal_cumulative(-x), normal_survival(x), 0.0, "symmetry");
        if x > -30.0 {
            close(normal_hazard(x), hazard, 1e-14, "hazard");
            if x != 0.0 {
                close(normal_hazard_quantile(hazard), x, 1e-13 * (1.0 + 1.0 / x.abs()), "age");
            }
        }
    }
    for (x, hazard) in FAR {
        close(normal_hazard(x), hazard, 1e-15, "far hazard");
        close(normal_hazard_quantile(hazard), x, 1e-15, "far age");
    }
}

#[test]
fn the_normal_quantile_is_the_tabled_one() {
    for (u, z) in QUANTILE {
        close(normal_quantile(u), z, 4e-15, "quantile");
    }
    assert_eq!(normal_quantile(0.5), 0.0);
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
}

#[test]
fn the_normal_quantile_grows_across_the_joints_of_its_pieces() {
    for joint in [0.075, libm::exp(-25.0), 0.925] {
        let mut before = f64::NEG_INFINITY;
        for step in -1000..1000 {
            let z = normal_quantile(joint * (1.0 + f64::from(step) * 1e-14));
            assert!(z >= before - 1e-15 * z.abs(), "{joint} {step} {z} {before}");
            before = z;
        }
    }
}

#[test]
fn the_gamma_tails_are_the_tabled_ones_and_invert() {
    for (shape, x, lower, upper, hazard) in GAMMA {
        let what = format!("gamma {shape} at {x}");
        close(gamma_lower(shape, x), lower, 2e-12, &what);
        close(gamma_upper(shape, x), upper, 2e-12, &what);
        close(gamma_hazard(shape, x), hazard, 2e-12, &what);
        close(gamma_hazard_quantile(shape, hazard), x, 1e-13 * (1.0 + 1.0 / shape), &what);
        if lower < 0.9 {
            close(gamma_quantile(shape, lower), x, 1e-13 * (1.0 + 1.0 / shape), &what);
        }
    }
}

#[test]
fn the_beta_tails_are_the_tabled_ones_and_invert() {
    for (a, b, x, lower, upper) in BETA {
        let what = format!("beta {a} {b} at {x}");
        close(beta_lower(a, b, x), lower, 1e-11, &what);
        close(beta_upper(a, b, x), upper, 1e-11, &what);
        if lower > 0.01 {
            // The logarithm of the tabled tail is itself exact only then.
            let hazard = -libm::log(upper);
            close(beta_hazard(a, b, x), hazard, 1e-11, &what);
            close(beta_hazard_quantile(a, b, hazard), x, 1e-11 * (1.0 + 1.0 / a), &what);
        }
        if upper < 0.9 {
            close(beta_upper_quantile(a, b, upper), x, 1e-12 * (1.0 + 1.0 / a), &what);
        }
        if lower < 0.9 {
            close(beta_quantile(a, b, lower), x, 1e-12 * (1.0 + 1.0 / a), &what);
        }
    }
}

#[test]
fn an_exact_interval_of_a_share_is_the_tabled_one() {
    for (k, n, low, high) in CLOPPER {
        let what = format!("{k} of {n}");
        if k > 0.0 {
            close(beta_quantile(k, n - k + 1.0, 0.025), low, 1e-12, &what);
        }
        if k < n {
            close(beta_upper_quantile(k + 1.0, n - k, 0.025), high, 1e-12, &what);
        }
    }
}

#[test]
fn a_gamma_law_whose_shape_changes_has_the_published_leaks() {
    // "AI Futures", mean 6.95 years for 100 people and 3.42 for 1,000.
    let scale = 3.88;
    let hazard = |mean: f64, age: f64| gamma_hazard(mean / scale, age / scale);
    let thousand = 1.0 - libm::exp(-hazard(3.42, 3.0));
    assert!((thousand - 0.5957).abs() < 5e-5, "{thousand}");
    let grown = hazard(6.95, 1.0) + hazard(3.42, 3.0) - hazard(3.42, 1.0);
    let leaked = 1.0 - libm::exp(-grown);
    assert!((leaked - 0.462_600).abs() < 5e-7, "{leaked}");
}

proptest! {
    #[test]
    fn a_hazard_reached_is_the_hazard_wanted(
        shape in -2.5..5.0_f64, other in -2.5..5.0_f64, hazard in -25.0..6.0_f64,
    ) {
        let (shape, other) = (libm::exp10(shape), libm::exp10(other));
        let hazard = libm::exp(hazard);
        let x = gamma_hazard_quantile(shape, hazard);
        if x > 1e-300 {
            close(gamma_hazard(shape, x), hazard, 1e-9, "gamma");
        }
        let x = beta_hazard_quantile(shape, other, hazard);
        if x > 1e-300 && x < 0.999 {
            close(beta_hazard(shape, other, x), hazard, 1e-9, "beta");
        }
    }

    #[test]
    fn statrs_agrees(shape in 0.1..200.0_f64, other in 0.1..200.0_f64, u in 0.01..0.99_f64) {
        let x = gamma_quantile(shape, u);
        let gamma = Gamma::new(shape, 1.0).expect("a gamma law");
        close(gamma_lower(shape, x), gamma.cdf(x), 1e-9, "gamma");
        let x = beta_quantile(shape, other, u);
        let beta = Beta::new(shape, other).expect("a beta law");
        close(beta_lower(shape, other, x), beta.cdf(x), 1e-9, "beta");
    }
}

/// x, the mass above it, and the cumulative hazard.
#[rustfmt::skip]
#[allow(clippy::approx_constant, reason = "a table of computed values")]
const NORMAL: [(f64, f64, f64); 14] = [
    (-37.5, 1.0, 0.0),
    (-8.25, 0.9999999999999999, 7.919726314642478e-17),
    (-3.0, 0.9986501019683699, 0.0013508099647481938),
    (-1.0, 0.8413447460685429, 0.17275377902344988),
    (-0.001, 0.500398942213911, 0.6923496142726883),
    (0.0, 0.5, 0.6931471805599453),
    (0.3, 0.3820885778110474, 0.9621028181688507),
    (1.0, 0.15865525393145705, 1.8410216450092636),
    (1.6448536269514722, 0.05000000000000005, 2.99573227355399),
    (4.75, 1.0170832425687032e-06, 13.798571593147466),
    (12.0, 1.776482112077679e-33, 75.4106730015688),
    (29.9, 9.838968332390558e-197, 451.32291245852866),
    (30.1, 2.4226672179857586e-199, 457.32956441638225),
    (37.9, 1.286769202e-314, 722.7595846178272),
];

/// x and its cumulative hazard.
#[rustfmt::skip]
const FAR: [(f64, f64); 3] = [
    (50.0, 1254.8313611394199),
    (1000.0, 500007.82669481216),
    (1000000.0, 500000000014.73444),
];

/// A share and its quantile.
#[rustfmt::skip]
const QUANTILE: [(f64, f64); 13] = [
    (5e-324, -38.467405617144344),
    (1e-300, -37.0470962993612),
    (1e-30, -11.464024688443615),
    (1e-10, -6.361340902404057),
    (0.001, -3.0902323061678136),
    (0.02425, -1.972961051311885),
    (0.07499999, -1.4395315415821681),
    (0.0750001, -1.4395307645017297),
    (0.3, -0.5244005127080408),
    (0.5000001, 2.506628273311648e-07),
    (0.9, 1.2815515655446006),
    (0.975, 1.9599639845400538),
    (0.9999999, 5.199337582290661),
];

/// The shape, x, the masses below and above it, and the cumulative hazard.
#[rustfmt::skip]
const GAMMA: [(f64, f64, f64, f64, f64); 24] = [
    (0.001, 1e-10, 0.9778006565986258, 0.022199343401374194, 3.8076925670559727),
    (0.001, 0.5, 0.9994399333435292, 0.0005600666564707498, 7.487454751906464),
    (0.001, 3.0, 0.9999869268601987, 1.3073139801213742e-05, 11.244950829552513),
    (0.04, 1.4, 0.9951130471206614, 0.00488695287933859, 5.321186302783046),
    (0.06, 0.01, 0.7826108528593929, 0.21738914714060711, 1.5260662266974914),
    (0.5, 1e-08, 0.00011283791633342487, 0.9998871620836666, 0.00011284428301004562),
    (0.5, 1.0, 0.8427007929497149, 0.15729920705028513, 1.8496055099332482),
    (0.5, 40.0, 1.0, 3.744097384202899e-19, 42.42893619787184),
    (0.881, 0.0344, 0.05291130615765536, 0.9470886938423446, 0.05436253248119788),
    (1.0, 1e-12, 9.999999999995e-13, 0.999999999999, 1e-12),
    (1.0, 2.0, 0.8646647167633873, 0.1353352832366127, 2.0),
    (2.5, 0.1, 0.0008861387888124426, 0.9991138612111875, 0.0008865316418876733),
    (2.5, 3.6, 0.7938140802904441, 0.20618591970955588, 1.578976994359509),
    (2.5, 90.0, 1.0, 5.3510882453551925e-37, 83.51834849021009),
    (15.9, 9.0, 0.023530603649057864, 0.9764693963509421, 0.02381186929892032),
    (16.1, 30.0, 0.9979082836417457, 0.002091716358254353, 6.169770325980239),
    (100.0, 60.0, 1.4815276326460468e-06, 0.9999985184723673, 1.481528730109194e-06),
    (100.0, 101.0, 0.5528962934345113, 0.44710370656548876, 0.8049647055383894),
    (100.0, 1000.0, 1.0, 6.035827529631278e-294, 675.1623043733719),
    (10000.0, 9700.0, 0.001234175584468492, 0.9987658244155315, 0.0012349378063634525),
    (10000.0, 10200.0, 0.9767126778664011, 0.023287322133598805, 3.759846180932281),
    (1000000.0, 1000000.0, 0.5001329807608725, 0.4998670192391274, 0.6934131774557283),
    (1000000.0, 1004000.0, 0.9999676545526865, 3.234544731347768e-05, 10.339037279116503),
    (1000000.0, 995000.0, 2.749580359270071e-07, 0.9999997250419641, 2.7495807372797476e-07),
];

/// Both shapes, x, and the masses below and above it.
#[rustfmt::skip]
const BETA: [(f64, f64, f64, f64, f64); 16] = [
    (0.001, 2.0, 1e-09, 0.9804694753931281, 0.019530524606871918),
    (0.5, 0.5, 0.25, 0.3333333333333333, 0.6666666666666666),
    (0.5, 0.5, 0.999, 0.9798649583666225, 0.0201350416333775),
    (2.0, 5.0, 0.001, 1.4960044976005e-05, 0.999985039955024),
    (2.0, 5.0, 0.3, 0.5798249999999999, 0.420175),
    (2.0, 5.0, 0.98, 0.99999998112, 1.8880000000000084e-08),
    (1.0, 10.0, 0.25, 0.9436864852905273, 0.056313514709472656),
    (30.0, 0.2, 0.9, 0.0032049071822387067, 0.9967950928177612),
    (300.0, 700.0, 0.28, 0.08239097651059053, 0.9176090234894094),
    (300.0, 700.0, 0.42, 0.9999999999999978, 2.213160272428992e-15),
    (11.0, 999990.0, 1e-05, 0.416960249805972, 0.583039750194028),
    (11.0, 999990.0, 2.5e-05, 0.9994136068022734, 0.0005863931977265942),
    (500001.0, 500000.0, 0.5005, 0.8411027754650128, 0.15889722453498725),
    (500001.0, 500000.0, 0.498, 3.1535412794380955e-05, 0.9999684645872057),
    (999991.0, 10.0, 0.99998, 0.0049950924166062205, 0.9950049075833938),
    (5000.0, 3000000.0, 0.0017, 0.9369225770400574, 0.06307742295994259),
];

/// k of n, and the interval at the level 0.95.
#[rustfmt::skip]
const CLOPPER: [(f64, f64, f64, f64); 4] = [
    (0.0, 10.0, 0.0, 0.30849710781876083),
    (1.0, 10.0, 0.0025285785444617848, 0.44501611702819543),
    (10.0, 10.0, 0.6915028921812392, 1.0),
    (7.0, 31.0, 0.09594216834575112, 0.4109638661386733),
];

//! Laws of distributions: quantile, probability, hazard and moments agree.

use std::sync::Arc;

use foomwatch::primitives::distribution::{Distribution, InvalidDistribution};
use proptest::prelude::*;

/// One of every continuous kind, far-out and narrow cases among them.
fn continuous() -> Vec<Distribution> {
    let (least, most) = (f64::NEG_INFINITY, f64::INFINITY);
    let made = [
        Distribution::uniform(-2.0, 5.0),
        Distribution::log_uniform(1e-3, 1e4),
        Distribution::log_uniform(10.0, 10.001),
        Distribution::triangular(1.0, 2.0, 9.0),
        Distribution::triangular(1.0, 1.0, 9.0),
        Distribution::triangular(1.0, 9.0, 9.0),
        Distribution::pert(0.0, 0.5, 4.0),
        Distribution::exponential(86_400.0),
        Distribution::erlang(4, 3.0),
        Distribution::gamma(0.88, 3.42),
        Distribution::gamma(0.05, 1.0),
        Distribution::gamma(400.0, 2.0),
        Distribution::weibull(0.7, 12.0),
        Distribution::weibull(3.0, 12.0),
        Distribution::truncated_normal(1.0, 2.0, 0.0, most),
        Distribution::truncated_normal(1.0, 2.0, least, most),
        Distribution::truncated_normal(0.0, 1.0, -1.0, 2.5),
        Distribution::truncated_normal(0.0, 1.0, 6.0, 7.0),
        Distribution::truncated_normal(0.0, 1.0, -7.0, -6.0),
        Distribution::truncated_normal(0.0, 1.0, 60.0, most),
        Distribution::truncated_normal(0.0, 1.0, least, -50.0),
        Distribution::truncated_normal(0.0, 1.0, -0.01, 0.02),
        Distribution::truncated_normal(0.0, 1.0, 5.0, 5.0001),
        Distribution::log_normal(3.0, 0.8),
        Distribution::beta(2.0, 5.0, 0.0, 1.0),
        Distribution::beta(0.4, 0.7, -1.0, 3.0),
        Distribution::log_normal(1.0, 1.0).and_then(|law| {
            let other = Distribution::exponential(40.0)?;
            Distribution::mixture(vec![(1.0, law), (3.0, other)])
        }),
    ];
    made.into_iter().map(|law| law.expect("a distribution")).collect()
}

/// Laws that put mass on single values.
fn stepped() -> Vec<Distribution> {
    let made = [
        Distribution::constant(7.0),
        Distribution::empirical(&[3.0, 1.0, 4.0, 1.0, 5.0]),
        Distribution::one_of(vec![(0.2, 8.0), (0.7, -1.0), (0.0, 100.0), (0.1, 2.0)]),
        Distribution::uniform(0.0, 1.0).and_then(|law| {
            let atom = Distribution::constant(0.5)?;
            Distribution::mixture(vec![(1.0, law), (1.0, atom)])
        }),
    ];
    made.into_iter().map(|law| law.expect("a distribution")).collect()
}

/// The mean and the variance by the trapezoid rule on the logit of the share,
/// which converges faster than any power there.
fn integrated(law: &Distribution) -> (f64, f64) {
    let integrate = |f: &dyn Fn(f64) -> f64| -> f64 {
        let step = 1.0 / 64.0;
        let part = |place: i32| {
            let s = f64::from(place) * step;
            let u = 1.0 / (1.0 + libm::exp(-s));
            // −ln(1 − u) is exact where u itself rounds to 1.
            let x = law.hazard_quantile(libm::log1p(libm::exp(s)));
            step * u / (1.0 + libm::exp(s)) * f(x)
        };
        (-64 * 300..64 * 45).map(part).sum()
    };
    let mean = integrate(&|x| x);
    (mean, integrate(&|x| (x - mean) * (x - mean)))
}

#[test]
fn moments_are_those_of_the_quantile() {
    for law in continuous() {
        let (mean, variance) = integrated(&law);
        let deviation = libm::sqrt(variance);
        assert!((law.mean() - mean).abs() < 1e-6 * deviation, "{law:?}: {} {mean}", law.mean());
        let error = (law.variance() / variance - 1.0).abs();
        assert!(error < 1e-5, "{law:?}: {} {variance}", law.variance());
    }
    let data = Distribution::empirical(&[3.0, 1.0, 4.0, 1.0, 6.0]).expect("data");
    assert!((data.mean() - 3.0).abs() < 1e-12 && (data.variance() - 3.6).abs() < 1e-12);
}

#[test]
fn a_far_truncation_keeps_its_variance() {
    let law = Distribution::truncated_normal(0.0, 1.0, 1e4, f64::INFINITY).expect("a law");
    // By the series of Mills's ratio: 1/z² − 6/z⁴ + ….
    let scaled = law.variance() * 1e8;
    assert!((scaled - (1.0 - 6e-8)).abs() < 1e-10, "{scaled}");
}

#[test]
fn a_log_normal_of_two_percentiles_has_both() {
    let law = Distribution::log_normal_from_p90(3.0, 20.0).expect("a law");
    assert!((law.quantile(0.5) - 3.0).abs() < 1e-14);
    assert!((law.quantile(0.9) - 20.0).abs() < 1e-12);
}

#[test]
fn what_is_no_distribution_is_refused_with_its_reason() {
    let refused = [
        (Distribution::uniform(2.0, 2.0), "`low` of `Uniform` must be below `high`"),
        (Distribution::uniform(f64::NAN, 2.0), "`low` of `Uniform` must be a finite number"),
        (Distribution::exponential(0.0), "`mean` of `Exponential` must be above 0"),
        (Distribution::gamma(1e9, 1.0), "`shape` of `Gamma` must be from 0.001 to 10000000"),
        (Distribution::triangular(0.0, 3.0, 2.0), "`mode` of `Triangular` must be from 0 to 2"),
        (Distribution::log_uniform(0.0, 3.0), "`low` of `LogUniform` must be above 0"),
        (Distribution::erlang(0, 3.0), "`stages` of `Erlang` must be from 1"),
        (Distribution::empirical(&[]), "`Empirical` must have at least one entry"),
        (Distribution::one_of(vec![(0.0, 1.0)]), "the weights of `OneOf`"),
        (Distribution::mixture(vec![]), "`Mixture` must have at least one entry"),
        (Distribution::log_normal_from_p90(3.0, 2.0), "`median` of `LogNormal` must be below"),
        (Distribution::truncated_normal(0.0, 1.0, 2e6, 3e6), "`low` of `TruncatedNormal`"),
    ];
    for (made, start) in refused {
        let reason: InvalidDistribution = made.expect_err(start);
        assert!(reason.to_string().starts_with(start), "{reason}");
    }
}

#[test]
fn steps_are_reached_from_their_first_share_on() {
    let law = Distribution::OneOf(Arc::from([(1.0, 2.0), (3.0, 5.0)]));
    assert_eq!([0.1, 0.25, 0.26, 0.9].map(|u| law.quantile(u)), [2.0, 2.0, 5.0, 5.0]);
    assert_eq!([1.0, 2.0, 4.9, 5.0].map(|x| law.cumulative(x)), [0.0, 0.25, 0.25, 1.0]);
    let mixed = &stepped()[3];
    assert_eq!(mixed.quantile(0.5), 0.5);
    assert!((mixed.quantile(0.2) - 0.4).abs() < 1e-15);
    assert!((mixed.quantile(0.8) - 0.6).abs() < 1e-15);
}

#[test]
fn the_hazard_begins_at_nothing_and_ends_beyond_all() {
    for law in continuous().into_iter().chain(stepped()) {
        let (least, most) = law.support();
        assert_eq!(law.hazard_quantile(0.0), least, "{law:?}");
        assert_eq!(law.hazard_quantile(f64::INFINITY), most, "{law:?}");
        assert_eq!(law.cumulative_hazard(f64::INFINITY), f64::INFINITY, "{law:?}");
        assert_eq!(law.cumulative(f64::INFINITY), 1.0, "{law:?}");
        assert_eq!(law.cumulative_hazard(least - 1.0), 0.0, "{law:?}");
    }
}

proptest! {
    #[test]
    fn the_quantile_undoes_the_probability(u in 1e-9..1.0_f64) {
        for law in continuous() {
            let x = law.quantile(u);
            if x < 1e-290 && law.support().0 == 0.0 { continue }
            let (least, most) = law.support();
            // A value rounds to an end that is not zero.
            if (x - least).min(most - x) < 1e-10 * x.abs() { continue }
            let back = law.cumulative(x);
            prop_assert!((back - u).abs() < 1e-10 + 1e-9 * u.min(0.1), "{law:?} {u} {x} {back}");
        }
    }

    #[test]
    fn the_quantile_grows(u in 1e-12..1.0_f64, v in 1e-12..1.0_f64) {
        let (low, high) = (u.min(v), u.max(v));
        for law in continuous().into_iter().chain(stepped()) {
            let (x, y) = (law.quantile(low), law.quantile(high));
            prop_assert!(x <= y + 1e-12 * y.abs(), "{law:?} {low} {x} {high} {y}");
            let (least, most) = law.support();
            prop_assert!(least <= x && y <= most, "{law:?}");
        }
    }

    #[test]
    fn the_age_at_a_hazard_has_that_hazard(log in -20.0..5.5_f64) {
        let hazard = libm::exp(log);
        for law in continuous() {
            let age = law.hazard_quantile(hazard);
            let (least, most) = law.support();
            // An age rounds to an end that is not zero.
            let near_the_end = most.is_finite() && hazard > 8.0;
            if near_the_end || age < 1e-290 && least == 0.0 { continue }
            if least != 0.0 && hazard < 1e-4 { continue }
            let back = law.cumulative_hazard(age);
            let error = (back / hazard - 1.0).abs();
            // Near its end a truncated law has the digits of age − mean alone.
            let plain = least == 0.0 && !matches!(law, Distribution::TruncatedNormal { .. });
            let tolerance = if plain { 1e-10 } else { 1e-6 };
            prop_assert!(error < tolerance, "{law:?} {hazard} {age} {back}");
        }
    }

    #[test]
    fn a_step_is_the_least_value_that_reaches_its_share(u in 1e-6..1.0_f64) {
        for law in stepped() {
            let x = law.quantile(u);
            prop_assert!(law.cumulative(x) >= u - 1e-15, "{law:?}");
            prop_assert!(law.cumulative(x - 1e-6) <= u, "{law:?}");
            let age = law.hazard_quantile(-libm::log1p(-u));
            prop_assert!((age - x).abs() <= 1e-9, "{law:?} {u} {age} {x}");
        }
    }
}

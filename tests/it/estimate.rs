//! The interval of a share, against sums of binomial masses.

use foomwatch::experiment::estimate::{Estimate, proportion};

/// k, n, level and both ends to 17 digits, from sums of binomial masses with 30
/// digits (mpmath).
#[rustfmt::skip]
const EXACT: [(u64, u64, f64, f64, f64); 9] = [
    (1, 50, 0.95, 0.000_506_227_983_040_828_9, 0.106_469_545_711_499_92),
    (25, 50, 0.95, 0.355_272_997_129_907_7, 0.644_727_002_870_092_3),
    (49, 50, 0.99, 0.860_595_875_438_927_8, 0.999_899_754_188_476_3),
    (10, 1_000_000, 0.95, 4.795_398_777_545_602e-6, 1.839_027_889_123_853_5e-5),
    (500_000, 1_000_000, 0.95, 0.499_019_519_195_311_8, 0.500_980_480_804_688_2),
    (1, 10_000_000, 0.95, 2.531_780_795_224_030_5e-9, 5.571_642_117_360_731e-7),
    (10, 10_000_000, 0.99, 3.716_923_113_306_991_8e-7, 2.139_781_530_521_87e-6),
    (5_000_000, 10_000_000, 0.95, 0.499_690_052_521_371_1, 0.500_309_947_478_628_9),
    (9_999_990, 10_000_000, 0.95, 0.999_998_160_965_167_3, 0.999_999_520_461_029_6),
];

#[test]
fn ends_are_exact_up_to_ten_million_trials() {
    for (k, n, level, low, high) in EXACT {
        let (found_low, found_high) = ends(&proportion(k, n, level));
        // The rarer outcome's share is what must have its digits.
        let near =
            |found: f64, exact: f64| (found - exact).abs() <= 1e-9 * exact.min(1.0 - exact) + 2e-16;
        assert!(near(found_low, low), "{k} of {n}: {found_low:e}, not {low:e}");
        assert!(near(found_high, high), "{k} of {n}: {found_high:e}, not {high:e}");
    }
}

#[test]
fn each_end_leaves_its_tail() {
    for n in [1_u64, 2, 7, 40, 300] {
        for k in 0..=n {
            for level in [0.5, 0.9, 0.999] {
                let tail = (1.0 - level) / 2.0;
                let (low, high) = ends(&proportion(k, n, level));
                let above: f64 = if k == 0 { tail } else { sum(masses(n, low), k..=n) };
                let below: f64 = if k == n { tail } else { sum(masses(n, high), 0..=k) };
                assert!((above / tail - 1.0).abs() < 1e-9, "{k} of {n} at {level}: {above}");
                assert!((below / tail - 1.0).abs() < 1e-9, "{k} of {n} at {level}: {below}");
            }
        }
    }
}

#[test]
fn no_trial_says_nothing() {
    let none = proportion(0, 0, 0.95);
    assert_eq!((none.estimate, none.standard_error, none.low, none.high), (None, None, None, None));
    assert_eq!(
        serde_json::to_string(&none).unwrap(),
        r#"{"estimate":null,"standard_error":null,"low":null,"high":null,"level":0.95,"n":0,"method":"Clopper-Pearson"}"#
    );
}

#[test]
fn all_or_nothing_closes_one_end_and_keeps_a_width_and_an_error() {
    for n in [1, 10, 1_000, 10_000_000] {
        let (nothing, all) = (proportion(0, n, 0.95), proportion(n, n, 0.95));
        let (low, high) = ends(&nothing);
        let exact = -libm::expm1(libm::log(0.025) / n as f64);
        assert!(low == 0.0 && (high / exact - 1.0).abs() < 1e-9, "{n}: {high:e}, not {exact:e}");
        let (low, high_of_all) = ends(&all);
        assert!(high_of_all == 1.0 && (low - (1.0 - high)).abs() < 1e-14);
        assert!(nothing.standard_error.unwrap() > 0.0);
        assert_eq!(nothing.standard_error, all.standard_error);
    }
}

#[test]
fn clean_runs_that_a_claim_needs() {
    for (claim, runs) in [(0.95, 59), (0.99, 299), (0.999, 2_995)] {
        // One-sided at 95 %: both tails of a two-sided 90 %.
        assert!(ends(&proportion(runs, runs, 0.90)).0 >= claim);
        assert!(ends(&proportion(runs - 1, runs - 1, 0.90)).0 < claim);
    }
}

#[test]
fn covers_at_least_as_often_as_it_says() {
    for n in [1_u64, 2, 3, 5, 10, 20, 50, 100, 400] {
        for level in [0.8, 0.95, 0.99] {
            let intervals: Vec<_> = (0..=n).map(|k| ends(&proportion(k, n, level))).collect();
            for step in 0..=200 {
                // Finer toward the ends, where intervals fail first.
                let half = 0.5 * f64::from(step) / 200.0;
                for p in [half * half * 2.0, 1.0 - half * half * 2.0] {
                    let covered = coverage(n, p, |k| intervals[k as usize]);
                    assert!(covered >= level - 1e-9, "{n} trials of {p}: {covered} < {level}");
                }
            }
        }
    }
}

/// Why the interval p ± 1.96·√(p(1 − p)/n) is not used anywhere.
#[test]
fn walds_interval_covers_far_less_than_it_says() {
    let wald = |k: u64| {
        let p = k as f64 / 50.0;
        let half = 1.959_963_984_540_054 * (p * (1.0 - p) / 50.0).sqrt();
        (p - half, p + half)
    };
    assert!((coverage(50, 0.02, wald) - 0.635).abs() < 5e-4);
    let ours = coverage(50, 0.02, |k| ends(&proportion(k, 50, 0.95)));
    assert!((ours - 0.982).abs() < 5e-4);
}

/// Why an interval is for one look: a claim that is true, at its boundary, is
/// refuted by one of a hundred looks far more often than by one.
#[test]
fn looking_again_and_again_refutes_what_is_true() {
    // One-sided at 95 %, as a claim that only a low share refutes.
    let (p, level, step) = (0.95, 0.90, 100_usize);
    let mut reached = vec![1.0_f64];
    let mut refuted = 0.0;
    for n in (step..=10_000).step_by(step) {
        let jump = masses(step as u64, p);
        let mut next = vec![0.0; n + 1];
        for (k, mass) in reached.iter().enumerate() {
            for (more, chance) in jump.iter().enumerate() {
                next[k + more] += mass * chance;
            }
        }
        for (k, mass) in next.iter_mut().enumerate().take(n * 95 / 100) {
            if *mass > 1e-18 && ends(&proportion(k as u64, n as u64, level)).1 < p {
                refuted += std::mem::take(mass);
            }
        }
        reached = next;
    }
    assert!((refuted - 0.280).abs() < 5e-4, "{refuted}");
}

#[test]
fn a_higher_level_contains_a_lower_one() {
    for (k, n) in [(0, 10), (1, 10), (5, 10), (10, 10), (3, 100_000)] {
        let mut inner = ends(&proportion(k, n, 0.01));
        for percent in 2..100 {
            let outer = ends(&proportion(k, n, f64::from(percent) / 100.0));
            assert!(outer.0 <= inner.0 && outer.1 >= inner.1, "{k} of {n} at {percent} %");
            inner = outer;
        }
    }
}

fn ends(estimate: &Estimate) -> (f64, f64) {
    (estimate.low.unwrap(), estimate.high.unwrap())
}

/// The chance that the interval of a binomial count contains its chance.
fn coverage(n: u64, p: f64, interval: impl Fn(u64) -> (f64, f64)) -> f64 {
    let masses = masses(n, p);
    let covers = |k: &u64| {
        let (low, high) = interval(*k);
        low <= p && p <= high
    };
    (0..=n).filter(covers).map(|k| masses[k as usize]).sum()
}

fn sum(masses: Vec<f64>, range: std::ops::RangeInclusive<u64>) -> f64 {
    range.map(|k| masses[k as usize]).sum()
}

/// The binomial masses, from logarithms.
fn masses(n: u64, p: f64) -> Vec<f64> {
    if p == 0.0 || p == 1.0 {
        let certain = if p == 0.0 { 0 } else { n };
        return (0..=n).map(|k| f64::from(u8::from(k == certain))).collect();
    }
    let odds = p.ln() - (-p).ln_1p();
    let mut log_mass = n as f64 * (-p).ln_1p();
    let mut masses = vec![log_mass.exp()];
    for k in 1..=n {
        log_mass += ((n - k + 1) as f64 / k as f64).ln() + odds;
        masses.push(log_mass.exp());
    }
    masses
}

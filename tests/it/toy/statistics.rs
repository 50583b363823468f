//! Whether an estimate covers the exact value, and could have missed it.
//!
//! A check accepts |z| ≤ 3.5 and refuses to be weak: a mistake of the size that
//! the case names must lie at least 4.5 standard errors away. Errors come from
//! independent replications.

/// A mean or a ratio of sums, one pair a replication.
#[derive(Clone, Debug, Default)]
pub struct Ratio(Vec<(f64, f64)>);

impl Ratio {
    /// One replication's numerator and denominator.
    pub fn push(&mut self, over: f64, under: f64) {
        self.0.push((over, under));
    }

    /// The ratio of the sums.
    pub fn estimate(&self) -> f64 {
        let (over, under) =
            self.0.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        over / under
    }

    /// Its standard error, by the spread of residuals over replications.
    pub fn error(&self) -> f64 {
        let ratio = self.estimate();
        let n = self.0.len() as f64;
        let under: f64 = self.0.iter().map(|pair| pair.1).sum();
        let squares: f64 = self.0.iter().map(|pair| (pair.0 - ratio * pair.1).powi(2)).sum();
        (squares * n / (n - 1.0)).sqrt() / under
    }
}

/// Asserts that a ratio covers `exact` and would not cover `exact ± shift`.
pub fn assert_covers(case: &str, seed: u64, exact: f64, shift: f64, ratio: &Ratio) {
    assert_near(case, seed, exact, shift, ratio.estimate(), ratio.error());
}

/// Asserts that the share of `hits` in `n` covers `exact`, and that an error of
/// 2 % of it would show.
pub fn assert_share(case: &str, seed: u64, exact: f64, hits: u64, n: u64) {
    let error = (exact * (1.0 - exact) / n as f64).sqrt();
    assert_near(case, seed, exact, 0.02 * exact, hits as f64 / n as f64, error);
}

/// How many replications show an error of 2 % in a probability.
pub fn enough(probability: f64) -> u64 {
    (50_625.0 * (1.0 - probability) / probability).ceil() as u64
}

/// Asserts that an estimate with this standard error covers `exact`.
pub fn assert_near(case: &str, seed: u64, exact: f64, shift: f64, measured: f64, error: f64) {
    let z = (measured - exact) / error;
    println!("| {case} | {exact:.6} | {measured:.6} | {z:+.2} |");
    assert!(
        4.5 * error <= shift.abs() * 1.000_001,
        "{case}: seed {seed}: the error {error} is too large to show a shift of {shift}"
    );
    assert!(
        z.abs() <= 3.5,
        "{case}: seed {seed}, all replications: exact {exact}, measured {measured}, z {z}"
    );
}

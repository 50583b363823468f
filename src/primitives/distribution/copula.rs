//! Dependence between uncertain numbers: the Gaussian copula.
//!
//! Each number keeps its own law; only how they go together is joint. Others
//! than the Gaussian family, with dependence in the tails, are absent.

use std::f64::consts::PI;

use super::normal_quantile;
use crate::primitives::special::normal::normal_cumulative;

/// A Gaussian copula over a few numbers, by their rank correlations.
///
/// ```
/// use foomwatch::primitives::distribution::Copula;
///
/// let copula = Copula::new(2, &[(0, 1, 0.9)]).unwrap();
/// let mut levels = [0.99, 0.5];
/// copula.join(&mut levels);
/// assert_eq!(levels[0], 0.99);
/// assert!(levels[1] > 0.9, "the second follows the first");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Copula {
    /// The Cholesky factor of the normal correlations: row by row, up to and
    /// including the diagonal.
    rows: Vec<Vec<f64>>,
}

/// There are no numbers with these rank correlations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NotPositiveDefinite {
    /// The first number that the ones before it leave no chance of its own.
    pub place: usize,
}

/// The least and the greatest level that a stream draws: a level is never 0 or
/// 1, where some laws have no finite quantile.
pub const LEVELS: (f64, f64) = (0.5 / (1_u64 << 52) as f64, 1.0 - 0.5 / (1_u64 << 52) as f64);

/// How much of its variance a number must keep to itself, given those before it.
const LEAST_OWN_VARIANCE: f64 = 1e-9;

impl Copula {
    /// The copula of `numbers` with these rank correlations (Spearman's), each
    /// between two places; those not given are 0. A rank correlation ρ is that
    /// of a normal pair with correlation 2·sin(πρ/6) (Pearson 1907; Kruskal
    /// 1958, "Ordinal measures of association").
    ///
    /// # Errors
    ///
    /// If the matrix of the normal correlations is not positive definite.
    ///
    /// # Panics
    ///
    /// If a place is not below `numbers`, or two places are equal.
    pub fn new(numbers: usize, ranks: &[(usize, usize, f64)]) -> Result<Self, NotPositiveDefinite> {
        let mut matrix = vec![vec![0.0; numbers]; numbers];
        for &(one, other, rank) in ranks {
            assert!(one != other, "a number is correlated with itself");
            let normal = 2.0 * libm::sin(PI * rank / 6.0);
            matrix[one][other] = normal;
            matrix[other][one] = normal;
        }
        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(numbers);
        for (place, correlations) in matrix.iter().enumerate() {
            let mut row = Vec::with_capacity(place + 1);
            for (before, above) in rows.iter().enumerate() {
                let known: f64 = row.iter().zip(above).map(|(a, b): (&f64, &f64)| a * b).sum();
                row.push((correlations[before] - known) / above[before]);
            }
            let own = 1.0 - row.iter().map(|a| a * a).sum::<f64>();
            if own.is_nan() || own < LEAST_OWN_VARIANCE {
                return Err(NotPositiveDefinite { place });
            }
            row.push(libm::sqrt(own));
            rows.push(row);
        }
        Ok(Self { rows })
    }

    /// How many numbers it joins.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it joins none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Turns independent levels, uniform in (0, 1), into joint ones, each of
    /// them still uniform. The first stays as it is.
    ///
    /// # Panics
    ///
    /// If there are not as many levels as numbers.
    pub fn join(&self, levels: &mut [f64]) {
        assert_eq!(levels.len(), self.rows.len(), "levels and numbers");
        let normals: Vec<f64> = levels.iter().map(|level| normal_quantile(*level)).collect();
        for (level, row) in levels.iter_mut().zip(&self.rows).skip(1) {
            let joint: f64 = row.iter().zip(&normals).map(|(a, b)| a * b).sum();
            *level = normal_cumulative(joint).clamp(LEVELS.0, LEVELS.1);
        }
    }
}

//! How far each unknown and each lever moves a claim, one at a time.
//!
//! All else stays as it is in the world, on the same chances, so that a difference comes
//! from the parameter alone. It lacks interactions, and what happens between the ends.

use crate::world::claim::{CheckedPart, Sought};
use crate::world::{Axis, Diagnostics};

use super::claim::Kept;
use super::estimate::{Estimate, LEVEL, proportion};
use super::ratio::RatioSums;
use super::table::Table;
use super::trial::{Inquiry, Stopped, Trial, first};

/// How far one parameter moves the estimate of a claim.
#[derive(Clone, Debug)]
pub struct Influence {
    /// What was moved.
    pub axis: Axis,
    /// At its lower and its upper end, or at each word.
    pub trials: Vec<Trial>,
    /// The places of the two trials that are compared: the ends, or the words with the
    /// least and the greatest estimate.
    pub compared: (usize, usize),
    /// The second estimate less the first, with an interval for the difference; it has
    /// no estimate where one of them has none or is infinite.
    pub moved: Estimate,
}

/// The influences on a claim, the greatest first.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// What cannot be compared comes last; equals are in the order of their paths.
    pub all: Vec<Influence>,
    /// Whether somebody ended it before all were tried.
    pub interrupted: bool,
}

impl Ranking {
    /// Measures the influence of every unknown and every lever of the world on the
    /// sentence.
    ///
    /// # Errors
    ///
    /// If the world does not bear a value.
    pub fn of(
        inquiry: &Inquiry<'_>,
        candidates: Vec<Axis>,
        part: &CheckedPart,
    ) -> Result<Self, Diagnostics> {
        let candidates: Vec<Axis> =
            candidates.into_iter().filter(|axis| axis.extremes().len() > 1).collect();
        let values = candidates.iter().map(|axis| axis.extremes().len() as u64);
        (inquiry.planned)(values.sum());
        let mut ranking = Self { all: Vec::new(), interrupted: false };
        for axis in candidates {
            match influence(inquiry, axis, part) {
                Ok(influence) => ranking.all.push(influence),
                Err(Stopped::Interrupted) => {
                    ranking.interrupted = true;
                    break;
                }
                Err(Stopped::Flawed(flaws)) => return Err(flaws),
            }
        }
        let size = |one: &Influence| one.moved.estimate.map_or(-1.0, f64::abs);
        ranking.all.sort_by(|one, other| {
            let by_size = size(other).total_cmp(&size(one));
            by_size.then_with(|| one.axis.path().cmp(other.axis.path()))
        });
        Ok(ranking)
    }

    /// The one that moves the claim most, if any moves it at all.
    #[must_use]
    pub fn greatest(&self) -> Option<&Influence> {
        self.all.first().filter(|one| one.moved.estimate.is_some_and(|moved| moved != 0.0))
    }
}

fn influence(inquiry: &Inquiry<'_>, axis: Axis, part: &CheckedPart) -> Result<Influence, Stopped> {
    let (mut trials, mut tables) = (Vec::new(), Vec::new());
    for value in axis.extremes() {
        let (trial, table) = inquiry.ask(&axis, value, true)?;
        trials.push(trial);
        tables.push(table);
    }
    let compared = compared(&axis, &trials);
    let [one, other] = [compared.0, compared.1].map(|place| (&trials[place], &tables[place]));
    let moved = moved(one, other, part);
    Ok(Influence { axis, trials, compared, moved })
}

/// The ends of a range; of words, those with the least and the greatest estimate.
fn compared(axis: &Axis, trials: &[Trial]) -> (usize, usize) {
    if axis.words().is_empty() {
        return (0, trials.len() - 1);
    }
    let estimate = |place: &usize| trials[*place].estimate.estimate.unwrap_or(f64::NAN);
    let known = || (0..trials.len()).filter(|place| !estimate(place).is_nan());
    let by = |one: &usize, other: &usize| estimate(one).total_cmp(&estimate(other));
    // Of equals the first, so that the order of words alone decides.
    let least = known().min_by(by).unwrap_or(0);
    let greatest = known().rev().max_by(by).unwrap_or(trials.len() - 1);
    (least, greatest)
}

/// The difference of two estimates on the same chances.
fn moved(one: (&Trial, &Table), other: (&Trial, &Table), part: &CheckedPart) -> Estimate {
    let (from, to) = (one.0.estimate.estimate, other.0.estimate.estimate);
    let is_known = [one.0, other.0].iter().all(|trial| trial.satisfies(part).is_some());
    let difference = from.zip(to).map(|(from, to)| to - from).filter(|one| one.is_finite());
    let Some(difference) = difference.filter(|_| is_known) else {
        return Estimate::undefined(LEVEL, 0, "paired difference");
    };
    let kept = [one.1, other.1].map(|table| table.kept().expect("it was asked to keep"));
    if let Sought::Quantile(..) = part.sought {
        let estimate = of_quantiles(one.1, other.1, difference);
        let is_same = pairs(kept).all(|(one, other)| one == other);
        // Of what never differs it is not known how far it could.
        return if is_same { Estimate { low: None, high: None, ..estimate } } else { estimate };
    }
    paired(kept, difference, matches!(part.sought, Sought::Probability(_)))
}

/// Quantiles are no means of anything, so that their difference has the ends of their own
/// intervals, each at a level at which both cover as often as one should (Bonferroni).
fn of_quantiles(one: &Table, other: &Table, difference: f64) -> Estimate {
    let level = 1.0 - 0.5 * (1.0 - LEVEL);
    let (ours, theirs) = (one.claims_at(level), other.claims_at(level));
    let (ours, theirs) = (&first(&ours).estimate, &first(&theirs).estimate);
    let less = |to: Option<f64>, from: Option<f64>| {
        to.zip(from).map(|(to, from)| to - from).filter(|end| end.is_finite())
    };
    Estimate {
        estimate: Some(difference),
        standard_error: None,
        low: less(theirs.low, ours.high),
        high: less(theirs.high, ours.low),
        level: LEVEL,
        n: ours.n.min(theirs.n),
        method: "order statistics of both",
    }
}

/// The replications of both that can be compared: what failed or is unknown at one of the
/// two is not.
fn pairs(kept: [&[Kept]; 2]) -> impl Iterator<Item = (&Kept, &Kept)> {
    kept[0].iter().zip(kept[1]).filter(|(one, other)| {
        [one.0, one.1, other.0, other.1].iter().all(|number| !number.is_nan())
    })
}

/// The difference of two ratios of sums over the same replications, by the delta method:
/// each replication has as many parts in it as it has in either ratio.
fn paired(kept: [&[Kept]; 2], difference: f64, is_share: bool) -> Estimate {
    const METHOD: &str = "paired difference, delta method";
    let n = pairs(kept).count() as u64;
    let sum = |of: fn(&(&Kept, &Kept)) -> f64| pairs(kept).map(|pair| of(&pair)).sum::<f64>();
    let (up, down) = (sum(|pair| pair.0.0), sum(|pair| pair.0.1));
    let (other_up, other_down) = (sum(|pair| pair.1.0), sum(|pair| pair.1.1));
    if n == 0 || down <= 0.0 || other_down <= 0.0 {
        return Estimate::undefined(LEVEL, n, METHOD);
    }
    let (ratio, other_ratio) = (up / down, other_up / other_down);
    let mut sums = RatioSums::default();
    let mut is_same = true;
    for (one, other) in pairs(kept) {
        is_same &= one == other;
        let ours = (one.0 - ratio * one.1) * n as f64 / down;
        let theirs = (other.0 - other_ratio * other.1) * n as f64 / other_down;
        sums.add(difference + theirs - ours, 1.0);
    }
    let estimate =
        Estimate { estimate: Some(difference), n, method: METHOD, ..sums.estimate(LEVEL) };
    if !is_same {
        return estimate;
    }
    // No replication differs: of a share it is known how often one could at most, of a
    // mean nothing is.
    let most = is_share.then(|| proportion(0, n, LEVEL).high).flatten();
    Estimate { standard_error: None, low: most.map(|most| -most), high: most, ..estimate }
}

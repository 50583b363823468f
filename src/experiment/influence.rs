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

/// From how many differing pairs on it is counted upon how much two shares go up together: a
/// Poisson count of so many is nearly normal.
const MANY: usize = 30;

/// How the ends of a difference of shares come about.
const OF_SHARES: &str = "paired difference, exact intervals of both parts";

/// The difference of two ratios of sums over the same replications, by the delta method:
/// each replication has as many parts in it as it has in either ratio. Of shares the ends
/// come from exact intervals, since the delta method's are too near where few differ.
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
    let (mut is_same, mut is_one_condition) = (true, true);
    // Of what each replication has in either ratio: squares, and products of both.
    let (mut ours_squared, mut theirs_squared, mut product) = (0.0, 0.0, 0.0);
    for (one, other) in pairs(kept) {
        is_same &= one == other;
        is_one_condition &= one.1 == other.1;
        let ours = (one.0 - ratio * one.1) * n as f64 / down;
        let theirs = (other.0 - other_ratio * other.1) * n as f64 / other_down;
        ours_squared += ours * ours;
        theirs_squared += theirs * theirs;
        product += ours * theirs;
        sums.add(difference + theirs - ours, 1.0);
    }
    let estimate =
        Estimate { estimate: Some(difference), n, method: METHOD, ..sums.estimate(LEVEL) };
    if !is_share {
        // No replication differs: of a mean it is not known how far one could.
        let unknown = Estimate { standard_error: None, low: None, high: None, ..estimate.clone() };
        return if is_same { unknown } else { estimate };
    }
    let (low, high) = if is_one_condition {
        let differ = |way: fn(&Kept, &Kept) -> bool| {
            pairs(kept).filter(|(one, other)| way(one, other)).count() as u64
        };
        let (falls, rises) =
            (differ(|one, other| one.0 > other.0), differ(|one, other| one.0 < other.0));
        of_changes(falls, rises, down as u64)
    } else {
        let scale = libm::sqrt(ours_squared * theirs_squared);
        let correlation = if scale > 0.0 { product / scale } else { 0.0 };
        let differing = pairs(kept).filter(|(one, other)| one != other).count();
        // Of how much both go up together little is known where hardly any differ.
        let counted = if differing < MANY { correlation.min(0.0) } else { correlation };
        let (from, to) = ((up as u64, down as u64), (other_up as u64, other_down as u64));
        recovered(from, to, counted)
    };
    let standard_error = estimate.standard_error.filter(|error| *error > 0.0);
    let n = pairs(kept).filter(|(one, other)| one.1 > 0.0 || other.1 > 0.0).count() as u64;
    Estimate { standard_error, low: Some(low), high: Some(high), n, method: OF_SHARES, ..estimate }
}

/// The ends of the difference that `rises` less `falls` of `n` pairs make, of which the rest
/// are alike.
fn of_changes(falls: u64, rises: u64, n: u64) -> (f64, f64) {
    let [down, up] = [falls, rises].map(|count| count as f64);
    let rest = (n as f64 - down) * (n as f64 - up);
    // No pair does both. Where all do one, none does the other.
    let correlation = if rest > 0.0 { -libm::sqrt(down * up / rest).min(1.0) } else { 0.0 };
    recovered((falls, n), (rises, n), correlation)
}

/// The ends of a difference of two shares, each a count and of how many, from the ends of
/// their exact intervals (Newcombe 1998, "Improved confidence intervals for the difference
/// between binomial proportions based on paired data", Statistics in Medicine 17; with
/// Clopper and Pearson's ends in place of Wilson's). Unlike the delta method it has a width
/// where few pairs differ, or all do.
fn recovered(from: (u64, u64), to: (u64, u64), correlation: f64) -> (f64, f64) {
    let [from, to] = [from, to].map(|(hits, n)| {
        let share = proportion(hits, n, LEVEL);
        let known = "it is asked of some";
        let at = share.estimate.expect(known);
        (at, at - share.low.expect(known), share.high.expect(known) - at)
    });
    let reach = |one: f64, other: f64| {
        libm::sqrt((one * one + other * other - 2.0 * correlation * one * other).max(0.0))
    };
    let difference = to.0 - from.0;
    (difference - reach(to.1, from.2), difference + reach(to.2, from.1))
}

#[cfg(test)]
mod tests {
    use super::{of_changes, paired};

    #[test]
    fn the_ends_of_a_difference_cover_it_where_few_pairs_differ_and_where_all_do() {
        // Every number of pairs that rise and fall, by its chance.
        const N: u64 = 60;
        let ends: Vec<Vec<(f64, f64)>> = (0..=N)
            .map(|falls| (0..=N - falls).map(|rises| of_changes(falls, rises, N)).collect())
            .collect();
        let logarithm = |k: u64| libm::lgamma(k as f64 + 1.0);
        let power = |chance: f64, k: u64| if k == 0 { 0.0 } else { k as f64 * libm::log(chance) };
        for fall in [0.0, 0.002, 0.01, 0.03, 0.1, 0.3] {
            for rise in [0.0, 0.002, 0.01, 0.03, 0.1, 0.3, 0.5, 0.69, 0.97, 1.0] {
                let (mut all, mut covered) = (0.0, 0.0);
                if fall + rise > 1.0 {
                    continue;
                }
                for falls in 0..=N {
                    for rises in 0..=N - falls {
                        let rest = N - falls - rises;
                        let ways = logarithm(N) - logarithm(falls) - logarithm(rises);
                        let chances = power(fall, falls) + power(rise, rises);
                        let others = power((1.0 - fall - rise).max(0.0), rest) - logarithm(rest);
                        let chance = libm::exp(ways + chances + others);
                        let (low, high) = ends[falls as usize][rises as usize];
                        let is_covered = low - 1e-9 <= rise - fall && rise - fall <= high + 1e-9;
                        all += chance;
                        covered += if is_covered { chance } else { 0.0 };
                    }
                }
                assert!((all - 1.0_f64).abs() < 1e-9, "{all}");
                assert!(covered >= 0.945, "{covered} at {fall} and {rise}");
            }
        }
    }

    #[test]
    fn of_an_unmoved_conditional_share_only_those_that_count_are_counted() {
        // One of ten counts.
        let kept: Vec<(f64, f64)> =
            (0..1000).map(|place| (0.0, f64::from(place % 10 == 0))).collect();
        let moved = paired([&kept, &kept], 0.0, true);
        let most = super::proportion(0, 100, super::LEVEL).high;
        assert_eq!((moved.n, moved.high, moved.low), (100, most, most.map(|most| -most)));
        // Where conditions differ too, ends reach as far as those of both shares.
        let mut other = kept.clone();
        other[1] = (1.0, 1.0);
        let moved = paired([&kept, &other], 1.0 / 101.0, true);
        let (low, high) = (moved.low.expect("an end"), moved.high.expect("an end"));
        assert!(low < -0.02 && high > 0.05, "{low} to {high}");
    }
}

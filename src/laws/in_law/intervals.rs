//! The laws of intervals of probabilities: they are sound, and they cover.
//!
//! They are about what tables tell of a world. What is known of the worlds in
//! `worlds/validation` from elsewhere is held by the tests that read their cases.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::experiment::estimate::{Estimate, proportion};
use crate::experiment::{LEVEL, Table, TwinOutcomes};
use crate::laws::Specimen;
use crate::laws::law::{Law, Reach, Verdict};
use crate::oversight::{Outcome, OutcomeClass};
use crate::primitives::random::Stream;
use crate::world::claim::Sought;

use super::replays::first_outcomes;
use super::variants::choices;
use super::wager::{ERROR, Wager, log_mean_capital, refutes};

/// Levels of intervals that must nest.
const LEVELS: [f64; 5] = [0.5, 0.8, LEVEL, 0.99, 0.9999];

/// How many small ensembles are drawn up to the first look, and twice as many at each
/// further one. Two of four that leave out the truth make 2.2 to 4.4 of 1, the more the later
/// they come.
const ENSEMBLES: u64 = 4;

/// How many looks there are at most.
const LOOKS: u32 = 11;

/// Of how many trials at most the interval of a drawn number of successes is tried.
const MOST_TRIALS: f64 = 10_000.0;

/// What some bet must have made of 1 at the first three looks to go on, each further time
/// twice as much.
const HOPE: f64 = 3.0;

pub(in crate::laws) const SOUND: Law = Law {
    name: "intervals-are-sound",
    statement: "The interval of a probability lies in [0, 1], has its estimate within and a \
        width above zero; one of a higher confidence has one of a lower within; at either end, \
        what was seen or more, or fewer, has half of what is left of the confidence as its \
        chance. So it is too for a number of successes that is drawn, out of up to 10,000.",
    class: "All worlds.",
    why: "They are Clopper and Pearson's: ends are quantiles of beta laws, which lie in [0, 1] \
        and rise with their share, and so few replications never prove a share exactly.",
    reach: Reach::Pathwise,
    check: sound,
};

pub(in crate::laws) const COVER: Law = Law {
    name: "intervals-cover",
    statement: "Intervals of probabilities cover the true one at least as often as their \
        confidence says.",
    class: "All worlds in which something is neither certain nor impossible.",
    why: "What a small ensemble of replications tells is held against what all of them tell from \
        which it is drawn at random, so that the truth is known. An interval of Clopper and \
        Pearson leaves a truth out on a side only if what was seen has less than half of what \
        is left of the confidence as its chance.",
    reach: Reach::InLaw,
    check: cover,
};

/// The table of some outcomes of a world.
fn table<'o>(specimen: &Specimen, outcomes: impl Iterator<Item = &'o Outcome>) -> Table {
    let world = specimen.blueprint();
    let mut table = Table::new(Arc::new(world.plan()), world.claims(), specimen.seed());
    for outcome in outcomes {
        table.fold(outcome, &TwinOutcomes::default());
    }
    table
}

/// All probabilities that a table tells, in an order that hangs on the world alone.
fn probabilities(table: &Table, level: f64) -> Vec<(String, Estimate)> {
    let named = table.estimates().into_iter().map(|named| (named.name.to_owned(), named.estimate));
    let classes = OutcomeClass::ALL.map(|class| (class.name().to_owned(), table.share_of(class)));
    let stages = table.stages().map(|(stage, _, estimate)| (format!("{stage:?}"), estimate));
    let mut all: Vec<(String, Estimate)> = named.chain(classes).chain(stages).collect();
    all.push(("unnoticed takeoff".to_owned(), table.unnoticed_takeoff()));
    for claim in table.claims_at(level) {
        for part in claim.parts {
            if let Sought::Probability(_) = part.part.sought {
                all.push((part.part.text.clone(), part.estimate));
            }
        }
    }
    all
}

fn sound(specimen: &Specimen) -> Verdict {
    let outcomes = first_outcomes(specimen);
    if outcomes.is_empty() {
        return Verdict::Silent;
    }
    let table = table(specimen, outcomes.iter());
    let mut nests = BTreeSet::new();
    for (name, estimate) in probabilities(&table, LEVEL) {
        // What was counted again, at every level; many were counted alike.
        let counted = estimate.estimate.map_or(0.0, |share| share * estimate.n as f64);
        let counted = (libm::round(counted) as u64, estimate.n);
        let nest = |level: &f64| proportion(counted.0, counted.1, *level);
        let nested = nests.insert(counted).then(|| flaw_of_nest(LEVELS.iter().map(nest)));
        if let Some(flaw) = flaw(&estimate).or(nested.flatten()) {
            return Verdict::Broken(format!(
                "Of {} replications, the interval of `{name}` {flaw}.",
                outcomes.len()
            ));
        }
    }
    let (successes, n) = any_count(&mut choices(specimen.seed(), "sound"));
    if let Some(flaw) = flaw_of_nest(LEVELS.map(|level| proportion(successes, n, level))) {
        return Verdict::Broken(format!("The interval of {successes} of {n} {flaw}."));
    }
    let by_level = LEVELS.map(|level| table.claims_at(level));
    for (place, claim) in by_level[0].iter().enumerate() {
        for (part, told) in claim.parts.iter().enumerate() {
            if !matches!(told.part.sought, Sought::Probability(_)) {
                continue;
            }
            let nested = by_level.iter().map(|claims| claims[place].parts[part].estimate.clone());
            if let Some(flaw) = flaw_of_nest(nested) {
                return Verdict::Broken(format!("The interval of `{}` {flaw}.", told.part.text));
            }
        }
    }
    Verdict::Holds
}

/// So many successes out of a number of trials up to [`MOST_TRIALS`], whose logarithm is even:
/// worlds are told by few replications, and users have many.
fn any_count(stream: &mut Stream) -> (u64, u64) {
    let n = libm::floor(libm::pow(MOST_TRIALS + 1.0, stream.uniform()));
    (libm::floor((n + 1.0) * stream.uniform()) as u64, n as u64)
}

/// What is wrong with the interval of a probability.
fn flaw(estimate: &Estimate) -> Option<String> {
    let Estimate { estimate: share, low, high, n, level, .. } = *estimate;
    let (share, low, high) = match (share, low, high) {
        (Some(share), Some(low), Some(high)) => (share, low, high),
        // What hangs on a course of things that nobody followed is not known.
        (None, None, None) => return None,
        (share, ..) => return Some(format!("lacks an end, of {n} that count, for {share:?}")),
    };
    let text = format!("[{low}, {high}] at {level}");
    if !(0.0 <= low && high <= 1.0) {
        return Some(format!("{text} leaves [0, 1]"));
    }
    if !(low <= share && share <= high) {
        return Some(format!("{text} leaves out the estimate {share}"));
    }
    if low >= high {
        return Some(format!("{text} has no width"));
    }
    let counted = libm::round(share * n as f64) as u64;
    let rest = 0.5 * (1.0 - level);
    let ends = [
        (low, counted > 0, at_least(n, counted, low), "or more"),
        (high, counted < n, at_least(n, n - counted, 1.0 - high), "or fewer"),
    ];
    ends.into_iter().find(|(_, ends, chance, _)| *ends && (chance / rest - 1.0).abs() > 1e-6).map(
        |(end, _, chance, side)| {
            format!(
                "{text} ends at {end}, where {counted} of {n} {side} have the chance {chance} and \
                 not {rest}"
            )
        },
    )
}

/// The chance of so many successes or more in `n` trials: the binomial law, added up term by
/// term, so that it owes nothing to the functions that intervals are made of. Terms are added
/// up as logarithms: of ten thousand trials the ways are beyond all numbers.
fn at_least(n: u64, successes: u64, chance: f64) -> f64 {
    let (hit, miss) = (libm::log(chance), libm::log1p(-chance));
    let (mut sum, mut ways) = (0.0, 0.0);
    for k in 0..=n {
        if k >= successes {
            sum += libm::exp(ways + k as f64 * hit + (n - k) as f64 * miss);
        }
        ways += libm::log((n - k) as f64 / (k + 1) as f64);
    }
    sum
}

/// What is wrong with intervals of rising confidence: each must have the one before within.
fn flaw_of_nest(rising: impl IntoIterator<Item = Estimate>) -> Option<String> {
    let mut last: Option<Estimate> = None;
    for next in rising {
        if let Some(flaw) = flaw(&next) {
            return Some(flaw);
        }
        if let Some(last) = &last {
            let (one, other) = (last.low.zip(last.high), next.low.zip(next.high));
            if let Some(((low, high), (wide_low, wide_high))) = one.zip(other)
                && (wide_low > low || wide_high < high)
            {
                return Some(format!(
                    "[{wide_low}, {wide_high}] at {} does not have the one at {} within",
                    next.level, last.level
                ));
            }
        }
        last = Some(next);
    }
    None
}

fn cover(specimen: &Specimen) -> Verdict {
    let all = first_outcomes(specimen);
    if all.is_empty() {
        return Verdict::Silent;
    }
    let truths = probabilities(&table(specimen, all.iter()), LEVEL);
    let varies =
        |(_, truth): &(_, Estimate)| truth.estimate.is_some_and(|share| share > 0.0 && share < 1.0);
    if !truths.iter().any(varies) {
        return Verdict::Silent;
    }
    let mut stream = choices(specimen.seed(), "cover");
    let drawn = |stream: &mut Stream| {
        let size = 6 + (20.0 * stream.uniform()) as usize;
        let places: Vec<usize> =
            (0..size).map(|_| (all.len() as f64 * stream.uniform()) as usize).collect();
        let chosen = places.iter().map(|place| &all[*place]);
        probabilities(&table(specimen, chosen), LEVEL).into_iter().map(|(_, told)| told).collect()
    };
    let truths: Vec<(String, Option<f64>)> =
        truths.into_iter().map(|(name, truth)| (name, truth.estimate)).collect();
    coverage(&truths, || drawn(&mut stream))
}

/// Bets against intervals that leave out what is true more often than their level allows.
///
/// Each draw gives the estimates of the truths, in their order.
fn coverage(truths: &[(String, Option<f64>)], mut draw: impl FnMut() -> Vec<Estimate>) -> Verdict {
    let mut wagers = vec![Wager::at_most(1.0 - LEVEL); truths.len()];
    let mut drawn = 0;
    for look in 0..LOOKS {
        let scale = 2_u64.pow(look);
        while drawn < ENSEMBLES * scale {
            drawn += 1;
            for ((wager, (_, truth)), told) in wagers.iter_mut().zip(truths).zip(draw()) {
                if let (Some(truth), Some(low), Some(high)) = (truth, told.low, told.high) {
                    wager.see(!(low <= *truth && *truth <= high));
                }
            }
        }
        if refutes(log_mean_capital(&wagers), ERROR) {
            break;
        }
        let best = wagers.iter().map(Wager::log_capital).fold(f64::NEG_INFINITY, f64::max);
        if best < libm::log(HOPE * (0.25 * scale as f64).max(1.0)) {
            break;
        }
    }
    if !refutes(log_mean_capital(&wagers), ERROR) {
        return Verdict::Holds;
    }
    let all = wagers.iter().zip(truths);
    let worst = all.max_by(|one, other| one.0.log_capital().total_cmp(&other.0.log_capital()));
    let (wager, (name, truth)) = worst.expect("a bet has won");
    Verdict::Broken(format!(
        "Of {} small ensembles, the interval of `{name}` at {LEVEL} left out the true {truth:?} {} \
         times: the chance of that is below {ERROR:e} if it covers.",
        wager.trials(),
        wager.successes(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::random::{EntityKey, Purpose, ReplicationKey};

    fn estimate(low: f64, share: f64, high: f64, level: f64) -> Estimate {
        let mut estimate = proportion(8, 40, level);
        estimate.estimate = Some(share);
        (estimate.low, estimate.high) = (Some(low), Some(high));
        estimate
    }

    #[test]
    fn unsound_intervals_break_the_law() {
        let expected = [
            ((-0.1, 0.2, 0.4), "leaves [0, 1]"),
            ((0.1, 0.9, 0.4), "leaves out"),
            ((0.5, 0.5, 0.5), "no width"),
        ];
        for ((low, share, high), what) in expected {
            let told = flaw(&estimate(low, share, high, 0.95)).expect("it is unsound");
            assert!(told.contains(what), "{told}");
        }
        let told = flaw(&estimate(0.1, 0.2, 0.4, 0.95)).expect("its ends are not exact");
        assert!(told.contains("have the chance"), "{told}");
        let mut wrong = proportion(8, 40, 0.8);
        wrong.level = 0.9;
        assert!(flaw(&wrong).is_some(), "the quantile of another level");
        let crossed = [proportion(8, 40, 0.95), proportion(8, 40, 0.8)];
        assert!(flaw_of_nest(crossed).expect("they cross").contains("within"));
        for (successes, n) in [(0, 1), (17, 40), (40, 40), (3, 9_999), (5_000, 10_000)] {
            assert_eq!(flaw_of_nest(LEVELS.map(|level| proportion(successes, n, level))), None);
        }
    }

    /// In how many of a hundred worlds the law breaks where a share of 30 % has intervals from
    /// ensembles of 30 that are made so.
    fn broken(make: impl Fn(u64, u64) -> Estimate) -> usize {
        let verdicts = (0..100).map(|world| {
            let key = ReplicationKey::new(2, world);
            let mut stream = Stream::keyed(key, EntityKey::named("share"), Purpose::named("trial"));
            coverage(&[("a share".to_owned(), Some(0.3))], || {
                let successes = (0..30).filter(|_| stream.chance(0.3)).count() as u64;
                vec![make(successes, 30)]
            })
        });
        let is_broken =
            |one: &Verdict| matches!(one, Verdict::Broken(how) if how.contains("left out"));
        verdicts.filter(is_broken).count()
    }

    #[test]
    fn intervals_that_cover_too_rarely_break_the_law() {
        assert!(broken(|successes, n| proportion(successes, n, 0.6)) > 15, "60 % is not 95 %");
        assert_eq!(broken(|successes, n| proportion(successes, n, LEVEL)), 0);
    }
}

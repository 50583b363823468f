//! A sequential test: a bet against a hypothesis, and when enough is won to give it up.
//!
//! Whoever doubts that a trial succeeds with a chance of q starts with a capital of one and
//! bets on each trial what he expects by the trials before: he holds p for the chance of
//! success, and his capital is multiplied by p/q at a success and by (1 − p)/(1 − q) at a
//! failure. If q is right, the factor has the mean q·(p/q) + (1 − q)·(1 − p)/(1 − q) = 1
//! whatever came before, so that the capital is a nonnegative martingale that starts at
//! one. Such a martingale reaches 1/α with a chance of at most α, whenever one looks and
//! for whatever reason one stops (Ville 1939, "Étude critique de la notion de collectif").
//!
//! The p is the rule of succession, (successes + 2q)/(trials + 2), which makes of the
//! capital the likelihood ratio of a beta mixture against q (Robbins 1970, "Statistical
//! methods related to the law of the iterated logarithm", Annals of Mathematical
//! Statistics 41): against a chance of p' it grows like exp(n·KL(p', q))/√n. More of such
//! bets: Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by
//! betting", Journal of the Royal Statistical Society B 86.
//!
//! It lacks whatever the trials are.

/// The chance with which one test calls a law broken that holds.
///
/// That any of a million sound worlds with half a dozen such tests each is called broken has
/// a chance of at most 0.6 %.
pub const ERROR: f64 = 1e-9;

/// What of a chance is doubted.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Doubt {
    /// That it is this one.
    Exactly(f64),
    /// That it is no more than this.
    AtMost(f64),
}

/// A bet against a hypothesis about the chance of a success, trial by trial.
///
/// ```
/// use foomwatch::laws::in_law::wager::Wager;
///
/// let mut fair = Wager::even();
/// for trial in 0..40 {
///     fair.see(trial % 10 != 0);
/// }
/// assert!(fair.log_capital() > libm::log(1e4), "36 of 40 throws of a fair coin");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Wager {
    doubt: Doubt,
    successes: u64,
    trials: u64,
    /// The logarithm of the capital.
    capital: f64,
}

impl Wager {
    /// Against a success being as likely as a failure.
    #[must_use]
    pub fn even() -> Self {
        Self::exactly(0.5)
    }

    /// Against a success having this chance.
    ///
    /// # Panics
    ///
    /// If the chance is not in [0, 1].
    #[must_use]
    pub fn exactly(chance: f64) -> Self {
        Self::doubting(Doubt::Exactly(chance), chance)
    }

    /// Against a success having this chance at most. The bet is never on failures, so that
    /// under a lower chance no factor has a mean above 1: the capital is a
    /// supermartingale then, of which the same holds.
    ///
    /// # Panics
    ///
    /// If the chance is not in [0, 1].
    #[must_use]
    pub fn at_most(chance: f64) -> Self {
        Self::doubting(Doubt::AtMost(chance), chance)
    }

    fn doubting(doubt: Doubt, chance: f64) -> Self {
        assert!((0.0..=1.0).contains(&chance), "a chance of {chance}");
        Self { doubt, successes: 0, trials: 0, capital: 0.0 }
    }

    /// Takes in the next trial.
    pub fn see(&mut self, success: bool) {
        let (chance, least) = match self.doubt {
            Doubt::Exactly(chance) => (chance, 0.0),
            Doubt::AtMost(chance) => (chance, chance),
        };
        let expected = (self.successes as f64 + 2.0 * chance) / (self.trials as f64 + 2.0);
        let expected = expected.max(least);
        let (bet, fair) = if success { (expected, chance) } else { (1.0 - expected, 1.0 - chance) };
        // What the hypothesis excludes refutes it at once.
        self.capital += if fair == 0.0 { f64::INFINITY } else { libm::log(bet / fair) };
        self.trials += 1;
        self.successes += u64::from(success);
    }

    /// The logarithm of what the capital of 1 has become.
    #[must_use]
    pub fn log_capital(&self) -> f64 {
        self.capital
    }

    /// How many trials there were.
    #[must_use]
    pub fn trials(&self) -> u64 {
        self.trials
    }

    /// How many of them were successes.
    #[must_use]
    pub fn successes(&self) -> u64 {
        self.successes
    }
}

/// The logarithm of the capital of somebody who divides a capital of 1 evenly among
/// bets: a mean of martingales over the same trials is one too, however they hang
/// together.
#[must_use]
pub fn log_mean_capital<'a>(wagers: impl IntoIterator<Item = &'a Wager>) -> f64 {
    let logs: Vec<f64> = wagers.into_iter().map(Wager::log_capital).collect();
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most.is_infinite() {
        return most;
    }
    let sum: f64 = logs.iter().map(|log| libm::exp(log - most)).sum();
    most + libm::log(sum / logs.len() as f64)
}

/// Whether a capital of this logarithm refutes a hypothesis at an error of `error`.
#[must_use]
pub fn refutes(log_capital: f64, error: f64) -> bool {
    log_capital >= -libm::log(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::random::{EntityKey, Purpose, ReplicationKey, Stream};

    fn stream(repetition: u64) -> Stream {
        let key = ReplicationKey::new(5, repetition);
        Stream::keyed(key, EntityKey::named("wager"), Purpose::named("trial"))
    }

    /// In how many of 4,000 repetitions the bets on so many trials refute what they doubt,
    /// looked at after each trial.
    fn refuted(wager: &Wager, chance: f64, trials: u64, error: f64) -> u64 {
        let refutes_once = |repetition| {
            let (mut wager, mut stream) = (wager.clone(), stream(repetition));
            (0..trials).any(|_| {
                wager.see(stream.chance(chance));
                refutes(wager.log_capital(), error)
            })
        };
        (0..4000).map(|repetition| u64::from(refutes_once(repetition))).sum()
    }

    #[test]
    fn a_right_hypothesis_is_refuted_no_more_often_than_the_error_says_at_any_time() {
        // 40 are expected at the most, and 63 is more in one case of ten thousand.
        for (wager, chance) in [
            (Wager::even(), 0.5),
            (Wager::exactly(0.05), 0.05),
            (Wager::exactly(0.9), 0.9),
            (Wager::at_most(0.05), 0.05),
            (Wager::at_most(0.2), 0.1),
        ] {
            let found = refuted(&wager, chance, 1000, 0.01);
            assert!(found <= 63, "{wager:?} at {chance}: {found} of 4000");
        }
    }

    #[test]
    fn a_wrong_hypothesis_is_refuted_soon() {
        // The capital grows by KL(p, q) a trial, less what finding p costs.
        assert!(refuted(&Wager::even(), 0.8, 250, ERROR) > 3950);
        assert!(refuted(&Wager::exactly(0.05), 0.2, 300, ERROR) > 3700);
        assert!(refuted(&Wager::at_most(0.05), 0.2, 300, ERROR) > 3700);
        assert_eq!(refuted(&Wager::at_most(0.2), 0.05, 300, 0.01), 0, "fewer are no fault");
    }

    #[test]
    fn many_bets_on_the_same_trials_err_no_more_than_one() {
        let refuted = (0..4000)
            .filter(|repetition| {
                let mut stream = stream(*repetition);
                let mut wagers = vec![Wager::even(); 8];
                (0..200).any(|_| {
                    let uniform = stream.uniform();
                    for (place, wager) in (0..).zip(&mut wagers) {
                        // Each is fair, and all hang together.
                        wager.see((uniform * f64::from(1 << place)).fract() < 0.5);
                    }
                    refutes(log_mean_capital(&wagers), 0.01)
                })
            })
            .count();
        assert!(refuted <= 63, "{refuted} of 4000");
    }

    #[test]
    fn what_cannot_be_is_refuted_at_once() {
        let mut never = Wager::exactly(0.0);
        never.see(false);
        assert_eq!(never.log_capital(), 0.0);
        never.see(true);
        assert!(refutes(log_mean_capital([&never, &Wager::even()]), ERROR));
    }
}

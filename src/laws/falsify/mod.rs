//! A world near a given one in which a claim fails.
//!
//! ```text
//!  within ─ neighborhood ─┬─ asking ─ search ─ least ─┬─ falsify
//!                         └─ marked ──────────────────┘
//! ```
//!
//! The law of the folder: what was searched for is lucky, so that nothing is said to fail
//! before it failed on chances on which nothing was selected, and each such test is paid for.

pub mod within;

pub mod neighborhood;

mod asking;

mod search;

mod least;

pub mod marked;

use std::sync::atomic::Ordering;

use crate::behaviors::Roles;
use crate::experiment::Watch;
use crate::world::claim::CheckedClaim;
use crate::world::{Blueprint, Diagnostics, WorldFile, check};

use super::spending::{FreshTest, Spending};

pub use asking::{Answer, PartAnswer};
pub use search::Asked;

use asking::{Chances, Question};
use least::least;
use neighborhood::{Allowed, Neighbor, Neighborhood};
use search::Search;
use within::Within;

/// With which probability at most all tests of a search together take a claim that does not
/// fail for one that does.
pub const ERROR: f64 = 0.01;

/// With which error each look of the search itself is made: nothing is said on its account,
/// but whether a test is worth its price.
const LOOK: f64 = 0.25;

/// What is to be falsified, and where.
pub struct Falsifying<'a> {
    /// The world, and what claims are made of it does not matter.
    pub file: &'a WorldFile,
    /// What its actors can be.
    pub roles: &'a Roles,
    /// The claim.
    pub claim: &'a str,
    /// What may be moved, and how far; all values near what they are, if nothing is said.
    pub within: &'a [Within],
    /// Which kinds of changes are allowed.
    pub allowed: Allowed,
    /// How many neighbors are asked at most before one is found.
    pub budget: u64,
    /// How many replications a test has; a look of the search has a tenth of that.
    pub replications: u64,
    /// The seed of the search and of all chances.
    pub seed: u64,
    /// How many threads work at a time.
    pub threads: usize,
}

/// What came of a search.
#[derive(Clone, Debug)]
pub struct Falsified {
    /// The claim, whose sentences the answers are about.
    pub claim: CheckedClaim,
    /// All that could be different.
    pub neighborhood: Neighborhood,
    /// What the world itself says of the claim, with intervals at 95 %; nothing, if somebody
    /// stopped it before.
    pub as_it_is: Option<Answer>,
    /// A neighbor in which the claim fails; with no change, it is the world itself.
    pub found: Option<Found>,
    /// The neighbor that came nearest to failing when it was looked at, with intervals at
    /// 95 % that do not know that it was selected for that.
    pub nearest: Option<(Neighbor, Answer)>,
    /// How many neighbors were looked at.
    pub asked: Asked,
    /// How many replications a look had.
    pub look_replications: u64,
    /// How many tests on fresh chances there were.
    pub tests: u64,
    /// Whether somebody stopped it.
    pub interrupted: bool,
}

/// A neighbor in which the claim fails.
#[derive(Clone, Debug)]
pub struct Found {
    /// What is different.
    pub neighbor: Neighbor,
    /// Each difference in words.
    pub told: Vec<String>,
    /// Its text, in which each difference has a comment.
    pub text: String,
    /// The last test that it passed, which says at which error.
    pub test: FreshTest,
    /// What it says on chances on which nothing was decided, with intervals at 95 %; on those
    /// of the test, if somebody stopped it before.
    pub answer: Answer,
}

impl Found {
    /// Whether its figures are those of the test that it passed, which had to say that the
    /// claim fails.
    #[must_use]
    pub fn is_of_test(&self) -> bool {
        self.answer.seed == self.test.seed
    }
}

/// Looks for a neighbor in which the claim fails, and for the least changes that make it
/// fail. The progress is told in neighbors.
///
/// # Errors
///
/// If the world or the claim has a flaw, or there is nothing that may be different.
pub fn falsify(falsifying: &Falsifying<'_>, watch: &Watch<'_>) -> Result<Falsified, Diagnostics> {
    let Falsifying { roles, claim, replications, seed, threads, .. } = *falsifying;
    let (checked, neighborhood) = prepared(falsifying)?;
    let question = Question { roles, claim, stop: watch.stop };
    let look_replications = replications_of_looks(replications);
    let look = Chances { replications: look_replications, seed, error: LOOK, threads };
    let mut tester = Tester {
        question: &question,
        neighborhood: &neighborhood,
        look,
        replications,
        spending: Spending::new(ERROR, seed, "falsify"),
        passed: None,
    };
    let base = Neighbor::new();
    let seed_of_figures = tester.spending.undecided();
    let chances = Chances { replications, seed: seed_of_figures, ..look };
    let mut falsified = Falsified {
        claim: checked,
        as_it_is: question.ask(&neighborhood.text, chances),
        neighborhood: neighborhood.clone(),
        found: None,
        nearest: None,
        asked: Asked::default(),
        look_replications,
        tests: 0,
        interrupted: false,
    };
    (watch.progress)(1);
    let mut found = tester.takes(&base).then_some(base);
    if found.is_none() && !watch.stop.load(Ordering::Relaxed) {
        let looked = tester.ask(&Neighbor::new(), look);
        let mut search = Search {
            question: &question,
            neighborhood: &neighborhood,
            claim: &falsified.claim,
            chances: look,
            seed,
            progress: watch.progress,
            asked: Asked::default(),
            base: looked.map_or(f64::NEG_INFINITY, |answer| answer.beyond(&falsified.claim)),
            refuted: f64::NEG_INFINITY,
            best: None,
        };
        found = search.find(falsifying.budget, &mut |neighbor| tester.tests(neighbor));
        falsified.asked = search.asked;
        falsified.nearest = search.best.map(|(_, neighbor, answer)| (neighbor, answer));
    }
    if let Some(found) = found {
        let neighbor = least(&neighborhood, found, &mut |neighbor| tester.takes(neighbor));
        falsified.found = tester.found(neighbor, chances);
    }
    falsified.tests = tester.spending.tests();
    falsified.interrupted = watch.stop.load(Ordering::Relaxed);
    Ok(falsified)
}

/// How many replications a look has where a test has so many: a tenth, and at least 500.
#[must_use]
pub const fn replications_of_looks(replications: u64) -> u64 {
    const LEAST: u64 = 500;
    let tenth = replications / 10;
    if tenth > LEAST { tenth } else { LEAST }
}

/// The claim and all that may be different, or all that is wrong with either.
///
/// # Errors
///
/// If the world, the claim or what is allowed has a flaw.
pub fn prepared(falsifying: &Falsifying<'_>) -> Result<(CheckedClaim, Neighborhood), Diagnostics> {
    let Falsifying { file, roles, within, allowed, .. } = *falsifying;
    let of = |blueprint: &Blueprint| Neighborhood::new(file, blueprint, roles, within, allowed);
    let flawed = match claiming(falsifying) {
        Ok((blueprint, claim)) => return Ok((claim, of(&blueprint)?)),
        Err(flawed) => flawed,
    };
    // Where it is the claim that is flawed, what is allowed can be looked at without it.
    let Some(others) = check(file, roles).ok().and_then(|(blueprint, _)| of(&blueprint).err())
    else {
        return Err(flawed);
    };
    Err(Diagnostics::new(flawed.iter().chain(others.iter()).cloned().collect()))
}

/// The world that makes this claim and no other, and the claim.
fn claiming(falsifying: &Falsifying<'_>) -> Result<(Blueprint, CheckedClaim), Diagnostics> {
    let mut file = falsifying.file.clone();
    file.claim(falsifying.claim);
    let (blueprint, _) = check(&file, falsifying.roles)?;
    let claim = blueprint.claims()[0].clone();
    Ok((blueprint, claim))
}

/// Looks at neighbors, and tests them on fresh chances.
struct Tester<'a> {
    question: &'a Question<'a>,
    neighborhood: &'a Neighborhood,
    look: Chances,
    replications: u64,
    spending: Spending,
    /// The last test that was passed, and what it said.
    passed: Option<(FreshTest, Answer)>,
}

impl Tester<'_> {
    /// Whether a neighbor looks as if the claim failed, and then does on fresh chances.
    fn takes(&mut self, neighbor: &Neighbor) -> bool {
        self.ask(neighbor, self.look).is_some_and(|answer| answer.fails) && self.tests(neighbor)
    }

    /// Whether the claim fails on fresh chances.
    fn tests(&mut self, neighbor: &Neighbor) -> bool {
        let test = self.spending.test();
        let FreshTest { seed, error, .. } = test;
        let chances = Chances { replications: self.replications, seed, error, ..self.look };
        let answer = self.ask(neighbor, chances).filter(|answer| answer.fails);
        let fails = answer.is_some();
        self.passed = answer.map(|answer| (test, answer)).or_else(|| self.passed.take());
        fails
    }

    fn ask(&self, neighbor: &Neighbor, chances: Chances) -> Option<Answer> {
        let text = self.neighborhood.text_of(neighbor, self.question.roles)?;
        self.question.ask(&text, chances)
    }

    /// What was found, with what it says on chances on which nothing was decided, or if
    /// somebody stopped it, on those of the test that it passed last.
    fn found(&self, neighbor: Neighbor, undecided: Chances) -> Option<Found> {
        let text = marked::marked(self.neighborhood, &neighbor, self.question.roles)?;
        let (test, tested) = self.passed.clone()?;
        let answer = self.ask(&neighbor, undecided).unwrap_or(tested);
        let before = &self.neighborhood.text;
        let edits = self.neighborhood.edits(&neighbor);
        let told = edits.iter().map(|edit| edit.told(before)).collect();
        Some(Found { told, text, test, answer, neighbor })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::{Chances, ERROR, LOOK, Neighbor, Neighborhood, Question, Roles, Spending, Tester};

    #[test]
    fn whoever_stops_it_has_the_figures_of_the_test_that_was_passed() {
        let text = include_str!("../../../worlds/first.ron").to_owned();
        let (roles, stop) = (Roles::standard(), AtomicBool::new(false));
        let question =
            Question { roles: &roles, claim: "P(noticed before takeoff) >= 99.9 %", stop: &stop };
        let look = Chances { replications: 500, seed: 1, error: LOOK, threads: 1 };
        let mut tester = Tester {
            question: &question,
            neighborhood: &Neighborhood { text, moves: Vec::new() },
            look,
            replications: 1000,
            spending: Spending::new(ERROR, 1, "falsify"),
            passed: None,
        };
        assert!(tester.takes(&Neighbor::new()));
        stop.store(true, Ordering::Relaxed);
        // A step back that is not tested to its end leaves the test before it.
        assert!(!tester.tests(&Neighbor::new()));
        let found = tester.found(Neighbor::new(), look).expect("it passed a test");
        assert!(found.is_of_test() && found.answer.fails);
        assert_eq!((found.test.number, found.answer.replications), (1, 1000));
    }
}

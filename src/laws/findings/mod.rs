//! Findings: worlds in which stronger oversight lets notice come later.
//!
//! ```text
//!  stronger ─┬─ findings
//!  paired ───┘
//! ```
//!
//! Where agents react or reviewers are shared, more is not always sooner. That is no fault
//! of a world and no broken law, but something to know. The law of the folder: what was
//! found was selected, so it is told only after it was seen again on fresh chances.

pub mod stronger;

mod paired;

use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::behaviors::Roles;
use crate::experiment::Watch;
use crate::world::{WorldFile, check};

use super::caught::pool;
use super::examine::Worlds;
use super::spending::{FreshTest, Spending};

pub use paired::Later;

use paired::{Pairs, Times};
use stronger::{Stronger, all};

/// With which probability at most all tests of a search together say that notice comes
/// later where it does not.
pub const ERROR: f64 = 0.01;

/// How many standard errors a difference must have at a look to be tested.
const PROMISING: f64 = 3.0;

/// How many promising ways of being stronger are tested in each world.
const MOST_TESTED: usize = 6;

/// Where findings are looked for.
pub struct Finding<'a> {
    /// What actors can be.
    pub roles: &'a Roles,
    /// The worlds that are looked at, one after another, until one has a finding.
    pub worlds: &'a dyn Worlds,
    /// How many of them at most.
    pub cases: u64,
    /// How many replications a test has; a look has a tenth of that.
    pub replications: u64,
    /// The seed of all chances.
    pub seed: u64,
    /// How many threads work at a time.
    pub threads: usize,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Findings {
    /// Worlds in which stronger oversight lets notice come later, the smallest first.
    pub found: Vec<Found>,
    /// The greatest difference that a look saw, in how many standard errors, and of what.
    pub nearest: Option<(Stronger, Later)>,
    /// Why that was not told as found.
    pub nearest_is: Passed,
    /// How many worlds were looked at.
    pub worlds: u64,
    /// How many ways of being stronger were looked at.
    pub looks: u64,
    /// How many tests on fresh chances there were.
    pub tests: u64,
    /// Whether somebody stopped it.
    pub interrupted: bool,
}

/// Why a look that selects is not a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// Its difference is not so many standard errors that it is tested.
    Weak,
    /// With what is stronger, notice is hardly possible any more.
    BlindSpot,
    /// It was tested on fresh chances, or another strength of the same thing was, and not
    /// confirmed.
    Unconfirmed,
    /// Somebody stopped the search before a test of it was done.
    Stopped,
}

impl Passed {
    /// The reason in words that go on a sentence.
    #[must_use]
    pub fn told(self) -> String {
        match self {
            Self::Weak => format!(
                "not tested again on fresh chances, since it is less than {PROMISING} standard \
                 errors from nothing"
            ),
            Self::BlindSpot => {
                "not tested again on fresh chances, since then notice comes in less \
                than one replication of 20: that is a blind spot, and no delay"
                    .to_owned()
            }
            Self::Unconfirmed => "not confirmed on fresh chances".to_owned(),
            Self::Stopped => "not yet tested again on fresh chances".to_owned(),
        }
    }
}

/// A world and stronger oversight under which notice comes later in it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The world.
    pub text: String,
    /// What is stronger.
    pub stronger: Stronger,
    /// The world with that.
    pub stronger_text: String,
    /// The last test that was passed.
    pub test: FreshTest,
    /// How much later notice comes, on chances on which nothing was decided, or on those of
    /// the last test.
    pub later: Later,
    /// Whether that is of the last test, since somebody stopped the search before there was
    /// more.
    pub is_of_test: bool,
}

/// Looks for a world in which stronger oversight lets notice come later, and makes it small.
/// The progress is told in worlds.
#[must_use]
pub fn findings(finding: &Finding<'_>, watch: &Watch<'_>) -> Findings {
    let mut search = Search {
        finding,
        watch,
        spending: Spending::new(ERROR, finding.seed, "findings"),
        findings: Findings {
            found: Vec::new(),
            nearest: None,
            nearest_is: Passed::Weak,
            worlds: 0,
            looks: 0,
            tests: 0,
            interrupted: false,
        },
    };
    for index in 0..finding.cases {
        if search.is_stopped() {
            break;
        }
        search.world(&finding.worlds.text(index));
        (watch.progress)(1);
        if !search.findings.found.is_empty() {
            break;
        }
    }
    let mut findings = search.findings;
    findings.tests = search.spending.tests();
    findings.interrupted = watch.stop.load(Ordering::Relaxed);
    findings.found.sort_by_key(|found| found.text.split_whitespace().count());
    findings
}

struct Search<'a> {
    finding: &'a Finding<'a>,
    watch: &'a Watch<'a>,
    spending: Spending,
    findings: Findings,
}

impl Search<'_> {
    fn is_stopped(&self) -> bool {
        self.watch.stop.load(Ordering::Relaxed)
    }

    /// Looks at all that could be stronger in a world, tests what is promising, and makes
    /// small what passed.
    fn world(&mut self, text: &str) {
        self.findings.worlds += 1;
        let Ok(file) = WorldFile::from_text("a world", text) else { return };
        let Ok((blueprint, _)) = check(&file, self.finding.roles) else { return };
        let looks = self.looks(text, all(&blueprint));
        self.findings.looks += looks.len() as u64;
        let strength = |one: &(Stronger, Later)| one.1.strength();
        let mut promising = looks;
        promising.sort_by(|one, other| strength(other).total_cmp(&strength(one)));
        if let Some(best) = promising.first() {
            let is_nearer =
                self.findings.nearest.as_ref().is_none_or(|near| strength(near) < strength(best));
            if is_nearer {
                self.findings.nearest_is = match &best.1 {
                    _ if strength(best) < PROMISING => Passed::Weak,
                    later if !later.is_possible() => Passed::BlindSpot,
                    // It is the first that is tested below.
                    _ => Passed::Stopped,
                };
                self.findings.nearest = Some(best.clone());
            }
        }
        promising.retain(|one| strength(one) >= PROMISING && one.1.is_possible());
        // Of one thing that is made stronger by several factors one is enough.
        let mut known: Vec<(String, Option<&'static str>)> = Vec::new();
        promising.retain(|(stronger, _)| {
            let what = match stronger {
                Stronger::Times { actor, parameter, .. } => (actor.clone(), Some(*parameter)),
                Stronger::Like { actor, .. } => (actor.clone(), None),
            };
            let is_new = !known.contains(&what);
            known.push(what);
            is_new
        });
        for (stronger, look) in promising.into_iter().take(MOST_TESTED) {
            if self.is_stopped() {
                return;
            }
            let passed = self.test(text, &stronger);
            if self.findings.nearest_is == Passed::Stopped && !self.is_stopped() {
                self.findings.nearest_is = Passed::Unconfirmed;
            }
            if let Some(passed) = passed {
                self.keep(text, (stronger, look), passed);
            }
        }
    }

    /// What a look says of each way to be stronger, on the same chances.
    fn looks(&self, text: &str, all: Vec<Stronger>) -> Vec<(Stronger, Later)> {
        let (roles, stop) = (self.finding.roles, self.watch.stop);
        let pairs = Pairs { threads: 1, ..self.look() };
        let Some(times) = Times::of(text, roles, self.look(), stop) else { return Vec::new() };
        let look = |stronger: Stronger| {
            let text = stronger.of(text, roles)?;
            let other = Times::of(&text, roles, pairs, stop)?;
            Some((stronger, times.later(&other, pairs.seed)))
        };
        let looked: Vec<Option<(Stronger, Later)>> = pool(self.finding.threads)
            .install(|| all.into_par_iter().with_max_len(1).map(look).collect());
        looked.into_iter().flatten().collect()
    }

    fn look(&self) -> Pairs {
        let Finding { replications, seed, threads, .. } = *self.finding;
        Pairs { replications: super::falsify::replications_of_looks(replications), seed, threads }
    }

    fn compared(&self, text: &str, stronger: &Stronger, pairs: Pairs) -> Option<Later> {
        let (roles, stop) = (self.finding.roles, self.watch.stop);
        let other = stronger.of(text, roles)?;
        let times = Times::of(text, roles, pairs, stop)?;
        Some(times.later(&Times::of(&other, roles, pairs, stop)?, pairs.seed))
    }

    /// How much later notice comes on fresh chances, if it does.
    fn test(&mut self, text: &str, stronger: &Stronger) -> Option<(FreshTest, Later)> {
        let test = self.spending.test();
        let Finding { replications, threads, .. } = *self.finding;
        let pairs = Pairs { replications, seed: test.seed, threads };
        let later = self.compared(text, stronger, pairs)?;
        later.is_later(test.error).then_some((test, later))
    }

    /// Makes a world small in which notice comes later, by half of what it did at least, and
    /// keeps it: also where somebody stops that, as it passed a test already.
    fn keep(
        &mut self,
        text: &str,
        (stronger, look): (Stronger, Later),
        passed: (FreshTest, Later),
    ) {
        let (worlds, mut last) = (self.finding.worlds, passed);
        let text = worlds.shrunk(text, &mut |text| {
            if self.is_stopped() {
                return false;
            }
            let is_promising = |later: Later| {
                let is_as_much = later.mean >= 0.5 * look.mean;
                is_as_much && later.strength() >= PROMISING && later.is_possible()
            };
            if !self.compared(text, &stronger, self.look()).is_some_and(is_promising) {
                return false;
            }
            let passed = self.test(text, &stronger);
            last = passed.unwrap_or(last);
            passed.is_some()
        });
        let Finding { replications, threads, roles, .. } = *self.finding;
        let pairs = Pairs { replications, seed: self.spending.undecided(), threads };
        let fresh = self.compared(&text, &stronger, pairs);
        let (test, later, is_of_test) = (last.0, fresh.unwrap_or(last.1), fresh.is_none());
        let Some(stronger_text) = stronger.of(&text, roles) else { return };
        let found = Found { text, stronger, stronger_text, test, later, is_of_test };
        self.findings.found.push(found);
    }
}

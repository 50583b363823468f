//! Laws over many worlds: how often each held, and the smallest world in which one broke.
//!
//! Worlds are tried side by side and counted in the order of their index, so that the
//! threads change nothing. A world that panics, whichever law is being tried, breaks the law
//! that worlds run. It lacks worlds, which somebody makes, and laws, which the book has.

use std::sync::atomic::Ordering;

use rayon::prelude::*;

use crate::behaviors::Roles;
use crate::experiment::Watch;

use super::caught::{caught, pool};
use super::groundwork::{RUNS, is_groundwork};
use super::kept::KeptWorld;
use super::law::{Law, Reach, Verdict};
use super::specimen::Specimen;
use super::violation::{Origin, Violation};

/// Where worlds come from.
pub trait Worlds: Sync {
    /// The text of the world with this index, whatever was asked for before and by whom.
    fn text(&self, index: u64) -> String;

    /// Whether each of them passes the door: one that does not is a violation then, and is
    /// left out otherwise.
    fn are_sound(&self) -> bool;

    /// A smaller text of which the same is true. The predicate was true of the text itself.
    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String;

    /// What kinds of things there are in a world, of which it is counted how many have them.
    fn labels(&self, specimen: &Specimen) -> Vec<String>;
}

/// The law of those who make worlds.
pub const SOUND: Law = Law {
    name: "sound",
    statement: "A generated world passes the door.",
    class: "All generated worlds.",
    why: "Generators make worlds from the same tables by which the door checks them.",
    reach: Reach::Pathwise,
    check: |_| Verdict::Holds,
};

/// What is to be tried on which worlds.
pub struct Examination<'a> {
    /// What the actors of worlds can be.
    pub roles: &'a Roles,
    /// The laws that are tried on each world.
    pub laws: &'a [Law],
    /// Worlds that broke a law before; they are tried first.
    pub kept: &'a [KeptWorld],
    /// The other worlds.
    pub worlds: &'a dyn Worlds,
    /// The index of the first of these: those before it were tried already.
    pub from: u64,
    /// How many of these are tried.
    pub cases: u64,
    /// The seed of the chances of the world with the index 0; the next one has the next.
    pub seed: u64,
    /// How many threads work at a time, at least 1.
    pub threads: usize,
}

/// How often a law held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The name of the law.
    pub law: &'static str,
    /// In how many worlds it was tried, and held.
    pub held: u64,
    /// About how many it says nothing.
    pub silent: u64,
    /// In how many it broke.
    pub broken: u64,
}

/// What came of an examination.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// Of each law, in the order in which they were given.
    pub tallies: Vec<Tally>,
    /// How many kept worlds were tried.
    pub kept: u64,
    /// How many others were tried.
    pub worlds: u64,
    /// How many of these the door refused.
    pub refused: u64,
    /// How many of these have what, by name.
    pub labels: Vec<(String, u64)>,
    /// The first violation of each law that broke, kept worlds first. A law that broke in
    /// several kept worlds has each of them.
    pub violations: Vec<Violation>,
    /// Whether somebody stopped it before all was tried.
    pub interrupted: bool,
}

impl Examined {
    /// Whether no law broke.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.violations.is_empty()
    }

    /// In how many worlds a law was tried, and held.
    ///
    /// # Panics
    ///
    /// If no law of this name was asked for.
    #[must_use]
    pub fn held(&self, law: &str) -> u64 {
        let tally = self.tallies.iter().find(|tally| tally.law == law);
        tally.unwrap_or_else(|| panic!("the law `{law}` was not tried")).held
    }

    /// Keeps the violations of laws that did not break before, kept worlds aside.
    fn add(&mut self, violations: impl Iterator<Item = Violation>) {
        for broken in violations {
            let is_known =
                |one: &Violation| one.law == broken.law && matches!(one.origin, Origin::Case(_));
            if !self.violations.iter().any(is_known) {
                self.violations.push(broken);
            }
        }
    }

    fn count(&mut self, tried: &Tried) {
        for (tally, verdict) in self.tallies.iter_mut().zip(&tried.verdicts) {
            let count = match verdict {
                Verdict::Holds => &mut tally.held,
                Verdict::Silent => &mut tally.silent,
                Verdict::Broken(_) => &mut tally.broken,
            };
            *count += 1;
        }
        for label in &tried.labels {
            match self.labels.binary_search_by(|(name, _)| name.cmp(label)) {
                Ok(place) => self.labels[place].1 += 1,
                Err(place) => self.labels.insert(place, (label.clone(), 1)),
            }
        }
    }
}

/// What one world says to each law.
struct Tried {
    verdicts: Vec<Verdict>,
    labels: Vec<String>,
    is_refused: bool,
    /// The law that was being tried when somebody panicked.
    panicked: Option<&'static str>,
    /// Where a law broke, the text.
    text: Option<String>,
}

/// How many worlds are tried at most to make one small that breaks a law of groundwork.
const GROUND_TRIES: u64 = 300;

/// How many worlds each thread has at a time.
const WAVE: u64 = 16;

/// Tries laws on worlds until all are tried or somebody stops it, and makes the first world
/// that broke a law small.
///
/// It is called with 1 for each world that was tried. If it is stopped, all worlds up to
/// some index were tried, and what broke is told as it was found.
///
/// # Panics
///
/// If no thread can be started.
#[must_use]
pub fn examine(examination: &Examination<'_>, watch: &Watch<'_>) -> Examined {
    let laws = with_ground(examination.laws, examination.worlds.are_sound());
    let tallies = laws.iter().map(Tally::of).collect();
    let mut examined = Examined { tallies, ..Examined::default() };
    examination.try_kept(&laws, &mut examined, watch);
    if !examined.interrupted {
        examination.try_worlds(&laws, &mut examined, watch);
    }
    // Where the ground gives way in one world, what else breaks in others says little.
    let is_ground = examined.violations.iter().any(|one| is_groundwork(one.law));
    let is_told = |one: &Violation| !is_ground || is_groundwork(one.law);
    for violation in examined.violations.iter_mut().filter(|one| is_told(one)) {
        if let Origin::Case(_) = violation.origin {
            if !is_stopped(watch) {
                examination.shrink(&laws, violation, watch);
            }
            // What is as small as it was when somebody stopped it may be made smaller.
            examined.interrupted |= is_stopped(watch);
        }
    }
    examined
}

fn is_stopped(watch: &Watch<'_>) -> bool {
    watch.stop.load(Ordering::Relaxed)
}

impl Tally {
    fn of(law: &Law) -> Self {
        Self { law: law.name, held: 0, silent: 0, broken: 0 }
    }
}

impl Examination<'_> {
    fn try_kept(&self, laws: &[Law], examined: &mut Examined, watch: &Watch<'_>) {
        for one in self.kept {
            if is_stopped(watch) {
                examined.interrupted = true;
                return;
            }
            let seed = one.seed.unwrap_or(self.seed);
            let tried = self.tried(laws, one.text.clone(), seed, false);
            examined.kept += 1;
            examined.count(&tried);
            let origin = Origin::Kept(one.path.clone());
            examined.violations.extend(violations(laws, &tried, &origin, seed));
            (watch.progress)(1);
        }
    }

    /// Tries the other worlds, side by side in waves.
    fn try_worlds(&self, laws: &[Law], examined: &mut Examined, watch: &Watch<'_>) {
        let pool = pool(self.threads);
        let wave = WAVE * pool.current_num_threads() as u64;
        let mut first = self.from;
        let end = first.saturating_add(self.cases);
        while first < end {
            let past = end.min(first.saturating_add(wave));
            let one = |place: usize| {
                let index = first + place as u64;
                let tried = (!is_stopped(watch)).then(|| {
                    let (text, seed) = (self.worlds.text(index), self.seed.wrapping_add(index));
                    self.tried(laws, text, seed, true)
                });
                (watch.progress)(u64::from(tried.is_some()));
                tried
            };
            let places = 0..(past - first) as usize;
            let done: Vec<Option<Tried>> =
                pool.install(|| places.into_par_iter().with_max_len(1).map(one).collect());
            for (tried, index) in done.into_iter().zip(first..) {
                let Some(tried) = tried else {
                    examined.interrupted = true;
                    return;
                };
                let seed = self.seed.wrapping_add(index);
                examined.add(violations(laws, &tried, &Origin::Case(index), seed));
                examined.worlds += 1;
                examined.refused += u64::from(tried.is_refused);
                examined.count(&tried);
            }
            first = past;
        }
    }

    /// What a world says to these laws.
    fn tried(&self, laws: &[Law], text: String, seed: u64, labels: bool) -> Tried {
        let specimen = caught(|| Specimen::new(text.as_str(), self.roles, seed));
        let specimen = match specimen {
            Ok(Ok(specimen)) => specimen,
            Ok(Err(flaws)) => {
                let why = format!("the door refuses it:\n{}", flaws.render(false));
                return refused(laws, text, why, true);
            }
            Err(panic) => return refused(laws, text, panic, false),
        };
        let (verdicts, panicked) = verdicts(laws, &specimen);
        let is_broken = verdicts.iter().any(|one| matches!(one, Verdict::Broken(_)));
        let named = || caught(|| self.worlds.labels(&specimen)).unwrap_or_default();
        let labels = if labels { named() } else { Vec::new() };
        let text = is_broken.then_some(text);
        Tried { verdicts, labels, is_refused: false, panicked, text }
    }

    /// Makes the world of a violation small, as long as it breaks the same law. What the door
    /// refuses, or panics at, stays as it is.
    fn shrink(&self, laws: &[Law], violation: &mut Violation, watch: &Watch<'_>) {
        let specimen = caught(|| Specimen::new(violation.text.as_str(), self.roles, 0));
        if !matches!(specimen, Ok(Ok(_))) {
            return;
        }
        let law = |name: &str| {
            let law = laws.iter().find(|law| law.name == name);
            *law.expect("a violation is of a law that was tried")
        };
        // Where somebody panicked in a law, that law has to be tried for him to panic again.
        let (ours, during) = (law(violation.law), law(violation.tried));
        let both = [ours, during];
        let both = if ours.name == during.name { &both[..1] } else { &both[..] };
        let seed = violation.seed;
        let broken = |text: &str| {
            let tried = self.tried(both, text.to_owned(), seed, false);
            match tried.verdicts.into_iter().next() {
                Some(Verdict::Broken(what)) => Some(what),
                Some(Verdict::Holds | Verdict::Silent) | None => None,
            }
        };
        // What breaks the ground breaks it nearly everywhere, and soon is as small as it gets.
        let mut left = if is_groundwork(ours.name) { GROUND_TRIES } else { u64::MAX };
        let mut breaks = |text: &str| {
            let is_over = left == 0 || is_stopped(watch);
            left = left.saturating_sub(1);
            !is_over && broken(text).is_some()
        };
        let text = self.worlds.shrunk(&violation.text, &mut breaks);
        if let Some(what) = broken(&text) {
            (violation.text, violation.what, violation.is_shrunk) = (text, what, true);
        }
    }
}

/// What a world says to each law, and which of them was being tried when somebody panicked.
/// Behind a law of groundwork that breaks, and behind a panic, the others have no say.
fn verdicts(laws: &[Law], specimen: &Specimen) -> (Vec<Verdict>, Option<&'static str>) {
    let mut verdicts = vec![Verdict::Silent; laws.len()];
    for (place, law) in laws.iter().enumerate() {
        match caught(|| (law.check)(specimen)) {
            Ok(verdict) => {
                let is_broken = matches!(verdict, Verdict::Broken(_));
                verdicts[place] = verdict;
                if is_broken && is_groundwork(law.name) {
                    return (verdicts, None);
                }
            }
            Err(mut words) => {
                if law.name != RUNS.name {
                    words = format!("{words} (while the law `{}` is tried)", law.name);
                }
                if let Some(runs) = laws.iter().position(|one| one.name == RUNS.name) {
                    verdicts[runs] = Verdict::Broken(words);
                }
                return (verdicts, Some(law.name));
            }
        }
    }
    (verdicts, None)
}

/// The laws behind that of generators, where it is asked for, and behind that of panics,
/// which is always tried.
fn with_ground(laws: &[Law], are_sound: bool) -> Vec<Law> {
    let runs = laws.iter().all(|law| law.name != RUNS.name).then_some(RUNS);
    are_sound.then_some(SOUND).into_iter().chain(runs).chain(laws.iter().copied()).collect()
}

/// What is said of a world that is none: the law of generators breaks, if it is tried, and
/// where the door panicked that of panics does.
fn refused(laws: &[Law], text: String, why: String, by_door: bool) -> Tried {
    let broken = if by_door { SOUND.name } else { RUNS.name };
    let verdicts = laws.iter().map(|law| match law.name == broken {
        true => Verdict::Broken(why.clone()),
        false => Verdict::Silent,
    });
    let verdicts: Vec<Verdict> = verdicts.collect();
    let is_broken = verdicts.iter().any(|one| matches!(one, Verdict::Broken(_)));
    let text = is_broken.then_some(text);
    Tried { verdicts, labels: Vec::new(), is_refused: true, panicked: None, text }
}

fn violations<'t>(
    laws: &'t [Law],
    tried: &'t Tried,
    origin: &'t Origin,
    seed: u64,
) -> impl Iterator<Item = Violation> + 't {
    laws.iter().zip(&tried.verdicts).filter_map(move |(law, verdict)| {
        let Verdict::Broken(what) = verdict else { return None };
        let panicked = tried.panicked.filter(|_| law.name == RUNS.name);
        Some(Violation {
            law: law.name,
            tried: panicked.unwrap_or(law.name),
            statement: law.statement,
            origin: origin.clone(),
            seed,
            text: tried.text.clone().expect("the text of a world that broke a law is kept"),
            what: what.clone(),
            is_shrunk: false,
        })
    })
}

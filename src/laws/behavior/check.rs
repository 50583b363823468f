//! The laws that are tried on a behavior, and in which worlds.
//!
//! It lacks what is told of a law that breaks.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use proptest::strategy::Strategy;

use crate::behaviors::Roles;
use crate::engine::{Behavior, Role};
use crate::experiment::Watch;
use crate::laws::book::laws as book;
use crate::laws::examine::{Examination, Examined, Worlds, examine};
use crate::laws::generate::{sample, worlds_with};
use crate::laws::kept::kept;
use crate::laws::law::Law;
use crate::laws::shrink::{TRIES, shrink};
use crate::laws::specimen::Specimen;
use crate::oversight::Oversight;
use crate::primitives::parameter::Parameters as _;

use super::watched::{Watched, idle, unfed, unmet};

/// Puts a behavior under this name into generated worlds among the built-in roles, and
/// tries every law on them. One line is a test:
///
/// ```no_run
/// use foomwatch::behaviors::Cusum;
/// use foomwatch::laws::check_behavior;
///
/// check_behavior::<Cusum>("Cusum");
/// ```
///
/// # Panics
///
/// As [`Check::run`].
pub fn check_behavior<B: Behavior<Domain = Oversight>>(name: &'static str) {
    let _ = Check::of::<B>(name).run();
}

/// A behavior to be tried under laws, and how.
#[derive(Clone)]
#[must_use = "nothing is tried before `run`"]
pub struct Check {
    pub(super) role: &'static str,
    pub(super) roles: Roles,
    cases: u64,
    pub(super) seed: u64,
    pub(super) laws: Vec<Law>,
    pub(super) kept: Option<PathBuf>,
}

/// How many worlds are tried unless it is said otherwise.
const CASES: u64 = 100;

impl Check {
    /// The behavior under this name among the built-in roles, in 100 worlds.
    pub fn of<B: Behavior<Domain = Oversight>>(name: &'static str) -> Self {
        Self::among::<B>(name, Roles::standard())
    }

    /// The same among these roles, to which it is added if they have none of its name.
    pub fn among<B: Behavior<Domain = Oversight>>(name: &'static str, roles: Roles) -> Self {
        let roles = if roles.get(name).is_some() { roles } else { roles.with::<B>(name) };
        Self { role: name, roles, cases: CASES, seed: 1, laws: book().to_vec(), kept: None }
    }

    /// The same beside another role, as of somebody whom it works with. It may be there
    /// already.
    ///
    /// # Panics
    ///
    /// If another behavior is there under this name.
    pub fn beside<B: Behavior<Domain = Oversight>>(self, name: &'static str) -> Self {
        let is_there = self.roles.get(name).is_some_and(|role| {
            (role.meaning, role.parameters) == (B::MEANING, B::Parameters::TABLE)
        });
        if is_there { self } else { Self { roles: self.roles.with::<B>(name), ..self } }
    }

    /// The same in so many worlds.
    pub fn cases(self, cases: u64) -> Self {
        Self { cases, ..self }
    }

    /// The same in other worlds, under other chances.
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The same by one law of the book alone.
    ///
    /// # Panics
    ///
    /// If there is no law of this name.
    pub fn law(self, name: &str) -> Self {
        let law = book().iter().find(|law| law.name == name);
        let law = *law.unwrap_or_else(|| panic!("there is no law `{name}`"));
        self.laws(&[law])
    }

    /// The same by these laws, of the book or not.
    pub fn laws(self, laws: &[Law]) -> Self {
        Self { laws: laws.to_vec(), ..self }
    }

    /// The same, where worlds that break a law are kept as files in a folder. Those that
    /// are there are tried first, for ever.
    pub fn kept_in(self, folder: impl Into<PathBuf>) -> Self {
        Self { kept: Some(folder.into()), ..self }
    }

    /// Tries it, and says how often each law held and was silent.
    ///
    /// # Panics
    ///
    /// If a law breaks: with the smallest world that was found to break it, and what
    /// repeats it. If the behavior appears in no world, or does nothing in any: with what
    /// may be the reason. If the kept worlds cannot be read or written.
    pub fn run(&self) -> Examined {
        let unmet = unmet(self.role(), &self.roles, |rule| rule.least > 0);
        assert!(unmet.is_empty(), "no world can have a `{}`: {}", self.role, unmet.join("; "));
        self.run_in(&WithRole {
            worlds: worlds_with(&self.roles, self.role),
            roles: &self.roles,
            seed: self.seed,
        })
    }

    /// Tries it in these worlds.
    ///
    /// # Panics
    ///
    /// As [`Check::run`].
    pub fn run_in(&self, worlds: &dyn Worlds) -> Examined {
        let before = match &self.kept {
            Some(folder) => kept(folder)
                .unwrap_or_else(|error| panic!("cannot read `{}`: {error}", folder.display())),
            None => Vec::new(),
        };
        let worlds = Watched { worlds, role: self.role };
        let examined = examine(
            &Examination {
                from: 0,
                roles: &self.roles,
                laws: &self.laws,
                kept: &before,
                worlds: &worlds,
                cases: self.cases,
                seed: self.seed,
                threads: std::thread::available_parallelism().map_or(1, usize::from),
            },
            &Watch { progress: &|_| {}, stop: &AtomicBool::new(false) },
        );
        assert!(examined.is_clean(), "{}", self.all_told(&examined.violations));
        let role = self.role();
        if let Some(why) = idle(role, &self.roles, &examined).or_else(|| unfed(role, &examined)) {
            panic!("{why}");
        }
        examined
    }

    fn role(&self) -> &Role<Oversight> {
        self.roles.get(self.role).expect("it was registered")
    }
}

/// Worlds that have a role.
struct WithRole<'a, S> {
    worlds: S,
    roles: &'a Roles,
    seed: u64,
}

impl<S: Strategy<Value = String> + Sync> Worlds for WithRole<'_, S> {
    fn text(&self, index: u64) -> String {
        sample(&self.worlds, self.seed, index)
    }

    fn are_sound(&self) -> bool {
        true
    }

    fn shrunk(&self, text: &str, breaks: &mut dyn FnMut(&str) -> bool) -> String {
        shrink(text, self.roles, TRIES, breaks)
    }

    fn labels(&self, _: &Specimen) -> Vec<String> {
        Vec::new()
    }
}
